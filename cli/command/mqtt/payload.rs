//! Payloads as people and programs write and read them.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use clap::ValueEnum;

/// How a payload is written on a command line, in a file, or on stdin.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Encoding {
    /// As it is
    #[default]
    Utf8,
    /// Two hexadecimal digits a byte; blanks and colons between them do not matter
    Hex,
    /// Base64
    Base64,
}

impl Encoding {
    /// The bytes that `written` stands for.
    pub(super) fn decode(self, written: Vec<u8>) -> Result<Vec<u8>, String> {
        match self {
            Self::Utf8 => Ok(written),
            Self::Hex => from_hex(&written),
            Self::Base64 => {
                let dense: Vec<u8> = written
                    .into_iter()
                    .filter(|byte| !byte.is_ascii_whitespace())
                    .collect();
                STANDARD.decode(dense).map_err(|error| error.to_string())
            }
        }
    }
}

/// How a payload is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Shown {
    /// As it is; on a terminal text, or hexadecimal for what is none
    #[default]
    Auto,
    /// Text; what is none is escaped
    Text,
    /// Hexadecimal
    Hex,
    /// Base64
    Base64,
    /// JSON on one line; what is none as a JSON string
    Json,
}

impl Shown {
    /// Appends `payload`.
    pub(super) fn print(self, payload: &[u8], terminal: bool, out: &mut Vec<u8>) {
        match self {
            Self::Auto if !terminal => out.extend_from_slice(payload),
            Self::Auto => match std::str::from_utf8(payload) {
                Ok(text) => escape(text, true, out),
                Err(_) => out.extend_from_slice(hex(payload).as_bytes()),
            },
            Self::Text => {
                for chunk in payload.utf8_chunks() {
                    escape(chunk.valid(), true, out);
                    for byte in chunk.invalid() {
                        out.extend_from_slice(format!("\\x{byte:02x}").as_bytes());
                    }
                }
            }
            Self::Hex => out.extend_from_slice(hex(payload).as_bytes()),
            Self::Base64 => out.extend_from_slice(STANDARD.encode(payload).as_bytes()),
            Self::Json => {
                let value = serde_json::from_slice(payload).unwrap_or_else(|_| {
                    serde_json::Value::String(String::from_utf8_lossy(payload).into_owned())
                });
                out.extend_from_slice(value.to_string().as_bytes());
            }
        }
    }
}

/// Appends `text` with its control characters escaped, because it is a stranger's and a terminal obeys them. Line breaks
/// and tabs may stay where they do no harm.
pub(super) fn escape(text: &str, lines_stay: bool, out: &mut Vec<u8>) {
    let mut buffer = [0; 4];
    for c in text.chars() {
        match c {
            '\n' | '\t' if lines_stay => out.push(c as u8),
            // A control character is one of the first 160.
            c if c.is_control() => out.extend_from_slice(format!("\\x{:02x}", c as u32).as_bytes()),
            c => out.extend_from_slice(c.encode_utf8(&mut buffer).as_bytes()),
        }
    }
}

/// Two lower-case digits a byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

fn from_hex(written: &[u8]) -> Result<Vec<u8>, String> {
    let digits: Vec<u8> = written
        .iter()
        .copied()
        .filter(|byte| !byte.is_ascii_whitespace() && *byte != b':')
        .collect();
    let (pairs, rest) = digits.as_chunks::<2>();
    if !rest.is_empty() {
        return Err("hexadecimal with an odd number of digits".to_owned());
    }
    let digit = |byte: u8| char::from(byte).to_digit(16);
    pairs
        .iter()
        .map(|&[high, low]| {
            let byte = digit(high)? << 4 | digit(low)?;
            u8::try_from(byte).ok()
        })
        .collect::<Option<_>>()
        .ok_or_else(|| "not hexadecimal".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(shown: Shown, payload: &[u8], terminal: bool) -> String {
        let mut out = Vec::new();
        shown.print(payload, terminal, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn payloads_are_printed_as_asked_for() {
        assert_eq!(printed(Shown::Hex, b"\x00\xff", false), "00ff");
        assert_eq!(printed(Shown::Base64, b"\x00\xff", false), "AP8=");
        assert_eq!(printed(Shown::Json, b"{ \"a\": 1 }", false), "{\"a\":1}");
        assert_eq!(printed(Shown::Json, b"no", false), "\"no\"");
        assert_eq!(printed(Shown::Text, b"a\xffb\x1b", false), "a\\xffb\\x1b");
        assert_eq!(printed(Shown::Auto, b"\x1b[2J", false), "\x1b[2J");
    }

    #[test]
    fn a_terminal_gets_no_orders() {
        assert_eq!(printed(Shown::Auto, b"\x1b[2J\na", true), "\\x1b[2J\na");
        assert_eq!(printed(Shown::Auto, b"\xff\x1b", true), "ff1b");
        assert_eq!(printed(Shown::Auto, "\u{9b}2J".as_bytes(), true), "\\x9b2J");
    }

    #[test]
    fn what_is_written_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        let there = |encoding: Encoding, text: String| encoding.decode(text.into_bytes()).unwrap();
        assert_eq!(there(Encoding::Hex, hex(&bytes)), bytes);
        assert_eq!(there(Encoding::Base64, base64(&bytes)), bytes);
        assert_eq!(
            there(Encoding::Hex, "de:AD be ef\n".to_owned()),
            b"\xde\xad\xbe\xef"
        );
        for wrong in ["0", "0g", "é"] {
            assert!(Encoding::Hex.decode(wrong.as_bytes().to_vec()).is_err());
        }
        assert!(Encoding::Base64.decode(b"?".to_vec()).is_err());
    }
}
