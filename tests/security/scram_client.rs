//! The client's side of SCRAM-SHA-256, as RFC 5802 and RFC 7677 say.

use std::num::NonZeroU32;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::hmac::{self, HMAC_SHA256};
use aws_lc_rs::pbkdf2::{self, PBKDF2_HMAC_SHA256};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// A user who wants in.
pub(super) struct ScramClient {
    first_bare: String,
    password: String,
}

impl ScramClient {
    pub(super) fn new(username: &str, password: &str) -> Self {
        Self {
            first_bare: format!("n={username},r=fyko+d2lbbFgONRv9qkxdawL"),
            password: password.to_owned(),
        }
    }

    /// The first message.
    pub(super) fn first(&self) -> String {
        format!("n,,{}", self.first_bare)
    }

    /// The final message, and what the broker has to answer.
    #[track_caller]
    pub(super) fn last(&self, question: &[u8]) -> (String, String) {
        let question = std::str::from_utf8(question).expect("text");
        let part = |key: &str| {
            let mut parts = question.split(',');
            parts
                .find_map(|part| part.strip_prefix(key))
                .unwrap_or_else(|| panic!("no {key} in {question}"))
        };
        let salt = BASE64_STANDARD.decode(part("s=")).expect("base64");
        let iterations: NonZeroU32 = part("i=").parse().expect("a number");
        let mut salted = [0; 32];
        pbkdf2::derive(
            PBKDF2_HMAC_SHA256,
            iterations,
            &salt,
            self.password.as_bytes(),
            &mut salted,
        );
        let client_key = sign(&salted, b"Client Key");
        let stored_key = digest(&SHA256, &client_key);
        let without_proof = format!("c=biws,r={}", part("r="));
        let everything = format!("{},{question},{without_proof}", self.first_bare);
        let mut proof = sign(stored_key.as_ref(), everything.as_bytes());
        proof
            .iter_mut()
            .zip(&client_key)
            .for_each(|(byte, key)| *byte ^= key);
        let signature = sign(&sign(&salted, b"Server Key"), everything.as_bytes());
        (
            format!("{without_proof},p={}", BASE64_STANDARD.encode(proof)),
            format!("v={}", BASE64_STANDARD.encode(signature)),
        )
    }
}

fn sign(key: &[u8], message: &[u8]) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(HMAC_SHA256, key), message)
        .as_ref()
        .to_vec()
}
