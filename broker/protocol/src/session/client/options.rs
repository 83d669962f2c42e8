//! What a client is told about itself before it connects. Owned, because a client connects more than once.

use std::num::{NonZeroU16, NonZeroU32};
use std::time::Duration;

use crate::packet::{Connect, ConnectProperties, Will, WillProperties};
use crate::property::UserPropertiesBuf;
use crate::{QoS, Version};

/// How a [`super::Client`] connects and what it allows the server.
#[derive(Debug, Clone)]
pub struct ClientOptions {
    /// The version to speak.
    pub version: Version,
    /// The client identifier; empty asks the server for one (not in MQTT 3.1).
    pub client_id: String,
    /// Clean Start of MQTT 5, Clean Session of 3.x.
    pub clean_start: bool,
    /// The session's state is kept outside this machine (by an earlier process, say): session present is then no
    /// violation although nothing is known here [MQTT-3.2.2-4].
    pub expect_session: bool,
    /// The longest silence towards the server, cut to whole seconds, at most 65,535; zero for none.
    pub keep_alive: Duration,
    /// How long CONNACK, or PINGRESP, may take.
    pub answer_timeout: Duration,
    /// User name.
    pub username: Option<String>,
    /// Password. MQTT 3.x has none without a user name [3.1.1 MQTT-3.1.2-22].
    pub password: Option<Vec<u8>>,
    /// The message that the server publishes if this client vanishes.
    pub will: Option<WillOptions>,
    /// Seconds that the session outlives the connection, `u32::MAX` for ever (MQTT 5).
    pub session_expiry_interval: u32,
    /// QoS 1 and 2 messages that the server may have under way to this client (MQTT 5).
    pub receive_maximum: NonZeroU16,
    /// QoS 1 and 2 messages that this client has under way, whatever more the server allows.
    pub max_inflight: NonZeroU16,
    /// The largest packet taken from the server, in bytes; MQTT 5 tells the server.
    pub maximum_packet_size: NonZeroU32,
    /// Topic aliases that the server may use (MQTT 5).
    pub topic_alias_maximum: u16,
    /// Whether to use topic aliases towards a server that takes them: the first topics published to get one.
    pub topic_aliases: bool,
    /// Ask for Response Information in CONNACK (MQTT 5).
    pub request_response_information: bool,
    /// Allow reason strings in all packets (MQTT 5).
    pub request_problem_information: bool,
    /// Enhanced authentication: the method (MQTT 5).
    pub authentication_method: Option<String>,
    /// Enhanced authentication: the data of CONNECT (MQTT 5).
    pub authentication_data: Option<Vec<u8>>,
    /// User properties of CONNECT (MQTT 5).
    pub user_properties: UserPropertiesBuf,
}

impl Default for ClientOptions {
    fn default() -> Self {
        Self {
            version: Version::V5,
            client_id: String::new(),
            clean_start: true,
            expect_session: false,
            keep_alive: Duration::from_secs(60),
            answer_timeout: Duration::from_secs(10),
            username: None,
            password: None,
            will: None,
            session_expiry_interval: 0,
            receive_maximum: NonZeroU16::MAX,
            max_inflight: NonZeroU16::MAX,
            maximum_packet_size: LARGEST_PACKET,
            topic_alias_maximum: 0,
            topic_aliases: false,
            request_response_information: false,
            request_problem_information: true,
            authentication_method: None,
            authentication_data: None,
            user_properties: UserPropertiesBuf::default(),
        }
    }
}

impl ClientOptions {
    /// Options with a client identifier, all else default.
    #[must_use]
    pub fn new(client_id: impl Into<String>) -> Self {
        Self {
            client_id: client_id.into(),
            ..Self::default()
        }
    }

    /// Keep alive as CONNECT carries it.
    pub(super) fn keep_alive_seconds(&self) -> u16 {
        u16::try_from(self.keep_alive.as_secs()).unwrap_or(u16::MAX)
    }

    /// The CONNECT packet for `client_id`, which is the assigned one from the second connection on.
    pub(super) fn connect<'a>(&'a self, client_id: &'a str) -> Connect<'a> {
        Connect {
            version: self.version,
            clean_start: self.clean_start,
            keep_alive: self.keep_alive_seconds(),
            client_id,
            will: self.will.as_ref().map(WillOptions::packet),
            username: self.username.as_deref(),
            password: self.password.as_deref(),
            properties: if self.version.is_v5() {
                self.connect_properties()
            } else {
                ConnectProperties::default()
            },
        }
    }

    /// Only what differs from the standard's defaults is written.
    fn connect_properties(&self) -> ConnectProperties<'_> {
        ConnectProperties {
            session_expiry_interval: (self.session_expiry_interval > 0)
                .then_some(self.session_expiry_interval),
            receive_maximum: (self.receive_maximum < NonZeroU16::MAX)
                .then_some(self.receive_maximum),
            maximum_packet_size: (self.maximum_packet_size < LARGEST_PACKET)
                .then_some(self.maximum_packet_size),
            topic_alias_maximum: (self.topic_alias_maximum > 0).then_some(self.topic_alias_maximum),
            request_response_information: self.request_response_information.then_some(true),
            request_problem_information: (!self.request_problem_information).then_some(false),
            user_properties: self.user_properties.as_properties(),
            authentication_method: self.authentication_method.as_deref(),
            authentication_data: self.authentication_data.as_deref(),
        }
    }
}

/// A will, owned.
#[derive(Debug, Clone, Default)]
pub struct WillOptions {
    /// QoS of its publication.
    pub qos: QoS,
    /// Publish it retained.
    pub retain: bool,
    /// Topic name.
    pub topic: String,
    /// Payload.
    pub payload: Vec<u8>,
    /// Seconds between the end of the connection and the publication (MQTT 5).
    pub delay_interval: Option<u32>,
    /// True for a payload that is UTF-8 text (MQTT 5).
    pub payload_format_indicator: Option<bool>,
    /// Seconds that the published will lives (MQTT 5).
    pub message_expiry_interval: Option<u32>,
    /// Content type (MQTT 5).
    pub content_type: Option<String>,
    /// Response topic (MQTT 5).
    pub response_topic: Option<String>,
    /// Correlation data (MQTT 5).
    pub correlation_data: Option<Vec<u8>>,
    /// User properties (MQTT 5).
    pub user_properties: UserPropertiesBuf,
}

impl WillOptions {
    fn packet(&self) -> Will<'_> {
        Will {
            qos: self.qos,
            retain: self.retain,
            topic: &self.topic,
            payload: &self.payload,
            properties: WillProperties {
                delay_interval: self.delay_interval,
                payload_format_indicator: self.payload_format_indicator,
                message_expiry_interval: self.message_expiry_interval,
                content_type: self.content_type.as_deref(),
                response_topic: self.response_topic.as_deref(),
                correlation_data: self.correlation_data.as_deref(),
                user_properties: self.user_properties.as_properties(),
            },
        }
    }
}

/// The largest packet that the wire format can hold: fixed header of 5 bytes and 268,435,455 of body.
const LARGEST_PACKET: NonZeroU32 = NonZeroU32::new(268_435_460).expect("not zero");
