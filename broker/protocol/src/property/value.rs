//! What a property's value looks like on the wire, and which values are forbidden.

use std::num::{NonZeroU16, NonZeroU32};

use crate::wire::{Reader, Result, Sink};
use crate::{DecodeError, QoS, ReasonCode};

/// One kind of value.
pub(super) trait Value<'a>: Sized {
    fn read(reader: &mut Reader<'a>) -> Result<Self>;

    fn write<S: Sink>(self, sink: &mut S);

    /// Passes over a value that was read before.
    fn skip(reader: &mut Reader<'a>) -> Result<()> {
        Self::read(reader).map(drop)
    }
}

/// A byte that is 0 or 1.
impl Value<'_> for bool {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(DecodeError::protocol(
                "a property that is 0 or 1 has another value",
                "",
            )),
        }
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u8(u8::from(self));
    }
}

/// Maximum QoS: 0 or 1; QoS 2 is said by leaving it out.
impl Value<'_> for QoS {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.u8()? {
            0 => Ok(Self::AtMostOnce),
            1 => Ok(Self::AtLeastOnce),
            _ => Err(DecodeError::protocol("Maximum QoS is neither 0 nor 1", "")),
        }
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u8(self as u8);
    }
}

impl Value<'_> for u16 {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        reader.u16()
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u16(self);
    }
}

impl Value<'_> for u32 {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        reader.u32()
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u32(self);
    }
}

/// Receive Maximum.
impl Value<'_> for NonZeroU16 {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        Self::new(reader.u16()?).ok_or_else(|| DecodeError::protocol("Receive Maximum is 0", ""))
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u16(self.get());
    }
}

/// Maximum Packet Size.
impl Value<'_> for NonZeroU32 {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        Self::new(reader.u32()?)
            .ok_or_else(|| DecodeError::protocol("Maximum Packet Size is 0", ""))
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u32(self.get());
    }
}

/// A topic alias: not 0 [MQTT-3.3.2-8].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TopicAlias(pub(crate) u16);

impl Value<'_> for TopicAlias {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.u16()? {
            0 => Err(DecodeError {
                reason: ReasonCode::TopicAliasInvalid,
                what: "topic alias 0",
                clause: "MQTT-3.3.2-8",
            }),
            alias => Ok(Self(alias)),
        }
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_u16(self.0);
    }
}

/// A subscription identifier: 1 to 268,435,455.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Identifier(pub(crate) u32);

impl Value<'_> for Identifier {
    fn read(reader: &mut Reader<'_>) -> Result<Self> {
        match reader.varint()? {
            0 => Err(DecodeError::protocol("subscription identifier 0", "")),
            identifier => Ok(Self(identifier)),
        }
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_varint(self.0 as usize);
    }
}

impl<'a> Value<'a> for &'a str {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        reader.string()
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_string(self);
    }

    fn skip(reader: &mut Reader<'a>) -> Result<()> {
        reader.binary().map(drop)
    }
}

/// A response topic: UTF-8 [MQTT-3.3.2-13] without wildcards [MQTT-3.3.2-14].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ResponseTopic<'a>(pub(crate) &'a str);

impl<'a> Value<'a> for ResponseTopic<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        let topic = reader.string()?;
        if topic.contains(['+', '#']) {
            return Err(DecodeError::protocol(
                "a response topic with a wildcard",
                "MQTT-3.3.2-14",
            ));
        }
        Ok(Self(topic))
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_string(self.0);
    }

    fn skip(reader: &mut Reader<'a>) -> Result<()> {
        reader.binary().map(drop)
    }
}

impl<'a> Value<'a> for &'a [u8] {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        reader.binary()
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_binary(self);
    }
}

/// A pair of strings [MQTT-1.5.7-1].
impl<'a> Value<'a> for (&'a str, &'a str) {
    fn read(reader: &mut Reader<'a>) -> Result<Self> {
        Ok((reader.string()?, reader.string()?))
    }

    fn write<S: Sink>(self, sink: &mut S) {
        sink.put_string(self.0);
        sink.put_string(self.1);
    }

    fn skip(reader: &mut Reader<'a>) -> Result<()> {
        reader.binary()?;
        reader.binary().map(drop)
    }
}
