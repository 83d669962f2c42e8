//! Taking up what survived the last stop, from the store at start.

use std::sync::Arc;
use std::time::{Duration, Instant};

use gmqtt_store::{Loaded, ReadError};
use tracing::info;

use crate::broker::Broker;
use crate::taking::Taking;

/// What was taken up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Sessions.
    pub sessions: u64,
    /// Messages in their queues and in flight.
    pub messages: u64,
    /// Retained messages.
    pub retained: u64,
    /// How long it took.
    pub took: Duration,
}

/// Takes up everything that the store has.
///
/// # Errors
/// When it cannot be read.
pub(crate) async fn restore(broker: &Arc<Broker>) -> Result<Restored, ReadError> {
    let began = Instant::now();
    let mut taking = Taking::new(broker);
    let store = broker.storage.store().clone();
    let Loaded {
        sessions,
        entries,
        retained,
        numbers,
    } = store.load(&mut taking).await?;
    taking.finish();
    broker.count_keys_from(numbers.session);
    broker.storage.count_messages_from(numbers.message);
    let took = began.elapsed();
    info!(sessions, messages = entries, retained, ?took, "restored");
    Ok(Restored {
        sessions,
        messages: entries,
        retained,
        took,
    })
}
