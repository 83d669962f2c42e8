//! What keys do. Lower case looks, upper case changes the broker; `G` and `Q` are the exceptions.

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::{App, Connection, Deed, Intention, Overlay, PromptFor, View, WINDOWS};
use crate::widget::Binding;

/// A binding, and how short it is said in the last line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Footer {
    /// The binding.
    pub(crate) binding: Binding,
    /// What the last line says of it; empty if it does not.
    pub(crate) short: &'static str,
    /// Where it holds.
    pub(crate) views: &'static [View],
}

const ALL: &[View] = &[
    View::Overview,
    View::Clients,
    View::Client,
    View::Topics,
    View::Cluster,
    View::Events,
];
const LISTS: &[View] = &[View::Clients, View::Topics, View::Cluster, View::Events];
const OF_CLIENTS: &[View] = &[View::Clients, View::Client];

const fn look(
    key: &'static str,
    does: &'static str,
    short: &'static str,
    place: &'static str,
    views: &'static [View],
) -> Footer {
    Footer {
        binding: Binding {
            key,
            does,
            place,
            changes: false,
        },
        short,
        views,
    }
}

const fn change(
    key: &'static str,
    does: &'static str,
    short: &'static str,
    place: &'static str,
    views: &'static [View],
) -> Footer {
    let mut footer = look(key, does, short, place, views);
    footer.binding.changes = true;
    footer
}

/// Every key, in the order the help shows them. The last line shows those of the view, from the first on.
pub(crate) const BINDINGS: &[Footer] = &[
    look(
        "enter",
        "details of the client",
        "detail",
        "clients",
        &[View::Clients],
    ),
    look(
        "enter",
        "details of the alert's client",
        "",
        "overview",
        &[View::Overview],
    ),
    look(
        "enter",
        "the client of the event",
        "client",
        "events",
        &[View::Events],
    ),
    look(
        "esc",
        "back; closes what is open",
        "back",
        "",
        &[View::Client],
    ),
    look(
        "d m u e",
        "parts: all, messages, subscriptions, events",
        "parts",
        "client",
        &[View::Client],
    ),
    look("space", "mark the row", "mark", "clients", &[View::Clients]),
    look(
        "ctrl-space",
        "mark the rows up to here",
        "",
        "clients",
        &[View::Clients],
    ),
    look("\\", "clear all marks", "", "clients", &[View::Clients]),
    look(
        "space",
        "follow, or stand still",
        "follow",
        "events",
        &[View::Events],
    ),
    look("h l", "fold and unfold", "fold", "topics", &[View::Topics]),
    look("e", "kinds of events", "kinds", "events", &[View::Events]),
    look("/", "filter", "filter", "", LISTS),
    change("K", "kick", "kick", "clients", OF_CLIENTS),
    change(
        "T",
        "end the session too",
        "terminate",
        "clients",
        OF_CLIENTS,
    ),
    change("B", "ban", "ban", "clients", OF_CLIENTS),
    change("S", "subscribe the client", "", "clients", OF_CLIENTS),
    change(
        "U",
        "remove a subscription of the client",
        "",
        "clients",
        OF_CLIENTS,
    ),
    change(
        "P",
        "publish a message",
        "publish",
        "topics",
        &[View::Topics],
    ),
    change(
        "D",
        "clear retained messages",
        "clear retained",
        "topics",
        &[View::Topics],
    ),
    change("J", "join nodes", "join", "cluster", &[View::Cluster]),
    change(
        "F",
        "put a failed node out",
        "forget",
        "cluster",
        &[View::Cluster],
    ),
    change(
        "L",
        "change what is logged",
        "log level",
        "events",
        &[View::Events],
    ),
    look(
        "t",
        "trace the client's packets",
        "trace",
        "clients",
        OF_CLIENTS,
    ),
    look(
        "s",
        "pick the order",
        "sort",
        "",
        &[View::Clients, View::Topics],
    ),
    look(
        "< >",
        "order by the column before or after",
        "",
        "clients",
        &[View::Clients],
    ),
    look("i", "invert the order", "", "clients", &[View::Clients]),
    look(
        "o",
        "columns: show, hide, move",
        "columns",
        "clients",
        &[View::Clients],
    ),
    look(
        "a",
        "online, offline or all",
        "online/offline",
        "clients",
        &[View::Clients],
    ),
    look(
        "f",
        "keep the client on top",
        "",
        "clients",
        &[View::Clients],
    ),
    look(
        "r",
        "only topics with retained messages",
        "retained",
        "topics",
        &[View::Topics],
    ),
    look("?", "this help", "help", "", ALL),
    look(
        "1-5",
        "views; also Tab and Shift-Tab",
        "views",
        "",
        &[View::Overview, View::Cluster],
    ),
    look("[ ]", "the views seen before and after", "", "", ALL),
    look(
        ":",
        "commands: :clients FILTER, :ctx NAME, :theme NAME, :mask, :q",
        "command",
        "",
        &[View::Overview],
    ),
    look(
        "p",
        "pause the screen; data goes on being collected",
        "pause",
        "",
        &[View::Overview],
    ),
    look(".", "go to now, or to the end", "", "", ALL),
    look(
        "+ - =",
        "charts: wider, narrower, as at the start",
        "zoom",
        "overview",
        &[View::Overview],
    ),
    look(
        "z",
        "one chart on the whole screen, the next, none",
        "expand",
        "overview",
        &[View::Overview],
    ),
    look(
        "r",
        "rates or totals",
        "",
        "",
        &[View::Overview, View::Clients, View::Client],
    ),
    look("u", "units: SI, IEC, raw", "", "", ALL),
    look("y", "copy the name under the cursor", "copy", "", LISTS),
    look(
        "x",
        "write what is shown to a file",
        "export",
        "",
        &[View::Clients, View::Client],
    ),
    look(
        "c",
        "another context",
        "context",
        "",
        &[View::Overview, View::Cluster],
    ),
    look(
        "n",
        "look at another node",
        "node",
        "cluster",
        &[View::Cluster],
    ),
    look(
        "m",
        "mouse on or off; off lets the terminal select text",
        "",
        "",
        ALL,
    ),
    look(
        "arrows, j k",
        "move; PgUp PgDn ctrl-u ctrl-d Home End g G",
        "",
        "",
        ALL,
    ),
    look("left, right", "columns", "", "clients", &[View::Clients]),
    look("ctrl-z", "to the shell for a while", "", "", ALL),
    look(
        "q",
        "quit; also ctrl-c",
        "quit",
        "",
        &[View::Overview, View::Cluster],
    ),
    look(
        "Q",
        "quit and leave the last screen in the scrollback",
        "",
        "",
        ALL,
    ),
];

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) {
        if key.kind == KeyEventKind::Release {
            return;
        }
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if control => return self.intend(Intention::Quit { leave: false }),
            KeyCode::Char('z') if control => return self.intend(Intention::Suspend),
            _ => {}
        }
        if self.overlay.is_some() {
            return self.overlay_key(key);
        }
        if self.prompt.is_some() {
            return self.prompt_key(key);
        }
        if matches!(
            self.connection,
            Connection::Lost { .. } | Connection::Connecting(Some(_))
        ) && key.code == KeyCode::Char('r')
        {
            self.say(true, "connecting");
            return self.retry_now();
        }
        let page = self.page();
        let taken = match self.view {
            View::Overview => self.overview_key(key),
            View::Clients => self.clients_key(key, page),
            View::Client => self.client_key(key, page),
            View::Topics => self.topics_key(key, page),
            View::Cluster => self.cluster_key(key, page),
            View::Events => self.events_key(key, page),
        };
        if !taken {
            self.global_key(key);
        }
        self.settle();
    }

    fn global_key(&mut self, key: KeyEvent) {
        match key.code {
            KeyCode::Char(digit @ '1'..='5') => {
                let at = digit as usize - '1' as usize;
                self.go(View::NUMBERED[at]);
            }
            KeyCode::Tab => self.turn(1),
            KeyCode::BackTab => self.turn(4),
            KeyCode::Char('?') => self.overlay = Some(Overlay::help()),
            KeyCode::Char('/') => self.open_prompt(PromptFor::Filter),
            KeyCode::Char(':') => self.open_prompt(PromptFor::Command),
            KeyCode::Char('p' | ' ') => self.toggle_pause(),
            KeyCode::Char('.') => self.frozen = None,
            KeyCode::Char('+') => self.window = (self.window + 1).min(self.widest()),
            KeyCode::Char('-') => self.window = self.window.saturating_sub(1),
            KeyCode::Char('=') => self.window = 1,
            KeyCode::Char('r') => self.totals = !self.totals,
            KeyCode::Char('u') => {
                self.look.units = self.look.units.next();
                self.say(true, format!("units: {}", self.look.units.word()));
            }
            KeyCode::Char('c') => self.pick_context(),
            KeyCode::Char('m') => self.toggle_mouse(),
            KeyCode::Char('x') => self.pick_export(),
            KeyCode::Char('[') => self.backward(),
            KeyCode::Char(']') => self.onward(),
            KeyCode::Char('P') => self.open_deed(Deed::publish("")),
            KeyCode::Char('q') => self.intend(Intention::Quit { leave: false }),
            KeyCode::Char('Q') => self.intend(Intention::Quit { leave: true }),
            KeyCode::Esc => self.leave(),
            _ => {}
        }
    }

    /// Lets time go on, or leads out of the view of one client.
    fn leave(&mut self) {
        if self.frozen.take().is_none() && self.view == View::Client {
            self.go_back();
        }
    }

    /// The widest window that the history can fill.
    fn widest(&self) -> usize {
        let reach = self.shown().history.reach().as_secs();
        WINDOWS
            .iter()
            .rposition(|window| *window <= reach)
            .unwrap_or(0)
    }

    fn turn(&mut self, by: usize) {
        let next = (self.view.number() + by) % View::NUMBERED.len();
        self.go(View::NUMBERED[next]);
    }

    fn backward(&mut self) {
        if self.is_replay() {
            self.order(crate::data::Order::Seek(-10));
        } else {
            self.go_back();
        }
    }

    fn onward(&mut self) {
        if self.is_replay() {
            self.order(crate::data::Order::Seek(10));
        } else {
            self.go_forward();
        }
    }

    fn is_replay(&self) -> bool {
        self.known().kind == Some(crate::data::Kind::Replay)
    }

    pub(super) fn toggle_mouse(&mut self) {
        self.settings.mouse = !self.settings.mouse;
        let on = self.settings.mouse;
        self.say(
            true,
            if on {
                "mouse on"
            } else {
                "mouse off: the terminal selects text"
            },
        );
        self.intend(Intention::Mouse(on));
        self.keep_settings();
    }

    /// Opens a dialog, unless nothing may be changed.
    pub(crate) fn open_deed(&mut self, deed: Deed) {
        if self.is_read_only() {
            return self.say(false, "read-only: nothing can be changed here");
        }
        if self.connection != Connection::Up {
            return self.say(false, "not connected: nothing can be changed now");
        }
        let dialog = super::Dialog::new(deed);
        if let Some(order) = dialog.question() {
            self.order(order);
        }
        self.overlay = Some(Overlay::Dialog(Box::new(dialog)));
    }
}

/// How far a key moves in a list: rows, or to one of its ends.
pub(crate) fn movement(key: KeyEvent, page: usize) -> Option<isize> {
    let page = isize::try_from(page).unwrap_or(isize::MAX);
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    match key.code {
        KeyCode::Char('d') if control => Some(page / 2),
        KeyCode::Char('u') if control => Some(-(page / 2)),
        KeyCode::Down | KeyCode::Char('j') => Some(1),
        KeyCode::Up | KeyCode::Char('k') => Some(-1),
        KeyCode::PageDown => Some(page),
        KeyCode::PageUp => Some(-page),
        KeyCode::Home | KeyCode::Char('g') => Some(isize::MIN / 2),
        KeyCode::End | KeyCode::Char('G') => Some(isize::MAX / 2),
        _ => None,
    }
}
