//! Writing an archive, from its first file to its manifest.

use std::io::{self, Write};

use super::manifest::{self, ArchivedFile, Manifest};
use super::{Part, tar};

/// What is written at a time of what the store holds.
const PIECE: usize = 8 << 20;

/// Writes an archive. What is written to it as a [`Write`] is what the store holds.
#[derive(Debug)]
pub(crate) struct ArchiveWriter<W> {
    out: W,
    /// Seconds since 1970.
    now: u64,
    files: Vec<ArchivedFile>,
    piece: Vec<u8>,
    pieces: usize,
}

impl<W: Write> ArchiveWriter<W> {
    /// `now` is the time that its files bear, in seconds since 1970.
    pub(crate) const fn new(out: W, now: u64) -> Self {
        Self {
            out,
            now,
            files: Vec::new(),
            piece: Vec::new(),
            pieces: 0,
        }
    }

    /// Adds a file.
    pub(crate) fn file(&mut self, part: Part, content: &[u8]) -> io::Result<()> {
        self.add(part.name(), content)
    }

    /// Writes the manifest and the end.
    pub(crate) fn finish(mut self, mut manifest: Manifest) -> io::Result<Manifest> {
        self.end_piece()?;
        manifest.format = manifest::FORMAT;
        manifest.files = self.files;
        let text = serde_json::to_string_pretty(&manifest).map_err(io::Error::other)? + "\n";
        tar::write_file(&mut self.out, manifest::NAME, self.now, text.as_bytes())?;
        tar::write_end(&mut self.out)?;
        self.out.flush()?;
        Ok(manifest)
    }

    fn add(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        self.files.push(ArchivedFile::of(name, content));
        tar::write_file(&mut self.out, name, self.now, content)
    }

    fn end_piece(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        self.pieces += 1;
        let name = format!("{}{:06}", Part::Sessions.name(), self.pieces);
        let piece = std::mem::take(&mut self.piece);
        self.add(&name, &piece)
    }
}

impl<W: Write> Write for ArchiveWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let fits = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..fits]);
        if self.piece.len() == PIECE {
            self.end_piece()?;
        }
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
