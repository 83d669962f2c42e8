//! `gmqtt context`: brokers by name.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

use super::process::{Done, gmqtt, run};

/// Runs `gmqtt context` in a home of its own.
fn context(home: &Path, args: &[&str]) -> Done {
    let mut command = gmqtt(["context"]);
    run(command.args(args).env("HOME", home))
}

#[test]
fn the_first_one_is_selected_and_the_one_before_is_remembered() {
    let home = tempfile::tempdir().unwrap();
    let done = context(home.path(), &["list"]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(0), ""), "{done:?}");
    assert!(done.stderr.contains("gmqtt context add"), "{done:?}");

    let done = context(home.path(), &["add", "lab", "--api", "grpc://lab:8084"]);
    assert_eq!(
        (done.code, done.stdout.as_str()),
        (Some(0), "added lab, selected\n"),
        "{done:?}"
    );
    let done = context(
        home.path(),
        &[
            "add",
            "prod",
            "--api",
            "grpcs://mq1",
            "--mqtt-url",
            "mqtts://mq1",
            "--read-only",
        ],
    );
    assert_eq!(done.stdout, "added prod\n");
    assert_eq!(
        context(home.path(), &["use", "prod"]).stdout,
        "context \"prod\" selected  grpcs://mq1\n"
    );
    assert_eq!(
        context(home.path(), &["list"]).stdout,
        "CURRENT  NAME  API              MQTT         ACCESS\nno       lab   grpc://lab:8084  -            full\nyes      prod  grpcs://mq1      mqtts://mq1  read only\n"
    );
    for words in [&["use", "-"][..], &["previous"]] {
        let done = context(home.path(), words);
        assert_eq!(done.code, Some(0), "{done:?}");
    }
    assert_eq!(
        context(home.path(), &["show", "-o", "json"]).json()["name"],
        "prod"
    );
    let file = home.path().join(".config/gmqtt/contexts.yml");
    assert_eq!(
        fs::metadata(file).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn a_variable_wins_over_the_current_one() {
    let home = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        context(home.path(), &["add", name, "--api", "unix:///run/x.sock"]);
    }
    let mut show = gmqtt(["context", "show", "-o", "json"]);
    let done = run(show.env("HOME", home.path()).env("GMQTT_CONTEXT", "b"));
    assert_eq!(done.json()["name"], "b");
}

#[test]
fn fields_change_and_go_away_and_paths_are_absolute() {
    let home = tempfile::tempdir().unwrap();
    context(
        home.path(),
        &[
            "add",
            "a",
            "--api",
            "grpc://a",
            "--token-file",
            "a.token",
            "--colour-tag",
            "red",
        ],
    );
    let record = context(home.path(), &["show", "a", "-o", "json"]).json();
    assert!(
        Path::new(record["token_file"].as_str().unwrap()).is_absolute(),
        "{record}"
    );
    let done = context(
        home.path(),
        &[
            "edit",
            "a",
            "--token-command",
            "pass mq",
            "--unset",
            "colour-tag",
        ],
    );
    assert_eq!(done.stdout, "changed a\n", "{done:?}");
    let record = context(home.path(), &["show", "a", "-o", "json"]).json();
    assert_eq!(record["token_command"], "pass mq");
    assert!(
        record.get("token_file").is_none() && record.get("colour_tag").is_none(),
        "{record}"
    );
    assert_eq!(context(home.path(), &["remove", "a"]).stdout, "removed a\n");
    assert_eq!(context(home.path(), &["remove", "a"]).code, Some(3));
    assert_eq!(
        context(home.path(), &["remove", "a", "--if-exists"]).code,
        Some(0)
    );
}

#[test]
fn what_makes_no_sense_is_refused_and_nothing_is_written() {
    let home = tempfile::tempdir().unwrap();
    for (args, code, why) in [
        (&["add", "a"][..], 2, "says where a broker is"),
        (
            &["add", "a b", "--api", "grpc://a"],
            2,
            "cannot be the name",
        ),
        (&["add", "a", "--api", "mq1:8084"], 2, "says how to talk"),
        (&["add", "a", "--mqtt-url", "mqtt://u:p@a"], 2, "password"),
        (&["use", "a"], 3, "no context \"a\""),
        (&["use", "-"], 3, "no other context"),
        (&["show"], 3, "no context is selected"),
    ] {
        let done = context(home.path(), args);
        assert_eq!(done.code, Some(code), "{args:?}: {done:?}");
        assert!(done.stderr.contains(why), "{args:?}: {done:?}");
    }
    assert!(!home.path().join(".config").exists());
    context(home.path(), &["add", "a", "--api", "grpc://a"]);
    assert_eq!(
        context(home.path(), &["add", "a", "--api", "grpc://b"]).code,
        Some(6)
    );
}

#[test]
fn a_file_that_others_can_read_is_not_used() {
    let home = tempfile::tempdir().unwrap();
    context(home.path(), &["add", "a", "--api", "grpc://a"]);
    let file = home.path().join(".config/gmqtt/contexts.yml");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
    let done = context(home.path(), &["list"]);
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(done.stderr.contains("chmod 600"), "{done:?}");
}
