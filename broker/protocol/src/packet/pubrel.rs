//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pubrel<'a> {
    pub packet_id: PacketId,
    pub reason: ReasonCode,
    pub properties: super::ack::AckProperties<'a>,
}
impl<'a> Pubrel<'a> {
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
