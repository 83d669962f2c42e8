//! What happens one after the other, for those who watch it: the last of them are kept, and each watcher reads on where it is.
//!
//! There is one buffer, however many watch. A watcher that does not keep up finds what it has missed gone and is told how much that
//! was; it never holds up anybody. Pushing takes a short lock and wakes those who wait.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

/// The last things of a kind, numbered from 1.
pub struct Feed<T> {
    most: usize,
    most_bytes: usize,
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    /// Each with the bytes it counts for.
    kept: VecDeque<(Arc<T>, usize)>,
    bytes: usize,
    /// The number of the last one.
    last: u64,
    closed: bool,
    /// Watchers that wait, by their number.
    waiting: Vec<(u64, Waker)>,
    watchers: usize,
    next_watcher: u64,
}

/// Where a watcher begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// With what comes.
    Now,
    /// With the last so many that are kept.
    Last(usize),
    /// After the one of this number, or as soon after it as there is something kept. A number that has not been reached is one of an
    /// earlier life: all that is kept is new to who asks.
    After(u64),
}

/// One of them.
#[derive(Debug)]
pub struct Item<T> {
    /// Its number.
    pub sequence: u64,
    /// How many before it were gone before they were read.
    pub skipped: u64,
    /// It.
    pub value: Arc<T>,
}

impl<T> Feed<T> {
    /// Keeps the last `most`, as long as they count for no more than `most_bytes`.
    #[must_use]
    pub fn new(most: usize, most_bytes: usize) -> Arc<Self> {
        Arc::new(Self {
            most,
            most_bytes,
            inner: Mutex::new(Inner {
                kept: VecDeque::new(),
                bytes: 0,
                last: 0,
                closed: false,
                waiting: Vec::new(),
                watchers: 0,
                next_watcher: 0,
            }),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Inner<T>> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds one that counts for so many bytes. Nothing is added to a feed that is closed.
    pub fn push(&self, value: T, bytes: usize) {
        self.push_all([(value, bytes)]);
    }

    /// Adds some, each with the bytes it counts for, under one lock.
    pub fn push_all(&self, values: impl IntoIterator<Item = (T, usize)>) {
        let mut inner = self.lock();
        if inner.closed {
            return;
        }
        for (value, bytes) in values {
            inner.last += 1;
            inner.bytes += bytes;
            inner.kept.push_back((Arc::new(value), bytes));
            while inner.kept.len() > self.most
                || inner.bytes > self.most_bytes && inner.kept.len() > 1
            {
                let gone = inner.kept.pop_front();
                inner.bytes -= gone.map_or(0, |(_, bytes)| bytes);
            }
        }
        let waiting = std::mem::take(&mut inner.waiting);
        drop(inner);
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Ends it: watchers get what is kept, and then nothing more.
    pub fn close(&self) {
        let mut inner = self.lock();
        inner.closed = true;
        let waiting = std::mem::take(&mut inner.waiting);
        drop(inner);
        waiting.into_iter().for_each(|(_, waker)| waker.wake());
    }

    /// Whether it has ended.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// How many watch.
    #[must_use]
    pub fn watchers(&self) -> usize {
        self.lock().watchers
    }

    /// Waits until nobody watches.
    pub async fn unwatched(&self) {
        poll_fn(|cx| {
            let mut inner = self.lock();
            if inner.watchers == 0 {
                return Poll::Ready(());
            }
            inner.wait(NOBODY, cx.waker());
            Poll::Pending
        })
        .await;
    }

    /// The number of the last one; 0 before the first.
    #[must_use]
    pub fn last(&self) -> u64 {
        self.lock().last
    }

    /// Reads from there on.
    #[must_use]
    pub fn watch(self: &Arc<Self>, since: Since) -> Watch<T> {
        let mut inner = self.lock();
        inner.watchers += 1;
        inner.next_watcher += 1;
        let first = inner.first();
        let next = match since {
            Since::Now => inner.last + 1,
            Since::Last(most) => (inner.last + 1).saturating_sub(most as u64).max(first),
            Since::After(sequence) if sequence > inner.last => first,
            Since::After(sequence) => sequence + 1,
        };
        Watch {
            feed: self.clone(),
            id: inner.next_watcher,
            next,
        }
    }
}

/// Stands among the watchers that wait for one who waits that there are none.
const NOBODY: u64 = 0;

impl<T> Inner<T> {
    fn wait(&mut self, id: u64, waker: &Waker) {
        match self.waiting.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => known.clone_from(waker),
            None => self.waiting.push((id, waker.clone())),
        }
    }

    /// The number of the oldest that is kept, or of the next one if there is none.
    fn first(&self) -> u64 {
        self.last + 1 - self.kept.len() as u64
    }
}

impl<T> fmt::Debug for Feed<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Feed")
            .field("last", &self.last())
            .finish_non_exhaustive()
    }
}

/// Somebody who watches a [`Feed`].
pub struct Watch<T> {
    feed: Arc<Feed<T>>,
    id: u64,
    /// The number of the one that comes next.
    next: u64,
}

impl<T> Watch<T> {
    /// The next one; `None` when the feed has ended and all was read.
    pub fn poll_next(&mut self, cx: &mut Context<'_>) -> Poll<Option<Item<T>>> {
        let mut inner = self.feed.lock();
        let first = inner.first();
        let skipped = first.saturating_sub(self.next);
        let sequence = self.next.max(first);
        let at = usize::try_from(sequence - first).unwrap_or(usize::MAX);
        if let Some((value, _)) = inner.kept.get(at) {
            self.next = sequence + 1;
            let value = value.clone();
            return Poll::Ready(Some(Item {
                sequence,
                skipped,
                value,
            }));
        }
        if inner.closed {
            return Poll::Ready(None);
        }
        inner.wait(self.id, cx.waker());
        Poll::Pending
    }

    /// The next one; `None` when the feed has ended and all was read. May be given up at any time: nothing is lost.
    pub async fn next(&mut self) -> Option<Item<T>> {
        poll_fn(|cx| self.poll_next(cx)).await
    }

    /// Whether nothing is there to read now.
    #[must_use]
    pub fn is_up_to_date(&self) -> bool {
        self.next > self.feed.last()
    }
}

impl<T> Drop for Watch<T> {
    fn drop(&mut self) {
        let mut inner = self.feed.lock();
        inner.watchers -= 1;
        let is_last = inner.watchers == 0;
        let (gone, waiting) = std::mem::take(&mut inner.waiting)
            .into_iter()
            .partition(|(id, _)| *id == self.id || is_last && *id == NOBODY);
        inner.waiting = waiting;
        drop(inner);
        let mut gone: Vec<(u64, Waker)> = gone;
        gone.retain(|(id, _)| *id == NOBODY);
        gone.into_iter().for_each(|(_, waker)| waker.wake());
    }
}

impl<T> fmt::Debug for Watch<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watch")
            .field("next", &self.next)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Wake;

    use super::*;

    #[derive(Default)]
    struct Woken(std::sync::atomic::AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        }
    }

    /// What is there: numbers, and how many were skipped before each.
    fn read(watch: &mut Watch<u64>) -> Vec<(u64, u64)> {
        let mut cx = Context::from_waker(Waker::noop());
        let mut all = Vec::new();
        while let Poll::Ready(Some(item)) = watch.poll_next(&mut cx) {
            assert_eq!(*item.value, item.sequence);
            all.push((item.sequence, item.skipped));
        }
        all
    }

    fn filled(count: u64) -> Arc<Feed<u64>> {
        let feed = Feed::new(4, 1000);
        (1..=count).for_each(|n| feed.push(n, 1));
        feed
    }

    #[test]
    fn a_watcher_begins_where_it_asks() {
        let feed = filled(3);
        assert_eq!(read(&mut feed.watch(Since::Now)), []);
        assert_eq!(read(&mut feed.watch(Since::Last(2))), [(2, 0), (3, 0)]);
        assert_eq!(read(&mut feed.watch(Since::Last(9))).len(), 3);
        assert_eq!(read(&mut feed.watch(Since::After(2))), [(3, 0)]);
        assert_eq!(read(&mut feed.watch(Since::After(3))), []);
        assert_eq!(read(&mut feed.watch(Since::After(77))).len(), 3);
        assert_eq!(read(&mut Feed::new(4, 4).watch(Since::Last(2))), []);
    }

    #[test]
    fn a_slow_watcher_is_told_what_it_missed_and_holds_nobody_up() {
        let feed = filled(0);
        let (mut fast, mut slow) = (feed.watch(Since::Now), feed.watch(Since::Now));
        for n in 1..=10 {
            feed.push(n, 1);
            assert_eq!(read(&mut fast), [(n, 0)]);
        }
        assert_eq!(read(&mut slow), [(7, 6), (8, 0), (9, 0), (10, 0)]);
        assert_eq!(
            read(&mut feed.watch(Since::After(2)))[0],
            (7, 4),
            "who comes back late is told, too"
        );
    }

    #[test]
    fn large_things_push_out_more() {
        let feed = Feed::new(100, 10);
        (1..=5).for_each(|n| feed.push(n, 4));
        assert_eq!(read(&mut feed.watch(Since::Last(9))), [(4, 0), (5, 0)]);
        feed.push(6, 1000);
        assert_eq!(
            read(&mut feed.watch(Since::Last(9))),
            [(6, 0)],
            "the last one is kept however large it is"
        );
    }

    #[test]
    fn who_waits_is_woken_once_and_who_has_gone_is_not() {
        let feed = filled(0);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let mut cx = Context::from_waker(&waker);
        let (mut waits, mut goes) = (feed.watch(Since::Now), feed.watch(Since::Now));
        assert!(waits.poll_next(&mut cx).is_pending() && waits.poll_next(&mut cx).is_pending());
        assert!(goes.poll_next(&mut cx).is_pending());
        drop(goes);
        assert_eq!(feed.watchers(), 1);
        feed.push(1, 1);
        feed.push(2, 1);
        assert_eq!(woken.0.load(std::sync::atomic::Ordering::Relaxed), 1);
    }

    #[test]
    fn the_last_watcher_to_go_is_waited_for() {
        let feed = filled(0);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let mut cx = Context::from_waker(&waker);
        let (one, mut other) = (feed.watch(Since::Now), feed.watch(Since::Now));
        assert!(other.poll_next(&mut cx).is_pending());
        let mut unwatched = std::pin::pin!(feed.unwatched());
        assert!(unwatched.as_mut().poll(&mut cx).is_pending());
        drop(one);
        assert_eq!(woken.0.load(std::sync::atomic::Ordering::Relaxed), 0);
        drop(other);
        assert_eq!(woken.0.load(std::sync::atomic::Ordering::Relaxed), 1);
        assert!(unwatched.as_mut().poll(&mut cx).is_ready());
    }

    #[test]
    fn what_has_ended_is_read_to_its_end() {
        let feed = filled(2);
        let mut watch = feed.watch(Since::Last(9));
        feed.close();
        feed.push(3, 1);
        assert_eq!(read(&mut watch).len(), 2);
        let mut cx = Context::from_waker(Waker::noop());
        assert!(matches!(watch.poll_next(&mut cx), Poll::Ready(None)));
        assert!(feed.is_closed() && watch.is_up_to_date());
    }
}
