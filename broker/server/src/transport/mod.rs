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
mod misdirected;
mod stream;
mod tls;

use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

pub(crate) use certificates::{Certificates, TlsError};
pub(crate) use misdirected::{Spoken, recognise};
pub(crate) use stream::{Stream, watch};
pub(crate) use tls::{Tls, Turnstile};

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
    tls: Tls,
    stream: Stream,
}

impl Socket {
    pub(crate) fn plain(stream: Stream) -> Self {
        Self::Plain(Arc::new(stream))
    }

    pub(crate) fn layered(stream: Stream, tls: Tls) -> Self {
        Self::Layered(Box::new(Layered { tls, stream }))
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

    /// The user name in the client's certificate, where the listener takes it from there. Known from the first byte read.
    pub(crate) fn certificate_name(&self) -> Option<Arc<str>> {
        match self {
            Self::Plain(_) => None,
            Self::Layered(layered) => layered.tls.certificate_name(),
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
    pub(crate) fn finish(&mut self, cx: &mut Context<'_>) {
        match self {
            Self::Plain(stream) => stream.shut_down_writing(),
            Self::Layered(layered) => layered.finish(cx),
        }
    }
}

impl Layered {
    fn poll_read(&mut self, cx: &mut Context<'_>, buffer: &mut [u8]) -> Poll<io::Result<usize>> {
        self.tls.poll_read(&self.stream, cx, buffer)
    }

    fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        outbox: &mut Outbox,
        pool: &mut Pool,
    ) -> Poll<io::Result<()>> {
        loop {
            match outbox.write_to(pool, |pieces| self.send(pieces)) {
                Ok(()) => return self.tls.poll_flush(&self.stream, cx),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(self.tls.poll_flush(&self.stream, cx))?;
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    fn send(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.tls.send(pieces)
    }

    fn finish(&mut self, cx: &mut Context<'_>) {
        self.tls.finish();
        let _ = self.tls.poll_flush(&self.stream, cx);
        self.stream.shut_down_writing();
    }
}
