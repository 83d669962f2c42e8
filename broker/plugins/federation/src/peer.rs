//! Another node, as this one sees it: the streams in both directions.

use std::collections::VecDeque;

use crate::Run;
use crate::effect::Token;
use crate::event::{Event, Lane, StreamId};
use crate::link::{Inlet, Outlet};

/// Another node, alive or expected back.
#[derive(Debug)]
pub(crate) struct Peer {
    /// The run of it that was heard of last.
    pub(crate) run: Run,
    pub(crate) out: Lanes<Outlet>,
    pub(crate) inn: Lanes<Inlet>,
    /// Numbers of forwarded messages count on from stream to stream.
    pub(crate) forwarded: u64,
    /// The numbers of safe messages that are kept, by their place in the stream.
    pub(crate) unsafe_yet: VecDeque<(u64, u64)>,
    /// What was sent after its client, by the numbers of forwarded messages.
    pub(crate) after: VecDeque<(u64, Token)>,
    pub(crate) connected: bool,
    /// Whether the connection has all it can take for the moment.
    pub(crate) held: bool,
    pub(crate) shed: u64,
    /// How often the stream of messages was begun anew.
    pub(crate) renewed: u64,
}

#[derive(Debug)]
pub(crate) struct Lanes<T> {
    pub(crate) control: T,
    pub(crate) messages: T,
}

impl<T> Lanes<T> {
    pub(crate) const fn at(&mut self, lane: Lane) -> &mut T {
        match lane {
            Lane::Control => &mut self.control,
            Lane::Messages => &mut self.messages,
        }
    }
}

impl Peer {
    /// `mine` is the run of this node, `run` that of the peer.
    pub(crate) fn new(mine: Run, run: Run) -> Self {
        let stream = StreamId {
            run: mine,
            count: 1,
        };
        Self {
            run,
            out: Lanes {
                control: Outlet::new(stream),
                messages: Outlet::new(stream),
            },
            inn: Lanes {
                control: Inlet::default(),
                messages: Inlet::default(),
            },
            forwarded: 0,
            unsafe_yet: VecDeque::new(),
            after: VecDeque::new(),
            connected: false,
            held: false,
            shed: 0,
            renewed: 0,
        }
    }

    /// Messages that are safe with the peer up to this place of the stream: the number of the last one.
    pub(crate) fn safe(&mut self, done: u64) -> Option<u64> {
        let mut last = None;
        while let Some((place, number)) = self.unsafe_yet.front()
            && *place <= done
        {
            last = Some(*number);
            self.unsafe_yet.pop_front();
        }
        last
    }

    /// Messages that are safe with the peer though those before them may not be: what was sent after its client and waited for that.
    pub(crate) fn safe_alone(&mut self, places: &[u64]) -> Vec<Token> {
        let mut tokens = Vec::new();
        for place in places {
            let at = self.unsafe_yet.binary_search_by_key(place, |(at, _)| *at);
            let number = at.ok().map(|at| self.unsafe_yet[at].1);
            let of = |number| self.after.binary_search_by_key(&number, |(of, _)| *of);
            if let Some(at) = number.and_then(|number| of(number).ok())
                && let Some((_, token)) = self.after.remove(at)
            {
                tokens.push(token);
            }
        }
        tokens
    }

    /// Tells it something before the messages that were never sent to it.
    pub(crate) fn tell_next(&mut self, event: Event) {
        let number = self.out.messages.push_next(event);
        let later = self.unsafe_yet.partition_point(|(at, _)| *at < number);
        for (place, _) in self.unsafe_yet.range_mut(later..) {
            *place += 1;
        }
    }

    /// The number of the forwarded message at a place of the stream, if it has to be safe.
    pub(crate) fn number_of(&self, place: u64) -> Option<u64> {
        let at = self.unsafe_yet.binary_search_by_key(&place, |(at, _)| *at);
        at.ok().map(|at| self.unsafe_yet[at].1)
    }

    /// Begins the stream of messages anew with those that must not be lost.
    pub(crate) fn renew_messages(&mut self) {
        let is_safe = |event: &Event| matches!(event, Event::Forward(forward) if forward.safe);
        let (mut places, mut shed) = (Vec::new(), 0);
        let mut at = 0;
        self.out.messages.renew(|event| {
            let is_of_moves = matches!(
                event,
                Event::Knows(_) | Event::Lost { .. } | Event::SentAgain { .. }
            );
            let stays = is_safe(event) || is_of_moves;
            at += u64::from(stays);
            shed += u64::from(!stays && matches!(event, Event::Forward(_)));
            if is_safe(event) {
                places.push(at);
            }
            stays
        });
        self.shed += shed;
        self.renewed += 1;
        for ((place, _), at) in self.unsafe_yet.iter_mut().zip(places) {
            *place = at;
        }
    }
}

/// How things stand with another node.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Events that wait to be dealt with there.
    pub waiting: usize,
    /// Their bytes, about.
    pub waiting_bytes: usize,
    /// Messages that were not forwarded because too much waited.
    pub shed: u64,
    /// How often the stream of messages to it was begun anew.
    pub renewed: u64,
    /// Filters that it has subscribers for.
    pub routes: usize,
}
