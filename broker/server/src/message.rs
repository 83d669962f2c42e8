//! A message the broker holds: in queues, in flight, retained.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gmqtt_plugin_api::{Arrival, ClientInfo, MessageView, Origin};
use gmqtt_protocol::QoS;
use gmqtt_protocol::packet::PublishProperties;

use crate::clock::Millis;

/// An immutable message, shared by every session that holds it.
///
/// Topic, forwarded properties and payload lie in one allocation, in this order. The rest fits one cache line together with
/// the counts of its `Arc`: queues and replays touch many messages that others have pushed out of the cache.
#[derive(Debug)]
pub(crate) struct Message {
    data: Box<[u8]>,
    block_len: u32,
    topic_len: u16,
    /// Its number in the store, in 48 bits: at a million messages a second they last for nine years. 0 without one.
    number: [u16; 3],
    /// As published.
    pub(crate) qos: QoS,
    /// As published.
    pub(crate) retain: bool,
    /// Where it comes from.
    pub(crate) source: Source,
    /// When it expires.
    pub(crate) expires: Expiry,
    /// Set when another retained message took its place, so that a replay under way leaves it out.
    superseded: AtomicBool,
}

/// Where a message comes from, in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Source(u8);

impl Source {
    /// A client's PUBLISH.
    pub(crate) const CLIENT: Self = Self(0);
    /// A will.
    pub(crate) const WILL: Self = Self(1);

    /// The plugin at this place of `plugin_order`. Beyond 253 plugins their messages count as clients'.
    pub(crate) fn plugin(place: usize) -> Self {
        u8::try_from(place + 2).map_or(Self::CLIENT, Self)
    }

    /// As a number that outlives the broker: the places of plugins do not.
    pub(crate) fn lasting(self) -> u8 {
        if self == Self::WILL { 1 } else { 0 }
    }

    /// From such a number.
    pub(crate) fn restored(number: u8) -> Self {
        if number == 1 {
            Self::WILL
        } else {
            Self::CLIENT
        }
    }

    /// The place of the plugin, if it is one.
    pub(crate) fn as_plugin(self) -> Option<usize> {
        usize::from(self.0).checked_sub(2)
    }
}

/// When a message expires, and whether receivers are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Expiry {
    /// The moment, [`NEVER`](Self::NEVER) if it does not expire.
    pub(crate) at: Millis,
    /// The publisher gave a Message Expiry Interval: what remains of it is forwarded [MQTT-3.3.2-6].
    forwarded_until: Option<NonZero<Millis>>,
}

impl Expiry {
    pub(crate) const NEVER: Millis = Millis::MAX;

    /// For a message that arrives now, with the interval of its publisher and the broker's cap, both in the publisher's terms.
    pub(crate) fn new(now: Millis, interval: Option<u32>, cap: Option<Millis>) -> Self {
        let until = interval.map(|seconds| now.saturating_add(u64::from(seconds) * 1000));
        let capped = cap.map_or(Self::NEVER, |cap| now.saturating_add(cap));
        Self {
            at: until.unwrap_or(Self::NEVER).min(capped),
            forwarded_until: until
                .map(|until| NonZero::new(until).unwrap_or(NonZero::<Millis>::MIN)),
        }
    }

    /// Of a message that was kept.
    pub(crate) fn restored(at: Option<Millis>, forwarded_until: Option<Millis>) -> Self {
        let at_least_one = |until| NonZero::new(until).unwrap_or(NonZero::<Millis>::MIN);
        Self {
            at: at.unwrap_or(Self::NEVER),
            forwarded_until: forwarded_until.map(at_least_one),
        }
    }

    /// The end of the publisher's interval.
    pub(crate) fn forwarded_until(self) -> Option<Millis> {
        self.forwarded_until.map(NonZero::get)
    }

    /// Whether it has passed [MQTT-3.3.2-5].
    pub(crate) fn has_passed(self, now: Millis) -> bool {
        self.at <= now
    }

    /// The interval to forward, in whole seconds, rounded up.
    pub(crate) fn remaining(self, now: Millis) -> Option<u32> {
        self.forwarded_until.map(|until| {
            u32::try_from(until.get().saturating_sub(now).div_ceil(1000)).unwrap_or(u32::MAX)
        })
    }
}

impl Message {
    pub(crate) fn new(
        topic: &str,
        block: &[u8],
        payload: &[u8],
        (qos, retain): (QoS, bool),
        expires: Expiry,
    ) -> Self {
        let mut data = Vec::with_capacity(topic.len() + block.len() + payload.len());
        data.extend_from_slice(topic.as_bytes());
        data.extend_from_slice(block);
        data.extend_from_slice(payload);
        Self {
            data: data.into_boxed_slice(),
            topic_len: u16::try_from(topic.len()).unwrap_or(0),
            block_len: u32::try_from(block.len()).unwrap_or(0),
            number: [0; 3],
            qos,
            retain,
            source: Source::CLIENT,
            expires,
            superseded: AtomicBool::new(false),
        }
    }

    /// The same, from there.
    pub(crate) fn from(self, source: Source) -> Self {
        Self { source, ..self }
    }

    /// The same, under this number in the store.
    pub(crate) fn numbered(mut self, number: u64) -> Self {
        let [a, b, c, _] = [0, 16, 32, 48].map(|bits| (number >> bits) as u16);
        self.number = [a, b, c];
        self
    }

    /// Its number in the store; 0 without one.
    pub(crate) fn number(&self) -> u64 {
        let [a, b, c] = self.number.map(u64::from);
        a | b << 16 | c << 32
    }

    pub(crate) fn topic(&self) -> &str {
        std::str::from_utf8(&self.data[..self.topic_len as usize]).unwrap_or_default()
    }

    /// The forwarded properties, encoded.
    pub(crate) fn block(&self) -> &[u8] {
        let start = self.topic_len as usize;
        &self.data[start..start + self.block_len as usize]
    }

    pub(crate) fn payload(&self) -> &[u8] {
        &self.data[self.topic_len as usize + self.block_len as usize..]
    }

    /// Bytes of topic, forwarded properties and payload.
    pub(crate) fn size(&self) -> usize {
        self.data.len()
    }

    /// As a notifying hook sees it.
    pub(crate) fn view(&self, (qos, retain): (QoS, bool), origin: Origin) -> MessageView<'_> {
        MessageView {
            topic: self.topic(),
            payload: self.payload(),
            qos,
            retain,
            origin,
            properties: PublishProperties::from_block(self.block()).unwrap_or_default(),
        }
    }

    /// Marks a retained message that was replaced or removed.
    pub(crate) fn supersede(&self) {
        self.superseded.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_superseded(&self) -> bool {
        self.superseded.load(Ordering::Relaxed)
    }
}

/// A will, kept until it is published or discarded.
#[derive(Debug)]
pub(crate) struct Will {
    pub(crate) arrival: Arrival<'static>,
    /// The client that left it.
    pub(crate) client: Arc<ClientInfo>,
    /// Will Delay Interval, in milliseconds.
    pub(crate) delay: Millis,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_fits_a_cache_line() {
        assert!(size_of::<Message>() + 2 * size_of::<usize>() <= 64);
    }

    #[test]
    fn a_number_of_48_bits_comes_back() {
        let message = || {
            Message::new(
                "a",
                b"bc",
                b"d",
                (QoS::AtMostOnce, false),
                Expiry::new(0, None, None),
            )
        };
        assert_eq!(message().number(), 0);
        for number in [1, 0x1234_5678_9ABC, (1 << 48) - 1] {
            let message = message().numbered(number);
            assert_eq!(message.number(), number);
            assert_eq!(
                (message.topic(), message.block(), message.payload()),
                ("a", &b"bc"[..], &b"d"[..])
            );
        }
    }

    /// [MQTT-3.3.2-6] What is forwarded is what remains; the broker's cap only brings the end nearer.
    #[test]
    fn the_remaining_interval_is_forwarded() {
        let expires = Expiry::new(500, Some(10), Some(3000));
        assert_eq!(
            (expires.remaining(500), expires.remaining(2600)),
            (Some(10), Some(8))
        );
        assert!(!expires.has_passed(3499) && expires.has_passed(3500));
        assert_eq!(Expiry::new(0, None, None).remaining(0), None);
    }
}
