//! `mqtt`: the limits and options of the protocol.

use std::time::Duration;

use crate::schema::{choice, section};

section! {
    /// The limits and options of the protocol. They hold for connections accepted after they were set.
    pub struct Mqtt {
        /// The longest a session is kept after its client went away; for MQTT 3 clients without clean session, how
        /// long it is kept.
        pub session_expiry: Duration = Duration::from_secs(2 * 60 * 60);
        /// How often expired sessions are removed.
        pub session_expiry_check_interval: Duration = Duration::from_secs(20)
            => alias("session_expiry_check_timer"), at_least(1);
        /// The longest a message waits for a client; 0 is without limit.
        pub message_expiry: Duration = Duration::from_secs(2 * 60 * 60);
        /// How long a message that was sent waits for its acknowledgement before the place in the window is given
        /// away; 0 is without limit.
        pub inflight_expiry: Duration = Duration::from_secs(30);
        /// The largest packet a client may send, in bytes.
        pub max_packet_size: u32 = 268_435_456 => at_least(1);
        /// The largest packet before CONNECT was accepted, in bytes.
        pub max_connect_packet_size: u32 = 131_072 => at_least(1);
        /// How many QoS 1 and 2 messages a client may have unacknowledged towards the broker.
        pub server_receive_maximum: u16 = 100 => at_least(1);
        /// The longest keep alive granted, in seconds; 0 is without limit.
        pub max_keepalive: u16 = 300;
        /// How many topic aliases a client may use towards the broker; 0 allows none.
        pub topic_alias_maximum: u16 = 10;
        /// Whether subscriptions may carry an identifier.
        pub subscription_identifier_available: bool = true;
        /// Whether filters may contain wildcards.
        pub wildcard_subscription_available: bool = true;
        /// Whether shared subscriptions are served.
        pub shared_subscription_available: bool = true;
        /// Whether messages may be retained.
        pub retain_available: bool = true;
        /// The highest QoS served.
        pub maximum_qos: u8 = 2 => at_most(2);
        /// How many messages may wait for one client; when it is full the oldest is dropped.
        pub max_queued_messages: u32 = 1000 => at_least(1);
        /// How many QoS 1 and 2 messages a client may have unacknowledged from the broker.
        pub max_inflight: u16 = 100 => at_least(1);
        /// Whether QoS 0 messages wait for clients that are away.
        pub queue_qos0_messages: bool = true;
        /// What a client gets when several of its subscriptions match.
        pub delivery_mode: DeliveryMode = DeliveryMode::OnlyOnce;
        /// Whether a client may leave its identifier to the broker.
        pub allow_zero_length_clientid: bool = true;
        /// How many levels a topic may have; 0 is without limit.
        pub max_topic_levels: u32 = 128;
        /// How long a connection may take to be accepted, from the first byte to CONNACK.
        pub connect_timeout: Duration = Duration::from_secs(5) => at_least(1);
        /// How long a graceful stop may take.
        pub stop_timeout: Duration = Duration::from_secs(10);
    }
}

choice! {
    /// What a client gets when several of its subscriptions match a message.
    pub enum DeliveryMode default OnlyOnce {
        /// One copy, with the highest QoS of the subscriptions and all their identifiers.
        OnlyOnce = "onlyonce",
        /// One copy for each subscription.
        Overlap = "overlap",
    }
}
