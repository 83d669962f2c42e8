//! What nodes tell each other.

use bytes::Bytes;

use gmqtt_plugin_api::cluster::{Forward, Stamp};

use crate::transit::Known;
use crate::{NodeName, Run, View};

/// The number of a claim, given by the node that makes it and unique there, also among its runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClaimId(pub u64);

/// One thing that a node tells another, in order with all others of its [`Lane`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// All of this node's interests follow, up to [`Event::InterestsEnd`]; what was told before and is not among them is void.
    InterestsBegin,
    /// The node has subscribers for a filter.
    Interest {
        /// As in SUBSCRIBE; a shared subscription with its `$share/name/`.
        filter: Box<str>,
        /// How many members its group has there, or 1; 0 when the last one is gone.
        members: u32,
    },
    /// See [`Event::InterestsBegin`].
    InterestsEnd,

    /// The node has a session of this client, since it was claimed with this stamp.
    Register {
        /// The client.
        client: Box<str>,
        /// The claim.
        stamp: Stamp,
    },
    /// Everything has been registered that has to be, given these members.
    Settled(View),
    /// The session of this claim has ended.
    Release {
        /// The client.
        client: Box<str>,
        /// The claim.
        stamp: Stamp,
    },
    /// To the registrar of a client: a client wants to connect here.
    Claim {
        /// Which of this node's claims.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// When.
        stamp: Stamp,
    },
    /// From the registrar: the claim stands.
    Granted {
        /// Which.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// The claim.
        stamp: Stamp,
        /// Who had the session before, and since when.
        previous: Option<Stamp>,
    },
    /// From the registrar: a later claim of the same client stands.
    Denied {
        /// Which.
        claim: ClaimId,
        /// The one that stands.
        by: Stamp,
    },
    /// To who had the session: end the connection, and hand over the session.
    Take {
        /// Which.
        claim: ClaimId,
        /// The client.
        client: Box<str>,
        /// The claim: an older one of the receiver ends with it.
        stamp: Stamp,
        /// Whether the session is to be ended instead of handed over: Clean Start.
        clean: bool,
    },
    /// The session, or nothing if there is none.
    Handed {
        /// Which.
        claim: ClaimId,
        /// As the store exports it.
        session: Option<Bytes>,
    },
    /// The session that was handed over is safe where it went: it may be dropped.
    Imported {
        /// The client.
        client: Box<str>,
        /// The claim.
        stamp: Stamp,
        /// Its number there.
        arrival: u64,
    },
    /// From the registrar: a later claim of the client exists elsewhere.
    Superseded {
        /// The client.
        client: Box<str>,
        /// That claim.
        stamp: Stamp,
    },

    /// Sessions up to this number have come here; all filters that came with them have been told.
    Arrived {
        /// The number.
        arrival: u64,
        /// Where the last one comes from; this node itself, if that does not matter.
        from: NodeName,
        /// For messages of these it matters.
        filters: Box<[Box<str>]>,
        /// The client and its claim, if the last one was taken out of a store: its old node confirms nothing any more, and what it has not
        /// confirmed has to be sent again.
        fetched: Option<(Box<str>, Stamp)>,
    },
    /// A session of the sender was taken out of the store by the receiver: from this version on the sender knows, and does not have it.
    Lost {
        /// The client.
        client: Box<str>,
        /// The claim by which it was taken.
        stamp: Stamp,
        /// From which version on.
        version: u64,
    },
    /// To a node that a session was taken from out of a store: what the sender has for it, and does not know to be safe there, it has sent again to
    /// where it is. What comes behind this is not for that session.
    SentAgain {
        /// The client.
        client: Box<str>,
        /// The claim by which it was taken.
        stamp: Stamp,
    },
    /// From which version on a node knows of an arrival.
    Knows(Known),

    /// What this node has retained, summed up by part.
    Digest(Box<[u64]>),
    /// The parts that differ: send what is in them.
    Wanted(Box<[u8]>),
    /// A retained message was set or cleared.
    Retained {
        /// The topic.
        topic: Box<str>,
        /// When and where.
        stamp: Stamp,
        /// A PUBLISH of MQTT 5; `None` if it was cleared.
        message: Option<Bytes>,
    },
    /// A message for subscribers of the receiver.
    Forward(Forward),
}

impl Event {
    /// About how many bytes it takes.
    pub(crate) fn weight(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Interest { filter, .. } => filter.len(),
                Self::Register { client, .. }
                | Self::Release { client, .. }
                | Self::Claim { client, .. }
                | Self::Granted { client, .. }
                | Self::Take { client, .. }
                | Self::Imported { client, .. }
                | Self::Lost { client, .. }
                | Self::SentAgain { client, .. }
                | Self::Superseded { client, .. } => client.len(),
                Self::Arrived {
                    filters, fetched, ..
                } => {
                    let client = fetched.as_ref().map_or(0, |(client, _)| client.len());
                    client + filters.iter().map(|it| it.len()).sum::<usize>()
                }
                Self::Handed { session, .. } => session.as_ref().map_or(0, Bytes::len),
                Self::Digest(parts) => size_of_val(&**parts),
                Self::Wanted(parts) => parts.len(),
                Self::Retained { topic, message, .. } => {
                    topic.len() + message.as_ref().map_or(0, Bytes::len)
                }
                Self::Forward(forward) => {
                    let groups = forward.groups.iter().map(|group| group.len());
                    let client = forward.client.as_ref().map_or(0, |client| client.len());
                    forward.message.len() + groups.sum::<usize>() + client
                }
                Self::InterestsBegin
                | Self::InterestsEnd
                | Self::Settled(_)
                | Self::Knows(_)
                | Self::Denied { .. } => 0,
            }
    }
}

/// Events come in two streams, so that a claim does not wait behind messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lane {
    /// Interests and claims. It is never shed: a node that cannot keep up is told everything anew.
    Control,
    /// Messages, and what is retained. It is bounded.
    Messages,
}

impl Lane {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Control, Self::Messages];
}

/// A stream of events from one node to another. A node that has lost what it told, or cannot tell the rest of it, begins another one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StreamId {
    /// The run of the sender.
    pub run: Run,
    /// Counts its streams to this receiver.
    pub count: u64,
}

/// What goes over the network between two nodes. Frames may be lost, repeated and out of order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// Which of the streams.
    pub lane: Lane,
    /// Which stream.
    pub stream: StreamId,
    /// What.
    pub body: Body,
}

/// See [`Frame`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// From the sender of the stream: this is the first event it can still send. Answered with [`Body::Have`].
    Open {
        /// Its number.
        first: u64,
    },
    /// From the sender: events.
    Events {
        /// The number of the first.
        first: u64,
        /// Consecutive ones.
        events: Vec<Event>,
    },
    /// From the receiver: where it is.
    Have {
        /// Up to where it has received everything.
        received: u64,
        /// Up to where it has dealt with everything, for good: the sender may forget these.
        done: u64,
        /// What it has dealt with for good beyond that, as far as it has not said so before.
        beyond: Vec<u64>,
        /// Whether it asks for everything after `received` again: the answer to [`Body::Open`], or it missed something.
        again: bool,
    },
}
