//! Cutting a byte stream into packets: the fixed header and what can be checked on it alone.
//!
//! ```text
//! bit      7  6  5  4  3  2  1  0
//!        +-----------+-----------+
//! byte 1 |   type    |   flags   |
//!        +-----------+-----------+
//! byte 2 | remaining length      |  1 to 4 bytes, seven bits in each, least significant first
//!        +-----------------------+
//!        | body                  |  remaining length bytes
//! ```

use std::fmt;

use crate::wire::{Reader, Result, split_varint};
use crate::{ReasonCode, Version};

/// Packet types, as [`Frame::packet_type`] gives them.
pub mod packet_type {
    /// CONNECT.
    pub const CONNECT: u8 = 1;
    /// CONNACK.
    pub const CONNACK: u8 = 2;
    /// PUBLISH.
    pub const PUBLISH: u8 = 3;
    /// PUBACK.
    pub const PUBACK: u8 = 4;
    /// PUBREC.
    pub const PUBREC: u8 = 5;
    /// PUBREL.
    pub const PUBREL: u8 = 6;
    /// PUBCOMP.
    pub const PUBCOMP: u8 = 7;
    /// SUBSCRIBE.
    pub const SUBSCRIBE: u8 = 8;
    /// SUBACK.
    pub const SUBACK: u8 = 9;
    /// UNSUBSCRIBE.
    pub const UNSUBSCRIBE: u8 = 10;
    /// UNSUBACK.
    pub const UNSUBACK: u8 = 11;
    /// PINGREQ.
    pub const PINGREQ: u8 = 12;
    /// PINGRESP.
    pub const PINGRESP: u8 = 13;
    /// DISCONNECT.
    pub const DISCONNECT: u8 = 14;
    /// AUTH, in MQTT 5 only.
    pub const AUTH: u8 = 15;
}

/// Why bytes are not a legal packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct DecodeError {
    /// The code for the CONNACK or DISCONNECT that answers the packet.
    pub reason: ReasonCode,
    /// What was expected or found, for the log.
    pub what: &'static str,
    /// The normative statement that the packet breaks, such as `MQTT-2.1.3-1` of MQTT 5, or `3.1.1/MQTT-3.1.2-22` where only 3.1.1
    /// has it; empty where none is numbered.
    pub clause: &'static str,
}

impl DecodeError {
    /// The bytes cannot be read as the packet they claim to be.
    #[cold]
    pub(crate) const fn malformed(what: &'static str, clause: &'static str) -> Self {
        Self {
            reason: ReasonCode::MalformedPacket,
            what,
            clause,
        }
    }

    /// The bytes can be read but say what no peer may say.
    #[cold]
    pub(crate) const fn protocol(what: &'static str, clause: &'static str) -> Self {
        Self {
            reason: ReasonCode::ProtocolError,
            what,
            clause,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.reason, self.what)?;
        if self.clause.is_empty() {
            Ok(())
        } else {
            write!(f, " [{}]", self.clause)
        }
    }
}

/// One whole packet on the wire.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The first byte: type and flags.
    pub first: u8,
    /// What follows the fixed header.
    pub body: &'a [u8],
    /// Fixed header and body.
    pub wire: &'a [u8],
}

impl<'a> Frame<'a> {
    /// The packet's type, 1 to 15: one of [`packet_type`].
    #[must_use]
    #[inline]
    pub const fn packet_type(&self) -> u8 {
        self.first >> 4
    }

    /// The low four bits of the first byte.
    #[must_use]
    #[inline]
    pub const fn flags(&self) -> u8 {
        self.first & 0x0F
    }

    /// The body, if the first byte is `first` exactly; `clause` is the statement that fixes it.
    #[inline]
    pub(crate) fn expect(&self, first: u8, clause: &'static str) -> Result<Reader<'a>> {
        if self.first != first {
            return Err(DecodeError::malformed(
                "reserved flags of the fixed header are not as listed",
                clause,
            ));
        }
        Ok(Reader::new(self.body))
    }

    /// As [`Self::expect`] for PUBREL, SUBSCRIBE and UNSUBSCRIBE, which MQTT 3.1 sends at QoS 1 and, when repeated, with DUP.
    #[inline]
    pub(crate) fn expect_maybe_dup(
        &self,
        first: u8,
        clause: &'static str,
        version: Version,
    ) -> Result<Reader<'a>> {
        let dup = if version == Version::V3_1 {
            self.first & DUP
        } else {
            0
        };
        self.expect(first | dup, clause)
    }
}

/// The outcome of [`split_frame`].
#[derive(Debug, Clone, Copy)]
pub enum Split<'a> {
    /// A whole packet stands at the front of the buffer.
    Complete(Frame<'a>),
    /// More bytes are wanted.
    Incomplete {
        /// The bytes of the whole packet if its header is complete, else 0.
        need: usize,
    },
}

/// Looks at the front of `buf` for a packet of at most `max_packet_size` bytes, fixed header included.
///
/// # Errors
///
/// As soon as the header shows it, before the body is there: `PacketTooLarge` for a packet above the limit;
/// `MalformedPacket` for packet type 0, for flags that are wrong in every version [MQTT-2.1.3-1] and for a remaining length of
/// more than four bytes or of more bytes than its value needs [MQTT-1.5.5-1].
#[inline]
pub fn split_frame(buf: &[u8], max_packet_size: u32) -> Result<Split<'_>> {
    let Some((&first, rest)) = buf.split_first() else {
        return Ok(Split::Incomplete { need: 0 });
    };
    check_first_byte(first)?;
    let Some((remaining, width)) = split_varint(rest)? else {
        return Ok(Split::Incomplete { need: 0 });
    };
    let head = 1 + width;
    let need = head + remaining as usize;
    if need > max_packet_size as usize {
        return Err(too_large());
    }
    match buf.get(..need) {
        Some(wire) => Ok(Split::Complete(Frame {
            first,
            body: &wire[head..],
            wire,
        })),
        None => Ok(Split::Incomplete { need }),
    }
}

/// What holds for the first byte in all versions. DUP on PUBREL, SUBSCRIBE and UNSUBSCRIBE is legal in MQTT 3.1, so that their
/// decoders, which know the version, look at that bit.
#[inline]
fn check_first_byte(first: u8) -> Result<()> {
    use packet_type::{PUBLISH, PUBREL, SUBSCRIBE, UNSUBSCRIBE};
    let flags = first & 0x0F;
    let as_listed = match first >> 4 {
        0 => return Err(DecodeError::malformed("packet type 0 is reserved", "")),
        PUBLISH if flags & 0x06 == 0x06 => {
            return Err(DecodeError::malformed("PUBLISH with QoS 3", "MQTT-3.3.1-4"));
        }
        PUBLISH => true,
        PUBREL | SUBSCRIBE | UNSUBSCRIBE => flags & !DUP == 0x02,
        _ => flags == 0,
    };
    if as_listed {
        Ok(())
    } else {
        Err(wrong_flags())
    }
}

#[cold]
const fn wrong_flags() -> DecodeError {
    DecodeError::malformed(
        "reserved flags of the fixed header are not as listed",
        "MQTT-2.1.3-1",
    )
}

#[cold]
const fn too_large() -> DecodeError {
    DecodeError {
        reason: ReasonCode::PacketTooLarge,
        what: "the fixed header announces a packet above the size limit",
        clause: "",
    }
}

/// The DUP bit of the first byte.
const DUP: u8 = 0x08;

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(buf: &[u8], limit: u32) -> (ReasonCode, &'static str) {
        let error = split_frame(buf, limit).unwrap_err();
        (error.reason, error.clause)
    }

    fn need(buf: &[u8]) -> usize {
        match split_frame(buf, u32::MAX).unwrap() {
            Split::Incomplete { need } => need,
            Split::Complete(frame) => panic!("{frame:?} is complete"),
        }
    }

    #[test]
    fn a_whole_packet_is_cut_off_and_what_follows_is_left() {
        let Split::Complete(frame) = split_frame(b"\x40\x02\x00\x07\xC0\x00", 1024).unwrap() else {
            panic!("incomplete")
        };
        assert_eq!(
            (frame.packet_type(), frame.flags()),
            (packet_type::PUBACK, 0)
        );
        assert_eq!(
            (frame.body, frame.wire),
            (&b"\x00\x07"[..], &b"\x40\x02\x00\x07"[..])
        );
    }

    #[test]
    fn the_need_is_known_once_the_header_is() {
        assert_eq!(need(b""), 0);
        assert_eq!(need(b"\x30"), 0);
        assert_eq!(need(b"\x30\x80"), 0);
        assert_eq!(need(b"\x30\x80\x80\x80"), 0);
        assert_eq!(need(b"\x30\x80\x01"), 131);
        assert_eq!(need(b"\x30\xFF\xFF\xFF\x7F"), 268_435_460);
    }

    #[test]
    fn the_size_limit_counts_the_fixed_header_and_is_checked_before_the_body_is_there() {
        assert_eq!(refusal(b"\x30\x80\x01", 130).0, ReasonCode::PacketTooLarge);
        assert!(split_frame(b"\x30\x80\x01", 131).is_ok());
        assert_eq!(refusal(b"\xC0\x00", 1).0, ReasonCode::PacketTooLarge);
    }

    /// [MQTT-1.5.5-1]
    #[test]
    fn a_remaining_length_is_minimal_and_has_four_bytes_at_most() {
        let malformed = (ReasonCode::MalformedPacket, "MQTT-1.5.5-1");
        assert_eq!(refusal(b"\x30\x80\x00", 1024), malformed);
        assert_eq!(refusal(b"\x30\xFF\x80\x00", 1024), malformed);
        assert_eq!(
            refusal(b"\x30\xFF\xFF\xFF\xFF", 1024).0,
            ReasonCode::MalformedPacket
        );
        assert_eq!(
            refusal(b"\x30\xFF\xFF\xFF\xFF\x01", u32::MAX).0,
            ReasonCode::MalformedPacket
        );
    }

    /// [MQTT-2.1.3-1], [MQTT-3.3.1-4], [3.1.1/MQTT-2.2.2-1], [3.1.1/MQTT-2.2.2-2], [3.1.1/MQTT-3.3.1-4]: one byte is enough to
    /// refuse. DUP on PUBREL, SUBSCRIBE and UNSUBSCRIBE is left to their decoders.
    #[test]
    fn only_the_listed_first_bytes_pass() {
        let passing: Vec<u8> = (0..=u8::MAX)
            .filter(|&first| split_frame(&[first], 1024).is_ok())
            .collect();
        let listed = [
            0x10, 0x20, // CONNECT, CONNACK
            0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, // PUBLISH
            0x40, 0x50, 0x62, 0x6A, 0x70, // PUBACK, PUBREC, PUBREL, PUBCOMP
            0x82, 0x8A, 0x90, 0xA2, 0xAA, 0xB0, // SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK
            0xC0, 0xD0, 0xE0, 0xF0, // PINGREQ, PINGRESP, DISCONNECT, AUTH
        ];
        assert_eq!(passing, listed);
        assert_eq!(refusal(&[0x36], 1024).1, "MQTT-3.3.1-4");
        assert_eq!(refusal(&[0x11], 1024).1, "MQTT-2.1.3-1");
    }

    #[test]
    fn an_error_reads_as_code_words_and_clause() {
        assert_eq!(
            split_frame(&[0x36], 1024).unwrap_err().to_string(),
            "0x81 malformed packet: PUBLISH with QoS 3 [MQTT-3.3.1-4]"
        );
        assert_eq!(
            split_frame(&[0x00], 1024).unwrap_err().to_string(),
            "0x81 malformed packet: packet type 0 is reserved"
        );
    }
}
