//! Looking at a queue without changing it: what waits, in the order it will be sent, and what a new message would meet.

use std::collections::VecDeque;

use gmqtt_protocol::QoS;

use super::{Bounds, Held, Lists, Queue};
use crate::clock::{Millis, seconds};

/// Numbers of replays end here, those of other messages begin. No message comes in the first second of a broker's clock, for
/// [`number`] puts the seconds above it, plus one.
const AFTER_REPLAYS: u64 = 1 << 32;

/// A message that waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waits<'q> {
    /// See [`number`]; for a replay, its place.
    pub(crate) number: u64,
    /// When it came, in seconds; not known of replays.
    pub(crate) since: Option<u32>,
    pub(crate) held: &'q Held,
}

/// The number of a message that arrives now, after the one with the last number. Its upper half tells the second it came in, so that no
/// message needs a field for that.
pub(super) fn number(last: u64, now: Millis) -> u64 {
    let first_of_second = (u64::from(seconds(now)) + 1) << 32;
    (last + 1).max(first_of_second)
}

impl Queue {
    /// What waits, after the message with this number, in order: replays, then the others from the oldest on. What only the store
    /// has is left out: it waits behind all of these.
    pub(crate) fn peek(&self, after: Option<u64>) -> impl Iterator<Item = Waits<'_>> {
        let lists = self.lists.as_deref();
        lists.into_iter().flat_map(move |lists| {
            let from = after.map_or(0, |after| after.saturating_add(1));
            lists.replays_from(from).chain(lists.others_from(from))
        })
    }

    /// Whether a new message of this QoS and size would be dropped, by the rules of [`push`](Self::push).
    pub(crate) fn would_drop(
        &self,
        (qos, size): (QoS, usize),
        bounds: Bounds,
        inflight: usize,
        now: Millis,
    ) -> bool {
        let alone = size > bounds.bytes;
        let Some(lists) = &self.lists else {
            return alone || inflight >= bounds.messages;
        };
        if !lists.exceed(bounds, inflight, size) {
            return false;
        }
        if alone {
            return true;
        }
        // Those that expired and those of QoS 0 make room for it.
        let kept = lists.qos12.iter();
        let kept = kept.filter(|(_, held)| !held.message.expires.has_passed(now));
        let (away, away_bytes) = lists.paged.of_qos12();
        let begin = (inflight + away, size + away_bytes);
        let (messages, bytes) = kept.fold(begin, |(messages, bytes), (_, held)| {
            (messages + 1, bytes + held.message.size())
        });
        let fits = messages < bounds.messages && bytes <= bounds.bytes;
        !fits && (qos == QoS::AtMostOnce || inflight > 0)
    }
}

impl Lists {
    fn replays_from(&self, from: u64) -> impl Iterator<Item = Waits<'_>> {
        let first = usize::try_from(from).unwrap_or(usize::MAX);
        let waits = |(number, held)| Waits {
            number,
            since: None,
            held,
        };
        (0..AFTER_REPLAYS).zip(&self.replay).skip(first).map(waits)
    }

    fn others_from(&self, from: u64) -> impl Iterator<Item = Waits<'_>> {
        let tail =
            |list: &VecDeque<(u64, Held)>| list.partition_point(|(number, _)| *number < from);
        let mut qos0 = self.qos0.range(tail(&self.qos0)..).peekable();
        let mut qos12 = self.qos12.range(tail(&self.qos12)..).peekable();
        std::iter::from_fn(move || {
            let qos12_is_next = match (qos0.peek(), qos12.peek()) {
                (Some((n0, _)), Some((n12, _))) => n12 < n0,
                (None, _) => true,
                (_, None) => false,
            };
            let next = if qos12_is_next {
                qos12.next()
            } else {
                qos0.next()
            };
            next.map(|(number, held)| Waits {
                number: *number,
                since: u32::try_from((number >> 32).saturating_sub(1)).ok(),
                held,
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Gone;
    use super::*;
    use crate::message::{Expiry, Message};

    fn held(topic: &str, qos: QoS) -> Held {
        let expires = Expiry::new(0, None, None);
        Held {
            message: Arc::new(Message::new(topic, &[], &[], (qos, false), expires)),
            qos,
            retain: false,
            ids: None,
            share: None,
            seq: None,
        }
    }

    const BOUNDS: Bounds = Bounds {
        messages: 4,
        bytes: 100,
    };

    fn push(queue: &mut Queue, topic: &str, qos: QoS, now: Millis) {
        queue.push(held(topic, qos), BOUNDS, 0, now, |_, _| ());
    }

    fn topics(queue: &Queue, after: Option<u64>) -> Vec<String> {
        let waits = queue.peek(after);
        waits
            .map(|waits| waits.held.message.topic().to_owned())
            .collect()
    }

    #[test]
    fn a_look_shows_the_order_of_sending_and_goes_on_after_any_message() {
        let mut queue = Queue::default();
        push(&mut queue, "a", QoS::AtLeastOnce, 1000);
        push(&mut queue, "b", QoS::AtMostOnce, 1000);
        push(&mut queue, "c", QoS::ExactlyOnce, 5000);
        queue.push_replay(held("r", QoS::AtMostOnce));
        queue.push_replay(held("s", QoS::AtMostOnce));
        assert_eq!(topics(&queue, None), ["r", "s", "a", "b", "c"]);
        let all: Vec<_> = queue
            .peek(None)
            .map(|waits| (waits.number, waits.since))
            .collect();
        for (n, (number, _)) in all.iter().enumerate() {
            assert_eq!(topics(&queue, Some(*number)).len(), all.len() - n - 1);
        }
        let since: Vec<_> = all.iter().map(|(_, since)| *since).collect();
        assert_eq!(since, [None, None, Some(1), Some(1), Some(5)]);
    }

    #[test]
    fn what_would_be_dropped_is_what_is_dropped() {
        for first in [QoS::AtMostOnce, QoS::AtLeastOnce] {
            for new in [QoS::AtMostOnce, QoS::AtLeastOnce] {
                for inflight in 0..6 {
                    for others in 0..5 {
                        let mut queue = Queue::default();
                        for n in 0..others {
                            push(&mut queue, &n.to_string(), first, 0);
                        }
                        let would = queue.would_drop((new, 1), BOUNDS, inflight, 0);
                        let mut did = false;
                        queue.push(held("x", new), BOUNDS, inflight, 0, |gone, _| {
                            did |= matches!(gone, Gone::Held(held) if held.message.topic() == "x");
                        });
                        assert_eq!(would, did, "{first:?} {new:?} {inflight} {others}");
                    }
                }
            }
        }
    }
}
