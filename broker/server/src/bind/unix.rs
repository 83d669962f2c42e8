//! Unix sockets: a file with an owner and permissions, which goes away with its listener.

use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};

use gmqtt_config::Listener;
use socket2::{Domain, SockAddr, Socket, Type};

use super::BACKLOG;

/// The file of a socket; it is removed when dropped, if it is still the same.
#[derive(Debug)]
pub(super) struct SocketFile {
    path: PathBuf,
    /// Device and inode.
    identity: (u64, u64),
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if identity(&self.path).is_ok_and(|identity| identity == self.identity) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn identity(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Opens a socket. Nobody can connect before its owner and permissions are set.
///
/// # Errors
/// `AddrInUse` when somebody listens there or the file is not a socket, and those of the system.
pub(super) fn bind(path: &Path, listener: &Listener) -> io::Result<(Socket, SocketFile)> {
    remove_left_over(path)?;
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.bind(&SockAddr::unix(path)?)?;
    let file = SocketFile {
        path: path.to_owned(),
        identity: identity(path)?,
    };
    if let Some(owner) = &listener.owner {
        let (user, group) = owner_of(owner)?;
        chown(path, user, group)?;
    }
    if let Some(mode) = listener.mode {
        fs::set_permissions(path, fs::Permissions::from_mode(mode.0))?;
    }
    socket.listen(BACKLOG)?;
    Ok((socket, file))
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
    let probe = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    probe.set_nonblocking(true)?;
    match probe.connect(&SockAddr::unix(path)?) {
        Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Err(error),
        _ => Err(io::ErrorKind::AddrInUse.into()),
    }
}

/// `user`, `user:group` or `:group`, by number or by the names of `/etc/passwd` and `/etc/group`.
fn owner_of(text: &str) -> io::Result<(Option<u32>, Option<u32>)> {
    let (user, group) = text.split_once(':').unwrap_or((text, ""));
    Ok((
        number_of(user, "/etc/passwd", "user")?,
        number_of(group, "/etc/group", "group")?,
    ))
}

fn number_of(name: &str, file: &str, what: &str) -> io::Result<Option<u32>> {
    if name.is_empty() {
        return Ok(None);
    }
    if let Ok(number) = name.parse() {
        return Ok(Some(number));
    }
    let text = fs::read_to_string(file)?;
    let number = text.lines().find_map(|line| {
        let mut fields = line.split(':');
        (fields.next() == Some(name)).then(|| fields.nth(1)?.parse().ok())?
    });
    let missing = || {
        io::Error::new(
            io::ErrorKind::NotFound,
            format!("there is no {what} {name:?}"),
        )
    };
    number.ok_or_else(missing).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn owners_are_names_or_numbers() {
        assert_eq!(owner_of("root").unwrap(), (Some(0), None));
        assert_eq!(owner_of("root:0").unwrap(), (Some(0), Some(0)));
        assert_eq!(owner_of(":root").unwrap(), (None, Some(0)));
        assert_eq!(owner_of("7:8").unwrap(), (Some(7), Some(8)));
        assert!(owner_of("nobody of this name").is_err());
    }
}
