//! `gmqtt config check`: every mistake, with its place.

use std::fs;

use super::process::{folder_with, gmqtt, run, run_gmqtt, text};

const THREE_MISTAKES: &str = "\
listeners:
  - address: 127.0.0.1:1883
    tls:
      cert: missing.crt
      key: missing.key
mqtt:
  max_inflght: 200
  maximum_qos: 3
";

#[test]
fn each_mistake_is_shown_with_its_place() {
    let folder = folder_with("mqtt:\n  max_inflght: 200\n  maximum_qos: 3\nlog:\n  level: loud\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["config", "check", text(&file)]);
    assert_eq!(done.code, Some(7), "{done:?}");
    for place in ["gmqtt.yml:2:3", "gmqtt.yml:3:16", "gmqtt.yml:5:10"] {
        assert!(done.stdout.contains(place), "{place}: {}", done.stdout);
    }
    assert_eq!(
        done.stdout
            .lines()
            .filter(|line| line.starts_with("error: "))
            .count(),
        3,
        "{}",
        done.stdout
    );
    assert!(
        done.stdout.contains("did you mean `max_inflight`?"),
        "{}",
        done.stdout
    );
    assert!(done.stdout.ends_with("\n3 errors\n"), "{}", done.stdout);
}

#[test]
fn files_that_the_config_names_have_to_be_there() {
    let folder = folder_with(THREE_MISTAKES);
    let file = folder.path().join("gmqtt.yml");
    let errors = |args: &[&str]| {
        let report = run_gmqtt(
            ["config", "check", text(&file), "-o", "json"]
                .iter()
                .chain(args)
                .copied(),
        )
        .json();
        report["errors"].as_u64().unwrap()
    };
    let without_files = errors(&["--no-files"]);
    assert_eq!(without_files, 2);
    assert!(errors(&[]) > without_files);
}

#[test]
fn a_valid_file_is_confirmed() {
    let folder = folder_with("mqtt:\n  max_inflight: 200\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["config", "check", text(&file)]);
    assert_eq!(
        (done.code, done.stdout),
        (Some(0), format!("{} is valid\n", text(&file)))
    );
    let quiet = run_gmqtt(["config", "check", "-q", "-c", text(&file)]);
    assert_eq!(
        (quiet.code, quiet.stdout.as_str(), quiet.stderr.as_str()),
        (Some(0), "", "")
    );
}

#[test]
fn without_a_file_the_one_start_would_read_is_checked() {
    let folder = folder_with("bogus: 1\n");
    let done = run(gmqtt(["config", "check"]).env("HOME", folder.path()));
    assert_eq!(done.code, Some(7));
    assert!(done.stdout.contains("gmqtt.yml:1:1"), "{done:?}");
    let none = run_gmqtt(["config", "check"]);
    assert_eq!(none.code, Some(0));
    assert!(none.stdout.contains("no config file found"), "{none:?}");
}

#[test]
fn overrides_are_checked_too() {
    let done = run_gmqtt(["config", "check", "--set", "mqtt.maximum_qos=3"]);
    assert_eq!(done.code, Some(7));
    assert!(done.stdout.contains("--set"), "{done:?}");
    let done = run(gmqtt(["config", "check"]).env("GMQTT_CFG__MQTT__MAXIMUM_QOS", "3"));
    assert_eq!(done.code, Some(7));
    assert!(
        done.stdout.contains("GMQTT_CFG__MQTT__MAXIMUM_QOS"),
        "{done:?}"
    );
}

#[test]
fn strict_fails_on_warnings() {
    // An API for everyone is a warning: `gmqtt start` will refuse it.
    let folder = folder_with("api:\n  http:\n    - address: 0.0.0.0:8083\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["config", "check", text(&file)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.ends_with("\n1 warning\n"), "{done:?}");
    assert_eq!(
        run_gmqtt(["config", "check", "--strict", text(&file)]).code,
        Some(7)
    );
}

#[test]
fn programs_read_the_report_as_json() {
    let folder = folder_with("mqtt:\n  max_inflght: 200\n");
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt(["config", "check", text(&file), "-o", "json"]);
    let report = done.json();
    assert_eq!(done.code, Some(7));
    assert_eq!(
        (&report["valid"], &report["errors"]),
        (&false.into(), &1.into())
    );
    let finding = &report["diagnostics"][0];
    assert_eq!(finding["severity"], "error");
    assert_eq!(
        (&finding["line"], &finding["column"]),
        (&2.into(), &3.into())
    );
}

#[test]
fn a_file_of_the_go_broker_passes() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/gmqttd.yml");
    let renamed = folder_with(&fs::read_to_string(sample).unwrap());
    for file in [sample, text(&renamed.path().join("gmqtt.yml"))] {
        let done = run_gmqtt(["config", "check", file]);
        assert_eq!(done.code, Some(0), "{}", done.stdout);
    }
}

#[test]
fn a_file_that_cannot_be_read_is_no_valid_config() {
    let folder = folder_with("");
    for path in [folder.path().join("other.yml"), folder.path().to_owned()] {
        let done = run_gmqtt(["config", "check", text(&path)]);
        assert_eq!(done.code, Some(7), "{done:?}");
        assert!(
            done.stderr.contains("cannot read the config file"),
            "{done:?}"
        );
        assert!(done.stderr.contains("hint: "), "{done:?}");
    }
}

#[test]
fn a_file_of_any_bytes_is_a_mistake_and_no_crash() {
    let folder = folder_with("");
    let file = folder.path().join("gmqtt.yml");
    for bytes in [
        &b"\xff\xfe\x00"[..],
        b"\x1b[2J: 1",
        b"a: &a [*a]",
        b"{{{{{{{{{{{{",
        b"- - - - -",
    ] {
        fs::write(&file, bytes).unwrap();
        let done = run_gmqtt(["config", "check", text(&file)]);
        assert_eq!(done.code, Some(7), "{bytes:?}: {done:?}");
        assert!(!done.stdout.contains('\u{1b}'), "{done:?}");
    }
}
