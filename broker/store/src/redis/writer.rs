//! The task that carries batches to Redis: one transaction after the other, each with all that was appended meanwhile.
//!
//! A transaction writes the position it reaches. When the connection is lost, nobody knows whether the last one was carried out: the
//! position in Redis says it, so that nothing is done twice.
//!
//! Where nodes share a database, a transaction is a script that looks first whether another node has taken a session of this one, and does
//! nothing then. What waits for that session is withdrawn, and the rest is written at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use redis::{RedisError, RedisResult};
use tokio::sync::{Notify, watch};
use tracing::{error, info, warn};

use super::connection::Connection;
use super::layout::Keys;
use super::part::Part;
use super::pending::{Pending, Transaction};
use super::script::{Write, Written};
use super::{Options, durability, lease};
use crate::codec::Malformed;
use crate::store::{Health, Lsn};

/// What the task shares with those who append.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) keys: Keys,
    pub(super) pending: Mutex<Pending>,
    pub(super) durable: watch::Sender<Lsn>,
    pub(super) health: watch::Sender<Health>,
    pub(super) work: Notify,
    pub(super) stops: AtomicBool,
    /// Sessions were taken by other nodes.
    pub(super) lost: Notify,
    /// Those were let go.
    pub(super) let_go: Notify,
    /// Written into Redis when this broker began; another one writes another.
    pub(super) owner: String,
}

const RETRY: Duration = Duration::from_millis(200);
const LONGEST_RETRY: Duration = Duration::from_secs(5);
/// When it stops, it tries for so long to reach a Redis that does not answer.
const LAST_TRIES: u32 = 3;
/// How long sessions that others have taken may take to end.
const LETTING_GO: Duration = Duration::from_secs(2);

/// Why the task does not go on.
enum Trouble {
    Redis(RedisError),
    /// What a script answers cannot be read.
    Answer(Malformed),
    /// Another broker has taken the database over.
    Displaced,
}

impl From<RedisError> for Trouble {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
    }
}

impl From<Malformed> for Trouble {
    fn from(error: Malformed) -> Self {
        Self::Answer(error)
    }
}

impl Shared {
    /// Runs until [`stops`](Self::stops) is set and nothing is left to do.
    pub(super) async fn write(self: Arc<Self>, connection: Connection) {
        let (mut connection, mut retry, mut tries) = (Some(connection), RETRY, 0);
        let mut signs_at = Instant::now() + lease::INTERVAL;
        loop {
            let stops = self.stops.load(Ordering::Acquire);
            let must_sign = Instant::now() >= signs_at;
            if self.pending.lock().is_empty() && !must_sign {
                if stops {
                    break;
                }
                // Whichever comes first.
                let _ = tokio::time::timeout_at(signs_at.into(), self.work.notified()).await;
                continue;
            }
            if must_sign {
                signs_at = Instant::now() + lease::INTERVAL;
            }
            match self.next(&mut connection, must_sign).await {
                Ok(()) => (retry, tries) = (RETRY, 0),
                Err(trouble) => {
                    connection = None;
                    signs_at = Instant::now();
                    let stays = self.report(trouble);
                    tries += 1;
                    if !stays || (stops && tries >= LAST_TRIES) {
                        return;
                    }
                    tokio::time::sleep(retry).await;
                    retry = (retry * 2).min(LONGEST_RETRY);
                }
            }
        }
        if let Some(mut connection) = connection {
            // It ends by itself some seconds later.
            let _ = lease::end(&self.keys, &mut connection).await;
        }
    }

    /// One transaction, if there is something to write or a sign of life is due.
    async fn next(
        &self,
        connection: &mut Option<Connection>,
        must_sign: bool,
    ) -> Result<(), Trouble> {
        let connection = match connection {
            Some(connection) => connection,
            None => {
                let opened = self.reconnect().await?;
                connection.insert(opened)
            }
        };
        if self.keys.is_shared() {
            self.write_shared(connection, must_sign).await
        } else {
            self.write_alone(connection, must_sign).await
        }
    }

    /// What is to be sent; `None` if there is nothing.
    fn prepare(&self, must_sign: bool) -> Option<(Transaction, bool)> {
        let next = self.pending.lock().transaction();
        let has_work = next.is_some();
        if !has_work && !must_sign {
            return None;
        }
        let mut next = next.unwrap_or_else(|| Transaction::nothing(self.durable.borrow().0));
        let pipeline = &mut next.pipeline;
        if must_sign {
            lease::sign(&self.keys, &self.owner, pipeline);
        }
        if has_work {
            let meta = self.keys.meta();
            pipeline.cmd("HSET").arg(meta).arg("position");
            pipeline.arg(next.position).ignore();
        }
        Some((next, has_work))
    }

    async fn write_alone(
        &self,
        connection: &mut Connection,
        must_sign: bool,
    ) -> Result<(), Trouble> {
        let Some((mut next, has_work)) = self.prepare(must_sign) else {
            return Ok(());
        };
        let pipeline = &mut next.pipeline;
        pipeline.cmd("HGET").arg(self.keys.meta()).arg("owner");
        let (owner,): (Option<String>,) = connection.run(pipeline).await?;
        if owner.is_some_and(|owner| owner != self.owner) {
            return Err(Trouble::Displaced);
        }
        self.pending.lock().commits += u64::from(has_work);
        self.done(next.position);
        Ok(())
    }

    async fn write_shared(
        &self,
        connection: &mut Connection,
        must_sign: bool,
    ) -> Result<(), Trouble> {
        // Refused once, it says which sessions it is about, so that only what happens to those can refuse it again.
        let mut is_precise = false;
        while let Some((next, has_work)) = self.prepare(must_sign) {
            let (sessions, forget, known) = {
                let pending = self.pending.lock();
                let part = pending.part.as_ref();
                let sessions = is_precise.then(|| pending.sessions(&next));
                let forget = part.filter(|_| !is_precise);
                let forget = forget.map(Part::to_forget).unwrap_or_default();
                (sessions, forget, part.map_or(0, |part| part.known))
            };
            let write = Write {
                owner: &self.owner,
                known,
                commands: &next.pipeline,
                forget: &forget,
                sessions: sessions.as_deref(),
            };
            let answer: (Vec<Vec<u8>>,) = connection.run(&write.pipeline(&self.keys)).await?;
            match Written::read(&answer.0)? {
                Written::Displaced => return Err(Trouble::Displaced),
                Written::Yes => {
                    let mut pending = self.pending.lock();
                    pending.commits += u64::from(has_work);
                    if let Some(part) = &mut pending.part {
                        part.forgotten(&forget);
                    }
                    drop(pending);
                    self.done(next.position);
                    return Ok(());
                }
                Written::Taken(count, fences) => {
                    self.pending.lock().learn(count, fences);
                    self.tell_lost().await;
                    is_precise = true;
                }
            }
        }
        Ok(())
    }

    /// Tells of the sessions that others have taken, and waits a moment until they have ended: what is durable from here on is so without them.
    async fn tell_lost(&self) {
        self.lost.notify_one();
        let settled = async {
            loop {
                let let_go = self.let_go.notified();
                let is_settled = |pending: &Pending| {
                    let part = pending.part.as_ref();
                    part.is_none_or(Part::is_settled)
                };
                if is_settled(&self.pending.lock()) {
                    return;
                }
                let_go.await;
            }
        };
        // Whoever is not done by then hears of it all the same.
        let _ = tokio::time::timeout(LETTING_GO, settled).await;
    }

    fn done(&self, position: u64) {
        let mut pending = self.pending.lock();
        pending.done(position);
        let recovered = std::mem::take(&mut pending.is_failing);
        drop(pending);
        if recovered {
            info!("Redis is back");
        }
        self.health
            .send_if_modified(|health| health.failure.take().is_some());
        self.durable.send_replace(Lsn(position));
    }

    /// A new connection, and what was carried out on the old one.
    async fn reconnect(&self) -> Result<Connection, Trouble> {
        let mut connection = Connection::open(&self.options).await?;
        let meta = self.keys.meta();
        let mut pipeline = redis::pipe();
        pipeline.cmd("HGET").arg(meta).arg("owner");
        pipeline.cmd("HGET").arg(meta).arg("position");
        let (owner, position): (Option<String>, Option<u64>) = connection.run(&pipeline).await?;
        let mut warnings = durability::warnings(&mut connection, &self.options.servers).await;
        match owner {
            Some(owner) if owner != self.owner => return Err(Trouble::Displaced),
            Some(_) => {}
            None => claim(&self.keys, &mut connection, &self.owner).await?,
        }
        let (position, promised) = (position.unwrap_or(0), self.durable.borrow().0);
        if position < promised {
            error!(
                position,
                promised, "Redis has lost what it had accepted: sessions are not what they were"
            );
            warnings.push(format!(
                "Redis has lost {} batches of changes that it had accepted",
                promised - position
            ));
        } else if position > promised {
            self.done(position);
        }
        self.health
            .send_modify(|health| health.warnings = warnings.into());
        Ok(connection)
    }

    /// Says what is wrong. False if it stays so.
    fn report(&self, trouble: Trouble) -> bool {
        let (reason, stays) = match trouble {
            Trouble::Redis(error) => (error.to_string(), true),
            Trouble::Answer(error) => (error.to_string(), true),
            Trouble::Displaced => (displaced(&self.keys).to_owned(), false),
        };
        self.pending.lock().is_failing = true;
        self.health.send_if_modified(|health| {
            if health.failure.as_deref() == Some(&*reason) {
                return false;
            }
            warn!(
                reason,
                "the store cannot be written: nothing can be promised until it can"
            );
            health.failure = Some(reason.into());
            true
        });
        stays
    }
}

const fn displaced(keys: &Keys) -> &'static str {
    if keys.is_shared() {
        "another gmqtt has the name of this node and uses its part of the database of Redis now: give each node a name of its own, and start this one again"
    } else {
        "another gmqtt uses this database of Redis now: give each its own, and start this one again"
    }
}

/// Makes the database, or the part of it, this broker's.
pub(super) async fn claim(
    keys: &Keys,
    connection: &mut Connection,
    owner: &str,
) -> RedisResult<()> {
    let mut pipeline = redis::pipe();
    let meta = keys.meta();
    pipeline.cmd("HSET").arg(meta).arg("owner").arg(owner);
    pipeline.ignore();
    // An older one stays until it has been upgraded.
    let format = crate::encoding::FORMAT;
    pipeline.cmd("HSETNX").arg(meta).arg("format").arg(format);
    pipeline.ignore();
    lease::sign(keys, owner, &mut pipeline);
    connection.run(&pipeline).await
}
