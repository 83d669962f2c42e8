//! Datagrams that only who has the cluster secret can read or make.
//!
//! ```text
//! datagram = version u8, sender [16], time u64, number u64, sealed, tag [16]
//! ```
//!
//! Each start of a node is a sender of its own, 16 random bytes, with a key of its own, made of the secret and these bytes
//! (HKDF-SHA256, AES-256-GCM). `number` counts its datagrams and is their nonce; `time` is in milliseconds since the Unix epoch. What
//! stands in front is authenticated too.
//!
//! A receiver refuses what was sealed with another secret, what it has had before, and what is so late that it cannot tell.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::error::Unspecified;
use aws_lc_rs::rand;

use crate::secret::ClusterSecret;

/// The version of the format.
const VERSION: u8 = 1;
/// The bytes in front.
const HEAD: usize = 1 + 16 + 8 + 8;
/// How far the clocks of two nodes may differ, with the way of a datagram, in milliseconds.
const LATE: u64 = 120_000;
/// Senders that are remembered; one that was not heard of for long goes first.
const MOST_SENDERS: usize = 4096;
/// How many numbers behind the newest one are told apart; older ones are refused.
const WINDOW: u64 = 128;

const PURPOSE: &[u8] = b"gmqtt gossip 1";

type SenderId = [u8; 16];

/// Why a datagram is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unsealed {
    /// It is no datagram of ours.
    Malformed,
    /// It was not sealed with the cluster secret, or was changed on its way.
    Secret,
    /// It has come before.
    Replayed,
    /// It is late, or the clocks of the nodes differ too much.
    Late,
}

impl Unsealed {
    pub(crate) const ALL: [Self; 4] = [Self::Malformed, Self::Secret, Self::Replayed, Self::Late];

    /// The label in metrics.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Secret => "wrong_secret",
            Self::Replayed => "replayed",
            Self::Late => "late",
        }
    }
}

/// How many datagrams were refused, by reason.
#[derive(Debug, Clone, Default)]
pub(crate) struct Refused(Arc<[AtomicU64; Unsealed::ALL.len()]>);

impl Refused {
    pub(crate) fn count(&self, why: Unsealed) -> u64 {
        self.0[why as usize].load(Ordering::Relaxed)
    }

    /// Counts one more; how many there were before.
    pub(crate) fn add(&self, why: Unsealed) -> u64 {
        self.0[why as usize].fetch_add(1, Ordering::Relaxed)
    }
}

/// Seals what this node sends.
pub(crate) struct Sealer {
    sender: SenderId,
    key: LessSafeKey,
    number: u64,
}

impl Sealer {
    /// # Errors
    /// When the system has no random bytes.
    pub(crate) fn new(secret: &ClusterSecret) -> Result<Self, Unspecified> {
        let mut sender = [0; 16];
        rand::fill(&mut sender)?;
        Ok(Self {
            key: key(secret, &sender)?,
            sender,
            number: 0,
        })
    }

    /// Seals a message at this moment, in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// When it is too long.
    pub(crate) fn seal(&mut self, message: &[u8], now: u64) -> Result<Vec<u8>, Unspecified> {
        self.number += 1;
        let mut datagram = Vec::with_capacity(HEAD + message.len() + AES_256_GCM.tag_len());
        datagram.push(VERSION);
        datagram.extend_from_slice(&self.sender);
        datagram.extend_from_slice(&now.to_be_bytes());
        datagram.extend_from_slice(&self.number.to_be_bytes());
        let head = Aad::from(datagram.clone());
        let mut sealed = message.to_vec();
        self.key
            .seal_in_place_append_tag(nonce(self.number), head, &mut sealed)?;
        datagram.append(&mut sealed);
        Ok(datagram)
    }
}

/// Opens what others have sealed.
pub(crate) struct Opener {
    secret: ClusterSecret,
    senders: HashMap<SenderId, Sender>,
}

/// Another node, since it started.
struct Sender {
    key: LessSafeKey,
    /// The highest number so far.
    newest: u64,
    /// Which of the numbers behind it have come: bit 0 is the newest.
    seen: u128,
    /// When it was heard of last.
    heard: u64,
}

impl Opener {
    pub(crate) fn new(secret: ClusterSecret) -> Self {
        Self {
            secret,
            senders: HashMap::new(),
        }
    }

    /// The message in a datagram that came at this moment, in milliseconds since the Unix epoch.
    ///
    /// # Errors
    /// Why it is refused.
    pub(crate) fn open<'d>(
        &mut self,
        datagram: &'d mut [u8],
        now: u64,
    ) -> Result<&'d [u8], Unsealed> {
        if datagram.len() < HEAD || datagram[0] != VERSION {
            return Err(Unsealed::Malformed);
        }
        let (head, sealed) = datagram.split_at_mut(HEAD);
        let head: &[u8] = head;
        let (sender, rest) = head[1..].split_at(size_of::<SenderId>());
        let sender = SenderId::try_from(sender).map_err(|_| Unsealed::Malformed)?;
        let (time, number) = rest.split_at(8);
        let (time, number) = (wide(time), wide(number));
        let known = self.senders.remove(&sender);
        let mut is_known = known.is_some();
        let mut known = match known {
            Some(known) => known,
            None => Sender::new(key(&self.secret, &sender).map_err(|_| Unsealed::Secret)?),
        };
        let opened = known
            .key
            .open_in_place(nonce(number), Aad::from(head), sealed);
        let result = match opened {
            Err(_) => Err(Unsealed::Secret),
            Ok(_) if time.abs_diff(now) > LATE => Err(Unsealed::Late),
            Ok(message) => {
                is_known = true;
                known.heard = now;
                known.note(number).map(|()| &*message)
            }
        };
        // Who does not know the secret leaves nothing behind.
        if is_known {
            self.keep(sender, known, now);
        }
        result
    }

    fn keep(&mut self, sender: SenderId, known: Sender, now: u64) {
        if self.senders.len() >= MOST_SENDERS {
            // What they have sent is late by now, should it come again.
            let silent = |heard: u64| now.saturating_sub(heard) > 2 * LATE;
            self.senders.retain(|_, sender| !silent(sender.heard));
            let oldest = self.senders.iter().min_by_key(|(_, sender)| sender.heard);
            if let Some(oldest) = oldest.map(|(id, _)| *id)
                && self.senders.len() >= MOST_SENDERS
            {
                self.senders.remove(&oldest);
            }
        }
        self.senders.insert(sender, known);
    }
}

impl Sender {
    const fn new(key: LessSafeKey) -> Self {
        Self {
            key,
            newest: 0,
            seen: 0,
            heard: 0,
        }
    }

    fn note(&mut self, number: u64) -> Result<(), Unsealed> {
        if number > self.newest {
            let by = u32::try_from(number - self.newest).unwrap_or(u32::MAX);
            self.seen = self.seen.checked_shl(by).unwrap_or(0) | 1;
            self.newest = number;
            return Ok(());
        }
        let behind = self.newest - number;
        let bit = 1_u128 << behind.min(WINDOW - 1);
        if behind >= WINDOW || self.seen & bit != 0 {
            return Err(Unsealed::Replayed);
        }
        self.seen |= bit;
        Ok(())
    }
}

fn key(secret: &ClusterSecret, sender: &SenderId) -> Result<LessSafeKey, Unspecified> {
    let key = secret.key(sender, PURPOSE)?;
    UnboundKey::new(&AES_256_GCM, &key).map(LessSafeKey::new)
}

fn nonce(number: u64) -> Nonce {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&number.to_be_bytes());
    Nonce::assume_unique_for_key(nonce)
}

/// Eight bytes as a number.
fn wide(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: u64 = 1_700_000_000_000;

    fn secret(text: &str) -> ClusterSecret {
        ClusterSecret::new(text.as_bytes())
    }

    fn pair() -> (Sealer, Opener) {
        let secret = secret("between us");
        (Sealer::new(&secret).unwrap(), Opener::new(secret))
    }

    #[test]
    fn what_was_sealed_is_opened_once() {
        let (mut sealer, mut opener) = pair();
        let datagram = sealer.seal(b"hello", NOW).unwrap();
        assert_eq!(opener.open(&mut datagram.clone(), NOW), Ok(&b"hello"[..]));
        assert_eq!(
            opener.open(&mut datagram.clone(), NOW),
            Err(Unsealed::Replayed)
        );
    }

    #[test]
    fn datagrams_may_overtake_each_other_within_a_window() {
        let (mut sealer, mut opener) = pair();
        let datagrams: Vec<_> = (0..300).map(|_| sealer.seal(b"", NOW).unwrap()).collect();
        let mut open = |at: usize| opener.open(&mut datagrams[at].clone(), NOW).map(|_| ());
        assert_eq!(open(150), Ok(()));
        assert_eq!(open(149), Ok(()));
        assert_eq!(open(149), Err(Unsealed::Replayed));
        assert_eq!(open(23), Ok(()));
        assert_eq!(open(22), Err(Unsealed::Replayed));
        assert_eq!(open(299), Ok(()));
        assert_eq!(open(150), Err(Unsealed::Replayed));
    }

    #[test]
    fn another_secret_opens_nothing() {
        let (mut sealer, _) = pair();
        let mut opener = Opener::new(secret("theirs"));
        let mut datagram = sealer.seal(b"hello", NOW).unwrap();
        assert_eq!(opener.open(&mut datagram, NOW), Err(Unsealed::Secret));
        assert!(opener.senders.is_empty());
    }

    #[test]
    fn what_is_late_is_refused_also_from_who_is_not_remembered() {
        let (mut sealer, mut opener) = pair();
        let datagram = sealer.seal(b"hello", NOW).unwrap();
        for time in [NOW + LATE + 1, NOW - LATE - 1] {
            let mut datagram = datagram.clone();
            assert_eq!(opener.open(&mut datagram, time), Err(Unsealed::Late));
        }
        assert!(opener.open(&mut datagram.clone(), NOW + LATE).is_ok());
    }

    #[test]
    fn senders_that_are_silent_make_room() {
        let secret = secret("between us");
        let mut opener = Opener::new(secret.clone());
        for _ in 0..MOST_SENDERS + 10 {
            let mut sealer = Sealer::new(&secret).unwrap();
            opener
                .open(&mut sealer.seal(b"", NOW).unwrap(), NOW)
                .unwrap();
        }
        assert_eq!(opener.senders.len(), MOST_SENDERS);
        let later = NOW + 2 * LATE + 1;
        let mut sealer = Sealer::new(&secret).unwrap();
        let mut datagram = sealer.seal(b"", later).unwrap();
        opener.open(&mut datagram, later).unwrap();
        assert_eq!(opener.senders.len(), 1);
    }

    proptest! {
        #[test]
        fn a_datagram_with_a_bit_changed_is_refused(
            message in prop::collection::vec(any::<u8>(), 0..100),
            at in any::<prop::sample::Index>(),
            bit in 0..8_u32,
        ) {
            let (mut sealer, mut opener) = pair();
            let mut datagram = sealer.seal(&message, NOW).unwrap();
            let at = at.index(datagram.len());
            datagram[at] ^= 1 << bit;
            prop_assert!(opener.open(&mut datagram, NOW).is_err());
        }

        #[test]
        fn any_bytes_are_refused(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let (_, mut opener) = pair();
            prop_assert!(opener.open(&mut bytes, NOW).is_err());
        }
    }
}
