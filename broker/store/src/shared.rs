//! A store that the nodes of a cluster share: each keeps a part of its own there, and takes out of the part of a node that is gone what its
//! clients come for.
//!
//! # How a session changes parts
//!
//! ```text
//! 1 fence    in the old part: by this epoch        its old node cannot write the session any more, and does not restore it
//! 2 read     what the old part has                 it does not change any more
//! 3 import   into the part of the one who takes it durable under the epoch: from here on the session is there
//! 4 remove   from the old part, if the fence is    nothing is left of it but the fence, until the old node has seen it
//!            still that of this epoch
//! ```
//!
//! Each step can be repeated. After a crash before 3 the session is in nobody's hands, and whole: whoever claims its client next finds it,
//! and fences it by a later epoch, also in the part of the one who was at it, whose import is refused from then on. After a crash
//! before 4 the old part has what nobody reads: the next claim takes the later of the two, and removes both.
//!
//! An epoch is the [`Claim`] by which a session is a node's. What a node appends for a session that another one has taken by a later
//! epoch is refused: such a session is [`lost`](Shared::lost), everything else in its batches is kept.

use crate::change::{Claim, SessionKey};
use crate::export::Exported;
use crate::store::{BoxFuture, Lsn, ReadError};

/// A [`Claim`] that is kept. Of two of them the later one stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch {
    /// Milliseconds since 1970, by the clock that the nodes agree on.
    pub millis: u64,
    /// Counts claims of the same millisecond.
    pub count: u32,
    /// The node.
    pub node: Box<str>,
}

impl From<Claim<'_>> for Epoch {
    fn from(claim: Claim<'_>) -> Self {
        Self {
            millis: claim.millis,
            count: claim.count,
            node: claim.node.into(),
        }
    }
}

impl Epoch {
    /// Earlier than every claim: that of a session without one.
    pub(crate) fn none() -> Self {
        Self {
            millis: 0,
            count: 0,
            node: "".into(),
        }
    }
}

/// A session that was taken out of the part of another node.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Whose part it was in.
    pub part: Box<str>,
    /// All of it.
    pub session: Exported,
}

/// Why a session was not taken.
#[derive(Debug, thiserror::Error)]
pub enum NotTaken {
    /// Another node has taken it, or has it, by this claim, which is the same one or a later one.
    #[error("a later claim of the client stands, of the node {}", .0.node)]
    Later(Epoch),
    /// The store cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError),
}

/// A session of this node that another one has taken. Nothing is written of it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// Its number here.
    pub session: SessionKey,
    /// Its client.
    pub client_id: Box<str>,
    /// By which claim.
    pub by: Epoch,
}

/// What was appended for a session too late to go along with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Late {
    /// The places in its queue.
    pub seqs: Vec<u64>,
    /// The batches they came in. What else is in them is kept.
    pub positions: Vec<Lsn>,
}

/// The other parts of a [`Store`](crate::Store), and what others do in the own one.
pub trait Shared: Send + Sync {
    /// Takes the session of a client, by this claim, out of whatever part it is in: from there on nobody writes it there (steps 1 and 2). `None`
    /// if it is in none. It stays where it is until [`remove`](Self::remove).
    ///
    /// What is in the own part is taken, too: this is for a session that this node does not have, or does not know whether it has it.
    ///
    /// # Errors
    /// [`NotTaken`]. It may be fenced all the same: then the next claim takes it.
    fn take<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<Option<Taken>, NotTaken>>;

    /// Only the first step of [`take`](Self::take): from there on no other node writes the session. Whether there is one.
    ///
    /// # Errors
    /// As [`take`](Self::take).
    fn fence<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<bool, NotTaken>>;

    /// Its node hands the session of a client over: whoever takes it out of that part later has to know by which claim it has gone.
    ///
    /// # Errors
    /// [`NotTaken`].
    fn trace<'a>(
        &'a self,
        part: &'a str,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<(), NotTaken>>;

    /// The session that was taken is durable here, or is not wanted any more: it goes from where it was (step 4). Nothing happens where a later
    /// claim has come meanwhile.
    ///
    /// # Errors
    /// When the store does not work. It may be called again.
    fn remove<'a>(
        &'a self,
        client_id: &'a str,
        by: &'a Epoch,
    ) -> BoxFuture<'a, Result<(), ReadError>>;

    /// Waits until everything appended so far can be seen by others.
    ///
    /// # Errors
    /// When the store does not work.
    fn settle(&self) -> BoxFuture<'_, Result<(), ReadError>>;

    /// Waits for sessions of this node that others have taken. Each is given once; the writing waits for a moment until it was
    /// [let go](Self::let_go).
    fn lost(&self) -> BoxFuture<'_, Vec<Lost>>;

    /// What came too late for a lost session, since this was asked last.
    fn late(&self, session: SessionKey) -> Late;

    /// Nothing will be appended any more for a session that is lost.
    fn let_go(&self, session: SessionKey);
}
