//! The broker is killed at random moments; whatever it had acknowledged is there when it is back.

use std::thread;
use std::time::Duration;

use super::broker::Broker;
use super::population::Population;
use super::{Random, rounds};

/// With `commit: sync`, nothing that was acknowledged is lost, no QoS 2 message comes twice, order is kept, and what is retained is
/// what was acknowledged last. [MQTT-4.1.0-1] [MQTT-4.3.3-2] [MQTT-4.6.0-1]
#[test]
fn a_killed_broker_has_lost_nothing_that_it_acknowledged() {
    let mut random = Random::seeded();
    let mut broker = Broker::embedded(&["persistence.embedded.max_bytes=1073741824"]);
    let mut population = Population::settle(broker.address(), None);
    for round in 0..rounds(10) {
        let moment = Duration::from_millis(random.below(250));
        population.work(broker.address(), round % 5 == 3, |_| {
            thread::sleep(moment);
            broker.kill();
        });
        broker.restart();
    }
    println!("{} messages were acknowledged", population.acknowledged());
    assert!(population.acknowledged() > 0);
    population.finish(broker.address());
    assert_eq!(broker.stop(), Some(0));
}

/// Stopped in good order and started again, everything is there, too.
#[test]
fn a_stopped_broker_goes_on_where_it_was() {
    let mut broker = Broker::embedded(&[]);
    let mut population = Population::settle(broker.address(), None);
    for round in 0..3 {
        population.work(broker.address(), round == 1, |_| {
            thread::sleep(Duration::from_millis(100));
            assert_eq!(broker.stop(), Some(0));
        });
        broker.restart();
    }
    population.finish(broker.address());
}
