//! Reads frames that may come from anybody.

use bytes::{Buf as _, Bytes};

use super::{body, kind};
use crate::{
    Body, ClaimId, Event, Forward, Frame, Known, Lane, NodeName, Run, Stamp, StreamId, Time, View,
};

/// What is wrong with bytes that claim to be a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// They end too early, or a length in them is too long.
    #[error("it ends too early")]
    Short,
    /// A mark that means nothing.
    #[error("unknown {what} {mark}")]
    Unknown {
        /// What it should mark.
        what: &'static str,
        /// The mark.
        mark: u8,
    },
    /// A number that does not fit.
    #[error("a number is too large")]
    Number,
    /// A text that is not UTF-8.
    #[error("a text is not UTF-8")]
    Text,
    /// There are bytes behind the frame.
    #[error("there is something behind it")]
    Behind,
}

type Read<T> = Result<T, Malformed>;

pub(super) fn frame(bytes: Bytes) -> Read<Frame> {
    let mut from = Reader(bytes);
    let lane = match from.mark()? {
        0 => Lane::Control,
        1 => Lane::Messages,
        mark => return Err(unknown("lane", mark)),
    };
    let stream = StreamId {
        run: Run(from.number()?),
        count: from.number()?,
    };
    let body = match from.mark()? {
        body::OPEN => Body::Open {
            first: from.number()?,
        },
        body::EVENTS => {
            let first = from.number()?;
            let count = from.count(1)?;
            let mut events = Vec::with_capacity(count.min(MOST_RESERVED));
            for _ in 0..count {
                events.push(from.event()?);
            }
            Body::Events { first, events }
        }
        body::HAVE => Body::Have {
            received: from.number()?,
            done: from.number()?,
            beyond: from.numbers()?,
            again: from.flag()?,
        },
        mark => return Err(unknown("body", mark)),
    };
    if from.0.has_remaining() {
        return Err(Malformed::Behind);
    }
    Ok(Frame { lane, stream, body })
}

/// Room for more events than a node sends in a frame is not made in advance.
const MOST_RESERVED: usize = 512;

const fn unknown(what: &'static str, mark: u8) -> Malformed {
    Malformed::Unknown { what, mark }
}

/// What has not been read yet.
struct Reader(Bytes);

impl Reader {
    fn event(&mut self) -> Read<Event> {
        Ok(match self.mark()? {
            kind::INTERESTS_BEGIN => Event::InterestsBegin,
            kind::INTEREST => Event::Interest {
                filter: self.text()?,
                members: self.small()?,
            },
            kind::INTERESTS_END => Event::InterestsEnd,
            kind::DIGEST => {
                let count = self.count(size_of::<u64>())?;
                let parts = (0..count).map(|_| self.wide());
                Event::Digest(parts.collect::<Read<_>>()?)
            }
            kind::WANTED => Event::Wanted(self.bytes()?.to_vec().into()),
            kind::RETAINED => Event::Retained {
                topic: self.text()?,
                stamp: self.stamp()?,
                message: self.optional(Self::bytes)?,
            },
            kind::FORWARD => Event::Forward(self.forward()?),
            kind::ARRIVED => Event::Arrived {
                arrival: self.number()?,
                from: self.node()?,
                filters: self.texts()?,
                fetched: self.optional(|it| Ok((it.text()?, it.stamp()?)))?,
            },
            kind::KNOWS => Event::Knows(self.known()?),
            mark => self.claim_event(mark)?,
        })
    }

    /// Who has the session of which client.
    fn claim_event(&mut self, mark: u8) -> Read<Event> {
        match mark {
            kind::SETTLED => return Ok(Event::Settled(View(self.wide()?))),
            kind::DENIED => {
                let claim = self.claim()?;
                let by = self.stamp()?;
                return Ok(Event::Denied { claim, by });
            }
            kind::HANDED => {
                return Ok(Event::Handed {
                    claim: self.claim()?,
                    session: self.optional(Self::bytes)?,
                });
            }
            kind::REGISTER..=kind::SUPERSEDED | kind::LOST | kind::SENT_AGAIN => {}
            mark => return Err(unknown("event", mark)),
        }
        let (client, stamp) = (self.text()?, self.stamp()?);
        Ok(match mark {
            kind::REGISTER => Event::Register { client, stamp },
            kind::RELEASE => Event::Release { client, stamp },
            kind::CLAIM => Event::Claim {
                claim: self.claim()?,
                client,
                stamp,
            },
            kind::GRANTED => Event::Granted {
                claim: self.claim()?,
                client,
                stamp,
                previous: self.optional(Self::stamp)?,
            },
            kind::TAKE => Event::Take {
                claim: self.claim()?,
                client,
                stamp,
                clean: self.flag()?,
            },
            kind::IMPORTED => Event::Imported {
                client,
                stamp,
                arrival: self.number()?,
            },
            kind::SUPERSEDED => Event::Superseded { client, stamp },
            kind::LOST => Event::Lost {
                client,
                stamp,
                version: self.number()?,
            },
            kind::SENT_AGAIN => Event::SentAgain { client, stamp },
            mark => return Err(unknown("event", mark)),
        })
    }

    fn forward(&mut self) -> Read<Forward> {
        let flags = self.mark()?;
        if flags > 3 {
            return Err(unknown("flags of a message", flags));
        }
        let message = self.bytes()?;
        let client = self.optional(Self::text)?;
        Ok(Forward {
            message,
            safe: flags & 1 != 0,
            plain: flags & 2 != 0,
            groups: self.texts()?,
            client,
            known: self.number()?,
        })
    }

    fn known(&mut self) -> Read<Known> {
        Ok(Known {
            origin: self.node()?,
            node: self.node()?,
            arrival: self.number()?,
            version: self.number()?,
            through: self.flag()?,
        })
    }

    fn node(&mut self) -> Read<NodeName> {
        Ok(NodeName::new(&self.text()?))
    }

    fn texts(&mut self) -> Read<Box<[Box<str>]>> {
        let count = self.count(1)?;
        (0..count).map(|_| self.text()).collect()
    }

    fn numbers(&mut self) -> Read<Vec<u64>> {
        let count = self.count(1)?;
        (0..count).map(|_| self.number()).collect()
    }

    fn claim(&mut self) -> Read<ClaimId> {
        self.number().map(ClaimId)
    }

    fn stamp(&mut self) -> Read<Stamp> {
        Ok(Stamp {
            time: Time {
                millis: self.number()?,
                count: self.small()?,
            },
            node: self.node()?,
        })
    }

    fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Read<T>) -> Read<Option<T>> {
        if self.flag()? {
            read(self).map(Some)
        } else {
            Ok(None)
        }
    }

    fn text(&mut self) -> Read<Box<str>> {
        let bytes = self.bytes()?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Malformed::Text)?;
        Ok(text.into())
    }

    fn bytes(&mut self) -> Read<Bytes> {
        let length = self.count(1)?;
        Ok(self.0.split_to(length))
    }

    /// The number of things that take so many bytes each at least, and are there.
    fn count(&mut self, each: usize) -> Read<usize> {
        let count = usize::try_from(self.number()?).map_err(|_| Malformed::Short)?;
        if count > self.0.remaining() / each {
            return Err(Malformed::Short);
        }
        Ok(count)
    }

    fn flag(&mut self) -> Read<bool> {
        match self.mark()? {
            0 => Ok(false),
            1 => Ok(true),
            mark => Err(unknown("flag", mark)),
        }
    }

    fn small(&mut self) -> Read<u32> {
        u32::try_from(self.number()?).map_err(|_| Malformed::Number)
    }

    fn number(&mut self) -> Read<u64> {
        let mut number = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.mark()?;
            let part = u64::from(byte & 0x7f);
            if part << shift >> shift != part {
                return Err(Malformed::Number);
            }
            number |= part << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(Malformed::Number)
    }

    fn wide(&mut self) -> Read<u64> {
        self.0.try_get_u64().map_err(|_| Malformed::Short)
    }

    fn mark(&mut self) -> Read<u8> {
        self.0.try_get_u8().map_err(|_| Malformed::Short)
    }
}
