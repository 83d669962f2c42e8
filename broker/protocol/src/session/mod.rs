//! The state machines of a session: [`incoming`] what a server receives, [`outgoing`] what it sends, [`client`] the client's side.

pub mod alias;
pub mod client;
pub mod incoming;
pub mod outgoing;
