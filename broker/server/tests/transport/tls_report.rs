//! What `gmqtt tls check` finds.

use std::time::{Duration, SystemTime};

use gmqtt_config::{ClientCertificates, Tls};
use gmqtt_server::TlsReport;

use crate::authority::{Authority, Signed, replace};

fn section(authority: &Authority, signed: &Signed) -> Tls {
    Tls {
        cert: Some(signed.cert.clone()),
        key: Some(signed.key.clone()),
        cacert: Some(authority.cacert()),
        crl: Some(authority.revoke(&[9])),
        verify: ClientCertificates::Required,
        ..Tls::default()
    }
}

#[test]
fn what_works_is_described() {
    let authority = Authority::new();
    let tls = section(&authority, &authority.server("server"));
    let report = TlsReport::of(&tls, SystemTime::now());
    assert!(report.is_good(), "{report:?}");
    let [server, root] = &report.certificates[..] else {
        panic!("{report:?}")
    };
    assert_eq!((server.key, root.key), ("cert", "cacert"));
    assert_eq!(server.subject, "CN=localhost");
    assert_eq!(server.names, ["localhost"]);
    assert_eq!(server.issuer, root.subject);
    assert!(server.days_left > 0);
}

#[test]
fn problems_are_found() {
    let authority = Authority::new();
    let (server, other) = (authority.server("server"), authority.server("other"));
    let problems = |change: &dyn Fn(&mut Tls), now| {
        let mut tls = section(&authority, &server);
        change(&mut tls);
        TlsReport::of(&tls, now).problems.join("\n")
    };
    let now = SystemTime::now();
    let found = problems(&|tls| tls.key = Some(other.key.clone()), now);
    assert!(
        found.contains("does not belong to this certificate"),
        "{found}"
    );
    let late = now + Duration::from_secs(60 * 60 * 24 * 365 * 3000);
    let found = problems(&|_| {}, late);
    assert!(found.contains("CN=localhost has expired on"), "{found}");
    assert!(
        found.contains("should have been replaced on 2124-01-01"),
        "{found}"
    );
    let chain = authority.path("chain.crt");
    let text = |signed: &Signed| std::fs::read_to_string(&signed.cert).expect("read");
    replace(&chain, &(text(&server) + &text(&other)));
    let found = problems(&|tls| tls.cert = Some(chain.clone()), now);
    assert!(found.contains("the chain is broken"), "{found}");
    let found = problems(&|tls| tls.cacert = Some(server.cert.clone()), now);
    assert!(
        found.contains("is not the certificate of an authority"),
        "{found}"
    );
}
