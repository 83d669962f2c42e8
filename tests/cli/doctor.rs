//! `gmqtt doctor`: what is wrong, and how to fix it.

use std::{fs, net::TcpListener, os::unix::fs::PermissionsExt as _};

use super::process::{Done, folder_with, gmqtt, run, text};

/// What it says about a configuration, in a home of its own.
fn doctor(config: &str, args: &[&str]) -> Done {
    let folder = folder_with(config);
    let file = folder.path().join("gmqtt.yml");
    let mut command = gmqtt(["doctor", "-c", text(&file)]);
    run(command.args(args).env("HOME", folder.path()))
}

const QUIET: &str =
    "listeners: [{address: '127.0.0.1:0'}]\nplugin_order: []\nlimits: {queue_memory: 67108864}\n";

#[test]
fn a_good_machine_has_nothing_to_do_or_warnings_only() {
    let done = doctor(QUIET, &[]);
    assert_eq!(done.code, Some(0), "{done:?}");
    for check in ["config", "data", "files", "memory", "clock", "ports"] {
        let line = done
            .stdout
            .lines()
            .find(|line| line.starts_with(&format!("{check} ")));
        assert!(line.is_some(), "{check}: {done:?}");
    }
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_fix() {
    let other = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = other.local_addr().unwrap().port();
    let done = doctor(
        &format!("listeners: [{{address: '127.0.0.1:{port}'}}]\nplugin_order: []\n"),
        &["-o", "json"],
    );
    assert_eq!(done.code, Some(7), "{done:?}");
    let report = done.json();
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|one| one["check"] == "ports").unwrap();
    assert_eq!(finding["health"], "error");
    assert!(
        finding["message"]
            .as_str()
            .unwrap()
            .contains(&format!("pid {}", std::process::id())),
        "{finding}"
    );
    assert!(finding["fix"].is_string());
    assert_eq!(report["healthy"], false);
}

#[test]
fn a_mistake_in_the_config_is_an_error_and_the_machine_is_looked_at_all_the_same() {
    let done = doctor("mqtt: {max_inflght: 1}\n", &[]);
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(
        done.stdout.contains("gmqtt.yml:1:8: unknown key"),
        "{done:?}"
    );
    assert!(
        done.stdout.contains("fix: did you mean `max_inflight`?"),
        "{done:?}"
    );
    assert!(
        done.stdout.lines().any(|line| line.starts_with("clock ")),
        "{done:?}"
    );
}

#[test]
fn a_password_file_that_all_can_read_is_an_error() {
    let folder = folder_with("listeners: [{address: '127.0.0.1:0'}]\nplugin_order: [auth]\n");
    let passwords = folder.path().join("gmqtt_password.yml");
    fs::write(&passwords, "- {username: a, password: b}\n").unwrap();
    let file = folder.path().join("gmqtt.yml");
    for (mode, code) in [(0o644, 7), (0o600, 0)] {
        fs::set_permissions(&passwords, fs::Permissions::from_mode(mode)).unwrap();
        let done = run(gmqtt(["doctor", "-c", text(&file)]).env("HOME", folder.path()));
        assert_eq!(done.code, Some(code), "{done:?}");
        assert_eq!(
            done.stdout.contains("fix: chmod 600"),
            code == 7,
            "{done:?}"
        );
    }
}

#[test]
fn with_strict_a_warning_is_enough() {
    // A listener for all without a password is none; memory without a limit is one.
    let unlimited = "listeners: [{address: '127.0.0.1:0'}]\nplugin_order: []\n";
    assert_eq!(doctor(unlimited, &[]).code, Some(0));
    assert_eq!(doctor(unlimited, &["--strict"]).code, Some(7));
}
