//! Single commands to a Redis.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;

/// Sends a command and gives back the first line of the answer, which must not be an error.
#[track_caller]
pub(crate) fn command(port: u16, words: &[&[u8]]) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("Redis answers");
    let mut bytes = format!("*{}\r\n", words.len()).into_bytes();
    for word in words {
        bytes.extend(format!("${}\r\n", word.len()).into_bytes());
        bytes.extend_from_slice(word);
        bytes.extend_from_slice(b"\r\n");
    }
    stream.write_all(&bytes).expect("sent");
    let mut line = String::new();
    BufReader::new(stream)
        .read_line(&mut line)
        .expect("answered");
    assert!(!line.starts_with('-'), "{line}");
    line
}
