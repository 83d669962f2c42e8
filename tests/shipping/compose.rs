//! The compose file of three nodes with Redis, and the configuration of its nodes, without an engine.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_yaml::Value;

use super::{in_tree, read};
use crate::cli::process::run_gmqtt;

const NODES: [&str; 3] = ["gmqtt1", "gmqtt2", "gmqtt3"];
const FOLDER: &str = "packaging/compose";

/// The compose file, with what its nodes have in common put where it belongs.
fn compose() -> Value {
    let mut compose: Value =
        serde_yaml::from_str(&read("packaging/compose/compose.yml")).expect("it is YAML");
    compose.apply_merge().expect("what is merged is there");
    compose
}

fn names(list: &Value) -> BTreeSet<String> {
    let all = list.as_mapping().expect("names with values").keys();
    all.map(|name| name.as_str().expect("a text").to_owned())
        .collect()
}

fn texts(list: &Value) -> Vec<&str> {
    let all = list.as_sequence().expect("a list").iter();
    all.map(|it| it.as_str().expect("a text")).collect()
}

/// What a service is given: name of the secret, name of the file.
fn secrets(service: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let all = service["secrets"].as_sequence().expect("a list").iter();
    all.map(|it| match it {
        Value::String(name) => (name.clone(), name.clone()),
        it => (text(&it["source"]), text(&it["target"])),
    })
    .collect()
}

#[test]
fn it_names_only_what_it_has() {
    let compose = compose();
    let services = &compose["services"];
    let expected: BTreeSet<_> = NODES
        .iter()
        .chain(&["redis"])
        .map(|it| (*it).to_owned())
        .collect();
    assert_eq!(names(services), expected);
    let (mut ports, mut used) = (BTreeSet::new(), BTreeSet::new());
    for name in &expected {
        let service = &services[name.as_str()];
        for (secret, _) in secrets(service) {
            assert!(
                compose["secrets"][secret.as_str()]["file"].is_string(),
                "{secret}"
            );
            used.insert(secret);
        }
        for volume in texts(&service["volumes"]) {
            let (volume, _) = volume.split_once(':').expect("what and where");
            assert!(names(&compose["volumes"]).contains(volume), "{volume}");
        }
        assert_eq!(texts(&service["networks"]), ["nodes"]);
        assert!(service["healthcheck"]["test"].is_sequence(), "{name}");
        if name == "redis" {
            assert!(service["ports"].is_null(), "only nodes reach it");
            continue;
        }
        assert_eq!(
            service["depends_on"]["redis"]["condition"],
            "service_healthy"
        );
        for port in texts(&service["ports"]) {
            let (outside, _) = port.rsplit_once(':').expect("two ports");
            assert!(ports.insert(outside.to_owned()), "{port} is taken");
        }
    }
    assert_eq!(used, names(&compose["secrets"]));
    assert!(names(&compose["networks"]).contains("nodes"));
    // What it takes from the image is there.
    let image = read("Dockerfile");
    assert!(image.contains("VOLUME /var/lib/gmqtt\n") && image.contains("EXPOSE 1883 8883 8082"));
}

#[test]
fn its_redis_loses_nothing() {
    let compose = compose();
    let command = texts(&compose["services"]["redis"]["command"]).join(" ");
    for word in ["--appendonly yes", "--appendfsync always", "--requirepass"] {
        assert!(command.contains(word), "{word}");
    }
    // A `$` is the container's own.
    let text = read("packaging/compose/compose.yml");
    for (at, _) in text.match_indices("$(") {
        assert_eq!(&text[at - 1..at], "$", "a variable of compose");
    }
}

/// Made anew, what each node is given fits its configuration: the check finds nothing.
#[test]
fn the_configuration_of_each_node_is_valid_with_the_secrets_that_are_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = folder.path().join("secrets.sh");
    fs::copy(in_tree(FOLDER).join("secrets.sh"), &script).expect("copied");
    for _ in 0..2 {
        let made = Command::new("sh").arg(&script).output().expect("sh runs");
        assert!(made.status.success(), "{made:?}");
    }
    let compose = compose();
    let config = in_tree(FOLDER).join("gmqtt.yml");
    for node in NODES {
        let service = &compose["services"][node];
        let given = service["configs"][0]["source"].as_str().expect("a name");
        assert_eq!(compose["configs"][given]["file"], "./gmqtt.yml");
        let files = folder.path().join(node);
        fs::create_dir(&files).expect("made");
        for (secret, target) in secrets(service) {
            let file = compose["secrets"][secret.as_str()]["file"].as_str();
            let from = folder.path().join(file.expect("a file"));
            fs::copy(&from, files.join(target)).unwrap_or_else(|error| panic!("{from:?}: {error}"));
        }
        check(&config, &files, &service["environment"]);
        for key in ["pem", "key"] {
            assert!(
                folder
                    .path()
                    .join(format!("secrets/{node}.{key}"))
                    .is_file()
            );
        }
    }
}

#[track_caller]
fn check(config: &Path, files: &Path, environment: &Value) {
    let text = fs::read_to_string(config).expect("it is there");
    let text = text.replace("/run/secrets", &files.display().to_string());
    let own = files.join("gmqtt.yml");
    fs::write(&own, text).expect("written");
    let mut arguments = vec![
        "config".to_owned(),
        "check".to_owned(),
        "--strict".to_owned(),
    ];
    arguments.push(own.display().to_string());
    for (name, value) in environment.as_mapping().expect("variables") {
        let name = name.as_str().expect("a text");
        let key = name.strip_prefix("GMQTT_CFG__").expect("a key");
        let key = key.to_lowercase().replace("__", ".");
        arguments.push("--set".to_owned());
        arguments.push(format!("{key}={}", value.as_str().expect("a text")));
    }
    let done = run_gmqtt(arguments.iter().map(String::as_str));
    assert_eq!(done.code, Some(0), "{done:?}");
}
