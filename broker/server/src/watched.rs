//! A lock that counts how often it was taken to change what is behind it: who keeps a copy need not look again while the count is the same.

use std::fmt;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, Ordering};

use parking_lot::{Mutex, MutexGuard};

/// A value, and how often it may have been changed.
#[derive(Default)]
pub(crate) struct Watched<T> {
    /// Written under the lock only.
    changes: AtomicU32,
    value: Mutex<T>,
}

/// What is behind the lock, to look at only.
pub(crate) struct Look<'a, T>(MutexGuard<'a, T>);

impl<T> Watched<T> {
    /// To change it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, T> {
        let guard = self.value.lock();
        let changes = self.changes.load(Ordering::Relaxed).wrapping_add(1);
        self.changes.store(changes, Ordering::Relaxed);
        guard
    }

    /// To look at it.
    pub(crate) fn look(&self) -> Look<'_, T> {
        Look(self.value.lock())
    }

    /// How often it was locked to be changed; it goes round. Whoever looks after asking for this sees all those changes, and other ones
    /// raise it once more.
    pub(crate) fn changes(&self) -> u32 {
        self.changes.load(Ordering::Relaxed)
    }
}

impl<T> Deref for Look<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: fmt::Debug> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_who_may_change_it_counts() {
        let watched = Watched::<u8>::default();
        let before = watched.changes();
        assert_eq!(*watched.look(), 0);
        assert_eq!(watched.changes(), before);
        *watched.lock() += 1;
        assert_ne!(watched.changes(), before);
        assert_eq!(*watched.look(), 1);
    }
}
