//! A client that goes from node to node while messages are published: none that was acknowledged is missing, and it is nowhere twice.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use gmqtt_protocol::{Packet, QoS, ReasonCode};

use crate::client::{Client, Got, How, PUBACK};
use crate::mesh::{Broker, Mesh, eventually};

const MESSAGES: u16 = 400;

/// Reads what is there until the answer to a ping, and acknowledges all of it or leaves out every third.
fn read(client: &mut Client, all: bool, seen: &mut BTreeSet<u16>) {
    client.send(&Packet::Pingreq);
    for n in 0.. {
        match client.next() {
            Got::Message {
                payload,
                id: Some(id),
                ..
            } => {
                seen.insert(payload.parse().unwrap());
                if all || n % 3 != 2 {
                    client.ack(PUBACK, id);
                }
            }
            Got::Pong => return,
            other => panic!("{other:?}"),
        }
    }
}

/// From node to node until all is published, and once more; at times it leaves its old connection open, at times it breaks it.
fn hop(nodes: &[SocketAddr], is_over: &AtomicBool) -> BTreeSet<u16> {
    let (mut seen, mut old) = (BTreeSet::new(), None);
    let mut hops = 0..;
    loop {
        let last = is_over.load(Ordering::SeqCst);
        let hop = hops.next().unwrap_or(0);
        let node = nodes[hop * hop % nodes.len()];
        let mut client = Client::connect(node, "c", &How::STAYS);
        assert!(client.session_present);
        read(&mut client, last, &mut seen);
        if last {
            let end = Instant::now() + Duration::from_secs(10);
            while seen.len() < usize::from(MESSAGES) && Instant::now() < end {
                read(&mut client, true, &mut seen);
            }
            return seen;
        }
        old = (hop % 2 == 0)
            .then_some(client)
            .or(old.filter(|_| hop % 3 != 0));
    }
}

#[test]
fn a_client_that_goes_from_node_to_node_misses_nothing() {
    let mesh = Mesh::new();
    let nodes = ["a", "b", "c"].map(|name| Broker::start(&mesh, name, None));
    let mut client = Client::connect(nodes[0].address(), "c", &How::STAYS);
    client.subscribe("t", QoS::AtLeastOnce);
    client.disconnect();
    mesh.settle();
    let addresses = [0, 1, 2].map(|n| nodes[n].address());
    let is_over = AtomicBool::new(false);
    let seen = thread::scope(|scope| {
        let hopper = scope.spawn(|| hop(&addresses, &is_over));
        let publishers = [0, 1].map(|at| {
            let mut publisher = Client::new(addresses[at], &format!("p{at}"));
            scope.spawn(move || {
                for n in (1..=MESSAGES).filter(|n| usize::from(n % 2) == at) {
                    publisher.publish("t", &n.to_string(), QoS::AtLeastOnce, n);
                    assert_eq!(publisher.next(), Got::Ack(PUBACK, n, ReasonCode::Success));
                }
            })
        });
        for publisher in publishers {
            publisher.join().unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        hopper.join().unwrap()
    });
    assert_eq!(seen, (1..=MESSAGES).collect());
    let has_it = |node: &&Broker| node.handle().client("c").is_some();
    eventually(|| nodes.iter().filter(has_it).count() == 1);
}
