//! Traces: the packets of a client, of an address or of a topic, written down for a while and up to a size.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use gmqtt_config::Network;

use crate::Feed;

/// Whose packets are traced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Traced {
    /// This client's.
    Client(Arc<str>),
    /// PUBLISH packets whose topic this filter matches, whoever sends or gets them.
    Topics(Arc<str>),
    /// Those of clients in this network.
    Network(Network),
}

/// A trace to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTrace {
    /// Whose packets.
    pub traced: Traced,
    /// For how long.
    pub duration: Duration,
    /// Up to how many bytes, all records together.
    pub max_bytes: u64,
    /// How many bytes of each payload.
    pub payload_bytes: usize,
    /// Who wants it.
    pub by: String,
}

/// Why a trace does not begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TraceRefused {
    /// There are as many as there may be.
    #[error("{most} traces are under way already")]
    TooMany {
        /// How many there may be.
        most: usize,
    },
    /// Together with the others it might hold too much.
    #[error("together the traces there are might hold more than {most} bytes")]
    TooLarge {
        /// What all may hold.
        most: u64,
    },
    /// The filter is none.
    #[error("not a topic filter")]
    Filter,
    /// The broker is gone.
    #[error("the broker is stopping")]
    Stopping,
}

/// A trace under way, or one that has ended and is still there to be read.
#[derive(Debug)]
pub struct Trace {
    /// Its name.
    pub id: String,
    /// What it was made of.
    pub asked: NewTrace,
    /// When it began.
    pub started_at: SystemTime,
    /// Its packets. It is closed when the trace has ended.
    pub feed: Arc<Feed<PacketRecord>>,
    bytes: AtomicU64,
    packets: AtomicU64,
}

impl Trace {
    /// With nothing in it. Its feed never throws anything away: the trace ends before that.
    #[must_use]
    pub fn new(id: String, asked: NewTrace, started_at: SystemTime) -> Self {
        Self {
            id,
            asked,
            started_at,
            feed: Feed::new(usize::MAX, usize::MAX),
            bytes: AtomicU64::new(0),
            packets: AtomicU64::new(0),
        }
    }

    /// When it ends at the latest.
    #[must_use]
    pub fn ends_at(&self) -> SystemTime {
        self.started_at + self.asked.duration
    }

    /// Bytes of memory that its packets hold.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// How many packets it holds.
    #[must_use]
    pub fn packets(&self) -> u64 {
        self.packets.load(Ordering::Relaxed)
    }

    /// Whether it has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.feed.is_closed()
    }

    /// Adds a packet; one that does not fit any more ends the trace.
    pub fn add(&self, record: PacketRecord) {
        let bytes = record.held_bytes();
        let before = self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        if before + bytes as u64 > self.asked.max_bytes {
            self.bytes.fetch_sub(bytes as u64, Ordering::Relaxed);
            return self.feed.close();
        }
        self.packets.fetch_add(1, Ordering::Relaxed);
        self.feed.push(record, bytes);
    }
}

/// A packet that came or went. Passwords and authentication data are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PacketRecord {
    /// When.
    pub at: SystemTime,
    /// Whose it is; empty before a CONNECT has said so.
    pub client_id: Arc<str>,
    /// Where the client is, an address and a port.
    pub address: String,
    /// Whether it came from the client.
    pub received: bool,
    /// `CONNECT`, `PUBLISH` ...
    pub packet: &'static str,
    /// Its fields by name, in the order they have on the wire.
    pub fields: Vec<(&'static str, String)>,
    /// Bytes of the whole packet.
    pub size: usize,
    /// The beginning of the payload, as far as it is traced.
    pub payload: Vec<u8>,
}

impl PacketRecord {
    /// Its fields in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut line = String::from(self.packet);
        for (name, value) in &self.fields {
            line.push(' ');
            line.push_str(name);
            line.push('=');
            line.push_str(value);
        }
        line
    }

    /// What it takes in memory.
    fn held_bytes(&self) -> usize {
        let fields: usize = self
            .fields
            .iter()
            .map(|(_, value)| size_of::<(&str, String)>() + value.len())
            .sum();
        size_of::<Self>() + self.address.len() + fields + self.payload.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Since;

    fn record(payload: usize) -> PacketRecord {
        PacketRecord {
            at: SystemTime::UNIX_EPOCH,
            client_id: "c".into(),
            address: String::new(),
            received: true,
            packet: "PUBLISH",
            fields: vec![("topic", "\"a\"".to_owned()), ("qos", "1".to_owned())],
            size: 10,
            payload: vec![0; payload],
        }
    }

    #[test]
    fn a_trace_ends_when_it_is_full_and_keeps_what_it_has() {
        let asked = NewTrace {
            traced: Traced::Client("c".into()),
            duration: Duration::from_secs(60),
            max_bytes: 3 * record(100).held_bytes() as u64,
            payload_bytes: 100,
            by: String::new(),
        };
        let trace = Trace::new("1".to_owned(), asked, SystemTime::UNIX_EPOCH);
        for packets in [1, 2, 3, 3, 3] {
            trace.add(record(100));
            assert_eq!(trace.packets(), packets);
        }
        assert!(trace.has_ended() && trace.bytes() <= trace.asked.max_bytes);
        assert!(!trace.feed.watch(Since::Last(9)).is_up_to_date());
        assert_eq!(record(0).summary(), "PUBLISH topic=\"a\" qos=1");
    }
}
