//! Passwords that nobody has to think of.

use rustls::crypto::aws_lc_rs;

use crate::{error::Error, exit::Exit};

/// Letters and digits, without those that are taken for one another.
const ALPHABET: &[u8; 56] = b"23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
const GROUPS: usize = 4;
const GROUP: usize = 4;

/// A password like `Jm3x-8pTq-8VnW-2sKd`: 16 of 56 characters, 92 bits.
pub(super) fn generate() -> Result<String, Error> {
    let mut password = String::with_capacity(GROUPS * (GROUP + 1));
    let mut letters = 0;
    while letters < GROUPS * GROUP {
        let mut bytes = [0_u8; 32];
        let source = aws_lc_rs::default_provider().secure_random;
        source.fill(&mut bytes).map_err(|_| {
            Error::new(Exit::Failed, "cannot make a password")
                .cause("the system has no random bytes")
        })?;
        // What is left of 256 would make some letters likelier.
        let fair = bytes
            .iter()
            .filter(|byte| usize::from(**byte) < 256 / ALPHABET.len() * ALPHABET.len());
        for byte in fair.take(GROUPS * GROUP - letters) {
            if letters > 0 && letters.is_multiple_of(GROUP) {
                password.push('-');
            }
            password.push(char::from(ALPHABET[usize::from(*byte) % ALPHABET.len()]));
            letters += 1;
        }
    }
    Ok(password)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_four_groups_of_four_and_never_the_same() {
        let password = generate().unwrap();
        let groups: Vec<_> = password.split('-').collect();
        assert_eq!(groups.len(), GROUPS, "{password}");
        for group in groups {
            assert_eq!(group.len(), GROUP, "{password}");
            assert!(
                group.bytes().all(|byte| ALPHABET.contains(&byte)),
                "{password}"
            );
        }
        assert_ne!(password, generate().unwrap());
    }
}
