//! How to talk to an endpoint.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// How to talk to an endpoint.
#[derive(Clone)]
pub struct Options {
    /// The token that says who calls.
    pub token: Option<String>,
    /// A PEM file with the certificates to trust, instead of the system's.
    pub cacert: Option<PathBuf>,
    /// A PEM file with the certificate to show; it goes with `key`.
    pub cert: Option<PathBuf>,
    /// A PEM file with its private key.
    pub key: Option<PathBuf>,
    /// Whether any certificate is trusted.
    pub insecure: bool,
    /// How long the beginning of an answer may take, connecting included.
    pub timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            token: None,
            cacert: None,
            cert: None,
            key: None,
            insecure: false,
            timeout: Duration::from_secs(5),
        }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Options")
            .field("token", &self.token.as_ref().map(|_| "***"))
            .field("cacert", &self.cacert)
            .field("cert", &self.cert)
            .field("key", &self.key)
            .field("insecure", &self.insecure)
            .field("timeout", &self.timeout)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_is_not_shown() {
        let options = Options {
            token: Some("very-secret".to_owned()),
            ..Options::default()
        };
        assert!(!format!("{options:?}").contains("very-secret"));
    }
}
