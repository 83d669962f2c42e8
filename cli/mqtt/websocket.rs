//! WebSocket from the client's side, RFC 6455: the request that opens it, and the frames around MQTT's bytes.
//!
//! No socket is known here. Frames and MQTT packets need not line up [MQTT-6.0.0-2].

use std::io::Cursor;

use tungstenite::handshake::{client::generate_key, derive_accept_key};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

use super::Endpoint;
use super::backoff::random;

/// The request for a WebSocket, and how to tell that it was granted.
#[derive(Debug)]
pub(super) struct Opening {
    key: String,
}

/// An answer longer than this is none.
const LONGEST_ANSWER: usize = 16 * 1024;

impl Opening {
    pub(super) fn new() -> Self {
        Self {
            key: generate_key(),
        }
    }

    /// The request to send.
    pub(super) fn request(&self, endpoint: &Endpoint) -> String {
        let host = match endpoint.host.contains(':') {
            true => format!("[{}]", endpoint.host),
            false => endpoint.host.clone(),
        };
        format!(
            "GET {} HTTP/1.1\r\nHost: {host}:{}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: {}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: mqtt\r\n\r\n",
            endpoint.path, endpoint.port, self.key
        )
    }

    /// Looks at what has been answered so far: `None` if more is to come, else how much of it was the answer.
    pub(super) fn granted(&self, answer: &[u8]) -> Result<Option<usize>, String> {
        let Some(end) = answer.windows(4).position(|four| four == b"\r\n\r\n") else {
            return match answer.len() {
                0..=LONGEST_ANSWER => Ok(None),
                _ => Err("what answers there does not speak HTTP".to_owned()),
            };
        };
        let head = String::from_utf8_lossy(&answer[..end]);
        let mut lines = head.split("\r\n");
        let status = lines.next().unwrap_or_default();
        if !status.starts_with("HTTP/1.1 101") {
            let words = status.split_once(' ').map_or(status, |(_, words)| words);
            return Err(format!("it answered \"{words}\" to a WebSocket request"));
        }
        let header = |name: &str| {
            lines.clone().find_map(|line| {
                let (key, value) = line.split_once(':')?;
                key.eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let expected = derive_accept_key(self.key.as_bytes());
        if header("Sec-WebSocket-Accept") != Some(expected.as_str()) {
            return Err("its answer to the WebSocket request does not fit the request".to_owned());
        }
        if header("Sec-WebSocket-Protocol").is_some_and(|name| !name.starts_with("mqtt")) {
            return Err("it speaks something else than MQTT over WebSocket".to_owned());
        }
        Ok(Some(end + 4))
    }
}

/// What has arrived of a frame.
#[derive(Debug, Default)]
pub(super) struct Inbound {
    frame: Option<(OpCode, u64)>,
    /// The payload of a ping.
    control: Vec<u8>,
}

impl Inbound {
    /// Takes frames off `wire`: their payload goes to `bytes`, answers to pings to `replies`. False once the other side
    /// has closed.
    pub(super) fn take_off(
        &mut self,
        wire: &mut Vec<u8>,
        bytes: &mut Vec<u8>,
        replies: &mut Vec<u8>,
    ) -> Result<bool, String> {
        let mut at = 0;
        let mut open = true;
        while open {
            let Some((opcode, left)) = self.frame else {
                let mut cursor = Cursor::new(&wire[at..]);
                let Some((header, length)) =
                    FrameHeader::parse(&mut cursor).map_err(|error| error.to_string())?
                else {
                    break;
                };
                if header.mask.is_some() {
                    return Err("a frame from the server is masked".to_owned());
                }
                if matches!(header.opcode, OpCode::Control(_)) && length > 125 {
                    return Err("a control frame is too long".to_owned());
                }
                if header.opcode == OpCode::Data(Data::Text) {
                    return Err("a text frame; MQTT goes in binary frames".to_owned()); // [MQTT-6.0.0-1]
                }
                at += usize::try_from(cursor.position()).unwrap_or(0);
                self.frame = Some((header.opcode, length));
                continue;
            };
            let part = usize::try_from(left)
                .unwrap_or(usize::MAX)
                .min(wire.len() - at);
            let payload = &wire[at..at + part];
            match opcode {
                OpCode::Control(_) => self.control.extend_from_slice(payload),
                OpCode::Data(_) => bytes.extend_from_slice(payload),
            }
            at += part;
            self.frame = Some((opcode, left - part as u64));
            if left > part as u64 {
                break;
            }
            self.frame = None;
            match opcode {
                OpCode::Control(Control::Ping) => {
                    frame(OpCode::Control(Control::Pong), &self.control, replies);
                }
                OpCode::Control(Control::Close) => open = false,
                _ => {}
            }
            self.control.clear();
        }
        wire.drain(..at);
        Ok(open)
    }
}

/// Appends `bytes` as a binary frame.
pub(super) fn wrap(bytes: &[u8], wire: &mut Vec<u8>) {
    frame(OpCode::Data(Data::Binary), bytes, wire);
}

/// Appends a frame that says good-bye.
pub(super) fn close(wire: &mut Vec<u8>) {
    frame(
        OpCode::Control(Control::Close),
        &1000_u16.to_be_bytes(),
        wire,
    );
}

/// A client masks what it sends (section 5.3).
fn frame(opcode: OpCode, payload: &[u8], wire: &mut Vec<u8>) {
    let [a, b, c, d, ..] = random().to_be_bytes();
    let mask = [a, b, c, d];
    let header = FrameHeader {
        opcode,
        mask: Some(mask),
        ..FrameHeader::default()
    };
    // A vector takes whatever is written.
    let _ = header.format(payload.len() as u64, wire);
    wire.extend(
        payload
            .iter()
            .zip(mask.iter().cycle())
            .map(|(byte, key)| byte ^ key),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payload_comes_out_however_the_frames_are_cut() {
        let wire = b"\x82\x03abc\x89\x01p\x02\x02de\x80\x00\x88\x00".to_vec();
        for cut in 1..wire.len() {
            let (mut inbound, mut bytes, mut replies) = <(Inbound, Vec<u8>, Vec<u8>)>::default();
            let mut buffer = Vec::new();
            let mut open = true;
            for piece in wire.chunks(cut) {
                buffer.extend_from_slice(piece);
                open = inbound
                    .take_off(&mut buffer, &mut bytes, &mut replies)
                    .unwrap();
            }
            assert_eq!((bytes.as_slice(), open), (&b"abcde"[..], false), "{cut}");
            assert_eq!(replies[0], 0x8A, "a pong");
        }
    }

    #[test]
    fn what_is_sent_is_masked() {
        let mut wire = Vec::new();
        wrap(b"hello", &mut wire);
        assert_eq!(wire[..2], [0x82, 0x85]);
        let plain: Vec<_> = wire[6..]
            .iter()
            .zip(wire[2..6].iter().cycle())
            .map(|(byte, key)| byte ^ key)
            .collect();
        assert_eq!(plain, b"hello");
    }

    #[test]
    fn only_the_right_answer_opens() {
        let opening = Opening::new();
        let accept = derive_accept_key(opening.key.as_bytes());
        let right = format!("HTTP/1.1 101 Switching\r\nsec-websocket-accept: {accept}\r\n\r\nrest");
        assert_eq!(
            opening.granted(right.as_bytes()),
            Ok(Some(right.len() - "rest".len()))
        );
        assert_eq!(opening.granted(b"HTTP/1.1 101"), Ok(None));
        for wrong in [
            "HTTP/1.1 404 Not Found\r\n\r\n",
            "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: no\r\n\r\n",
        ] {
            assert!(opening.granted(wrong.as_bytes()).is_err(), "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_taken_or_refused(mut wire: Vec<u8>, answer: Vec<u8>) {
            let (mut bytes, mut replies) = <(Vec<u8>, Vec<u8>)>::default();
            let _ = Inbound::default().take_off(&mut wire, &mut bytes, &mut replies);
            let _ = Opening::new().granted(&answer);
        }
    }
}
