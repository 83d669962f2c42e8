//! What happened in the broker, and a log of it that is bounded.

use std::collections::{HashSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::At;

/// How many events are kept.
pub(crate) const MAX_EVENTS: usize = 5_000;

/// How bad it is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Severity {
    /// It is as it should be.
    #[default]
    Info,
    /// Somebody should look.
    Warning,
    /// Something does not work.
    Error,
}

impl Severity {
    /// A word of four letters at most.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warn",
            Self::Error => "fail",
        }
    }
}

/// Something that happened.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Event {
    /// Rises by one with each; 0 for a line of the log.
    pub(crate) sequence: u64,
    /// When.
    pub(crate) at: At,
    /// `connect`, `drop`, `log warn` ...
    pub(crate) kind: String,
    /// Whom it is about.
    pub(crate) subject: String,
    /// In words.
    pub(crate) message: String,
    /// How bad.
    pub(crate) severity: Severity,
    /// How often it happened.
    pub(crate) count: u64,
}

impl Event {
    /// The client it is about, if it is about one.
    pub(crate) fn client(&self) -> Option<&str> {
        let about_clients = matches!(
            self.kind.as_str(),
            "connect"
                | "disconnect"
                | "auth_fail"
                | "subscribe"
                | "unsubscribe"
                | "session_end"
                | "drop"
                | "slow"
                | "packet"
        );
        (about_clients && !self.subject.is_empty()).then_some(self.subject.as_str())
    }

    /// Whether an operator wants to hear of it though nothing is wrong.
    pub(crate) fn is_news(&self) -> bool {
        matches!(
            self.kind.as_str(),
            "config" | "cluster" | "listener" | "audit"
        )
    }

    /// Whom and what, on one line.
    pub(crate) fn sentence(&self) -> String {
        let times = if self.count > 1 {
            format!(" ({} times)", self.count)
        } else {
            String::new()
        };
        if self.subject.is_empty() || self.message.contains(&self.subject) {
            format!("{}{times}", self.message)
        } else {
            format!("{} {}{times}", self.subject, self.message)
        }
    }
}

/// The latest events.
#[derive(Debug, Clone, Default)]
pub(crate) struct EventLog {
    events: VecDeque<Event>,
    /// Their sequences: a source may tell of one twice.
    known: HashSet<u64>,
    /// How many a source left out.
    skipped: u64,
}

impl EventLog {
    /// Adds one where it belongs, unless it is there; the oldest goes if there are too many.
    pub(crate) fn push(&mut self, event: Event) {
        if event.sequence != 0 && !self.known.insert(event.sequence) {
            return;
        }
        // What is told late, as the past of one client is, comes before what followed it.
        let later = self
            .events
            .iter()
            .rev()
            .take_while(|other| other.at > event.at)
            .count();
        if later == self.events.len() && later >= MAX_EVENTS {
            self.known.remove(&event.sequence);
            return;
        }
        self.events.insert(self.events.len() - later, event);
        if self.events.len() > MAX_EVENTS
            && let Some(oldest) = self.events.pop_front()
        {
            self.known.remove(&oldest.sequence);
        }
    }

    /// Says that sequences begin anew: another broker.
    pub(crate) fn restart(&mut self) {
        self.known.clear();
        for event in &mut self.events {
            event.sequence = 0;
        }
    }

    /// Says that `count` were left out, with a line where they would be.
    pub(crate) fn skip(&mut self, count: u64) {
        if count == 0 {
            return;
        }
        self.skipped = self.skipped.saturating_add(count);
        let at = self.events.back().map(|event| event.at).unwrap_or_default();
        self.push(Event {
            at,
            kind: "missed".to_owned(),
            message: format!("{count} events missed"),
            severity: Severity::Info,
            ..Event::default()
        });
    }

    /// The events, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Event> + ExactSizeIterator {
        self.events.iter()
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// How many were left out.
    pub(crate) const fn skipped(&self) -> u64 {
        self.skipped
    }

    /// How many were added in the last `seconds` before `now`, a second.
    pub(crate) fn rate(&self, now: At, seconds: u32) -> f64 {
        let since = At(now.0 - i64::from(seconds) * 1_000);
        let count = self
            .events
            .iter()
            .rev()
            .take_while(|event| event.at >= since)
            .map(|event| event.count.max(1))
            .fold(0, u64::saturating_add);
        count as f64 / f64::from(seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_the_latest_and_says_what_was_missed() {
        let mut log = EventLog::default();
        for sequence in 1..=(MAX_EVENTS as u64 + 10) {
            log.push(Event {
                sequence,
                at: At(sequence as i64),
                ..Event::default()
            });
        }
        log.skip(212);
        assert_eq!(log.len(), MAX_EVENTS);
        assert_eq!(log.skipped(), 212);
        let last = log.iter().next_back().unwrap();
        assert_eq!(last.message, "212 events missed");
    }

    #[test]
    fn what_is_told_twice_or_late_is_in_its_place_once() {
        let mut log = EventLog::default();
        let event = |sequence: u64| Event {
            sequence,
            at: At(sequence as i64),
            ..Event::default()
        };
        for sequence in [5, 9, 2, 5, 7] {
            log.push(event(sequence));
        }
        let order: Vec<u64> = log.iter().map(|event| event.sequence).collect();
        assert_eq!(order, [2, 5, 7, 9]);
        log.restart();
        log.push(event(5));
        assert_eq!(log.len(), 5);
    }

    #[test]
    fn an_event_names_its_subject_once() {
        let event = Event {
            kind: "cluster".into(),
            subject: "mq3".into(),
            message: "mq3 joined".into(),
            count: 2,
            ..Event::default()
        };
        assert_eq!(event.sentence(), "mq3 joined (2 times)");
        assert_eq!(event.client(), None);
    }
}
