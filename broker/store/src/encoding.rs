//! Changes as bytes: format 3, the same in segments on disk, in Redis values and in exports. Format 1 had no mount points, format 2 no
//! claims.
//!
//! ```text
//! change:  | tag u8 | fields in the order of the struct |
//! numbers: little-endian; texts and bytes: u32 length in front; optional: u8 0, or u8 1 and the value
//! ```

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

use gmqtt_protocol::packet::{RetainHandling, SubscriptionOptions};
use gmqtt_protocol::{PacketId, QoS, Version};

use crate::change::{
    Change, Claim, Client, Entry, Message, MessageId, SessionKey, SessionState, Stage,
    Subscription, Will,
};
use crate::codec::{Malformed, Put, Reader, Result};

/// The version of this encoding. A later one reads the earlier ones.
pub const FORMAT: u32 = 3;
/// The oldest version that can be read.
pub(crate) const OLDEST: u32 = 1;

impl Change<'_> {
    /// Appends the change.
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        out.put_u8(self.tag());
        match self {
            Self::PutSession { session, state } => {
                out.put_u64(session.0);
                state.encode(out);
            }
            Self::DropSession { session } => out.put_u64(session.0),
            Self::PutSubscription {
                session,
                subscription,
            } => {
                out.put_u64(session.0);
                subscription.encode(out);
            }
            Self::DropSubscription { session, filter } => {
                out.put_u64(session.0);
                out.put_bytes(filter.as_bytes());
            }
            Self::PutMessage { id, message } => {
                out.put_u64(id.0);
                message.encode(out);
            }
            Self::Enqueue { session, entry } => {
                out.put_u64(session.0);
                entry.encode(out);
            }
            Self::Sent {
                session,
                seq,
                packet_id,
            } => {
                out.put_u64(session.0);
                out.put_u64(*seq);
                out.put_u16(packet_id.get());
            }
            Self::Confirmed { session, seq } | Self::Dequeue { session, seq } => {
                out.put_u64(session.0);
                out.put_u64(*seq);
            }
            Self::Received { session, packet_id } | Self::Released { session, packet_id } => {
                out.put_u64(session.0);
                out.put_u16(packet_id.get());
            }
            Self::PutRetained { topic, message } => {
                out.put_bytes(topic.as_bytes());
                out.put_u64(message.0);
            }
            Self::DropRetained { topic } => out.put_bytes(topic.as_bytes()),
        }
    }

    const fn tag(&self) -> u8 {
        match self {
            Self::PutSession { .. } => 1,
            Self::DropSession { .. } => 2,
            Self::PutSubscription { .. } => 3,
            Self::DropSubscription { .. } => 4,
            Self::PutMessage { .. } => 5,
            Self::Enqueue { .. } => 6,
            Self::Sent { .. } => 7,
            Self::Confirmed { .. } => 8,
            Self::Dequeue { .. } => 9,
            Self::Received { .. } => 10,
            Self::Released { .. } => 11,
            Self::PutRetained { .. } => 12,
            Self::DropRetained { .. } => 13,
        }
    }
}

impl<'a> Change<'a> {
    /// Takes a change off the front.
    pub(crate) fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let tag = from.u8()?;
        if tag == 12 || tag == 13 {
            let topic = from.str()?;
            return Ok(if tag == 12 {
                let message = MessageId(from.u64()?);
                Self::PutRetained { topic, message }
            } else {
                Self::DropRetained { topic }
            });
        }
        let number = from.u64()?;
        let session = SessionKey(number);
        Ok(match tag {
            1 => Self::PutSession {
                session,
                state: SessionState::decode(from)?,
            },
            2 => Self::DropSession { session },
            3 => Self::PutSubscription {
                session,
                subscription: Subscription::decode(from)?,
            },
            4 => Self::DropSubscription {
                session,
                filter: from.str()?,
            },
            5 => Self::PutMessage {
                id: MessageId(number),
                message: Message::decode(from)?,
            },
            6 => Self::Enqueue {
                session,
                entry: Entry::decode(from)?,
            },
            7 => Self::Sent {
                session,
                seq: from.u64()?,
                packet_id: from.packet_id()?,
            },
            8 => Self::Confirmed {
                session,
                seq: from.u64()?,
            },
            9 => Self::Dequeue {
                session,
                seq: from.u64()?,
            },
            10 => Self::Received {
                session,
                packet_id: from.packet_id()?,
            },
            11 => Self::Released {
                session,
                packet_id: from.packet_id()?,
            },
            _ => return Err(Malformed("an unknown kind of change")),
        })
    }
}

/// The changes in a body, each with its offset and its length.
pub(crate) struct Changes<'a> {
    from: Reader<'a>,
    length: usize,
}

impl<'a> Changes<'a> {
    pub(crate) const fn of(body: &'a [u8]) -> Self {
        Self::of_format(body, FORMAT)
    }

    /// Of a body that was written in this format.
    pub(crate) const fn of_format(body: &'a [u8], format: u32) -> Self {
        Self {
            from: Reader::of(body, format),
            length: body.len(),
        }
    }
}

impl<'a> Iterator for Changes<'a> {
    type Item = Result<(usize, usize, Change<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from.rest.is_empty() {
            return None;
        }
        let start = self.length - self.from.rest.len();
        Some(Change::decode(&mut self.from).map(|change| {
            let end = self.length - self.from.rest.len();
            (start, end - start, change)
        }))
    }
}

impl<'a> SessionState<'a> {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            client_id,
            created_at,
            expiry,
            offline_since,
            client,
            will,
            claim,
        } = self;
        out.put_bytes(client_id.as_bytes());
        out.put_u64(*created_at);
        out.put_option(*expiry, Put::put_u64);
        out.put_option(*offline_since, Put::put_u64);
        client.encode(out);
        out.put_option(will.as_ref(), |out, will| will.encode(out));
        out.put_option(*claim, |out, claim| {
            out.put_u64(claim.millis);
            out.put_u32(claim.count);
            out.put_bytes(claim.node.as_bytes());
        });
    }

    pub(crate) fn decode(from: &mut Reader<'a>) -> Result<Self> {
        Ok(Self {
            client_id: from.str()?,
            created_at: from.u64()?,
            expiry: from.option(Reader::u64)?,
            offline_since: from.option(Reader::u64)?,
            client: Client::decode(from)?,
            will: from.option(Will::decode)?,
            claim: match from.format {
                1 | 2 => None,
                _ => from.option(|from| {
                    Ok(Claim {
                        millis: from.u64()?,
                        count: from.u32()?,
                        node: from.str()?,
                    })
                })?,
            },
        })
    }
}

impl<'a> Client<'a> {
    fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            version,
            username,
            keep_alive,
            clean_start,
            connected_at,
            remote,
            local,
            listener,
            certificate_name,
            mount_point,
        } = self;
        let text = |out: &mut Vec<u8>, text: &str| out.put_bytes(text.as_bytes());
        out.put_u8(*version as u8);
        out.put_option(*username, text);
        out.put_u16(*keep_alive);
        out.put_u8(u8::from(*clean_start));
        out.put_u64(*connected_at);
        out.put_option(*remote, put_address);
        out.put_option(*local, put_address);
        out.put_option(*listener, text);
        out.put_option(*certificate_name, text);
        out.put_option(*mount_point, text);
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let number = from.u8()?;
        let version = Version::ALL.into_iter().find(|it| *it as u8 == number);
        Ok(Self {
            version: version.ok_or(Malformed("an unknown protocol version"))?,
            username: from.option(Reader::str)?,
            keep_alive: from.u16()?,
            clean_start: from.bool()?,
            connected_at: from.u64()?,
            remote: from.option(read_address)?,
            local: from.option(read_address)?,
            listener: from.option(Reader::str)?,
            certificate_name: from.option(Reader::str)?,
            mount_point: match from.format {
                1 => None,
                _ => from.option(Reader::str)?,
            },
        })
    }
}

fn put_address(out: &mut Vec<u8>, address: SocketAddr) {
    match address.ip() {
        IpAddr::V4(ip) => out.put_bytes(&ip.octets()),
        IpAddr::V6(ip) => out.put_bytes(&ip.octets()),
    }
    out.put_u16(address.port());
}

fn read_address(from: &mut Reader<'_>) -> Result<SocketAddr> {
    let octets = from.bytes()?;
    let ip = <[u8; 4]>::try_from(octets).map(IpAddr::from);
    let ip = ip.or_else(|_| <[u8; 16]>::try_from(octets).map(IpAddr::from));
    let ip = ip.map_err(|_| Malformed("an address that is neither IPv4 nor IPv6"))?;
    Ok(SocketAddr::new(ip, from.u16()?))
}

impl<'a> Will<'a> {
    fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            topic,
            properties,
            payload,
            qos,
            retain,
            message_expiry_interval,
            delay,
            due_at,
        } = self;
        out.put_bytes(topic.as_bytes());
        out.put_bytes(properties);
        out.put_bytes(payload);
        out.put_u8(flags(*qos, *retain));
        out.put_option(*message_expiry_interval, Put::put_u32);
        out.put_u64(*delay);
        out.put_option(*due_at, Put::put_u64);
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let (topic, properties, payload) = (from.str()?, from.bytes()?, from.bytes()?);
        let (qos, retain) = read_flags(from)?;
        Ok(Self {
            topic,
            properties,
            payload,
            qos,
            retain,
            message_expiry_interval: from.option(Reader::u32)?,
            delay: from.u64()?,
            due_at: from.option(Reader::u64)?,
        })
    }
}

impl<'a> Subscription<'a> {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            filter,
            options,
            id,
        } = self;
        let SubscriptionOptions {
            qos,
            no_local,
            retain_as_published,
            retain_handling,
        } = *options;
        out.put_bytes(filter.as_bytes());
        // The options byte of SUBSCRIBE.
        let flags = u8::from(no_local) << 2 | u8::from(retain_as_published) << 3;
        out.put_u8(qos as u8 | flags | (retain_handling as u8) << 4);
        out.put_option(*id, Put::put_u32);
    }

    pub(crate) fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let filter = from.str()?;
        let byte = from.u8()?;
        let handling = RetainHandling::from_u8(byte >> 4);
        let options = SubscriptionOptions {
            qos: QoS::from_u8(byte & 3).ok_or(Malformed("a QoS of 3"))?,
            no_local: byte & 4 != 0,
            retain_as_published: byte & 8 != 0,
            retain_handling: handling.ok_or(Malformed("an unknown retain handling"))?,
        };
        Ok(Self {
            filter,
            options,
            id: from.option(Reader::u32)?,
        })
    }
}

impl<'a> Message<'a> {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            topic,
            properties,
            payload,
            qos,
            retain,
            source,
            expires_at,
            forwarded_until,
        } = self;
        out.put_bytes(topic.as_bytes());
        out.put_bytes(properties);
        out.put_bytes(payload);
        out.put_u8(flags(*qos, *retain));
        out.put_u8(*source);
        out.put_option(*expires_at, Put::put_u64);
        out.put_option(*forwarded_until, Put::put_u64);
    }

    pub(crate) fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let (topic, properties, payload) = (from.str()?, from.bytes()?, from.bytes()?);
        let (qos, retain) = read_flags(from)?;
        Ok(Self {
            topic,
            properties,
            payload,
            qos,
            retain,
            source: from.u8()?,
            expires_at: from.option(Reader::u64)?,
            forwarded_until: from.option(Reader::u64)?,
        })
    }
}

impl<'a> Entry<'a> {
    pub(crate) fn encode(&self, out: &mut Vec<u8>) {
        let Self {
            seq,
            message,
            qos,
            retain,
            ids,
            share,
            stage,
        } = self;
        out.put_u64(*seq);
        out.put_u64(message.0);
        out.put_u8(flags(*qos, *retain));
        out.put_u32(u32::try_from(ids.len()).unwrap_or(0));
        ids.iter().for_each(|id| out.put_u32(*id));
        out.put_option(*share, |out, (name, filter)| {
            out.put_bytes(name.as_bytes());
            out.put_bytes(filter.as_bytes());
        });
        stage.encode(out);
    }

    pub(crate) fn decode(from: &mut Reader<'a>) -> Result<Self> {
        let (seq, message) = (from.u64()?, MessageId(from.u64()?));
        let (qos, retain) = read_flags(from)?;
        let count = from.u32()? as usize;
        let ids = from.take(
            count
                .checked_mul(4)
                .ok_or(Malformed("too many identifiers"))?,
        )?;
        let ids = ids.as_chunks().0.iter().map(|id| u32::from_le_bytes(*id));
        Ok(Self {
            seq,
            message,
            qos,
            retain,
            ids: if count == 0 {
                Cow::Borrowed(&[])
            } else {
                Cow::Owned(ids.collect())
            },
            share: from.option(|from| Ok((from.str()?, from.str()?)))?,
            stage: Stage::decode(from)?,
        })
    }
}

impl Stage {
    pub(crate) fn encode(self, out: &mut Vec<u8>) {
        let (stage, id) = match self {
            Self::Waiting => (0, 0),
            Self::Sent(id) => (1, id.get()),
            Self::Confirmed(id) => (2, id.get()),
        };
        out.put_u8(stage);
        out.put_u16(id);
    }

    pub(crate) fn decode(from: &mut Reader<'_>) -> Result<Self> {
        match (from.u8()?, PacketId::new(from.u16()?)) {
            (0, None) => Ok(Self::Waiting),
            (1, Some(id)) => Ok(Self::Sent(id)),
            (2, Some(id)) => Ok(Self::Confirmed(id)),
            _ => Err(Malformed("an unknown stage of delivery")),
        }
    }
}

fn flags(qos: QoS, retain: bool) -> u8 {
    qos as u8 | u8::from(retain) << 2
}

fn read_flags(from: &mut Reader<'_>) -> Result<(QoS, bool)> {
    let byte = from.u8()?;
    let qos = QoS::from_u8(byte & 3).filter(|_| byte < 8);
    Ok((qos.ok_or(Malformed("a QoS of 3"))?, byte & 4 != 0))
}

#[cfg(test)]
mod tests;
