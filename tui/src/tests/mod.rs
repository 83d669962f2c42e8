//! The dashboard seen as a whole: snapshots of its screens, what holds for any size and any text, and scripts of keys.

mod fixture;
mod orders;
mod properties;
mod screens;
mod scripts;

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use jiff::tz::TimeZone;
use ratatui::{Terminal, backend::TestBackend};

use crate::{
    app::{App, Intention, Message, Place, Setup},
    data::{At, Now, Update},
    screen,
    settings::Settings,
};

/// The evening of 2026-11-22, 20:14:07 UTC.
const EVENING: i64 = 1_795_378_447_000;

/// The moment `seconds` after the start; ten minutes after it, it is 20:14:07.
fn moment(seconds: u64) -> Now {
    Now {
        wall: At(EVENING + (seconds as i64 - 600) * 1_000),
        ran: Duration::from_secs(seconds),
    }
}

fn setup() -> Setup {
    let place = |context: &str, endpoint: &str| Place {
        context: context.to_owned(),
        endpoint: endpoint.to_owned(),
        ..Place::default()
    };
    Setup {
        places: vec![
            place("prod", "grpcs://mq1:8084"),
            place("test", "grpc://127.0.0.1:8084"),
        ],
        place: 0,
        interval: Duration::from_secs(1),
        history: Duration::from_secs(86_400),
        patience: Some(Duration::from_secs(5)),
        read_only: false,
        recording: false,
        light: false,
        colour: true,
        zone: TimeZone::UTC,
        settings: Settings::default(),
    }
}

/// A dashboard with somebody at its keys.
struct Bench {
    app: App,
    now: Now,
}

impl Bench {
    fn new(setup: Setup, size: (u16, u16)) -> Self {
        let mut app = App::new(setup, size);
        app.update(Message::Tick, moment(0));
        Self {
            app,
            now: moment(0),
        }
    }

    /// One that has seen ten minutes of the fixture.
    fn filled(size: (u16, u16)) -> Self {
        let mut bench = Self::new(setup(), size);
        fixture::fill(&mut bench);
        bench
    }

    fn at(&mut self, seconds: u64) -> &mut Self {
        self.now = moment(seconds);
        self.app.update(Message::Tick, self.now);
        self
    }

    fn take(&mut self, update: Update) -> Vec<Intention> {
        self.app.update(Message::Update(update), self.now)
    }

    fn press(&mut self, code: KeyCode) -> Vec<Intention> {
        let key = KeyEvent::new(code, KeyModifiers::NONE);
        self.app.update(Message::Key(key), self.now)
    }

    fn keys(&mut self, keys: &str) -> Vec<Intention> {
        keys.chars()
            .flat_map(|key| self.press(KeyCode::Char(key)))
            .collect()
    }

    fn terminal(&self) -> Terminal<TestBackend> {
        let (width, height) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        terminal
            .draw(|frame| screen::draw(&self.app, frame))
            .unwrap();
        terminal
    }

    /// The screen as text.
    fn screen(&self) -> String {
        let terminal = self.terminal();
        crate::terminal::lines(terminal.backend().buffer())
    }
}
