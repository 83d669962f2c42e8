//! What carries the bytes of a connection: TCP or a unix socket, with or without TLS, with or without WebSocket.
//!
//! ```text
//!   Socket -- Plain:   Stream                        publishers write to it themselves
//!          \- Layered: [WebSocket] -> [Tls] -> Stream    only its own task reads and writes
//! ```
//!
//! Everything above sees a stream of bytes. Handshakes happen inside the first reads, so that the deadline of a connection
//! that has not been let in holds for them too.

mod certificates;
mod frames;
mod inspect;
mod misdirected;
mod proxy;
mod stream;
mod tls;
mod upgrade;
mod websocket;

use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

pub(crate) use certificates::{Certificates, TlsError};
pub use inspect::{CertificateReport, TlsReport};
pub(crate) use misdirected::{Spoken, recognise};
pub(crate) use proxy::{NoHeader, Passed, take_header};
pub(crate) use stream::{Stream, watch};
pub(crate) use tls::{Tls, Turnstile};
pub(crate) use websocket::WebSocket;

use tungstenite::protocol::frame::coding::CloseCode;

use crate::outbox::{Outbox, Pool};

/// A client's socket.
pub(crate) enum Socket {
    /// Nothing stands between the bytes and the system.
    Plain(Arc<Stream>),
    /// Something does.
    Layered(Box<Layered>),
}

/// A socket whose bytes are transformed on their way.
pub(crate) struct Layered {
    websocket: Option<WebSocket>,
    lower: Lower,
    /// Nothing more will be written, and what arrives is thrown away.
    finished: bool,
}

/// What is below WebSocket.
struct Lower {
    /// Boxed: it is larger than all the rest.
    tls: Option<Box<Tls>>,
    stream: Stream,
}

impl Socket {
    pub(crate) fn new(stream: Stream, tls: Option<Tls>, websocket: Option<WebSocket>) -> Self {
        if tls.is_none() && websocket.is_none() {
            return Self::Plain(Arc::new(stream));
        }
        Self::Layered(Box::new(Layered {
            websocket,
            lower: Lower {
                tls: tls.map(Box::new),
                stream,
            },
            finished: false,
        }))
    }

    /// For publishers, who may write to plain sockets themselves.
    pub(crate) fn writer(&self) -> Option<Arc<Stream>> {
        match self {
            Self::Plain(stream) => Some(stream.clone()),
            Self::Layered(_) => None,
        }
    }

    /// Whether the end of a connection is something to tell the client in so many bytes.
    pub(crate) fn has_farewell(&self) -> bool {
        matches!(self, Self::Layered(_))
    }

    /// Whether the TLS handshake is not done.
    pub(crate) fn is_shaking_hands(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Layered(layered) => layered
                .lower
                .tls
                .as_ref()
                .is_some_and(|tls| tls.is_shaking_hands()),
        }
    }

    /// The user name in the client's certificate, where the listener takes it from there. Known from the first byte read.
    pub(crate) fn certificate_name(&self) -> Option<Arc<str>> {
        match self {
            Self::Plain(_) => None,
            Self::Layered(layered) => layered.lower.tls.as_ref()?.certificate_name(),
        }
    }

    /// The version of TLS, where there is TLS.
    pub(crate) fn tls_version(&self) -> Option<&'static str> {
        match self {
            Self::Plain(_) => None,
            Self::Layered(layered) => layered.lower.tls.as_ref()?.version(),
        }
    }

    /// Reads what there is; 0 is the end.
    ///
    /// # Errors
    /// Those of the system, and what breaks the rules of a layer, in words.
    pub(crate) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        match self {
            Self::Plain(stream) => stream.poll_recv(cx, buffer),
            Self::Layered(layered) => layered.poll_read(cx, buffer),
        }
    }

    /// Writes all of the outbox, or as much as the socket takes. Ready when all is with the system.
    pub(crate) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        outbox: &mut Outbox,
        pool: &mut Pool,
    ) -> Poll<io::Result<()>> {
        match self {
            Self::Plain(stream) => loop {
                match outbox.write_to(pool, |pieces| stream.send(pieces)) {
                    Ok(()) => return Poll::Ready(Ok(())),
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                        ready!(stream.poll_writable(cx))?;
                    }
                    Err(error) => return Poll::Ready(Err(error)),
                }
            },
            Self::Layered(layered) => layered.poll_write(cx, outbox, pool),
        }
    }

    /// Nothing more will be written: each layer says so in its way.
    pub(crate) fn finish(&mut self, cx: &mut Context<'_>, stopping: bool) {
        match self {
            Self::Plain(stream) => stream.shut_down_writing(),
            Self::Layered(layered) => layered.finish(cx, stopping),
        }
    }
}

impl Layered {
    fn poll_read(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        loop {
            if !self.finished && self.websocket.as_ref().is_some_and(WebSocket::is_closed) {
                return Poll::Ready(Ok(0));
            }
            let n = ready!(self.lower.poll_read(cx, buffer))?;
            let Some(websocket) = self.websocket.as_mut().filter(|_| n > 0 && !self.finished)
            else {
                return Poll::Ready(Ok(n));
            };
            let received = websocket.receive(buffer, n);
            self.try_replies(cx)?;
            match received {
                // An answer, or half a frame.
                Ok(0) => {}
                received => return Poll::Ready(received),
            }
        }
    }

    /// Answers leave at once if they can, else when the socket has room again.
    fn try_replies(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        match self.poll_replies(cx) {
            Poll::Ready(result) => result,
            Poll::Pending => Ok(()),
        }
    }

    fn poll_replies(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let Some(websocket) = &mut self.websocket else {
            return Poll::Ready(Ok(()));
        };
        loop {
            match websocket.send_replies(|pieces| self.lower.send(pieces)) {
                Ok(()) => return self.lower.poll_flush(cx),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(self.lower.poll_room(cx))?;
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        outbox: &mut Outbox,
        pool: &mut Pool,
    ) -> Poll<io::Result<()>> {
        loop {
            match outbox.write_to(pool, |pieces| self.send(pieces)) {
                Ok(()) => break,
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(self.lower.poll_room(cx))?;
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        ready!(self.poll_replies(cx))?;
        self.lower.poll_flush(cx)
    }

    fn send(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match &mut self.websocket {
            None => self.lower.send(pieces),
            Some(websocket) => websocket.send(pieces, |pieces| self.lower.send(pieces)),
        }
    }

    fn finish(&mut self, cx: &mut Context<'_>, stopping: bool) {
        if let Some(websocket) = &mut self.websocket {
            websocket.close(if stopping {
                CloseCode::Away
            } else {
                CloseCode::Normal
            });
        }
        let _ = self.try_replies(cx);
        if let Some(tls) = &mut self.lower.tls {
            tls.finish();
        }
        let _ = self.lower.poll_flush(cx);
        self.lower.stream.shut_down_writing();
        self.finished = true;
    }
}

impl Lower {
    fn poll_read(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        match &mut self.tls {
            None => self.stream.poll_recv(cx, buffer),
            Some(tls) => tls.poll_read(&self.stream, cx, buffer),
        }
    }

    fn send(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match &mut self.tls {
            None => self.stream.send(pieces),
            Some(tls) => tls.send(pieces),
        }
    }

    /// Waits until something can be sent.
    fn poll_room(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.tls {
            None => self.stream.poll_writable(cx),
            Some(tls) => tls.poll_flush(&self.stream, cx),
        }
    }

    /// Ready when all that was sent is with the system.
    fn poll_flush(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        match &mut self.tls {
            None => Poll::Ready(Ok(())),
            Some(tls) => tls.poll_flush(&self.stream, cx),
        }
    }
}
