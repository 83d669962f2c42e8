//! A part of the tree of topics, gathered in one walk over subscriptions and retained messages.
//!
//! Memory is bounded by the number of topics that is asked for: of all that there are, those that come first by name are kept. A topic
//! that was pushed out by smaller ones never comes back, so that what is kept is counted in full.

use std::collections::hash_map::RandomState;
use std::collections::{BTreeMap, HashSet};
use std::hash::BuildHasher;

use gmqtt_admin_api::admin::{TopicNode, TopicTreeResponse};
use gmqtt_protocol::TopicFilter;

/// How many levels, and how many topics, if nothing is said, and at most.
const DEPTH: u32 = 1;
const MOST_LEVELS: u32 = 8;
const LIMIT: u32 = 200;
const MOST: u32 = 10_000;
/// How many children are told apart altogether.
const MOST_CHILDREN: usize = 1_000_000;

/// The tree as it is known so far.
pub(super) struct Tree {
    /// The levels above, with a slash behind them if there are any.
    prefix: String,
    depth: usize,
    limit: usize,
    nodes: BTreeMap<String, Node>,
    truncated: bool,
    /// Levels right below a topic, by their hashes.
    hasher: RandomState,
    children: usize,
}

#[derive(Default)]
struct Node {
    children: HashSet<u64>,
    subscriptions: u32,
    retained: u32,
}

impl Tree {
    pub(super) fn new(prefix: &str, depth: u32, limit: u32) -> Self {
        let or = |asked: u32, usual: u32, most: u32| match asked {
            0 => usual as usize,
            asked => asked.min(most) as usize,
        };
        let slash = if prefix.is_empty() { "" } else { "/" };
        Self {
            prefix: format!("{prefix}{slash}"),
            depth: or(depth, DEPTH, MOST_LEVELS),
            limit: or(limit, LIMIT, MOST),
            nodes: BTreeMap::new(),
            truncated: false,
            hasher: RandomState::new(),
            children: 0,
        }
    }

    /// What the retained messages of this part are found by. At the top, those that begin with `$` need a filter of their own.
    pub(super) fn retained_filters(&self) -> Vec<String> {
        let below = format!("{}#", self.prefix);
        if self.prefix.is_empty() {
            vec![below, "$SYS/#".to_owned()]
        } else {
            vec![below]
        }
    }

    pub(super) fn subscription(&mut self, filter: &str) {
        let Ok(filter) = TopicFilter::parse(filter) else {
            return;
        };
        self.add(filter.filter(), |node| node.subscriptions += 1);
    }

    pub(super) fn retained(&mut self, topic: &str) {
        self.add(topic, |node| node.retained += 1);
    }

    /// Counts a topic, or a filter, for itself and for what is above it.
    fn add(&mut self, topic: &str, count: impl Fn(&mut Node)) {
        let Some(below) = topic.strip_prefix(&self.prefix) else {
            return;
        };
        let first = self.prefix.len();
        let slashes = below.match_indices('/').map(|(place, _)| first + place);
        let ends: Vec<usize> = slashes.chain([topic.len()]).take(self.depth + 1).collect();
        for (n, end) in ends.iter().enumerate().take(self.depth) {
            let child = ends.get(n + 1).map(|next| &topic[end + 1..*next]);
            let child = child.map(|level| self.hasher.hash_one(level));
            let Some(node) = self.node(&topic[..*end]) else {
                // What is below it comes after it.
                return;
            };
            count(node);
            if let Some(child) = child
                && self.children < MOST_CHILDREN
                && let Some(node) = self.nodes.get_mut(&topic[..*end])
                && node.children.insert(child)
            {
                self.children += 1;
            }
        }
    }

    /// The node of a topic; `None` if there are enough that come before it.
    fn node(&mut self, topic: &str) -> Option<&mut Node> {
        if !self.nodes.contains_key(topic) {
            if self.nodes.len() >= self.limit {
                self.truncated = true;
                let is_last = self
                    .nodes
                    .keys()
                    .next_back()
                    .is_none_or(|last| &**last < topic);
                if is_last {
                    return None;
                }
                if let Some((_, gone)) = self.nodes.pop_last() {
                    self.children -= gone.children.len();
                }
            }
            self.nodes.insert(topic.to_owned(), Node::default());
        }
        self.nodes.get_mut(topic)
    }

    pub(super) fn into_answer(self) -> TopicTreeResponse {
        let topics = self.nodes.into_iter().map(|(topic, node)| TopicNode {
            level: topic
                .rsplit_once('/')
                .map_or(&*topic, |(_, level)| level)
                .to_owned(),
            children: u32::try_from(node.children.len()).unwrap_or(u32::MAX),
            subscriptions: node.subscriptions,
            retained: node.retained,
            topic,
        });
        TopicTreeResponse {
            topics: topics.collect(),
            truncated: self.truncated,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// `topic children subscriptions retained`, a line each.
    fn shown(tree: Tree) -> Vec<String> {
        let answer = tree.into_answer();
        let line = |node: &TopicNode| {
            let TopicNode {
                topic,
                children,
                subscriptions,
                retained,
                ..
            } = node;
            format!("{topic} {children} {subscriptions} {retained}")
        };
        answer.topics.iter().map(line).collect()
    }

    fn filled(prefix: &str, depth: u32, limit: u32) -> Tree {
        let mut tree = Tree::new(prefix, depth, limit);
        for filter in ["a/b", "a/+/c", "$share/g/a/#", "b", "ab/c", "/x"] {
            tree.subscription(filter);
        }
        for topic in ["a/b", "a/b/c", "c/d/e", "/x"] {
            tree.retained(topic);
        }
        tree
    }

    #[test]
    fn each_level_counts_what_is_at_and_below_it() {
        let top = filled("", 0, 0);
        assert_eq!(
            shown(top),
            [" 1 1 1", "a 3 3 2", "ab 1 1 0", "b 0 1 0", "c 1 0 1"]
        );
        let below = filled("a", 1, 0);
        assert_eq!(shown(below), ["a/# 0 1 0", "a/+ 1 1 0", "a/b 1 1 2"]);
        let deep = filled("a", 2, 0);
        assert_eq!(
            shown(deep),
            [
                "a/# 0 1 0",
                "a/+ 1 1 0",
                "a/+/c 0 1 0",
                "a/b 1 1 2",
                "a/b/c 0 0 1"
            ]
        );
        assert!(shown(filled("nothing", 1, 0)).is_empty());
    }

    #[test]
    fn levels_are_told_apart_from_their_topics() {
        let answer = filled("a", 2, 0).into_answer();
        let levels: Vec<_> = answer.topics.iter().map(|node| &*node.level).collect();
        assert_eq!(levels, ["#", "+", "c", "b", "c"]);
        assert!(!answer.truncated && filled("a", 2, 4).into_answer().truncated);
    }

    proptest! {
        /// With a limit the answer is the beginning of the one without, in whatever order topics are met.
        #[test]
        fn a_limit_cuts_and_changes_nothing_else(
            topics in proptest::collection::vec("[ab]{0,2}(/[ab]{0,2}){0,3}", 0..40), depth in 1_u32..4, limit in 1_u32..10,
        ) {
            let fill = |limit| {
                let mut tree = Tree::new("", depth, limit);
                topics.iter().for_each(|topic| tree.retained(topic));
                tree
            };
            let (all, cut) = (fill(MOST), fill(limit));
            let truncated = cut.truncated;
            let (all, cut) = (shown(all), shown(cut));
            prop_assert_eq!(truncated, all.len() > limit as usize);
            prop_assert_eq!(&all[..cut.len()], &cut);
            prop_assert_eq!(cut.len(), all.len().min(limit as usize));
        }
    }
}
