//! PUBLISH: an application message, in either direction.
//!
//! ```text
//! byte 1: 0011, bit 3: DUP  2-1: QoS  0: retain
//! | topic name   | string
//! | packet id    | 2 bytes, at QoS 1 and 2
//! | properties   | MQTT 5
//! | payload      | what is left
//! ```
//!
//! A broker that forwards a message writes it with [`Forward`](super::Forward).

use crate::frame::{Frame, packet_type};
use crate::property::{
    Block, Place, Properties, Property, ResponseTopic, SubscriptionIds, TopicAlias, UserProperties,
    put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, PacketId, QoS, Version};

/// An application message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Publish<'a> {
    /// Sent before on this or an earlier connection. Never at QoS 0 [MQTT-3.3.1-2].
    pub dup: bool,
    /// Quality of service.
    pub qos: QoS,
    /// To be retained, or having been retained.
    pub retain: bool,
    /// A topic name without wildcards; empty only with a topic alias.
    pub topic: &'a str,
    /// Given at QoS 1 and 2, and only there [MQTT-2.2.1-2].
    pub packet_id: Option<PacketId>,
    /// Properties, in MQTT 5 only.
    pub properties: PublishProperties<'a>,
    /// The message.
    pub payload: &'a [u8],
}

/// The properties of PUBLISH.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublishProperties<'a> {
    /// True if the payload is UTF-8; whether it is has not been checked.
    pub payload_format_indicator: Option<bool>,
    /// Seconds that the message lives; none is for ever.
    pub message_expiry_interval: Option<u32>,
    /// The number that stands for the topic on this connection; never 0 [MQTT-3.3.2-8].
    pub topic_alias: Option<u16>,
    /// Where an answer is to be sent: a topic name.
    pub response_topic: Option<&'a str>,
    /// What the answer is to repeat.
    pub correlation_data: Option<&'a [u8]>,
    /// User properties in order.
    pub user_properties: UserProperties<'a>,
    /// The identifiers of the subscriptions that matched; a client never sends them [MQTT-3.3.4-6].
    pub subscription_identifiers: SubscriptionIds<'a>,
    /// What the payload is, such as a MIME type.
    pub content_type: Option<&'a str>,
}

impl<'a> Publish<'a> {
    /// Reads the packet; allocates nothing.
    ///
    /// # Errors
    ///
    /// `TopicNameInvalid` for a topic with a wildcard [MQTT-3.3.2-2], `TopicAliasInvalid` for alias 0, `ProtocolError` for an empty
    /// topic without an alias; else what makes the packet malformed or a protocol error.
    #[inline]
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let (dup, qos, retain) = read_flags(frame)?;
        let mut body = Reader::new(frame.body);
        let topic = body.topic_name()?;
        let packet_id = if qos == QoS::AtMostOnce {
            None
        } else {
            Some(body.packet_id()?)
        };
        let properties = if version.is_v5() {
            PublishProperties::read(&mut body)?
        } else {
            PublishProperties::default()
        };
        if topic.is_empty() && properties.topic_alias.is_none() {
            return Err(DecodeError::protocol(
                "an empty topic without a topic alias",
                "MQTT-4.7.3-1",
            ));
        }
        Ok(Self {
            dup,
            qos,
            retain,
            topic,
            packet_id,
            properties,
            payload: body.rest(),
        })
    }

    /// Appends the packet. At QoS 0 it has no packet identifier and DUP is 0, whatever the fields say [MQTT-2.2.1-2],
    /// [MQTT-3.3.1-2]. At QoS 1 and 2 a missing identifier is written as 0, which no receiver takes.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(
            first_byte(self.dup, self.qos, self.retain),
            self,
            version,
            out,
        );
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Publish<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            dup: _,
            qos,
            retain: _,
            topic,
            packet_id,
            properties,
            payload,
        } = self;
        sink.put_string(topic);
        if *qos != QoS::AtMostOnce {
            sink.put_u16(packet_id.map_or(0, PacketId::get));
        }
        if version.is_v5() {
            put_block(sink, properties);
        }
        sink.put(payload);
    }
}

/// DUP, QoS and retain of the first byte.
#[inline]
fn read_flags(frame: Frame<'_>) -> Result<(bool, QoS, bool)> {
    if frame.packet_type() != packet_type::PUBLISH {
        return Err(DecodeError::malformed(
            "the first byte is not that of PUBLISH",
            "",
        ));
    }
    let flags = frame.flags();
    let qos = QoS::from_u8(flags >> 1 & 0x03)
        .ok_or_else(|| DecodeError::malformed("PUBLISH with QoS 3", "MQTT-3.3.1-4"))?;
    let dup = flags & DUP != 0;
    if dup && qos == QoS::AtMostOnce {
        return Err(DecodeError::malformed("DUP at QoS 0", "MQTT-3.3.1-2"));
    }
    Ok((dup, qos, flags & RETAIN != 0))
}

/// The first byte of a PUBLISH; a QoS 0 message has no DUP [MQTT-3.3.1-2].
#[inline]
pub(super) fn first_byte(dup: bool, qos: QoS, retain: bool) -> u8 {
    let dup = dup && qos != QoS::AtMostOnce;
    packet_type::PUBLISH << 4 | u8::from(dup) << 3 | (qos as u8) << 1 | u8::from(retain)
}

const DUP: u8 = 0x08;
const RETAIN: u8 = 0x01;

impl<'a> PublishProperties<'a> {
    /// Reads a bare block, without its length: one that [`Self::encode_forwarded`] wrote, or any block of a PUBLISH.
    ///
    /// # Errors
    ///
    /// What makes the block malformed or a protocol error.
    pub fn from_block(block: &'a [u8]) -> Result<Self> {
        Self::read_block(Block::bare(block, Place::Publish))
    }

    /// Appends what a broker forwards unchanged, as a bare block: payload format, content type, response topic, correlation data
    /// and user properties in order [MQTT-3.3.2-4], [MQTT-3.3.2-15] to [MQTT-3.3.2-18], [MQTT-3.3.2-20]. Not the topic alias, the
    /// expiry interval and subscription identifiers, which are different for each receiver.
    pub fn encode_forwarded(&self, out: &mut Vec<u8>) {
        self.forwarded().write(out);
    }

    /// True if [`Self::encode_forwarded`] writes anything.
    #[must_use]
    #[inline]
    pub const fn has_forwarded(&self) -> bool {
        let Self {
            payload_format_indicator,
            message_expiry_interval: _,
            topic_alias: _,
            response_topic,
            correlation_data,
            user_properties,
            subscription_identifiers: _,
            content_type,
        } = self;
        payload_format_indicator.is_some()
            || response_topic.is_some()
            || correlation_data.is_some()
            || content_type.is_some()
            || !user_properties.is_empty()
    }

    const fn forwarded(&self) -> Self {
        Self {
            message_expiry_interval: None,
            topic_alias: None,
            subscription_identifiers: SubscriptionIds::NONE,
            ..*self
        }
    }

    #[inline]
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let block = Block::read(body, Place::Publish)?;
        if block.is_empty() {
            Ok(Self::default())
        } else {
            Self::read_block(block)
        }
    }

    fn read_block(mut block: Block<'a>) -> Result<Self> {
        let mut properties = Self::default();
        while let Some(property) = block.next_property()? {
            match property {
                Property::PayloadFormatIndicator(value) => {
                    properties.payload_format_indicator = Some(value)
                }
                Property::MessageExpiryInterval(value) => {
                    properties.message_expiry_interval = Some(value)
                }
                Property::TopicAlias(value) => properties.topic_alias = Some(value.0),
                Property::ResponseTopic(value) => properties.response_topic = Some(value.0),
                Property::CorrelationData(value) => properties.correlation_data = Some(value),
                Property::ContentType(value) => properties.content_type = Some(value),
                _ => {} // user properties and subscription identifiers, taken from the block below
            }
        }
        properties.user_properties = block.user_properties();
        properties.subscription_identifiers = block.subscription_ids();
        Ok(properties)
    }
}

impl Properties for PublishProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            payload_format_indicator,
            message_expiry_interval,
            topic_alias,
            response_topic,
            correlation_data,
            user_properties,
            subscription_identifiers,
            content_type,
        } = *self;
        put_optional(
            sink,
            payload_format_indicator.map(Property::PayloadFormatIndicator),
        );
        put_optional(
            sink,
            message_expiry_interval.map(Property::MessageExpiryInterval),
        );
        put_optional(sink, content_type.map(Property::ContentType));
        put_optional(
            sink,
            response_topic
                .map(ResponseTopic)
                .map(Property::ResponseTopic),
        );
        put_optional(sink, correlation_data.map(Property::CorrelationData));
        subscription_identifiers.write(sink);
        put_optional(sink, topic_alias.map(TopicAlias).map(Property::TopicAlias));
        user_properties.write(sink);
    }
}

#[cfg(test)]
mod tests;
