//! Step 5 of the journey of a PUBLISH for subscribers of other nodes: a message crosses once to each node, and of a shared subscription
//! one member in the whole cluster gets it.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};

use gmqtt_plugin_api::cluster::{Forward, NodeName, RemoteGroup};
use gmqtt_protocol::{QoS, TopicName};
use parking_lot::Mutex;

use super::{Count, Peers, wire};
use crate::broker::Broker;
use crate::distribute::offer_to_one;
use crate::outbound::Outbound;
use crate::queue::ShareName;
use crate::route::{Route, Share};
use crate::turn::Turn;

/// The other nodes that have subscribers for the topic of a route.
#[derive(Debug)]
pub(crate) struct Remote {
    plain: Box<[NodeName]>,
    groups: Box<[Group]>,
}

/// A shared subscription with members on other nodes.
#[derive(Debug)]
struct Group {
    remote: RemoteGroup,
    /// The same among the shares of the route, if it has members here.
    here: Option<usize>,
    /// How many.
    members: u32,
    /// Counts its messages, on all threads.
    turn: Arc<AtomicU64>,
}

/// Where one message goes.
#[derive(Debug)]
pub(crate) struct Plan(Vec<Parcel>);

/// What one node gets of it.
#[derive(Debug)]
struct Parcel {
    node: NodeName,
    plain: bool,
    /// Places among the groups.
    groups: Vec<usize>,
}

impl Remote {
    /// `None` if there are none.
    pub(crate) fn find(peers: &Peers, topic: TopicName<'_>, shares: &[Share]) -> Option<Box<Self>> {
        let route = peers.cluster.route(topic);
        if route.plain.is_empty() && route.groups.is_empty() {
            return None;
        }
        let group = |remote: RemoteGroup| {
            let here = shares
                .iter()
                .position(|share| is_same(&share.name, &remote.filter));
            let members = here.map_or(0, |here| shares[here].members.len());
            Group {
                here,
                members: u32::try_from(members).unwrap_or(u32::MAX),
                turn: peers.turns.of(&remote.filter),
                remote,
            }
        };
        Some(Box::new(Self {
            plain: route.plain.into_iter().collect(),
            groups: route.groups.into_iter().map(group).collect(),
        }))
    }

    /// About how many receivers it takes the memory of.
    pub(crate) fn weight(&self) -> usize {
        let members = self.groups.iter().map(|group| group.remote.members.len());
        self.plain.len() + self.groups.len() + members.sum::<usize>()
    }

    /// Receivers that this node does not have itself.
    pub(crate) fn receivers(&self) -> usize {
        let only_elsewhere = self.groups.iter().filter(|group| group.here.is_none());
        self.plain.len() + only_elsewhere.count()
    }

    /// Decides where a message goes. The shares of this node whose member on another node gets it are left in `elsewhere`.
    pub(crate) fn plan(&self, elsewhere: &mut Vec<usize>) -> Plan {
        let mut parcels: Vec<Parcel> = self.plain.iter().map(Parcel::plain).collect();
        for (n, group) in self.groups.iter().enumerate() {
            let turn = group.turn.fetch_add(1, Ordering::Relaxed);
            let Some(node) = group.remote.pick(group.members, turn) else {
                continue;
            };
            elsewhere.extend(group.here);
            match parcels.iter_mut().find(|parcel| parcel.node == *node) {
                Some(parcel) => parcel.groups.push(n),
                None => parcels.push(Parcel {
                    node: node.clone(),
                    plain: false,
                    groups: vec![n],
                }),
            }
        }
        Plan(parcels)
    }
}

/// Whose turn it is in each shared subscription that has members on other nodes, by its full filter.
#[derive(Debug, Default)]
pub(crate) struct Turns(Mutex<HashMap<Box<str>, Weak<AtomicU64>>>);

impl Turns {
    /// With so many it is looked for those that can go.
    const ENOUGH: usize = 1024;

    fn of(&self, filter: &str) -> Arc<AtomicU64> {
        let mut turns = self.0.lock();
        if let Some(turn) = turns.get(filter).and_then(Weak::upgrade) {
            return turn;
        }
        if turns.len() >= Self::ENOUGH {
            turns.retain(|_, turn| turn.strong_count() > 0);
        }
        let turn = Arc::default();
        turns.insert(filter.into(), Arc::downgrade(&turn));
        turn
    }
}

impl Parcel {
    fn plain(node: &NodeName) -> Self {
        Self {
            node: node.clone(),
            plain: true,
            groups: Vec::new(),
        }
    }
}

/// Whether a full filter, with its `$share/name/`, is that of a group.
pub(crate) fn is_same(name: &ShareName, full: &str) -> bool {
    let rest = full.strip_prefix("$share/");
    let parts = rest.and_then(|rest| rest.split_once('/'));
    parts == Some((&*name.share, &*name.filter))
}

/// Sends a message where it was planned. Those of a shared subscription whose node cannot take it now are offered to others.
pub(crate) fn send(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (route, remote): (&Route, &Remote),
    Plan(parcels): Plan,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) {
    let Some(peers) = turn.desk.cluster.clone() else {
        return;
    };
    let Some(message) = wire::encode(out, turn.desk.now) else {
        return peers.count(Count::Invalid, parcels.len() as u64);
    };
    let safe = out.qos != QoS::AtMostOnce;
    let waits = safe && out.is_answered && broker.storage.waits_for_others();
    let (mut awaited, mut is_shed) = (Vec::new(), false);
    for parcel in parcels {
        let groups = parcel.groups.iter();
        let forward = Forward {
            message: message.clone(),
            safe,
            plain: parcel.plain,
            groups: groups
                .map(|&n| remote.groups[n].remote.filter.clone())
                .collect(),
            client: None,
            known: out.known,
        };
        match peers.forward(&parcel.node, forward) {
            Some(number) => awaited.push((parcel.node, number)),
            None => {
                is_shed |= parcel.plain;
                for group in parcel.groups.iter().map(|&n| &remote.groups[n]) {
                    if let Some(here) = group.here {
                        let share = &route.shares[here];
                        offer_to_one(share, broker, turn, out, publisher);
                    } else if let Some(sent) = group.send_elsewhere(&peers, &parcel.node, out, turn)
                    {
                        awaited.push(sent);
                    }
                }
            }
        }
    }
    if waits {
        let others = out.awaited.take();
        out.awaited = peers.awaiting.begin(&awaited, others, turn.desk.now);
        if is_shed {
            // Nobody has it for the subscribers there.
            let awaited = out.awaited.get_or_insert_default();
            awaited.fail();
        }
    }
}

impl Group {
    /// For any member but those of one node.
    fn send_elsewhere(
        &self,
        peers: &Peers,
        but: &NodeName,
        out: &Outbound<'_>,
        turn: &Turn,
    ) -> Option<(NodeName, u64)> {
        let message = wire::encode(out, turn.desk.now)?;
        let others = self.remote.members.iter().map(|(node, _)| node);
        pass_to_one(
            peers,
            others.filter(|node| *node != but),
            &self.remote.filter,
            (message, out.qos),
        )
    }
}

/// For a member of a shared subscription on one of these nodes: the node, and the number it has there.
pub(crate) fn pass_to_one<'a>(
    peers: &Peers,
    mut nodes: impl Iterator<Item = &'a NodeName>,
    filter: &str,
    (message, qos): (bytes::Bytes, QoS),
) -> Option<(NodeName, u64)> {
    let sent = nodes.find_map(|node| {
        let forward = Forward {
            message: message.clone(),
            safe: qos != QoS::AtMostOnce,
            plain: false,
            groups: [filter.into()].into(),
            client: None,
            known: 0,
        };
        Some((node.clone(), peers.forward(node, forward)?))
    });
    if sent.is_none() {
        peers.count(Count::NoMember, 1);
    }
    sent
}

impl Peers {
    /// The number it has there; `None` if too much waits for the node.
    pub(crate) fn forward(&self, to: &NodeName, forward: Forward) -> Option<u64> {
        let shed = if forward.safe {
            Count::ShedQoS12
        } else {
            Count::ShedQoS0
        };
        match self.cluster.forward(to, forward) {
            Ok(number) => {
                self.count(Count::Forwarded, 1);
                Some(number)
            }
            Err(_) => {
                self.count(shed, 1);
                None
            }
        }
    }
}
