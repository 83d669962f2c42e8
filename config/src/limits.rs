//! `limits`: how much of the broker clients may use, together and each.

use crate::schema::{choice, section};

section! {
    /// How much of the broker clients may use, together and each; 0 is without limit. Changes hold at once, for connected
    /// clients too.
    pub struct Limits {
        /// How many connections there may be at a time, on all listeners together.
        pub max_connections: u32 = 0;
        /// How many connections one source address may have at a time; an IPv6 network of 64 bits counts as one address.
        pub max_connections_per_address: u32 = 0;
        /// How many new connections one source address may open per second.
        pub connection_rate_per_address: u32 = 0;
        /// How many messages a client may publish per second.
        pub message_rate: u32 = 0;
        /// How many bytes a client may send per second, those of TLS and WebSocket not counted.
        pub byte_rate: u32 = 0;
        /// What happens to a client that sends more than that.
        pub over_rate: OverRate = OverRate::Slow;
        /// How many bytes of messages may wait for one client.
        pub pending_bytes: u64 = 0;
        /// How many bytes of messages may wait for all clients together.
        pub queue_memory: u64 = 0;
        /// How many subscriptions a client may have.
        pub max_subscriptions: u32 = 0;
        /// How many messages may be retained.
        pub max_retained_messages: u32 = 0;
        /// How many bytes of messages may be retained.
        pub max_retained_bytes: u64 = 0;
    }
}

choice! {
    /// What happens to a client that sends faster than it may.
    pub enum OverRate default Slow {
        /// It is not read from for a while. Its keep alive does not run meanwhile.
        Slow = "slow",
        /// An MQTT 5 client is disconnected with 0x96. Clients of MQTT 3, which cannot be told, are slowed.
        Disconnect = "disconnect",
    }
}
