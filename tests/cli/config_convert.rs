//! `gmqtt config convert`, `diff` and `schema`: configurations that are translated, compared and described.

use std::fs;

use super::process::{folder_with, run_gmqtt, text};

#[test]
fn a_file_of_mosquitto_is_translated_and_what_has_no_equal_is_said() {
    let folder = folder_with("");
    let file = folder.path().join("mosquitto.conf");
    fs::write(
        &file,
        "listener 1883\nallow_anonymous true\nmax_inflight_messages 33\nlog_dest syslog\n",
    )
    .unwrap();
    let done = run_gmqtt(["config", "convert", text(&file)]);
    assert_eq!(done.code, Some(8), "{done:?}");
    assert!(
        done.stderr
            .contains("mosquitto.conf:4: no equal: log_dest: "),
        "{done:?}"
    );
    let translated = folder.path().join("gmqtt.yml");
    fs::write(&translated, &done.stdout).unwrap();
    let check = run_gmqtt(["config", "check", "--no-files", text(&translated)]);
    assert_eq!(check.code, Some(0), "{check:?}");
    let shown = run_gmqtt([
        "config",
        "show",
        "mqtt.max_inflight",
        "-c",
        text(&translated),
    ]);
    assert_eq!(shown.stdout, "33\n");
}

#[test]
fn the_exit_code_says_how_well_it_went() {
    let folder = folder_with("");
    for (name, content, code) in [
        ("mosquitto.conf", "listener 1883\n", 0),
        ("mosquitto.conf", "listener 1883\nuser mosquitto\n", 8),
        ("mosquitto.conf", "listener 1883\nbogus\n", 7),
        ("emqx.conf", "listeners.tcp.default.bind = 1883\n", 0),
        ("emqx.conf", "listeners {", 7),
    ] {
        let file = folder.path().join(name);
        fs::write(&file, content).unwrap();
        let done = run_gmqtt(["config", "convert", text(&file), "-o", "json"]);
        assert_eq!(done.code, Some(code), "{content}: {done:?}");
        assert!(done.json()["notes"].is_array(), "{done:?}");
    }
    let other = folder.path().join("other.cfg");
    assert_eq!(run_gmqtt(["config", "convert", text(&other)]).code, Some(7));
    fs::write(&other, "listener 1883\n").unwrap();
    assert_eq!(run_gmqtt(["config", "convert", text(&other)]).code, Some(2));
    assert_eq!(
        run_gmqtt(["config", "convert", "--from", "mosquitto", text(&other)]).code,
        Some(0)
    );
}

#[test]
fn what_differs_is_told_key_by_key() {
    let (a, b) = (
        folder_with("mqtt: {max_inflight: 200}\n"),
        folder_with("# the same\nmqtt:\n  max_inflight: 100\n"),
    );
    let (a, b) = (a.path().join("gmqtt.yml"), b.path().join("gmqtt.yml"));
    let done = run_gmqtt(["config", "diff", text(&a), text(&b)]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(
        done.stdout
            .lines()
            .nth(1)
            .is_some_and(|line| line.starts_with("mqtt.max_inflight  200")),
        "{done:?}"
    );
    let same = run_gmqtt(["config", "diff", text(&b)]);
    assert_eq!((same.code, same.stdout.as_str()), (Some(0), ""), "{same:?}");
    let json = run_gmqtt(["config", "diff", text(&a), text(&b), "-o", "json"]).json();
    let change = &json["items"][0];
    assert_eq!((&change["a"], &change["b"]), (&200.into(), &100.into()));
    assert_eq!(
        run_gmqtt(["config", "diff", "/nonexistent.yml"]).code,
        Some(7)
    );
}

#[test]
fn the_schema_is_json() {
    let schema = run_gmqtt(["config", "schema"]).json();
    assert_eq!(
        schema["properties"]["mqtt"]["properties"]["max_inflight"]["type"],
        "integer"
    );
}
