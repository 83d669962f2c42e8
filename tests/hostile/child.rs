//! The binary as hostile clients meet it: a process of its own, whose log and memory can be looked at.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{OWN_PORTS, prelude::*};

/// A running `gmqtt start` on a port of its own. Dropped, it is killed; it must have lived until then without a panic.
pub(super) struct Child {
    process: std::process::Child,
    address: SocketAddr,
    log: Arc<Log>,
}

/// What the broker has written to stderr, a line an entry.
#[derive(Default)]
struct Log {
    lines: Mutex<Vec<String>>,
    grown: Condvar,
}

impl Child {
    /// With settings as `--set` takes them.
    #[track_caller]
    pub(super) fn start(settings: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gmqtt"));
        command
            .args(["start", "-o", "json", "--log-format", "json"])
            .args(["--listen", "tcp://127.0.0.1:0"])
            .args(settings.iter().flat_map(|setting| ["--set", setting]))
            .env_clear()
            .env("HOME", "/nonexistent")
            .envs(OWN_PORTS)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut process = command.spawn().expect("the binary starts");
        let log = Arc::new(Log::default());
        let stderr = BufReader::new(process.stderr.take().expect("a pipe"));
        std::thread::spawn({
            let log = log.clone();
            move || {
                stderr
                    .lines()
                    .map_while(Result::ok)
                    .for_each(|line| log.push(line))
            }
        });
        let mut banner = String::new();
        let mut stdout = BufReader::new(process.stdout.take().expect("a pipe"));
        stdout.read_line(&mut banner).expect("stdout in UTF-8");
        let Some(address) = listener(&banner) else {
            let _ = process.kill();
            panic!("it did not become ready: {banner:?} {:?}", log.lines.lock());
        };
        Self {
            process,
            address,
            log,
        }
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A connection on which nothing has been sent.
    #[track_caller]
    pub(super) fn open(&self, version: Version) -> Raw {
        Raw::open(self.address, version)
    }

    /// As [`Self::open`], from an address of this machine.
    #[track_caller]
    pub(super) fn open_from(&self, address: std::net::IpAddr, version: Version) -> Raw {
        let socket = rustix::net::socket(
            rustix::net::AddressFamily::INET,
            rustix::net::SocketType::STREAM,
            None,
        )
        .expect("a socket");
        rustix::net::bind(&socket, &SocketAddr::new(address, 0)).expect("an address of ours");
        rustix::net::connect(&socket, &self.address).expect("the broker accepts connections");
        Raw::over(socket.into(), version)
    }

    /// A client with a clean session that ends with its connection and without keep alive.
    #[track_caller]
    pub(super) fn connect(&self, version: Version, client_id: &str) -> Raw {
        let mut raw = self.open(version);
        raw.send(&connect(version, client_id)).expect_accepted();
        raw
    }

    /// As [`Self::open`], with a receive buffer so small that the broker soon cannot write to it.
    #[track_caller]
    pub(super) fn open_narrow(&self, version: Version) -> Raw {
        let socket = rustix::net::socket(
            rustix::net::AddressFamily::INET,
            rustix::net::SocketType::STREAM,
            None,
        )
        .expect("a socket");
        rustix::net::sockopt::set_socket_recv_buffer_size(&socket, 4096).expect("SO_RCVBUF");
        rustix::net::connect(&socket, &self.address).expect("the broker accepts connections");
        Raw::over(socket.into(), version)
    }

    /// As [`Self::connect`], over a connection as [`Self::open_narrow`] opens it.
    #[track_caller]
    pub(super) fn connect_narrow(&self, version: Version, client_id: &str) -> Raw {
        let mut raw = self.open_narrow(version);
        raw.send(&connect(version, client_id)).expect_accepted();
        raw
    }

    /// Resident memory in bytes.
    #[track_caller]
    pub(super) fn memory(&self) -> u64 {
        let path = format!("/proc/{}/status", self.process.id());
        let status = std::fs::read_to_string(path).expect("the broker lives");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kibibytes = line.and_then(|line| line.split_ascii_whitespace().nth(1));
        let kibibytes: u64 = kibibytes
            .and_then(|number| number.parse().ok())
            .expect("VmRSS");
        kibibytes * 1024
    }

    /// What memory settles at once it is at most `limit`; fails after `patience`. The allocator gives pages back after a while.
    #[track_caller]
    pub(super) fn memory_returns_to(&self, limit: u64, patience: Duration) {
        let begun = Instant::now();
        while self.memory() > limit {
            assert!(
                begun.elapsed() < patience,
                "{} KiB are in use, {} KiB are allowed",
                self.memory() >> 10,
                limit >> 10
            );
            pass(Duration::from_millis(100));
        }
    }

    /// All the log says about an address or client up to now.
    #[track_caller]
    pub(super) fn log_about(&self, who: &str) -> Vec<Value> {
        let quoted = format!("{who:?}");
        self.log_where(|value| value == who || value == quoted)
    }

    /// The lines in which `wanted` says yes to a value, up to now.
    ///
    /// A connection that is known to be logged comes after them, so that nothing is missed.
    #[track_caller]
    pub(super) fn log_where(&self, wanted: impl Fn(&str) -> bool) -> Vec<Value> {
        let mut last = self.open(Version::V5);
        let mark = last.local_address().to_string();
        last.send_bytes(b"\0").expect_closed();
        let lines = self.log.wait_for(&mark);
        let parsed = lines.iter().map(|line| {
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line:?}"))
        });
        let about = |line: &Value| {
            let fields = line.as_object().into_iter().flatten();
            fields.filter_map(|(_, value)| value.as_str()).any(&wanted)
        };
        parsed.filter(about).collect()
    }

    /// The lines as they were written, up to the one with `text`.
    #[track_caller]
    pub(super) fn raw_log(&self, text: &str) -> Vec<String> {
        self.log.wait_for(text)
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let ended = self.process.try_wait();
        let _ = self.process.kill();
        let _ = self.process.wait();
        if std::thread::panicking() {
            return;
        }
        let lines = self.log.lines.lock().expect("no test thread panicked");
        assert!(matches!(ended, Ok(None)), "the broker ended: {lines:?}");
        let panic = lines.iter().find(|line| line.contains("panicked"));
        assert!(panic.is_none(), "{panic:?}");
    }
}

impl Log {
    fn push(&self, line: String) {
        self.lines
            .lock()
            .expect("no test thread panicked")
            .push(line);
        self.grown.notify_all();
    }

    /// All lines, once one contains `text`.
    #[track_caller]
    fn wait_for(&self, text: &str) -> Vec<String> {
        let lines = self.lines.lock().expect("no test thread panicked");
        let (lines, waited) = self
            .grown
            .wait_timeout_while(lines, Duration::from_secs(10), |lines| {
                !lines.iter().any(|line| line.contains(text))
            })
            .expect("no test thread panicked");
        assert!(!waited.timed_out(), "no {text} in {lines:?}");
        lines.clone()
    }
}

/// The address in the banner.
fn listener(banner: &str) -> Option<SocketAddr> {
    let banner: Value = serde_json::from_str(banner).ok()?;
    let url = banner["listeners"][0].as_str()?;
    url.strip_prefix("tcp://")?.parse().ok()
}
