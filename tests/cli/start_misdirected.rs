//! Clients that speak something else than the listener: one line in the log says so.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;

use super::process::{Broker, folder_with, text};

const CLIENT_HELLO: &[u8] = &[0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0];
const HTTP: &[u8] = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n";
const CONNECT: &[u8] = b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x00\x00\x01c";
const PROXY: &[u8] = b"PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n";

/// One listener of each kind. The certificate is beside it.
const EVERY_KIND: &str = "\
listeners:
  - address: 127.0.0.1:0
  - address: 127.0.0.1:0
    tls: {cert: server.crt, key: server.key}
  - address: 127.0.0.1:0
    websocket: {path: /}
  - address: 127.0.0.1:0
    websocket: {path: /}
    tls: {cert: server.crt, key: server.key}
  - address: unix://SOCKET
";

/// Sends these bytes and reads to the end.
fn knock(mut stream: impl Read + Write, bytes: &[u8]) {
    let _ = stream.write_all(bytes);
    let _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn every_kind_of_listener_says_who_speaks_something_else() {
    let folder = folder_with("");
    let socket = folder.path().join("mqtt.sock");
    let file = folder.path().join("gmqtt.yml");
    let certificate =
        rcgen::generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = certificate.signing_key.serialize_pem();
    for (name, content) in [
        ("server.crt", certificate.cert.pem()),
        ("server.key", key),
        ("gmqtt.yml", EVERY_KIND.replace("SOCKET", text(&socket))),
    ] {
        fs::write(folder.path().join(name), content).expect("written");
    }
    let mut broker = Broker::start(["-c", text(&file)]);
    let expects = ["plain MQTT", "TLS", "WebSocket", "TLS", "plain MQTT"];
    for (index, expects) in expects.into_iter().enumerate() {
        for (bytes, speaks) in [
            (CONNECT, "plain MQTT"),
            (CLIENT_HELLO, "TLS"),
            (HTTP, "HTTP"),
            (PROXY, "the PROXY protocol"),
        ] {
            // An HTTP request is what WebSocket begins with.
            if speaks == expects || speaks == "HTTP" && expects == "WebSocket" {
                continue;
            }
            let listener = broker.banner()["listeners"][index].as_str();
            let url = listener
                .expect("a listener")
                .trim_end_matches('/')
                .to_owned();
            match url.split_once("://").expect("a URL") {
                ("unix", path) => knock(UnixStream::connect(path).expect("a socket"), bytes),
                (_, address) => knock(TcpStream::connect(address).expect("a listener"), bytes),
            }
            let line = broker.wait_for_log("refused a connection");
            let said = format!("the client speaks {speaks}, and this listener expects {expects}");
            assert!(line.contains(&said), "{url}, not {said}: {line}");
        }
    }
}

/// Without an upgrade, HTTP to a WebSocket listener is answered in HTTP and told in the log.
#[test]
fn plain_http_to_websocket() {
    let mut broker = Broker::start(["--listen", "ws://127.0.0.1:0/"]);
    let url = broker.banner()["listeners"][0].as_str();
    let address = url.and_then(|url| url.strip_prefix("ws://"));
    let address = address.expect("WebSocket").trim_end_matches('/').to_owned();
    knock(TcpStream::connect(address).expect("a listener"), HTTP);
    let line = broker.wait_for_log("refused a connection");
    assert!(line.contains("the request asks for plain HTTP"), "{line}");
}

/// The same as a flag, without a file.
#[test]
fn a_unix_socket_from_the_command_line() {
    let folder = folder_with("");
    let socket = folder.path().join("mqtt.sock");
    let broker = Broker::start(["--listen", &format!("unix://{}", text(&socket))]);
    let mut stream = UnixStream::connect(&socket).expect("a socket");
    stream.write_all(CONNECT).expect("sent");
    let mut connack = [0; 4];
    stream.read_exact(&mut connack).expect("CONNACK");
    assert_eq!(connack, [0x20, 2, 0, 0]);
    drop(broker);
}
