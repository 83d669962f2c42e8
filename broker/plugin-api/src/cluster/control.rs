//! What the broker does for a cluster.

use bytes::Bytes;
use gmqtt_protocol::ReasonCode;

use super::{Forward, NodeName, NotFetched, Stamp, Wanted};
use crate::BoxFuture;

/// Called when a message that was delivered is as safe as its receivers were promised.
pub type Done = Box<dyn FnOnce() + Send>;

/// Where a client is sent that is to leave this node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Redirect<'a> {
    /// [`ReasonCode::UseAnotherServer`] for the time being, [`ReasonCode::ServerMoved`] for good.
    pub reason: ReasonCode,
    /// The Server Reference of MQTT 5, if there is one: `host:port`, several of them with spaces between.
    pub server: Option<&'a str>,
}

/// The broker of this node, for the implementer of [`Cluster`](super::Cluster): what other nodes want of it. From
/// [`BrokerHandle::cluster_control`](crate::BrokerHandle::cluster_control).
///
/// Everything may be called on any thread, inside a tokio runtime or not, with no lock held that [`Cluster`](super::Cluster) takes.
pub trait ClusterControl: Send + Sync + 'static {
    /// Other nodes have other subscribers for this filter than before: what [`route`](super::Cluster::route) said is forgotten. A shared
    /// one may have its `$share/name/`.
    fn routes_changed(&self, filter: &str);

    /// A message of another node for subscribers of this one. `done` is called when it is safe, at once if it need not be kept; not before
    /// the store has taken it, if `persistence.on_store_failure` is `refuse`.
    ///
    /// False if it is no message; then it is gone.
    fn deliver(&self, from: &NodeName, forward: Forward, done: Option<Done>) -> bool;

    /// A message that has [waited](super::Passage::Waits) for a session is given to it now, in transit or not. `done` is called when it is safe.
    fn give(&self, client_id: &str, message: Bytes, done: Done);

    /// What was forwarded to a node is safe there, up to this number of [`forward`](super::Cluster::forward).
    fn safe(&self, at: &NodeName, number: u64);

    /// Whether this message is at a node will never be known, whatever is [safe](Self::safe) there later.
    fn doubtful(&self, at: &NodeName, number: u64);

    /// A node will never say what is safe there: it is not expected back. Who waits for it is answered as if its store had failed.
    fn unsafe_at(&self, node: &NodeName);

    /// Whether a node answers. For one that does not, so that it is thought gone, is only waited for a moment longer: it may have been started again.
    /// Then who waits for it, or would, is answered as if its store had failed.
    fn answers(&self, node: &NodeName, answers: bool);

    /// The retained message of a topic has changed elsewhere: `None` clears it. Nothing happens unless it is the
    /// [latest](super::Cluster::is_latest) change. Nobody is sent it now.
    fn retain(&self, topic: &str, message: Option<Bytes>, stamp: &Stamp);

    /// The retained message of a topic as a PUBLISH of MQTT 5, with what remains of its expiry interval.
    fn retained(&self, topic: &str) -> Option<Bytes>;

    /// The client connects elsewhere, by this claim: its connection is ended (v5: DISCONNECT 0x8E) and what there is of its session given:
    /// subscriptions, what waits and is in flight, identifiers of QoS 2, will, expiry. `None` if there is none, or one of a later claim.
    ///
    /// The session stays here, without a connection, until [`drop_session`](Self::drop_session). It may be asked for more than once. From here
    /// on it [leaves](super::Whereabouts::Leaves).
    fn hand_over(&self, client_id: &str, by: &Stamp) -> BoxFuture<'static, Option<Bytes>>;

    /// The session of a client is claimed in the parts of others in a store that nodes share, for what is [wanted](Wanted). `None` if it is in
    /// none of them, or nothing of it is wanted. What is given has to be taken up as [`SessionFrom::Store`](super::SessionFrom::Store).
    ///
    /// # Errors
    /// [`NotFetched`]. It may be asked for again.
    fn fetch(
        &self,
        client_id: &str,
        by: &Stamp,
        wanted: Wanted,
    ) -> BoxFuture<'static, Result<Option<(NodeName, Bytes)>, NotFetched>>;

    /// The client and its session are elsewhere now, by this claim: what is left of it here is ended and dropped, without a word to other
    /// nodes. Of one that was handed over, or was here when the broker started, a shadow stays for the messages that still come for it, and
    /// what the store has of it, until [`forget_session`](Self::forget_session). Nothing happens to one of a later claim.
    fn drop_session(&self, client_id: &str, by: &Stamp);

    /// Everybody knows where the client is that has gone by this claim: its shadow goes.
    fn forget_session(&self, client_id: &str, by: &Stamp);

    /// Has a client leave. A client of MQTT 5 is told where to go; others are only disconnected. Its session stays until it is claimed
    /// elsewhere. False if it is not connected.
    fn redirect(&self, client_id: &str, redirect: Redirect<'_>) -> bool;

    /// Says why this node should get no new clients (it has not joined, it is being drained), or that it may (`None`). It shows in the readiness of
    /// the admin API.
    fn hold_back(&self, why: Option<&str>);
}
