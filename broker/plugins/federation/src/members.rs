//! Which nodes there are, as membership tells it, and which of them keeps the book on a client.

use std::collections::BTreeMap;

use gmqtt_plugin_api::cluster::NodeName;

/// One run of a node's process; a later run has a greater number. What an earlier run has said is void.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Run(pub u64);

/// The nodes that are alive, this one among them.
#[derive(Debug)]
pub(crate) struct Members {
    me: NodeName,
    alive: BTreeMap<NodeName, Run>,
    view: View,
}

/// A name for a set of nodes and their runs: nodes that see the same members have the same view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct View(pub u64);

impl Members {
    pub(crate) fn new(me: NodeName, run: Run) -> Self {
        let mut members = Self {
            alive: BTreeMap::from([(me.clone(), run)]),
            me,
            view: View(0),
        };
        members.look();
        members
    }

    pub(crate) const fn me(&self) -> &NodeName {
        &self.me
    }

    pub(crate) const fn view(&self) -> View {
        self.view
    }

    pub(crate) fn is_alive(&self, node: &NodeName) -> bool {
        self.alive.contains_key(node)
    }

    /// The others that are alive, by name.
    pub(crate) fn others(&self) -> impl Iterator<Item = &NodeName> {
        self.alive.keys().filter(|node| **node != self.me)
    }

    /// A node is alive, in this run. False if that is nothing new, or older than what is known.
    pub(crate) fn up(&mut self, node: &NodeName, run: Run) -> bool {
        if *node == self.me || self.alive.get(node).is_some_and(|known| *known >= run) {
            return false;
        }
        self.alive.insert(node.clone(), run);
        self.look();
        true
    }

    /// A node is not alive any more. False if it was not.
    pub(crate) fn down(&mut self, node: &NodeName) -> bool {
        if *node == self.me || self.alive.remove(node).is_none() {
            return false;
        }
        self.look();
        true
    }

    /// The node that keeps the book on a client: the one with the highest weight for it (rendezvous hashing), so that a node that
    /// comes or goes moves only the clients that it keeps.
    pub(crate) fn registrar(&self, client: &str) -> &NodeName {
        let client = hash(client.as_bytes());
        self.alive
            .keys()
            .max_by_key(|node| mix(client ^ hash(node.as_str().as_bytes())))
            .unwrap_or(&self.me)
    }

    fn look(&mut self) {
        self.view = View(self.alive.iter().fold(0, |view, (node, run)| {
            mix(view ^ hash(node.as_str().as_bytes())) ^ mix(run.0)
        }));
    }
}

/// FNV-1a: all nodes have to come to the same number, whatever version they run.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    mix(hash)
}

/// The finish of SplitMix64: spreads every bit over all of them.
pub(crate) const fn mix(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(names: &[&str]) -> Members {
        let mut members = Members::new(NodeName::new(names[0]), Run(1));
        for name in &names[1..] {
            members.up(&NodeName::new(name), Run(1));
        }
        members
    }

    #[test]
    fn nodes_that_see_the_same_members_have_the_same_view() {
        let one = members(&["a", "b", "c"]);
        let other = members(&["c", "a", "b"]);
        assert_eq!(one.view(), other.view());
        let mut restarted = members(&["a", "b", "c"]);
        assert!(restarted.up(&NodeName::new("c"), Run(2)));
        assert_ne!(one.view(), restarted.view());
        assert_ne!(one.view(), members(&["a", "b"]).view());
    }

    #[test]
    fn an_earlier_run_is_not_news() {
        let mut members = members(&["a", "b"]);
        assert!(members.up(&NodeName::new("b"), Run(5)));
        let view = members.view();
        assert!(!members.up(&NodeName::new("b"), Run(4)));
        assert_eq!(members.view(), view);
    }

    #[test]
    fn a_node_that_comes_moves_only_the_clients_it_keeps() {
        let three = members(&["a", "b", "c"]);
        let four = members(&["a", "b", "c", "d"]);
        let mut moved = 0;
        for client in (0..4000).map(|n| format!("client-{n}")) {
            let (before, after) = (three.registrar(&client), four.registrar(&client));
            if before != after {
                assert_eq!(after.as_str(), "d");
                moved += 1;
            }
        }
        assert!((800..1200).contains(&moved), "{moved} of 4000 moved");
    }
}
