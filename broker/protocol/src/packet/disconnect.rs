//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disconnect<'a> {
    pub reason: ReasonCode,
    pub properties: DisconnectProperties<'a>,
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct DisconnectProperties<'a> {
    pub session_expiry_interval: Option<u32>,
    pub reason_string: Option<&'a str>,
    pub user_properties: crate::property::UserProperties<'a>,
    pub server_reference: Option<&'a str>,
}
impl<'a> Disconnect<'a> {
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
