//! What is shown of clients, subscriptions and retained messages. Each look holds one short lock at a time and copies.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::{
    ClientMark, ClientView, Cursor, RetainedMessage, SubscriptionKind, SubscriptionQuery,
    SubscriptionView, WaitingMessage, WaitingMessages, WaitingQuery, Where, WillView,
};
use gmqtt_protocol::session::outgoing::Stage;
use gmqtt_protocol::{QoS, TopicFilter, TopicName};
use gmqtt_router::{Group, Visitor};

use crate::broker::Broker;
use crate::clock::{Millis, TimeOfDay, seconds};
use crate::message::{Expiry, Message, Will};
use crate::queue::Held;
use crate::route::Subscriber;
use crate::session::{FOREVER, Session};

/// A client and its session; `None` if it is just being made.
pub(crate) fn client(broker: &Broker, session: &Session) -> Option<ClientView> {
    let max_queued = broker.settings().1.max_queued_messages;
    show_client(broker.time_of_day(), session, max_queued)
}

/// The clients of a part of the sessions that are not known as they are; where the next part begins.
pub(crate) fn changed_clients_from(
    broker: &Broker,
    from: Cursor,
    known: &mut dyn FnMut(ClientMark) -> bool,
    visit: &mut dyn FnMut(ClientMark, ClientView),
) -> Option<Cursor> {
    let (version, settings) = broker.settings();
    let (max_queued, time) = (settings.max_queued_messages, broker.time_of_day());
    // Other settings, or a clock that was set, change what is shown of all.
    let all = version.wrapping_add_signed(time.ahead());
    let mark = |session: &Session| ClientMark {
        session: session.key,
        state: (all << 32) | u64::from(session.changes()),
    };
    let is_new = |session: &Session| !known(mark(session));
    broker.sessions.chosen_part(from.part(), is_new, |session| {
        // Before the look: what changes meanwhile makes it another one.
        let mark = mark(session);
        if let Some(client) = show_client(time, session, max_queued) {
            visit(mark, client);
        }
    });
    next_part(broker, from)
}

fn next_part(broker: &Broker, from: Cursor) -> Option<Cursor> {
    let next = from.part().saturating_add(1);
    (next < broker.sessions.parts()).then(|| Cursor::at(next))
}

fn show_client(time: TimeOfDay, session: &Session, max_queued: u32) -> Option<ClientView> {
    let state = session.state.look();
    let info = state.info.clone()?;
    let away = state.offline_since;
    let (created, expiry) = (state.created, state.expiry);
    let (subscriptions, awaiting_release) = (state.subscriptions.len(), state.received.len());
    let subscriptions_made = state.subscriptions_made;
    let will = state.will.as_deref().map(show_will);
    drop(state);
    let delivery = session.delivery.look();
    let link = delivery.link.as_ref();
    let waiting = delivery.queue.waiting();
    let drops = &delivery.drops;
    Some(ClientView {
        info,
        connected: link.is_some(),
        disconnected_at: away.map(|at| time.of(at)),
        session_created_at: time.of(created),
        session_expiry: (expiry != FOREVER).then(|| Duration::from_millis(expiry)),
        subscriptions,
        subscriptions_made,
        inflight: delivery.outgoing.len(),
        max_inflight: link.map_or(0, |_| usize::from(delivery.outgoing.limit())),
        awaiting_release,
        queued: delivery.queue.len(),
        max_queued: max_queued as usize,
        queued_bytes: waiting.bytes,
        dropped: drops.list(),
        last_dropped_at: drops.last().map(|at| time.of(at)),
        received: link.map(|link| link.received.traffic()).unwrap_or_default(),
        sent: link.map(|link| link.sent).unwrap_or_default(),
        packets_received: link.map_or(0, |link| link.received.packets()),
        other_sent: link.map(|link| link.others).unwrap_or_default(),
        slow: link.is_some_and(|link| link.slow),
        will,
        tls_version: link.and_then(|link| link.tls_version),
    })
}

fn show_will(will: &Will) -> Box<WillView> {
    Box::new(WillView {
        topic: will.arrival.topic.to_string(),
        qos: will.arrival.qos,
        retain: will.arrival.retain,
        delay: Duration::from_millis(will.delay),
        payload_size: will.arrival.payload.len(),
    })
}

/// The messages that wait for a session or are in flight to it.
pub(crate) fn waiting(broker: &Broker, session: &Session, query: &WaitingQuery) -> WaitingMessages {
    let now = broker.clock.now();
    let since = |at: u32| Duration::from_secs(u64::from(seconds(now).saturating_sub(at)));
    let delivery = session.delivery.look();
    let mut found = WaitingMessages::default();
    let mut bytes = 0;
    let mut add = |message: WaitingMessage| {
        bytes += message.payload.as_ref().map_or(0, Bytes::len);
        let is_full = found.messages.len() == query.most || bytes > query.most_bytes;
        found.more = is_full && !found.messages.is_empty();
        if !found.more {
            found.messages.push(message);
        }
        !found.more
    };
    match query.place {
        Where::Queue => {
            for waits in delivery.queue.peek(query.after) {
                let message = WaitingMessage {
                    number: waits.number,
                    age: waits.since.map(since),
                    ..show_held(waits.held, now, query.payload)
                };
                if !add(message) {
                    break;
                }
            }
            found.total = delivery.queue.waiting().messages;
        }
        Where::InFlight => {
            let all = delivery.outgoing.timed();
            let wanted = all.filter(|(id, ..)| is_after(id.get(), query.after));
            for (id, stage, at, held) in wanted {
                let message = WaitingMessage {
                    number: id.get().into(),
                    packet_id: Some(id),
                    age: Some(since(at)),
                    released: stage == Stage::AwaitPubcomp,
                    ..held.map_or_else(released, |held| show_held(held, now, query.payload))
                };
                if !add(message) {
                    break;
                }
            }
            found.total = delivery.outgoing.len();
        }
    }
    found
}

/// Whether a packet identifier was given out after another one, which may be free by now. They go round.
fn is_after(id: u16, other: Option<u64>) -> bool {
    let other = other.and_then(|other| u16::try_from(other).ok());
    other.is_none_or(|other| (1..1 << 15).contains(&id.wrapping_sub(other)))
}

fn show_held(held: &Held, now: Millis, payload: bool) -> WaitingMessage {
    let message = &held.message;
    let at = message.expires.at;
    WaitingMessage {
        topic: message.topic().to_owned(),
        qos: held.qos,
        retain: held.retain,
        expires_in: (at != Expiry::NEVER).then(|| Duration::from_millis(at.saturating_sub(now))),
        payload_size: message.payload().len(),
        payload: payload.then(|| Bytes::copy_from_slice(message.payload())),
        ..released()
    }
}

/// What is left of a message of QoS 2 when its receiver has it.
const fn released() -> WaitingMessage {
    WaitingMessage {
        number: 0,
        topic: String::new(),
        qos: QoS::ExactlyOnce,
        retain: false,
        packet_id: None,
        age: None,
        expires_in: None,
        payload_size: 0,
        payload: None,
        released: false,
    }
}

/// The subscriptions asked for.
pub(crate) fn subscriptions(
    broker: &Broker,
    query: &SubscriptionQuery,
    visit: &mut dyn FnMut(&SubscriptionView),
) {
    let mut from = Some(Cursor::default());
    while let Some(part) = from {
        from = subscriptions_from(broker, part, query, visit);
    }
}

/// A part of the subscriptions asked for; where the next part begins. What an index leads to is one part.
pub(crate) fn subscriptions_from(
    broker: &Broker,
    from: Cursor,
    query: &SubscriptionQuery,
    visit: &mut dyn FnMut(&SubscriptionView),
) -> Option<Cursor> {
    let topic = match &query.topic {
        None => None,
        Some(topic) => Some(TopicName::parse(topic).ok()?),
    };
    let mut look = |session: &Arc<Session>| {
        for found in of_session(session, query, topic) {
            visit(&found);
        }
    };
    match (&query.client_id, &query.filter, topic) {
        (Some(id), ..) => {
            let session = broker.sessions.shard(id).get(id.as_str()).cloned();
            session.iter().for_each(look);
        }
        (None, Some(filter), _) => subscribers(broker, filter).iter().for_each(look),
        (None, None, Some(topic)) => receivers(broker, topic).iter().for_each(look),
        (None, None, None) => {
            broker.sessions.part(from.part(), &mut look);
            return next_part(broker, from);
        }
    }
    None
}

fn of_session(
    session: &Session,
    query: &SubscriptionQuery,
    topic: Option<TopicName<'_>>,
) -> Vec<SubscriptionView> {
    let state = session.state.look();
    let wanted = |filter: &str| {
        query
            .filter
            .as_deref()
            .is_none_or(|wanted| wanted == filter)
            && query
                .kind
                .is_none_or(|kind| kind == SubscriptionKind::of(filter))
            && topic.is_none_or(|topic| {
                TopicFilter::parse(filter).is_ok_and(|filter| filter.matches(topic))
            })
    };
    let found = state
        .subscriptions
        .iter()
        .filter(|(filter, _)| wanted(filter));
    found
        .map(|(filter, subscription)| SubscriptionView {
            client_id: session.client_id.clone(),
            filter: filter.to_string(),
            options: subscription.options,
            id: subscription.id,
        })
        .collect()
}

/// The sessions that are subscribed to a filter as it is written.
fn subscribers(broker: &Broker, filter: &str) -> Vec<Arc<Session>> {
    let Ok(filter) = TopicFilter::parse(filter) else {
        return Vec::new();
    };
    let table = broker.table.read();
    let subscribers = table.subscribers(filter).iter();
    subscribers
        .map(|(_, subscriber)| subscriber.session.clone())
        .collect()
}

/// The sessions that messages of a topic go to, each once.
pub(crate) fn receivers(broker: &Broker, topic: TopicName<'_>) -> Vec<Arc<Session>> {
    struct Receivers {
        seen: HashSet<u64>,
        sessions: Vec<Arc<Session>>,
    }
    impl Visitor<u64, Subscriber> for Receivers {
        fn plain(&mut self, key: &u64, value: &Subscriber) {
            if self.seen.insert(*key) {
                self.sessions.push(value.session.clone());
            }
        }

        fn group(&mut self, group: &Group<u64, Subscriber>) {
            for (key, value) in group.members() {
                self.plain(key, value);
            }
        }
    }
    let mut found = Receivers {
        seen: HashSet::new(),
        sessions: Vec::new(),
    };
    broker.table.read().matching(topic, &mut found);
    found.sessions
}

/// The retained message of a topic.
pub(crate) fn retained(broker: &Broker, topic: &str) -> Option<RetainedMessage> {
    let topic = TopicName::parse(topic).ok()?;
    let message = broker.retained.read().find(topic).cloned()?;
    show(broker, &message)
}

/// The retained messages that a filter matches.
pub(crate) fn retained_matching(
    broker: &Broker,
    filter: &str,
    visit: &mut dyn FnMut(&RetainedMessage),
) {
    if !TopicFilter::parse(filter).is_ok_and(|filter| filter.share().is_none()) {
        return;
    }
    let mut found: Vec<Arc<Message>> = Vec::new();
    broker.retained.read().matching(filter, |message| {
        found.push(message.clone());
        ControlFlow::Continue(())
    });
    for message in found {
        if let Some(message) = show(broker, &message) {
            visit(&message);
        }
    }
}

/// The topics of a part of the retained messages that a filter matches; where the next part begins. Few are found in one go by the index, else all
/// there are are looked at part by part, so that nobody who wants to retain a message waits for long.
pub(crate) fn retained_topics_from(
    broker: &Broker,
    from: Cursor,
    filter: &str,
    visit: &mut dyn FnMut(&str),
) -> Option<Cursor> {
    let parsed = TopicFilter::parse(filter).ok()?;
    if parsed.share().is_some() {
        return None;
    }
    let mut found: Vec<Arc<Message>> = Vec::new();
    let mut next = None;
    if from == Cursor::default() {
        let mut all = true;
        broker.retained.read().matching(filter, |message| {
            found.push(message.clone());
            all = found.len() < FOUND_AT_ONCE;
            if all {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        if !all {
            found.clear();
            next = Some(Cursor::at(1));
        }
    } else {
        // Part 0 is the attempt above.
        let more = broker.retained.read().part(from.part() - 1, |message| {
            let topic = TopicName::parse(message.topic());
            if topic.is_ok_and(|topic| parsed.matches(topic)) {
                found.push(message.clone());
            }
        });
        next = more.then(|| Cursor::at(from.part().saturating_add(1)));
    }
    let now = broker.clock.now();
    let found = found
        .iter()
        .filter(|message| !message.expires.has_passed(now));
    found.for_each(|message| visit(message.topic()));
    next
}

/// Retained messages that are looked for without a pause.
const FOUND_AT_ONCE: usize = 4096;

/// `None` if it has expired.
fn show(broker: &Broker, message: &Message) -> Option<RetainedMessage> {
    let now = broker.clock.now();
    let Expiry { at, .. } = message.expires;
    if message.expires.has_passed(now) {
        return None;
    }
    Some(RetainedMessage::new(
        message.topic().to_owned(),
        Bytes::copy_from_slice(message.payload()),
        message.qos,
        (at != Expiry::NEVER).then(|| Duration::from_millis(at - now)),
        Bytes::copy_from_slice(message.block()),
    ))
}
