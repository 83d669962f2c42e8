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
mod tests;
