//! A client that connects to another node: its connection here ends, and its session goes after it.

use std::sync::Arc;

use gmqtt_plugin_api::Terminated;
use gmqtt_plugin_api::cluster::{Forward, NodeName, Stamp};
use gmqtt_protocol::session::outgoing;
use gmqtt_protocol::{QoS, ReasonCode};
use gmqtt_store::{Exported, Kept, MessageId, Queued, ReadError, SessionKey, Stage, Subscription};
use tracing::{info, warn};

use super::{Count, Peers, wire};
use crate::broker::Broker;
use crate::clock::{Both, Clock};
use crate::delivery::Delivery;
use crate::establish::bid_farewell;
use crate::logged::Id;
use crate::message::Will;
use crate::packets::Ending;
use crate::paged::Fetch;
use crate::queue::Held;
use crate::record::{self, Portrait};
use crate::session::{Session, State};
use crate::turn::Turn;
use crate::{close, will};

/// What is to be given to the other node.
pub(crate) struct Packed {
    session: Arc<Session>,
    exported: Exported,
    /// The place of the next message in its queue.
    next: u64,
    /// What only the store has: it comes last.
    away: Option<Fetch>,
}

/// Ends the connection of a client (v5: DISCONNECT 0x8E) and packs its session. `None` if there is none, or one of a later claim, or if it
/// ends with its connection.
pub(crate) fn take_away(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    by: &Stamp,
) -> Option<Packed> {
    let peers = broker.peers()?;
    peers.fence(client_id, by, turn.desk.now);
    let session = put_offline(broker, turn, client_id, by)?;
    broker.timers.watch(&session);
    let state = session.state.lock();
    let mut delivery = session.delivery.lock();
    // What comes from here on goes after it.
    delivery.late.get_or_insert_default();
    let packed = pack(&session, &state, &delivery, broker.clock);
    drop((delivery, state));
    peers.count(Count::HandedOver, 1);
    info!(client_id = ?Id(client_id), node = %by.node, "a client connects to another node: its session is handed over");
    packed
}

/// The session, without a connection.
fn put_offline(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    by: &Stamp,
) -> Option<Arc<Session>> {
    let mut shard = broker.sessions.shard(client_id);
    let session = shard.get(client_id)?.clone();
    let mut state = session.state.lock();
    let now = turn.desk.now;
    if state.ended || state.claim.as_ref().is_some_and(|claim| claim > by) {
        return None;
    }
    let mut will = None;
    let was_online = state.offline_since.is_none();
    if was_online {
        let ending = Ending::by_broker(ReasonCode::SessionTakenOver, None);
        will = close::leave(&mut state, &ending, broker, now);
    }
    let ends = state.expiry == 0 || state.expires_at().is_some_and(|end| end <= now);
    if was_online && !ends {
        // What is refused is made good.
        let _ = record::save(&session, &state, will.as_deref(), &mut turn.desk);
    }
    drop(state);
    if was_online {
        session.next_epoch();
        let epoch = session.epoch().wrapping_sub(1);
        bid_farewell(&mut session.delivery.lock(), epoch, turn);
    }
    if ends {
        shard.remove(client_id);
    }
    drop(shard);
    if let Some(will) = will {
        will::publish(broker, turn, &session, *will);
    }
    if ends {
        close::end(broker, turn, &session, Terminated::TakenOver);
        return None;
    }
    Some(session)
}

fn pack(
    session: &Arc<Session>,
    state: &State,
    delivery: &Delivery,
    clock: Clock,
) -> Option<Packed> {
    let portrait = Portrait::of(session, state)?;
    let clocks = Both::at(clock.now());
    let mut exported = portrait.with_state(clock, Exported::new);
    for (filter, it) in &state.subscriptions {
        exported.subscription(Subscription {
            filter,
            options: it.options,
            id: it.id,
        });
    }
    state.received.iter().for_each(|id| exported.received(id));
    let mut packed = Packed {
        session: session.clone(),
        exported,
        next: 1,
        away: delivery.queue.away(),
    };
    for (id, stage, held) in delivery.outgoing.iter() {
        let stage = match stage {
            outgoing::Stage::AwaitPuback | outgoing::Stage::AwaitPubrec => Stage::Sent(id),
            outgoing::Stage::AwaitPubcomp => Stage::Confirmed(id),
            outgoing::Stage::Done => continue,
        };
        packed.add(held, stage, clocks);
    }
    for waits in delivery.queue.peek(None) {
        packed.add(Some(waits.held), Stage::Waiting, clocks);
    }
    Some(packed)
}

impl Packed {
    fn add(&mut self, held: Option<&Held>, stage: Stage, clocks: Both) {
        let message = held.map(|held| Kept::of(&record::stored(&held.message, clocks)));
        let share = held.and_then(|held| held.share.as_deref());
        self.queue(Queued {
            seq: 0,
            id: MessageId(0),
            // Only of QoS 2 nothing is left but identifiers.
            qos: held.map_or(QoS::ExactlyOnce, |held| held.qos),
            retain: held.is_some_and(|held| held.retain),
            ids: held
                .and_then(|held| held.ids.as_deref())
                .unwrap_or_default()
                .into(),
            share: share.map(|name| (name.share.clone(), name.filter.clone())),
            stage,
            message,
        });
    }

    fn queue(&mut self, queued: Queued) {
        let seq = self.next;
        self.next += 1;
        self.exported.queued(&Queued { seq, ..queued });
    }

    /// With what only the store has, as bytes.
    pub(crate) async fn seal(mut self, broker: &Broker) -> Vec<u8> {
        if let Some(away) = self.away.take()
            && let Err(error) = self.fetch(broker, away).await
        {
            let client_id = Id(&self.session.client_id);
            warn!(?client_id, %error, "cannot read all messages of a session that is handed over: the rest of them stays");
        }
        self.exported.to_bytes()
    }

    async fn fetch(&mut self, broker: &Broker, away: Fetch) -> Result<(), ReadError> {
        let (store, key) = (broker.storage.store(), SessionKey(self.session.key));
        let (mut after, mut left) = (away.after, away.limit);
        while left > 0 {
            let part = left.min(AT_ONCE);
            let found = store.read_queue(key, Some(after), part).await?;
            let Some(last) = found.last() else {
                break;
            };
            after = last.seq;
            left = left.saturating_sub(found.len());
            found.into_iter().for_each(|queued| self.queue(queued));
        }
        Ok(())
    }
}

/// Messages that are read from the store in a row.
const AT_ONCE: usize = 256;

/// The session of a client is elsewhere, by this claim: what is left here of it goes. What came for it after it was handed over goes after it.
pub(crate) fn drop_session(broker: &Arc<Broker>, turn: &mut Turn, client_id: &str, by: &Stamp) {
    let Some(peers) = broker.peers().cloned() else {
        return;
    };
    peers.fence(client_id, by, turn.desk.now);
    let Some((session, will)) = remove(broker, turn, client_id, by) else {
        return;
    };
    if let Some(will) = will {
        will::publish(broker, turn, &session, *will);
    }
    peers.count(Count::Dropped, 1);
    let was_handed_over = session.delivery.lock().late.is_some();
    if !was_handed_over {
        if broker.storage.store().shared().is_some() {
            // Whoever has claimed it may be about to look for it there, and removes it when that is over.
            session.keep(false);
        }
        // It has ended: its client starts clean elsewhere.
        return close::end(broker, turn, &session, Terminated::TakenOver);
    }
    peers.moved.add(&session, by, turn.desk.now);
    for held in close::moved(broker, turn, &session, Some(by)) {
        send_after(&peers, turn, (client_id, &by.node), &held);
    }
}

/// What is here of a session is void: there is a later one, or none. Returns what has come for it since it was handed over.
pub(crate) fn forget(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    by: &Stamp,
) -> Vec<Held> {
    let removed = remove(broker, turn, client_id, by);
    removed.map_or_else(Vec::new, |(session, _)| {
        close::moved(broker, turn, &session, None)
    })
}

/// Takes a session off the map, and its connection off it. Returns it with the will of its connection, if that is to be published.
fn remove(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    by: &Stamp,
) -> Option<(Arc<Session>, Option<Box<Will>>)> {
    take_off(broker, turn, client_id, |session| {
        let mut state = session.state.lock();
        let is_older = state.claim.as_ref().is_none_or(|claim| claim <= by);
        if is_older {
            // Nobody is to hear that it has ended: it goes on elsewhere, or somebody else has said so.
            state.claim = None;
        }
        is_older
    })
}

/// The same for the session of a client that is the one that is meant.
pub(super) fn take_off(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    is_meant: impl FnOnce(&Session) -> bool,
) -> Option<(Arc<Session>, Option<Box<Will>>)> {
    let mut shard = broker.sessions.shard(client_id);
    let session = shard.get(client_id)?.clone();
    if !is_meant(&session) {
        return None;
    }
    let mut state = session.state.lock();
    let mut will = None;
    if state.offline_since.is_none() {
        let ending = Ending::by_broker(ReasonCode::SessionTakenOver, None);
        will = close::leave(&mut state, &ending, broker, turn.desk.now);
        session.next_epoch();
        let epoch = session.epoch().wrapping_sub(1);
        bid_farewell(&mut session.delivery.lock(), epoch, turn);
    }
    drop(state);
    shard.remove(client_id);
    drop(shard);
    Some((session, will))
}

/// A message has come for a session that has gone to another node: it goes after it. False if it does not.
pub(crate) fn follow(turn: &Turn, session: &Session, held: &Held) -> bool {
    let moved = session.delivery.lock().moved.clone();
    let (Some(by), Some(peers)) = (moved, &turn.desk.cluster) else {
        return false;
    };
    send_after(peers, turn, (&session.client_id, &by.node), held).is_some()
}

/// Sends a message to the node where its client is now. Returns that, and the number of the message there.
pub(super) fn send_after(
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
    };
    Some((to.clone(), peers.forward(to, forward)?))
}

#[cfg(test)]
mod tests;
