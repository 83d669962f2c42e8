//! What a node of a federation wants done.

use bytes::Bytes;

use gmqtt_plugin_api::cluster::{Forward, NodeName, SessionFrom, Stamp, Wanted};

use crate::{ClaimId, Frame, Known, StreamId};

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

/// A message that [`Node::in_transit`](crate::Node::in_transit) has kept, until [`Effect::Settled`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Token(pub u64);

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
    /// The session of a client is to be claimed in the store that nodes share, for what is wanted of it. Then [`Node::fetched`](crate::Node::fetched) is to be called, always.
    Fetch {
        /// Which claim.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// The claim: nobody may write the session by an earlier one from then on.
        stamp: Stamp,
        /// What of it.
        wanted: Wanted,
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
        /// When: what was claimed later is not to be handed over.
        stamp: Stamp,
    },
    /// The client and its session are elsewhere now: what is left of it here is to be ended and dropped.
    Drop {
        /// The client.
        client: Box<str>,
        /// By which claim.
        by: Stamp,
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
        /// Which change: by the time it is carried out a later one may be known, see [`Node::is_latest`](crate::Node::is_latest).
        stamp: Stamp,
    },
    /// Other nodes have other subscribers for this filter than before.
    RoutesChanged {
        /// As in SUBSCRIBE; a shared subscription with its `$share/name/`.
        filter: Box<str>,
    },
    /// Another node wants the retained message of a topic: [`Node::show`](crate::Node::show) is to be called.
    Show {
        /// Who.
        to: NodeName,
        /// The topic.
        topic: Box<str>,
    },
    /// A message that was kept is to be given to its session here, in transit or not. When that has begun, [`Node::given`](crate::Node::given) is to
    /// be called.
    Give {
        /// The client.
        client: Box<str>,
        /// A PUBLISH of MQTT 5.
        message: Bytes,
        /// Which.
        token: Token,
    },
    /// A message that was kept is with whom it was for, as safe as was promised.
    Settled {
        /// Which.
        token: Token,
    },
    /// The messages that came before have to be delivered; then [`Node::through`](crate::Node::through) is to be called.
    Through {
        /// Who says that they are all.
        from: NodeName,
        /// Those before this cut.
        cut: Known,
    },
    /// Everybody knows where the client is that has gone by this claim: its shadow goes.
    Forget {
        /// The client.
        client: Box<str>,
        /// By which claim.
        by: Stamp,
    },
    /// Whether a message that was forwarded to a node is there will never be known, whatever is [safe](Self::Safe) there later.
    Doubtful {
        /// The node.
        at: NodeName,
        /// The number.
        number: u64,
    },
    /// What was forwarded to a node is safe there, up to this number of [`Node::forward`](crate::Node::forward).
    Safe {
        /// The node.
        at: NodeName,
        /// The number.
        number: u64,
    },
}
