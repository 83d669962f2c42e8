//! Whom to trust when connecting to another node, and what to show it.

use std::path::Path;
use std::sync::Arc;

use gmqtt_config::FederationTls;
use rustls::crypto::aws_lc_rs;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

/// Reads the files: each link uses what is in them when it is made.
///
/// # Errors
/// The file that does not work, and why.
pub(crate) fn client(files: &FederationTls) -> Result<Arc<ClientConfig>, String> {
    let broken = |path: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let chain = |path: &Path| -> Result<Vec<_>, String> {
        CertificateDer::pem_file_iter(path)
            .and_then(Iterator::collect::<Result<Vec<_>, _>>)
            .map_err(|error| broken(path, &error))
    };
    let mut roots = RootCertStore::empty();
    for certificate in chain(&files.cacert)? {
        let added = roots.add(certificate);
        added.map_err(|error| broken(&files.cacert, &error))?;
    }
    let key = PrivateKeyDer::from_pem_file(&files.key);
    let key = key.map_err(|error| broken(&files.key, &error))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_client_auth_cert(chain(&files.cert)?, key)
        .map_err(|error| broken(&files.cert, &error))?;
    config.alpn_protocols = vec![H2.to_vec()];
    Ok(Arc::new(config))
}

/// What is spoken inside.
pub(crate) const H2: &[u8] = b"h2";
