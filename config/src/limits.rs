//! `limits`: how much of the broker clients may use, together and each.

use crate::schema::section;

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
        /// How many subscriptions a client may have.
        pub max_subscriptions: u32 = 0;
    }
}
