//! The rules that fit one kind of client, compiled so that the first one that fits a topic is found without looking at the
//! others: a tree of topic levels, each end with the place of the first rule that ends there. It allocates nothing when
//! asked, unless dozens of wildcard branches are open at once.

use std::collections::HashMap;

use foldhash::fast::RandomState;
use smallvec::{SmallVec, smallvec};

use crate::rule::{Actions, Effect, Rule};
use crate::template::{Level, Names};

/// Rules of one action.
#[derive(Debug)]
pub(crate) struct Tree {
    nodes: Vec<Node>,
}

/// What may follow the levels so far.
#[derive(Debug, Default)]
struct Node {
    literal: Children,
    plus: Option<u32>,
    named: Vec<(Level, Effect, u32)>,
    /// The first rule whose filter ends here.
    end: Place,
    /// The first rule whose filter goes on with `#`.
    hash: Place,
}

/// Children by the text of their level.
#[derive(Debug)]
enum Children {
    /// Looked through.
    Few(Vec<(Box<str>, u32)>),
    Many(HashMap<Box<str>, u32, RandomState>),
}

/// The place of a rule; smaller ones come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place(u32);

impl Tree {
    /// Of the rules at these places, in this order, those that are about the action.
    pub(crate) fn new(rules: &[Rule], places: &[u32], action: Actions) -> Self {
        let mut tree = Self {
            nodes: vec![Node::default()],
        };
        for place in places {
            let Some(rule) = rules.get(*place as usize) else {
                continue;
            };
            if rule.actions.has_any(action) {
                tree.insert(rule, Place(*place));
            }
        }
        tree
    }

    /// The place of the first rule that fits.
    pub(crate) fn first(&self, topic: &str, names: Names<'_>) -> Option<usize> {
        let is_hidden = topic.starts_with('$');
        let mut best = Place::NONE;
        let mut open: SmallVec<[u32; 16]> = smallvec![0];
        let mut next: SmallVec<[u32; 16]> = SmallVec::new();
        let mut is_first = true;
        for text in topic.split('/') {
            let hidden = is_hidden && is_first;
            is_first = false;
            for node in open.drain(..) {
                let node = &self.nodes[node as usize];
                if !hidden {
                    best = best.min(node.hash);
                    next.extend(node.plus);
                }
                next.extend(node.literal.find(text));
                let fitting = node
                    .named
                    .iter()
                    .filter(|(level, effect, _)| level.matches(text, hidden, names, *effect));
                next.extend(fitting.map(|(.., child)| *child));
            }
            std::mem::swap(&mut open, &mut next);
        }
        for node in open {
            let node = &self.nodes[node as usize];
            best = best.min(node.end).min(node.hash);
        }
        best.known()
    }

    fn insert(&mut self, rule: &Rule, place: Place) {
        for topic in &rule.topics {
            let mut at = 0;
            for level in topic.levels() {
                at = self.child(at, level, rule.effect);
            }
            let node = &mut self.nodes[at];
            let end = if topic.has_hash() {
                &mut node.hash
            } else {
                &mut node.end
            };
            *end = place.min(*end);
        }
    }

    /// The node below, made if it is not there.
    fn child(&mut self, at: usize, level: &Level, effect: Effect) -> usize {
        let fresh = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let node = &mut self.nodes[at];
        let child = match level {
            Level::Literal(text) => node.literal.find_or_insert(text, fresh),
            Level::Plus => *node.plus.get_or_insert(fresh),
            Level::Named(_) => {
                let known = node
                    .named
                    .iter()
                    .find(|(own, its, _)| own == level && *its == effect);
                match known.map(|(.., child)| *child) {
                    Some(child) => child,
                    None => {
                        node.named.push((level.clone(), effect, fresh));
                        fresh
                    }
                }
            }
        };
        if child == fresh {
            self.nodes.push(Node::default());
        }
        child as usize
    }
}

impl Place {
    const NONE: Self = Self(u32::MAX);

    const fn known(self) -> Option<usize> {
        if self.0 == Self::NONE.0 {
            None
        } else {
            Some(self.0 as usize)
        }
    }
}

impl Default for Place {
    fn default() -> Self {
        Self::NONE
    }
}

impl Default for Children {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl Children {
    fn find(&self, text: &str) -> Option<u32> {
        match self {
            Self::Few(list) => list
                .iter()
                .find(|(own, _)| **own == *text)
                .map(|(_, child)| *child),
            Self::Many(map) => map.get(text).copied(),
        }
    }

    fn find_or_insert(&mut self, text: &str, fresh: u32) -> u32 {
        if let Some(child) = self.find(text) {
            return child;
        }
        if let Self::Few(list) = self
            && list.len() >= FEW
        {
            *self = Self::Many(list.drain(..).collect());
        }
        match self {
            Self::Few(list) => list.push((text.into(), fresh)),
            Self::Many(map) => {
                map.insert(text.into(), fresh);
            }
        }
        fresh
    }
}

/// Comparing this many texts is about as fast as hashing one.
const FEW: usize = 4;
