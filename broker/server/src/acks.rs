//! Acknowledgements that must not leave before the store has what they promise.
//!
//! They are due in the order of the packets they answer [MQTT-4.6.0-2] [MQTT-4.6.0-3] [MQTT-4.6.0-4], so one that could leave waits behind one
//! that cannot.

use std::collections::VecDeque;
use std::task::Waker;

use gmqtt_protocol::PacketId;
use gmqtt_store::{Change, Lsn, SessionKey};

use crate::packets::Live;
use crate::storage::Storage;
use crate::turn::Turn;

/// What one connection still owes its client.
#[derive(Debug, Default)]
pub(crate) struct Acks {
    /// Each with the ticket that it waits for and its length.
    due: VecDeque<(Lsn, usize)>,
    bytes: VecDeque<u8>,
    /// The connection is woken for this one.
    waits_for: Option<Lsn>,
}

impl Acks {
    /// With so many the client is not read from until some have left.
    const MOST: usize = 4096;

    /// Adds an encoded packet behind the others.
    pub(crate) fn push(&mut self, ticket: Lsn, packet: &[u8]) {
        self.due.push_back((ticket, packet.len()));
        self.bytes.extend(packet);
    }

    /// Moves out what may leave. For the rest the connection is woken.
    pub(crate) fn release(&mut self, storage: &Storage, waker: &Waker, out: &mut Vec<u8>) {
        while let Some((ticket, length)) = self.due.front().copied() {
            if !storage.is_durable(ticket) {
                if self.waits_for != Some(ticket) {
                    self.waits_for = Some(ticket);
                    storage.wait(ticket, waker);
                }
                return;
            }
            self.due.pop_front();
            out.extend(self.bytes.drain(..length));
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.due.is_empty()
    }

    /// Whether the client should not be read from.
    pub(crate) fn are_too_many(&self) -> bool {
        self.due.len() >= Self::MOST
    }
}

impl Live {
    /// The replies from there on leave when this ticket is durable, and not before those that wait.
    pub(crate) fn leave_at(&mut self, turn: &mut Turn, ticket: Lsn, from: usize) {
        if self.acks.is_none() && turn.desk.log.is_durable(ticket) {
            return;
        }
        let replies = &mut turn.desk.replies;
        if from < replies.len() {
            let acks = self.acks.get_or_insert_default();
            acks.push(ticket, &replies[from..]);
            replies.truncate(from);
        }
    }

    /// Hands over what had to wait and may leave now. True if the client should not be read from until more has left.
    pub(crate) fn release(&mut self, turn: &mut Turn, waker: &Waker) -> bool {
        let Some(acks) = &mut self.acks else {
            return false;
        };
        acks.release(turn.desk.log.storage(), waker, &mut turn.desk.replies);
        let are_too_many = acks.are_too_many();
        if acks.is_empty() {
            self.acks = None;
        }
        self.hand_over_replies(turn);
        are_too_many
    }

    /// The store need not know any longer that a QoS 2 message was taken over.
    pub(crate) fn forget_received(&self, turn: &mut Turn, packet_id: PacketId) -> Lsn {
        if !self.session.is_kept() {
            return Lsn::START;
        }
        let session = SessionKey(self.session.key);
        turn.desk.log.note(&Change::Released { session, packet_id });
        turn.desk.log.settle()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// [MQTT-4.6.0-2] What could leave waits for what came before it.
    #[test]
    fn acknowledgements_leave_in_order() {
        let storage = Storage::none();
        let (mut acks, mut out) = (Acks::default(), Vec::new());
        for (ticket, packet) in [(5, "a"), (0, "bc"), (9, "d"), (7, "e")] {
            acks.push(Lsn(ticket), packet.as_bytes());
        }
        let mut left = |durable| {
            storage.advance(Lsn(durable));
            out.clear();
            acks.release(&storage, Waker::noop(), &mut out);
            (String::from_utf8(out.clone()).unwrap(), acks.is_empty())
        };
        assert_eq!(left(4), (String::new(), false));
        assert_eq!(left(5), ("abc".to_owned(), false));
        assert_eq!(left(8), (String::new(), false));
        assert_eq!(left(9), ("de".to_owned(), true));
    }
}
