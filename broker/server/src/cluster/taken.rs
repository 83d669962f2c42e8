//! Sessions of this node that another one has taken out of the store that they share, because it could not ask for them: what is here of them
//! ends.
//!
//! What came too late to go along is sent after them, and who published it is answered when it is there. A shadow of each stays for what still comes
//! for it, see [`transit`](super::transit).

use std::collections::HashSet;
use std::num::NonZeroU64;
use std::sync::Arc;

use gmqtt_plugin_api::cluster::{Forward, NodeName, Stamp, Whereabouts};
use gmqtt_protocol::QoS;
use gmqtt_store::{Late, Lost, Shared};
use tracing::info;

use super::{Count, Peers, departure, fetch, wire};
use crate::broker::Broker;
use crate::delivery::Delivery;
use crate::logged::Id;
use crate::queue::Held;
use crate::session::Session;
use crate::turn::{self, Turn};
use crate::will;

/// Ends them as they are told. Runs for the life of the broker; without such a store it ends at once.
pub(crate) async fn run(broker: Arc<Broker>) {
    let store = broker.storage.store().clone();
    let Some(shared) = store.shared() else {
        return;
    };
    loop {
        for lost in shared.lost().await {
            turn::run(&broker, |turn| end(&broker, turn, shared, &lost));
            shared.let_go(lost.session);
            tokio::task::yield_now().await;
        }
    }
}

fn end(broker: &Arc<Broker>, turn: &mut Turn, shared: &dyn Shared, lost: &Lost) {
    let Some(peers) = broker.peers().cloned() else {
        return;
    };
    let by = fetch::stamp(&lost.by);
    peers.fence(&lost.client_id, &by, turn.desk.now);
    let Some((session, will)) = departure::take_off(broker, turn, &lost.client_id, |session| {
        session.key == lost.session.0
    }) else {
        return;
    };
    info!(client_id = ?Id(&lost.client_id), node = %by.node, "the session of a client was taken over by another node, from the store");
    if let Some(will) = will {
        will::publish(broker, turn, &session, *will);
    }
    peers.count(Count::Dropped, 1);
    become_shadow(broker, &peers, &session, &by);
    let Late { seqs, positions } = shared.late(lost.session);
    let seqs: HashSet<u64> = seqs.into_iter().collect();
    let late = late(&session.delivery.lock(), &seqs);
    let to = (&*session.client_id, &by.node);
    let sent = late
        .iter()
        .filter_map(|held| send_after(&peers, turn, to, held));
    let sent: Vec<_> = sent.collect();
    if broker.storage.waits_for_others()
        && let Some(awaited) = peers.awaiting.begin(&sent, None, turn.desk.now)
    {
        broker.storage.withhold(&positions, &awaited, turn.desk.now);
    }
}

/// The session is the shadow of one that has gone. What is in its queue until here, and is late, is sent after it; what comes from here on the plugin is
/// asked about, which knows then where it is.
fn become_shadow(broker: &Broker, peers: &Peers, session: &Arc<Session>, by: &Stamp) {
    let mut state = session.state.lock();
    // Nobody is to hear that it has ended: it goes on elsewhere.
    state.claim = None;
    broker.timers.forget(session.key, &mut state);
    let filters = state.subscriptions.keys();
    // Who gets what a shared subscription gets is not that session's to say.
    let plain = filters.filter(|filter| !filter.starts_with("$share/"));
    let filters: Vec<Box<str>> = plain.cloned().collect();
    let mut delivery = session.delivery.lock();
    peers.cluster.taken(&session.client_id, by, &filters);
    delivery.transit = Some(Box::new(Whereabouts::Gone(by.clone())));
    // The store takes nothing more of it.
    session.keep(false);
    drop((delivery, state));
    peers.shadows.add(session.clone(), by);
}

/// The messages at these places, in order.
fn late(delivery: &Delivery, seqs: &HashSet<u64>) -> Vec<Held> {
    let in_flight = delivery.outgoing.iter().filter_map(|(_, _, held)| held);
    let waiting = delivery.queue.peek(None).map(|waits| waits.held);
    let is_late = |seq: NonZeroU64| seqs.contains(&seq.get());
    let all = in_flight.cloned().chain(waiting.cloned());
    all.filter(|held| held.seq.is_some_and(is_late)).collect()
}

fn send_after(
    peers: &Peers,
    turn: &Turn,
    (client_id, to): (&str, &NodeName),
    held: &Held,
) -> Option<(NodeName, u64)> {
    let Some(message) = wire::encode_held(held, turn.desk.now) else {
        peers.count(Count::Invalid, 1);
        return None;
    };
    let forward = Forward {
        message,
        safe: held.qos != QoS::AtMostOnce,
        plain: false,
        groups: Box::default(),
        client: Some(client_id.into()),
        known: peers.cluster.known(),
    };
    Some((to.clone(), peers.forward(to, forward)?))
}
