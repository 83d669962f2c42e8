//! From publishers to a subscriber's socket: two publishers, flushers that write or hold back, the subscriber's own
//! connection that writes when the socket was full, and a socket that takes any number of bytes or none.
//!
//! Nothing is lost, doubled or, of one publisher, reordered; and when all is still, nothing waits for a socket that has room.

use std::sync::Arc;

use gmqtt_config::Mqtt;
use gmqtt_protocol::{Packet, QoS};

use crate::client::{Client, broker, publish};
use crate::runtime::{Runtime, Workers};
use crate::schedules::{choose, try_schedules};

/// Messages of each publisher.
const MESSAGES: u8 = 7;
/// The flushers' timer and the runtime's grain, in milliseconds, with plenty to spare. No other timer is due so soon.
const MOMENT: u64 = 50;
/// Bytes that fit into the subscriber's socket, and bytes of a payload: some gather, some are enough to be written at once,
/// some are shared, and four of the largest fill an outbox.
const SIZES: [(usize, [usize; 3]); 4] = [
    (9, [2, 2, 20]),
    (1000, [2, 300, 1500]),
    (30_000, [2, 4096, 20_000]),
    (1_000_000, [2, 4096, 20_000]),
];

#[test]
fn qos_0_reaches_the_subscriber_once_and_in_order() {
    try_schedules(600, || hand_over(QoS::AtMostOnce));
}

#[test]
fn qos_1_reaches_the_subscriber_once_and_in_order() {
    try_schedules(600, || hand_over(QoS::AtLeastOnce));
}

fn hand_over(qos: QoS) {
    let workers = Workers::start(2);
    let runtime = &workers.runtime;
    let settings = Mqtt {
        // A window that fills.
        max_inflight: 3,
        ..Mqtt::default()
    };
    let broker = broker(settings);
    let (room, sizes) = choose(&SIZES);
    let mut subscriber = Client::connect(&broker, "s", room, false);
    subscriber.subscribe("t", qos);
    let publishers = [1, 2].map(|n| (n, Client::connect(&broker, &n.to_string(), 1000, false)));
    read_all(runtime, &mut subscriber);

    let reader = shuttle::thread::spawn(move || {
        for _ in 0..6 {
            subscriber.read(choose(&[1, 100, 5000, 1_000_000]));
            if choose(&[true, false]) {
                // Answers share the outbox with messages.
                subscriber.send(&Packet::Pingreq);
            }
        }
        subscriber
    });
    let publishers = publishers.map(|(n, client)| {
        shuttle::thread::spawn(move || {
            send_messages(&client, n, qos, &sizes);
            client
        })
    });
    let clock = {
        let runtime = runtime.clone();
        shuttle::thread::spawn(move || (0..6).for_each(|_| runtime.advance(1)))
    };
    let mut subscriber = reader.join().unwrap();
    let publishers = publishers.map(|publisher| publisher.join().unwrap());
    clock.join().unwrap();

    read_all(runtime, &mut subscriber);
    let all: Vec<u8> = (0..MESSAGES).collect();
    assert_eq!(subscriber.messages(), [(1, all.clone()), (2, all)].into());
    subscriber.line.close();
    publishers.iter().for_each(|client| client.line.close());
    runtime.settle(MOMENT);
    assert_eq!(broker.live(), 0);
}

/// Sends the messages of one publisher, one or several at a time.
fn send_messages(client: &Client, publisher: u8, qos: QoS, sizes: &[usize]) {
    let mut bytes = Vec::new();
    for number in 0..MESSAGES {
        bytes.extend(publish("t", qos, publisher, number, choose(sizes)));
        if choose(&[true, false]) {
            client.line.send(&std::mem::take(&mut bytes));
        }
    }
    client.line.send(&bytes);
}

/// Reads until nothing more comes, although all is still.
fn read_all(runtime: &Arc<Runtime>, client: &mut Client) {
    loop {
        runtime.settle(MOMENT);
        if client.read(usize::MAX) == 0 {
            return;
        }
    }
}
