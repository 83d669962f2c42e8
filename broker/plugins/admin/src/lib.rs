//! The plugin `admin`: the admin API of a broker, served over gRPC and REST on TCP, TLS and unix sockets.
//!
//! - `endpoint`: where it is served, and how connections are taken.
//! - `door`: what every request goes through on its way from a connection to the services.
//! - `guard`, `perimeter`: who may call, and from which web pages; `tokens`: what callers show; `audit`: what they changed.
//! - `service`: what is answered, a file or a folder a service. Other plugins add theirs as
//!   [`ApiRoutes`](gmqtt_admin_api::ApiRoutes).
//! - `pages`: what is served beside them, health, metrics and the routes of plugins.
//!
//! It holds no state of the broker's and no lock while it answers: everything is read through
//! [`BrokerHandle`](gmqtt_plugin_api::BrokerHandle).

mod audit;
mod connection;
mod door;
mod endpoint;
mod failures;
mod figures;
mod guard;
mod health;
mod local;
mod node;
mod pages;
mod pattern;
mod perimeter;
mod plugin;
mod service;
mod stream;
mod token;
mod tokens;

pub use plugin::AdminPlugin;
pub use tokens::new_token_line;
