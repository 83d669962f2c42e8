//! A Redis that syncs each write is killed and started again under a broker that goes on.

use std::thread;
use std::time::Duration;

use gmqtt_protocol::Version;

use super::broker::Broker;
use super::population::Population;
use super::{Random, rounds};
use crate::support::redis_server::RedisServer;

/// Publishers of 3.1.1 are not told why they get no answer; they send again, and nothing is lost or doubled.
#[test]
fn a_killed_redis_has_lost_nothing_that_was_acknowledged() {
    let mut random = Random::seeded();
    let mut redis = RedisServer::durable();
    let mut broker = Broker::redis(redis.port);
    let mut population = Population::settle(broker.address(), Some(Version::V3_1_1));
    for round in 0..rounds(3) {
        let mut moment = || Duration::from_millis(random.below(300));
        let (first, second, third) = (moment(), moment(), moment());
        population.work(broker.address(), round % 3 == 1, |_| {
            thread::sleep(first);
            redis.kill();
            thread::sleep(second);
            redis.restart();
            thread::sleep(third);
        });
    }
    assert!(population.acknowledged() > 0);
    population.finish(broker.address());
    assert_eq!(broker.stop(), Some(0));
}

/// The broker is killed, Redis stays.
#[test]
fn a_killed_broker_finds_everything_in_redis() {
    let mut random = Random::seeded();
    let redis = RedisServer::durable();
    let mut broker = Broker::redis(redis.port);
    let mut population = Population::settle(broker.address(), None);
    for round in 0..rounds(3) {
        let moment = Duration::from_millis(random.below(300));
        population.work(broker.address(), round % 3 == 1, |_| {
            thread::sleep(moment);
            broker.kill();
        });
        broker.restart();
    }
    population.finish(broker.address());
}
