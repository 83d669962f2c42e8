//! The table of properties (MQTT 5 table 2-4) and the reading of a block by it.

use std::num::{NonZeroU16, NonZeroU32};

use super::value::{Identifier, ResponseTopic, TopicAlias, Value};
use super::{SubscriptionIds, UserProperties};
use crate::wire::{Count, Reader, Result, Sink};
use crate::{DecodeError, QoS};

/// Where a block of properties stands: the will, or the packet of that type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Place {
    Will = 0,
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Pubrec = 5,
    Pubrel = 6,
    Pubcomp = 7,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Disconnect = 14,
    Auth = 15,
}

macro_rules! properties {
    ($($id:literal $name:ident($value:ty) in $($place:ident)+;)*) => {
        /// One property and its value.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Property<'a> {
            $($name($value),)*
        }

        impl<'a> Property<'a> {
            fn read(id: u8, reader: &mut Reader<'a>) -> Result<Self> {
                match id {
                    $($id => Ok(Self::$name(Value::read(reader)?)),)*
                    _ => Err(not_legal_here()),
                }
            }

            fn skip(id: u8, reader: &mut Reader<'a>) -> Result<()> {
                match id {
                    $($id => <$value as Value>::skip(reader),)*
                    _ => Err(not_legal_here()),
                }
            }

            #[inline]
            fn write<S: Sink>(self, sink: &mut S) {
                match self {
                    $(Self::$name(value) => {
                        sink.put_u8($id);
                        value.write(sink);
                    })*
                }
            }
        }

        /// The places where a property is legal, one bit each; none for an unknown one.
        const fn legal_places(id: u8) -> u16 {
            match id {
                $($id => $(1 << Place::$place as u16)|+,)*
                _ => 0,
            }
        }
    };
}

properties! {
    0x01 PayloadFormatIndicator(bool) in Publish Will;
    0x02 MessageExpiryInterval(u32) in Publish Will;
    0x03 ContentType(&'a str) in Publish Will;
    0x08 ResponseTopic(ResponseTopic<'a>) in Publish Will;
    0x09 CorrelationData(&'a [u8]) in Publish Will;
    0x0B SubscriptionIdentifier(Identifier) in Publish Subscribe;
    0x11 SessionExpiryInterval(u32) in Connect Connack Disconnect;
    0x12 AssignedClientIdentifier(&'a str) in Connack;
    0x13 ServerKeepAlive(u16) in Connack;
    0x15 AuthenticationMethod(&'a str) in Connect Connack Auth;
    0x16 AuthenticationData(&'a [u8]) in Connect Connack Auth;
    0x17 RequestProblemInformation(bool) in Connect;
    0x18 WillDelayInterval(u32) in Will;
    0x19 RequestResponseInformation(bool) in Connect;
    0x1A ResponseInformation(&'a str) in Connack;
    0x1C ServerReference(&'a str) in Connack Disconnect;
    0x1F ReasonString(&'a str) in Connack Puback Pubrec Pubrel Pubcomp Suback Unsuback Disconnect Auth;
    0x21 ReceiveMaximum(NonZeroU16) in Connect Connack;
    0x22 TopicAliasMaximum(u16) in Connect Connack;
    0x23 TopicAlias(TopicAlias) in Publish;
    0x24 MaximumQoS(QoS) in Connack;
    0x25 RetainAvailable(bool) in Connack;
    0x26 User((&'a str, &'a str)) in Connect Connack Publish Will Puback Pubrec Pubrel Pubcomp Subscribe Suback
        Unsubscribe Unsuback Disconnect Auth;
    0x27 MaximumPacketSize(NonZeroU32) in Connect Connack;
    0x28 WildcardSubscriptionAvailable(bool) in Connack;
    0x29 SubscriptionIdentifiersAvailable(bool) in Connack;
    0x2A SharedSubscriptionAvailable(bool) in Connack;
}

/// The user property's identifier.
pub(super) const USER_PROPERTY: u8 = 0x26;
/// The subscription identifier's identifier.
pub(super) const SUBSCRIPTION_IDENTIFIER: u8 = 0x0B;

/// Reads a block property by property and holds it against the table.
#[derive(Debug)]
pub(crate) struct Block<'a> {
    reader: Reader<'a>,
    place: Place,
    /// One bit for each identifier met.
    seen: u64,
    /// The block from its first user property on.
    user: &'a [u8],
    /// The block from its first subscription identifier on.
    subscription_ids: &'a [u8],
}

impl<'a> Block<'a> {
    /// Takes a property length and the block after it from the front of `packet`.
    #[inline]
    pub(crate) fn read(packet: &mut Reader<'a>, place: Place) -> Result<Self> {
        let len = packet.varint()?;
        let block = packet.take(len as usize).map_err(|_| {
            DecodeError::malformed("the property length goes beyond the packet", "")
        })?;
        Ok(Self::bare(block, place))
    }

    /// A block whose length was read before.
    #[inline]
    pub(crate) const fn bare(block: &'a [u8], place: Place) -> Self {
        Self {
            reader: Reader::new(block),
            place,
            seen: 0,
            user: &[],
            subscription_ids: &[],
        }
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.reader.is_empty()
    }

    /// The next property, `None` at the end of the block.
    pub(crate) fn next_property(&mut self) -> Result<Option<Property<'a>>> {
        if self.reader.is_empty() {
            return Ok(None);
        }
        let from_here = self.reader.rest();
        let id = self.reader.u8()?;
        if legal_places(id) & 1 << self.place as u16 == 0 {
            return Err(not_legal_here());
        }
        let first_time = self.seen & 1 << id == 0;
        self.seen |= 1 << id;
        match id {
            USER_PROPERTY if first_time => self.user = from_here,
            USER_PROPERTY => {}
            SUBSCRIPTION_IDENTIFIER if first_time => self.subscription_ids = from_here,
            SUBSCRIPTION_IDENTIFIER if self.place == Place::Publish => {}
            _ if first_time => {}
            _ => {
                return Err(DecodeError::protocol(
                    "a property that may occur once occurs twice",
                    "",
                ));
            }
        }
        Property::read(id, &mut self.reader).map(Some)
    }

    /// The user properties, once the block has been read to its end.
    pub(crate) const fn user_properties(&self) -> UserProperties<'a> {
        UserProperties::over(self.user)
    }

    /// The subscription identifiers, once the block has been read to its end.
    pub(crate) const fn subscription_ids(&self) -> SubscriptionIds<'a> {
        SubscriptionIds::over(self.subscription_ids)
    }
}

/// The properties `id` within a block that was read before, each with its identifier byte.
pub(super) fn encoded(block: &[u8], id: u8) -> impl Iterator<Item = &[u8]> {
    let mut reader = Reader::new(block);
    std::iter::from_fn(move || {
        loop {
            let from_here = reader.rest();
            let found = reader.u8().ok()?;
            Property::skip(found, &mut reader).ok()?;
            if found == id {
                return Some(&from_here[..from_here.len() - reader.rest().len()]);
            }
        }
    })
}

/// The value of an encoded property of a known kind.
pub(super) fn value<'a, V: Value<'a>>(encoded: &'a [u8]) -> Option<V> {
    V::read(&mut Reader::new(encoded.get(1..)?)).ok()
}

/// What a property struct writes.
pub(crate) trait Properties {
    /// Writes the block without its length.
    fn write<S: Sink>(&self, sink: &mut S);
}

/// Writes a property length and the block; a block without properties is a length of 0 [MQTT-2.2.2-1].
pub(crate) fn put_block<S: Sink, P: Properties>(sink: &mut S, properties: &P) {
    let mut count = Count::default();
    properties.write(&mut count);
    sink.put_varint(count.0);
    properties.write(sink);
}

/// Writes a property if there is one.
#[inline]
pub(crate) fn put_optional<S: Sink>(sink: &mut S, property: Option<Property<'_>>) {
    if let Some(property) = property {
        property.write(sink);
    }
}

#[cold]
const fn not_legal_here() -> DecodeError {
    DecodeError::malformed("a property that is unknown or not legal in this packet", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ReasonCode;

    fn read_all(block: &[u8], place: Place) -> Result<Vec<Property<'_>>> {
        let mut block = Block::bare(block, place);
        std::iter::from_fn(|| block.next_property().transpose()).collect()
    }

    fn refusal(block: &[u8], place: Place) -> ReasonCode {
        read_all(block, place).unwrap_err().reason
    }

    #[test]
    fn the_table_has_the_27_properties_of_the_standard() {
        assert_eq!(
            (0..=u8::MAX).filter(|&id| legal_places(id) != 0).count(),
            27
        );
    }

    #[test]
    fn an_unknown_property_or_one_of_another_packet_is_malformed() {
        assert_eq!(
            refusal(b"\x04\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
        assert_eq!(
            refusal(b"\xFF\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
        assert_eq!(
            refusal(b"\x17\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
        assert_eq!(
            refusal(b"\x1F\x00\x00", Place::Connect),
            ReasonCode::MalformedPacket
        );
    }

    #[test]
    fn a_property_given_twice_is_a_protocol_error() {
        assert_eq!(
            refusal(b"\x01\x00\x01\x00", Place::Publish),
            ReasonCode::ProtocolError
        );
        assert_eq!(
            refusal(b"\x0B\x01\x0B\x02", Place::Subscribe),
            ReasonCode::ProtocolError
        );
        assert!(read_all(b"\x0B\x01\x0B\x02", Place::Publish).is_ok());
        assert!(
            read_all(
                b"\x26\x00\x00\x00\x00\x26\x00\x00\x00\x00",
                Place::Subscribe
            )
            .is_ok()
        );
    }

    #[test]
    fn forbidden_values_are_protocol_errors() {
        for block in [
            &b"\x21\x00\x00"[..],
            b"\x27\x00\x00\x00\x00",
            b"\x17\x02",
            b"\x19\x02",
        ] {
            assert_eq!(
                refusal(block, Place::Connect),
                ReasonCode::ProtocolError,
                "{block:?}"
            );
        }
        for block in [
            &b"\x24\x02"[..],
            b"\x25\x02",
            b"\x28\x02",
            b"\x29\x02",
            b"\x2A\x02",
        ] {
            assert_eq!(
                refusal(block, Place::Connack),
                ReasonCode::ProtocolError,
                "{block:?}"
            );
        }
        assert_eq!(
            refusal(b"\x0B\x00", Place::Publish),
            ReasonCode::ProtocolError
        );
        assert_eq!(refusal(b"\x01\x02", Place::Will), ReasonCode::ProtocolError);
    }

    /// [MQTT-3.3.2-8], [MQTT-3.3.2-13], [MQTT-3.3.2-14]
    #[test]
    fn aliases_and_response_topics_are_checked_as_they_are_read() {
        assert_eq!(
            refusal(b"\x23\x00\x00", Place::Publish),
            ReasonCode::TopicAliasInvalid
        );
        assert_eq!(
            refusal(b"\x08\x00\x03a/+", Place::Publish),
            ReasonCode::ProtocolError
        );
        assert_eq!(
            refusal(b"\x08\x00\x01#", Place::Will),
            ReasonCode::ProtocolError
        );
        assert_eq!(
            refusal(b"\x08\x00\x01\xFF", Place::Will),
            ReasonCode::MalformedPacket
        );
    }

    /// [MQTT-1.5.7-1]
    #[test]
    fn both_halves_of_a_pair_obey_the_string_rules() {
        assert_eq!(
            refusal(b"\x26\x00\x01\xFF\x00\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
        assert_eq!(
            refusal(b"\x26\x00\x00\x00\x01\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
    }

    #[test]
    fn a_value_cut_by_the_end_of_the_block_is_malformed() {
        assert_eq!(
            refusal(b"\x02\x00\x00", Place::Publish),
            ReasonCode::MalformedPacket
        );
        let beyond = Block::read(&mut Reader::new(b"\x03\x01\x00"), Place::Publish);
        assert_eq!(beyond.unwrap_err().reason, ReasonCode::MalformedPacket);
    }

    #[test]
    fn encoded_finds_its_properties_among_others() {
        let block = b"\x01\x01\x26\x00\x01a\x00\x01b\x0B\x81\x01\x26\x00\x00\x00\x00";
        let found: Vec<&[u8]> = encoded(block, USER_PROPERTY).collect();
        assert_eq!(
            found,
            [&b"\x26\x00\x01a\x00\x01b"[..], b"\x26\x00\x00\x00\x00"]
        );
        assert_eq!(
            value::<Identifier>(encoded(block, SUBSCRIPTION_IDENTIFIER).next().unwrap()),
            Some(Identifier(129))
        );
    }
}
