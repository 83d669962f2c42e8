//! The binary with a store, that can be killed and started again on what it left.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

/// A broker in a process of its own, and the folder with its store.
pub(super) struct Broker {
    /// In front of the command, such as strace and its arguments.
    before: Vec<String>,
    settings: Vec<String>,
    folder: TempDir,
    running: Option<Child>,
    /// Of the broker itself, which is not that of a program in front of it.
    pid: Option<Pid>,
    address: SocketAddr,
}

/// Queues may be as long as it takes: nothing is dropped that is looked for.
const SETTINGS: [&str; 4] = [
    "plugin_order=[]",
    "api.grpc=[]",
    "api.http=[]",
    "mqtt.max_queued_messages=10000000",
];

impl Broker {
    /// With a store on disk.
    pub(super) fn embedded(settings: &[&str]) -> Self {
        Self::embedded_under(&[], settings)
    }

    /// The same under another program.
    pub(super) fn embedded_under(before: &[&str], settings: &[&str]) -> Self {
        let settings = [&["persistence.type=embedded"][..], settings].concat();
        Self::start(before, &settings)
    }

    /// With a store in the Redis on this port.
    pub(super) fn redis(port: u16) -> Self {
        let address = format!("persistence.redis.addr=127.0.0.1:{port}");
        Self::start(&[], &["persistence.type=redis", &address])
    }

    fn start(before: &[&str], settings: &[&str]) -> Self {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let mut broker = Self {
            before: owned(before),
            settings: owned(&[&SETTINGS[..], settings].concat()),
            folder: tempfile::tempdir().expect("a folder"),
            running: None,
            pid: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        broker.restart();
        broker
    }

    /// On what it left, on another port.
    #[track_caller]
    pub(super) fn restart(&mut self) {
        self.kill();
        let binary = env!("CARGO_BIN_EXE_gmqtt").to_owned();
        let mut words = self.before.iter().chain([&binary]);
        let mut command = Command::new(words.next().expect("there is the binary"));
        command
            .args(words)
            .args(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"])
            .arg("--data-dir")
            .arg(self.folder.path())
            .args(self.settings.iter().flat_map(|it| ["--set", it]))
            .env_clear()
            .env("HOME", "/nonexistent")
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("the binary starts");
        let mut stderr = child.stderr.take().expect("a pipe");
        let log = std::thread::spawn(move || {
            let mut log = String::new();
            let _ = stderr.read_to_string(&mut log);
            log
        });
        let mut banner = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut banner).expect("stdout in UTF-8");
        let Some((pid, address)) = read(&banner) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!(
                "it did not become ready: {banner:?} {}",
                log.join().unwrap_or_default()
            );
        };
        (self.running, self.pid, self.address) = (Some(child), Some(pid), address);
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// As if its machine were switched off, but for what the system has not written yet.
    pub(super) fn kill(&mut self) {
        self.end(Signal::KILL);
    }

    /// In good order; returns its exit code.
    pub(super) fn stop(&mut self) -> Option<i32> {
        self.end(Signal::TERM)
    }

    fn end(&mut self, signal: Signal) -> Option<i32> {
        let mut child = self.running.take()?;
        if let Some(pid) = self.pid.take() {
            let _ = kill_process(pid, signal);
        }
        child.wait().ok()?.code()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The process and the address in the banner.
fn read(banner: &str) -> Option<(Pid, SocketAddr)> {
    let banner: Value = serde_json::from_str(banner).ok()?;
    let pid = i32::try_from(banner["pid"].as_i64()?).ok()?;
    let url = banner["listeners"][0].as_str()?;
    let address = url.strip_prefix("tcp://")?.parse().ok()?;
    Some((Pid::from_raw(pid)?, address))
}
