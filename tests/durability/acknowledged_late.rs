//! strace's record of a broker under load: no acknowledgement leaves before the sync that covers what it promises.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use gmqtt_protocol::QoS::{AtLeastOnce, ExactlyOnce};
use gmqtt_protocol::frame::{Split, packet_type};
use gmqtt_protocol::{Version, split_frame};

use super::broker::Broker;
use super::publisher::Publisher;
use super::subscriber::Subscriber;

/// [MQTT-4.1.0-1] as it is promised with `commit: sync`.
#[test]
fn no_acknowledgement_leaves_before_its_sync() {
    let record = tempfile::tempdir().expect("a folder");
    let path = record.path().join("strace");
    let mut broker = Broker::embedded_under(
        &[
            "strace",
            "-f",
            "-qq",
            "-xx",
            "-s",
            "1000000",
            "-e",
            "trace=read,recvfrom,readv,write,writev,sendto,sendmsg,pwrite64,pwritev,fdatasync,fsync",
            "-o",
            path.to_str().expect("UTF-8"),
        ],
        &[],
    );
    let address = broker.address();
    let settled = AtomicBool::new(true);
    let mut away = Subscriber::new("away", Version::V5, "data/+", ExactlyOnce);
    away.run(address, &settled).expect("nothing is killed");
    let mut publishers = publishers();
    let stops = AtomicBool::new(false);
    thread::scope(|scope| {
        let stops = &stops;
        for publisher in &mut publishers {
            scope.spawn(move || {
                let ended = publisher.run(address, stops);
                ended.expect("nothing is killed");
            });
        }
        thread::sleep(Duration::from_secs(2));
        stops.store(true, Ordering::Relaxed);
    });
    broker.stop();
    let text = fs::read_to_string(&path).expect("strace wrote it");
    let mut judge = Judge::new(messages(&publishers));
    text.lines().for_each(|line| judge.line(line));
    let sent: usize = publishers.iter().map(|it| it.acknowledged.len()).sum();
    assert!(sent > 100, "only {sent} messages were acknowledged");
    assert!(
        judge.acknowledgements >= sent,
        "{} < {sent}",
        judge.acknowledgements
    );
    println!(
        "{} acknowledgements, {} syncs",
        judge.acknowledgements, judge.syncs
    );
}

/// Each has identifiers of its own, so that one says who and which message.
fn publishers() -> Vec<Publisher> {
    let publisher = |n: u16| {
        let qos = if n.is_multiple_of(2) {
            AtLeastOnce
        } else {
            ExactlyOnce
        };
        let first = n * 10_000 + 1;
        let ids = first..=first + 9_998;
        let mut publisher = Publisher::with_ids(&format!("p{n}"), Version::V3_1_1, qos, ids);
        publisher.most = 9_998;
        publisher
    };
    (0..6).map(publisher).collect()
}

/// The payloads that were sent, by packet identifier.
fn messages(publishers: &[Publisher]) -> HashMap<u16, String> {
    let mut messages = HashMap::new();
    for (publisher, first) in publishers.iter().zip((0..).step_by(10_000)) {
        assert!(publisher.last < 10_000, "identifiers come twice");
        for number in 1..=publisher.last {
            let id = u16::try_from(first + number).expect("few");
            messages.insert(id, format!("{}:{number}", publisher.name));
        }
    }
    messages
}

/// Follows the record of system calls, in the order in which they began and ended.
struct Judge {
    /// By packet identifier: the payload that is looked for on the disk.
    messages: HashMap<u16, String>,
    /// Calls that have begun and not ended, by thread.
    open: HashMap<String, Call>,
    /// What was written to a file and not synced.
    written: HashMap<u32, Vec<Mark>>,
    durable: HashSet<Mark>,
    acknowledgements: usize,
    syncs: usize,
}

/// Something on the disk that a client is told about.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Mark {
    /// A message, by its payload.
    Message(String),
    /// The identifier of a QoS 2 message is free.
    Released(u16),
}

enum Call {
    Write(u32, Vec<Mark>),
    /// What it covers if it succeeds.
    Sync(u32, Vec<Mark>),
    Other,
}

/// The tag of `Change::Released` on the disk; the number of the session and the identifier follow.
const RELEASED: u8 = 11;

impl Judge {
    fn new(messages: HashMap<u16, String>) -> Self {
        Self {
            messages,
            open: HashMap::new(),
            written: HashMap::new(),
            durable: HashSet::new(),
            acknowledgements: 0,
            syncs: 0,
        }
    }

    /// A line of the record: `PID call(args) = result`, or its beginning, or its end.
    fn line(&mut self, line: &str) {
        let Some((pid, call)) = line.split_once(' ') else {
            return;
        };
        let call = call.trim_start();
        if let Some(rest) = call.strip_prefix("<... ") {
            let begun = self.open.remove(pid).unwrap_or(Call::Other);
            self.end(begun, rest);
        } else if let Some((name, arguments)) = call.split_once('(') {
            let begun = self.begin(name, arguments);
            if call.ends_with("<unfinished ...>") {
                self.open.insert(pid.to_owned(), begun);
            } else {
                self.end(begun, call);
            }
        }
    }

    fn begin(&mut self, name: &str, arguments: &str) -> Call {
        let digits = arguments.split([',', ')', ' ']).next();
        let Some(file) = digits.and_then(|digits| digits.parse().ok()) else {
            return Call::Other;
        };
        match name {
            "pwrite64" | "pwritev" => Call::Write(file, self.marks(&bytes(arguments))),
            "fdatasync" | "fsync" => {
                Call::Sync(file, self.written.get(&file).cloned().unwrap_or_default())
            }
            "write" | "writev" | "sendto" | "sendmsg" => {
                self.sent(&bytes(arguments));
                Call::Other
            }
            _ => Call::Other,
        }
    }

    fn end(&mut self, call: Call, rest: &str) {
        let has_failed = rest.contains(") = -1") || rest.contains("= -1 ");
        match call {
            _ if has_failed => {}
            Call::Write(file, marks) => self.written.entry(file).or_default().extend(marks),
            Call::Sync(file, marks) => {
                self.syncs += 1;
                let written = self.written.entry(file).or_default();
                written.drain(..marks.len().min(written.len()));
                self.durable.extend(marks);
            }
            Call::Other => {}
        }
    }

    /// What of interest stands in what is written to the disk.
    fn marks(&self, bytes: &[u8]) -> Vec<Mark> {
        let mut marks = Vec::new();
        for (at, byte) in bytes.iter().enumerate() {
            if *byte == b'p'
                && let Some(payload) = payload_at(&bytes[at..])
            {
                marks.push(Mark::Message(payload));
            }
            if *byte == RELEASED
                && let Some(id) = bytes.get(at + 9..at + 11)
            {
                let id = u16::from_le_bytes([id[0], id[1]]);
                if self.messages.contains_key(&id) {
                    marks.push(Mark::Released(id));
                }
            }
        }
        marks
    }

    /// What leaves for a client must be true on the disk.
    fn sent(&mut self, mut bytes: &[u8]) {
        while let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) {
            bytes = &bytes[frame.wire.len()..];
            let kind = frame.packet_type();
            let Some(id) = frame.body.first_chunk().map(|id| u16::from_be_bytes(*id)) else {
                continue;
            };
            let promised = match kind {
                packet_type::PUBACK | packet_type::PUBREC => {
                    self.messages.get(&id).cloned().map(Mark::Message)
                }
                packet_type::PUBCOMP => Some(Mark::Released(id)),
                _ => None,
            };
            if let Some(promised) = promised {
                self.acknowledgements += usize::from(kind != packet_type::PUBREC);
                assert!(
                    self.durable.contains(&promised),
                    "packet type {kind} for {promised:?} left before its sync"
                );
            }
        }
    }
}

/// `pN:NUMBER`, if that is what stands there.
fn payload_at(bytes: &[u8]) -> Option<String> {
    let colon = bytes.iter().take(3).position(|byte| *byte == b':')?;
    let digits = bytes[colon + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_digit());
    let end = colon + 1 + digits.count();
    let payload = std::str::from_utf8(&bytes[..end]).ok()?;
    (end > colon + 1).then(|| payload.to_owned())
}

/// The bytes in the quoted texts of a call, which are all in hexadecimal.
fn bytes(arguments: &str) -> Vec<u8> {
    let quoted = arguments.split('"').skip(1).step_by(2);
    let digits = quoted.flat_map(|text| text.split("\\x").skip(1));
    digits
        .filter_map(|digits| u8::from_str_radix(digits, 16).ok())
        .collect()
}

/// The record must be able to say no.
#[test]
fn an_acknowledgement_without_a_sync_is_found() {
    let hex = |bytes: &[u8]| {
        bytes
            .iter()
            .map(|byte| format!("\\x{byte:02x}"))
            .collect::<String>()
    };
    let write = format!("7 pwrite64(5, \"{}\", 4, 40) = 4", hex(b"p1:1"));
    let ack = format!(
        "8 sendto(9, \"{}\", 4, 0, NULL, 0) = 4",
        hex(b"\x40\x02\x00\x01")
    );
    let judged = |lines: &[&str]| {
        let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
        thread::spawn(move || {
            let messages = BTreeMap::from([(1, "p1:1".to_owned())]);
            let mut judge = Judge::new(messages.into_iter().collect());
            lines.iter().for_each(|line| judge.line(line));
            judge.acknowledgements
        })
        .join()
        .ok()
    };
    let (begin, end) = (
        "7 fdatasync(5 <unfinished ...>",
        "7 <... fdatasync resumed>) = 0",
    );
    assert_eq!(judged(&[&write, "7 fdatasync(5) = 0", &ack]), Some(1));
    assert_eq!(judged(&[&write, begin, end, &ack]), Some(1));
    assert_eq!(judged(&[&write, &ack]), None);
    assert_eq!(judged(&[&write, begin, &ack, end]), None);
    assert_eq!(judged(&[begin, &write, end, &ack]), None);
    assert_eq!(judged(&[&write, "7 fdatasync(4) = 0", &ack]), None);
    let failed = "7 fdatasync(5) = -1 EIO (Input/output error)";
    assert_eq!(judged(&[&write, failed, &ack]), None);
}
