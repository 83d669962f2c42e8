//! A WebSocket client by hand, which cuts what it sends as a test wants it.

use std::io::{self, Cursor, Read, Write};

use gmqtt_config::{Listener, WebSocket};
use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{Control, Data, OpCode};

use crate::broker::tcp;

/// A listener for WebSocket on a port of its own.
pub(crate) fn ws(change: impl FnOnce(&mut WebSocket)) -> Listener {
    websocket(tcp(), change)
}

pub(crate) fn websocket(listener: Listener, change: impl FnOnce(&mut WebSocket)) -> Listener {
    let mut websocket = WebSocket::default();
    change(&mut websocket);
    Listener {
        websocket: Some(websocket),
        ..listener
    }
}

/// A stream of bytes in frames. What is written goes out as one frame, unless `cut` says otherwise.
pub(crate) struct Framed<S> {
    pub(crate) stream: S,
    received: Vec<u8>,
    payload: Vec<u8>,
    /// Sizes of frames, over and over.
    pub(crate) cut: Vec<usize>,
    next_cut: usize,
    /// Frames other than binary ones that arrived, with their payload.
    pub(crate) others: Vec<(OpCode, Vec<u8>)>,
    /// Binary frames that arrived.
    pub(crate) frames: usize,
}

pub(crate) const OFFER: &str = "Sec-WebSocket-Protocol: mqtt\r\n";

pub(crate) fn request(path: &str, more: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n"
    )
}

/// The answer to a request up to its empty line, and what came after it.
pub(crate) fn ask(stream: &mut (impl Read + Write), request: &str) -> (String, Vec<u8>) {
    stream.write_all(request.as_bytes()).expect("sent");
    stream.flush().expect("sent");
    let mut bytes = Vec::new();
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let rest = bytes.split_off(end + 4);
            return (String::from_utf8(bytes).expect("text"), rest);
        }
        let mut chunk = [0; 1024];
        let n = stream.read(&mut chunk).expect("an answer");
        assert_ne!(n, 0, "the broker closed without an answer");
        bytes.extend_from_slice(&chunk[..n]);
    }
}

impl<S: Read + Write> Framed<S> {
    #[track_caller]
    pub(crate) fn open(mut stream: S) -> Self {
        let (answer, received) = ask(&mut stream, &request("/", OFFER));
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        Self {
            stream,
            received,
            payload: Vec::new(),
            cut: Vec::new(),
            next_cut: 0,
            others: Vec::new(),
            frames: 0,
        }
    }

    pub(crate) fn send_frame(&mut self, opcode: OpCode, is_final: bool, payload: &[u8]) {
        let mask = [0x37, 0xFA, 0x21, 0x3D];
        let header = FrameHeader {
            is_final,
            opcode,
            mask: Some(mask),
            ..FrameHeader::default()
        };
        let mut bytes = Vec::new();
        header
            .format(payload.len() as u64, &mut bytes)
            .expect("a header");
        bytes.extend(
            payload
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, mask)| byte ^ mask),
        );
        self.stream.write_all(&bytes).expect("sent");
        self.stream.flush().expect("sent");
    }

    /// Reads until a frame has arrived whole; false at the end.
    pub(crate) fn receive_frame(&mut self) -> io::Result<bool> {
        loop {
            let mut cursor = Cursor::new(&self.received[..]);
            if let Some((header, length)) = FrameHeader::parse(&mut cursor).expect("a frame") {
                let (start, length) = (cursor.position() as usize, length as usize);
                if self.received.len() >= start + length {
                    assert!(header.mask.is_none(), "a server does not mask");
                    let payload: Vec<u8> =
                        self.received.drain(..start + length).skip(start).collect();
                    match header.opcode {
                        OpCode::Data(Data::Binary) => {
                            self.frames += 1;
                            self.payload.extend(payload);
                        }
                        other => self.others.push((other, payload)),
                    }
                    return Ok(true);
                }
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk)? {
                0 => return Ok(false),
                n => self.received.extend_from_slice(&chunk[..n]),
            }
        }
    }

    /// The code of the close frame that ends the connection.
    #[track_caller]
    pub(crate) fn close_code(&mut self) -> Option<u16> {
        while self.receive_frame().expect("frames until the end") {}
        let (_, payload) = self
            .others
            .iter()
            .find(|(opcode, _)| *opcode == OpCode::Control(Control::Close))?;
        Some(u16::from_be_bytes([payload[0], payload[1]]))
    }
}

impl<S: Read + Write> Read for Framed<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.payload.is_empty() {
            if !self.receive_frame()? {
                return Ok(0);
            }
        }
        let n = buffer.len().min(self.payload.len());
        buffer[..n].copy_from_slice(&self.payload[..n]);
        self.payload.drain(..n);
        Ok(n)
    }
}

impl<S: Read + Write> Write for Framed<S> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let size = self.cut.get(self.next_cut).copied().unwrap_or(bytes.len());
        self.next_cut = (self.next_cut + 1) % self.cut.len().max(1);
        let n = size.min(bytes.len());
        self.send_frame(OpCode::Data(Data::Binary), true, &bytes[..n]);
        // An empty frame was sent; the bytes are still to go.
        if n == 0 { self.write(bytes) } else { Ok(n) }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}
