//! The last log messages, kept in memory for those who look at the log through the API.

use std::{
    fmt::{self, Write as _},
    sync::Arc,
    time::SystemTime,
};

use gmqtt_config::LogLevel;
use gmqtt_plugin_api::{Feed, LogRecord};
use tracing::{
    Event, Level, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{Layer, layer::Context};

/// How many messages are kept.
const KEPT: usize = 5000;
/// What they may take in memory.
const KEPT_BYTES: usize = 4 * 1024 * 1024;
/// What a message takes beside its words, about.
const RECORD_BYTES: usize = 120;
/// The longest value, in bytes.
const LONGEST: usize = 8 * 1024;
/// Parts that a message passes on its way to who watches the log: what they say about that would never end.
const CARRIERS: [&str; 5] = ["h2", "hyper", "hyper_util", "tonic", "tower"];

/// Puts every message that is written into a feed.
#[derive(Debug)]
pub(super) struct KeptLog {
    feed: Arc<Feed<LogRecord>>,
}

impl KeptLog {
    /// A feed for it.
    pub(super) fn feed() -> Arc<Feed<LogRecord>> {
        Feed::new(KEPT, KEPT_BYTES)
    }

    pub(super) fn new(feed: &Arc<Feed<LogRecord>>) -> Self {
        Self { feed: feed.clone() }
    }
}

impl<S: Subscriber> Layer<S> for KeptLog {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        let part = metadata.target().split("::").next().unwrap_or_default();
        if CARRIERS.contains(&part) {
            return;
        }
        let mut record = LogRecord {
            at: SystemTime::now(),
            level: level(*metadata.level()),
            target: metadata.target().to_owned(),
            message: String::new(),
            fields: Vec::new(),
        };
        event.record(&mut Fields(&mut record));
        let words: usize = record.fields.iter().map(|(_, value)| value.len()).sum();
        let bytes = RECORD_BYTES + record.target.len() + record.message.len() + words;
        self.feed.push(record, bytes);
    }
}

fn level(level: Level) -> LogLevel {
    match level {
        Level::ERROR => LogLevel::Error,
        Level::WARN => LogLevel::Warn,
        Level::INFO => LogLevel::Info,
        Level::DEBUG => LogLevel::Debug,
        Level::TRACE => LogLevel::Trace,
    }
}

/// Gathers the fields of a message.
struct Fields<'a>(&'a mut LogRecord);

impl Fields<'_> {
    fn add(&mut self, field: &Field, mut value: String) {
        if value.len() > LONGEST {
            value.truncate(value.floor_char_boundary(LONGEST));
            value.push_str("...");
        }
        if field.name() == "message" {
            self.0.message = value;
        } else {
            self.0.fields.push((field.name(), value));
        }
    }
}

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.add(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let mut text = String::new();
        // Writing into a string does not fail, and what a value says of itself is not worth more.
        let _ = write!(text, "{value:?}");
        self.add(field, text);
    }
}

#[cfg(test)]
mod tests {
    use std::task::{Poll, Waker};

    use gmqtt_plugin_api::Since;
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::*;

    #[test]
    fn messages_are_kept_with_their_fields_and_those_of_the_carriers_are_not() {
        let feed = KeptLog::feed();
        let subscriber = tracing_subscriber::registry().with(KeptLog::new(&feed));
        let long = "x".repeat(2 * LONGEST);
        tracing::subscriber::with_default(subscriber, || {
            tracing::warn!(target: "part::of", n = 7, name = "a b", list = ?[1], "{} said", "who");
            tracing::info!(target: "h2::codec", "a frame");
            tracing::info!(target: "h2o", long);
        });
        let mut watch = feed.watch(Since::Last(10));
        let mut cx = std::task::Context::from_waker(Waker::noop());
        let mut next = || match watch.poll_next(&mut cx) {
            Poll::Ready(Some(item)) => item.value,
            _ => panic!("nothing is there"),
        };
        let first = next();
        assert_eq!(
            (first.level, &*first.target, &*first.message),
            (LogLevel::Warn, "part::of", "who said")
        );
        let fields: Vec<_> = first
            .fields
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(fields, ["n=7", "name=a b", "list=[1]"]);
        let second = next();
        assert_eq!(
            (&*second.target, second.fields[0].1.len()),
            ("h2o", LONGEST + 3)
        );
    }
}
