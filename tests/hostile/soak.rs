//! A minute of everything at once.
//!
//! The seed is printed. `GMQTT_SOAK_SEED` sets another, `GMQTT_SOAK_SECONDS` another length.

use std::io::Write;
use std::net::Shutdown;
use std::time::Instant;

use super::{Bystanders, Child};
use crate::support::prelude::*;

const SEED: u64 = 0x6D71_7474;
const SECONDS: u64 = 60;
/// Threads that attack.
const ATTACKERS: u64 = 3;
/// Between two attacks of a thread: other tests run beside this one.
const PAUSE: Duration = Duration::from_millis(10);
/// Connections that a thread leaves open.
const HELD: usize = 40;

#[test]
fn a_minute_of_random_attacks_leaves_no_trace() {
    let seed = number_from("GMQTT_SOAK_SEED").unwrap_or(SEED);
    let length = Duration::from_secs(number_from("GMQTT_SOAK_SECONDS").unwrap_or(SECONDS));
    println!("GMQTT_SOAK_SEED={seed}");
    let broker = Child::start(&[
        "mqtt.connect_timeout=2s",
        "mqtt.session_expiry=2s",
        "mqtt.session_expiry_check_interval=1s",
        "mqtt.message_expiry=2s",
        "mqtt.max_queued_messages=100",
        "mqtt.max_packet_size=1048576",
        "log.level=warn",
    ]);
    let bystanders = Bystanders::start(broker.address());
    // What is in use once everything has happened a few times is where memory has to come back to.
    attack(&broker, seed, length / 5);
    let before = settled(&broker);
    attack(&broker, !seed, length * 4 / 5);
    broker.memory_returns_to(before + before / 4, Duration::from_secs(30));
    let seen = bystanders.stop();
    println!(
        "{seen:?}, {} KiB before, {} after",
        before >> 10,
        broker.memory() >> 10
    );
}

fn number_from(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable} is {text}")),
    )
}

/// Memory once sessions, messages and the allocator's pages have had the time to go.
fn settled(broker: &Child) -> u64 {
    pass(Duration::from_secs(5));
    broker.memory()
}

fn attack(broker: &Child, seed: u64, length: Duration) {
    let end = Instant::now() + length;
    std::thread::scope(|scope| {
        for number in 0..ATTACKERS {
            scope.spawn(move || Attacker::new(broker, seed ^ number << 32).run(end));
        }
    });
}

struct Attacker<'a> {
    broker: &'a Child,
    random: Random,
    held: Vec<Raw>,
}

impl<'a> Attacker<'a> {
    fn new(broker: &'a Child, seed: u64) -> Self {
        Self {
            broker,
            random: Random(seed),
            held: Vec::new(),
        }
    }

    fn run(mut self, end: Instant) {
        while Instant::now() < end {
            let version = Version::ALL[self.random.below(3)];
            let mut raw = self.broker.open(version);
            match self.random.below(10) {
                0 => self.send_noise(&mut raw),
                1 => self.send_part_of_connect(&mut raw, version),
                _ => self.send_packets(&mut raw, version),
            }
            match self.random.below(4) {
                // Left open, perhaps in the middle of a packet and with much to be read.
                0 => {
                    let place = self.random.below(HELD);
                    match self.held.get_mut(place) {
                        Some(held) => *held = raw,
                        None => self.held.push(raw),
                    }
                }
                // Reads all, which has to be legal.
                1 => raw.vanish(),
                2 => {
                    let _ = raw.stream().shutdown(Shutdown::Both);
                }
                _ => drop(raw),
            }
            pass(PAUSE);
        }
    }

    fn send_noise(&mut self, raw: &mut Raw) {
        let bytes = self.random.bytes(300);
        raw.send_bytes(&bytes);
    }

    fn send_part_of_connect(&mut self, raw: &mut Raw, version: Version) {
        let mut bytes = Vec::new();
        self.connect(version).encode(version, &mut bytes);
        bytes.truncate(self.random.below(bytes.len()));
        raw.send_bytes(&bytes);
    }

    /// A client with a dozen packets, one in four of which is damaged.
    fn send_packets(&mut self, raw: &mut Raw, version: Version) {
        let mut bytes = Vec::new();
        self.connect(version).encode(version, &mut bytes);
        for _ in 0..self.random.below(30) {
            let start = bytes.len();
            self.packet().encode(version, &mut bytes);
            if self.random.below(4) == 0 {
                let at = start + self.random.below(bytes.len() - start);
                match self.random.below(3) {
                    0 => bytes[at] = self.random.next() as u8,
                    1 => bytes.truncate(at),
                    _ => bytes.splice(at..at, self.random.bytes(9)).for_each(drop),
                }
            }
        }
        // Not more than a full socket takes.
        let _ = raw
            .stream()
            .set_write_timeout(Some(Duration::from_millis(200)));
        let _ = raw.stream().write(&bytes);
    }

    fn connect(&mut self, version: Version) -> Connect<'static> {
        let ids = [
            "", "soak 1", "soak 2", "soak 3", "soak 4", "soak 5", "soak 6",
        ];
        let clean_start = self.random.below(2) == 0;
        let mut connect = Connect {
            clean_start,
            keep_alive: self.random.below(3) as u16,
            client_id: ids[self.random.below(ids.len())],
            will: (self.random.below(3) == 0).then(|| will("soak/will", "w")),
            ..connect(version, "")
        };
        if version.is_v5() {
            connect.properties.session_expiry_interval = Some(self.random.below(3) as u32);
            connect.properties.topic_alias_maximum = Some(self.random.below(4) as u16);
        }
        connect
    }

    fn packet(&mut self) -> Packet<'static> {
        static PAYLOAD: [u8; 100_000] = [b'.'; 100_000];
        let topics = ["soak/a", "soak/a/b", "soak//", "soak/é", "soak/a/b/c/d/e/f"];
        let filters = [
            "#",
            "soak/#",
            "soak/+",
            "soak/+/b",
            "$share/g/soak/#",
            "+/a",
            "soak/+#",
        ];
        let number = 1 + self.random.below(5) as u16;
        match self.random.below(12) {
            0..4 => {
                let qos = QoS::from_u8(self.random.below(3) as u8).expect("0 to 2");
                let sizes = [0, 1, 100, 1000, 20_000, 100_000];
                let payload = &PAYLOAD[..sizes[self.random.below(sizes.len())]];
                Packet::Publish(Publish {
                    qos,
                    packet_id: (qos > AtMostOnce).then(|| id(number)),
                    retain: self.random.below(5) == 0,
                    ..publish(topics[self.random.below(topics.len())], payload)
                })
            }
            4 | 5 => {
                let qos = QoS::from_u8(self.random.below(3) as u8).expect("0 to 2");
                let wanted = filters[self.random.below(filters.len())];
                Packet::Subscribe(subscribe(number, &[filter(wanted, qos)]))
            }
            6 => Packet::Unsubscribe(unsubscribe(
                number,
                &[filters[self.random.below(filters.len())]],
            )),
            7 => Packet::Puback(puback(number)),
            8 => Packet::Pubrec(pubrec(number)),
            9 => Packet::Pubrel(pubrel(number)),
            10 => Packet::Pubcomp(pubcomp(number)),
            _ => Packet::Pingreq,
        }
    }
}

/// SplitMix64: the same numbers for the same seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }

    /// At least 0 and less than `end`.
    fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// Up to `most` bytes.
    fn bytes(&mut self, most: usize) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.next() as u8).collect()
    }
}
