//! `--dump`: each payload in a file of its own, in a folder named after its topic.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{error::Error, exit::Exit};

/// A folder that payloads are written into.
#[derive(Debug)]
pub(super) struct Dump {
    folder: PathBuf,
    written: u64,
}

/// Longer names are more than file systems take.
const LONGEST_NAME: usize = 200;

impl Dump {
    pub(super) fn new(folder: &Path) -> Result<Self, Error> {
        fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        Ok(Self {
            folder: folder.to_owned(),
            written: 0,
        })
    }

    /// Writes `payload` to a file that was not there before.
    pub(super) fn write(&mut self, topic: &str, payload: &[u8]) -> Result<(), Error> {
        let folder = self.folder.join(folder_of(topic));
        fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
        loop {
            self.written += 1;
            let path = folder.join(format!("{:08}.msg", self.written));
            let file = fs::File::create_new(&path);
            match file.and_then(|mut file| io::Write::write_all(&mut file, payload)) {
                Ok(()) => return Ok(()),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(failed(&path, &error)),
            }
        }
    }
}

/// A folder for each level. Whatever a stranger puts into a topic, it stays below the folder given, and no level looks
/// like a file of ours: points, controls and percent signs are percent-encoded, an empty level is `%`.
fn folder_of(topic: &str) -> PathBuf {
    let level = |level: &str| {
        let mut name = String::new();
        for c in level.chars() {
            if name.len() > LONGEST_NAME {
                name.push('%');
                break;
            }
            match c {
                '.' | '%' | '\0' => name.push_str(&format!("%{:02x}", c as u32)),
                c if c.is_control() => name.push_str(&format!("%{:02x}", c as u32)),
                c => name.push(c),
            }
        }
        if name.is_empty() {
            name.push('%');
        }
        name
    };
    topic.split('/').map(level).collect()
}

fn failed(path: &Path, error: &io::Error) -> Error {
    Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_topic_leads_out_of_the_folder() {
        for (topic, folder) in [
            ("a/b", "a/b"),
            ("../../etc", "%2e%2e/%2e%2e/etc"),
            ("/etc", "%/etc"),
            ("a//b", "a/%/b"),
            ("50%\n", "50%25%0a"),
        ] {
            assert_eq!(folder_of(topic), Path::new(folder), "{topic:?}");
        }
        assert!(folder_of(&"x".repeat(65_535)).as_os_str().len() < 255);
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        for round in 0..2_u8 {
            let mut dump = Dump::new(folder.path()).unwrap();
            dump.write("a/b", &[round]).unwrap();
        }
        let read = |name: &str| fs::read(folder.path().join("a/b").join(name)).unwrap();
        assert_eq!(
            (read("00000001.msg"), read("00000002.msg")),
            (vec![0], vec![1])
        );
    }
}
