//! What the certificates of a `tls` section are, and what is wrong with them, for people.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use gmqtt_config::Tls;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer};
use x509_parser::prelude::{
    ASN1Time, CertificateRevocationList, FromDer, GeneralName, X509Certificate,
};

use super::certificates::Certificates;

/// What was found in the files of a `tls` section.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TlsReport {
    /// The certificates, in the order of the files `cert` and `cacert` and within them.
    pub certificates: Vec<CertificateReport>,
    /// What keeps the listener or its clients from working, each with its key below `tls`.
    pub problems: Vec<String>,
}

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateReport {
    /// The key below `tls` that names its file.
    pub key: &'static str,
    /// Its holder.
    pub subject: String,
    /// The names it is valid for.
    pub names: Vec<String>,
    /// Who signed it.
    pub issuer: String,
    /// The day it ends, `YYYY-MM-DD` in UTC.
    pub expires: String,
    /// Whole days until then; negative when they are over.
    pub days_left: i64,
}

const DAY: i64 = 24 * 60 * 60;

impl TlsReport {
    /// Loads all that a listener with this section would load, and looks at it as of `now`.
    #[must_use]
    pub fn of(tls: &Tls, now: SystemTime) -> Self {
        let now = now
            .duration_since(UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let now = i64::try_from(now).unwrap_or(i64::MAX);
        let mut report = Self::default();
        if let Err(error) = Certificates::load(tls, &[b"mqtt"]) {
            report.problems.push(error.to_string());
        }
        let chain = read::<CertificateDer<'static>>(tls.cert.as_deref());
        let authorities = read::<CertificateDer<'static>>(tls.cacert.as_deref());
        let chain: Vec<_> = parse(&chain).collect();
        let authorities: Vec<_> = parse(&authorities).collect();
        report.chain(&chain, now);
        for authority in &authorities {
            report.look_at("cacert", authority, now);
            if !authority.is_ca() {
                let subject = authority.subject();
                report.problem(
                    "cacert",
                    format!("{subject} is not the certificate of an authority"),
                );
            }
        }
        let lists = read::<CertificateRevocationListDer<'static>>(tls.crl.as_deref());
        for (_, list) in lists
            .iter()
            .filter_map(|list| CertificateRevocationList::from_der(list).ok())
        {
            report.revocations(&list, &authorities, now);
        }
        report
    }

    /// Whether everything is as it should be.
    #[must_use]
    pub fn is_good(&self) -> bool {
        self.problems.is_empty()
    }

    fn problem(&mut self, key: &str, text: String) {
        self.problems.push(format!("tls.{key}: {text}"));
    }

    fn chain(&mut self, chain: &[X509Certificate<'_>], now: i64) {
        for certificate in chain {
            self.look_at("cert", certificate, now);
        }
        if let Some(server) = chain.first()
            && names(server).is_empty()
        {
            let text =
                "the server's certificate has no alternative name, and clients look at no other";
            self.problem("cert", text.to_owned());
        }
        for pair in chain.windows(2) {
            if pair[0].issuer() != pair[1].subject() {
                let (subject, next) = (pair[0].subject(), pair[1].subject());
                self.problem(
                    "cert",
                    format!(
                        "the chain is broken: {subject} is not signed by {next}, which follows it"
                    ),
                );
            }
        }
    }

    fn look_at(&mut self, key: &'static str, certificate: &X509Certificate<'_>, now: i64) {
        let validity = certificate.validity();
        let subject = certificate.subject().to_string();
        let days_left = (validity.not_after.timestamp() - now).div_euclid(DAY);
        if validity.not_before.timestamp() > now {
            self.problem(
                key,
                format!("{subject} is not valid before {}", day(validity.not_before)),
            );
        }
        if validity.not_after.timestamp() < now {
            self.problem(
                key,
                format!("{subject} has expired on {}", day(validity.not_after)),
            );
        }
        self.certificates.push(CertificateReport {
            key,
            subject,
            names: names(certificate),
            issuer: certificate.issuer().to_string(),
            expires: day(validity.not_after),
            days_left,
        });
    }

    fn revocations(
        &mut self,
        list: &CertificateRevocationList<'_>,
        authorities: &[X509Certificate<'_>],
        now: i64,
    ) {
        let issuer = list.issuer();
        if !authorities
            .iter()
            .any(|authority| authority.subject() == issuer)
        {
            self.problem(
                "crl",
                format!("the list of {issuer} is not by an authority of `cacert`"),
            );
        }
        if let Some(next) = list.next_update().filter(|next| next.timestamp() < now) {
            self.problem(
                "crl",
                format!(
                    "the list of {issuer} should have been replaced on {}",
                    day(next)
                ),
            );
        }
    }
}

/// What can be read of a file; what cannot was found by loading it.
fn read<T: PemObject>(path: Option<&Path>) -> Vec<T> {
    let text = path
        .and_then(|path| std::fs::read(path).ok())
        .unwrap_or_default();
    T::pem_slice_iter(&text).filter_map(Result::ok).collect()
}

fn parse<'a>(
    certificates: &'a [CertificateDer<'static>],
) -> impl Iterator<Item = X509Certificate<'a>> {
    certificates
        .iter()
        .filter_map(|certificate| X509Certificate::from_der(certificate).ok())
        .map(|(_, certificate)| certificate)
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let names = certificate.subject_alternative_name().ok().flatten();
    let names = names.map(|names| &names.value.general_names);
    names.into_iter().flatten().filter_map(shown).collect()
}

fn shown(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => {
            Some((*name).to_owned())
        }
        GeneralName::IPAddress(bytes) => match <[u8; 4]>::try_from(*bytes) {
            Ok(four) => Some(std::net::Ipv4Addr::from(four).to_string()),
            Err(_) => <[u8; 16]>::try_from(*bytes)
                .ok()
                .map(|all| std::net::Ipv6Addr::from(all).to_string()),
        },
        _ => None,
    }
}

fn day(time: ASN1Time) -> String {
    let time = time.to_datetime();
    format!(
        "{:04}-{:02}-{:02}",
        time.year(),
        u8::from(time.month()),
        time.day()
    )
}
