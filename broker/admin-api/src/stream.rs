//! Answers that go on: what a service streams, as server-sent events or as a line of JSON each.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use http::{HeaderMap, HeaderValue};
use http_body::{Body, Frame};
use prost_reflect::{DynamicMessage, MessageDescriptor, Value};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at};
use tonic::Status;

use crate::answer::{Asked, accepts};
use crate::json::Projection;
use crate::{frame, json};

/// How long a stream of events is silent before a comment shows that it is still there.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How the messages of a stream are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// `text/event-stream`: a message is an event, its `sequence` the event's id.
    Events,
    /// `application/x-ndjson`: a message is a line.
    Lines,
}

impl Shape {
    /// The one that a request accepts: events, unless it asks for lines and not for events.
    pub(crate) fn wanted(headers: &HeaderMap) -> Self {
        let lines = ["application/x-ndjson", "application/jsonl"]
            .iter()
            .any(|lines| accepts(headers, lines));
        if lines && !accepts(headers, "text/event-stream") {
            Self::Lines
        } else {
            Self::Events
        }
    }

    pub(crate) const fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Events => "text/event-stream",
            Self::Lines => "application/x-ndjson",
        })
    }
}

/// The body of an answer that goes on. It holds the messages of the frame it has just received and nothing else: it reads on when
/// the client has.
pub(crate) struct StreamBody {
    inner: tonic::body::Body,
    descriptor: MessageDescriptor,
    projection: Option<Projection>,
    shape: Shape,
    asked: Asked,
    received: BytesMut,
    keep_alive: Option<Interval>,
    ended: bool,
}

impl StreamBody {
    pub(crate) fn new(
        inner: tonic::body::Body,
        descriptor: MessageDescriptor,
        projection: Option<Projection>,
        shape: Shape,
        asked: Asked,
    ) -> Self {
        let keep_alive = (shape == Shape::Events).then(|| {
            let mut interval = interval_at(Instant::now() + KEEP_ALIVE, KEEP_ALIVE);
            interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
            interval
        });
        Self {
            inner,
            descriptor,
            projection,
            shape,
            asked,
            received: BytesMut::new(),
            keep_alive,
            ended: false,
        }
    }

    /// All whole messages that were received, written.
    fn written(&mut self) -> Result<Bytes, Status> {
        let mut out = BytesMut::new();
        while let Some(message) = frame::take(&mut self.received, &self.descriptor)? {
            let body = json::write(&message, self.projection.as_ref())?;
            if self.shape == Shape::Events {
                if let Some(id) = sequence(&message) {
                    out.put_slice(format!("id: {id}\n").as_bytes());
                }
                out.put_slice(b"data: ");
            }
            out.put_slice(&body);
            out.put_slice(self.end_of_message());
        }
        Ok(out.freeze())
    }

    const fn end_of_message(&self) -> &'static [u8] {
        match self.shape {
            Shape::Events => b"\n\n",
            Shape::Lines => b"\n",
        }
    }

    /// Says what went wrong and ends.
    fn failed(&mut self, status: &Status) -> Bytes {
        self.ended = true;
        let error = self.asked.error_json(status);
        let mut out = BytesMut::new();
        match self.shape {
            Shape::Events => {
                out.put_slice(b"event: error\ndata: ");
                out.put_slice(&error);
            }
            Shape::Lines => {
                out.put_slice(b"{\"error\":");
                out.put_slice(&error);
                out.put_slice(b"}");
            }
        }
        out.put_slice(self.end_of_message());
        out.freeze()
    }

    fn ended_with(&mut self, trailers: Option<&HeaderMap>) -> Option<Bytes> {
        self.ended = true;
        let status = trailers.and_then(Status::from_header_map);
        let status = status.filter(|status| status.code() != tonic::Code::Ok)?;
        Some(self.failed(&status))
    }

    /// What is to be sent next; `None` at the end.
    fn poll_bytes(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        while !self.ended {
            let next = match Pin::new(&mut self.inner).poll_frame(cx) {
                Poll::Pending => return self.poll_keep_alive(cx),
                Poll::Ready(next) => next,
            };
            let bytes = match next {
                None => self.ended_with(None),
                Some(Err(status)) => Some(self.failed(&status)),
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => {
                        self.received.extend_from_slice(&data);
                        let written = self.written();
                        Some(written.unwrap_or_else(|status| self.failed(&status)))
                    }
                    Err(frame) => self.ended_with(frame.trailers_ref()),
                },
            };
            if let Some(bytes) = bytes.filter(|bytes| !bytes.is_empty()) {
                if let Some(interval) = &mut self.keep_alive {
                    interval.reset();
                }
                return Poll::Ready(Some(bytes));
            }
        }
        Poll::Ready(None)
    }

    fn poll_keep_alive(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        let Some(interval) = &mut self.keep_alive else {
            return Poll::Pending;
        };
        interval
            .poll_tick(cx)
            .map(|_| Some(Bytes::from_static(b": keep-alive\n\n")))
    }
}

impl Body for StreamBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.poll_bytes(cx)
            .map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }
}

/// The number of a message in its stream, if it has one.
fn sequence(message: &DynamicMessage) -> Option<u64> {
    let value = message.get_field_by_name("sequence")?;
    let number = value.as_u64();
    debug_assert!(number.is_some() || !matches!(*value, Value::U64(_)));
    number.filter(|number| *number != 0)
}
