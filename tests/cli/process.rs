//! The binary as a child process that a test can start, read, signal and wait for.
//!
//! Nothing here sleeps: the child says when it is ready, and its end is waited for. A child that never ends is ended by
//! the test, which then fails.

use std::{
    io::{BufRead as _, BufReader, Read as _},
    net::SocketAddr,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread::{self, JoinHandle},
    time::Duration,
};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::Value;
use tempfile::TempDir;

use crate::support::OWN_PORTS;

/// How long a child may take before the test gives up on it.
const PATIENCE: Duration = Duration::from_secs(60);

/// `gmqtt` with `args`, with nothing of the machine's own configuration around it.
pub(crate) fn gmqtt<'a>(args: impl IntoIterator<Item = &'a str>) -> Command {
    isolated(Command::new(env!("CARGO_BIN_EXE_gmqtt")), args)
}

/// A shell that runs `script`, in which `$GMQTT` is the binary.
pub(crate) fn shell(script: &str) -> Command {
    let mut command = isolated(Command::new("bash"), ["-c", script]);
    command.env("GMQTT", env!("CARGO_BIN_EXE_gmqtt"));
    command
}

fn isolated<'a>(mut command: Command, args: impl IntoIterator<Item = &'a str>) -> Command {
    let args: Vec<_> = args.into_iter().collect();
    let starts = args
        .iter()
        .any(|arg| *arg == "start" || arg.contains("$GMQTT start"));
    command
        .args(args)
        .env_clear()
        .env("HOME", "/nonexistent")
        .stdin(Stdio::null());
    if starts {
        command.envs(OWN_PORTS);
    }
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Done {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Done {
    /// stdout as one JSON document.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }
}

impl From<Output> for Done {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output in UTF-8");
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

/// Runs `command` to its end.
#[track_caller]
pub(crate) fn run(command: &mut Command) -> Done {
    let (child, watchdog) = spawn(command);
    finish(child, watchdog)
}

/// Starts `command` in a process group of its own, so that what it starts can be ended with it.
#[track_caller]
fn spawn(command: &mut Command) -> (Child, Watchdog) {
    let command = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0);
    let child = command
        .spawn()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let watchdog = Watchdog::watch(&child);
    (child, watchdog)
}

/// Runs `gmqtt` with `args` to its end.
#[track_caller]
pub(crate) fn run_gmqtt<'a>(args: impl IntoIterator<Item = &'a str>) -> Done {
    run(&mut gmqtt(args))
}

/// Waits for `child`, which must end by itself.
#[track_caller]
fn finish(child: Child, watchdog: Watchdog) -> Done {
    let output = child.wait_with_output().expect("it can be waited for");
    let in_time = watchdog.rest();
    let done = Done::from(output);
    assert!(in_time, "it did not end: {done:?}");
    done
}

/// Kills a child and what it has started when a test has lost patience with them, so that whoever waits for it goes on.
struct Watchdog {
    /// Dropping it calls the watchdog off.
    leash: mpsc::SyncSender<()>,
    bite: JoinHandle<bool>,
}

impl Watchdog {
    fn watch(child: &Child) -> Self {
        let pid = Pid::from_child(child);
        let (leash, called_off) = mpsc::sync_channel(0);
        let bite = thread::spawn(move || {
            let bite = called_off.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout);
            if bite {
                let _ = kill_process_group(pid, Signal::KILL);
            }
            bite
        });
        Self { leash, bite }
    }

    /// Calls it off; whether it had nothing to do.
    fn rest(self) -> bool {
        drop(self.leash);
        !self.bite.join().expect("it only waits")
    }
}

/// A folder that goes away with the test, holding a config file.
pub(crate) fn folder_with(config: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("gmqtt.yml"), config).expect("the file is written");
    folder
}

/// `path` as an argument.
pub(crate) fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A broker in a process of its own, listening on a port of its own. It is killed when dropped.
pub(crate) struct Broker {
    /// `None` once its end is waited for.
    running: Option<(Child, Watchdog)>,
    /// The first line it prints: what it serves, in JSON.
    banner: Value,
    stdout: BufReader<ChildStdout>,
    stderr: BufReader<ChildStderr>,
}

impl Broker {
    /// Starts `gmqtt start` with `args` and waits until it is ready.
    #[track_caller]
    pub(crate) fn start<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        Self::spawn(gmqtt(["start", "-o", "json"]).args(args))
    }

    /// Like [`start`](Self::start), on a port that nobody else has.
    #[track_caller]
    pub(crate) fn anywhere<'a>(args: impl IntoIterator<Item = &'a str>) -> Self {
        Self::start(["--listen", "tcp://127.0.0.1:0"].into_iter().chain(args))
    }

    /// Starts `command`, which prints the banner as JSON, and waits until it is ready.
    #[track_caller]
    pub(crate) fn spawn(command: &mut Command) -> Self {
        let (mut child, watchdog) = spawn(command);
        let mut stdout = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("stdout in UTF-8");
        let Ok(banner) = serde_json::from_str(&line) else {
            let _ = child.kill();
            let mut log = String::new();
            let _ = stderr.read_to_string(&mut log);
            panic!("it did not become ready: {line:?} {log}");
        };
        Self {
            running: Some((child, watchdog)),
            banner,
            stdout,
            stderr,
        }
    }

    /// What it printed about itself.
    pub(crate) fn banner(&self) -> &Value {
        &self.banner
    }

    /// Where its first listener listens.
    pub(crate) fn address(&self) -> SocketAddr {
        let url = self.banner["listeners"][0].as_str().expect("a listener");
        url.strip_prefix("tcp://")
            .expect("TCP")
            .parse()
            .expect("an address")
    }

    pub(crate) fn pid(&self) -> Pid {
        let (child, _) = self.running.as_ref().expect("it runs");
        Pid::from_child(child)
    }

    pub(crate) fn signal(&self, signal: Signal) {
        kill_process(self.pid(), signal).expect("the signal is sent");
    }

    /// Reads its log until a line contains `text`, and gives back that line. What has been read is gone.
    #[track_caller]
    pub(crate) fn wait_for_log(&mut self, text: &str) -> String {
        let mut read = String::new();
        loop {
            let start = read.len();
            let length = self.stderr.read_line(&mut read).expect("a log in UTF-8");
            assert_ne!(length, 0, "no {text:?} in {read}");
            if read[start..].contains(text) {
                return read.split_off(start);
            }
        }
    }

    /// Waits for its end; tells what it printed since.
    #[track_caller]
    pub(crate) fn end(mut self) -> Done {
        let (mut child, watchdog) = self.running.take().expect("it runs");
        let (mut stdout, mut stderr) = (String::new(), String::new());
        // Its pipes close when it ends.
        self.stderr
            .read_to_string(&mut stderr)
            .expect("a log in UTF-8");
        self.stdout
            .read_to_string(&mut stdout)
            .expect("output in UTF-8");
        let code = child.wait().expect("it can be waited for").code();
        let done = Done {
            code,
            stdout,
            stderr,
        };
        assert!(watchdog.rest(), "it did not end: {done:?}");
        done
    }

    /// Ends it as an operator would.
    #[track_caller]
    pub(crate) fn stop(self) -> Done {
        self.signal(Signal::TERM);
        self.end()
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        if let Some((mut child, _)) = self.running.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}
