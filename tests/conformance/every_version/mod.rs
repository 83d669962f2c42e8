//! What MQTT 3.1, 3.1.1 and 5 have in common.

mod connect;
mod header;
mod keep_alive;
mod ordering;
mod publish;
mod qos1;
mod qos2;
mod retain;
mod session;
mod strings;
mod subscribe;
mod topics;
mod unsubscribe;
mod websocket;
mod will;
