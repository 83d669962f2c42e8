//! Who has a store open: one broker, or any number of readers.
//!
//! The lock is the system's (flock), so that it ends with its process, however that ends. What stands in the file only says whom to
//! look for.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use super::OpenError;

/// A store that is kept from others. Dropped, it is free.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

const NAME: &str = "LOCK";

impl Lock {
    /// Keeps everybody else from opening the store in this directory, which must be there.
    ///
    /// # Errors
    /// [`OpenError::InUse`] if somebody has it open.
    pub fn take(directory: &Path) -> Result<Self, OpenError> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(directory.join(NAME))?;
        refuse_others(|| file.try_lock(), &file)?;
        file.set_len(0)?;
        (&file).write_all(std::process::id().to_string().as_bytes())?;
        Ok(Self { _file: file })
    }

    /// Keeps brokers from opening the store in this directory. `None` if no broker has ever opened it.
    pub(crate) fn share(directory: &Path) -> Result<Option<Self>, OpenError> {
        let file = match File::open(directory.join(NAME)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        refuse_others(|| file.try_lock_shared(), &file)?;
        Ok(Some(Self { _file: file }))
    }
}

fn refuse_others(
    lock: impl Fn() -> Result<(), TryLockError>,
    file: &File,
) -> Result<(), OpenError> {
    let mut locked = lock();
    // A program that its last user has just started has it, too, for the moment until that program begins.
    for _ in 0..ATTEMPTS {
        if !matches!(locked, Err(TryLockError::WouldBlock)) {
            break;
        }
        thread::sleep(BETWEEN);
        locked = lock();
    }
    match locked {
        Ok(()) => Ok(()),
        Err(TryLockError::Error(error)) => Err(error.into()),
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // Whoever has it may not have written it yet.
            let _ = file.take(LONGEST_PID).read_to_string(&mut text);
            Err(OpenError::InUse {
                pid: text.trim().parse().ok(),
            })
        }
    }
}

/// How often it is tried, in half a second.
const ATTEMPTS: usize = 20;
const BETWEEN: Duration = Duration::from_millis(25);
/// More digits are not a process id.
const LONGEST_PID: u64 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    /// The process that has it is named.
    #[test]
    fn a_store_in_use_names_its_user() {
        let dir = tempfile::tempdir().unwrap();
        assert!(Lock::share(dir.path()).unwrap().is_none());
        let lock = Lock::take(dir.path()).unwrap();
        let ours = std::process::id();
        for error in [
            Lock::take(dir.path()).unwrap_err(),
            Lock::share(dir.path()).unwrap_err(),
        ] {
            assert!(matches!(error, OpenError::InUse { pid: Some(pid) } if pid == ours));
            assert!(error.to_string().contains(&format!("pid {ours}")));
        }
        drop(lock);
        let (one, other) = (
            Lock::share(dir.path()).unwrap(),
            Lock::share(dir.path()).unwrap(),
        );
        assert!(one.is_some() && other.is_some());
        assert!(matches!(
            Lock::take(dir.path()),
            Err(OpenError::InUse { .. })
        ));
    }
}
