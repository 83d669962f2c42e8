//! CONNACK: the server's answer to CONNECT.
//!
//! ```text
//! | acknowledge flags  | bit 0: session present; bits 7 to 1 are 0
//! | reason code        | MQTT 3: a return code, 0 to 5
//! | properties         | MQTT 5
//! ```

use std::num::{NonZeroU16, NonZeroU32};

use super::ack::read_reason;
use crate::frame::Frame;
use crate::property::{
    Block, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, QoS, ReasonCode, Version};

/// The server's answer to CONNECT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connack<'a> {
    /// The server continues a session. False with every reason but Success [MQTT-3.2.2-6], and not said in MQTT 3.1.
    pub session_present: bool,
    /// Success, or why the connection is refused.
    pub reason: ReasonCode,
    /// Properties, in MQTT 5 only.
    pub properties: ConnackProperties<'a>,
}

/// The properties of CONNACK: what the server can do and what it chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ConnackProperties<'a> {
    /// Seconds that the session outlives the connection, if not what the client asked for.
    pub session_expiry_interval: Option<u32>,
    /// How many QoS 1 and 2 messages the server takes unacknowledged; none is 65,535.
    pub receive_maximum: Option<NonZeroU16>,
    /// The highest QoS that the server takes; none is QoS 2, and QoS 2 is written as none.
    pub maximum_qos: Option<QoS>,
    /// The server retains messages; none is true.
    pub retain_available: Option<bool>,
    /// The largest packet in bytes that the server takes; none is no limit.
    pub maximum_packet_size: Option<NonZeroU32>,
    /// The client identifier that the server chose [MQTT-3.2.2-16].
    pub assigned_client_identifier: Option<&'a str>,
    /// The highest topic alias that the server takes; none is 0, no aliases.
    pub topic_alias_maximum: Option<u16>,
    /// Words for people, not for programs.
    pub reason_string: Option<&'a str>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
    /// The server takes filters with wildcards; none is true.
    pub wildcard_subscription_available: Option<bool>,
    /// The server takes subscription identifiers; none is true.
    pub subscription_identifiers_available: Option<bool>,
    /// The server takes shared subscriptions; none is true.
    pub shared_subscription_available: Option<bool>,
    /// Seconds of keep alive that replace the client's own [MQTT-3.1.2-21].
    pub server_keep_alive: Option<u16>,
    /// From what the client can make its response topics.
    pub response_information: Option<&'a str>,
    /// Another server to use.
    pub server_reference: Option<&'a str>,
    /// The method of extended authentication, that of CONNECT.
    pub authentication_method: Option<&'a str>,
    /// Data of that method.
    pub authentication_data: Option<&'a [u8]>,
}

impl<'a> Connack<'a> {
    /// The reason codes this packet may carry.
    pub const REASONS: &'static [ReasonCode] = LEGAL;

    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// What makes the packet malformed, a reason code that CONNACK does not have [MQTT-3.2.2-8], and session present with a
    /// refusal [MQTT-3.2.2-6].
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-2.1.3-1")?;
        // MQTT 3.1 gives the first byte no meaning.
        let flags = body
            .u8()
            .map(|flags| if version == Version::V3_1 { 0 } else { flags })?;
        if flags & !SESSION_PRESENT != 0 {
            return Err(DecodeError::malformed(
                "reserved acknowledge flags are set",
                "MQTT-3.2.2-1",
            ));
        }
        let (reason, properties) = if version.is_v5() {
            let reason = read_reason(&mut body, LEGAL, "MQTT-3.2.2-8")?;
            (reason, ConnackProperties::read(&mut body)?)
        } else {
            let reason = ReasonCode::from_connack_v3(body.u8()?)
                .ok_or_else(|| DecodeError::protocol("a reserved return code", ""))?;
            (reason, ConnackProperties::default())
        };
        body.finish()?;
        let session_present = flags == SESSION_PRESENT;
        if session_present && reason != ReasonCode::Success {
            return Err(DecodeError::protocol(
                "session present with a refusal",
                "MQTT-3.2.2-6",
            ));
        }
        Ok(Self {
            session_present,
            reason,
            properties,
        })
    }

    /// Appends the packet. A reason without an equal in MQTT 3 becomes return code 3 where it may pass with time, else 5.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Connack<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            session_present,
            reason,
            properties,
        } = self;
        // [MQTT-3.2.2-6]; MQTT 3.1 has no such flag.
        let present =
            *session_present && *reason == ReasonCode::Success && version != Version::V3_1;
        sink.put_u8(u8::from(present));
        if version.is_v5() {
            sink.put_u8(*reason as u8);
            put_block(sink, properties);
        } else {
            sink.put_u8(reason.connack_v3().unwrap_or_else(|| nearest_v3(*reason)));
        }
    }
}

/// The return code of MQTT 3 that comes closest: 3, server unavailable, or 5, not authorized.
const fn nearest_v3(reason: ReasonCode) -> u8 {
    match reason {
        ReasonCode::UnspecifiedError
        | ReasonCode::ImplementationSpecificError
        | ReasonCode::UseAnotherServer
        | ReasonCode::ServerMoved => 3,
        _ => 5,
    }
}

impl<'a> ConnackProperties<'a> {
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(body, Place::Connack)?;
        while let Some(property) = block.next_property()? {
            properties.set(property);
        }
        properties.user_properties = block.user_properties();
        Ok(properties)
    }

    fn set(&mut self, property: Property<'a>) {
        match property {
            Property::SessionExpiryInterval(value) => self.session_expiry_interval = Some(value),
            Property::ReceiveMaximum(value) => self.receive_maximum = Some(value),
            Property::MaximumQoS(value) => self.maximum_qos = Some(value),
            Property::RetainAvailable(value) => self.retain_available = Some(value),
            Property::MaximumPacketSize(value) => self.maximum_packet_size = Some(value),
            Property::AssignedClientIdentifier(value) => {
                self.assigned_client_identifier = Some(value)
            }
            Property::TopicAliasMaximum(value) => self.topic_alias_maximum = Some(value),
            Property::ReasonString(value) => self.reason_string = Some(value),
            Property::WildcardSubscriptionAvailable(value) => {
                self.wildcard_subscription_available = Some(value)
            }
            Property::SubscriptionIdentifiersAvailable(value) => {
                self.subscription_identifiers_available = Some(value)
            }
            Property::SharedSubscriptionAvailable(value) => {
                self.shared_subscription_available = Some(value)
            }
            Property::ServerKeepAlive(value) => self.server_keep_alive = Some(value),
            Property::ResponseInformation(value) => self.response_information = Some(value),
            Property::ServerReference(value) => self.server_reference = Some(value),
            Property::AuthenticationMethod(value) => self.authentication_method = Some(value),
            Property::AuthenticationData(value) => self.authentication_data = Some(value),
            _ => {} // user properties, taken from the block at its end
        }
    }
}

impl Properties for ConnackProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            session_expiry_interval,
            receive_maximum,
            maximum_qos,
            retain_available,
            maximum_packet_size,
            assigned_client_identifier,
            topic_alias_maximum,
            reason_string,
            user_properties,
            wildcard_subscription_available,
            subscription_identifiers_available,
            shared_subscription_available,
            server_keep_alive,
            response_information,
            server_reference,
            authentication_method,
            authentication_data,
        } = *self;
        let maximum_qos = maximum_qos.filter(|&qos| qos != QoS::ExactlyOnce);
        put_optional(
            sink,
            session_expiry_interval.map(Property::SessionExpiryInterval),
        );
        put_optional(
            sink,
            assigned_client_identifier.map(Property::AssignedClientIdentifier),
        );
        put_optional(sink, server_keep_alive.map(Property::ServerKeepAlive));
        put_optional(
            sink,
            authentication_method.map(Property::AuthenticationMethod),
        );
        put_optional(sink, authentication_data.map(Property::AuthenticationData));
        put_optional(
            sink,
            response_information.map(Property::ResponseInformation),
        );
        put_optional(sink, server_reference.map(Property::ServerReference));
        put_optional(sink, reason_string.map(Property::ReasonString));
        put_optional(sink, receive_maximum.map(Property::ReceiveMaximum));
        put_optional(sink, topic_alias_maximum.map(Property::TopicAliasMaximum));
        put_optional(sink, maximum_qos.map(Property::MaximumQoS));
        put_optional(sink, retain_available.map(Property::RetainAvailable));
        user_properties.write(sink);
        put_optional(sink, maximum_packet_size.map(Property::MaximumPacketSize));
        put_optional(
            sink,
            wildcard_subscription_available.map(Property::WildcardSubscriptionAvailable),
        );
        put_optional(
            sink,
            subscription_identifiers_available.map(Property::SubscriptionIdentifiersAvailable),
        );
        put_optional(
            sink,
            shared_subscription_available.map(Property::SharedSubscriptionAvailable),
        );
    }
}

const FIRST: u8 = 0x20;
const SESSION_PRESENT: u8 = 0x01;

/// CONNACK reason codes [MQTT-3.2.2-8].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::UnspecifiedError,
    ReasonCode::MalformedPacket,
    ReasonCode::ProtocolError,
    ReasonCode::ImplementationSpecificError,
    ReasonCode::UnsupportedProtocolVersion,
    ReasonCode::ClientIdentifierNotValid,
    ReasonCode::BadUserNameOrPassword,
    ReasonCode::NotAuthorized,
    ReasonCode::ServerUnavailable,
    ReasonCode::ServerBusy,
    ReasonCode::Banned,
    ReasonCode::BadAuthenticationMethod,
    ReasonCode::TopicNameInvalid,
    ReasonCode::PacketTooLarge,
    ReasonCode::QuotaExceeded,
    ReasonCode::PayloadFormatInvalid,
    ReasonCode::RetainNotSupported,
    ReasonCode::QoSNotSupported,
    ReasonCode::UseAnotherServer,
    ReasonCode::ServerMoved,
    ReasonCode::ConnectionRateExceeded,
];

#[cfg(test)]
mod tests;
