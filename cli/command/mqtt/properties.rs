//! Properties of MQTT 5 on the command line, as mosquitto writes them: `-D publish content-type text/plain`.

use gmqtt_protocol::{
    packet::PublishProperties,
    property::UserPropertiesBuf,
    session::client::{ClientOptions, WillOptions},
};

use crate::{error::Error, exit::Exit};

/// The properties given, by packet.
#[derive(Debug, Default)]
pub(super) struct Properties {
    connect: Vec<Property>,
    will: Vec<Property>,
    publish: Vec<Property>,
    subscribe: Vec<Property>,
}

#[derive(Debug)]
struct Property {
    name: String,
    value: String,
    /// The value of a user property, whose name is `value`.
    second: String,
}

impl Properties {
    /// Reads the words that followed each `-D`, in their order.
    pub(super) fn read(words: &[String]) -> Result<Self, Error> {
        let mut properties = Self::default();
        let mut words = words.iter();
        while let Some(packet) = words.next() {
            let missing = || {
                Error::new(Exit::Usage, format!("-D {packet} is not complete"))
                    .hint("it is written as -D publish content-type text/plain, or -D publish user-property NAME VALUE")
            };
            let name = words.next().ok_or_else(missing)?.clone();
            let value = words.next().ok_or_else(missing)?.clone();
            let second = match name.as_str() {
                "user-property" => words.next().ok_or_else(missing)?.clone(),
                _ => String::new(),
            };
            let of_packet = match packet.as_str() {
                "connect" => &mut properties.connect,
                "will" => &mut properties.will,
                "publish" => &mut properties.publish,
                "subscribe" => &mut properties.subscribe,
                _ => {
                    return Err(Error::new(
                        Exit::Usage,
                        format!("-D {packet}: properties of that packet cannot be set"),
                    )
                    .hint("the packets are connect, will, publish and subscribe"));
                }
            };
            of_packet.push(Property {
                name,
                value,
                second,
            });
        }
        Ok(properties)
    }

    pub(super) fn apply_to_connect(&self, options: &mut ClientOptions) -> Result<(), Error> {
        for property in &self.connect {
            let value = &property.value;
            match property.name.as_str() {
                "session-expiry-interval" => options.session_expiry_interval = property.number()?,
                "receive-maximum" => options.receive_maximum = property.number()?,
                "maximum-packet-size" => options.maximum_packet_size = property.number()?,
                "topic-alias-maximum" => options.topic_alias_maximum = property.number()?,
                "request-response-information" => {
                    options.request_response_information = property.flag()?;
                }
                "request-problem-information" => {
                    options.request_problem_information = property.flag()?;
                }
                "user-property" => options.user_properties.push(value, &property.second),
                _ => return Err(property.unknown("connect")),
            }
        }
        Ok(())
    }

    pub(super) fn apply_to_will(&self, will: &mut WillOptions) -> Result<(), Error> {
        for property in &self.will {
            let value = &property.value;
            match property.name.as_str() {
                "will-delay-interval" => will.delay_interval = Some(property.number()?),
                "payload-format-indicator" => {
                    will.payload_format_indicator = Some(property.flag()?);
                }
                "message-expiry-interval" => {
                    will.message_expiry_interval = Some(property.number()?)
                }
                "content-type" => will.content_type = Some(value.clone()),
                "response-topic" => will.response_topic = Some(value.clone()),
                "correlation-data" => will.correlation_data = Some(value.clone().into_bytes()),
                "user-property" => will.user_properties.push(value, &property.second),
                _ => return Err(property.unknown("will")),
            }
        }
        Ok(())
    }

    pub(super) fn apply_to_publish(&self, message: &mut MessageProperties) -> Result<(), Error> {
        for property in &self.publish {
            let value = &property.value;
            match property.name.as_str() {
                "payload-format-indicator" => {
                    message.payload_format_indicator = Some(property.flag()?);
                }
                "message-expiry-interval" => {
                    message.message_expiry_interval = Some(property.number()?);
                }
                "content-type" => message.content_type = Some(value.clone()),
                "response-topic" => message.response_topic = Some(value.clone()),
                "correlation-data" => message.correlation_data = Some(value.clone().into_bytes()),
                "user-property" => message.user_properties.push(value, &property.second),
                _ => return Err(property.unknown("publish")),
            }
        }
        Ok(())
    }

    /// The only property of SUBSCRIBE that can be set.
    pub(super) fn subscription_identifier(&self) -> Result<Option<u32>, Error> {
        let mut identifier = None;
        for property in &self.subscribe {
            match property.name.as_str() {
                "subscription-identifier" => identifier = Some(property.number()?),
                _ => return Err(property.unknown("subscribe")),
            }
        }
        match identifier {
            Some(identifier @ (0 | 268_435_456..)) => Err(Error::new(
                Exit::Usage,
                format!("{identifier} is not a subscription identifier"),
            )
            .cause("it is a number from 1 to 268435455")),
            identifier => Ok(identifier),
        }
    }
}

impl Property {
    fn number<T: std::str::FromStr>(&self) -> Result<T, Error> {
        self.value.parse().map_err(|_| {
            Error::new(
                Exit::Usage,
                format!("\"{}\" is not a value of {}", self.value, self.name),
            )
            .cause("it is a number in the range of the standard")
        })
    }

    fn flag(&self) -> Result<bool, Error> {
        match self.value.as_str() {
            "0" | "false" => Ok(false),
            "1" | "true" => Ok(true),
            value => Err(Error::new(
                Exit::Usage,
                format!("\"{value}\" is not a value of {}", self.name),
            )
            .cause("it is 0 or 1")),
        }
    }

    fn unknown(&self, packet: &str) -> Error {
        Error::new(
            Exit::Usage,
            format!(
                "{} is not a property of {packet} that can be set",
                self.name
            ),
        )
    }
}

/// The properties of messages to publish, owned.
#[derive(Debug, Default, Clone)]
pub(super) struct MessageProperties {
    pub(super) payload_format_indicator: Option<bool>,
    pub(super) message_expiry_interval: Option<u32>,
    pub(super) content_type: Option<String>,
    pub(super) response_topic: Option<String>,
    pub(super) correlation_data: Option<Vec<u8>>,
    pub(super) user_properties: UserPropertiesBuf,
}

impl MessageProperties {
    pub(super) fn borrow(&self) -> PublishProperties<'_> {
        PublishProperties {
            payload_format_indicator: self.payload_format_indicator,
            message_expiry_interval: self.message_expiry_interval,
            response_topic: self.response_topic.as_deref(),
            correlation_data: self.correlation_data.as_deref(),
            user_properties: self.user_properties.as_properties(),
            content_type: self.content_type.as_deref(),
            ..PublishProperties::default()
        }
    }

    /// Says what only MQTT 5 can carry.
    pub(super) fn is_empty(&self) -> bool {
        !self.borrow().has_forwarded() && self.message_expiry_interval.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Result<Properties, Error> {
        Properties::read(&words.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn properties_go_to_their_packets() {
        let properties = read(
            "publish content-type text/plain publish user-property a b connect receive-maximum 7 \
             will will-delay-interval 3 subscribe subscription-identifier 9",
        )
        .unwrap();
        let mut message = MessageProperties::default();
        properties.apply_to_publish(&mut message).unwrap();
        assert_eq!(message.content_type.as_deref(), Some("text/plain"));
        assert_eq!(
            message.borrow().user_properties.iter().next(),
            Some(("a", "b"))
        );
        let mut options = ClientOptions::default();
        properties.apply_to_connect(&mut options).unwrap();
        assert_eq!(options.receive_maximum.get(), 7);
        let mut will = WillOptions::default();
        properties.apply_to_will(&mut will).unwrap();
        assert_eq!(will.delay_interval, Some(3));
        assert_eq!(properties.subscription_identifier().unwrap(), Some(9));
    }

    #[test]
    fn mistakes_are_usage() {
        for words in ["publish", "publish content-type", "connack reason-string x"] {
            assert_eq!(read(words).unwrap_err().exit(), Exit::Usage, "{words}");
        }
        let wrong = read("connect receive-maximum 0").unwrap();
        assert!(
            wrong
                .apply_to_connect(&mut ClientOptions::default())
                .is_err()
        );
        let wrong = read("subscribe subscription-identifier 0").unwrap();
        assert!(wrong.subscription_identifier().is_err());
        let wrong = read("publish topic-alias 1").unwrap();
        assert!(
            wrong
                .apply_to_publish(&mut MessageProperties::default())
                .is_err()
        );
    }
}
