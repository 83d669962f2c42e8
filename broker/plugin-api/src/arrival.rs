//! A message on its way in, as `on_msg_arrived` and `on_will_publish` see it.

use std::borrow::Cow;

use gmqtt_protocol::packet::PublishProperties;
use gmqtt_protocol::{QoS, ReasonCode};

use crate::{BoxFuture, Origin};

/// A message that arrived and is not routed yet. It borrows from the read buffer; changing a field makes that field owned.
#[derive(Debug, Clone)]
pub struct Arrival<'a> {
    /// The topic name, aliases resolved.
    pub topic: Cow<'a, str>,
    /// The payload.
    pub payload: Cow<'a, [u8]>,
    /// The QoS it was published with.
    pub qos: QoS,
    /// Whether it is to be retained.
    pub retain: bool,
    /// The Message Expiry Interval in seconds.
    pub message_expiry_interval: Option<u32>,
    /// The properties that are forwarded unchanged, as an encoded block.
    properties: Cow<'a, [u8]>,
}

impl<'a> Arrival<'a> {
    /// A message with a block of forwarded properties, as [`PublishProperties::encode_forwarded`] writes it.
    #[must_use]
    pub fn new(
        topic: &'a str,
        payload: &'a [u8],
        (qos, retain): (QoS, bool),
        message_expiry_interval: Option<u32>,
        properties: &'a [u8],
    ) -> Self {
        Self {
            topic: topic.into(),
            payload: payload.into(),
            qos,
            retain,
            message_expiry_interval,
            properties: properties.into(),
        }
    }

    /// Payload format, content type, response topic, correlation data and user properties.
    #[must_use]
    pub fn properties(&self) -> PublishProperties<'_> {
        PublishProperties::from_block(&self.properties).unwrap_or_default()
    }

    /// Replaces them; aliases, expiry and subscription identifiers are left out.
    pub fn set_properties(&mut self, properties: &PublishProperties<'_>) {
        let mut block = Vec::new();
        properties.encode_forwarded(&mut block);
        self.properties = block.into();
    }

    /// The forwarded properties as an encoded block.
    #[must_use]
    pub fn property_block(&self) -> &[u8] {
        &self.properties
    }

    /// The same message, owning all its parts.
    #[must_use]
    pub fn into_owned(self) -> Arrival<'static> {
        Arrival {
            topic: self.topic.into_owned().into(),
            payload: self.payload.into_owned().into(),
            qos: self.qos,
            retain: self.retain,
            message_expiry_interval: self.message_expiry_interval,
            properties: self.properties.into_owned().into(),
        }
    }
}

/// What is to happen to a message that arrived.
pub enum Verdict {
    /// It goes on, as it now is.
    Pass,
    /// It is acknowledged and goes nowhere.
    Drop,
    /// It goes nowhere; a v5 publisher is told the code, a 3.x one gets its acknowledgement [3.1.1 MQTT-3.3.5-2].
    Refuse(ReasonCode),
    /// The answer takes time: the message becomes owned and the connection waits, in order, for the future.
    Later(Later),
}

/// Takes the owned message and comes back with it and a verdict ([`Verdict::Later`] again counts as a refusal).
pub type Later =
    Box<dyn FnOnce(Arrival<'static>) -> BoxFuture<'static, (Arrival<'static>, Verdict)> + Send>;

/// A message as notifying hooks see it.
#[derive(Debug, Clone, Copy)]
pub struct MessageView<'a> {
    /// The topic name.
    pub topic: &'a str,
    /// The payload.
    pub payload: &'a [u8],
    /// The QoS in question: of the delivery in `on_delivered` and `on_msg_dropped`, else that of the publisher.
    pub qos: QoS,
    /// The retain flag in question.
    pub retain: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Payload format, content type, response topic, correlation data and user properties.
    pub properties: PublishProperties<'a>,
}
