//! The store as commands meet it when no broker is in between: where it is, how it is opened, and what is in it.

mod failure;
mod login;
mod place;
mod progress;
mod reach;
mod tally;

pub(crate) use failure::{
    connect as connect_failed, damaged, open as open_failed, read_failed, refused,
};
pub(crate) use login::RedisLogin;
pub(crate) use place::Place;
pub(crate) use progress::Watched;
pub(crate) use reach::Reach;
pub(crate) use tally::{Counts, Tally};

use crate::{error::Error, exit::Exit};

/// Runs what a command does with a store. Nothing else runs in this process.
pub(crate) fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Error::new(Exit::Failed, "cannot start").cause(error))?;
    runtime.block_on(work)
}
