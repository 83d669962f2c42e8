//! One session on its own: for another node, for a backup.
//!
//! ```text
//! | "gmqtt session" | format u32 | crc32 of the rest u32 | changes of that format with session 0 and messages 0, 1, 2 ... |
//! ```

use gmqtt_protocol::PacketId;

use crate::batch::Batch;
use crate::change::{
    Change, Claim, Entry, MessageId, SessionKey, SessionState, Stage, Subscription,
};
use crate::codec::{Malformed, Put, Reader};
use crate::encoding::{Changes, FORMAT};
use crate::store::{QueueSummary, Queued, Restore};

/// The next numbers that are free.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Numbers {
    /// For a session.
    pub session: u64,
    /// For a message.
    pub message: u64,
}

impl Default for Numbers {
    fn default() -> Self {
        Self {
            session: 1,
            message: 1,
        }
    }
}

impl Numbers {
    /// A number for a new message.
    pub fn next_message(&mut self) -> MessageId {
        self.message += 1;
        MessageId(self.message - 1)
    }

    /// A number for a new session.
    pub fn next_session(&mut self) -> SessionKey {
        self.session += 1;
        SessionKey(self.session - 1)
    }
}

/// All of one session, with the messages it holds.
#[derive(Debug, Clone)]
pub struct Exported {
    changes: Batch,
    /// How many messages there are: their numbers are below.
    messages: u64,
}

/// Why bytes are not an exported session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It is something else.
    #[error("this is not a session that gmqtt exported")]
    NotAnExport,
    /// A newer gmqtt wrote it.
    #[error(
        "the session was exported in format {0}, this gmqtt reads up to {FORMAT}: import it with the gmqtt that exported it, or a newer one"
    )]
    Newer(u32),
    /// A bit of it has changed, or its end is missing.
    #[error("the exported session is damaged or incomplete: export it again")]
    Damaged,
}

const MAGIC: &[u8] = b"gmqtt session";
const SESSION: SessionKey = SessionKey(0);

impl Exported {
    /// A session without anything in it.
    #[must_use]
    pub fn new(state: SessionState<'_>) -> Self {
        let mut changes = Batch::new();
        changes.push(&Change::PutSession {
            session: SESSION,
            state,
        });
        Self {
            changes,
            messages: 0,
        }
    }

    /// Adds a subscription.
    pub fn subscription(&mut self, subscription: Subscription<'_>) {
        self.changes.push(&Change::PutSubscription {
            session: SESSION,
            subscription,
        });
    }

    /// Adds the identifier of a QoS 2 message that was taken over.
    pub fn received(&mut self, packet_id: PacketId) {
        self.changes.push(&Change::Received {
            session: SESSION,
            packet_id,
        });
    }

    /// Adds an entry of the queue.
    pub fn queued(&mut self, queued: &Queued) {
        let id = MessageId(self.messages);
        self.messages += 1;
        if let Some(message) = &queued.message {
            let message = message.message();
            self.changes.push(&Change::PutMessage { id, message });
        }
        let entry = Entry {
            message: id,
            ..queued.entry()
        };
        self.changes.push(&Change::Enqueue {
            session: SESSION,
            entry,
        });
    }

    /// The session's state.
    #[must_use]
    pub fn state(&self) -> Option<SessionState<'_>> {
        self.changes.changes().find_map(|change| match change {
            Change::PutSession { state, .. } => Some(state),
            _ => None,
        })
    }

    /// The same session, by another claim.
    #[must_use]
    pub fn claimed(&self, claim: Claim<'_>) -> Self {
        let mut changes = Batch::new();
        for change in self.changes.changes() {
            changes.push(&match change {
                Change::PutSession { session, state } => Change::PutSession {
                    session,
                    state: SessionState {
                        claim: Some(claim),
                        ..state
                    },
                },
                change => change,
            });
        }
        Self {
            changes,
            messages: self.messages,
        }
    }

    /// How many entries its queue has.
    #[must_use]
    pub const fn entries(&self) -> u64 {
        self.messages
    }

    /// Writes it as changes of a store in which the session has this number.
    pub fn write(&self, session: SessionKey, numbers: &mut Numbers, batch: &mut Batch) {
        let first = numbers.message;
        numbers.message += self.messages;
        let at = |id: MessageId| MessageId(first + id.0);
        for change in self.changes.changes() {
            batch.push(&match change {
                Change::PutSession { state, .. } => Change::PutSession { session, state },
                Change::PutSubscription { subscription, .. } => Change::PutSubscription {
                    session,
                    subscription,
                },
                Change::Received { packet_id, .. } => Change::Received { session, packet_id },
                Change::PutMessage { id, message } => Change::PutMessage {
                    id: at(id),
                    message,
                },
                Change::Enqueue { entry, .. } => Change::Enqueue {
                    session,
                    entry: Entry {
                        message: at(entry.message),
                        ..entry
                    },
                },
                // Nothing else is ever pushed, and `from_bytes` lets nothing else in.
                _ => continue,
            });
        }
    }

    /// Gives it to a broker as a [load](crate::Store::load) would, with the session under this number and its messages counted from `first`.
    pub fn restore(&self, session: SessionKey, first: u64, into: &mut dyn Restore) {
        let at = |id: MessageId| MessageId(first + id.0);
        let places = || self.changes.changes().filter_map(place);
        let mut queue = Some(QueueSummary {
            entries: places().count(),
            in_flight: places()
                .filter(|(_, stage)| *stage != Stage::Waiting)
                .count(),
            last: places().map(|(seq, _)| seq).max(),
        });
        let mut message = None;
        for change in self.changes.changes() {
            match change {
                Change::PutSession { state, .. } => into.session(session, state),
                Change::PutSubscription { subscription, .. } => {
                    into.subscription(session, subscription);
                }
                Change::Received { packet_id, .. } => into.received(session, packet_id),
                Change::PutMessage { id, message: put } => message = Some((id, put)),
                Change::Enqueue { entry, .. } => {
                    if let Some(queue) = queue.take() {
                        into.queue(session, queue);
                    }
                    let put = message.take().filter(|(id, _)| *id == entry.message);
                    let entry = Entry {
                        message: at(entry.message),
                        ..entry
                    };
                    into.entry(session, entry, put.map(|(_, put)| put));
                }
                // See `write`.
                _ => {}
            }
        }
    }

    /// As bytes that [`from_bytes`](Self::from_bytes) reads, here or on another machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let body = self.changes.body();
        let mut bytes = Vec::with_capacity(MAGIC.len() + 8 + body.len());
        bytes.put(MAGIC);
        bytes.put_u32(FORMAT);
        bytes.put_u32(crc32fast::hash(body));
        bytes.put(body);
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote.
    ///
    /// # Errors
    /// When it is something else, or newer, or damaged.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, ImportError> {
        let rest = bytes.strip_prefix(MAGIC).ok_or(ImportError::NotAnExport)?;
        let mut from = Reader::new(rest);
        let damaged = |_: Malformed| ImportError::Damaged;
        let format = from.u32().map_err(damaged)?;
        if format > FORMAT {
            return Err(ImportError::Newer(format));
        }
        if format == 0 || from.u32().map_err(damaged)? != crc32fast::hash(from.rest) {
            return Err(ImportError::Damaged);
        }
        let mut changes = Batch::new();
        let mut messages = 0;
        for (n, change) in Changes::of_format(from.rest, format).enumerate() {
            let (_, _, change) = change.map_err(damaged)?;
            let is_expected = match &change {
                Change::PutSession { .. } => n == 0,
                Change::PutSubscription { .. } | Change::Received { .. } => n > 0,
                // One message for each entry, in order.
                Change::PutMessage { id, .. } => n > 0 && id.0 == messages,
                Change::Enqueue { entry, .. } => {
                    messages += 1;
                    n > 0 && entry.message.0 == messages - 1
                }
                _ => false,
            };
            if !is_expected {
                return Err(ImportError::Damaged);
            }
            changes.push(&change);
        }
        if changes.is_empty() {
            return Err(ImportError::Damaged);
        }
        Ok(Self { changes, messages })
    }
}

fn place(change: Change<'_>) -> Option<(u64, Stage)> {
    match change {
        Change::Enqueue { entry, .. } => Some((entry.seq, entry.stage)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn state() -> SessionState<'static> {
        SessionState {
            client_id: "a",
            created_at: 1,
            expiry: None,
            offline_since: None,
            client: crate::change::Client::default(),
            will: None,
            claim: None,
        }
    }

    #[test]
    fn a_changed_bit_is_found() {
        let mut exported = Exported::new(state());
        exported.received(PacketId::MIN);
        let bytes = exported.to_bytes();
        assert_eq!(Exported::from_bytes(&bytes).unwrap().to_bytes(), bytes);
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(Exported::from_bytes(&changed).is_err(), "byte {at}");
            assert!(Exported::from_bytes(&bytes[..at]).is_err());
        }
    }

    #[test]
    fn a_newer_format_is_refused_with_the_way_out() {
        let mut bytes = Exported::new(state()).to_bytes();
        bytes[MAGIC.len()] = 9;
        let error = Exported::from_bytes(&bytes).unwrap_err();
        assert_eq!(error, ImportError::Newer(9));
        assert!(error.to_string().contains("the gmqtt that exported it"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn hostile_bytes_are_refused(body: Vec<u8>) {
            let mut bytes = MAGIC.to_vec();
            bytes.put_u32(FORMAT);
            bytes.put_u32(crc32fast::hash(&body));
            bytes.put(&body);
            if let Ok(exported) = Exported::from_bytes(&bytes) {
                prop_assert!(exported.state().is_some());
            }
        }
    }
}
