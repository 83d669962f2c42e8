//! The broker's figures under the names they have in Prometheus. Those of the Go broker kept theirs.

use std::borrow::Cow;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::{
    AuthFailure, ConnectionFailure, DropReason, Histogram, Limit, MetricFamily, MetricKind,
    Metrics, PACKET_TYPES, Sample, SampleValue, StoreMetrics, Terminated, Traffic,
};

type Label = (Cow<'static, str>, Cow<'static, str>);

impl Metrics {
    /// The figures under the names they have in Prometheus, those without a value included.
    #[must_use]
    pub fn families(&self) -> Vec<MetricFamily> {
        let mut all = Vec::new();
        broker(self, &mut all);
        clients(self, &mut all);
        sessions(self, &mut all);
        packets(self, &mut all);
        messages(self, &mut all);
        latencies(self, &mut all);
        if let Some(figures) = &self.store {
            store(figures, &mut all);
        }
        if let Some(figures) = &self.cluster {
            figures.families(&mut all);
        }
        all
    }
}

fn broker(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    all.push(family(
        MetricKind::Gauge,
        "gmqtt_build_info",
        "Always 1; the version of the broker is a label.",
        [(vec![label("version", metrics.version)], number(1))],
    ));
    all.push(gauge(
        "gmqtt_start_time_seconds",
        "When the broker started, in seconds since 1970.",
        seconds(metrics.started_at),
    ));
    let certificate = |certificate: &crate::CertificateMetric| {
        let labels = vec![
            label("listener", certificate.listener.clone()),
            label("subject", certificate.subject.clone()),
        ];
        (labels, SampleValue::Number(seconds(certificate.expires_at)))
    };
    all.push(family(
        MetricKind::Gauge,
        "gmqtt_certificate_expiry_timestamp_seconds",
        "When the certificate of a listener or of an endpoint of the admin API ends, in seconds since 1970.",
        metrics.certificates.iter().map(certificate),
    ));
}

fn clients(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    all.push(counter(
        "gmqtt_clients_connected_total",
        "Clients that were let in.",
        metrics.clients_connected,
    ));
    all.push(counter(
        "gmqtt_clients_disconnected_total",
        "Clients that were let in and whose connection has ended.",
        metrics.clients_disconnected,
    ));
    all.push(counter(
        "gmqtt_slow_clients_total",
        "Times that a client with a full window left a message unacknowledged for longer than mqtt.inflight_expiry.",
        metrics.slow_clients,
    ));
    let failures = ConnectionFailure::ALL
        .iter()
        .zip(metrics.connection_failures);
    all.push(by_label(
        "gmqtt_connection_failures_total",
        "Connections that ended before their client was let in, by reason.",
        "reason",
        failures.map(|(reason, count)| (reason.label(), count)),
    ));
    let limits = Limit::ALL.iter().zip(metrics.limits_reached);
    all.push(by_label(
        "gmqtt_limits_reached_total",
        "What limits refused, slowed or dropped, by limit.",
        "limit",
        limits.map(|(limit, count)| (limit.label(), count)),
    ));
    let failures = AuthFailure::ALL.iter().zip(metrics.auth_failures);
    all.push(by_label(
        "gmqtt_auth_failures_total",
        "Clients that were not authenticated, by reason.",
        "reason",
        failures.map(|(reason, count)| (reason.label(), count)),
    ));
}

fn sessions(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    all.push(counter(
        "gmqtt_sessions_created_total",
        "Sessions that were made.",
        metrics.sessions_created,
    ));
    let terminated = Terminated::ALL.iter().zip(metrics.sessions_terminated);
    all.push(by_label(
        "gmqtt_sessions_terminated_total",
        "Sessions that have ended, by reason.",
        "reason",
        terminated.map(|(reason, count)| (reason.label(), count)),
    ));
    all.push(counter(
        "gmqtt_sessions_expired_total",
        "Sessions that have ended because their client stayed away for too long.",
        metrics.sessions_terminated[Terminated::Expired as usize],
    ));
    all.push(gauge(
        "gmqtt_sessions_active_current",
        "Sessions whose client is connected.",
        metrics.sessions_active as f64,
    ));
    all.push(gauge(
        "gmqtt_sessions_inactive_current",
        "Sessions whose client is away.",
        metrics.sessions_inactive as f64,
    ));
    all.push(counter(
        "gmqtt_subscriptions_total",
        "Subscriptions that were made; one that replaces another does not count.",
        metrics.subscriptions_made,
    ));
    all.push(gauge(
        "gmqtt_subscriptions_current",
        "Subscriptions there are.",
        metrics.subscriptions as f64,
    ));
    all.push(gauge(
        "gmqtt_shared_subscriptions_current",
        "Shared subscriptions there are; each member of a group counts.",
        metrics.shared_subscriptions as f64,
    ));
}

fn packets(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    let mut by_type = |name, help, traffic: &[Traffic; 16], figure: fn(&Traffic) -> u64| {
        // Type 0 is none.
        let values = PACKET_TYPES.into_iter().zip(traffic).skip(1);
        let values = values.map(|(name, traffic)| (name, figure(traffic)));
        all.push(by_label(name, help, "type", values));
    };
    by_type(
        "gmqtt_packets_received_total",
        "Packets received, by type.",
        &metrics.received,
        |traffic| traffic.packets,
    );
    by_type(
        "gmqtt_packets_received_bytes_total",
        "Bytes of the packets received, by type, without TLS and WebSocket.",
        &metrics.received,
        |traffic| traffic.bytes,
    );
    by_type(
        "gmqtt_packets_sent_total",
        "Packets sent, by type.",
        &metrics.sent,
        |traffic| traffic.packets,
    );
    by_type(
        "gmqtt_packets_sent_bytes_total",
        "Bytes of the packets sent, by type, without TLS and WebSocket.",
        &metrics.sent,
        |traffic| traffic.bytes,
    );
}

fn messages(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    let by_qos = |values: [u64; 3]| ["0", "1", "2"].into_iter().zip(values);
    all.push(by_label(
        "gmqtt_messages_received_total",
        "PUBLISH packets received, by QoS.",
        "qos",
        by_qos(metrics.messages_received),
    ));
    all.push(by_label(
        "gmqtt_messages_sent_total",
        "PUBLISH packets sent, by QoS.",
        "qos",
        by_qos(metrics.messages_sent),
    ));
    let dropped = DropReason::ALL.iter().zip(metrics.messages_dropped);
    let dropped = dropped.flat_map(|(reason, counts)| {
        by_qos(counts).map(|(qos, count)| {
            let labels = vec![label("qos", qos), label("type", reason.label())];
            (labels, number(count))
        })
    });
    all.push(family(
        MetricKind::Counter,
        "gmqtt_messages_dropped_total",
        "Messages that did not reach a session, by QoS and reason.",
        dropped,
    ));
    for (name, help, value) in [
        (
            "gmqtt_messages_queued_current",
            "Messages that wait in the queues of all sessions.",
            metrics.messages_queued,
        ),
        (
            "gmqtt_messages_queued_bytes",
            "Bytes of the messages that wait in memory, for each queue they wait in.",
            metrics.queued_bytes,
        ),
        (
            "gmqtt_messages_paged_current",
            "Messages that wait and that only the store has.",
            metrics.messages_paged,
        ),
        (
            "gmqtt_messages_inflight_current",
            "Messages of QoS 1 and 2 that were sent and are not acknowledged to the end.",
            metrics.messages_inflight,
        ),
        (
            "gmqtt_retained_messages_current",
            "Retained messages.",
            metrics.retained_messages,
        ),
        (
            "gmqtt_retained_messages_bytes",
            "Bytes of the retained messages.",
            metrics.retained_bytes,
        ),
    ] {
        all.push(gauge(name, help, value as f64));
    }
}

fn store(figures: &StoreMetrics, all: &mut Vec<MetricFamily>) {
    for (name, help, value) in [
        (
            "gmqtt_store_up",
            "Whether the store works: 1 or 0.",
            u64::from(figures.failure.is_none()),
        ),
        (
            "gmqtt_store_warnings",
            "Things that make the promise of the store weaker than it could be; the log names them.",
            figures.warnings.len() as u64,
        ),
        (
            "gmqtt_store_sessions_current",
            "Sessions in the store.",
            figures.sessions,
        ),
        (
            "gmqtt_store_messages_current",
            "Messages in the store, each once.",
            figures.messages,
        ),
        (
            "gmqtt_store_bytes",
            "Bytes of the store on disk.",
            figures.bytes,
        ),
        (
            "gmqtt_store_live_bytes",
            "Bytes of the store that are of use.",
            figures.live_bytes,
        ),
        (
            "gmqtt_store_pending_bytes",
            "Bytes that wait to become durable.",
            figures.pending_bytes,
        ),
    ] {
        all.push(gauge(name, help, value as f64));
    }
    store_counters(figures, all);
}

fn store_counters(figures: &StoreMetrics, all: &mut Vec<MetricFamily>) {
    for (name, help, value) in [
        (
            "gmqtt_store_commits_total",
            "Group commits: syncs of the disk, or transactions of Redis.",
            figures.commits,
        ),
        (
            "gmqtt_store_batches_total",
            "Batches of changes that were handed to the store.",
            figures.batches,
        ),
        (
            "gmqtt_store_refused_total",
            "Batches that the store did not take.",
            figures.refused,
        ),
        (
            "gmqtt_store_failures_total",
            "Times that the store ceased to work.",
            figures.failures,
        ),
    ] {
        all.push(counter(name, help, value));
    }
    all.push(family(
        MetricKind::Histogram,
        "gmqtt_store_commit_seconds",
        "Time from handing a batch to the store until it was durable; one batch of each commit.",
        [(
            Vec::new(),
            SampleValue::Histogram(figures.commit_latency.clone()),
        )],
    ));
}

fn latencies(metrics: &Metrics, all: &mut Vec<MetricFamily>) {
    let histogram = |latency: &Histogram| SampleValue::Histogram(latency.clone());
    all.push(family(
        MetricKind::Histogram,
        "gmqtt_message_delivery_seconds",
        "Time from the arrival of a message until its bytes are with the system for a subscriber, of 1 in 64 messages.",
        [(Vec::new(), histogram(&metrics.delivery_latency))],
    ));
    let hooks = metrics.hook_latencies.iter().map(|of| {
        let labels = vec![label("plugin", of.plugin), label("hook", of.hook.name())];
        (labels, histogram(&of.latency))
    });
    all.push(family(
        MetricKind::Histogram,
        "gmqtt_hook_duration_seconds",
        "Time that a hook of a plugin took; of 1 in 64 calls on the message path.",
        hooks,
    ));
}

pub(crate) fn counter(name: &'static str, help: &'static str, value: u64) -> MetricFamily {
    family(
        MetricKind::Counter,
        name,
        help,
        [(Vec::new(), number(value))],
    )
}

fn gauge(name: &'static str, help: &'static str, value: f64) -> MetricFamily {
    let value = SampleValue::Number(value);
    family(MetricKind::Gauge, name, help, [(Vec::new(), value)])
}

/// A counter with one label.
pub(crate) fn by_label(
    name: &'static str,
    help: &'static str,
    label_name: &'static str,
    values: impl Iterator<Item = (&'static str, u64)>,
) -> MetricFamily {
    let values = values.map(|(value, count)| (vec![label(label_name, value)], number(count)));
    family(MetricKind::Counter, name, help, values)
}

fn family(
    kind: MetricKind,
    name: &'static str,
    help: &'static str,
    samples: impl IntoIterator<Item = (Vec<Label>, SampleValue)>,
) -> MetricFamily {
    MetricFamily {
        name: name.into(),
        help: help.into(),
        kind,
        samples: samples
            .into_iter()
            .map(|(labels, value)| Sample { labels, value })
            .collect(),
    }
}

fn label(name: &'static str, value: impl Into<Cow<'static, str>>) -> Label {
    (name.into(), value.into())
}

fn number(value: u64) -> SampleValue {
    SampleValue::Number(value as f64)
}

fn seconds(at: SystemTime) -> f64 {
    at.duration_since(UNIX_EPOCH)
        .map_or(0.0, |since| since.as_secs_f64())
}
