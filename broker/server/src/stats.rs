//! Counters: one block per thread, written without contention, summed when read.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gmqtt_plugin_api::DropReason;
use gmqtt_protocol::QoS;
use parking_lot::Mutex;

/// What is counted. Counters that come in a row (packet types, QoS levels) are found by offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Counter {
    ClientsConnected,
    ClientsDisconnected,
    SessionsCreated,
    SessionsTerminated,
    SubscriptionsMade,
    SubscriptionsRemoved,
    ConnectionsRefused,
    SlowClients,
    /// 16, by packet type.
    PacketsReceived,
    BytesReceived = Self::PacketsReceived as usize + 16,
    PacketsSent = Self::BytesReceived as usize + 16,
    BytesSent = Self::PacketsSent as usize + 16,
    /// 3, by QoS.
    MessagesReceived = Self::BytesSent as usize + 16,
    MessagesSent = Self::MessagesReceived as usize + 3,
    /// 3 for each drop reason.
    MessagesDropped = Self::MessagesSent as usize + 3,
}

const COUNTERS: usize = Counter::MessagesDropped as usize + 3 * 5;

/// One thread's counters.
#[derive(Debug)]
pub(crate) struct Counters {
    values: [AtomicU64; COUNTERS],
}

impl Counters {
    fn new() -> Self {
        Self {
            values: [const { AtomicU64::new(0) }; COUNTERS],
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
            3 * drop_index(reason) + qos as usize,
            1,
        );
    }
}

fn drop_index(reason: DropReason) -> usize {
    match reason {
        DropReason::QueueFull => 0,
        DropReason::Expired => 1,
        DropReason::ExceedsMaxSize => 2,
        DropReason::Offline => 3,
        DropReason::Internal => 4,
    }
}

/// All threads' counters of one broker.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    threads: Mutex<Vec<Arc<Counters>>>,
}

impl Registry {
    /// A block for a thread that begins to work. It stays after the thread, so that nothing counted is lost.
    pub(crate) fn register(&self) -> Arc<Counters> {
        let counters = Arc::new(Counters::new());
        self.threads.lock().push(counters.clone());
        counters
    }

    /// The sums.
    pub(crate) fn sum(&self) -> Stats {
        let mut values = Box::new([0; COUNTERS]);
        for thread in self.threads.lock().iter() {
            for (sum, value) in values.iter_mut().zip(&thread.values) {
                *sum += value.load(Ordering::Relaxed);
            }
        }
        Stats { values }
    }
}

/// The counters of a broker at one moment.
#[derive(Debug, Clone)]
pub struct Stats {
    values: Box<[u64; COUNTERS]>,
}

impl Stats {
    fn value(&self, counter: Counter, offset: usize) -> u64 {
        self.values[counter as usize + offset]
    }

    /// Clients that were accepted since the start.
    #[must_use]
    pub fn clients_connected(&self) -> u64 {
        self.value(Counter::ClientsConnected, 0)
    }

    /// Accepted clients whose connection has ended.
    #[must_use]
    pub fn clients_disconnected(&self) -> u64 {
        self.value(Counter::ClientsDisconnected, 0)
    }

    /// Sessions created since the start.
    #[must_use]
    pub fn sessions_created(&self) -> u64 {
        self.value(Counter::SessionsCreated, 0)
    }

    /// Sessions that have ended.
    #[must_use]
    pub fn sessions_terminated(&self) -> u64 {
        self.value(Counter::SessionsTerminated, 0)
    }

    /// Subscriptions that exist now.
    #[must_use]
    pub fn subscriptions(&self) -> u64 {
        self.value(Counter::SubscriptionsMade, 0)
            - self
                .value(Counter::SubscriptionsRemoved, 0)
                .min(self.value(Counter::SubscriptionsMade, 0))
    }

    /// Connections that ended before their CONNECT was accepted.
    #[must_use]
    pub fn connections_refused(&self) -> u64 {
        self.value(Counter::ConnectionsRefused, 0)
    }

    /// Times that a client left a message unacknowledged for longer than `mqtt.inflight_expiry` with its window full.
    #[must_use]
    pub fn slow_clients(&self) -> u64 {
        self.value(Counter::SlowClients, 0)
    }

    /// Packets received, by packet type (1 CONNECT to 15 AUTH).
    #[must_use]
    pub fn packets_received(&self, packet_type: u8) -> u64 {
        self.value(Counter::PacketsReceived, usize::from(packet_type & 15))
    }

    /// Bytes received in packets of this type.
    #[must_use]
    pub fn bytes_received(&self, packet_type: u8) -> u64 {
        self.value(Counter::BytesReceived, usize::from(packet_type & 15))
    }

    /// Packets sent, by packet type.
    #[must_use]
    pub fn packets_sent(&self, packet_type: u8) -> u64 {
        self.value(Counter::PacketsSent, usize::from(packet_type & 15))
    }

    /// Bytes sent in packets of this type.
    #[must_use]
    pub fn bytes_sent(&self, packet_type: u8) -> u64 {
        self.value(Counter::BytesSent, usize::from(packet_type & 15))
    }

    /// Messages received at this QoS.
    #[must_use]
    pub fn messages_received(&self, qos: QoS) -> u64 {
        self.value(Counter::MessagesReceived, qos as usize)
    }

    /// Messages sent at this QoS.
    #[must_use]
    pub fn messages_sent(&self, qos: QoS) -> u64 {
        self.value(Counter::MessagesSent, qos as usize)
    }

    /// Messages dropped at this QoS for this reason.
    #[must_use]
    pub fn messages_dropped(&self, qos: QoS, reason: DropReason) -> u64 {
        self.value(
            Counter::MessagesDropped,
            3 * drop_index(reason) + qos as usize,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_are_summed_and_rows_do_not_overlap() {
        let registry = Registry::default();
        let (a, b) = (registry.register(), registry.register());
        a.received(15, 2, 20);
        b.received(15, 1, 10);
        b.sent(1, 5, 50);
        a.dropped(QoS::ExactlyOnce, DropReason::Internal);
        let stats = registry.sum();
        assert_eq!(
            (stats.packets_received(15), stats.bytes_received(15)),
            (3, 30)
        );
        assert_eq!(
            (
                stats.packets_sent(1),
                stats.bytes_sent(1),
                stats.packets_sent(0)
            ),
            (5, 50, 0)
        );
        assert_eq!(
            stats.messages_dropped(QoS::ExactlyOnce, DropReason::Internal),
            1
        );
        assert_eq!(
            stats.messages_dropped(QoS::ExactlyOnce, DropReason::QueueFull),
            0
        );
    }
}
