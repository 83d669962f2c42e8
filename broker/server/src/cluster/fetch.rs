//! Sessions of nodes that are gone, out of a store that nodes share: fetched for a client that connects here, and removed there when they are
//! safe here.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{NodeName, NotFetched, Stamp, Time, Wanted};
use gmqtt_store::{Epoch, NotTaken, Shared};
use tokio::time::{sleep, timeout};
use tracing::warn;

use crate::broker::Broker;
use crate::logged::Id;

/// A client waits for its CONNACK meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often it is tried to remove what is safe here.
const TRIES: u32 = 6;

/// The claim as the store has it.
pub(super) fn epoch(stamp: &Stamp) -> Epoch {
    Epoch {
        millis: stamp.time.millis,
        count: stamp.time.count,
        node: stamp.node.as_str().into(),
    }
}

/// A claim that the store has.
pub(super) fn stamp(epoch: &Epoch) -> Stamp {
    Stamp {
        time: Time {
            millis: epoch.millis,
            count: epoch.count,
        },
        node: NodeName::new(&epoch.node),
    }
}

/// Takes the session of a client out of the part of another node, or what is wanted of it.
pub(crate) async fn fetch(
    broker: &Broker,
    client_id: &str,
    by: &Stamp,
    wanted: Wanted,
) -> Result<Option<(NodeName, Bytes)>, NotFetched> {
    let Some(shared) = broker.storage.store().shared() else {
        return Ok(None);
    };
    let epoch = epoch(by);
    let taking = take(shared, client_id, &epoch, wanted);
    match timeout(PATIENCE, taking).await {
        Ok(Ok(taken)) => Ok(taken),
        Ok(Err(NotTaken::Later(by))) => Err(NotFetched::Superseded(stamp(&by))),
        Ok(Err(error)) => {
            warn!(client_id = ?Id(client_id), %error, "cannot look for the session of a client in the store");
            Err(NotFetched::Failed)
        }
        Err(_) => Err(NotFetched::Failed),
    }
}

async fn take(
    shared: &dyn Shared,
    client_id: &str,
    by: &Epoch,
    wanted: Wanted,
) -> Result<Option<(NodeName, Bytes)>, NotTaken> {
    match wanted {
        Wanted::Session => {
            let taken = shared.take(client_id, by).await?;
            Ok(taken.map(|taken| {
                let node = NodeName::new(&taken.part);
                (node, taken.session.to_bytes().into())
            }))
        }
        Wanted::End => {
            if shared.fence(client_id, by).await? {
                shared.remove(client_id, by).await?;
            }
            Ok(None)
        }
        Wanted::Trace(node) => {
            shared.trace(node.as_str(), client_id, by).await?;
            Ok(None)
        }
    }
}

/// What was fetched is durable here, or not wanted: it goes from where it was.
pub(super) async fn remove(broker: Arc<Broker>, client_id: Arc<str>, by: Stamp) {
    let by = epoch(&by);
    for tried in 1..=TRIES {
        let Some(shared) = broker.storage.store().shared() else {
            return;
        };
        match shared.remove(&client_id, &by).await {
            Ok(()) => return,
            Err(error) if tried == TRIES => {
                warn!(client_id = ?Id(&client_id), %error, "what is left of a session in the store cannot be removed; the next claim of its client does");
            }
            Err(_) => sleep(Duration::from_secs(1) * tried).await,
        }
    }
}

/// Waits until other nodes see in the store what has happened here, where they look there.
pub(crate) async fn settle(broker: &Broker) {
    if let Some(shared) = broker.storage.store().shared() {
        // One that does not work cannot be looked into either.
        let _ = timeout(PATIENCE, shared.settle()).await;
    }
}
