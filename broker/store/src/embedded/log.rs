//! The log: frames that are durable, in segments; frames that are not yet, in memory; and the index of both. No I/O happens
//! here: the engine takes work out, does it without the lock, and says what came of it.

use std::collections::VecDeque;
use std::sync::Arc;

use super::Limits;
use super::disk::DiskFile;
use super::live::Live;
use super::segment::{self, HEADER, Kind};
use crate::batch::Batch;
use crate::change::MessageId;
use crate::encoding::Changes;
use crate::index::{Applied, Index, Place};
use crate::store::Full;

/// What the lock of the store is around.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) index: Index,
    /// Oldest first; frames are added to the last.
    pub(crate) segments: VecDeque<Segment>,
    /// The number of the next segment.
    pub(crate) next_number: u64,
    /// What all of it is written in. Nothing is added to a log of an older format.
    pub(crate) format: u32,
    /// Frames that are being written, or were written in vain, oldest first.
    sealed: VecDeque<(u64, Arc<Vec<u8>>)>,
    /// Frames behind those.
    filling: Vec<u8>,
    /// Where in them the one begins that batches are added to.
    open: Option<usize>,
    /// A buffer that was filled and written, to be filled next.
    spare: Vec<u8>,
    /// The position of the next frame.
    pub(crate) next: u64,
    /// Everything before is durable.
    pub(crate) durable: u64,
    /// Below this nothing is needed.
    pub(crate) cleaned: u64,
    /// When this is durable, segments below `cleaned` can be removed.
    remove_at: Option<u64>,
    pub(crate) live: Live,
    freed: Vec<MessageId>,
    /// The last attempt to write failed.
    pub(crate) is_failing: bool,
    /// Nothing may be added to the last segment: this process did not make it, or does not know what is in it.
    pub(crate) needs_segment: bool,
    pub(crate) batches: u64,
    pub(crate) commits: u64,
}

/// A file of frames.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) number: u64,
    pub(crate) base: u64,
    /// The position behind its last durable frame.
    pub(crate) end: u64,
    pub(crate) file: Arc<dyn DiskFile>,
}

/// What is to be written and synced next.
#[derive(Debug)]
pub(crate) struct Work {
    /// Where to: behind what is there, or into a new segment of this number.
    pub(crate) into: Result<Segment, u64>,
    pub(crate) cleaned: u64,
    pub(crate) frames: Vec<Arc<Vec<u8>>>,
    /// The position of the first frame.
    pub(crate) base: u64,
    /// The position behind the last.
    pub(crate) end: u64,
}

/// Where the bytes of a record are, and what they are written in.
#[derive(Debug)]
pub(crate) struct Located {
    pub(crate) at: At,
    pub(crate) format: u32,
}

/// Where the bytes of a record are.
#[derive(Debug)]
pub(crate) enum At {
    File(Arc<dyn DiskFile>, u64, u32),
    Memory(Arc<[u8]>),
}

impl Log {
    /// With what was read: nothing is added to these segments.
    pub(crate) fn new(
        index: Index,
        segments: VecDeque<Segment>,
        next_number: u64,
        format: u32,
    ) -> Self {
        Self {
            index,
            segments,
            next_number,
            format,
            needs_segment: true,
            ..Self::default()
        }
    }

    /// Adds a batch. Returns the position behind it.
    pub(crate) fn append(&mut self, batch: &Batch, limits: &Limits) -> Result<u64, Full> {
        if batch.adds() {
            self.admit(batch.size() as u64, limits)?;
        }
        self.push(batch);
        self.batches += 1;
        Ok(self.next)
    }

    fn admit(&self, size: u64, limits: &Limits) -> Result<(), Full> {
        let pending = self.pending();
        if self.is_failing {
            Err(Full::Failed)
        } else if pending > 0 && pending + size > limits.pending_bytes {
            Err(Full::Behind)
        } else if self.disk_bytes() + pending + size > limits.max_bytes - limits.reserve() {
            Err(Full::Disk)
        } else {
            Ok(())
        }
    }

    /// Adds changes and brings the index up to date. Those of many batches are one frame: none is durable before all are, and a checksum
    /// of much costs less than many of little.
    pub(crate) fn push(&mut self, batch: &Batch) {
        let body = batch.body();
        if self.open.is_none() {
            self.open = Some(self.filling.len());
            self.begin_frame(Kind::Changes);
        }
        let first = self.next;
        self.put(body);
        if self
            .open
            .is_some_and(|start| self.filling.len() - start >= LARGE_FRAME)
        {
            self.end_frame();
        }
        for (step, at) in batch.steps() {
            let place = Place {
                at: first + at.start as u64,
                length: u32::try_from(at.len()).unwrap_or(u32::MAX),
            };
            let applied = self.index.step(step, place).unwrap_or_else(|| {
                // What was encoded can be decoded.
                let change = Changes::of(&body[at]).flatten().next();
                change.map_or(Applied::Ignored, |(_, _, change)| {
                    self.index.apply(&change, place)
                })
            });
            if applied == Applied::Kept {
                self.live.add(place);
            }
        }
        let freed = &mut self.freed;
        self.index.take_freed(|id| freed.push(id));
        for dead in self.index.effects.dead.drain(..) {
            self.live.remove(dead);
        }
    }

    fn put(&mut self, bytes: &[u8]) {
        self.filling.extend_from_slice(bytes);
        self.next += bytes.len() as u64;
    }

    fn begin_frame(&mut self, kind: Kind) {
        let before = self.filling.len();
        segment::begin_frame(&mut self.filling, self.next, kind);
        self.next += (self.filling.len() - before) as u64;
    }

    /// Ends the frame that batches are added to, if there is one.
    fn end_frame(&mut self) {
        if let Some(start) = self.open.take() {
            segment::end_frame(&mut self.filling, start, self.durable);
        }
    }

    /// A frame of its own.
    fn put_frame(&mut self, kind: Kind, body: &[u8]) {
        self.end_frame();
        self.open = Some(self.filling.len());
        self.begin_frame(kind);
        self.put(body);
        self.end_frame();
    }

    /// Everything before this position is held by later frames, too.
    pub(crate) fn put_cleaned(&mut self, cleaned: u64) {
        self.put_frame(Kind::Cleaned, &cleaned.to_le_bytes());
        self.live.forget_before(cleaned);
        self.cleaned = cleaned;
        self.remove_at = Some(self.next);
    }

    /// Frames read from the end of the last segment that may not be durable, though they can be read: they are written again.
    pub(crate) fn rewrite(&mut self, tail: Vec<u8>) {
        self.durable = self.next - tail.len() as u64;
        if !tail.is_empty() {
            self.sealed.push_back((self.durable, Arc::new(tail)));
        }
    }

    /// What is to be made durable; `None` if everything is.
    pub(crate) fn begin_commit(&mut self, limits: &Limits) -> Option<Work> {
        if self.durable == self.next {
            return None;
        }
        for part in std::mem::take(&mut self.freed).chunks(FREED_AT_ONCE) {
            let body: Vec<u8> = part.iter().flat_map(|id| id.0.to_le_bytes()).collect();
            self.put_frame(Kind::Freed, &body);
        }
        self.end_frame();
        if !self.filling.is_empty() {
            let next = std::mem::take(&mut self.spare);
            let filled = std::mem::replace(&mut self.filling, next);
            let base = self.next - filled.len() as u64;
            self.sealed.push_back((base, Arc::new(filled)));
        }
        // After a failure nothing is known about the file: what is not durable goes into a new one.
        let fits = |last: &&Segment| {
            !self.needs_segment
                && last.end == self.durable
                && last.end - last.base < limits.segment_bytes
        };
        let into = self.segments.back().filter(fits).cloned();
        Some(Work {
            into: into.ok_or(self.next_number),
            cleaned: self.cleaned,
            frames: self
                .sealed
                .iter()
                .map(|(_, frames)| frames.clone())
                .collect(),
            base: self.durable,
            end: self.next,
        })
    }

    /// The work could not be done: nothing is known about what was written since the last success.
    pub(crate) fn failed(&mut self) {
        self.is_failing = true;
        self.needs_segment = true;
    }

    /// The work was done, into this segment. Returns the numbers of segments that can be removed.
    pub(crate) fn committed(&mut self, into: Segment, end: u64) -> Vec<u64> {
        self.is_failing = false;
        self.needs_segment = false;
        self.commits += 1;
        if self
            .segments
            .back()
            .is_none_or(|last| last.number != into.number)
        {
            self.next_number = into.number + 1;
            self.segments.push_back(into);
        }
        if let Some(last) = self.segments.back_mut() {
            last.end = end;
        }
        self.durable = end;
        while self.sealed.front().is_some_and(|(base, _)| *base < end) {
            let written = self.sealed.pop_front().map(|(_, frames)| frames);
            if let Some(mut spare) = written.and_then(Arc::into_inner) {
                spare.clear();
                spare.shrink_to(LARGEST_KEPT);
                self.spare = spare;
            }
        }
        let mut removed = Vec::new();
        if self.remove_at.is_some_and(|at| at <= end) {
            self.remove_at = None;
            while self.segments.len() > 1 && self.segments[0].end <= self.cleaned {
                removed.extend(self.segments.pop_front().map(|segment| segment.number));
            }
        }
        removed
    }

    /// The oldest segment, if enough of what is on disk is of no use any more.
    pub(crate) fn to_clean(&self, limits: &Limits) -> Option<Segment> {
        let last = self.segments.len().checked_sub(1)?;
        let oldest = self.segments.iter().take(last);
        let oldest = oldest
            .filter(|segment| segment.end > self.cleaned)
            .map(Segment::clone);
        let bytes = self.disk_bytes() + self.pending();
        let live = self.live.total();
        let is_wasteful = bytes > 2 * live + 2 * limits.segment_bytes;
        let is_scarce = bytes > limits.max_bytes / 4 * 3
            && bytes.saturating_sub(live) > 2 * limits.segment_bytes;
        if is_wasteful || is_scarce {
            oldest.min_by_key(|segment| segment.base)
        } else {
            None
        }
    }

    pub(crate) fn locate(&self, place: Place) -> Option<Located> {
        Some(Located {
            at: self.find(place)?,
            format: self.format,
        })
    }

    fn find(&self, place: Place) -> Option<At> {
        let Place { at, length } = place;
        if at < self.durable {
            let behind = self.segments.partition_point(|segment| segment.base <= at);
            let segment = self.segments.get(behind.checked_sub(1)?)?;
            let offset = HEADER + (at - segment.base);
            return Some(At::File(segment.file.clone(), offset, length));
        }
        let sealed = self.sealed.iter().map(|(base, frames)| (*base, &**frames));
        let filling = (self.next - self.filling.len() as u64, &self.filling);
        let (base, frames) = sealed.chain([filling]).rfind(|(base, _)| *base <= at)?;
        let start = usize::try_from(at - base).ok()?;
        let bytes = frames.get(start..start + length as usize)?;
        Some(At::Memory(bytes.into()))
    }

    pub(crate) const fn pending(&self) -> u64 {
        self.next - self.durable
    }

    pub(crate) fn disk_bytes(&self) -> u64 {
        let bytes = |segment: &Segment| HEADER + segment.end - segment.base;
        self.segments.iter().map(bytes).sum()
    }
}

/// A frame of batches gets no more when it has so many bytes.
const LARGE_FRAME: usize = 64 * 1024;
/// A larger buffer is not kept.
const LARGEST_KEPT: usize = 1 << 20;
/// Numbers in one frame.
const FREED_AT_ONCE: usize = 100_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::{Change, SessionKey};
    use crate::embedded::LEAST_BYTES;

    fn append(log: &mut Log, limits: &Limits) {
        let mut batch = Batch::new();
        batch.push(&Change::DropSession {
            session: SessionKey(1),
        });
        log.append(&batch, limits).expect("taken");
    }

    /// What is appended while a commit goes on is told from what was promised by then: by its frame a damaged one before it is known.
    #[test]
    fn a_frame_says_how_far_the_log_is_durable_when_it_is_written() {
        let (mut log, limits) = (Log::default(), Limits::of(LEAST_BYTES));
        append(&mut log, &limits);
        append(&mut log, &limits);
        let first = log.begin_commit(&limits).expect("something to write");
        append(&mut log, &limits);
        let segment = Segment {
            number: 1,
            base: 0,
            end: 0,
            file: Arc::new(tempfile::tempfile().expect("a file")),
        };
        log.committed(segment, first.end);
        let second = log.begin_commit(&limits).expect("something to write");
        let [frame] = &second.frames[..] else {
            panic!("one buffer: {second:?}")
        };
        assert_eq!((first.frames.len(), second.base), (1, first.end));
        assert_eq!(frame[16..24], first.end.to_le_bytes());
    }
}
