//! Changes as the index takes them without their records.

use gmqtt_protocol::PacketId;

use crate::change::{Change, MessageId, SessionKey, Stage};

/// What a change means here, for those that come with every message: they need not be decoded again.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    PutMessage(MessageId),
    Enqueue {
        session: SessionKey,
        seq: u64,
        message: MessageId,
        stage: Stage,
    },
    Sent {
        session: SessionKey,
        seq: u64,
        packet_id: PacketId,
    },
    Confirmed {
        session: SessionKey,
        seq: u64,
    },
    Dequeue {
        session: SessionKey,
        seq: u64,
    },
    Other,
}

impl Step {
    pub(crate) const fn of(change: &Change<'_>) -> Self {
        match *change {
            Change::PutMessage { id, .. } => Self::PutMessage(id),
            Change::Enqueue { session, ref entry } => Self::Enqueue {
                session,
                seq: entry.seq,
                message: entry.message,
                stage: entry.stage,
            },
            Change::Sent {
                session,
                seq,
                packet_id,
            } => Self::Sent {
                session,
                seq,
                packet_id,
            },
            Change::Confirmed { session, seq } => Self::Confirmed { session, seq },
            Change::Dequeue { session, seq } => Self::Dequeue { session, seq },
            _ => Self::Other,
        }
    }
}
