//! TLS as a client speaks it: whom it trusts, what it shows of itself, and what a failed handshake means in plain words.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error as TlsError, RootCertStore,
    SignatureScheme, SupportedProtocolVersion,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject as _},
    version::{TLS12, TLS13},
};

use crate::{error::Error, exit::Exit};

/// What the flags say about TLS.
#[derive(Debug, Clone, Default)]
pub(crate) struct TlsOptions {
    /// Certificates to trust instead of the system's.
    pub(crate) ca_file: Option<PathBuf>,
    /// A folder of such certificates.
    pub(crate) ca_folder: Option<PathBuf>,
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    /// Do not compare the certificate's names with the host's.
    pub(crate) any_name: bool,
    /// The one version to speak, 1.2 or 1.3.
    pub(crate) only: Option<&'static SupportedProtocolVersion>,
    pub(crate) alpn: Option<String>,
}

/// Where systems keep the certificates they trust, in the order tried; `SSL_CERT_FILE` comes before.
const SYSTEM_ROOTS: [&str; 5] = [
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/cert.pem",
    "/etc/ssl/ca-bundle.pem",
    "/usr/local/etc/ssl/cert.pem",
];

impl TlsOptions {
    /// The version that mosquitto calls `tlsv1.2` or `tlsv1.3`.
    pub(crate) fn version(name: &str) -> Result<&'static SupportedProtocolVersion, String> {
        match name {
            "tlsv1.2" | "1.2" => Ok(&TLS12),
            "tlsv1.3" | "1.3" => Ok(&TLS13),
            _ => Err("it is tlsv1.2 or tlsv1.3".to_owned()),
        }
    }

    /// Reads the files and makes a configuration of them.
    ///
    /// # Errors
    /// With [`Exit::Usage`] for a file that cannot be read or does not hold what it should.
    pub(crate) fn config(&self) -> Result<ClientConfig, Error> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let unusable = |error: TlsError| Error::new(Exit::Usage, "cannot set up TLS").cause(error);
        let versions: &[_] = match self.only {
            Some(ref only) => std::slice::from_ref(only),
            None => &[&TLS13, &TLS12],
        };
        let roots = Arc::new(self.roots()?);
        let verifier = WebPkiServerVerifier::builder_with_provider(roots, provider.clone())
            .build()
            .map_err(|error| Error::new(Exit::Usage, "cannot set up TLS").cause(error))?;
        let verifier: Arc<dyn ServerCertVerifier> = if self.any_name {
            Arc::new(AnyName(verifier))
        } else {
            verifier
        };
        let builder = ClientConfig::builder_with_provider(provider)
            .with_protocol_versions(versions)
            .map_err(unusable)?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let mut config = match (&self.certificate, &self.key) {
            (Some(certificate), Some(key)) => builder
                .with_client_auth_cert(certificates(certificate)?, private_key(key)?)
                .map_err(|error| unusable(error).hint("do --cert and --key belong together?"))?,
            _ => builder.with_no_client_auth(),
        };
        config.alpn_protocols = self
            .alpn
            .iter()
            .map(|name| name.clone().into_bytes())
            .collect();
        Ok(config)
    }

    fn roots(&self) -> Result<RootCertStore, Error> {
        let mut roots = RootCertStore::empty();
        if let Some(file) = &self.ca_file {
            for certificate in certificates(file)? {
                roots
                    .add(certificate)
                    .map_err(|error| unreadable(file, &error))?;
            }
        }
        if let Some(folder) = &self.ca_folder {
            let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, &error))?;
            for entry in entries.flatten() {
                // Other files lie in such folders too.
                roots.add_parsable_certificates(certificates(&entry.path()).unwrap_or_default());
            }
        }
        if self.ca_file.is_none() && self.ca_folder.is_none() {
            let named = std::env::var_os("SSL_CERT_FILE").map(PathBuf::from);
            let system = named
                .into_iter()
                .chain(SYSTEM_ROOTS.map(PathBuf::from))
                .find(|path| path.exists());
            if let Some(system) = system {
                roots.add_parsable_certificates(certificates(&system)?);
            }
        }
        if roots.is_empty() {
            return Err(Error::new(Exit::Usage, "there is no certificate to trust")
                .hint("name the broker's certificate authority with --cafile FILE"));
        }
        Ok(roots)
    }
}

fn certificates(path: &Path) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_file_iter(path)
        .map_err(|error| unreadable(path, &error))?
        .collect();
    match found {
        Ok(certificates) if !certificates.is_empty() => Ok(certificates),
        Ok(_) => Err(unreadable(path, &"it holds no certificate")),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn private_key(path: &Path) -> Result<PrivateKeyDer<'static>, Error> {
    PrivateKeyDer::from_pem_file(path).map_err(|error| unreadable(path, &error))
}

fn unreadable(path: &Path, why: &dyn std::fmt::Display) -> Error {
    Error::new(
        Exit::Usage,
        format!("cannot use {} for TLS", path.display()),
    )
    .cause(why)
    .hint("it has to be a PEM file, with lines such as -----BEGIN CERTIFICATE-----")
}

/// Trusts a certificate for whatever host shows it, as `mosquitto_sub --insecure` does; who issued it still counts.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, TlsError> {
        let verified =
            self.0
                .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        match verified {
            // The name is looked at last, when all else is in order.
            Err(TlsError::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            verified => verified,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0
            .verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, TlsError> {
        self.0
            .verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

/// Adds to `error` why there is no TLS, and what can be done.
pub(super) fn explain(error: Error, why: &TlsError) -> Error {
    use rustls::AlertDescription::{
        BadCertificate, CertificateRequired, CertificateUnknown, HandshakeFailure, UnknownCA,
    };
    let error = error.cause(why);
    match why {
        TlsError::InvalidCertificate(CertificateError::UnknownIssuer) => {
            error.hint("nobody trusted has issued its certificate; name who has with --cafile FILE")
        }
        TlsError::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => error.hint("use a name that the certificate has, or --insecure to take any name"),
        TlsError::InvalidCertificate(
            CertificateError::Expired | CertificateError::ExpiredContext { .. },
        ) => error.hint("the broker needs a new certificate; is the clock of this machine right?"),
        TlsError::InvalidMessage(_) => {
            error.hint("what answers there does not speak TLS; without TLS it is mqtt:// or ws://")
        }
        TlsError::AlertReceived(
            CertificateRequired | BadCertificate | CertificateUnknown | UnknownCA
            | HandshakeFailure,
        ) => error.hint("the broker may want a client certificate: --cert FILE --key FILE"),
        _ => error,
    }
}
