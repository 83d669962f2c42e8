//! The broker's figures, now and a few seconds ago, so that everybody who asks gets rates at once and the same ones.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use gmqtt_admin_api::admin::{
    DropFigures, Latency, MessageFigures, MetricsSnapshot, Resources, SessionFigures,
};
use gmqtt_plugin_api::{
    BrokerHandle, DropReason, Histogram, Metrics, PluginContext, ProcessUsage, Traffic, Usage,
};
use parking_lot::Mutex;
use prost_types::Duration as Proto;

/// How often the figures are read.
const EVERY: Duration = Duration::from_secs(1);
/// How many readings are kept.
const KEPT: usize = 10;

/// The figures of the last seconds. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Figures {
    broker: BrokerHandle,
    /// The oldest first.
    readings: Arc<Mutex<VecDeque<Arc<Reading>>>>,
}

/// The figures at one moment.
pub(crate) struct Reading {
    read_at: Instant,
    pub(crate) at: SystemTime,
    pub(crate) metrics: Metrics,
    pub(crate) usage: Usage,
}

impl Reading {
    /// `None` once the broker is gone.
    pub(crate) fn now(broker: &BrokerHandle) -> Option<Self> {
        Some(Self {
            read_at: Instant::now(),
            at: SystemTime::now(),
            metrics: broker.metrics()?,
            usage: ProcessUsage::read(),
        })
    }
}

impl Figures {
    /// Reads them from now on, as long as there is a broker.
    pub(crate) fn start(context: &PluginContext) -> Self {
        let figures = Self {
            broker: context.broker().clone(),
            readings: Arc::default(),
        };
        let reader = figures.clone();
        context.spawn("figures", async move {
            while reader.read() {
                tokio::time::sleep(EVERY).await;
            }
        });
        figures
    }

    fn read(&self) -> bool {
        let Some(reading) = Reading::now(&self.broker) else {
            return false;
        };
        let mut readings = self.readings.lock();
        readings.push_back(Arc::new(reading));
        if readings.len() > KEPT {
            readings.pop_front();
        }
        true
    }

    /// The oldest reading that is kept; rates over the seconds since then do not jump.
    pub(crate) fn before(&self) -> Option<Arc<Reading>> {
        self.readings.lock().front().cloned()
    }

    /// The figures of this moment. `None` once the broker is gone.
    pub(crate) fn now(&self) -> Option<Snapshot> {
        Some(Snapshot {
            before: self.before(),
            now: Arc::new(Reading::now(&self.broker)?),
        })
    }
}

/// The figures at one moment, and at one before it.
pub(crate) struct Snapshot {
    pub(crate) before: Option<Arc<Reading>>,
    pub(crate) now: Arc<Reading>,
}

impl Snapshot {
    /// The time between the two; `None` without a first one, or if there is none between them.
    pub(crate) fn seconds(&self) -> Option<f64> {
        let before = self.before.as_ref()?;
        let passed = self.now.read_at.duration_since(before.read_at);
        // What is closer together says nothing.
        (passed >= Duration::from_millis(100)).then_some(passed.as_secs_f64())
    }

    /// The growth of a figure a second.
    fn rate(&self, figure: impl Fn(&Metrics) -> u64) -> f64 {
        match (&self.before, self.seconds()) {
            (Some(before), Some(seconds)) => {
                let grown = figure(&self.now.metrics).saturating_sub(figure(&before.metrics));
                grown as f64 / seconds
            }
            _ => 0.0,
        }
    }

    pub(crate) fn sessions(&self) -> SessionFigures {
        let metrics = &self.now.metrics;
        SessionFigures {
            online: metrics.sessions_active,
            offline: metrics.sessions_inactive,
            connected_total: metrics.clients_connected,
            disconnected_total: metrics.clients_disconnected,
            connect_rate: self.rate(|metrics| metrics.clients_connected),
            disconnect_rate: self.rate(|metrics| metrics.clients_disconnected),
            auth_failures_total: metrics.auth_failures.iter().sum(),
            subscriptions: metrics.subscriptions,
            slow: metrics.slow_now,
        }
    }

    pub(crate) fn messages(&self) -> MessageFigures {
        let metrics = &self.now.metrics;
        MessageFigures {
            received_total: received(metrics),
            sent_total: sent(metrics),
            dropped_total: dropped(metrics),
            receive_rate: self.rate(received),
            send_rate: self.rate(sent),
            drop_rate: self.rate(dropped),
            queued: metrics.messages_queued,
            queued_bytes: metrics.queued_bytes,
            inflight: metrics.messages_inflight,
            retained: metrics.retained_messages,
            retained_bytes: metrics.retained_bytes,
            receive_bytes_rate: self.rate(|metrics| bytes(&metrics.received)),
            send_bytes_rate: self.rate(|metrics| bytes(&metrics.sent)),
            queues: metrics.queues,
        }
    }

    pub(crate) fn resources(&self) -> Resources {
        let usage = &self.now.usage;
        let cpu_percent = match (&self.before, self.seconds()) {
            (Some(before), Some(seconds)) => {
                (usage.cpu_seconds - before.usage.cpu_seconds).max(0.0) / seconds * 100.0
            }
            _ => 0.0,
        };
        let cpus = std::thread::available_parallelism().map_or(1, usize::from);
        Resources {
            cpu_percent,
            cpus: u32::try_from(cpus).unwrap_or(u32::MAX),
            memory_bytes: usage.memory_bytes,
            open_files: usage.open_files,
            open_files_limit: usage.open_files_limit.unwrap_or(u64::MAX),
        }
    }

    fn dropped(&self) -> Vec<DropFigures> {
        let by_reason = |metrics: &Metrics, reason: DropReason| -> u64 {
            metrics.messages_dropped[reason as usize].iter().sum()
        };
        DropReason::ALL
            .iter()
            .map(|reason| DropFigures {
                reason: reason.label().to_owned(),
                total: by_reason(&self.now.metrics, *reason),
                rate: self.rate(|metrics| by_reason(metrics, *reason)),
            })
            .collect()
    }

    /// Over the time between the two.
    fn delivery(&self) -> Latency {
        let mut latency = self.now.metrics.delivery_latency.clone();
        if let Some(before) = &self.before {
            let counts = latency.counts.iter_mut();
            for (count, earlier) in counts.zip(before.metrics.delivery_latency.counts) {
                *count = count.saturating_sub(earlier);
            }
        }
        let quantile = |part| latency.quantile(part).map(duration);
        Latency {
            p50: quantile(0.5),
            p90: quantile(0.9),
            p99: quantile(0.99),
            count: Histogram::count(&latency),
        }
    }

    /// All of them. The first in a stream has the number 1.
    pub(crate) fn show(&self, sequence: u64, instance_id: &str, skipped: u64) -> MetricsSnapshot {
        MetricsSnapshot {
            sequence,
            at: Some(self.now.at.into()),
            instance_id: instance_id.to_owned(),
            uptime: Some(duration(self.now.metrics.uptime)),
            sessions: Some(self.sessions()),
            messages: Some(self.messages()),
            resources: Some(self.resources()),
            dropped: self.dropped(),
            delivery: Some(self.delivery()),
            skipped,
        }
    }
}

/// As the API writes it.
pub(crate) fn duration(time: Duration) -> Proto {
    Proto {
        seconds: i64::try_from(time.as_secs()).unwrap_or(i64::MAX),
        nanos: i32::try_from(time.subsec_nanos()).unwrap_or_default(),
    }
}

fn received(metrics: &Metrics) -> u64 {
    metrics.messages_received.iter().sum()
}

fn sent(metrics: &Metrics) -> u64 {
    metrics.messages_sent.iter().sum()
}

fn dropped(metrics: &Metrics) -> u64 {
    metrics.messages_dropped.iter().flatten().sum()
}

fn bytes(traffic: &[Traffic]) -> u64 {
    traffic.iter().map(|traffic| traffic.bytes).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(seconds: u64, change: impl FnOnce(&mut Metrics)) -> Arc<Reading> {
        let mut metrics = Metrics::new("0", SystemTime::UNIX_EPOCH);
        change(&mut metrics);
        Arc::new(Reading {
            read_at: Instant::now() + Duration::from_secs(seconds),
            at: SystemTime::UNIX_EPOCH,
            metrics,
            usage: Usage {
                cpu_seconds: seconds as f64 / 2.0,
                ..Usage::default()
            },
        })
    }

    #[test]
    fn rates_are_of_the_time_between_two_readings() {
        let snapshot = Snapshot {
            before: Some(reading(0, |metrics| metrics.messages_received = [10, 0, 0])),
            now: reading(10, |metrics| {
                metrics.messages_received = [20, 70, 20];
                metrics.messages_dropped[DropReason::QueueFull as usize] = [5, 0, 0];
                metrics.delivery_latency.counts[0] = 3;
            }),
        };
        let shown = snapshot.show(1, "i", 0);
        let messages = shown.messages.unwrap();
        assert!((messages.receive_rate - 10.0).abs() < 0.01, "{messages:?}");
        assert_eq!((messages.received_total, messages.dropped_total), (110, 5));
        assert!((shown.resources.unwrap().cpu_percent - 50.0).abs() < 0.1);
        assert!((shown.dropped[DropReason::QueueFull as usize].rate - 0.5).abs() < 0.01);
        let delivery = shown.delivery.unwrap();
        assert_eq!((delivery.count, delivery.p99.unwrap().nanos), (3, 1000));
    }

    /// A counter that went back was another broker's: no rate is better than a wrong one.
    #[test]
    fn without_a_time_between_there_are_no_rates() {
        let now = reading(0, |metrics| metrics.clients_connected = 7);
        let alone = Snapshot {
            before: None,
            now: now.clone(),
        };
        assert_eq!(alone.sessions().connect_rate, 0.0);
        let same = Snapshot {
            before: Some(now.clone()),
            now,
        };
        assert_eq!((same.seconds(), same.sessions().connect_rate), (None, 0.0));
        let back = Snapshot {
            before: Some(reading(0, |metrics| metrics.clients_connected = 7)),
            now: reading(5, |_| {}),
        };
        assert_eq!(back.sessions().connect_rate, 0.0);
    }
}
