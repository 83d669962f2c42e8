//! WebSocket on one connection: the upgrade, then frames.

use std::io::{self, IoSlice};
use std::sync::Arc;

use tungstenite::protocol::frame::coding::CloseCode;

use super::frames::{Inbound, Outbound, append_close};
use super::misdirected::{Spoken, recognise};
use super::upgrade::{Upgraded, answer};

/// The server's side of one WebSocket connection.
pub(crate) struct WebSocket {
    settings: Arc<gmqtt_config::WebSocket>,
    stage: Stage,
    inbound: Inbound,
    outbound: Outbound,
    /// What is to be sent besides the client's messages: answers to the request, to pings and to a close.
    replies: Vec<u8>,
}

enum Stage {
    /// The request arrives.
    Upgrading(Vec<u8>),
    Open,
    /// A close frame is on its way, or there never was a WebSocket.
    Closed,
}

impl WebSocket {
    pub(crate) fn new(settings: Arc<gmqtt_config::WebSocket>) -> Self {
        Self {
            settings,
            stage: Stage::Upgrading(Vec::new()),
            inbound: Inbound::default(),
            outbound: Outbound::default(),
            replies: Vec::new(),
        }
    }

    /// Takes bytes that have arrived: the first `n` of the buffer. What is at its beginning afterwards is payload.
    ///
    /// # Errors
    /// What the client must not do, in words.
    pub(crate) fn receive(&mut self, buffer: &mut [u8], n: usize) -> io::Result<usize> {
        let begin = match &mut self.stage {
            Stage::Open => 0,
            Stage::Closed => return Ok(0),
            Stage::Upgrading(request) => {
                let before = request.len();
                request.extend_from_slice(&buffer[..n]);
                match answer(request, &self.settings) {
                    Upgraded::Incomplete => return Ok(0),
                    Upgraded::Done(answer, length) => {
                        self.replies = answer;
                        self.stage = Stage::Open;
                        length.saturating_sub(before)
                    }
                    Upgraded::Refused(answer, why) => {
                        let other = recognise(request).filter(|spoken| *spoken != Spoken::Http);
                        self.stage = Stage::Closed;
                        return Err(match other {
                            None => {
                                self.replies = answer;
                                refused(&why)
                            }
                            Some(other) => refused(&format!(
                                "the client speaks {other}, and this listener expects WebSocket: let the client use WebSocket, or another port"
                            )),
                        });
                    }
                }
            }
        };
        let bytes = &mut buffer[begin..n];
        let most = u64::from(self.settings.max_frame_size);
        match self.inbound.take_off(bytes, most, &mut self.replies) {
            Ok(kept) => {
                buffer.copy_within(begin..begin + kept, 0);
                if self.inbound.closed {
                    self.stage = Stage::Closed;
                }
                Ok(kept)
            }
            Err(violation) => {
                self.close(violation.code);
                Err(refused(violation.what))
            }
        }
    }

    /// Whether the client has closed, or was told that it is over.
    pub(crate) fn is_closed(&self) -> bool {
        matches!(self.stage, Stage::Closed)
    }

    /// Sends pieces of payload, as one frame if they fit. Returns how much of them was sent.
    ///
    /// # Errors
    /// Those of `send`.
    pub(crate) fn send(
        &mut self,
        pieces: &[IoSlice<'_>],
        mut send: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        if self.outbound.is_between_frames() {
            self.send_replies(&mut send)?;
        }
        self.outbound.send(pieces, send)
    }

    /// Sends what is to be sent besides the client's messages, unless it would be within one of them.
    ///
    /// # Errors
    /// Those of `send`.
    pub(crate) fn send_replies(
        &mut self,
        mut send: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<()> {
        if !self.outbound.is_between_frames() {
            return Ok(());
        }
        while !self.replies.is_empty() {
            let sent = send(&[IoSlice::new(&self.replies)])?;
            self.replies.drain(..sent);
        }
        self.replies = Vec::new();
        Ok(())
    }

    /// Tells the client that it is over, once.
    pub(crate) fn close(&mut self, code: CloseCode) {
        if matches!(self.stage, Stage::Open) {
            append_close(code, &mut self.replies);
        }
        self.stage = Stage::Closed;
    }
}

fn refused(why: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, why)
}
