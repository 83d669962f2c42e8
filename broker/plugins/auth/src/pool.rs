//! Where passwords are hashed: on threads that may compute for long, no more of them at a time than allowed, and nobody
//! waits longer than the deadline.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

/// A bound on how much is hashed at a time.
pub(crate) struct HashPool {
    places: Arc<Semaphore>,
    deadline: Duration,
}

/// There was no time for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Overrun;

impl HashPool {
    /// With `concurrency` of 0 there is a place for each processor.
    pub(crate) fn new(concurrency: u16, deadline: Duration) -> Self {
        let places = match concurrency {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            some => some.into(),
        };
        Self {
            places: Arc::new(Semaphore::new(places)),
            deadline,
        }
    }

    /// Runs `work` on a thread of its own; its time in the queue counts.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Overrun> {
        let places = self.places.clone();
        let outcome = tokio::time::timeout(self.deadline, async move {
            let place = places.acquire_owned().await.ok()?;
            // What has begun cannot be stopped, and takes its place until it is done.
            let work = move || {
                let outcome = work();
                drop(place);
                outcome
            };
            tokio::task::spawn_blocking(work).await.ok()
        });
        outcome.await.ok().flatten().ok_or(Overrun)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::sync_channel;

    use super::*;

    #[tokio::test]
    async fn no_more_work_is_done_at_a_time_than_allowed() {
        let pool = Arc::new(HashPool::new(2, Duration::from_secs(60)));
        let counts = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
        let tasks: Vec<_> = (0..50)
            .map(|_| {
                let (pool, counts) = (pool.clone(), counts.clone());
                tokio::spawn(async move {
                    let work = move || {
                        let now = counts.0.fetch_add(1, Ordering::SeqCst) + 1;
                        counts.1.fetch_max(now, Ordering::SeqCst);
                        std::thread::yield_now();
                        counts.0.fetch_sub(1, Ordering::SeqCst);
                        counts.1.load(Ordering::SeqCst)
                    };
                    pool.run(work).await.unwrap()
                })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap() <= 2);
        }
    }

    #[tokio::test]
    async fn who_waits_too_long_is_told() {
        let pool = HashPool::new(1, Duration::from_millis(20));
        let (release, released) = sync_channel::<()>(0);
        let stuck = pool.run(move || released.recv().is_ok());
        assert_eq!(stuck.await, Err(Overrun));
        assert_eq!(
            pool.run(|| ()).await,
            Err(Overrun),
            "its place is still taken"
        );
        let _ = release.send(());
    }
}
