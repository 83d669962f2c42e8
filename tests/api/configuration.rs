//! The configuration through the API: shown, compared, read again.

use std::fs;

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{
    Applies, ConfigChange, DiffConfigRequest, GetConfigRequest, GetConfigResponse,
    ReloadConfigRequest, ReloadConfigResponse,
};

use super::node::{Node, Way};
use crate::cli::process::{folder_with, text};

const CONFIG: &str = "listeners:\n  - address: 127.0.0.1:0\nmqtt:\n  max_inflight: 7\npersistence:\n  redis:\n    password: hunter2\n";

#[track_caller]
fn shown(way: &Way<'_>, key: &str) -> GetConfigResponse {
    let key = key.to_owned();
    way.answer(way.client.config().get(GetConfigRequest { key }))
}

#[track_caller]
fn reload(way: &Way<'_>, dry_run: bool) -> ReloadConfigResponse {
    way.answer(way.client.config().reload(ReloadConfigRequest { dry_run }))
}

fn change(key: &str, old: &str, new: &str, applies: Applies) -> ConfigChange {
    ConfigChange {
        key: key.to_owned(),
        old: old.to_owned(),
        new: new.to_owned(),
        applies: applies.into(),
    }
}

#[test]
fn the_configuration_in_effect_is_shown_with_its_origins_and_without_its_secrets() {
    let folder = folder_with(CONFIG);
    let file = folder.path().join("gmqtt.yml");
    let node = Node::start(["-c", text(&file), "--set", "mqtt.max_keepalive=99"]);
    for way in node.ways() {
        let all = shown(&way, "");
        assert_eq!(all.file, text(&file));
        assert!(all.yaml.contains("max_inflight: 7"), "{}", all.yaml);
        assert!(!format!("{all:?}").contains("hunter2"));
        for (key, value, origin, line) in [
            ("mqtt.max_inflight", "7", "file", 4),
            ("mqtt.max_keepalive", "99", "command line", 0),
            ("mqtt.delivery_mode", "onlyonce", "default", 0),
        ] {
            let answer = shown(&way, key);
            let [entry] = &answer.entries[..] else {
                panic!("one key: {answer:?}")
            };
            assert_eq!(
                (&*entry.value, &*entry.origin, entry.line),
                (value, origin, line),
                "{key}"
            );
        }
        assert!(shown(&way, "mqtt").entries.len() > 10);
        let key = "mqtt.max".to_owned();
        let (code, _) = way.refusal(way.client.config().get(GetConfigRequest { key }));
        assert_eq!(code, Code::NotFound);
    }
    node.stop();
}

#[test]
fn a_changed_file_is_compared_and_then_applied() {
    for which in 0..2 {
        let folder = folder_with(CONFIG);
        let file = folder.path().join("gmqtt.yml");
        let node = Node::start(["-c", text(&file)]);
        let way = &node.ways()[which];
        assert_eq!(reload(way, true).changes, []);
        let changed = CONFIG.replace(
            "max_inflight: 7",
            "max_inflight: 8\n  max_queued_messages: 50",
        ) + "log:\n  format: text\n";
        fs::write(&file, changed).expect("it is written");
        let expected = [
            change("mqtt.max_inflight", "7", "8", Applies::NewClients),
            change("mqtt.max_queued_messages", "1000", "50", Applies::Now),
        ];
        let diff = way.answer(way.client.config().diff(DiffConfigRequest {}));
        for changes in [diff.changes, reload(way, true).changes] {
            for expected in &expected {
                assert!(changes.contains(expected), "{changes:?}");
            }
            let format = changes.iter().find(|it| it.key == "log.format");
            assert_eq!(
                format.map(ConfigChange::applies),
                Some(Applies::RestartNeeded)
            );
        }
        assert_eq!(
            shown(way, "mqtt.max_inflight").entries[0].value,
            "7",
            "a dry run"
        );
        let done = reload(way, false);
        assert_eq!(done.changes.len(), 3, "{done:?}");
        assert_eq!(shown(way, "mqtt.max_inflight").entries[0].value, "8");
        // What needs a restart is a change still.
        let left = reload(way, false).changes;
        assert_eq!(left.len(), 1, "{left:?}");
        node.stop();
    }
}

#[test]
fn a_file_with_mistakes_changes_nothing_and_each_mistake_has_its_place() {
    let folder = folder_with(CONFIG);
    let file = folder.path().join("gmqtt.yml");
    let node = Node::start(["-c", text(&file)]);
    fs::write(&file, CONFIG.replace("max_inflight: 7", "max_inflght: 8")).expect("it is written");
    for way in node.ways() {
        let diff = way.answer(way.client.config().diff(DiffConfigRequest {}));
        let [mistake] = &diff.diagnostics[..] else {
            panic!("one mistake: {diff:?}")
        };
        assert_eq!(
            (mistake.line, &*mistake.severity),
            (4, "error"),
            "{mistake:?}"
        );
        for dry_run in [true, false] {
            let request = ReloadConfigRequest { dry_run };
            let (code, words) = way.refusal(way.client.config().reload(request));
            assert_eq!(code, Code::FailedPrecondition);
            assert!(
                words.contains("max_inflght") && words.contains(":4:"),
                "{words}"
            );
        }
        assert_eq!(shown(&way, "mqtt.max_inflight").entries[0].value, "7");
    }
    node.stop();
}
