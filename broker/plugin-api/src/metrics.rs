//! The broker's figures at one moment, and the figures that plugins add to them.
//!
//! Nothing is counted here. The broker counts per thread and sums when it is asked, which costs the same with one session
//! and with a hundred thousand; whoever shows the figures (Prometheus, `$SYS`, the admin API) reads one [`Metrics`] and works
//! on that.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use gmqtt_protocol::QoS;

use crate::{DropReason, Hook, Terminated};

/// The broker's figures. Those that only grow count from its start; all others are of this moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// The version of the broker.
    pub version: &'static str,
    /// When it started.
    pub started_at: SystemTime,
    /// How long ago that was, by a clock that is never set.
    pub uptime: Duration,
    /// Clients that were let in.
    pub clients_connected: u64,
    /// Clients that were let in and whose connection has ended.
    pub clients_disconnected: u64,
    /// Times that a client left a message unacknowledged for longer than `mqtt.inflight_expiry` with its window full.
    pub slow_clients: u64,
    /// Connected clients that did so on their connection.
    pub slow_now: u64,
    /// Connections that ended before their client was let in, at [`ConnectionFailure`] `as usize`.
    pub connection_failures: [u64; ConnectionFailure::ALL.len()],
    /// What limits refused, at [`Limit`] `as usize`.
    pub limits_reached: [u64; Limit::ALL.len()],
    /// Clients whose credentials or rights did not do, at [`AuthFailure`] `as usize`: at CONNECT, in an exchange of AUTH
    /// packets, when they authenticated anew.
    pub auth_failures: [u64; AuthFailure::ALL.len()],
    /// Sessions that were made.
    pub sessions_created: u64,
    /// Sessions that have ended, at [`Terminated`] `as usize`.
    pub sessions_terminated: [u64; Terminated::ALL.len()],
    /// Sessions whose client is connected.
    pub sessions_active: u64,
    /// Sessions whose client is away.
    pub sessions_inactive: u64,
    /// Packets received, by packet type (1 CONNECT to 15 AUTH; see [`PACKET_TYPES`]).
    pub received: [Traffic; 16],
    /// Packets placed for sending, by packet type. A QoS 1 or 2 message that is sent again counts again.
    pub sent: [Traffic; 16],
    /// PUBLISH packets received, by QoS.
    pub messages_received: [u64; 3],
    /// PUBLISH packets sent, by QoS.
    pub messages_sent: [u64; 3],
    /// Messages that did not reach a session, at [`DropReason`] `as usize`, then by QoS.
    pub messages_dropped: [[u64; 3]; DropReason::ALL.len()],
    /// Messages that wait in the queues of all sessions; one that waits for two sessions counts twice.
    pub messages_queued: u64,
    /// The bytes of their topics, properties and payloads, of those in memory.
    pub queued_bytes: u64,
    /// Sessions with messages that wait.
    pub queues: u64,
    /// Messages among them that only the store has: `limits.queue_memory` is reached, and their clients are away.
    pub messages_paged: u64,
    /// Messages of QoS 1 and 2 that were sent and whose exchange is not over.
    pub messages_inflight: u64,
    /// Retained messages.
    pub retained_messages: u64,
    /// The bytes of their topics, properties and payloads.
    pub retained_bytes: u64,
    /// Subscriptions that were made. One that replaces another does not count.
    pub subscriptions_made: u64,
    /// Subscriptions there are, shared ones among them.
    pub subscriptions: u64,
    /// Shared subscriptions there are; each member of a group counts.
    pub shared_subscriptions: u64,
    /// From the arrival of a PUBLISH to the moment its bytes were with the system for a subscriber; 1 in 64 messages.
    pub delivery_latency: Histogram,
    /// What each hook of each plugin takes.
    pub hook_latencies: Vec<HookLatency>,
    /// The certificates that listeners present, those of plugins included.
    pub certificates: Vec<CertificateMetric>,
    /// What survives a restart, and how the store is; `None` if nothing does.
    pub store: Option<StoreMetrics>,
    /// As one node of a cluster; `None` if it is none.
    pub cluster: Option<crate::ClusterMetrics>,
}

impl Metrics {
    /// The figures of a broker that has just started and done nothing.
    #[must_use]
    pub fn new(version: &'static str, started_at: SystemTime) -> Self {
        Self {
            version,
            started_at,
            uptime: Duration::ZERO,
            clients_connected: 0,
            clients_disconnected: 0,
            slow_clients: 0,
            slow_now: 0,
            connection_failures: [0; ConnectionFailure::ALL.len()],
            limits_reached: [0; Limit::ALL.len()],
            auth_failures: [0; AuthFailure::ALL.len()],
            sessions_created: 0,
            sessions_terminated: [0; Terminated::ALL.len()],
            sessions_active: 0,
            sessions_inactive: 0,
            received: [Traffic::default(); 16],
            sent: [Traffic::default(); 16],
            messages_received: [0; 3],
            messages_sent: [0; 3],
            messages_dropped: [[0; 3]; DropReason::ALL.len()],
            messages_queued: 0,
            queued_bytes: 0,
            queues: 0,
            messages_paged: 0,
            messages_inflight: 0,
            retained_messages: 0,
            retained_bytes: 0,
            subscriptions_made: 0,
            subscriptions: 0,
            shared_subscriptions: 0,
            delivery_latency: Histogram::default(),
            hook_latencies: Vec::new(),
            certificates: Vec::new(),
            store: None,
            cluster: None,
        }
    }

    /// Messages dropped for this reason at this QoS.
    #[must_use]
    pub const fn dropped(&self, reason: DropReason, qos: QoS) -> u64 {
        self.messages_dropped[reason as usize][qos as usize]
    }
}

/// Packets, and the bytes they have on the wire of MQTT: what TLS and WebSocket add is not among them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Traffic {
    /// How many.
    pub packets: u64,
    /// Their size.
    pub bytes: u64,
}

/// The names of the packet types, by their number.
pub const PACKET_TYPES: [&str; 16] = [
    "RESERVED",
    "CONNECT",
    "CONNACK",
    "PUBLISH",
    "PUBACK",
    "PUBREC",
    "PUBREL",
    "PUBCOMP",
    "SUBSCRIBE",
    "SUBACK",
    "UNSUBSCRIBE",
    "UNSUBACK",
    "PINGREQ",
    "PINGRESP",
    "DISCONNECT",
    "AUTH",
];

/// What one hook of one plugin took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HookLatency {
    /// The plugin's name.
    pub plugin: &'static str,
    /// The hook.
    pub hook: Hook,
    /// How long its calls took: all calls of deciding hooks, 1 in 64 on the message path.
    pub latency: Histogram,
}

/// The certificate of a listener, of the broker or of a plugin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateMetric {
    /// The listener, by its name or its address; of a plugin, by its key in the configuration: `api.http[0]`.
    pub listener: String,
    /// The holder in the certificate.
    pub subject: String,
    /// When it ends.
    pub expires_at: SystemTime,
}

/// The store: its health and its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreMetrics {
    /// The `persistence.type`.
    pub kind: &'static str,
    /// Why it does not work at the moment: what must survive is refused, or taken without a promise, as
    /// `persistence.on_store_failure` says.
    pub failure: Option<String>,
    /// What makes its promise weaker than it could be, such as the `appendfsync` of a Redis.
    pub warnings: Vec<String>,
    /// Sessions kept.
    pub sessions: u64,
    /// Messages kept, each once however many sessions it waits for.
    pub messages: u64,
    /// Retained messages among them.
    pub retained: u64,
    /// Bytes on disk; 0 where it is not known.
    pub bytes: u64,
    /// Bytes among them that are of use; the rest is removed by compaction.
    pub live_bytes: u64,
    /// Bytes that wait to become durable.
    pub pending_bytes: u64,
    /// Group commits: syncs of the disk, or transactions of Redis.
    pub commits: u64,
    /// Batches of changes that were committed with them.
    pub batches: u64,
    /// Batches that were not taken.
    pub refused: u64,
    /// Times that it ceased to work.
    pub failures: u64,
    /// From the moment at which a batch was handed over until it was durable; one batch of a commit.
    pub commit_latency: Histogram,
}

/// Defines an enum of reasons whose labels stand in metrics.
macro_rules! reasons {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $label:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[repr(usize)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $name {
            /// All of them, in the order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The label in metrics.
            #[must_use]
            pub const fn label(self) -> &'static str {
                match self {
                    $(Self::$variant => $label,)*
                }
            }
        }
    };
}

reasons! {
    /// Why a connection ended before its client was let in.
    ConnectionFailure {
        /// It ended without having said anything wrong.
        Lost = "lost",
        /// No CONNECT came in time (`mqtt.connect_timeout`).
        Timeout = "timeout",
        /// The TLS handshake failed.
        Tls = "tls_handshake",
        /// It does not speak MQTT, or not what the listener expects below it.
        NotMqtt = "not_mqtt",
        /// What it sent breaks the rules of MQTT.
        Protocol = "protocol_error",
        /// A well-formed CONNECT asks for what the broker does not give: a version, an identifier, a will.
        Unsupported = "unsupported",
        /// The client was not authenticated or not authorised; [`Metrics::auth_failures`] says why.
        Auth = "authentication",
        /// A plugin or the broker refused the address.
        Address = "address",
        /// A limit on connections is reached.
        Limit = "limit",
        /// The broker is stopping.
        Stopping = "stopping",
        /// Anything else.
        Other = "other",
    }
}

reasons! {
    /// A limit that kept something from happening.
    Limit {
        /// `max_connections` of a listener.
        ListenerConnections = "listener_connections",
        /// `limits.max_connections`.
        Connections = "connections",
        /// `limits.max_connections_per_address`.
        AddressConnections = "address_connections",
        /// `limits.connection_rate_per_address`.
        AddressConnectionRate = "address_connection_rate",
        /// The networks of a listener: `allow`, `deny` and `trusted`.
        Network = "network",
        /// `limits.message_rate`: a client was slowed or disconnected.
        MessageRate = "message_rate",
        /// `limits.byte_rate`: a client was slowed or disconnected.
        ByteRate = "byte_rate",
        /// `limits.max_subscriptions`.
        Subscriptions = "subscriptions",
        /// `limits.queue_memory`: a message was not queued for a session.
        QueueMemory = "queue_memory",
        /// `limits.max_retained_messages`.
        RetainedMessages = "retained_messages",
        /// `limits.max_retained_bytes`.
        RetainedBytes = "retained_bytes",
        /// The store did not take something (`persistence.on_store_failure` says what came of it).
        Store = "store",
    }
}

reasons! {
    /// Why a client was not authenticated.
    AuthFailure {
        /// CONNACK 0x86 (3.x: 4).
        BadCredentials = "bad_user_name_or_password",
        /// CONNACK 0x87 (3.x: 5).
        NotAuthorized = "not_authorized",
        /// CONNACK 0x8A.
        Banned = "banned",
        /// CONNACK 0x8C: no plugin knows the method.
        BadMethod = "bad_authentication_method",
        /// The plugin was too busy, or did not answer in time.
        Unavailable = "unavailable",
        /// Any other code.
        Other = "other",
    }
}

/// How often something took how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Histogram {
    /// How many took at most the bound at the same place in [`BOUNDS`](Self::BOUNDS) and more than the one before it; the
    /// last place is for those that took longer than any bound.
    pub counts: [u64; Self::BOUNDS.len() + 1],
    /// The sum of all.
    pub sum: Duration,
}

impl Histogram {
    /// The upper bounds of the buckets: 1, 2 and 5 of each power of ten, from a microsecond to ten seconds.
    pub const BOUNDS: [Duration; 22] = {
        let mut bounds = [Duration::ZERO; 22];
        let (mut at, mut micros) = (0, 1);
        while at < bounds.len() {
            bounds[at] = Duration::from_micros(micros * [1, 2, 5][at % 3]);
            if at % 3 == 2 {
                micros *= 10;
            }
            at += 1;
        }
        bounds
    };

    /// The bucket of a duration.
    #[must_use]
    pub fn bucket(took: Duration) -> usize {
        Self::BOUNDS.partition_point(|bound| *bound < took)
    }

    /// How many there are in all.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The bound below which this part of all lies (0.99 for the 99th percentile): the bucket's upper bound, so that it is
    /// never less than the truth. `None` without any, or if it is above all bounds.
    #[must_use]
    pub fn quantile(&self, part: f64) -> Option<Duration> {
        let all = self.count();
        let mut seen = 0;
        for (count, bound) in self.counts.iter().zip(Self::BOUNDS) {
            seen += count;
            if seen > 0 && seen as f64 >= part * all as f64 {
                return Some(bound);
            }
        }
        None
    }

    /// Adds what another one counted.
    pub fn add(&mut self, other: &Self) {
        for (count, more) in self.counts.iter_mut().zip(other.counts) {
            *count += more;
        }
        self.sum = self.sum.saturating_add(other.sum);
    }
}

/// Figures that a plugin adds to the broker's; see `PluginContext::register_metrics`.
pub trait MetricSource: Send + Sync + 'static {
    /// The figures now. Called for each scrape, off the message path; must not block.
    fn collect(&self) -> Vec<MetricFamily>;
}

/// A figure with a value for each combination of labels.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricFamily {
    /// In Prometheus's spelling, beginning with `gmqtt_` and the plugin's name; a counter ends in `_total`.
    pub name: Cow<'static, str>,
    /// What it says, in one sentence.
    pub help: Cow<'static, str>,
    /// What kind of figure it is.
    pub kind: MetricKind,
    /// The values. All have the same label names.
    pub samples: Vec<Sample>,
}

/// What kind of figure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetricKind {
    /// Only grows, from 0 at the start of the broker.
    Counter,
    /// Goes up and down.
    Gauge,
    /// A [`Histogram`].
    Histogram,
}

/// One value of a [`MetricFamily`].
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Names and values.
    pub labels: Vec<(Cow<'static, str>, Cow<'static, str>)>,
    /// The value.
    pub value: SampleValue,
}

/// The value of a [`Sample`].
#[derive(Debug, Clone, PartialEq)]
pub enum SampleValue {
    /// Of a counter or a gauge.
    Number(f64),
    /// Of a histogram.
    Histogram(Histogram),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_rise_from_a_microsecond_to_ten_seconds() {
        assert!(Histogram::BOUNDS.is_sorted_by(|a, b| a < b));
        assert_eq!(Histogram::BOUNDS[0], Duration::from_micros(1));
        assert_eq!(Histogram::BOUNDS[21], Duration::from_secs(10));
    }

    #[test]
    fn a_bound_is_part_of_its_bucket() {
        assert_eq!(Histogram::bucket(Duration::ZERO), 0);
        assert_eq!(Histogram::bucket(Duration::from_micros(1)), 0);
        assert_eq!(Histogram::bucket(Duration::from_nanos(1001)), 1);
        assert_eq!(Histogram::bucket(Duration::from_secs(11)), 22);
    }

    #[test]
    fn quantiles_are_upper_bounds() {
        let mut histogram = Histogram::default();
        assert_eq!(histogram.quantile(0.5), None);
        for micros in [3, 3, 3, 900] {
            histogram.counts[Histogram::bucket(Duration::from_micros(micros))] += 1;
        }
        assert_eq!(histogram.quantile(0.5), Some(Duration::from_micros(5)));
        assert_eq!(histogram.quantile(0.99), Some(Duration::from_millis(1)));
        let mut twice = histogram.clone();
        twice.add(&histogram);
        assert_eq!(
            (twice.count(), twice.quantile(0.75)),
            (8, Some(Duration::from_micros(5)))
        );
    }

    /// The number of each reason is its place in the arrays of [`Metrics`].
    #[test]
    fn reasons_are_numbered_as_they_are_listed() {
        fn check<T: Copy>(
            all: &[T],
            number: impl Fn(T) -> usize,
            label: impl Fn(T) -> &'static str,
        ) {
            let mut labels = std::collections::HashSet::new();
            for (place, reason) in all.iter().enumerate() {
                assert_eq!(number(*reason), place);
                assert!(labels.insert(label(*reason)));
            }
        }
        check(
            ConnectionFailure::ALL,
            |it| it as usize,
            ConnectionFailure::label,
        );
        check(Limit::ALL, |it| it as usize, Limit::label);
        check(AuthFailure::ALL, |it| it as usize, AuthFailure::label);
        check(DropReason::ALL, |it| it as usize, DropReason::label);
        check(Terminated::ALL, |it| it as usize, Terminated::label);
    }
}
