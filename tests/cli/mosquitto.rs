//! Somebody else's clients against the binary.

use std::{
    io::{BufRead as _, BufReader, Lines},
    process::{Child, ChildStdout, Command, Stdio},
};

use super::process::{Broker, run};

const VERSIONS: [&str; 3] = ["5", "311", "31"];

/// `mosquitto_pub` with `args`, towards `broker`.
fn publisher(broker: &Broker, version: &str, args: &[&str]) -> Command {
    let mut command = Command::new("mosquitto_pub");
    command.args(towards(broker, version)).args(args);
    command
}

/// `mosquitto_sub` with `args`, towards `broker`. It gives up after a minute, even if its test has failed by then.
fn subscriber(broker: &Broker, version: &str, args: &[&str]) -> Command {
    // It would keep what it prints into a pipe until it ends.
    let mut command = Command::new("stdbuf");
    command
        .args(["-oL", "mosquitto_sub", "-W", "60"])
        .args(towards(broker, version))
        .args(args);
    command
}

fn towards(broker: &Broker, version: &str) -> [String; 6] {
    let address = broker.address();
    [
        "-V",
        version,
        "-h",
        &address.ip().to_string(),
        "-p",
        &address.port().to_string(),
    ]
    .map(str::to_owned)
}

/// A subscriber whose subscription stands.
struct Subscribed {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Subscribed {
    #[track_caller]
    fn start(broker: &Broker, version: &str, args: &[&str]) -> Self {
        // -d says what it sends and receives.
        let mut command = subscriber(broker, version, args);
        let mut child = command
            .arg("-d")
            .stdout(Stdio::piped())
            .spawn()
            .expect("mosquitto-clients are installed");
        let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
        let mut subscribed = Self { child, lines };
        subscribed.wait_for(|line| line.contains("received SUBACK"));
        subscribed
    }

    /// Reads what it prints until there is such a line.
    #[track_caller]
    fn wait_for(&mut self, wanted: impl Fn(&str) -> bool) {
        let mut read = Vec::new();
        for line in self.lines.by_ref().map(|line| line.expect("text")) {
            if wanted(&line) {
                return;
            }
            read.push(line);
        }
        panic!("it printed only {read:#?}");
    }

    /// Waits for its end; gives back the lines it printed until then.
    #[track_caller]
    fn end(mut self) -> Vec<String> {
        let lines = self.lines.map(|line| line.expect("text")).collect();
        assert!(
            self.child.wait().expect("it can be waited for").success(),
            "{lines:?}"
        );
        lines
    }
}

#[test]
fn a_message_arrives_in_every_version() {
    let broker = Broker::anywhere([]);
    for (from, to) in VERSIONS
        .iter()
        .flat_map(|from| VERSIONS.iter().map(move |to| (from, to)))
    {
        let subscribed = Subscribed::start(&broker, to, &["-t", "a/#", "-q", "2", "-v", "-C", "1"]);
        let published = run(&mut publisher(
            &broker,
            from,
            &["-t", "a/b", "-m", "hi", "-q", "2"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        let lines = subscribed.end();
        assert!(
            lines.iter().any(|line| line == "a/b hi"),
            "from {from} to {to}: {lines:?}"
        );
    }
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn a_retained_message_waits_for_its_subscriber() {
    let broker = Broker::anywhere([]);
    for version in VERSIONS {
        let topic = format!("r/{version}");
        let published = run(&mut publisher(
            &broker,
            version,
            &["-t", &topic, "-m", "kept", "-r", "-q", "1"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        let received = run(&mut subscriber(
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
        let away = run(subscriber(&broker, version, &session).arg("-E"));
        assert_eq!(away.code, Some(0), "{away:?}");
        let published = run(&mut publisher(
            &broker,
            version,
            &["-t", &topic, "-m", "missed", "-q", "1"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
        let back = run(subscriber(&broker, version, &session).args(["-C", "1"]));
        assert_eq!(back.stdout, "missed\n", "{back:?}");
    }
}

#[test]
fn a_shared_subscription_gets_each_message_once() {
    let broker = Broker::anywhere([]);
    let args = ["-t", "$share/g/q", "-q", "1", "-C", "5"];
    let group = [(); 2].map(|()| Subscribed::start(&broker, "5", &args));
    let sent: Vec<_> = (0..10).map(|number| format!("m{number}")).collect();
    for message in &sent {
        let published = run(&mut publisher(
            &broker,
            "5",
            &["-t", "q", "-m", message, "-q", "1"],
        ));
        assert_eq!(published.code, Some(0), "{published:?}");
    }
    let mut received: Vec<_> = group
        .into_iter()
        .flat_map(Subscribed::end)
        .filter(|line| sent.contains(line))
        .collect();
    received.sort();
    assert_eq!(received, sent);
}
