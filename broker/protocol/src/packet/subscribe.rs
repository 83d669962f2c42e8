//! SUBSCRIBE: a client asks for messages.
//!
//! ```text
//! | packet id    | 2 bytes
//! | properties   | MQTT 5
//! | topic filter | string                                              \  once or more
//! | options      | bit 5-4: retain handling  3: as published           |
//! |              |     2: no local  1-0: QoS; in MQTT 3 only QoS       /
//! ```

use crate::frame::Frame;
use crate::property::{
    Block, Identifier, Place, Properties, Property, UserProperties, put_block, put_optional,
};
use crate::topic::SHARE_PREFIX;
use crate::wire::{Body, Result, Sink, packet_size, write_packet};
use crate::{DecodeError, PacketId, QoS, Version};

/// A client asks for messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscribe<'a> {
    /// The identifier that SUBACK repeats.
    pub packet_id: PacketId,
    /// The number to be sent with each message for these filters, 1 to 268,435,455; in MQTT 5 only.
    pub subscription_identifier: Option<u32>,
    /// User properties in order, in MQTT 5 only.
    pub user_properties: UserProperties<'a>,
    /// At least one [MQTT-3.8.3-2].
    pub filters: Vec<SubscribeFilter<'a>>,
}

/// One wish within SUBSCRIBE.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SubscribeFilter<'a> {
    /// A UTF-8 string that need not be a valid topic filter, so that a bad one can be refused for itself.
    pub filter: &'a str,
    /// How to deliver.
    pub options: SubscriptionOptions,
}

/// How messages of a subscription are delivered. MQTT 3 knows only the QoS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SubscriptionOptions {
    /// The highest QoS to deliver with.
    pub qos: QoS,
    /// Not the client's own messages [MQTT-3.8.3-3].
    pub no_local: bool,
    /// Keep the publisher's retain flag [MQTT-3.3.1-13].
    pub retain_as_published: bool,
    /// Whether to send retained messages now.
    pub retain_handling: RetainHandling,
}

/// Whether retained messages are sent on subscribing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[repr(u8)]
pub enum RetainHandling {
    /// Always [MQTT-3.3.1-9].
    #[default]
    Send = 0,
    /// If the subscription is new [MQTT-3.3.1-10].
    SendIfNew = 1,
    /// Never [MQTT-3.3.1-11].
    DoNotSend = 2,
}

impl RetainHandling {
    /// The choice for its number on the wire, `None` for 3 and above.
    #[must_use]
    pub const fn from_u8(handling: u8) -> Option<Self> {
        match handling {
            0 => Some(Self::Send),
            1 => Some(Self::SendIfNew),
            2 => Some(Self::DoNotSend),
            _ => None,
        }
    }
}

impl<'a> Subscribe<'a> {
    /// Reads the packet.
    ///
    /// # Errors
    ///
    /// `ProtocolError` for a packet without filters [MQTT-3.8.3-2], for no local on a shared filter [MQTT-3.8.3-4] and, in MQTT 5,
    /// for QoS 3 or retain handling 3; else what makes the packet malformed or a protocol error.
    pub fn decode(frame: Frame<'a>, version: Version) -> Result<Self> {
        let mut body = frame.expect_maybe_dup(FIRST, "MQTT-3.8.1-1", version)?;
        let packet_id = body.packet_id()?;
        let mut subscription_identifier = None;
        let mut user_properties = UserProperties::default();
        if version.is_v5() {
            let mut block = Block::read(&mut body, Place::Subscribe)?;
            while let Some(property) = block.next_property()? {
                if let Property::SubscriptionIdentifier(Identifier(id)) = property {
                    subscription_identifier = Some(id);
                }
            }
            user_properties = block.user_properties();
        }
        let mut filters = Vec::new();
        while !body.is_empty() {
            let filter = body.string()?;
            let options = SubscriptionOptions::from_bits(body.u8()?, version)?;
            if options.no_local && filter.starts_with(SHARE_PREFIX) {
                return Err(DecodeError::protocol(
                    "no local on a shared subscription",
                    "MQTT-3.8.3-4",
                ));
            }
            filters.push(SubscribeFilter { filter, options });
        }
        if filters.is_empty() {
            return Err(DecodeError::protocol(
                "SUBSCRIBE without a topic filter",
                "MQTT-3.8.3-2",
            ));
        }
        Ok(Self {
            packet_id,
            subscription_identifier,
            user_properties,
            filters,
        })
    }

    /// Appends the packet.
    pub fn encode(&self, version: Version, out: &mut Vec<u8>) {
        write_packet(FIRST, self, version, out);
    }

    /// Bytes of the packet, fixed header included.
    #[must_use]
    pub fn size(&self, version: Version) -> usize {
        packet_size(self, version)
    }
}

impl Body for Subscribe<'_> {
    fn write<S: Sink>(&self, version: Version, sink: &mut S) {
        let Self {
            packet_id,
            subscription_identifier,
            user_properties,
            filters,
        } = self;
        sink.put_packet_id(*packet_id);
        if version.is_v5() {
            put_block(
                sink,
                &SubscribeProperties {
                    id: *subscription_identifier,
                    user: *user_properties,
                },
            );
        }
        for SubscribeFilter { filter, options } in filters {
            sink.put_string(filter);
            sink.put_u8(options.bits(version));
        }
    }
}

struct SubscribeProperties<'a> {
    id: Option<u32>,
    user: UserProperties<'a>,
}

impl Properties for SubscribeProperties<'_> {
    fn write<S: Sink>(&self, sink: &mut S) {
        let Self { id, user } = *self;
        put_optional(
            sink,
            id.map(Identifier).map(Property::SubscriptionIdentifier),
        );
        user.write(sink);
    }
}

impl SubscriptionOptions {
    fn from_bits(bits: u8, version: Version) -> Result<Self> {
        let qos = QoS::from_u8(bits & QOS);
        if !version.is_v5() {
            return match qos {
                Some(qos) if bits & !QOS == 0 => Ok(Self {
                    qos,
                    ..Self::default()
                }),
                _ => Err(DecodeError::malformed(
                    "a requested QoS that is not 0, 1 or 2",
                    "3.1.1/MQTT-3.8.3-4",
                )),
            };
        }
        if bits & RESERVED != 0 {
            return Err(DecodeError::malformed(
                "reserved subscription options are set",
                "MQTT-3.8.3-5",
            ));
        }
        let Some(qos) = qos else {
            return Err(DecodeError::protocol("a subscription with QoS 3", ""));
        };
        let Some(retain_handling) = RetainHandling::from_u8(bits >> RETAIN_HANDLING) else {
            return Err(DecodeError::protocol(
                "a subscription with retain handling 3",
                "",
            ));
        };
        let (no_local, retain_as_published) =
            (bits & NO_LOCAL != 0, bits & RETAIN_AS_PUBLISHED != 0);
        Ok(Self {
            qos,
            no_local,
            retain_as_published,
            retain_handling,
        })
    }

    const fn bits(self, version: Version) -> u8 {
        let Self {
            qos,
            no_local,
            retain_as_published,
            retain_handling,
        } = self;
        if !version.is_v5() {
            return qos as u8;
        }
        let no_local = if no_local { NO_LOCAL } else { 0 };
        let as_published = if retain_as_published {
            RETAIN_AS_PUBLISHED
        } else {
            0
        };
        qos as u8 | no_local | as_published | (retain_handling as u8) << RETAIN_HANDLING
    }
}

const FIRST: u8 = 0x82;
const QOS: u8 = 0x03;
const NO_LOCAL: u8 = 0x04;
const RETAIN_AS_PUBLISHED: u8 = 0x08;
/// The position of the two bits.
const RETAIN_HANDLING: u8 = 4;
const RESERVED: u8 = 0xC0;

#[cfg(test)]
mod tests;
