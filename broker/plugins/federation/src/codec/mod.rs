//! How [`Frame`]s look between two nodes.
//!
//! ```text
//! frame    = lane u8, run varint, count varint, body
//! body     = 0 first                        Open
//!          | 1 first, number of events, events   Events
//!          | 2 received, done, numbers beyond, again u8   Have
//! event    = kind u8, its fields
//! text     = length varint, UTF-8           bytes  = length varint, bytes
//! stamp    = millis varint, count varint, node text
//! optional = 0 | 1, value
//! ```
//!
//! Numbers are varints as in Protocol Buffers (LEB128) unless a width is named. A frame fills its message: what follows it is a mistake.
//! Nothing is reserved for a length that somebody claims: what it is the length of has to be there. The kinds of events are never
//! given to another one; a node that does not know a kind cannot read the frame, and the link ends.

mod read;
mod write;

pub use read::Malformed;

use bytes::{Bytes, BytesMut};

use crate::Frame;

/// Reads a frame. Payloads are slices of `bytes`.
///
/// # Errors
/// When the bytes are not exactly one frame.
pub fn read(bytes: Bytes) -> Result<Frame, Malformed> {
    read::frame(bytes)
}

/// Writes a frame behind what is there.
pub fn write(frame: &Frame, out: &mut BytesMut) {
    write::frame(frame, out);
}

/// The marks of bodies.
mod body {
    pub(super) const OPEN: u8 = 0;
    pub(super) const EVENTS: u8 = 1;
    pub(super) const HAVE: u8 = 2;
}

/// The marks of events.
mod kind {
    pub(super) const INTERESTS_BEGIN: u8 = 0;
    pub(super) const INTEREST: u8 = 1;
    pub(super) const INTERESTS_END: u8 = 2;
    pub(super) const REGISTER: u8 = 3;
    pub(super) const SETTLED: u8 = 4;
    pub(super) const RELEASE: u8 = 5;
    pub(super) const CLAIM: u8 = 6;
    pub(super) const GRANTED: u8 = 7;
    pub(super) const DENIED: u8 = 8;
    pub(super) const TAKE: u8 = 9;
    pub(super) const HANDED: u8 = 10;
    pub(super) const IMPORTED: u8 = 11;
    pub(super) const SUPERSEDED: u8 = 12;
    pub(super) const DIGEST: u8 = 13;
    pub(super) const WANTED: u8 = 14;
    pub(super) const RETAINED: u8 = 15;
    pub(super) const FORWARD: u8 = 16;
    pub(super) const ARRIVED: u8 = 17;
    pub(super) const KNOWS: u8 = 18;
    pub(super) const LOST: u8 = 19;
    pub(super) const SENT_AGAIN: u8 = 20;
}

#[cfg(test)]
mod tests;
