//! A real redis-server on a port of its own, with a directory of its own.

use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

pub(crate) struct RedisServer {
    child: Option<Child>,
    pub(crate) port: u16,
    folder: TempDir,
}

impl RedisServer {
    /// One that loses nothing.
    pub(crate) fn durable() -> Self {
        let folder = tempfile::tempdir().expect("a directory");
        // It cannot choose a port itself; another process may be quicker.
        for _ in 0..20 {
            let port = free_port();
            if let Some(child) = launch(port, folder.path()) {
                return Self {
                    child: Some(child),
                    port,
                    folder,
                };
            }
        }
        panic!("redis-server does not start");
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
        let child = launch(self.port, self.folder.path());
        self.child = Some(child.expect("redis-server starts again"));
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("bound").port()
}

/// `None` if it ends before it is ready.
fn launch(port: u16, dir: &Path) -> Option<Child> {
    let mut child = Command::new("redis-server")
        .args(["--port", &port.to_string(), "--bind", "127.0.0.1"])
        .args(["--appendonly", "yes", "--appendfsync", "always"])
        .args(["--save", "", "--daemonize", "no", "--dir"])
        .arg(dir)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("redis-server is installed");
    let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
    let is_ready =
        lines.any(|line| line.is_ok_and(|line| line.contains("Ready to accept connections")));
    if !is_ready {
        child.wait().expect("ended");
        return None;
    }
    // It must not wait for somebody to read what else it says.
    std::thread::spawn(move || lines.for_each(drop));
    Some(child)
}
