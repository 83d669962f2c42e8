//! Topics, and who receives what is published to them.

use serde::{Deserialize, Serialize};

/// A level of the tree of topics.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TopicRow {
    /// The whole topic down to this level.
    pub(crate) topic: String,
    /// Its own level.
    pub(crate) level: String,
    /// How many levels are right below.
    pub(crate) children: u32,
    /// Subscriptions at or below it.
    pub(crate) subscriptions: u64,
    /// Retained messages at or below it.
    pub(crate) retained: u64,
    /// Messages published a second at or below it, of the busiest topics.
    pub(crate) rate: Option<f64>,
    /// Bytes of their payloads.
    pub(crate) bytes: Option<f64>,
}

impl TopicRow {
    /// How many levels are above it.
    pub(crate) fn depth(&self) -> usize {
        self.topic.matches('/').count()
    }
}

/// The levels that were asked for: the top ones, and those below each that is open.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TopicPage {
    /// Level after level as in a tree: what is below one follows it.
    pub(crate) rows: Vec<TopicRow>,
    /// Whether there are more than were asked for.
    pub(crate) truncated: bool,
}

/// Who receives what is published to a topic.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct TopicMatch {
    /// The topic.
    pub(crate) topic: String,
    /// The first subscriptions that match.
    pub(crate) receivers: Vec<Receiver>,
    /// How many match.
    pub(crate) total: u64,
    /// Messages that would be sent or queued.
    pub(crate) deliveries: u64,
    /// The retained message of the topic, if there is one.
    pub(crate) retained: Option<Retained>,
}

/// A subscription that matches.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Receiver {
    /// The client.
    pub(crate) client: String,
    /// The filter.
    pub(crate) filter: String,
    /// The QoS.
    pub(crate) qos: u8,
    /// Whether the client is connected.
    pub(crate) online: bool,
    /// What would become of the message, in words.
    pub(crate) verdict: String,
    /// Whether it would not reach the client.
    pub(crate) refused: bool,
}

/// A retained message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Retained {
    /// Bytes of the payload.
    pub(crate) size: u64,
    /// The QoS.
    pub(crate) qos: u8,
    /// The content type.
    pub(crate) content_type: String,
    /// The beginning of the payload, if it may be shown.
    pub(crate) payload: Option<String>,
}

/// Whether something at or below the topic `topic` could be matched by `filter`: what a tree shows of a filter.
pub(crate) fn covers(filter: &str, topic: &str) -> bool {
    // [MQTT-4.7.2-1]: wildcards at the beginning do not match topics that begin with `$`.
    if topic.starts_with('$') && !filter.starts_with('$') {
        return false;
    }
    let mut parts = filter.split('/');
    for level in topic.split('/') {
        match parts.next() {
            Some("#") => return true,
            Some("+") => {}
            Some(part) if part == level => {}
            _ => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [MQTT-4.7.1-2], [MQTT-4.7.1-3], [MQTT-4.7.2-1].
    #[test]
    fn a_tree_shows_what_leads_to_a_match() {
        assert!(covers("sensors/+/raw", "sensors"));
        assert!(covers("sensors/+/raw", "sensors/42"));
        assert!(!covers("sensors/+/raw", "home"));
        assert!(!covers("sensors/+/raw", "sensors/42/cmd"));
        assert!(covers("sensors/#", "sensors/42/cmd"));
        assert!(!covers("#", "$SYS"));
        assert!(covers("$SYS/#", "$SYS/brokers"));
    }
}
