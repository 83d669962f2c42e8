//! What is counted for one client: what came from it on this connection, and what was dropped on the way to it.

use std::sync::atomic::{AtomicU64, Ordering};

use gmqtt_plugin_api::{DropReason, Traffic};

use crate::clock::Millis;

/// What a connection has received. Only its own task writes it, so that no read-modify-write is needed.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    messages: AtomicU64,
    /// Packets that are no PUBLISH.
    others: AtomicU64,
    bytes: AtomicU64,
}

impl Meter {
    pub(crate) fn add_messages(&self, n: u64) {
        add(&self.messages, n);
    }

    pub(crate) fn add_others(&self, n: u64) {
        add(&self.others, n);
    }

    pub(crate) fn add_bytes(&self, n: usize) {
        add(&self.bytes, n as u64);
    }

    pub(crate) fn traffic(&self) -> Traffic {
        Traffic {
            packets: self.messages.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
        }
    }

    /// All packets.
    pub(crate) fn packets(&self) -> u64 {
        self.messages.load(Ordering::Relaxed) + self.others.load(Ordering::Relaxed)
    }
}

fn add(value: &AtomicU64, n: u64) {
    let sum = value.load(Ordering::Relaxed).wrapping_add(n);
    value.store(sum, Ordering::Relaxed);
}

/// Dropped messages of one session, by reason. Without any it is one pointer.
#[derive(Debug, Default)]
pub(crate) struct Drops(Option<Box<Counts>>);

#[derive(Debug, Default)]
struct Counts {
    by_reason: Vec<(DropReason, u64)>,
    last: Millis,
}

impl Drops {
    pub(crate) fn add(&mut self, reason: DropReason, now: Millis) {
        let counts = self.0.get_or_insert_default();
        counts.last = now;
        let counts = &mut counts.by_reason;
        match counts.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason, 1)),
        }
    }

    /// When the last one was.
    pub(crate) fn last(&self) -> Option<Millis> {
        self.0.as_ref().map(|counts| counts.last)
    }

    pub(crate) fn list(&self) -> Vec<(DropReason, u64)> {
        let counts = self.0.as_ref();
        counts
            .map(|counts| counts.by_reason.clone())
            .unwrap_or_default()
    }
}
