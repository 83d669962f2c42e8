//! A stream of events from one node to another, over a network that may lose, repeat and reorder frames and go away for a while.
//!
//! Events are numbered from 1. The receiver says up to where it has everything and up to where it has dealt with everything for good;
//! the sender keeps what is not dealt with and sends it again where the receiver asks. That is go-back-n with cumulative answers:
//! between two nodes there is one connection, so that loss is rare and comes as the loss of everything after some point.

use std::collections::{BTreeSet, VecDeque};

use crate::event::{Body, Event, StreamId};

/// At most as many events go into one frame.
const EVENTS_IN_A_FRAME: usize = 512;
/// A frame is full when its events are of this weight.
const BYTES_IN_A_FRAME: usize = 256 * 1024;
/// At most as many events are under way without an answer.
const WINDOW: u64 = 8192;
/// How long to wait for an answer before asking, in milliseconds.
const PATIENCE: u64 = 1000;

/// The sending side.
#[derive(Debug)]
pub(crate) struct Outlet {
    stream: StreamId,
    /// The number of the first event that is kept.
    first: u64,
    events: VecDeque<Event>,
    /// The weight of all of them.
    bytes: usize,
    /// The number of the next one to send.
    next: u64,
    /// So many of those that are kept were sent at least once, perhaps in an earlier stream.
    sent: usize,
    /// Whether the receiver has said where it is, since the stream began or the connection was made.
    open: bool,
    /// When the receiver was last heard of or asked, in milliseconds.
    asked: u64,
}

/// What an answer of the receiver meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Nothing new.
    Nothing,
    /// It has dealt with everything up to this number for good.
    Done(u64),
    /// It lacks events that are not kept any more: a new stream has to begin.
    Lost,
}

impl Outlet {
    pub(crate) const fn new(stream: StreamId) -> Self {
        Self {
            stream,
            first: 1,
            events: VecDeque::new(),
            bytes: 0,
            next: 1,
            sent: 0,
            open: false,
            asked: 0,
        }
    }

    pub(crate) const fn stream(&self) -> StreamId {
        self.stream
    }

    /// The weight of what is kept.
    pub(crate) const fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many events are kept.
    pub(crate) fn len(&self) -> usize {
        self.events.len()
    }

    /// Adds an event, and returns its number.
    pub(crate) fn push(&mut self, event: Event) -> u64 {
        self.bytes += event.weight();
        self.events.push_back(event);
        self.first + self.events.len() as u64 - 1
    }

    /// Adds an event before those that were never sent, and returns its number: theirs are greater by one from now on.
    pub(crate) fn push_next(&mut self, event: Event) -> u64 {
        self.bytes += event.weight();
        self.events.insert(self.sent, event);
        self.first + self.sent as u64
    }

    /// The events that are kept, with their numbers, and whether each was sent: who did not confirm it may have it all the same.
    pub(crate) fn events(&self) -> impl Iterator<Item = (u64, bool, &Event)> {
        let all = (self.first..).zip(&self.events).enumerate();
        all.map(|(at, (number, event))| (number, at < self.sent, event))
    }

    /// Begins another stream with the events of this one that `keep` lets through, numbered anew.
    pub(crate) fn renew(&mut self, mut keep: impl FnMut(&Event) -> bool) {
        let mut events = std::mem::take(&mut self.events);
        let (mut at, mut sent) = (0, 0);
        events.retain(|event| {
            let stays = keep(event);
            sent += usize::from(stays && at < self.sent);
            at += 1;
            stays
        });
        *self = Self {
            bytes: events.iter().map(Event::weight).sum(),
            events,
            sent,
            ..Self::new(StreamId {
                count: self.stream.count + 1,
                ..self.stream
            })
        };
    }

    /// The connection broke: nothing is sent until there is another one.
    pub(crate) const fn close(&mut self) {
        self.open = false;
    }

    /// A connection was made: the receiver has to be asked where it is.
    pub(crate) fn ask(&mut self, now: u64) -> Body {
        self.open = false;
        self.asked = now;
        Body::Open { first: self.first }
    }

    /// The next frame to send, if there is one.
    pub(crate) fn frame(&mut self, now: u64) -> Option<Body> {
        let under_way = self.next - self.first;
        let start = usize::try_from(under_way).ok()?;
        if !self.open || under_way >= WINDOW || start >= self.events.len() {
            return None;
        }
        let mut weight = 0;
        let mut events = Vec::new();
        for event in self.events.iter().skip(start).take(EVENTS_IN_A_FRAME) {
            weight += event.weight();
            if weight > BYTES_IN_A_FRAME && !events.is_empty() {
                break;
            }
            events.push(event.clone());
        }
        if under_way == 0 {
            self.asked = now;
        }
        let first = self.next;
        self.next += events.len() as u64;
        self.sent = self.sent.max(start + events.len());
        Some(Body::Events { first, events })
    }

    /// The receiver says where it is.
    pub(crate) fn have(&mut self, received: u64, done: u64, again: bool, now: u64) -> Heard {
        if received + 1 < self.first {
            // Also an old answer that comes late; asking again tells.
            return if again { Heard::Lost } else { Heard::Nothing };
        }
        let newest = self.first + self.events.len() as u64 - 1;
        let done = done.min(newest);
        let news = done >= self.first;
        while self.first <= done {
            if let Some(event) = self.events.pop_front() {
                self.bytes -= event.weight();
            }
            self.sent = self.sent.saturating_sub(1);
            self.first += 1;
        }
        if again {
            self.open = true;
            self.next = (received + 1).clamp(self.first, newest + 1);
            self.asked = now;
        }
        self.next = self.next.max(self.first);
        if news {
            self.asked = now;
            Heard::Done(done)
        } else {
            Heard::Nothing
        }
    }

    /// Time has passed: what to ask a receiver that says nothing.
    pub(crate) fn tick(&mut self, now: u64) -> Option<Body> {
        let waits = !self.open || self.next > self.first;
        if !waits || now.saturating_sub(self.asked) < PATIENCE {
            return None;
        }
        // The stream stays as open as it was: an answer says what was lost, if anything.
        self.asked = now;
        Some(Body::Open { first: self.first })
    }
}

/// The receiving side.
#[derive(Debug, Default)]
pub(crate) struct Inlet {
    stream: StreamId,
    received: u64,
    /// Up to where everything is done.
    done: u64,
    /// What is done beyond.
    beyond: BTreeSet<u64>,
    /// What of that the sender has not been told.
    untold: Vec<u64>,
    /// What the sender has been told.
    told: (u64, u64),
}

impl Inlet {
    pub(crate) const fn stream(&self) -> StreamId {
        self.stream
    }

    /// The sender asks where this end is. `None` if it is a stream that is over.
    pub(crate) fn open(&mut self, stream: StreamId, first: u64) -> Option<Body> {
        if stream < self.stream {
            return None;
        }
        let before = first.saturating_sub(1);
        if stream > self.stream {
            *self = Self {
                stream,
                received: before,
                done: before,
                ..Self::default()
            };
        }
        Some(self.have(true))
    }

    /// Events have come. Returns those that are new, with the number of the first; or what to answer if some are missing.
    pub(crate) fn events(
        &mut self,
        stream: StreamId,
        first: u64,
        mut events: Vec<Event>,
    ) -> Result<(u64, Vec<Event>), Option<Body>> {
        if stream != self.stream {
            // Its Open was lost or is to come: the sender will ask.
            return Err(None);
        }
        let next = self.received + 1;
        if first > next {
            return Err(Some(self.have(true)));
        }
        let known = usize::try_from(next - first).unwrap_or(usize::MAX);
        events.drain(..known.min(events.len()));
        self.received += events.len() as u64;
        if events.is_empty() {
            // The answer to it was lost.
            self.told = (0, 0);
        }
        Ok((next, events))
    }

    /// An event has been dealt with for good.
    pub(crate) fn done(&mut self, number: u64) {
        if number <= self.done || number > self.received {
            return;
        }
        if self.beyond.insert(number) {
            self.untold.push(number);
        }
        while self.beyond.remove(&(self.done + 1)) {
            self.done += 1;
        }
    }

    /// What to tell the sender, if it does not know.
    pub(crate) fn news(&mut self) -> Option<Body> {
        let done = self.done;
        self.untold.retain(|number| *number > done);
        let is_news = self.told != (self.received, done) || !self.untold.is_empty();
        is_news.then(|| self.have(false))
    }

    fn have(&mut self, again: bool) -> Body {
        self.told = (self.received, self.done);
        let untold = std::mem::take(&mut self.untold);
        Body::Have {
            received: self.received,
            done: self.done,
            // An answer before this one may have been lost.
            beyond: if again {
                self.beyond.iter().copied().collect()
            } else {
                untold
            },
            again,
        }
    }
}
