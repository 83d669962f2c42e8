//! The busiest topics: the broker counts, this makes rates of it.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::{TopTopicsRequest, TopTopicsResponse, TopicTraffic};
use gmqtt_plugin_api::{BrokerHandle, TopTopics, TopicCount};
use parking_lot::Mutex;
use tokio::time::sleep;

/// How many if nothing is said, and at most.
const LIMIT: u32 = 20;
const MOST: u32 = 1000;
/// Whoever asks first waits until it has been counted for so long.
const FIRST: Duration = Duration::from_secs(1);
/// Rates are those of at least this time, once there is so much.
const WINDOW: Duration = Duration::from_secs(5);

/// What was counted at two moments before now.
#[derive(Default)]
pub(super) struct Top {
    marks: Mutex<Marks>,
}

#[derive(Default)]
struct Marks {
    older: Option<Mark>,
    newer: Option<Mark>,
}

struct Mark {
    at: Instant,
    counts: HashMap<String, (u64, u64)>,
}

#[derive(Clone, Copy)]
enum By {
    Rate,
    Bytes,
}

impl Top {
    /// # Errors
    /// The argument that is wrong.
    pub(super) async fn ask(
        &self,
        broker: &BrokerHandle,
        request: &TopTopicsRequest,
    ) -> Result<TopTopicsResponse, Fault> {
        let by = match request.order_by.as_str() {
            "" | "rate" => By::Rate,
            "bytes" => By::Bytes,
            _ => return Err(Fault::invalid("order_by", "rate or bytes")),
        };
        let limit = match request.limit {
            0 => LIMIT,
            limit => limit.min(MOST),
        };
        let mut counted = broker.top_topics();
        if let Some(rest) = FIRST.checked_sub(counted.counted_for) {
            sleep(rest).await;
            counted = broker.top_topics();
        }
        let mut topics = self.marks.lock().rates(&counted, Instant::now());
        let key = |topic: &TopicTraffic| match by {
            By::Rate => (topic.rate, topic.bytes_rate),
            By::Bytes => (topic.bytes_rate, topic.rate),
        };
        topics.sort_by(|a, b| {
            let ((a1, a2), (b1, b2)) = (key(a), key(b));
            let order = b1.total_cmp(&a1).then(b2.total_cmp(&a2));
            order
                .then(b.count.cmp(&a.count))
                .then(a.topic.cmp(&b.topic))
        });
        topics.truncate(limit as usize);
        Ok(TopTopicsResponse {
            topics,
            counted_for: prost_types::Duration::try_from(counted.counted_for).ok(),
        })
    }
}

impl Marks {
    fn rates(&mut self, counted: &TopTopics, now: Instant) -> Vec<TopicTraffic> {
        // Counting began anew since: what was counted before says nothing.
        let is_of_this =
            |mark: &Mark| now.saturating_duration_since(mark.at) <= counted.counted_for;
        self.older.take_if(|mark| !is_of_this(mark));
        self.newer.take_if(|mark| !is_of_this(mark));
        let since = |mark: &Mark| now.saturating_duration_since(mark.at);
        let mark = self.older.as_ref().or(self.newer.as_ref());
        let mark = mark.filter(|mark| since(mark) >= FIRST);
        let seconds = mark
            .map_or(counted.counted_for, since)
            .as_secs_f64()
            .max(0.001);
        let rates = |topic: &TopicCount| {
            let before = mark.and_then(|mark| mark.counts.get(&topic.topic));
            // One that took another's place has the other's count.
            let messages = before
                .map_or(0, |before| before.0)
                .max(topic.inherited_messages);
            let bytes = before
                .map_or(0, |before| before.1)
                .max(topic.inherited_bytes);
            let rate = |now: u64, before: u64| now.saturating_sub(before) as f64 / seconds;
            TopicTraffic {
                topic: topic.topic.clone(),
                rate: rate(topic.messages, messages),
                bytes_rate: rate(topic.bytes, bytes),
                count: topic.messages,
            }
        };
        let topics = counted.topics.iter().map(rates).collect();
        if self.newer.as_ref().is_none_or(|mark| since(mark) >= WINDOW) {
            self.older = self.newer.take();
            let count = |topic: &TopicCount| (topic.topic.clone(), (topic.messages, topic.bytes));
            self.newer = Some(Mark {
                at: now,
                counts: counted.topics.iter().map(count).collect(),
            });
        }
        topics
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(seconds: u64, topics: &[(&str, u64, u64)]) -> TopTopics {
        let topic = |&(topic, messages, inherited): &(&str, u64, u64)| TopicCount {
            topic: topic.to_owned(),
            messages,
            bytes: 10 * messages,
            inherited_messages: inherited,
            inherited_bytes: 10 * inherited,
        };
        TopTopics {
            topics: topics.iter().map(topic).collect(),
            counted_for: Duration::from_secs(seconds),
        }
    }

    fn rate(topics: &[TopicTraffic], topic: &str) -> (f64, f64) {
        let found = topics
            .iter()
            .find(|traffic| traffic.topic == topic)
            .unwrap();
        (found.rate, found.bytes_rate)
    }

    #[test]
    fn rates_are_those_of_the_last_seconds() {
        let mut marks = Marks::default();
        let begin = Instant::now() + Duration::from_secs(3600);
        let at = |seconds| begin + Duration::from_secs(seconds);
        let first = marks.rates(&counted(2, &[("a", 20, 0), ("b", 100, 98)]), at(2));
        assert_eq!(rate(&first, "a"), (10.0, 100.0));
        // Only what it was counted itself.
        assert_eq!(rate(&first, "b"), (1.0, 10.0));
        let second = marks.rates(&counted(4, &[("a", 20, 0), ("b", 120, 98)]), at(4));
        assert_eq!((rate(&second, "a").0, rate(&second, "b").0), (0.0, 10.0));
        // Counting has begun anew.
        let third = marks.rates(&counted(1, &[("a", 5, 0)]), at(100));
        assert_eq!(rate(&third, "a").0, 5.0);
    }
}
