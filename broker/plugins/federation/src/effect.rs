//! What a node of a federation wants done.

use bytes::Bytes;

use crate::{ClaimId, Forward, Frame, NodeName, Stamp, StreamId};

/// Where the session of a claimed client is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionFrom {
    /// Here, if there is one.
    Here,
    /// No other node has one.
    Nobody,
    /// It has come from this node. Once it is safe, [`Node::imported`](crate::Node::imported) is to be called.
    Node {
        /// Which.
        node: NodeName,
        /// As the store exports it.
        session: Bytes,
    },
    /// This node had it and does not answer; a store that both can read may have it.
    Lost(NodeName),
    /// Nobody could say in time.
    Unknown,
}

/// Why a client may not connect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It has connected again since.
    Superseded,
    /// The nodes that would know did not answer, see [`OnPartition::Refuse`](crate::OnPartition::Refuse).
    NoAnswer,
}

/// An event of another node that is not dealt with for good until [`Node::done`](crate::Node::done).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    pub(crate) from: NodeName,
    pub(crate) stream: StreamId,
    pub(crate) number: u64,
}

/// What a node wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A frame is to be sent.
    Send {
        /// To whom.
        to: NodeName,
        /// What.
        frame: Frame,
    },
    /// The client may connect.
    Claimed {
        /// Which claim.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// To be kept with the session: a store refuses to write what was claimed earlier.
        stamp: Stamp,
        /// Its session.
        session: SessionFrom,
    },
    /// The client may not connect.
    Refused {
        /// Which claim.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// Why.
        why: Refusal,
    },
    /// The client connects elsewhere: its connection is to be ended, and its session exported; then [`Node::handed_over`](crate::Node::handed_over) is to be called.
    /// The session is to be kept, without a connection. It may be asked for more than once.
    HandOver {
        /// The claim.
        claim: ClaimId,
        /// Who makes it.
        to: NodeName,
        /// The client.
        client: Box<str>,
    },
    /// The client and its session are elsewhere now: what is left of it here is to be ended and dropped.
    Drop {
        /// The client.
        client: Box<str>,
        /// Where.
        by: NodeName,
    },
    /// A message for subscribers of this node.
    Deliver {
        /// From whom.
        from: NodeName,
        /// To be handed to [`Node::done`](crate::Node::done) when the message is safe; `None` if nobody waits for that.
        ticket: Option<Ticket>,
        /// The message.
        forward: Forward,
    },
    /// The retained message of a topic has changed elsewhere: `None` clears it.
    Retain {
        /// The topic.
        topic: Box<str>,
        /// A PUBLISH of MQTT 5.
        message: Option<Bytes>,
    },
    /// Another node wants the retained message of a topic: [`Node::show`](crate::Node::show) is to be called.
    Show {
        /// Who.
        to: NodeName,
        /// The topic.
        topic: Box<str>,
    },
    /// What was forwarded to a node is safe there, up to this number of [`Node::forward`](crate::Node::forward).
    Safe {
        /// The node.
        at: NodeName,
        /// The number.
        number: u64,
    },
}

/// A message that is not forwarded: too much waits for the node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shed;
