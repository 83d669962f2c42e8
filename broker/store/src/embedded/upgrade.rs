//! A store of an older format, written again in the present one.
//!
//! ```text
//! store                                         the old one
//! store, store.upgrading                        being written
//! store, store.upgraded                         complete
//! store.format-1, store.upgraded                the old one is out of the way
//! store.format-1, store                         done
//! ```
//!
//! The old one stays for whoever has to go back. Where it ends matters only to its disk space.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use tracing::info;

use super::engine::Engine;
use super::{Embedded, OpenError, Options};
use crate::store::{ReadError, Store};
use crate::transfer::{Holdings, Present, Progress, Transfer};

/// Writes what `engine` holds again. Its directory is locked until it is out of the way.
pub(super) fn run(engine: Engine, options: &Options, format: u32) -> Result<(), OpenError> {
    let path = &options.path;
    let new = beside(path, UPGRADING);
    info!(
        from = format,
        to = super::segment::VERSION,
        "the store has an older format: it is written again, and the old one kept"
    );
    if new.exists() {
        // Of an upgrade that did not come to its end.
        fs::remove_dir_all(&new)?;
    }
    let old = Embedded::read_only(engine);
    let target = Embedded::open(&Options {
        path: new.clone(),
        ..options.clone()
    })?;
    // A thread of its own: whoever opens a store may be on a runtime already.
    let copied = std::thread::scope(|scope| scope.spawn(|| copy(&old, &target)).join());
    let Progress {
        sessions, entries, ..
    } = copied.unwrap_or_else(|_| {
        Err(io::Error::other("the upgrade of the store has panicked").into())
    })?;
    drop(target);
    let complete = beside(path, UPGRADED);
    if complete.exists() {
        fs::remove_dir_all(&complete)?;
    }
    fs::rename(&new, complete)?;
    let kept = (0..)
        .map(|n| match n {
            0 => beside(path, &format!("format-{format}")),
            n => beside(path, &format!("format-{format}.{n}")),
        })
        .find(|kept| !kept.exists())
        .unwrap_or_default();
    fs::rename(path, &kept)?;
    finish(path)?;
    info!(sessions, entries, kept = %kept.display(), "the store has the present format");
    Ok(())
}

/// Puts one that is complete in its place, if the process that wrote it did not come to that.
pub(super) fn finish(path: &Path) -> io::Result<()> {
    let new = beside(path, UPGRADED);
    if path.exists() || !new.is_dir() {
        return Ok(());
    }
    fs::rename(new, path)?;
    let parent = path.parent().filter(|it| *it != Path::new(""));
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}

fn copy(from: &Embedded, to: &Embedded) -> Result<Progress, OpenError> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(async {
        let mut transfer = Transfer::into_store(to, Holdings::default(), Present::Keep);
        let read = from.load(&mut transfer).await;
        if let Some(full) = transfer.refused() {
            return Err(io::Error::other(full).into());
        }
        read.map_err(|error| match error {
            ReadError::Io(error) => OpenError::Io(error),
            error => OpenError::Damaged(error.to_string()),
        })?;
        let progress = transfer.finish().await;
        let progress = progress.map_err(io::Error::other)?;
        to.close().await;
        Ok(progress)
    })
}

const UPGRADING: &str = "upgrading";
const UPGRADED: &str = "upgraded";

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(ending);
    path.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::super::segment::{self, Header, Kind};
    use super::super::{Commit, LEAST_BYTES};
    use super::*;
    use crate::batch::Batch;
    use crate::change::{Change, Client, SessionKey, SessionState};

    fn options(path: &Path) -> Options {
        Options {
            path: path.to_owned(),
            commit: Commit::Sync,
            max_bytes: LEAST_BYTES,
        }
    }

    /// A store of format 1 with a session.
    fn old_store(path: &Path) {
        fs::create_dir(path).expect("made");
        let mut batch = Batch::new();
        batch.push(&Change::PutSession {
            session: SessionKey(3),
            state: SessionState {
                client_id: "a",
                created_at: 1,
                expiry: None,
                offline_since: None,
                client: Client::default(),
                will: None,
                claim: None,
            },
        });
        // Format 1 had neither mount points nor claims; the bytes for none of them and for no will are the same.
        let body = batch.body();
        let mut bytes = Header {
            number: 1,
            base: 0,
            cleaned: 0,
        }
        .encode_as(1);
        let start = bytes.len();
        segment::begin_frame(&mut bytes, 0, Kind::Changes);
        bytes.extend_from_slice(&body[..body.len() - 2]);
        segment::end_frame(&mut bytes, start, 0);
        fs::write(path.join(segment::name(1)), bytes).expect("written");
    }

    fn clients(path: &Path) -> Vec<String> {
        let store = Embedded::open(&options(path)).expect("it opens");
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let holdings = runtime.expect("a runtime").block_on(Holdings::of(&store));
        holdings.expect("readable").sessions.into_keys().collect()
    }

    #[test]
    fn an_older_store_is_upgraded_and_kept() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        old_store(&path);
        let old = fs::read(path.join(segment::name(1))).unwrap();
        // Of an upgrade that was killed.
        fs::create_dir(dir.path().join("store.upgrading")).unwrap();
        fs::write(
            dir.path().join("store.upgrading").join(segment::name(1)),
            "x",
        )
        .unwrap();
        for _ in 0..2 {
            assert_eq!(clients(&path), ["a"]);
        }
        let kept = dir.path().join("store.format-1");
        assert_eq!(fs::read(kept.join(segment::name(1))).unwrap(), old);
        let mut names: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .flatten()
            .map(|it| it.file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["store", "store.format-1"]);
        // It can be read as it is, too.
        let reading = super::super::Reading::Alone;
        Embedded::open_read_only(&kept, reading).unwrap();
    }

    /// A process that ended when the old one was out of the way has lost nothing.
    #[test]
    fn an_upgrade_that_was_complete_takes_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        old_store(&path);
        assert_eq!(clients(&path), ["a"]);
        fs::rename(&path, dir.path().join("store.upgraded")).unwrap();
        assert_eq!(clients(&path), ["a"]);
    }

    #[test]
    fn formats_are_not_mixed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("store");
        old_store(&path);
        let first = fs::read(path.join(segment::name(1))).unwrap();
        let base = (first.len() - segment::HEADER as usize) as u64;
        let second = Header {
            number: 2,
            base,
            cleaned: 0,
        };
        fs::write(path.join(segment::name(2)), second.encode()).unwrap();
        let error = Embedded::open(&options(&path)).unwrap_err();
        assert!(matches!(error, OpenError::Damaged(_)), "{error}");
    }
}
