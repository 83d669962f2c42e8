//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Publish<'a> {
    pub dup: bool,
    pub qos: QoS,
    pub retain: bool,
    pub topic: &'a str,
    pub packet_id: Option<PacketId>,
    pub properties: PublishProperties<'a>,
    pub payload: &'a [u8],
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PublishProperties<'a> {
    pub payload_format_indicator: Option<bool>,
    pub message_expiry_interval: Option<u32>,
    pub topic_alias: Option<u16>,
    pub response_topic: Option<&'a str>,
    pub correlation_data: Option<&'a [u8]>,
    pub user_properties: crate::property::UserProperties<'a>,
    pub subscription_identifiers: crate::property::SubscriptionIds<'a>,
    pub content_type: Option<&'a str>,
}
impl<'a> Publish<'a> {
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

impl<'a> PublishProperties<'a> {
    pub fn encode_forwarded(&self, out: &mut Vec<u8>) {
        todo!()
    }
    pub fn from_block(block: &'a [u8]) -> Result<Self, DecodeError> {
        todo!()
    }
    pub fn has_forwarded(&self) -> bool {
        todo!()
    }
}
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Forward<'a> {
    pub qos: QoS,
    pub retain: bool,
    pub dup: bool,
    pub topic: &'a str,
    pub packet_id: Option<PacketId>,
    pub block: &'a [u8],
    pub message_expiry_interval: Option<u32>,
    pub topic_alias: Option<u16>,
    pub subscription_ids: &'a [u32],
    pub payload: &'a [u8],
}

impl Forward<'_> {
    pub fn size(&self, version: Version) -> usize {
        todo!()
    }
    pub fn encode_head(&self, version: Version, out: &mut Vec<u8>) {
        todo!()
    }
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        todo!()
    }
    pub fn packet_id_offset(&self, version: Version) -> Option<usize> {
        todo!()
    }
}
