//! Fetching back what only the store has of a session whose client is connected again.

use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::DropReason;
use gmqtt_store::{Queued, ReadError, SessionKey};
use tokio::runtime::Handle;
use tokio::time::sleep;
use tracing::warn;

use crate::broker::Broker;
use crate::delivery::{Delivery, note_dropped};
use crate::logged::Id;
use crate::queue::Held;
use crate::record;
use crate::session::Session;
use crate::turn::{self, Turn};

/// After a failure it is tried again so much later.
const PAUSE: Duration = Duration::from_secs(1);

/// Fetches the next messages, if any are wanted. The connection is woken when they are in the queue.
pub(crate) fn begin(broker: &Arc<Broker>, session: &Arc<Session>, delivery: &mut Delivery) {
    let Some(fetch) = delivery.queue.begin_fetch() else {
        return;
    };
    let Ok(runtime) = Handle::try_current() else {
        return; // The broker is being dropped.
    };
    let (broker, session) = (broker.clone(), session.clone());
    runtime.spawn(async move {
        let store = broker.storage.store();
        let key = SessionKey(session.key);
        let found = store.read_queue(key, Some(fetch.after), fetch.limit).await;
        if let Err(error) = &found {
            warn!(client_id = ?Id(&session.client_id), %error, "cannot fetch the messages of a session from the store; it is tried again");
            sleep(PAUSE).await;
        }
        turn::run(&broker, |turn| arrived(&broker, turn, &session, found));
    });
}

fn arrived(
    broker: &Broker,
    turn: &mut Turn,
    session: &Arc<Session>,
    found: Result<Vec<Queued>, ReadError>,
) {
    let mut delivery = session.delivery.lock();
    let Delivery { queue, drops, .. } = &mut *delivery;
    let desk = &mut turn.desk;
    let before = queue.waiting();
    match found {
        Err(_) => queue.fetched(None, |_| ()),
        Ok(found) => {
            let held: Vec<Held> = found
                .iter()
                .filter_map(|queued| {
                    let message = queued.message.as_ref()?.message();
                    let message = record::message(&message, queued.id, broker.clock);
                    Some(record::held(&queued.entry(), Arc::new(message)))
                })
                .collect();
            queue.fetched(Some(held), |missing| {
                note_dropped(session, missing, DropReason::Internal, drops, desk);
            });
        }
    }
    turn.desk.counters.queued(before, queue.waiting());
    delivery.pump(session, &mut turn.desk);
    delivery.wake();
}
