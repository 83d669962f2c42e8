//! Messages of other nodes that the store of this one did not take. Their nodes are not told that they are safe; they are tried again, in order,
//! until the store takes them, or their nodes send them to another run of this one.

use std::collections::VecDeque;
use std::sync::Arc;

use parking_lot::Mutex;

use super::Peers;
use super::deliver::{self, Incoming};
use crate::broker::Broker;
use crate::turn::Turn;

/// Those that wait, at most as many as other nodes send without an answer.
#[derive(Default)]
pub(crate) struct Again(Mutex<VecDeque<Incoming>>);

impl Again {
    /// One waits, behind the others.
    pub(super) fn push(&self, incoming: Incoming) {
        self.0.lock().push_back(incoming);
    }

    /// Whether none waits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }
}

/// Delivers what the store takes now.
pub(crate) fn try_again(broker: &Arc<Broker>, turn: &mut Turn, peers: &Peers) {
    loop {
        let first = peers.again.0.lock().pop_front();
        let Some(incoming) = first else { return };
        if let Some(refused) = deliver::once(broker, turn, peers, incoming) {
            return peers.again.0.lock().push_front(refused);
        }
    }
}
