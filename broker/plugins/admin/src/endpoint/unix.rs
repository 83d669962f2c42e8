//! The unix socket: a file with an owner and permissions, which goes away with its endpoint.

use std::fs::{self, DirBuilder, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, FileTypeExt, MetadataExt, PermissionsExt, chown};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use gmqtt_config::FileMode;

use crate::local;

/// Device, inode, and the time of its last change: an inode is soon used again.
type Identity = (u64, u64, i64, i64);

/// The file of a socket; it is removed when dropped, if it is still the same.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    identity: Identity,
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|identity| identity == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<Identity> {
    let metadata = fs::symlink_metadata(path)?;
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    Ok((metadata.dev(), metadata.ino(), changed.0, changed.1))
}

/// Opens a socket, and makes the folder it is in if that is missing. It is made under another name, and gets its own when its owner
/// and permissions are set: nobody can connect before.
///
/// # Errors
/// `AddrInUse` when somebody listens there or the file is not a socket, and those of the system.
pub(super) fn bind(
    path: &Path,
    mode: Option<FileMode>,
    owner: Option<&str>,
) -> io::Result<(UnixListener, SocketFile)> {
    let folder = path.parent().unwrap_or(Path::new("/"));
    if !folder.exists() {
        DirBuilder::new()
            .recursive(true)
            .mode(0o755)
            .create(folder)?;
    }
    remove_left_over(path)?;
    let beside = beside(path);
    let _ = fs::remove_file(&beside);
    let listener = UnixListener::bind(&beside)?;
    let prepared = prepare(&beside, mode, owner).and_then(|()| fs::rename(&beside, path));
    if let Err(error) = prepared {
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    listener.set_nonblocking(true)?;
    let file = SocketFile {
        path: path.to_owned(),
        identity: identity(path)?,
    };
    Ok((listener, file))
}

/// Shorter than the name it will have, for which there is little room in an address.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}", std::process::id()))
}

fn prepare(path: &Path, mode: Option<FileMode>, owner: Option<&str>) -> io::Result<()> {
    if let Some(owner) = owner {
        let (user, group) = owner.split_once(':').unwrap_or((owner, ""));
        chown(path, local::user(user)?, local::group(group)?)?;
    }
    if let Some(mode) = mode {
        fs::set_permissions(path, Permissions::from_mode(mode.0))?;
    }
    Ok(())
}

/// A socket on which nobody listens is what a broker that was killed has left.
fn remove_left_over(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(metadata) if !metadata.file_type().is_socket() => {
            let text = "there is a file of this name that is not a socket";
            return Err(io::Error::new(io::ErrorKind::AlreadyExists, text));
        }
        Ok(_) => {}
    }
    match UnixStream::connect(path) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(error),
        _ => Err(io::ErrorKind::AddrInUse.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_has_its_permissions_and_goes_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("below").join("admin.sock");
        let (listener, file) = bind(&path, Some(FileMode(0o640)), None).unwrap();
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        assert_eq!(
            bind(&path, None, None).unwrap_err().kind(),
            io::ErrorKind::AddrInUse
        );
        drop(listener);
        // Left over: taken down by the next.
        let (_listener, next) = bind(&path, None, None).unwrap();
        drop(file);
        assert!(path.exists(), "it is that of another by now");
        drop(next);
        assert!(!path.exists());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 0);
    }

    #[test]
    fn a_file_that_is_no_socket_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("admin.sock");
        fs::write(&path, "precious").unwrap();
        assert!(bind(&path, None, None).is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "precious");
    }
}
