//! Everyone who subscribed to one filter: alone, or as a member of a group.

use std::hash::Hash;

use gmqtt_protocol::TopicFilter;

use crate::group::Group;
use crate::roster::Roster;

/// Empty only between a removal and the removal of the whole list.
pub(crate) struct Subscribers<K, V> {
    plain: Roster<(K, V)>,
    /// Rare, hence one pointer.
    groups: Option<Box<Roster<Group<K, V>>>>,
}

impl<K, V> Subscribers<K, V> {
    pub(crate) const fn new() -> Self {
        Self {
            plain: Roster::new(),
            groups: None,
        }
    }

    pub(crate) fn plain(&self) -> &[(K, V)] {
        self.plain.as_slice()
    }

    pub(crate) fn groups(&self) -> &[Group<K, V>] {
        self.groups.as_ref().map_or(&[], |groups| groups.as_slice())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.plain.is_empty() && self.groups.is_none()
    }

    pub(crate) fn group(&self, share: &str) -> Option<&Group<K, V>> {
        self.groups.as_ref()?.find(share)
    }

    /// `filter` is the one without `$share/name/`; `f` is told the full one.
    pub(crate) fn for_each(&self, filter: &str, f: &mut impl FnMut(&str, &K, &V)) {
        for (key, value) in self.plain() {
            f(filter, key, value);
        }
        for group in self.groups() {
            let full = format!("$share/{}/{filter}", group.share());
            for (key, value) in group.members() {
                f(&full, key, value);
            }
        }
    }
}

impl<K: Hash + Eq, V> Subscribers<K, V> {
    pub(crate) fn find(&self, share: Option<&str>, key: &K) -> Option<&V> {
        match share {
            None => self.plain.find(key).map(|(_, value)| value),
            Some(share) => self.group(share)?.find(key),
        }
    }

    pub(crate) fn insert(&mut self, filter: TopicFilter<'_>, key: K, value: V) -> Option<V> {
        let Some(share) = filter.share() else {
            return self.plain.put(key, value);
        };
        let groups = self.groups.get_or_insert_with(|| Box::new(Roster::new()));
        if let Some(group) = groups.find_mut(share) {
            return group.join(key, value);
        }
        let mut group = Group::new(share, filter.filter());
        group.join(key, value);
        groups.push(group);
        None
    }

    pub(crate) fn remove(&mut self, share: Option<&str>, key: &K) -> Option<V> {
        let Some(share) = share else {
            return self.plain.swap_remove(key).map(|(_, value)| value);
        };
        let groups = self.groups.as_mut()?;
        let group = groups.find_mut(share)?;
        let value = group.leave(key)?;
        if group.members().is_empty() {
            groups.swap_remove(share);
        }
        if groups.is_empty() {
            self.groups = None;
        }
        Some(value)
    }
}
