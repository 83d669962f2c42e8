//! A file in place of another, which stays beside it.

use std::fs;
use std::io;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::path::{Path, PathBuf};

use gmqtt_plugin_api::replace_kept_file;

use crate::{error::Error, exit::Exit};

/// Puts `content` in the place of a file, with the owner and the rights of the old one. Returns where that is now.
pub(super) fn replace(path: &Path, content: &[u8], stamp: &str) -> Result<Option<String>, Error> {
    let failed = |error: io::Error| {
        Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
    };
    if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let old = match fs::metadata(path) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    let before = beside(path, stamp);
    if old.is_some() {
        // The rights come with it.
        fs::copy(path, &before).map_err(failed)?;
    }
    replace_kept_file(path, content).map_err(failed)?;
    if let Some(old) = &old {
        fs::set_permissions(path, old.permissions()).map_err(failed)?;
        for path in [path, &before] {
            own(path, old).map_err(failed)?;
        }
    }
    Ok(old.map(|_| before.display().to_string()))
}

/// Where the old one goes.
pub(super) fn beside(path: &Path, stamp: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".before-{stamp}"));
    path.with_file_name(name)
}

/// Gives a file the owner that another has: a broker that does not run as root must be able to read what root has put back.
pub(super) fn own(path: &Path, like: &fs::Metadata) -> io::Result<()> {
    let now = fs::metadata(path)?;
    if (now.uid(), now.gid()) == (like.uid(), like.gid()) {
        return Ok(());
    }
    chown(path, Some(like.uid()), Some(like.gid()))
}
