//! Stands in for `tokio::time`: the clock moves when a scenario says so, and may do so between any two steps.

use std::future::Future;
use std::ops::Add;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};
use std::time::Duration;

use crate::clock::{Millis, millis};
use crate::runtime::Runtime;

/// `tokio::time::Instant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Instant(pub(crate) Millis);

impl Instant {
    pub(crate) fn now() -> Self {
        Self(Runtime::current().state().now)
    }

    pub(crate) fn from_std(instant: Self) -> Self {
        instant
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis(duration)))
    }
}

/// `tokio::time::Sleep`.
#[derive(Debug)]
pub(crate) struct Sleep {
    deadline: Millis,
    key: Option<u64>,
}

pub(crate) fn sleep(duration: Duration) -> Sleep {
    sleep_until(Instant::now() + duration)
}

pub(crate) fn sleep_until(deadline: Instant) -> Sleep {
    Sleep {
        deadline: deadline.0,
        key: None,
    }
}

impl Sleep {
    pub(crate) fn reset(mut self: Pin<&mut Self>, deadline: Instant) {
        self.forget();
        self.deadline = deadline.0;
    }

    fn forget(&mut self) {
        if let Some(key) = self.key.take() {
            Runtime::current()
                .state()
                .timers
                .remove(&(self.deadline, key));
        }
    }
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let runtime = Runtime::current();
        let mut state = runtime.state();
        if state.now >= self.deadline {
            drop(state);
            self.forget();
            return Poll::Ready(());
        }
        let key = *self.key.get_or_insert_with(|| {
            state.next_timer += 1;
            state.next_timer
        });
        state
            .timers
            .insert((self.deadline, key), cx.waker().clone());
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        self.forget();
    }
}

/// `tokio::time::error::Elapsed`.
#[derive(Debug)]
pub(crate) struct Elapsed;

pub(crate) async fn timeout<F: Future>(
    duration: Duration,
    future: F,
) -> Result<F::Output, Elapsed> {
    timeout_at(Instant::now() + duration, future).await
}

pub(crate) async fn timeout_at<F: Future>(
    deadline: Instant,
    future: F,
) -> Result<F::Output, Elapsed> {
    let mut future = pin!(future);
    let mut sleep = pin!(sleep_until(deadline));
    std::future::poll_fn(|cx| {
        if let Poll::Ready(output) = future.as_mut().poll(cx) {
            return Poll::Ready(Ok(output));
        }
        sleep.as_mut().poll(cx).map(|()| Err(Elapsed))
    })
    .await
}

/// `tokio::time::Interval`.
pub(crate) struct Interval {
    period: Duration,
}

/// `tokio::time::MissedTickBehavior`.
pub(crate) enum MissedTickBehavior {
    Delay,
}

pub(crate) fn interval(period: Duration) -> Interval {
    Interval { period }
}

impl Interval {
    pub(crate) fn set_missed_tick_behavior(&mut self, _: MissedTickBehavior) {}

    pub(crate) async fn tick(&mut self) -> Instant {
        sleep(self.period).await;
        Instant::now()
    }
}
