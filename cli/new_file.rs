//! A file that is there when it is complete, and not before.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use crate::{error::Error, exit::Exit};

/// A file that is being written beside the place it will have. Dropped before [`keep`](Self::keep), it is gone.
#[derive(Debug)]
pub(crate) struct NewFile {
    path: PathBuf,
    beside: Option<PathBuf>,
    file: File,
}

impl NewFile {
    /// For its owner only. With `force`, it takes the place of one that is there.
    pub(crate) fn create(path: &Path, force: bool) -> Result<Self, Error> {
        let failed = |error: io::Error| {
            Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
        };
        if !force && fs::symlink_metadata(path).is_ok() {
            return Err(Error::new(
                Exit::Conflict,
                format!("{} is there already", path.display()),
            )
            .hint("take another name, or --force to replace it"));
        }
        let name = path.file_name().ok_or_else(|| {
            Error::new(
                Exit::Usage,
                format!("{} does not name a file", path.display()),
            )
        })?;
        let mut partial = std::ffi::OsString::from(".");
        partial.push(name);
        partial.push(format!(".{}", std::process::id()));
        let beside = path.with_file_name(partial);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside)
            .map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
            beside: Some(beside),
            file,
        })
    }

    /// Writes to it.
    pub(crate) fn writer(&self) -> Result<File, Error> {
        Ok(self.file.try_clone()?)
    }

    /// Gives it its name. It is on the disk then.
    pub(crate) fn keep(mut self) -> Result<(), Error> {
        let kept = self.file.sync_all().and_then(|()| {
            if let Some(beside) = self.beside.take() {
                fs::rename(beside, &self.path)?;
            }
            let folder = self.path.parent().filter(|it| *it != Path::new(""));
            File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
        });
        kept.map_err(|error| {
            Error::new(
                Exit::Failed,
                format!("cannot write {}", self.path.display()),
            )
            .cause(error)
        })
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        if let Some(beside) = &self.beside {
            // The error that led here says more.
            let _ = fs::remove_file(beside);
        }
    }
}
