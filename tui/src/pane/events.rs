//! What happens: events, the broker's log, the packets of a client that is traced.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;

use super::draw_missing;
use crate::{
    app::{App, Deed, Intention, PickFor, movement, shown},
    data::{Data, Event, MAX_EVENTS, Piece, Severity},
    look::Look,
    units,
    widget::{Cell, Choice, Column, Cursor, Pen, Row, draw_table},
};

/// Kinds of events there are.
const KINDS: &[&str] = &[
    "connect",
    "disconnect",
    "auth_fail",
    "subscribe",
    "unsubscribe",
    "session_end",
    "drop",
    "slow",
    "cluster",
    "config",
    "audit",
    "listener",
    "broker",
    "packet",
    "log error",
    "log warn",
    "log info",
    "log debug",
];

/// The view's state.
#[derive(Debug)]
pub(crate) struct EventsPane {
    cursor: Cursor,
    /// Whether the cursor stays at the end.
    following: bool,
    /// What events must contain; with `!` in front, must not.
    pub(crate) filter: String,
    /// Kinds that are not shown.
    pub(crate) hidden: BTreeSet<String>,
    /// Only those of one client.
    pub(crate) client: Option<String>,
    /// The client whose packets are traced.
    pub(crate) trace: Option<String>,
}

impl Default for EventsPane {
    fn default() -> Self {
        Self {
            cursor: Cursor::default(),
            following: true,
            filter: String::new(),
            hidden: BTreeSet::from(["log debug".to_owned()]),
            client: None,
            trace: None,
        }
    }
}

impl EventsPane {
    fn rows<'a>(&self, data: &'a Data) -> Vec<&'a Event> {
        let (inverse, wanted) = match self.filter.strip_prefix('!') {
            Some(rest) => (true, rest.to_lowercase()),
            None => (false, self.filter.to_lowercase()),
        };
        let contains = |event: &Event| {
            [&event.kind, &event.subject, &event.message]
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted))
        };
        data.events
            .iter()
            .filter(|event| !self.hidden.contains(&event.kind))
            .filter(|event| self.client.is_none() || event.client() == self.client.as_deref())
            .filter(|event| wanted.is_empty() || contains(event) != inverse)
            .collect()
    }

    /// Keeps the cursor at the end, or on a row that is there.
    pub(crate) fn settle(&mut self, data: &Data, page: usize) {
        let len = self.rows(data).len();
        if self.following {
            self.cursor.go(usize::MAX, len);
        }
        self.cursor.settle(len, page);
    }
}

impl App {
    /// Does what a key means here, and says whether it means something.
    pub(crate) fn events_key(&mut self, key: KeyEvent, page: usize) -> bool {
        let data = shown(&self.frozen, &self.data);
        if let Some(rows) = movement(key, page) {
            let len = self.events.rows(data).len();
            self.events.cursor.step(rows, len);
            self.events.following = self.events.cursor.at + 1 >= len;
            return true;
        }
        match key.code {
            KeyCode::Char(' ') => self.pause_events(),
            KeyCode::Char('.') => {
                self.frozen = None;
                self.events.following = true;
            }
            KeyCode::Char('e') => {
                let choices = KINDS
                    .iter()
                    .map(|kind| Choice::switch(*kind, *kind, !self.events.hidden.contains(*kind)));
                let choices = choices.collect();
                self.open_pick(
                    PickFor::EventKinds,
                    "Kinds of events",
                    "space show or hide  enter done",
                    choices,
                    0,
                );
            }
            KeyCode::Char('L') => self.open_deed(Deed::LogLevel),
            KeyCode::Enter => {
                let rows = self.events.rows(data);
                let id = rows
                    .get(self.events.cursor.at)
                    .and_then(|event| event.client())
                    .map(str::to_owned);
                match id {
                    Some(id) => self.show_client(id),
                    None => self.say(false, "this event is not about a client"),
                }
            }
            KeyCode::Char('w') => return self.export_key(),
            KeyCode::Char('y') => {
                let rows = self.events.rows(data);
                let text = rows
                    .get(self.events.cursor.at)
                    .map(|event| event.sentence())
                    .unwrap_or_default();
                self.say(true, "copied the event");
                self.intend(Intention::Copy(text));
            }
            KeyCode::Esc if self.events.client.is_some() => {
                self.events.client = None;
                self.events.trace = None;
            }
            KeyCode::Esc if !self.events.filter.is_empty() => self.events.filter.clear(),
            _ => return false,
        }
        true
    }

    /// Stands still, or follows what happens.
    fn pause_events(&mut self) {
        if self.frozen.is_some() || self.events.following {
            self.toggle_pause();
        }
        self.events.following = self.frozen.is_none();
    }
}

/// Draws the view.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let (data, pane) = (app.shown(), &app.events);
    let (name, remark) = titles(pen, app);
    let inside = pen.frame(area, &name, &remark);
    let rows = pane.rows(data);
    let untraceable = pane.trace.is_some() && data.troubles.contains_key(&Piece::Trace);
    let piece = if untraceable {
        Piece::Trace
    } else {
        Piece::Events
    };
    if rows.is_empty() && draw_missing(pen, inside, app, piece, data.fresh.is_none()) {
        return;
    }
    if rows.is_empty() {
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            "nothing has happened yet",
            pen.look.theme.dim,
        );
        return;
    }
    let columns = [
        Column::left("TIME", 12, 0),
        Column::left("KIND", 11, 0),
        Column::left("SUBJECT", 12, 1),
        Column::left("DETAIL", 16, 4),
    ];
    let look = pen.look;
    draw_table(pen, inside, &columns, rows.len(), Some(pane.cursor), |at| {
        row(look, rows[at])
    });
}

/// Whose events, and which.
fn titles(pen: &Pen<'_>, app: &App) -> (String, String) {
    let (data, pane) = (app.shown(), &app.events);
    let state = if app.frozen.is_some() || !pane.following {
        "standing still"
    } else {
        "following"
    };
    let whose = pane
        .client
        .as_ref()
        .map_or_else(String::new, |id| format!("  client {}", pen.look.name(id)));
    let traced = if pane.trace.is_some() {
        ", packets traced"
    } else {
        ""
    };
    let name = format!("Events  {state}{whose}{traced}");
    let rate = data.events.rate(app.shown_at().wall, 10);
    let hidden: String = pane.hidden.iter().map(|kind| format!(" -{kind}")).collect();
    let kinds = if hidden.is_empty() {
        "all".to_owned()
    } else {
        format!("all{hidden}")
    };
    let filter = if pane.filter.is_empty() {
        String::new()
    } else {
        format!("filter: {}  ", pane.filter)
    };
    let missed = match data.events.skipped() {
        0 => String::new(),
        missed => format!("  missed {}", units::grouped(missed as f64)),
    };
    let remark = format!(
        "{filter}kinds: {kinds}  rate {}/s  buffer {}/{}{missed}",
        pen.look.number(Some(rate)),
        units::grouped(data.events.len() as f64),
        units::grouped(MAX_EVENTS as f64)
    );
    (name, remark)
}

fn row<'a>(look: &Look, event: &'a Event) -> Row<'a> {
    let theme = look.theme;
    let style = match event.severity {
        Severity::Info => theme.plain,
        Severity::Warning => theme.warning,
        Severity::Error => theme.bad,
    };
    let subject = if event.client().is_some() {
        look.name(&event.subject)
    } else {
        event.subject.as_str().into()
    };
    let message = if event.count > 1 {
        format!("{} {} {}", event.count, look.glyphs.times(), event.message).into()
    } else {
        event.message.as_str().into()
    };
    Row {
        cells: vec![
            Cell::styled(units::precise_clock(event.at, &look.zone), theme.dim),
            Cell::styled(event.kind.as_str(), style),
            Cell {
                text: subject,
                style: None,
            },
            Cell {
                text: message,
                style: None,
            },
        ],
        ..Row::default()
    }
}
