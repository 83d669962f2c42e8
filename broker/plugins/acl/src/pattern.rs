//! Names in rules: `*` stands for any characters.

/// A name, or several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// Without a `*`.
    Exact(Box<str>),
    /// What stands before, between and after the stars; at least two pieces.
    Stars(Box<[Box<str>]>),
}

impl Pattern {
    pub(crate) fn new(text: &str) -> Self {
        if text.contains('*') {
            Self::Stars(text.split('*').map(Into::into).collect())
        } else {
            Self::Exact(text.into())
        }
    }

    /// The only name it stands for, if it is one.
    pub(crate) fn exact(&self) -> Option<&str> {
        match self {
            Self::Exact(name) => Some(name),
            Self::Stars(_) => None,
        }
    }

    pub(crate) fn matches(&self, name: &str) -> bool {
        let pieces = match self {
            Self::Exact(own) => return **own == *name,
            Self::Stars(pieces) => pieces,
        };
        let [first, between @ .., last] = &**pieces else {
            return false;
        };
        let Some(mut rest) = name
            .strip_prefix(&**first)
            .and_then(|rest| rest.strip_suffix(&**last))
        else {
            return false;
        };
        // The leftmost place of each piece leaves the most for those behind it.
        for piece in between {
            let Some(at) = rest.find(&**piece) else {
                return false;
            };
            rest = &rest[at + piece.len()..];
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_star_is_any_characters() {
        for (pattern, yes, no) in [
            ("a", &["a"][..], &["", "aa", "A"][..]),
            ("*", &["", "a", "a*"], &[]),
            (
                "sensor-*",
                &["sensor-", "sensor-1"],
                &["sensor", "xsensor-1"],
            ),
            ("*-x-*", &["a-x-b", "-x-"], &["-x", "ax-"]),
            ("a*b*c", &["abc", "aXbYc", "abbc"], &["ac", "acb"]),
            ("aa*aa", &["aaaa", "aaxaa"], &["aaa", "aa"]),
        ] {
            let pattern = Pattern::new(pattern);
            assert!(yes.iter().all(|name| pattern.matches(name)), "{pattern:?}");
            assert!(!no.iter().any(|name| pattern.matches(name)), "{pattern:?}");
        }
    }

    proptest! {
        #[test]
        fn what_the_stars_stood_for_does_not_matter(pieces in proptest::collection::vec("[ab]{0,3}", 2..5), fill in "[ab]{0,4}") {
            let name = pieces.join(&fill);
            prop_assert!(Pattern::new(&pieces.join("*")).matches(&name));
        }
    }
}
