//! What MQTT 3.1.1 has that MQTT 5 does otherwise.

mod connect;
mod packets;
mod reasons;
