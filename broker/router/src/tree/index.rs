//! From a parent and a level to the child: one hash table for the whole tree, which holds ids only.
//!
//! The hash is seeded per process: a client that names the levels cannot aim at one bucket.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::RandomState;
use hashbrown::HashTable;

use super::arena::{Arena, Id};
use super::{Label, Node};

pub(crate) struct Index {
    hasher: RandomState,
    /// Split by hash, so that a table that grows moves a small part of a large tree at once.
    shards: Box<[HashTable<Id>; SHARDS]>,
}

impl Index {
    pub(crate) fn new() -> Self {
        Self {
            hasher: RandomState::default(),
            shards: Box::new([const { HashTable::new() }; SHARDS]),
        }
    }

    pub(crate) fn find<T>(&self, nodes: &Arena<Node<T>>, parent: Id, level: &[u8]) -> Option<Id> {
        let hash = hash(&self.hasher, parent, level);
        self.shards[shard(hash)]
            .find(hash, |&id| {
                let node = &nodes[id];
                node.parent == Some(parent) && node.label.as_bytes() == level
            })
            .copied()
    }

    /// `id` must not be in the index.
    pub(crate) fn insert<T>(&mut self, nodes: &Arena<Node<T>>, id: Id) {
        let hash = hash_of(&self.hasher, nodes, id);
        self.shards[shard(hash)].insert_unique(hash, id, |&id| hash_of(&self.hasher, nodes, id));
    }

    /// The node must still be in `nodes`.
    pub(crate) fn remove<T>(&mut self, nodes: &Arena<Node<T>>, id: Id) {
        let hash = hash_of(&self.hasher, nodes, id);
        let table = &mut self.shards[shard(hash)];
        if let Ok(entry) = table.find_entry(hash, |&other| other == id) {
            entry.remove();
        }
        if table.len() < table.capacity() / 8 {
            table.shrink_to(table.len() * 2, |&id| hash_of(&self.hasher, nodes, id));
        }
    }
}

fn hash_of<T>(hasher: &RandomState, nodes: &Arena<Node<T>>, id: Id) -> u64 {
    let Node { parent, label, .. } = &nodes[id];
    hash(hasher, parent.unwrap_or(Id::FIRST), Label::as_bytes(label))
}

fn hash(hasher: &RandomState, parent: Id, level: &[u8]) -> u64 {
    let mut state = hasher.build_hasher();
    state.write_u32(parent.number());
    state.write(level);
    state.finish()
}

/// The table takes its bucket from the lowest bits and its tag from the highest seven: the shard
/// comes from those between.
const fn shard(hash: u64) -> usize {
    (hash >> 48) as usize % SHARDS
}

/// With a million indexed children, the largest move is of some 30,000 ids.
const SHARDS: usize = 64;
