//! What lies over the view: help, lists to pick from, dialogs.

use crossterm::event::{Event, KeyCode, KeyEvent};
use tui_input::{Input, backend::crossterm::EventHandler as _};

use super::{App, Dialog, Intention, View, movement};
use crate::{
    export,
    pane::CLIENT_COLUMNS,
    widget::{Choice, Cursor, Pick},
};

/// What a pick is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PickFor {
    /// The order of clients.
    ClientOrder,
    /// The columns of clients.
    ClientColumns,
    /// The order of topics.
    TopicOrder,
    /// Kinds of events.
    EventKinds,
    /// Another broker.
    Context,
    /// The form of a file.
    Export,
}

/// What lies over the view.
#[derive(Debug)]
pub(crate) enum Overlay {
    /// What keys do.
    Help {
        /// What is searched for.
        search: Input,
        /// The first line that is shown.
        scroll: usize,
    },
    /// A list to pick from.
    Pick(PickFor, Pick),
    /// Something to be confirmed.
    Dialog(Box<Dialog>),
}

impl Overlay {
    pub(super) fn help() -> Self {
        Self::Help {
            search: Input::default(),
            scroll: 0,
        }
    }
}

impl App {
    /// Opens a list to pick from, with the cursor on the choice number `at`.
    pub(crate) fn open_pick(
        &mut self,
        what: PickFor,
        title: &str,
        hint: &'static str,
        choices: Vec<Choice>,
        at: usize,
    ) {
        let mut cursor = Cursor::default();
        cursor.go(at, choices.len());
        let pick = Pick {
            title: title.to_owned(),
            hint,
            choices,
            cursor,
        };
        self.overlay = Some(Overlay::Pick(what, pick));
    }

    pub(super) fn pick_context(&mut self) {
        let choices = self
            .setup
            .places
            .iter()
            .enumerate()
            .map(|(at, place)| {
                let label = if place.context.is_empty() {
                    "(no context)"
                } else {
                    &place.context
                };
                Choice::new(at.to_string(), label).remark(&place.endpoint)
            })
            .collect();
        self.open_pick(
            PickFor::Context,
            "Context",
            "enter look there  esc close",
            choices,
            self.place,
        );
    }

    pub(super) fn pick_export(&mut self) {
        let choices = vec![
            Choice::new("json", "JSON").remark("everything that is known of what is shown"),
            Choice::new("csv", "CSV").remark("the rows"),
        ];
        self.open_pick(
            PickFor::Export,
            "Write to a file",
            "enter write  esc close",
            choices,
            0,
        );
    }

    /// Opens the choice of a file's form; the answer to a key that means it.
    pub(crate) fn export_key(&mut self) -> bool {
        self.pick_export();
        true
    }

    pub(super) fn overlay_key(&mut self, key: KeyEvent) {
        let page = self.page();
        match self.overlay.take() {
            None => {}
            Some(Overlay::Help { search, scroll }) => self.help_key(key, search, scroll, page),
            Some(Overlay::Pick(what, pick)) => self.pick_key(key, what, pick, page),
            Some(Overlay::Dialog(dialog)) => self.dialog_key(key, dialog),
        }
    }

    fn help_key(&mut self, key: KeyEvent, mut search: Input, mut scroll: usize, page: usize) {
        match key.code {
            KeyCode::Esc | KeyCode::Enter => return,
            KeyCode::Char('?' | 'q') if search.value().is_empty() => return,
            KeyCode::Down => scroll = (scroll + 1).min(super::BINDINGS.len()),
            KeyCode::Up => scroll = scroll.saturating_sub(1),
            KeyCode::PageDown => scroll = (scroll + page).min(super::BINDINGS.len()),
            KeyCode::PageUp => scroll = scroll.saturating_sub(page),
            _ => {
                search.handle_event(&Event::Key(key));
                scroll = 0;
            }
        }
        self.overlay = Some(Overlay::Help { search, scroll });
    }

    fn pick_key(&mut self, key: KeyEvent, what: PickFor, mut pick: Pick, page: usize) {
        let at = pick.cursor.at;
        match key.code {
            KeyCode::Esc | KeyCode::Char('q') => return self.picked(what, &pick, false),
            KeyCode::Enter => return self.picked(what, &pick, true),
            KeyCode::Char(' ') => {
                if let Some(choice) = pick.choices.get_mut(at)
                    && let Some(on) = &mut choice.on
                {
                    *on = !*on;
                }
            }
            KeyCode::Char('K' | '<') if what == PickFor::ClientColumns && at > 0 => {
                pick.choices.swap(at, at - 1);
                pick.cursor.step(-1, pick.choices.len());
            }
            KeyCode::Char('J' | '>')
                if what == PickFor::ClientColumns && at + 1 < pick.choices.len() =>
            {
                pick.choices.swap(at, at + 1);
                pick.cursor.step(1, pick.choices.len());
            }
            _ => {
                if let Some(rows) = movement(key, page) {
                    pick.cursor.step(rows, pick.choices.len());
                }
            }
        }
        pick.cursor
            .settle(pick.choices.len(), page.saturating_sub(1));
        self.overlay = Some(Overlay::Pick(what, pick));
    }

    /// A pick is over. What is switched holds either way, what is picked only if it was confirmed.
    fn picked(&mut self, what: PickFor, pick: &Pick, confirmed: bool) {
        let Some(choice) = pick.choices.get(pick.cursor.at) else {
            return;
        };
        match what {
            PickFor::ClientColumns => {
                let shown = pick.choices.iter().filter(|choice| choice.on == Some(true));
                self.settings.columns = shown.map(|choice| choice.value.clone()).collect();
                self.clients.columns.clone_from(&self.settings.columns);
                self.keep_settings();
            }
            PickFor::EventKinds => {
                let hidden = pick
                    .choices
                    .iter()
                    .filter(|choice| choice.on == Some(false));
                self.events.hidden = hidden.map(|choice| choice.value.clone()).collect();
            }
            _ if !confirmed => {}
            PickFor::ClientOrder => {
                if let Some(column) = CLIENT_COLUMNS
                    .iter()
                    .position(|column| column.name == choice.value)
                {
                    self.clients.sort_by(column);
                }
            }
            PickFor::TopicOrder => self.topics.order_by(&choice.value),
            PickFor::Context => {
                if let Ok(at) = choice.value.parse() {
                    self.switch_to(at);
                }
            }
            PickFor::Export => {
                let (name, text) = export::export(self, choice.value == "csv");
                self.intend(Intention::Write { name, text });
            }
        }
        if self.view == View::Clients {
            self.settle();
        }
    }
}
