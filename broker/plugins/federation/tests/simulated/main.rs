//! Nodes on a network in memory, with many seeds. A seed that fails is printed; `GMQTT_SEED=n` runs it alone and says what happens,
//! `GMQTT_SEEDS=n` says how many to run.

mod cluster;
mod fetching;
mod network;
mod random;

use cluster::Cluster;

/// How many schedules a run of the tests tries.
const SEEDS: u64 = 200;

fn seeds() -> std::ops::Range<u64> {
    let number = |name| {
        std::env::var(name)
            .ok()
            .and_then(|text| text.parse::<u64>().ok())
    };
    match number("GMQTT_SEED") {
        Some(seed) => seed..seed + 1,
        None => 0..number("GMQTT_SEEDS").unwrap_or(SEEDS),
    }
}

fn try_all(what: &str, run: impl Fn(u64) -> Result<(), String>) {
    for seed in seeds() {
        if let Err(error) = run(seed) {
            panic!("{what}: {error}\nrun it again with GMQTT_SEED={seed}");
        }
    }
}

#[test]
fn after_any_schedule_of_partitions_and_restarts_all_nodes_agree() {
    try_all("all nodes agree", |seed| {
        let mut cluster = Cluster::new(seed, 2 + (seed % 4) as usize);
        cluster.live(6_000, true);
        cluster.heal();
        cluster.check_agreement()
    });
}

#[test]
fn without_faults_a_session_follows_its_client_and_loses_nothing() {
    try_all("sessions follow", |seed| {
        let mut cluster = Cluster::new(seed, 2 + (seed % 4) as usize);
        cluster.meet();
        cluster.live(6_000, false);
        cluster.heal();
        cluster.check_agreement()?;
        cluster.check_nothing_lost()
    });
}

#[test]
fn a_message_that_is_to_be_safe_arrives_once_the_nodes_meet_again() {
    try_all("messages arrive", |seed| {
        let mut cluster = Cluster::new(seed, 2 + (seed % 3) as usize);
        cluster.live(6_000, true);
        cluster.heal();
        cluster.check_forwarded()
    });
}

/// A simulation in which nothing happens shows nothing.
#[test]
fn the_schedules_do_what_they_are_for() {
    let mut seen = cluster::Seen::default();
    for seed in 0..50 {
        let mut cluster = Cluster::new(seed, 3);
        cluster.live(6_000, true);
        cluster.heal();
        seen += cluster.seen();
    }
    assert!(seen.lost > 1_000, "{seen:?}");
    assert!(seen.handed_over > 100, "{seen:?}");
    assert!(seen.crashes > 20 && seen.cuts > 20, "{seen:?}");
    assert!(seen.ended_twice_held > 5, "{seen:?}");
    assert!(seen.retained > 500 && seen.forwarded > 500, "{seen:?}");
}
