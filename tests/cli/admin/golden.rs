//! The examples of the design, on a terminal of 140 columns. Gaps between columns are compared as gaps: how wide they are follows
//! from what stands in them.

use std::process::Command;

use crate::cli::process::{Done, gmqtt, run};

use super::fake;

/// `gmqtt` with these words on a terminal, at the made-up broker. `typed` is what somebody answers.
fn on_a_terminal(words: &str, typed: &str) -> Done {
    let address = fake::serve();
    let binary = env!("CARGO_BIN_EXE_gmqtt");
    let inner = format!("stty cols 140 rows 50 -echo; {binary} {words}");
    let script = format!("printf '%s' '{typed}' | script -qec \"{inner}\" /dev/null");
    let mut command = Command::new("bash");
    command
        .args(["-c", &script])
        .env_clear()
        .env("HOME", "/nonexistent")
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("NO_COLOR", "1")
        .env("TERM", "xterm")
        .env("GMQTT_API", format!("grpc://{address}"));
    let mut done = run(&mut command);
    done.stdout = done.stdout.replace('\r', "");
    // A terminal shows what is typed; here it may be typed before the question is there.
    if let Some(rest) = done.stdout.strip_prefix(typed) {
        done.stdout = rest.to_owned();
    }
    done
}

/// Gaps of any width are gaps of two; what trails is gone.
fn gaps(text: &str) -> String {
    let line = |line: &str| {
        let mut words = Vec::new();
        for word in line.trim_end().split("  ") {
            let word = word.trim();
            if !word.is_empty() {
                words.push(word);
            }
        }
        words.join("  ") + "\n"
    };
    text.lines().map(line).collect()
}

#[track_caller]
fn shows(done: &Done, expected: &str) {
    assert_eq!(gaps(&done.stdout), gaps(expected), "{done:?}");
}

#[test]
fn clients_list() {
    let done = on_a_terminal("clients list --slow --sort -queue", "");
    shows(
        &done,
        "\
CLIENT ID           USER    ADDRESS               VER  STATE    SINCE  SUBS  QUEUE  INFLIGHT  DROPPED   IN/s  OUT/s
ingest-worker-7     ingest  10.0.4.17:53122       5    online   2h       12   1000   100/100    48211    0.0  812.4
dash-eu-3           dash    10.0.9.3:41020        3.1  online   41m       3    874     20/20        0    0.1   77.0
meter-00A3F         meter   -                     5    offline  3m        1     37         0        0      -      -
3 of 11,616 clients
",
    );
    assert_eq!(done.code, Some(0));
}

#[test]
fn clients_show() {
    let done = on_a_terminal("clients show ingest-worker-7", "");
    let expected = [
        "SUBSCRIPTION             QOS  SHARE   NL   RAP  RH  SUBID",
        "$SYS/brokers/+/clients/#   0  -       no  no    0      -",
        "sensors/+/raw              1  ingest  no   no    0      -",
        "hint: acknowledgements are slower than deliveries. `gmqtt trace client ingest-worker-7` shows them.",
    ];
    let shown = gaps(&done.stdout);
    for line in expected {
        let line = gaps(line);
        assert!(shown.contains(&line), "{line} in {shown}");
    }
    assert!(done.stdout.starts_with(
        "client_id        ingest-worker-7                     state     online, connected "
    ));
}

#[test]
fn clients_kick() {
    let done = on_a_terminal("clients kick meter-00A3F dash-eu-3 ghost", "y\n");
    let (question, rest) = done.stdout.split_once("[y/N] ").expect("a question");
    assert!(question.starts_with("Disconnect 3 clients from grpc://127.0.0.1:"));
    assert!(question.ends_with(" (sessions are kept)? "));
    // In the order they were named.
    let expected = "\
skipped meter-00A3F    (already offline)
kicked  dash-eu-3      (online -> offline, session kept 7200s)
error: no client \"ghost\"
  hint: closest ids: ghost-01, ghost-02
1 kicked, 1 skipped, 1 failed
";
    assert_eq!(rest.trim_start_matches('\n'), expected);
    assert_eq!(done.code, Some(8));
}

#[test]
fn no_is_the_answer_unless_it_is_yes() {
    for typed in ["n\n", "\n", "maybe\n"] {
        let done = on_a_terminal("clients kick a b", typed);
        assert_eq!(done.code, Some(1), "{typed:?}: {done:?}");
        assert!(
            done.stdout.ends_with("error: nothing was done\n"),
            "{done:?}"
        );
    }
}

#[test]
fn subscriptions_match() {
    let done = on_a_terminal("subscriptions match sensors/42/raw", "");
    shows(
        &done,
        "\
CLIENT ID         FILTER                         QOS  STATE    DELIVER
ingest-worker-1   $share/ingest/sensors/+/raw      1  online   one of 7 in group ingest
audit             sensors/#                        1  offline  queued (12 waiting)
dash-eu-3         sensors/42/#                     0  online   no: acl denies read (rule 14)
9 subscriptions match, 2 deliveries
",
    );
    assert_eq!(
        on_a_terminal("subscriptions match nobody", "").code,
        Some(3)
    );
}

#[test]
fn publish() {
    let done = on_a_terminal("publish sensors/42/cmd '{\\\"led\\\":true}' --qos 1", "");
    shows(
        &done,
        "published 12 B to sensors/42/cmd (qos 1), 2 subscribers\n",
    );
}

#[test]
fn publish_lines() {
    let address = fake::serve();
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("batch");
    let line = format!("{}\n", "x".repeat(84));
    std::fs::write(&file, line.repeat(1000)).expect("it is written");
    let done = run(gmqtt(["publish", "sensors/all/cfg", "--lines", "--retain"])
        .env("GMQTT_API", format!("grpc://{address}"))
        .stdin(std::fs::File::open(&file).expect("it is there")));
    let took = done.stdout.rsplit_once(" in ").expect("a time").0;
    assert_eq!(
        took,
        "published 1,000 messages, 84.0 kB to sensors/all/cfg (qos 0, retained)"
    );
}

#[test]
fn accounts_add() {
    let done = on_a_terminal("accounts add alice --generate", "");
    let lines: Vec<_> = done.stdout.lines().collect();
    assert_eq!(lines[0], "added alice (argon2id)");
    // As long as the page says.
    assert_eq!(lines[1].replace('-', "").len(), 24);
    assert_eq!(lines[2], "next: gmqtt mqtt sub -u alice -t '#'");
}

#[test]
fn accounts_list() {
    let done = on_a_terminal("accounts list", "");
    shows(
        &done,
        "\
NAME    STATE     HASH      CONNECTED  UPDATED
alice   enabled   argon2id          1  4s
root    enabled   md5               0  3y     warning: weak hash, rehash with `gmqtt accounts passwd root`
",
    );
}

#[test]
fn a_password_is_asked_for_twice() {
    let done = on_a_terminal("accounts add alice", "one\none\n");
    assert!(done.stdout.contains("Password for alice: "), "{done:?}");
    assert!(done.stdout.contains("Again: "), "{done:?}");
    assert!(done.stdout.contains("added alice (argon2id)"), "{done:?}");
    assert!(!done.stdout.contains("one\n"), "it is not shown: {done:?}");
    let done = on_a_terminal("accounts add alice", "one\nother\n");
    assert_eq!(done.code, Some(2));
    assert!(done.stdout.contains("the two passwords are not the same"));
}
