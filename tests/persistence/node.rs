//! The binary with a folder of its own, that can be stopped, killed and started again over the same store.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread::{self, JoinHandle},
};

use gmqtt_protocol::{ReasonCode, Version, packet::Connect};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use super::redis_server::RedisServer;
use crate::support::{Raw, packets};

/// Where a node keeps what survives.
pub(crate) enum Backend {
    /// On disk, below its folder.
    Embedded,
    /// The same, on a disk of 2 MiB that nobody else sees.
    SmallDisk,
    /// In a Redis that loses nothing.
    Redis(RedisServer),
}

impl Backend {
    /// A new Redis.
    pub(crate) fn redis() -> Self {
        Self::Redis(RedisServer::durable())
    }
}

/// A broker that outlives its processes.
pub(crate) struct Node {
    folder: TempDir,
    pub(crate) backend: Backend,
    /// More of the configuration.
    settings: Vec<String>,
    running: Option<Running>,
}

struct Running {
    child: Child,
    banner: Value,
    log: JoinHandle<String>,
}

impl Node {
    /// Over a new store on disk.
    pub(crate) fn embedded() -> Self {
        Self::over(Backend::Embedded, &[])
    }

    /// One of each.
    pub(crate) fn each() -> [Self; 2] {
        Self::each_with(&[])
    }

    /// One of each, with settings as those of `--set`.
    pub(crate) fn each_with(settings: &[&str]) -> [Self; 2] {
        [Backend::Embedded, Backend::redis()].map(|backend| Self::over(backend, settings))
    }

    /// Over a new store, with settings as those of `--set`.
    pub(crate) fn over(backend: Backend, settings: &[&str]) -> Self {
        let mut node = Self {
            folder: tempfile::tempdir().expect("a folder"),
            backend,
            settings: settings.iter().map(|it| (*it).to_owned()).collect(),
            running: None,
        };
        node.start();
        node
    }

    /// The folder of the store on disk.
    pub(crate) fn store(&self) -> PathBuf {
        self.folder.path().join("store")
    }

    /// A file on the small disk, as others see it.
    pub(crate) fn on_small_disk(&self, name: &str) -> PathBuf {
        let inside = self.folder.path().join(SMALL).join(name);
        let root = format!("/proc/{}/root", self.pid().as_raw_nonzero());
        Path::new(&root).join(inside.strip_prefix("/").expect("absolute"))
    }

    pub(crate) fn redis_server(&mut self) -> &mut RedisServer {
        match &mut self.backend {
            Backend::Redis(server) => server,
            _ => panic!("it has no Redis"),
        }
    }

    /// Starts a process, which must become ready.
    pub(crate) fn start(&mut self) {
        assert!(self.running.is_none(), "it runs");
        self.running = Some(Running::start(&mut self.command()));
    }

    fn command(&self) -> Command {
        let mut folder = self.folder.path().to_owned();
        let mut command = Command::new(env!("CARGO_BIN_EXE_gmqtt"));
        if let Backend::SmallDisk = self.backend {
            folder.push(SMALL);
            std::fs::create_dir_all(&folder).expect("a folder");
            command = Command::new("unshare");
            command
                .args(["--map-root-user", "--mount", "sh", "-c", MOUNT_AND_RUN])
                .arg(&folder)
                .arg(env!("CARGO_BIN_EXE_gmqtt"));
        }
        let mut settings = vec![format!("data_dir={}", folder.display())];
        match &self.backend {
            Backend::Embedded | Backend::SmallDisk => {
                settings.push("persistence.type=embedded".to_owned())
            }
            Backend::Redis(server) => {
                settings.push("persistence.type=redis".to_owned());
                settings.push(format!("persistence.redis.addr=127.0.0.1:{}", server.port));
            }
        }
        settings.push("plugin_order=[]".to_owned());
        settings.extend_from_slice(&self.settings);
        command
            .args(["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"])
            .args(settings.iter().flat_map(|setting| ["--set", setting]))
            .env_clear()
            .env("HOME", self.folder.path());
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
    }

    fn running(&self) -> &Running {
        self.running.as_ref().expect("it runs")
    }

    /// What it printed when it became ready.
    pub(crate) fn banner(&self) -> &Value {
        &self.running().banner
    }

    pub(crate) fn pid(&self) -> Pid {
        Pid::from_child(&self.running().child)
    }

    /// Ends the process at once, as a power cut would; returns its log.
    pub(crate) fn kill(&mut self) -> String {
        self.end(Signal::KILL)
    }

    /// Ends it as an operator would; returns its log.
    pub(crate) fn stop(&mut self) -> String {
        self.end(Signal::TERM)
    }

    fn end(&mut self, signal: Signal) -> String {
        let mut running = self.running.take().expect("it runs");
        kill_process(Pid::from_child(&running.child), signal).expect("the signal is sent");
        running.child.wait().expect("it ends");
        running.log.join().expect("its log is read")
    }

    /// Stops it in good order and starts it again.
    pub(crate) fn restart(&mut self) {
        self.stop();
        self.start();
    }

    /// Kills it and starts it again.
    pub(crate) fn kill_and_start(&mut self) {
        self.kill();
        self.start();
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let url = self.banner()["listeners"][0].as_str().expect("a listener");
        let address = url.strip_prefix("tcp://").expect("TCP");
        address.parse().expect("an address")
    }

    /// A client with a changed CONNECT; it is expected to be accepted.
    #[track_caller]
    pub(crate) fn connect_with<'a>(
        &self,
        version: Version,
        client_id: &'a str,
        change: impl FnOnce(&mut Connect<'a>),
    ) -> Raw {
        let mut packet = packets::connect(version, client_id);
        change(&mut packet);
        let mut raw = Raw::open(self.address(), version);
        raw.send(&packet);
        raw.expect_accepted();
        raw
    }

    /// A client whose session ends with its connection.
    #[track_caller]
    pub(crate) fn clean(&self, version: Version, client_id: &str) -> Raw {
        self.connect_with(version, client_id, |_| {})
    }

    /// A client whose session lasts an hour, and is resumed if there is one.
    #[track_caller]
    pub(crate) fn lasting(&self, version: Version, client_id: &str) -> Raw {
        self.connect_with(version, client_id, last)
    }

    /// The same; it is expected to be refused.
    #[track_caller]
    pub(crate) fn refuses(&self, version: Version, client_id: &str, reason: ReasonCode) {
        let mut packet = packets::connect(version, client_id);
        last(&mut packet);
        let mut raw = Raw::open(self.address(), version);
        raw.send(&packet);
        raw.expect_refused(reason);
    }
}

/// Where the small disk is mounted.
const SMALL: &str = "small";
/// `$0` is the folder.
const MOUNT_AND_RUN: &str = "mount -t tmpfs -o size=2m gmqtt \"$0\" && exec \"$@\"";

/// Asks for a session that lasts an hour.
pub(crate) fn last(connect: &mut Connect<'_>) {
    connect.clean_start = false;
    if connect.version.is_v5() {
        connect.properties.session_expiry_interval = Some(3600);
    }
}

impl Running {
    fn start(command: &mut Command) -> Self {
        let child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let mut child = child.expect("the binary runs");
        let mut stderr = child.stderr.take().expect("a pipe");
        let log = thread::spawn(move || {
            let mut log = Vec::new();
            let _ = stderr.read_to_end(&mut log);
            String::from_utf8_lossy(&log).into_owned()
        });
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        stdout.read_line(&mut line).expect("stdout in UTF-8");
        let Ok(banner) = serde_json::from_str(&line) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!(
                "it did not become ready: {line:?} {}",
                log.join().expect("its log")
            );
        };
        Self { child, banner, log }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(running) = &mut self.running {
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}
