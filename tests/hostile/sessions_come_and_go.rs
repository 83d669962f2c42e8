//! Clients that connect over and over: nothing adds up, neither of sessions nor of what is remembered about their ends.

use super::{Bystanders, Child};
use crate::support::prelude::*;

const ROUNDS: usize = 1500;
const MIB: u64 = 1 << 20;

/// As long as an identifier can be, so that what stays behind is noticed.
fn long_id(n: usize) -> String {
    format!("{n}{}", ".".repeat(60_000))
}

/// Sessions that would outlive their connections by hours, each replaced by the next.
#[test]
fn sessions_that_are_replaced_leave_nothing_behind() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let mut before = 0;
    for round in 0..ROUNDS {
        if round == ROUNDS / 10 {
            before = broker.memory();
        }
        let mut raw = broker.open(Version::V5);
        let id = long_id(0);
        raw.send(&Connect {
            keep_alive: 60,
            properties: ConnectProperties {
                session_expiry_interval: Some(7200),
                ..ConnectProperties::default()
            },
            will: Some(Will {
                properties: WillProperties {
                    delay_interval: Some(3600),
                    ..WillProperties::default()
                },
                ..will("come/and/gone", "w")
            }),
            ..connect(Version::V5, &id)
        });
        raw.expect_accepted();
        raw.subscribe("come/and/go", AtLeastOnce);
        raw.vanish();
    }
    broker.memory_returns_to(before + 8 * MIB, Duration::from_secs(20));
    bystanders.stop();
}

/// Sessions that end with their connections, of many clients, with a keep alive of hours.
#[test]
fn sessions_that_end_leave_nothing_behind() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let mut before = 0;
    for round in 0..ROUNDS {
        if round == ROUNDS / 10 {
            before = broker.memory();
        }
        let mut raw = broker.open(Version::V3_1_1);
        let id = long_id(round);
        raw.send(&Connect {
            keep_alive: u16::MAX,
            ..connect(Version::V3_1_1, &id)
        });
        raw.expect_accepted();
        raw.subscribe("come/and/go", AtLeastOnce);
        raw.vanish();
    }
    broker.memory_returns_to(before + 8 * MIB, Duration::from_secs(20));
    bystanders.stop();
}

/// One client in an endless fight with itself.
#[test]
fn takeovers_leave_nothing_behind() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let mut before = 0;
    let mut last = None;
    for round in 0..ROUNDS {
        if round == ROUNDS / 10 {
            before = broker.memory();
        }
        let mut raw = broker.open(Version::V5);
        let id = long_id(0);
        let mut connect = connect(Version::V5, &id);
        connect.clean_start = round % 3 == 0;
        connect.keep_alive = 60;
        connect.properties.session_expiry_interval = Some(7200);
        raw.send(&connect).expect_accepted();
        raw.send(&publish2(1, "come/and/go", "x"));
        if let Some(mut taken_over) = last.replace(raw) {
            // [MQTT-3.1.4-3]
            let taken_over: &mut Raw = &mut taken_over;
            while let Some(packet) = taken_over.try_recv() {
                if let Packet::Disconnect(disconnect) = packet {
                    assert_eq!(disconnect.reason, ReasonCode::SessionTakenOver);
                }
            }
        }
    }
    broker.memory_returns_to(before + 8 * MIB, Duration::from_secs(20));
    bystanders.stop();
}
