//! The exchange, as the broker sees it.
//!
//! ```text
//! client                                   broker
//!   n,,n=user,r=NONCE            ------>            ClientFirst, then Server::new
//!                                <------   r=NONCE+OURS,s=SALT,i=ITERATIONS
//!   c=biws,r=NONCE+OURS,p=PROOF  ------>            Server::finish
//!                                <------   v=SIGNATURE
//! ```

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Verifier;
use super::message::{ClientFinal, ClientFirst};
use super::verifier::{sha256, sign};

/// Why an exchange comes to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failed {
    /// The client did not send what SCRAM asks for.
    Malformed,
    /// It did not prove to know the password, or wants to be somebody else.
    Refused,
}

/// The broker's side between its question and the client's proof.
pub(crate) struct Server {
    first: ClientFirst,
    verifier: Verifier,
    nonce: String,
    question: String,
}

impl Server {
    /// Asks for a proof. `ours` are random bytes that were never used before.
    pub(crate) fn new(first: ClientFirst, verifier: Verifier, ours: &[u8; 18]) -> Self {
        let nonce = format!("{}{}", first.nonce, BASE64_STANDARD.encode(ours));
        let salt = BASE64_STANDARD.encode(&verifier.salt);
        let question = format!("r={nonce},s={salt},i={}", verifier.iterations);
        Self {
            first,
            verifier,
            nonce,
            question,
        }
    }

    /// The user that has to prove something.
    pub(crate) fn username(&self) -> &str {
        &self.first.username
    }

    /// What the client is to be sent.
    pub(crate) fn question(&self) -> &str {
        &self.question
    }

    /// Checks the proof. What comes back tells the client that the broker knows the password's keys as well.
    pub(crate) fn finish(&self, data: &[u8]) -> Result<String, Failed> {
        let last = ClientFinal::parse(data)?;
        if last.nonce != self.nonce || last.channel_binding != self.first.gs2_header.as_bytes() {
            return Err(Failed::Malformed);
        }
        let everything = format!(
            "{},{},{}",
            self.first.bare, self.question, last.without_proof
        );
        let mut client_key = sign(&self.verifier.stored_key, everything.as_bytes());
        for (byte, proof) in client_key.iter_mut().zip(last.proof) {
            *byte ^= proof;
        }
        verify_slices_are_equal(&sha256(&client_key), &self.verifier.stored_key)
            .map_err(|_| Failed::Refused)?;
        let signature = sign(&self.verifier.server_key, everything.as_bytes());
        Ok(format!("v={}", BASE64_STANDARD.encode(signature)))
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use proptest::prelude::*;

    use super::super::verifier::salted_password;
    use super::*;

    /// The example of RFC 7677, section 3.
    const FIRST: &str = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    const NONCE: &str = "rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    const SALT: &str = "W22ZaJ0SNY7soEsUEjb6gQ==";
    const FINAL: &str = "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";

    fn example() -> Server {
        let salt = BASE64_STANDARD.decode(SALT).unwrap();
        Server {
            first: ClientFirst::parse(FIRST.as_bytes()).unwrap(),
            verifier: Verifier::with_salt(b"pencil", NonZeroU32::new(4096).unwrap(), &salt),
            nonce: NONCE.to_owned(),
            question: format!("r={NONCE},s={SALT},i=4096"),
        }
    }

    #[test]
    fn the_example_of_the_rfc_goes_as_printed() {
        assert_eq!(
            example().finish(FINAL.as_bytes()).unwrap(),
            "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="
        );
    }

    #[test]
    fn every_part_of_the_final_message_counts() {
        for (from, to, failed) in [
            ("c=biws", "c=eSws", Failed::Malformed),
            ("$k0", "$k1", Failed::Malformed),
            ("p=dHz", "p=eHz", Failed::Refused),
            (",p=", ",x=y,p=", Failed::Refused),
        ] {
            assert_eq!(
                example().finish(FINAL.replacen(from, to, 1).as_bytes()),
                Err(failed),
                "{to}"
            );
        }
    }

    /// What a client sends last.
    fn answer(question: &str, first_bare: &str, password: &str) -> String {
        let part = |index: usize| &question.split(',').nth(index).unwrap()[2..];
        let salt = BASE64_STANDARD.decode(part(1)).unwrap();
        let salted = salted_password(password.as_bytes(), part(2).parse().unwrap(), &salt);
        let client_key = sign(&salted, b"Client Key");
        let without_proof = format!("c=biws,r={}", part(0));
        let everything = format!("{first_bare},{question},{without_proof}");
        let mut proof = sign(&sha256(&client_key), everything.as_bytes());
        proof
            .iter_mut()
            .zip(client_key)
            .for_each(|(byte, key)| *byte ^= key);
        format!("{without_proof},p={}", BASE64_STANDARD.encode(proof))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn who_knows_the_password_gets_in_and_nobody_else(
            password in "[ -~]{1,20}", other in "[ -~]{1,20}", ours in any::<[u8; 18]>(), nonce in "[a-zA-Z0-9]{1,30}"
        ) {
            let verifier = Verifier::new(password.as_bytes(), NonZeroU32::new(3).unwrap()).unwrap();
            let bare = format!("n=user,r={nonce}");
            let first = ClientFirst::parse(format!("n,,{bare}").as_bytes()).unwrap();
            let server = Server::new(first, verifier, &ours);
            let finished = |password: &str| server.finish(answer(server.question(), &bare, password).as_bytes());
            prop_assert!(finished(&password).is_ok());
            prop_assert_eq!(finished(&other).is_ok(), password == other);
        }
    }
}
