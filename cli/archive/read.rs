//! Reading an archive: all of it once, to know that it is whole, then part by part.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

use super::manifest::{self, ArchivedFile, Manifest};
use super::{Part, tar};
use crate::{error::Error, exit::Exit};

/// An archive that was whole when it was opened.
#[derive(Debug)]
pub(crate) struct Archive {
    path: PathBuf,
    pub(crate) manifest: Manifest,
}

impl Archive {
    /// Reads all of it.
    pub(crate) fn open(path: &Path) -> Result<Self, Error> {
        let manifest = read(path).map_err(|error| {
            let shown = path.display();
            match error.kind() {
                io::ErrorKind::NotFound => {
                    Error::new(Exit::NotFound, format!("cannot read {shown}")).cause(error)
                }
                io::ErrorKind::InvalidData => {
                    Error::new(Exit::Invalid, format!("{shown} cannot be restored")).cause(error)
                }
                _ => Error::new(Exit::Failed, format!("cannot read {shown}")).cause(error),
            }
        })?;
        Ok(Self {
            path: path.to_owned(),
            manifest,
        })
    }

    /// A file of it; `None` if it has none.
    pub(crate) fn file(&self, part: Part) -> Result<Option<Vec<u8>>, Error> {
        let mut from = BufReader::new(File::open(&self.path)?);
        while let Some((name, content)) = tar::read_file(&mut from)? {
            if name == part.name() {
                return Ok(Some(content));
            }
        }
        Ok(None)
    }

    /// What the store held.
    pub(crate) fn sessions(&self) -> Result<impl Read + Send, Error> {
        Ok(Pieces {
            from: Some(BufReader::new(File::open(&self.path)?)),
            piece: io::Cursor::new(Vec::new()),
        })
    }
}

/// The pieces of what the store held, one after the other.
struct Pieces {
    /// `None` at the end.
    from: Option<BufReader<File>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let Some(from) = &mut self.from else {
                return Ok(0);
            };
            match tar::read_file(from)? {
                Some((name, content)) if name.starts_with(Part::Sessions.name()) => {
                    self.piece = io::Cursor::new(content);
                }
                Some(_) => {}
                None => self.from = None,
            }
        }
    }
}

fn read(path: &Path) -> io::Result<Manifest> {
    let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    let mut from = BufReader::new(File::open(path)?);
    let mut found: Vec<ArchivedFile> = Vec::new();
    let mut manifest = None;
    while let Some((name, content)) = tar::read_file(&mut from)? {
        if name == manifest::NAME {
            manifest = Some(parse(&content)?);
        } else {
            found.push(ArchivedFile::of(&name, &content));
        }
    }
    let manifest = manifest.ok_or_else(|| {
        invalid("it has no manifest.json, so `gmqtt backup` did not write it".to_owned())
    })?;
    for file in &manifest.files {
        match found.iter().find(|found| found.name == file.name) {
            Some(found) if found == file => {}
            Some(_) => return Err(invalid(format!("{} in it is damaged", file.name))),
            None => return Err(invalid(format!("{} is missing in it", file.name))),
        }
    }
    if found != manifest.files {
        return Err(invalid(
            "there is something in it that its manifest does not name".to_owned(),
        ));
    }
    Ok(manifest)
}

fn parse(content: &[u8]) -> io::Result<Manifest> {
    let invalid = |why: String| io::Error::new(io::ErrorKind::InvalidData, why);
    #[derive(serde::Deserialize)]
    struct Format {
        format: u32,
    }
    let damaged = |error: serde_json::Error| invalid(format!("manifest.json: {error}"));
    // Of a newer one nothing else may be readable.
    let Format { format } = serde_json::from_slice(content).map_err(damaged)?;
    if format > manifest::FORMAT {
        return Err(invalid(format!(
            "it has format {format}, this gmqtt reads up to {}: use the gmqtt that wrote it, or a newer one",
            manifest::FORMAT
        )));
    }
    serde_json::from_slice(content).map_err(damaged)
}
