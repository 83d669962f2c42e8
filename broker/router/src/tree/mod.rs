//! A tree of topic levels. It knows no wildcards and no meaning of what its nodes hold.
//!
//! ```text
//!     root ──first_child──> "home" <──next/previous──> "$SYS"
//!                             │  ^                        │
//!                       first_child  parent            "uptime"
//!                          "kitchen"
//! ```
//!
//! A child is found by its level in constant time: an only child by one comparison, one of several
//! through the [`Index`]. The links to the siblings serve to visit all of them. No function and no
//! destructor recurses: nodes lie in an [`Arena`].

mod arena;
mod index;
mod label;

pub(crate) use arena::{Arena, Id};
use index::Index;
use label::Label;

/// What a node holds.
pub(crate) trait Content: Default {
    /// Whether a node without children is of no use.
    fn is_vacant(&self) -> bool;

    /// A child is gone: the place to drop ids kept for a shortcut.
    fn forget(&mut self, _child: Id) {}
}

impl<V> Content for Option<V> {
    fn is_vacant(&self) -> bool {
        self.is_none()
    }
}

pub(crate) struct Tree<T> {
    nodes: Arena<Node<T>>,
    index: Index,
}

pub(crate) struct Node<T> {
    label: Label,
    parent: Option<Id>,
    first_child: Option<Id>,
    next: Option<Id>,
    previous: Option<Id>,
    children: u32,
    content: T,
}

impl<T: Content> Tree<T> {
    /// The node above the first level; always there.
    pub(crate) const ROOT: Id = Id::FIRST;

    pub(crate) fn new() -> Self {
        let mut nodes = Arena::new();
        nodes.add(Node::new(&[], None));
        Self {
            nodes,
            index: Index::new(),
        }
    }

    pub(crate) fn content(&self, id: Id) -> &T {
        &self.nodes[id].content
    }

    pub(crate) fn content_mut(&mut self, id: Id) -> &mut T {
        &mut self.nodes[id].content
    }

    pub(crate) fn level(&self, id: Id) -> &[u8] {
        self.nodes[id].label.as_bytes()
    }

    pub(crate) fn parent(&self, id: Id) -> Option<Id> {
        self.nodes[id].parent
    }

    pub(crate) fn first_child(&self, id: Id) -> Option<Id> {
        self.nodes[id].first_child
    }

    /// The next child of the same parent, in no particular order.
    pub(crate) fn next_sibling(&self, id: Id) -> Option<Id> {
        self.nodes[id].next
    }

    /// All nodes, in no particular order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Id, &T)> {
        self.nodes.iter().map(|(id, node)| (id, &node.content))
    }

    /// The nodes of one part of the tree, of about a thousand; `None` beyond the last part. A node is in the same part as long as
    /// it lives.
    pub(crate) fn part(&self, part: usize) -> Option<impl Iterator<Item = (Id, &T)>> {
        let first = part.checked_mul(CHUNKS_IN_A_PART)?;
        (first < self.nodes.chunk_count()).then(|| {
            let nodes = self.nodes.chunks(first..first + CHUNKS_IN_A_PART);
            nodes.map(|(id, node)| (id, &node.content))
        })
    }

    /// The levels from the first down to this node, joined by slashes. Empty for the root.
    pub(crate) fn path(&self, id: Id) -> String {
        let mut line = Vec::new();
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            line.push(self.level(at));
            at = parent;
        }
        line.reverse();
        // Levels are pieces of UTF-8 text cut at slashes: nothing is lost.
        String::from_utf8_lossy(&line.join(&b'/')).into_owned()
    }

    pub(crate) fn child(&self, parent: Id, level: &[u8]) -> Option<Id> {
        let node = &self.nodes[parent];
        match node.children {
            0 => None,
            1 => node.first_child.filter(|&only| self.level(only) == level),
            _ => self.index.find(&self.nodes, parent, level),
        }
    }

    pub(crate) fn child_or_insert(&mut self, parent: Id, level: &[u8]) -> Id {
        if let Some(child) = self.child(parent, level) {
            return child;
        }
        let mut node = Node::new(level, Some(parent));
        let sibling = self.nodes[parent].first_child;
        node.next = sibling;
        let child = self.nodes.add(node);
        if let Some(sibling) = sibling {
            self.nodes[sibling].previous = Some(child);
        }
        let family = &mut self.nodes[parent];
        family.first_child = Some(child);
        family.children += 1;
        if let (2, Some(sibling)) = (family.children, sibling) {
            self.index.insert(&self.nodes, sibling);
        }
        if sibling.is_some() {
            self.index.insert(&self.nodes, child);
        }
        child
    }

    /// Removes the node if it holds nothing, and then those above it that are left with nothing.
    pub(crate) fn prune(&mut self, id: Id) {
        let mut at = id;
        while let Some(parent) = self.parent(at) {
            let node = &self.nodes[at];
            if node.children > 0 || !node.content.is_vacant() {
                return;
            }
            self.remove_leaf(at, parent);
            self.nodes[parent].content.forget(at);
            at = parent;
        }
    }

    fn remove_leaf(&mut self, id: Id, parent: Id) {
        if self.nodes[parent].children > 1 {
            self.index.remove(&self.nodes, id);
        }
        let Node { next, previous, .. } = self.nodes.remove(id);
        if let Some(next) = next {
            self.nodes[next].previous = previous;
        }
        match previous {
            Some(previous) => self.nodes[previous].next = next,
            None => self.nodes[parent].first_child = next,
        }
        let family = &mut self.nodes[parent];
        family.children -= 1;
        if let (1, Some(only)) = (family.children, family.first_child) {
            self.index.remove(&self.nodes, only);
        }
    }

    /// Nodes, not counting the root.
    #[cfg(test)]
    pub(crate) const fn len(&self) -> usize {
        self.nodes.len() - 1
    }
}

impl<T: Content> Node<T> {
    fn new(level: &[u8], parent: Option<Id>) -> Self {
        Self {
            label: Label::new(level),
            parent,
            first_child: None,
            next: None,
            previous: None,
            children: 0,
            content: T::default(),
        }
    }
}

/// Chunks of the arena that are visited without a pause.
const CHUNKS_IN_A_PART: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    type Numbers = Tree<Option<u32>>;

    fn plant(tree: &mut Numbers, path: &str, number: u32) -> Id {
        let id = path.split('/').fold(Numbers::ROOT, |at, level| {
            tree.child_or_insert(at, level.as_bytes())
        });
        *tree.content_mut(id) = Some(number);
        id
    }

    fn children(tree: &Numbers, id: Id) -> Vec<String> {
        let mut found = Vec::new();
        let mut at = tree.first_child(id);
        while let Some(child) = at {
            found.push(tree.path(child));
            at = tree.next_sibling(child);
        }
        found.sort();
        found
    }

    #[test]
    fn children_are_found_by_level_whatever_their_number() {
        let mut tree = Numbers::new();
        for count in 0..50_u32 {
            plant(&mut tree, &format!("a/{count}"), count);
            let a = tree.child(Numbers::ROOT, b"a").unwrap();
            for known in 0..=count {
                let child = tree.child(a, known.to_string().as_bytes()).unwrap();
                assert_eq!(*tree.content(child), Some(known));
            }
            assert_eq!(tree.child(a, b"x"), None);
            assert_eq!(children(&tree, a).len() as u32, count + 1);
        }
    }

    #[test]
    fn pruning_removes_what_holds_nothing_and_no_more() {
        let mut tree = Numbers::new();
        let long = plant(&mut tree, "a/b/c/d", 1);
        let side = plant(&mut tree, "a/b/x", 2);
        tree.prune(long);
        assert_eq!(tree.len(), 5);
        *tree.content_mut(long) = None;
        tree.prune(long);
        assert_eq!(tree.len(), 3);
        assert_eq!(tree.path(side), "a/b/x");
        *tree.content_mut(side) = None;
        tree.prune(side);
        assert_eq!(tree.len(), 0);
        assert_eq!(children(&tree, Numbers::ROOT), Vec::<String>::new());
    }

    #[test]
    fn any_child_can_leave() {
        for gone in ["a", "b", "c"] {
            let mut tree = Numbers::new();
            let ids = ["a", "b", "c"].map(|level| plant(&mut tree, level, 0));
            let mut left = vec!["a", "b", "c"];
            left.retain(|level| *level != gone);
            let id = tree.child(Numbers::ROOT, gone.as_bytes()).unwrap();
            assert!(ids.contains(&id));
            *tree.content_mut(id) = None;
            tree.prune(id);
            assert_eq!(children(&tree, Numbers::ROOT), left);
            assert_eq!(tree.child(Numbers::ROOT, gone.as_bytes()), None);
            for level in left {
                assert!(tree.child(Numbers::ROOT, level.as_bytes()).is_some());
            }
        }
    }

    #[test]
    fn a_node_takes_48_bytes_beside_its_content() {
        assert_eq!(size_of::<Node<[u32; 3]>>(), 56);
        assert_eq!(size_of::<Node<Option<Box<u8>>>>(), 56);
    }
}
