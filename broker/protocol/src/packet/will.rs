//! The will within CONNECT: what the server publishes if the client goes without a word.
//!
//! ```text
//! | properties   | MQTT 5
//! | topic        | string
//! | payload      | binary data
//! ```

use crate::property::{
    Block, Place, Properties, Property, ResponseTopic, UserProperties, put_block, put_optional,
};
use crate::wire::{Body, Reader, Result, Sink};
use crate::{DecodeError, QoS, ReasonCode, Version};

/// A will [MQTT-3.1.2-9].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Will<'a> {
    /// The QoS to publish it with.
    pub qos: QoS,
    /// Publish it retained.
    pub retain: bool,
    /// A topic name without wildcards, not empty.
    pub topic: &'a str,
    /// The message, at most 65,535 bytes.
    pub payload: &'a [u8],
    /// Properties, in MQTT 5 only.
    pub properties: WillProperties<'a>,
}

/// The properties of a will.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WillProperties<'a> {
    /// Seconds between the end of the connection and the will; none is 0.
    pub delay_interval: Option<u32>,
    /// True if the payload is UTF-8.
    pub payload_format_indicator: Option<bool>,
    /// Seconds that the message lives once it is published.
    pub message_expiry_interval: Option<u32>,
    /// What the payload is, such as a MIME type.
    pub content_type: Option<&'a str>,
    /// Where an answer is to be sent: a topic name.
    pub response_topic: Option<&'a str>,
    /// What the answer is to repeat.
    pub correlation_data: Option<&'a [u8]>,
    /// User properties in order [MQTT-3.1.3-10].
    pub user_properties: UserProperties<'a>,
}

impl<'a> Will<'a> {
    pub(super) fn read(
        body: &mut Reader<'a>,
        qos: QoS,
        retain: bool,
        version: Version,
    ) -> Result<Self> {
        let properties = if version.is_v5() {
            WillProperties::read(body)?
        } else {
            WillProperties::default()
        };
        let topic = body.topic_name()?;
        if topic.is_empty() {
            return Err(DecodeError {
                reason: ReasonCode::TopicNameInvalid,
                what: "an empty will topic",
                clause: "MQTT-4.7.3-1",
            });
        }
        Ok(Self {
            qos,
            retain,
            topic,
            payload: body.binary()?,
            properties,
        })
    }
}

impl Body for Will<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            qos: _,
            retain: _,
            topic,
            payload,
            properties,
        } = self;
        if version.is_v5() {
            put_block(sink, properties);
        }
        sink.put_string(topic);
        sink.put_binary(payload);
    }
}

impl<'a> WillProperties<'a> {
    fn read(body: &mut Reader<'a>) -> Result<Self> {
        let mut properties = Self::default();
        let mut block = Block::read(body, Place::Will)?;
        while let Some(property) = block.next_property()? {
            match property {
                Property::WillDelayInterval(value) => properties.delay_interval = Some(value),
                Property::PayloadFormatIndicator(value) => {
                    properties.payload_format_indicator = Some(value)
                }
                Property::MessageExpiryInterval(value) => {
                    properties.message_expiry_interval = Some(value)
                }
                Property::ContentType(value) => properties.content_type = Some(value),
                Property::ResponseTopic(value) => properties.response_topic = Some(value.0),
                Property::CorrelationData(value) => properties.correlation_data = Some(value),
                _ => {} // user properties, taken from the block below
            }
        }
        properties.user_properties = block.user_properties();
        Ok(properties)
    }
}

impl Properties for WillProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self {
            delay_interval,
            payload_format_indicator,
            message_expiry_interval,
            content_type,
            response_topic,
            correlation_data,
            user_properties,
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
        put_optional(sink, delay_interval.map(Property::WillDelayInterval));
        user_properties.write(sink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::packet::examples::{assert_refused, assert_wire};
    use crate::packet::{Connect, ConnectProperties, Packet};
    use crate::property::UserPropertiesBuf;

    fn connect(version: Version, will: Will<'_>) -> Packet<'_> {
        Packet::Connect(Connect {
            version,
            clean_start: true,
            keep_alive: 0,
            client_id: "c",
            will: Some(will),
            username: None,
            password: None,
            properties: ConnectProperties::default(),
        })
    }

    fn plain(qos: QoS, retain: bool) -> Will<'static> {
        Will {
            qos,
            retain,
            topic: "t",
            payload: b"bye",
            properties: WillProperties::default(),
        }
    }

    /// [MQTT-3.1.2-9], [3.1.1/MQTT-3.1.2-9]
    #[test]
    fn topic_and_payload_follow_the_client_identifier() {
        assert_wire(
            Version::V3_1_1,
            b"\x10\x15\x00\x04MQTT\x04\x2E\x00\x00\x00\x01c\x00\x01t\x00\x03bye",
            &connect(Version::V3_1_1, plain(QoS::AtLeastOnce, true)),
        );
        assert_wire(
            Version::V3_1,
            b"\x10\x17\x00\x06MQIsdp\x03\x16\x00\x00\x00\x01c\x00\x01t\x00\x03bye",
            &connect(Version::V3_1, plain(QoS::ExactlyOnce, false)),
        );
    }

    /// [MQTT-3.1.3-1], [MQTT-3.1.3-10]
    #[test]
    fn properties_come_first_in_mqtt_5() {
        let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
        let properties = WillProperties {
            delay_interval: Some(5),
            payload_format_indicator: Some(true),
            message_expiry_interval: Some(60),
            content_type: Some("x"),
            response_topic: Some("r"),
            correlation_data: Some(b"\x00"),
            user_properties: user.as_properties(),
        };
        assert_wire(
            Version::V5,
            b"\x10\x36\x00\x04MQTT\x05\x06\x00\x00\x00\x00\x01c\
              \x1F\x01\x01\x02\x00\x00\x00\x3C\x03\x00\x01x\x08\x00\x01r\x09\x00\x01\x00\x18\x00\x00\x00\x05\x26\x00\x01a\x00\x01b\
              \x00\x01t\x00\x03bye",
            &connect(Version::V5, Will { properties, ..plain(QoS::AtMostOnce, false) }),
        );
    }

    #[test]
    fn an_empty_payload_is_a_will() {
        assert_wire(
            Version::V3_1_1,
            b"\x10\x12\x00\x04MQTT\x04\x06\x00\x00\x00\x01c\x00\x01t\x00\x00",
            &connect(
                Version::V3_1_1,
                Will {
                    payload: b"",
                    ..plain(QoS::AtMostOnce, false)
                },
            ),
        );
    }

    /// [MQTT-3.1.3-11], [3.1.1/MQTT-3.1.3-10], [MQTT-4.7.0-1], [MQTT-4.7.3-1]
    #[test]
    fn the_topic_is_a_topic_name() {
        let refusals: [(&[u8], _, _); 3] = [
            (
                b"\x10\x13\x00\x04MQTT\x04\x06\x00\x00\x00\x01c\x00\x01#\x00\x01x",
                ReasonCode::TopicNameInvalid,
                "MQTT-3.3.2-2",
            ),
            (
                b"\x10\x12\x00\x04MQTT\x04\x06\x00\x00\x00\x01c\x00\x00\x00\x01x",
                ReasonCode::TopicNameInvalid,
                "MQTT-4.7.3-1",
            ),
            (
                b"\x10\x13\x00\x04MQTT\x04\x06\x00\x00\x00\x01c\x00\x01\xFF\x00\x01x",
                ReasonCode::MalformedPacket,
                "MQTT-1.5.4-1",
            ),
        ];
        for (wire, reason, clause) in refusals {
            assert_refused(Version::V3_1_1, wire, reason, clause);
        }
    }

    /// [MQTT-3.1.2-9]
    #[test]
    fn a_will_that_its_flag_promises_is_there() {
        let missing = b"\x10\x0D\x00\x04MQTT\x04\x06\x00\x00\x00\x01c";
        assert_refused(Version::V3_1_1, missing, ReasonCode::MalformedPacket, "");
    }
}
