//! From topic filters to subscribers: the trie a topic name is matched in.
//!
//! ```text
//!     filters    sensors/+/temperature    sensors/#    sensors/7
//!
//!     root ── sensors ┬─ + ── temperature {here}
//!             {below} └─ 7 {here}
//! ```
//!
//! A `+` is a child like any other that its parent can also reach without a look-up; a `#` is no
//! child but a second list of its parent, `below`. Matching follows at most two ways from a node,
//! so it never meets a filter whose levels so far differ from the topic's.

use std::fmt;
use std::hash::Hash;

use gmqtt_protocol::{TopicFilter, TopicName};
use smallvec::SmallVec;

use crate::group::Group;
use crate::subscribers::Subscribers;
use crate::tree::{Arena, Content, Id, Tree};

/// Subscriptions by topic filter. `K` tells subscribers apart, `V` is what is kept with one
/// subscription.
///
/// ```
/// use gmqtt_protocol::{TopicFilter, TopicName};
/// use gmqtt_router::{Group, Subscriptions, Visitor};
///
/// struct Print;
///
/// impl Visitor<&str, u8> for Print {
///     fn plain(&mut self, client: &&str, qos: &u8) {
///         println!("{client} at QoS {qos}");
///     }
///
///     fn group(&mut self, group: &Group<&str, u8>) {
///         println!("one of the {} in {}", group.members().len(), group.share());
///     }
/// }
///
/// let mut table = Subscriptions::new();
/// table.insert(TopicFilter::parse("sensors/+/temperature")?, "display", 1);
/// table.insert(TopicFilter::parse("$share/archive/sensors/#")?, "writer", 2);
/// table.matching(TopicName::parse("sensors/7/temperature")?, &mut Print);
/// # Ok::<(), gmqtt_protocol::TopicError>(())
/// ```
pub struct Subscriptions<K, V> {
    tree: Tree<Branch>,
    lists: Arena<Subscribers<K, V>>,
    len: usize,
}

/// Receives what [`Subscriptions::matching`] finds.
pub trait Visitor<K, V> {
    /// A subscription without a share name. A client with overlapping filters appears once for
    /// each of them.
    fn plain(&mut self, key: &K, value: &V);

    /// A group whose filter matches: one of its members is to receive the message.
    fn group(&mut self, group: &Group<K, V>);
}

impl<K: Hash + Eq, V> Subscriptions<K, V> {
    /// A table without subscriptions.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tree: Tree::new(),
            lists: Arena::new(),
            len: 0,
        }
    }

    /// The number of subscriptions; a member of a group counts as one.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether nobody is subscribed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Adds a subscription, or replaces the one of the same key to the same filter [MQTT-3.8.4-3]
    /// and returns its value.
    ///
    /// A filter alone and under each share name are different filters: one client may hold them all.
    pub fn insert(&mut self, filter: TopicFilter<'_>, key: K, value: V) -> Option<V> {
        let (node, end) = self.plant(filter);
        let list = *self
            .tree
            .content_mut(node)
            .list_mut(end)
            .get_or_insert_with(|| self.lists.add(Subscribers::new()));
        let replaced = self.lists[list].insert(filter, key, value);
        self.len += usize::from(replaced.is_none());
        replaced
    }

    /// Removes a subscription and returns its value. A group ends with its last member.
    pub fn remove(&mut self, filter: TopicFilter<'_>, key: &K) -> Option<V> {
        let (node, end) = self.locate(filter.filter())?;
        let list = self.tree.content(node).list(end)?;
        let value = self.lists[list].remove(filter.share(), key)?;
        self.len -= 1;
        if self.lists[list].is_empty() {
            self.lists.remove(list);
            *self.tree.content_mut(node).list_mut(end) = None;
            self.tree.prune(node);
        }
        Some(value)
    }

    /// The value of one subscription. The filter is taken by its text: wildcards match themselves.
    #[must_use]
    pub fn find(&self, filter: TopicFilter<'_>, key: &K) -> Option<&V> {
        self.list(filter.filter())?.find(filter.share(), key)
    }

    /// The subscriptions to a filter taken by its text: wildcards match themselves. Those under a share name only for a shared filter.
    #[must_use]
    pub fn subscribers(&self, filter: TopicFilter<'_>) -> &[(K, V)] {
        match (self.list(filter.filter()), filter.share()) {
            (None, _) => &[],
            (Some(list), None) => list.plain(),
            (Some(list), Some(share)) => list.group(share).map_or(&[], Group::members),
        }
    }

    /// The group under a share name for a filter, given without `$share/name/`.
    #[must_use]
    pub fn group(&self, share: &str, filter: &str) -> Option<&Group<K, V>> {
        self.list(filter)?.group(share)
    }

    /// Visits every subscription whose filter matches: each plain one once, each group once. In no
    /// particular order, and without allocating for topics of ordinary depth.
    pub fn matching(&self, topic: TopicName<'_>, visitor: &mut impl Visitor<K, V>) {
        let text = topic.as_str().as_bytes();
        // The ways not followed yet: a node, and where in the text the levels below it start.
        let mut ways: SmallVec<[(Id, usize); 24]> = SmallVec::new();
        let mut way = Some((Tree::<Branch>::ROOT, 0));
        // [MQTT-4.7.2-1]
        let mut wildcards = !topic.is_dollar();
        while let Some((node, start)) = way {
            let branch = self.tree.content(node);
            if wildcards {
                // Also at the end of the topic: a/# matches a.
                self.visit(branch.below, visitor);
            }
            way = match text.get(start..) {
                None => {
                    self.visit(branch.here, visitor);
                    None
                }
                Some(rest) => {
                    let level = first_level(rest);
                    let next = start + level.len() + 1;
                    if let (Some(plus), true) = (branch.plus, wildcards) {
                        ways.push((plus, next));
                    }
                    // Byte by byte [MQTT-4.7.3-4].
                    self.tree.child(node, level).map(|child| (child, next))
                }
            };
            way = way.or_else(|| ways.pop());
            wildcards = true;
        }
    }

    /// Visits all subscriptions with their full filters, in no particular order.
    pub fn for_each(&self, mut f: impl FnMut(&str, &K, &V)) {
        for (node, branch) in self.tree.iter() {
            if let Some(list) = branch.here {
                self.lists[list].for_each(&self.tree.path(node), &mut f);
            }
            if let Some(list) = branch.below {
                let mut filter = self.tree.path(node);
                if node != Tree::<Branch>::ROOT {
                    filter.push('/');
                }
                filter.push('#');
                self.lists[list].for_each(&filter, &mut f);
            }
        }
    }

    fn visit(&self, list: Option<Id>, visitor: &mut impl Visitor<K, V>) {
        let Some(list) = list else { return };
        let list = &self.lists[list];
        for (key, value) in list.plain() {
            visitor.plain(key, value);
        }
        for group in list.groups() {
            visitor.group(group);
        }
    }

    fn list(&self, filter: &str) -> Option<&Subscribers<K, V>> {
        let (node, end) = self.locate(filter)?;
        let list = self.tree.content(node).list(end)?;
        Some(&self.lists[list])
    }

    fn locate(&self, filter: &str) -> Option<(Id, End)> {
        let mut node = Tree::<Branch>::ROOT;
        for level in filter.split('/') {
            if level == "#" {
                return Some((node, End::Below));
            }
            node = self.tree.child(node, level.as_bytes())?;
        }
        Some((node, End::Here))
    }

    /// As `locate`, but adds the nodes that are missing.
    fn plant(&mut self, filter: TopicFilter<'_>) -> (Id, End) {
        let mut node = Tree::<Branch>::ROOT;
        for level in filter.filter().split('/') {
            if level == "#" {
                return (node, End::Below);
            }
            let child = self.tree.child_or_insert(node, level.as_bytes());
            if level == "+" {
                self.tree.content_mut(node).plus = Some(child);
            }
            node = child;
        }
        (node, End::Here)
    }
}

impl<K: Hash + Eq, V> Default for Subscriptions<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> fmt::Debug for Subscriptions<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscriptions")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

/// What a node of the trie knows.
#[derive(Default)]
struct Branch {
    /// The child for `+`.
    plus: Option<Id>,
    /// Subscribers of the filter that ends at this node.
    here: Option<Id>,
    /// Subscribers of the filter that goes on from this node with `#`.
    below: Option<Id>,
}

#[derive(Clone, Copy)]
enum End {
    Here,
    Below,
}

impl Branch {
    const fn list(&self, end: End) -> Option<Id> {
        match end {
            End::Here => self.here,
            End::Below => self.below,
        }
    }

    const fn list_mut(&mut self, end: End) -> &mut Option<Id> {
        match end {
            End::Here => &mut self.here,
            End::Below => &mut self.below,
        }
    }
}

impl Content for Branch {
    fn is_vacant(&self) -> bool {
        self.here.is_none() && self.below.is_none()
    }

    fn forget(&mut self, child: Id) {
        if self.plus == Some(child) {
            self.plus = None;
        }
    }
}

fn first_level(text: &[u8]) -> &[u8] {
    let end = text.iter().position(|&byte| byte == b'/');
    &text[..end.unwrap_or(text.len())]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::Rng;
    use proptest::test_runner::{RngAlgorithm, TestRng};

    use super::*;

    /// A million subscriptions at random filters come and go in random order.
    #[test]
    fn nothing_is_left_after_a_million_changes() {
        let mut rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut table = Subscriptions::new();
        let mut held: Vec<(String, u32)> = Vec::new();
        for _ in 0..1_000_000 {
            let leave = rng.next_u32() & 3 == 0 && !held.is_empty();
            if leave || held.len() > 20_000 {
                let (text, client) = held.swap_remove(rng.next_u32() as usize % held.len());
                let filter = TopicFilter::parse(&text).unwrap();
                assert!(table.remove(filter, &client).is_some());
                continue;
            }
            let text = random_filter(rng.next_u64());
            let client = rng.next_u32() % 64;
            let filter = TopicFilter::parse(&text).unwrap();
            if table.insert(filter, client, ()).is_none() {
                held.push((text, client));
            }
        }
        assert_eq!(table.len(), held.len());
        for (text, client) in held {
            table.remove(TopicFilter::parse(&text).unwrap(), &client);
        }
        assert_eq!(
            (table.len(), table.tree.len(), table.lists.len()),
            (0, 0, 0)
        );
    }

    fn random_filter(random: u64) -> String {
        let long = "a level that lies on the heap";
        let levels = ["a", "b", "c", "d", "", "+", "+", long];
        let level = |n: u64| levels[(random >> (3 * n)) as usize % 8];
        let mut text = (0..1 + random % 5).map(level).collect::<Vec<_>>().join("/");
        if random >> 62 == 0 || text.is_empty() {
            text.push_str("/#");
        }
        match (random >> 58) & 7 {
            0 => format!("$share/g/{text}"),
            _ => text,
        }
    }
}
