//! Stored passwords: recognised by their form, checked, and made. Nothing here knows whose they are.

mod digest;
mod mosquitto;

use std::fmt;

use argon2::password_hash::phc::PasswordHash as Phc;
use argon2::{Argon2, PasswordHasher as _, PasswordVerifier as _};
use gmqtt_config::PasswordHash;

use self::digest::Digest;
use self::mosquitto::Salted;

/// A password as it is stored.
#[derive(Clone)]
pub(crate) enum StoredPassword {
    /// The password itself.
    Plain(Box<str>),
    /// `md5` and `sha256` of the bare password, in hex, as the Go broker stores them.
    Digest(Digest),
    /// Mosquitto's `$6$` and `$7$`.
    Salted(Salted),
    /// `$2a$`, `$2b$`, `$2x$` and `$2y$`.
    Bcrypt(Box<str>),
    /// `$argon2id$` and its kin, as PHC strings.
    Argon2(Box<Phc>),
}

/// Why a stored password cannot be used, or a new one cannot be stored.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidPassword(pub(crate) String);

impl StoredPassword {
    /// Reads what stands in a password file. What has no form of a hash is a password as it is.
    ///
    /// # Errors
    /// When it begins like a hash and is none, or one that would take too long or too much memory to check.
    pub(crate) fn recognise(text: &str) -> Result<Self, InvalidPassword> {
        let invalid = |what: &str| Err(InvalidPassword(what.to_owned()));
        if let Some(digest) = Digest::from_hex(text) {
            return Ok(Self::Digest(digest));
        }
        let scheme = text.strip_prefix('$').and_then(|rest| rest.split_once('$'));
        match scheme.map(|(scheme, _)| scheme) {
            Some("6" | "7") => Salted::parse(text).map(Self::Salted),
            Some("2a" | "2b" | "2x" | "2y") => match text.parse::<bcrypt::HashParts>() {
                Ok(parts) if parts.get_cost() > MOST_BCRYPT_COST => invalid(
                    "the cost of this bcrypt hash is above 20: it would take minutes to check",
                ),
                Ok(_) => Ok(Self::Bcrypt(text.into())),
                Err(_) => invalid("this begins like a bcrypt hash and is none"),
            },
            Some(scheme) if scheme.starts_with("argon2") => match Phc::new(text) {
                Ok(hash) if hash.hash.is_some() && is_bearable(&hash) => {
                    Ok(Self::Argon2(Box::new(hash)))
                }
                Ok(hash) if hash.hash.is_some() => invalid(
                    "the parameters of this argon2 hash are wrong, or above 1 GiB, 64 passes or 64 lanes",
                ),
                _ => invalid("this begins like an argon2 hash and is none"),
            },
            _ => Ok(Self::Plain(text.into())),
        }
    }

    /// Whether `password` is the one that is stored. It takes as long for a wrong one as for the right one.
    pub(crate) fn verify(&self, password: &[u8]) -> bool {
        match self {
            Self::Plain(text) => digest::same_text(text.as_bytes(), password),
            Self::Digest(digest) => digest.verify(password),
            Self::Salted(salted) => salted.verify(password),
            Self::Bcrypt(text) => bcrypt::verify(password, text).unwrap_or(false),
            Self::Argon2(hash) => Argon2::default().verify_password(password, &**hash).is_ok(),
        }
    }

    /// Whether checking it takes so long that it must not be done between packets.
    pub(crate) const fn is_slow(&self) -> bool {
        matches!(self, Self::Salted(_) | Self::Bcrypt(_) | Self::Argon2(_))
    }

    /// Whether it is easier to guess than what `hash` stores.
    pub(crate) const fn is_weaker_than(&self, hash: PasswordHash) -> bool {
        let own = match self {
            Self::Plain(_) => 0,
            Self::Digest(Digest::Md5(_)) => 1,
            Self::Digest(Digest::Sha256(_)) => 2,
            Self::Salted(salted) => salted.strength(),
            Self::Bcrypt(_) => 5,
            Self::Argon2(_) => 6,
        };
        let wanted = match hash {
            PasswordHash::Plain => 0,
            PasswordHash::Md5 => 1,
            PasswordHash::Sha256 => 2,
            PasswordHash::Bcrypt => 5,
            PasswordHash::Argon2id => 6,
        };
        own < wanted
    }

    /// The name of its kind, for people.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Plain(_) => "plain",
            Self::Digest(Digest::Md5(_)) => "md5",
            Self::Digest(Digest::Sha256(_)) => "sha256",
            Self::Salted(salted) => salted.kind(),
            Self::Bcrypt(_) => "bcrypt",
            Self::Argon2(hash) => match hash.algorithm.as_str() {
                "argon2id" => "argon2id",
                "argon2i" => "argon2i",
                _ => "argon2d",
            },
        }
    }
}

/// Secrets stay out of logs.
impl fmt::Debug for StoredPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

/// What to store for `password`. It takes as long as one check.
///
/// # Errors
/// When this kind cannot hold this password.
pub(crate) fn store(password: &[u8], hash: PasswordHash) -> Result<String, InvalidPassword> {
    let invalid = |what: &str| InvalidPassword(what.to_owned());
    match hash {
        PasswordHash::Argon2id => Argon2::default()
            .hash_password(password)
            .map(|hash| hash.to_string())
            .map_err(|error| InvalidPassword(format!("argon2id: {error}"))),
        PasswordHash::Bcrypt => bcrypt::non_truncating_hash(password, BCRYPT_COST)
            .map_err(|_| invalid("bcrypt takes passwords of up to 71 bytes")),
        PasswordHash::Sha256 => Ok(Digest::sha256(password).to_hex()),
        PasswordHash::Md5 => Ok(Digest::md5(password).to_hex()),
        PasswordHash::Plain => {
            let text = std::str::from_utf8(password)
                .ok()
                .filter(|text| !text.chars().any(char::is_control))
                .ok_or_else(|| {
                    invalid("a password that is stored as it is must be printable text")
                })?;
            match StoredPassword::recognise(text) {
                Ok(StoredPassword::Plain(_)) => Ok(text.to_owned()),
                _ => Err(invalid(
                    "this password looks like a hash and cannot be stored as it is",
                )),
            }
        }
    }
}

/// Whether it can be checked within seconds and without exhausting the memory.
fn is_bearable(hash: &Phc) -> bool {
    argon2::Params::try_from(hash).is_ok_and(|params| {
        params.m_cost() <= 1024 * 1024 && params.t_cost() <= 64 && params.p_cost() <= 64
    })
}

/// Some 60 ms of a processor.
const BCRYPT_COST: u32 = 10;
/// Some minute of a processor.
const MOST_BCRYPT_COST: u32 = 20;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [PasswordHash; 5] = [
        PasswordHash::Plain,
        PasswordHash::Md5,
        PasswordHash::Sha256,
        PasswordHash::Bcrypt,
        PasswordHash::Argon2id,
    ];

    fn recognised(text: &str) -> StoredPassword {
        StoredPassword::recognise(text).unwrap()
    }

    #[test]
    fn what_is_stored_is_recognised_and_lets_in_its_password_only() {
        for hash in ALL {
            let text = store(b"secret", hash).unwrap();
            let stored = recognised(&text);
            assert_eq!(stored.kind(), hash.as_str());
            assert!(stored.verify(b"secret"), "{hash}");
            for wrong in [&b"secre"[..], b"secrets", b"Secret", b"", text.as_bytes()] {
                assert!(!stored.verify(wrong) || hash == PasswordHash::Plain && wrong == b"secret");
            }
            assert!(!stored.is_weaker_than(hash));
        }
    }

    /// The hash that the original's README shows.
    #[test]
    fn the_hashes_of_the_go_broker_are_read() {
        for (text, password, kind) in [
            ("20a0db53bc1881a7f739cd956b740039", "user1pass", "md5"),
            ("20A0DB53BC1881A7F739CD956B740039", "user1pass", "md5"),
            (
                "5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8",
                "password",
                "sha256",
            ),
            (
                "$2a$04$EN/h3h2bnXRuVOJVMqYjneNMAewrTgEtJGIY/YbQJIlUWLNNPyuWK",
                "x",
                "bcrypt",
            ),
            ("hunter2", "hunter2", "plain"),
        ] {
            let stored = recognised(text);
            assert_eq!(stored.kind(), kind);
            if kind != "bcrypt" {
                assert!(
                    stored.verify(password.as_bytes()) && !stored.verify(b"wrong"),
                    "{text}"
                );
            }
        }
        let bcrypt = bcrypt::hash("pässword", 4).unwrap();
        assert!(recognised(&bcrypt).verify("pässword".as_bytes()));
    }

    #[test]
    fn a_hash_that_is_broken_or_too_expensive_is_told() {
        let salt = "c29tZXNhbHQ";
        let hash = "A".repeat(43);
        for text in [
            "$2b$10$short".to_owned(),
            format!("$2b$21${}", "a".repeat(53)),
            "$argon2id$v=19$m=1,t=1,p=1$x$y".to_owned(),
            format!("$argon2id$v=19$m=4194304,t=1,p=1${salt}${hash}"),
            format!("$argon2id$v=19$m=65536,t=1000,p=1${salt}${hash}"),
            "$6$x$y".to_owned(),
            "$7$0$c2FsdA==$aGFzaA==".to_owned(),
        ] {
            assert!(StoredPassword::recognise(&text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_plain_password_cannot_pass_for_a_hash() {
        let md5 = store(b"x", PasswordHash::Md5).unwrap();
        for password in [md5.as_bytes(), b"$6$a$b", b"a\nb", b"\xff"] {
            assert!(store(password, PasswordHash::Plain).is_err());
        }
        assert!(!recognised(&md5).verify(md5.as_bytes()));
        assert!(store(b"$money", PasswordHash::Plain).is_ok());
    }

    #[test]
    fn a_password_that_bcrypt_would_cut_is_refused() {
        assert!(store(&[b'a'; 71], PasswordHash::Bcrypt).is_ok());
        assert!(store(&[b'a'; 80], PasswordHash::Bcrypt).is_err());
    }

    #[test]
    fn weaker_forms_are_known() {
        let md5 = recognised(&store(b"x", PasswordHash::Md5).unwrap());
        assert!(
            md5.is_weaker_than(PasswordHash::Argon2id) && !md5.is_weaker_than(PasswordHash::Plain)
        );
    }

    #[test]
    fn nothing_shows_a_stored_password() {
        assert_eq!(format!("{:?}", recognised("hunter2")), "plain");
    }

    proptest! {
        #[test]
        fn any_text_is_recognised_or_refused(text in "(\\$(2b|6|7|argon2id|x)\\$)?[ -~]{0,60}") {
            if let Ok(StoredPassword::Plain(plain)) = StoredPassword::recognise(&text) {
                prop_assert_eq!(&*plain, text.as_str());
            }
        }

        #[test]
        fn any_password_survives_a_digest(password in proptest::collection::vec(any::<u8>(), 0..80), other in proptest::collection::vec(any::<u8>(), 0..80)) {
            for hash in [PasswordHash::Md5, PasswordHash::Sha256] {
                let stored = StoredPassword::recognise(&store(&password, hash).unwrap()).unwrap();
                prop_assert!(stored.verify(&password));
                prop_assert_eq!(stored.verify(&other), password == other);
            }
        }
    }
}
