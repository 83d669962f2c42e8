//! Disks that fail and come back, damage, other formats, and how much is on the disk.

use super::crash::{SMALL, open, state_of};
use super::live::Live;
use super::segment::{self, HEADER, Header};
use super::simulated::{Failing, SimulatedDisk};
use super::*;
use crate::change::Change;
use crate::traffic::Traffic;

/// A failed sync is an error, nothing more is taken, and what was appended before is written when the disk is back.
#[test]
fn a_disk_that_comes_back_gets_everything() {
    for failing in [Failing::Syncs, Failing::Room(100)] {
        let disk = SimulatedDisk::new();
        let engine = open(&disk).unwrap();
        let mut traffic = Traffic::new(1, 300);
        engine.append(&mut traffic.batch()).unwrap();
        engine.commit().unwrap();
        engine.append(&mut traffic.batch()).unwrap();
        disk.fail(Some(failing));
        for _ in 0..3 {
            engine.commit().unwrap_err();
        }
        let mut more = traffic.clone().batch();
        if more.adds() {
            assert_eq!(engine.append(&mut more), Err(Full::Failed));
        }
        disk.fail(None);
        let position = engine.commit().unwrap();
        assert_eq!(position, engine.log.lock().next);
        assert!(state_of(&engine) == traffic.model);
        assert!(state_of(&open(&disk).unwrap()) == traffic.model);
    }
}

/// A batch that adds nothing is taken by a store that fails.
#[test]
fn acknowledgements_are_taken_by_a_failing_store() {
    let disk = SimulatedDisk::new();
    let engine = open(&disk).unwrap();
    disk.fail(Some(Failing::Syncs));
    engine.append(&mut Traffic::new(1, 10).batch()).unwrap();
    engine.commit().unwrap_err();
    let mut batch = Batch::new();
    batch.push(&Change::DropRetained { topic: "a" });
    batch.push(&Change::Dequeue {
        session: SessionKey(1),
        seq: 1,
    });
    assert!(engine.append(&mut batch).is_ok() && batch.is_empty());
}

/// The store stays within its bounds under traffic that leaves little behind, however long it goes on, and refuses before they
/// are reached.
#[test]
fn the_disk_is_not_filled_with_what_nobody_needs() {
    let disk = SimulatedDisk::new();
    let engine = open(&disk).unwrap();
    let mut traffic = Traffic::new(5, 2000);
    for step in 0..8000 {
        engine.append(&mut traffic.batch()).unwrap();
        if step % 4 == 0 {
            engine.commit().unwrap();
            while engine.clean().unwrap() {
                engine.commit().unwrap();
            }
            let live = {
                let log = engine.log.lock();
                assert!(log.live == Live::of(log.index.places()));
                log.live.total()
            };
            let bound = 2 * live + 4 * SMALL.segment_bytes;
            assert!((disk.size() as u64) < bound, "{} of {bound}", disk.size());
        }
    }
    engine.commit().unwrap();
    assert!(engine.log.lock().next > 2 * SMALL.max_bytes);
    assert!(state_of(&engine) == traffic.model);
    assert!(state_of(&open(&disk).unwrap()) == traffic.model);
}

/// A store that is full of what is needed refuses more, and takes it again when something was let go.
#[test]
fn a_full_store_refuses_and_recovers() {
    let disk = SimulatedDisk::new();
    let engine = open(&disk).unwrap();
    let payload = vec![7; 4000];
    let mut count = 0_u64;
    let push = |count: u64| {
        let mut batch = Batch::new();
        let (id, topic) = (crate::MessageId(count), format!("t/{count}"));
        let message = crate::Message {
            topic: &topic,
            properties: &[],
            payload: &payload,
            qos: gmqtt_protocol::QoS::AtLeastOnce,
            retain: true,
            source: 0,
            expires_at: None,
            forwarded_until: None,
        };
        batch.push(&Change::PutMessage { id, message });
        let topic = &topic;
        batch.push(&Change::PutRetained { topic, message: id });
        let appended = engine.append(&mut batch);
        engine.commit().unwrap();
        while engine.clean().unwrap() {
            engine.commit().unwrap();
        }
        appended
    };
    let refused = loop {
        count += 1;
        if let Err(refused) = push(count) {
            break refused;
        }
    };
    assert_eq!(refused, Full::Disk);
    assert!(count > SMALL.max_bytes / 4096 / 2, "{count}");
    assert!((disk.size() as u64) <= SMALL.max_bytes);
    for old in 1..count / 2 {
        let mut batch = Batch::new();
        let topic = format!("t/{old}");
        batch.push(&Change::DropRetained { topic: &topic });
        engine.append(&mut batch).unwrap();
    }
    for _ in 0..200 {
        engine.commit().unwrap();
        engine.clean().unwrap();
    }
    assert_eq!(push(count).map(|_| ()), Ok(()));
    assert!((disk.size() as u64) <= SMALL.max_bytes);
}

/// Of any byte that changes in what was promised, either nothing comes of it, or the store is not opened.
#[test]
fn damage_is_found() {
    let disk = SimulatedDisk::new();
    let engine = open(&disk).unwrap();
    let mut traffic = Traffic::new(3, 40);
    for _ in 0..12 {
        engine.append(&mut traffic.batch()).unwrap();
        engine.commit().unwrap();
    }
    // So that something is behind it: the frames of this one say that those before are durable.
    engine.append(&mut traffic.batch()).unwrap();
    let promised = usize::try_from(engine.log.lock().durable).unwrap() + HEADER as usize;
    engine.commit().unwrap();
    let name = segment::name(1);
    for at in 0..promised {
        let damaged = disk.copy();
        damaged.damage(&name, at);
        match open(&damaged) {
            Err(error) => assert!(error.to_string().contains("damaged"), "{error}"),
            Ok(_) => panic!("byte {at} of {promised} changed unnoticed"),
        }
    }
}

/// A store of a newer format is left alone, and the words say what to do.
#[test]
fn a_newer_format_is_refused_with_the_way_out() {
    let disk = SimulatedDisk::new();
    let file = disk.create(&segment::name(1)).unwrap();
    let header = Header {
        number: 1,
        base: 0,
        cleaned: 0,
    };
    file.write_at(&header.encode_as(segment::VERSION + 1), 0)
        .unwrap();
    let error = open(&disk).unwrap_err();
    assert!(matches!(error, OpenError::Newer { version, .. } if version == segment::VERSION + 1));
    assert!(error.to_string().contains("start the newer gmqtt"));
}

/// Two brokers do not share a directory.
#[test]
fn a_second_broker_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let options = Options {
        path: dir.path().join("a/store"),
        commit: Commit::Sync,
        max_bytes: LEAST_BYTES,
    };
    let first = Embedded::open(&options).unwrap();
    let error = Embedded::open(&options).unwrap_err();
    assert!(error.to_string().contains("another gmqtt"), "{error}");
    drop(first);
    Embedded::open(&options).unwrap();
}
