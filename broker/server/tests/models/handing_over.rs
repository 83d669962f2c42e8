//! From publishers to a subscriber's socket: two publishers, flushers that write or hold back, the subscriber's own
//! connection that writes when the socket was full, and a socket that takes any number of bytes or none.
//!
//! Nothing is lost, doubled or, of one publisher, reordered; and when all is still, nothing waits for a socket that has room.

use std::ops::Range;
use std::sync::Arc;

use gmqtt_config::Mqtt;
use gmqtt_protocol::{Packet, QoS};

use crate::client::{Client, broker, publish};
use crate::runtime::{Runtime, Workers};
use crate::schedules::{choose, try_schedules};

/// Messages of each publisher while the subscriber reads; one more follows when all is still.
const MESSAGES: [u8; 3] = [1, 3, 7];
/// The flushers' timer and the runtime's grain, in milliseconds, with plenty to spare. No other timer is due so soon.
const MOMENT: u64 = 50;
/// Bytes that fit into the subscriber's socket, and bytes of a payload: some gather, some are enough to be written at once,
/// some are shared, and four of the largest fill an outbox.
const SIZES: [(usize, [usize; 3]); 5] = [
    (9, [2, 2, 20]),
    (1000, [2, 300, 1500]),
    (30_000, [2, 20_000, 20_000]),
    (200_000, [20_000, 20_000, 20_000]),
    (1_000_000, [2, 2, 4096]),
];

#[test]
fn qos_0_reaches_the_subscriber_once_and_in_order() {
    try_schedules(2000, || hand_over(QoS::AtMostOnce));
}

#[test]
fn qos_1_reaches_the_subscriber_once_and_in_order() {
    try_schedules(2000, || hand_over(QoS::AtLeastOnce));
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
    let count = choose(&MESSAGES);
    let publishers = [1, 2].map(|n| (n, Client::connect(&broker, &n.to_string(), 1000, false)));
    read_all(runtime, &mut subscriber);

    let talkative = choose(&[true, false]);
    let reader = shuttle::thread::spawn(move || {
        for _ in 0..10 {
            subscriber.read(choose(&[1, 100, 5000, 1_000_000]));
            if talkative && choose(&[true, false]) {
                // Answers share the outbox with messages.
                subscriber.send(&Packet::Pingreq);
            }
        }
        subscriber
    });
    let publishers = publishers.map(|(n, client)| {
        shuttle::thread::spawn(move || {
            send_messages(&client, n, qos, 0..count, &sizes);
            client
        })
    });
    let clock = {
        let runtime = runtime.clone();
        shuttle::thread::spawn(move || (0..10).for_each(|_| runtime.advance(1)))
    };
    let mut subscriber = reader.join().unwrap();
    let publishers = publishers.map(|publisher| publisher.join().unwrap());
    clock.join().unwrap();

    read_all(runtime, &mut subscriber);
    // Nothing is left in a state in which messages are not noticed.
    for (n, client) in [1, 2].into_iter().zip(&publishers) {
        send_messages(client, n, qos, count..count + 1, &sizes);
    }
    read_all(runtime, &mut subscriber);
    let all: Vec<u8> = (0..=count).collect();
    assert_eq!(subscriber.messages(), [(1, all.clone()), (2, all)].into());
    subscriber.line.close();
    publishers.iter().for_each(|client| client.line.close());
    runtime.settle(MOMENT);
    assert_eq!(broker.live(), 0);
}

/// Sends the messages of one publisher, one or several at a time.
fn send_messages(client: &Client, publisher: u8, qos: QoS, numbers: Range<u8>, sizes: &[usize]) {
    let mut bytes = Vec::new();
    for number in numbers {
        bytes.extend(publish("t", qos, publisher, number, choose(sizes)));
        if choose(&[true, false]) {
            client.line.send(&std::mem::take(&mut bytes));
            shuttle::thread::yield_now();
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
