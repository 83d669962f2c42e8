//! A stream socket, TCP or unix, on tokio's reactor. What it carries is not known here.

use std::io::{self, IoSlice};
use std::os::fd::{AsFd, OwnedFd};
use std::task::{Context, Poll, ready};

use rustix::net::{RecvFlags, SendAncillaryBuffer, SendFlags, Shutdown};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// A connected socket that does not block.
#[derive(Debug)]
pub(crate) struct Stream {
    fd: AsyncFd<OwnedFd>,
}

impl Stream {
    /// Takes over a socket that is set not to block.
    ///
    /// # Errors
    /// When the reactor has no room for it.
    pub(crate) fn new(socket: OwnedFd) -> io::Result<Self> {
        watch(socket).map(|fd| Self { fd })
    }

    /// Reads what there is. A short read takes the readiness away at once, which saves the read that would say so.
    pub(crate) fn poll_recv(
        &self,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        loop {
            let _ready = ready!(self.fd.poll_read_ready(cx))?;
            let mut got = None;
            let result = self.fd.try_io(Interest::READABLE, |fd| {
                let (n, _) = rustix::net::recv(fd, &mut *buffer, RecvFlags::empty())?;
                got = Some(n);
                if n > 0 && n < buffer.len() {
                    Err(io::ErrorKind::WouldBlock.into())
                } else {
                    Ok(())
                }
            });
            match (got, result) {
                (Some(n), _) => return Poll::Ready(Ok(n)),
                (None, Err(error)) if is_passing(&error) => {}
                (None, Err(error)) => return Poll::Ready(Err(error)),
                (None, Ok(())) => return Poll::Ready(Ok(0)),
            }
        }
    }

    /// Looks at what there is without taking it. Whoever looks again has to know that more can have come.
    pub(crate) async fn peek(&self, buffer: &mut [u8], known: usize) -> io::Result<usize> {
        loop {
            let mut ready = self.fd.readable().await?;
            match rustix::net::recv(&self.fd, &mut *buffer, RecvFlags::PEEK) {
                // Nothing new: the readiness is spent.
                Ok((n, _)) if n == known && n > 0 => ready.clear_ready(),
                Ok((n, _)) => return Ok(n),
                Err(error) if is_passing(&error.into()) => ready.clear_ready(),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Takes what was looked at before.
    pub(crate) fn take(&self, buffer: &mut [u8]) -> io::Result<()> {
        let (n, _) = rustix::net::recv(&self.fd, &mut *buffer, RecvFlags::empty())?;
        if n == buffer.len() {
            Ok(())
        } else {
            Err(io::ErrorKind::UnexpectedEof.into())
        }
    }

    /// Waits until there is something to read.
    pub(crate) fn poll_readable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.fd.poll_read_ready(cx).map_ok(|_| ())
    }

    /// Waits until there is room to write.
    pub(crate) fn poll_writable(&self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.fd.poll_write_ready(cx).map_ok(|_| ())
    }

    /// One write of whatever the socket takes.
    ///
    /// # Errors
    /// Those of the socket; `WouldBlock` means that it is full.
    pub(crate) fn send(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.fd.try_io(Interest::WRITABLE, |fd| {
            let sent = match pieces {
                [one] => rustix::net::send(fd, one, SendFlags::NOSIGNAL),
                many => {
                    let mut nothing = SendAncillaryBuffer::default();
                    rustix::net::sendmsg(fd, many, &mut nothing, SendFlags::NOSIGNAL)
                }
            };
            Ok(sent?)
        })
    }

    /// Tells the peer that nothing more will come.
    pub(crate) fn shut_down_writing(&self) {
        let _ = rustix::net::shutdown(self.fd.as_fd(), Shutdown::Write);
    }
}

/// Puts a socket under the eyes of the reactor.
#[expect(
    deprecated,
    reason = "what replaces it is unsafe, since the descriptor must stay the same; an OwnedFd's does"
)]
pub(crate) fn watch(socket: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::new(socket)
}

fn is_passing(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
    )
}
