//! Topic names and topic filters (MQTT 5 section 4.7): what is valid, what matches, how they split into levels.
//!
//! Matching here is the reference for one filter and one name. Finding all filters that match a name is the router's work.

use crate::wire::holds_nul_or_wildcard;

/// A valid topic name: at least one character [MQTT-4.7.3-1], no wildcard [MQTT-4.7.0-1], no U+0000 [MQTT-4.7.3-2], at most 65,535
/// bytes [MQTT-4.7.3-3].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopicName<'a>(&'a str);

impl<'a> TopicName<'a> {
    /// Takes `name` as it is: nothing is normalised [MQTT-4.7.3-4].
    ///
    /// # Errors
    ///
    /// The first rule that `name` breaks.
    #[inline]
    pub fn parse(name: &'a str) -> Result<Self, TopicError> {
        if name.is_empty() || name.len() > MAX_BYTES || holds_nul_or_wildcard(name.as_bytes()) {
            return Err(check_text(name).err().unwrap_or(TopicError::WildcardInName));
        }
        Ok(Self(name))
    }

    /// The name as it was given.
    #[must_use]
    #[inline]
    pub const fn as_str(self) -> &'a str {
        self.0
    }

    /// The levels between the slashes; each can be empty.
    pub fn levels(self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.0.split('/')
    }

    /// True for a name that begins with `$`: filters that begin with a wildcard pass it over [MQTT-4.7.2-1].
    #[must_use]
    pub fn is_dollar(self) -> bool {
        self.0.starts_with('$')
    }
}

/// A valid topic filter, shared or not.
///
/// ```text
/// $share / consumers / sport/+/score
/// |        |           |
/// |        share       filter
/// full
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TopicFilter<'a> {
    full: &'a str,
    share: Option<&'a str>,
    filter: &'a str,
}

impl<'a> TopicFilter<'a> {
    /// Takes `full` as it is: nothing is normalised [MQTT-4.7.3-4]. Only what begins with `$share/` is shared: `$share` and
    /// `$shared/x` are ordinary filters.
    ///
    /// # Errors
    ///
    /// The first rule that `full` breaks [MQTT-4.7.1-1], [MQTT-4.7.1-2], [MQTT-4.8.2-1], [MQTT-4.8.2-2].
    pub fn parse(full: &'a str) -> Result<Self, TopicError> {
        check_text(full)?;
        let (share, filter) = match full.strip_prefix(SHARE_PREFIX) {
            None => (None, full),
            Some(shared) => {
                let (name, filter) = split_share(shared)?;
                (Some(name), filter)
            }
        };
        check_wildcards(filter)?;
        Ok(Self {
            full,
            share,
            filter,
        })
    }

    /// The filter as it was given, with `$share/` and the share name.
    #[must_use]
    #[inline]
    pub const fn full(self) -> &'a str {
        self.full
    }

    /// The share name of a shared subscription.
    #[must_use]
    #[inline]
    pub const fn share(self) -> Option<&'a str> {
        self.share
    }

    /// What topic names are held against: the filter without `$share/` and the share name.
    #[must_use]
    #[inline]
    pub const fn filter(self) -> &'a str {
        self.filter
    }

    /// The levels of [`Self::filter`]; each can be empty.
    pub fn levels(self) -> impl DoubleEndedIterator<Item = &'a str> {
        self.filter.split('/')
    }

    /// True if a `+` or `#` stands in the filter.
    #[must_use]
    pub fn has_wildcard(self) -> bool {
        self.filter.contains(WILDCARDS)
    }

    /// True if the first level is a wildcard.
    #[must_use]
    pub fn starts_with_wildcard(self) -> bool {
        self.filter.starts_with(WILDCARDS)
    }

    /// True if a message on `name` is for this filter. Time is linear in the lengths.
    #[must_use]
    pub fn matches(self, name: TopicName<'_>) -> bool {
        // [MQTT-4.7.2-1]
        if name.is_dollar() && self.starts_with_wildcard() {
            return false;
        }
        let mut levels = name.levels();
        for wanted in self.levels() {
            if wanted == "#" {
                return true; // the levels that are left, none included: `sport/#` matches `sport`
            }
            match levels.next() {
                Some(level) if wanted == "+" || wanted == level => {}
                _ => return false,
            }
        }
        levels.next().is_none()
    }
}

/// Why a string is not a topic name or filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TopicError {
    /// No character at all [MQTT-4.7.3-1].
    #[error("it is empty")]
    Empty,
    /// More than 65,535 bytes [MQTT-4.7.3-3].
    #[error("it is longer than 65535 bytes")]
    TooLong,
    /// U+0000 [MQTT-4.7.3-2].
    #[error("it contains a NUL character")]
    Nul,
    /// `+` or `#` in a topic name [MQTT-4.7.0-1].
    #[error("a topic name must not contain + or #")]
    WildcardInName,
    /// A level after `#` [MQTT-4.7.1-1].
    #[error("# must be the last level")]
    HashNotLast,
    /// `#` beside another character [MQTT-4.7.1-1].
    #[error("# must fill a whole level")]
    HashNotAlone,
    /// `+` beside another character [MQTT-4.7.1-2].
    #[error("+ must fill a whole level")]
    PlusNotAlone,
    /// Nothing between `$share/` and the next slash [MQTT-4.8.2-1].
    #[error("the share name after $share/ is empty")]
    ShareNameEmpty,
    /// `+` or `#` in the share name [MQTT-4.8.2-2].
    #[error("the share name must not contain + or #")]
    ShareNameWildcard,
    /// No filter after the share name [MQTT-4.8.2-2].
    #[error("a slash and a topic filter must follow the share name")]
    ShareFilterMissing,
}

/// The number of levels, empty ones included: one more than there are slashes.
#[must_use]
pub fn level_count(topic: &str) -> usize {
    topic.bytes().filter(|&byte| byte == b'/').count() + 1
}

/// What names and filters have in common.
fn check_text(text: &str) -> Result<(), TopicError> {
    if text.is_empty() {
        Err(TopicError::Empty)
    } else if text.len() > MAX_BYTES {
        Err(TopicError::TooLong)
    } else if text.contains('\0') {
        Err(TopicError::Nul)
    } else {
        Ok(())
    }
}

/// Share name and filter of what follows `$share/`.
fn split_share(shared: &str) -> Result<(&str, &str), TopicError> {
    let (name, filter) = shared.split_once('/').unwrap_or((shared, ""));
    if name.is_empty() {
        Err(TopicError::ShareNameEmpty)
    } else if name.contains(WILDCARDS) {
        Err(TopicError::ShareNameWildcard)
    } else if filter.is_empty() {
        Err(TopicError::ShareFilterMissing)
    } else {
        Ok((name, filter))
    }
}

fn check_wildcards(filter: &str) -> Result<(), TopicError> {
    let mut hash_seen = false;
    for level in filter.split('/') {
        if hash_seen {
            return Err(TopicError::HashNotLast);
        }
        if level.len() > 1 && level.contains('#') {
            return Err(TopicError::HashNotAlone);
        }
        if level.len() > 1 && level.contains('+') {
            return Err(TopicError::PlusNotAlone);
        }
        hash_seen = level == "#";
    }
    Ok(())
}

const WILDCARDS: [char; 2] = ['+', '#'];
pub(crate) const SHARE_PREFIX: &str = "$share/";
const MAX_BYTES: usize = 65_535;

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(filter: &str, name: &str) -> bool {
        TopicFilter::parse(filter)
            .unwrap()
            .matches(TopicName::parse(name).unwrap())
    }

    /// [MQTT-4.7.1-1], [MQTT-4.7.1-2], [MQTT-4.7.3-4], [3.1.1/MQTT-4.7.3-4]: the examples of sections 4.7.1 and 4.7.3.
    #[test]
    fn filters_match_as_in_the_standards_examples() {
        let matching = [
            ("sport/tennis/player1/#", "sport/tennis/player1"),
            ("sport/tennis/player1/#", "sport/tennis/player1/ranking"),
            (
                "sport/tennis/player1/#",
                "sport/tennis/player1/score/wimbledon",
            ),
            ("sport/#", "sport"),
            ("#", "sport/tennis"),
            ("sport/tennis/+", "sport/tennis/player1"),
            ("sport/+", "sport/"),
            ("+/+", "/finance"),
            ("/+", "/finance"),
            ("+/tennis/#", "sport/tennis"),
            ("a//b", "a//b"),
            ("a/+/b", "a//b"),
            ("$share/group/sport/+", "sport/tennis"),
        ];
        for (filter, name) in matching {
            assert!(matches(filter, name), "{filter} {name}");
        }
        let different = [
            ("sport/tennis/+", "sport/tennis/player1/ranking"),
            ("sport/+", "sport"),
            ("+", "/finance"),
            ("ACCOUNTS", "Accounts"),
            ("/finance", "finance"),
            ("sport/tennis/#", "sport"),
            ("a/b", "a/b/"),
            ("\u{e9}", "e\u{301}"),
        ];
        for (filter, name) in different {
            assert!(!matches(filter, name), "{filter} {name}");
        }
    }

    /// [MQTT-4.7.2-1], [3.1.1/MQTT-4.7.2-1]
    #[test]
    fn a_filter_that_begins_with_a_wildcard_passes_over_dollar_topics() {
        for filter in ["#", "+/monitor/Clients", "$share/group/#"] {
            assert!(!matches(filter, "$SYS/monitor/Clients"), "{filter}");
        }
        for filter in ["$SYS/#", "$SYS/monitor/+", "$share/group/$SYS/#"] {
            assert!(matches(filter, "$SYS/monitor/Clients"), "{filter}");
        }
        assert!(matches("a/#", "a/$b"));
    }

    /// [MQTT-4.7.0-1], [3.1.1/MQTT-4.7.1-1]
    #[test]
    fn names_hold_no_wildcards() {
        for name in ["#", "+", "a/+/b", "a#", "+a"] {
            assert_eq!(
                TopicName::parse(name),
                Err(TopicError::WildcardInName),
                "{name}"
            );
        }
        for name in ["/", "a", " ", "a/b c/d", "$share/x"] {
            assert_eq!(TopicName::parse(name).map(TopicName::as_str), Ok(name));
        }
    }

    /// [MQTT-4.7.3-1], [MQTT-4.7.3-2], [MQTT-4.7.3-3], [3.1.1/MQTT-4.7.3-1], [3.1.1/MQTT-4.7.3-2], [3.1.1/MQTT-4.7.3-3]
    #[test]
    fn names_and_filters_are_1_to_65535_bytes_without_nul() {
        let longest = "a".repeat(65_535);
        let too_long = "a".repeat(65_536);
        for (text, error) in [
            ("", TopicError::Empty),
            (&too_long, TopicError::TooLong),
            ("a\0b", TopicError::Nul),
        ] {
            assert_eq!(TopicName::parse(text), Err(error));
            assert_eq!(TopicFilter::parse(text), Err(error));
        }
        assert!(TopicName::parse(&longest).is_ok() && TopicFilter::parse(&longest).is_ok());
    }

    /// [MQTT-4.7.1-1], [3.1.1/MQTT-4.7.1-2]
    #[test]
    fn a_hash_fills_the_last_level() {
        for filter in ["#", "/#", "a/#", "+/#", "a//#"] {
            assert!(TopicFilter::parse(filter).is_ok(), "{filter}");
        }
        assert_eq!(TopicFilter::parse("a/#/b"), Err(TopicError::HashNotLast));
        assert_eq!(TopicFilter::parse("#/"), Err(TopicError::HashNotLast));
        for filter in ["a#", "##", "a/b#", "+#"] {
            assert_eq!(
                TopicFilter::parse(filter),
                Err(TopicError::HashNotAlone),
                "{filter}"
            );
        }
    }

    /// [MQTT-4.7.1-2], [3.1.1/MQTT-4.7.1-3]
    #[test]
    fn a_plus_fills_a_whole_level() {
        for filter in ["+", "+/a", "a/+/b", "/+", "+/", "+/+"] {
            assert!(TopicFilter::parse(filter).is_ok(), "{filter}");
        }
        for filter in ["a+", "++", "a/+b", "+a/b"] {
            assert_eq!(
                TopicFilter::parse(filter),
                Err(TopicError::PlusNotAlone),
                "{filter}"
            );
        }
    }

    /// [MQTT-4.8.2-1], [MQTT-4.8.2-2]
    #[test]
    fn a_shared_filter_has_a_share_name_and_a_filter() {
        let shared = TopicFilter::parse("$share/consumers//finance/#").unwrap();
        assert_eq!(
            (shared.share(), shared.filter()),
            (Some("consumers"), "/finance/#")
        );
        assert_eq!(shared.full(), "$share/consumers//finance/#");
        for (filter, error) in [
            ("$share/", TopicError::ShareNameEmpty),
            ("$share//a", TopicError::ShareNameEmpty),
            ("$share/n", TopicError::ShareFilterMissing),
            ("$share/n/", TopicError::ShareFilterMissing),
            ("$share/n+/a", TopicError::ShareNameWildcard),
            ("$share/#/a", TopicError::ShareNameWildcard),
            ("$share/n/a+", TopicError::PlusNotAlone),
        ] {
            assert_eq!(TopicFilter::parse(filter), Err(error), "{filter}");
        }
        for filter in ["$share", "$shared/a/b", "$SHARE/a/b"] {
            assert_eq!(
                TopicFilter::parse(filter).map(TopicFilter::share),
                Ok(None),
                "{filter}"
            );
        }
    }

    #[test]
    fn wildcards_of_a_filter_are_told() {
        let filter = |text| TopicFilter::parse(text).unwrap();
        assert!(filter("a/+").has_wildcard() && !filter("a/+").starts_with_wildcard());
        assert!(filter("$share/g/+/a").starts_with_wildcard());
        assert!(!filter("a/b").has_wildcard());
    }

    #[test]
    fn levels_count_the_empty_ones() {
        assert_eq!(
            (level_count("a"), level_count("/"), level_count("a/b//c")),
            (1, 2, 4)
        );
        assert!(
            TopicFilter::parse("/a/")
                .unwrap()
                .levels()
                .eq(["", "a", ""])
        );
        assert!(TopicName::parse("a/b").unwrap().levels().eq(["a", "b"]));
    }
}
