//! Messages of other nodes for subscribers of this one. What a plugin may say about them it has said where they came in.

use std::sync::Arc;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{Done, Forward, NodeName, Passage};
use gmqtt_protocol::packet::Publish;
use gmqtt_protocol::{QoS, TopicName};

use super::remote::{is_same, pass_to_one};
use super::{Count, Peers, transit};
use crate::broker::Broker;
use crate::outbound::Outbound;
use crate::retain::retain;
use crate::route::{Granted, Target};
use crate::turn::Turn;
use crate::{commit, distribute, publish};

/// A message of another node.
pub(crate) struct Incoming {
    /// Which; `None` for one that has waited here for a session in transit.
    pub(crate) from: Option<NodeName>,
    pub(crate) forward: Forward,
    /// Called when it is safe.
    pub(crate) done: Option<Done>,
}

/// Delivers a message, now or when the store takes it.
pub(crate) fn deliver(broker: &Arc<Broker>, turn: &mut Turn, peers: &Peers, incoming: Incoming) {
    let is_kept = incoming.done.is_some();
    let refused = if is_kept && !peers.again.is_empty() {
        Some(incoming)
    } else {
        once(broker, turn, peers, incoming)
    };
    if let Some(refused) = refused {
        peers.again.push(refused);
    }
}

/// Delivers a message. Returned if the store has refused it.
pub(crate) fn once(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    peers: &Peers,
    incoming: Incoming,
) -> Option<Incoming> {
    let forward = &incoming.forward;
    let Some(publish) = super::wire::decode(&forward.message) else {
        peers.count(Count::Invalid, 1);
        return None;
    };
    let block = forwarded(&publish);
    let mut out = of_another_node(&publish, &block, turn, peers);
    out.is_answered = incoming.done.is_some();
    out.known = forward.known;
    out.origin = incoming.from.as_ref();
    match &forward.client {
        Some(client_id) if forward.plain => {
            for_subscriptions_of(broker, turn, client_id, &mut out);
        }
        Some(client_id) => {
            let is_own = incoming.from.is_none();
            let message = (&**client_id, &publish, &forward.message);
            if !for_one(broker, turn, message, &mut out, is_own) {
                peers.count(Count::NoMember, 1);
            }
        }
        None => for_subscribers(broker, turn, peers, forward, &mut out),
    }
    if out.not_kept {
        return Some(incoming);
    }
    let (ticket, awaited) = (out.ticket, out.awaited.take());
    if let Some(done) = incoming.done {
        match awaited {
            None => broker.storage.when_durable(ticket, done),
            Some(awaited) => awaited.when_safe(&broker.storage, ticket, done),
        }
    }
    None
}

fn forwarded(publish: &Publish<'_>) -> Vec<u8> {
    let mut block = Vec::new();
    publish.properties.encode_forwarded(&mut block);
    block
}

fn of_another_node<'a>(
    publish: &Publish<'a>,
    block: &'a [u8],
    turn: &Turn,
    peers: &Peers,
) -> Outbound<'a> {
    let expires = publish::expiry(turn, publish.properties.message_expiry_interval);
    let form = (publish.qos, publish.retain);
    let mut out = Outbound::new(publish.topic, block, publish.payload, form, expires);
    out.source = peers.source;
    out.is_foreign = true;
    out
}

fn for_subscribers(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    peers: &Peers,
    forward: &Forward,
    out: &mut Outbound<'_>,
) {
    let Ok(topic) = TopicName::parse(out.topic) else {
        return;
    };
    turn.desk.timing.messages(1);
    let mode = turn.desk.settings.delivery_mode;
    let route = turn.routes.find(broker, mode, topic);
    let is_meant = |name| forward.groups.iter().any(|group| is_same(name, group));
    let others = route.shares.iter().enumerate();
    let others = others.filter(|(_, share)| !is_meant(&share.name));
    turn.desk.elsewhere.extend(others.map(|(n, _)| n));
    turn.desk.leaves_out_plain = !forward.plain;
    distribute::place(broker, turn, (topic, &route), out, None);
    turn.desk.leaves_out_plain = false;
    turn.desk.elsewhere.clear();
    // The last member here may have gone while the message was on its way.
    for group in &forward.groups {
        if !route.shares.iter().any(|share| is_same(&share.name, group)) {
            let nodes = peers.cluster.route(topic).groups;
            let nodes = nodes.iter().filter(|other| other.filter == *group);
            let nodes = nodes.flat_map(|other| &other.members);
            let message = (forward.message.clone(), out.qos);
            pass_to_one(peers, nodes.map(|(node, _)| node), group, message);
        }
    }
}

/// For a client whose session was taken from the node that the message was sent to first.
fn for_subscriptions_of(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    client_id: &str,
    out: &mut Outbound<'_>,
) {
    let Ok(topic) = TopicName::parse(out.topic) else {
        return;
    };
    let mode = turn.desk.settings.delivery_mode;
    let route = turn.routes.find(broker, mode, topic);
    out.is_its_own = true;
    for target in route.targets.iter() {
        if *target.session.client_id == *client_id {
            out.seq = commit::keep_alone(target, broker, turn, out, None);
            if out.not_kept {
                return;
            }
            distribute::offer(target, broker, turn, out, None);
        }
    }
    out.is_its_own = false;
}

/// For a client whose session has come from another node, and this message after it, or that has waited here (`is_own`). False if it is not here,
/// nor known to have gone on.
fn for_one(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (client_id, publish, message): (&str, &Publish<'_>, &Bytes),
    out: &mut Outbound<'_>,
    is_own: bool,
) -> bool {
    let session = broker.sessions.shard(client_id).get(client_id).cloned();
    if !is_own {
        let message = (client_id, message);
        match transit::for_client(broker, turn, message, session.as_ref(), out) {
            None => {}
            Some(passage) => return passage == Passage::Waits,
        }
    }
    let Some(session) = session else {
        return false;
    };
    let ids: Vec<u32> = publish.properties.subscription_identifiers.iter().collect();
    let granted = Granted {
        qos: QoS::ExactlyOnce,
        retain_as_published: true,
        ids: (!ids.is_empty()).then(|| ids.into()),
    };
    let target = Target::only(session, granted);
    out.seq = commit::keep_alone(&target, broker, turn, out, None);
    if out.not_kept {
        return true;
    }
    out.passes_transit = true;
    distribute::offer(&target, broker, turn, out, None)
}

/// The retained message of a topic has changed elsewhere, unless a later change is known. The ticket of what was promised of it.
pub(crate) fn set_retained(
    broker: &Broker,
    turn: &mut Turn,
    peers: &Peers,
    (topic, message): (&str, Option<&[u8]>),
    stamp: &gmqtt_plugin_api::cluster::Stamp,
) {
    let Ok(name) = TopicName::parse(topic) else {
        return peers.count(Count::Invalid, 1);
    };
    let nothing = Publish {
        dup: false,
        qos: QoS::AtMostOnce,
        retain: true,
        topic,
        packet_id: None,
        properties: Default::default(),
        payload: &[],
    };
    let publish = match message {
        None => nothing,
        Some(message) => match super::wire::decode(message).filter(|it| it.topic == topic) {
            Some(publish) => publish,
            None => return peers.count(Count::Invalid, 1),
        },
    };
    let block = forwarded(&publish);
    let mut out = of_another_node(&publish, &block, turn, peers);
    out.retain = true;
    out.stamp = Some(stamp);
    peers.count(Count::Retained, 1);
    // Nobody waits for an answer: what the store does not take is retained without it.
    let _ = retain(broker, &mut turn.desk, name, &mut out);
}
