//! The links between nodes: one connection to each, over which both send [`Frame`](crate::Frame)s.
//!
//! Of two nodes the one whose name comes first connects. It says [`Hello`](message::Hello), both show that they know the cluster secret,
//! and then a stream of gRPC carries messages both ways until one of them goes or the network does.
//!
//! - `message`: what is said, and how it is written.
//! - `proof`: showing that a node knows the secret.
//! - `outbound`: what waits to be sent on one link.
//! - `accept`: the end that is connected to.
//! - `dial`: the end that connects, again and again.
//! - `tls`: whom to trust when connecting.
//! - `rtt`: how long a question and its answer take.

pub(crate) mod accept;
pub(crate) mod dial;
pub(crate) mod message;
pub(crate) mod outbound;
pub(crate) mod proof;
pub(crate) mod rtt;
pub(crate) mod tls;

use std::time::Duration;

use tonic::{Status, Streaming};

use self::message::Message;
use crate::core::Link;

/// The way of the first question.
pub(crate) const HELLO: &str = "/gmqtt.federation.Link/Hello";
/// The way of the stream.
pub(crate) const EXCHANGE: &str = "/gmqtt.federation.Link/Exchange";
/// Names of metadata.
pub(crate) const NONCE: &str = "gmqtt-nonce-bin";
pub(crate) const PROOF: &str = "gmqtt-proof-bin";

/// The largest message: a frame with one event that holds the largest packet of MQTT, or a session with a long queue.
pub(crate) const LARGEST: usize = 512 * 1024 * 1024;
/// The largest one before the other end has shown who it is.
pub(crate) const LARGEST_HELLO: usize = 4096;
/// How much a node may send that the other has not read.
pub(crate) const WINDOW: u32 = 4 * 1024 * 1024;
/// How often the other end is asked whether it is there, and how long it may take to answer.
pub(crate) const ASK: Duration = Duration::from_secs(3);

/// Takes what comes over a link until it ends.
///
/// # Errors
/// Why it ended.
pub(crate) async fn receive(link: Link, mut inbound: Streaming<Message>) -> Result<(), Status> {
    let outbound = &link.outbound;
    loop {
        let closed = outbound.closed();
        let message = tokio::select! {
            message = inbound.message() => message,
            () = closed => return Ok(()),
        };
        match message {
            Ok(Some(Message::Frame(frame))) => link.frame(frame),
            Ok(Some(Message::Ping(number))) => outbound.push(Message::Pong(number)),
            Ok(Some(Message::Pong(number))) => outbound.answered(number),
            Ok(Some(Message::Hello(_) | Message::Welcome(_))) => {
                return Err(Status::failed_precondition("this was said before"));
            }
            Ok(None) => return Ok(()),
            Err(status) => return Err(status),
        }
    }
}

#[cfg(test)]
mod tests;
