//! A reader of server-sent events that reads when it is told to.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use serde_json::Value;

use super::node::Node;

/// How long the next event may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A stream of events over HTTP.
pub(super) struct Sse {
    reader: BufReader<TcpStream>,
}

/// One event.
#[derive(Debug)]
pub(super) struct SseEvent {
    /// `error` when the stream ends with one.
    pub(super) event: String,
    pub(super) id: String,
    pub(super) data: Value,
}

impl Sse {
    /// Begins to read; `headers` are whole lines.
    #[track_caller]
    pub(super) fn open(node: &Node, target: &str, headers: &[&str]) -> Self {
        let url = node.endpoint("http");
        let address = url.strip_prefix("http://").expect("HTTP");
        let mut stream = TcpStream::connect(address).expect("the endpoint listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let mut request = format!("GET {target} HTTP/1.0\r\nHost: {address}\r\n");
        for header in headers {
            request.push_str(&format!("{header}\r\n"));
        }
        request.push_str("\r\n");
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut sse = Self {
            reader: BufReader::new(stream),
        };
        let status = sse.line().expect("a status line");
        assert!(status.contains(" 200 "), "{status}");
        while sse.line().is_some_and(|line| !line.is_empty()) {}
        sse
    }

    /// A line without its end; `None` at the end of the stream.
    #[track_caller]
    fn line(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.reader.read_line(&mut line).expect("a line in time");
        (read > 0).then(|| line.trim_end().to_owned())
    }

    /// The next event; `None` at the end of the stream.
    #[track_caller]
    pub(super) fn next(&mut self) -> Option<SseEvent> {
        let mut event = SseEvent {
            event: String::new(),
            id: String::new(),
            data: Value::Null,
        };
        loop {
            let line = self.line()?;
            match line.split_once(": ") {
                Some(("event", value)) => event.event = value.to_owned(),
                Some(("id", value)) => event.id = value.to_owned(),
                Some(("data", value)) => {
                    event.data = serde_json::from_str(value).expect("JSON");
                }
                _ if line.is_empty() && !event.data.is_null() => return Some(event),
                // A comment, which shows that the stream is still there.
                _ => {}
            }
        }
    }
}
