//! Who publishes, and messages that plugins publish.

use gmqtt_protocol::QoS;
use gmqtt_protocol::packet::PublishProperties;

use crate::{Arrival, ClientInfo};

/// Who publishes a message that arrives.
#[derive(Debug, Clone, Copy)]
pub enum Publisher<'a> {
    /// A connected client.
    Client(&'a ClientInfo),
    /// A plugin, by its name. It is not asked about its own messages.
    Plugin(&'static str),
}

impl<'a> Publisher<'a> {
    /// The client, if it is one.
    #[must_use]
    pub const fn client(self) -> Option<&'a ClientInfo> {
        match self {
            Self::Client(client) => Some(client),
            Self::Plugin(_) => None,
        }
    }
}

/// Where a message on its way to subscribers comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// A client's PUBLISH.
    Client,
    /// A will.
    Will,
    /// The plugin of this name.
    Plugin(&'static str),
}

/// A message to publish or retain.
///
/// ```
/// # use gmqtt_plugin_api::NewMessage;
/// # use gmqtt_protocol::QoS;
/// let message = NewMessage::new("alarms/door", "open").qos(QoS::AtLeastOnce).retain(true);
/// ```
#[derive(Debug, Clone)]
pub struct NewMessage(Arrival<'static>);

impl NewMessage {
    /// At QoS 0, not retained, without properties.
    #[must_use]
    pub fn new(topic: impl Into<String>, payload: impl Into<Vec<u8>>) -> Self {
        let mut arrival = Arrival::new("", &[], (QoS::AtMostOnce, false), None, &[]);
        arrival.topic = topic.into().into();
        arrival.payload = payload.into().into();
        Self(arrival)
    }

    /// With this QoS.
    #[must_use]
    pub fn qos(mut self, qos: QoS) -> Self {
        self.0.qos = qos;
        self
    }

    /// Whether it is retained.
    #[must_use]
    pub fn retain(mut self, retain: bool) -> Self {
        self.0.retain = retain;
        self
    }

    /// With a Message Expiry Interval, in seconds.
    #[must_use]
    pub fn expires_in(mut self, seconds: u32) -> Self {
        self.0.message_expiry_interval = Some(seconds);
        self
    }

    /// With payload format, content type, response topic, correlation data and user properties; aliases, expiry and subscription
    /// identifiers are left out.
    #[must_use]
    pub fn properties(mut self, properties: &PublishProperties<'_>) -> Self {
        self.0.set_properties(properties);
        self
    }

    /// As it arrives.
    #[must_use]
    pub fn into_arrival(self) -> Arrival<'static> {
        self.0
    }
}

impl From<Arrival<'static>> for NewMessage {
    fn from(arrival: Arrival<'static>) -> Self {
        Self(arrival)
    }
}
