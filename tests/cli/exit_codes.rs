//! The exit codes, one scenario each, as far as there is something that leads to them.

use std::net::TcpListener;

use super::process::{folder_with, run_gmqtt, text};

#[test]
fn zero_is_done() {
    assert_eq!(run_gmqtt(["version"]).code, Some(0));
}

#[test]
fn one_is_any_other_failure() {
    let done = run_gmqtt(["man", "--out", "/dev/null/man"]);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("cannot write"), "{done:?}");
}

#[test]
fn two_is_wrong_usage() {
    for args in [
        &["bogus"][..],
        &["start", "--bogus"],
        &["start", "--log-level", "loud"],
        &["start", "--listen", "tls://:8883"],
        &["config"],
        &["config", "check", "a", "b"],
        &["config", "show", "--secrets"],
        &["-q", "-v", "version"],
    ] {
        let done = run_gmqtt(args.iter().copied());
        assert_eq!(done.code, Some(2), "{args:?}: {done:?}");
        assert_eq!(done.stdout, "", "{args:?}");
    }
}

#[test]
fn three_is_an_object_that_does_not_exist() {
    assert_eq!(run_gmqtt(["config", "show", "mqtt.bogus"]).code, Some(3));
}

/// The other ways not to reach a broker are with `gmqtt mqtt`.
#[test]
fn five_is_a_broker_that_cannot_be_reached() {
    let done = run_gmqtt(["mqtt", "sub", "--unix", "/nonexistent/broker", "-t", "a"]);
    assert_eq!(done.code, Some(5), "{done:?}");
    assert_eq!(done.stdout, "");
}

#[test]
fn six_is_something_in_the_way() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("tcp://{}", other.local_addr().unwrap());
    assert_eq!(run_gmqtt(["start", "--listen", &url]).code, Some(6));
}

#[test]
fn seven_is_a_bad_config() {
    let folder = folder_with("bogus: 1\n");
    let file = folder.path().join("gmqtt.yml");
    assert_eq!(run_gmqtt(["config", "check", text(&file)]).code, Some(7));
    assert_eq!(
        run_gmqtt(["config", "show", "-c", text(&file)]).code,
        Some(7)
    );
    assert_eq!(run_gmqtt(["start", "-c", text(&file)]).code, Some(7));
    assert_eq!(
        run_gmqtt(["start", "-c", "/nonexistent/gmqtt.yml"]).code,
        Some(7)
    );
}

#[test]
fn programs_read_errors_as_one_json_line() {
    for (args, code, name) in [
        (&["bogus", "-o", "json"][..], 2, "usage"),
        (
            &["config", "show", "mqtt.bogus", "-o", "json"],
            3,
            "not_found",
        ),
        (
            &["start", "-c", "/nonexistent/gmqtt.yml", "--output=json"],
            7,
            "invalid",
        ),
    ] {
        let done = run_gmqtt(args.iter().copied());
        assert_eq!(done.stderr.lines().count(), 1, "{done:?}");
        let error: serde_json::Value = serde_json::from_str(&done.stderr).unwrap();
        assert_eq!(error["error"]["exit"], code, "{done:?}");
        assert_eq!(error["error"]["code"], name, "{done:?}");
        assert_eq!(done.code, Some(code));
    }
}

#[test]
fn unknown_commands_name_the_near_one() {
    let done = run_gmqtt(["config", "chek"]);
    assert!(
        done.stderr.contains("did you mean `gmqtt config check`?"),
        "{done:?}"
    );
    let done = run_gmqtt(["start", "--pidfile", "x"]);
    assert!(
        done.stderr.contains("did you mean `--pid-file`?"),
        "{done:?}"
    );
}

#[test]
fn what_is_quoted_cannot_move_the_cursor() {
    let done = run_gmqtt(["\u{1b}[2J"]);
    assert!(!done.stderr.contains('\u{1b}'), "{done:?}");
}
