//! What is counted for one client: what came from it on this connection, and what was dropped on the way to it.

use std::sync::atomic::{AtomicU64, Ordering};

use gmqtt_plugin_api::{DropReason, Traffic};

/// What a connection has received. Only its own task writes it, so that no read-modify-write is needed.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    messages: AtomicU64,
    bytes: AtomicU64,
}

impl Meter {
    pub(crate) fn add_messages(&self, n: u64) {
        add(&self.messages, n);
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
}

impl Drops {
    pub(crate) fn add(&mut self, reason: DropReason) {
        let counts = &mut self.0.get_or_insert_default().by_reason;
        match counts.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason, 1)),
        }
    }

    pub(crate) fn list(&self) -> Vec<(DropReason, u64)> {
        let counts = self.0.as_ref();
        counts
            .map(|counts| counts.by_reason.clone())
            .unwrap_or_default()
    }
}
