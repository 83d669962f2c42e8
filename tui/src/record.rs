//! A recording: what a source reported and when, a line of JSON each.

use std::{
    fs::File,
    io::{self, BufRead as _, BufReader, BufWriter, Seek as _, Write as _},
    path::Path,
    time::Duration,
};

use serde::{Deserialize, Serialize};

use crate::data::{At, Now, Update};

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// The version of the format.
    gmqtt_top: u32,
    /// Where the broker was.
    endpoint: String,
}

/// Another line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    /// Milliseconds since the recording began.
    pub(crate) t: u64,
    /// By the wall clock.
    pub(crate) at: At,
    /// What was reported.
    pub(crate) update: Update,
}

const VERSION: u32 = 1;

/// The longest line that is read, in bytes.
const MAX_LINE: u64 = 16 * 1024 * 1024;

/// Why a file is no recording.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RecordError {
    /// It cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// It is something else.
    #[error("it is not a recording of gmqtt top (its first line says nothing of one)")]
    Other,
    /// It is of another version.
    #[error("it is a recording of version {0}; this gmqtt reads version {VERSION}")]
    Version(u32),
    /// A line cannot be read.
    #[error("line {line}: {error}")]
    Line {
        /// Which, from 1.
        line: u64,
        /// What is wrong.
        error: serde_json::Error,
    },
}

/// Writes a recording.
pub(crate) struct Recorder {
    file: BufWriter<File>,
    flushed: Duration,
}

impl Recorder {
    /// Begins one. The file must not be there: a recording is not written over.
    pub(crate) fn create(path: &Path, endpoint: &str) -> io::Result<Self> {
        let mut file = BufWriter::new(File::create_new(path)?);
        let head = Head {
            gmqtt_top: VERSION,
            endpoint: endpoint.to_owned(),
        };
        serde_json::to_writer(&mut file, &head)?;
        file.write_all(b"\n")?;
        file.flush()?;
        Ok(Self {
            file,
            flushed: Duration::ZERO,
        })
    }

    /// Writes what was reported at the moment `now`. What is about an order is not part of it.
    pub(crate) fn write(&mut self, update: &Update, now: Now) -> io::Result<()> {
        if matches!(update, Update::Done { .. } | Update::Preview { .. }) {
            return Ok(());
        }
        let entry = Entry {
            t: u64::try_from(now.ran.as_millis()).unwrap_or(u64::MAX),
            at: now.wall,
            update: update.clone(),
        };
        serde_json::to_writer(&mut self.file, &entry)?;
        self.file.write_all(b"\n")?;
        // What was seen is in the file soon, whatever ends the dashboard.
        if now.ran >= self.flushed + Duration::from_secs(1) {
            self.flushed = now.ran;
            self.file.flush()?;
        }
        Ok(())
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        let _ = self.file.flush();
    }
}

/// Reads a recording line by line.
#[derive(Debug)]
pub(crate) struct Recording {
    file: BufReader<File>,
    line: u64,
    /// Where the broker was.
    pub(crate) endpoint: String,
}

impl Recording {
    /// Opens one.
    pub(crate) fn open(path: &Path) -> Result<Self, RecordError> {
        let mut recording = Self {
            file: BufReader::new(File::open(path)?),
            line: 0,
            endpoint: String::new(),
        };
        recording.rewind()?;
        Ok(recording)
    }

    /// Goes back to the beginning.
    pub(crate) fn rewind(&mut self) -> Result<(), RecordError> {
        self.file.rewind()?;
        self.line = 0;
        let head = self.text()?.unwrap_or_default();
        let head: Head = serde_json::from_str(&head).map_err(|_| RecordError::Other)?;
        if head.gmqtt_top != VERSION {
            return Err(RecordError::Version(head.gmqtt_top));
        }
        self.endpoint = head.endpoint;
        Ok(())
    }

    /// The next line; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Entry>, RecordError> {
        let Some(text) = self.text()? else {
            return Ok(None);
        };
        match serde_json::from_str(&text) {
            Ok(entry) => Ok(Some(entry)),
            // The last line of a recording that was cut off.
            Err(error) if error.is_eof() && !text.ends_with('\n') => Ok(None),
            Err(error) => Err(RecordError::Line {
                line: self.line,
                error,
            }),
        }
    }

    fn text(&mut self) -> Result<Option<String>, RecordError> {
        let mut text = String::new();
        let read = io::Read::take(&mut self.file, MAX_LINE).read_line(&mut text)?;
        self.line += 1;
        Ok((read > 0).then_some(text))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::data::{Figures, Kind};

    fn now(millis: u64) -> Now {
        Now {
            wall: At(1_000 + millis as i64),
            ran: Duration::from_millis(millis),
        }
    }

    #[test]
    fn a_recording_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("top.jsonl");
        let updates = [
            Update::Live { kind: Kind::Live },
            Update::Figures(Box::new(Figures {
                online: Some(3),
                ..Figures::default()
            })),
        ];
        let mut recorder = Recorder::create(&path, "grpc://mq1:8084").unwrap();
        for (at, update) in updates.iter().enumerate() {
            recorder.write(update, now(at as u64 * 10)).unwrap();
        }
        drop(recorder);
        assert!(Recorder::create(&path, "").is_err(), "written over");
        // As after the power went.
        let whole = fs::read(&path).unwrap();
        fs::write(&path, [&whole[..], b"{\"t\":99,\"at\":1,"].concat()).unwrap();
        let mut recording = Recording::open(&path).unwrap();
        assert_eq!(recording.endpoint, "grpc://mq1:8084");
        for update in &updates {
            assert_eq!(recording.next().unwrap().unwrap().update, *update);
        }
        assert!(recording.next().unwrap().is_none());
    }

    #[test]
    fn other_files_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x");
        for (text, problem) in [
            ("hello\n", "not a recording"),
            ("{\"gmqtt_top\":9,\"endpoint\":\"\"}\n", "version 9"),
        ] {
            fs::write(&path, text).unwrap();
            let error = Recording::open(&path).unwrap_err().to_string();
            assert!(error.contains(problem), "{error}");
        }
        fs::write(&path, "{\"gmqtt_top\":1,\"endpoint\":\"\"}\n{}\n").unwrap();
        let error = Recording::open(&path)
            .unwrap()
            .next()
            .unwrap_err()
            .to_string();
        assert!(error.starts_with("line 2"), "{error}");
    }
}
