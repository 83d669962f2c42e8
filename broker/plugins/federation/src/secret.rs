//! The secret that the nodes of a cluster share, and the keys that are made of it.

use std::fmt;
use std::io;
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};

/// The secret of a cluster. Without one, keys are made of nothing: everybody can make them.
#[derive(Clone, Default)]
pub(crate) struct ClusterSecret(Arc<[u8]>);

impl ClusterSecret {
    pub(crate) fn new(secret: &[u8]) -> Self {
        Self(secret.into())
    }

    /// What a file holds, without white space around it.
    ///
    /// # Errors
    /// When it cannot be read, or holds nothing.
    pub(crate) fn read(path: &Path) -> io::Result<Self> {
        let bytes = std::fs::read(path)?;
        match bytes.trim_ascii() {
            [] => Err(io::Error::new(io::ErrorKind::InvalidData, "it is empty")),
            secret => Ok(Self::new(secret)),
        }
    }

    /// The key for one purpose; `salt` makes it another one.
    ///
    /// # Errors
    /// Never, with keys of this length.
    pub(crate) fn key(&self, salt: &[u8], purpose: &'static [u8]) -> Result<[u8; 32], Unspecified> {
        let mut key = [0; 32];
        Salt::new(HKDF_SHA256, salt)
            .extract(&self.0)
            .expand(&[purpose], KeyLength)?
            .fill(&mut key)?;
        Ok(key)
    }
}

impl fmt::Debug for ClusterSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClusterSecret")
    }
}

/// 32 bytes.
struct KeyLength;

impl KeyType for KeyLength {
    fn len(&self) -> usize {
        32
    }
}
