//! What the tests of PUBACK, PUBREC, PUBREL and PUBCOMP have in common.

use super::*;
use crate::packet::Packet;
use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
use crate::property::UserPropertiesBuf;

/// One of the four packets.
pub(crate) struct Example {
    pub(crate) first: u8,
    pub(crate) make: for<'a> fn(PacketId, ReasonCode, AckProperties<'a>) -> Packet<'a>,
    /// A reason code of the packet other than Success.
    pub(crate) refusal: ReasonCode,
    pub(crate) legal: &'static [ReasonCode],
    /// The statement that lists the legal codes.
    pub(crate) clause: &'static str,
}

impl Example {
    pub(crate) fn packet<'a>(
        &self,
        reason: ReasonCode,
        properties: AckProperties<'a>,
    ) -> Packet<'a> {
        let id = PacketId::new(0x0102).unwrap();
        (self.make)(id, reason, properties)
    }

    pub(crate) fn plain(&self, reason: ReasonCode) -> Packet<'static> {
        self.packet(reason, AckProperties::default())
    }

    /// The packet with packet identifier 0x0102 and what follows it.
    fn wire(&self, rest: &[u8]) -> Vec<u8> {
        [&[self.first, 2 + rest.len() as u8, 1, 2], rest].concat()
    }

    /// The shortest form, which all versions share.
    pub(crate) fn success_is_a_packet_identifier_alone(&self) {
        let success = self.plain(ReasonCode::Success);
        for version in Version::ALL {
            assert_wire(version, &self.wire(b""), &success);
        }
        assert_read(Version::V5, &self.wire(b"\x00"), &success);
        assert_read(Version::V5, &self.wire(b"\x00\x00"), &success);
    }

    pub(crate) fn reason_and_properties_are_left_out_when_there_are_none(&self) {
        let code = self.refusal as u8;
        assert_wire(Version::V5, &self.wire(&[code]), &self.plain(self.refusal));
        assert_read(
            Version::V5,
            &self.wire(&[code, 0]),
            &self.plain(self.refusal),
        );
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let properties = AckProperties {
            reason_string: Some("no"),
            user_properties: user.as_properties(),
        };
        let wire = self.wire(b"\x00\x0C\x1F\x00\x02no\x26\x00\x01a\x00\x01b");
        assert_wire(
            Version::V5,
            &wire,
            &self.packet(ReasonCode::Success, properties),
        );
    }

    pub(crate) fn v3_has_only_the_packet_identifier(&self) {
        let properties = AckProperties {
            reason_string: Some("no"),
            ..AckProperties::default()
        };
        let full = self.packet(self.refusal, properties);
        for version in [Version::V3_1, Version::V3_1_1] {
            assert_eq!(encoded(version, &full), self.wire(b""));
            assert_refused(
                version,
                &self.wire(b"\x00"),
                ReasonCode::MalformedPacket,
                "",
            );
        }
    }

    pub(crate) fn only_the_listed_reason_codes_pass(&self) {
        for code in 0..=u8::MAX {
            match ReasonCode::from_u8(code).filter(|reason| self.legal.contains(reason)) {
                Some(reason) => assert_read(Version::V5, &self.wire(&[code]), &self.plain(reason)),
                None => assert_refused(
                    Version::V5,
                    &self.wire(&[code]),
                    ReasonCode::ProtocolError,
                    self.clause,
                ),
            }
        }
    }

    pub(crate) fn what_is_no_packet_identifier_or_does_not_fit_is_refused(&self) {
        for version in Version::ALL {
            assert_refused(
                version,
                &[self.first, 2, 0, 0],
                ReasonCode::ProtocolError,
                "MQTT-2.2.1-3",
            );
            assert_refused(
                version,
                &[self.first, 1, 1],
                ReasonCode::MalformedPacket,
                "",
            );
        }
        assert_refused(
            Version::V5,
            &self.wire(b"\x00\x00\x00"),
            ReasonCode::MalformedPacket,
            "",
        );
        assert_refused(
            Version::V5,
            &self.wire(b"\x00\x02\x1F"),
            ReasonCode::MalformedPacket,
            "",
        );
    }
}

#[test]
fn the_short_form_is_four_bytes() {
    let mut out = Vec::new();
    encode_short_ack(0x62, PacketId::MAX, &mut out);
    assert_eq!(out, b"\x62\x02\xFF\xFF");
}
