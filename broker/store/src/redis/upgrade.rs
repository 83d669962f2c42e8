//! A database of an older format, written again in the present one. Only the states of sessions are different, so only their hash is
//! written; the old one stays beside it under its name and the number of its format.

use redis::AsyncCommands as _;
use tracing::info;

use super::connection::Connection;
use super::layout::Keys;
use super::reading;
use crate::change::SessionState;
use crate::codec::Reader;
use crate::encoding::FORMAT;
use crate::store::ReadError;

/// Writes it again, if it is older. Nobody else may write meanwhile.
pub(super) async fn run(
    keys: &Keys,
    connection: &mut Connection,
    format: u32,
) -> Result<(), ReadError> {
    let (sessions, upgrading) = (keys.sessions(), &*keys.upgrading());
    info!(
        from = format,
        to = FORMAT,
        "the store in Redis has an older format: its sessions are written again, and the old ones kept"
    );
    let mut states = Vec::new();
    reading::scan(connection, sessions, |field, value| {
        let state = SessionState::decode(&mut Reader::of(value, format))?;
        let mut bytes = Vec::new();
        state.encode(&mut bytes);
        states.push((field.to_vec(), bytes));
        Ok(())
    })
    .await?;
    let () = connection.del(upgrading).await?;
    for part in states.chunks(1000) {
        let () = connection.hset_multiple(upgrading, part).await?;
    }
    let mut pipeline = redis::pipe();
    pipeline.atomic();
    if !states.is_empty() {
        let kept = format!("{sessions}.format-{format}");
        pipeline.cmd("RENAME").arg(sessions).arg(kept).ignore();
        pipeline.cmd("RENAME").arg(upgrading).arg(sessions).ignore();
    }
    pipeline
        .cmd("HSET")
        .arg(keys.meta())
        .arg("format")
        .arg(FORMAT);
    Ok(connection.run(pipeline.ignore()).await?)
}
