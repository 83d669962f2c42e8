//! Writing outboxes late: what all the connections of a thread have put into them until it would look for new packets goes out in
//! one write for each subscriber.
//!
//! Each thread has a flusher, a task that is woken when the thread has nothing else to do (or has done enough of it).

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep};

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
    /// Some outboxes are held back until the timer fires.
    holding: bool,
    /// Those that go out with them, though nobody has looked at them yet.
    joined: Vec<Arc<Session>>,
    /// The thread has no more use for it.
    closed: bool,
}

/// Outboxes written before others may work.
const BATCH: usize = 256;
/// How long small messages of many publishers are held back, at the least; the runtime's timer adds up to one millisecond.
const HOLD: Duration = Duration::from_millis(2);

/// What the task keeps for itself.
struct Work {
    broker: Arc<Broker>,
    batch: Vec<Arc<Session>>,
    held: Vec<Arc<Session>>,
    timer: Pin<Box<Sleep>>,
}

impl Flusher {
    /// Starts the flusher of this thread.
    pub(crate) fn spawn(broker: &Arc<Broker>) -> Arc<Self> {
        let flusher = Arc::new(Self::default());
        if let Ok(runtime) = Handle::try_current() {
            let (broker, flusher) = (broker.clone(), flusher.clone());
            runtime.spawn(async move {
                let timer = Box::pin(sleep(HOLD));
                let mut work = Work {
                    broker,
                    batch: Vec::new(),
                    held: Vec::new(),
                    timer,
                };
                poll_fn(|cx| flusher.flush(&mut work, cx)).await;
            });
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

    /// Has an outbox written together with those that are held back now. False if there are none.
    pub(crate) fn join(&self, session: &Arc<Session>) -> bool {
        let mut pending = self.pending.lock();
        if !pending.holding {
            return false;
        }
        pending.joined.push(session.clone());
        if !std::mem::replace(&mut pending.scheduled, true)
            && let Some(waker) = &pending.waker
        {
            // Where one of a fleet speaks others do: another look at the sockets is cheaper than to sleep and be woken.
            wake_when_idle(waker);
        }
        true
    }

    /// The task ends when it has written what is left.
    pub(crate) fn close(&self) {
        let mut pending = self.pending.lock();
        pending.closed = true;
        if let Some(waker) = &pending.waker {
            waker.wake_by_ref();
        }
    }

    fn flush(&self, work: &mut Work, cx: &mut Context<'_>) -> Poll<()> {
        let mut pending = self.pending.lock();
        if pending.waker.is_none() {
            pending.waker = Some(cx.waker().clone());
        }
        // The first that came: else those that are touched again and again would hold up the others.
        let most = pending.sessions.len().min(BATCH);
        work.batch.extend(pending.sessions.drain(..most));
        let (more, closed) = (!pending.sessions.is_empty(), pending.closed);
        pending.scheduled = more;
        drop(pending);
        work.write(&self.pending, cx);
        if more {
            wake_when_idle(cx.waker());
        }
        if closed && !more && work.held.is_empty() {
            Poll::Ready(())
        } else {
            Poll::Pending
        }
    }
}

impl Work {
    fn write(&mut self, pending: &Mutex<Pending>, cx: &mut Context<'_>) {
        let Self {
            broker,
            batch,
            held,
            timer,
        } = self;
        turn::run(broker, |turn| {
            if !held.is_empty() && timer.as_mut().poll(cx).is_ready() {
                {
                    let mut pending = pending.lock();
                    pending.holding = false;
                    held.append(&mut pending.joined);
                }
                for session in held.drain(..) {
                    let mut delivery = session.delivery.lock();
                    if delivery.flush_held(&mut turn.desk) == Flushed::OwnersTurn {
                        delivery.wake();
                    }
                }
            }
            let none_held = held.is_empty();
            for session in batch.drain(..) {
                let mut delivery = session.delivery.lock();
                match delivery.flush(&mut turn.desk) {
                    Flushed::Done => {}
                    Flushed::OwnersTurn => delivery.wake(),
                    Flushed::Held => {
                        drop(delivery);
                        held.push(session);
                    }
                }
            }
            if none_held && !held.is_empty() {
                pending.lock().holding = true;
                timer.as_mut().reset(Instant::now() + HOLD);
                if timer.as_mut().poll(cx).is_ready() {
                    // The thread stood still for so long that the time is up: the timer will not say so again.
                    wake_when_idle(cx.waker());
                }
            }
        });
    }
}

/// Wakes a task after the others that are ready now, and after a look at the sockets.
pub(crate) fn wake_when_idle(waker: &Waker) {
    let _ = pin!(tokio::task::yield_now()).poll(&mut Context::from_waker(waker));
}
