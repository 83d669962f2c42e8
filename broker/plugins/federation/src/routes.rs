//! Which nodes have subscribers for a topic, and what this node tells the others about its own.

use std::collections::{BTreeMap, BTreeSet};

use gmqtt_plugin_api::cluster::{NodeName, RemoteGroup, Route};
use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_router::{Group, Subscriptions, Visitor};
use smallvec::SmallVec;

/// The filters that this node has subscribers for.
#[derive(Debug, Default)]
pub(crate) struct Interests {
    /// How many subscriptions, by full filter.
    count: BTreeMap<Box<str>, u32>,
    /// What the others have to be told of.
    changed: BTreeSet<Box<str>>,
}

impl Interests {
    /// One more subscription.
    pub(crate) fn add(&mut self, filter: &str) {
        match self.count.get_mut(filter) {
            Some(count) => {
                *count = count.saturating_add(1);
                // The members of a group weigh, plain subscriptions do not: a message crosses once.
                if is_shared(filter) {
                    self.changed.insert(filter.into());
                }
            }
            None => {
                self.count.insert(filter.into(), 1);
                self.changed.insert(filter.into());
            }
        }
    }

    /// One less.
    pub(crate) fn remove(&mut self, filter: &str) {
        let Some(count) = self.count.get_mut(filter) else {
            return;
        };
        *count -= 1;
        if *count == 0 {
            self.count.remove(filter);
            self.changed.insert(filter.into());
        } else if is_shared(filter) {
            self.changed.insert(filter.into());
        }
    }

    /// What the others do not know yet: filters with their members, 0 for those that are gone.
    pub(crate) fn take_changed(&mut self) -> Vec<(Box<str>, u32)> {
        std::mem::take(&mut self.changed)
            .into_iter()
            .map(|filter| {
                let members = self
                    .count
                    .get(&filter)
                    .map_or(0, |count| told(&filter, *count));
                (filter, members)
            })
            .collect()
    }

    /// Everything, for a node that knows nothing.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, u32)> {
        self.count
            .iter()
            .map(|(filter, count)| (&**filter, told(filter, *count)))
    }

    /// How many filters there are.
    pub(crate) fn len(&self) -> usize {
        self.count.len()
    }

    /// How many members of a group are here.
    pub(crate) fn members(&self, filter: &str) -> u32 {
        self.count.get(filter).copied().unwrap_or(0)
    }
}

/// What the others hear of so many subscriptions.
fn told(filter: &str, count: u32) -> u32 {
    if is_shared(filter) {
        count
    } else {
        count.min(1)
    }
}

fn is_shared(filter: &str) -> bool {
    filter.starts_with("$share/")
}

/// The filters that the others have subscribers for.
#[derive(Default)]
pub(crate) struct Routes {
    table: Subscriptions<NodeName, u32>,
    nodes: BTreeMap<NodeName, Told>,
    /// Filters for which something else holds than was last taken.
    changed: BTreeSet<Box<str>>,
}

/// What a node has told.
#[derive(Debug, Default)]
struct Told {
    /// Counts its full accounts.
    round: u64,
    /// In which of them each filter was told last.
    filters: BTreeMap<Box<str>, u64>,
}

impl Routes {
    /// All that a node is interested in follows.
    pub(crate) fn begin(&mut self, node: &NodeName) {
        self.nodes.entry(node.clone()).or_default().round += 1;
    }

    /// A node has told all: what was not among it is void.
    pub(crate) fn end(&mut self, node: &NodeName) {
        let Some(told) = self.nodes.get_mut(node) else {
            return;
        };
        let round = told.round;
        told.filters.retain(|filter, last| {
            let stays = *last == round;
            if !stays && let Ok(parsed) = TopicFilter::parse(filter) {
                self.table.remove(parsed, node);
                self.changed.insert(filter.clone());
            }
            stays
        });
    }

    /// A node has so many members for a filter. A filter that is none is passed over.
    pub(crate) fn set(&mut self, node: &NodeName, filter: &str, members: u32) {
        let Ok(parsed) = TopicFilter::parse(filter) else {
            return;
        };
        let told = self.nodes.entry(node.clone()).or_default();
        let is_news = if members == 0 {
            told.filters.remove(filter);
            self.table.remove(parsed, node).is_some()
        } else {
            told.filters.insert(filter.into(), told.round);
            self.table.insert(parsed, node.clone(), members) != Some(members)
        };
        if is_news {
            self.changed.insert(filter.into());
        }
    }

    /// A node is gone for good.
    pub(crate) fn forget(&mut self, node: &NodeName) {
        let Some(told) = self.nodes.remove(node) else {
            return;
        };
        for filter in told.filters.into_keys() {
            if let Ok(parsed) = TopicFilter::parse(&filter) {
                self.table.remove(parsed, node);
                self.changed.insert(filter);
            }
        }
    }

    /// Something else holds for messages of these filters.
    pub(crate) fn changes(&mut self, filters: impl IntoIterator<Item = Box<str>>) {
        self.changed.extend(filters);
    }

    /// The filters that other nodes have other subscribers for than before.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<Box<str>> {
        std::mem::take(&mut self.changed)
    }

    /// How many filters a node has told of.
    pub(crate) fn count(&self, node: &NodeName) -> usize {
        self.nodes.get(node).map_or(0, |told| told.filters.len())
    }

    /// Everything, for comparison: node, filter, members.
    pub(crate) fn for_each(&self, mut f: impl FnMut(&NodeName, &str, u32)) {
        self.table
            .for_each(|filter, node, members| f(node, filter, *members));
    }

    /// The nodes that have subscribers for a topic.
    pub(crate) fn route(&self, topic: TopicName<'_>) -> Route {
        let mut found = Found::default();
        self.table.matching(topic, &mut found);
        let Found(mut route) = found;
        route.plain.sort();
        route.plain.dedup();
        route.groups.sort_by(|a, b| a.filter.cmp(&b.filter));
        route
    }
}

/// What the table gives.
#[derive(Default)]
struct Found(Route);

impl Visitor<NodeName, u32> for Found {
    fn plain(&mut self, node: &NodeName, _: &u32) {
        self.0.plain.push(node.clone());
    }

    fn group(&mut self, group: &Group<NodeName, u32>) {
        let mut members: SmallVec<[_; 4]> = group.members().iter().cloned().collect();
        members.sort();
        self.0.groups.push(RemoteGroup {
            filter: format!("$share/{}/{}", group.share(), group.filter()).into(),
            members,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> NodeName {
        NodeName::new(name)
    }

    fn route(routes: &Routes, topic: &str) -> Route {
        routes.route(TopicName::parse(topic).unwrap())
    }

    #[test]
    fn a_node_is_found_once_however_many_of_its_filters_match() {
        let mut routes = Routes::default();
        for filter in ["a/#", "a/+", "a/b", "#"] {
            routes.set(&node("one"), filter, 1);
        }
        routes.set(&node("two"), "a/b", 1);
        routes.set(&node("three"), "c", 1);
        let plain = route(&routes, "a/b").plain;
        assert_eq!(plain.as_slice(), [node("one"), node("two")]);
    }

    #[test]
    fn a_group_is_found_with_the_members_of_each_node() {
        let mut routes = Routes::default();
        routes.set(&node("one"), "$share/g/a/#", 3);
        routes.set(&node("two"), "$share/g/a/#", 1);
        let route = route(&routes, "a/b");
        assert!(route.plain.is_empty());
        assert_eq!(&*route.groups[0].filter, "$share/g/a/#");
        assert_eq!(
            route.groups[0].members.as_slice(),
            [(node("one"), 3), (node("two"), 1)]
        );
    }

    #[test]
    fn a_full_account_voids_what_is_not_in_it_and_leaves_no_moment_without_the_rest() {
        let mut routes = Routes::default();
        routes.set(&node("one"), "stays", 1);
        routes.set(&node("one"), "goes", 1);
        routes.set(&node("two"), "goes", 1);
        routes.begin(&node("one"));
        assert_eq!(route(&routes, "stays").plain.len(), 1);
        routes.set(&node("one"), "stays", 1);
        routes.end(&node("one"));
        assert_eq!(route(&routes, "stays").plain.len(), 1);
        assert_eq!(route(&routes, "goes").plain.as_slice(), [node("two")]);
        routes.forget(&node("two"));
        assert!(route(&routes, "goes").plain.is_empty());
    }

    #[test]
    fn only_what_matters_elsewhere_is_told() {
        let mut interests = Interests::default();
        interests.add("a");
        interests.add("a");
        assert_eq!(interests.take_changed(), [("a".into(), 1)]);
        interests.remove("a");
        interests.add("a");
        assert!(interests.take_changed().is_empty());
        interests.add("$share/g/a");
        interests.take_changed();
        interests.add("$share/g/a");
        assert_eq!(interests.take_changed(), [("$share/g/a".into(), 2)]);
        interests.remove("a");
        interests.remove("a");
        assert_eq!(interests.take_changed(), [("a".into(), 0)]);
    }
}
