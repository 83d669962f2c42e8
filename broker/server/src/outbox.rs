//! The bytes that wait for one client's socket.
//!
//! Small packets are copied into one buffer, which comes from a per-thread pool and goes back when all is written. A large
//! payload is not copied: its message is referred to at its place between the bytes.

use std::collections::VecDeque;
use std::io::{self, IoSlice};
use std::sync::Arc;

use crate::message::Message;

/// What one client is still to be sent.
#[derive(Debug, Default)]
pub(crate) struct Outbox {
    buffer: Vec<u8>,
    /// Bytes of the buffer that are written.
    head: usize,
    shared: Option<Box<SharedPayloads>>,
}

/// Payloads that stand between the bytes of the buffer.
#[derive(Debug, Default)]
struct SharedPayloads {
    /// Each with the buffer offset before which it stands.
    queue: VecDeque<(usize, Arc<Message>)>,
    /// Bytes of the first one that are written.
    sent: usize,
    /// Bytes of all that are not written.
    bytes: usize,
}

/// Buffers for outboxes, kept per thread.
#[derive(Debug, Default)]
pub(crate) struct Pool {
    /// Those used last are at the end, and the next to be used.
    buffers: Vec<Vec<u8>>,
    /// How many have not been used since the last [`trim`](Self::trim).
    unused: usize,
}

impl Pool {
    /// How many buffers a thread keeps.
    const MOST: usize = 64;
    /// A larger buffer is given back to the allocator.
    const LARGEST: usize = 128 * 1024;

    fn take(&mut self) -> Vec<u8> {
        let buffer = self.buffers.pop();
        self.unused = self.unused.min(self.buffers.len());
        buffer.unwrap_or_else(|| Vec::with_capacity(4096))
    }

    /// Keeps a buffer for the next who needs one. An outbox that was given nothing has none to give back.
    fn give(&mut self, mut buffer: Vec<u8>) {
        let is_useful = (1..=Self::LARGEST).contains(&buffer.capacity());
        if is_useful && self.buffers.len() < Self::MOST {
            buffer.clear();
            self.buffers.push(buffer);
        }
    }

    /// Gives back to the allocator what has not been used since the last call: a crowd that has left needs no buffers.
    pub(crate) fn trim(&mut self) {
        self.buffers.drain(..self.unused);
        self.unused = self.buffers.len();
    }
}

impl Outbox {
    /// Beyond this many waiting bytes messages stay in the queue.
    pub(crate) const CAPACITY: usize = 64 * 1024;
    /// The same while nobody but the owner may write it and the owner has not come to it: what one turn may place.
    pub(crate) const CAPACITY_OF_OWNER: usize = 16 * Self::CAPACITY;
    /// A payload of at least this size is referred to, not copied.
    pub(crate) const SHARE_FROM: usize = 16 * 1024;
    /// The most pieces given to one vectored write.
    const PIECES: usize = 16;

    /// Bytes not written yet.
    pub(crate) fn len(&self) -> usize {
        self.buffer.len() - self.head + self.shared.as_ref().map_or(0, |shared| shared.bytes)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What was appended to the buffer last: so many bytes, without shared payloads.
    pub(crate) fn latest(&self, bytes: usize) -> &[u8] {
        let start = self.buffer.len().saturating_sub(bytes);
        &self.buffer[start..]
    }

    /// Whether another message may be placed.
    pub(crate) fn has_room(&self) -> bool {
        self.len() < Self::CAPACITY
    }

    /// Whether there is room for what its client may bring about by its next packets. Messages leave some, so that a client
    /// with a backlog is heard; one that does not read at all runs out of it.
    pub(crate) fn has_room_for_replies(&self) -> bool {
        self.buffer.len() - self.head < 2 * Self::CAPACITY
    }

    /// The buffer to append whole packets to.
    pub(crate) fn buffer(&mut self, pool: &mut Pool) -> &mut Vec<u8> {
        if self.buffer.capacity() == 0 {
            self.buffer = pool.take();
        } else if self.head >= Self::CAPACITY {
            self.forget_written();
        }
        &mut self.buffer
    }

    /// Moves what is not written to the front of the buffer, so that a backlog without end does not make it grow.
    fn forget_written(&mut self) {
        self.buffer.drain(..self.head);
        let queue = self.shared.iter_mut().flat_map(|shared| &mut shared.queue);
        queue.for_each(|(offset, _)| *offset -= self.head);
        self.head = 0;
    }

    /// Puts the payload of a message after what is in the buffer now.
    pub(crate) fn push_shared(&mut self, message: Arc<Message>) {
        let shared = self.shared.get_or_insert_default();
        shared.bytes += message.payload().len();
        shared.queue.push_back((self.buffer.len(), message));
    }

    /// Writes with as few calls as the socket allows until all is written or it takes no more.
    ///
    /// # Errors
    /// Those of the socket; `WouldBlock` means that it is full.
    pub(crate) fn write_to(
        &mut self,
        pool: &mut Pool,
        mut write: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<()> {
        while !self.is_empty() {
            let written = match &self.shared {
                None => write(&[IoSlice::new(&self.buffer[self.head..])])?,
                Some(shared) => {
                    let mut pieces = [IoSlice::new(&[]); Self::PIECES];
                    let count = shared.pieces(&self.buffer, self.head, &mut pieces);
                    write(&pieces[..count])?
                }
            };
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            self.advance(written);
        }
        self.release(pool);
        Ok(())
    }

    /// Gives an empty buffer back.
    pub(crate) fn release(&mut self, pool: &mut Pool) {
        if self.is_empty() {
            self.head = 0;
            self.shared = None;
            pool.give(std::mem::take(&mut self.buffer));
        }
    }

    fn advance(&mut self, mut written: usize) {
        let Some(shared) = &mut self.shared else {
            self.head += written;
            return;
        };
        while written > 0 {
            let until = shared
                .queue
                .front()
                .map_or(self.buffer.len(), |(offset, _)| *offset);
            let plain = written.min(until - self.head);
            self.head += plain;
            written -= plain;
            let Some((_, message)) = shared.queue.front() else {
                break;
            };
            if self.head == until {
                let rest = message.payload().len() - shared.sent;
                let part = written.min(rest);
                shared.sent += part;
                shared.bytes -= part;
                written -= part;
                if part == rest {
                    shared.sent = 0;
                    shared.queue.pop_front();
                }
            }
        }
        if shared.queue.is_empty() {
            self.shared = None;
        }
    }
}

impl SharedPayloads {
    /// The next pieces to write, in order.
    fn pieces<'a>(
        &'a self,
        buffer: &'a [u8],
        head: usize,
        pieces: &mut [IoSlice<'a>; Outbox::PIECES],
    ) -> usize {
        let (mut at, mut skip, mut count) = (head, self.sent, 0);
        for (offset, message) in &self.queue {
            if count + 2 > pieces.len() {
                return count;
            }
            if *offset > at {
                pieces[count] = IoSlice::new(&buffer[at..*offset]);
                count += 1;
                at = *offset;
            }
            pieces[count] = IoSlice::new(&message.payload()[skip..]);
            count += 1;
            skip = 0;
        }
        if at < buffer.len() && count < pieces.len() {
            pieces[count] = IoSlice::new(&buffer[at..]);
            count += 1;
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_protocol::QoS;

    use super::*;
    use crate::message::Expiry;

    fn payload(byte: u8, len: usize) -> Arc<Message> {
        let expires = Expiry::new(0, None, None);
        Arc::new(Message::new(
            "t",
            &[],
            &vec![byte; len],
            (QoS::AtMostOnce, false),
            expires,
        ))
    }

    /// Whatever the socket takes at a time, the bytes come out once and in order.
    #[test]
    fn bytes_come_out_in_order_for_any_write_size() {
        for step in [1, 2, 3, 7, 50, 1000] {
            let (mut outbox, mut pool, mut out) = (Outbox::default(), Pool::default(), Vec::new());
            let mut expected = Vec::new();
            for round in 0..30_u8 {
                outbox.buffer(&mut pool).extend_from_slice(&[round; 5]);
                expected.extend_from_slice(&[round; 5]);
                if round % 3 == 0 {
                    outbox.push_shared(payload(100 + round, 40));
                    expected.extend_from_slice(&[100 + round; 40]);
                }
            }
            assert_eq!(outbox.len(), expected.len());
            outbox
                .write_to(&mut pool, |pieces| {
                    let mut left = step;
                    for piece in pieces {
                        let part = left.min(piece.len());
                        out.extend_from_slice(&piece[..part]);
                        left -= part;
                    }
                    Ok(step - left)
                })
                .unwrap();
            assert_eq!(out, expected);
            assert!(outbox.is_empty() && outbox.buffer.capacity() == 0);
        }
    }

    /// The buffer that was given back is the next one: nothing is allocated for outboxes that fill and empty in turns.
    #[test]
    fn a_buffer_given_back_is_used_again() {
        let (mut pool, mut empty, mut outbox) =
            (Pool::default(), Outbox::default(), Outbox::default());
        let first = outbox.buffer(&mut pool).as_ptr();
        outbox.release(&mut pool);
        for _ in 0..2 * Pool::MOST {
            empty.release(&mut pool);
        }
        assert_eq!(outbox.buffer(&mut pool).as_ptr(), first);
    }

    #[test]
    fn buffers_that_nobody_uses_go_back_to_the_allocator() {
        let mut pool = Pool::default();
        let mut crowd: Vec<Outbox> = (0..10).map(|_| Outbox::default()).collect();
        crowd
            .iter_mut()
            .for_each(|outbox| _ = outbox.buffer(&mut pool));
        crowd
            .iter_mut()
            .for_each(|outbox| outbox.release(&mut pool));
        pool.trim();
        for kept in [10, 1, 1] {
            assert_eq!(pool.buffers.len(), kept);
            let mut outbox = Outbox::default();
            outbox.buffer(&mut pool);
            outbox.release(&mut pool);
            pool.trim();
        }
    }

    /// Something waits at any time, large payloads among it: the buffer holds what waits and not what was written.
    #[test]
    fn a_backlog_that_never_ends_does_not_grow() {
        let (mut outbox, mut pool, mut out) = (Outbox::default(), Pool::default(), Vec::new());
        let mut expected = Vec::new();
        for round in 0..500_u32 {
            let small = vec![round as u8; 1500];
            outbox.buffer(&mut pool).extend_from_slice(&small);
            expected.extend_from_slice(&small);
            if round % 10 == 0 {
                outbox.push_shared(payload(!round as u8, 20_000));
                expected.extend_from_slice(&[!round as u8; 20_000]);
            }
            if outbox.len() < Outbox::CAPACITY {
                continue;
            }
            let mut budget = 5000;
            let result = outbox.write_to(&mut pool, |pieces| {
                let part = pieces[0].len().min(budget);
                out.extend_from_slice(&pieces[0][..part]);
                budget -= part;
                match part {
                    0 => Err(io::ErrorKind::WouldBlock.into()),
                    part => Ok(part),
                }
            });
            assert!(result.is_err() && outbox.buffer.len() < 3 * Outbox::CAPACITY);
        }
        outbox
            .write_to(&mut pool, |pieces| {
                out.extend_from_slice(&pieces[0]);
                Ok(pieces[0].len())
            })
            .unwrap();
        assert!(out == expected);
    }

    /// A full socket leaves the rest for later.
    #[test]
    fn a_full_socket_leaves_the_rest() {
        let (mut outbox, mut pool) = (Outbox::default(), Pool::default());
        outbox.buffer(&mut pool).extend_from_slice(b"hello");
        let mut calls = 0;
        let result = outbox.write_to(&mut pool, |_| {
            calls += 1;
            if calls == 1 {
                Ok(2)
            } else {
                Err(io::ErrorKind::WouldBlock.into())
            }
        });
        assert_eq!(result.unwrap_err().kind(), io::ErrorKind::WouldBlock);
        assert_eq!(outbox.len(), 3);
    }
}
