//! The parts of other nodes: sessions are fenced there, read, and removed once they are safe elsewhere.
//!
//! A node that was at a session before, and may still be, is found by its fence, or by the trace it has left of a session that was handed to
//! it: its own part is fenced, too, so that what it has got is not written there any more. Of what is found the latest counts.

use std::collections::BTreeSet;

use super::connection::Pool;
use super::epoch::Marked;
use super::layout::{Keys, PARTS};
use super::part::Part;
use super::reading::Parts;
use super::script::{self, Fenced, How};
use super::{Options, Redis};
use crate::change::SessionKey;
use crate::shared::{Epoch, Late, Lost, NotTaken, Shared, Taken};
use crate::store::{BoxFuture, ReadError};

/// Sessions are taken on so many connections at most: when a node is gone, all its clients come at once.
const CONNECTIONS: u32 = 8;

/// The parts of a database, as the node of one of them sees them.
pub(super) struct Taking {
    /// The own part.
    part: Box<str>,
    pool: Pool,
}

/// A session that was found, and is fenced.
struct Found {
    part: Box<str>,
    session: SessionKey,
    epoch: Epoch,
}

impl Taking {
    pub(super) fn new(part: &str, options: &Options) -> Self {
        let pool = Pool::new(Options {
            max_active: CONNECTIONS + 1,
            max_idle: CONNECTIONS,
            ..options.clone()
        });
        Self {
            part: part.into(),
            pool,
        }
    }

    /// All parts there are.
    async fn parts(&self) -> Result<BTreeSet<Box<str>>, ReadError> {
        let mut pipeline = redis::pipe();
        pipeline.cmd("SMEMBERS").arg(PARTS);
        let (names,): (BTreeSet<String>,) = self.pool.run(&pipeline).await?;
        Ok(names.into_iter().map(Into::into).collect())
    }

    /// Fences the session of a client wherever it is, also what may be left of it in the own part.
    async fn fence(&self, client_id: &str, by: &Epoch) -> Result<Vec<Found>, NotTaken> {
        let parts = self.parts().await?;
        let mut wanted: Vec<_> = parts.into_iter().map(|part| (part, false)).collect();
        let (mut found, mut fenced) = (Vec::new(), BTreeSet::new());
        // Every part is fenced once at most.
        while let Some((part, always)) = wanted.pop() {
            let how = if always { How::Always } else { How::IfThere };
            let (marked, before) = match self.mark(&part, client_id, by, how).await? {
                Fenced::Later(by) => return Err(NotTaken::Later(by)),
                Fenced::Nothing => continue,
                Fenced::Yes(marked, before) => (marked, before),
            };
            let Marked { session, epoch } = marked;
            fenced.insert(part.clone());
            for before in before {
                // What this node brings here itself it knows.
                let is_of_another = before != Epoch::none() && before.node != self.part;
                if is_of_another && !fenced.contains(&before.node) {
                    wanted.push((before.node, true));
                }
            }
            if let Some(session) = session {
                found.push(Found {
                    part,
                    session,
                    epoch,
                });
            }
        }
        Ok(found)
    }

    async fn mark(
        &self,
        part: &str,
        client_id: &str,
        by: &Epoch,
        how: How,
    ) -> Result<Fenced, ReadError> {
        let script = script::fence(&Keys::of(Some(part)), client_id, by, how);
        let answer: (Vec<Vec<u8>>,) = self.run(&script).await?;
        Ok(Fenced::read(&answer.0)?)
    }

    async fn run<T: redis::FromRedisValue>(
        &self,
        pipeline: &redis::Pipeline,
    ) -> Result<T, ReadError> {
        Ok(self.pool.run(pipeline).await?)
    }

    async fn read(&self, found: Vec<Found>) -> Result<Option<Taken>, ReadError> {
        let Some(latest) = found.into_iter().max_by(|a, b| a.epoch.cmp(&b.epoch)) else {
            return Ok(None);
        };
        let keys = Keys::of(Some(&latest.part));
        let from = (&self.pool, &keys);
        let parts = Parts::read(from, latest.session, None, usize::MAX).await?;
        let session = parts.export(from).await?;
        Ok(session.map(|session| Taken {
            part: latest.part,
            session,
        }))
    }

    async fn remove(&self, client_id: &str, by: &Epoch) -> Result<(), ReadError> {
        for part in self.parts().await? {
            let script = script::remove(&Keys::of(Some(&part)), client_id, by);
            let _: (u64,) = self.run(&script).await?;
        }
        Ok(())
    }
}

impl Redis {
    async fn find(&self, client_id: &str, by: &Epoch) -> Result<Vec<Found>, NotTaken> {
        let Some(taking) = &self.taking else {
            return Ok(Vec::new());
        };
        // What has ended here a moment ago must not be found there.
        self.settle().await?;
        taking.fence(client_id, by).await
    }
}

impl Shared for Redis {
    fn take<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<Option<Taken>, NotTaken>> {
        Box::pin(async move {
            let found = self.find(client_id, by).await?;
            match &self.taking {
                Some(taking) => Ok(taking.read(found).await?),
                None => Ok(None),
            }
        })
    }

    fn fence<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<bool, NotTaken>> {
        Box::pin(async move { Ok(!self.find(client_id, by).await?.is_empty()) })
    }

    fn trace<'a>(
        &'a self,
        part: &'a str,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<(), NotTaken>> {
        Box::pin(async move {
            let Some(taking) = &self.taking else {
                return Ok(());
            };
            match taking.mark(part, client_id, by, How::Trace).await? {
                Fenced::Later(by) => Err(NotTaken::Later(by)),
                Fenced::Nothing | Fenced::Yes(..) => Ok(()),
            }
        })
    }

    fn remove<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<(), ReadError>> {
        Box::pin(async move {
            match &self.taking {
                Some(taking) => taking.remove(client_id, by).await,
                None => Ok(()),
            }
        })
    }

    fn settle(&self) -> BoxFuture<'_, Result<(), ReadError>> {
        Box::pin(Self::settle(self))
    }

    fn lost(&self) -> BoxFuture<'_, Vec<Lost>> {
        Box::pin(async {
            loop {
                let news = self.shared.lost.notified();
                let lost = self.with_part(Part::take_lost);
                if let Some(lost) = lost.filter(|lost| !lost.is_empty()) {
                    return lost;
                }
                news.await;
            }
        })
    }

    fn late(&self, session: SessionKey) -> Late {
        let late = self.with_part(|part| part.take_late(session));
        late.unwrap_or_default()
    }

    fn let_go(&self, session: SessionKey) {
        self.with_part(|part| part.let_go(session));
        self.shared.let_go.notify_one();
    }
}
