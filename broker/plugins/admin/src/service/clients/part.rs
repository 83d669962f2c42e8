//! Copies of a part of the clients that follow them: only those are copied again that have changed.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use foldhash::fast::RandomState;
use gmqtt_plugin_api::{BrokerHandle, ClientMark, ClientView, Cursor};

use super::fields::Listed;
use super::looks::Looks;

/// Copies of a part of the clients, in no particular order.
#[derive(Clone, Default)]
pub(super) struct Part {
    rows: Vec<Row>,
    /// The places in `rows` of those that are connected.
    connected: Vec<usize>,
    /// By session.
    places: HashMap<u64, Place, RandomState>,
    /// Which look this is.
    round: u32,
    /// Something is another client than at the look before.
    is_other: bool,
}

#[derive(Clone)]
struct Row {
    session: u64,
    listed: Listed,
    looks: Looks,
}

#[derive(Clone, Copy)]
struct Place {
    row: usize,
    /// The mark of what was copied.
    state: u64,
    /// The look at which it was there last.
    round: u32,
}

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
        let part = RefCell::new(&mut *self);
        let next = round.broker.changed_clients_from(
            from,
            &mut |mark| part.borrow_mut().knows(mark),
            &mut |mark, view| part.borrow_mut().put(round, mark, view),
        );
        self.forget_others();
        if std::mem::take(&mut self.is_other) {
            let rows = self.rows.iter().enumerate();
            let connected = rows.filter(|(_, row)| row.listed.view.connected);
            self.connected = connected.map(|(place, _)| place).collect();
        }
        for place in &self.connected {
            let row = &mut self.rows[*place];
            row.listed.rates = row.looks.add(&row.listed.view, round.now);
        }
        next
    }

    /// The clients; only those that are connected, if that is enough.
    pub(super) fn clients(&self, only_connected: bool) -> impl Iterator<Item = &Listed> {
        let (some, all) = if only_connected {
            (&self.connected[..], &[][..])
        } else {
            (&[][..], &self.rows[..])
        };
        let some = some.iter().map(|place| &self.rows[*place]);
        some.chain(all).map(|row| &row.listed)
    }

    fn knows(&mut self, mark: ClientMark) -> bool {
        let Some(place) = self.places.get_mut(&mark.session) else {
            return false;
        };
        place.round = self.round;
        place.state == mark.state
    }

    fn put(&mut self, round: &Round<'_>, mark: ClientMark, view: ClientView) {
        let new = Place {
            row: self.rows.len(),
            state: mark.state,
            round: self.round,
        };
        let place = self.places.entry(mark.session).or_insert(new);
        place.state = mark.state;
        match self.rows.get_mut(place.row) {
            Some(row) => {
                let before = &row.listed.view;
                self.is_other |= before.connected != view.connected;
                if !Arc::ptr_eq(&before.info, &view.info) {
                    row.looks = Looks::begin(round.before, &view);
                }
                row.listed = Listed::new(round.node.clone(), view, None);
            }
            None => {
                self.is_other = true;
                self.rows.push(Row {
                    session: mark.session,
                    looks: Looks::begin(round.before, &view),
                    listed: Listed::new(round.node.clone(), view, None),
                });
            }
        }
    }

    /// Forgets those that were not there at this look.
    fn forget_others(&mut self) {
        let (round, before) = (self.round, self.places.len());
        self.places.retain(|_, place| place.round == round);
        if self.places.len() == before {
            return;
        }
        self.is_other = true;
        let places = &mut self.places;
        self.rows.retain(|row| places.contains_key(&row.session));
        for (at, row) in self.rows.iter().enumerate() {
            places.entry(row.session).and_modify(|place| place.row = at);
        }
    }
}
