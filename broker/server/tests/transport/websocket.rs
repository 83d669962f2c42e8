//! WebSocket listeners, with and without TLS.

use std::io::{Read, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use gmqtt_plugin_api::{BoxFuture, Hook, HookSet, Peer, Plugin, Refusal};
use gmqtt_protocol::ReasonCode;
use proptest::prelude::*;
use tungstenite::Message;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

use crate::authority::Authority;
use crate::broker::{Broker, tcp, tls};
use crate::client::{
    Client, connect_packet, dial, dial_tls, publish_packet, subscribe_packet, tls_config,
};
use crate::ws_client::{Framed, OFFER, ask, request, websocket, ws};

const BINARY: OpCode = OpCode::Data(Data::Binary);

/// A client that another hand wrote, on both kinds of listener.
#[test]
fn messages_cross_from_websocket_to_tcp_and_back() {
    let authority = Authority::new();
    let secure = tls(&authority, &authority.server("server"), |_| {});
    let broker = Broker::start(vec![ws(|_| {}), websocket(secure, |_| {}), tcp()]);
    let schemes: Vec<_> = broker
        .server()
        .listeners()
        .iter()
        .map(|bound| bound.scheme)
        .collect();
    assert_eq!(schemes, ["ws", "wss", "tcp"]);
    let mut plain = Client::new(dial(broker.address(2))).connect("plain");
    plain.subscribe("to/plain");
    let upgrade = |path: &str| {
        tungstenite::ClientRequestBuilder::new(path.parse().expect("a URL"))
            .with_sub_protocol("mqtt")
    };
    let (mut one, _) = tungstenite::client(upgrade("ws://localhost/"), dial(broker.address(0)))
        .expect("an upgrade");
    let stream = dial_tls(broker.address(1), tls_config(&authority, None));
    let (mut two, _) =
        tungstenite::client(upgrade("wss://localhost/"), stream).expect("an upgrade");
    exchange(&mut one, &mut plain, "one");
    exchange(&mut two, &mut plain, "two");
    // A client that leaves.
    one.send(Message::binary(vec![0xE0, 0])).expect("sent");
    assert_eq!(closed(&mut one), 1000);
    // A broker that stops says so in both languages.
    broker.stop();
    assert_eq!(
        two.read().expect("a frame"),
        Message::binary(vec![0xE0, 1, 0x8B])
    );
    assert_eq!(closed(&mut two), 1001);
}

fn closed<S: Read + Write>(web: &mut tungstenite::WebSocket<S>) -> u16 {
    match web.read().expect("a frame") {
        Message::Close(Some(frame)) => frame.code.into(),
        other => panic!("not a close: {other}"),
    }
}

fn exchange<S: Read + Write>(
    web: &mut tungstenite::WebSocket<S>,
    plain: &mut Client<std::net::TcpStream>,
    id: &str,
) {
    let receive =
        |web: &mut tungstenite::WebSocket<S>| web.read().expect("a frame").into_data().to_vec();
    let topic = format!("to/{id}");
    web.send(Message::binary(connect_packet(id))).expect("sent");
    assert_eq!(receive(web)[0], 0x20);
    web.send(Message::binary(subscribe_packet(&topic)))
        .expect("sent");
    assert_eq!(receive(web)[0], 0x90);
    plain.publish(&topic, b"hello");
    assert_eq!(receive(web), publish_packet(&topic, b"hello"));
    web.send(Message::binary(publish_packet("to/plain", b"and back")))
        .expect("sent");
    assert_eq!(plain.payload(), b"and back");
    web.send(Message::Ping("there?".into())).expect("sent");
    assert_eq!(web.read().expect("a frame"), Message::Pong("there?".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// [MQTT-6.0.0-2] Packets split over frames and joined in them in any way: what arrives is what was sent.
    #[test]
    fn packets_and_frames_need_not_line_up(
        sizes in prop::collection::vec(0_usize..5000, 1..30),
        cuts in prop::collection::vec(prop_oneof![0_usize..8, 1_usize..3000, 60_000_usize..70_000], 1..20),
        secure in any::<bool>(),
    ) {
        // At least one frame must take the stream further.
        let cuts = [&cuts[..], &[17]].concat();
        echo(&sizes, cuts, secure);
    }
}

fn echo(sizes: &[usize], cuts: Vec<usize>, secure: bool) {
    let authority = Authority::new();
    let listener = if secure {
        tls(&authority, &authority.server("server"), |_| {})
    } else {
        tcp()
    };
    let broker = Broker::start(vec![websocket(listener, |_| {})]);
    let payloads: Vec<Vec<u8>> = sizes
        .iter()
        .enumerate()
        .map(|(n, size)| (0..*size).map(|byte| (byte * 7 + n) as u8).collect())
        .collect();
    if secure {
        let stream = dial_tls(broker.address(0), tls_config(&authority, None));
        echo_over(Framed::open(stream), cuts, &payloads);
    } else {
        echo_over(Framed::open(dial(broker.address(0))), cuts, &payloads);
    }
}

fn echo_over<S: Read + Write>(mut framed: Framed<S>, cuts: Vec<usize>, payloads: &[Vec<u8>]) {
    framed.cut = cuts;
    let mut client = Client::new(framed);
    assert!(client.try_connect("c"));
    client.subscribe("t");
    let packets: Vec<u8> = payloads
        .iter()
        .flat_map(|payload| publish_packet("t", payload))
        .collect();
    client.send(&packets);
    for payload in payloads {
        assert!(client.payload() == *payload);
    }
}

/// A message of several frames, with a ping between them.
#[test]
fn a_message_may_come_in_fragments() {
    let broker = Broker::start(vec![ws(|_| {})]);
    let mut framed = Framed::open(dial(broker.address(0)));
    let packet = connect_packet("c");
    let (one, rest) = packet.split_at(5);
    let (two, three) = rest.split_at(4);
    framed.send_frame(BINARY, false, one);
    framed.send_frame(OpCode::Control(Control::Ping), true, b"?");
    framed.send_frame(OpCode::Data(Data::Continue), false, two);
    framed.send_frame(OpCode::Data(Data::Continue), true, three);
    let mut client = Client::new(framed);
    assert_eq!(client.recv()[0], 0x20);
    assert_eq!(
        client.stream.others,
        [(OpCode::Control(Control::Pong), b"?".to_vec())]
    );
}

/// A batch is one frame, whatever the number of messages in it.
#[test]
fn messages_of_a_batch_share_a_frame() {
    let broker = Broker::start(vec![ws(|_| {}), tcp()]);
    let mut client = Client::new(Framed::open(dial(broker.address(0)))).connect("c");
    client.subscribe("t");
    let before = client.stream.frames;
    let mut publisher = Client::new(dial(broker.address(1))).connect("p");
    publisher.send(&publish_packet("t", b"message").repeat(1000));
    for _ in 0..1000 {
        assert_eq!(client.payload(), b"message");
    }
    let frames = client.stream.frames - before;
    assert!(frames < 20, "{frames} frames");
}

#[test]
fn large_messages_arrive_whole() {
    let broker = Broker::start(vec![ws(|_| {})]);
    let mut client = Client::new(Framed::open(dial(broker.address(0)))).connect("c");
    client.subscribe("t");
    for size in [0, 125, 126, 65_535, 65_536, 300_000, 3_000_000] {
        let payload = vec![(size % 251) as u8; size];
        client.publish("t", &payload);
        assert!(client.payload() == payload, "{size} bytes");
    }
}

#[test]
fn a_client_that_breaks_the_rules_is_told_the_code() {
    let broker = Broker::start(vec![ws(|websocket| websocket.max_frame_size = 100)]);
    let code = |opcode, payload: &[u8]| {
        let mut framed = Framed::open(dial(broker.address(0)));
        framed.send_frame(opcode, true, payload);
        framed.close_code()
    };
    // [MQTT-6.0.0-1]
    assert_eq!(
        code(OpCode::Data(Data::Text), &connect_packet("c")),
        Some(1003)
    );
    assert_eq!(code(BINARY, &[0x10; 101]), Some(1009));
    assert_eq!(code(OpCode::Data(Data::Continue), b"x"), Some(1002));
    // A close is answered with its code.
    assert_eq!(
        code(OpCode::Control(Control::Close), &1001_u16.to_be_bytes()),
        Some(1001)
    );
    // MQTT itself, wrong.
    assert_eq!(code(BINARY, &[0xFF, 0]), Some(1000));
}

#[test]
fn a_text_frame_ends_a_connection_that_was_let_in() {
    let broker = Broker::start(vec![ws(|_| {})]);
    let mut client = Client::new(Framed::open(dial(broker.address(0)))).connect("c");
    client.ping();
    client
        .stream
        .send_frame(OpCode::Data(Data::Text), true, &[0xC0, 0]);
    assert_eq!(client.stream.close_code(), Some(1003));
}

#[test]
fn requests_are_answered_in_http() {
    let broker = Broker::start(vec![ws(|websocket| {
        websocket.path = "/mqtt".to_owned();
        websocket.allowed_origins = vec!["https://example.org".to_owned()];
    })]);
    let status = |request: &str| {
        let (answer, _) = ask(&mut dial(broker.address(0)), request);
        answer["HTTP/1.1 ".len()..][..3].to_owned()
    };
    // [MQTT-6.0.0-4]
    let (answer, _) = ask(&mut dial(broker.address(0)), &request("/mqtt", OFFER));
    assert!(
        answer
            .to_lowercase()
            .contains("\r\nsec-websocket-protocol: mqtt\r\n"),
        "{answer}"
    );
    // [MQTT-6.0.0-3]
    assert_eq!(status(&request("/mqtt", "")), "400");
    assert_eq!(status(&request("/", OFFER)), "404");
    assert_eq!(
        status(&request(
            "/mqtt",
            &format!("{OFFER}Origin: https://example.com\r\n")
        )),
        "403"
    );
    assert_eq!(status("GET /mqtt HTTP/1.1\r\nHost: x\r\n\r\n"), "426");
    assert_eq!(status("POST / HTTP/1.1\r\nHost: x\r\n\r\n"), "400");
}

#[test]
fn plain_mqtt_does_not_get_in() {
    let broker = Broker::start(vec![ws(|_| {})]);
    assert!(!Client::new(dial(broker.address(0))).try_connect("c"));
    let mut framed = Client::new(Framed::open(dial(broker.address(0)))).connect("c");
    framed.ping();
}

/// Refuses everybody at the door.
#[derive(Default)]
struct Doorkeeper(AtomicUsize);

impl Plugin for Doorkeeper {
    fn name(&self) -> &'static str {
        "doorkeeper"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnAccept])
    }

    fn on_accept(&self, _: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(async { Err(ReasonCode::NotAuthorized.into()) })
    }
}

#[test]
fn plugins_see_websocket_connections_before_anything_is_read() {
    let doorkeeper = Arc::new(Doorkeeper::default());
    let broker = Broker::with_plugins(vec![doorkeeper.clone()], vec![ws(|_| {})]);
    let mut stream = dial(broker.address(0));
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("the end");
    assert!(rest.is_empty());
    assert_eq!(doorkeeper.0.load(Ordering::Relaxed), 1);
}

/// A burst of a fast publisher, larger than what may wait, loses nothing for a subscriber that reads.
#[test]
fn a_burst_arrives_whole() {
    let broker = Broker::start(vec![ws(|_| {}), tcp()]);
    let mut client = Client::new(Framed::open(dial(broker.address(0)))).connect("c");
    client.subscribe("t");
    let mut publisher = Client::new(dial(broker.address(1))).connect("p");
    let burst = publish_packet("t", b"0123456789").repeat(20_000);
    let sender = std::thread::spawn(move || publisher.send(&burst));
    for _ in 0..20_000 {
        assert_eq!(client.payload(), b"0123456789");
    }
    sender.join().expect("sent");
}
