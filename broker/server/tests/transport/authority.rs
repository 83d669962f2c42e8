//! Certificates for a test: an authority, what it signs, and what it takes back.

use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CertifiedIssuer, DnType,
    IsCa, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
};
use rustls::RootCertStore;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tempfile::TempDir;

/// An authority and the folder in which it keeps what it signs, in PEM.
pub(crate) struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    folder: TempDir,
}

/// A certificate, its key and the files they are in.
pub(crate) struct Signed {
    pub(crate) cert: PathBuf,
    pub(crate) key: PathBuf,
    certificate: CertificateDer<'static>,
    private: Vec<u8>,
}

impl Signed {
    /// As a client shows it.
    pub(crate) fn shown(&self) -> (Vec<CertificateDer<'static>>, PrivateKeyDer<'static>) {
        let key = PrivateKeyDer::try_from(self.private.clone()).expect("a key");
        (vec![self.certificate.clone()], key)
    }

    pub(crate) fn certificate(&self) -> &CertificateDer<'static> {
        &self.certificate
    }
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = CertificateParams::default();
        params
            .distinguished_name
            .push(DnType::CommonName, "a test authority");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key");
        let issuer = CertifiedIssuer::self_signed(params, key).expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("ca.crt"), issuer.pem()).expect("written");
        Self { issuer, folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The authority's own certificate.
    pub(crate) fn cacert(&self) -> PathBuf {
        self.path("ca.crt")
    }

    pub(crate) fn roots(&self) -> RootCertStore {
        let mut roots = RootCertStore::empty();
        let own = CertificateDer::from_pem_file(self.cacert()).expect("a certificate");
        roots.add(own).expect("an authority");
        roots
    }

    /// For a server called localhost.
    pub(crate) fn server(&self, file: &str) -> Signed {
        self.sign(file, "localhost", &["localhost"], 1)
    }

    /// For anybody, with a common name, alternative names and a serial number.
    pub(crate) fn sign(
        &self,
        file: &str,
        name: &str,
        alternatives: &[&str],
        serial: u64,
    ) -> Signed {
        let alternatives: Vec<String> = alternatives.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(alternatives).expect("names");
        if !name.is_empty() {
            params.distinguished_name.push(DnType::CommonName, name);
        } else {
            params.distinguished_name = rcgen::DistinguishedName::new();
            params
                .distinguished_name
                .push(DnType::OrganizationName, "nameless");
        }
        params.serial_number = Some(SerialNumber::from(serial));
        let key = KeyPair::generate().expect("a key");
        let certificate = params.signed_by(&key, &self.issuer).expect("a certificate");
        let (cert_file, key_file) = (
            self.path(&format!("{file}.crt")),
            self.path(&format!("{file}.key")),
        );
        replace(&cert_file, &certificate.pem());
        replace(&key_file, &key.serialize_pem());
        Signed {
            cert: cert_file,
            key: key_file,
            certificate: certificate.der().clone(),
            private: key.serialize_der(),
        }
    }

    /// A list of serial numbers that do not hold any more.
    pub(crate) fn revoke(&self, serials: &[u64]) -> PathBuf {
        let now = rcgen::date_time_ymd(2024, 1, 1);
        let revoked = |serial: &u64| RevokedCertParams {
            serial_number: SerialNumber::from(*serial),
            revocation_time: now,
            reason_code: None,
            invalidity_date: None,
        };
        let params = CertificateRevocationListParams {
            this_update: now,
            next_update: rcgen::date_time_ymd(2124, 1, 1),
            crl_number: SerialNumber::from(1_u64),
            issuing_distribution_point: None,
            revoked_certs: serials.iter().map(revoked).collect(),
            key_identifier_method: KeyIdMethod::Sha256,
        };
        let list = params.signed_by(&self.issuer).expect("a list");
        let path = self.path("revoked.crl");
        replace(&path, &list.pem().expect("PEM"));
        path
    }
}

/// Puts a file in the place of another at once, as tools that renew certificates do.
pub(crate) fn replace(path: &Path, text: &str) {
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, text).expect("written");
    std::fs::rename(&fresh, path).expect("in place");
}
