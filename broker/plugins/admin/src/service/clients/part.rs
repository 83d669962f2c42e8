//! Copies of a part of the clients that follow them: only those are copied again that have changed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use foldhash::fast::RandomState;
use gmqtt_plugin_api::{BrokerHandle, ClientMark, ClientView, Cursor};

use super::fields::Listed;
use super::looks::Looks;

/// Copies of a part of the clients.
#[derive(Clone, Default)]
pub(super) struct Part {
    /// Those that are connected lie together, in no particular order: they are what is looked through most.
    connected: Vec<Row>,
    away: Vec<Row>,
    /// By session.
    places: HashMap<u64, Place, RandomState>,
    /// Which look this is; it goes round.
    round: u16,
    /// How many were there at it.
    seen: usize,
}

#[derive(Clone)]
struct Row {
    session: u64,
    listed: Listed,
    looks: Looks,
}

/// Small: all of them are looked up in each round.
#[derive(Clone, Copy)]
struct Place {
    /// The mark of what was copied.
    state: u64,
    /// In `connected`, or in `away`.
    row: u32,
    is_connected: bool,
    /// The look at which it was there last.
    round: u16,
}

/// Rows are larger than what the processor fetches ahead by itself: so many are touched before they are shown, for it to fetch them side by
/// side.
const AHEAD: usize = 16;

/// One look at all clients.
pub(super) struct Round<'a> {
    pub(super) broker: &'a BrokerHandle,
    pub(super) node: &'a Arc<str>,
    pub(super) now: Instant,
    /// When the look before was, if there was one.
    pub(super) before: Option<Instant>,
}

impl Part {
    /// Looks at this part of the clients; where the next one begins.
    pub(super) fn follow(&mut self, round: &Round<'_>, from: Cursor) -> Option<Cursor> {
        self.round = self.round.wrapping_add(1);
        self.seen = 0;
        let part = RefCell::new(&mut *self);
        let next = round.broker.changed_clients_from(
            from,
            &mut |mark| part.borrow_mut().knows(mark),
            &mut |mark, view| part.borrow_mut().put(round, mark, view),
        );
        self.forget_others();
        for row in &mut self.connected {
            row.listed.rates = row.looks.add(&row.listed.view, round.now);
        }
        next
    }

    /// The clients; only those that are connected, if that is enough.
    pub(super) fn clients(&self, only_connected: bool) -> impl Iterator<Item = &Listed> {
        let away = if only_connected {
            &[][..]
        } else {
            &self.away[..]
        };
        let rows = self.connected.chunks(AHEAD).chain(away.chunks(AHEAD));
        let touched = rows.flat_map(|few| {
            black_box(few.iter().map(|row| row.listed.touch()).sum::<usize>());
            few
        });
        touched.map(|row| &row.listed)
    }

    /// How many clients there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    fn knows(&mut self, mark: ClientMark) -> bool {
        let Some(place) = self.places.get_mut(&mark.session) else {
            return false;
        };
        self.seen += 1;
        place.round = self.round;
        place.state == mark.state
    }

    fn put(&mut self, round: &Round<'_>, mark: ClientMark, view: ClientView) {
        let before = self.places.get(&mark.session).copied();
        self.seen += usize::from(before.is_none());
        let before = before.map(|place| self.take(place));
        let looks = match before {
            Some(row) if Arc::ptr_eq(&row.listed.view.info, &view.info) => row.looks,
            _ => Looks::begin(round.before, &view),
        };
        let is_connected = view.connected;
        let rows = self.rows(is_connected);
        let row = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        rows.push(Row {
            session: mark.session,
            listed: Listed::new(round.node.clone(), view, None),
            looks,
        });
        let place = Place {
            state: mark.state,
            row,
            is_connected,
            round: self.round,
        };
        self.places.insert(mark.session, place);
    }

    /// Takes out a row; another one takes its place.
    fn take(&mut self, place: Place) -> Row {
        let rows = self.rows(place.is_connected);
        let at = place.row as usize;
        let taken = rows.swap_remove(at);
        let moved = rows.get(at).map(|row| row.session);
        if let Some(moved) = moved.and_then(|moved| self.places.get_mut(&moved)) {
            moved.row = place.row;
        }
        taken
    }

    const fn rows(&mut self, connected: bool) -> &mut Vec<Row> {
        if connected {
            &mut self.connected
        } else {
            &mut self.away
        }
    }

    /// Forgets those that were not there at this look.
    fn forget_others(&mut self) {
        if self.seen == self.places.len() {
            return;
        }
        let gone = self
            .places
            .iter()
            .filter(|(_, place)| place.round != self.round);
        let gone: Vec<u64> = gone.map(|(session, _)| *session).collect();
        for session in gone {
            if let Some(place) = self.places.remove(&session) {
                self.take(place);
            }
        }
    }
}
