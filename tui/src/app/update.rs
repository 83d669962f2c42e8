//! Messages in, intentions out.

use crossterm::event::{KeyEvent, MouseEvent};

use super::{App, Connection, Frozen, Overlay};
use crate::{
    data::{Now, Order, Update},
    settings::Settings,
};

/// What happens to the dashboard.
#[derive(Debug, Clone)]
pub(crate) enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse was used.
    Mouse(MouseEvent),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(u16, u16),
    /// Time goes by.
    Tick,
    /// A source reports something.
    Update(Update),
    /// A file was written, or was not.
    Written(Result<String, String>),
}

/// What the dashboard wants to be done.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Intention {
    /// Ask the broker to change something.
    Order(Order),
    /// Put this onto the clipboard.
    Copy(String),
    /// Write this file, in the folder it was started in.
    Write {
        /// Its name.
        name: String,
        /// What it holds.
        text: String,
    },
    /// Look at another broker: the one with this number.
    Switch(usize),
    /// Listen to the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Remember these settings.
    Keep(Settings),
    /// Give the terminal back to the shell for a while.
    Suspend,
    /// End, because the first connection could not be made.
    GiveUp(String),
    /// End.
    Quit {
        /// Whether the last screen stays in the scrollback.
        leave: bool,
    },
}

impl App {
    /// Takes in a message at the moment `now`, and says what is to be done.
    pub(crate) fn update(&mut self, message: Message, now: Now) -> Vec<Intention> {
        self.now = now;
        if self
            .notice
            .as_ref()
            .is_some_and(|notice| notice.until <= now.ran)
        {
            self.notice = None;
        }
        match message {
            Message::Key(key) => self.key(key),
            Message::Mouse(mouse) => self.mouse(mouse),
            Message::Paste(text) => self.paste(&text),
            Message::Resize(width, height) => {
                self.size = (width, height);
                self.settle();
            }
            Message::Tick => {}
            Message::Update(update) => self.take(update),
            Message::Written(Ok(path)) => self.say(true, format!("written to {path}")),
            Message::Written(Err(why)) => self.say(false, why),
        }
        std::mem::take(&mut self.intentions)
    }

    fn take(&mut self, update: Update) {
        match &update {
            Update::Live { .. } => {
                self.met = true;
                self.connection = Connection::Up;
            }
            Update::Lost { why, retry } => {
                let retry = self.now.ran + std::time::Duration::from_millis(*retry);
                self.lost(why.clone(), retry);
                return;
            }
            Update::Done { ok, text } => {
                self.say(*ok, text.clone());
                return;
            }
            Update::Preview { lines, count } => {
                if let Some(Overlay::Dialog(dialog)) = &mut self.overlay {
                    dialog.preview(lines.clone(), *count);
                }
                return;
            }
            Update::Ended => {
                self.say(true, "the recording is over; [ ] go back and forth in it");
                return;
            }
            _ => {}
        }
        let now = self.now;
        self.data.apply(update, now);
        if self.frozen.is_none() {
            self.settle();
        }
    }

    fn lost(&mut self, why: String, retry: std::time::Duration) {
        self.connection = match &self.connection {
            Connection::Connecting(_) => {
                let late = self
                    .setup
                    .patience
                    .is_some_and(|patience| self.now.ran >= patience);
                if late && !self.met {
                    self.intend(Intention::GiveUp(why.clone()));
                }
                Connection::Connecting(Some(why))
            }
            Connection::Up => Connection::Lost {
                since: self.data.fresh.unwrap_or(self.now),
                why,
                retry,
            },
            Connection::Lost { since, .. } => Connection::Lost {
                since: *since,
                why,
                retry,
            },
        };
    }

    /// Stops the time on the screen, or lets it go on.
    pub(crate) fn toggle_pause(&mut self) {
        if self.frozen.take().is_none() {
            self.frozen = Some(Box::new(Frozen {
                data: self.data.clone(),
                now: self.now,
            }));
        }
        self.settle();
    }

    /// Begins with another broker.
    pub(crate) fn switch_to(&mut self, place: usize) {
        if place >= self.setup.places.len() || place == self.place {
            return;
        }
        self.place = place;
        self.met = true;
        self.connection = Connection::Connecting(None);
        self.data.forget();
        self.frozen = None;
        self.client.id = None;
        if self.view == super::View::Client {
            self.view = super::View::Clients;
        }
        self.settle();
        self.intend(Intention::Switch(place));
    }

    /// Tries to connect now.
    pub(super) fn retry_now(&mut self) {
        self.retry += 1;
    }
}
