//! Stands in for the locks of parking_lot and for `tokio::sync`: every use is a place where the scheduler may switch.
//!
//! Outside a model they are plain locks, for the unit tests that the broker's files bring along.

use std::fmt;
use std::future::Future;
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::sync::PoisonError;
use std::task::{Context, Poll, Waker};

use crate::schedules::in_model;

/// `parking_lot::Mutex`.
#[derive(Default)]
pub(crate) struct Mutex<T> {
    turn: shuttle::sync::Mutex<()>,
    value: std::sync::Mutex<T>,
}

/// `parking_lot::MutexGuard`.
pub(crate) struct MutexGuard<'a, T> {
    value: std::sync::MutexGuard<'a, T>,
    _turn: Option<shuttle::sync::MutexGuard<'a, ()>>,
}

impl<T> Mutex<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            turn: shuttle::sync::Mutex::new(()),
            value: std::sync::Mutex::new(value),
        }
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        let turn = in_model().then(|| self.turn.lock().unwrap_or_else(PoisonError::into_inner));
        MutexGuard {
            value: self.value.lock().unwrap_or_else(PoisonError::into_inner),
            _turn: turn,
        }
    }

    pub(crate) fn is_locked(&self) -> bool {
        self.value.try_lock().is_err()
    }
}

impl<T> fmt::Debug for Mutex<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mutex").finish_non_exhaustive()
    }
}

impl<T> Deref for MutexGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T> DerefMut for MutexGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

/// `parking_lot::RwLock`. Readers exclude each other too, which takes no behaviour away: none of the broker waits for another
/// while it reads.
#[derive(Debug, Default)]
pub(crate) struct RwLock<T> {
    value: Mutex<T>,
}

impl<T> RwLock<T> {
    pub(crate) fn new(value: T) -> Self {
        Self {
            value: Mutex::new(value),
        }
    }

    pub(crate) fn read(&self) -> MutexGuard<'_, T> {
        self.value.lock()
    }

    pub(crate) fn write(&self) -> MutexGuard<'_, T> {
        self.value.lock()
    }
}

/// `tokio::sync::Notify`: `notify_waiters` reaches every [`Notified`] made before it, polled or not; `notify_one` is kept for
/// the next one if nobody waits.
#[derive(Debug, Default)]
pub(crate) struct Notify {
    state: Mutex<NotifyState>,
}

#[derive(Debug, Default)]
struct NotifyState {
    /// Calls of `notify_waiters`.
    rounds: u64,
    permit: bool,
    next_key: u64,
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    key: u64,
    waker: Waker,
    told: bool,
}

/// `tokio::sync::futures::Notified`.
pub(crate) struct Notified<'a> {
    notify: &'a Notify,
    rounds: u64,
    key: Option<u64>,
}

impl Notify {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn notified(&self) -> Notified<'_> {
        let rounds = self.state.lock().rounds;
        Notified {
            notify: self,
            rounds,
            key: None,
        }
    }

    pub(crate) fn notify_waiters(&self) {
        let mut state = self.state.lock();
        state.rounds += 1;
        for waiting in std::mem::take(&mut state.waiting) {
            waiting.waker.wake();
        }
    }

    pub(crate) fn notify_one(&self) {
        let mut state = self.state.lock();
        match state.waiting.iter_mut().find(|waiting| !waiting.told) {
            Some(waiting) => {
                waiting.told = true;
                waiting.waker.wake_by_ref();
            }
            None => state.permit = true,
        }
    }
}

impl Future for Notified<'_> {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let notify = self.notify;
        let mut state = notify.state.lock();
        let found = state
            .waiting
            .iter()
            .position(|waiting| Some(waiting.key) == self.key);
        let told = found.is_some_and(|at| state.waiting[at].told);
        if told || state.rounds != self.rounds || std::mem::take(&mut state.permit) {
            if let Some(at) = found {
                state.waiting.remove(at);
            }
            self.key = None;
            self.rounds = u64::MAX;
            return Poll::Ready(());
        }
        match found {
            Some(at) => state.waiting[at].waker.clone_from(cx.waker()),
            None => {
                state.next_key += 1;
                let key = state.next_key;
                state.waiting.push(Waiting {
                    key,
                    waker: cx.waker().clone(),
                    told: false,
                });
                self.key = Some(key);
            }
        }
        Poll::Pending
    }
}

impl Drop for Notified<'_> {
    /// One that was told and did not look passes it on.
    fn drop(&mut self) {
        let Some(key) = self.key else { return };
        let mut state = self.notify.state.lock();
        let found = state.waiting.iter().position(|waiting| waiting.key == key);
        let told = found.is_some_and(|at| state.waiting.remove(at).told);
        drop(state);
        if told {
            self.notify.notify_one();
        }
    }
}
