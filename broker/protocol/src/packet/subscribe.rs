//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, PartialEq)]
pub struct Subscribe<'a> {
    pub packet_id: PacketId,
    pub subscription_identifier: Option<u32>,
    pub user_properties: crate::property::UserProperties<'a>,
    pub filters: Vec<SubscribeFilter<'a>>,
}
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SubscribeFilter<'a> {
    pub filter: &'a str,
    pub options: SubscriptionOptions,
}
#[derive(Debug, Clone, Copy, PartialEq, Default, Eq, Hash)]
pub struct SubscriptionOptions {
    pub qos: QoS,
    pub no_local: bool,
    pub retain_as_published: bool,
    pub retain_handling: RetainHandling,
}
impl<'a> Subscribe<'a> {
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum RetainHandling {
    #[default]
    Send = 0,
    SendIfNew = 1,
    DoNotSend = 2,
}
