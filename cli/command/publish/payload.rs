//! Where payloads come from.

use std::fs;
use std::io::{self, BufRead, IsTerminal as _, Read as _};
use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{PayloadFormat, Publish};
use crate::{error::Error, exit::Exit};

/// Payloads as they are read.
pub(super) type Payloads<'a> = Box<dyn Iterator<Item = Result<Vec<u8>, Error>> + 'a>;

/// The largest payload that the API takes, in bytes; more is not read.
const MAX_BYTES: u64 = 4 * 1024 * 1024;

impl Publish {
    /// The one payload.
    pub(super) fn payload(&self) -> Result<Vec<u8>, Error> {
        let raw = match (&self.payload, &self.file) {
            (Some(payload), _) => payload.clone().into_bytes(),
            (None, Some(file)) => read_file(file)?,
            (None, None) => {
                if io::stdin().is_terminal() {
                    return Err(Error::new(Exit::Usage, "there is no payload")
                        .hint("give one, '' for an empty one, or -f FILE, or pipe it in"));
                }
                let mut payload = Vec::new();
                io::stdin()
                    .lock()
                    .take(MAX_BYTES + 1)
                    .read_to_end(&mut payload)
                    .map_err(|error| unreadable("stdin", &error))?;
                fits(payload)?
            }
        };
        self.decoded(raw)
    }

    /// Each line a payload.
    pub(super) fn lines(&self) -> Result<Payloads<'_>, Error> {
        let (name, reader): (String, Box<dyn BufRead>) = match &self.file {
            None => ("stdin".to_owned(), Box::new(io::stdin().lock())),
            Some(file) => {
                let name = file.display().to_string();
                let opened = fs::File::open(file).map_err(|error| unreadable(&name, &error))?;
                (name, Box::new(io::BufReader::new(opened)))
            }
        };
        let lines = reader.split(b'\n').map(move |line| {
            let mut line = line.map_err(|error| unreadable(&name, &error))?;
            if line.last() == Some(&b'\r') {
                line.pop();
            }
            self.decoded(fits(line)?)
        });
        Ok(Box::new(lines))
    }

    fn decoded(&self, raw: Vec<u8>) -> Result<Vec<u8>, Error> {
        let refuse = |what: &str| Error::new(Exit::Usage, format!("the payload is not {what}"));
        match self.format {
            PayloadFormat::Utf8 => Ok(raw),
            PayloadFormat::Hex => {
                let text = std::str::from_utf8(&raw).unwrap_or_default();
                hex(text).ok_or_else(|| refuse("hex"))
            }
            PayloadFormat::Base64 => STANDARD
                .decode(raw.trim_ascii())
                .map_err(|error| refuse("base64").cause(error)),
        }
    }
}

fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let mut payload = Vec::new();
    let read =
        fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut payload));
    read.map_err(|error| unreadable(&path.display().to_string(), &error))?;
    fits(payload)
}

fn fits(payload: Vec<u8>) -> Result<Vec<u8>, Error> {
    if payload.len() as u64 > MAX_BYTES {
        let message = format!("the payload is larger than {MAX_BYTES} bytes");
        return Err(Error::new(Exit::Usage, message)
            .hint("the admin API takes no more; gmqtt mqtt pub does"));
    }
    Ok(payload)
}

fn unreadable(name: &str, error: &io::Error) -> Error {
    Error::new(Exit::Usage, format!("cannot read {name}")).cause(error)
}

/// Bytes in hex, with blanks or colons between them or not.
fn hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .bytes()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b':')
        .collect();
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let pairs = digits.chunks_exact(2).map(|pair| {
        let digit = |byte: u8| char::from(byte).to_digit(16);
        u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()
    });
    pairs.collect()
}

/// An argument in hex.
pub(super) fn hex_argument(text: &str) -> Result<Arc<[u8]>, String> {
    hex(text)
        .map(Arc::from)
        .ok_or_else(|| "it is not hex".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_read_with_or_without_gaps() {
        assert_eq!(hex("00 fF:10"), Some(vec![0, 255, 16]));
        assert_eq!(hex(""), Some(vec![]));
        assert_eq!(hex("0"), None);
        assert_eq!(hex("0g"), None);
    }
}
