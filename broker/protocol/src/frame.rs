//! Cutting a byte stream into packets: the fixed header and what can be checked on it alone.

use crate::ReasonCode;

/// Why bytes are not a legal packet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason:?}: {what} [{clause}]")]
pub struct DecodeError {
    /// The code for DISCONNECT or CONNACK.
    pub reason: ReasonCode,
    /// What was expected or found, for the log.
    pub what: &'static str,
    /// The normative statement that is broken, or empty.
    pub clause: &'static str,
}

/// One whole packet on the wire.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// The first byte: packet type and flags.
    pub first: u8,
    /// What follows the fixed header.
    pub body: &'a [u8],
    /// Fixed header and body.
    pub wire: &'a [u8],
}

impl Frame<'_> {
    /// 1..=15.
    #[must_use]
    pub const fn packet_type(&self) -> u8 {
        self.first >> 4
    }
    /// The low four bits.
    #[must_use]
    pub const fn flags(&self) -> u8 {
        self.first & 0x0F
    }
}

/// The outcome of [`split_frame`].
#[derive(Debug, Clone, Copy)]
pub enum Split<'a> {
    /// A whole packet.
    Complete(Frame<'a>),
    /// More bytes are wanted.
    Incomplete {
        /// Total bytes of the packet if its header is complete, else 0.
        need: usize,
    },
}

/// Looks at the front of `buf`.
pub fn split_frame(buf: &[u8], max_packet_size: u32) -> Result<Split<'_>, DecodeError> {
    todo!("{buf:?} {max_packet_size}")
}
