//! Models of the broker's concurrency: its real code on threads, sockets, locks and a clock that a scheduler drives.
//!
//! The broker's files are compiled once more here, from `connection.rs` down, with stand-ins for what tokio, parking_lot and
//! the system give them: [`runtime`] and [`task`] (worker threads that poll tasks in any order), [`time`] (a clock that moves
//! when told), [`net`] (sockets that take any number of bytes) and [`sync`] (locks at which the scheduler may switch). Shuttle
//! then tries schedules, some thousands in each test; each scenario says in its own file what must hold in all of them.
//!
//! A schedule that fails is printed together with its seed; `SHUTTLE_RANDOM_SEED` repeats it, and `GMQTT_MODEL_SCHEDULES`
//! changes how many are tried. What shuttle does not vary is the order of memory accesses: atomics are sequentially
//! consistent in here.

#![expect(
    dead_code,
    reason = "the broker's front door, from start.rs to transport, is not in here"
)]
#![expect(
    clippy::unwrap_used,
    reason = "a scenario that cannot go on has failed"
)]

extern crate foldhash as hashing;
extern crate self as foldhash;
extern crate self as parking_lot;
extern crate self as rustix;
extern crate self as tokio;

/// `foldhash::fast`.
mod fast {
    pub(crate) use hashing::fast::FixedState as RandomState;
}

/// `foldhash::quality`.
mod quality {
    pub(crate) use hashing::quality::FixedState as RandomState;
}

/// `tokio::task`.
mod task {
    pub(crate) use crate::runtime::yield_now;
}

/// The standard library's, for threads of the model.
macro_rules! thread_local {
    (static $name:ident: Cell<$value:ty> = const { Cell::new(None) };) => {
        static $name: crate::runtime::PerThread<Cell<$value>> =
            crate::runtime::PerThread::new(stringify!($name));
    };
}

/// The broker itself. Whoever adds a file to `lib.rs` adds it here.
#[path = "../../src"]
mod server {
    pub(crate) mod acks;
    pub(crate) mod bans;
    pub(crate) mod broker;
    pub(crate) mod bucket;
    pub(crate) mod close;
    pub(crate) mod cluster;
    pub(crate) mod commit;
    pub(crate) mod connect;
    pub(crate) mod connection;
    pub(crate) mod counters;
    pub(crate) mod delivery;
    pub(crate) mod describe;
    pub(crate) mod distribute;
    pub(crate) mod dump;
    pub(crate) mod establish;
    pub(crate) mod events;
    pub(crate) mod fetch;
    pub(crate) mod flusher;
    pub(crate) mod gate;
    pub(crate) mod greeting;
    pub(crate) mod heirs;
    pub(crate) mod hooks;
    pub(crate) mod keepalive;
    pub(crate) mod latency;
    pub(crate) mod link;
    pub(crate) mod logged;
    pub(crate) mod memory;
    pub(crate) mod message;
    pub(crate) mod meter;
    pub(crate) mod metrics;
    pub(crate) mod mount;
    pub(crate) mod observers;
    pub(crate) mod outbound;
    pub(crate) mod outbox;
    pub(crate) mod pace;
    pub(crate) mod pacing;
    pub(crate) mod packets;
    pub(crate) mod paged;
    pub(crate) mod publish;
    pub(crate) mod queue;
    pub(crate) mod record;
    pub(crate) mod refusals;
    pub(crate) mod retain;
    pub(crate) mod route;
    pub(crate) mod run;
    pub(crate) mod session;
    pub(crate) mod stop;
    pub(crate) mod storage;
    pub(crate) mod subscribe;
    pub(crate) mod subscriptions;
    pub(crate) mod taking;
    pub(crate) mod timers;
    pub(crate) mod top;
    pub(crate) mod traces;
    pub(crate) mod turn;
    pub(crate) mod watched;
    pub(crate) mod will;
}

mod client;
mod clock;
mod net;
mod runtime;
mod schedules;
mod sync;
mod time;
mod transport;

/// The broker's listener.
mod listener {
    pub(crate) use crate::transport::Place;
}

mod graceful_stop;
mod handing_over;
mod taking_over;

use server::*;
pub(crate) use sync::{Mutex, MutexGuard, RwLock};
