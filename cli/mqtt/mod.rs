//! An MQTT client for the command line: the protocol's client machine on a socket, over TCP, TLS, WebSocket or a unix
//! socket.
//!
//! What the commands under `gmqtt mqtt` have in common and what is not about their flags. It prints nothing.

mod backoff;
mod connection;
mod endpoint;
mod refusal;
mod tls;
mod websocket;

pub(crate) use backoff::{Backoff, random};
pub(crate) use connection::{Connection, Flow, Lost, Target};
pub(crate) use endpoint::{Endpoint, Transport, Url};
pub(crate) use refusal::{
    cannot_send, invalid_filter, invalid_topic, not_published, not_subscribed,
};
pub(crate) use tls::TlsOptions;
