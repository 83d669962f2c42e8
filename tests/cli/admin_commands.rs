//! The commands that ask a running broker: what they have in common, and what each makes of the answer.

use gmqtt_protocol::{QoS::AtMostOnce, Version};

use super::process::{Broker, Done, folder_with, gmqtt, run, shell, text};
use crate::support::{Raw, packets::connect};

/// A broker with a socket for its operators.
struct Operated {
    broker: Broker,
    folder: tempfile::TempDir,
}

impl Operated {
    fn start() -> Self {
        let folder = folder_with("");
        let socket = folder.path().join("admin.sock");
        let path = format!("api.unix.path={}", text(&socket));
        let broker = Broker::anywhere(["--set", &path, "--set", "api.unix.enabled=true"]);
        Self { broker, folder }
    }

    fn api(&self) -> String {
        format!("unix://{}", self.folder.path().join("admin.sock").display())
    }

    /// Runs `gmqtt` with `args` against it.
    fn ask(&self, args: &[&str]) -> Done {
        run(gmqtt(args.iter().copied()).env("GMQTT_API", self.api()))
    }

    /// A client that is connected and subscribed.
    fn client(&self, client_id: &str, filter: &str) -> Raw {
        let mut raw = Raw::open(self.broker.address(), Version::V5);
        raw.send(&connect(Version::V5, client_id));
        raw.expect_accepted();
        raw.subscribe(filter, AtMostOnce);
        raw
    }
}

/// Every command that asks a broker, and needs nothing else.
const ASKING: &[&[&str]] = &[
    &["metrics"],
    &["events", "--count", "1"],
    &["logs", "--no-follow"],
    &["logs", "level"],
    &["trace", "client", "a"],
    &["listeners", "list"],
    &["listeners", "open", "a"],
    &["listeners", "close", "a", "--yes"],
    &["tokens", "list"],
    &["tokens", "create", "a", "--role", "viewer"],
    &["tokens", "revoke", "a"],
    &["acl", "list"],
    &["acl", "add", "allow", "all", "a"],
    &["acl", "remove", "1"],
    &["acl", "test", "a", "publish", "t", "--running"],
    &["cluster", "members"],
    &["cluster", "join", "a"],
    &["check", "broker"],
    &["explain", "a", "t"],
    &["stop"],
    &["config", "diff"],
    &["config", "show", "--running"],
];

#[test]
fn a_broker_that_is_not_there_cannot_be_reached() {
    for args in ASKING {
        let mut command = gmqtt(args.iter().copied());
        let done = run(command.args(["--api", "unix:///nonexistent/admin.sock"]));
        assert_eq!(
            (done.code, done.stdout.as_str()),
            (Some(5), ""),
            "{args:?}: {done:?}"
        );
        assert!(
            done.stderr.contains("cannot reach the broker's admin API"),
            "{args:?}: {done:?}"
        );
    }
}

#[test]
fn a_context_that_is_read_only_refuses_what_changes_something() {
    let home = tempfile::tempdir().unwrap();
    let inside = |args: &[&str]| run(gmqtt(args.iter().copied()).env("HOME", home.path()));
    inside(&[
        "context",
        "add",
        "a",
        "--api",
        "unix:///nonexistent/x",
        "--read-only",
    ]);
    for args in [
        &["listeners", "close", "a", "--yes"][..],
        &["tokens", "create", "a", "--role", "viewer"],
        &["tokens", "revoke", "a"],
        &["cluster", "join", "a"],
        &["stop"],
        &["logs", "level", "debug"],
    ] {
        let done = inside(args);
        assert_eq!(done.code, Some(6), "{args:?}: {done:?}");
        assert!(done.stderr.contains("read-only"), "{args:?}: {done:?}");
    }
}

#[test]
fn monitoring_systems_get_an_answer_from_a_broker_that_is_gone() {
    for (format, code, words) in [
        ("nagios", 2, "GMQTT BROKER CRITICAL - cannot reach"),
        ("json", 7, "\"status\": \"critical\""),
        ("prometheus", 7, "gmqtt_check_status{check=\"broker\"} 2"),
    ] {
        let args = [
            "check",
            "broker",
            "--format",
            format,
            "--api",
            "unix:///nonexistent/x",
        ];
        let done = run(&mut gmqtt(args));
        assert_eq!(done.code, Some(code), "{done:?}");
        assert!(done.stdout.contains(words), "{done:?}");
        assert_eq!(done.stderr, "", "{done:?}");
    }
}

#[test]
fn a_broker_that_is_no_cluster_says_so() {
    let operated = Operated::start();
    let done = operated.ask(&["cluster", "members"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("is no node of a cluster"), "{done:?}");
}

#[test]
fn why_a_client_gets_nothing_is_explained() {
    let operated = Operated::start();
    let done = operated.ask(&["explain", "dash", "sensors/1"]);
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(done.stdout.contains("no session waits for it"), "{done:?}");
    assert!(
        done.stdout
            .ends_with("dash does not get messages of sensors/1\n"),
        "{done:?}"
    );
    let _client = operated.client("dash", "sensors/#");
    let done = operated.ask(&["explain", "dash", "sensors/1", "-o", "json"]);
    let answer = done.json();
    assert_eq!(answer["steps"][0]["step"], "client", "{answer}");
    assert_eq!(answer["steps"][0]["outcome"], "yes", "{answer}");
    let done = operated.ask(&["explain", "dash", "sensors/+"]);
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn a_shell_is_offered_the_clients_there_are() {
    let operated = Operated::start();
    let _clients = [
        operated.client("meter-1", "a"),
        operated.client("meter-2", "a"),
        operated.client("dash", "a"),
    ];
    let runtime = folder_with("");
    let script = "COMPLETE=fish $GMQTT -- gmqtt clients show meter";
    let mut command = shell(script);
    command
        .env("GMQTT_API", operated.api())
        .env("XDG_RUNTIME_DIR", runtime.path());
    // On a machine that is busy the broker may take longer than a shell waits.
    let offered = (0..100).find_map(|_| {
        let done = run(&mut command);
        assert_eq!(done.stderr, "", "{done:?}");
        let words = done
            .stdout
            .lines()
            .filter_map(|line| line.split('\t').next());
        let words: Vec<_> = words
            .filter(|word| word.starts_with("meter"))
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then_some(words)
    });
    assert_eq!(offered.unwrap_or_default(), ["meter-1", "meter-2"]);
    let done = run(command.env("GMQTT_NO_DYNAMIC_COMPLETION", "1"));
    assert!(!done.stdout.contains("meter-1"), "{done:?}");
}

#[test]
fn a_shell_is_offered_nothing_by_a_broker_that_is_not_there() {
    let begun = std::time::Instant::now();
    let mut command = shell("COMPLETE=fish $GMQTT -- gmqtt clients show meter");
    // Of the network for documentation: nobody answers, not even with a refusal.
    let done = run(command.env("GMQTT_API", "grpc://192.0.2.1:8084"));
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
    assert!(!done.stdout.contains("meter"), "{done:?}");
    assert!(
        begun.elapsed() < std::time::Duration::from_secs(10),
        "it waits for nobody"
    );
}

#[test]
fn the_wrong_node_does_not_leave_a_cluster() {
    let operated = Operated::start();
    let done = operated.ask(&["cluster", "leave", "--confirm", "some-other-node"]);
    assert!(matches!(done.code, Some(1 | 2)), "{done:?}");
}
