//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, PartialEq)]
pub struct Unsubscribe<'a> {
    pub packet_id: PacketId,
    pub user_properties: crate::property::UserProperties<'a>,
    pub filters: Vec<&'a str>,
}
impl<'a> Unsubscribe<'a> {
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
