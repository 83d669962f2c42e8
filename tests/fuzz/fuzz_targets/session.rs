//! A client that sends anything to a broker in this process. It is answered in legal packets, and others are not disturbed.
#![no_main]

use std::io::{Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::sync_channel;
use std::sync::{LazyLock, Mutex};
use std::time::Duration;

use gmqtt_config::{Config, ListenAddress, Listener};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Connect, ConnectProperties};
use gmqtt_protocol::{Packet, Version, split_frame};
use gmqtt_server::Server;
use libfuzzer_sys::fuzz_target;
use socket2::{Domain, SockAddr, Socket, Type};

/// Where the broker listens.
static BROKER: LazyLock<SocketAddr> = LazyLock::new(|| {
    let (ready, started) = sync_channel(1);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let mut config = Config {
                listeners: vec![Listener {
                    address: ListenAddress::new("127.0.0.1", 0).into(),
                    ..Listener::default()
                }],
                plugin_order: Vec::new(),
                ..Config::default()
            };
            config.mqtt.max_packet_size = 1 << 20;
            config.mqtt.session_expiry = Duration::from_secs(1);
            config.mqtt.message_expiry = Duration::from_secs(1);
            config.mqtt.session_expiry_check_interval = Duration::from_secs(1);
            let server = Server::start(config, Vec::new())
                .await
                .expect("the broker starts");
            let _ = ready.send(server.listeners()[0].address.tcp());
            std::future::pending::<()>().await;
        });
    });
    started.recv().ok().flatten().expect("the broker is ready")
});

/// A client that has nothing to do with the others.
static BYSTANDER: LazyLock<Mutex<TcpStream>> = LazyLock::new(|| {
    let mut stream = open(0);
    stream
        .write_all(&connect(Version::V3_1_1, "bystander"))
        .expect("the broker reads");
    let mut connack = [0; 4];
    stream.read_exact(&mut connack).expect("CONNACK");
    Mutex::new(stream)
});

fuzz_target!(|data: &[u8]| {
    let [choice, spread, data @ ..] = data else {
        return;
    };
    let version = Version::ALL[usize::from(*choice) % Version::ALL.len()];
    // Few inputs would find their way through CONNECT by themselves.
    let connects = choice & 0x80 == 0;
    let mut bytes = Vec::new();
    if connects {
        bytes = connect(version, ["fuzz 1", "fuzz 2"][usize::from(choice >> 6)]);
    }
    bytes.extend_from_slice(data);
    let mut stream = open(*spread);
    let _ = stream.write_all(&bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        // Reset while bytes were under way: what came before may be cut.
        Err(error) => assert!(is_reset(&error), "{error}"),
        Ok(_) if connects => assert!(legal(&answer, version), "{version:?}: {answer:02x?}"),
        // The version is one that the input names, if any.
        Ok(_) => {
            let any = Version::ALL
                .into_iter()
                .any(|version| legal(&answer, version));
            assert!(any, "{answer:02x?}");
        }
    }
    let mut bystander = BYSTANDER.lock().expect("one thread");
    bystander
        .write_all(b"\xC0\0")
        .expect("the bystander is connected");
    let mut pong = [0; 2];
    bystander.read_exact(&mut pong).expect("PINGRESP");
    assert_eq!(&pong, b"\xD0\0");
});

/// From one of many addresses, for each has only so many ports.
fn open(spread: u8) -> TcpStream {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
    let from = SocketAddr::from((Ipv4Addr::new(127, 0, 1, 1 + spread % 200), 0));
    socket
        .bind(&SockAddr::from(from))
        .expect("a loopback address");
    socket
        .connect(&SockAddr::from(*BROKER))
        .expect("the broker accepts connections");
    let stream = TcpStream::from(socket);
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .expect("a timeout");
    stream.set_nodelay(true).expect("TCP_NODELAY");
    stream
}

fn connect(version: Version, client_id: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut connect = Connect {
        version,
        clean_start: false,
        keep_alive: 0,
        client_id,
        will: None,
        username: None,
        password: None,
        properties: ConnectProperties::default(),
    };
    if version.is_v5() {
        connect.properties.session_expiry_interval = Some(1);
        connect.properties.topic_alias_maximum = Some(2);
    }
    connect.encode(version, &mut bytes);
    bytes
}

fn is_reset(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::ConnectionReset
}

fn legal(mut answer: &[u8], version: Version) -> bool {
    while let Ok(Split::Complete(frame)) = split_frame(answer, u32::MAX) {
        if Packet::decode(frame, version).is_err() {
            return false;
        }
        answer = &answer[frame.wire.len()..];
    }
    answer.is_empty()
}
