//! Those who wait for the store, and the numbers that are given.

use std::sync::atomic::AtomicUsize;
use std::task::Wake;

use super::*;

#[derive(Default)]
struct Woken(AtomicUsize);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

/// Everybody is woken once, when the position has been reached, and nobody before.
#[test]
fn those_who_wait_are_woken_at_their_position() {
    let storage = Storage::none();
    let woken: Vec<_> = (0..4).map(|_| Arc::new(Woken::default())).collect();
    for (position, woken) in [30, 10, 20, 10].into_iter().zip(&woken) {
        storage.wait(Lsn(position), &woken.clone().into());
    }
    let count = |durable| {
        storage.advance(Lsn(durable));
        let counts = woken.iter().map(|woken| woken.0.load(Ordering::Relaxed));
        counts.collect::<Vec<_>>()
    };
    assert_eq!(count(9), [0, 0, 0, 0]);
    assert_eq!(count(15), [0, 1, 0, 1]);
    assert_eq!(count(30), [1, 1, 1, 1]);
    storage.wait(Lsn(30), &woken[0].clone().into());
    assert_eq!(count(31), [2, 1, 1, 1], "what is durable is not waited for");
}

/// No two threads give a message the same number.
#[test]
fn numbers_of_messages_are_given_once() {
    let storage = Arc::new(Storage::none());
    storage.count_messages_from(5000);
    let mut logs: Vec<_> = (0..3).map(|_| Log::new(storage.clone())).collect();
    let mut numbers: Vec<u64> = (0..9000).map(|n| logs[n % 3].next_message()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers[0], 5000);
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
}
