//! Acknowledgements that must not leave before the store, and the nodes that it went to, have what they promise.
//!
//! They are due in the order of the packets they answer [MQTT-4.6.0-2] [MQTT-4.6.0-3] [MQTT-4.6.0-4], so one that could leave waits behind one
//! that cannot.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::Waker;

use gmqtt_protocol::PacketId;
use gmqtt_store::{Change, Lsn, SessionKey};

use crate::cluster::awaited::{Awaited, Safety};
use crate::packets::Live;
use crate::publish;
use crate::storage::Storage;
use crate::turn::Turn;

/// What one connection still owes its client.
#[derive(Debug)]
pub(crate) struct Acks {
    due: VecDeque<Due>,
    bytes: VecDeque<u8>,
    /// The connection is woken for this one.
    waits_for: Option<Lsn>,
}

impl Default for Acks {
    fn default() -> Self {
        Self {
            // Mostly there are more than one.
            due: VecDeque::with_capacity(32),
            bytes: VecDeque::with_capacity(128),
            waits_for: None,
        }
    }
}

/// One acknowledgement.
#[derive(Debug)]
struct Due {
    /// What it waits for.
    ticket: Lsn,
    /// Other nodes, too.
    awaited: Option<Arc<Awaited>>,
    length: usize,
}

impl Acks {
    /// With so many the client is not read from until some have left.
    const MOST: usize = 4096;

    /// Adds an encoded packet behind the others.
    pub(crate) fn push(&mut self, ticket: Lsn, awaited: Option<Arc<Awaited>>, packet: &[u8]) {
        self.due.push_back(Due {
            ticket,
            awaited,
            length: packet.len(),
        });
        self.bytes.extend(packet);
    }

    /// Moves out what may leave. For the rest the connection is woken.
    ///
    /// # Errors
    /// The next packet, which must not leave: another node did not say that it has the message, and so much is promised.
    pub(crate) fn release(
        &mut self,
        storage: &Storage,
        waker: &Waker,
        out: &mut Vec<u8>,
    ) -> Result<(), Vec<u8>> {
        while let Some(due) = self.due.front() {
            if !storage.is_durable(due.ticket) {
                if self.waits_for != Some(due.ticket) {
                    self.waits_for = Some(due.ticket);
                    storage.wait(due.ticket, waker);
                }
                return Ok(());
            }
            let withheld = storage.withheld(due.ticket);
            let (mut waits, mut is_unknown) = (false, false);
            for awaited in due.awaited.iter().chain(&withheld) {
                match awaited.poll(waker) {
                    Safety::Safe => {}
                    Safety::NotYet => waits = true,
                    Safety::Unknown => is_unknown = true,
                }
            }
            if waits {
                return Ok(());
            }
            let packet = self.bytes.drain(..due.length);
            self.due.pop_front();
            if is_unknown && storage.refuses() {
                return Err(packet.collect());
            }
            out.extend(packet);
        }
        Ok(())
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
        self.leave_when(turn, (ticket, None), from);
    }

    /// The same, and other nodes have it.
    pub(crate) fn leave_when(
        &mut self,
        turn: &mut Turn,
        (ticket, awaited): (Lsn, Option<Arc<Awaited>>),
        from: usize,
    ) {
        let storage = turn.desk.log.storage();
        let may_leave = storage.is_durable(ticket) && storage.withheld(ticket).is_none();
        if self.acks.is_none() && awaited.is_none() && may_leave {
            return;
        }
        let replies = &mut turn.desk.replies;
        if from < replies.len() {
            let acks = self.acks.get_or_insert_default();
            acks.push(ticket, awaited, &replies[from..]);
            replies.truncate(from);
        }
    }

    /// Hands over what had to wait and may leave now. True if the client should not be read from until more has left.
    pub(crate) fn release(&mut self, turn: &mut Turn, waker: &Waker) -> bool {
        let Some(mut acks) = self.acks.take() else {
            return false;
        };
        loop {
            let storage = turn.desk.log.storage();
            match acks.release(storage, waker, &mut turn.desk.replies) {
                Ok(()) => break,
                Err(packet) => publish::take_back(self, turn, &packet),
            }
        }
        let are_too_many = acks.are_too_many();
        if !acks.is_empty() {
            self.acks = Some(acks);
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
            acks.push(Lsn(ticket), None, packet.as_bytes());
        }
        let mut left = |durable| {
            storage.advance(Lsn(durable));
            out.clear();
            acks.release(&storage, Waker::noop(), &mut out).unwrap();
            (String::from_utf8(out.clone()).unwrap(), acks.is_empty())
        };
        assert_eq!(left(4), (String::new(), false));
        assert_eq!(left(5), ("abc".to_owned(), false));
        assert_eq!(left(8), (String::new(), false));
        assert_eq!(left(9), ("de".to_owned(), true));
    }
}
