//! What holds for any size, any text and any order of things.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;
use ratatui::{Terminal, backend::TestBackend};

use super::{Bench, fixture, moment, setup};
use crate::{
    app::{App, Message},
    data::{ClientPage, ClientRow, Event, Severity, Update},
    screen,
};

fn any_key() -> impl Strategy<Value = Message> {
    let codes = prop_oneof![
        8 => prop::sample::select("12345/:?sioKTBSUDPJFLtyxcnmzpur[]<>+-=.hjklafed \\gG".chars().collect::<Vec<_>>()).prop_map(KeyCode::Char),
        2 => any::<char>().prop_map(KeyCode::Char),
        4 => prop::sample::select(vec![
            KeyCode::Enter, KeyCode::Esc, KeyCode::Tab, KeyCode::BackTab, KeyCode::Up, KeyCode::Down, KeyCode::Left,
            KeyCode::Right, KeyCode::PageUp, KeyCode::PageDown, KeyCode::Home, KeyCode::End, KeyCode::Backspace,
        ]),
    ];
    (codes, any::<bool>()).prop_map(|(code, control)| {
        // Ctrl-c and q end it, which is not what is looked at.
        let code = if code == KeyCode::Char('q') {
            KeyCode::Char('j')
        } else {
            code
        };
        let modifiers = if control {
            KeyModifiers::CONTROL
        } else {
            KeyModifiers::NONE
        };
        Message::Key(KeyEvent::new(code, modifiers))
    })
}

fn any_update() -> impl Strategy<Value = Message> {
    let rows = prop::collection::vec((".{0,24}", any::<bool>(), 0_u32..2_000, 0.0..1e9), 0..60);
    let clients = rows.prop_map(|rows| {
        let rows = rows
            .into_iter()
            .map(|(id, online, queue, rate)| ClientRow {
                id,
                online,
                queue,
                out_rate: Some(rate),
                ..ClientRow::default()
            })
            .collect();
        Update::Clients(Box::new(ClientPage {
            rows,
            matching: None,
            complete: true,
        }))
    });
    let events = (".{0,30}", ".{0,60}", any::<u64>(), 0_i64..4_000_000_000_000).prop_map(
        |(subject, message, count, at)| Update::Events {
            events: vec![Event {
                at: crate::data::At(at),
                kind: "drop".into(),
                subject,
                message,
                severity: Severity::Warning,
                count: count >> 32,
                ..Event::default()
            }],
            skipped: count & 1,
        },
    );
    let known = prop::sample::select(fixture::updates());
    let lost = ".{0,80}".prop_map(|why| Update::Lost { why, retry: 500 });
    let figures =
        (0_u64..100_000).prop_map(|second| Update::Figures(Box::new(fixture::figures(second))));
    let live = Just(Update::Live {
        kind: crate::data::Kind::Live,
    });
    prop_oneof![3 => clients, 2 => events, 3 => known, 1 => lost, 2 => figures, 1 => live, 1 => Just(Update::Rewind)]
        .prop_map(Message::Update)
}

fn any_message() -> impl Strategy<Value = Message> {
    let mouse = (0_u16..300, 0_u16..120, 0_usize..3).prop_map(|(column, row, kind)| {
        let kind = [
            MouseEventKind::Down(MouseButton::Left),
            MouseEventKind::ScrollDown,
            MouseEventKind::ScrollUp,
        ][kind];
        Message::Mouse(MouseEvent {
            kind,
            column,
            row,
            modifiers: KeyModifiers::NONE,
        })
    });
    prop_oneof![
        10 => any_key(),
        6 => any_update(),
        2 => mouse,
        1 => (0_u16..300, 0_u16..120).prop_map(|(width, height)| Message::Resize(width, height)),
        1 => ".{0,40}".prop_map(Message::Paste),
        1 => Just(Message::Tick),
    ]
}

fn draw(app: &App) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(app.size.0, app.size.1)).unwrap();
    terminal.draw(|frame| screen::draw(app, frame)).unwrap();
    terminal
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever comes in whatever order: no panic, and nothing on the screen that a terminal would obey.
    #[test]
    fn any_order_of_things_can_be_drawn(
        width in 0_u16..300,
        height in 0_u16..120,
        ascii: bool,
        messages in prop::collection::vec(any_message(), 0..80),
    ) {
        let mut setup = setup();
        setup.settings.ascii = ascii;
        let mut bench = Bench::new(setup, (width, height));
        fixture::fill_short(&mut bench);
        for (at, message) in messages.into_iter().enumerate() {
            bench.app.update(message, moment(20 + at as u64));
            if at % 8 == 0 {
                draw(&bench.app);
            }
        }
        let terminal = draw(&bench.app);
        for cell in terminal.backend().buffer().content() {
            prop_assert!(!cell.symbol().chars().any(char::is_control), "{:?}", cell.symbol());
        }
    }

    /// The cursor stays with its client when the rows change places.
    #[test]
    fn the_cursor_stays_with_its_client(seed in 0_usize..120, down in 0_usize..40, height in 6_u16..60) {
        let mut bench = Bench::filled((110, height));
        bench.keys("2");
        bench.keys(&"j".repeat(down));
        let before = bench.keys("y");
        let mut rows = fixture::clients();
        rows.rotate_left(seed);
        bench.take(Update::Clients(Box::new(ClientPage { rows, matching: None, complete: true })));
        prop_assert_eq!(before, bench.keys("y"));
        bench.keys("u");
        draw(&bench.app);
    }
}
