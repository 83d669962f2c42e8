//! Certificates, keys, authorities and revocation lists: read from their files, and made into what handshakes use.
//!
//! They are read again when the files change. New handshakes use the new ones, connections stay as they are, and files
//! that do not work change nothing.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_config::{CertificateName, TlsVersion};
use gmqtt_plugin_api::TlsConfigs;
use parking_lot::RwLock;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig, version};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// The TLS side of a listener.
#[derive(Debug)]
pub(crate) struct Certificates {
    settings: gmqtt_config::Tls,
    protocols: Vec<&'static [u8]>,
    current: RwLock<Current>,
}

#[derive(Debug)]
struct Current {
    config: Arc<ServerConfig>,
    files: Fingerprint,
    /// The holder of the listener's own certificate, and when it ends.
    own: Option<(String, SystemTime)>,
}

/// When the files were written, and how large they are; enough to see that they changed.
type Fingerprint = Vec<Option<(SystemTime, u64, u64)>>;

/// What is wrong with a file of a `tls` section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TlsError {
    /// The key below `tls` that names the file.
    pub(crate) key: &'static str,
    pub(crate) cause: String,
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tls.{}: {}", self.key, self.cause)
    }
}

impl Certificates {
    /// Reads the files. `protocols` are the ALPN names of what is spoken inside.
    ///
    /// # Errors
    /// The first file that does not work, and why.
    pub(crate) fn load(
        settings: &gmqtt_config::Tls,
        protocols: &[&'static [u8]],
    ) -> Result<Self, TlsError> {
        let files = fingerprint(settings);
        let config = Arc::new(build(settings, protocols)?);
        let own = holder_and_end(settings.cert.as_deref());
        Ok(Self {
            settings: settings.clone(),
            protocols: protocols.to_vec(),
            current: RwLock::new(Current { config, files, own }),
        })
    }

    /// The holder of the certificate that new handshakes present, and when it ends.
    pub(crate) fn own(&self) -> Option<(String, SystemTime)> {
        self.current.read().own.clone()
    }

    /// What a new handshake uses.
    pub(crate) fn config(&self) -> Arc<ServerConfig> {
        self.current.read().config.clone()
    }

    /// Where the user name comes from.
    pub(crate) fn username_from(&self) -> Option<CertificateName> {
        self.settings.username_from
    }

    /// Reads the files again if they changed. True if they are used from now on.
    ///
    /// # Errors
    /// What is wrong with them; the old ones stay in use, and it is not said again until they change again.
    pub(crate) fn refresh(&self) -> Result<bool, TlsError> {
        let files = fingerprint(&self.settings);
        if self.current.read().files == files {
            return Ok(false);
        }
        let built = build(&self.settings, &self.protocols);
        let mut current = self.current.write();
        current.files = files;
        current.config = Arc::new(built?);
        current.own = holder_and_end(self.settings.cert.as_deref());
        Ok(true)
    }
}

impl TlsConfigs for Certificates {
    fn current(&self) -> Arc<ServerConfig> {
        self.config()
    }
}

fn holder_and_end(path: Option<&Path>) -> Option<(String, SystemTime)> {
    let chain: Vec<CertificateDer<'static>> = read_all("cert", path).ok()?;
    let (_, certificate) = X509Certificate::from_der(chain.first()?).ok()?;
    let end = u64::try_from(certificate.validity().not_after.timestamp()).unwrap_or(0);
    let end = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(end))?;
    Some((certificate.subject().to_string(), end))
}

/// The files of a section, each with its key.
fn files(settings: &gmqtt_config::Tls) -> [(&'static str, Option<&PathBuf>); 4] {
    [
        ("cert", settings.cert.as_ref()),
        ("key", settings.key.as_ref()),
        ("cacert", settings.cacert.as_ref()),
        ("crl", settings.crl.as_ref()),
    ]
}

fn fingerprint(settings: &gmqtt_config::Tls) -> Fingerprint {
    use std::os::unix::fs::MetadataExt;
    let look = |path: &PathBuf| {
        let metadata = std::fs::metadata(path).ok()?;
        Some((metadata.modified().ok()?, metadata.len(), metadata.ino()))
    };
    let given = files(settings).into_iter().filter_map(|(_, path)| path);
    given.map(look).collect()
}

fn build(settings: &gmqtt_config::Tls, protocols: &[&[u8]]) -> Result<ServerConfig, TlsError> {
    let chain: Vec<CertificateDer<'static>> = read_all("cert", settings.cert.as_deref())?;
    let key = read_key(settings.key.as_deref())?;
    let versions: &[_] = match settings.min_version {
        TlsVersion::Tls12 => &[&version::TLS13, &version::TLS12],
        TlsVersion::Tls13 => &[&version::TLS13],
    };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ServerConfig::builder_with_provider(provider.clone())
        .with_protocol_versions(versions)
        .map_err(|error| wrong("min_version", error))?;
    let builder = if settings.verify.are_asked_for() {
        let roots = Arc::new(read_authorities(settings.cacert.as_deref())?);
        let revoked: Vec<CertificateRevocationListDer<'static>> = match &settings.crl {
            None => Vec::new(),
            Some(path) => read_all("crl", Some(path))?,
        };
        let mut verifier = WebPkiClientVerifier::builder_with_provider(roots, provider)
            .with_crls(revoked)
            .only_check_end_entity_revocation();
        if !settings.verify.are_required() {
            verifier = verifier.allow_unauthenticated();
        }
        builder.with_client_cert_verifier(verifier.build().map_err(|error| wrong("crl", error))?)
    } else {
        builder.with_no_client_auth()
    };
    let mut config = builder
        .with_single_cert(chain, key)
        .map_err(|error| wrong("cert", explain(&error)))?;
    config.alpn_protocols = protocols.iter().map(|name| name.to_vec()).collect();
    config.session_storage = Arc::new(NoServerSessionStorage {});
    if settings.verify.are_asked_for() {
        // A resumed session would skip the look at the certificate.
        config.send_tls13_tickets = 0;
    } else {
        config.send_tls13_tickets = 1;
        config.ticketer =
            rustls::crypto::aws_lc_rs::Ticketer::new().map_err(|error| wrong("key", error))?;
    }
    Ok(config)
}

/// rustls names the mistake by its variant only.
fn explain(error: &rustls::Error) -> String {
    match error {
        rustls::Error::InconsistentKeys(_) => {
            "the private key `tls.key` does not belong to this certificate".to_owned()
        }
        error => error.to_string(),
    }
}

fn read_all<T: PemObject>(key: &'static str, path: Option<&Path>) -> Result<Vec<T>, TlsError> {
    let path = path.ok_or_else(|| wrong(key, "is missing"))?;
    let text = read(key, path)?;
    let found = T::pem_slice_iter(&text)
        .collect::<Result<Vec<T>, _>>()
        .map_err(|error| wrong(key, format!("{}: {error}", path.display())))?;
    if found.is_empty() {
        let what = if key == "crl" {
            "revocation list"
        } else {
            "certificate"
        };
        return Err(wrong(
            key,
            format!("{} holds no {what} in PEM form", path.display()),
        ));
    }
    Ok(found)
}

fn read_key(path: Option<&Path>) -> Result<PrivateKeyDer<'static>, TlsError> {
    let path = path.ok_or_else(|| wrong("key", "is missing"))?;
    PrivateKeyDer::from_pem_slice(&read("key", path)?).map_err(|error| {
        let text = match error {
            rustls::pki_types::pem::Error::NoItemsFound => {
                "holds no private key in PEM form without a password".to_owned()
            }
            error => error.to_string(),
        };
        wrong("key", format!("{} {text}", path.display()))
    })
}

fn read_authorities(path: Option<&Path>) -> Result<RootCertStore, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in read_all("cacert", path)? {
        roots
            .add(certificate)
            .map_err(|error| wrong("cacert", error))?;
    }
    Ok(roots)
}

fn read(key: &'static str, path: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(path)
        .map_err(|error| wrong(key, format!("cannot read {}: {error}", path.display())))
}

fn wrong(key: &'static str, cause: impl fmt::Display) -> TlsError {
    TlsError {
        key,
        cause: cause.to_string(),
    }
}

/// The part of a certificate that names its holder.
pub(super) fn name_of(certificate: &CertificateDer<'_>, part: CertificateName) -> Option<String> {
    let (_, certificate) = X509Certificate::from_der(certificate).ok()?;
    let name = match part {
        CertificateName::CommonName => {
            let name = certificate.subject().iter_common_name().next()?;
            name.as_str().ok()?.to_owned()
        }
        CertificateName::AlternativeName => {
            let names = certificate.subject_alternative_name().ok()??;
            names
                .value
                .general_names
                .iter()
                .find_map(|name| match name {
                    GeneralName::RFC822Name(name)
                    | GeneralName::DNSName(name)
                    | GeneralName::URI(name) => Some((*name).to_owned()),
                    _ => None,
                })?
        }
    };
    // A user name must be one that MQTT could carry.
    (!name.is_empty() && !name.contains('\0')).then_some(name)
}
