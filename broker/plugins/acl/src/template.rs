//! Topic filters of rules, in which `%u` and `%c` stand for the client's own names.
//!
//! A name that has a meaning in filters, `/`, `+` or `#` in it or a `$` in front, must not make a rule wider than its author
//! saw: in a rule that allows, it fits nothing; in one that denies, it stands for any level. A client without a user name
//! is not meant by a rule with `%u`.

use gmqtt_protocol::TopicFilter;

use crate::rule::Effect;

/// A filter of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Template {
    levels: Box<[Level]>,
    /// Whether a `#` follows.
    has_hash: bool,
}

/// A level of a template.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Level {
    Literal(Box<str>),
    Plus,
    /// A level with `%u` or `%c` in it.
    Named(Box<[Piece]>),
}

/// A part of a level with names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Piece {
    Text(Box<str>),
    User,
    Client,
}

/// What stands for `%u` and `%c`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Names<'a> {
    pub(crate) user: Option<&'a str>,
    pub(crate) client: &'a str,
}

/// What a level with names stands for, for one client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    /// Its pieces, one after the other.
    Itself,
    Nothing,
    Anything,
}

impl Template {
    /// Reads a filter. Without `with_names`, `%u` and `%c` stand for themselves.
    ///
    /// # Errors
    /// Why it is no filter of a rule.
    pub(crate) fn parse(text: &str, with_names: bool) -> Result<Self, String> {
        let filter = TopicFilter::parse(text)
            .map_err(|error| format!("`{text}` is not a topic filter: {error}"))?;
        if filter.share().is_some() {
            return Err(format!(
                "a rule is about the filter within: `{}`",
                filter.filter()
            ));
        }
        let (text, has_hash) = match text.strip_suffix('#') {
            Some(before) => (before.strip_suffix('/'), true),
            None => (Some(text), false),
        };
        let levels = text.map(|text| {
            text.split('/')
                .map(|level| Level::parse(level, with_names))
                .collect()
        });
        Ok(Self {
            levels: levels.unwrap_or_default(),
            has_hash,
        })
    }

    pub(crate) fn levels(&self) -> &[Level] {
        &self.levels
    }

    pub(crate) const fn has_hash(&self) -> bool {
        self.has_hash
    }

    /// Whether it matches a topic name [MQTT-4.7.2-1].
    pub(crate) fn matches(&self, topic: &str, names: Names<'_>, effect: Effect) -> bool {
        let is_hidden = topic.starts_with('$');
        let mut topic = topic.split('/');
        for (index, level) in self.levels.iter().enumerate() {
            let Some(text) = topic.next() else {
                return false;
            };
            if !level.matches(text, is_hidden && index == 0, names, effect) {
                return false;
            }
        }
        if self.has_hash {
            !(is_hidden && self.levels.is_empty())
        } else {
            topic.next().is_none()
        }
    }

    /// Whether it matches every topic that a client's filter matches.
    pub(crate) fn covers(&self, filter: &str, names: Names<'_>, effect: Effect) -> bool {
        let is_hidden = filter.starts_with('$');
        let mut other = filter.split('/');
        for (index, level) in self.levels.iter().enumerate() {
            let hidden = is_hidden && index == 0;
            let is_covered = match other.next() {
                None | Some("#") => false,
                Some("+") => level.matches_all(names, effect),
                Some(text) => level.matches(text, hidden, names, effect),
            };
            if !is_covered {
                return false;
            }
        }
        if self.has_hash {
            !(is_hidden && self.levels.is_empty())
        } else {
            other.next().is_none()
        }
    }

    /// Whether there is a topic that both it and a client's filter match.
    pub(crate) fn overlaps(&self, filter: &str, names: Names<'_>, effect: Effect) -> bool {
        let is_hidden = filter.starts_with('$');
        let mut other = filter.split('/');
        for (index, level) in self.levels.iter().enumerate() {
            let first = index == 0;
            let overlaps = match other.next() {
                None => false,
                // What follows is matched by `#`, whatever it is, if there is a level for it at all.
                Some("#") => {
                    return self.levels[index..]
                        .iter()
                        .all(|level| level.is_possible(names, effect))
                        && !(first && level.is_hidden());
                }
                Some("+") => level.is_possible(names, effect) && !(first && level.is_hidden()),
                Some(text) => level.matches(text, is_hidden && first, names, effect),
            };
            if !overlaps {
                return false;
            }
        }
        if self.has_hash {
            !(is_hidden && self.levels.is_empty())
        } else {
            matches!(other.next(), None | Some("#"))
        }
    }
}

impl Level {
    fn parse(text: &str, with_names: bool) -> Self {
        if text == "+" {
            return Self::Plus;
        }
        if !with_names || !(text.contains("%u") || text.contains("%c")) {
            return Self::Literal(text.into());
        }
        let (mut pieces, mut rest) = (Vec::new(), text);
        while let Some(at) = rest.find("%u").into_iter().chain(rest.find("%c")).min() {
            if at > 0 {
                pieces.push(Piece::Text(rest[..at].into()));
            }
            pieces.push(if rest[at..].starts_with("%u") {
                Piece::User
            } else {
                Piece::Client
            });
            rest = &rest[at + 2..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.into()));
        }
        Self::Named(pieces.into())
    }

    /// Whether it matches a level of a topic; `hidden`: the first one, starting with `$`.
    pub(crate) fn matches(
        &self,
        text: &str,
        hidden: bool,
        names: Names<'_>,
        effect: Effect,
    ) -> bool {
        match self {
            Self::Literal(own) => **own == *text,
            Self::Plus => !hidden,
            Self::Named(pieces) => match meaning(pieces, names, effect) {
                Meaning::Nothing => false,
                Meaning::Anything => !hidden,
                Meaning::Itself => is_made_of(text, pieces, names),
            },
        }
    }

    /// Whether it matches every level that `+` matches.
    fn matches_all(&self, names: Names<'_>, effect: Effect) -> bool {
        match self {
            Self::Literal(_) => false,
            Self::Plus => true,
            Self::Named(pieces) => meaning(pieces, names, effect) == Meaning::Anything,
        }
    }

    /// Whether it matches anything.
    fn is_possible(&self, names: Names<'_>, effect: Effect) -> bool {
        match self {
            Self::Literal(_) | Self::Plus => true,
            Self::Named(pieces) => meaning(pieces, names, effect) != Meaning::Nothing,
        }
    }

    /// Whether, as the first level, it only matches topics that wildcards do not.
    fn is_hidden(&self) -> bool {
        match self {
            Self::Literal(text) => text.starts_with('$'),
            Self::Plus => false,
            Self::Named(pieces) => {
                matches!(pieces.first(), Some(Piece::Text(text)) if text.starts_with('$'))
            }
        }
    }
}

fn meaning(pieces: &[Piece], names: Names<'_>, effect: Effect) -> Meaning {
    let mut meaning = Meaning::Itself;
    for piece in pieces {
        let name = match piece {
            Piece::Text(_) => continue,
            Piece::User => names.user.unwrap_or_default(),
            Piece::Client => names.client,
        };
        if name.is_empty() {
            return Meaning::Nothing;
        }
        if name.starts_with('$') || name.contains(['/', '+', '#']) {
            meaning = match effect {
                Effect::Allow => Meaning::Nothing,
                Effect::Deny => Meaning::Anything,
            };
        }
    }
    meaning
}

fn is_made_of(text: &str, pieces: &[Piece], names: Names<'_>) -> bool {
    let mut rest = text;
    for piece in pieces {
        let own = match piece {
            Piece::Text(text) => text,
            Piece::User => names.user.unwrap_or_default(),
            Piece::Client => names.client,
        };
        match rest.strip_prefix(own) {
            Some(more) => rest = more,
            None => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALICE: Names<'_> = Names {
        user: Some("alice"),
        client: "c1",
    };

    fn template(text: &str) -> Template {
        Template::parse(text, true).unwrap()
    }

    fn matches(text: &str, topic: &str) -> bool {
        template(text).matches(topic, ALICE, Effect::Allow)
    }

    /// [MQTT-4.7.1-2], [MQTT-4.7.1-3], [MQTT-4.7.2-1]
    #[test]
    fn wildcards_match_as_in_subscriptions() {
        for (filter, topics) in [
            ("#", &["a", "a/b", "/"][..]),
            ("a/#", &["a", "a/", "a/b/c"]),
            ("+/b", &["a/b", "/b"]),
            ("+/+", &["a/b", "/"]),
            ("$SYS/#", &["$SYS", "$SYS/a"]),
            ("/", &["/"]),
        ] {
            assert!(
                topics.iter().all(|topic| matches(filter, topic)),
                "{filter}"
            );
        }
        for (filter, topics) in [
            ("#", &["$SYS/a", "$x"][..]),
            ("+/a", &["$SYS/a"]),
            ("a/#", &["b", "ab"]),
            ("+", &["a/b", "/"]),
            ("a/+", &["a", "a/b/c"]),
        ] {
            assert!(
                !topics.iter().any(|topic| matches(filter, topic)),
                "{filter}"
            );
        }
    }

    #[test]
    fn names_stand_for_the_client() {
        assert!(matches("u/%u", "u/alice") && !matches("u/%u", "u/bob"));
        assert!(
            matches("%c/x-%u-y/#", "c1/x-alice-y/z") && !matches("%c/x-%u-y/#", "c1/x-alice-/z")
        );
        assert!(matches("%u%c", "alicec1") && matches("%x/%", "%x/%"));
        assert!(
            Template::parse("%u", false)
                .unwrap()
                .matches("%u", ALICE, Effect::Allow)
        );
    }

    #[test]
    fn a_name_with_a_meaning_never_widens_what_is_allowed() {
        for name in ["+", "#", "a/b", "a/#", "/", "$SYS", "x+", ""] {
            let names = Names {
                user: Some(name),
                client: "c",
            };
            for topic in ["+", "#", "a/b", "a", "$SYS", "/", "x+", ""] {
                assert!(
                    !template("%u").matches(topic, names, Effect::Allow),
                    "{name}: {topic}"
                );
                assert!(
                    !template("%u/#").matches(topic, names, Effect::Allow),
                    "{name}: {topic}"
                );
            }
            assert!(!template("%u/#").covers("a/b", names, Effect::Allow));
        }
        let odd = Names {
            user: Some("a/b"),
            client: "c",
        };
        assert!(
            template("x/%u/y").matches("x/a/y", odd, Effect::Deny),
            "a denial is not dodged"
        );
        assert!(template("x/%u/y").overlaps("x/+/y", odd, Effect::Deny));
        let nobody = Names {
            user: None,
            client: "c",
        };
        assert!(!template("x/%u").matches("x/y", nobody, Effect::Deny));
    }

    #[test]
    fn a_filter_is_covered_by_one_that_is_as_wide() {
        for (wide, narrow) in [
            ("#", "a/+/#"),
            ("#", "+"),
            ("#", "#"),
            ("a/#", "a"),
            ("a/#", "a/+"),
            ("+/b", "+/b"),
            ("+/b", "a/b"),
            ("$SYS/#", "$SYS/+/x"),
            ("u/%u/#", "u/alice/+"),
            ("+", "+"),
            ("a/+/#", "a/b/#"),
        ] {
            assert!(
                template(wide).covers(narrow, ALICE, Effect::Allow),
                "{wide} {narrow}"
            );
        }
        for (wide, narrow) in [
            ("a", "+"),
            ("+", "#"),
            ("a/+", "a/#"),
            ("#", "$SYS/#"),
            ("+/a", "$SYS/a"),
            ("a/#", "#"),
            ("a/b", "a"),
            ("u/%u", "u/+"),
            ("a", "a/#"),
            ("a/+/c", "a/b"),
        ] {
            assert!(
                !template(wide).covers(narrow, ALICE, Effect::Allow),
                "{wide} {narrow}"
            );
        }
    }

    #[test]
    fn filters_overlap_if_a_topic_fits_both() {
        for (one, other) in [
            ("a/+", "+/b"),
            ("#", "a"),
            ("a", "#"),
            ("a", "a/#"),
            ("a/#", "a"),
            ("+/b/#", "a/#"),
            ("a/b", "a/+"),
            ("$SYS/a", "$SYS/#"),
            ("u/%u", "u/+"),
        ] {
            assert!(
                template(one).overlaps(other, ALICE, Effect::Deny),
                "{one} {other}"
            );
        }
        for (one, other) in [
            ("a", "b"),
            ("a/+", "a"),
            ("#", "$SYS/#"),
            ("$SYS/#", "#"),
            ("$SYS/a", "+/a"),
            ("a/b/#", "a/c/#"),
            ("u/%u", "u/bob"),
        ] {
            assert!(
                !template(one).overlaps(other, ALICE, Effect::Deny),
                "{one} {other}"
            );
        }
    }

    #[test]
    fn what_is_no_filter_of_a_rule_is_refused() {
        for text in ["", "a/#/b", "a+", "$share/g/a", "a\0"] {
            assert!(Template::parse(text, true).is_err(), "{text:?}");
        }
    }

    fn filters() -> impl Strategy<Value = String> {
        let level = prop_oneof![4 => "[ab]?", 2 => Just("+".to_owned()), 1 => Just("$x".to_owned()), 1 => Just("%u".to_owned())];
        (proptest::collection::vec(level, 1..4), any::<bool>())
            .prop_map(|(mut levels, hash)| {
                if hash {
                    levels.push("#".to_owned());
                }
                levels.join("/")
            })
            .prop_filter("a filter", |text| !text.is_empty())
    }

    proptest! {
        /// Covering and overlapping, held against what they mean.
        #[test]
        fn covering_and_overlapping_are_about_topics(one in filters(), other in filters(), topic in "([ab]|\\$x|a)?(/([ab]|\\$x)?){0,3}") {
            prop_assume!(!topic.is_empty());
            let names = Names { user: Some("a"), client: "b" };
            let (rule, literal) = (template(&one), Template::parse(&other, false).unwrap());
            let in_rule = rule.matches(&topic, names, Effect::Allow);
            let in_other = literal.matches(&topic, names, Effect::Allow);
            if in_other && rule.covers(&other, names, Effect::Allow) {
                prop_assert!(in_rule, "{one} covers {other}, but not {topic}");
            }
            if in_other && in_rule {
                prop_assert!(rule.overlaps(&other, names, Effect::Allow), "{one} and {other} share {topic}");
            }
        }
    }
}
