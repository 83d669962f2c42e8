//! A packet.
#![allow(unused_variables)]
use crate::*;
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Connect<'a> {
    pub version: Version,
    pub clean_start: bool,
    pub keep_alive: u16,
    pub client_id: &'a str,
    pub will: Option<Will<'a>>,
    pub username: Option<&'a str>,
    pub password: Option<&'a [u8]>,
    pub properties: ConnectProperties<'a>,
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ConnectProperties<'a> {
    pub session_expiry_interval: Option<u32>,
    pub receive_maximum: Option<std::num::NonZeroU16>,
    pub maximum_packet_size: Option<std::num::NonZeroU32>,
    pub topic_alias_maximum: Option<u16>,
    pub request_response_information: Option<bool>,
    pub request_problem_information: Option<bool>,
    pub user_properties: crate::property::UserProperties<'a>,
    pub authentication_method: Option<&'a str>,
    pub authentication_data: Option<&'a [u8]>,
}
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Will<'a> {
    pub qos: QoS,
    pub retain: bool,
    pub topic: &'a str,
    pub payload: &'a [u8],
    pub properties: WillProperties<'a>,
}
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WillProperties<'a> {
    pub delay_interval: Option<u32>,
    pub payload_format_indicator: Option<bool>,
    pub message_expiry_interval: Option<u32>,
    pub content_type: Option<&'a str>,
    pub response_topic: Option<&'a str>,
    pub correlation_data: Option<&'a [u8]>,
    pub user_properties: crate::property::UserProperties<'a>,
}
impl<'a> Connect<'a> {
    pub fn decode(frame: crate::Frame<'a>) -> Result<Self, crate::DecodeError> {
        todo!()
    }
    pub fn encode(&self, version: crate::Version, out: &mut Vec<u8>) {
        todo!()
    }
}
impl Connect<'_> {
    pub fn version_hint(frame: Frame<'_>) -> Option<Version> {
        todo!()
    }
}
