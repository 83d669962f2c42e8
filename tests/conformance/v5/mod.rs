//! What only MQTT 5 has.

mod acks;
mod alias;
mod auth;
mod connack;
mod connect;
mod disconnect;
mod encoding;
mod errors;
mod expiry;
mod flow;
pub(crate) mod plugins;
mod properties;
mod qos;
mod reasons;
mod shared;
mod subscribe;
mod subscription_ids;
mod will;
