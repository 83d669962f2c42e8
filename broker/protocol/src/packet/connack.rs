//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connack<'a> {
    pub session_present: bool,
    pub reason: ReasonCode,
    pub properties: ConnackProperties<'a>,
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ConnackProperties<'a> {
    pub session_expiry_interval: Option<u32>,
    pub receive_maximum: Option<std::num::NonZeroU16>,
    pub maximum_qos: Option<QoS>,
    pub retain_available: Option<bool>,
    pub maximum_packet_size: Option<std::num::NonZeroU32>,
    pub assigned_client_identifier: Option<&'a str>,
    pub topic_alias_maximum: Option<u16>,
    pub reason_string: Option<&'a str>,
    pub user_properties: crate::property::UserProperties<'a>,
    pub wildcard_subscription_available: Option<bool>,
    pub subscription_identifiers_available: Option<bool>,
    pub shared_subscription_available: Option<bool>,
    pub server_keep_alive: Option<u16>,
    pub response_information: Option<&'a str>,
    pub server_reference: Option<&'a str>,
    pub authentication_method: Option<&'a str>,
    pub authentication_data: Option<&'a [u8]>,
}
impl<'a> Connack<'a> {
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
