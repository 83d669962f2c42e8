//! `gmqtt mqtt request` and `gmqtt mqtt reply`.

use std::process::Command;

use super::{
    mqtt_client::{Mosquitto, Subscriber, towards},
    process::{Broker, run},
};

/// A subscriber that answers; it says when it is ready.
fn reply(broker: &Broker, args: &[&str]) -> Subscriber {
    let mut command = towards(broker, "reply");
    Subscriber::start(command.args(["--for", "60s"]).args(args), "answering")
}

#[test]
fn a_request_gets_its_answer() {
    let broker = Broker::anywhere([]);
    let fixed = reply(&broker, &["-t", "light", "-m", "on", "-C", "2"]);
    for _ in 0..2 {
        let done = run(towards(&broker, "request").args(["-t", "light", "-m", "state"]));
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (Some(0), "on\n"),
            "{done:?}"
        );
    }
    assert_eq!(fixed.end().code, Some(0));

    let command = reply(&broker, &["-t", "up/#", "--exec", "tr a-z A-Z", "-C", "1"]);
    let done = run(towards(&broker, "request").args(["-t", "up/x", "-m", "abc"]));
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "ABC\n"),
        "{done:?}"
    );
    assert_eq!(command.end().code, Some(0));
}

#[test]
fn many_can_answer() {
    let broker = Broker::anywhere([]);
    let group = ["one", "two"].map(|name| reply(&broker, &["-t", "who", "-m", name, "-C", "1"]));
    let done = run(towards(&broker, "request").args(["-t", "who", "-n", "--count", "2"]));
    let mut answers: Vec<_> = done.stdout.lines().collect();
    answers.sort_unstable();
    assert_eq!(
        (done.code, answers),
        (Some(0), vec!["one", "two"]),
        "{done:?}"
    );
    for replier in group {
        assert_eq!(replier.end().code, Some(0));
    }
}

#[test]
fn nobody_there_is_exit_code_3_and_no_answer_124() {
    let broker = Broker::anywhere([]);
    let done = run(towards(&broker, "request").args(["-t", "nobody", "-m", "x"]));
    assert_eq!(done.code, Some(3), "{done:?}");
    assert!(
        done.stderr.contains("nobody is subscribed to nobody"),
        "{done:?}"
    );
    let _silent = Subscriber::new(&broker, &["-t", "silent"]);
    let done = run(towards(&broker, "request").args(["-t", "silent", "-m", "x", "-W", "0.2"]));
    assert_eq!(done.code, Some(124), "{done:?}");
}

#[test]
fn mosquitto_rr_is_answered_and_answers_are_understood_by_mosquitto() {
    let mosquitto = Mosquitto::start("");
    let mut command = mosquitto.tool("reply");
    let echo = Subscriber::start(command.args(["-t", "e", "--echo", "-C", "2"]), "answering");
    let socket = mosquitto.socket();
    let theirs = run(Command::new("mosquitto_rr").args([
        "-V", "5", "--unix", &socket, "-t", "e", "-e", "back", "-m", "hello", "-W", "30",
    ]));
    assert_eq!(theirs.stdout, "hello\n", "{theirs:?}");
    let ours = run(mosquitto.tool("request").args(["-t", "e", "-m", "again"]));
    assert_eq!(ours.stdout, "again\n", "{ours:?}");
    assert_eq!(echo.end().code, Some(0));
}
