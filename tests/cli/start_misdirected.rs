//! Clients that speak something else than the listener: one line in the log says so.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use super::process::Broker;

const CLIENT_HELLO: &[u8] = &[0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0];
const HTTP: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";

/// Sends these bytes and reads to the end.
fn knock(broker: &Broker, bytes: &[u8]) {
    let mut stream = TcpStream::connect(broker.address()).expect("the broker accepts connections");
    let _ = stream.write_all(bytes);
    let _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn tls_and_http_to_a_plain_listener() {
    let mut broker = Broker::anywhere([]);
    knock(&broker, CLIENT_HELLO);
    let line = broker.wait_for_log("speaks");
    assert!(
        line.contains("the client speaks TLS, and this listener expects plain MQTT"),
        "{line}"
    );
    knock(&broker, HTTP);
    let line = broker.wait_for_log("speaks");
    assert!(line.contains("the client speaks HTTP"), "{line}");
}
