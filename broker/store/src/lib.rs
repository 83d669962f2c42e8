//! What survives a restart: sessions, their subscriptions and messages, and retained messages.
//!
//! Memory comes first: what is online lives in the server, and the store is a log of changes to it. A change goes in with
//! [`Store::append`], what survived comes out with [`Store::load`], and between the two the store says up to where the log is
//! durable. Policy (bounds of queues, order of dropping, expiry, what to refuse) is the server's; a store is mechanism. Three of
//! them keep the same contract: [`Memory`] keeps nothing, [`Embedded`] keeps a log on disk, [`Redis`] keeps it in Redis.
//!
//! # What an acknowledgement is worth
//!
//! | store | when a position is durable | what a crash takes |
//! |---|---|---|
//! | memory | at once | everything, when the broker ends |
//! | embedded, `commit: sync` | when an fdatasync that covers it has returned | nothing |
//! | embedded, `commit: async` | at once | at most `flush_interval` before the machine or the broker ended |
//! | redis | when Redis has carried out the transaction | what Redis loses: nothing with `appendfsync always`, else what [`Health::warnings`] says |
//!
//! # What must go into one batch
//!
//! A [`Batch`] survives as a whole or not at all. These belong together:
//!
//! - **A publish.** `PutMessage`, `Enqueue` for every session that gets it, `PutRetained` if it is retained, and for QoS 2
//!   `Received` with the publisher's identifier. Without the last, a crash makes the publisher's repeat a second message; without
//!   the others, a message that the publisher will never repeat is lost for a part of its receivers.
//! - **QoS 2 to a receiver.** `Sent` with the identifier, in the batch of its `Enqueue` or in a later one, but durable before the
//!   PUBLISH leaves: a receiver knows a repeat by that identifier only. QoS 1 may leave before: it may come twice.
//! - **A queue that is full.** `Dequeue` of what is dropped with the `Enqueue` that pushed it out.
//! - **A will.** `PutSession` without the will with the batch of its publish, or it is published again after a crash.
//! - **The end of a session.** `DropSession` with the publish of its will, and with the `Enqueue`s that give its share of group
//!   messages to other members [MQTT-4.8.2-5].
//! - **Clean Start over an old session.** `DropSession` of the old with `PutSession` of the new, or a crash leaves two sessions of
//!   one client.
//! - **Import of a session** ([`Store::import`]): it is one batch.
//!
//! # How a broker uses it
//!
//! A batch is filled while a packet is handled and appended once, before anything it caused can be answered: an entry must be in the
//! log before a client can acknowledge it, or its `Dequeue` comes first and is ignored. Entries carry their place in the queue
//! (`seq`, counted under the lock of the session's `Delivery`), so that batches of two publishers may be appended in either order. A
//! batch carries every message that it refers to, unless its session is known to hold the message already.
//!
//! The position that `append` returns is the ticket of everything that the batch promises. A connection keeps its
//! acknowledgements in a queue of (position, encoded packet), in the order in which they are due; one task of the broker watches
//! [`Store::durable`] and wakes the connections whose first position has been reached (one sorted list of (position, waker); not one
//! watcher a connection). What waits so is: PUBACK and PUBREC (the publish), PUBCOMP (`Released`), PUBREL (`Confirmed`), SUBACK and UNSUBACK of
//! a session that lasts, CONNACK of one that promises to. [`Lsn::START`] is always durable: a ticket for it is no ticket, and with
//! [`Memory`] and `commit: async` there is no other. A broker that asks [`Store::keeps`] first does not even fill a batch; nor does
//! it for a session that ends with its connection.
//!
//! When `append` says [`Full`], nothing has happened. The publisher is told 0x97 (or is not answered, or the message is
//! taken without a promise, as the configuration has it) and nothing of the message is enqueued for sessions that last. Changes that add
//! nothing are never refused, so that receivers can go on acknowledging and thereby make room.
//!
//! Numbers of sessions and messages are the server's, counted on from [`Loaded::numbers`], and never used twice.

mod batch;
mod change;
mod codec;
mod dump;
pub mod embedded;
mod encoding;
mod export;
pub mod go;
mod index;
mod memory;
pub mod redis;
mod shared;
mod store;
mod transfer;

pub use self::redis::Redis;
pub use batch::Batch;
pub use change::{
    Change, Claim, Client, Entry, Message, MessageId, SessionKey, SessionState, Stage,
    Subscription, UnixMillis, Will,
};
pub use codec::Malformed;
pub use dump::{Dump, DumpError, read_dump};
pub use embedded::Embedded;
pub use encoding::FORMAT;
pub use export::{Exported, ImportError, Numbers};
pub use memory::Memory;
pub use shared::{Epoch, Late, Lost, NotTaken, Shared, Taken};
pub use store::{
    BoxFuture, Full, Health, Kept, Loaded, Lsn, QueueSummary, Queued, ReadError, Restore, Stats,
    Store,
};
pub use transfer::{Holdings, Present, Progress, Transfer};

#[cfg(test)]
extern crate self as gmqtt_store;
#[cfg(test)]
#[path = "../tests/contract/model.rs"]
mod model;
#[cfg(test)]
#[path = "../tests/contract/traffic.rs"]
mod traffic;
