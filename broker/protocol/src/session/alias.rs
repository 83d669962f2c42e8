//! Topic aliases towards the peer: the `fifo` manager.

use std::collections::{HashMap, VecDeque};

/// Assigns aliases 1..=maximum in order of first use; when all are given out the oldest assignment is replaced.
#[derive(Debug)]
pub struct FifoAliases {
    maximum: u16,
    known: HashMap<Box<str>, u16>,
    order: VecDeque<Box<str>>,
}

/// How a topic is to be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Aliased {
    /// The peer knows it: an empty topic and this alias.
    Known(u16),
    /// Topic and alias together.
    New(u16),
}

impl FifoAliases {
    /// The most aliases ever used towards one peer; a larger Topic Alias Maximum only costs memory.
    pub const MOST: u16 = 1024;

    /// For a peer with this Topic Alias Maximum; `None` if it is 0 [MQTT-3.1.2-27].
    #[must_use]
    pub fn new(maximum: u16) -> Option<Self> {
        let maximum = maximum.min(Self::MOST);
        (maximum > 0).then(|| Self {
            maximum,
            known: HashMap::new(),
            order: VecDeque::new(),
        })
    }

    /// The alias for a PUBLISH that is about to be sent [MQTT-3.1.2-26].
    pub fn assign(&mut self, topic: &str) -> Aliased {
        if let Some(alias) = self.known.get(topic) {
            return Aliased::Known(*alias);
        }
        let alias = if self.order.len() < usize::from(self.maximum) {
            u16::try_from(self.order.len() + 1).unwrap_or(self.maximum)
        } else {
            self.order
                .pop_front()
                .and_then(|oldest| self.known.remove(&oldest))
                .unwrap_or(1)
        };
        self.known.insert(topic.into(), alias);
        self.order.push_back(topic.into());
        Aliased::New(alias)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Aliased::{Known, New};

    /// [MQTT-3.1.2-26] [MQTT-3.3.2-11] Aliases stay within the maximum; the oldest assignment is the one replaced.
    #[test]
    fn the_oldest_assignment_is_replaced() {
        let mut aliases = FifoAliases::new(2).unwrap();
        let sent: Vec<_> = ["a", "b", "a", "c", "a", "b"]
            .iter()
            .map(|topic| aliases.assign(topic))
            .collect();
        assert_eq!(sent, [New(1), New(2), Known(1), New(1), New(2), New(1)]);
    }

    /// [MQTT-3.1.2-27] Without a maximum there are none.
    #[test]
    fn no_maximum_means_none() {
        assert!(FifoAliases::new(0).is_none());
    }
}
