//! What is shown of clients, subscriptions and retained messages. Each look holds one short lock at a time and copies.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use gmqtt_plugin_api::{
    ClientView, RetainedMessage, SubscriptionKind, SubscriptionQuery, SubscriptionView,
};
use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Visitor};

use crate::broker::Broker;
use crate::message::{Expiry, Message};
use crate::route::Subscriber;
use crate::session::{FOREVER, Session};

/// A client and its session; `None` if it is just being made.
pub(crate) fn client(broker: &Broker, session: &Session) -> Option<ClientView> {
    let state = session.state.lock();
    let info = state.info.clone()?;
    let away = state.offline_since;
    let (created, expiry) = (state.created, state.expiry);
    let (subscriptions, awaiting_release) = (state.subscriptions.len(), state.received.len());
    drop(state);
    let delivery = session.delivery.lock();
    let link = delivery.link.as_ref();
    Some(ClientView {
        info,
        connected: link.is_some(),
        disconnected_at: away.map(|at| broker.clock.time_of_day(at)),
        session_created_at: broker.clock.time_of_day(created),
        session_expiry: (expiry != FOREVER).then(|| Duration::from_millis(expiry)),
        subscriptions,
        inflight: delivery.outgoing.len(),
        max_inflight: link.map_or(0, |_| usize::from(delivery.outgoing.limit())),
        awaiting_release,
        queued: delivery.queue.len(),
        dropped: delivery.drops.list(),
        received: link.map(|link| link.received.traffic()).unwrap_or_default(),
        sent: link.map(|link| link.sent).unwrap_or_default(),
        slow: link.is_some_and(|link| link.slow),
    })
}

/// The subscriptions asked for.
pub(crate) fn subscriptions(
    broker: &Broker,
    query: &SubscriptionQuery,
    visit: &mut dyn FnMut(&SubscriptionView),
) {
    let topic = match &query.topic {
        None => None,
        Some(topic) => match TopicName::parse(topic) {
            Ok(topic) => Some(topic),
            Err(_) => return,
        },
    };
    let mut look = |session: &Arc<Session>| {
        for found in of_session(session, query, topic) {
            visit(&found);
        }
    };
    match (&query.client_id, topic) {
        (Some(id), _) => {
            let session = broker.sessions.shard(id).get(id.as_str()).cloned();
            session.iter().for_each(look);
        }
        (None, Some(topic)) => receivers(broker, topic).iter().for_each(look),
        (None, None) => broker.sessions.for_each(&mut look),
    }
}

fn of_session(
    session: &Session,
    query: &SubscriptionQuery,
    topic: Option<TopicName<'_>>,
) -> Vec<SubscriptionView> {
    let state = session.state.lock();
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

/// The sessions that messages of a topic go to, each once.
fn receivers(broker: &Broker, topic: TopicName<'_>) -> Vec<Arc<Session>> {
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
