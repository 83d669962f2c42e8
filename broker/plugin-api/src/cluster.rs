//! What makes many brokers one: [`Cluster`], which at most one plugin implements, and what the broker does for it, [`ClusterControl`].
//!
//! A plugin gives it with [`Plugin::cluster`](crate::Plugin::cluster). The broker asks it where a client's session is before it answers
//! the client, tells it what this node has subscribers for, asks it which other nodes have some, and hands it the messages for them. What
//! the other nodes want of this one, the plugin carries out with [`ClusterControl`].
//!
//! Without one, all of this costs a branch.

mod claim;
mod control;
mod metrics;
mod route;
mod transit;

use bytes::Bytes;
use gmqtt_protocol::TopicName;

use crate::{BoxFuture, Refusal};

pub use claim::{Claimed, NodeName, NotFetched, SessionFrom, Stamp, Time, Wanted};
pub use control::{ClusterControl, Done, Redirect};
pub use metrics::ClusterMetrics;
pub use route::{Forward, RemoteGroup, Route, Shed};
pub use transit::{InTransit, Passage, Whereabouts};

/// The other nodes, for the broker of this one.
///
/// All methods but [`claim`](Self::claim) are called on the message path or with a lock of the broker held: they must be quick, and must
/// not call the broker. Nor may the implementer hold a lock that they take while it calls the broker.
pub trait Cluster: Send + Sync + 'static {
    /// A client is authenticated and wants its session here; nothing is answered before this is. The connections of the client
    /// elsewhere are ended, and its session comes along if there is one; with `clean_start` it is ended where it is.
    ///
    /// # Errors
    /// The client is not let in, and CONNACK has this code.
    fn claim(
        &self,
        client_id: &str,
        clean_start: bool,
    ) -> BoxFuture<'static, Result<Claimed, Refusal>>;

    /// The session that [`claim`](Self::claim) has brought from a node is safe here, with these filters: those of its subscriptions.
    fn imported(&self, client_id: &str, from: &NodeName, stamp: &Stamp, filters: &[&str]);

    /// A message of QoS 1 or 2 has come for a session of which other nodes may not know yet where it is: what is to be done with it. `done`
    /// is called when it is safe with whoever gets it, if the answer is [`Passage::Waits`].
    fn in_transit(&self, message: InTransit<'_>, done: Done) -> Passage;

    /// How much is known of where sessions are, see [`Forward::known`]. Asked before the subscribers of this node are looked for.
    fn known(&self) -> u64;

    /// A session that was here when the broker started. `connected_at` is when its client connected last; sessions of a broker that had no
    /// cluster then have no stamp.
    fn restored(&self, client_id: &str, stamp: Option<&Stamp>, connected_at: std::time::SystemTime);

    /// The session of this claim has ended: its time is up, it was to end with its connection, or somebody ended it.
    fn released(&self, client_id: &str, stamp: &Stamp);

    /// A session of this node was taken by another one, by this claim, out of the store that they share; that node has subscribers for these filters
    /// from now on. Here a shadow stays for the messages that still come for it, which [has gone](Whereabouts::Gone) by this claim, until
    /// [`forget_session`](ClusterControl::forget_session).
    fn taken(&self, client_id: &str, by: &Stamp, filters: &[Box<str>]) {
        let _ = (client_id, by, filters);
    }

    /// There is one more subscription to a filter here, perhaps one of a session that was here when the broker started; a shared one has
    /// its `$share/name/`. Filters of the broker's own topics, `$SYS/...`, are not told.
    fn subscribed(&self, filter: &str);

    /// One less.
    fn unsubscribed(&self, filter: &str);

    /// The other nodes that have subscribers for a topic. The broker remembers the answer until
    /// [`routes_changed`](ClusterControl::routes_changed).
    fn route(&self, topic: TopicName<'_>) -> Route;

    /// A message for subscribers of another node. The number is that of [`safe`](ClusterControl::safe); those of one node rise.
    ///
    /// # Errors
    /// [`Shed`], if too much waits for that node, or it is not known.
    fn forward(&self, to: &NodeName, forward: Forward) -> Result<u64, Shed>;

    /// The retained message of a topic was set, or cleared (`None`), by somebody of this node. `message` is a PUBLISH of MQTT 5.
    ///
    /// The changes of a topic are told in their order.
    fn retained(&self, topic: &str, message: Option<Bytes>);

    /// There is a retained message that was here when the broker started.
    fn retained_restored(&self, topic: &str);

    /// A retained message has expired.
    fn retained_expired(&self, topic: &str);

    /// Whether no later change of the retained message of this topic is known than this one.
    fn is_latest(&self, topic: &str, stamp: &Stamp) -> bool;
}
