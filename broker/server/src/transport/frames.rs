//! WebSocket frames, RFC 6455 section 5, from the server's side. No socket is known here.
//!
//! ```text
//!   +-+-----+------+-+-----------+---------------------+----------+---------
//!   |F| rsv |opcode|M| length 7  | length, 0/16/64 bit | mask, 32 | payload
//!   +-+-----+------+-+-----------+---------------------+----------+---------
//! ```
//!
//! Nothing is kept but what a frame's header says: payload goes on as it arrives, however it is cut, and is unmasked where
//! it lies. Frames and MQTT packets need not line up [MQTT-6.0.0-2].

use std::io::{self, Cursor, IoSlice};

use tungstenite::protocol::frame::FrameHeader;
use tungstenite::protocol::frame::coding::{CloseCode, Control, Data, OpCode};

/// What arrives.
#[derive(Debug, Default)]
pub(crate) struct Inbound {
    /// The beginning of a header.
    head: [u8; LONGEST_HEADER],
    head_len: usize,
    /// The frame whose payload arrives.
    frame: Option<Frame>,
    /// A message has begun and its last frame has not.
    within_message: bool,
    /// The payload of a control frame, at most 125 bytes.
    control: Vec<u8>,
    /// The client has closed: nothing that follows counts.
    pub(crate) closed: bool,
}

#[derive(Debug, Clone, Copy)]
struct Frame {
    opcode: OpCode,
    mask: [u8; 4],
    /// How much of the payload has arrived.
    seen: u64,
    length: u64,
}

/// What a client must not do, and the code its connection is closed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) code: CloseCode,
    pub(crate) what: &'static str,
}

const LONGEST_HEADER: usize = 14;
/// More answers to pings do not wait to be sent; a client gets the answer to a later one.
const MOST_REPLIES: usize = 4096;

impl Inbound {
    /// Takes the frames off: what is left at the beginning of `bytes` is payload. Answers to pings and to a close are
    /// appended to `replies`.
    ///
    /// # Errors
    /// When the client breaks a rule; the connection is over then.
    pub(crate) fn take_off(
        &mut self,
        bytes: &mut [u8],
        max_frame_size: u64,
        replies: &mut Vec<u8>,
    ) -> Result<usize, Violation> {
        let (mut at, mut kept) = (0, 0);
        while at < bytes.len() && !self.closed {
            let Some(mut frame) = self.frame.take() else {
                at += self.header(&bytes[at..], max_frame_size)?;
                self.finish_if_empty(replies)?;
                continue;
            };
            let left = usize::try_from(frame.length - frame.seen).unwrap_or(usize::MAX);
            let part = left.min(bytes.len() - at);
            let payload = &mut bytes[at..at + part];
            unmask(payload, frame.mask, frame.seen);
            if matches!(frame.opcode, OpCode::Control(_)) {
                self.control.extend_from_slice(payload);
            } else {
                bytes.copy_within(at..at + part, kept);
                kept += part;
            }
            at += part;
            frame.seen += part as u64;
            self.frame = Some(frame);
            self.finish_if_empty(replies)?;
        }
        Ok(kept)
    }

    /// Reads a header, or as much of it as there is. Returns how many bytes it took.
    fn header(&mut self, bytes: &[u8], max_frame_size: u64) -> Result<usize, Violation> {
        let before = self.head_len;
        let more = bytes.len().min(LONGEST_HEADER - before);
        self.head[before..before + more].copy_from_slice(&bytes[..more]);
        self.head_len = before + more;
        let mut cursor = Cursor::new(&self.head[..self.head_len]);
        let parsed =
            FrameHeader::parse(&mut cursor).map_err(|_| violation("an unknown kind of frame"))?;
        let Some((header, length)) = parsed else {
            return Ok(more);
        };
        let taken = usize::try_from(cursor.position()).unwrap_or(LONGEST_HEADER);
        self.head_len = 0;
        self.check(&header, length, max_frame_size)?;
        // A client must mask, a server must not (section 5.1).
        let mask = header.mask.ok_or(violation("a frame without a mask"))?;
        self.frame = Some(Frame {
            opcode: header.opcode,
            mask,
            seen: 0,
            length,
        });
        Ok(taken.saturating_sub(before))
    }

    fn check(
        &mut self,
        header: &FrameHeader,
        length: u64,
        max_frame_size: u64,
    ) -> Result<(), Violation> {
        if header.rsv1 || header.rsv2 || header.rsv3 {
            return Err(violation("a reserved bit is set"));
        }
        match header.opcode {
            OpCode::Control(_) if !header.is_final || length > 125 => {
                Err(violation("a control frame that is too long or in parts"))
            }
            OpCode::Control(_) => Ok(()),
            // [MQTT-6.0.0-1]
            OpCode::Data(Data::Text) => Err(Violation {
                code: CloseCode::Unsupported,
                what: "a text frame; MQTT goes in binary frames",
            }),
            OpCode::Data(Data::Continue) if !self.within_message => {
                Err(violation("a continuation of nothing"))
            }
            OpCode::Data(Data::Binary) if self.within_message => {
                Err(violation("a new message within another"))
            }
            OpCode::Data(_) if length > max_frame_size => Err(Violation {
                code: CloseCode::Size,
                what: "a frame above websocket.max_frame_size",
            }),
            OpCode::Data(_) => {
                self.within_message = !header.is_final;
                Ok(())
            }
        }
    }

    /// Acts on a frame whose payload has arrived.
    fn finish_if_empty(&mut self, replies: &mut Vec<u8>) -> Result<(), Violation> {
        let Some(frame) = self.frame.filter(|frame| frame.seen == frame.length) else {
            return Ok(());
        };
        self.frame = None;
        let payload = std::mem::take(&mut self.control);
        match frame.opcode {
            OpCode::Control(Control::Ping) if replies.len() < MOST_REPLIES => {
                append_control(Control::Pong, &payload, replies);
            }
            OpCode::Control(Control::Close) => {
                self.closed = true;
                let code = match payload[..] {
                    [] => None,
                    [high, low, ref reason @ ..] => {
                        let code = u16::from_be_bytes([high, low]);
                        if !CloseCode::from(code).is_allowed()
                            || std::str::from_utf8(reason).is_err()
                        {
                            return Err(violation("a close frame with an illegal code or reason"));
                        }
                        Some([high, low])
                    }
                    [_] => return Err(violation("a close frame with half a code")),
                };
                append_control(
                    Control::Close,
                    code.as_ref().map_or(&[], |code| &code[..]),
                    replies,
                );
            }
            _ => {}
        }
        Ok(())
    }
}

/// What is sent.
#[derive(Debug, Default)]
pub(crate) struct Outbound {
    /// A header, and how much of it is sent.
    head: [u8; LONGEST_HEADER],
    head_len: usize,
    head_sent: usize,
    /// Payload that the header promised and that is not sent.
    left: usize,
}

impl Outbound {
    /// Sends `pieces` as one binary frame, or goes on with one that was begun. Returns how much payload was sent.
    ///
    /// # Errors
    /// Those of `send`.
    pub(crate) fn send(
        &mut self,
        pieces: &[IoSlice<'_>],
        mut send: impl FnMut(&[IoSlice<'_>]) -> io::Result<usize>,
    ) -> io::Result<usize> {
        if self.left == 0 {
            self.begin(pieces.iter().map(|piece| piece.len()).sum());
        }
        loop {
            let mut parts = [IoSlice::new(&[]); MOST_PARTS];
            let head = &self.head[self.head_sent..self.head_len];
            parts[0] = IoSlice::new(head);
            let (mut count, mut room) = (1, self.left);
            for piece in pieces.iter().take(MOST_PARTS - 1) {
                let part = piece.len().min(room);
                parts[count] = IoSlice::new(&piece[..part]);
                count += 1;
                room -= part;
                if room == 0 {
                    break;
                }
            }
            let first = usize::from(head.is_empty());
            let sent = send(&parts[first..count])?;
            if sent == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            let of_head = sent.min(head.len());
            self.head_sent += of_head;
            if sent > of_head {
                self.left -= sent - of_head;
                return Ok(sent - of_head);
            }
        }
    }

    fn begin(&mut self, length: usize) {
        let header = FrameHeader {
            opcode: OpCode::Data(Data::Binary),
            ..FrameHeader::default()
        };
        let mut cursor = Cursor::new(&mut self.head[..]);
        // A header always fits.
        let _ = header.format(length as u64, &mut cursor);
        self.head_len = usize::try_from(cursor.position()).unwrap_or(0);
        self.head_sent = 0;
        self.left = length;
    }

    /// Whether a control frame may be sent now.
    pub(crate) fn is_between_frames(&self) -> bool {
        self.left == 0
    }
}

/// A header and as many pieces as an outbox hands out.
const MOST_PARTS: usize = 17;

/// A close frame with a code.
pub(crate) fn append_close(code: CloseCode, out: &mut Vec<u8>) {
    append_control(Control::Close, &u16::from(code).to_be_bytes(), out);
}

fn append_control(opcode: Control, payload: &[u8], out: &mut Vec<u8>) {
    let header = FrameHeader {
        opcode: OpCode::Control(opcode),
        ..FrameHeader::default()
    };
    // A Vec takes everything.
    let _ = header.format(payload.len() as u64, out);
    out.extend_from_slice(payload);
}

/// A breach of RFC 6455.
const fn violation(what: &'static str) -> Violation {
    Violation {
        code: CloseCode::Protocol,
        what,
    }
}

/// Takes the mask off payload that begins `seen` bytes into its frame.
fn unmask(payload: &mut [u8], mut mask: [u8; 4], seen: u64) {
    mask.rotate_left((seen % 4) as usize);
    let [a, b, c, d] = mask;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let (words, rest) = payload.as_chunks_mut::<8>();
    for word in words {
        *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
    }
    for (byte, mask) in rest.iter_mut().zip(mask.iter().cycle()) {
        *byte ^= mask;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A frame as a client sends it.
    fn frame(first: u8, mask: [u8; 4], payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![first];
        match payload.len() {
            n @ 0..=125 => bytes.push(0x80 | n as u8),
            n @ 126..=65535 => {
                bytes.push(0x80 | 126);
                bytes.extend_from_slice(&(n as u16).to_be_bytes());
            }
            n => {
                bytes.push(0x80 | 127);
                bytes.extend_from_slice(&(n as u64).to_be_bytes());
            }
        }
        bytes.extend_from_slice(&mask);
        bytes.extend(
            payload
                .iter()
                .zip(mask.iter().cycle())
                .map(|(byte, mask)| byte ^ mask),
        );
        bytes
    }

    /// Takes bytes in as they come in pieces of these sizes.
    fn receive(
        bytes: &[u8],
        mut sizes: impl Iterator<Item = usize>,
    ) -> Result<(Vec<u8>, Vec<u8>, Inbound), Violation> {
        let (mut inbound, mut payload, mut replies) = (Inbound::default(), Vec::new(), Vec::new());
        let mut rest = bytes;
        while !rest.is_empty() {
            let (piece, after) =
                rest.split_at(sizes.next().unwrap_or(rest.len()).clamp(1, rest.len()));
            rest = after;
            let mut piece = piece.to_vec();
            let kept = inbound.take_off(&mut piece, 1 << 20, &mut replies)?;
            payload.extend_from_slice(&piece[..kept]);
        }
        Ok((payload, replies, inbound))
    }

    fn refused(bytes: &[u8]) -> u16 {
        receive(bytes, std::iter::empty())
            .expect_err("a violation")
            .code
            .into()
    }

    proptest! {
        /// [MQTT-6.0.0-2] However the stream is cut into frames, and frames into reads, it comes out as it was.
        #[test]
        fn what_arrives_is_what_was_sent(
            payloads in prop::collection::vec(
                (prop::collection::vec(any::<u8>(), 0..400), any::<[u8; 4]>(), any::<bool>(), any::<bool>()), 0..20),
            sizes in prop::collection::vec(1_usize..300, 0..200),
        ) {
            let (mut bytes, mut expected, mut pings, mut within) = (Vec::new(), Vec::new(), 0, false);
            for (payload, mask, last, ping) in &payloads {
                let opcode = if within { 0 } else { 2 };
                bytes.extend(frame(if *last { 0x80 } else { 0 } | opcode, *mask, payload));
                expected.extend_from_slice(payload);
                within = !last;
                if *ping {
                    bytes.extend(frame(0x89, *mask, b"are you there"));
                    pings += 1;
                }
            }
            let (payload, replies, _) = receive(&bytes, sizes.into_iter()).expect("no violation");
            prop_assert_eq!(payload, expected);
            prop_assert_eq!(replies, b"\x8A\x0Dare you there".repeat(pings));
        }

        /// Whatever is received, nothing breaks and nothing comes out of nowhere.
        #[test]
        fn any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..300), size in 1_usize..50) {
            if let Ok((payload, replies, _)) = receive(&bytes, std::iter::repeat(size)) {
                prop_assert!(payload.len() <= bytes.len() && replies.len() <= bytes.len());
            }
        }

        /// However little is taken at a time, what is sent is frames with the payload in them.
        #[test]
        fn what_is_sent_is_what_was_given(
            batches in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..700), 1..8),
            sizes in prop::collection::vec(1_usize..400, 1..50),
        ) {
            let (mut outbound, mut wire, mut sizes) = (Outbound::default(), Vec::new(), sizes.into_iter().cycle());
            for batch in &batches {
                let mut rest = &batch[..];
                while !rest.is_empty() {
                    let (one, two) = rest.split_at(rest.len() / 2);
                    let pieces = [IoSlice::new(one), IoSlice::new(two)];
                    let sent = outbound.send(&pieces, |parts| {
                        let all: Vec<u8> = parts.iter().flat_map(|part| part.iter().copied()).collect();
                        let n = sizes.next().unwrap_or(1).min(all.len());
                        wire.extend_from_slice(&all[..n]);
                        Ok(n)
                    }).expect("no error");
                    rest = &rest[sent..];
                }
                prop_assert!(outbound.is_between_frames());
            }
            let mut cursor = Cursor::new(&wire[..]);
            for batch in &batches {
                let (header, length) = FrameHeader::parse(&mut cursor).expect("a frame").expect("a whole header");
                prop_assert_eq!(header.opcode, OpCode::Data(Data::Binary));
                let start = cursor.position() as usize;
                prop_assert_eq!(&wire[start..start + length as usize], &batch[..]);
                cursor.set_position((start + length as usize) as u64);
            }
            prop_assert_eq!(cursor.position() as usize, wire.len());
        }
    }

    /// [MQTT-6.0.0-1]
    #[test]
    fn text_is_unsupported() {
        assert_eq!(refused(&frame(0x81, [1; 4], b"hello")), 1003);
    }

    #[test]
    fn breaches_of_the_protocol_are_refused() {
        assert_eq!(refused(&[0x82, 3, 1, 2, 3]), 1002, "no mask");
        assert_eq!(refused(&frame(0xC2, [1; 4], b"x")), 1002, "a reserved bit");
        assert_eq!(
            refused(&frame(0x83, [1; 4], b"x")),
            1002,
            "a reserved opcode"
        );
        assert_eq!(
            refused(&frame(0x80, [1; 4], b"x")),
            1002,
            "a continuation of nothing"
        );
        assert_eq!(refused(&frame(0x09, [1; 4], b"x")), 1002, "a ping in parts");
        assert_eq!(
            refused(&frame(0x89, [1; 4], &[0; 126])),
            1002,
            "a long ping"
        );
        let twice = [frame(0x02, [1; 4], b"x"), frame(0x82, [1; 4], b"x")].concat();
        assert_eq!(refused(&twice), 1002, "a message within another");
        assert_eq!(refused(&frame(0x82, [1; 4], &vec![0; (1 << 20) + 1])), 1009);
        assert_eq!(
            refused(&frame(0x88, [1; 4], b"x")),
            1002,
            "half a close code"
        );
        assert_eq!(refused(&frame(0x88, [1; 4], &1005_u16.to_be_bytes())), 1002);
    }

    #[test]
    fn a_close_is_answered_and_ends_it() {
        let close = frame(
            0x88,
            [1; 4],
            &[&1000_u16.to_be_bytes()[..], b"bye"].concat(),
        );
        let bytes = [
            frame(0x82, [9; 4], b"last"),
            close,
            frame(0x82, [9; 4], b"late"),
        ]
        .concat();
        let (payload, replies, inbound) =
            receive(&bytes, std::iter::empty()).expect("no violation");
        assert_eq!(
            (&payload[..], &replies[..]),
            (&b"last"[..], &[0x88, 2, 3, 0xE8][..])
        );
        assert!(inbound.closed);
    }

    #[test]
    fn a_flood_of_pings_gathers_no_answers() {
        let pings = frame(0x89, [1; 4], &[0; 125]).repeat(1000);
        let (_, replies, _) = receive(&pings, std::iter::empty()).expect("no violation");
        assert!(replies.len() < MOST_REPLIES + 200);
    }
}
