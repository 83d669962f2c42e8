//! User properties: pairs of strings that mean what their users agree on, in the order in which they were sent.

use std::fmt;

use super::table::{self, Properties, USER_PROPERTY};
use crate::wire::{Sink, fitting};

/// User properties in order: a view over an encoded block that passes over other properties.
///
/// The block was checked when it was made, so iterating meets no error.
#[derive(Clone, Copy, Default)]
pub struct UserProperties<'a>(&'a [u8]);

impl<'a> UserProperties<'a> {
    /// `block` is empty or starts with a user property, and was read to its end.
    pub(super) const fn over(block: &'a [u8]) -> Self {
        Self(block)
    }

    /// The pairs of name and value. A name can occur more than once.
    pub fn iter(self) -> impl Iterator<Item = (&'a str, &'a str)> {
        table::encoded(self.0, USER_PROPERTY).filter_map(table::value)
    }

    /// True if there is no pair.
    #[must_use]
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The number of pairs; walks the block.
    #[must_use]
    pub fn count(self) -> usize {
        table::encoded(self.0, USER_PROPERTY).count()
    }
}

impl Properties for UserProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        table::encoded(self.0, USER_PROPERTY).for_each(|pair| sink.put(pair));
    }
}

impl PartialEq for UserProperties<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for UserProperties<'_> {}

impl fmt::Debug for UserProperties<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// User properties to be sent: the owner behind a [`UserProperties`].
#[derive(Clone, Default, PartialEq, Eq)]
pub struct UserPropertiesBuf(Vec<u8>);

impl UserPropertiesBuf {
    /// Adds a pair at the end. U+0000, which no string may hold [MQTT-1.5.4-2], is left out, as is what goes beyond 65,535 bytes.
    pub fn push(&mut self, name: &str, value: &str) {
        self.0.put_u8(USER_PROPERTY);
        for text in [name, value] {
            if text.contains('\0') {
                self.0.put_string(fitting(&text.replace('\0', "")));
            } else {
                self.0.put_string(fitting(text));
            }
        }
    }

    /// The view to put into a packet.
    #[must_use]
    pub fn as_properties(&self) -> UserProperties<'_> {
        UserProperties::over(&self.0)
    }
}

impl<N: AsRef<str>, V: AsRef<str>> FromIterator<(N, V)> for UserPropertiesBuf {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(pairs: I) -> Self {
        let mut properties = Self::default();
        for (name, value) in pairs {
            properties.push(name.as_ref(), value.as_ref());
        }
        properties
    }
}

impl fmt::Debug for UserPropertiesBuf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_properties().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_come_back_in_order_with_repeated_names() {
        let properties: UserPropertiesBuf =
            [("a", "1"), ("b", "2"), ("a", "3")].into_iter().collect();
        let pairs: Vec<_> = properties.as_properties().iter().collect();
        assert_eq!(pairs, [("a", "1"), ("b", "2"), ("a", "3")]);
        assert_eq!(properties.as_properties().count(), 3);
        assert!(!properties.as_properties().is_empty());
        assert!(UserProperties::default().is_empty());
    }

    #[test]
    fn equality_is_about_the_pairs_and_not_about_what_stands_between() {
        let apart = UserProperties::over(b"\x26\x00\x01a\x00\x01b\x01\x00\x26\x00\x01c\x00\x01d");
        let together: UserPropertiesBuf = [("a", "b"), ("c", "d")].into_iter().collect();
        assert_eq!(apart, together.as_properties());
        let swapped: UserPropertiesBuf = [("c", "d"), ("a", "b")].into_iter().collect();
        assert_ne!(apart, swapped.as_properties());
    }

    /// [MQTT-1.5.4-2]
    #[test]
    fn a_nul_is_left_out() {
        let mut properties = UserPropertiesBuf::default();
        properties.push("a\0b", "\0");
        assert_eq!(properties.as_properties().iter().next(), Some(("ab", "")));
    }

    #[test]
    fn debug_shows_the_pairs() {
        let properties: UserPropertiesBuf = [("a", "1")].into_iter().collect();
        assert_eq!(format!("{properties:?}"), r#"{"a": "1"}"#);
    }
}
