//! The broker as one node of a cluster: what it asks the plugin that has the other nodes, and what it does for it.
//!
//! | file | what |
//! |---|---|
//! | `claim` | before CONNACK: whose the client is, and its session from where it was |
//! | `departure` | a client that connects elsewhere: its connection ends, its session goes after it |
//! | `fetch` | sessions of nodes that are gone, from a store that nodes share |
//! | `taken` | sessions that other nodes have taken there from this one |
//! | `transit` | messages for sessions that are on their way |
//! | `remote` | step 5 of the journey of a PUBLISH, for subscribers of other nodes |
//! | `awaited` | acknowledgements that wait until other nodes have a message |
//! | `deliver` | messages of other nodes for subscribers of this one |
//! | `again` | those that the store did not take |
//! | `wire` | messages as nodes send them |
//!
//! What the plugin asks of the broker is in `cluster_control`.
//!
//! Who the nodes are, and everything that they agree on, is the plugin's.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use gmqtt_plugin_api::ClusterMetrics;
use gmqtt_plugin_api::cluster::{Cluster, Stamp, Whereabouts};
use gmqtt_protocol::TopicFilter;
use gmqtt_protocol::TopicName;
use parking_lot::Mutex;
use tokio::time::sleep;

use crate::broker::Broker;
use crate::clock::Millis;
use crate::message::Source;
use crate::mount::is_of_the_broker;
use crate::turn;

mod again;
pub(crate) mod awaited;
pub(crate) mod claim;
pub(crate) mod deliver;
pub(crate) mod departure;
pub(crate) mod fetch;
pub(crate) mod remote;
pub(crate) mod taken;
pub(crate) mod transit;
pub(crate) mod wire;

use self::awaited::Awaiting;

/// The other nodes.
pub(crate) struct Peers {
    pub(crate) cluster: Arc<dyn Cluster>,
    /// Where messages of other nodes come from.
    pub(crate) source: Source,
    pub(crate) awaiting: Awaiting,
    pub(crate) shadows: transit::Shadows,
    pub(crate) again: again::Again,
    turns: remote::Turns,
    fences: Fences,
    counts: [AtomicU64; Count::Unknown as usize + 1],
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
pub(crate) enum Count {
    Forwarded,
    Received,
    ShedQoS0,
    ShedQoS12,
    NoMember,
    Invalid,
    Retained,
    Imported,
    HandedOver,
    Dropped,
    /// Waited for, and another node did not say in time that it is safe.
    Unknown,
}

impl Peers {
    pub(crate) fn new(cluster: Arc<dyn Cluster>, source: Source) -> Self {
        Self {
            cluster,
            source,
            awaiting: Awaiting::default(),
            shadows: transit::Shadows::default(),
            again: again::Again::default(),
            turns: remote::Turns::default(),
            fences: Fences::default(),
            counts: [const { AtomicU64::new(0) }; Count::Unknown as usize + 1],
        }
    }

    pub(crate) fn count(&self, what: Count, n: u64) {
        self.counts[what as usize].fetch_add(n, Ordering::Relaxed);
    }

    pub(crate) fn metrics(&self) -> ClusterMetrics {
        let of = |what: Count| self.counts[what as usize].load(Ordering::Relaxed);
        ClusterMetrics {
            forwarded: of(Count::Forwarded),
            received: of(Count::Received),
            shed_qos0: of(Count::ShedQoS0),
            shed_qos12: of(Count::ShedQoS12),
            no_member: of(Count::NoMember),
            invalid: of(Count::Invalid),
            retained: of(Count::Retained),
            sessions_imported: of(Count::Imported),
            sessions_handed_over: of(Count::HandedOver),
            sessions_dropped: of(Count::Dropped),
            unconfirmed: of(Count::Unknown),
        }
    }

    /// From now on no session of this client begins by an older claim.
    pub(crate) fn fence(&self, client_id: &str, by: &Stamp, now: Millis) {
        self.fences.raise(client_id, by, now);
    }

    /// Whether another node has claimed the client a moment ago.
    pub(crate) fn has_just_lost(&self, client_id: &str, now: Millis) -> bool {
        let fences = self.fences.0.lock();
        let since = fences.get(client_id).map(|(_, since)| *since);
        since.is_some_and(|since| now.saturating_sub(since) < Fences::NEWS)
    }

    /// Whether a later claim of the client is known than this one.
    pub(crate) fn is_void(&self, client_id: &str, stamp: &Stamp) -> bool {
        self.fences.is_above(client_id, stamp)
    }
}

/// Claims of other nodes, by client. A claim of this node may be granted, and its connection not have the session yet, when another node
/// already takes the client over.
#[derive(Debug, Default)]
struct Fences(Mutex<HashMap<Box<str>, (Stamp, Millis)>>);

impl Fences {
    /// A claim that was granted is carried out sooner.
    const LASTS: Millis = 60_000;
    /// A claim that was granted before it comes to its end sooner.
    const NEWS: Millis = 1_000;
    /// With so many it is looked for those that can go.
    const ENOUGH: usize = 1024;

    fn raise(&self, client_id: &str, by: &Stamp, now: Millis) {
        let mut fences = self.0.lock();
        if fences.len() >= Self::ENOUGH {
            fences.retain(|_, (_, since)| now.saturating_sub(*since) < Self::LASTS);
        }
        let fence = fences
            .entry(client_id.into())
            .or_insert_with(|| (by.clone(), now));
        if fence.0 <= *by {
            *fence = (by.clone(), now);
        }
    }

    fn is_above(&self, client_id: &str, stamp: &Stamp) -> bool {
        let fences = self.0.lock();
        fences
            .get(client_id)
            .is_some_and(|(fence, _)| fence > stamp)
    }
}

/// Looks after acknowledgements that wait for other nodes, and messages that the store did not take. Runs for the life of the broker; without other nodes it ends at once.
pub(crate) async fn run(broker: Arc<Broker>) {
    let Some(peers) = broker.peers() else { return };
    loop {
        sleep(LOOK).await;
        let now = broker.clock.now();
        broker.storage.sweep_withheld(now);
        let late = peers.awaiting.expire(now);
        peers.count(Count::Unknown, late as u64);
        turn::run(&broker, |turn| again::try_again(&broker, turn, peers));
    }
}

/// How often is looked whether somebody has waited for too long.
const LOOK: Duration = Duration::from_millis(250);

impl Broker {
    /// The other nodes, if there are any.
    pub(crate) fn peers(&self) -> Option<&Arc<Peers>> {
        self.cluster.get()
    }

    /// There are other nodes from now on. They are told what this one has.
    pub(crate) fn join(&self, peers: Arc<Peers>) {
        let cluster = peers.cluster.clone();
        if self.cluster.set(peers).is_err() {
            return;
        }
        self.sessions.for_each(|session| {
            let state = session.state.lock();
            let filters = state.subscriptions.keys();
            filters.for_each(|filter| self.tell_subscribed(filter));
            // It may have gone elsewhere while this node was away.
            session.delivery.lock().transit = Some(Box::new(Whereabouts::Restored));
            if let Some(info) = &state.info {
                cluster.restored(&info.id, state.claim.as_ref(), info.connected_at);
            }
        });
        let mut topics = Vec::new();
        self.retained.read().matching("#", |message| {
            topics.push(message.clone());
            std::ops::ControlFlow::Continue(())
        });
        for message in topics {
            cluster.retained_restored(message.topic());
        }
        // Routes go to other nodes, too, and every thread has to know.
        self.forget_routes();
    }

    /// There is one more subscription to a filter. Called under the lock of its session, so that this comes before it is gone.
    pub(crate) fn tell_subscribed(&self, filter: &str) {
        if let Some(peers) = self.peers().filter(|_| is_told(filter)) {
            peers.cluster.subscribed(filter);
        }
    }

    /// One less.
    pub(crate) fn tell_unsubscribed(&self, filter: &str) {
        if let Some(peers) = self.peers().filter(|_| is_told(filter)) {
            peers.cluster.unsubscribed(filter);
        }
    }
}

/// Whether other nodes have to know of subscriptions to a filter: the broker's own topics are not sent on.
fn is_told(filter: &str) -> bool {
    TopicFilter::parse(filter).is_ok_and(|filter| !is_of_the_broker(filter.filter()))
}

/// Whether messages of a topic are sent on.
pub(crate) fn crosses(topic: TopicName<'_>) -> bool {
    !is_of_the_broker(topic.as_str())
}

#[cfg(test)]
mod tests {
    use gmqtt_plugin_api::cluster::{NodeName, Time};

    use super::*;

    fn stamp(millis: u64, node: &str) -> Stamp {
        Stamp {
            time: Time { millis, count: 0 },
            node: NodeName::new(node),
        }
    }

    #[test]
    fn a_claim_is_void_once_a_later_one_is_known() {
        let fences = Fences::default();
        fences.raise("c", &stamp(5, "b"), 0);
        fences.raise("c", &stamp(3, "z"), 0);
        assert!(fences.is_above("c", &stamp(4, "a")));
        assert!(fences.is_above("c", &stamp(5, "a")));
        assert!(!fences.is_above("c", &stamp(5, "b")));
        assert!(!fences.is_above("d", &stamp(0, "a")));
    }

    #[test]
    fn fences_go_when_no_claim_can_be_so_old() {
        let fences = Fences::default();
        for n in 0..Fences::ENOUGH {
            fences.raise(&n.to_string(), &stamp(5, "b"), 0);
        }
        fences.raise("new", &stamp(5, "b"), Fences::LASTS);
        assert_eq!(fences.0.lock().len(), 1);
    }
}
