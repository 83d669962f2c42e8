//! Counters: one block per thread, written without contention, summed when read.
//!
//! A gauge is a counter, too: each thread adds and takes away what it has seen come and go, and only the sum over all threads
//! means something. So reading costs the same however many sessions there are.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gmqtt_plugin_api::{AuthFailure, ConnectionFailure, DropReason, Metrics, Terminated, Traffic};
use gmqtt_protocol::{QoS, ReasonCode, TopicFilter};
use parking_lot::Mutex;

use crate::latency::Recorder;
use crate::queue::Waiting;

/// What is counted. Counters that come in a row (packet types, QoS levels, reasons) are found by offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Counter {
    ClientsConnected,
    ClientsDisconnected,
    SlowClients,
    SessionsCreated,
    SubscriptionsMade,
    /// Gauges from here on: sessions whose client is connected.
    SessionsActive,
    Subscriptions,
    SharedSubscriptions,
    MessagesQueued,
    QueuedBytes,
    /// Sessions with messages that wait.
    Queues,
    /// Connected clients that were found slow.
    SlowNow,
    MessagesPaged,
    MessagesInflight,
    RetainedMessages,
    RetainedBytes,
    /// By [`Terminated`].
    SessionsTerminated,
    /// 16, by packet type.
    PacketsReceived = Self::SessionsTerminated as usize + Terminated::ALL.len(),
    BytesReceived = Self::PacketsReceived as usize + 16,
    PacketsSent = Self::BytesReceived as usize + 16,
    BytesSent = Self::PacketsSent as usize + 16,
    /// 3, by QoS.
    MessagesReceived = Self::BytesSent as usize + 16,
    MessagesSent = Self::MessagesReceived as usize + 3,
    /// 3 for each drop reason.
    MessagesDropped = Self::MessagesSent as usize + 3,
}

const COUNTERS: usize = Counter::MessagesDropped as usize + 3 * DropReason::ALL.len();

/// One thread's counters.
#[derive(Debug)]
pub(crate) struct Counters {
    values: [AtomicU64; COUNTERS],
    /// See [`Metrics::delivery_latency`].
    pub(crate) delivery_latency: Recorder,
}

impl Counters {
    fn new() -> Self {
        Self {
            values: [const { AtomicU64::new(0) }; COUNTERS],
            delivery_latency: Recorder::default(),
        }
    }

    /// Adds; only the owning thread calls this, so that no read-modify-write is needed.
    pub(crate) fn add(&self, counter: Counter, offset: usize, n: u64) {
        let value = &self.values[counter as usize + offset];
        value.store(
            value.load(Ordering::Relaxed).wrapping_add(n),
            Ordering::Relaxed,
        );
    }

    /// A gauge went from one value to another, as this thread sees it.
    pub(crate) fn moved(&self, gauge: Counter, before: usize, after: usize) {
        if before != after {
            self.add(gauge, 0, (after as u64).wrapping_sub(before as u64));
        }
    }

    /// Subscriptions to a filter came or went.
    pub(crate) fn subscribed(&self, filter: &TopicFilter<'_>, before: usize, after: usize) {
        self.moved(Counter::Subscriptions, before, after);
        if filter.share().is_some() {
            self.moved(Counter::SharedSubscriptions, before, after);
        }
    }

    /// A retained message of one size was replaced or removed by, or made of, one of another.
    pub(crate) fn retained(&self, before: Option<usize>, after: Option<usize>) {
        let (messages, bytes) = (Counter::RetainedMessages, Counter::RetainedBytes);
        self.moved(messages, before.iter().len(), after.iter().len());
        self.moved(bytes, before.unwrap_or(0), after.unwrap_or(0));
    }

    /// What waits in a queue went from one amount to another.
    pub(crate) fn queued(&self, before: Waiting, after: Waiting) {
        self.moved(Counter::MessagesQueued, before.messages, after.messages);
        self.moved(Counter::QueuedBytes, before.bytes, after.bytes);
        let waits = |waiting: Waiting| usize::from(waiting.messages > 0);
        self.moved(Counter::Queues, waits(before), waits(after));
        self.moved(Counter::MessagesPaged, before.paged, after.paged);
    }

    pub(crate) fn received(&self, packet_type: u8, packets: u64, bytes: usize) {
        self.add(Counter::PacketsReceived, usize::from(packet_type), packets);
        self.add(
            Counter::BytesReceived,
            usize::from(packet_type),
            bytes as u64,
        );
    }

    pub(crate) fn sent(&self, packet_type: u8, packets: u64, bytes: usize) {
        self.add(Counter::PacketsSent, usize::from(packet_type), packets);
        self.add(Counter::BytesSent, usize::from(packet_type), bytes as u64);
    }

    pub(crate) fn dropped(&self, qos: QoS, reason: DropReason) {
        self.add(
            Counter::MessagesDropped,
            3 * reason as usize + qos as usize,
            1,
        );
    }
}

/// All counters of one broker.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    threads: Mutex<Threads>,
    connection_failures: [AtomicU64; ConnectionFailure::ALL.len()],
    auth_failures: [AtomicU64; AuthFailure::ALL.len()],
}

#[derive(Debug, Default)]
struct Threads {
    working: Vec<Arc<Counters>>,
    /// What those counted that have ended.
    ended: Sum,
}

#[derive(Debug, Clone)]
struct Sum {
    values: Box<[u64; COUNTERS]>,
    delivery_latency: gmqtt_plugin_api::Histogram,
}

impl Default for Sum {
    fn default() -> Self {
        Self {
            values: Box::new([0; COUNTERS]),
            delivery_latency: gmqtt_plugin_api::Histogram::default(),
        }
    }
}

impl Registry {
    /// A block for a thread that begins to work. What it counts stays when the thread ends.
    pub(crate) fn register(&self) -> Arc<Counters> {
        let counters = Arc::new(Counters::new());
        let mut threads = self.threads.lock();
        threads.fold_ended();
        threads.working.push(counters.clone());
        counters
    }

    /// A connection ended before its client was let in.
    pub(crate) fn connection_failed(&self, reason: ConnectionFailure) {
        self.connection_failures[reason as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// A client was not authenticated.
    pub(crate) fn auth_failed(&self, reason: ReasonCode) {
        let failure = match reason {
            ReasonCode::BadUserNameOrPassword => AuthFailure::BadCredentials,
            ReasonCode::NotAuthorized => AuthFailure::NotAuthorized,
            ReasonCode::Banned => AuthFailure::Banned,
            ReasonCode::BadAuthenticationMethod => AuthFailure::BadMethod,
            ReasonCode::ServerUnavailable
            | ReasonCode::ServerBusy
            | ReasonCode::QuotaExceeded
            | ReasonCode::ConnectionRateExceeded
            | ReasonCode::ImplementationSpecificError => AuthFailure::Unavailable,
            _ => AuthFailure::Other,
        };
        self.auth_failures[failure as usize].fetch_add(1, Ordering::Relaxed);
    }

    /// What waits in all queues.
    pub(crate) fn queued(&self) -> Waiting {
        let (messages, bytes) = (Counter::MessagesQueued, Counter::QueuedBytes);
        let threads = self.threads.lock();
        Waiting {
            messages: threads.gauge(messages),
            bytes: threads.gauge(bytes),
            paged: threads.gauge(Counter::MessagesPaged),
        }
    }

    /// The bytes of all retained messages.
    pub(crate) fn retained_bytes(&self) -> usize {
        self.threads.lock().gauge(Counter::RetainedBytes)
    }

    /// Writes the sums into the figures.
    pub(crate) fn sum_into(&self, metrics: &mut Metrics) {
        let sum = self.threads.lock().sum();
        metrics.clients_connected = sum.counter(Counter::ClientsConnected, 0);
        metrics.clients_disconnected = sum.counter(Counter::ClientsDisconnected, 0);
        metrics.slow_clients = sum.counter(Counter::SlowClients, 0);
        metrics.sessions_created = sum.counter(Counter::SessionsCreated, 0);
        sum.row(
            Counter::SessionsTerminated,
            &mut metrics.sessions_terminated,
        );
        metrics.sessions_active = sum.gauge(Counter::SessionsActive);
        let ended: u64 = metrics.sessions_terminated.iter().sum();
        metrics.sessions_inactive = metrics
            .sessions_created
            .saturating_sub(ended + metrics.sessions_active);
        metrics.received = sum.traffic(Counter::PacketsReceived, Counter::BytesReceived);
        metrics.sent = sum.traffic(Counter::PacketsSent, Counter::BytesSent);
        sum.row(Counter::MessagesReceived, &mut metrics.messages_received);
        sum.row(Counter::MessagesSent, &mut metrics.messages_sent);
        let dropped = metrics.messages_dropped.as_flattened_mut();
        sum.row(Counter::MessagesDropped, dropped);
        metrics.messages_queued = sum.gauge(Counter::MessagesQueued);
        metrics.queued_bytes = sum.gauge(Counter::QueuedBytes);
        metrics.queues = sum.gauge(Counter::Queues);
        metrics.slow_now = sum.gauge(Counter::SlowNow);
        metrics.messages_paged = sum.gauge(Counter::MessagesPaged);
        metrics.messages_inflight = sum.gauge(Counter::MessagesInflight);
        metrics.retained_messages = sum.gauge(Counter::RetainedMessages);
        metrics.retained_bytes = sum.gauge(Counter::RetainedBytes);
        metrics.subscriptions_made = sum.counter(Counter::SubscriptionsMade, 0);
        metrics.subscriptions = sum.gauge(Counter::Subscriptions);
        metrics.shared_subscriptions = sum.gauge(Counter::SharedSubscriptions);
        metrics.delivery_latency = sum.delivery_latency;
        let load = |values: &[AtomicU64], into: &mut [u64]| {
            for (into, value) in into.iter_mut().zip(values) {
                *into = value.load(Ordering::Relaxed);
            }
        };
        load(&self.connection_failures, &mut metrics.connection_failures);
        load(&self.auth_failures, &mut metrics.auth_failures);
    }
}

impl Threads {
    /// One gauge alone.
    fn gauge(&self, gauge: Counter) -> usize {
        let value = |thread: &Arc<Counters>| thread.values[gauge as usize].load(Ordering::Relaxed);
        let ended = self.ended.values[gauge as usize];
        let sum = self
            .working
            .iter()
            .map(value)
            .fold(ended, u64::wrapping_add);
        // Threads are read one after the other: for a moment one may have taken what the other has not put.
        usize::try_from(sum.cast_signed().max(0)).unwrap_or(0)
    }

    /// Adds up what threads counted that have ended, so that threads that come and go leave nothing behind.
    fn fold_ended(&mut self) {
        let Self { working, ended } = self;
        working.retain_mut(|counters| {
            let is_over = Arc::get_mut(counters).is_some();
            if is_over {
                ended.add(counters);
            }
            !is_over
        });
    }

    fn sum(&mut self) -> Sum {
        self.fold_ended();
        let mut sum = self.ended.clone();
        self.working.iter().for_each(|counters| sum.add(counters));
        sum
    }
}

impl Sum {
    fn add(&mut self, counters: &Counters) {
        for (sum, value) in self.values.iter_mut().zip(&counters.values) {
            *sum = sum.wrapping_add(value.load(Ordering::Relaxed));
        }
        self.delivery_latency
            .add(&counters.delivery_latency.histogram());
    }

    fn counter(&self, counter: Counter, offset: usize) -> u64 {
        self.values[counter as usize + offset]
    }

    /// Threads are not read at one moment: what one has taken away may be seen before what another had added.
    fn gauge(&self, gauge: Counter) -> u64 {
        u64::try_from(self.counter(gauge, 0).cast_signed()).unwrap_or(0)
    }

    fn row(&self, counter: Counter, into: &mut [u64]) {
        let from = &self.values[counter as usize..];
        into.copy_from_slice(&from[..into.len()]);
    }

    fn traffic(&self, packets: Counter, bytes: Counter) -> [Traffic; 16] {
        std::array::from_fn(|packet_type| Traffic {
            packets: self.counter(packets, packet_type),
            bytes: self.counter(bytes, packet_type),
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::*;

    fn metrics(registry: &Registry) -> Metrics {
        let mut metrics = Metrics::new("", SystemTime::UNIX_EPOCH);
        registry.sum_into(&mut metrics);
        metrics
    }

    #[test]
    fn threads_are_summed_and_rows_do_not_overlap() {
        let registry = Registry::default();
        let (a, b) = (registry.register(), registry.register());
        a.received(15, 2, 20);
        b.received(15, 1, 10);
        b.sent(1, 5, 50);
        a.dropped(QoS::ExactlyOnce, DropReason::Internal);
        b.add(Counter::SessionsTerminated, Terminated::Expired as usize, 1);
        let metrics = metrics(&registry);
        let traffic = |packets, bytes| Traffic { packets, bytes };
        assert_eq!(metrics.received[15], traffic(3, 30));
        assert_eq!(
            (metrics.sent[1], metrics.sent[0]),
            (traffic(5, 50), traffic(0, 0))
        );
        let all: u64 = metrics.messages_dropped.as_flattened().iter().sum();
        assert_eq!(metrics.dropped(DropReason::Internal, QoS::ExactlyOnce), 1);
        assert_eq!((all, metrics.sessions_terminated), (1, [0, 0, 1, 0]));
    }

    /// What one thread adds another may take away; the sum never falls below zero.
    #[test]
    fn gauges_are_the_sum_of_all_threads() {
        let registry = Registry::default();
        let (a, b) = (registry.register(), registry.register());
        a.moved(Counter::MessagesQueued, 0, 5);
        b.moved(Counter::MessagesQueued, 5, 3);
        b.moved(Counter::QueuedBytes, 7, 0);
        let metrics = metrics(&registry);
        assert_eq!((metrics.messages_queued, metrics.queued_bytes), (3, 0));
    }

    #[test]
    fn what_ended_threads_counted_stays_and_their_blocks_go() {
        let registry = Registry::default();
        for _ in 0..100 {
            let counters = registry.register();
            counters.add(Counter::ClientsConnected, 0, 1);
            counters.delivery_latency.record(Duration::from_millis(1));
        }
        let metrics = metrics(&registry);
        assert_eq!(metrics.clients_connected, 100);
        assert_eq!(metrics.delivery_latency.count(), 100);
        assert!(registry.threads.lock().working.is_empty());
    }

    #[test]
    fn authentication_failures_are_told_apart() {
        let registry = Registry::default();
        for reason in [
            ReasonCode::NotAuthorized,
            ReasonCode::ServerBusy,
            ReasonCode::QuotaExceeded,
        ] {
            registry.auth_failed(reason);
        }
        let failures = metrics(&registry).auth_failures;
        assert_eq!(failures[AuthFailure::NotAuthorized as usize], 1);
        assert_eq!(failures[AuthFailure::Unavailable as usize], 2);
    }
}
