//! Topic aliases, both directions. They live as long as one connection [MQTT-3.3.2-7].

use std::collections::HashMap;

/// What the server's aliases mean.
#[derive(Debug, Default)]
pub(super) struct AliasesIn {
    /// Topic by alias - 1; grows to the highest alias seen, never past the maximum we announced.
    topics: Vec<Option<Box<str>>>,
}

impl AliasesIn {
    pub(super) fn clear(&mut self) {
        self.topics.clear();
    }

    /// Remembers what `alias` stands for from now on.
    pub(super) fn set(&mut self, alias: u16, topic: &str) {
        let index = usize::from(alias).saturating_sub(1);
        if self.topics.len() <= index {
            self.topics.resize(index + 1, None);
        }
        if self.topics[index].as_deref() != Some(topic) {
            self.topics[index] = Some(topic.into());
        }
    }

    /// What `alias` stands for.
    pub(super) fn topic(&self, alias: u16) -> Option<&str> {
        self.topics
            .get(usize::from(alias).checked_sub(1)?)?
            .as_deref()
    }
}

/// The aliases that we have given: to the first topics, up to the server's maximum [MQTT-3.2.2-17].
#[derive(Debug, Default)]
pub(super) struct AliasesOut {
    by_topic: HashMap<Box<str>, u16>,
    maximum: u16,
}

/// How a topic goes on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Alias {
    /// In full and without an alias.
    None,
    /// In full, naming its alias: to be followed by [`AliasesOut::assign`] once sent.
    New(u16),
    /// As its alias alone.
    Known(u16),
}

impl AliasesOut {
    /// Begins a connection to a server that takes aliases up to `maximum`.
    pub(super) fn restart(&mut self, maximum: u16) {
        self.by_topic.clear();
        self.maximum = maximum;
    }

    pub(super) fn alias(&self, topic: &str) -> Alias {
        if self.maximum == 0 {
            return Alias::None;
        }
        if let Some(&alias) = self.by_topic.get(topic) {
            return Alias::Known(alias);
        }
        match u16::try_from(self.by_topic.len()) {
            Ok(given) if given < self.maximum => Alias::New(given + 1), // never 0 [MQTT-3.3.2-8]
            _ => Alias::None,
        }
    }

    pub(super) fn assign(&mut self, topic: &str, alias: u16) {
        self.by_topic.insert(topic.into(), alias);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_alias_has_no_topic() {
        let mut aliases = AliasesIn::default();
        assert_eq!(aliases.topic(0), None);
        assert_eq!(aliases.topic(1), None);
        aliases.set(3, "a");
        assert_eq!(aliases.topic(3), Some("a"));
        assert_eq!(aliases.topic(2), None);
        aliases.set(3, "b");
        assert_eq!(aliases.topic(3), Some("b"));
    }

    #[test]
    fn aliases_are_given_until_the_maximum() {
        let mut aliases = AliasesOut::default();
        assert_eq!(aliases.alias("a"), Alias::None);
        aliases.restart(1);
        assert_eq!(aliases.alias("a"), Alias::New(1));
        aliases.assign("a", 1);
        assert_eq!(aliases.alias("a"), Alias::Known(1));
        assert_eq!(aliases.alias("b"), Alias::None);
        aliases.restart(1);
        assert_eq!(aliases.alias("b"), Alias::New(1));
    }
}
