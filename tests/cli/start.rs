//! `gmqtt start`: what it prints, and when it refuses.

use std::net::{TcpListener, TcpStream};

use super::process::{Broker, Done, folder_with, gmqtt, run, run_gmqtt, shell, text};

#[test]
fn it_serves_what_it_says() {
    let broker = Broker::anywhere([]);
    TcpStream::connect(broker.address()).unwrap();
    assert_eq!(broker.banner()["pid"], broker.pid().as_raw_nonzero().get());
    assert_eq!(broker.banner()["version"], env!("CARGO_PKG_VERSION"));
    assert!(broker.banner()["config"].is_null());
    assert_eq!(broker.stop().code, Some(0));
}

/// What `gmqtt start` with `args` prints for people. It is stopped as soon as it says that it is ready.
pub(super) fn printed<'a>(args: impl IntoIterator<Item = &'a str>) -> Done {
    let script = "exec 3< <(exec $GMQTT start \"$@\"); pid=$!
        while read -r line <&3; do echo \"$line\"; case $line in ready*) kill $pid;; esac; done; wait $pid";
    run(shell(script).arg("bash").args(args))
}

#[test]
fn people_read_a_banner() {
    let folder = folder_with("listeners:\n  - address: 127.0.0.1:0\nplugin_order: []\n");
    let file = folder.path().join("gmqtt.yml");
    let with_file = printed(["-c", text(&file)]);
    assert_eq!(with_file.code, Some(0), "{with_file:?}");
    let lines: Vec<_> = with_file.stdout.lines().collect();
    assert!(
        lines[0].starts_with(&format!("gmqtt {}  pid ", env!("CARGO_PKG_VERSION"))),
        "{lines:?}"
    );
    assert!(
        lines[0].ends_with(&format!("  config {}", text(&file))),
        "{lines:?}"
    );
    assert!(
        lines[1].starts_with("mqtt    tcp://127.0.0.1:"),
        "{lines:?}"
    );
    assert!(lines.last().unwrap().starts_with("ready in "), "{lines:?}");

    let without = printed(["--listen", "tcp://127.0.0.1:0"]);
    assert!(
        without.stdout.contains("no config file, built-in defaults"),
        "{without:?}"
    );
    assert!(without.stdout.contains("this machine only"), "{without:?}");
}

#[test]
fn the_banner_names_nothing_that_is_not_served() {
    let broker = Broker::start(["--listen", "tcp://127.0.0.1:0", "--listen", "tcp://[::1]:0"]);
    let listeners = broker.banner()["listeners"].as_array().unwrap().clone();
    for url in &listeners {
        TcpStream::connect(url.as_str().unwrap().strip_prefix("tcp://").unwrap()).unwrap();
    }
    assert_eq!(listeners.len(), 2);
}

#[test]
fn a_port_in_use_names_who_has_it() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let done = run_gmqtt(["start", "--listen", &format!("tcp://{address}")]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(6), ""));
    assert!(
        done.stderr
            .contains(&format!("error: cannot listen on {address} (listeners[0])")),
        "{done:?}"
    );
    assert!(
        done.stderr
            .contains(&format!("(pid {})", std::process::id())),
        "{done:?}"
    );
    assert!(done.stderr.contains("hint: "), "{done:?}");
}

#[test]
fn a_second_listener_that_cannot_bind_stops_the_start() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = format!("tcp://{}", other.local_addr().unwrap());
    let done = run_gmqtt(["start", "--listen", "tcp://127.0.0.1:0", "--listen", &taken]);
    assert_eq!(done.code, Some(6));
    assert!(done.stderr.contains("listeners[1]"), "{done:?}");
}

/// The metrics are not worth less than a listener: who looks for them would find somebody else's.
#[test]
fn metrics_on_a_port_in_use_stop_the_start() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = other.local_addr().unwrap();
    let setting = format!("plugins.prometheus.listen_address={address}");
    let done = run_gmqtt(["start", "--listen", "tcp://127.0.0.1:0", "--set", &setting]);
    assert_eq!(done.code, Some(6), "{done:?}");
    let cause = format!("cannot listen on {address} (`plugins.prometheus.listen_address`)");
    assert!(done.stderr.contains(&cause), "{done:?}");
    assert!(done.stderr.contains("hint: "), "{done:?}");
}

#[test]
fn an_invalid_config_is_refused_with_its_mistakes() {
    let folder = folder_with("mqtt:\n  max_inflght: 200\n  maximum_qos: 3\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["start", "-c", text(&file)]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(7), ""));
    assert!(done.stderr.contains("gmqtt.yml:2:3"), "{done:?}");
    assert!(done.stderr.contains("gmqtt.yml:3:16"), "{done:?}");
    assert!(
        done.stderr
            .trim_end()
            .lines()
            .last()
            .unwrap()
            .contains("not valid"),
        "{done:?}"
    );
}

#[test]
fn a_store_that_cannot_be_used_is_not_left_out() {
    let redis = [
        "persistence.type=redis",
        "persistence.redis.addr=127.0.0.1:1",
    ];
    let done = run_gmqtt([
        "start",
        "--listen",
        "tcp://127.0.0.1:0",
        "--set",
        redis[0],
        "--set",
        redis[1],
    ]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stderr.contains("cannot use Redis at 127.0.0.1:1"),
        "{done:?}"
    );
    let folder = folder_with("data_dir: /proc/nowhere\npersistence: {type: embedded}\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["start", "--listen", "tcp://127.0.0.1:0", "-c", text(&file)]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.stderr.contains("/proc/nowhere/store"), "{done:?}");
}

#[test]
fn check_looks_and_does_not_start() {
    let folder = folder_with("bogus: 1\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["start", "--check", "-c", text(&file)]);
    assert_eq!(done.code, Some(7));
    assert!(done.stdout.contains("gmqtt.yml:1:1"), "{done:?}");
    // Flags are part of what is checked, and nothing is bound.
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("tcp://{}", other.local_addr().unwrap());
    assert_eq!(
        run_gmqtt(["start", "--check", "--listen", &url]).code,
        Some(0)
    );
    assert_eq!(
        run_gmqtt(["start", "--check", "--set", "mqtt.maximum_qos=3"]).code,
        Some(7)
    );
}

#[test]
fn logs_are_json_lines_when_nobody_watches() {
    let done = Broker::anywhere(["--set", "plugin_order=[]"]).stop();
    assert!(!done.stderr.is_empty());
    for line in done.stderr.lines() {
        let message: serde_json::Value =
            serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
        assert!(message["level"].is_string(), "{line}");
    }
}

#[test]
fn logs_are_text_when_asked_for() {
    let done = Broker::anywhere(["--log-format", "text"]).stop();
    assert!(done.stderr.contains(" INFO "), "{done:?}");
    assert!(!done.stderr.contains('\u{1b}'), "{done:?}");
}

#[test]
fn the_level_comes_from_the_flag_then_the_variable_then_the_config() {
    let lines = |level: Option<&str>, args: &[&str]| {
        let mut command = gmqtt(
            ["start", "-o", "json", "--listen", "tcp://127.0.0.1:0"]
                .iter()
                .chain(args)
                .copied(),
        );
        Broker::spawn(command.envs(level.map(|level| ("GMQTT_LOG", level))))
            .stop()
            .stderr
    };
    assert_eq!(lines(Some("debug"), &["--log-level", "error"]), "");
    assert_eq!(lines(Some("error"), &["--set", "log.level=debug"]), "");
    assert_eq!(lines(None, &["--set", "log.level=error"]), "");
    assert_eq!(lines(Some("gmqtt_server=off,error"), &[]), "");
    assert!(lines(None, &[]).contains("ready"));
}

#[test]
fn a_variable_that_says_nothing_about_logs_is_refused() {
    let done = run(gmqtt(["start"]).env("GMQTT_LOG", "gmqtt=louder"));
    assert_eq!(done.code, Some(2), "{done:?}");
}

#[test]
fn a_broker_outlives_the_readers_of_its_output() {
    let script = "exec $GMQTT start --listen tcp://127.0.0.1:0 --ready-fd 3 3>&1 > >(exec true) 2> >(exec true)";
    // stdout and stderr of the broker go to processes that end at once; descriptor 3 is the test's pipe.
    let done = run(&mut shell(&format!(
        "exec 4< <({script}); pid=$!; read -r line <&4; echo $line; kill $pid; wait $pid"
    )));
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "READY=1\n"),
        "{done:?}"
    );
}
