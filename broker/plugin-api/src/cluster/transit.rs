//! Messages for sessions that are on their way from one node to another.

use bytes::Bytes;

use super::{NodeName, Stamp};

/// A message for a session of which other nodes may not know yet where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InTransit<'a> {
    /// The client.
    pub client_id: &'a str,
    /// How its session stands with this node.
    pub session: &'a Whereabouts,
    /// The node that the message was published at; `None` for this one.
    pub from: Option<&'a NodeName>,
    /// How much that node knew, see [`Forward::known`](super::Forward::known).
    pub known: u64,
    /// Whether the message is for this session and no other: that of a member of a shared subscription, or one that was sent after its client.
    pub is_its_own: bool,
    /// A PUBLISH of MQTT 5, as the session is to get it.
    pub message: Bytes,
}

/// How a session that is in transit stands with this node. All claims are those by which it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whereabouts {
    /// It was handed over, and is not known to have arrived.
    Leaves(Stamp),
    /// It has arrived where it went; here is only its shadow, for those who do not know.
    Gone(Stamp),
    /// It has come from another node.
    Came(Stamp),
    /// It was here when the broker started: it may have gone elsewhere meanwhile.
    Restored,
    /// Nothing is here of it. It may be on its way.
    Nowhere,
}

/// What is to be done with a message for a session that is in transit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// It is given to the session, as are all others from now on: it is not in transit any more.
    Here,
    /// It is given to the session.
    Give,
    /// The session gets it from another node.
    Elsewhere,
    /// The implementer keeps it, and sends it after the client or [delivers](super::ClusterControl::deliver) it here.
    Waits,
}
