//! Many nodes as one broker: who has subscribers for a topic, who holds a session, what is retained.
//!
//! The part that decides is [`Node`]. It opens no socket, asks no clock and runs no task: membership, frames and time come in
//! as arguments, and what is to be done comes out as [`Effect`]s. The tests run many of them on a network in memory that loses,
//! repeats, delays and reorders, with thousands of seeds.
//!
//! - `members`: who is alive, and which node keeps the book on which client.
//! - `link`: streams of events between two nodes, resumed after a break.
//! - `routes`: a message crosses once to each node that has subscribers; a shared subscription has members on many nodes and one gets it.
//! - `claims` and `book`: a session is where its client connected last.
//! - `fetching`: where the nodes share a store, also when the node that had it is gone.
//! - `transit`: what comes for a session while it moves is given to it once.
//! - `again`: what was sent to a node that is gone goes to where its sessions are.
//! - `retained`: the last change of each topic, by a hybrid logical clock.
//!
//! Around it, [`FederationPlugin`] is what the broker loads.
//!
//! - `core`: the node of this broker; what it is told, and what is done of what it decides.
//! - `gossip`: who is there, by chitchat over sealed datagrams.
//! - `presence`: who takes part, and what follows from it.
//! - `wire` and [`codec`]: the links between nodes, and what is written on them.
//! - `service` and `metrics`: what operators see and may change.

mod again;
mod book;
mod claims;
mod clock;
pub mod codec;
mod core;
mod effect;
mod event;
mod fetching;
mod gossip;
mod link;
mod members;
mod metrics;
mod node;
mod peer;
mod plugin;
mod presence;
mod retained;
mod routes;
mod secret;
mod service;
mod settings;
mod transit;
mod wire;

pub use effect::{Effect, Refusal, Ticket, Token};
pub use event::{Body, ClaimId, Event, Frame, Lane, StreamId};
pub use fetching::Fetched;
pub use gmqtt_plugin_api::cluster::{
    Forward, InTransit, NodeName, NotFetched, Passage, RemoteGroup, Route, SessionFrom, Shed,
    Stamp, Time, Wanted, Whereabouts,
};
pub use members::{Run, View};
pub use node::Node;
pub use peer::Standing;
pub use plugin::FederationPlugin;
pub use settings::{Now, OnPartition, Settings};
pub use transit::Known;
