//! Segments: the files that the log consists of, and the frames in them.
//!
//! ```text
//! segment: | "gmqttlog" | version u32 | crc32 u32 | number u64 | base u64 | cleaned u64 | frames ...
//! frame:   | length of the body u32 | crc32 of all else u32 | position u64 | durable u64 | kind u8 | body ...
//! ```
//!
//! A position counts the bytes of all frames since the store was made; a segment holds those from its base up to the base of the
//! next. A frame says where it is, so that nothing else is taken for it, and up to where the log was durable when it was written, so that
//! a damaged frame that had been promised is told from one that was never finished. `cleaned` is the position below which
//! nothing is needed.

use std::io;
use std::sync::Arc;

use super::OpenError;
use super::disk::DiskFile;
use crate::change::MessageId;
use crate::codec::{Malformed, Put, Reader};

/// The version of the files. It is the version of [`crate::encoding`], too.
pub(crate) const VERSION: u32 = crate::encoding::FORMAT;

/// The oldest version that can be read.
const OLDEST: u32 = crate::encoding::OLDEST;

const MAGIC: &[u8; 8] = b"gmqttlog";
/// Bytes before the first frame.
pub(crate) const HEADER: u64 = 40;
/// Bytes of a frame before its kind.
pub(crate) const FRAME: usize = 24;

/// What a frame holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Batches, one behind the other.
    Changes = 0,
    /// Numbers of messages that nothing refers to any more.
    Freed = 1,
    /// Everything before a position is not needed any more.
    Cleaned = 2,
}

/// What the beginning of a segment says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) number: u64,
    pub(crate) base: u64,
    pub(crate) cleaned: u64,
}

impl Header {
    pub(crate) fn encode(self) -> Vec<u8> {
        self.encode_as(VERSION)
    }

    /// Magic, version and checksum stay where they are in every version.
    pub(crate) fn encode_as(self, version: u32) -> Vec<u8> {
        let mut rest = Vec::new();
        rest.put_u64(self.number);
        rest.put_u64(self.base);
        rest.put_u64(self.cleaned);
        let mut bytes = Vec::with_capacity(HEADER as usize);
        bytes.put(MAGIC);
        bytes.put_u32(version);
        bytes.put_u32(Self::checksum(version, &rest));
        bytes.put(&rest);
        bytes
    }

    fn checksum(version: u32, rest: &[u8]) -> u32 {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(&version.to_le_bytes());
        hasher.update(rest);
        hasher.finalize()
    }

    /// With the format of what follows; `None` if it was never written. It is smaller than what a disk writes at once, so it is there
    /// as a whole or not at all.
    pub(crate) fn read(file: &dyn DiskFile, name: &str) -> Result<Option<(Self, u32)>, OpenError> {
        let mut bytes = [0; HEADER as usize];
        let read = file.read_at(&mut bytes, 0)?;
        if read < bytes.len() || bytes == [0; HEADER as usize] {
            return Ok(None);
        }
        let decode = |rest| -> Result<_, Malformed> {
            let mut from = Reader::new(rest);
            let (version, crc, body) = (from.u32()?, from.u32()?, from.rest);
            let header = Self {
                number: from.u64()?,
                base: from.u64()?,
                cleaned: from.u64()?,
            };
            Ok((version, crc == Self::checksum(version, body), header))
        };
        let rest = bytes.strip_prefix(MAGIC).unwrap_or_default();
        match decode(rest) {
            Ok((version, true, _)) if version > VERSION => Err(OpenError::Newer {
                file: name.to_owned(),
                version,
            }),
            Ok((version @ OLDEST..=VERSION, true, header)) => Ok(Some((header, version))),
            _ => Err(OpenError::Damaged(format!("the header of segment {name}"))),
        }
    }
}

pub(crate) fn name(number: u64) -> String {
    format!("{number:016x}{SUFFIX}")
}

/// The number in the name of a segment; `None` if it is not one.
pub(crate) fn number(name: &str) -> Option<u64> {
    let digits = name.strip_suffix(SUFFIX).filter(|it| it.len() == 16)?;
    u64::from_str_radix(digits, 16).ok()
}

const SUFFIX: &str = ".log";

/// Begins a frame, whose first byte is at `position`. What is appended until [`end_frame`] is its body.
pub(crate) fn begin_frame(out: &mut Vec<u8>, position: u64, kind: Kind) {
    // The length and the checksum.
    out.put_u64(0);
    out.put_u64(position);
    // Up to where the log is durable.
    out.put_u64(0);
    out.put_u8(kind as u8);
}

/// Ends the frame that was begun at `start`. The log is durable up to `durable`.
pub(crate) fn end_frame(out: &mut [u8], start: usize, durable: u64) {
    let frame = &mut out[start..];
    let length = u32::try_from(frame.len() - FRAME).unwrap_or(u32::MAX);
    frame[..4].copy_from_slice(&length.to_le_bytes());
    frame[16..24].copy_from_slice(&durable.to_le_bytes());
    let crc = checksum(frame);
    frame[4..8].copy_from_slice(&crc.to_le_bytes());
}

fn checksum(frame: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&frame[..4]);
    hasher.update(&frame[8..]);
    hasher.finalize()
}

/// A frame that was read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame<'a> {
    pub(crate) position: u64,
    /// Up to where the log was durable when it was written.
    pub(crate) durable: u64,
    kind: u8,
    body: &'a [u8],
}

/// What a frame says.
#[derive(Debug)]
pub(crate) enum Said<'a> {
    /// Encoded changes.
    Changes(&'a [u8]),
    Freed(Vec<MessageId>),
    Cleaned(u64),
}

impl<'a> Frame<'a> {
    /// Where the first byte of its body is.
    pub(crate) const fn body_position(&self) -> u64 {
        self.position + FRAME as u64 + 1
    }

    pub(crate) fn said(&self) -> Result<Said<'a>, Malformed> {
        match self.kind {
            0 => Ok(Said::Changes(self.body)),
            1 => {
                let ids = self.body.as_chunks().0.iter();
                let ids = ids.map(|id| MessageId(u64::from_le_bytes(*id)));
                Ok(Said::Freed(ids.collect()))
            }
            2 => Reader::new(self.body).u64().map(Said::Cleaned),
            _ => Err(Malformed("an unknown kind of frame")),
        }
    }
}

/// Reads the frames of a segment in order.
#[derive(Debug)]
pub(crate) struct Frames {
    file: Arc<dyn DiskFile>,
    base: u64,
    /// The position of the next frame.
    pub(crate) position: u64,
    /// The position where the frames end, if all is well.
    end: u64,
    buffer: Vec<u8>,
    /// Where the next frame is in the buffer.
    start: usize,
    /// How much is read at a time, at least.
    read: usize,
}

/// How much is read at a time if everything is.
const READ: usize = 1 << 20;
/// How much is read to see how long a frame is that may be skipped.
const LOOK: usize = 4096;

impl Frames {
    /// From a position in the segment with this base, up to the end of the file or to `end`.
    pub(crate) fn new(
        file: Arc<dyn DiskFile>,
        base: u64,
        from: u64,
        end: Option<u64>,
    ) -> io::Result<Self> {
        let there = base + file.length()?.saturating_sub(HEADER);
        Ok(Self {
            file,
            base,
            position: from,
            end: end.map_or(there, |end| end.min(there)),
            buffer: Vec::new(),
            start: 0,
            read: READ,
        })
    }

    /// The same for a reader who [skips](Self::skip_while) most of them.
    pub(crate) fn sparse(file: Arc<dyn DiskFile>, base: u64, end: u64) -> io::Result<Self> {
        Ok(Self {
            read: LOOK,
            ..Self::new(file, base, base, Some(end))?
        })
    }

    /// Skips frames, given where each begins and ends, without reading them.
    pub(crate) fn skip_while(&mut self, mut skips: impl FnMut(u64, u64) -> bool) -> io::Result<()> {
        while self.fill(FRAME)?
            && let Some(length) = length_at(&self.buffer[self.start..], self.position)
            && skips(self.position, self.position + length as u64)
        {
            self.position += length as u64;
            self.start += length;
            if self.start > self.buffer.len() {
                self.buffer.clear();
                self.start = 0;
            }
        }
        Ok(())
    }

    /// The next frame; `None` where there is no whole one, at the end or before it.
    pub(crate) fn next(&mut self) -> io::Result<Option<Frame<'_>>> {
        if !self.fill(FRAME)? {
            return Ok(None);
        }
        let head = &self.buffer[self.start..];
        let Some(length) = length_at(head, self.position) else {
            return Ok(None);
        };
        if !self.fill(length)? {
            return Ok(None);
        }
        let bytes = &self.buffer[self.start..self.start + length];
        let Some(frame) = frame_at(bytes, self.position) else {
            return Ok(None);
        };
        self.start += length;
        self.position += length as u64;
        Ok(Some(frame))
    }

    /// Whether all was read up to the end.
    pub(crate) const fn is_at_end(&self) -> bool {
        self.position == self.end
    }

    /// Looks behind a place where no frame is for one that was written when that place was durable already. If there is one, a
    /// frame is damaged that had been promised.
    pub(crate) fn was_durable(&self) -> io::Result<bool> {
        let left = usize::try_from(self.end.saturating_sub(self.position)).unwrap_or(usize::MAX);
        let mut rest = vec![0; left];
        let read = self
            .file
            .read_at(&mut rest, HEADER + (self.position - self.base))?;
        rest.truncate(read);
        Ok((1..rest.len()).any(|at| {
            let position = self.position + at as u64;
            let found = length_at(&rest[at..], position)
                .and_then(|length| rest[at..].get(..length))
                .and_then(|bytes| frame_at(bytes, position));
            found.is_some_and(|frame| frame.durable > self.position)
        }))
    }

    /// Makes sure that so many bytes from the next frame on are in the buffer. False if there are not so many.
    fn fill(&mut self, needed: usize) -> io::Result<bool> {
        let here = self.buffer.len() - self.start;
        if here >= needed {
            return Ok(true);
        }
        let left = self.end.saturating_sub(self.position);
        if left < needed as u64 {
            return Ok(false);
        }
        self.buffer.drain(..self.start);
        self.start = 0;
        let wanted = usize::try_from(left).map_or(needed, |left| needed.max(self.read).min(left));
        self.buffer.resize(wanted, 0);
        let offset = HEADER + (self.position - self.base) + here as u64;
        let read = self.file.read_at(&mut self.buffer[here..], offset)?;
        self.buffer.truncate(here + read);
        Ok(self.buffer.len() >= needed)
    }
}

/// How long the frame at a position is, if there is one.
fn length_at(bytes: &[u8], position: u64) -> Option<usize> {
    let mut from = Reader::new(bytes);
    let (length, _, at) = (from.u32().ok()?, from.u32().ok()?, from.u64().ok()?);
    (at == position && length > 0).then_some(FRAME + length as usize)
}

fn frame_at(bytes: &[u8], position: u64) -> Option<Frame<'_>> {
    let mut from = Reader::new(bytes);
    let (_, crc) = (from.u32().ok()?, from.u32().ok()?);
    let (at, durable, kind) = (from.u64().ok()?, from.u64().ok()?, from.u8().ok()?);
    (at == position && crc == checksum(bytes)).then_some(Frame {
        position,
        durable,
        kind,
        body: from.rest,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Frames smaller and larger than what is read to look at one.
    #[test]
    fn frames_are_skipped_and_the_others_are_read() {
        let sizes = [
            3,
            LOOK,
            10 * LOOK,
            0,
            7,
            2 * LOOK,
            100,
            100,
            LOOK - FRAME - 1,
        ];
        let mut bytes = vec![0; HEADER as usize];
        let starts = sizes.map(|size| {
            let start = bytes.len();
            let position = start as u64 - HEADER;
            begin_frame(&mut bytes, position, Kind::Changes);
            bytes.resize(bytes.len() + size, 7);
            end_frame(&mut bytes, start, 0);
            position
        });
        let end = bytes.len() as u64 - HEADER;
        let file = tempfile::tempfile().expect("a file");
        DiskFile::write_at(&file, &bytes, 0).expect("written");
        let file: Arc<dyn DiskFile> = Arc::new(file);
        for wanted in 0..1_u32 << sizes.len() {
            let is_wanted = |n: usize| wanted & (1 << n) != 0;
            let skips = |from, _| starts.binary_search(&from).is_ok_and(|n| !is_wanted(n));
            let mut frames = Frames::sparse(file.clone(), 0, end).expect("readable");
            let mut found = Vec::new();
            loop {
                frames.skip_while(skips).expect("readable");
                let Some(frame) = frames.next().expect("readable") else {
                    break;
                };
                found.push((frame.position, frame.body.len()));
            }
            assert!(frames.is_at_end());
            let expected: Vec<_> = (0..sizes.len())
                .filter(|n| is_wanted(*n))
                .map(|n| (starts[n], sizes[n]))
                .collect();
            assert_eq!(found, expected);
        }
    }
}
