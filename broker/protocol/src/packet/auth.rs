//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Auth<'a> {
    pub reason: ReasonCode,
    pub properties: AuthProperties<'a>,
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct AuthProperties<'a> {
    pub authentication_method: Option<&'a str>,
    pub authentication_data: Option<&'a [u8]>,
    pub reason_string: Option<&'a str>,
    pub user_properties: crate::property::UserProperties<'a>,
}
impl<'a> Auth<'a> {
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
