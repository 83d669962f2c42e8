//! From which version on each node knows of which arrivals.

use std::collections::{BTreeMap, VecDeque};

use gmqtt_plugin_api::cluster::NodeName;

use super::Known;

/// The cuts of all nodes, this one among them.
#[derive(Debug, Default)]
pub(super) struct Cuts {
    /// By whose they are, and the node that sessions came to; in the order of the numbers of their arrivals.
    all: BTreeMap<(NodeName, NodeName), VecDeque<Cut>>,
    /// Up to which arrival everything has been sent that was before the cut, by the same.
    clear: BTreeMap<(NodeName, NodeName), u64>,
}

#[derive(Debug, Clone, Copy)]
struct Cut {
    arrival: u64,
    version: u64,
    since: u64,
}

impl Cuts {
    /// One was made, or told. What is known already is passed over.
    pub(super) fn note(&mut self, known: &Known, now: u64) {
        let of = (known.origin.clone(), known.node.clone());
        let cuts = self.all.entry(of).or_default();
        if cuts.back().is_none_or(|last| last.arrival < known.arrival) {
            cuts.push_back(Cut {
                arrival: known.arrival,
                version: known.version,
                since: now,
            });
        }
    }

    /// Whether a message of a node, of this version, is behind its cut.
    pub(super) fn is_after(
        &self,
        origin: &NodeName,
        node: &NodeName,
        arrival: u64,
        known: u64,
    ) -> bool {
        let Some(cuts) = self.all.get(&(origin.clone(), node.clone())) else {
            return false;
        };
        let at = cuts.partition_point(|cut| cut.arrival < arrival);
        cuts.get(at).is_some_and(|cut| known >= cut.version)
    }

    /// Whether a node knows of an arrival.
    pub(super) fn knows(&self, origin: &NodeName, node: &NodeName, arrival: u64) -> bool {
        let cuts = self.all.get(&(origin.clone(), node.clone()));
        let last = cuts.and_then(|cuts| cuts.back());
        last.is_some_and(|last| last.arrival >= arrival)
    }

    /// A node has sent everything that was before its cut of this arrival at another one.
    pub(super) fn is_clear(&mut self, origin: &NodeName, node: &NodeName, arrival: u64) {
        let of = (origin.clone(), node.clone());
        let clear = self.clear.entry(of).or_default();
        *clear = arrival.max(*clear);
    }

    /// Up to which arrival a node has sent everything that was before its cut.
    pub(super) fn clear(&self, origin: &NodeName, node: &NodeName) -> Option<u64> {
        self.clear.get(&(origin.clone(), node.clone())).copied()
    }

    /// What a node has made cuts of up to this moment, and is not known to be clear: the nodes that sessions came to, and their arrivals.
    pub(super) fn unclear(&self, origin: &NodeName, until: u64) -> Vec<(NodeName, u64)> {
        let its = self.all.iter().filter(|((it, _), _)| it == origin);
        its.filter_map(|((_, node), cuts)| {
            let old = cuts.iter().rfind(|cut| cut.since <= until)?;
            let is_new = self.clear(origin, node).is_none_or(|it| it < old.arrival);
            is_new.then(|| (node.clone(), old.arrival))
        })
        .collect()
    }

    /// The nodes that know of arrivals at this one.
    pub(super) fn origins(&self, node: &NodeName) -> Vec<NodeName> {
        let all = self.all.keys().filter(|(_, of)| of == node);
        all.map(|(origin, _)| origin.clone()).collect()
    }

    /// All cuts of a node.
    pub(super) fn of<'a>(&'a self, origin: &'a NodeName) -> impl Iterator<Item = Known> + 'a {
        let its = self.all.iter().filter(move |((it, _), _)| it == origin);
        its.flat_map(move |((_, node), cuts)| {
            cuts.iter().map(move |cut| Known {
                origin: origin.clone(),
                node: node.clone(),
                arrival: cut.arrival,
                version: cut.version,
                through: false,
            })
        })
    }

    /// A node counts anew.
    pub(super) fn forget_origin(&mut self, node: &NodeName) {
        self.all.retain(|(origin, _), _| origin != node);
        self.clear.retain(|(origin, _), _| origin != node);
    }

    /// A node is not expected back.
    pub(super) fn forget(&mut self, node: &NodeName) {
        self.all
            .retain(|(origin, of), _| origin != node && of != node);
        self.clear
            .retain(|(origin, of), _| origin != node && of != node);
    }

    /// Forgets those that are so old, but the last.
    pub(super) fn sweep(&mut self, before: u64) {
        for cuts in self.all.values_mut() {
            while cuts.len() > 1 && cuts.front().is_some_and(|cut| cut.since < before) {
                cuts.pop_front();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_behind_the_cut_of_the_next_arrival_that_its_node_knows_of() {
        let [c, b] = ["c", "b"].map(NodeName::new);
        let mut cuts = Cuts::default();
        let mut note = |arrival, version| {
            let known = Known {
                origin: c.clone(),
                node: b.clone(),
                arrival,
                version,
                through: false,
            };
            cuts.note(&known, arrival);
        };
        note(3, 7);
        note(5, 9);
        // It was told twice.
        note(3, 8);
        let is_after = |arrival, known| cuts.is_after(&c, &b, arrival, known);
        assert!(!is_after(3, 6) && is_after(3, 7) && is_after(2, 7));
        assert!(!is_after(4, 8) && is_after(4, 9));
        assert!(!is_after(6, 100));
        assert!(cuts.knows(&c, &b, 5) && !cuts.knows(&c, &b, 6));
        assert!(!cuts.is_after(&b, &b, 1, 100));
        assert!(cuts.unclear(&c, 2).is_empty());
        assert_eq!(cuts.unclear(&c, 4), [(b.clone(), 3)]);
        cuts.is_clear(&c, &b, 3);
        assert_eq!((cuts.unclear(&c, 4), cuts.clear(&c, &b)), (vec![], Some(3)));
        cuts.sweep(100);
        assert!(cuts.is_after(&c, &b, 1, 9) && !cuts.is_after(&c, &b, 1, 8));
    }
}
