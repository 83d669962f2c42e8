//! From an accepted CONNECT to a session: found or made, taken over from an older connection, answered with CONNACK.

use std::sync::Arc;

use gmqtt_plugin_api::cluster::Stamp;
use gmqtt_plugin_api::{ClientInfo, Happening, Hook, Terminated};
use gmqtt_protocol::packet::{Disconnect, DisconnectProperties};
use gmqtt_protocol::{ReasonCode, TopicFilter};
use gmqtt_store::{Change, Full, Lsn, SessionKey};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::counters::Counter;
use crate::delivery::Delivery;
use crate::hooks::Notice;
use crate::link::{Link, Unopened};
use crate::message::Will;
use crate::observers::Sent;
use crate::packets::wants;
use crate::record::Portrait;
use crate::session::{Session, State};
use crate::turn::{Desk, Turn};
use crate::{close, commit, record, will};

/// A client that was let in.
pub(crate) struct Opening {
    pub(crate) info: Arc<ClientInfo>,
    pub(crate) link: Link,
    pub(crate) will: Option<Will>,
    pub(crate) expiry: Millis,
    /// How many QoS 1 and 2 messages may be in flight to it.
    pub(crate) window: u16,
    /// In a cluster: by which claim the client is this node's.
    pub(crate) claim: Option<Stamp>,
}

/// Why a client does not get a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotOpened {
    /// The store does not take one that is to be kept, and what it does not take is refused.
    NotKept(Full),
    /// It has connected again since, perhaps to another node.
    Superseded,
}

/// What the newcomer's session was before.
enum Before {
    Nothing,
    /// Goes on; the will of the connection that had it, if it is to be published.
    Resumed(Option<Box<Will>>),
    /// Ended by the newcomer.
    Ended(Arc<Session>),
}

/// Finds or makes the session and lets the connection own it. `connack` writes the CONNACK for session present or not; it is the
/// first thing in the outbox [MQTT-3.2.0-1]. Returns the session and its epoch.
///
/// # Errors
/// See [`NotOpened`].
pub(crate) fn establish(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    opening: Opening,
    connack: impl FnOnce(bool, &mut Vec<u8>),
) -> Result<(Arc<Session>, u32), NotOpened> {
    let info = opening.info.clone();
    let keep_alive = info.keep_alive;
    let told_before = turn.desk.notices.len();
    let (session, epoch, before) = claim(broker, turn, opening, connack)?;
    // Of a resumed session: deliveries are told after the client is.
    let delivered = turn.desk.notices.split_off(told_before);
    broker
        .keepalive
        .lock()
        .watch(&session, epoch, keep_alive, turn.desk.now);
    turn.desk.counters.add(Counter::ClientsConnected, 0, 1);
    turn.desk.happened(Happening::Connected {
        client: info.clone(),
        session_present: matches!(before, Before::Resumed(_)),
    });
    if wants(turn, Hook::OnConnected) {
        turn.desk.notices.push(Notice::Connected(info.clone()));
    }
    match before {
        Before::Resumed(taken_over) => {
            if wants(turn, Hook::OnSessionResumed) {
                turn.desk.notices.push(Notice::SessionResumed(info));
            }
            turn.desk.notices.extend(delivered);
            if let Some(will) = taken_over {
                will::publish(broker, turn, &session, *will);
            }
        }
        Before::Nothing => created(turn, info),
        Before::Ended(old) => {
            close::end(broker, turn, &old, Terminated::TakenOver);
            created(turn, info);
        }
    }
    Ok((session, epoch))
}

fn created(turn: &mut Turn, info: Arc<ClientInfo>) {
    turn.desk.counters.add(Counter::SessionsCreated, 0, 1);
    turn.desk.happened(Happening::SessionStarted {
        client: info.clone(),
    });
    if wants(turn, Hook::OnSessionCreated) {
        turn.desk.notices.push(Notice::SessionCreated(info));
    }
}

/// The part under the shard's lock: two connections with one client identifier are in order from here on.
fn claim(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    opening: Opening,
    connack: impl FnOnce(bool, &mut Vec<u8>),
) -> Result<(Arc<Session>, u32, Before), NotOpened> {
    let client_id = opening.info.id.clone();
    let mut shard = broker.sessions.shard(&client_id);
    let old = shard.get(&client_id).cloned();
    if is_superseded(broker, &opening, old.as_deref()) {
        return Err(NotOpened::Superseded);
    }
    match old {
        // [MQTT-3.1.2-5] Clean Start 0 with a stored session continues from that state.
        Some(session)
            if !opening.info.clean_start && may_resume(&session, &opening, turn.desk.now) =>
        {
            let epoch = session.next_epoch();
            let will = attach(broker, turn, &session, opening, None, connack);
            Ok((session, epoch, Before::Resumed(will)))
        }
        // [MQTT-3.1.2-4] [MQTT-3.1.2-6]
        old => {
            let key = broker.next_key();
            let begun = begin(broker, turn, key, &opening, old.as_deref());
            let begun = begun.map_err(NotOpened::NotKept)?;
            let session = Arc::new(Session::new(key, client_id.clone()));
            session.keep(begun.kept);
            if begun.owed {
                broker.storage.owe_session(&session);
            }
            shard.insert(client_id, session.clone());
            session.state.lock().created = turn.desk.now;
            let epoch = session.epoch();
            attach(broker, turn, &session, opening, Some(begun.ticket), connack);
            if let Some(old) = &old {
                old.next_epoch();
                bid_farewell(&mut old.delivery.lock(), old.epoch().wrapping_sub(1), turn);
            }
            Ok((session, epoch, old.map_or(Before::Nothing, Before::Ended)))
        }
    }
}

/// Whether a later claim of the client is known than the one of the newcomer. Under the shard's lock: a claim that comes after this finds the
/// session.
fn is_superseded(broker: &Broker, opening: &Opening, old: Option<&Session>) -> bool {
    let (Some(peers), Some(claim)) = (broker.peers(), &opening.claim) else {
        return false;
    };
    let is_later = |old: &Session| old.state.lock().claim.as_ref() > Some(claim);
    old.is_some_and(is_later) || peers.is_void(&opening.info.id, claim)
}

/// How a session begins in the store.
struct Begun {
    kept: bool,
    /// The store did not take it.
    owed: bool,
    ticket: Lsn,
}

/// Has the store take a new session, if it is to be kept. One that it takes the place of is marked as over: it is found so should
/// the broker end before the end of that session is in the store.
fn begin(
    broker: &Broker,
    turn: &mut Turn,
    key: u64,
    opening: &Opening,
    old: Option<&Session>,
) -> Result<Begun, Full> {
    let desk = &mut turn.desk;
    let (clock, now, kept) = (
        broker.clock,
        desk.now,
        desk.log.keeps() && opening.expiry > 0,
    );
    if let Some(old) = old.filter(|old| old.is_kept()) {
        let state = old.state.lock();
        if let Some(mut portrait) = Portrait::of(old, &state).filter(|_| !state.ended) {
            (portrait.expiry, portrait.offline_since) = (0, Some(now));
            portrait.put(clock, &mut desk.log);
        }
    }
    if kept {
        let portrait = Portrait {
            key,
            client_id: &opening.info.id,
            created: now,
            expiry: opening.expiry,
            offline_since: None,
            info: &opening.info,
            will: opening.will.as_ref().map(|will| (will, None)),
            claim: opening.claim.as_ref(),
        };
        portrait.put(clock, &mut desk.log);
    }
    let (owed, ticket) = match desk.log.append() {
        Ok(ticket) => (false, ticket),
        Err(why) => {
            commit::tell(broker, now, why);
            if kept && desk.log.refuses() {
                return Err(why);
            }
            (kept, Lsn::START)
        }
    };
    Ok(Begun { kept, owed, ticket })
}

/// The store learns who has the session now, or that it will end with its connection.
fn save_resumed(session: &Arc<Session>, state: &State, desk: &mut Desk) -> Lsn {
    if session.is_kept() && state.expiry == 0 {
        session.keep(false);
        let session = SessionKey(session.key);
        desk.log.push(&Change::DropSession { session });
        return desk.log.append().unwrap_or(Lsn::START);
    }
    // What it was promised before stands, also while the store takes nothing.
    record::save(session, state, None, desk).unwrap_or(Lsn::START)
}

/// A session that ends with its connection is not taken over, it ends [3.1.1 MQTT-3.1.2-6]; nor is one whose time is up, or
/// one of another mount point, whose topics the client could not name.
fn may_resume(session: &Session, opening: &Opening, now: Millis) -> bool {
    let state = session.state.lock();
    let mount = |info: &ClientInfo| info.peer.mount_point.clone();
    let same = |info: &Arc<ClientInfo>| mount(info) == mount(&opening.info);
    !state.ended
        && state.info.as_ref().is_none_or(same)
        && state.expiry > 0
        && state.expires_at().is_none_or(|end| end > now)
}

/// The connection owns the session from here on, which has just begun or is resumed. Returns the will of the one before, if it is to be published.
fn attach(
    broker: &Broker,
    turn: &mut Turn,
    session: &Arc<Session>,
    opening: Opening,
    begun: Option<Lsn>,
    connack: impl FnOnce(bool, &mut Vec<u8>),
) -> Option<Box<Will>> {
    let Opening {
        info,
        mut link,
        will,
        expiry,
        window,
        claim,
    } = opening;
    let mut state = session.state.lock();
    broker.timers.forget(session.key, &mut state);
    let was_online = state.offline_since.take().is_none();
    let old_will = std::mem::replace(&mut state.will, will.map(Box::new));
    state.will_due = None;
    state.expiry = expiry;
    state.claim = claim.or(state.claim.take());
    state.info = Some(info);
    if turn.desk.interest.asks_deliveries() {
        // Who may be delivered what depends on who the client is now.
        for filter in state.subscriptions.keys() {
            if let Ok(filter) = TopicFilter::parse(filter) {
                broker.versions.bump(filter);
            }
        }
    }
    let saved = begun.unwrap_or_else(|| save_resumed(session, &state, &mut turn.desk));
    drop(state);
    let mut delivery = session.delivery.lock();
    bid_farewell(&mut delivery, session.epoch().wrapping_sub(1), turn);
    let unsent = delivery.kept.as_mut().map(|kept| kept.begin_again());
    let ticket = saved.max(unsent.unwrap_or(Lsn::START));
    let mut bytes = Vec::new();
    connack(begun.is_none(), &mut bytes);
    turn.desk.counters.sent(2, 1, bytes.len());
    link.count_other(1, bytes.len());
    if let Some(observers) = &turn.desk.observers {
        let who = (&*link.info).into();
        observers.sent(who, &bytes, link.version(), Sent::default());
    }
    if turn.desk.log.is_durable(ticket) {
        let buffer = link.outbox.buffer(&mut turn.desk.pool);
        buffer.extend_from_slice(&bytes);
    } else {
        link.unopened = Some(Box::new(Unopened::new(ticket, bytes)));
    }
    delivery.link = Some(link);
    turn.desk.counters.moved(Counter::SessionsActive, 0, 1);
    delivery.outgoing.connect(window);
    // [MQTT-4.4.0-1] What is in flight is sent again, then what waits.
    delivery.pump(session, &mut turn.desk);
    // [MQTT-3.1.3-9] The newcomer is in time for a will with a delay; one without is due when its connection is taken over.
    old_will.filter(|will| was_online && will.delay == 0)
}

/// Takes the connection of `epoch` off its session: a best-effort DISCONNECT 0x8E goes behind what waits in its outbox, and
/// its task is woken to write that and close [MQTT-3.1.4-3]. Nobody waits for it.
pub(crate) fn bid_farewell(delivery: &mut Delivery, epoch: u32, turn: &mut Turn) {
    let Some(mut link) = delivery.link.take() else {
        return;
    };
    link.leave(&turn.desk);
    if link.info.version.is_v5() && link.unopened.is_none() {
        let disconnect = Disconnect {
            reason: ReasonCode::SessionTakenOver,
            properties: DisconnectProperties::default(),
        };
        let buffer = link.outbox.buffer(&mut turn.desk.pool);
        let before = buffer.len();
        disconnect.encode(link.info.version, buffer);
        let bytes = buffer.len() - before;
        turn.desk.counters.sent(14, 1, bytes);
        link.show_latest(bytes, &turn.desk);
    }
    delivery.farewells.push((epoch, link.outbox));
    if let Some(waker) = link.waker {
        waker.wake();
    }
}
