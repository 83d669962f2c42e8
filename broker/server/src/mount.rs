//! Mount points: a prefix of topics that the clients of a listener never see. It is put before their topics and filters when
//! they arrive and taken off when messages leave; everything between, hooks and rules included, knows full topics.
//!
//! Topics below `$SYS` are the broker's own and stay as they are.

use std::borrow::Cow;
use std::sync::Arc;

use gmqtt_protocol::TopicFilter;
use gmqtt_protocol::packet::PublishProperties;

/// A prefix such as `tenants/one/`.
#[derive(Debug, Clone)]
pub(crate) struct Mount(Arc<str>);

/// A message as clients under one mount point see it.
#[derive(Debug)]
pub(crate) struct Seen<'a> {
    pub(crate) topic: &'a str,
    /// Forwarded properties, encoded.
    pub(crate) block: Cow<'a, [u8]>,
}

/// The longest topic or filter there is.
const LONGEST: usize = 65_535;

impl Mount {
    pub(crate) fn new(prefix: Arc<str>) -> Self {
        Self(prefix)
    }

    /// A client's topic name as the broker knows it. `None`: it would be too long.
    pub(crate) fn topic<'t>(&self, topic: &'t str) -> Option<Cow<'t, str>> {
        if is_of_the_broker(topic) {
            return Some(topic.into());
        }
        self.fits(topic).then(|| [&*self.0, topic].concat().into())
    }

    /// A client's topic filter, shared or not, as the broker knows it. `None`: it would be too long.
    pub(crate) fn filter(&self, filter: TopicFilter<'_>) -> Option<String> {
        let (full, topics) = (filter.full(), filter.filter());
        if is_of_the_broker(topics) {
            return Some(full.to_owned());
        }
        let share = &full[..full.len() - topics.len()];
        self.fits(full).then(|| [share, &*self.0, topics].concat())
    }

    /// A message as this client sees it. `None`: it is not below the mount point. A response topic that is not is taken out,
    /// for the client could not reach it.
    pub(crate) fn seen<'m>(&self, topic: &'m str, block: &'m [u8]) -> Option<Seen<'m>> {
        let topic = self.take_off(topic)?;
        let properties = if block.is_empty() {
            PublishProperties::default()
        } else {
            PublishProperties::from_block(block).unwrap_or_default()
        };
        let block = match properties.response_topic {
            None => block.into(),
            Some(response) => {
                let mut seen = Vec::with_capacity(block.len());
                PublishProperties {
                    response_topic: self.take_off(response),
                    ..properties
                }
                .encode_forwarded(&mut seen);
                seen.into()
            }
        };
        Some(Seen { topic, block })
    }

    /// A topic as the client knows it. `None`: it cannot name it.
    pub(crate) fn take_off<'t>(&self, topic: &'t str) -> Option<&'t str> {
        if is_of_the_broker(topic) {
            return Some(topic);
        }
        topic.strip_prefix(&*self.0).filter(|rest| !rest.is_empty())
    }

    fn fits(&self, text: &str) -> bool {
        self.0.len() + text.len() <= LONGEST
    }
}

impl PartialEq for Mount {
    /// Most are of the same listener.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

/// Whether a topic, or all topics of a filter, are those on which the broker speaks of itself: `$SYS` and what is below it.
pub(crate) fn is_of_the_broker(topic: &str) -> bool {
    topic
        .strip_prefix("$SYS")
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mount() -> Mount {
        Mount::new("t/1/".into())
    }

    #[test]
    fn topics_come_back_as_they_went() {
        for topic in [
            "a",
            "a/b",
            "/",
            "$SYS",
            "$SYS/broker/uptime",
            "$SYSTEM",
            "t/1/x",
        ] {
            let full = mount().topic(topic).unwrap();
            assert_eq!(
                full.starts_with("t/1/"),
                topic != "$SYS" && topic != "$SYS/broker/uptime"
            );
            assert_eq!(mount().seen(&full, &[]).unwrap().topic, topic);
        }
    }

    #[test]
    fn filters_keep_their_group() {
        let full = |filter| mount().filter(TopicFilter::parse(filter).unwrap()).unwrap();
        assert_eq!(full("#"), "t/1/#");
        assert_eq!(full("$share/g/+/a"), "$share/g/t/1/+/a");
        assert_eq!(full("$SYS/#"), "$SYS/#");
        assert_eq!(full("$share/g/$SYS/#"), "$share/g/$SYS/#");
    }

    /// `t/1/#` matches `t/1`, which no client below can name.
    #[test]
    fn what_is_not_below_is_not_seen() {
        for topic in ["t/1", "t/1/", "t/2/a", "a"] {
            assert!(mount().seen(topic, &[]).is_none(), "{topic}");
        }
    }

    #[test]
    fn what_would_be_too_long_has_no_full_form() {
        let longest = "x".repeat(LONGEST - 4);
        assert_eq!(mount().topic(&longest).unwrap().len(), LONGEST);
        let longer = format!("{longest}x");
        assert_eq!(mount().topic(&longer), None);
        assert_eq!(mount().filter(TopicFilter::parse(&longer).unwrap()), None);
    }

    #[test]
    fn response_topics_are_seen_from_below_too() {
        let seen = |response_topic| {
            let properties = PublishProperties {
                response_topic: Some(response_topic),
                correlation_data: Some(b"7"),
                ..PublishProperties::default()
            };
            let mut block = Vec::new();
            properties.encode_forwarded(&mut block);
            let seen = mount().seen("t/1/a", &block).unwrap().block.into_owned();
            let properties = PublishProperties::from_block(&seen).unwrap();
            assert_eq!(properties.correlation_data, Some(&b"7"[..]));
            properties.response_topic.map(str::to_owned)
        };
        assert_eq!(seen("t/1/answers").as_deref(), Some("answers"));
        assert_eq!(seen("t/2/answers"), None);
    }
}
