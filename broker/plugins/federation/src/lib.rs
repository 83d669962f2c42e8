//! Many nodes as one broker: who has subscribers for a topic, who holds a session, what is retained.
//!
//! This is the part that decides, [`Node`]. It opens no socket, asks no clock and runs no task: membership, frames and time come in
//! as arguments, and what is to be done comes out as [`Effect`]s. The tests run many of them on a network in memory that loses,
//! repeats, delays and reorders, with thousands of seeds.
//!
//! - `members`: who is alive, and which node keeps the book on which client.
//! - `link`: streams of events between two nodes, resumed after a break.
//! - `routes`: a message crosses once to each node that has subscribers; a shared subscription has members on many nodes and one gets it.
//! - `claims` and `book`: a session is where its client connected last.
//! - `retained`: the last change of each topic, by a hybrid logical clock.

mod book;
mod claims;
mod clock;
mod effect;
mod event;
mod link;
mod members;
mod node;
mod peer;
mod retained;
mod routes;
mod settings;

pub use effect::{Effect, Refusal, Ticket};
pub use event::{Body, ClaimId, Event, Frame, Lane, StreamId};
pub use gmqtt_plugin_api::cluster::{
    Forward, NodeName, RemoteGroup, Route, SessionFrom, Shed, Stamp, Time,
};
pub use members::{Run, View};
pub use node::Node;
pub use peer::Standing;
pub use settings::{Now, OnPartition, Settings};
