//! The wire's primitives: integers, strings and binary data, read from a slice and written to a [`Sink`].
//!
//! Nothing here knows a packet. A packet is written twice with the same code, first into a [`Count`] for its lengths and then into
//! the caller's buffer, so that no byte is moved after it was written.

use crate::{DecodeError, PacketId, ReasonCode, Version};

/// What reading gives.
pub(crate) type Result<T> = std::result::Result<T, DecodeError>;

/// The largest remaining length, property length and subscription identifier.
pub(crate) const MAX_VARINT: usize = 268_435_455;

/// How much more than it needs a buffer has to hold so that no variable byte integer makes it grow.
pub(crate) const VARINT_SLACK: usize = 3;

/// Reads from the front of a slice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    #[inline]
    pub(crate) const fn new(rest: &'a [u8]) -> Self {
        Self { rest }
    }

    /// What has not been read.
    #[inline]
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    #[inline]
    pub(crate) const fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    #[inline]
    pub(crate) fn u8(&mut self) -> Result<u8> {
        let (&value, rest) = self.rest.split_first().ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(value)
    }

    #[inline]
    pub(crate) fn u16(&mut self) -> Result<u16> {
        let (&bytes, rest) = self.rest.split_first_chunk().ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(u16::from_be_bytes(bytes))
    }

    #[inline]
    pub(crate) fn u32(&mut self) -> Result<u32> {
        let (&bytes, rest) = self.rest.split_first_chunk().ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(u32::from_be_bytes(bytes))
    }

    /// A variable byte integer [MQTT-1.5.5-1].
    #[inline]
    pub(crate) fn varint(&mut self) -> Result<u32> {
        let (value, width) = split_varint(self.rest)?.ok_or_else(cut_short)?;
        self.rest = &self.rest[width..];
        Ok(value)
    }

    /// The next `len` bytes.
    #[inline]
    pub(crate) fn take(&mut self, len: usize) -> Result<&'a [u8]> {
        let (bytes, rest) = self.rest.split_at_checked(len).ok_or_else(cut_short)?;
        self.rest = rest;
        Ok(bytes)
    }

    /// Binary data: a two-byte length and that many bytes.
    #[inline]
    pub(crate) fn binary(&mut self) -> Result<&'a [u8]> {
        let len = self.u16()?;
        self.take(usize::from(len))
    }

    /// A UTF-8 string. A byte order mark is a character like any other [MQTT-1.5.4-3].
    #[inline]
    pub(crate) fn string(&mut self) -> Result<&'a str> {
        let bytes = self.binary()?;
        if bytes.contains(&0) {
            return Err(holds_nul());
        }
        utf8(bytes)
    }

    /// The topic of a PUBLISH or a will: a string without wildcards [MQTT-3.3.2-2]. It can be empty.
    #[inline]
    pub(crate) fn topic_name(&mut self) -> Result<&'a str> {
        let bytes = self.binary()?;
        if holds_nul_or_wildcard(bytes) {
            return Err(not_a_topic_name(bytes));
        }
        utf8(bytes)
    }

    /// A packet identifier [MQTT-2.2.1-3].
    #[inline]
    pub(crate) fn packet_id(&mut self) -> Result<PacketId> {
        PacketId::new(self.u16()?)
            .ok_or_else(|| DecodeError::protocol("packet identifier 0", "MQTT-2.2.1-3"))
    }

    /// Nothing may follow.
    #[inline]
    pub(crate) fn finish(self) -> Result<()> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(DecodeError::malformed(
            "bytes follow the last field of the packet",
            "",
        ))
    }
}

/// Strings are well-formed UTF-8, which has no surrogates [MQTT-1.5.4-1].
#[inline]
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str> {
    str::from_utf8(bytes)
        .map_err(|_| DecodeError::malformed("a string is not UTF-8", "MQTT-1.5.4-1"))
}

/// True if one of the bytes is 0, `+` or `#`. Looks at eight bytes at a time, which halves the cost of reading a PUBLISH.
#[inline]
pub(crate) fn holds_nul_or_wildcard(bytes: &[u8]) -> bool {
    let (words, rest) = bytes.as_chunks();
    let found = words.iter().fold(0, |found, &word| found | marks(word));
    match bytes.last_chunk() {
        Some(&last) => found | marks(last) != 0,
        None => rest.iter().any(|byte| matches!(byte, 0 | b'+' | b'#')),
    }
}

/// Not 0 if one of the bytes is 0, `+` or `#`.
#[inline]
const fn marks(word: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(word);
    zero_bytes(word) | zero_bytes(word ^ repeated(b'+')) | zero_bytes(word ^ repeated(b'#'))
}

/// Not 0 if one of the bytes is 0: taking 1 from each byte borrows from its upper bit only where the byte was 0, or had that bit.
#[inline]
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(repeated(0x01)) & !word & repeated(0x80)
}

#[inline]
const fn repeated(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The variable byte integer at the front of `bytes` and its width, `None` if its end is not there yet.
#[inline]
pub(crate) fn split_varint(bytes: &[u8]) -> Result<Option<(u32, usize)>> {
    let mut value = 0;
    for (index, &byte) in bytes.iter().take(4).enumerate() {
        value |= u32::from(byte & 0x7F) << (7 * index);
        if byte < 0x80 {
            if byte == 0 && index > 0 {
                return Err(DecodeError::malformed(
                    "a length is not in its shortest form",
                    "MQTT-1.5.5-1",
                ));
            }
            return Ok(Some((value, index + 1)));
        }
    }
    if bytes.len() < 4 {
        return Ok(None);
    }
    Err(DecodeError::malformed(
        "a length of more than four bytes",
        "",
    ))
}

#[cold]
fn not_a_topic_name(bytes: &[u8]) -> DecodeError {
    if bytes.contains(&0) {
        return holds_nul();
    }
    DecodeError {
        reason: ReasonCode::TopicNameInvalid,
        what: "a topic name with a wildcard",
        clause: "MQTT-3.3.2-2",
    }
}

#[cold]
const fn holds_nul() -> DecodeError {
    DecodeError::malformed("a string holds U+0000", "MQTT-1.5.4-2")
}

#[cold]
const fn cut_short() -> DecodeError {
    DecodeError::malformed("the packet ends within a field", "")
}

/// Where a packet is written: the caller's buffer, or a [`Count`] that only measures.
pub(crate) trait Sink {
    fn put(&mut self, bytes: &[u8]);

    #[inline]
    fn put_u8(&mut self, value: u8) {
        self.put(&[value]);
    }

    #[inline]
    fn put_u16(&mut self, value: u16) {
        self.put(&value.to_be_bytes());
    }

    #[inline]
    fn put_u32(&mut self, value: u32) {
        self.put(&value.to_be_bytes());
    }

    #[inline]
    fn put_varint(&mut self, value: usize) {
        let (bytes, width) = varint(value);
        self.put(&bytes[..width]);
    }

    /// Binary data; what its length field cannot count is left out.
    #[inline]
    fn put_binary(&mut self, bytes: &[u8]) {
        let len = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        self.put_u16(len);
        self.put(&bytes[..usize::from(len)]);
    }

    #[inline]
    fn put_string(&mut self, text: &str) {
        self.put_binary(fitting(text).as_bytes());
    }

    #[inline]
    fn put_packet_id(&mut self, id: PacketId) {
        self.put_u16(id.get());
    }
}

impl Sink for Vec<u8> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }

    /// Appends four bytes and takes the unused ones back: a copy of known size is one instruction, one of another size is a call.
    #[inline]
    fn put_varint(&mut self, value: usize) {
        let (bytes, width) = varint(value);
        let end = self.len() + width;
        self.extend_from_slice(&bytes);
        self.truncate(end);
    }
}

/// Counts what is written to it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Count(pub(crate) usize);

impl Sink for Count {
    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

/// What can follow a fixed header.
pub(crate) trait Body {
    fn write<S: Sink>(&self, version: Version, sink: &mut S);
}

/// Bytes of the whole packet with this body.
pub(crate) fn packet_size<B: Body>(body: &B, version: Version) -> usize {
    let mut count = Count::default();
    body.write(version, &mut count);
    1 + varint_width(count.0) + count.0
}

/// Appends the whole packet; nothing at all if its body is longer than a remaining length can say.
pub(crate) fn write_packet<B: Body>(first: u8, body: &B, version: Version, out: &mut Vec<u8>) {
    let mut count = Count::default();
    body.write(version, &mut count);
    if count.0 > MAX_VARINT {
        return;
    }
    out.reserve(5 + count.0 + VARINT_SLACK);
    out.put_u8(first);
    out.put_varint(count.0);
    body.write(version, out);
}

/// `text` as far as a string's two-byte length can count it, cut between characters.
#[inline]
pub(crate) fn fitting(text: &str) -> &str {
    if text.len() <= usize::from(u16::MAX) {
        return text;
    }
    &text[..text.floor_char_boundary(usize::from(u16::MAX))]
}

/// The bytes a variable byte integer takes: 1 to 4.
#[inline]
pub(crate) const fn varint_width(value: usize) -> usize {
    match value {
        0..=0x7F => 1,
        0x80..=0x3FFF => 2,
        0x4000..=0x1F_FFFF => 3,
        _ => 4,
    }
}

/// A variable byte integer and its width; of a value above [`MAX_VARINT`] the upper bits are lost, which callers rule out.
#[inline]
pub(crate) const fn varint(value: usize) -> ([u8; 4], usize) {
    let width = varint_width(value);
    let mut bytes = [
        (value & 0x7F) as u8,
        (value >> 7 & 0x7F) as u8,
        (value >> 14 & 0x7F) as u8,
        (value >> 21 & 0x7F) as u8,
    ];
    let mut index = 0;
    while index + 1 < width {
        bytes[index] |= 0x80;
        index += 1;
    }
    (bytes, width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clause<T: std::fmt::Debug>(result: Result<T>) -> &'static str {
        result.unwrap_err().clause
    }

    /// [MQTT-1.5.5-1]: the edges of table 1-1.
    #[test]
    fn variable_byte_integers_take_the_fewest_bytes() {
        let edges: [(usize, &[u8]); 8] = [
            (0, b"\x00"),
            (127, b"\x7F"),
            (128, b"\x80\x01"),
            (16_383, b"\xFF\x7F"),
            (16_384, b"\x80\x80\x01"),
            (2_097_151, b"\xFF\xFF\x7F"),
            (2_097_152, b"\x80\x80\x80\x01"),
            (268_435_455, b"\xFF\xFF\xFF\x7F"),
        ];
        for (value, wire) in edges {
            let mut out = Vec::new();
            out.put_varint(value);
            assert_eq!(out, wire);
            assert_eq!(split_varint(wire), Ok(Some((value as u32, wire.len()))));
            assert_eq!(split_varint(&wire[..wire.len() - 1]), Ok(None));
        }
        assert_eq!(clause(split_varint(b"\x81\x00")), "MQTT-1.5.5-1");
    }

    /// [MQTT-1.5.4-1], [3.1.1/MQTT-1.5.3-1]
    #[test]
    fn strings_are_utf8_without_surrogates() {
        for ill_formed in [
            &b"\x00\x01\xFF"[..],
            b"\x00\x03\xED\xA0\x80",
            b"\x00\x02\xC0\x80",
            b"\x00\x01\xC3",
        ] {
            assert_eq!(clause(Reader::new(ill_formed).string()), "MQTT-1.5.4-1");
        }
    }

    /// [MQTT-1.5.4-2], [3.1.1/MQTT-1.5.3-2]
    #[test]
    fn strings_hold_no_nul() {
        assert_eq!(
            clause(Reader::new(b"\x00\x03a\x00b").string()),
            "MQTT-1.5.4-2"
        );
    }

    /// [MQTT-1.5.4-3], [3.1.1/MQTT-1.5.3-3]
    #[test]
    fn a_byte_order_mark_is_kept() {
        assert_eq!(
            Reader::new(b"\x00\x04\xEF\xBB\xBFa").string(),
            Ok("\u{FEFF}a")
        );
    }

    /// [MQTT-3.3.2-2]: wherever in the name it stands.
    #[test]
    fn a_wildcard_or_nul_is_found_at_every_place() {
        for len in 1..40 {
            for at in 0..len {
                for (special, reason) in [
                    (b'+', ReasonCode::TopicNameInvalid),
                    (b'#', ReasonCode::TopicNameInvalid),
                    (0, ReasonCode::MalformedPacket),
                ] {
                    let mut wire = vec![0, len as u8];
                    wire.extend("*,\"$\u{1}~é/".bytes().cycle().take(len));
                    wire[2 + at] = special;
                    assert_eq!(
                        Reader::new(&wire)
                            .topic_name()
                            .map_err(|error| error.reason),
                        Err(reason)
                    );
                }
            }
        }
        assert_eq!(
            Reader::new("\0\u{a}*,\"$\u{1}~é/a".as_bytes()).topic_name(),
            Ok("*,\"$\u{1}~é/a")
        );
    }

    #[test]
    fn control_characters_and_non_characters_are_accepted() {
        assert_eq!(
            Reader::new(b"\x00\x05\x01\x7F\xEF\xBF\xBF").string(),
            Ok("\u{1}\u{7F}\u{FFFF}")
        );
    }

    #[test]
    fn reading_past_the_end_is_malformed_and_takes_nothing() {
        let mut reader = Reader::new(b"\x00\x05abc");
        assert!(reader.string().is_err() && reader.u32().is_err());
        assert!(Reader::new(b"\x00").u16().is_err());
        assert!(Reader::new(b"").u8().is_err());
        assert!(Reader::new(b"\x80").varint().is_err());
    }

    #[test]
    fn a_string_too_long_for_its_length_is_cut_between_characters() {
        let text = "a".repeat(65_534) + "é";
        let mut out = Vec::new();
        out.put_string(&text);
        assert_eq!(out.len(), 2 + 65_534);
        assert_eq!(Reader::new(&out).string(), Ok(&text[..65_534]));
    }
}
