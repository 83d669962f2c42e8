//! The log through the API, and what is logged.

use gmqtt_admin_client::admin::{
    GetLogLevelRequest, LogRecord, SetLogLevelRequest, TailLogRequest,
};
use gmqtt_admin_client::{Code, Streaming};
use rustix::process::Signal;

use super::node::{Node, Way};

#[track_caller]
fn tail(way: &Way<'_>, request: TailLogRequest) -> Streaming<LogRecord> {
    way.answer(way.client.logs().tail(request))
}

/// Reads until a line has this message.
#[track_caller]
fn wait_for(way: &Way<'_>, log: &mut Streaming<LogRecord>, message: &str) -> LogRecord {
    loop {
        let line = way.wait(log.message()).expect("no error").expect("a line");
        if line.message.contains(message) {
            return line;
        }
    }
}

#[track_caller]
fn all(way: &Way<'_>, request: TailLogRequest) -> Vec<LogRecord> {
    let mut log = tail(way, request);
    let mut lines = Vec::new();
    while let Some(line) = way.wait(log.message()).expect("no error") {
        lines.push(line);
    }
    lines
}

fn set(level: &str, target: &str) -> SetLogLevelRequest {
    SetLogLevelRequest {
        level: level.to_owned(),
        target: target.to_owned(),
    }
}

#[test]
fn the_last_lines_are_shown_and_then_those_to_come() {
    let node = Node::start([]);
    for way in node.ways() {
        let no_follow = TailLogRequest {
            no_follow: true,
            ..TailLogRequest::default()
        };
        let before = all(&way, no_follow.clone());
        assert!(!before.is_empty(), "a start is logged");
        let last = before.last().expect("a line").sequence;
        let mut log = tail(
            &way,
            TailLogRequest {
                since_sequence: last,
                ..TailLogRequest::default()
            },
        );
        node.broker().signal(Signal::HUP);
        let line = wait_for(&way, &mut log, "reloaded");
        assert_eq!((&*line.level, &*line.target), ("INFO", "gmqtt"));
        assert_eq!(line.fields["changes"], "0");
        assert!(line.sequence > last);
        let errors = TailLogRequest {
            level: "error".to_owned(),
            ..no_follow.clone()
        };
        assert_eq!(all(&way, errors), []);
        let elsewhere = TailLogRequest {
            target: "gmqtt_server".to_owned(),
            ..no_follow
        };
        for line in all(&way, elsewhere) {
            assert!(line.target.starts_with("gmqtt_server"), "{line:?}");
        }
    }
    node.stop();
}

#[test]
fn what_is_logged_is_changed_until_the_config_is_read_again() {
    let node = Node::start(["--set", "log.level=warn"]);
    for way in node.ways() {
        let mut logs = way.client.logs();
        let level = way.answer(logs.get_level(GetLogLevelRequest {}));
        assert_eq!((&*level.level, &*level.directives), ("warn", "warn"));
        let set_one = logs.set_level(set("debug", "gmqtt_server"));
        let level = way.answer(set_one);
        assert_eq!(
            (&*level.level, &*level.directives),
            ("warn", "warn,gmqtt_server=debug")
        );
        let mut log = tail(&way, TailLogRequest::default());
        node.connect("chatty", |_| {}).disconnect();
        let line = wait_for(&way, &mut log, "the connection ended");
        assert_eq!(line.level, "DEBUG");
        // All of it, and with it the parts.
        let level = way.answer(logs.set_level(set("INFO", "")));
        assert_eq!((&*level.level, &*level.directives), ("info", "info"));
        for (level, target) in [("loud", ""), ("debug", "a=b"), ("debug", "x y"), ("", "")] {
            let (code, words) = way.refusal(logs.set_level(set(level, target)));
            assert_eq!(code, Code::InvalidArgument, "{level} {target}: {words}");
        }
        node.broker().signal(Signal::HUP);
        way.wait_until("the config holds again", |way| {
            let mut logs = way.client.logs();
            way.answer(logs.get_level(GetLogLevelRequest {})).directives == "warn"
        });
    }
    node.stop();
}
