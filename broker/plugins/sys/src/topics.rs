//! The topics, and what stands on them.

use std::time::Duration;

use gmqtt_plugin_api::{Metrics, Terminated, Traffic};

use crate::heap;
use crate::load::Load;

const CONNECT: usize = 1;
const PUBLISH: usize = 3;

/// What has to be remembered from one time to the next.
#[derive(Debug, Default)]
pub(crate) struct Figures {
    uptime: Duration,
    most_clients: u64,
    largest_heap: u64,
    loads: [Load; LOADS.len()],
}

/// The topics of the averages over 1, 5 and 15 minutes, and what each is the average of.
type LoadTopics = ([&'static str; 3], fn(&Metrics) -> u64);

macro_rules! load_topics {
    ($of:literal) => {
        [
            concat!("$SYS/broker/load/", $of, "/1min"),
            concat!("$SYS/broker/load/", $of, "/5min"),
            concat!("$SYS/broker/load/", $of, "/15min"),
        ]
    };
}

const LOADS: [LoadTopics; 9] = [
    (load_topics!("messages/received"), |metrics| {
        all(&metrics.received).packets
    }),
    (load_topics!("messages/sent"), |metrics| {
        all(&metrics.sent).packets
    }),
    (load_topics!("publish/received"), |metrics| {
        metrics.received[PUBLISH].packets
    }),
    (load_topics!("publish/sent"), |metrics| {
        metrics.sent[PUBLISH].packets
    }),
    (load_topics!("publish/dropped"), dropped),
    (load_topics!("bytes/received"), |metrics| {
        all(&metrics.received).bytes
    }),
    (load_topics!("bytes/sent"), |metrics| {
        all(&metrics.sent).bytes
    }),
    (load_topics!("sockets"), |metrics| {
        metrics.clients_connected + metrics.connection_failures.iter().sum::<u64>()
    }),
    (load_topics!("connections"), |metrics| {
        metrics.received[CONNECT].packets
    }),
];

impl Figures {
    /// All topics with their values. Those that are nowhere kept (averages, the most that there was) are worked out here: call it
    /// at regular times.
    pub(crate) fn read(&mut self, metrics: &Metrics) -> Vec<(&'static str, String)> {
        let heap = heap::current();
        self.largest_heap = self.largest_heap.max(heap);
        let mut all: Vec<_> = self
            .counts(metrics, heap)
            .map(|(topic, value)| (topic, value.to_string()))
            .collect();
        all.push((
            "$SYS/broker/version",
            format!("gmqtt version {}", metrics.version),
        ));
        let uptime = metrics.uptime.as_secs();
        all.push(("$SYS/broker/uptime", format!("{uptime} seconds")));
        let passed = metrics.uptime.saturating_sub(self.uptime);
        self.uptime = metrics.uptime;
        for ((topics, of), load) in LOADS.iter().zip(&mut self.loads) {
            let averages = load.update(of(metrics), passed);
            let values = averages.map(|average| format!("{average:.2}"));
            all.extend(topics.iter().copied().zip(values));
        }
        all
    }

    fn counts(
        &mut self,
        metrics: &Metrics,
        heap: u64,
    ) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        let total = metrics.sessions_active + metrics.sessions_inactive;
        self.most_clients = self.most_clients.max(metrics.sessions_active);
        let (received, sent) = (all(&metrics.received), all(&metrics.sent));
        let stored = metrics.retained_messages + metrics.messages_queued;
        [
            ("$SYS/broker/clients/total", total),
            ("$SYS/broker/clients/active", metrics.sessions_active),
            ("$SYS/broker/clients/connected", metrics.sessions_active),
            ("$SYS/broker/clients/inactive", metrics.sessions_inactive),
            (
                "$SYS/broker/clients/disconnected",
                metrics.sessions_inactive,
            ),
            ("$SYS/broker/clients/maximum", self.most_clients),
            (
                "$SYS/broker/clients/expired",
                metrics.sessions_terminated[Terminated::Expired as usize],
            ),
            ("$SYS/broker/messages/received", received.packets),
            ("$SYS/broker/messages/sent", sent.packets),
            ("$SYS/broker/messages/stored", stored),
            ("$SYS/broker/messages/inflight", metrics.messages_inflight),
            ("$SYS/broker/store/messages/count", stored),
            (
                "$SYS/broker/store/messages/bytes",
                metrics.retained_bytes + metrics.queued_bytes,
            ),
            ("$SYS/broker/bytes/received", received.bytes),
            ("$SYS/broker/bytes/sent", sent.bytes),
            (
                "$SYS/broker/publish/messages/received",
                metrics.received[PUBLISH].packets,
            ),
            (
                "$SYS/broker/publish/messages/sent",
                metrics.sent[PUBLISH].packets,
            ),
            ("$SYS/broker/publish/messages/dropped", dropped(metrics)),
            (
                "$SYS/broker/publish/bytes/received",
                metrics.received[PUBLISH].bytes,
            ),
            (
                "$SYS/broker/publish/bytes/sent",
                metrics.sent[PUBLISH].bytes,
            ),
            ("$SYS/broker/subscriptions/count", metrics.subscriptions),
            (
                "$SYS/broker/shared_subscriptions/count",
                metrics.shared_subscriptions,
            ),
            (
                "$SYS/broker/retained messages/count",
                metrics.retained_messages,
            ),
            ("$SYS/broker/heap/current", heap),
            ("$SYS/broker/heap/maximum", self.largest_heap),
        ]
        .into_iter()
    }
}

fn all(traffic: &[Traffic; 16]) -> Traffic {
    traffic.iter().fold(Traffic::default(), |sum, of| Traffic {
        packets: sum.packets + of.packets,
        bytes: sum.bytes + of.bytes,
    })
}

fn dropped(metrics: &Metrics) -> u64 {
    metrics.messages_dropped.as_flattened().iter().sum()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::time::SystemTime;

    use super::*;

    fn value<'a>(read: &'a [(&'static str, String)], topic: &str) -> &'a str {
        let found = read.iter().find(|(name, _)| *name == topic);
        &found.unwrap_or_else(|| panic!("{topic}")).1
    }

    #[test]
    fn figures_stand_on_their_topics() {
        let mut metrics = Metrics::new("1.2.3", SystemTime::UNIX_EPOCH);
        metrics.uptime = Duration::from_millis(60_500);
        (metrics.sessions_active, metrics.sessions_inactive) = (3, 4);
        metrics.received[PUBLISH] = Traffic {
            packets: 5,
            bytes: 50,
        };
        metrics.received[CONNECT] = Traffic {
            packets: 3,
            bytes: 30,
        };
        metrics.messages_dropped[1] = [1, 2, 3];
        let mut figures = Figures::default();
        let read = figures.read(&metrics);
        for (topic, expected) in [
            ("$SYS/broker/version", "gmqtt version 1.2.3"),
            ("$SYS/broker/uptime", "60 seconds"),
            ("$SYS/broker/clients/total", "7"),
            ("$SYS/broker/messages/received", "8"),
            ("$SYS/broker/publish/bytes/received", "50"),
            ("$SYS/broker/publish/messages/dropped", "6"),
        ] {
            assert_eq!(value(&read, topic), expected, "{topic}");
        }
        assert_ne!(value(&read, "$SYS/broker/load/connections/1min"), "0.00");
        assert_eq!(value(&read, "$SYS/broker/load/bytes/sent/15min"), "0.00");
        metrics.sessions_active = 1;
        let read = figures.read(&metrics);
        assert_eq!(value(&read, "$SYS/broker/clients/maximum"), "3");
    }

    #[test]
    fn each_topic_is_there_once() {
        let read = Figures::default().read(&Metrics::new("", SystemTime::UNIX_EPOCH));
        let topics: HashMap<_, _> = read.iter().cloned().collect();
        assert_eq!(topics.len(), read.len());
        assert!(topics.keys().all(|topic| topic.starts_with("$SYS/broker/")));
    }
}
