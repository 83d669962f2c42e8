//! Retained messages by topic name, found by topic filter. What a message is, when it expires and
//! how many there may be is the caller's.

use std::fmt;
use std::ops::ControlFlow;

use gmqtt_protocol::TopicName;
use smallvec::SmallVec;

use crate::tree::{Id, Tree};

/// At most one value for each topic name [MQTT-3.3.1-5].
pub struct Retained<V> {
    tree: Tree<Option<V>>,
    len: usize,
}

impl<V> Retained<V> {
    /// An index without values.
    #[must_use]
    pub fn new() -> Self {
        Self {
            tree: Tree::new(),
            len: 0,
        }
    }

    /// The number of topics with a value.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether no topic has a value.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Sets the value of a topic and returns the one replaced.
    pub fn insert(&mut self, topic: TopicName<'_>, value: V) -> Option<V> {
        let node = topic.as_str().split('/').fold(Self::ROOT, |node, level| {
            self.tree.child_or_insert(node, level.as_bytes())
        });
        let replaced = self.tree.content_mut(node).replace(value);
        self.len += usize::from(replaced.is_none());
        replaced
    }

    /// Removes the value of a topic and returns it.
    pub fn remove(&mut self, topic: TopicName<'_>) -> Option<V> {
        let node = self.locate(topic)?;
        self.take(node)
    }

    /// The value of a topic.
    #[must_use]
    pub fn find(&self, topic: TopicName<'_>) -> Option<&V> {
        self.tree.content(self.locate(topic)?).as_ref()
    }

    /// Visits the value of every topic that the filter matches, in no particular order, until told
    /// to break. The filter must be a valid one, without `$share/name/`.
    ///
    /// A `+` or `#` costs a step for every child of the level it stands at: without them, the cost
    /// does not depend on how many values there are.
    pub fn matching<'s>(&'s self, filter: &str, mut visit: impl FnMut(&'s V) -> ControlFlow<()>) {
        // Breaking is not an outcome that anyone here needs to know.
        let _ = self.walk(filter, &mut visit);
    }

    /// Drops every value for which `keep` says no.
    pub fn retain(&mut self, mut keep: impl FnMut(&V) -> bool) {
        let dropped: Vec<Id> = self
            .tree
            .iter()
            .filter_map(|(node, value)| (!keep(value.as_ref()?)).then_some(node))
            .collect();
        for node in dropped {
            self.take(node);
        }
    }

    /// Visits all topics with their values, in no particular order.
    pub fn for_each(&self, mut f: impl FnMut(&str, &V)) {
        for (node, value) in self.tree.iter() {
            if let Some(value) = value {
                f(&self.tree.path(node), value);
            }
        }
    }

    /// Visits the values of one part of the index, in no particular order; false beyond the last part. Who visits all parts from 0
    /// on, and changes the index meanwhile, meets each value once that was there all the time.
    pub fn part<'s>(&'s self, part: usize, mut visit: impl FnMut(&'s V)) -> bool {
        let Some(nodes) = self.tree.part(part) else {
            return false;
        };
        nodes
            .filter_map(|(_, value)| value.as_ref())
            .for_each(&mut visit);
        true
    }

    const ROOT: Id = Tree::<Option<V>>::ROOT;

    fn locate(&self, topic: TopicName<'_>) -> Option<Id> {
        topic
            .as_str()
            .split('/')
            .try_fold(Self::ROOT, |node, level| {
                self.tree.child(node, level.as_bytes())
            })
    }

    fn take(&mut self, node: Id) -> Option<V> {
        let value = self.tree.content_mut(node).take()?;
        self.len -= 1;
        self.tree.prune(node);
        Some(value)
    }

    fn walk<'s>(
        &'s self,
        filter: &str,
        visit: &mut impl FnMut(&'s V) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut pluses = Pluses::new();
        let mut place = Some((Self::ROOT, Some(filter)));
        while let Some((node, rest)) = place {
            let next = match rest.map(cut) {
                None => {
                    if let Some(value) = self.tree.content(node) {
                        visit(value)?;
                    }
                    None
                }
                Some(("#", _)) => {
                    self.visit_all(node, visit)?;
                    None
                }
                Some(("+", rest)) => {
                    let child = self.visible(self.tree.first_child(node));
                    pluses.extend(child.map(|child| (child, rest)));
                    child.map(|child| (child, rest))
                }
                Some((level, rest)) => {
                    let child = self.tree.child(node, level.as_bytes());
                    child.map(|child| (child, rest))
                }
            };
            place = next.or_else(|| self.advance(&mut pluses));
        }
        ControlFlow::Continue(())
    }

    /// Lets the last `+` stand for its next child.
    fn advance<'f>(&self, pluses: &mut Pluses<'f>) -> Option<(Id, Option<&'f str>)> {
        while let Some((child, rest)) = pluses.pop() {
            if let Some(next) = self.visible(self.tree.next_sibling(child)) {
                pluses.push((next, rest));
                return Some((next, rest));
            }
        }
        None
    }

    /// Visits the value of this node, too: `a/#` matches `a`.
    fn visit_all<'s>(
        &'s self,
        top: Id,
        visit: &mut impl FnMut(&'s V) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut place = Some(top);
        while let Some(node) = place {
            if let Some(value) = self.tree.content(node) {
                visit(value)?;
            }
            place = self
                .visible(self.tree.first_child(node))
                .or_else(|| self.after(node, top));
        }
        ControlFlow::Continue(())
    }

    /// The node below `top` that follows `node` and all below it.
    fn after(&self, node: Id, top: Id) -> Option<Id> {
        let mut at = node;
        while at != top {
            let next = self.visible(self.tree.next_sibling(at));
            if next.is_some() {
                return next;
            }
            at = self.tree.parent(at)?;
        }
        None
    }

    /// The node itself, or the first sibling after it that a wildcard may stand for: not a first
    /// level that starts with `$` [MQTT-4.7.2-1].
    fn visible(&self, node: Option<Id>) -> Option<Id> {
        let mut at = node?;
        if self.tree.parent(at) == Some(Self::ROOT) {
            while self.tree.level(at).starts_with(b"$") {
                at = self.tree.next_sibling(at)?;
            }
        }
        Some(at)
    }
}

impl<V> Default for Retained<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<V> fmt::Debug for Retained<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Retained")
            .field("len", &self.len)
            .finish_non_exhaustive()
    }
}

/// For each `+` on the way: the child it stands for at present, and the filter after it.
type Pluses<'f> = SmallVec<[(Id, Option<&'f str>); 16]>;

/// The first level of a filter, and what follows it.
fn cut(filter: &str) -> (&str, Option<&str>) {
    match filter.split_once('/') {
        Some((level, rest)) => (level, Some(rest)),
        None => (filter, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_when_all_values_are_gone() {
        let topics: Vec<String> = (0..10_000_u32)
            .map(|n| format!("{}/{}//{n}", n % 7, n % 91))
            .collect();
        let name = |topic| TopicName::parse(topic).unwrap();
        let mut index = Retained::new();
        for _ in 0..2 {
            for (n, topic) in topics.iter().enumerate() {
                index.insert(name(topic), n);
            }
            index.retain(|n| n % 3 > 0);
            for topic in &topics {
                index.remove(name(topic));
            }
            assert_eq!((index.len(), index.tree.len()), (0, 0));
        }
    }
}
