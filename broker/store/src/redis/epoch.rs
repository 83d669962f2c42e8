//! Epochs, and the numbers of sessions with them, as Redis has them.
//!
//! ```text
//! epoch:   millis (20 digits) . count (10 digits) . node     empty for a session without a claim
//! marked:  number of a session, a space, epoch               0 for none
//! ```

use crate::change::SessionKey;
use crate::codec::Malformed;
use crate::shared::Epoch;

impl Epoch {
    pub(super) fn text(&self) -> String {
        if *self == Self::none() {
            return String::new();
        }
        format!("{:020}.{:010}.{}", self.millis, self.count, self.node)
    }

    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        if text.is_empty() {
            return Ok(Self::none());
        }
        let mut parts = text.splitn(3, '.');
        let parsed = (|| {
            Some(Self {
                millis: parts.next()?.parse().ok()?,
                count: parts.next()?.parse().ok()?,
                node: parts.next()?.into(),
            })
        })();
        parsed.ok_or(Malformed("an epoch that is none"))
    }
}

/// A session of a client, or the fence of one; `None` where there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marked {
    pub(super) session: Option<SessionKey>,
    pub(super) epoch: Epoch,
}

impl Marked {
    pub(super) fn text(session: SessionKey, epoch: &Epoch) -> String {
        format!("{} {}", session.0, epoch.text())
    }

    pub(super) fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let malformed = Malformed("a mark that is none");
        let text = std::str::from_utf8(bytes).map_err(|_| malformed)?;
        let (number, epoch) = text.split_once(' ').ok_or(malformed)?;
        let number: u64 = number.parse().map_err(|_| malformed)?;
        Ok(Self {
            session: (number != 0).then_some(SessionKey(number)),
            epoch: Epoch::parse(epoch)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_session_without_a_claim_has_no_epoch() {
        assert_eq!(Marked::text(SessionKey(7), &Epoch::none()), "7 ");
        let read = Marked::parse(b"0 ").unwrap();
        assert_eq!((read.session, read.epoch), (None, Epoch::none()));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn marks_come_back(number in 1..u64::MAX, millis: u64, count: u32, node in ".{1,9}") {
            let epoch = Epoch { millis, count, node: node.into() };
            let text = Marked::text(SessionKey(number), &epoch);
            let read = Marked::parse(text.as_bytes()).unwrap();
            prop_assert_eq!(read, Marked { session: Some(SessionKey(number)), epoch });
        }

        #[test]
        fn hostile_bytes_are_refused(bytes: Vec<u8>) {
            let _ = Marked::parse(&bytes);
        }
    }
}
