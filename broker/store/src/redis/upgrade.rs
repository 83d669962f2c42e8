//! A database of an older format, written again in the present one. Only the states of sessions are different, so only their hash is
//! written; the old one stays beside it under its name and the number of its format.

use redis::AsyncCommands as _;
use tracing::info;

use super::connection::Connection;
use super::layout::{META, SESSIONS};
use super::reading;
use crate::change::SessionState;
use crate::codec::Reader;
use crate::encoding::FORMAT;
use crate::store::ReadError;

/// Where the new hash is until it is complete.
const UPGRADING: &str = "{gmqtt}:sessions.upgrading";

/// Writes it again, if it is older. Nobody else may write meanwhile.
pub(super) async fn run(connection: &mut Connection, format: u32) -> Result<(), ReadError> {
    info!(
        from = format,
        to = FORMAT,
        "the store in Redis has an older format: its sessions are written again, and the old ones kept"
    );
    let mut states = Vec::new();
    reading::scan(connection, SESSIONS, |field, value| {
        let state = SessionState::decode(&mut Reader::of(value, format))?;
        let mut bytes = Vec::new();
        state.encode(&mut bytes);
        states.push((field.to_vec(), bytes));
        Ok(())
    })
    .await?;
    let () = connection.del(UPGRADING).await?;
    for part in states.chunks(1000) {
        let () = connection.hset_multiple(UPGRADING, part).await?;
    }
    let mut pipeline = redis::pipe();
    pipeline.atomic();
    if !states.is_empty() {
        let kept = format!("{SESSIONS}.format-{format}");
        pipeline.cmd("RENAME").arg(SESSIONS).arg(kept).ignore();
        pipeline.cmd("RENAME").arg(UPGRADING).arg(SESSIONS).ignore();
    }
    pipeline.cmd("HSET").arg(META).arg("format").arg(FORMAT);
    Ok(connection.run(pipeline.ignore()).await?)
}
