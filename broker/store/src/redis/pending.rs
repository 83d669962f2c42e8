//! What was appended and is not yet in Redis: batches in order, and the index of what is alive.

use std::collections::{BTreeSet, HashSet, VecDeque};
use std::sync::Arc;

use redis::Pipeline;

use super::layout::{self, Keys};
use super::part::{Fence, News, Part};
use crate::batch::Batch;
use crate::change::{Change, MessageId, SessionKey, Stage};
use crate::encoding::Changes;
use crate::index::{Applied, Index, Place};
use crate::shared::Epoch;
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
    keys: Keys,
    /// Where nodes share a database.
    pub(super) part: Option<Part>,
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

impl Transaction {
    /// At a position that has been reached.
    pub(super) fn nothing(position: u64) -> Self {
        Self {
            pipeline: redis::pipe(),
            position,
            batches: 0,
        }
    }
}

#[derive(Debug)]
enum Step {
    /// A change: where it is in the body.
    Change(usize, usize),
    /// How far a delivery has come.
    Stage(SessionKey, u64, Stage),
    /// With this session the client has none any more.
    Forget(SessionKey, Arc<str>),
}

/// What is written at once.
pub(super) struct Transaction {
    pub(super) pipeline: Pipeline,
    /// The position it reaches.
    pub(super) position: u64,
    /// How many batches it is.
    batches: usize,
}

/// Records have no place in Redis that would matter here.
const NOWHERE: Place = Place { at: 0, length: 0 };

impl Pending {
    pub(super) fn new(keys: Keys, index: Index, mut part: Option<Part>, position: u64) -> Self {
        let news = part.as_mut().map(Part::begin_with_found);
        let unreferenced = part.as_mut().map(|it| std::mem::take(&mut it.unreferenced));
        let mut pending = Self {
            index,
            keys,
            part,
            waiting: VecDeque::new(),
            bytes: 0,
            position,
            is_failing: false,
            batches: 0,
            commits: 0,
        };
        pending.removed(&news.unwrap_or_default().removed);
        pending.free(unreferenced.unwrap_or_default());
        pending
    }

    /// For one who only reads: nothing is written, not even what is to be cleared away.
    pub(super) fn only_reading(mut self, position: u64) -> Self {
        self.waiting.clear();
        (self.bytes, self.position) = (0, position);
        self
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
        let position = self.position + 1;
        for (start, length, change) in Changes::of(&body).flatten() {
            if let Some(part) = &mut self.part
                && part.refuses(&change, position)
            {
                continue;
            }
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
            if let Some(part) = &mut self.part
                && let Some(client) = part.note(&change, position)
                && let Some(session) = change.session()
            {
                steps.push(Step::Forget(session, client));
            }
        }
        let mut freed = Vec::new();
        self.index.take_freed(|id| freed.push(id));
        self.index.effects.dead.clear();
        self.batches += 1;
        self.push(body, steps, freed);
        Ok(self.position)
    }

    fn push(&mut self, body: Vec<u8>, steps: Vec<Step>, freed: Vec<MessageId>) {
        self.position += 1;
        self.bytes += body.len() + OVERHEAD;
        self.waiting.push_back(Waiting {
            position: self.position,
            body,
            steps,
            freed,
        });
    }

    /// Nothing refers to these messages.
    fn free(&mut self, freed: Vec<MessageId>) {
        if !freed.is_empty() {
            self.push(Vec::new(), Vec::new(), freed);
        }
    }

    /// Other nodes have fenced sessions of this one: nothing more is written of them.
    pub(super) fn learn(&mut self, count: u64, fences: Vec<Fence>) {
        let Some(part) = &mut self.part else {
            return;
        };
        let News { void, removed } = part.learn(count, fences);
        if !void.is_empty() {
            for waiting in &mut self.waiting {
                waiting.withdraw(&void, part);
            }
        }
        self.removed(&removed);
    }

    /// Other nodes have removed these sessions: what only they referred to goes, and what may be left of them.
    fn removed(&mut self, sessions: &[SessionKey]) {
        for session in sessions {
            let change = Change::DropSession { session: *session };
            self.index.apply(&change, NOWHERE);
            let (mut body, mut freed) = (Vec::new(), Vec::new());
            self.index.take_freed(|id| freed.push(id));
            self.index.effects.dead.clear();
            change.encode(&mut body);
            let steps = vec![Step::Change(0, body.len())];
            self.push(body, steps, freed);
        }
    }

    /// The commands of the next transaction; `None` if nothing waits.
    pub(super) fn transaction(&self) -> Option<Transaction> {
        let mut pipeline = redis::pipe();
        pipeline.atomic();
        let (mut bytes, mut position, mut batches) = (0, None, 0);
        for waiting in self.waiting.iter().take(TRANSACTION_BATCHES) {
            if position.is_some() && bytes + waiting.body.len() > TRANSACTION {
                break;
            }
            bytes += waiting.body.len();
            batches += 1;
            position = Some(waiting.position);
            waiting.put(&self.keys, &mut pipeline);
        }
        position.map(|position| Transaction {
            pipeline,
            position,
            batches,
        })
    }

    /// The sessions that a transaction is about: client, number, and the claim they are here by.
    pub(super) fn sessions(&self, transaction: &Transaction) -> Vec<(Arc<str>, u64, Epoch)> {
        let Some(part) = &self.part else {
            return Vec::new();
        };
        let batches = self.waiting.iter().take(transaction.batches);
        let steps = batches.flat_map(|it| it.steps.iter().map(|step| step.session(&it.body)));
        let sessions: BTreeSet<_> = steps.flatten().collect();
        sessions
            .into_iter()
            .filter_map(|session| part.owner(session.0))
            .collect()
    }

    /// Everything up to a position is in Redis.
    pub(super) fn done(&mut self, position: u64) {
        while let Some(waiting) = self.waiting.pop_front_if(|it| it.position <= position) {
            self.bytes -= waiting.body.len() + OVERHEAD;
        }
        if let Some(part) = &mut self.part {
            part.done(position);
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
    fn put(&self, keys: &Keys, pipeline: &mut Pipeline) {
        for step in &self.steps {
            match step {
                Step::Stage(session, seq, stage) => {
                    layout::put_stage(keys, *session, *seq, *stage, pipeline);
                }
                Step::Forget(_, client) => layout::forget_client(keys, client, pipeline),
                Step::Change(start, end) => {
                    let change = Changes::of(&self.body[*start..*end]).next();
                    if let Some(Ok((_, _, change))) = change {
                        layout::put(keys, &change, pipeline);
                    }
                }
            }
        }
        layout::free(keys, &self.freed, pipeline);
    }

    /// Takes out what is about these sessions.
    fn withdraw(&mut self, void: &HashSet<u64>, part: &mut Part) {
        let Self {
            position,
            body,
            steps,
            ..
        } = self;
        let body = &*body;
        let is_void = |step: &Step| step.session(body).is_some_and(|it| void.contains(&it.0));
        if !steps.iter().any(is_void) {
            return;
        }
        let changes = Changes::of(body).flatten();
        let begun: HashSet<_> = changes
            .filter_map(|(_, _, change)| match change {
                Change::PutSession { session, .. } => Some(session),
                _ => None,
            })
            .collect();
        steps.retain(|step| {
            let session = step.session(body).filter(|it| void.contains(&it.0));
            // What came with a whole session is where that has come from.
            if let Some(session) = session
                && let Some(Change::Enqueue { entry, .. }) = step.change(body)
                && !begun.contains(&session)
            {
                part.withdrawn(session.0, entry.seq, *position);
            }
            session.is_none()
        });
    }
}

impl Step {
    fn change<'b>(&self, body: &'b [u8]) -> Option<Change<'b>> {
        let Self::Change(start, end) = self else {
            return None;
        };
        let change = Changes::of(body.get(*start..*end)?).next()?;
        change.ok().map(|(_, _, change)| change)
    }

    fn session(&self, body: &[u8]) -> Option<SessionKey> {
        match self {
            Self::Stage(session, ..) | Self::Forget(session, _) => Some(*session),
            Self::Change(..) => self.change(body)?.session(),
        }
    }
}
