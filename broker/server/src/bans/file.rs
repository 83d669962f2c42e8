//! The file the bans are kept in: JSON, replaced as a whole.

use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use gmqtt_config::Network;
use gmqtt_plugin_api::{Ban, Banned, read_kept_file, replace_kept_file};
use serde::{Deserialize, Serialize};

/// Its name in `data_dir`.
pub(super) const NAME: &str = "bans.json";
/// A larger file is none of ours.
const LARGEST: u64 = 256 << 20;

/// A file that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read the bans in {}: {cause}", path.display())]
pub(crate) struct Unreadable {
    path: PathBuf,
    cause: String,
}

#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    bans: Vec<KeptBan>,
}

#[derive(Debug, Serialize, Deserialize)]
struct KeptBan {
    #[serde(flatten)]
    banned: KeptBanned,
    /// Milliseconds since 1970, as all times here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<u64>,
    created_at: u64,
    #[serde(default)]
    by: String,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum KeptBanned {
    ClientId(String),
    Username(String),
    Address(String),
}

/// The bans in the file; none if there is no file.
pub(super) fn read(path: &Path) -> Result<Vec<Ban>, Unreadable> {
    let unreadable = |cause: String| Unreadable {
        path: path.to_owned(),
        cause,
    };
    let found = read_kept_file(path, LARGEST).map_err(|error| unreadable(error.to_string()))?;
    let Some((bytes, _)) = found else {
        return Ok(Vec::new());
    };
    let kept: Kept =
        serde_json::from_slice(&bytes).map_err(|error| unreadable(error.to_string()))?;
    let ban = |kept: KeptBan| {
        let banned = match kept.banned {
            KeptBanned::ClientId(id) => Banned::Client(id),
            KeptBanned::Username(name) => Banned::User(name),
            KeptBanned::Address(text) => {
                let network: Network = text
                    .parse()
                    .map_err(|error| unreadable(format!("{text}: {error}")))?;
                Banned::Network(network.normal())
            }
        };
        Ok(Ban {
            banned,
            until: kept.until.map(time),
            by: kept.by,
            reason: kept.reason,
            created_at: time(kept.created_at),
            refused: 0,
        })
    };
    kept.bans.into_iter().map(ban).collect()
}

/// Replaces the file; its folder is made if there is none.
pub(super) fn write(path: &Path, bans: &[Ban]) -> io::Result<()> {
    let kept = |ban: &Ban| KeptBan {
        banned: match &ban.banned {
            Banned::Client(id) => KeptBanned::ClientId(id.clone()),
            Banned::User(name) => KeptBanned::Username(name.clone()),
            Banned::Network(network) => KeptBanned::Address(network.to_string()),
        },
        until: ban.until.map(millis),
        created_at: millis(ban.created_at),
        by: ban.by.clone(),
        reason: ban.reason.clone(),
    };
    let kept = Kept {
        bans: bans.iter().map(kept).collect(),
    };
    let mut text = serde_json::to_vec_pretty(&kept)?;
    text.push(b'\n');
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    replace_kept_file(path, &text).map(drop)
}

fn millis(time: SystemTime) -> u64 {
    let since = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

fn time(millis: u64) -> SystemTime {
    let since = Duration::from_millis(millis);
    SystemTime::UNIX_EPOCH
        .checked_add(since)
        .unwrap_or(SystemTime::UNIX_EPOCH)
}
