//! A store in place of another.
//!
//! In a directory, a new one is filled beside the old one and takes its place at the end, so that whatever happens before leaves
//! the old one as it was. Redis has no such place: there the old is removed first.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use gmqtt_store::embedded::{self, Lock};
use gmqtt_store::{Holdings, Present, Transfer, read_dump};

use super::file;
use crate::{
    archive::Archive,
    error::Error,
    exit::Exit,
    output::Output,
    store::{self, Place, Tally, Watched},
};

/// A store that holds what the backup has.
#[derive(Debug)]
pub(super) struct Prepared {
    /// Where the new one is until it takes the place of the old; `None`: it is there already.
    beside: Option<PathBuf>,
    /// Keeps brokers from the old one.
    _old: Option<Lock>,
}

/// Reads what would be put back, and sees whether a broker is in the way.
pub(super) async fn check(archive: &Archive, place: &Place, output: &Output) -> Result<(), Error> {
    match place {
        Place::Directory(options) => {
            lock(place, &options.path)?;
        }
        Place::Redis(_) => {
            place.read(false).await?;
        }
    }
    read_through(archive, output).await
}

/// All of it can be read.
async fn read_through(archive: &Archive, output: &Output) -> Result<(), Error> {
    let mut tally = Tally::close_look();
    read(archive, &mut Watched::new(&mut tally, "checking", output)).await?;
    match tally.problems.first() {
        None => Ok(()),
        Some(problem) => Err(damaged(problem)),
    }
}

impl Prepared {
    pub(super) async fn fill(
        archive: &Archive,
        place: &Place,
        output: &Output,
    ) -> Result<Self, Error> {
        read_through(archive, output).await?;
        let Place::Directory(options) = place else {
            fill(archive, place, output).await?;
            return Ok(Self {
                beside: None,
                _old: None,
            });
        };
        let old = lock(place, &options.path)?;
        let mut name = options.path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".restoring-{}", std::process::id()));
        let beside = options.path.with_file_name(name);
        let new = Place::Directory(embedded::Options {
            path: beside.clone(),
            ..options.clone()
        });
        if let Err(error) = fill(archive, &new, output).await {
            // The error that led here says more.
            let _ = fs::remove_dir_all(&beside);
            return Err(error);
        }
        Ok(Self {
            beside: Some(beside),
            _old: old,
        })
    }

    /// Where the old one is now, if it is still somewhere.
    pub(super) fn take_place(self, place: &Place, stamp: &str) -> Result<Option<String>, Error> {
        let (Some(beside), Place::Directory(options)) = (&self.beside, place) else {
            return Ok(None);
        };
        let before = file::beside(&options.path, stamp);
        let taken = take_place(beside, &options.path, &before);
        taken.map_err(|error| {
            Error::new(
                Exit::Failed,
                format!("cannot put the restored store in the place of {place}"),
            )
            .cause(error)
            .hint(format_args!(
                "it is complete in {}: move it there yourself, while no broker runs",
                beside.display()
            ))
        })
    }
}

/// Keeps brokers from a store that is there.
fn lock(place: &Place, path: &Path) -> Result<Option<Lock>, Error> {
    if !path.is_dir() {
        return Ok(None);
    }
    let lock = Lock::take(path);
    lock.map(Some)
        .map_err(|error| store::open_failed(place, error))
}

fn take_place(new: &Path, path: &Path, before: &Path) -> io::Result<Option<String>> {
    let parent = path.parent().filter(|it| *it != Path::new(""));
    let parent = parent.unwrap_or(Path::new("."));
    let old = match fs::metadata(path) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let like = match &old {
        Some(old) => old.clone(),
        None => fs::metadata(parent)?,
    };
    for entry in fs::read_dir(new)? {
        file::own(&entry?.path(), &like)?;
    }
    file::own(new, &like)?;
    if old.is_some() {
        fs::rename(path, before)?;
    }
    fs::rename(new, path)?;
    fs::File::open(parent)?.sync_all()?;
    Ok(old.map(|_| before.display().to_string()))
}

/// What the backup has, and nothing else.
async fn fill(archive: &Archive, place: &Place, output: &Output) -> Result<(), Error> {
    let opened = place.write().await?;
    let holdings = Holdings::of(&*opened).await;
    let mut holdings = holdings.map_err(|error| store::read_failed(place, error))?;
    let removed = holdings.remove_from(&*opened).await;
    removed.map_err(|full| store::refused(place, full))?;
    let mut transfer = Transfer::into_store(&*opened, holdings, Present::Keep);
    let read = read(
        archive,
        &mut Watched::new(&mut transfer, "restoring", output),
    )
    .await;
    if let Some(full) = transfer.refused() {
        return Err(store::refused(place, full));
    }
    read?;
    let written = transfer.finish().await;
    written.map_err(|full| store::refused(place, full))?;
    opened.close().await;
    Ok(())
}

async fn read(archive: &Archive, into: &mut Watched<'_>) -> Result<(), Error> {
    let mut from = archive.sessions()?;
    let read = read_dump(&mut from, into).await;
    read.map(|_| ())
        .map_err(|error| damaged(&error.to_string()))
}

fn damaged(why: &str) -> Error {
    Error::new(
        Exit::Invalid,
        "the sessions of the backup cannot be restored",
    )
    .cause(why)
    .hint("to put back the rest: --only config,accounts,acl")
}
