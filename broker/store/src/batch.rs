//! Changes that survive together or not at all.

use std::ops::Range;

use crate::change::Change;
use crate::encoding::Changes;
use crate::index::Step;

/// Changes in order, encoded. It keeps its buffer when it was appended, so that one batch can serve a connection for ever.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    body: Vec<u8>,
    adds: bool,
    /// What each change means to an index, and where it begins.
    steps: Vec<(Step, usize)>,
}

impl Batch {
    /// Without changes.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            body: Vec::new(),
            adds: false,
            steps: Vec::new(),
        }
    }

    /// Adds a change behind the others.
    pub fn push(&mut self, change: &Change<'_>) {
        self.adds |= change.adds();
        self.steps.push((Step::of(change), self.body.len()));
        change.encode(&mut self.body);
    }

    /// Whether nothing has changed.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.body.is_empty()
    }

    /// Its size in bytes.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.body.len()
    }

    /// Whether it [adds](Change::adds) something, so that a store may refuse it.
    #[must_use]
    pub const fn adds(&self) -> bool {
        self.adds
    }

    /// Forgets the changes, keeps the buffer up to a limit.
    pub fn clear(&mut self) {
        self.adds = false;
        self.body.clear();
        self.body.shrink_to(LARGEST_KEPT);
        self.steps.clear();
        self.steps.shrink_to(LARGEST_KEPT / 64);
    }

    /// The changes.
    pub fn changes(&self) -> impl Iterator<Item = Change<'_>> {
        // What this batch encoded itself can be read.
        Changes::of(&self.body).filter_map(|change| change.ok().map(|(_, _, change)| change))
    }

    pub(crate) fn body(&self) -> &[u8] {
        &self.body
    }

    /// What each change means to an index, with its place in the body.
    pub(crate) fn steps(&self) -> impl Iterator<Item = (Step, Range<usize>)> {
        let ends = self.steps.iter().skip(1).map(|(_, start)| *start);
        let ends = ends.chain([self.body.len()]);
        let steps = self.steps.iter().zip(ends);
        steps.map(|((step, start), end)| (*step, *start..end))
    }
}

/// A larger buffer is given back.
const LARGEST_KEPT: usize = 64 * 1024;
