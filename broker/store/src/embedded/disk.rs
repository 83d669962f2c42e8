//! The files of the store as it sees them: a directory of its own, and the few things it does with it. The crash tests put
//! another disk behind it, one that forgets.

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::OpenError;
use super::lock::Lock;

/// A directory.
pub(crate) trait Disk: Send + Sync + fmt::Debug {
    /// The names of its files, in no particular order.
    fn list(&self) -> io::Result<Vec<String>>;

    /// An empty file of this name, in place of one that is there. It is sure to be there after a crash only when both the file and the
    /// directory were synced.
    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;

    /// A file that is there.
    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>>;

    /// Removes a file. Whoever has it open goes on reading.
    fn remove(&self, name: &str) -> io::Result<()>;

    /// What was created and removed is so after a crash, too.
    fn sync(&self) -> io::Result<()>;
}

/// An open file.
pub(crate) trait DiskFile: Send + Sync + fmt::Debug {
    fn length(&self) -> io::Result<u64>;

    /// Reads what is there, up to the length of the buffer. Returns the bytes read: fewer only at the end of the file.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;

    /// What was written is there after a crash. After an error nothing is known about what was written since the last success,
    /// and trying again does not help: the system may have thrown it away.
    fn sync(&self) -> io::Result<()>;
}

/// A directory of the operating system.
#[derive(Debug)]
pub(crate) struct Directory {
    path: PathBuf,
    /// Synced to sync the directory.
    itself: File,
    /// Held as long as the store is open; `None` if it is read while a broker may write it.
    _lock: Option<Lock>,
}

impl Directory {
    /// Opens the directory, makes it if it is not there, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, OpenError> {
        fs::create_dir_all(path)?;
        let lock = Lock::take(path)?;
        if let Some(parent) = path.parent() {
            let parent = if parent == Path::new("") {
                Path::new(".")
            } else {
                parent
            };
            File::open(parent)?.sync_all()?;
        }
        Ok(Self {
            path: path.to_owned(),
            itself: File::open(path)?,
            _lock: Some(lock),
        })
    }

    /// Opens a directory that is there, to read it only. With `alone`, no broker can open it meanwhile.
    pub(crate) fn read(path: &Path, alone: bool) -> Result<Self, OpenError> {
        let itself = File::open(path)?;
        Ok(Self {
            path: path.to_owned(),
            itself,
            _lock: if alone { Lock::share(path)? } else { None },
        })
    }
}

impl Disk for Directory {
    fn list(&self) -> io::Result<Vec<String>> {
        let names = fs::read_dir(&self.path)?.map(|entry| entry.map(|it| it.file_name()));
        let names: io::Result<Vec<_>> = names.collect();
        Ok(names?
            .into_iter()
            .filter_map(|name| name.into_string().ok())
            .collect())
    }

    fn create(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(self.path.join(name))?;
        Ok(Arc::new(file))
    }

    fn open(&self, name: &str) -> io::Result<Arc<dyn DiskFile>> {
        Ok(Arc::new(File::open(self.path.join(name))?))
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.path.join(name))
    }

    fn sync(&self) -> io::Result<()> {
        self.itself.sync_all()
    }
}

impl DiskFile for File {
    fn length(&self) -> io::Result<u64> {
        Ok(self.metadata()?.len())
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let mut read = 0;
        while read < buffer.len() {
            match FileExt::read_at(self, &mut buffer[read..], offset + read as u64) {
                Ok(0) => break,
                Ok(count) => read += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(read)
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        self.write_all_at(bytes, offset)
    }

    fn sync(&self) -> io::Result<()> {
        self.sync_data()
    }
}
