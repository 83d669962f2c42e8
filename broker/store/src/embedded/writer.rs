//! The thread that writes, syncs and cleans, and says how that goes.

use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Condvar, Mutex};
use tokio::sync::watch;
use tracing::{info, warn};

use super::Commit;
use super::engine::Engine;
use crate::batch::Batch;
use crate::store::{Full, Health, Lsn};

/// What the thread shares with those who append.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) engine: Engine,
    commit: Commit,
    pub(super) durable: watch::Sender<Lsn>,
    pub(super) health: watch::Sender<Health>,
    call: Mutex<Call>,
    called: Condvar,
}

/// What the thread is told.
#[derive(Debug, Default)]
struct Call {
    /// It sleeps, and wants to be woken when there is something to write.
    sleeps: bool,
    has_work: bool,
    stops: bool,
}

/// After a failure it tries again so soon.
const RETRY: Duration = Duration::from_millis(500);
/// When it stops, it tries for so long to write what is left to a disk that fails.
const LAST_TRIES: u32 = 3;

impl Writer {
    pub(super) fn new(engine: Engine, commit: Commit) -> Self {
        let durable = Lsn(engine.log.lock().durable);
        Self {
            engine,
            commit,
            durable: watch::Sender::new(durable),
            health: watch::Sender::new(Health::default()),
            call: Mutex::new(Call {
                has_work: true,
                ..Call::default()
            }),
            called: Condvar::new(),
        }
    }

    pub(super) fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        if batch.is_empty() {
            return Ok(Lsn::START);
        }
        let position = self.engine.append(batch)?;
        let mut call = self.call.lock();
        call.has_work = true;
        if std::mem::take(&mut call.sleeps) {
            drop(call);
            self.called.notify_one();
        }
        Ok(match self.commit {
            Commit::Sync => Lsn(position),
            Commit::Async(_) => Lsn::START,
        })
    }

    /// Writes what is left and ends the thread.
    pub(super) fn stop(&self) {
        self.call.lock().stops = true;
        self.called.notify_one();
    }

    /// Runs until [`stop`](Self::stop).
    pub(super) fn run(self: Arc<Self>) {
        let (mut last_tries, mut cleans) = (0, true);
        while self.wait_for_work() || last_tries < LAST_TRIES {
            let stops = self.call.lock().stops;
            if let Commit::Async(interval) = self.commit
                && !stops
            {
                self.pause(interval);
            }
            match self.commit() {
                Ok(()) if stops => return,
                Ok(()) => cleans = cleans && self.clean(),
                Err(error) => {
                    self.report(Some(error.to_string()));
                    last_tries += u32::from(stops);
                    self.pause(RETRY);
                }
            }
        }
    }

    /// False if it is to stop.
    fn wait_for_work(&self) -> bool {
        let mut call = self.call.lock();
        while !call.has_work && !call.stops {
            call.sleeps = true;
            self.called.wait(&mut call);
        }
        call.sleeps = false;
        call.has_work = false;
        !call.stops
    }

    /// Waits for a time, or until it is to stop.
    fn pause(&self, time: Duration) {
        let until = Instant::now() + time;
        let mut call = self.call.lock();
        while !call.stops && !self.called.wait_until(&mut call, until).timed_out() {}
    }

    fn commit(&self) -> std::io::Result<()> {
        let committed = self.engine.commit().inspect_err(|_| {
            // It is still there, and must be tried again.
            self.call.lock().has_work = true;
        })?;
        self.report(None);
        self.durable.send_replace(Lsn(committed));
        Ok(())
    }

    /// Cleans a little. False if that is not possible any more: the store goes on until it is as large as it may be.
    fn clean(&self) -> bool {
        match self.engine.clean() {
            Ok(false) => true,
            Ok(true) => {
                self.call.lock().has_work = true;
                true
            }
            Err(error) => {
                warn!(%error, "compaction of the store has ended: export it, and begin a new one");
                let warning = format!("compaction has ended: {error}");
                self.health
                    .send_modify(|health| health.warnings = Arc::from([warning]));
                false
            }
        }
    }

    /// Says what has changed about the health of the disk.
    fn report(&self, failure: Option<String>) {
        self.health.send_if_modified(|health| {
            if health.failure.as_deref() == failure.as_deref() {
                return false;
            }
            match &failure {
                Some(failure) => warn!(
                    reason = failure,
                    "the store cannot be written: nothing can be promised until it can"
                ),
                None => info!("the store works again"),
            }
            health.failure = failure.as_deref().map(Into::into);
            true
        });
    }
}
