//! What was appended and is not yet in Redis: batches in order, and the index of what is alive.

use std::collections::VecDeque;

use redis::Pipeline;

use super::layout;
use crate::batch::Batch;
use crate::change::{Change, MessageId, SessionKey, Stage};
use crate::encoding::Changes;
use crate::index::{Applied, Index, Place};
use crate::store::Full;

/// What may wait in memory, in bytes.
const MOST_WAITING: usize = 64 << 20;
/// What goes into one transaction, in bytes, unless one batch is larger.
const TRANSACTION: usize = 1 << 20;
const TRANSACTION_BATCHES: usize = 2000;
/// What a batch takes besides its bytes.
const OVERHEAD: usize = 128;

/// What the lock of the store is around.
#[derive(Debug)]
pub(super) struct Pending {
    pub(super) index: Index,
    waiting: VecDeque<Waiting>,
    bytes: usize,
    /// The position of the last batch.
    pub(super) position: u64,
    /// Redis does not answer.
    pub(super) is_failing: bool,
    pub(super) batches: u64,
    pub(super) commits: u64,
}

#[derive(Debug)]
struct Waiting {
    position: u64,
    body: Vec<u8>,
    steps: Vec<Step>,
    freed: Vec<MessageId>,
}

#[derive(Debug)]
enum Step {
    /// A change: where it is in the body.
    Change(usize, usize),
    /// How far a delivery has come.
    Stage(SessionKey, u64, Stage),
}

/// Records have no place in Redis that would matter here.
const NOWHERE: Place = Place { at: 0, length: 0 };

impl Pending {
    pub(super) fn new(index: Index, position: u64) -> Self {
        Self {
            index,
            waiting: VecDeque::new(),
            bytes: 0,
            position,
            is_failing: false,
            batches: 0,
            commits: 0,
        }
    }

    pub(super) fn append(&mut self, batch: &Batch) -> Result<u64, Full> {
        if batch.adds() {
            if self.is_failing {
                return Err(Full::Failed);
            }
            if self.bytes > 0 && self.bytes + batch.size() > MOST_WAITING {
                return Err(Full::Behind);
            }
        }
        let body = batch.body().to_vec();
        let mut steps = Vec::new();
        for (start, length, change) in Changes::of(&body).flatten() {
            // What is about nothing leaves no trace, so that there is nothing to sweep.
            if self.index.apply(&change, NOWHERE) == Applied::Ignored {
                continue;
            }
            match change {
                Change::Sent { session, seq, .. } | Change::Confirmed { session, seq } => {
                    let slot = self.index.slot(session, seq);
                    steps.extend(slot.map(|slot| Step::Stage(session, seq, slot.stage)));
                }
                _ => steps.push(Step::Change(start, start + length)),
            }
        }
        let mut freed = Vec::new();
        self.index.take_freed(|id| freed.push(id));
        self.index.effects.dead.clear();
        self.position += 1;
        self.batches += 1;
        self.bytes += body.len() + OVERHEAD;
        self.waiting.push_back(Waiting {
            position: self.position,
            body,
            steps,
            freed,
        });
        Ok(self.position)
    }

    /// The commands of the next transaction and the position it reaches; `None` if nothing waits.
    pub(super) fn transaction(&self) -> Option<(Pipeline, u64)> {
        let mut pipeline = redis::pipe();
        pipeline.atomic();
        let (mut bytes, mut position) = (0, None);
        for waiting in self.waiting.iter().take(TRANSACTION_BATCHES) {
            if position.is_some() && bytes + waiting.body.len() > TRANSACTION {
                break;
            }
            bytes += waiting.body.len();
            position = Some(waiting.position);
            waiting.put(&mut pipeline);
        }
        position.map(|position| (pipeline, position))
    }

    /// Everything up to a position is in Redis.
    pub(super) fn done(&mut self, position: u64) {
        while let Some(waiting) = self.waiting.pop_front_if(|it| it.position <= position) {
            self.bytes -= waiting.body.len() + OVERHEAD;
        }
    }

    pub(super) const fn bytes(&self) -> usize {
        self.bytes
    }

    pub(super) fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }
}

impl Waiting {
    fn put(&self, pipeline: &mut Pipeline) {
        for step in &self.steps {
            match step {
                Step::Stage(session, seq, stage) => {
                    layout::put_stage(*session, *seq, *stage, pipeline);
                }
                Step::Change(start, end) => {
                    let change = Changes::of(&self.body[*start..*end]).next();
                    if let Some(Ok((_, _, change))) = change {
                        layout::put(&change, pipeline);
                    }
                }
            }
        }
        layout::free(&self.freed, pipeline);
    }
}
