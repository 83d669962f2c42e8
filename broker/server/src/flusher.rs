//! Writing outboxes late: what all the connections of a thread have put into them until it would look for new packets goes out in
//! one write for each subscriber.
//!
//! Each thread has a flusher, a task that is woken when the thread has nothing else to do (or has done enough of it).

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use parking_lot::Mutex;
use tokio::runtime::Handle;

use crate::broker::Broker;
use crate::delivery::Flushed;
use crate::session::Session;
use crate::turn;

/// The sessions whose outboxes one thread has touched.
#[derive(Debug, Default)]
pub(crate) struct Flusher {
    pending: Mutex<Pending>,
}

#[derive(Debug, Default)]
struct Pending {
    sessions: Vec<Arc<Session>>,
    /// Set once the task has run; until then it will look at the sessions by itself.
    waker: Option<Waker>,
    scheduled: bool,
    /// The thread has no more use for it.
    closed: bool,
}

/// Outboxes written before others may work.
const BATCH: usize = 256;

impl Flusher {
    /// Starts the flusher of this thread.
    pub(crate) fn spawn(broker: &Arc<Broker>) -> Arc<Self> {
        let flusher = Arc::new(Self::default());
        if let Ok(runtime) = Handle::try_current() {
            let (broker, flusher) = (broker.clone(), flusher.clone());
            let mut batch = Vec::new();
            runtime.spawn(poll_fn(move |cx| flusher.flush(&broker, &mut batch, cx)));
        }
        flusher
    }

    /// Has these outboxes written soon.
    pub(crate) fn push(&self, touched: &mut Vec<Arc<Session>>) {
        let mut pending = self.pending.lock();
        pending.sessions.append(touched);
        if !std::mem::replace(&mut pending.scheduled, true)
            && let Some(waker) = &pending.waker
        {
            wake_when_idle(waker);
        }
    }

    /// The task ends when it has written what is left.
    pub(crate) fn close(&self) {
        let mut pending = self.pending.lock();
        pending.closed = true;
        if let Some(waker) = &pending.waker {
            waker.wake_by_ref();
        }
    }

    fn flush(
        &self,
        broker: &Arc<Broker>,
        batch: &mut Vec<Arc<Session>>,
        cx: &mut Context<'_>,
    ) -> Poll<()> {
        let mut pending = self.pending.lock();
        if pending.waker.is_none() {
            pending.waker = Some(cx.waker().clone());
        }
        let from = pending.sessions.len().saturating_sub(BATCH);
        batch.extend(pending.sessions.drain(from..));
        pending.scheduled = from > 0;
        let (more, closed) = (from > 0, pending.closed);
        drop(pending);
        turn::run(broker, |turn| {
            for session in batch.drain(..) {
                let mut delivery = session.delivery.lock();
                if delivery.flush(&mut turn.desk) == Flushed::OwnersTurn {
                    delivery.wake();
                }
            }
        });
        if more {
            wake_when_idle(cx.waker());
        }
        if closed && !more {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

/// Wakes a task after the others that are ready now, and after a look at the sockets.
pub(crate) fn wake_when_idle(waker: &Waker) {
    let _ = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(waker));
}
