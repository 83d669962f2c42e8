//! What a session leaves: the messages of shared subscriptions go to other members of their groups.

use std::rc::Rc;
use std::sync::Arc;

use gmqtt_protocol::TopicName;

use crate::broker::Broker;
use crate::cluster::remote::{is_same, pass_to_one};
use crate::cluster::wire;
use crate::commit::{self, Planned};
use crate::distribute::offer_to_one;
use crate::outbound::Outbound;
use crate::queue::Held;
use crate::route::{self, Share};
use crate::turn::Turn;

/// A message and the member that is to have it.
pub(crate) struct Bequest {
    held: Held,
    share: Rc<Share>,
    planned: Planned,
}

/// Finds members for the messages of shared subscriptions: never sent, or sent at QoS 1 without PUBACK. A QoS 2 message whose
/// PUBLISH was sent is not among them [MQTT-4.8.2-5]. Their places in the store go into the next batch, which has the end of the
/// session, too; then [`hand_over`].
pub(crate) fn find(broker: &Broker, turn: &mut Turn, left: Vec<Held>) -> Vec<Bequest> {
    let mut bequests = Vec::new();
    each_with_its_group(broker, turn, left, |turn, held, share| {
        let mut out = Outbound::of(&held.message);
        let planned = commit::pick(&share, turn, &mut out, None);
        bequests.push(Bequest {
            held,
            share,
            planned,
        });
    });
    bequests
}

/// Offers the messages to those who were found. `is_kept` says whether the store took the batch.
pub(crate) fn hand_over(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    bequests: Vec<Bequest>,
    is_kept: bool,
) {
    for Bequest {
        held,
        share,
        planned,
    } in bequests
    {
        let planned = if is_kept {
            planned
        } else {
            planned.in_memory()
        };
        let mut out = Outbound::of(&held.message);
        commit::offer_to_planned(&share, planned, broker, turn, &mut out, None);
    }
}

/// The same at once, where nothing is kept.
pub(crate) fn redistribute(broker: &Arc<Broker>, turn: &mut Turn, left: Vec<Held>) {
    each_with_its_group(broker, turn, left, |turn, held, share| {
        let mut out = Outbound::of(&held.message);
        offer_to_one(&share, broker, turn, &mut out, None);
    });
}

/// Its group has no members here any more: one of another node gets it, if there is one.
fn send_elsewhere(turn: &Turn, held: &Held) {
    let (Some(peers), Some(name)) = (&turn.desk.cluster, &held.share) else {
        return;
    };
    let Ok(topic) = TopicName::parse(held.message.topic()) else {
        return;
    };
    let groups = peers.cluster.route(topic).groups;
    let group = groups.iter().find(|group| is_same(name, &group.filter));
    if let Some(group) = group
        && let Some(message) = wire::encode_message(&held.message, turn.desk.now)
    {
        let nodes = group.members.iter().map(|(node, _)| node);
        pass_to_one(peers, nodes, &group.filter, (message, held.message.qos));
    }
}

fn each_with_its_group(
    broker: &Broker,
    turn: &mut Turn,
    left: Vec<Held>,
    mut give: impl FnMut(&mut Turn, Held, Rc<Share>),
) {
    // Mostly they are all of one group, and it may be large.
    let mut known: Option<Rc<Share>> = None;
    for held in left {
        let Some(name) = &held.share else { continue };
        if known.as_ref().is_none_or(|share| share.name != *name) {
            let table = broker.table.read();
            let share = table.group(&name.share, &name.filter).map(Share::of);
            known = share.map(Rc::new);
        }
        let Some(share) = &known else {
            send_elsewhere(turn, &held);
            continue;
        };
        if turn.desk.interest.asks_deliveries() {
            let table = broker.table.read();
            let Some(mut share) = table.group(&name.share, &name.filter).map(Share::of) else {
                continue;
            };
            drop(table);
            let topic = held.message.topic();
            share.leave_out(|session| !route::may_deliver(broker, session, topic));
            give(turn, held, Rc::new(share));
        } else {
            let share = share.clone();
            give(turn, held, share);
        }
    }
}
