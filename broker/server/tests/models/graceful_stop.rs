//! A graceful stop, while clients come, take each other over and go.
//!
//! It returns when those that were let in are gone, not before, and without waiting for its deadline; nobody is let in
//! afterwards; and whoever was let in and stayed is told why it has to go.

use std::sync::Arc;
use std::time::Duration;

use gmqtt_config::Mqtt;
use gmqtt_protocol::ReasonCode;

use crate::broker::Broker;
use crate::client::{Client, Received, broker};
use crate::runtime::{Runtime, Workers};
use crate::schedules::{choose, try_schedules};
use crate::time::Instant;
use crate::{Mutex, stop};

/// In milliseconds; neither the deadline of the stop nor that of a farewell is so near.
const MOMENT: u64 = 50;

/// [MQTT-3.14.2-1] The reason is 0x8B.
#[test]
fn a_stop_waits_for_those_that_were_let_in() {
    try_schedules(1000, || stop_among(&["a", "b"], &["b", "c"]));
}

#[test]
fn a_newcomer_is_waited_for_or_turned_away() {
    try_schedules(3000, || stop_among(&[], &["a"]));
}

#[test]
fn the_last_to_leave_ends_the_wait() {
    try_schedules(3000, || stop_among(&["a"], &[]));
}

fn stop_among(before: &[&str], newcomers: &[&'static str]) {
    let workers = Workers::start(2);
    let runtime = &workers.runtime;
    let broker = broker(Mqtt::default());
    let before: Vec<Client> = before
        .iter()
        .map(|id| Client::connect(&broker, id, 1000, true))
        .collect();
    runtime.settle(MOMENT);

    let before = before
        .into_iter()
        .map(|client| shuttle::thread::spawn(move || stay_or_go(client)));
    let newcomers = newcomers.iter().map(|&id| {
        let broker = broker.clone();
        shuttle::thread::spawn(move || {
            stay_or_go(Client::connect(&broker, id, choose(&[3, 1000]), true))
        })
    });
    let threads: Vec<_> = before.chain(newcomers).collect();
    let stopped = stop_in_a_task(runtime, &broker);
    let (mut clients, stayed): (Vec<_>, Vec<_>) = threads
        .into_iter()
        .map(|thread| thread.join().unwrap())
        .unzip();

    read_all(runtime, &mut clients);
    let at_return = stopped.lock().take();
    assert_eq!(at_return, Some((true, 0, served(&broker))));
    for (client, _) in clients.iter().zip(stayed).filter(|(_, stayed)| *stayed) {
        assert!(was_told(client), "{:?}", client.received);
    }
}

/// A client that leaves by itself, or one that reads now and then. True if it stayed.
fn stay_or_go(mut client: Client) -> (Client, bool) {
    let reads = choose(&[0, 1, 20]);
    if reads == 0 {
        client.disconnect();
    }
    for _ in 0..reads {
        read(&mut client);
    }
    (client, reads > 0)
}

/// What the stop returned, with the connections counted and the clients let in until then.
type Stopped = Arc<Mutex<Option<(bool, usize, u64)>>>;

fn stop_in_a_task(runtime: &Arc<Runtime>, broker: &Arc<Broker>) -> Stopped {
    let (stopped, broker) = (Stopped::default(), broker.clone());
    let told = stopped.clone();
    runtime.spawn(async move {
        let deadline = Instant::now() + Duration::from_secs(1);
        let in_time = stop::end_connections(&broker, deadline).await;
        *told.lock() = Some((in_time, broker.live(), served(&broker)));
    });
    stopped
}

fn served(broker: &Broker) -> u64 {
    broker.metrics().clients_connected
}

/// Refused, or let in and later told why it has to go.
fn was_told(client: &Client) -> bool {
    use ReasonCode::{ServerShuttingDown, ServerUnavailable, SessionTakenOver, Success};
    let connack = |received: &Received| match received {
        Received::Connack { reason, .. } => Some(*reason),
        _ => None,
    };
    match &client.received[..] {
        [refused] => connack(refused) == Some(ServerUnavailable),
        [accepted, .., Received::Disconnect(reason)] => {
            connack(accepted) == Some(Success)
                && matches!(*reason, ServerShuttingDown | SessionTakenOver)
        }
        // It was greeted when the stop began.
        received => received.is_empty(),
    }
}

/// Reads until nothing more comes.
fn read_all(runtime: &Runtime, clients: &mut [Client]) {
    loop {
        runtime.settle(MOMENT);
        if clients.iter_mut().map(read).sum::<usize>() == 0 {
            return runtime.settle(MOMENT);
        }
    }
}

/// Reads what there is. Whom the broker has left, leaves.
fn read(client: &mut Client) -> usize {
    let read = client.read(usize::MAX);
    if client.line.is_at_end() {
        client.line.close();
    }
    read
}
