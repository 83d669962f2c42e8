//! What a user does, key by key, and what comes of it.

use crossterm::event::KeyCode;

use super::{Bench, fixture, moment, setup};
use crate::{
    app::{Connection, Intention, View},
    data::{Kind, Update},
};

fn type_line(bench: &mut Bench, line: &str) {
    bench.keys(line);
    bench.press(KeyCode::Enter);
}

#[test]
fn a_filter_goes_to_the_broker_as_it_was_typed() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2/");
    type_line(&mut bench, "queue_len>0");
    let wanted = bench.app.want().clients.unwrap();
    assert_eq!(wanted.filter, "queue_len>0");
    assert!(bench.screen().contains("filter: queue_len>0"));
    bench.keys("a");
    assert_eq!(
        bench.app.want().clients.unwrap().filter,
        "connected=true AND (queue_len>0)"
    );
    bench.keys("/");
    bench.press(KeyCode::Esc);
    assert_eq!(bench.app.want().clients.unwrap().filter, "connected=true");
    bench.keys("a/");
    type_line(&mut bench, "!slow=true");
    assert_eq!(
        bench.app.want().clients.unwrap().filter,
        "connected=false AND (NOT (slow=true))"
    );
}

#[test]
fn the_last_filters_come_back() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2/");
    type_line(&mut bench, "one");
    bench.keys("/");
    bench.press(KeyCode::Esc);
    bench.keys("/");
    bench.press(KeyCode::Up);
    bench.press(KeyCode::Enter);
    assert_eq!(bench.app.want().clients.unwrap().filter, "one");
}

#[test]
fn the_order_is_the_brokers_to_make() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2");
    let order = |bench: &Bench| bench.app.want().clients.unwrap().order_by;
    assert_eq!(order(&bench), "-send_rate");
    bench.keys("i");
    assert_eq!(order(&bench), "send_rate");
    bench.keys("<");
    assert_eq!(order(&bench), "-drop_rate");
    bench.keys("s");
    bench.keys("gjj");
    bench.press(KeyCode::Enter);
    assert_eq!(order(&bench), "remote_addr");
}

#[test]
fn a_view_asks_only_for_what_it_shows() {
    let mut bench = Bench::filled((110, 24));
    let want = bench.app.want();
    assert!(want.talkers.is_some() && want.clients.is_none() && !want.members && !want.events.all);
    bench.keys("4");
    let want = bench.app.want();
    assert!(want.talkers.is_none() && want.members);
    bench.keys("5");
    assert!(bench.app.want().events.all && bench.app.want().events.logs);
}

#[test]
fn columns_are_hidden_and_kept() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2o");
    bench.press(KeyCode::Down);
    let kept = [bench.keys(" "), bench.press(KeyCode::Enter)].concat();
    assert!(!bench.screen().contains("USER"));
    let Some(Intention::Keep(settings)) = kept.first() else {
        panic!("{kept:?}");
    };
    assert!(settings.columns.contains(&"address".to_owned()));
    assert!(!settings.columns.contains(&"user".to_owned()));
}

#[test]
fn time_stands_still_and_data_is_collected() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("p");
    let before = bench.screen();
    bench.at(642);
    for second in 601..=642 {
        bench.now = moment(second);
        bench.take(Update::Figures(Box::new(fixture::figures(second * 7))));
    }
    let paused = bench.screen();
    assert!(paused.contains("PAUSED -42s"), "{paused}");
    let body = |screen: &str| {
        screen
            .lines()
            .skip(1)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(body(&before), body(&paused));
    bench.keys("p");
    assert_ne!(body(&before), body(&bench.screen()));
}

#[test]
fn the_broker_goes_and_comes_back_as_another() {
    let mut bench = Bench::filled((110, 24));
    bench.at(601);
    bench.take(Update::Lost {
        why: "connection refused".into(),
        retry: 4_000,
    });
    bench.at(603);
    bench.take(Update::Lost {
        why: "connection refused".into(),
        retry: 8_000,
    });
    bench.at(604);
    let lost = bench.screen();
    assert!(
        lost.contains("LOST 4s") && lost.contains("retry in 7s"),
        "{lost}"
    );
    assert!(
        lost.contains("connection to grpcs://mq1:8084 lost 4s ago: connection refused"),
        "{lost}"
    );
    let before = bench.app.want().retry;
    bench.keys("r");
    assert_eq!(bench.app.want().retry, before + 1);

    bench.at(630);
    bench.take(Update::Live {
        kind: Kind::Polling,
    });
    bench.take(Update::Figures(Box::new(crate::data::Figures {
        instance: "second".into(),
        uptime: Some(3),
        ..fixture::figures(30)
    })));
    let back = bench.screen();
    assert!(back.contains("polling"), "{back}");
    assert!(back.contains("the broker was restarted"), "{back}");
}

#[test]
fn it_ends_by_itself_only_before_the_first_connection() {
    let mut bench = Bench::new(setup(), (110, 24));
    let lost = |bench: &mut Bench| {
        bench.take(Update::Lost {
            why: "refused".into(),
            retry: 500,
        })
    };
    bench.at(1);
    assert!(lost(&mut bench).is_empty());
    assert!(bench.screen().contains("refused"));
    bench.at(5);
    assert_eq!(lost(&mut bench), [Intention::GiveUp("refused".into())]);
    bench.take(Update::Live { kind: Kind::Live });
    bench.take(Update::Figures(Box::default()));
    bench.at(5_000);
    assert!(lost(&mut bench).is_empty());
    assert!(matches!(bench.app.connection, Connection::Lost { .. }));
}

#[test]
fn another_context_can_be_reached_while_this_one_is_lost() {
    let mut bench = Bench::filled((110, 24));
    bench.take(Update::Lost {
        why: "token expired".into(),
        retry: 500,
    });
    bench.keys("cj");
    assert_eq!(bench.press(KeyCode::Enter), [Intention::Switch(1)]);
    assert!(bench.screen().contains("test"));
    assert!(
        !bench.screen().contains("10,4"),
        "nothing of the other broker stays"
    );
}

#[test]
fn views_lead_in_and_back() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2");
    bench.press(KeyCode::Enter);
    assert_eq!(bench.app.view, View::Client);
    assert_eq!(bench.app.want().client.as_deref(), Some("ingest-worker-7"));
    bench.press(KeyCode::Esc);
    assert_eq!(bench.app.view, View::Clients);
    bench.press(KeyCode::Tab);
    assert_eq!(bench.app.view, View::Topics);
    bench.keys("[");
    assert_eq!(bench.app.view, View::Clients);
    bench.keys("]");
    assert_eq!(bench.app.view, View::Topics);
    bench.keys(":");
    type_line(&mut bench, "clients username=bob");
    assert_eq!(bench.app.want().clients.unwrap().filter, "username=bob");
}

#[test]
fn a_topic_filter_opens_the_levels_it_names() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("3/");
    type_line(&mut bench, "sensors/42/+");
    let open = bench.app.want().topics.unwrap().open;
    assert!(open.contains("sensors") && open.contains("sensors/42"));
    bench.take(Update::Topics(Box::new(fixture::topics())));
    let screen = bench.screen();
    assert!(
        screen.contains("raw") && !screen.contains("home"),
        "{screen}"
    );
}

#[test]
fn events_stand_still_and_are_filtered() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("5/");
    type_line(&mut bench, "queue_full");
    let screen = bench.screen();
    assert!(
        screen.contains("41 × queue_full") && !screen.contains("auth_fail"),
        "{screen}"
    );
    bench.keys(" ");
    assert!(bench.screen().contains("standing still"));
    bench.press(KeyCode::Enter);
    assert_eq!(bench.app.want().client.as_deref(), Some("ingest-worker-7"));
}

#[test]
fn names_can_be_hidden_from_who_looks_on() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2:");
    type_line(&mut bench, "mask");
    let screen = bench.screen();
    assert!(
        !screen.contains("ingest-worker") && !screen.contains("10.0."),
        "{screen}"
    );
}

#[test]
fn the_help_finds_keys() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("?kick");
    let screen = bench.screen();
    assert!(
        screen.contains("K ") && !screen.contains("unfold"),
        "{screen}"
    );
}

#[test]
fn a_recording_is_gone_through() {
    let mut bench = Bench::filled((110, 24));
    bench.take(Update::Live { kind: Kind::Replay });
    assert_eq!(
        bench.keys("["),
        [Intention::Order(crate::data::Order::Seek(-10))]
    );
    assert!(bench.screen().contains("replay"));
}

#[test]
fn a_file_holds_what_is_shown() {
    let mut bench = Bench::filled((110, 24));
    bench.keys("2x");
    let json = bench.press(KeyCode::Enter);
    let Some(Intention::Write { name, text }) = json.first() else {
        panic!("{json:?}");
    };
    assert_eq!(name, "gmqtt-top-clients-20261122T201407Z.json");
    let value: serde_json::Value = serde_json::from_str(text).unwrap();
    assert_eq!(value["items"][0]["client_id"], "ingest-worker-7");
    bench.keys("xj");
    let csv = bench.press(KeyCode::Enter);
    let Some(Intention::Write { text, .. }) = csv.first() else {
        panic!("{csv:?}");
    };
    assert!(text.starts_with("client_id,username,"));
}
