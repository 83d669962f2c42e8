//! What is stored in place of a password so that its owner can prove to know it.

use std::fmt;
use std::num::NonZeroU32;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_lc_rs::pbkdf2::{self, PBKDF2_HMAC_SHA256};
use aws_lc_rs::rand;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::{METHOD, prepared};
use crate::hash::InvalidPassword;

/// The keys of one user, made from the password with a salt.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Verifier {
    pub(super) iterations: NonZeroU32,
    pub(super) salt: Box<[u8]>,
    pub(super) stored_key: [u8; 32],
    pub(super) server_key: [u8; 32],
}

impl Verifier {
    /// Makes one for a password, with a salt of its own. Slow, as the iterations ask.
    ///
    /// # Errors
    /// When the system has no random bytes.
    pub(crate) fn new(password: &[u8], iterations: NonZeroU32) -> Result<Self, InvalidPassword> {
        let mut salt = [0; 16];
        rand::fill(&mut salt)
            .map_err(|_| InvalidPassword("the system has no random bytes".to_owned()))?;
        Ok(Self::with_salt(password, iterations, &salt))
    }

    pub(super) fn with_salt(password: &[u8], iterations: NonZeroU32, salt: &[u8]) -> Self {
        let salted = salted_password(password, iterations, salt);
        let client_key = sign(&salted, b"Client Key");
        Self {
            iterations,
            salt: salt.into(),
            stored_key: sha256(&client_key),
            server_key: sign(&salted, b"Server Key"),
        }
    }

    /// What a user that does not exist, or has no keys, is shown: the same salt each time, and keys that nobody has.
    pub(crate) fn pretended(secret: &[u8; 32], username: &str, iterations: NonZeroU32) -> Self {
        let seed = |what: &[u8]| sign(secret, &[what, username.as_bytes()].concat());
        Self {
            iterations,
            salt: seed(b"salt")[..16].into(),
            stored_key: seed(b"stored"),
            server_key: seed(b"server"),
        }
    }

    /// Reads `SCRAM-SHA-256$ITERATIONS:SALT$STORED-KEY:SERVER-KEY`, salt and keys in base64.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidPassword> {
        let read = || {
            let rest = text.strip_prefix(METHOD)?.strip_prefix('$')?;
            let (first, second) = rest.split_once('$')?;
            let (iterations, salt) = first.split_once(':')?;
            let (stored, server) = second.split_once(':')?;
            let key = |text: &str| <[u8; 32]>::try_from(BASE64_STANDARD.decode(text).ok()?).ok();
            let verifier = Self {
                iterations: iterations.parse().ok()?,
                salt: BASE64_STANDARD.decode(salt).ok()?.into(),
                stored_key: key(stored)?,
                server_key: key(server)?,
            };
            (!verifier.salt.is_empty()).then_some(verifier)
        };
        read().ok_or_else(|| {
            let form = format!("`scram` must be {METHOD}$ITERATIONS:SALT$STORED-KEY:SERVER-KEY, the last three in base64");
            InvalidPassword(form)
        })
    }

    /// What [`Verifier::parse`] reads.
    pub(crate) fn to_text(&self) -> String {
        let [salt, stored, server] = [&self.salt[..], &self.stored_key, &self.server_key]
            .map(|bytes| BASE64_STANDARD.encode(bytes));
        format!("{METHOD}${}:{salt}${stored}:{server}", self.iterations)
    }
}

/// Secrets stay out of logs.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{METHOD} with {} iterations", self.iterations)
    }
}

/// `SaltedPassword` of the RFC.
pub(super) fn salted_password(password: &[u8], iterations: NonZeroU32, salt: &[u8]) -> [u8; 32] {
    let prepared = std::str::from_utf8(password).ok().map(prepared);
    let password = prepared.as_ref().map_or(password, |text| text.as_bytes());
    let mut salted = [0; 32];
    pbkdf2::derive(PBKDF2_HMAC_SHA256, iterations, salt, password, &mut salted);
    salted
}

pub(super) fn sign(key: &[u8], message: &[u8]) -> [u8; 32] {
    let mut signature = [0; 32];
    let key = hmac::Key::new(HMAC_SHA256, key);
    signature.copy_from_slice(hmac::sign(&key, message).as_ref());
    signature
}

pub(super) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut hash = [0; 32];
    hash.copy_from_slice(digest(&SHA256, bytes).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FEW: NonZeroU32 = NonZeroU32::new(7).unwrap();

    #[test]
    fn the_text_of_a_verifier_is_read_again() {
        let verifier = Verifier::new(b"pencil", FEW).unwrap();
        assert_eq!(Verifier::parse(&verifier.to_text()), Ok(verifier));
    }

    #[test]
    fn two_verifiers_of_one_password_differ() {
        let [one, other] = [(); 2].map(|()| Verifier::new(b"pencil", FEW).unwrap());
        assert_ne!(one.stored_key, other.stored_key);
    }

    #[test]
    fn a_pretended_verifier_stays_the_same() {
        let pretended = |name| Verifier::pretended(&[7; 32], name, FEW);
        assert_eq!(pretended("a"), pretended("a"));
        assert_ne!(pretended("a").salt, pretended("b").salt);
    }

    #[test]
    fn passwords_are_prepared() {
        let key =
            |password: &str| Verifier::with_salt(password.as_bytes(), FEW, b"salt").stored_key;
        assert_eq!(key("I\u{ad}X"), key("IX"));
        assert_eq!(key("\u{2168}"), key("IX"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(SCRAM-SHA-256\\$)?[0-9A-Za-z:$=+/]{0,80}") {
            if let Ok(verifier) = Verifier::parse(&text) {
                prop_assert_eq!(Verifier::parse(&verifier.to_text()), Ok(verifier));
            }
        }
    }
}
