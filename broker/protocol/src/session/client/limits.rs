//! What the server allows on this connection, as CONNACK told it.

use std::time::Duration;

use super::ClientOptions;
use crate::packet::ConnackProperties;
use crate::{QoS, ReasonCode};

/// The server's limits; before CONNACK, and for 3.x, those of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ServerLimits {
    /// QoS 1 and 2 messages of ours under way at a time, the smaller of the server's limit and our own.
    pub receive_maximum: u16,
    /// Highest QoS of a PUBLISH.
    pub maximum_qos: QoS,
    /// Retained messages are taken.
    pub retain_available: bool,
    /// Bytes of the largest packet that the server takes.
    pub maximum_packet_size: u32,
    /// Highest topic alias that we may use, 0 for none.
    pub topic_alias_maximum: u16,
    /// Filters with wildcards are taken.
    pub wildcard_available: bool,
    /// Subscription identifiers are taken.
    pub subscription_identifiers_available: bool,
    /// Shared subscriptions are taken.
    pub shared_available: bool,
    /// Keep alive in force, the server's where it named one [MQTT-3.1.2-21]; zero for none.
    pub keep_alive: Duration,
    /// Seconds that the session outlives the connection, the server's word where it gave one.
    pub session_expiry_interval: u32,
}

impl ServerLimits {
    /// Before the server has spoken.
    pub(super) fn assumed(options: &ClientOptions) -> Self {
        Self {
            receive_maximum: options.max_inflight.get(),
            maximum_qos: QoS::ExactlyOnce,
            retain_available: true,
            maximum_packet_size: u32::MAX,
            topic_alias_maximum: 0,
            wildcard_available: true,
            subscription_identifiers_available: true,
            shared_available: true,
            keep_alive: Duration::from_secs(options.keep_alive_seconds().into()),
            session_expiry_interval: options.session_expiry_interval,
        }
    }

    /// What CONNACK says over what was assumed.
    pub(super) fn announced(options: &ClientOptions, connack: &ConnackProperties<'_>) -> Self {
        let assumed = Self::assumed(options);
        let receive_maximum = connack.receive_maximum.map_or(u16::MAX, Into::into);
        Self {
            receive_maximum: receive_maximum.min(assumed.receive_maximum),
            maximum_qos: connack.maximum_qos.unwrap_or(assumed.maximum_qos),
            retain_available: connack.retain_available.unwrap_or(true),
            maximum_packet_size: connack.maximum_packet_size.map_or(u32::MAX, Into::into),
            topic_alias_maximum: connack.topic_alias_maximum.unwrap_or(0), // [MQTT-3.2.2-18]
            wildcard_available: connack.wildcard_subscription_available.unwrap_or(true),
            subscription_identifiers_available: connack
                .subscription_identifiers_available
                .unwrap_or(true),
            shared_available: connack.shared_subscription_available.unwrap_or(true),
            keep_alive: connack
                .server_keep_alive
                .map_or(assumed.keep_alive, |s| Duration::from_secs(s.into())),
            session_expiry_interval: connack
                .session_expiry_interval
                .unwrap_or(assumed.session_expiry_interval),
        }
    }

    /// Whether a PUBLISH with this QoS and retain flag may be sent.
    pub(super) fn check_publish(&self, qos: QoS, retain: bool) -> Result<(), ReasonCode> {
        if qos > self.maximum_qos {
            return Err(ReasonCode::QoSNotSupported); // [MQTT-3.2.2-11]
        }
        if retain && !self.retain_available {
            return Err(ReasonCode::RetainNotSupported); // [MQTT-3.2.2-14]
        }
        Ok(())
    }
}
