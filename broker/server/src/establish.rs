//! From an accepted CONNECT to a session: found or made, taken over from an older connection, answered with CONNACK.

use std::sync::Arc;

use gmqtt_plugin_api::{ClientInfo, Hook, Terminated};
use gmqtt_protocol::packet::{Disconnect, DisconnectProperties};
use gmqtt_protocol::{ReasonCode, TopicFilter};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::counters::Counter;
use crate::delivery::Delivery;
use crate::hooks::Notice;
use crate::link::Link;
use crate::message::Will;
use crate::packets::wants;
use crate::session::{Session, Shard};
use crate::turn::Turn;
use crate::{close, will};

/// A client that was let in.
pub(crate) struct Opening {
    pub(crate) info: Arc<ClientInfo>,
    pub(crate) link: Link,
    pub(crate) will: Option<Will>,
    pub(crate) expiry: Millis,
    /// How many QoS 1 and 2 messages may be in flight to it.
    pub(crate) window: u16,
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
pub(crate) fn establish(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    opening: Opening,
    connack: impl FnOnce(bool, &mut Vec<u8>),
) -> (Arc<Session>, u32) {
    let info = opening.info.clone();
    let keep_alive = info.keep_alive;
    let told_before = turn.desk.notices.len();
    let (session, epoch, before) = claim(broker, turn, opening, connack);
    // Of a resumed session: deliveries are told after the client is.
    let delivered = turn.desk.notices.split_off(told_before);
    broker
        .keepalive
        .lock()
        .watch(&session, epoch, keep_alive, turn.desk.now);
    turn.desk.counters.add(Counter::ClientsConnected, 0, 1);
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
    (session, epoch)
}

fn created(turn: &mut Turn, info: Arc<ClientInfo>) {
    turn.desk.counters.add(Counter::SessionsCreated, 0, 1);
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
) -> (Arc<Session>, u32, Before) {
    let client_id = opening.info.id.clone();
    let mut shard = broker.sessions.shard(&client_id);
    let old = shard.get(&client_id).cloned();
    match old {
        // [MQTT-3.1.2-5] Clean Start 0 with a stored session continues from that state.
        Some(session)
            if !opening.info.clean_start && may_resume(&session, &opening, turn.desk.now) =>
        {
            let epoch = session.next_epoch();
            let will = attach(broker, turn, &session, opening, true, connack);
            (session, epoch, Before::Resumed(will))
        }
        // [MQTT-3.1.2-4] [MQTT-3.1.2-6]
        old => {
            let session = insert(broker, &mut shard, client_id);
            session.state.lock().created = turn.desk.now;
            let epoch = session.epoch();
            attach(broker, turn, &session, opening, false, connack);
            if let Some(old) = &old {
                old.next_epoch();
                bid_farewell(&mut old.delivery.lock(), old.epoch().wrapping_sub(1), turn);
            }
            (session, epoch, old.map_or(Before::Nothing, Before::Ended))
        }
    }
}

fn insert(broker: &Broker, shard: &mut Shard, client_id: Arc<str>) -> Arc<Session> {
    let session = Arc::new(Session::new(broker.next_key(), client_id.clone()));
    shard.insert(client_id, session.clone());
    session
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

/// The connection owns the session from here on. Returns the will of the one before, if it is to be published.
fn attach(
    broker: &Broker,
    turn: &mut Turn,
    session: &Arc<Session>,
    opening: Opening,
    present: bool,
    connack: impl FnOnce(bool, &mut Vec<u8>),
) -> Option<Box<Will>> {
    let Opening {
        info,
        mut link,
        will,
        expiry,
        window,
    } = opening;
    let mut state = session.state.lock();
    broker.timers.forget(session.key, &mut state);
    let was_online = state.offline_since.take().is_none();
    let old_will = std::mem::replace(&mut state.will, will.map(Box::new));
    state.will_due = None;
    state.expiry = expiry;
    state.info = Some(info);
    if turn.desk.interest.asks_deliveries() {
        // Who may be delivered what depends on who the client is now.
        for filter in state.subscriptions.keys() {
            if let Ok(filter) = TopicFilter::parse(filter) {
                broker.versions.bump(filter);
            }
        }
    }
    drop(state);
    let mut delivery = session.delivery.lock();
    bid_farewell(&mut delivery, session.epoch().wrapping_sub(1), turn);
    let buffer = link.outbox.buffer(&mut turn.desk.pool);
    connack(present, buffer);
    turn.desk.counters.sent(2, 1, buffer.len());
    delivery.link = Some(link);
    turn.desk.counters.moved(Counter::SessionsActive, 0, 1);
    delivery.outgoing.connect(window);
    // [MQTT-4.4.0-1] What is in flight is sent again, then what waits.
    delivery.pump(&session.client_id, &mut turn.desk);
    // [MQTT-3.1.3-9] The newcomer is in time for a will with a delay; one without is due when its connection is taken over.
    old_will.filter(|will| was_online && will.delay == 0)
}

/// Takes the connection of `epoch` off its session: a best-effort DISCONNECT 0x8E goes behind what waits in its outbox, and
/// its task is woken to write that and close [MQTT-3.1.4-3]. Nobody waits for it.
fn bid_farewell(delivery: &mut Delivery, epoch: u32, turn: &mut Turn) {
    let Some(mut link) = delivery.link.take() else {
        return;
    };
    turn.desk.counters.moved(Counter::SessionsActive, 1, 0);
    if link.info.version.is_v5() {
        let disconnect = Disconnect {
            reason: ReasonCode::SessionTakenOver,
            properties: DisconnectProperties::default(),
        };
        let buffer = link.outbox.buffer(&mut turn.desk.pool);
        let before = buffer.len();
        disconnect.encode(link.info.version, buffer);
        turn.desk.counters.sent(14, 1, buffer.len() - before);
    }
    delivery.farewells.push((epoch, link.outbox));
    if let Some(waker) = link.waker {
        waker.wake();
    }
}
