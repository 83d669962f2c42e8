//! The store on disk: a log of our own in segments, an index of what is alive in memory, one thread that writes.
//!
//! Why a log of our own and not the LSM tree that was measured first (fjall 3.1): what it does is the opposite of the promise, by
//! its source. Its journal reader cuts the file at the first entry that it cannot decode and goes on without a word, so that one
//! damaged byte takes all that was acknowledged after it; after one failed sync it is poisoned until it is opened again; and it
//! reaches its files itself, so that no test can take the disk away from it between two writes. The log is small, and does each of
//! these. It costs memory: the index keeps about 100 bytes for a message in one queue, 40 for each queue more.
//!
//! ```text
//! append -> frame in memory, index -> [writer: write, fdatasync] -> durable -> acknowledgements leave
//!                                          \-> oldest segment: what is alive is appended again, then the file is removed
//! ```
//!
//! What is appended while a sync is under way is covered by the next one: the slower the disk, the more each sync covers.
//!
//! After a failed write or sync nothing is known about the file, and trying again would not help: the system may have thrown
//! away what it could not write. Everything that is not durable is still in memory and goes into a new file, again and again,
//! until it can be written there.

mod disk;
mod engine;
mod live;
mod lock;
mod log;
mod pages;
mod reading;
mod replay;
mod segment;
mod upgrade;
mod writer;

#[cfg(test)]
mod crash;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod simulated;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::watch;

use self::disk::{Directory, Disk};
use self::engine::Engine;
pub use self::lock::Lock;
use self::writer::Writer;
use crate::batch::Batch;
use crate::change::SessionKey;
use crate::export::Exported;
use crate::store::{
    BoxFuture, Full, Health, Loaded, Lsn, Queued, ReadError, Restore, Stats, Store,
};

/// How the store on disk is kept.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its directory; made if it is not there.
    pub path: PathBuf,
    /// When a position counts as durable.
    pub commit: Commit,
    /// The size it may have on disk, in bytes; at least 16 MiB.
    pub max_bytes: u64,
}

/// When a position counts as durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Commit {
    /// When the disk has it.
    Sync,
    /// At once: it is on the disk within this time, and lost if the machine ends before that.
    Async(Duration),
}

/// Why the store cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The disk, or the rights to it.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// Somebody else has it open.
    #[error(
        "another gmqtt{} has it open: end that one, or give this one a `persistence.embedded.path` of its own",
        pid.map(|pid| format!(" (pid {pid})")).unwrap_or_default()
    )]
    InUse {
        /// The process, if it says so.
        pid: Option<u32>,
    },
    /// A newer gmqtt wrote it.
    #[error(
        "{file} has format {version}, this gmqtt reads up to {known}: start the newer gmqtt, or set another `persistence.embedded.path`",
        known = segment::VERSION
    )]
    Newer {
        /// The file.
        file: String,
        /// Its format.
        version: u32,
    },
    /// What had been written is not there any more.
    #[error(
        "the store is damaged: {0}; restore a backup, or set another `persistence.embedded.path`"
    )]
    Damaged(String),
}

/// Sizes that the log keeps to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// A segment that has so much gets no more.
    pub(crate) segment_bytes: u64,
    pub(crate) max_bytes: u64,
    /// What may wait in memory to become durable.
    pub(crate) pending_bytes: u64,
}

impl Limits {
    fn of(max_bytes: u64) -> Self {
        let max_bytes = max_bytes.max(LEAST_BYTES);
        Self {
            segment_bytes: (max_bytes / 32).min(64 << 20),
            max_bytes,
            pending_bytes: (max_bytes / 4).min(64 << 20),
        }
    }

    /// What new messages leave free, for acknowledgements and for cleaning.
    const fn reserve(&self) -> u64 {
        self.max_bytes / 8
    }
}

const LEAST_BYTES: u64 = 16 << 20;

/// The store on disk.
#[derive(Debug)]
pub struct Embedded {
    shared: Arc<Writer>,
    thread: Mutex<Option<JoinHandle<()>>>,
    is_read_only: bool,
}

/// Who else may use a store that is only read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Other readers.
    Alone,
    /// A broker, too.
    Beside,
}

impl Embedded {
    /// Opens a store that is there to read it, and changes nothing: what is appended is refused. Any number of readers may have
    /// it open; with [`Reading::Alone`] no broker can open it meanwhile, with [`Reading::Beside`] one may be writing it, and it is read as
    /// of one moment: all that was acknowledged before is there.
    ///
    /// # Errors
    /// As [`open`](Self::open), and when the directory is not there.
    pub fn open_read_only(path: &Path, reading: Reading) -> Result<Self, OpenError> {
        let disk: Arc<dyn Disk> = Arc::new(Directory::read(path, reading == Reading::Alone)?);
        let limits = Limits::of(LEAST_BYTES);
        let mut tries = match reading {
            Reading::Alone => 1,
            // A segment may be made or removed between listing and opening them.
            Reading::Beside => 4,
        };
        let engine = loop {
            tries -= 1;
            match Engine::open(disk.clone(), limits) {
                Err(OpenError::Io(_) | OpenError::Damaged(_)) if tries > 0 => {}
                opened => break opened?,
            }
        };
        Ok(Self::read_only(engine))
    }

    fn read_only(engine: Engine) -> Self {
        Self {
            shared: Arc::new(Writer::new(engine, Commit::Sync)),
            thread: Mutex::default(),
            is_read_only: true,
        }
    }

    /// Opens the store and reads it. It blocks as long as that takes: about a second for a million messages. One of an older format
    /// is written again in this one, and stays beside it as a directory whose name ends in `.format-` and its number.
    ///
    /// # Errors
    /// When it cannot be read, is in use, or is of a newer format. A disk that cannot be written is no error: see [`Store::health`].
    pub fn open(options: &Options) -> Result<Self, OpenError> {
        upgrade::finish(&options.path)?;
        let directory = Directory::open(&options.path)?;
        let engine = Engine::open(Arc::new(directory), Limits::of(options.max_bytes))?;
        let format = engine.log.lock().format;
        if format < segment::VERSION {
            upgrade::run(engine, options, format)?;
            return Self::open(options);
        }
        Self::with(engine, options)
    }

    fn with(engine: Engine, options: &Options) -> Result<Self, OpenError> {
        let shared = Arc::new(Writer::new(engine, options.commit));
        let writer = shared.clone();
        let thread = std::thread::Builder::new()
            .name("gmqtt-store".to_owned())
            .spawn(move || writer.run())?;
        Ok(Self {
            shared,
            thread: Mutex::new(Some(thread)),
            is_read_only: false,
        })
    }

    fn engine(&self) -> &Engine {
        &self.shared.engine
    }

    fn end(&self) {
        self.shared.stop();
        if let Some(thread) = self.thread.lock().take() {
            // It ends by itself; what it panicked over was said.
            let _ = thread.join();
        }
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.end();
    }
}

impl Store for Embedded {
    fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        if self.is_read_only {
            return Err(Full::Failed);
        }
        self.shared.append(batch)
    }

    fn durable(&self) -> watch::Receiver<Lsn> {
        self.shared.durable.subscribe()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.shared.health.subscribe()
    }

    fn load<'a>(&'a self, into: &'a mut dyn Restore) -> BoxFuture<'a, Result<Loaded, ReadError>> {
        Box::pin(reading::load(self.engine(), into))
    }

    fn read_queue(
        &self,
        session: SessionKey,
        after: Option<u64>,
        limit: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, ReadError>> {
        let shared = self.shared.clone();
        reading::blocking(move || reading::queue(&shared.engine, session, after, limit))
    }

    fn export(&self, session: SessionKey) -> BoxFuture<'_, Result<Option<Exported>, ReadError>> {
        let shared = self.shared.clone();
        reading::blocking(move || reading::export(&shared.engine, session))
    }

    fn stats(&self) -> Stats {
        let log = self.engine().log.lock();
        Stats {
            sessions: log.index.sessions.len() as u64,
            messages: log.index.messages.len() as u64,
            retained: log.index.retained.len() as u64,
            bytes: log.disk_bytes(),
            live_bytes: log.live.total(),
            pending_bytes: log.pending(),
            commits: log.commits,
            batches: log.batches,
        }
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async { self.end() })
    }
}
