//! The pid file: refuses a second broker, names the first, and goes away with the broker that wrote it.
//!
//! It holds the decimal pid and nothing else, as scripts written for gmqtt in Go expect.

use std::{
    fs::{self, DirBuilder, OpenOptions},
    io::{self, Write as _},
    os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    process,
};

use crate::{error::Error, exit::Exit};

/// A pid file this process has written. Dropping it removes the file.
#[derive(Debug)]
pub(super) struct PidFile {
    path: PathBuf,
}

impl PidFile {
    /// Writes our pid to `path`, creating its folders.
    ///
    /// A file that names a live process is a [`Exit::Conflict`]; so is a file that holds anything but a pid, which is
    /// more likely a mistake in the config than a leftover. The pid of a process that is gone is replaced, and so is our
    /// own: in a container every run may get the same pid.
    pub(super) fn create(path: &Path) -> Result<Self, Error> {
        let failed = |error: io::Error| {
            Error::new(
                Exit::Failed,
                format!("cannot write the pid file {}", path.display()),
            )
            .cause(error)
        };
        match fs::read_to_string(path) {
            Ok(content) => {
                refuse_live(path, &content)?;
                fs::remove_file(path).map_err(failed)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            DirBuilder::new()
                .recursive(true)
                .mode(0o755)
                .create(folder)
                .map_err(failed)?;
        }
        // create_new: of two brokers started at once only one may win.
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o644)
            .open(path)
            .map_err(|error| match error.kind() {
                io::ErrorKind::AlreadyExists => Error::new(
                    Exit::Conflict,
                    format!("another broker has just written {}", path.display()),
                ),
                _ => failed(error),
            })?;
        write!(file, "{}", process::id()).map_err(failed)?;
        Ok(Self {
            path: path.to_owned(),
        })
    }
}

impl Drop for PidFile {
    fn drop(&mut self) {
        // Only what is still ours: somebody may have deleted the file and started another broker.
        if fs::read_to_string(&self.path).is_ok_and(|pid| pid == process::id().to_string()) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Refuses `content`, found at `path`, unless it is the pid of a process that is gone.
fn refuse_live(path: &Path, content: &str) -> Result<(), Error> {
    let content = content.trim();
    // A broker that died between creating and writing the file leaves it empty.
    if content.is_empty() {
        return Ok(());
    }
    let Ok(pid) = content.parse::<u32>() else {
        return Err(Error::new(
            Exit::Conflict,
            format!("{} exists and is not a pid file", path.display()),
        )
        .hint("delete it, or set pid_file to another path"));
    };
    let process = Path::new("/proc").join(pid.to_string());
    if pid == process::id() || !process.exists() {
        return Ok(());
    }
    let name = fs::read_to_string(process.join("comm")).unwrap_or_default();
    Err(Error::new(
        Exit::Conflict,
        format!("pid file {} names a running process", path.display()),
    )
    .cause(format_args!("process {pid} ({}) is alive", name.trim()))
    .hint(format_args!(
        "make sure gmqtt is not running, or delete {}",
        path.display()
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    #[test]
    fn it_holds_the_pid_while_it_lives() {
        let folder = folder();
        let path = folder.path().join("run/gmqtt/gmqtt.pid");
        let file = PidFile::create(&path).unwrap();
        assert_eq!(
            fs::read_to_string(&path).unwrap(),
            process::id().to_string()
        );
        drop(file);
        assert!(!path.exists());
    }

    #[test]
    fn a_live_process_is_a_conflict_and_its_file_stays() {
        let folder = folder();
        let path = folder.path().join("gmqtt.pid");
        fs::write(&path, "1\n").unwrap();
        assert_eq!(PidFile::create(&path).unwrap_err().exit(), Exit::Conflict);
        assert_eq!(fs::read_to_string(&path).unwrap(), "1\n");
    }

    #[test]
    fn leftovers_are_replaced() {
        let folder = folder();
        let path = folder.path().join("gmqtt.pid");
        // The highest pid Linux can be configured to give is 2^22.
        for leftover in ["4194305", "", &process::id().to_string()] {
            fs::write(&path, leftover).unwrap();
            drop(PidFile::create(&path).unwrap());
        }
    }

    #[test]
    fn other_files_are_never_overwritten() {
        let folder = folder();
        let path = folder.path().join("passwd");
        fs::write(&path, "root:x:0:0").unwrap();
        assert_eq!(PidFile::create(&path).unwrap_err().exit(), Exit::Conflict);
        assert_eq!(fs::read_to_string(&path).unwrap(), "root:x:0:0");
    }

    #[test]
    fn a_file_rewritten_by_another_broker_is_left_to_it() {
        let folder = folder();
        let path = folder.path().join("gmqtt.pid");
        let file = PidFile::create(&path).unwrap();
        fs::write(&path, "1").unwrap();
        drop(file);
        assert_eq!(fs::read_to_string(&path).unwrap(), "1");
    }
}
