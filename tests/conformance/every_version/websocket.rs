//! MQTT over WebSocket.

use std::net::TcpStream;

use gmqtt_config::WebSocket as Settings;
use tungstenite::handshake::client::Response;
use tungstenite::protocol::frame::Frame;
use tungstenite::protocol::frame::coding::{Data, OpCode};
use tungstenite::{ClientRequestBuilder, Error, Message, WebSocket};

use super::super::wire;
use crate::support::prelude::*;

const VERSIONS: [Version; 3] = [Version::V3_1, Version::V3_1_1, Version::V5];

fn broker() -> Broker {
    Broker::with(|config| config.listeners[0].websocket = Some(Settings::default()))
}

/// Asks for an upgrade, offering these subprotocols.
fn upgrade(broker: &Broker, offered: &[&str]) -> Result<(WebSocket<TcpStream>, Response), u16> {
    let stream = TcpStream::connect(broker.address()).expect("the broker accepts connections");
    stream
        .set_read_timeout(Some(Duration::from_secs(5)))
        .expect("a time limit");
    let mut request = ClientRequestBuilder::new("ws://localhost/".parse().expect("a URL"));
    for offered in offered {
        request = request.with_sub_protocol(*offered);
    }
    match tungstenite::client(request, stream) {
        Ok(upgraded) => Ok(upgraded),
        Err(tungstenite::HandshakeError::Failure(Error::Http(response))) => {
            Err(response.status().as_u16())
        }
        Err(other) => panic!("{other}"),
    }
}

fn open(broker: &Broker) -> WebSocket<TcpStream> {
    upgrade(broker, &["mqtt"]).expect("an upgrade").0
}

/// Sends bytes in binary frames of this size.
fn send_cut(socket: &mut WebSocket<TcpStream>, bytes: &[u8], size: usize) {
    for part in bytes.chunks(size) {
        socket.send(Message::binary(part.to_vec())).expect("sent");
    }
}

/// What has arrived in binary frames when it is this many bytes.
#[track_caller]
fn receive(socket: &mut WebSocket<TcpStream>, size: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while bytes.len() < size {
        match socket.read().expect("a frame") {
            Message::Binary(payload) => bytes.extend_from_slice(&payload),
            other => panic!("not a binary frame: {other}"),
        }
    }
    bytes
}

const PINGREQ: [u8; 2] = [0xC0, 0];
const PINGRESP: [u8; 2] = [0xD0, 0];

/// [MQTT-6.0.0-1] [3.1.1 MQTT-6.0.0-1] The broker sends binary frames only; a text frame ends the connection.
#[test]
fn packets_travel_in_binary_frames() {
    for version in VERSIONS {
        let broker = broker();
        let mut socket = open(&broker);
        send_cut(
            &mut socket,
            &wire(&connect(version, "c"), version),
            usize::MAX,
        );
        assert_eq!(receive(&mut socket, 4)[0], 0x20);
        let text = Frame::message(PINGREQ.to_vec(), OpCode::Data(Data::Text), true);
        socket.send(Message::Frame(text)).expect("sent");
        let Message::Close(Some(close)) = socket.read().expect("a frame") else {
            panic!("not a close")
        };
        assert_eq!(u16::from(close.code), 1003);
        assert!(matches!(socket.read(), Err(Error::ConnectionClosed)));
    }
}

/// [MQTT-6.0.0-2] [3.1.1 MQTT-6.0.0-2] A packet may be spread over frames, and a frame may hold several packets.
#[test]
fn packets_and_frames_need_not_line_up() {
    for version in VERSIONS {
        let broker = broker();
        for size in [1, 2, 3, 7, 1000] {
            let mut socket = open(&broker);
            let packets = [
                wire(&connect(version, &format!("c{size}")), version),
                PINGREQ.repeat(5),
            ]
            .concat();
            send_cut(&mut socket, &packets, size);
            let connack = receive(&mut socket, 2);
            let rest = 2 + usize::from(connack[1]) + PINGRESP.repeat(5).len() - connack.len();
            let all = [connack, receive(&mut socket, rest)].concat();
            assert_eq!(all[0], 0x20);
            assert!(all.ends_with(&PINGRESP.repeat(5)), "{all:02x?}");
        }
    }
}

/// [MQTT-6.0.0-3] [3.1.1 MQTT-6.0.0-3] A client that does not offer the subprotocol is refused.
#[test]
fn a_client_offers_the_subprotocol() {
    let broker = broker();
    assert_eq!(upgrade(&broker, &[]).err(), Some(400));
    assert_eq!(upgrade(&broker, &["chat"]).err(), Some(400));
}

/// [MQTT-6.0.0-4] [3.1.1 MQTT-6.0.0-4]
#[test]
fn the_broker_selects_the_subprotocol() {
    let broker = broker();
    let selected = |offered: &[&str]| {
        let (_, response) = upgrade(&broker, offered).expect("an upgrade");
        let header = &response.headers()["Sec-WebSocket-Protocol"];
        header.to_str().expect("text").to_owned()
    };
    assert_eq!(selected(&["mqtt"]), "mqtt");
    assert_eq!(selected(&["chat", "mqtt"]), "mqtt");
}
