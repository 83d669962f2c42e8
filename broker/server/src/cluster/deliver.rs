//! Messages of other nodes for subscribers of this one. What a plugin may say about them it has said where they came in.

use std::sync::Arc;

use gmqtt_plugin_api::cluster::Forward;
use gmqtt_protocol::packet::Publish;
use gmqtt_protocol::{QoS, TopicName};
use gmqtt_store::Lsn;

use super::remote::{is_same, pass_to_one};
use super::{Count, Peers, moved};
use crate::broker::Broker;
use crate::outbound::Outbound;
use crate::queue::Held;
use crate::retain::retain;
use crate::route::{Granted, Target};
use crate::session::Session;
use crate::turn::Turn;
use crate::{commit, distribute, publish};

/// Delivers a message. The ticket of what its receivers are promised; `None` if it is no message.
pub(crate) fn deliver(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    peers: &Peers,
    forward: &Forward,
) -> Option<Lsn> {
    let Some(publish) = super::wire::decode(&forward.message) else {
        peers.count(Count::Invalid, 1);
        return None;
    };
    peers.count(Count::Received, 1);
    let block = forwarded(&publish);
    let mut out = of_another_node(&publish, &block, turn, peers);
    match &forward.client {
        Some(client_id) => {
            let is_here = for_one(broker, turn, (client_id, &publish), &mut out);
            if !is_here && !moved::pass_on_to(peers, client_id, &forward.message, turn.desk.now) {
                peers.count(Count::NoMember, 1);
            }
        }
        None => for_subscribers(broker, turn, peers, forward, &mut out),
    }
    Some(out.ticket)
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
    if forward.plain {
        let seen = (topic, route.targets.is_empty());
        moved::pass_on(peers, seen, out, turn.desk.now);
    }
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

/// For a client whose session has come from another node, and this message after it. False if it is not here.
fn for_one(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (client_id, publish): (&str, &Publish<'_>),
    out: &mut Outbound<'_>,
) -> bool {
    let session = broker.sessions.shard(client_id).get(client_id).cloned();
    let Some(session) = session else {
        return false;
    };
    let ids: Vec<u32> = publish.properties.subscription_identifiers.iter().collect();
    let ids = (!ids.is_empty()).then(|| ids.into());
    offer(broker, turn, (session, ids), out)
}

/// A message that came for an earlier session of a client is one of its present session.
pub(crate) fn give(broker: &Arc<Broker>, turn: &mut Turn, client_id: &str, held: &Held) {
    let session = broker.sessions.shard(client_id).get(client_id).cloned();
    let Some(session) = session else { return };
    let mut out = Outbound::of(&held.message);
    (out.qos, out.retain, out.is_foreign) = (held.qos, held.retain, true);
    offer(broker, turn, (session, held.ids.clone()), &mut out);
}

fn offer(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (session, ids): (Arc<Session>, Option<Arc<[u32]>>),
    out: &mut Outbound<'_>,
) -> bool {
    let granted = Granted {
        qos: QoS::ExactlyOnce,
        retain_as_published: true,
        ids,
    };
    let target = Target::only(session, granted);
    out.seq = commit::keep_alone(&target, broker, turn, out, None);
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
