//! What changes the broker: only after a dialog that shows the command, never when nothing may be changed.

use crossterm::event::KeyCode;

use super::{Bench, fixture, setup};
use crate::{
    app::{BINDINGS, Intention},
    data::{Order, Update},
};

#[test]
fn kicking_shows_the_command_that_does_the_same() {
    let mut bench = Bench::filled((110, 24));
    assert_eq!(bench.keys("2K"), []);
    let screen = bench.screen();
    assert!(
        screen.contains("gmqtt clients kick ingest-worker-7 --reason 0x98"),
        "{screen}"
    );
    let done = bench.press(KeyCode::Enter);
    let expected = Order::Kick {
        ids: vec!["ingest-worker-7".into()],
        terminate: false,
        code: 0x98,
        reason: String::new(),
    };
    assert_eq!(done, [Intention::Order(expected)]);
    bench.take(Update::Done {
        ok: true,
        text: "kicked ingest-worker-7".into(),
    });
    assert!(bench.screen().contains("kicked ingest-worker-7"));
}

#[test]
fn many_are_confirmed_by_a_word() {
    let mut bench = Bench::filled((110, 40));
    bench.keys("2");
    bench.keys(&" ".repeat(11));
    bench.keys("T");
    assert!(bench.screen().contains("type yes"));
    assert_eq!(bench.press(KeyCode::Enter), []);
    bench.keys("yes");
    let done = bench.press(KeyCode::Enter);
    let Some(Intention::Order(Order::Kick { ids, terminate, .. })) = done.first() else {
        panic!("{done:?}");
    };
    assert_eq!((ids.len(), *terminate), (11, true));
}

#[test]
fn escape_changes_nothing() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2B");
    assert_eq!(bench.press(KeyCode::Esc), []);
    assert!(bench.app.overlay.is_none());
}

#[test]
fn what_would_be_cleared_is_listed_first() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("3jjljj");
    bench.take(Update::Topics(Box::new(fixture::topics())));
    let asked = bench.keys("D");
    let Some(Intention::Order(Order::ClearRetained {
        filter,
        dry_run: true,
    })) = asked.first()
    else {
        panic!("{asked:?}");
    };
    assert_eq!(filter, "sensors/41/#");
    bench.take(Update::Preview {
        lines: vec!["sensors/41/a".into()],
        count: 40,
    });
    let screen = bench.screen();
    assert!(
        screen.contains("sensors/41/a") && screen.contains("40 are meant"),
        "{screen}"
    );
}

#[test]
fn read_only_offers_no_change_and_makes_none() {
    let mut setup = setup();
    setup.read_only = true;
    let mut bench = Bench::new(setup, (110, 40));
    fixture::fill(&mut bench);
    for view in ["2", "3", "4", "5"] {
        bench.keys(view);
        for footer in BINDINGS.iter().filter(|footer| footer.binding.changes) {
            assert_eq!(bench.keys(footer.binding.key), [], "{}", footer.binding.key);
            assert!(bench.app.overlay.is_none(), "{}", footer.binding.key);
        }
    }
    bench.keys("2K");
    assert!(bench.screen().contains("read-only"));
    bench.at(700);
    assert!(!bench.screen().contains("kick"));
    bench.keys("?kick");
    assert!(bench.screen().contains("no key does that"));
}

#[test]
fn nothing_is_changed_without_a_connection() {
    let mut bench = Bench::filled((110, 24));
    bench.take(Update::Lost {
        why: "refused".into(),
        retry: 500,
    });
    bench.keys("2K");
    assert!(bench.app.overlay.is_none());
}
