//! `gmqtt mqtt pub`, with our broker and with Debian's mosquitto.

use std::{
    fs,
    io::{Read as _, Write as _},
    net::{TcpListener, TcpStream},
    process::{Command, Stdio},
};

use super::{
    mqtt_client::{Mosquitto, Subscriber, publish, towards},
    process::{Broker, Done, folder_with, gmqtt, run, run_gmqtt, text},
};

const VERSIONS: [&str; 3] = ["5", "3.1.1", "3.1"];

/// A broker on which nobody may publish to secret/#.
fn with_rules() -> (tempfile::TempDir, Broker) {
    let folder = folder_with("plugin_order: [acl]\n");
    let rules = "- {deny: all, topic: \"secret/#\"}\n- {allow: all, topic: \"#\"}\n";
    fs::write(folder.path().join("gmqtt_acl.yml"), rules).expect("it is written");
    let broker = Broker::anywhere(["-c", text(&folder.path().join("gmqtt.yml"))]);
    (folder, broker)
}

#[test]
fn messages_reach_subscribers_in_every_version_and_qos() {
    let broker = Broker::anywhere([]);
    for version in VERSIONS {
        for qos in ["0", "1", "2"] {
            let subscriber = Subscriber::new(
                &broker,
                &["-V", version, "-q", qos, "-t", "a/#", "-v", "-C", "1"],
            );
            let done = publish(
                &broker,
                &["-V", version, "-q", qos, "-t", "a/b", "-m", "hi"],
            );
            assert_eq!(done.code, Some(0), "{version} {qos} {done:?}");
            let said = match qos {
                // Nothing is known, so nothing is said.
                "0" => String::new(),
                qos => format!("published 2 B to a/b (qos {qos})\n"),
            };
            assert_eq!(done.stdout, said);
            let received = subscriber.end();
            assert_eq!(
                (received.code, received.stdout.as_str()),
                (Some(0), "a/b hi\n")
            );
        }
    }
}

#[test]
fn who_has_no_subscribers_is_told() {
    let broker = Broker::anywhere([]);
    let done = publish(&broker, &["-q", "1", "-t", "a", "-m", "x"]);
    assert_eq!(done.stdout, "published 1 B to a (qos 1), no subscribers\n");
    let quiet = publish(&broker, &["-q", "1", "-t", "a", "-m", "x", "--quiet"]);
    assert_eq!((quiet.code, quiet.stdout.as_str()), (Some(0), ""));
    let report = publish(&broker, &["-q", "1", "-t", "a", "-m", "x", "-o", "json"]).json();
    assert_eq!(report["acknowledged"], 1);
    assert_eq!(report["without_subscribers"], 1);
}

#[test]
fn a_refused_message_is_exit_code_4_where_it_can_be_known() {
    let (_folder, broker) = with_rules();
    for (args, code) in [
        (["-V", "5", "-q", "1"], 4),
        (["-V", "5", "-q", "2"], 4),
        (["-V", "5", "-q", "0"], 0),
    ] {
        let done = run(towards(&broker, "pub")
            .args(args)
            .args(["-t", "secret/x", "-m", "x"]));
        assert_eq!(done.code, Some(code), "{args:?} {done:?}");
        if code == 4 {
            assert!(
                done.stderr.starts_with(
                    "error: the broker refused the message to secret/x (0x87, not authorized)\n"
                ),
                "{done:?}"
            );
        }
    }
}

#[test]
fn mosquitto_refuses_with_exit_code_4_too() {
    let mosquitto = Mosquitto::start("acl_file FOLDER/acl");
    let done = run(mosquitto
        .tool("pub")
        .args(["-q", "1", "-t", "secret", "-m", "x"]));
    assert_eq!(done.code, Some(4), "{done:?}");
    let done = run(mosquitto
        .tool("pub")
        .args(["-q", "1", "-t", "open/a", "-m", "x"]));
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn a_refused_login_is_exit_code_4_and_says_why() {
    let folder = folder_with("plugin_order: [auth]\n");
    let password = folder.path().join("pw");
    fs::write(&password, "wrong\n").unwrap();
    fs::write(
        folder.path().join("gmqtt_password.yml"),
        "- {username: alice, password: right}\n",
    )
    .unwrap();
    let broker = Broker::anywhere([
        "-c",
        text(&folder.path().join("gmqtt.yml")),
        "--set",
        "plugins.auth.hash=plain",
    ]);
    let log_in = |version: &str, file: &str| {
        publish(
            &broker,
            &[
                "-V",
                version,
                "-u",
                "alice",
                "--password-file",
                file,
                "-t",
                "a",
                "-m",
                "x",
            ],
        )
    };
    for (version, words) in [("5", "MQTT 5 reason 0x8"), ("3.1.1", "MQTT 3.1.1 reason ")] {
        let done = log_in(version, text(&password));
        assert_eq!(done.code, Some(4), "{done:?}");
        assert!(done.stderr.contains("the broker refused alice"), "{done:?}");
        assert!(done.stderr.contains(words), "{done:?}");
        assert!(!done.stderr.contains("wrong\n"), "{done:?}");
    }
    fs::write(&password, "right\n").unwrap();
    assert_eq!(log_in("5", text(&password)).code, Some(0));
    let address = broker.address();
    let url = format!("mqtt://alice:right@{address}/a");
    let done = run_gmqtt(["mqtt", "pub", "-L", &url, "-q", "1", "-m", "x"]);
    assert_eq!(done.code, Some(0), "{done:?}");
}

#[test]
fn a_broker_that_is_not_there_is_exit_code_5() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = free.local_addr().unwrap().port().to_string();
    drop(free);
    let done = run_gmqtt([
        "mqtt",
        "pub",
        "-h",
        "127.0.0.1",
        "-p",
        &port,
        "-t",
        "a",
        "-m",
        "x",
    ]);
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(
        done.stderr.starts_with(&format!(
            "error: cannot connect to mqtt://127.0.0.1:{port}\n"
        )),
        "{done:?}"
    );
    assert!(done.stderr.contains("gmqtt start"), "{done:?}");
    let done = run_gmqtt([
        "mqtt",
        "pub",
        "--unix",
        "/nonexistent/x",
        "-t",
        "a",
        "-m",
        "x",
    ]);
    assert_eq!(done.code, Some(5), "{done:?}");
}

#[test]
fn a_server_that_never_answers_is_exit_code_5() {
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port().to_string();
    let done = run_gmqtt([
        "mqtt",
        "pub",
        "-h",
        "127.0.0.1",
        "-p",
        &port,
        "-t",
        "a",
        "-m",
        "x",
        "--connect-timeout",
        "200ms",
    ]);
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(
        done.stderr.contains("the broker does not answer"),
        "{done:?}"
    );
}

#[test]
fn mistakes_are_exit_code_2_before_anything_is_sent() {
    for (args, said) in [
        (&["-m", "x"][..], "there is no topic"),
        (&["-t", "a"], "there is nothing to publish"),
        (&["-t", "a/+", "-m", "x"], "`a/+` is not a valid topic name"),
        (&["-t", "a", "-m", "x", "-q", "3"], "it is 0, 1 or 2"),
        (&["-t", "a", "-m", "0g", "--format", "hex"], "hexadecimal"),
        (
            &["-t", "a", "-f", "/nonexistent"],
            "cannot read /nonexistent",
        ),
        (&["-t", "a", "-m", "x", "-n"], "cannot be used with"),
        (
            &["-t", "a", "-m", "x", "-L", "http://h"],
            "the scheme is one of",
        ),
        (
            &["-t", "a", "-m", "x", "-V", "3.1.1", "-P", "p"],
            "without a user name",
        ),
        (
            &["-t", "a", "--lines", "--password-stdin"],
            "stdin cannot be both",
        ),
        (
            &["-t", "a", "-m", "x", "-D", "publish", "bogus", "1"],
            "bogus is not a property",
        ),
    ] {
        let done = run_gmqtt(["mqtt", "pub"].into_iter().chain(args.iter().copied()));
        assert_eq!(done.code, Some(2), "{args:?} {done:?}");
        assert!(done.stderr.contains(said), "{args:?} {done:?}");
    }
}

#[test]
fn lines_are_messages_and_repeats_repeat() {
    let broker = Broker::anywhere([]);
    let subscriber = Subscriber::new(&broker, &["-q", "2", "-t", "l", "-C", "1000"]);
    let folder = folder_with("");
    let file = folder.path().join("lines");
    let lines: String = (0..1000).map(|n| format!("line {n}\n")).collect();
    fs::write(&file, &lines).unwrap();
    let stdin = fs::File::open(&file).unwrap();
    let done = run(towards(&broker, "pub")
        .args(["-q", "2", "-t", "l", "--lines", "-M", "10"])
        .stdin(Stdio::from(stdin)));
    assert_eq!(
        done.stdout, "published 1,000 messages, 7.9 kB to l (qos 2)\n",
        "{done:?}"
    );
    assert_eq!(subscriber.end().stdout, lines);

    let subscriber = Subscriber::new(&broker, &["-q", "1", "-t", "r", "-C", "3", "-N"]);
    let done = publish(
        &broker,
        &[
            "-q", "1", "-t", "r", "-m", "6869", "--format", "hex", "--repeat", "3",
        ],
    );
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(subscriber.end().stdout, "hihihi");
}

#[test]
fn mosquitto_sub_gets_what_is_published_with_its_properties() {
    let broker = Broker::anywhere([]);
    let address = broker.address();
    let done = publish(
        &broker,
        &[
            "-t",
            "p",
            "-m",
            "x",
            "-q",
            "1",
            "-r",
            "--content-type",
            "text/plain",
            "--expiry",
            "1h",
            "--response-topic",
            "r/t",
            "--correlation",
            "6331",
            "--property",
            "a=b",
            "-D",
            "publish",
            "user-property",
            "c",
            "d",
            "-D",
            "publish",
            "payload-format-indicator",
            "1",
        ],
    );
    assert_eq!(done.code, Some(0), "{done:?}");
    let received = run(Command::new("mosquitto_sub").args([
        "-V",
        "5",
        "-W",
        "30",
        "-C",
        "1",
        "-t",
        "p",
        "-h",
        &address.ip().to_string(),
        "-p",
        &address.port().to_string(),
        "-F",
        "%p|%r|%C|%R|%D|%P|%F",
    ]));
    assert_eq!(
        received.stdout, "x|1|text/plain|r/t|c1|a:b c:d|1\n",
        "{received:?}"
    );
}

#[test]
fn names_that_were_meant_are_named() {
    for (name, meant) in [("pub", "`gmqtt mqtt pub`"), ("sub", "`gmqtt mqtt sub`")] {
        let done = run_gmqtt([name, "-t", "a"]);
        assert_eq!(done.code, Some(2));
        assert!(done.stderr.contains("did you mean"), "{done:?}");
        assert!(done.stderr.contains(meant), "{done:?}");
    }
}

/// A broker in MQTT 3.1.1 that says what it is sent: the payloads of `count` messages of QoS 1, and the stream they came on.
fn accept(listener: &TcpListener, count: usize) -> (Vec<String>, Vec<[u8; 2]>, TcpStream) {
    let (mut stream, _) = listener.accept().expect("a client");
    let packet = |stream: &mut TcpStream| {
        let mut head = [0; 2];
        stream.read_exact(&mut head).expect("a packet");
        let mut body = vec![0; usize::from(head[1])];
        stream.read_exact(&mut body).expect("its rest");
        (head[0], body)
    };
    assert_eq!(packet(&mut stream).0, 0x10, "CONNECT");
    stream.write_all(&[0x20, 2, 0, 0]).expect("it is sent");
    let (mut payloads, mut ids) = (Vec::new(), Vec::new());
    for _ in 0..count {
        let (first, body) = packet(&mut stream);
        assert_eq!(first & 0xf0, 0x30, "PUBLISH");
        let topic = usize::from(u16::from_be_bytes([body[0], body[1]]));
        ids.push([body[2 + topic], body[3 + topic]]);
        payloads.push(String::from_utf8(body[4 + topic..].to_vec()).expect("text"));
    }
    (payloads, ids, stream)
}

#[test]
fn what_was_not_acknowledged_is_sent_again_in_its_order() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let args = ["mqtt", "pub", "-p", &port, "-V", "3.1.1"];
    let mut publisher = gmqtt(args)
        .args(["-t", "t", "-q", "1", "--lines"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = publisher.stdin.take().unwrap();
    stdin.write_all(b"a\nb\n").unwrap();
    let (sent, _, stream) = accept(&listener, 2);
    assert_eq!(sent, ["a", "b"]);
    drop(stream);
    stdin.write_all(b"c\n").unwrap();
    drop(stdin);
    let (sent, ids, mut stream) = accept(&listener, 3);
    assert_eq!(sent, ["a", "b", "c"]);
    for [high, low] in ids {
        stream.write_all(&[0x40, 2, high, low]).unwrap();
    }
    let done = Done::from(publisher.wait_with_output().unwrap());
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(done.stdout, "published 3 messages, 3 B to t (qos 1)\n");
    assert!(done.stderr.contains("trying again"), "{done:?}");
}

/// Nobody waits for ever for a broker that does not come back.
#[test]
fn a_broker_that_stays_away_is_waited_for_as_long_as_is_said() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let publisher = gmqtt(["mqtt", "pub", "-p", &port, "-V", "3.1.1"])
        .args(["-t", "t", "-q", "1", "-m", "a", "--timeout", "1s"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (_, _, stream) = accept(&listener, 1);
    drop((stream, listener));
    let done = Done::from(publisher.wait_with_output().unwrap());
    assert_eq!(done.code, Some(5), "{done:?}");
    assert!(done.stderr.contains("0 acknowledged of 1 sent"), "{done:?}");
}
