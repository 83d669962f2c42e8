//! Whose a client's session is: nodes, moments that they agree on the order of, and what comes of a claim.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

/// The name of a node, unique in its cluster. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeName(Arc<str>);

impl NodeName {
    /// A name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for NodeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A moment of a hybrid logical clock. Moments of one node are all different; those of two nodes are told apart by [`Stamp`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time {
    /// Milliseconds since the Unix epoch, of the wall clock that was furthest ahead.
    pub millis: u64,
    /// Counts moments of the same millisecond.
    pub count: u32,
}

/// A moment of a node. Of two changes of one thing the later one wins, on every node, and no two are equally late.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// When; compared first.
    pub time: Time,
    /// Where; breaks a tie.
    pub node: NodeName,
}

/// A claim that stands: the client may connect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claimed {
    /// Kept with the session: of two claims of a client the later one stands, and what was claimed earlier is not written any more.
    pub stamp: Stamp,
    /// Its session.
    pub session: SessionFrom,
}

/// Where the session of a claimed client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionFrom {
    /// Here, if there is one.
    Here,
    /// No other node has one, and what is here of it is void.
    Nobody,
    /// It has come from this node, which has to hear when it is safe here.
    Node {
        /// Which.
        node: NodeName,
        /// As [`hand_over`](super::ClusterControl::hand_over) gave it there.
        session: Bytes,
    },
    /// The node that had it does not answer: it was [fetched](super::ClusterControl::fetch) out of that node's part of a store that nodes
    /// share, and stays there until it is safe here.
    Store {
        /// Whose part it was in.
        node: NodeName,
        /// As [`fetch`](super::ClusterControl::fetch) gave it.
        session: Bytes,
    },
    /// This node had it and does not answer.
    Lost(NodeName),
    /// Nobody could say in time.
    Unknown,
}

impl SessionFrom {
    /// Whether it comes from somewhere else, which has to hear when it is safe here.
    #[must_use]
    pub const fn is_moved(&self) -> bool {
        matches!(self, Self::Node { .. } | Self::Store { .. })
    }
}

/// What is wanted of the session of a client in a store that nodes share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: no node hands it over. Nobody writes it by an older claim any more.
    Session,
    /// Its end: Clean Start.
    End,
    /// Nothing: this node has handed it over. But whoever comes for it there has to know by which claim it has gone.
    Trace(NodeName),
}

/// Why the session of a client was not fetched from a store that nodes share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotFetched {
    /// This later claim of the client stands there.
    Superseded(Stamp),
    /// The store does not answer.
    Failed,
}
