//! Reading the log at start.
//!
//! A segment is read up to the base of the next; the last one as far as there are whole frames. What is behind those was never
//! promised, or was written again into the next segment. A segment that does not reach the next one is damaged, unless the log says
//! that nothing before the next one is needed any more.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use tracing::warn;

use super::OpenError;
use super::disk::{Disk, DiskFile};
use super::live::Live;
use super::log::{Log, Segment};
use super::segment::{self, Frames, HEADER, Header, Said};
use crate::encoding::Changes;
use crate::index::{Applied, Index, Place};

/// What was read.
pub(super) struct Replayed {
    pub(super) log: Log,
    /// Numbers of files that nothing needs.
    pub(super) stale: Vec<u64>,
}

struct Found {
    header: Header,
    format: u32,
    file: Arc<dyn DiskFile>,
}

pub(super) fn replay(disk: &dyn Disk) -> Result<Replayed, OpenError> {
    let (found, mut stale) = segments(disk)?;
    let format = found.first().map_or(segment::VERSION, |it| it.format);
    if let Some(other) = found.iter().find(|it| it.format != format) {
        return Err(OpenError::Damaged(format!(
            "segments of the formats {format} and {}",
            other.format
        )));
    }
    let mut replay = Replay::new(found.first().map_or(0, |it| it.header.base), format);
    for (at, it) in found.iter().enumerate() {
        let next = found.get(at + 1).map(|next| next.header.base);
        replay.read(it, next)?;
        if let Some(next) = next.filter(|next| *next != replay.position) {
            // Legal only if nothing before the next segment is needed: known when all is read.
            let damage = replay.damage.take();
            let what = format!(
                "segment {} ends at position {} instead of {next}",
                segment::name(it.header.number),
                replay.position
            );
            stale.extend(replay.segments.drain(..).map(|segment| segment.number));
            replay = Replay::new(next, format);
            replay.damage = damage.or(Some(what));
        }
    }
    let first = replay.segments.front().map_or(0, |it| it.base);
    if replay.cleaned < first {
        let none = || format!("what was before position {first} is missing");
        return Err(OpenError::Damaged(replay.damage.unwrap_or_else(none)));
    }
    while replay.segments.len() > 1 && replay.segments[0].end <= replay.cleaned {
        stale.extend(replay.segments.pop_front().map(|segment| segment.number));
    }
    let numbers = found.iter().map(|it| it.header.number);
    let highest = numbers.chain(stale.iter().copied()).max().unwrap_or(0);
    replay.finish(highest + 1, stale)
}

/// The segments that have a header, in order, and the numbers of those that have none.
fn segments(disk: &dyn Disk) -> Result<(Vec<Found>, Vec<u64>), OpenError> {
    let mut numbers: Vec<u64> = disk
        .list()?
        .iter()
        .filter_map(|name| segment::number(name))
        .collect();
    numbers.sort_unstable();
    let (mut found, mut unfinished) = (BTreeMap::new(), Vec::new());
    for number in numbers {
        let name = segment::name(number);
        let file = disk.open(&name)?;
        match Header::read(&*file, &name)? {
            Some((header, format)) if header.number == number => {
                let it = Found {
                    header,
                    format,
                    file,
                };
                found.insert(number, it);
            }
            _ => unfinished.push(number),
        }
    }
    Ok((found.into_values().collect(), unfinished))
}

struct Replay {
    format: u32,
    index: Index,
    segments: VecDeque<Segment>,
    position: u64,
    /// The highest position that a frame says was durable.
    durable: u64,
    cleaned: u64,
    damage: Option<String>,
    tail: Vec<u8>,
}

impl Replay {
    fn new(position: u64, format: u32) -> Self {
        Self {
            format,
            index: Index {
                is_rebuilding: true,
                ..Index::default()
            },
            segments: VecDeque::new(),
            position,
            durable: position,
            cleaned: 0,
            damage: None,
            tail: Vec::new(),
        }
    }

    fn read(&mut self, found: &Found, next: Option<u64>) -> Result<(), OpenError> {
        let Header {
            number,
            base,
            cleaned,
        } = found.header;
        self.cleaned = self.cleaned.max(cleaned);
        self.durable = self.durable.max(base);
        let mut frames = Frames::new(found.file.clone(), base, base, next)?;
        self.take(&mut frames, number)?;
        let (end, is_whole) = (frames.position, frames.is_at_end());
        if next.is_none() && !is_whole {
            if frames.was_durable()? {
                return Err(damaged(number, end));
            }
            warn!(
                segment = segment::name(number),
                position = end,
                "the end of the log was never finished: nothing in it had been promised"
            );
        }
        if next.is_none() {
            // It can be read, but only the system knows whether it is on the disk.
            let length = usize::try_from(end - self.durable).unwrap_or(0);
            self.tail = vec![0; length];
            let offset = HEADER + (self.durable - base);
            if found.file.read_at(&mut self.tail, offset)? < length {
                return Err(damaged(number, end));
            }
        }
        self.position = end;
        self.segments.push_back(Segment {
            number,
            base,
            end: if next.is_none() { self.durable } else { end },
            file: found.file.clone(),
        });
        Ok(())
    }

    fn take(&mut self, frames: &mut Frames, number: u64) -> Result<(), OpenError> {
        loop {
            let position = frames.position;
            let Some(frame) = frames.next()? else {
                return Ok(());
            };
            self.durable = self.durable.max(frame.durable);
            let first = frame.body_position();
            match frame.said().map_err(|_| damaged(number, position))? {
                Said::Changes(body) => {
                    for change in Changes::of_format(body, self.format) {
                        let (start, length, change) =
                            change.map_err(|_| damaged(number, position))?;
                        let place = Place {
                            at: first + start as u64,
                            length: u32::try_from(length).unwrap_or(u32::MAX),
                        };
                        let _: Applied = self.index.apply(&change, place);
                    }
                    self.index.effects.dead.clear();
                }
                Said::Freed(ids) => {
                    for id in ids {
                        self.index.forget_message(id);
                    }
                }
                Said::Cleaned(position) => self.cleaned = self.cleaned.max(position),
            }
        }
    }

    fn finish(mut self, next_number: u64, stale: Vec<u64>) -> Result<Replayed, OpenError> {
        let lost = self.index.finish_rebuilding();
        if lost > 0 {
            warn!(
                entries = lost,
                "queue entries without their message were left out"
            );
        }
        let live = Live::of(self.index.places());
        let mut log = Log::new(self.index, self.segments, next_number, self.format);
        (log.cleaned, log.live) = (self.cleaned, live);
        log.next = self.position;
        log.rewrite(self.tail);
        Ok(Replayed { log, stale })
    }
}

fn damaged(number: u64, position: u64) -> OpenError {
    OpenError::Damaged(format!(
        "segment {} at position {position}, where the log had been durable",
        segment::name(number)
    ))
}
