//! Crashes at any point: the store is run on a disk that forgets, and after each crash everything that was promised must be
//! there, each batch as a whole, in order, and nothing that was not appended.
//!
//! `GMQTT_CRASH_POINTS=20000 cargo test -p gmqtt-store crash` tries more points than the few hundred of every run.

use std::sync::Arc;

use super::disk::Disk;
use super::engine::Engine;
use super::simulated::{Failing, Operation, SimulatedDisk};
use super::{Limits, OpenError};
use crate::model::Model;
use crate::traffic::{Random, Traffic};

pub(super) const SMALL: Limits = Limits {
    segment_bytes: 8 * 1024,
    max_bytes: 1 << 20,
    pending_bytes: 1 << 18,
};

pub(super) fn open(disk: &Arc<SimulatedDisk>) -> Result<Engine, OpenError> {
    let disk: Arc<dyn Disk> = Arc::new(disk.clone());
    Engine::open(disk, SMALL)
}

/// What the store holds.
pub(super) fn state_of(engine: &Engine) -> Model {
    let mut model = Model::default();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let loaded = runtime
        .block_on(super::reading::load(engine, &mut model))
        .expect("readable");
    assert_eq!(loaded.sessions, model.sessions.len() as u64);
    model
}

/// A run of the store on a disk: the states after each batch, and what the disk was told.
struct Run {
    before: Arc<SimulatedDisk>,
    disk: Arc<SimulatedDisk>,
    states: Vec<Traffic>,
}

impl Run {
    fn of(disk: Arc<SimulatedDisk>, start: Traffic, steps: usize, random: &mut Random) -> Self {
        let before = disk.copy();
        let engine = open(&disk).expect("openable");
        let mut states = vec![start];
        disk.note(Operation::Appended(0));
        for _ in 0..steps {
            step(&engine, &disk, &mut states, random);
        }
        Self {
            before,
            disk,
            states,
        }
    }
}

fn step(engine: &Engine, disk: &SimulatedDisk, states: &mut Vec<Traffic>, random: &mut Random) {
    let mut traffic = states.last().expect("the start").clone();
    let mut batch = traffic.batch();
    if engine.append(&mut batch).is_ok() {
        states.push(traffic);
        disk.note(Operation::Appended(states.len() - 1));
    }
    if random.one_in(12) {
        let failing = if random.one_in(2) {
            Failing::Syncs
        } else {
            Failing::Room(usize::try_from(random.below(3000)).unwrap_or(0))
        };
        disk.fail(Some(failing));
    } else if random.one_in(2) {
        disk.fail(None);
    }
    if random.one_in(3) {
        let appended = states.len() - 1;
        if engine.commit().is_ok() {
            disk.note(Operation::Promised(appended));
            if random.one_in(2) {
                engine.clean().expect("readable");
            }
        }
    }
}

/// The promises at a point of a run.
fn promised(operations: &[Operation]) -> (usize, usize) {
    let mut bounds = (0, 0);
    for operation in operations {
        match operation {
            Operation::Promised(count) => bounds.0 = *count,
            Operation::Appended(count) => bounds.1 = *count,
            _ => {}
        }
    }
    bounds
}

/// Crashes at a point and holds what is there against what was promised. Returns the disk and the traffic to go on with.
fn check(
    run: &Run,
    operations: &[Operation],
    random: &mut Random,
    label: &str,
) -> (Arc<SimulatedDisk>, Traffic) {
    let (least, most) = promised(operations);
    let disk = SimulatedDisk::after_crash(&run.before, operations, random);
    let found = match open(&disk) {
        Ok(engine) => state_of(&engine),
        Err(error) => panic!("{label}: {error}"),
    };
    let survivor = run.states[least..=most]
        .iter()
        .find(|traffic| traffic.model == found);
    match survivor {
        Some(traffic) => (disk, traffic.clone()),
        None => {
            let other = run.states.iter().position(|traffic| traffic.model == found);
            panic!(
                "{label}: the state is that after {other:?} batches; {least} of {most} had been promised"
            );
        }
    }
}

fn points() -> u64 {
    std::env::var("GMQTT_CRASH_POINTS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(400)
}

/// Every acknowledged batch is there after a crash, whole and in order, with compaction, failing syncs and full disks on the way;
/// and after another crash of the store that was opened again, and another.
#[test]
fn what_was_promised_survives_crashes() {
    let mut checked = 0;
    let mut seed = 0;
    while checked < points() {
        seed += 1;
        let mut random = Random::new(seed);
        let mut disk = SimulatedDisk::new();
        let mut traffic = Traffic::new(seed, 900);
        for life in 0..4 {
            let run = Run::of(disk, traffic, 120, &mut random);
            let operations = run.disk.operations();
            let count = operations.len() as u64;
            let mut left = None;
            for _ in 0..5 {
                let point = usize::try_from(random.below(count + 1)).expect("few");
                let label = format!("seed {seed}, life {life}, point {point}");
                left = Some(check(&run, &operations[..point], &mut random, &label));
                checked += 1;
            }
            (disk, traffic) = left.expect("a point");
        }
    }
}

/// A crash while the store is opened and writes its tail again loses nothing either.
#[test]
fn crashes_during_recovery_lose_nothing() {
    for seed in 1..60 {
        let mut random = Random::new(seed * 7919);
        let run = Run::of(
            SimulatedDisk::new(),
            Traffic::new(seed, 600),
            60,
            &mut random,
        );
        let operations = run.disk.operations();
        let (mut disk, traffic) = check(&run, &operations, &mut random, "first");
        for crash in 0..6 {
            let before = disk.copy();
            let engine = open(&disk).expect("openable");
            disk.fail(None);
            engine.commit().expect("written");
            let operations = disk.operations();
            let point = usize::try_from(random.below(operations.len() as u64 + 1)).expect("few");
            disk = SimulatedDisk::after_crash(&before, &operations[..point], &mut random);
            let found = state_of(&open(&disk).expect("openable"));
            assert!(
                found == traffic.model,
                "seed {seed}, crash {crash}, point {point}"
            );
        }
    }
}
