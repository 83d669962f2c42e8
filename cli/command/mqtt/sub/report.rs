//! `--report`: how much came on which topics.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::{amount, payload::escape};

/// Counts by topic.
#[derive(Debug, Default)]
pub(super) struct Report {
    topics: HashMap<String, Seen>,
    /// What came on topics for which there was no room.
    others: Seen,
}

#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    messages: u64,
    bytes: u64,
    retained: u64,
}

/// Who publishes to ever new topics must not take all memory.
const MOST_TOPICS: usize = 100_000;

impl Report {
    pub(super) fn count(&mut self, topic: &str, bytes: usize, retain: bool) {
        let full = self.topics.len() >= MOST_TOPICS;
        let seen = match self.topics.get_mut(topic) {
            Some(seen) => seen,
            None if full => &mut self.others,
            None => self.topics.entry(topic.to_owned()).or_default(),
        };
        seen.messages += 1;
        seen.bytes += bytes as u64;
        seen.retained += u64::from(retain);
    }

    /// The topics, the busiest first.
    fn sorted(&self) -> Vec<(&str, Seen)> {
        let mut all: Vec<_> = self
            .topics
            .iter()
            .map(|(topic, seen)| (topic.as_str(), *seen))
            .collect();
        all.sort_by(|(topic, seen), (other, theirs)| {
            theirs.messages.cmp(&seen.messages).then(topic.cmp(other))
        });
        all
    }

    pub(super) fn table(&self) -> String {
        let mut text = format!(
            "{:>10}  {:>10}  {:>8}  TOPIC\n",
            "MESSAGES", "SIZE", "RETAINED"
        );
        let mut row = |topic: &str, seen: Seen| {
            let mut printable = Vec::new();
            escape(topic, false, &mut printable);
            text.push_str(&format!(
                "{:>10}  {:>10}  {:>8}  {}\n",
                amount::number(seen.messages),
                amount::bytes(seen.bytes),
                amount::number(seen.retained),
                String::from_utf8_lossy(&printable)
            ));
        };
        for (topic, seen) in self.sorted() {
            row(topic, seen);
        }
        if self.others.messages > 0 {
            row("(on other topics)", self.others);
        }
        text
    }

    pub(super) fn document(&self) -> Value {
        let topics: Vec<_> = self
            .sorted()
            .into_iter()
            .map(|(topic, seen)| {
                json!({
                    "topic": topic,
                    "messages": seen.messages,
                    "bytes": seen.bytes,
                    "retained": seen.retained,
                })
            })
            .collect();
        json!({"items": topics, "total": topics.len(), "other_messages": self.others.messages})
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_topic_comes_first() {
        let mut report = Report::default();
        report.count("a", 1, true);
        report.count("b\u{1b}", 2, false);
        report.count("b\u{1b}", 1000, false);
        assert_eq!(
            report.table(),
            "  MESSAGES        SIZE  RETAINED  TOPIC\n         2      1.0 kB         0  b\\x1b\n         1         1 B         1  a\n"
        );
        assert_eq!(report.document()["items"][0]["bytes"], 1002);
    }

    #[test]
    fn memory_is_bounded() {
        let mut report = Report::default();
        for topic in 0..MOST_TOPICS + 5 {
            report.count(&topic.to_string(), 0, false);
        }
        assert_eq!(report.topics.len(), MOST_TOPICS);
        assert_eq!(report.others.messages, 5);
    }
}
