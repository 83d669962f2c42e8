//! AUTH: a step of extended authentication, in MQTT 5 only.
//!
//! ```text
//! | reason code  | left out, with the properties, if Success and there are none
//! | properties   |
//! ```

use super::ack::read_reason;
use crate::frame::Frame;
use crate::property::{
    Block, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, ReasonCode, Version};

/// A step of extended authentication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Auth<'a> {
    /// Success, continue authentication or re-authenticate.
    pub reason: ReasonCode,
    /// Properties.
    pub properties: AuthProperties<'a>,
}

/// The properties of AUTH.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AuthProperties<'a> {
    /// The method, that of CONNECT [MQTT-4.12.0-5]. Only an AUTH without a body has none.
    pub authentication_method: Option<&'a str>,
    /// Data of that method.
    pub authentication_data: Option<&'a [u8]>,
    /// Words for people, not for programs.
    pub reason_string: Option<&'a str>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
}

impl<'a> Auth<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// `MalformedPacket` in MQTT 3; `ProtocolError` for a reason code that AUTH does not have [MQTT-3.15.2-1] and for a body without
    /// an authentication method; else what makes the packet malformed or a protocol error.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect(FIRST, "MQTT-3.15.1-1")?;
        if !version.is_v5() {
            return Err(DecodeError::malformed(
                "packet type 15 is reserved in MQTT 3",
                "",
            ));
        }
        if body.is_empty() {
            return Ok(Self {
                reason: ReasonCode::Success,
                properties: AuthProperties::default(),
            });
        }
        let reason = read_reason(&mut body, LEGAL, "MQTT-3.15.2-1")?;
        let properties = AuthProperties::read(&mut body)?;
        body.finish()?;
        if properties.authentication_method.is_none() {
            return Err(DecodeError::protocol(
                "AUTH without an authentication method",
                "MQTT-4.12.0-5",
            ));
        }
        Ok(Self { reason, properties })
    }

    /// Appends the packet in its shortest form. MQTT 3 has no such packet: nothing is appended.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        if version.is_v5() {
            write_packet(FIRST, self, version, out);
        }
    }

    /// Bytes of the packet, fixed header included; 0 in MQTT 3.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        if version.is_v5() {
            packet_size(self, version)
        } else {
            0
        }
    }
}

impl Body for Auth<'_> {
    fn write<S: Sink>(&self, _version: Version, sink: &mut S) {
        let Self { reason, properties } = self;
        if *reason == ReasonCode::Success && properties.is_empty() {
            return;
        }
        sink.put_u8(*reason as u8);
        put_block(sink, properties);
    }
}

impl<'a> AuthProperties<'a> {
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(body, Place::Auth)?;
        while let Some(property) = block.next_property()? {
            match property {
                Property::AuthenticationMethod(value) => {
                    properties.authentication_method = Some(value)
                }
                Property::AuthenticationData(value) => properties.authentication_data = Some(value),
                Property::ReasonString(value) => properties.reason_string = Some(value),
                _ => {} // user properties, taken from the block below
            }
        }
        properties.user_properties = block.user_properties();
        Ok(properties)
    }

    /// True if there is no property.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        let Self {
            authentication_method,
            authentication_data,
            reason_string,
            user_properties,
        } = self;
        authentication_method.is_none()
            && authentication_data.is_none()
            && reason_string.is_none()
            && user_properties.is_empty()
    }
}

impl Properties for AuthProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            authentication_method,
            authentication_data,
            reason_string,
            user_properties,
        } = *self;
        put_optional(
            sink,
            authentication_method.map(Property::AuthenticationMethod),
        );
        put_optional(sink, authentication_data.map(Property::AuthenticationData));
        put_optional(sink, reason_string.map(Property::ReasonString));
        user_properties.write(sink);
    }
}

const FIRST: u8 = 0xF0;

/// AUTH reason codes [MQTT-3.15.2-1].
const LEGAL: &[ReasonCode] = &[
    ReasonCode::Success,
    ReasonCode::ContinueAuthentication,
    ReasonCode::ReAuthenticate,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::Packet;
    use crate::packet::examples::{assert_read, assert_refused, assert_wire};
    use crate::property::UserPropertiesBuf;

    fn auth<'a>(reason: ReasonCode, properties: AuthProperties<'a>) -> Packet<'a> {
        Packet::Auth(Auth { reason, properties })
    }

    #[test]
    fn an_empty_body_is_success() {
        assert_wire(
            Version::V5,
            b"\xF0\x00",
            &auth(ReasonCode::Success, AuthProperties::default()),
        );
    }

    #[test]
    fn all_properties() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let properties = AuthProperties {
            authentication_method: Some("m"),
            authentication_data: Some(b"\x00"),
            reason_string: Some("s"),
            user_properties: user.as_properties(),
        };
        assert_wire(
            Version::V5,
            b"\xF0\x15\x18\x13\x15\x00\x01m\x16\x00\x01\x00\x1F\x00\x01s\x26\x00\x01a\x00\x01b",
            &auth(ReasonCode::ContinueAuthentication, properties),
        );
    }

    /// [MQTT-4.12.0-5]
    #[test]
    fn a_body_names_the_method() {
        assert_refused(
            Version::V5,
            b"\xF0\x02\x18\x00",
            ReasonCode::ProtocolError,
            "MQTT-4.12.0-5",
        );
        assert_refused(
            Version::V5,
            b"\xF0\x01\x18",
            ReasonCode::MalformedPacket,
            "",
        );
    }

    #[test]
    fn v3_has_no_auth() {
        let mut out = Vec::new();
        for version in [Version::V3_1, Version::V3_1_1] {
            assert_refused(version, b"\xF0\x00", ReasonCode::MalformedPacket, "");
            auth(ReasonCode::Success, AuthProperties::default()).encode(version, &mut out);
        }
        assert!(out.is_empty());
    }

    /// [MQTT-3.15.1-1]
    #[test]
    fn flags_are_0() {
        let error = Auth::decode(
            Frame {
                first: 0xF1,
                body: b"",
                wire: b"\xF1\x00",
            },
            Version::V5,
        )
        .unwrap_err();
        assert_eq!(
            (error.reason, error.clause),
            (ReasonCode::MalformedPacket, "MQTT-3.15.1-1")
        );
    }

    /// [MQTT-3.15.2-1]
    #[test]
    fn only_the_listed_reason_codes_pass() {
        let properties = AuthProperties {
            authentication_method: Some("m"),
            ..AuthProperties::default()
        };
        for code in 0..=u8::MAX {
            let wire = [0xF0, 6, code, 4, 0x15, 0, 1, b'm'];
            match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
                Some(reason) => assert_read(Version::V5, &wire, &auth(reason, properties)),
                None => assert_refused(
                    Version::V5,
                    &wire,
                    ReasonCode::ProtocolError,
                    "MQTT-3.15.2-1",
                ),
            }
        }
    }
}
