//! One group of a shared subscription: its members and where the round robin stands. Which member
//! takes a message is the caller's decision: only it knows who can.

use std::hash::Hash;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use crate::roster::{Entry, Roster};

/// The clients that share the messages of one filter under one share name.
pub struct Group<K, V> {
    share: Box<str>,
    filter: Box<str>,
    members: Roster<(K, V)>,
    cursor: Arc<AtomicUsize>,
}

impl<K, V> Group<K, V> {
    pub(crate) fn new(share: &str, filter: &str) -> Self {
        Self {
            share: share.into(),
            filter: filter.into(),
            members: Roster::new(),
            cursor: Arc::default(),
        }
    }

    /// The share name: `name` of `$share/name/filter`.
    #[must_use]
    pub fn share(&self) -> &str {
        &self.share
    }

    /// The topic filter, without `$share/name/`.
    #[must_use]
    pub fn filter(&self) -> &str {
        &self.filter
    }

    /// The members in order of joining; at least one.
    ///
    /// Beyond a thousand members, the last one takes the place of one that leaves: closing the gap
    /// would make a mass disconnect take quadratic time.
    #[must_use]
    pub fn members(&self) -> &[(K, V)] {
        self.members.as_slice()
    }

    /// Where the round robin stands: to be counted up without a lock and reduced modulo the number
    /// of members. It lives as long as the group: changes of membership leave it alone.
    #[must_use]
    pub const fn cursor(&self) -> &Arc<AtomicUsize> {
        &self.cursor
    }
}

impl<K: Hash + Eq, V> Group<K, V> {
    pub(crate) fn find(&self, key: &K) -> Option<&V> {
        self.members.find(key).map(|(_, value)| value)
    }

    /// Returns the value replaced if the client was a member already.
    pub(crate) fn join(&mut self, key: K, value: V) -> Option<V> {
        self.members.put(key, value)
    }

    pub(crate) fn leave(&mut self, key: &K) -> Option<V> {
        let member = if self.members().len() > ORDERED {
            self.members.swap_remove(key)
        } else {
            self.members.remove(key)
        };
        member.map(|(_, value)| value)
    }
}

/// The groups of one filter are told apart by their share names.
impl<K, V> Entry for Group<K, V> {
    type Key = str;

    fn key(&self) -> &str {
        &self.share
    }
}

/// Members up to which a group keeps the order of joining when one leaves.
const ORDERED: usize = 1000;
