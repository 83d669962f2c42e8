//! The subscription identifiers of a PUBLISH.

use std::fmt;

use super::table::{self, Properties, SUBSCRIPTION_IDENTIFIER};
use super::value::Identifier;
use crate::wire::{MAX_VARINT, Sink};

/// Subscription identifiers in order: a view over an encoded block that passes over other properties.
///
/// The block was checked when it was made, so iterating meets no error.
#[derive(Clone, Copy, Default)]
pub struct SubscriptionIds<'a>(&'a [u8]);

impl<'a> SubscriptionIds<'a> {
    /// `block` is empty or starts with a subscription identifier, and was read to its end.
    pub(super) const fn over(block: &'a [u8]) -> Self {
        Self(block)
    }

    pub(crate) const NONE: Self = Self(&[]);

    /// The identifiers, 1 to 268,435,455 each. The same one can occur more than once.
    pub fn iter(self) -> impl Iterator<Item = u32> + use<'a> {
        table::encoded(self.0, SUBSCRIPTION_IDENTIFIER)
            .filter_map(table::value)
            .map(|Identifier(id)| id)
    }

    /// True if there is no identifier.
    #[must_use]
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl Properties for SubscriptionIds<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        table::encoded(self.0, SUBSCRIPTION_IDENTIFIER).for_each(|id| sink.put(id));
    }
}

impl PartialEq for SubscriptionIds<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for SubscriptionIds<'_> {}

impl fmt::Debug for SubscriptionIds<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// Subscription identifiers to be sent: the owner behind a [`SubscriptionIds`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SubscriptionIdsBuf(Vec<u8>);

impl SubscriptionIdsBuf {
    /// Adds an identifier at the end; 0 and numbers above 268,435,455, which are none, are left out.
    pub fn push(&mut self, id: u32) {
        if (1..=MAX_VARINT).contains(&(id as usize)) {
            self.0.put_u8(SUBSCRIPTION_IDENTIFIER);
            self.0.put_varint(id as usize);
        }
    }

    /// The view to put into a packet.
    #[must_use]
    pub fn as_ids(&self) -> SubscriptionIds<'_> {
        SubscriptionIds::over(&self.0)
    }
}

impl FromIterator<u32> for SubscriptionIdsBuf {
    fn from_iter<I: IntoIterator<Item = u32>>(ids: I) -> Self {
        let mut buf = Self::default();
        ids.into_iter().for_each(|id| buf.push(id));
        buf
    }
}

impl fmt::Debug for SubscriptionIdsBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_ids().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_come_back_in_order_and_what_is_none_is_left_out() {
        let ids: SubscriptionIdsBuf = [1, 0, 128, 268_435_455, 268_435_456, 1]
            .into_iter()
            .collect();
        assert_eq!(
            ids.as_ids().iter().collect::<Vec<_>>(),
            [1, 128, 268_435_455, 1]
        );
    }

    #[test]
    fn equality_is_about_the_numbers() {
        let apart = SubscriptionIds::over(b"\x0B\x01\x01\x00\x0B\x02");
        let together: SubscriptionIdsBuf = [1, 2].into_iter().collect();
        assert_eq!(apart, together.as_ids());
        assert!(!apart.is_empty());
    }
}
