//! Rules: what `gmqtt acl test` says, and the broker with the clients that people have.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

use super::process::{Broker, Done, folder_with, run, run_gmqtt, text};

const RULES: &str = "\
# The doors.
- {deny: retain, topic: door/#}
- allow: publish
  user: [alice, \"sensor-*\"]
  topic: [door/%u, log/%c]
- {allow: all, address: 10.0.0.0/8, topic: \"#\"}
";

fn folder(config: &str, rules: &str) -> TempDir {
    let folder = folder_with(config);
    fs::write(folder.path().join("gmqtt_acl.yml"), rules).expect("it is written");
    folder
}

/// Runs `gmqtt acl test` with these words.
fn ask(folder: &TempDir, words: &str) -> Done {
    let config = folder.path().join("gmqtt.yml");
    run_gmqtt(
        ["acl", "test", "-c", text(&config)]
            .into_iter()
            .chain(words.split(' ')),
    )
}

#[test]
fn the_rule_that_decides_is_named() {
    let folder = folder("plugin_order: [acl]\n", RULES);
    let file = folder.path().join("gmqtt_acl.yml");
    let place = |line| format!("{}:{line}: ", file.display());
    for (words, code, said) in [
        (
            "alice publish door/alice",
            0,
            format!(
                "allowed: {}allow: publish, user: [alice, sensor-*], topic: [door/%u, log/%c]\n",
                place(3)
            ),
        ),
        (
            "alice publish door/alice --retain",
            4,
            format!("denied: {}deny: retain, topic: door/#\n", place(2)),
        ),
        (
            "alice publish door/bob",
            4,
            "denied: no rule fits, and plugins.acl.default is deny\n".to_owned(),
        ),
        (
            "alice publish log/x --client-id x",
            0,
            format!("allowed: {}allow: publish", place(3)),
        ),
        (
            "bob subscribe a/# --address 10.1.2.3",
            0,
            format!(
                "allowed: {}allow: all, address: 10.0.0.0/8, topic: #\n",
                place(6)
            ),
        ),
        ("bob subscribe a/#", 4, "denied: no rule fits".to_owned()),
    ] {
        let done = ask(&folder, words);
        assert_eq!(
            (done.code, done.stderr.as_str()),
            (Some(code), ""),
            "{words}: {done:?}"
        );
        assert!(done.stdout.starts_with(&said), "{words}: {done:?}");
    }
}

#[test]
fn programs_read_the_answer_as_json() {
    let folder = folder("plugin_order: [acl]\n", RULES);
    let answer = ask(&folder, "alice publish door/alice -o json").json();
    assert_eq!(
        (&answer["allowed"], &answer["line"]),
        (&true.into(), &3.into())
    );
    let answer = ask(&folder, "bob publish x -o json").json();
    assert_eq!(
        (answer["allowed"].as_bool(), answer["line"].as_u64()),
        (Some(false), None)
    );
}

#[test]
fn mistakes_have_exit_codes() {
    let good = folder("plugin_order: [acl]\n", RULES);
    assert_eq!(ask(&good, "alice publish a/#").code, Some(2));
    assert_eq!(ask(&good, "alice subscribe a/#/b").code, Some(2));
    assert_eq!(ask(&good, "alice read a").code, Some(2));
    let bad = folder("plugin_order: [acl]\n", "- {allow: al, topic: a}\n");
    let done = ask(&bad, "alice publish a");
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(
        done.stderr.contains("gmqtt_acl.yml:1:11") && done.stderr.contains("did you mean `all`?"),
        "{done:?}"
    );
}

#[test]
fn rules_that_nobody_asks_are_told() {
    let folder = folder("plugin_order: []\n", RULES);
    let done = ask(&folder, "bob publish x");
    assert!(done.stderr.contains("not in plugin_order"), "{done:?}");
}

#[test]
fn mosquitto_s_words_are_understood() {
    let folder = folder(
        "plugin_order: [acl]\n",
        "user alice\ntopic read a/#\ntopic deny a/secret\npattern readwrite c/%c\n",
    );
    for (words, code, said) in [
        ("alice subscribe a/b", 0, ":2: user alice, topic read a/#"),
        (
            "alice subscribe a/secret",
            4,
            ":3: user alice, topic deny a/secret",
        ),
        ("alice publish a/b", 4, "no rule fits"),
        ("alice subscribe #", 0, "every filter is granted"),
        (
            "bob publish c/x --client-id x",
            0,
            ":4: pattern readwrite c/%c",
        ),
    ] {
        let done = ask(&folder, words);
        assert_eq!(done.code, Some(code), "{words}: {done:?}");
        assert!(done.stdout.contains(said), "{words}: {done:?}");
    }
}

#[test]
fn an_edit_holds_for_who_connects_and_a_mistake_changes_nothing() {
    let folder = folder("plugin_order: [acl]\n", "- {allow: all, topic: a}\n");
    let file = folder.path().join("gmqtt_acl.yml");
    let mut broker = Broker::anywhere(["-c", text(&folder.path().join("gmqtt.yml"))]);
    let may_publish = |broker: &Broker| {
        let address = broker.address();
        let mut command = Command::new("mosquitto_pub");
        command.args([
            "-V",
            "5",
            "-h",
            &address.ip().to_string(),
            "-p",
            &address.port().to_string(),
        ]);
        let done = run(command.args(["-t", "a", "-m", "x", "-q", "1"]));
        !done.stderr.to_lowercase().contains("not authori")
    };
    assert!(may_publish(&broker));
    fs::write(&file, "- {allow: all, topic: b}\n").expect("it is written");
    broker.wait_for_log("read the rules again");
    assert!(!may_publish(&broker));
    fs::write(&file, "- {allow: all, topic: a}\n- {allow: all}\n").expect("it is written");
    let told = broker.wait_for_log("`[1].topic` is missing");
    assert!(told.contains("gmqtt_acl.yml:2"), "{told}");
    assert!(!may_publish(&broker));
}

/// A mosquitto with an acl_file, on a socket in its folder.
struct Mosquitto {
    child: Child,
    folder: TempDir,
}

impl Mosquitto {
    #[track_caller]
    fn start(rules: &str) -> Self {
        let folder = folder("plugin_order: [acl]\n", rules);
        let path = |name: &str| folder.path().join(name);
        let config = format!(
            "listener 0 {}\nallow_anonymous true\nacl_file {}\nuser root\nlog_dest stderr\n",
            path("socket").display(),
            path("gmqtt_acl.yml").display()
        );
        fs::write(path("mosquitto.conf"), config).expect("it is written");
        let mut command = Command::new("mosquitto");
        command
            .args(["-c", text(&path("mosquitto.conf"))])
            .stderr(Stdio::piped());
        let mut child = command.spawn().expect("mosquitto is installed");
        let mut lines = BufReader::new(child.stderr.take().expect("a pipe")).lines();
        assert!(
            lines.any(|line| line.is_ok_and(|line| line.contains("running"))),
            "it starts"
        );
        // What it logs is of no use to anybody, but has to go somewhere.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, folder }
    }

    fn lets_publish(&self, user: &str, client_id: &str, topic: &str) -> bool {
        let socket = self.folder.path().join("socket");
        let mut command = Command::new("mosquitto_pub");
        command.args([
            "-V",
            "5",
            "--unix",
            text(&socket),
            "-i",
            client_id,
            "-q",
            "1",
            "-d",
        ]);
        command.args(["-t", topic, "-m", "x"]);
        if !user.is_empty() {
            command.args(["-u", user]);
        }
        let done = run(&mut command);
        let told = done.stdout + &done.stderr;
        assert!(told.contains("received PUBACK"), "{told}");
        !told.contains("RC:135")
    }
}

impl Drop for Mosquitto {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The same file, users and topics: mosquitto and we say the same.
#[test]
fn an_acl_file_means_what_it_means_to_mosquitto() {
    let mosquitto = Mosquitto::start(MOSQUITTO_RULES);
    for user in ["", "alice", "bob", "carol", "+"] {
        for client_id in ["one", "two"] {
            for topic in MOSQUITTO_TOPICS {
                let config = mosquitto.folder.path().join("gmqtt.yml");
                let ours = run_gmqtt([
                    "acl",
                    "test",
                    "-c",
                    text(&config),
                    user,
                    "publish",
                    topic,
                    "--client-id",
                    client_id,
                ]);
                let theirs = mosquitto.lets_publish(user, client_id, topic);
                assert_eq!(
                    ours.code,
                    Some(if theirs { 0 } else { 4 }),
                    "{user:?} {client_id} {topic}: {ours:?}"
                );
            }
        }
    }
}

const MOSQUITTO_RULES: &str = "\
topic read anyone/read
topic write anyone/write
topic deny anyone/write/no
topic readwrite anyone/write/#
user alice
topic write a/#
topic deny a/secret
topic write b b/c
topic read only/read
pattern deny p/%u/no
user bob
topic write p/bob/no
pattern write p/%u/#
pattern write c/%c/+
topic write p/#
";

const MOSQUITTO_TOPICS: &[&str] = &[
    "anyone/read",
    "anyone/write",
    "anyone/write/no",
    "anyone/write/yes",
    "a/x",
    "a/secret",
    "b b/c",
    "b",
    "only/read",
    "p/alice/no",
    "p/alice/yes",
    "p/bob/no",
    "p/bob/x",
    "p/carol/x",
    "c/one/1",
    "c/two/1",
    "c/one/1/2",
    "p",
    "a",
];
