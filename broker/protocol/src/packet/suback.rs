//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, PartialEq)]
pub struct Suback<'a> {
    pub packet_id: PacketId,
    pub properties: super::ack::AckProperties<'a>,
    pub reasons: Vec<ReasonCode>,
}
impl<'a> Suback<'a> {
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
