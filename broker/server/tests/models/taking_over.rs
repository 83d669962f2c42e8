//! Two newcomers with the client identifier of a connection that is busy, while a publisher sends to its session.
//!
//! In the end one connection owns the session; the others have been told so and are closed; each message has reached the one
//! that owned the session at its time.

use gmqtt_config::Mqtt;
use gmqtt_protocol::{Packet, QoS, ReasonCode};

use crate::client::{Client, Received, broker, publish};
use crate::runtime::{Runtime, Workers};
use crate::schedules::{choose, try_schedules};

/// Messages to the session.
const MESSAGES: u8 = 8;
/// In milliseconds; no farewell takes so long.
const MOMENT: u64 = 50;
/// Bytes that fit into a client's socket.
const ROOMS: [usize; 3] = [50, 1000, 1_000_000];

/// [MQTT-3.1.4-3]
#[test]
fn qos_0_goes_to_the_owner_of_the_moment() {
    try_schedules(800, || {
        let clients = take_over(QoS::AtMostOnce, true);
        let sent = numbers(&clients).concat();
        assert_eq!(sent, (0..MESSAGES).collect::<Vec<_>>());
        clients.iter().for_each(resumed);
    });
}

/// [MQTT-4.4.0-1] What was in flight is sent again to the next owner.
#[test]
fn qos_1_reaches_one_owner_or_the_next() {
    try_schedules(800, || {
        let clients = take_over(QoS::AtLeastOnce, true);
        let mut sent = numbers(&clients).concat();
        sent.sort_unstable();
        sent.dedup();
        assert_eq!(sent, (0..MESSAGES).collect::<Vec<_>>());
        for numbers in numbers(&clients) {
            assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
        }
        clients.iter().for_each(resumed);
    });
}

/// [MQTT-3.1.2-4] The newcomers begin anew, without the subscription.
#[test]
fn a_clean_start_leaves_the_old_connection_what_it_has() {
    try_schedules(800, || {
        let clients = take_over(QoS::AtMostOnce, false);
        let [old, loser, winner] = numbers(&clients);
        assert_eq!(old, (0..MESSAGES).take(old.len()).collect::<Vec<_>>());
        assert!(loser.is_empty() && winner.is_empty());
    });
}

/// The clients in the order in which they owned the session.
fn take_over(qos: QoS, resume: bool) -> [Client; 3] {
    let workers = Workers::start(2);
    let runtime = &workers.runtime;
    let broker = broker(Mqtt::default());
    let mut old = Client::connect(&broker, "c", choose(&ROOMS), true);
    old.subscribe("t", qos);
    let publisher = Client::connect(&broker, "p", 1000, false);
    runtime.settle(MOMENT);
    old.read(usize::MAX);

    let newcomers = [(); 2].map(|()| {
        let broker = broker.clone();
        shuttle::thread::spawn(move || {
            let mut client = Client::connect(&broker, "c", choose(&ROOMS), resume);
            for _ in 0..3 {
                client.read(choose(&[3, 1_000_000]));
            }
            client
        })
    });
    let old = shuttle::thread::spawn(move || {
        for _ in 0..4 {
            old.send(&Packet::Pingreq);
            old.read(choose(&[3, 1_000_000]));
        }
        if choose(&[true, false]) {
            old.disconnect();
        }
        old
    });
    let publisher = shuttle::thread::spawn(move || {
        for number in 0..MESSAGES {
            publisher
                .line
                .send(&publish("t", qos, 1, number, choose(&[2, 100])));
        }
        publisher
    });
    let old = old.join().unwrap();
    let [one, other] = newcomers.map(|newcomer| newcomer.join().unwrap());
    let publisher = publisher.join().unwrap();

    let mut clients = [old, one, other];
    read_all(runtime, &mut clients);
    let ended = |client: &Client| client.line.is_at_end();
    if ended(&clients[2]) {
        clients.swap(1, 2);
    }
    assert_eq!(clients.each_ref().map(ended), [true, true, false]);
    farewell(&clients[1]);
    let session = broker.sessions.shard("c")["c"].clone();
    assert!(session.delivery.lock().link.is_some() && session.delivery.lock().farewells.is_empty());
    assert_eq!(broker.live(), 2, "the owner and the publisher");
    clients.iter().for_each(|client| client.line.close());
    publisher.line.close();
    runtime.settle(MOMENT);
    assert_eq!(broker.live(), 0);
    clients
}

/// Reads until nothing more comes, and closes what the broker has closed.
fn read_all(runtime: &Runtime, clients: &mut [Client]) {
    loop {
        runtime.settle(MOMENT);
        let read: usize = clients
            .iter_mut()
            .map(|client| client.read(usize::MAX))
            .sum();
        if read == 0 {
            break;
        }
    }
    for client in clients.iter().filter(|client| client.line.is_at_end()) {
        client.line.close();
    }
    runtime.settle(MOMENT);
}

fn numbers(clients: &[Client; 3]) -> [Vec<u8>; 3] {
    clients
        .each_ref()
        .map(|client| client.messages().remove(&1).unwrap_or_default())
}

/// The last words to a connection that was taken over.
fn farewell(client: &Client) {
    assert_eq!(
        client.received.last(),
        Some(&Received::Disconnect(ReasonCode::SessionTakenOver))
    );
}

fn resumed(client: &Client) {
    let first = client.received.first();
    assert!(matches!(
        first,
        Some(Received::Connack {
            reason: ReasonCode::Success,
            ..
        })
    ));
}
