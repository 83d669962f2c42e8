//! A certificate authority of one's own, and the certificates it signs: ECDSA P-256, PEM.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa,
    Issuer, KeyPair, KeyUsagePurpose,
};
use x509_parser::{parse_x509_certificate, pem::parse_x509_pem};

use crate::{error::Error, exit::Exit};

/// A certificate and its key.
pub(super) struct Pair {
    pub(super) certificate: String,
    pub(super) key: String,
}

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// How long the authority is valid: ten years.
const AUTHORITY: Duration = Duration::from_secs(3650 * 24 * 60 * 60);
/// How long a server's certificate is valid: what browsers take at most.
pub(super) const SERVER_DAYS: u32 = 397;

/// A new authority. `name` tells it from those of other machines.
pub(super) fn authority(name: &str, now: SystemTime) -> Result<Pair, Error> {
    let key = KeyPair::generate().map_err(failed)?;
    let mut params = CertificateParams::default();
    params.distinguished_name = common_name(&format!("gmqtt CA {name}"));
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    validity(&mut params, now, AUTHORITY);
    let certificate = params.self_signed(&key).map_err(failed)?;
    Ok(Pair {
        certificate: certificate.pem(),
        key: key.serialize_pem(),
    })
}

/// A certificate for a server with these names, signed by `authority`.
pub(super) fn server(names: &[String], authority: &Pair, now: SystemTime) -> Result<Pair, Error> {
    let (_, pem) =
        parse_x509_pem(authority.certificate.as_bytes()).map_err(|error| not_ours(&error))?;
    let (_, parsed) = parse_x509_certificate(&pem.contents).map_err(|error| not_ours(&error))?;
    let name = parsed
        .subject()
        .iter_common_name()
        .next()
        .and_then(|name| name.as_str().ok())
        .ok_or_else(|| not_ours(&"it has no common name"))?;
    let mut issuer = CertificateParams::default();
    issuer.distinguished_name = common_name(name);
    let authority_key = KeyPair::from_pem(&authority.key).map_err(|error| not_ours(&error))?;
    let issuer = Issuer::new(issuer, authority_key);

    let key = KeyPair::generate().map_err(failed)?;
    let mut params = CertificateParams::new(names).map_err(failed)?;
    params.distinguished_name = common_name(names.first().map_or("localhost", String::as_str));
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    validity(&mut params, now, DAY * SERVER_DAYS);
    let certificate = params.signed_by(&key, &issuer).map_err(failed)?;
    // The name of the issuer is written anew: it has to be the authority's, byte for byte, and the key has to be its key.
    let (_, signed) = parse_x509_certificate(certificate.der()).map_err(failed)?;
    if signed.issuer().as_raw() != parsed.subject().as_raw() {
        return Err(not_ours(&"its name has more than a common name"));
    }
    if issuer.key().public_key_raw() != &*parsed.public_key().subject_public_key.data {
        return Err(not_ours(&"its key is another one's"));
    }
    Ok(Pair {
        certificate: certificate.pem(),
        key: key.serialize_pem(),
    })
}

fn common_name(name: &str) -> DistinguishedName {
    let mut names = DistinguishedName::new();
    names.push(DnType::CommonName, name);
    names
}

/// From an hour ago, since clocks differ.
fn validity(params: &mut CertificateParams, now: SystemTime, length: Duration) {
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    let start =
        rcgen::date_time_ymd(1970, 1, 1) + since.saturating_sub(Duration::from_secs(60 * 60));
    params.not_before = start;
    params.not_after = start + length;
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::new(Exit::Failed, "cannot make a certificate").cause(error)
}

fn not_ours(why: &dyn std::fmt::Display) -> Error {
    Error::new(
        Exit::Invalid,
        "the authority in tls/ca.crt and tls/ca.key cannot sign a certificate",
    )
    .cause(why)
    .hint("`gmqtt init --renew` works with what `gmqtt init --secure` wrote")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_trusted_by_who_trusts_the_authority() {
        use rustls::pki_types::{CertificateDer, ServerName, pem::PemObject as _};
        use rustls::{
            RootCertStore, client::WebPkiServerVerifier, client::danger::ServerCertVerifier as _,
        };
        let now = SystemTime::now();
        let ca = authority("test", now).unwrap();
        let names = [
            "mq1.lan".to_owned(),
            "127.0.0.1".to_owned(),
            "::1".to_owned(),
        ];
        let server = server(&names, &ca, now).unwrap();
        let mut roots = RootCertStore::empty();
        roots
            .add(CertificateDer::from_pem_slice(ca.certificate.as_bytes()).unwrap())
            .unwrap();
        let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider)
            .build()
            .unwrap();
        let der = CertificateDer::from_pem_slice(server.certificate.as_bytes()).unwrap();
        let time =
            rustls::pki_types::UnixTime::since_unix_epoch(now.duration_since(UNIX_EPOCH).unwrap());
        for name in &names {
            let name = ServerName::try_from(name.as_str()).unwrap();
            verifier
                .verify_server_cert(&der, &[], &name, &[], time)
                .unwrap();
        }
        let other = ServerName::try_from("mq2.lan").unwrap();
        assert!(
            verifier
                .verify_server_cert(&der, &[], &other, &[], time)
                .is_err()
        );
        let late = rustls::pki_types::UnixTime::since_unix_epoch(
            now.duration_since(UNIX_EPOCH).unwrap() + DAY * 398,
        );
        let name = ServerName::try_from("mq1.lan").unwrap();
        assert!(
            verifier
                .verify_server_cert(&der, &[], &name, &[], late)
                .is_err()
        );
    }

    #[test]
    fn another_ones_key_signs_nothing() {
        let now = SystemTime::now();
        let mut mixed = authority("one", now).unwrap();
        mixed.key = authority("two", now).unwrap().key;
        assert!(server(&["a".to_owned()], &mixed, now).is_err());
        mixed.key = "no key".to_owned();
        assert!(server(&["a".to_owned()], &mixed, now).is_err());
    }
}
