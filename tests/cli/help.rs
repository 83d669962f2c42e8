//! Help and version: what people and scripts read first.

use super::process::{run, run_gmqtt, shell};

#[test]
fn help_goes_to_stdout_and_succeeds() {
    for args in [
        &["--help"][..],
        &["-h"],
        &["help"],
        &["help", "start"],
        &["start", "--help"],
        &["config", "-h"],
    ] {
        let done = run_gmqtt(args.iter().copied());
        assert_eq!(done.code, Some(0), "{done:?}");
        assert!(done.stdout.contains("Examples:"), "{done:?}");
        assert_eq!(done.stderr, "");
    }
}

#[test]
fn without_a_command_help_goes_to_stderr() {
    let done = run_gmqtt([]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(2), ""));
    assert!(done.stderr.contains("Usage: gmqtt"), "{done:?}");
}

#[test]
fn the_version_is_one_line() {
    for args in [&["-V"][..], &["--version"], &["version"]] {
        let done = run_gmqtt(args.iter().copied());
        assert_eq!(
            done.stdout,
            format!("gmqtt {}\n", env!("CARGO_PKG_VERSION"))
        );
        assert_eq!(done.code, Some(0));
    }
}

#[test]
fn programs_read_the_version_as_json() {
    let version = run_gmqtt(["--version", "-o", "json"]).json();
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(version["mqtt"].as_array().map(Vec::len), Some(3));
}

#[test]
fn the_exit_codes_are_documented() {
    let done = run_gmqtt(["help", "exit-codes"]);
    for code in ["0", "1", "2", "3", "6", "7", "130", "143"] {
        assert!(
            done.stdout
                .lines()
                .any(|line| line.trim_start().starts_with(&format!("{code}  "))),
            "{code}: {done:?}"
        );
    }
}

#[test]
fn a_pipe_closed_early_is_no_error() {
    for command in [
        "--help",
        "help exit-codes",
        "config show",
        "config show -o json",
        "version",
    ] {
        // The reader is gone before the first byte is written.
        let script = format!("exec 3> >(exec true); wait $!; $GMQTT {command} >&3; echo $? >&2");
        let done = run(&mut shell(&script));
        assert_eq!(done.stderr, "0\n", "{command}: {done:?}");
        let head = run(&mut shell(&format!(
            "set -o pipefail; $GMQTT {command} | head -1"
        )));
        assert_eq!(
            (head.code, head.stderr.as_str()),
            (Some(0), ""),
            "{command}: {head:?}"
        );
    }
}

#[test]
fn colour_is_for_terminals_and_those_who_ask() {
    let colored = |args: &[&str]| run_gmqtt(args.iter().copied()).stderr.contains('\u{1b}');
    assert!(!colored(&["bogus"]));
    assert!(colored(&["bogus", "--color", "always"]));
    assert!(!colored(&["bogus", "--color", "never"]));
}
