//! Unsalted digests in hex, as the Go broker stores passwords, and comparing texts without telling how far they agree.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use md5::Digest as _;

/// A digest of a bare password.
#[derive(Clone)]
pub(crate) enum Digest {
    Md5([u8; 16]),
    Sha256([u8; 32]),
}

impl Digest {
    /// 32 hex digits are MD5, 64 are SHA-256.
    pub(super) fn from_hex(text: &str) -> Option<Self> {
        match text.len() {
            32 => bytes_of(text).map(Self::Md5),
            64 => bytes_of(text).map(Self::Sha256),
            _ => None,
        }
    }

    pub(super) fn md5(password: &[u8]) -> Self {
        Self::Md5(md5::Md5::digest(password).into())
    }

    pub(super) fn sha256(password: &[u8]) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(digest(&SHA256, password).as_ref());
        Self::Sha256(bytes)
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Md5(bytes) => bytes,
            Self::Sha256(bytes) => bytes,
        }
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        let other = match self {
            Self::Md5(_) => Self::md5(password),
            Self::Sha256(_) => Self::sha256(password),
        };
        verify_slices_are_equal(self.bytes(), other.bytes()).is_ok()
    }

    /// In lower case.
    pub(super) fn to_hex(&self) -> String {
        let digits =
            |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)]));
        self.bytes().iter().flat_map(digits).collect()
    }
}

/// Whether two texts are the same; how long it takes depends on their lengths only.
pub(crate) fn same_text(a: &[u8], b: &[u8]) -> bool {
    let (a, b) = (digest(&SHA256, a), digest(&SHA256, b));
    verify_slices_are_equal(a.as_ref(), b.as_ref()).is_ok()
}

fn bytes_of<const N: usize>(text: &str) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |c: u8| {
            char::from(c)
                .to_digit(16)
                .and_then(|digit| u8::try_from(digit).ok())
        };
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

const HEX: &[u8; 16] = b"0123456789abcdef";
