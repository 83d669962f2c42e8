//! Packets.
#![allow(unused_variables)]
use crate::*;
pub mod ack;
pub mod auth;
pub mod connack;
pub mod connect;
pub mod disconnect;
pub mod puback;
pub mod pubcomp;
pub mod publish;
pub mod pubrec;
pub mod pubrel;
pub mod suback;
pub mod subscribe;
pub mod unsuback;
pub mod unsubscribe;
pub use ack::{AckProperties, encode_short_ack};
pub use auth::{Auth, AuthProperties};
pub use connack::{Connack, ConnackProperties};
pub use connect::{Connect, ConnectProperties, Will, WillProperties};
pub use disconnect::{Disconnect, DisconnectProperties};
pub use puback::Puback;
pub use pubcomp::Pubcomp;
pub use publish::{Forward, Publish, PublishProperties};
pub use pubrec::Pubrec;
pub use pubrel::Pubrel;
pub use suback::Suback;
pub use subscribe::{RetainHandling, Subscribe, SubscribeFilter, SubscriptionOptions};
pub use unsuback::Unsuback;
pub use unsubscribe::Unsubscribe;
#[derive(Debug, Clone, PartialEq)]
pub enum Packet<'a> {
    Connect(Connect<'a>),
    Connack(Connack<'a>),
    Publish(Publish<'a>),
    Puback(Puback<'a>),
    Pubrec(Pubrec<'a>),
    Pubrel(Pubrel<'a>),
    Pubcomp(Pubcomp<'a>),
    Subscribe(Subscribe<'a>),
    Suback(Suback<'a>),
    Unsubscribe(Unsubscribe<'a>),
    Unsuback(Unsuback<'a>),
    Pingreq,
    Pingresp,
    Disconnect(Disconnect<'a>),
    Auth(Auth<'a>),
}
impl<'a> Packet<'a> {
    pub fn decode(
        frame: crate::Frame<'a>,
        version: crate::Version,
    ) -> Result<Self, crate::DecodeError> {
        todo!()
    }
    pub fn encode(&self, version: crate::Version, out: &mut Vec<u8>) {
        todo!()
    }
}
impl Packet<'_> {
    pub fn name(&self) -> &'static str {
        todo!()
    }
}
