//! The transports of the broker, seen from its clients: TLS, WebSocket, unix sockets, the PROXY protocol.

mod authority;
mod broker;
mod client;
mod doors;
mod mount;
mod tls;
mod tls_mosquitto;
mod tls_reload;
mod tls_report;
mod unix;
mod websocket;
mod websocket_chromium;
mod websocket_mqttjs;
mod ws_client;
