//! `gmqtt config show`: the effective configuration.

use std::fs;

use super::process::{folder_with, gmqtt, run, run_gmqtt, text};

const REDIS: &str =
    "mqtt:\n  max_inflight: 50\npersistence:\n  type: redis\n  redis:\n    password: s3cret\n";

#[test]
fn what_is_shown_can_be_loaded_again() {
    let defaults = run_gmqtt(["config", "show", "--defaults"]).stdout;
    let folder = folder_with(&defaults);
    let file = folder.path().join("gmqtt.yml");
    assert_eq!(
        run_gmqtt(["config", "check", "--no-files", text(&file)]).code,
        Some(0)
    );
    // Relative paths are resolved once, and nothing else changes.
    let first = run_gmqtt(["config", "show", "-c", text(&file)]).stdout;
    assert_eq!(first.lines().count(), defaults.lines().count());
    fs::write(&file, &first).unwrap();
    assert_eq!(
        run_gmqtt(["config", "show", "-c", text(&file)]).stdout,
        first
    );
}

#[test]
fn one_key_is_shown_alone() {
    let show = |key| run_gmqtt(["config", "show", key]).stdout;
    assert_eq!(show("mqtt.max_inflight"), "100\n");
    assert_eq!(show("listeners[0].address"), "127.0.0.1:1883\n");
    assert!(show("mqtt").starts_with("session_expiry: 2h\n"));
}

#[test]
fn flags_win_over_the_environment_and_that_over_the_file() {
    let folder = folder_with(REDIS);
    let file = folder.path().join("gmqtt.yml");
    let show = |args: &[&str], variable: Option<&str>| {
        let mut command = gmqtt(
            ["config", "show", "mqtt.max_inflight", "-c", text(&file)]
                .iter()
                .chain(args)
                .copied(),
        );
        run(command.envs(variable.map(|value| ("GMQTT_CFG__MQTT__MAX_INFLIGHT", value)))).stdout
    };
    assert_eq!(show(&[], None), "50\n");
    assert_eq!(show(&[], Some("60")), "60\n");
    assert_eq!(show(&["--set", "mqtt.max_inflight=70"], Some("60")), "70\n");
}

#[test]
fn secrets_are_masked_unless_asked_for_twice() {
    let folder = folder_with(REDIS);
    let file = folder.path().join("gmqtt.yml");
    let show = |args: &[&str]| {
        run_gmqtt(
            ["config", "show", "-c", text(&file)]
                .iter()
                .chain(args)
                .copied(),
        )
    };
    assert!(!show(&[]).stdout.contains("s3cret"));
    assert!(!show(&["--origin"]).stdout.contains("s3cret"));
    assert!(show(&["--secrets", "--yes"]).stdout.contains("s3cret"));
    let refused = show(&["--secrets"]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""));
    assert!(refused.stderr.contains("--yes"), "{refused:?}");
}

#[test]
fn the_origin_of_every_value_is_shown() {
    let folder = folder_with(REDIS);
    let file = folder.path().join("gmqtt.yml");
    let done = run_gmqtt([
        "config",
        "show",
        "--origin",
        "-c",
        text(&file),
        "--set",
        "log.level=warn",
    ]);
    let row = |key: &str| {
        done.stdout
            .lines()
            .find(|line| line.starts_with(key))
            .unwrap()
    };
    assert!(
        row("mqtt.max_inflight ").ends_with("gmqtt.yml:2"),
        "{done:?}"
    );
    assert!(row("log.level ").ends_with("--set"), "{done:?}");
    assert!(row("mqtt.maximum_qos ").ends_with("default"), "{done:?}");
}

#[test]
fn programs_read_json() {
    let config = run_gmqtt(["config", "show", "-o", "json"]).json();
    assert_eq!(config["mqtt"]["max_inflight"], 100);
    assert_eq!(config["listeners"][0]["address"], "127.0.0.1:1883");
}

#[test]
fn an_unknown_key_names_where_to_look() {
    let done = run_gmqtt(["config", "show", "mqtt.max_inflght"]);
    assert_eq!(done.code, Some(3));
    assert!(done.stderr.contains("gmqtt config show mqtt"), "{done:?}");
}
