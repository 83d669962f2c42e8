//! What the tests are written with: a broker in this process ([`Broker`]), a client that sends and expects single packets
//! ([`Raw`]), and short ways to write packets ([`packets`]).

mod broker;
pub(crate) mod kept;
pub(crate) mod packets;
mod ports;
mod raw;
#[path = "../../broker/store/tests/contract/redis_server.rs"]
pub(crate) mod redis_server;
pub(crate) mod resp;

pub(crate) use broker::Broker;
pub(crate) use ports::OWN_PORTS;
pub(crate) use raw::{OnWire, Raw};

use std::time::Duration;

/// Lets time pass where time is what is tested (expiry, delay, keep alive), never to wait for something to have happened.
pub(crate) fn pass(time: Duration) {
    std::thread::sleep(time);
}

/// What nearly every test of the protocol needs.
pub(crate) mod prelude {
    pub(crate) use super::packets::*;
    pub(crate) use super::{Broker, OnWire, Raw, pass};
    pub(crate) use gmqtt_protocol::QoS::{AtLeastOnce, AtMostOnce, ExactlyOnce};
    pub(crate) use gmqtt_protocol::packet::*;
    pub(crate) use gmqtt_protocol::property::UserPropertiesBuf;
    pub(crate) use gmqtt_protocol::{QoS, ReasonCode, Version};
    pub(crate) use std::time::Duration;
}
