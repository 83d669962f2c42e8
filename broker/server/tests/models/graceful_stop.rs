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
    try_schedules(1500, stop_among_comings_and_goings);
}

fn stop_among_comings_and_goings() {
    let workers = Workers::start(2);
    let runtime = &workers.runtime;
    let broker = broker(Mqtt::default());
    let connect = |id, room| Client::connect(&broker, id, room, true);
    let mut clients = Vec::new();
    if choose(&[true, false]) {
        clients.extend([connect("a", 1000), connect("b", 1000)]);
        runtime.settle(MOMENT);
    }

    let staying = clients.pop().map(|mut client| {
        shuttle::thread::spawn(move || {
            (0..20).for_each(|_| {
                read(&mut client);
            });
            client
        })
    });
    let leaving = clients.pop().map(|client| {
        shuttle::thread::spawn(move || {
            client.disconnect();
            client
        })
    });
    let newcomers = ["b", "c"].map(|id| {
        let broker = broker.clone();
        shuttle::thread::spawn(move || Client::connect(&broker, id, choose(&[3, 1000]), true))
    });
    let stopped = stop_in_a_task(runtime, &broker);
    let threads = newcomers.into_iter().chain(staying);
    clients.extend(threads.map(|thread| thread.join().unwrap()));
    let told = clients.len();
    clients.extend(leaving.map(|thread| thread.join().unwrap()));

    read_all(runtime, &mut clients);
    let at_return = stopped.lock().take();
    assert_eq!(at_return, Some((true, 0, served(&broker))));
    for client in &clients[..told] {
        assert!(was_told(client), "{:?}", client.received);
    }
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
    broker.counters.sum().clients_connected()
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
