//! `gmqtt mqtt sub`, with our broker and with Debian's mosquitto.

use std::{fs, process::Command};

use rustix::process::{Pid, Signal, kill_process};

use super::{
    mqtt_client::{Mosquitto, Subscriber, publish, towards},
    process::{Broker, folder_with, run, run_gmqtt, shell, text},
};

#[test]
fn the_count_ends_it_and_the_time_limit_is_exit_code_124() {
    let broker = Broker::anywhere([]);
    let subscriber = Subscriber::new(&broker, &["-t", "c", "-C", "2"]);
    publish(&broker, &["-t", "c", "-m", "x", "--repeat", "5"]);
    let done = subscriber.end();
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), "x\nx\n"));

    let late = run(towards(&broker, "sub").args(["-t", "none", "-C", "2", "--for", "100ms"]));
    assert_eq!(late.code, Some(124), "{late:?}");
    assert!(late.stderr.contains("received 0 of 2 messages"), "{late:?}");
    // A time alone is no limit that could be missed.
    let done = run(towards(&broker, "sub").args(["-t", "none", "-W", "0.1"]));
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
}

#[test]
fn it_waits_until_a_payload_matches() {
    let broker = Broker::anywhere([]);
    let subscriber = Subscriber::new(&broker, &["-t", "u/#", "--until", "^do(n|g)e$"]);
    for payload in ["doing", "done", "more"] {
        publish(&broker, &["-t", "u/x", "-m", payload]);
    }
    let done = subscriber.end();
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "doing\ndone\n")
    );
}

/// What a session still holds when the count is reached stays with the broker.
#[test]
fn messages_beyond_the_count_are_left_for_later() {
    let broker = Broker::anywhere([]);
    let session = ["-i", "keeper", "-c", "-q", "1", "-t", "k"];
    let away = run(towards(&broker, "sub").args(session).arg("-E"));
    assert_eq!(away.code, Some(0), "{away:?}");
    for payload in ["1", "2", "3"] {
        publish(&broker, &["-q", "1", "-t", "k", "-m", payload]);
    }
    for payload in ["1\n", "2\n", "3\n"] {
        let next = run(towards(&broker, "sub")
            .args(session)
            .args(["-C", "1", "--for", "30s"]));
        assert_eq!(
            (next.code, next.stdout.as_str()),
            (Some(0), payload),
            "{next:?}"
        );
    }
}

#[test]
fn retained_messages_alone_or_not_at_all() {
    let broker = Broker::anywhere([]);
    for number in 0..50 {
        publish(
            &broker,
            &["-r", "-q", "1", "-t", &format!("r/{number}"), "-m", "old"],
        );
    }
    let only =
        run(towards(&broker, "sub").args(["-t", "r/#", "--retained", "only", "--for", "30s"]));
    assert_eq!(only.code, Some(0), "{only:?}");
    assert_eq!(only.stdout, "old\n".repeat(50));
    let none = run(towards(&broker, "sub").args(["-t", "no/#", "--retained-only", "--for", "30s"]));
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), ""), "{none:?}");
    for version in ["5", "3.1.1"] {
        let skip = ["-V", version, "-t", "r/#", "--retained", "skip", "-C", "1"];
        let subscriber = Subscriber::new(&broker, &skip);
        publish(&broker, &["-t", "r/1", "-m", "new"]);
        assert_eq!(subscriber.end().stdout, "new\n");
    }
}

#[test]
fn refused_subscriptions_are_exit_code_4() {
    let folder = folder_with("plugin_order: [acl]\n");
    let rules = "- {deny: all, topic: \"secret/#\"}\n- {allow: all, topic: \"#\"}\n";
    fs::write(folder.path().join("gmqtt_acl.yml"), rules).unwrap();
    let broker = Broker::anywhere(["-c", text(&folder.path().join("gmqtt.yml"))]);
    for version in ["5", "3.1.1"] {
        let one =
            run(towards(&broker, "sub").args(["-V", version, "-t", "secret/#", "--for", "30s"]));
        assert_eq!(one.code, Some(4), "{one:?}");
        assert!(
            one.stderr
                .contains("the broker refused the subscription to secret/#"),
            "{one:?}"
        );
    }
    let both = ["-t", "secret/#", "-t", "open", "--for", "30s"];
    let done = run(towards(&broker, "sub").args(both));
    assert_eq!(done.code, Some(4), "{done:?}");
    assert!(
        done.stderr
            .starts_with("error: the broker refused 1 of 2 subscriptions\n"),
        "{done:?}"
    );
    assert!(
        done.stderr
            .contains("refused: secret/# (0x87, not authorized)"),
        "{done:?}"
    );
    assert!(done.stderr.contains("accepted: open (qos 0)"), "{done:?}");
    assert!(done.stderr.contains("--allow-partial"), "{done:?}");
    let partly = run(towards(&broker, "sub")
        .args(both)
        .args(["--allow-partial", "-E"]));
    assert_eq!(partly.code, Some(0), "{partly:?}");
}

#[test]
fn messages_are_objects_for_programs() {
    let broker = Broker::anywhere([]);
    let subscriber = Subscriber::new(&broker, &["-t", "j", "-C", "2", "-q", "1", "-o", "jsonl"]);
    publish(
        &broker,
        &[
            "-q",
            "1",
            "-t",
            "j",
            "-m",
            "hé",
            "--property",
            "a=b",
            "--content-type",
            "t",
        ],
    );
    publish(&broker, &["-t", "j", "-m", "ff00", "--format", "hex"]);
    let done = subscriber.end();
    let objects: Vec<serde_json::Value> = done
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(objects[0]["topic"], "j");
    assert_eq!(
        (&objects[0]["payload"], &objects[0]["encoding"]),
        (&"hé".into(), &"utf8".into())
    );
    assert_eq!(objects[0]["qos"], 1);
    assert_eq!(objects[0]["properties"]["user_properties"][0][1], "b");
    assert_eq!(
        (&objects[1]["payload"], &objects[1]["encoding"]),
        (&"/wA=".into(), &"base64".into())
    );
}

/// Debian's mosquitto with two retained messages that have properties.
#[track_caller]
fn with_retained_messages() -> Mosquitto {
    let mosquitto = Mosquitto::start("");
    for (name, payload) in [("r/1", "hé{\"a\":1}"), ("r/2", "{\"a\":1,\"b\":\"x\"}")] {
        let done = run(mosquitto.tool("pub").args([
            "-t",
            name,
            "-q",
            "1",
            "-r",
            "-m",
            payload,
            "--content-type",
            "text/plain",
            "--property",
            "n1=v1",
            "--property",
            "n2=v2",
            "--response-topic",
            "r/t",
            "--correlation",
            "6331",
            "-D",
            "publish",
            "payload-format-indicator",
            "1",
        ]));
        assert_eq!(done.code, Some(0), "{done:?}");
    }
    mosquitto
}

/// The same messages through both programs, in both versions.
#[test]
fn templates_print_what_mosquitto_sub_prints() {
    let mosquitto = with_retained_messages();
    let socket = mosquitto.socket();
    for template in [
        "%t|%p|%x|%X|%l|%m|%q|%r|%A|%C|%D|%E|%F|%R|%P|%S|%%",
        "%3p|%20t|%020p|%-20p|%6.3p",
        "%2t|%6.2t|%-6.2t|%08m|%-8mx|%-08mx|%3l|%5E|%5q|%5r|%5F|%5S|%5A|%-012tx",
        "%-05q|%12C|%.3C|%9m|%3P|%.1x|%.4p|%012t",
        "@@ \\n\\t\\e\\\\ @Y-@m-@d @z",
    ] {
        // With properties theirs speaks MQTT 5, whatever -V says.
        let identifier = ["-D", "subscribe", "subscription-identifier", "7"];
        for (version, more) in [("5", &identifier[..]), ("311", &[])] {
            let args = [
                "-V", version, "--unix", &socket, "-q", "1", "-C", "2", "-W", "30",
            ];
            let args = args.into_iter().chain(["-t", "r/#", "-F", template]);
            let args: Vec<_> = args.chain(more.iter().copied()).collect();
            let theirs = run(Command::new("mosquitto_sub").args(&args).env("TZ", "UTC"));
            let ours = run_gmqtt(["mqtt", "sub"].into_iter().chain(args));
            assert_eq!(
                (ours.code, ours.stdout),
                (Some(0), theirs.stdout),
                "{template} {version}"
            );
        }
    }
}

/// Times differ.
#[test]
fn json_is_the_same_as_mosquitto_sub_prints() {
    let mosquitto = with_retained_messages();
    let socket = mosquitto.socket();
    for template in ["%j", "%J"] {
        let args = [
            "-V", "5", "--unix", &socket, "-C", "1", "-W", "30", "-t", "r/2", "-F", template,
        ];
        let object = |text: &str| {
            let mut value: serde_json::Value = serde_json::from_str(text).unwrap();
            let time = value["tst"].take();
            assert_eq!(time.as_str().map(str::len), Some(32), "{text}");
            value
        };
        let theirs = run(Command::new("mosquitto_sub").args(args).env("TZ", "UTC"));
        let ours = run_gmqtt(["mqtt", "sub"].into_iter().chain(args));
        assert_eq!(object(&ours.stdout), object(&theirs.stdout), "{template}");
    }
}

#[test]
fn messages_go_to_files_commands_and_reports() {
    let broker = Broker::anywhere([]);
    let folder = folder_with("");
    let dump = folder.path().join("dump");
    let args = [
        "-t",
        "#",
        "-q",
        "1",
        "-C",
        "3",
        "--report",
        "--dump",
        text(&dump),
        "--exec",
        "printf '%s=' \"$MQTT_TOPIC\"; cat; echo",
    ];
    let subscriber = Subscriber::new(&broker, &args);
    for (topic, payload) in [("a/b", "one"), ("../x", "two"), ("a/b", "three")] {
        publish(&broker, &["-q", "1", "-t", topic, "-m", payload]);
    }
    let done = subscriber.end();
    assert_eq!(done.code, Some(0), "{done:?}");
    let (commands, report) = done.stdout.split_once("  MESSAGES").unwrap();
    assert_eq!(commands, "a/b=one\n../x=two\na/b=three\n");
    assert!(
        report.contains("         2         8 B         0  a/b\n"),
        "{report}"
    );
    let read = |path: &str| fs::read_to_string(dump.join(path)).unwrap();
    assert_eq!(read("a/b/00000001.msg"), "one");
    assert_eq!(read("%2e%2e/x/00000002.msg"), "two");

    let subscriber = Subscriber::new(&broker, &["-t", "e", "-C", "1", "--exec", "exit 3"]);
    publish(&broker, &["-t", "e", "-m", "x"]);
    let done = subscriber.end();
    assert_eq!(done.code, Some(8), "{done:?}");
}

#[test]
fn a_lost_connection_is_made_again() {
    let broker = Broker::anywhere([]);
    let address = broker.address();
    let listen = format!("tcp://{address}");
    let mut subscriber = Subscriber::new(&broker, &["-t", "l", "-q", "1", "-C", "1"]);
    let unwilling = Subscriber::new(&broker, &["-t", "l", "--no-reconnect"]);
    assert_eq!(broker.stop().code, Some(0));
    let done = unwilling.end();
    assert_eq!(done.code, Some(5), "{done:?}");
    let line = subscriber.wait_for("trying again");
    assert!(line.contains("server shutting down"), "{line}");
    let broker = Broker::start(["--listen", &listen]);
    subscriber.wait_for("subscribed to l");
    publish(&broker, &["-q", "1", "-t", "l", "-m", "back"]);
    let done = subscriber.end();
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), "back\n"));
}

/// Two with one identifier would take the session from each other for ever.
#[test]
fn who_is_taken_over_does_not_come_back() {
    let broker = Broker::anywhere([]);
    let first = Subscriber::new(&broker, &["-i", "same", "-t", "t"]);
    let second = Subscriber::new(&broker, &["-i", "same", "-t", "t", "-C", "1"]);
    let done = first.end();
    assert_eq!(done.code, Some(6), "{done:?}");
    assert!(done.stderr.contains("session taken over"), "{done:?}");
    publish(&broker, &["-t", "t", "-m", "x"]);
    assert_eq!(second.end().stdout, "x\n");
}

#[test]
fn signals_end_it_with_their_codes() {
    let broker = Broker::anywhere([]);
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143)] {
        let subscriber = Subscriber::new(&broker, &["-t", "s"]);
        kill_process(Pid::from_child(&subscriber.child), signal).unwrap();
        let done = subscriber.end();
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (Some(code), ""),
            "{done:?}"
        );
    }
}

/// The reader's end is noticed although no message comes.
#[test]
fn a_reader_that_goes_away_is_no_error() {
    let broker = Broker::anywhere([]);
    publish(&broker, &["-r", "-q", "1", "-t", "p", "-m", "first"]);
    let address = broker.address();
    let script = format!(
        "set -o pipefail; $GMQTT mqtt sub -h {} -p {} -t p | head -1",
        address.ip(),
        address.port()
    );
    let done = run(&mut shell(&script));
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "first\n"),
        "{done:?}"
    );
    assert_eq!(done.stderr, "");
}

#[test]
fn mistakes_are_exit_code_2() {
    for (args, said) in [
        (&["-C", "1"][..], "there is nothing to subscribe to"),
        (&["-t", "a/#/b"], "`a/#/b` is not a valid topic filter"),
        (&["-t", "a", "-F", "%z"], "%z stands for nothing"),
        (&["-t", "a", "--until", "("], "--until"),
        (&["-t", "a", "-C", "0"], "--count"),
        (&["-t", "a", "-c"], "--id"),
    ] {
        let done = run_gmqtt(["mqtt", "sub"].into_iter().chain(args.iter().copied()));
        assert_eq!(done.code, Some(2), "{args:?} {done:?}");
        assert!(done.stderr.contains(said), "{args:?} {done:?}");
    }
}
