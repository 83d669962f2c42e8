//! Stands in for the broker's `transport` and `listener`: plain sockets of the model, and a listener with room for everybody.

use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use crate::net::{Interest, RecvFlags, Shutdown, TcpStream, recv, shutdown};
use crate::server::outbox::{Outbox, Pool};

#[path = "../../src/transport/misdirected.rs"]
mod misdirected;

pub(crate) use misdirected::{Spoken, recognise};

/// `listener::Place`.
pub(crate) struct Place;

/// `transport::Stream`, step by step what it does on tokio's reactor.
#[derive(Debug)]
pub(crate) struct Stream(pub(crate) TcpStream);

impl Stream {
    pub(crate) fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            ready!(self.0.poll_read_ready(cx))?;
            let mut got = None;
            let result = self.0.try_io(Interest::READABLE, || {
                let (n, _) = recv(&self.0, buffer, RecvFlags::empty())?;
                got = Some(n);
                if n > 0 && n < buffer.len() {
                    Err(io::ErrorKind::WouldBlock.into())
                } else {
                    Ok(())
                }
            });
            match (got, result) {
                (Some(n), _) => return Poll::Ready(Ok(n)),
                (None, Err(error)) if error.kind() == io::ErrorKind::WouldBlock => {}
                (None, Err(error)) => return Poll::Ready(Err(error)),
                (None, Ok(())) => return Poll::Ready(Ok(0)),
            }
        }
    }

    pub(crate) fn send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(pieces)
    }
}

/// `transport::Socket`, of which there are only plain ones here.
pub(crate) struct Socket(Arc<Stream>);

impl Socket {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self(Arc::new(Stream(stream)))
    }

    pub(crate) fn writer(&self) -> Option<Arc<Stream>> {
        Some(self.0.clone())
    }

    pub(crate) fn has_farewell(&self) -> bool {
        false
    }

    pub(crate) fn is_shaking_hands(&self) -> bool {
        false
    }

    pub(crate) fn certificate_name(&self) -> Option<Arc<str>> {
        None
    }

    pub(crate) fn tls_version(&self) -> Option<&'static str> {
        None
    }

    pub(crate) fn poll_read(
        &mut self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        self.0.poll_recv(cx, buffer)
    }

    pub(crate) fn poll_write(
        &mut self,
        cx: &mut Context<'_>,
        outbox: &mut Outbox,
        pool: &mut Pool,
    ) -> Poll<io::Result<()>> {
        loop {
            match outbox.write_to(pool, |pieces| self.0.send(pieces)) {
                Ok(()) => return Poll::Ready(Ok(())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(self.0.0.poll_write_ready(cx))?;
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }

    pub(crate) fn finish(&mut self, _: &mut Context<'_>, _: bool) {
        let _ = shutdown(&self.0.0, Shutdown::Write);
    }
}
