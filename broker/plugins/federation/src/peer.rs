//! Another node, as this one sees it: the streams in both directions.

use std::collections::VecDeque;

use crate::Run;
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
    pub(crate) connected: bool,
    /// Whether the connection has all it can take for the moment.
    pub(crate) held: bool,
    pub(crate) shed: u64,
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
            connected: false,
            held: false,
            shed: 0,
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

    /// Begins the stream of messages anew with those that must not be lost.
    pub(crate) fn renew_messages(&mut self) {
        let must = |event: &Event| matches!(event, Event::Forward(forward) if forward.safe);
        self.out.messages.renew(must);
        for ((place, _), at) in self.unsafe_yet.iter_mut().zip(1..) {
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
    /// Filters that it has subscribers for.
    pub routes: usize,
}
