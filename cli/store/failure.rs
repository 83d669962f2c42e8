//! Why a store cannot be used, in words that help.

use gmqtt_store::embedded::OpenError;
use gmqtt_store::redis::ConnectError;
use gmqtt_store::{Full, ReadError};

use super::Place;
use crate::{error::Error, exit::Exit};

/// A directory cannot be opened.
pub(crate) fn open(place: &Place, error: OpenError) -> Error {
    match error {
        OpenError::InUse { pid } => {
            let error = Error::new(
                Exit::Conflict,
                format!("a broker uses the store in {place}"),
            );
            match pid {
                Some(pid) => error
                    .cause(format_args!("process {pid} has it open"))
                    .hint(format_args!("stop it first: kill {pid}")),
                None => error.hint("stop it first; `lsof` names the process that has LOCK open"),
            }
        }
        OpenError::Newer { .. } => {
            Error::new(Exit::Invalid, format!("cannot read the store in {place}")).cause(error)
        }
        OpenError::Damaged(what) => damaged(place, what),
        OpenError::Io(cause) => {
            let error = Error::new(Exit::Failed, format!("cannot open the store in {place}"));
            let is_denied = cause.kind() == std::io::ErrorKind::PermissionDenied;
            let error = error.cause(cause);
            if is_denied {
                error.hint("run it as the user that the broker runs as")
            } else {
                error
            }
        }
    }
}

/// A Redis cannot be used.
pub(crate) fn connect(place: &Place, error: ConnectError) -> Error {
    match error {
        ConnectError::Redis { .. } if error.is_denied() => {
            Error::new(Exit::NotAllowed, format!("cannot use {place}"))
                .cause(error)
                .hint("set `user` and `password_file` in the config, or give --redis-user and --redis-password-file")
        }
        ConnectError::Redis { .. } => Error::new(Exit::Unreachable, format!("cannot use {place}"))
            .cause(error)
            .hint("`redis-cli ping` says whether it can be reached"),
        ConnectError::Newer(_) | ConnectError::Older(_) => {
            Error::new(Exit::Invalid, format!("cannot read the store in {place}")).cause(error)
        }
        ConnectError::Read(error) => read_failed(place, error),
    }
}

/// A store that could be opened cannot be read.
pub(crate) fn read_failed(place: &Place, error: ReadError) -> Error {
    match error {
        ReadError::Damaged(what) => damaged(place, what),
        error => Error::new(Exit::Failed, format!("cannot read the store in {place}")).cause(error),
    }
}

/// A store that holds something else than what was written.
pub(crate) fn damaged(place: &Place, what: impl std::fmt::Display) -> Error {
    Error::new(Exit::Invalid, format!("the store in {place} is damaged"))
        .cause(what)
        .hint("look at the disk, then bring back a backup: gmqtt restore FILE")
}

/// A store did not take what was to be written.
pub(crate) fn refused(place: &Place, full: Full) -> Error {
    let error = Error::new(Exit::Failed, format!("cannot write the store in {place}")).cause(full);
    match full {
        Full::Disk => error,
        _ => error.hint("what was written before is there; run it again when the cause is mended"),
    }
}
