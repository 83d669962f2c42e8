//! `gmqtt reload`: the configuration is checked, then the broker is told.

use std::fs;

use serde_json::Value;

use super::process::{Broker, folder_with, run_gmqtt, text};

#[test]
fn a_running_broker_applies_the_changed_file() {
    let folder = folder_with("");
    let (file, pid_file) = (
        folder.path().join("gmqtt.yml"),
        folder.path().join("run/gmqtt.pid"),
    );
    let config = |rest: &str| {
        let pid_file = text(&pid_file);
        format!("pid_file: {pid_file}\nlisteners:\n  - address: 127.0.0.1:0\n{rest}")
    };
    fs::write(&file, config("")).unwrap();
    let mut broker = Broker::start(["-c", text(&file)]);

    fs::write(&file, config("mqtt:\n  max_inflight: 7\n")).unwrap();
    let dry = run_gmqtt(["reload", "-c", text(&file), "--dry-run", "-o", "json"]);
    assert_eq!(
        (dry.code, &dry.json()["signalled"]),
        (Some(0), &Value::Bool(false)),
        "{dry:?}"
    );
    let done = run_gmqtt(["reload", "-c", text(&file)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert!(done.stdout.contains("told process"), "{done:?}");
    let change: Value = serde_json::from_str(&broker.wait_for_log("\"changed\"")).unwrap();
    assert_eq!(change["key"], "mqtt.max_inflight");

    fs::write(&file, config("mqtt:\n  max_inflght: 8\n")).unwrap();
    let refused = run_gmqtt(["reload", "-c", text(&file)]);
    assert_eq!(refused.code, Some(7), "{refused:?}");
    assert!(
        refused.stderr.contains("did you mean `max_inflight`"),
        "{refused:?}"
    );
    assert_eq!(broker.stop().code, Some(0));
}

/// What a plugin can change while it runs is changed, and said; for the rest a restart is asked for.
#[test]
fn plugins_apply_what_they_can() {
    let folder = folder_with("");
    let file = folder.path().join("gmqtt.yml");
    let pid_file = folder.path().join("gmqtt.pid");
    let config = |plugins: &str| {
        let pid_file = text(&pid_file);
        format!(
            "pid_file: {pid_file}\nlisteners:\n  - address: 127.0.0.1:0\nplugins:\n  {plugins}\n"
        )
    };
    fs::write(&file, config("sys: {interval: 1h}")).unwrap();
    let mut broker = Broker::start(["-c", text(&file)]);
    let changed = "sys: {interval: 2h}\n  prometheus: {path: /else}";
    fs::write(&file, config(changed)).unwrap();
    let done = run_gmqtt(["reload", "-c", text(&file)]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let mut applies = std::collections::BTreeMap::new();
    for _ in 0..2 {
        let change: Value = serde_json::from_str(&broker.wait_for_log("\"changed\"")).unwrap();
        let [key, when] = ["key", "applies"].map(|it| change[it].as_str().unwrap_or("").to_owned());
        applies.insert(key, when);
    }
    assert_eq!(applies["plugins.sys.interval"], "now", "{applies:?}");
    assert_eq!(
        applies["plugins.prometheus.path"], "restart needed",
        "{applies:?}"
    );
    assert_eq!(broker.stop().code, Some(0));
}

#[test]
fn without_a_broker_it_says_so() {
    let folder = folder_with("listeners: []\n");
    let file = folder.path().join("gmqtt.yml");
    let unnamed = run_gmqtt(["reload", "-c", text(&file)]);
    assert_eq!(unnamed.code, Some(2), "{unnamed:?}");
    assert!(unnamed.stderr.contains("hint: set pid_file"), "{unnamed:?}");

    let pid_file = folder.path().join("gmqtt.pid");
    let gone = run_gmqtt(["reload", "-c", text(&file), "--pid-file", text(&pid_file)]);
    assert_eq!(gone.code, Some(3), "{gone:?}");

    // The number belongs to somebody else.
    fs::write(&pid_file, "1").unwrap();
    let stale = run_gmqtt(["reload", "-c", text(&file), "--pid-file", text(&pid_file)]);
    assert_eq!(stale.code, Some(3), "{stale:?}");
    assert!(stale.stderr.contains("which is not gmqtt"), "{stale:?}");
}

#[test]
fn a_pid_file_cannot_name_more_than_one_process() {
    let folder = folder_with("listeners: []\n");
    let file = folder.path().join("gmqtt.yml");
    let pid_file = folder.path().join("gmqtt.pid");
    for content in ["-1", "0", "1 2", "gmqtt", ""] {
        fs::write(&pid_file, content).unwrap();
        let done = run_gmqtt(["reload", "-c", text(&file), "--pid-file", text(&pid_file)]);
        assert_eq!(done.code, Some(6), "{content:?}: {done:?}");
    }
}
