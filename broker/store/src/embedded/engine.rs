//! One step at a time: append, commit, clean. It has no thread and no clock, so that a test can stop it anywhere; the
//! [store](super::Embedded) calls it from its writer.

use std::io;
use std::ops::Range;
use std::sync::Arc;

use parking_lot::Mutex;

use super::disk::Disk;
use super::log::{Log, Segment, Work};
use super::segment::{self, Frames, HEADER, Header, Said};
use super::{Limits, OpenError, replay};
use crate::batch::Batch;
use crate::change::{Change, Stage};
use crate::encoding::Changes;
use crate::store::Full;

/// The log and the disk it is on.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) log: Mutex<Log>,
    disk: Arc<dyn Disk>,
    pub(crate) limits: Limits,
    cleaning: Mutex<Option<Cleaning>>,
    /// Removed from the log, not yet from the disk: what made them superfluous must be durable first, and it may have been
    /// read from the unfinished end of the log.
    to_remove: Mutex<Vec<u64>>,
}

/// A segment whose live records are being written again.
#[derive(Debug)]
struct Cleaning {
    segment: Segment,
    /// What is left to look at.
    frames: Frames,
}

impl Engine {
    /// Reads what is on the disk.
    pub(crate) fn open(disk: Arc<dyn Disk>, limits: Limits) -> Result<Self, OpenError> {
        let replayed = replay::replay(&*disk)?;
        Ok(Self {
            log: Mutex::new(replayed.log),
            disk,
            limits,
            cleaning: Mutex::default(),
            to_remove: Mutex::new(replayed.stale),
        })
    }

    /// Adds a batch and empties it. Returns the position behind it.
    pub(crate) fn append(&self, batch: &mut Batch) -> Result<u64, Full> {
        let position = self.log.lock().append(batch, &self.limits)?;
        batch.clear();
        Ok(position)
    }

    /// Makes durable what was appended. Returns up to where the log is durable; an error leaves everything in memory for the next try.
    pub(crate) fn commit(&self) -> io::Result<u64> {
        let work = {
            let mut log = self.log.lock();
            match log.begin_commit(&self.limits) {
                Some(work) => work,
                None => {
                    let durable = log.durable;
                    drop(log);
                    self.remove(Vec::new());
                    return Ok(durable);
                }
            }
        };
        match self.carry_out(&work) {
            Ok(into) => {
                // The log takes the buffers back.
                let end = work.end;
                drop(work);
                let removed = self.log.lock().committed(into, end);
                self.remove(removed);
                Ok(end)
            }
            Err(error) => {
                self.log.lock().failed();
                Err(error)
            }
        }
    }

    fn carry_out(&self, work: &Work) -> io::Result<Segment> {
        let (segment, header) = match &work.into {
            Ok(segment) => (segment.clone(), None),
            Err(number) => {
                let header = Header {
                    number: *number,
                    base: work.base,
                    cleaned: work.cleaned,
                };
                let segment = Segment {
                    number: *number,
                    base: work.base,
                    end: work.base,
                    file: self.disk.create(&segment::name(*number))?,
                };
                (segment, Some(header))
            }
        };
        let mut offset = HEADER + (work.base - segment.base);
        for frames in &work.frames {
            segment.file.write_at(frames, offset)?;
            offset += frames.len() as u64;
        }
        segment.file.sync()?;
        if let Some(header) = header {
            // Last: a header says that the segment before it is not read beyond its base, so the frames must be there.
            segment.file.write_at(&header.encode(), 0)?;
            segment.file.sync()?;
            self.disk.sync()?;
        }
        Ok(segment)
    }

    /// Takes segments off the disk. One that cannot be removed now is tried again with the next.
    fn remove(&self, numbers: Vec<u64>) {
        let mut waiting = self.to_remove.lock();
        waiting.extend(numbers);
        waiting.retain(|number| match self.disk.remove(&segment::name(*number)) {
            Ok(()) => false,
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        });
    }

    /// Writes live records of the oldest segment again, some at a time, so that it can be removed. Returns whether there is more to do.
    pub(crate) fn clean(&self) -> io::Result<bool> {
        let mut cleaning = self.cleaning.lock();
        if cleaning.is_none() {
            let oldest = self.log.lock().to_clean(&self.limits);
            if let Some(segment) = oldest {
                let Segment {
                    file, base, end, ..
                } = &segment;
                let mut log = self.log.lock();
                if log.live.is_none_between(*base, *end) {
                    debug_assert!(!log.index.places().any(|it| (*base..*end).contains(&it.at)));
                    log.put_cleaned(*end);
                    return Ok(true);
                }
                drop(log);
                let frames = Frames::sparse(file.clone(), *base, *end)?;
                *cleaning = Some(Cleaning { segment, frames });
            }
        }
        let Some(Cleaning { segment, frames }) = &mut *cleaning else {
            return Ok(false);
        };
        let (mut bodies, mut places) = (Vec::new(), Vec::new());
        let mut looks = LOOKS_AT_ONCE;
        while bodies.len() < CLEANED_AT_ONCE && looks > 0 {
            frames.skip_while(|from, to| {
                looks = looks.saturating_sub(1);
                looks > 0 && self.log.lock().live.is_none_between(from, to)
            })?;
            if frames.position == segment.end || looks == 0 {
                break;
            }
            let Some(frame) = frames.next()? else {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "segment {} can no longer be read at position {}",
                        segment::name(segment.number),
                        frames.position
                    ),
                ));
            };
            if let Ok(Said::Changes(body)) = frame.said() {
                let start = bodies.len();
                bodies.extend_from_slice(body);
                places.push((frame.body_position(), start..bodies.len()));
            }
        }
        self.write_again(&bodies, places);
        if frames.position == segment.end {
            self.log.lock().put_cleaned(segment.end);
            *cleaning = None;
        }
        Ok(true)
    }

    /// Appends those of these changes again that are in force, as they are now.
    fn write_again(&self, bodies: &[u8], places: Vec<(u64, Range<usize>)>) {
        let mut log = self.log.lock();
        let mut batch = Batch::new();
        for (first, body) in places {
            for (start, _, change) in Changes::of(&bodies[body]).flatten() {
                if !log.index.is_alive(&change, first + start as u64) {
                    continue;
                }
                batch.push(&match change {
                    Change::Enqueue { session, mut entry } => {
                        let slot = log.index.slot(session, entry.seq);
                        entry.stage = slot.map_or(Stage::Waiting, |slot| slot.stage);
                        Change::Enqueue { session, entry }
                    }
                    change => change,
                });
            }
        }
        if !batch.is_empty() {
            log.push(&batch);
        }
    }
}

/// Bytes of a segment that are read between two commits.
const CLEANED_AT_ONCE: usize = 128 * 1024;
/// Frames of it that are looked at.
const LOOKS_AT_ONCE: u32 = 1000;
