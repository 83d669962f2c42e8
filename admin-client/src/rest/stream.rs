//! An answer that goes on: lines of JSON, made frames as they come.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body::{Body, Frame};
use prost_reflect::MessageDescriptor;
use tokio_stream::Stream;
use tonic::Status;

use super::{answer, frame, lost};

/// The longest line, in bytes.
const MAX_LINE_BYTES: usize = 32 * 1024 * 1024;

/// Frames of the lines of a response.
pub(super) struct StreamBody {
    lines: Pin<Box<dyn Stream<Item = reqwest::Result<Bytes>> + Send>>,
    descriptor: MessageDescriptor,
    received: BytesMut,
    ended: bool,
}

impl StreamBody {
    pub(super) fn new(descriptor: MessageDescriptor, response: reqwest::Response) -> Self {
        Self {
            lines: Box::pin(response.bytes_stream()),
            descriptor,
            received: BytesMut::new(),
            ended: false,
        }
    }

    /// The next whole line that was received.
    fn line(&mut self) -> Option<Bytes> {
        let end = self.received.iter().position(|byte| *byte == b'\n')?;
        Some(self.received.split_to(end + 1).freeze())
    }

    /// A line is a message, or the error that ends the stream.
    fn frame(&self, line: &[u8]) -> Result<Bytes, Status> {
        let failed: Option<serde_json::Value> = line
            .starts_with(b"{\"error\":")
            .then(|| serde_json::from_slice(line).ok())
            .flatten();
        if let Some(error) =
            failed.and_then(|line| answer::error(line["error"].to_string().as_bytes()))
        {
            return Err(error);
        }
        frame::with(&answer::message(self.descriptor.clone(), line)?)
    }
}

impl Body for StreamBody {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        loop {
            if let Some(line) = self.line() {
                if line.trim_ascii().is_empty() {
                    continue;
                }
                let frame = self.frame(&line).map(Frame::data);
                self.ended = frame.is_err();
                return Poll::Ready(Some(frame));
            }
            match ready!(self.lines.as_mut().poll_next(cx)) {
                Some(Ok(bytes)) if self.received.len() + bytes.len() <= MAX_LINE_BYTES => {
                    self.received.extend_from_slice(&bytes);
                }
                Some(Ok(_)) => {
                    self.ended = true;
                    let error = Status::out_of_range("a line of the answer is too long");
                    return Poll::Ready(Some(Err(error)));
                }
                Some(Err(error)) => {
                    self.ended = true;
                    return Poll::Ready(Some(Err(lost(error))));
                }
                None => {
                    self.ended = true;
                    return Poll::Ready(Some(Ok(Frame::trailers(answer::done()))));
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }
}
