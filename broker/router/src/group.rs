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
    pub(crate) const fn roster(&self) -> &Roster<(K, V)> {
        &self.members
    }

    pub(crate) const fn roster_mut(&mut self) -> &mut Roster<(K, V)> {
        &mut self.members
    }
}

/// The groups of one filter are told apart by their share names.
impl<K, V> Entry for Group<K, V> {
    type Key = str;

    fn key(&self) -> &str {
        &self.share
    }
}
