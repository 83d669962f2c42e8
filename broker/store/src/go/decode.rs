//! The Go broker's encoding of messages, queue elements and subscriptions.
//!
//! ```text
//! str:          | length u16 | bytes |, everything big-endian
//! element:      | entry time i64 (unix seconds) | 0 | expiry i64 | 0 | kind u8: 0 message, 1 PUBREL | message, or id u16 |
//! message:      | dup u8 | QoS u8 | retained u8 | topic str | payload str | packet id u16 | properties to the end |
//! property:     | identifier u8 of MQTT 5 | value as in MQTT 5 |
//! subscription: | share str | filter str | id u32 | QoS u8 | no local u8 | as published u8 | retain handling u8 |
//! ```
//!
//! The length of a payload has sixteen bits, but all of its bytes follow: of one of 65,536 bytes and more the length is what is left when
//! 65,536 is taken away as often as possible. Here the length is found for which what follows can be read to the end.

use gmqtt_protocol::packet::{PublishProperties, RetainHandling, SubscriptionOptions};
use gmqtt_protocol::property::UserPropertiesBuf;
use gmqtt_protocol::{PacketId, QoS, TopicFilter, TopicName};

/// Why something is left out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unreadable {
    #[error("it ends too early")]
    Short,
    #[error("its {0} is not what a Go broker writes")]
    Field(&'static str),
    #[error("its payload of more than 65,535 bytes cannot be told from what follows it")]
    LargePayload,
}

type Result<T> = std::result::Result<T, Unreadable>;

/// An element of a queue.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Element<'a> {
    /// In unix seconds.
    pub(super) entered: i64,
    /// In unix seconds; `None` is never.
    pub(super) expires: Option<i64>,
    pub(super) held: Held<'a>,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Held<'a> {
    Message(Box<Message<'a>>),
    Pubrel(PacketId),
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Message<'a> {
    pub(super) qos: QoS,
    pub(super) retain: bool,
    pub(super) topic: &'a str,
    pub(super) payload: &'a [u8],
    /// Given once it was sent.
    pub(super) packet_id: Option<PacketId>,
    /// Message Expiry Interval, from the entry time on.
    pub(super) expiry_interval: Option<u32>,
    pub(super) ids: Vec<u32>,
    /// The forwarded properties, as [`PublishProperties::encode_forwarded`] writes them.
    pub(super) properties: Vec<u8>,
}

/// The zero of Go's time: year 1.
const NEVER: i64 = -62_135_596_800;

struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Unreadable::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Unreadable::Short)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn u8(&mut self) -> Result<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn flag(&mut self, what: &'static str) -> Result<bool> {
        match self.u8()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(Unreadable::Field(what)),
        }
    }

    fn u16(&mut self) -> Result<u16> {
        self.array().map(u16::from_be_bytes)
    }

    fn u32(&mut self) -> Result<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn i64(&mut self) -> Result<i64> {
        self.array().map(i64::from_be_bytes)
    }

    fn bytes(&mut self) -> Result<&'a [u8]> {
        let length = self.u16()?;
        self.take(length.into())
    }

    fn text(&mut self, what: &'static str) -> Result<&'a str> {
        std::str::from_utf8(self.bytes()?).map_err(|_| Unreadable::Field(what))
    }

    fn varint(&mut self) -> Result<u32> {
        let mut value = 0;
        for shift in [0, 7, 14, 21] {
            let byte = self.u8()?;
            value |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Unreadable::Field("subscription identifier"))
    }

    fn qos(&mut self) -> Result<QoS> {
        QoS::from_u8(self.u8()?).ok_or(Unreadable::Field("QoS"))
    }
}

pub(super) fn element(bytes: &[u8]) -> Result<Element<'_>> {
    let mut from = Bytes(bytes);
    let entered = from.i64()?;
    let zero = from.flag("first separator")?;
    let expires = from.i64()?;
    if zero || from.flag("second separator")? {
        return Err(Unreadable::Field("separator"));
    }
    let held = match from.u8()? {
        0 => Held::Message(Box::new(message(from.0)?)),
        1 => {
            let id = PacketId::new(from.u16()?).filter(|_| from.0.is_empty());
            Held::Pubrel(id.ok_or(Unreadable::Field("packet identifier"))?)
        }
        _ => return Err(Unreadable::Field("kind")),
    };
    Ok(Element {
        entered,
        expires: (expires != NEVER).then_some(expires),
        held,
    })
}

pub(super) fn message(bytes: &[u8]) -> Result<Message<'_>> {
    let mut from = Bytes(bytes);
    from.flag("DUP flag")?;
    let (qos, retain) = (from.qos()?, from.flag("retained flag")?);
    let topic = from.text("topic")?;
    TopicName::parse(topic).map_err(|_| Unreadable::Field("topic"))?;
    let shortest = usize::from(from.u16()?);
    let rest = from.0;
    let read = |length: usize| {
        let mut from = Bytes(rest);
        let payload = from.take(length)?;
        let packet_id = PacketId::new(from.u16()?);
        let tail = Tail::read(from)?;
        Ok(Message {
            qos,
            retain,
            topic,
            payload,
            packet_id,
            expiry_interval: tail.expiry_interval,
            ids: tail.ids,
            properties: tail.properties,
        })
    };
    let as_written = read(shortest);
    if as_written.is_ok() || rest.len() < (1 << 16) {
        return as_written;
    }
    let longer = (1..).map(|n| shortest + (n << 16));
    let mut fitting = longer
        .take_while(|length| *length <= rest.len())
        .filter_map(|length| read(length).ok());
    match (fitting.next(), fitting.next()) {
        (Some(message), None) => Ok(message),
        _ => Err(Unreadable::LargePayload),
    }
}

/// The properties behind the packet identifier.
struct Tail {
    expiry_interval: Option<u32>,
    ids: Vec<u32>,
    properties: Vec<u8>,
}

impl Tail {
    fn read(mut from: Bytes<'_>) -> Result<Self> {
        let mut known = PublishProperties::default();
        let (mut user, mut ids) = (UserPropertiesBuf::default(), Vec::new());
        let mut has_format = false;
        while !from.0.is_empty() {
            match from.u8()? {
                // The Go broker writes it always; 0 says no more than none.
                0x01 => {
                    has_format = true;
                    let is_text = from.flag("payload format")?;
                    known.payload_format_indicator = is_text.then_some(true);
                }
                0x02 => known.message_expiry_interval = Some(from.u32()?),
                0x03 => known.content_type = Some(from.text("content type")?),
                0x08 => known.response_topic = Some(from.text("response topic")?),
                0x09 => known.correlation_data = Some(from.bytes()?),
                0x0B => ids.push(from.varint()?),
                0x26 => {
                    let name = from.text("user property")?;
                    user.push(name, from.text("user property")?);
                }
                _ => return Err(Unreadable::Field("property")),
            }
        }
        if !has_format {
            return Err(Unreadable::Field("payload format"));
        }
        known.user_properties = user.as_properties();
        let mut properties = Vec::new();
        known.encode_forwarded(&mut properties);
        Ok(Self {
            expiry_interval: known.message_expiry_interval,
            ids,
            properties,
        })
    }
}

/// A subscription: options and identifier. Its whole filter is the field of the hash.
pub(super) fn subscription(
    filter: &str,
    bytes: &[u8],
) -> Result<(SubscriptionOptions, Option<u32>)> {
    TopicFilter::parse(filter).map_err(|_| Unreadable::Field("topic filter"))?;
    let mut from = Bytes(bytes);
    from.text("share name")?;
    from.text("topic filter")?;
    let id = from.u32()?;
    let qos = from.qos()?;
    let (no_local, retain_as_published) = (from.flag("flag")?, from.flag("flag")?);
    let handling = RetainHandling::from_u8(from.u8()?);
    let retain_handling = handling.ok_or(Unreadable::Field("retain handling"))?;
    if !from.0.is_empty() {
        return Err(Unreadable::Field("end"));
    }
    let options = SubscriptionOptions {
        qos,
        no_local,
        retain_as_published,
        retain_handling,
    };
    Ok((options, (id > 0).then_some(id)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// As the Go broker encodes it: DUP 0, QoS 1, retained 0, topic `a`, a payload, packet id 7, payload format 0.
    fn encoded(payload: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0, 1, 0, 0, 1, b'a'];
        bytes.extend((payload.len() % 65536).to_be_bytes().split_at(6).1);
        bytes.extend(payload);
        bytes.extend([0, 7, 1, 0]);
        bytes
    }

    #[test]
    fn payloads_of_any_size_are_read() {
        for size in [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000] {
            let payload = vec![b'x'; size];
            let bytes = encoded(&payload);
            let message = message(&bytes).unwrap();
            assert_eq!(message.payload.len(), size);
            assert_eq!(message.packet_id, PacketId::new(7));
            assert_eq!((message.topic, message.qos), ("a", QoS::AtLeastOnce));
        }
    }

    #[test]
    fn a_payload_that_could_end_in_two_places_is_left_out() {
        // Its first 65,536 bytes, too, are followed by what could be an identifier and properties.
        let mut payload = vec![b'x'; 2 * 65_536];
        let end: &[u8] = &[0, 7, 1, 0, 9, 0xFF, 0xFD];
        payload[65_536..65_536 + end.len()].copy_from_slice(end);
        let read = message(&encoded(&payload)).map(|message| message.payload.len());
        assert_eq!(read, Err(Unreadable::LargePayload));
    }

    #[test]
    fn all_properties_are_read() {
        let mut bytes = encoded(b"p");
        bytes.splice(bytes.len() - 2.., []);
        bytes.extend(b"\x03\x00\x01t\x09\x00\x01\xFF\x02\x00\x00\x00\x3C\x01\x01\x08\x00\x01r\x0B\x80\x01\x0B\x03\x26\x00\x01k\x00\x01v");
        let message = message(&bytes).unwrap();
        assert_eq!(
            (message.expiry_interval, &*message.ids),
            (Some(60), &[128, 3][..])
        );
        let properties = PublishProperties::from_block(&message.properties).unwrap();
        assert_eq!(properties.content_type, Some("t"));
        assert_eq!(properties.correlation_data, Some(&b"\xFF"[..]));
        assert_eq!(properties.payload_format_indicator, Some(true));
        assert_eq!(properties.response_topic, Some("r"));
        assert_eq!(properties.user_properties.iter().next(), Some(("k", "v")));
        assert_eq!(properties.message_expiry_interval, None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn hostile_bytes_are_refused_or_read(bytes: Vec<u8>, cut in 0..40_usize) {
            let _ = element(&bytes);
            let _ = message(&bytes);
            let _ = subscription("a/b", &bytes);
            let mut whole = encoded(&bytes);
            whole.truncate(whole.len().saturating_sub(cut));
            prop_assert!(cut > 0 || message(&whole).is_ok());
        }
    }
}
