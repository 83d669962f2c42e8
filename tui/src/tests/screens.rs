//! What each screen looks like in each size, with Unicode and without.

use crossterm::event::KeyCode;
use ratatui::style::{Color, Modifier};

use super::{Bench, fixture, moment, setup};
use crate::{app::Message, data::Update, look::ThemeName, settings::Settings};

const SIZES: [(u16, u16); 6] = [
    (59, 15),
    (60, 16),
    (80, 24),
    (110, 24),
    (120, 40),
    (200, 60),
];

/// What brings a screen about.
type Prepare = fn(&mut Bench);

/// The screens, and how to get there.
const SCREENS: [(&str, Prepare); 9] = [
    ("overview", |_| {}),
    ("clients", |bench| {
        bench.keys("2jj");
        bench.keys(" ");
    }),
    ("client", |bench| {
        bench.keys("2");
        bench.press(KeyCode::Enter);
        bench.take(Update::Client(Box::new(fixture::detail())));
    }),
    ("topics", |bench| {
        bench.keys("3jjljjjl");
        bench.take(Update::Topics(Box::new(fixture::topics())));
    }),
    ("cluster", |bench| {
        bench.keys("4jj");
    }),
    ("events", |bench| {
        bench.keys("5");
    }),
    ("lost", |bench| {
        bench.at(601);
        let why = "connection refused".to_owned();
        bench.take(Update::Lost { why, retry: 15_000 });
        bench.at(614);
    }),
    ("dialog", |bench| {
        bench.keys("2K");
    }),
    ("help", |bench| {
        bench.keys("?");
    }),
];

fn bench(size: (u16, u16), ascii: bool) -> Bench {
    let mut setup = setup();
    setup.settings = Settings {
        ascii,
        ..Settings::default()
    };
    let mut bench = Bench::new(setup, size);
    fixture::fill(&mut bench);
    bench
}

#[test]
fn every_screen_in_every_size() {
    for (name, go) in SCREENS {
        for (kind, ascii) in [("unicode", false), ("ascii", true)] {
            let mut text = String::new();
            for size in SIZES {
                let mut bench = bench(size, ascii);
                go(&mut bench);
                let screen = bench.screen();
                assert!(!ascii || screen.is_ascii(), "{name} {size:?}: {screen}");
                text.push_str(&format!("== {} x {}\n{screen}", size.0, size.1));
            }
            insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                insta::assert_snapshot!(format!("{name}-{kind}"), text);
            });
        }
    }
}

/// A letter for each style of a screen, and what the letters mean.
fn styles(bench: &Bench) -> String {
    let terminal = bench.terminal();
    let buffer = terminal.backend().buffer();
    let mut known: Vec<String> = Vec::new();
    let mut map = String::new();
    for row in buffer.content().chunks(usize::from(buffer.area.width)) {
        for cell in row {
            let style = format!("{:?} on {:?}, {:?}", cell.fg, cell.bg, cell.modifier);
            let at = known
                .iter()
                .position(|other| *other == style)
                .unwrap_or_else(|| {
                    known.push(style);
                    known.len() - 1
                });
            map.push(if at == 0 {
                '.'
            } else {
                char::from(b'a' + (at as u8 - 1) % 26)
            });
        }
        map.push('\n');
    }
    for (at, style) in known.iter().enumerate() {
        let letter = if at == 0 {
            '.'
        } else {
            char::from(b'a' + (at as u8 - 1) % 26)
        };
        map.push_str(&format!("{letter}  {style}\n"));
    }
    map
}

#[test]
fn every_screen_in_its_colours() {
    for (name, go) in SCREENS {
        let mut bench = bench((110, 24), false);
        go(&mut bench);
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("{name}-styles"), styles(&bench));
        });
    }
}

/// `NO_COLOR`: bold, dim and reverse at most.
#[test]
fn without_colours_there_are_none() {
    for theme in ThemeName::ALL {
        for (name, go) in SCREENS {
            let mut setup = setup();
            setup.colour = false;
            setup.settings.theme = theme;
            setup.places[0].colour = "red".to_owned();
            let mut bench = Bench::new(setup, (110, 24));
            fixture::fill(&mut bench);
            go(&mut bench);
            for cell in bench.terminal().backend().buffer().content() {
                assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name}");
                let allowed = Modifier::BOLD | Modifier::DIM | Modifier::REVERSED;
                assert!(
                    allowed.contains(cell.modifier),
                    "{name}: {:?}",
                    cell.modifier
                );
            }
        }
    }
}

#[test]
fn the_first_frame_needs_no_broker() {
    let bench = Bench::new(setup(), (110, 24));
    let screen = bench.screen();
    assert!(screen.contains("connecting"), "{screen}");
    assert!(
        screen.contains("Sessions") && screen.contains("q quit"),
        "{screen}"
    );
}

#[test]
fn nothing_of_another_size_stays() {
    let mut bench = Bench::filled((200, 60));
    let mut terminal = bench.terminal();
    for size in [(60, 16), (19, 4), (110, 24), (59, 15)] {
        terminal.backend_mut().resize(size.0, size.1);
        bench
            .app
            .update(Message::Resize(size.0, size.1), moment(600));
        terminal
            .draw(|frame| crate::screen::draw(&bench.app, frame))
            .unwrap();
        let fresh = bench.terminal();
        assert_eq!(
            terminal.backend().buffer(),
            fresh.backend().buffer(),
            "{size:?}"
        );
    }
}
