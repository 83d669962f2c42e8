//! A real redis-server on a port of its own, with a directory of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use gmqtt_store::redis::{Address, Options, Servers};
use tempfile::TempDir;

pub(crate) struct RedisServer {
    child: Option<Child>,
    pub(crate) port: u16,
    pub(crate) dir: TempDir,
    arguments: (Vec<String>, Vec<String>),
}

impl RedisServer {
    /// With settings as on its command line.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        Self::start_with(&[], arguments)
    }

    /// The same with a configuration file in front.
    pub(crate) fn start_with(first: &[&str], arguments: &[&str]) -> Self {
        let dir = tempfile::tempdir().expect("a directory");
        let arguments: Vec<String> = arguments.iter().map(|it| (*it).to_owned()).collect();
        let first: Vec<String> = first.iter().map(|it| (*it).to_owned()).collect();
        // It cannot choose a port itself; another process may be quicker.
        for _ in 0..20 {
            let port = free_port();
            if let Some(child) = launch(port, dir.path(), (&first, &arguments)) {
                return Self {
                    child: Some(child),
                    port,
                    dir,
                    arguments: (first, arguments),
                };
            }
        }
        panic!("redis-server does not start");
    }

    /// One that loses nothing.
    pub(crate) fn durable() -> Self {
        Self::start(&["--appendonly", "yes", "--appendfsync", "always"])
    }

    pub(crate) fn options(&self) -> Options {
        Options {
            servers: Servers::One(Address::new("127.0.0.1", self.port)),
            ..Options::default()
        }
    }

    /// Sends it a command.
    pub(crate) fn tell(&self, command: &[&str]) {
        let status = Command::new("redis-cli")
            .args(["-p", &self.port.to_string()])
            .args(command)
            .stdout(Stdio::null())
            .status()
            .expect("redis-cli is installed");
        assert!(status.success());
    }

    /// As if the machine were switched off.
    pub(crate) fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().expect("killed");
            child.wait().expect("ended");
        }
    }

    /// On the same port and directory.
    pub(crate) fn restart(&mut self) {
        self.kill();
        let child = launch(
            self.port,
            self.dir.path(),
            (&self.arguments.0, &self.arguments.1),
        );
        self.child = Some(child.expect("redis-server starts again"));
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("bound").port()
}

/// `None` if it ends before it is ready.
fn launch(port: u16, dir: &Path, (first, arguments): (&[String], &[String])) -> Option<Child> {
    let mut child = Command::new("redis-server")
        .args(first)
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--save", "", "--daemonize", "no", "--dir"])
        .arg(dir)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server is installed");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let is_ready = lines.any(|line| {
        line.is_ok_and(|line| {
            line.contains("Ready to accept connections") || line.contains("Sentinel ID is")
        })
    });
    if !is_ready {
        child.wait().expect("ended");
        return None;
    }
    // It must not wait for somebody to read what else it says.
    std::thread::spawn(move || lines.for_each(drop));
    Some(child)
}
