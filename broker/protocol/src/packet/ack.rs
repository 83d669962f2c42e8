//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AckProperties<'a> {
    pub reason_string: Option<&'a str>,
    pub user_properties: crate::property::UserProperties<'a>,
}
pub fn encode_short_ack(first_byte: u8, id: PacketId, out: &mut Vec<u8>) {
    todo!()
}
