//! The other nodes, kept in a file over a restart: where they gossip, and whether this node has left them on purpose.
//!
//! A line each: `run N` (the number of the run that wrote it), `left`, and addresses.

use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;

use gmqtt_plugin_api::{read_kept_file, replace_kept_file};

use crate::Run;

/// What is kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Snapshot {
    pub(crate) run: Run,
    pub(crate) has_left: bool,
    pub(crate) nodes: Vec<SocketAddr>,
}

/// The file; none if the configuration names none.
#[derive(Debug, Clone)]
pub(crate) struct SnapshotFile(pub(crate) Option<PathBuf>);

/// Runs are milliseconds since the Unix epoch: nobody wrote a later one in this century.
const FARTHEST: u64 = 1 << 42;
/// A larger file is none of ours.
const MOST: u64 = 1024 * 1024;

impl SnapshotFile {
    /// # Errors
    /// When there is a file and it cannot be read.
    pub(crate) fn read(&self) -> io::Result<Snapshot> {
        let Some(path) = &self.0 else {
            return Ok(Snapshot::default());
        };
        let kept = read_kept_file(path, MOST)?;
        Ok(kept.map_or_else(Snapshot::default, |(bytes, _)| {
            parse(&String::from_utf8_lossy(&bytes))
        }))
    }

    /// # Errors
    /// When it cannot be written.
    pub(crate) fn write(&self, snapshot: &Snapshot) -> io::Result<()> {
        match &self.0 {
            Some(path) => replace_kept_file(path, shown(snapshot).as_bytes()).map(drop),
            None => Ok(()),
        }
    }
}

/// Lines that mean nothing are passed over: a later version may write them.
fn parse(text: &str) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for line in text.lines().map(str::trim) {
        if line == "left" {
            snapshot.has_left = true;
        } else if let Some(run) = line.strip_prefix("run ") {
            let run = run.parse().ok().filter(|run| *run < FARTHEST);
            snapshot.run = Run(run.unwrap_or_default());
        } else if let Ok(node) = line.parse() {
            snapshot.nodes.push(node);
        }
    }
    snapshot
}

fn shown(snapshot: &Snapshot) -> String {
    let mut text = format!("run {}\n", snapshot.run.0);
    if snapshot.has_left {
        text.push_str("left\n");
    }
    for node in &snapshot.nodes {
        text.push_str(&format!("{node}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_what_means_nothing_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("snapshot");
        let file = SnapshotFile(Some(path.clone()));
        assert_eq!(file.read().unwrap(), Snapshot::default());
        let snapshot = Snapshot {
            run: Run(17),
            has_left: true,
            nodes: vec!["10.0.0.1:8902".parse().unwrap(), "[::1]:1".parse().unwrap()],
        };
        file.write(&snapshot).unwrap();
        assert_eq!(file.read().unwrap(), snapshot);
        let more = format!("{}hello\nrun 18446744073709551615\n\n", shown(&snapshot));
        std::fs::write(&path, more).unwrap();
        assert_eq!(file.read().unwrap().nodes, snapshot.nodes);
        assert_eq!(file.read().unwrap().run, Run(0));
    }
}
