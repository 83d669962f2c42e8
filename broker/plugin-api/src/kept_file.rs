//! Files that a plugin keeps and people edit, such as accounts and rules: noticing a change, and replacing the whole file
//! so that a crash leaves the old one or the new one. What is in the file is the plugin's business.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What tells one content of a file from another without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    device: u64,
    inode: u64,
    length: u64,
    changed: (i64, i64),
    modified: Option<SystemTime>,
}

impl Stamp {
    /// The stamp of the file at this path now; `None` if there is none.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn of(path: &Path) -> io::Result<Option<Self>> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(Self::from(&metadata))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// When the content was written, as far as the system knows and nobody has set another time.
    #[must_use]
    pub const fn modified(&self) -> Option<SystemTime> {
        self.modified
    }
}

impl From<&fs::Metadata> for Stamp {
    fn from(metadata: &fs::Metadata) -> Self {
        Self {
            device: metadata.dev(),
            inode: metadata.ino(),
            length: metadata.len(),
            // Unlike the time of modification, nobody can set it.
            changed: (metadata.ctime(), metadata.ctime_nsec()),
            modified: metadata.modified().ok(),
        }
    }
}

/// Reads a file of at most `limit` bytes, with its stamp; `None` if there is none.
///
/// # Errors
/// When it cannot be read or is larger.
pub fn read_kept_file(path: &Path, limit: u64) -> io::Result<Option<(Vec<u8>, Stamp)>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    // Taken first: a change while reading is then noticed afterwards.
    let stamp = Stamp::from(&file.metadata()?);
    let mut bytes = Vec::new();
    (&file).take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("it is larger than {limit} bytes"),
        ));
    }
    Ok(Some((bytes, stamp)))
}

/// Replaces a file, or makes it, readable and writable by its owner only. The new content is on disk when this returns; after
/// an error the old one is untouched. A symbolic link stays one.
///
/// # Errors
/// When the directory does not let a file be made, or the disk does not take it.
pub fn replace_kept_file(path: &Path, bytes: &[u8]) -> io::Result<Stamp> {
    let target = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == io::ErrorKind::NotFound => path.to_path_buf(),
        Err(error) => return Err(error),
    };
    let directory = match target.parent() {
        Some(parent) if parent != Path::new("") => parent.to_path_buf(),
        _ => PathBuf::from("."),
    };
    let (mut file, beside) = make_beside(&target, &directory)?;
    let written = file
        .write_all(bytes)
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&beside, &target));
    if let Err(error) = written {
        // The error at hand says more than one of tidying up.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    File::open(&directory)?.sync_all()?;
    // Renaming changes the time, so that it is asked for last.
    Ok(Stamp::from(&file.metadata()?))
}

/// A new file in the directory, with a name that nothing has. One that a crash left behind is in nobody's way.
fn make_beside(target: &Path, directory: &Path) -> io::Result<(File, PathBuf)> {
    let name = target.file_name().ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "the path does not name a file")
    })?;
    let mut attempt = 0_u32;
    loop {
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(format!(".{}.{attempt}", std::process::id()));
        let beside = directory.join(beside);
        let made = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(&beside);
        match made {
            Ok(file) => return Ok((file, beside)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                attempt += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_replaced_file_is_complete_private_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("accounts.yml");
        assert_eq!(Stamp::of(&path).unwrap(), None);
        assert!(read_kept_file(&path, 10).unwrap().is_none());
        let first = replace_kept_file(&path, b"one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let second = replace_kept_file(&path, b"two").unwrap();
        assert_ne!(first, second);
        let (bytes, stamp) = read_kept_file(&path, 10).unwrap().unwrap();
        assert_eq!((bytes.as_slice(), stamp), (&b"two"[..], second));
        assert_eq!(Stamp::of(&path).unwrap(), Some(second));
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_cannot_be_replaced_is_untouched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing").join("accounts.yml");
        assert!(replace_kept_file(&path, b"x").is_err());
        let directory = folder.path().join("directory");
        fs::create_dir(&directory).unwrap();
        assert!(replace_kept_file(&directory, b"x").is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_symbolic_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        replace_kept_file(&link, b"new").unwrap();
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn a_file_above_the_limit_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("large");
        fs::write(&path, "12345").unwrap();
        assert!(read_kept_file(&path, 4).is_err() && read_kept_file(&path, 5).is_ok());
    }
}
