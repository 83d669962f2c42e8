//! CONNECT: a client introduces itself.
//!
//! ```text
//! | protocol name        | string: MQTT, in MQTT 3.1 MQIsdp
//! | protocol level       | 3, 4 or 5
//! | connect flags        | bit 7: user name  6: password  5: will retain  4-3: will QoS  2: will  1: clean start  0: reserved
//! | keep alive           | 2 bytes, seconds
//! | properties           | MQTT 5
//! | client identifier    | string
//! | will                 | if its flag is set
//! | user name            | string, if its flag is set
//! | password             | binary data, if its flag is set
//! ```
//!
//! The will's part of the payload is in [`will`](super::will).

use std::num::{NonZeroU16, NonZeroU32};

use super::will::Will;
use crate::frame::Frame;
use crate::property::{
    Block, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, QoS, ReasonCode, Version};

/// A client introduces itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connect<'a> {
    /// The version of this packet and of all that follow on the connection.
    pub version: Version,
    /// Throw away what the server has of an earlier session. MQTT 3 calls it clean session.
    pub clean_start: bool,
    /// Seconds of silence that the client will not exceed; 0 turns the check off.
    pub keep_alive: u16,
    /// Can be empty: the server then chooses one.
    pub client_id: &'a str,
    /// What to publish when the connection ends.
    pub will: Option<Will<'a>>,
    /// User name.
    pub username: Option<&'a str>,
    /// Password. MQTT 3 has none without a user name [3.1.1/MQTT-3.1.2-22].
    pub password: Option<&'a [u8]>,
    /// Properties, in MQTT 5 only.
    pub properties: ConnectProperties<'a>,
}

/// The properties of CONNECT.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnectProperties<'a> {
    /// Seconds that the session outlives the connection: none is 0, `u32::MAX` is for ever.
    pub session_expiry_interval: Option<u32>,
    /// How many QoS 1 and 2 messages the client takes unacknowledged; none is 65,535.
    pub receive_maximum: Option<NonZeroU16>,
    /// The largest packet in bytes that the client takes; none is no limit.
    pub maximum_packet_size: Option<NonZeroU32>,
    /// The highest topic alias that the client takes; none is 0, no aliases.
    pub topic_alias_maximum: Option<u16>,
    /// The client asks for response information; none is false.
    pub request_response_information: Option<bool>,
    /// The client takes reason strings and user properties on any packet; none is true.
    pub request_problem_information: Option<bool>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
    /// The method of extended authentication.
    pub authentication_method: Option<&'a str>,
    /// Data of that method; never without a method.
    pub authentication_data: Option<&'a [u8]>,
}

impl<'a> Connect<'a> {
    /// Reads the packet by the version that it names itself.
    ///
    /// # Errors
    ///
    /// `UnsupportedProtocolVersion` for an unknown pair of protocol name and level [MQTT-3.1.2-1], [MQTT-3.1.2-2];
    /// `TopicNameInvalid` for a will topic that is no topic name; else what makes the packet malformed or a protocol error.
    pub fn decode(frame: Frame<'a>) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-2.1.3-1")?;
        let version = read_version(&mut body)?;
        let flags = Flags::read(&mut body, version)?;
        let keep_alive = body.u16()?;
        let properties = if version.is_v5() {
            ConnectProperties::read(&mut body)?
        } else {
            ConnectProperties::default()
        };
        let client_id = body.string()?;
        let will = match flags.will {
            Some((qos, retain)) => Some(Will::read(&mut body, qos, retain, version)?),
            None => None,
        };
        // MQTT 3.1 lets the remaining length end before a field whose flag is set: the field is then absent.
        let absent = |body: &Reader<'_>| version == Version::V3_1 && body.is_empty();
        let username = if flags.username && !absent(&body) {
            Some(body.string()?)
        } else {
            None
        };
        let password = if flags.password && !absent(&body) {
            Some(body.binary()?)
        } else {
            None
        };
        body.finish()?;
        Ok(Self {
            version,
            clean_start: flags.clean_start,
            keep_alive,
            client_id,
            will,
            username,
            password,
            properties,
        })
    }

    /// The version that a CONNECT names, if that much of it can be read: it tells in which form to refuse the rest.
    #[must_use]
    pub fn version_hint(frame: Frame<'_>) -> Option<Version> {
        read_version(&mut frame.expect(FIRST, "").ok()?).ok()
    }

    /// Appends the packet in the form of its own version, which is all that `_version` could say. MQTT 3 has no properties, and no
    /// password without a user name.
    pub fn encode(&self, _version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, self.version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self) -> usize {
        packet_size(self, self.version)
    }
}

impl Body for Connect<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            version: _,
            clean_start,
            keep_alive,
            client_id,
            will,
            username,
            password,
            properties,
        } = self;
        let password = password.filter(|_| version.is_v5() || username.is_some());
        let flags = Flags {
            clean_start: *clean_start,
            will: will.map(|will| (will.qos, will.retain)),
            username: username.is_some(),
            password: password.is_some(),
        };
        sink.put_string(version.protocol_name());
        sink.put_u8(version as u8);
        sink.put_u8(flags.bits());
        sink.put_u16(*keep_alive);
        if version.is_v5() {
            put_block(sink, properties);
        }
        sink.put_string(client_id);
        if let Some(will) = will {
            will.write(version, sink);
        }
        if let Some(username) = username {
            sink.put_string(username);
        }
        if let Some(password) = password {
            sink.put_binary(password);
        }
    }
}

fn read_version(body: &mut Reader<'_>) -> Result<Version> {
    let name = body.binary()?;
    let level = body.u8()?;
    Version::from_wire(name, level).ok_or(DecodeError {
        reason: ReasonCode::UnsupportedProtocolVersion,
        what: "protocol name and level are none of MQIsdp 3, MQTT 4 and MQTT 5",
        clause: "MQTT-3.1.2-2",
    })
}

/// The connect flags.
struct Flags {
    clean_start: bool,
    /// Will QoS and will retain, if there is a will.
    will: Option<(QoS, bool)>,
    username: bool,
    password: bool,
}

impl Flags {
    /// Reads the byte. MQTT 3.1 gives bit 0, and the will's bits when there is no will, no meaning and lets them be anything.
    fn read(body: &mut Reader<'_>, version: Version) -> Result<Self> {
        let bits = body.u8()?;
        let strict = version != Version::V3_1;
        if strict && bits & RESERVED != 0 {
            return Err(DecodeError::malformed(
                "the reserved connect flag is set",
                "MQTT-3.1.2-3",
            ));
        }
        let will = if bits & WILL != 0 {
            let qos = QoS::from_u8((bits & WILL_QOS) >> 3)
                .ok_or_else(|| DecodeError::malformed("will QoS 3", "MQTT-3.1.2-12"))?;
            Some((qos, bits & WILL_RETAIN != 0))
        } else if strict && bits & WILL_QOS != 0 {
            return Err(DecodeError::malformed(
                "a will QoS without a will",
                "MQTT-3.1.2-11",
            ));
        } else if strict && bits & WILL_RETAIN != 0 {
            return Err(DecodeError::malformed(
                "will retain without a will",
                "MQTT-3.1.2-13",
            ));
        } else {
            None
        };
        let (username, password) = (bits & USER_NAME != 0, bits & PASSWORD != 0);
        if password && !username && !version.is_v5() {
            return Err(DecodeError::malformed(
                "a password without a user name",
                "3.1.1/MQTT-3.1.2-22",
            ));
        }
        Ok(Self {
            clean_start: bits & CLEAN_START != 0,
            will,
            username,
            password,
        })
    }

    fn bits(&self) -> u8 {
        let Self {
            clean_start,
            will,
            username,
            password,
        } = *self;
        let bit = |set: bool, bit: u8| if set { bit } else { 0 };
        let will = will.map_or(0, |(qos, retain)| {
            WILL | (qos as u8) << 3 | bit(retain, WILL_RETAIN)
        });
        bit(clean_start, CLEAN_START) | will | bit(username, USER_NAME) | bit(password, PASSWORD)
    }
}

const USER_NAME: u8 = 0x80;
const PASSWORD: u8 = 0x40;
const WILL_RETAIN: u8 = 0x20;
const WILL_QOS: u8 = 0x18;
const WILL: u8 = 0x04;
const CLEAN_START: u8 = 0x02;
const RESERVED: u8 = 0x01;

impl<'a> ConnectProperties<'a> {
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(body, Place::Connect)?;
        while let Some(property) = block.next_property()? {
            match property {
                Property::SessionExpiryInterval(value) => {
                    properties.session_expiry_interval = Some(value)
                }
                Property::ReceiveMaximum(value) => properties.receive_maximum = Some(value),
                Property::MaximumPacketSize(value) => properties.maximum_packet_size = Some(value),
                Property::TopicAliasMaximum(value) => properties.topic_alias_maximum = Some(value),
                Property::RequestResponseInformation(value) => {
                    properties.request_response_information = Some(value)
                }
                Property::RequestProblemInformation(value) => {
                    properties.request_problem_information = Some(value)
                }
                Property::AuthenticationMethod(value) => {
                    properties.authentication_method = Some(value)
                }
                Property::AuthenticationData(value) => properties.authentication_data = Some(value),
                _ => {} // user properties, taken from the block below
            }
        }
        properties.user_properties = block.user_properties();
        if properties.authentication_data.is_some() && properties.authentication_method.is_none() {
            return Err(DecodeError::protocol(
                "authentication data without an authentication method",
                "",
            ));
        }
        Ok(properties)
    }
}

impl Properties for ConnectProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            session_expiry_interval,
            receive_maximum,
            maximum_packet_size,
            topic_alias_maximum,
            request_response_information,
            request_problem_information,
            user_properties,
            authentication_method,
            authentication_data,
        } = *self;
        put_optional(
            sink,
            session_expiry_interval.map(Property::SessionExpiryInterval),
        );
        put_optional(
            sink,
            authentication_method.map(Property::AuthenticationMethod),
        );
        put_optional(sink, authentication_data.map(Property::AuthenticationData));
        put_optional(
            sink,
            request_problem_information.map(Property::RequestProblemInformation),
        );
        put_optional(
            sink,
            request_response_information.map(Property::RequestResponseInformation),
        );
        put_optional(sink, receive_maximum.map(Property::ReceiveMaximum));
        put_optional(sink, topic_alias_maximum.map(Property::TopicAliasMaximum));
        user_properties.write(sink);
        put_optional(sink, maximum_packet_size.map(Property::MaximumPacketSize));
    }
}

const FIRST: u8 = 0x10;

#[cfg(test)]
mod tests;
