//! Showing that a node knows the cluster secret, without saying it: an HMAC over both names, both runs and both nonces.
//!
//! With TLS this comes on top of certificates; without (`insecure`) it is what keeps strangers out, but not who can change what is on
//! the wire.

use aws_lc_rs::error::Unspecified;
use aws_lc_rs::hmac::{HMAC_SHA256, Key, sign, verify};
use aws_lc_rs::rand;

use super::message::{Hello, Nonce};
use crate::Run;
use crate::secret::ClusterSecret;

const PURPOSE: &[u8] = b"gmqtt link 1";

/// Who shows it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    /// The node that connects.
    Dials,
    /// The node that is connected to.
    Accepts,
}

/// Makes proofs and looks at them.
#[derive(Debug, Clone)]
pub(crate) struct Prover(Key);

/// What a proof is for: this meeting and no other.
#[derive(Debug, Clone)]
pub(crate) struct Meeting {
    pub(crate) hello: Hello,
    /// The run of the node that is connected to.
    pub(crate) run: Run,
    /// Its nonce.
    pub(crate) nonce: Nonce,
}

impl Prover {
    /// # Errors
    /// Never, with keys of this length.
    pub(crate) fn new(secret: &ClusterSecret) -> Result<Self, Unspecified> {
        let key = secret.key(&[], PURPOSE)?;
        Ok(Self(Key::new(HMAC_SHA256, &key)))
    }

    pub(crate) fn prove(&self, meeting: &Meeting, side: Side) -> [u8; 32] {
        let mut proof = [0; 32];
        let tag = sign(&self.0, &words(meeting, side));
        proof.copy_from_slice(tag.as_ref());
        proof
    }

    pub(crate) fn holds(&self, meeting: &Meeting, side: Side, proof: &[u8]) -> bool {
        verify(&self.0, &words(meeting, side), proof).is_ok()
    }
}

/// # Errors
/// When the system has no random bytes.
pub(crate) fn nonce() -> Result<Nonce, Unspecified> {
    let mut nonce = [0; 32];
    rand::fill(&mut nonce)?;
    Ok(nonce)
}

fn words(meeting: &Meeting, side: Side) -> Vec<u8> {
    let Meeting { hello, run, nonce } = meeting;
    let mut words = vec![match side {
        Side::Dials => 0,
        Side::Accepts => 1,
    }];
    words.extend_from_slice(&hello.version.to_be_bytes());
    words.extend_from_slice(&hello.run.0.to_be_bytes());
    words.extend_from_slice(&run.0.to_be_bytes());
    words.extend_from_slice(&hello.nonce);
    words.extend_from_slice(nonce);
    for name in [&hello.from, &hello.to] {
        words.extend_from_slice(&(name.len() as u64).to_be_bytes());
        words.extend_from_slice(name.as_bytes());
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proof_holds_for_one_meeting_one_side_and_one_secret() {
        let prover = |secret: &str| Prover::new(&ClusterSecret::new(secret.as_bytes())).unwrap();
        let meeting = Meeting {
            hello: Hello {
                version: 1,
                run: Run(1),
                nonce: [1; 32],
                from: "a".into(),
                to: "b".into(),
            },
            run: Run(2),
            nonce: [2; 32],
        };
        let ours = prover("ours");
        let proof = ours.prove(&meeting, Side::Dials);
        assert!(ours.holds(&meeting, Side::Dials, &proof));
        assert!(!ours.holds(&meeting, Side::Accepts, &proof));
        assert!(!prover("theirs").holds(&meeting, Side::Dials, &proof));
        let mut others = vec![meeting.clone(); 5];
        others[0].run = Run(3);
        others[1].nonce[31] = 0;
        others[2].hello.nonce[0] = 0;
        others[3].hello.run = Run(3);
        (others[4].hello.from, others[4].hello.to) = ("ab".into(), "".into());
        for other in others {
            assert!(!ours.holds(&other, Side::Dials, &proof), "{other:?}");
        }
    }
}
