//! A node of a cluster: the binary in a process of its own, perhaps in a network of its own.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use gmqtt_protocol::Version;
use gmqtt_protocol::packet::Connack;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::Raw;
use crate::support::packets::connect;

/// How long nodes may take to agree.
const PATIENCE: Duration = Duration::from_secs(40);

/// A broker that is one of many, and the folder with what it keeps.
pub(super) struct Node {
    pub(super) name: String,
    /// The network namespace it runs in.
    network: Option<String>,
    listen: String,
    settings: Vec<String>,
    folder: TempDir,
    running: Option<Child>,
    pid: Option<Pid>,
    address: SocketAddr,
}

/// What each node has.
const SETTINGS: [&str; 8] = [
    "plugin_order=[admin, federation]",
    "api.grpc=[]",
    "api.http=[]",
    "plugins.federation.cluster_secret=tests",
    "plugins.federation.retry_interval=300ms",
    "persistence.type=embedded",
    "log.level=debug",
    "log.format=text",
];

/// Waits until something is so.
#[track_caller]
pub(super) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !is_so() {
        assert!(Instant::now() < end, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(30));
    }
}

impl Node {
    /// On loopback, alone.
    pub(super) fn alone(name: &str) -> Self {
        Self::joining(name, &[])
    }

    /// On loopback, with others to join.
    pub(super) fn joining(name: &str, others: &[&Self]) -> Self {
        Self::joining_with(name, others, &[])
    }

    /// The same with more settings.
    pub(super) fn joining_with(name: &str, others: &[&Self], more: &[String]) -> Self {
        let join: Vec<_> = others.iter().map(|other| other.gossip()).collect();
        let settings = [
            "plugins.federation.fed_addr=127.0.0.1:0".to_owned(),
            "plugins.federation.gossip_addr=127.0.0.1:0".to_owned(),
            format!("plugins.federation.retry_join=[{}]", quoted(&join)),
        ];
        Self::start_in(name, None, "127.0.0.1:0", &[&settings[..], more].concat())
    }

    /// Nodes on loopback that know each other.
    pub(super) fn cluster(names: &[&str]) -> Vec<Self> {
        let mut nodes: Vec<Self> = Vec::new();
        for name in names {
            let others: Vec<_> = nodes.iter().collect();
            let node = Self::joining(name, &others);
            nodes.push(node);
        }
        together(&nodes);
        nodes
    }

    /// In a network of its own, with more settings.
    pub(super) fn start_in(
        name: &str,
        network: Option<&str>,
        listen: &str,
        settings: &[String],
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let below = |file: &str| folder.path().join(file).display().to_string();
        let mut all: Vec<_> = SETTINGS.map(str::to_owned).into();
        all.push(format!("plugins.federation.node_name={name}"));
        all.push(format!(
            "plugins.federation.snapshot_path={}",
            below("nodes")
        ));
        all.push(format!("api.unix.path={}", below("admin.sock")));
        all.extend_from_slice(settings);
        let mut node = Self {
            name: name.to_owned(),
            network: network.map(str::to_owned),
            listen: listen.to_owned(),
            settings: all,
            folder,
            running: None,
            pid: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
        };
        node.start();
        node
    }

    /// Starts it, again on what it left.
    #[track_caller]
    pub(super) fn start(&mut self) {
        let binary = env!("CARGO_BIN_EXE_gmqtt");
        let mut command = match &self.network {
            Some(network) => {
                let mut command = Command::new("ip");
                command.args(["netns", "exec", network, binary]);
                command
            }
            None => Command::new(binary),
        };
        let listen = format!("tcp://{}", self.listen);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log"))
            .expect("a log");
        command
            .args(["start", "-o", "json", "--listen", &listen, "--data-dir"])
            .arg(self.folder.path())
            .args(self.settings.iter().flat_map(|it| ["--set", it]))
            .env_clear()
            .env("HOME", "/nonexistent")
            .envs(std::env::var_os("PATH").map(|path| ("PATH", path)))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(log);
        let mut child = command.spawn().expect("the binary starts");
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut banner = String::new();
        stdout.read_line(&mut banner).expect("stdout in UTF-8");
        // Nobody else reads what comes behind it.
        std::thread::spawn(move || {
            let _ = stdout.read_to_end(&mut Vec::new());
        });
        let Some((pid, address)) = read(&banner) else {
            let _ = child.kill();
            let _ = child.wait();
            panic!(
                "{} did not become ready: {banner:?} {}",
                self.name,
                self.log()
            );
        };
        (self.running, self.pid, self.address) = (Some(child), Some(pid), address);
    }

    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log")).unwrap_or_default()
    }

    /// As if its machine were switched off.
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

    /// Runs a command of the tool against it.
    pub(super) fn ask(&self, words: &str) -> Output {
        let socket = self.folder.path().join("admin.sock");
        Command::new(env!("CARGO_BIN_EXE_gmqtt"))
            .args(words.split(' '))
            .env_clear()
            .env("HOME", "/nonexistent")
            .env("GMQTT_API", format!("unix://{}", socket.display()))
            .output()
            .expect("the tool runs")
    }

    /// Whether it says that it is ready for clients.
    pub(super) fn is_ready(&self) -> bool {
        let output = Command::new("curl")
            .args([
                "-s",
                "-o",
                "/dev/null",
                "-w",
                "%{http_code}",
                "--unix-socket",
            ])
            .arg(self.folder.path().join("admin.sock"))
            .arg("http://localhost/readyz")
            .output()
            .expect("curl runs");
        output.stdout == b"200"
    }

    /// The nodes as this one sees them, by name.
    pub(super) fn members(&self) -> Vec<Value> {
        let output = self.ask("cluster members -o json");
        let listed: Value = serde_json::from_slice(&output.stdout).unwrap_or_default();
        listed["items"].as_array().cloned().unwrap_or_default()
    }

    /// Another node, or this one, as this one sees it.
    pub(super) fn member(&self, name: &str) -> Option<Value> {
        self.members().into_iter().find(|it| it["name"] == name)
    }

    /// What it says of the standing of another one: `STATUS_ALIVE`.
    pub(super) fn status(&self, name: &str) -> String {
        let member = self.member(name);
        member.map_or_else(String::new, |it| {
            it["status"].as_str().unwrap_or_default().to_owned()
        })
    }

    /// Where it gossips.
    pub(super) fn gossip(&self) -> String {
        let mut address = String::new();
        until("a node knows itself", || {
            let me = self.member(&self.name);
            address = me.map_or_else(String::new, |me| {
                me["addr"].as_str().unwrap_or_default().to_owned()
            });
            !address.is_empty()
        });
        address
    }

    /// Waits until this node knows that another has so many filters.
    #[track_caller]
    pub(super) fn knows_routes(&self, of: &str, count: u64) {
        until(
            &format!("{} knows {count} routes of {of}", self.name),
            || {
                self.member(of)
                    .is_some_and(|it| number(&it["routes"]) == count)
            },
        );
    }

    /// Where its clients connect.
    pub(super) const fn address(&self) -> SocketAddr {
        self.address
    }

    pub(super) fn open(&self) -> Raw {
        Raw::open(self.address, Version::V5)
    }

    /// A client whose session ends with its connection.
    #[track_caller]
    pub(super) fn client(&self, client_id: &str) -> Raw {
        let mut raw = self.open();
        raw.send(&connect(Version::V5, client_id));
        raw.expect_accepted();
        raw
    }

    /// A client whose session stays for an hour, and what it was told.
    #[track_caller]
    pub(super) fn persistent(&self, client_id: &str) -> (Raw, Connack<'static>) {
        let mut raw = self.open();
        let mut packet = connect(Version::V5, client_id);
        packet.clean_start = false;
        packet.properties.session_expiry_interval = Some(3600);
        raw.send(&packet);
        let connack = raw.expect_accepted();
        (raw, connack)
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        self.kill();
        if std::thread::panicking() {
            eprintln!("--- log of {} ---\n{}", self.name, self.log());
        }
    }
}

/// Waits until each of these nodes has all others, and a link to them.
#[track_caller]
pub(super) fn together(nodes: &[Node]) {
    for node in nodes {
        until(&format!("{} is with the others", node.name), || {
            let members = node.members();
            nodes.iter().all(|other| {
                members.iter().any(|it| {
                    let is_linked = it["tags"]["link"] == "up" || it["local"] == true;
                    it["name"] == other.name.as_str() && it["status"] == "STATUS_ALIVE" && is_linked
                })
            })
        });
    }
}

/// A number of 64 bits in the JSON of the API.
pub(super) fn number(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.parse().unwrap_or_default(),
        value => value.as_u64().unwrap_or_default(),
    }
}

fn quoted(addresses: &[String]) -> String {
    let quoted: Vec<_> = addresses.iter().map(|it| format!("\"{it}\"")).collect();
    quoted.join(", ")
}

/// The process and the address in the banner.
fn read(banner: &str) -> Option<(Pid, SocketAddr)> {
    let banner: Value = serde_json::from_str(banner).ok()?;
    let pid = i32::try_from(banner["pid"].as_i64()?).ok()?;
    let url = banner["listeners"][0].as_str()?;
    let address = url.strip_prefix("tcp://")?.parse().ok()?;
    Some((Pid::from_raw(pid)?, address))
}
