//! Somebody else's clients against the binary.

use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use super::process::{Broker, run};

const VERSIONS: [&str; 3] = ["5", "311", "31"];

/// `mosquitto_pub` or `mosquitto_sub` towards `broker`. A subscriber gives up after a minute, even if its test has failed.
fn client(tool: &str, broker: &Broker, version: &str, args: &[&str]) -> Command {
    let address = broker.address();
    let mut command = Command::new(tool);
    command
        .args([
            "-V",
            version,
            "-h",
            &address.ip().to_string(),
            "-p",
            &address.port().to_string(),
        ])
        .args(args);
    if tool == "mosquitto_sub" {
        command.args(["-W", "60"]);
    }
    command
}

#[test]
fn a_message_arrives_in_every_version() {
    let broker = Broker::anywhere([]);
    for (from, to) in VERSIONS
        .iter()
        .flat_map(|from| VERSIONS.iter().map(move |to| (from, to)))
    {
        // -d says when the subscription stands; -C 1 ends after one message.
        let mut command = client(
            "mosquitto_sub",
            &broker,
            to,
            &["-t", "a/#", "-q", "2", "-v", "-C", "1", "-d"],
        );
        let mut subscriber = command
            .stdout(Stdio::piped())
            .spawn()
            .expect("mosquitto-clients are installed");
        let mut lines = BufReader::new(subscriber.stdout.take().unwrap())
            .lines()
            .map(Result::unwrap);
        assert!(
            lines.any(|line| line.contains("received SUBACK")),
            "{to} does not get its SUBACK"
        );

        let published = run(&mut client(
            "mosquitto_pub",
            &broker,
            from,
            &["-t", "a/b", "-m", "hi", "-q", "2"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        assert!(lines.any(|line| line == "a/b hi"), "from {from} to {to}");
        assert!(subscriber.wait().unwrap().success());
    }
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn a_retained_message_waits_for_its_subscriber() {
    let broker = Broker::anywhere([]);
    for version in VERSIONS {
        let topic = format!("r/{version}");
        let published = run(&mut client(
            "mosquitto_pub",
            &broker,
            version,
            &["-t", &topic, "-m", "kept", "-r", "-q", "1"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        let received = run(&mut client(
            "mosquitto_sub",
            &broker,
            version,
            &["-t", &topic, "-C", "1", "-F", "%r %t %p"],
        ));
        assert_eq!(received.stdout, format!("1 {topic} kept\n"));
    }
}

#[test]
fn a_session_keeps_what_was_missed() {
    let broker = Broker::anywhere([]);
    for version in VERSIONS {
        let id = format!("sleeper-{version}");
        let topic = format!("s/{version}");
        let session = ["-i", &id, "-c", "-q", "1", "-t", &topic];
        let session = match version {
            "5" => [&session[..], &["-x", "600"]].concat(),
            _ => session.to_vec(),
        };
        // -E ends when the subscription stands.
        let away = run(client("mosquitto_sub", &broker, version, &session).arg("-E"));
        assert_eq!(away.code, Some(0), "{away:?}");
        let published = run(&mut client(
            "mosquitto_pub",
            &broker,
            version,
            &["-t", &topic, "-m", "missed", "-q", "1"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        let back = run(client("mosquitto_sub", &broker, version, &session).args(["-C", "1"]));
        assert_eq!(back.stdout, "missed\n", "{back:?}");
    }
}

#[test]
fn the_right_shared_subscriber_gets_each_message_once() {
    let broker = Broker::anywhere([]);
    let subscribers: Vec<_> = (0..2)
        .map(|_| {
            let args = ["-t", "$share/g/q", "-q", "1", "-C", "5", "-d"];
            let mut child = client("mosquitto_sub", &broker, "5", &args)
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(child.stdout.take().unwrap())
                .lines()
                .map(Result::unwrap);
            assert!(lines.any(|line| line.contains("received SUBACK")));
            (child, lines)
        })
        .collect();
    let script: Vec<_> = (0..10).map(|number| format!("m{number}")).collect();
    for message in &script {
        let published = run(&mut client(
            "mosquitto_pub",
            &broker,
            "5",
            &["-t", "q", "-m", message, "-q", "1"],
        ));
        assert_eq!(published.code, Some(0));
    }
    let mut received: Vec<_> = subscribers
        .into_iter()
        .flat_map(|(mut child, lines)| {
            let payloads: Vec<_> = lines
                .filter(|line| line.starts_with('m') && line.len() == 2)
                .collect();
            assert!(child.wait().unwrap().success());
            payloads
        })
        .collect();
    received.sort();
    assert_eq!(received, script);
}
