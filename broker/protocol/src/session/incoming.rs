//! What one side of a session receives: topic aliases, QoS 2 identifiers, the receive maximum.
//!
//! ```text
//! QoS 2, receiver:   PUBLISH(id) --first--> taken over, id stored --PUBREC-->   PUBREL(id) -> id forgotten --PUBCOMP-->
//!                               \--again--> nothing delivered     --PUBREC-->
//! ```

use crate::{DecodeError, PacketId, ReasonCode};

/// The topic aliases the peer has set on this connection [MQTT-3.3.2-7].
#[derive(Debug, Default)]
pub struct Aliases {
    topics: Vec<Option<Box<str>>>,
}

impl Aliases {
    /// The topic a PUBLISH means: its own, which sets the alias if there is one, or the one its alias stands for.
    ///
    /// # Errors
    /// 0x94 for an alias of 0, above `maximum` [MQTT-3.3.2-8, MQTT-3.3.2-9], or not set before.
    pub fn resolve<'a>(
        &'a mut self,
        topic: &'a str,
        alias: Option<u16>,
        maximum: u16,
    ) -> Result<&'a str, DecodeError> {
        let Some(alias) = alias else { return Ok(topic) };
        if alias == 0 || alias > maximum {
            return Err(invalid_alias(
                "a topic alias outside 1..=Topic Alias Maximum",
            ));
        }
        let index = usize::from(alias) - 1;
        if topic.is_empty() {
            return match self.topics.get(index) {
                Some(Some(known)) => Ok(known),
                _ => Err(invalid_alias("a topic alias that was never set")),
            };
        }
        if self.topics.len() <= index {
            self.topics.resize(index + 1, None);
        }
        if self.topics[index].as_deref() != Some(topic) {
            self.topics[index] = Some(topic.into());
        }
        Ok(topic)
    }
}

impl Aliases {
    /// The topic that a PUBLISH would mean, without setting an alias; `None` where that would be an error.
    #[must_use]
    pub fn peek<'a>(&'a self, topic: &'a str, alias: Option<u16>) -> Option<&'a str> {
        if !topic.is_empty() {
            return Some(topic);
        }
        let index = usize::from(alias?).checked_sub(1)?;
        self.topics.get(index)?.as_deref()
    }
}

fn invalid_alias(what: &'static str) -> DecodeError {
    DecodeError {
        reason: ReasonCode::TopicAliasInvalid,
        what,
        clause: "MQTT-3.3.2-9",
    }
}

/// The identifiers of QoS 2 messages taken over and not yet released by PUBREL. Part of the session state.
///
/// A sorted list: senders count up, so that new ones go to the end and old ones leave at the front.
#[derive(Debug, Default)]
pub struct Received {
    ids: Vec<PacketId>,
}

impl Received {
    /// Stores the identifier; false if it is stored already, so that the message must not be delivered again [MQTT-4.3.3-10].
    pub fn insert(&mut self, id: PacketId) -> bool {
        if self.ids.last().is_none_or(|last| *last < id) {
            self.ids.push(id);
            return true;
        }
        match self.ids.binary_search(&id) {
            Ok(_) => false,
            Err(at) => {
                self.ids.insert(at, id);
                true
            }
        }
    }

    /// Forgets the identifier [MQTT-4.3.3-12]; false if it was not stored.
    pub fn remove(&mut self, id: PacketId) -> bool {
        let Ok(at) = self.ids.binary_search(&id) else {
            return false;
        };
        self.ids.remove(at);
        if self.ids.is_empty() {
            self.ids = Vec::new();
        }
        true
    }

    /// Whether the identifier is stored.
    #[must_use]
    pub fn contains(&self, id: PacketId) -> bool {
        self.ids.binary_search(&id).is_ok()
    }

    /// How many are stored: what QoS 2 takes of the receive maximum.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none is stored.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The stored identifiers, lowest first.
    pub fn iter(&self) -> impl Iterator<Item = PacketId> + '_ {
        self.ids.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(n: u16) -> PacketId {
        PacketId::new(n).unwrap()
    }

    /// [MQTT-3.3.2-9] An alias above the maximum is refused; [MQTT-3.3.2-12] every one up to it is accepted.
    #[test]
    fn aliases_up_to_the_maximum_are_accepted() {
        let mut aliases = Aliases::default();
        assert_eq!(aliases.resolve("a/b", Some(10), 10).unwrap(), "a/b");
        assert_eq!(aliases.resolve("", Some(10), 10).unwrap(), "a/b");
        assert_eq!(aliases.resolve("c", Some(10), 10).unwrap(), "c");
        assert_eq!(aliases.resolve("", Some(10), 10).unwrap(), "c");
        for (topic, alias) in [("a", 11), ("a", 0), ("", 9), ("", 0)] {
            let error = aliases.resolve(topic, Some(alias), 10).unwrap_err();
            assert_eq!(
                error.reason,
                ReasonCode::TopicAliasInvalid,
                "{topic} {alias}"
            );
        }
        assert_eq!(aliases.resolve("plain", None, 0).unwrap(), "plain");
    }

    /// [MQTT-4.3.3-10] A repeated identifier is known until it is released; [MQTT-4.3.3-12] then it is new again.
    #[test]
    fn an_identifier_is_known_until_released() {
        let mut received = Received::default();
        for n in [5, 1, 9, 7, 65535] {
            assert!(received.insert(id(n)));
        }
        assert!(!received.insert(id(7)) && !received.insert(id(65535)));
        assert_eq!(received.len(), 5);
        assert!(received.remove(id(7)) && !received.remove(id(7)));
        assert!(received.insert(id(7)));
        assert_eq!(
            received.iter().map(PacketId::get).collect::<Vec<_>>(),
            [1, 5, 7, 9, 65535]
        );
    }
}
