//! Stands in for `tokio::net` and `rustix::net`: connected sockets in memory that take as many bytes as they like.
//!
//! Readiness is tokio's on Linux: a flag that an event of the system sets and that is taken away by an operation that would
//! block; the event that there is room comes once after a write that found too little.

use std::borrow::Borrow;
use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use shuttle::rand::{Rng, thread_rng};

use crate::sync::{Mutex, MutexGuard};

/// `tokio::net::TcpStream`.
#[derive(Debug)]
pub(crate) struct TcpStream {
    wire: Arc<Mutex<Wire>>,
}

/// The client's end.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    wire: Arc<Mutex<Wire>>,
}

#[derive(Debug)]
struct Wire {
    to_broker: VecDeque<u8>,
    to_client: VecDeque<u8>,
    /// Bytes that wait for the client, at the most.
    room: usize,
    /// A write found too little room.
    was_full: bool,
    client_is_gone: bool,
    broker_is_gone: bool,
    read: Readiness,
    write: Readiness,
}

/// One direction as tokio's reactor sees it.
#[derive(Debug, Default)]
struct Readiness {
    ready: bool,
    /// Counts the events, so that one that comes meanwhile is not taken away.
    events: u64,
    waker: Option<Waker>,
}

impl Readiness {
    fn tell(&mut self) {
        self.ready = true;
        self.events += 1;
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn poll(&mut self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        if self.ready {
            return Poll::Ready(Ok(()));
        }
        self.waker = Some(cx.waker().clone());
        Poll::Pending
    }
}

/// A connection, and how many bytes may wait for its client.
pub(crate) fn connect(room: usize) -> (TcpStream, Line) {
    let wire = Arc::new(Mutex::new(Wire {
        to_broker: VecDeque::new(),
        to_client: VecDeque::new(),
        room,
        was_full: false,
        client_is_gone: false,
        broker_is_gone: false,
        read: Readiness::default(),
        write: Readiness {
            ready: true,
            ..Readiness::default()
        },
    }));
    (TcpStream { wire: wire.clone() }, Line { wire })
}

/// `tokio::io::Interest`, as far as it is used.
pub(crate) struct Interest;

impl Interest {
    pub(crate) const READABLE: Self = Self;
}

impl TcpStream {
    fn wire(&self) -> MutexGuard<'_, Wire> {
        self.wire.lock()
    }

    pub(crate) fn poll_read_ready(&self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        self.wire().read.poll(cx)
    }

    pub(crate) fn poll_write_ready(&self, cx: &Context<'_>) -> Poll<io::Result<()>> {
        self.wire().write.poll(cx)
    }

    pub(crate) fn try_io<R>(
        &self,
        _: Interest,
        read: impl FnOnce() -> io::Result<R>,
    ) -> io::Result<R> {
        let seen = {
            let wire = self.wire();
            if !wire.read.ready {
                return Err(io::ErrorKind::WouldBlock.into());
            }
            wire.read.events
        };
        let result = read();
        let mut wire = self.wire();
        let blocked = matches!(&result, Err(error) if error.kind() == io::ErrorKind::WouldBlock);
        if blocked && wire.read.events == seen && !wire.client_is_gone {
            wire.read.ready = false;
        }
        result
    }

    pub(crate) fn try_write(&self, bytes: &[u8]) -> io::Result<usize> {
        self.try_write_vectored(&[IoSlice::new(bytes)])
    }

    pub(crate) fn try_write_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut wire = self.wire();
        if wire.client_is_gone {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if !wire.write.ready {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let free = wire.room - wire.to_client.len();
        let given: usize = pieces.iter().map(|piece| piece.len()).sum();
        if free < given {
            wire.was_full = true;
        }
        if free == 0 {
            wire.write.ready = false;
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let most = free.min(given);
        // Now and then less than there is room for.
        let taken = if thread_rng().gen_range(0..4) == 0 {
            thread_rng().gen_range(1..=most)
        } else {
            most
        };
        let bytes = pieces.iter().flat_map(|piece| piece.iter());
        wire.to_client.extend(bytes.take(taken));
        Ok(taken)
    }
}

impl Drop for TcpStream {
    fn drop(&mut self) {
        self.wire().broker_is_gone = true;
    }
}

/// `rustix::net::RecvFlags`.
pub(crate) struct RecvFlags;

impl RecvFlags {
    pub(crate) fn empty() -> Self {
        Self
    }
}

/// `rustix::net::Shutdown`.
pub(crate) enum Shutdown {
    Write,
}

/// `rustix::net::recv`.
pub(crate) fn recv<S: Borrow<TcpStream>>(
    stream: S,
    buffer: &mut [u8],
    _: RecvFlags,
) -> io::Result<(usize, usize)> {
    let mut wire = stream.borrow().wire();
    let n = buffer.len().min(wire.to_broker.len());
    if n == 0 && !wire.client_is_gone {
        return Err(io::ErrorKind::WouldBlock.into());
    }
    for (to, from) in buffer.iter_mut().zip(wire.to_broker.drain(..n)) {
        *to = from;
    }
    Ok((n, n))
}

/// `rustix::net::shutdown`.
pub(crate) fn shutdown<S: Borrow<TcpStream>>(stream: S, _: Shutdown) -> io::Result<()> {
    stream.borrow().wire().broker_is_gone = true;
    Ok(())
}

impl Line {
    pub(crate) fn send(&self, bytes: &[u8]) {
        let mut wire = self.wire.lock();
        wire.to_broker.extend(bytes);
        wire.read.tell();
    }

    /// Takes at most so many bytes of what has come.
    pub(crate) fn take(&self, most: usize) -> Vec<u8> {
        let mut wire = self.wire.lock();
        let n = most.min(wire.to_client.len());
        let taken = wire.to_client.drain(..n).collect();
        if n > 0 && std::mem::take(&mut wire.was_full) {
            wire.write.tell();
        }
        taken
    }

    pub(crate) fn close(&self) {
        let mut wire = self.wire.lock();
        wire.client_is_gone = true;
        wire.read.tell();
        wire.write.tell();
    }

    /// Whether nothing more will come.
    pub(crate) fn is_at_end(&self) -> bool {
        let wire = self.wire.lock();
        wire.broker_is_gone && wire.to_client.is_empty()
    }
}
