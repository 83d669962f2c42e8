//! Sessions that have gone to other nodes a moment ago. A node that has not heard of it sends their messages here: they go after them.
//!
//! A message may come twice so, if its sender knew both nodes. One of QoS 2 goes only if nobody else here is subscribed to its topic: then
//! its sender has not heard.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{Forward, NodeName, Stamp};
use gmqtt_protocol::{QoS, TopicFilter, TopicName};
use parking_lot::Mutex;

use super::{Peers, wire};
use crate::clock::Millis;
use crate::outbound::Outbound;
use crate::session::Session;

/// By client: where it has gone last.
#[derive(Debug, Default)]
pub(crate) struct Moved(Mutex<HashMap<Arc<str>, Gone>>);

#[derive(Debug)]
struct Gone {
    /// Those that are not shared, with the granted QoS.
    filters: Vec<(Box<str>, QoS)>,
    to: NodeName,
    until: Millis,
}

impl Moved {
    /// How long other nodes may not have heard of it.
    const LASTS: Millis = 1_000;
    /// With so many, others are not followed.
    const MOST: usize = 100_000;

    /// A session is about to go for good, by this claim.
    pub(crate) fn add(&self, session: &Session, by: &Stamp, now: Millis) {
        let state = session.state.lock();
        let filters = state.subscriptions.iter();
        let filters = filters.filter(|(filter, _)| !filter.starts_with("$share/"));
        let gone = Gone {
            filters: filters
                .map(|(filter, it)| (filter.clone(), it.options.qos))
                .collect(),
            to: by.node.clone(),
            until: now + Self::LASTS,
        };
        drop(state);
        let mut all = self.0.lock();
        if all.len() < Self::MOST {
            all.insert(session.client_id.clone(), gone);
        }
    }

    /// The client is here again.
    pub(crate) fn is_back(&self, client_id: &str) {
        self.0.lock().remove(client_id);
    }

    /// All others have heard of those by now.
    pub(crate) fn sweep(&self, now: Millis) {
        self.0.lock().retain(|_, gone| gone.until > now);
    }

    /// Where a client has gone.
    fn of(&self, client_id: &str, now: Millis) -> Option<NodeName> {
        let all = self.0.lock();
        let gone = all.get(client_id).filter(|gone| gone.until > now);
        gone.map(|gone| gone.to.clone())
    }

    /// The clients that a message of this topic would have gone to, at most at which QoS, and where they are.
    fn matching(&self, topic: TopicName<'_>, now: Millis) -> Vec<(Arc<str>, QoS, NodeName)> {
        let all = self.0.lock();
        let lately = all.iter().filter(|(_, gone)| gone.until > now);
        let matches = |(filter, granted): &(Box<str>, QoS)| {
            let filter = TopicFilter::parse(filter);
            let matches = filter.is_ok_and(|it| it.matches(topic));
            matches.then_some(*granted)
        };
        lately
            .filter_map(|(client_id, gone)| {
                let granted = gone.filters.iter().filter_map(matches).max()?;
                Some((client_id.clone(), granted, gone.to.clone()))
            })
            .collect()
    }
}

/// A message of another node has come for subscribers; `is_alone` if nobody here is subscribed to its topic.
pub(crate) fn pass_on(
    peers: &Peers,
    (topic, is_alone): (TopicName<'_>, bool),
    out: &Outbound<'_>,
    now: Millis,
) {
    for (client_id, granted, to) in peers.moved.matching(topic, now) {
        let qos = out.qos.min(granted);
        let goes = qos == QoS::AtLeastOnce || qos == QoS::ExactlyOnce && is_alone;
        if let Some(message) = wire::encode_at(qos, out, now).filter(|_| goes) {
            send(peers, &client_id, &to, &message);
        }
    }
}

/// A message of another node has come for a client that is not here. False if it is not known to have gone anywhere.
pub(crate) fn pass_on_to(peers: &Peers, client_id: &str, message: &Bytes, now: Millis) -> bool {
    let to = peers.moved.of(client_id, now);
    to.is_some_and(|to| send(peers, client_id, &to, message))
}

fn send(peers: &Peers, client_id: &str, to: &NodeName, message: &Bytes) -> bool {
    let forward = Forward {
        message: message.clone(),
        safe: true,
        plain: false,
        groups: Box::default(),
        client: Some(client_id.into()),
    };
    peers.forward(to, forward).is_some()
}
