//! The store that keeps nothing: a broker with it forgets everything when it ends, and pays nothing for it.

use tokio::sync::watch;

use crate::batch::Batch;
use crate::change::SessionKey;
use crate::export::Exported;
use crate::store::{
    BoxFuture, Full, Health, Loaded, Lsn, Queued, ReadError, Restore, Stats, Store,
};

/// Keeps nothing. Every position is durable at once.
#[derive(Debug)]
pub struct Memory {
    durable: watch::Sender<Lsn>,
    health: watch::Sender<Health>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            durable: watch::Sender::new(Lsn::START),
            health: watch::Sender::new(Health::default()),
        }
    }
}

impl Store for Memory {
    fn keeps(&self) -> bool {
        false
    }

    fn append(&self, batch: &mut Batch) -> Result<Lsn, Full> {
        batch.clear();
        Ok(Lsn::START)
    }

    fn durable(&self) -> watch::Receiver<Lsn> {
        self.durable.subscribe()
    }

    fn health(&self) -> watch::Receiver<Health> {
        self.health.subscribe()
    }

    fn load<'a>(&'a self, _: &'a mut dyn Restore) -> BoxFuture<'a, Result<Loaded, ReadError>> {
        Box::pin(std::future::ready(Ok(Loaded::default())))
    }

    fn read_queue(
        &self,
        _: SessionKey,
        _: Option<u64>,
        _: usize,
    ) -> BoxFuture<'_, Result<Vec<Queued>, ReadError>> {
        Box::pin(std::future::ready(Ok(Vec::new())))
    }

    fn export(&self, _: SessionKey) -> BoxFuture<'_, Result<Option<Exported>, ReadError>> {
        Box::pin(std::future::ready(Ok(None)))
    }

    fn stats(&self) -> Stats {
        Stats::default()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}
