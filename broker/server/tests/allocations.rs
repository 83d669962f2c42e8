//! What a message at QoS 0 asks of the allocator: nothing.
//!
//! One test only: a count is of the whole process. The client's side works on buffers that it has from the beginning.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::alloc::System;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use gmqtt_config::{BindAddress, Config, Listener};
use gmqtt_server::{BoundAddress, Server};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// Messages in a burst: together they are less than a socket's buffer takes.
const BURST: usize = 64;
const BURSTS: usize = 200;

#[test]
fn a_message_at_qos_0_allocates_nothing() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let config = Config {
        listeners: vec![Listener {
            address: "127.0.0.1:0".parse::<BindAddress>().unwrap(),
            ..Listener::default()
        }],
        plugin_order: Vec::new(),
        ..Config::default()
    };
    let server = runtime.block_on(Server::start(config, Vec::new())).unwrap();
    let BoundAddress::Tcp(address) = server.listeners()[0].address else {
        panic!("not a TCP listener")
    };
    for subscribers in [1, 50] {
        for payload in [16, 4096] {
            let allocations = allocations(address, subscribers, payload);
            let messages = BURST * BURSTS;
            println!(
                "{allocations} allocations for {messages} messages of {payload} bytes to {subscribers} each"
            );
            // A timer that is set again, or a list that grows for the first time, is none of a message's.
            assert!(
                allocations <= messages / 1000,
                "{allocations} allocations for {messages} messages of {payload} bytes to {subscribers} each"
            );
        }
    }
    runtime.block_on(server.stop());
}

/// Bursts of messages, one topic each, from one publisher to a number of subscribers; what the last ones allocate.
fn allocations(address: SocketAddr, subscribers: usize, payload: usize) -> usize {
    let topic = format!("t/{payload}");
    let mut publisher = connect(address, &format!("p{payload}-{subscribers}"));
    let mut receivers: Vec<TcpStream> = (0..subscribers)
        .map(|n| {
            let mut stream = connect(address, &format!("s{payload}-{subscribers}-{n}"));
            stream.write_all(&subscribe(&topic)).unwrap();
            stream.read_exact(&mut [0; 5]).unwrap();
            stream
        })
        .collect();
    let in_burst = BURST.min(64 * 1024 / payload / 4);
    let burst = publish(&topic, &vec![7; payload]).repeat(in_burst);
    let mut received = vec![0; burst.len()];
    let mut round = || {
        publisher.write_all(&burst).unwrap();
        for receiver in &mut receivers {
            receiver.read_exact(&mut received).unwrap();
            assert!(received == burst);
        }
    };
    let rounds = BURSTS * BURST / in_burst;
    (0..rounds / 4).for_each(|_| round());
    let region = Region::new(ALLOCATOR);
    (0..rounds).for_each(|_| round());
    let change = region.change();
    change.allocations + change.reallocations
}

fn connect(address: SocketAddr, client_id: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    let mut packet = vec![0x10, 12 + client_id.len() as u8];
    packet.extend_from_slice(b"\0\x04MQTT\x04\x02\0\0\0");
    packet.push(client_id.len() as u8);
    packet.extend_from_slice(client_id.as_bytes());
    stream.write_all(&packet).unwrap();
    let mut connack = [0; 4];
    stream.read_exact(&mut connack).unwrap();
    assert_eq!(connack, [0x20, 2, 0, 0]);
    stream
}

fn subscribe(filter: &str) -> Vec<u8> {
    let mut packet = vec![0x82, 5 + filter.len() as u8, 0, 1, 0, filter.len() as u8];
    packet.extend_from_slice(filter.as_bytes());
    packet.push(0);
    packet
}

fn publish(topic: &str, payload: &[u8]) -> Vec<u8> {
    let length = 2 + topic.len() + payload.len();
    let mut packet = vec![0x30];
    if length < 128 {
        packet.push(length as u8);
    } else {
        packet.extend_from_slice(&[length as u8 | 0x80, (length >> 7) as u8]);
    }
    packet.extend_from_slice(&[0, topic.len() as u8]);
    packet.extend_from_slice(topic.as_bytes());
    packet.extend_from_slice(payload);
    packet
}
