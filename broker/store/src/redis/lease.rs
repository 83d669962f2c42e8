//! Who uses a database: the broker that wrote its name last, as long as it says now and then that it lives.
//!
//! The name in `owner` keeps two brokers from writing at the same time, and stays when its broker is gone. The sign of life is for
//! others: tools that would disturb a broker ask for it first.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use redis::RedisResult;

use super::connection::Connection;
use super::layout::Keys;

/// How often a broker says that it lives.
pub(super) const INTERVAL: Duration = Duration::from_secs(3);
/// How long it is taken for alive after that.
const LASTS: Duration = Duration::from_secs(10);

/// The broker that uses a database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Its process, on its machine.
    pub pid: Option<u32>,
    /// The name of its machine.
    pub host: String,
}

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.pid {
            Some(pid) => write!(f, "pid {pid} on {}", self.host),
            None => f.write_str("a process that does not say which"),
        }
    }
}

/// A name for this process as a user of a database. No two are the same.
pub(super) fn owner() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let nanos = now.map_or(0, |now| now.as_nanos());
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname");
    let host = host.as_deref().map_or("this machine", str::trim);
    format!("{}-{nanos:x}@{host}", std::process::id())
}

/// Adds the sign of life to what is sent.
pub(super) fn sign(keys: &Keys, owner: &str, pipeline: &mut redis::Pipeline) {
    let millis = u64::try_from(LASTS.as_millis()).unwrap_or(u64::MAX);
    pipeline.cmd("SET").arg(keys.alive()).arg(owner);
    pipeline.arg("PX").arg(millis).ignore();
}

/// Takes it back.
pub(super) async fn end(keys: &Keys, connection: &mut Connection) -> RedisResult<()> {
    let mut pipeline = redis::pipe();
    pipeline.cmd("DEL").arg(keys.alive()).ignore();
    connection.run(&pipeline).await
}

pub(super) async fn holder(
    keys: &Keys,
    connection: &mut Connection,
) -> RedisResult<Option<Holder>> {
    let mut pipeline = redis::pipe();
    pipeline.cmd("GET").arg(keys.alive());
    let (owner,): (Option<String>,) = connection.run(&pipeline).await?;
    Ok(owner.map(|owner| {
        let (process, host) = owner.split_once('@').unwrap_or((&owner, ""));
        let pid = process.split('-').next().and_then(|pid| pid.parse().ok());
        Holder {
            pid,
            host: host.to_owned(),
        }
    }))
}
