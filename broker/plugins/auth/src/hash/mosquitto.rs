//! The salted hashes of mosquitto_passwd: `$6$SALT$HASH` and `$7$ITERATIONS$SALT$HASH`, salt and hash in base64.

use std::num::NonZeroU32;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{Context, SHA512};
use aws_lc_rs::pbkdf2::{self, PBKDF2_HMAC_SHA512};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::InvalidPassword;

/// A salted hash of mosquitto's.
#[derive(Clone)]
pub(crate) struct Salted {
    /// `None`: SHA-512 of the password and the salt (`$6$`). Else PBKDF2 with this many rounds (`$7$`).
    rounds: Option<NonZeroU32>,
    salt: Box<[u8]>,
    hash: Box<[u8]>,
}

impl Salted {
    pub(super) fn parse(text: &str) -> Result<Self, InvalidPassword> {
        let invalid = |what: &str| InvalidPassword(what.to_owned());
        let mut parts = text.split('$').skip(1);
        let rounds = match parts.next() {
            Some("6") => None,
            _ => {
                let rounds: Option<NonZeroU32> = parts.next().and_then(|text| text.parse().ok());
                let rounds = rounds
                    .ok_or_else(|| invalid("a hash of the form $7$ needs a number of rounds"))?;
                if rounds.get() > MOST_ROUNDS {
                    return Err(invalid(
                        "this hash has more than ten million rounds: it would take too long to check",
                    ));
                }
                Some(rounds)
            }
        };
        let mut bytes = || {
            let text = parts.next()?;
            BASE64_STANDARD.decode(text).ok().map(Vec::into_boxed_slice)
        };
        match (bytes(), bytes(), parts.next()) {
            (Some(salt), Some(hash), None) if hash.len() == HASH_LENGTH && !salt.is_empty() => {
                Ok(Self { rounds, salt, hash })
            }
            _ => Err(invalid(
                "this begins like a hash of mosquitto_passwd and is none",
            )),
        }
    }

    pub(super) fn verify(&self, password: &[u8]) -> bool {
        match self.rounds {
            None => {
                let mut context = Context::new(&SHA512);
                context.update(password);
                context.update(&self.salt);
                verify_slices_are_equal(context.finish().as_ref(), &self.hash).is_ok()
            }
            Some(rounds) => {
                pbkdf2::verify(PBKDF2_HMAC_SHA512, rounds, &self.salt, password, &self.hash).is_ok()
            }
        }
    }

    pub(super) const fn strength(&self) -> u8 {
        match self.rounds {
            None => 3,
            Some(_) => 4,
        }
    }

    pub(super) const fn kind(&self) -> &'static str {
        match self.rounds {
            None => "sha512",
            Some(_) => "sha512-pbkdf2",
        }
    }
}

/// Of SHA-512.
const HASH_LENGTH: usize = 64;
/// Some ten seconds of a processor.
const MOST_ROUNDS: u32 = 10_000_000;
