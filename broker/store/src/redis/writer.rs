//! The task that carries batches to Redis: one transaction after the other, each with all that was appended meanwhile.
//!
//! A transaction writes the position it reaches. When the connection is lost, nobody knows whether the last one was carried out: the
//! position in Redis says it, so that nothing is done twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use redis::{RedisError, RedisResult};
use tokio::sync::{Notify, watch};
use tracing::{error, info, warn};

use super::connection::Connection;
use super::pending::Pending;
use super::{Options, durability, layout, lease};
use crate::store::{Health, Lsn};

/// What the task shares with those who append.
pub(super) struct Shared {
    pub(super) options: Options,
    pub(super) pending: Mutex<Pending>,
    pub(super) durable: watch::Sender<Lsn>,
    pub(super) health: watch::Sender<Health>,
    pub(super) work: Notify,
    pub(super) stops: AtomicBool,
    /// Written into Redis when this broker began; another one writes another.
    pub(super) owner: String,
}

const RETRY: Duration = Duration::from_millis(200);
const LONGEST_RETRY: Duration = Duration::from_secs(5);
/// When it stops, it tries for so long to reach a Redis that does not answer.
const LAST_TRIES: u32 = 3;

/// Why the task does not go on.
enum Trouble {
    Redis(RedisError),
    /// Another broker has taken the database over.
    Displaced,
}

impl From<RedisError> for Trouble {
    fn from(error: RedisError) -> Self {
        Self::Redis(error)
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
            let _ = lease::end(&mut connection).await;
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
        let next = self.pending.lock().transaction();
        let has_work = next.is_some();
        let (mut pipeline, position) = match next {
            Some(next) => next,
            None if must_sign => (redis::pipe(), self.durable.borrow().0),
            None => return Ok(()),
        };
        if must_sign {
            lease::sign(&self.owner, &mut pipeline);
        }
        let meta = layout::META;
        if has_work {
            pipeline.cmd("HSET").arg(meta).arg("position").arg(position);
            pipeline.ignore();
        }
        pipeline.cmd("HGET").arg(meta).arg("owner");
        let (owner,): (Option<String>,) = connection.run(&pipeline).await?;
        if owner.is_some_and(|owner| owner != self.owner) {
            return Err(Trouble::Displaced);
        }
        self.pending.lock().commits += u64::from(has_work);
        self.done(position);
        Ok(())
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
        let meta = layout::META;
        let mut pipeline = redis::pipe();
        pipeline.cmd("HGET").arg(meta).arg("owner");
        pipeline.cmd("HGET").arg(meta).arg("position");
        let (owner, position): (Option<String>, Option<u64>) = connection.run(&pipeline).await?;
        let mut warnings = durability::warnings(&mut connection, &self.options.servers).await;
        match owner {
            Some(owner) if owner != self.owner => return Err(Trouble::Displaced),
            Some(_) => {}
            None => claim(&mut connection, &self.owner).await?,
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
            Trouble::Displaced => (
                "another gmqtt uses this database of Redis now: give each its own, and start this one again".to_owned(),
                false,
            ),
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

/// Makes the database this broker's.
pub(super) async fn claim(connection: &mut Connection, owner: &str) -> RedisResult<()> {
    let mut pipeline = redis::pipe();
    let meta = layout::META;
    pipeline.cmd("HSET").arg(meta).arg("owner").arg(owner);
    pipeline.ignore();
    // An older one stays until it has been upgraded.
    let format = crate::encoding::FORMAT;
    pipeline.cmd("HSETNX").arg(meta).arg("format").arg(format);
    pipeline.ignore();
    lease::sign(owner, &mut pipeline);
    connection.run(&pipeline).await
}
