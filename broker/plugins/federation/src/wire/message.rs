//! What is said on a link, and how it is written: `mark u8`, then for a frame what [`codec`](crate::codec) says.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

use crate::{Frame, Run, codec};

/// The version of what is said; a node refuses another one.
pub(crate) const VERSION: u16 = 1;

/// Random bytes that are used once.
pub(crate) type Nonce = [u8; 32];

/// What is said on a link.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Message {
    /// What this is all about.
    Frame(Frame),
    /// To be answered with [`Message::Pong`] and the number.
    Ping(u64),
    /// See [`Message::Ping`].
    Pong(u64),
    /// The first word of the node that connects.
    Hello(Hello),
    /// The answer.
    Welcome(Welcome),
}

/// The first word of the node that connects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hello {
    pub(crate) version: u16,
    pub(crate) run: Run,
    pub(crate) nonce: Nonce,
    /// Who it is.
    pub(crate) from: Box<str>,
    /// Whom it wants.
    pub(crate) to: Box<str>,
}

/// What answers a [`Hello`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Welcome {
    pub(crate) run: Run,
    pub(crate) nonce: Nonce,
    /// That it knows the secret.
    pub(crate) proof: [u8; 32],
}

mod mark {
    pub(super) const FRAME: u8 = 0;
    pub(super) const PING: u8 = 1;
    pub(super) const PONG: u8 = 2;
    pub(super) const HELLO: u8 = 3;
    pub(super) const WELCOME: u8 = 4;
}

impl Message {
    pub(crate) fn write(&self, out: &mut BytesMut) {
        match self {
            Self::Frame(frame) => {
                out.put_u8(mark::FRAME);
                codec::write(frame, out);
            }
            Self::Ping(number) => {
                out.put_u8(mark::PING);
                out.put_u64(*number);
            }
            Self::Pong(number) => {
                out.put_u8(mark::PONG);
                out.put_u64(*number);
            }
            Self::Hello(hello) => {
                out.put_u8(mark::HELLO);
                out.put_u16(hello.version);
                out.put_u64(hello.run.0);
                out.put_slice(&hello.nonce);
                for name in [&hello.from, &hello.to] {
                    // Names are host names: the config keeps them short.
                    out.put_u16(name.len() as u16);
                    out.put_slice(name.as_bytes());
                }
            }
            Self::Welcome(welcome) => {
                out.put_u8(mark::WELCOME);
                out.put_u64(welcome.run.0);
                out.put_slice(&welcome.nonce);
                out.put_slice(&welcome.proof);
            }
        }
    }

    /// `None` if the bytes are no message.
    pub(crate) fn read(mut bytes: Bytes) -> Option<Self> {
        let message = match bytes.try_get_u8().ok()? {
            mark::FRAME => return codec::read(bytes).ok().map(Self::Frame),
            mark::PING => Self::Ping(bytes.try_get_u64().ok()?),
            mark::PONG => Self::Pong(bytes.try_get_u64().ok()?),
            mark::HELLO => Self::Hello(Hello {
                version: bytes.try_get_u16().ok()?,
                run: Run(bytes.try_get_u64().ok()?),
                nonce: array(&mut bytes)?,
                from: name(&mut bytes)?,
                to: name(&mut bytes)?,
            }),
            mark::WELCOME => Self::Welcome(Welcome {
                run: Run(bytes.try_get_u64().ok()?),
                nonce: array(&mut bytes)?,
                proof: array(&mut bytes)?,
            }),
            _ => return None,
        };
        bytes.is_empty().then_some(message)
    }
}

fn array(bytes: &mut Bytes) -> Option<[u8; 32]> {
    let mut array = [0; 32];
    bytes.try_copy_to_slice(&mut array).ok()?;
    Some(array)
}

fn name(bytes: &mut Bytes) -> Option<Box<str>> {
    let length = usize::from(bytes.try_get_u16().ok()?);
    if length > bytes.len() {
        return None;
    }
    let name = bytes.split_to(length);
    std::str::from_utf8(&name).ok().map(Into::into)
}

/// Messages for gRPC.
#[derive(Debug, Clone, Default)]
pub(crate) struct MessageCodec {
    scratch: BytesMut,
}

impl Codec for MessageCodec {
    type Encode = Message;
    type Decode = Message;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        Self::default()
    }

    fn decoder(&mut self) -> Self {
        Self::default()
    }
}

impl Encoder for MessageCodec {
    type Item = Message;
    type Error = Status;

    fn encode(&mut self, message: Message, out: &mut EncodeBuf<'_>) -> Result<(), Status> {
        self.scratch.clear();
        message.write(&mut self.scratch);
        out.put_slice(&self.scratch);
        if self.scratch.capacity() > MOST_KEPT {
            self.scratch = BytesMut::new();
        }
        Ok(())
    }
}

impl Decoder for MessageCodec {
    type Item = Message;
    type Error = Status;

    fn decode(&mut self, from: &mut DecodeBuf<'_>) -> Result<Option<Message>, Status> {
        let bytes = from.copy_to_bytes(from.remaining());
        match Message::read(bytes) {
            Some(message) => Ok(Some(message)),
            None => Err(Status::invalid_argument(
                "this is no message; do both nodes run the same version of gmqtt?",
            )),
        }
    }
}

/// Room for writing that is kept from message to message.
const MOST_KEPT: usize = 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Body, Lane, StreamId};
    use proptest::prelude::*;

    fn message() -> impl Strategy<Value = Message> {
        let hello = (
            any::<u16>(),
            any::<u64>(),
            any::<Nonce>(),
            "\\PC{0,9}",
            "\\PC{0,9}",
        );
        let hello = hello.prop_map(|(version, run, nonce, from, to)| {
            Message::Hello(Hello {
                version,
                run: Run(run),
                nonce,
                from: from.into(),
                to: to.into(),
            })
        });
        let welcome = (any::<u64>(), any::<Nonce>(), any::<Nonce>());
        let welcome = welcome.prop_map(|(run, nonce, proof)| {
            Message::Welcome(Welcome {
                run: Run(run),
                nonce,
                proof,
            })
        });
        let frame = any::<u64>().prop_map(|first| {
            Message::Frame(Frame {
                lane: Lane::Control,
                stream: StreamId::default(),
                body: Body::Open { first },
            })
        });
        prop_oneof![
            hello,
            welcome,
            frame,
            any::<u64>().prop_map(Message::Ping),
            any::<u64>().prop_map(Message::Pong),
        ]
    }

    fn written(message: &Message) -> Bytes {
        let mut out = BytesMut::new();
        message.write(&mut out);
        out.freeze()
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(message in message()) {
            prop_assert_eq!(Message::read(written(&message)), Some(message));
        }

        #[test]
        fn a_message_that_is_cut_or_longer_is_none(
            message in message(),
            cut in any::<prop::sample::Index>(),
        ) {
            let bytes = written(&message);
            prop_assert_eq!(Message::read(bytes.slice(..cut.index(bytes.len()))), None);
            let longer = [&bytes[..], &[0]].concat();
            prop_assert_eq!(Message::read(longer.into()), None);
        }

        #[test]
        fn any_bytes_are_a_message_or_none(bytes in prop::collection::vec(any::<u8>(), 0..120)) {
            if let Some(message) = Message::read(bytes.into()) {
                prop_assert_eq!(Message::read(written(&message)), Some(message));
            }
        }
    }
}
