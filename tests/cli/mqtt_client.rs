//! What the tests of `gmqtt mqtt` have in common: a subscriber that stands, and a broker of somebody else's.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    process::{Child, ChildStderr, Command, Stdio},
};

use tempfile::TempDir;

use super::process::{Broker, Done, gmqtt, run, text};

/// `gmqtt mqtt TOOL` towards `broker`.
pub(super) fn towards(broker: &Broker, tool: &str) -> Command {
    let address = broker.address();
    let mut command = gmqtt(["mqtt", tool]);
    command.args(["-h", &address.ip().to_string()]);
    command.args(["-p", &address.port().to_string()]);
    command
}

/// Publishes with our own tool.
#[track_caller]
pub(super) fn publish(broker: &Broker, args: &[&str]) -> Done {
    run(towards(broker, "pub").args(args))
}

/// A subscriber of ours whose subscription stands.
pub(super) struct Subscriber {
    pub(super) child: Child,
    stderr: BufReader<ChildStderr>,
}

impl Subscriber {
    /// Starts `command`, a `gmqtt mqtt` that says on stderr when it is `ready`.
    #[track_caller]
    pub(super) fn start(command: &mut Command, ready: &str) -> Self {
        let command = command
            .arg("--verbose")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let stderr = BufReader::new(child.stderr.take().expect("a pipe"));
        let mut subscriber = Self { child, stderr };
        subscriber.wait_for(ready);
        subscriber
    }

    /// `gmqtt mqtt sub` with `args`, which never takes longer than a minute.
    #[track_caller]
    pub(super) fn new(broker: &Broker, args: &[&str]) -> Self {
        let mut command = towards(broker, "sub");
        Self::start(command.args(["--for", "60s"]).args(args), "subscribed to")
    }

    /// Reads stderr up to a line with `wanted`.
    #[track_caller]
    pub(super) fn wait_for(&mut self, wanted: &str) -> String {
        let mut read = String::new();
        loop {
            let start = read.len();
            let length = self.stderr.read_line(&mut read).expect("text");
            assert_ne!(length, 0, "no {wanted:?} in {read}");
            if read[start..].contains(wanted) {
                return read.split_off(start);
            }
        }
    }

    /// Waits for its end.
    #[track_caller]
    pub(super) fn end(mut self) -> Done {
        let mut stderr = String::new();
        let mut stdout = Vec::new();
        let mut pipe = self.child.stdout.take().expect("a pipe");
        pipe.read_to_end(&mut stdout).expect("it is read");
        self.stderr.read_to_string(&mut stderr).expect("text");
        Done {
            code: self.child.wait().expect("it ends").code(),
            stdout: String::from_utf8(stdout).expect("text"),
            stderr,
        }
    }
}

/// Debian's mosquitto behind a unix socket, where nobody else can be in the way.
pub(super) struct Mosquitto {
    child: Child,
    folder: TempDir,
}

impl Mosquitto {
    /// With `config` besides its listener.
    #[track_caller]
    pub(super) fn start(config: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("mosquitto.conf");
        let socket = folder.path().join("mosquitto.sock");
        let lines = format!(
            "listener 0 {}\nuser root\nallow_anonymous true\nlog_dest stderr\n{}\n",
            socket.display(),
            config.replace("FOLDER", text(folder.path()))
        );
        fs::write(&file, lines).expect("it is written");
        if config.contains("acl_file") {
            // Nobody may do anything in secret.
            fs::write(folder.path().join("acl"), "topic readwrite open/#\n")
                .expect("it is written");
        }
        let mut command = Command::new("mosquitto");
        let path = std::env::var("PATH").unwrap_or_default();
        command
            .args(["-c", text(&file)])
            .env("PATH", format!("{path}:/usr/sbin"))
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("mosquitto is installed");
        let mut log = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        let running = log.any(|line| line.expect("text").contains("running"));
        assert!(running, "it does not run");
        // What it logs further on is read, so that it never waits for that.
        std::thread::spawn(move || log.for_each(drop));
        Self { child, folder }
    }

    /// Its socket.
    pub(super) fn socket(&self) -> String {
        text(&self.folder.path().join("mosquitto.sock")).to_owned()
    }

    /// `gmqtt mqtt TOOL` towards it.
    pub(super) fn tool(&self, tool: &str) -> Command {
        let mut command = gmqtt(["mqtt", tool]);
        command.args(["--unix", &self.socket()]);
        command
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
