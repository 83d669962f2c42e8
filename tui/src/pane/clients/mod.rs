//! The list of clients: the first ones in an order, of those that a filter fits. The broker filters and orders; what is here is
//! what fits on a screen or two.

mod columns;
mod draw;

pub(super) use columns::expiry;
pub(crate) use columns::{CLIENT_COLUMNS, CLIENT_FIELDS};
pub(crate) use draw::draw;

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::{
    app::{App, Deed, Intention, PickFor, View, movement, shown},
    data::{ClientRow, Data},
    look::Glyphs,
    settings::Settings,
    widget::{Align, Choice, Column, Cursor, table_widths},
};

/// Which sessions are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Presence {
    #[default]
    All,
    Online,
    Offline,
}

/// The list's state.
#[derive(Debug, Default)]
pub(crate) struct ClientsPane {
    pub(crate) cursor: Cursor,
    /// The client under the cursor: the cursor stays with it when rows change places.
    id: Option<String>,
    /// Clients that are marked.
    pub(crate) marks: BTreeSet<String>,
    /// Where the last mark was set.
    mark: Option<usize>,
    pub(crate) filter: String,
    pub(crate) online: Presence,
    /// Which of [`CLIENT_COLUMNS`] orders the list.
    sort: Option<usize>,
    descending: bool,
    /// Names of the columns; empty for the usual ones.
    pub(crate) columns: Vec<String>,
    /// Columns scrolled out at the left.
    scroll: usize,
    /// The client that is kept on top.
    pinned: Option<String>,
}

impl ClientsPane {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            columns: settings.columns.clone(),
            sort: CLIENT_COLUMNS
                .iter()
                .position(|column| column.name == "out"),
            descending: true,
            ..Self::default()
        }
    }

    /// Which clients are wanted, in the filter language.
    pub(crate) fn query(&self) -> String {
        let typed = match self.filter.strip_prefix('!') {
            Some(rest) if !rest.trim().is_empty() => format!("NOT ({})", rest.trim()),
            _ => self.filter.clone(),
        };
        let state = match self.online {
            Presence::All => return typed,
            Presence::Online => "connected=true",
            Presence::Offline => "connected=false",
        };
        if typed.is_empty() {
            state.to_owned()
        } else {
            format!("{state} AND ({typed})")
        }
    }

    /// The order that is wanted.
    pub(crate) fn order_by(&self) -> String {
        let Some(column) = self.sort.and_then(|at| CLIENT_COLUMNS.get(at)) else {
            return String::new();
        };
        // Since long ago is since a small number.
        let descending = self.descending != (column.name == "since");
        format!("{}{}", if descending { "-" } else { "" }, column.field)
    }

    /// Orders by the column number `column`; the other way round if it does already.
    pub(crate) fn sort_by(&mut self, column: usize) {
        if CLIENT_COLUMNS
            .get(column)
            .is_none_or(|column| column.field.is_empty())
        {
            return;
        }
        if self.sort == Some(column) {
            self.descending = !self.descending;
        } else {
            self.sort = Some(column);
            self.descending = CLIENT_COLUMNS[column].align == Align::Right;
        }
    }

    /// Orders by the column that a field or a name stands for, as `-queue_len` or `queue`.
    pub(crate) fn sort_by_name(&mut self, name: &str) -> bool {
        let (descending, name) = name
            .strip_prefix('-')
            .map_or((None, name), |name| (Some(true), name));
        let found = CLIENT_COLUMNS.iter().position(|column| {
            !column.field.is_empty() && (column.name == name || column.field == name)
        });
        let Some(at) = found else { return false };
        self.sort = Some(at);
        self.descending = descending.unwrap_or(CLIENT_COLUMNS[at].align == Align::Right);
        true
    }

    /// Numbers of the columns that are shown, in their order.
    fn shown(&self) -> Vec<usize> {
        let chosen: Vec<usize> = self
            .columns
            .iter()
            .filter_map(|name| CLIENT_COLUMNS.iter().position(|column| column.name == name))
            .collect();
        let mut shown = if chosen.is_empty() {
            (0..CLIENT_COLUMNS.len())
                .filter(|at| CLIENT_COLUMNS[*at].usual)
                .collect()
        } else {
            chosen
        };
        // The name stays where it is; the others scroll.
        let scroll = self.scroll.min(shown.len().saturating_sub(2));
        shown.drain(1..=scroll.min(shown.len() - 1));
        shown
    }

    fn table(&self, glyphs: Glyphs, totals: bool) -> (Vec<usize>, Vec<Column>) {
        let shown = self.shown();
        let columns = shown
            .iter()
            .map(|at| {
                let column = &CLIENT_COLUMNS[*at];
                let title = if totals { column.total } else { column.title };
                let sign = match (self.sort == Some(*at), self.descending) {
                    (false, _) => "",
                    (true, true) => glyphs.down(),
                    (true, false) => glyphs.up(),
                };
                Column {
                    title: format!("{title}{sign}"),
                    width: column.width,
                    grow: column.grow,
                    align: column.align,
                }
            })
            .collect();
        (shown, columns)
    }

    /// The column at `x` of a screen that is `width` wide.
    pub(crate) fn column_at(&self, x: u16, width: u16, totals: bool) -> Option<usize> {
        let (shown, columns) = self.table(Glyphs { ascii: true }, totals);
        let mut left = 2;
        for (at, width) in shown
            .into_iter()
            .zip(table_widths(&columns, width.saturating_sub(3)))
        {
            if width > 0 && (left..left + width).contains(&x) {
                return Some(at);
            }
            left += if width > 0 { width + 1 } else { 0 };
        }
        None
    }

    /// The rows, the one that is kept on top first.
    fn rows<'a>(&self, data: &'a Data) -> Vec<&'a ClientRow> {
        let mut rows: Vec<&ClientRow> = data.clients.rows.iter().collect();
        if let Some(at) = self
            .pinned
            .as_ref()
            .and_then(|id| rows.iter().position(|row| row.id == *id))
        {
            let row = rows.remove(at);
            rows.insert(0, row);
        }
        rows
    }

    /// Keeps the cursor on its client.
    pub(crate) fn settle(&mut self, data: &Data, page: usize) {
        let rows = self.rows(data);
        let found = self
            .id
            .as_ref()
            .and_then(|id| rows.iter().position(|row| row.id == *id));
        if let Some(at) = found {
            self.cursor.go(at, rows.len());
        }
        self.cursor.settle(rows.len(), page);
        if found.is_none() {
            self.id = rows.get(self.cursor.at).map(|row| row.id.clone());
        }
    }

    /// Puts the cursor on the row number `at`.
    pub(crate) fn select(&mut self, data: &Data, at: usize) {
        let rows = self.rows(data);
        self.cursor.go(at, rows.len());
        self.id = rows.get(self.cursor.at).map(|row| row.id.clone());
    }

    /// The clients that a key is about: the marked ones, or the one under the cursor.
    fn meant(&self) -> Vec<String> {
        if self.marks.is_empty() {
            self.id.clone().into_iter().collect()
        } else {
            self.marks.iter().cloned().collect()
        }
    }

    /// Marks the row under the cursor, or those from the last mark up to it.
    fn mark(&mut self, data: &Data, range: bool) {
        let rows = self.rows(data);
        let at = self.cursor.at;
        let from = if range {
            self.mark.unwrap_or(at).min(rows.len())
        } else {
            at
        };
        let (low, high) = (from.min(at), from.max(at));
        let ids: Vec<String> = rows
            .iter()
            .skip(low)
            .take(high - low + 1)
            .map(|row| row.id.clone())
            .collect();
        for id in ids {
            if range || !self.marks.remove(&id) {
                self.marks.insert(id);
            }
        }
        self.mark = Some(at);
        if !range {
            self.select(data, at + 1);
        }
    }
}

impl App {
    /// Does what a key means here, and says whether it means something.
    pub(crate) fn clients_key(&mut self, key: KeyEvent, page: usize) -> bool {
        let data = shown(&self.frozen, &self.data);
        if let Some(rows) = movement(key, page) {
            let at = self.clients.cursor.at.saturating_add_signed(rows);
            self.clients.select(data, at);
            return true;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Enter => {
                if let Some(id) = self.clients.id.clone() {
                    self.show_client(id);
                }
            }
            KeyCode::Char(' ') => self.clients.mark(data, control),
            KeyCode::Null => self.clients.mark(data, true),
            KeyCode::Char('\\') => self.clients.marks.clear(),
            KeyCode::Char('s') => self.pick_order(),
            KeyCode::Char('<') => self.turn_order(-1),
            KeyCode::Char('>') => self.turn_order(1),
            KeyCode::Char('i') => self.clients.descending = !self.clients.descending,
            KeyCode::Char('o') => self.pick_columns(),
            KeyCode::Char('a') => {
                self.clients.online = match self.clients.online {
                    Presence::All => Presence::Online,
                    Presence::Online => Presence::Offline,
                    Presence::Offline => Presence::All,
                };
            }
            KeyCode::Char('f') => {
                self.clients.pinned = match self.clients.pinned.take() {
                    Some(_) => None,
                    None => self.clients.id.clone(),
                };
            }
            KeyCode::Left | KeyCode::Char('h') => {
                self.clients.scroll = self.clients.scroll.saturating_sub(1)
            }
            KeyCode::Right | KeyCode::Char('l') => {
                let shown = self.clients.shown().len();
                self.clients.scroll += usize::from(shown > 2);
            }
            KeyCode::Esc if !self.clients.filter.is_empty() => self.clients.filter.clear(),
            _ => {
                let ids = self.clients.meant();
                return self.client_deeds(key, ids);
            }
        }
        true
    }

    /// The keys that are about clients, in the list and in the view of one.
    pub(super) fn client_deeds(&mut self, key: KeyEvent, ids: Vec<String>) -> bool {
        let Some(first) = ids.first().cloned() else {
            return false;
        };
        match key.code {
            KeyCode::Char('K') => self.open_deed(Deed::Kick(ids)),
            KeyCode::Char('T') => self.open_deed(Deed::Terminate(ids)),
            KeyCode::Char('B') => self.open_deed(Deed::Ban(ids)),
            KeyCode::Char('S') => self.open_deed(Deed::Subscribe(first)),
            KeyCode::Char('U') => {
                let filter = self.client.filter(self.shown(), &first);
                self.open_deed(Deed::Unsubscribe(first, filter));
            }
            KeyCode::Char('t') => {
                self.events.client = Some(first.clone());
                self.events.trace = Some(first);
                self.go(View::Events);
            }
            KeyCode::Char('y') => {
                self.intend(Intention::Copy(ids.join("\n")));
                self.say(true, format!("copied {}", crate::app::quoted(&first)));
            }
            _ => return false,
        }
        true
    }

    fn turn_order(&mut self, by: isize) {
        let shown: Vec<usize> = self
            .clients
            .shown()
            .into_iter()
            .filter(|at| !CLIENT_COLUMNS[*at].field.is_empty())
            .collect();
        let now = self
            .clients
            .sort
            .and_then(|sort| shown.iter().position(|at| *at == sort));
        let next = now.map_or(0, |now| now.saturating_add_signed(by).min(shown.len() - 1));
        if let Some(column) = shown.get(next)
            && self.clients.sort != Some(*column)
        {
            self.clients.sort_by(*column);
        }
    }

    fn pick_order(&mut self) {
        let columns: Vec<_> = CLIENT_COLUMNS
            .iter()
            .enumerate()
            .filter(|(_, column)| !column.field.is_empty())
            .collect();
        let at = columns
            .iter()
            .position(|(at, _)| self.clients.sort == Some(*at));
        let choices = columns
            .iter()
            .map(|(_, column)| Choice::new(column.name, column.title).remark(column.field))
            .collect();
        let hint = "enter order; again to invert  esc close";
        self.open_pick(
            PickFor::ClientOrder,
            "Order by",
            hint,
            choices,
            at.unwrap_or(0),
        );
    }

    fn pick_columns(&mut self) {
        let scroll = std::mem::take(&mut self.clients.scroll);
        let shown = self.clients.shown();
        self.clients.scroll = scroll;
        let hidden = (0..CLIENT_COLUMNS.len()).filter(|at| !shown.contains(at));
        let choices = shown
            .iter()
            .copied()
            .chain(hidden)
            .map(|at| {
                Choice::switch(
                    CLIENT_COLUMNS[at].name,
                    CLIENT_COLUMNS[at].title,
                    shown.contains(&at),
                )
            })
            .collect();
        let hint = "space show or hide  < > move  enter done";
        self.open_pick(PickFor::ClientColumns, "Columns", hint, choices, 0);
    }
}
