//! The end of a connection, and the end of a session.

use std::sync::Arc;

use gmqtt_plugin_api::{ClientInfo, CloseCause, Happening, Hook, Terminated};
use gmqtt_protocol::{ReasonCode, TopicFilter};
use gmqtt_store::{Change, SessionKey};
use tracing::{debug, info};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::counters::Counter;
use crate::hooks::Notice;
use crate::logged::Id;
use crate::message::Will;
use crate::outbox::Outbox;
use crate::packets::{Ending, Live, wants};
use crate::queue::{Held, Waiting};
use crate::session::{FOREVER, Session, State};
use crate::turn::Turn;
use crate::{heirs, record, will};

/// A connection has ended. Its session ends with it or waits for the client. Returns what is still to be written.
pub(crate) fn close(broker: &Arc<Broker>, turn: &mut Turn, live: &Live, ending: Ending) -> Outbox {
    log(live, &ending);
    detach(
        broker,
        turn,
        (&live.session, live.epoch),
        &live.info,
        ending,
    )
}

/// A connection is gone without having been closed: its session goes offline as if the transport were lost.
pub(crate) fn abandon(broker: &Arc<Broker>, turn: &mut Turn, session: &Arc<Session>, epoch: u32) {
    let info = {
        let state = session.state.lock();
        let is_connected = state.offline_since.is_none() && session.epoch() == epoch;
        state.info.clone().filter(|_| is_connected)
    };
    match info {
        Some(info) => drop(detach(
            broker,
            turn,
            (session, epoch),
            &info,
            Ending::lost(),
        )),
        // It was taken over, and does not say its last words.
        None => drop(farewell(session, epoch)),
    }
}

fn detach(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (session, epoch): (&Arc<Session>, u32),
    info: &Arc<ClientInfo>,
    ending: Ending,
) -> Outbox {
    turn.desk.counters.add(Counter::ClientsDisconnected, 0, 1);
    turn.desk.happened(Happening::Disconnected {
        client: info.clone(),
        cause: ending.cause.clone(),
        text: ending.text.as_deref().map(Into::into),
    });
    broker.keepalive.lock().forget(session, epoch);
    if wants(turn, Hook::OnClosed) {
        turn.desk
            .notices
            .push(Notice::Closed(info.clone(), ending.cause.clone()));
    }
    // The shard's lock keeps the epoch from changing until the session is offline or gone.
    let mut shard = broker.sessions.shard(&session.client_id);
    if session.epoch() != epoch {
        drop(shard);
        return farewell(session, epoch);
    }
    let (will, ends) = {
        let mut state = session.state.lock();
        let will = leave(&mut state, &ending, broker, turn.desk.now);
        let ends = state.expiry == 0;
        // A will that is published at once is saved with that, unless somebody has to be asked first.
        if !ends && (will.is_none() || wants(turn, Hook::OnWillPublish)) {
            // What is refused is made good.
            let _ = record::save(session, &state, will.as_deref(), &mut turn.desk);
        }
        (will, ends)
    };
    let link = session.delivery.lock().link.take();
    link.iter().for_each(|link| link.leave(&turn.desk));
    let outbox = link.map(|link| link.outbox).unwrap_or_default();
    if ends {
        shard.remove(&session.client_id);
    }
    drop(shard);
    if let Some(will) = will {
        will::publish(broker, turn, session, *will);
    }
    if ends {
        end(broker, turn, session, Terminated::Normal);
    } else {
        broker.timers.watch(session);
    }
    outbox
}

/// Puts a session offline. Returns the will if it is due at once.
pub(crate) fn leave(
    state: &mut State,
    ending: &Ending,
    broker: &Broker,
    now: Millis,
) -> Option<Box<Will>> {
    if let Some(seconds) = ending.session_expiry {
        state.expiry = session_expiry(seconds, broker);
    }
    state.offline_since = Some(now);
    if ending.discard_will {
        // [MQTT-3.1.2-10]
        state.will = None;
        return None;
    }
    // The delay ends at the latest with the session (MQTT 5 section 3.1.3.2.2).
    let delay = state.will.as_ref()?.delay.min(state.expiry);
    if delay == 0 {
        return state.will.take();
    }
    state.will_due = Some(now.saturating_add(delay));
    None
}

/// A session expiry in seconds as the broker grants it: capped by `mqtt.session_expiry`.
pub(crate) fn session_expiry(seconds: u32, broker: &Broker) -> Millis {
    let cap = crate::clock::millis(broker.settings().1.session_expiry);
    let asked = if seconds == u32::MAX {
        FOREVER
    } else {
        u64::from(seconds) * 1000
    };
    asked.min(cap)
}

/// What a connection that was taken over may still write.
fn farewell(session: &Session, epoch: u32) -> Outbox {
    let mut delivery = session.delivery.lock();
    let at = delivery.farewells.iter().position(|(of, _)| *of == epoch);
    at.map(|at| delivery.farewells.swap_remove(at).1)
        .unwrap_or_default()
}

/// Ends a session, whether its client is connected or away. A connection is told 0x98 and ends it when it closes.
pub(crate) fn terminate(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    reason: Terminated,
) {
    {
        let mut shard = broker.sessions.shard(&session.client_id);
        let mut state = session.state.lock();
        state.expiry = 0;
        if state.offline_since.is_none() {
            drop(state);
            let mut delivery = session.delivery.lock();
            return delivery.order(ReasonCode::AdministrativeAction);
        }
        if shard
            .get(&session.client_id)
            .is_some_and(|found| found.key == session.key)
        {
            shard.remove(&session.client_id);
        }
    }
    end(broker, turn, session, reason);
}

/// Ends a session whose time is up, if its client is still away. False if it is not over.
pub(crate) fn end_if_expired(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    now: Millis,
    reason: Terminated,
) -> bool {
    {
        let mut shard = broker.sessions.shard(&session.client_id);
        let state = session.state.lock();
        if state.ended {
            return true;
        }
        if state.expires_at().is_none_or(|end| end > now) {
            return false;
        }
        if shard
            .get(&session.client_id)
            .is_some_and(|found| found.key == session.key)
        {
            shard.remove(&session.client_id);
        }
    }
    end(broker, turn, session, reason);
    true
}

/// Ends a session that nobody can find any more: its will is published if it waits [MQTT-3.1.2-8], its subscriptions go,
/// and what shared subscriptions gave it goes to other members.
pub(crate) fn end(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    reason: Terminated,
) {
    let Some(Left {
        will,
        messages: left,
    }) = take_apart(broker, turn, session, reason)
    else {
        return;
    };
    if !turn.desk.log.keeps() {
        if let Some(will) = will {
            will::publish(broker, turn, session, *will);
        }
        return heirs::redistribute(broker, turn, left);
    }
    // One batch: its end, its last message, and what it leaves to others.
    if session.is_kept() {
        session.keep(false);
        let session = SessionKey(session.key);
        turn.desk.log.push(&Change::DropSession { session });
    }
    let bequests = heirs::find(broker, turn, left);
    let refused = broker.storage.refused();
    if let Some(will) = will {
        will::publish(broker, turn, session, *will);
    }
    let appended = turn.desk.log.append();
    let is_kept = appended.is_ok() && broker.storage.refused() == refused;
    heirs::hand_over(broker, turn, bequests, is_kept);
}

/// Ends a session that goes on at another node: nobody inherits from it, and its will is not published here.
pub(crate) fn moved(broker: &Arc<Broker>, turn: &mut Turn, session: &Arc<Session>) {
    let left = take_apart(broker, turn, session, Terminated::Moved);
    if left.is_some() && session.is_kept() {
        session.keep(false);
        let session = SessionKey(session.key);
        turn.desk.log.note(&Change::DropSession { session });
    }
}

/// What a session leaves.
struct Left {
    will: Option<Box<Will>>,
    messages: Vec<Held>,
}

/// What every end of a session has in common, that of one that goes on elsewhere, too. `None` if it has ended before.
fn take_apart(
    broker: &Broker,
    turn: &mut Turn,
    session: &Arc<Session>,
    reason: Terminated,
) -> Option<Left> {
    let (subscriptions, will, claim) = {
        let mut state = session.state.lock();
        if std::mem::replace(&mut state.ended, true) {
            return None;
        }
        broker.timers.forget(session.key, &mut state);
        let subscriptions = std::mem::take(&mut state.subscriptions);
        (subscriptions, state.will.take(), state.claim.take())
    };
    unsubscribe_all(broker, turn, session, subscriptions.keys());
    let messages = {
        let mut delivery = session.delivery.lock();
        delivery.ended = true;
        let counters = &turn.desk.counters;
        counters.moved(Counter::MessagesInflight, delivery.outgoing.len(), 0);
        counters.queued(delivery.queue.waiting(), Waiting::default());
        let mut left: Vec<Held> = delivery.outgoing.unacknowledged_qos1().collect();
        left.extend(delivery.queue.drain());
        left
    };
    if let (Some(peers), Some(claim)) = (broker.peers(), claim) {
        peers.cluster.released(&session.client_id, &claim);
    }
    turn.desk
        .counters
        .add(Counter::SessionsTerminated, reason as usize, 1);
    turn.desk.happened(Happening::SessionEnded {
        client_id: session.client_id.clone(),
        reason,
    });
    if wants(turn, Hook::OnSessionTerminated) {
        turn.desk
            .notices
            .push(Notice::SessionTerminated(session.client_id.clone(), reason));
    }
    Some(Left { will, messages })
}

fn unsubscribe_all<'a>(
    broker: &Broker,
    turn: &Turn,
    session: &Session,
    filters: impl Iterator<Item = &'a Box<str>>,
) {
    for filter in filters.filter_map(|filter| TopicFilter::parse(filter).ok()) {
        turn.desk.counters.subscribed(&filter, 1, 0);
        broker.table.write().remove(filter, &session.key);
        broker.versions.bump(filter);
        broker.tell_unsubscribed(filter.full());
    }
}

/// Breaches of the protocol and refusals are one line at `info`, the rest is for `debug`.
fn log(live: &Live, ending: &Ending) {
    let (client_id, address) = (Id(&live.session.client_id), live.info.peer.remote);
    let text = ending.text.as_deref().unwrap_or_default();
    match &ending.cause {
        CloseCause::ByBroker(reason) => {
            info!(?client_id, %address, %reason, text, "closed the connection")
        }
        cause => debug!(?client_id, %address, ?cause, "the connection ended"),
    }
}
