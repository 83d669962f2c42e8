//! The transports of the broker, seen from its clients: TLS, WebSocket, unix sockets, the PROXY protocol.

mod authority;
mod broker;
mod client;
mod tls;
mod tls_mosquitto;
mod tls_reload;
