//! What only shows when several values are seen together, and the files a configuration names.

use std::{fs, path::Path};

use gmqtt_config::{LoadError, LoadOptions, default_data_dir, load, search_path};

use crate::{accepted, refused, shown};

/// The first mistake, as `key: message`.
#[track_caller]
fn first(text: &str) -> String {
    let found = &refused(text)[0];
    format!(
        "{}: {}",
        found.key.as_deref().unwrap_or_default(),
        found.message
    )
}

#[test]
fn the_queue_holds_the_window() {
    assert_eq!(
        first("mqtt: {max_inflight: 200, max_queued_messages: 100}\n"),
        "mqtt.max_queued_messages: `mqtt.max_queued_messages` (100) must not be less than `mqtt.max_inflight` (200)"
    );
    assert!(first("mqtt: {max_inflight: 2000}\n").starts_with("mqtt.max_inflight: "));
    // One mistake is not two.
    assert_eq!(
        refused("mqtt: {max_inflight: lots, max_queued_messages: 1}\n").len(),
        1
    );
}

#[test]
fn a_port_belongs_to_one() {
    let taken = |text| first(text);
    assert!(
        taken("listeners: [{address: ':1'}, {address: ':1'}]\n")
            .starts_with("listeners[1].address: :1 is already")
    );
    assert!(
        taken("listeners: [{address: '127.0.0.1:8083'}]\n").starts_with("api.http[0].address: ")
    );
    assert!(
        taken("listeners: [{address: ':8082'}]\n")
            .starts_with("plugins.prometheus.listen_address: ")
    );
    assert!(
        taken("plugin_order: [federation]\nplugins: {federation: {gossip_addr: ':8901'}}\n")
            .contains("gossip_addr")
    );
    assert!(
        taken(
            "api: {grpc: [{address: 'unix:///a'}, {address: 'unix:///a'}]}
"
        )
        .starts_with("api.grpc[1].address: unix:///a")
    );
    accepted(
        "listeners: [{address: '127.0.0.1:1'}, {address: '127.0.0.2:1'}, {address: ':0'}, {address: ':0'}]\n",
    );
    accepted("plugin_order: [admin]\nlisteners: [{address: ':8082'}]\n");
    accepted("listeners: [{address: '0.0.0.0:1'}, {address: '[::]:1'}]\n");
    let long = format!(
        "api: {{grpc: [{{address: 'unix:///{}'}}]}}\n",
        "x".repeat(107)
    );
    assert!(first(&long).contains("at most 107 bytes"));
}

#[test]
fn tls_that_cannot_work() {
    let tls = |tls| first(&format!("listeners: [{{address: ':1', tls: {tls}}}]\n"));
    assert_eq!(
        tls("{cert: a}"),
        "listeners[0].tls.cert: the certificate has no `key` beside it"
    );
    assert_eq!(
        tls("{key: a}"),
        "listeners[0].tls.key: the key has no `cert` beside it"
    );
    assert_eq!(
        tls("{verify: false}"),
        "listeners[0].tls: `listeners[0].tls` needs a `cert` and a `key`"
    );
    assert!(tls("{cert: a, key: b, verify: true}").starts_with("listeners[0].tls.verify: "));
    assert!(
        first("api: {http: [{address: ':8083', tls: {cert: a}}]}\n")
            .starts_with("api.http[0].address: admin API on")
    );
}

#[test]
fn an_open_api_beyond_this_machine_is_a_warning() {
    let open = "api: {http: [{address: ':8083'}]}\n";
    assert_eq!(
        accepted(open).warnings[0].message,
        "admin API on :8083 has no authentication; `gmqtt start` refuses it unless there are tokens"
    );
    for fine in [
        "api: {http: [{address: ':8083'}], auth: {mode: none}}\n",
        "api: {http: [{address: ':8083'}], auth: {mode: token}}\n",
        "api: {http: [{address: ':8083', tls: {cert: a, key: b, cacert: c, verify: true}}]}\n",
        "api: {http: [{address: 'unix:///a.sock'}]}\n",
    ] {
        assert_eq!(shown(&accepted(fine).warnings), "", "{fine}");
    }
}

#[test]
fn plugins_are_known_by_name() {
    let found = refused("plugin_order: [promtheus, mine, admin, admin]\n");
    assert_eq!(found[0].hint.as_deref(), Some("did you mean `prometheus`?"));
    assert_eq!(
        found[1].hint.as_deref(),
        Some("the plugins are prometheus, admin, auth, federation, acl, sys")
    );
    assert_eq!(found[2].message, "the plugin `admin` is listed twice");
}

#[test]
fn paths_names_and_passwords() {
    assert!(
        first("plugins: {prometheus: {path: metrics}}\n").contains("must be the path of a URL")
    );
    assert!(
        first("listeners: [{address: ':1', websocket: {path: mqtt}}]\n")
            .starts_with("listeners[0].websocket.path")
    );
    assert!(
        first("listeners: [{name: a, address: ':1'}, {name: a, address: ':2'}]\n")
            .contains("called `a` too")
    );
    assert!(
        first("persistence: {redis: {password: a, password_file: b}}\n").contains("both given")
    );
    assert!(
        accepted("listeners: []\n").warnings[0]
            .message
            .contains("no MQTT client can connect")
    );
    assert!(
        accepted("api: {http: [{address: ':8083', map: ':1'}], auth: {mode: none}}\n").warnings[0]
            .message
            .contains("api.grpc")
    );
}

#[test]
fn redis_urls_and_certificates() {
    let redis = |keys: &str| format!("persistence: {{redis: {{{keys}}}}}\n");
    for (keys, says) in [
        ("url: 'http://a'", "not the URL of a Redis"),
        ("url: 'redis://'", "not the URL of a Redis"),
        ("url: 'redis://user:secret@a'", "do not belong into the URL"),
        ("url: 'redis://a', addr: 'b:1'", "both given"),
        ("url: 'rediss://a', cert: c.pem", "`cert` needs `key`"),
        ("url: 'rediss://a', key: c.pem", "`key` needs `cert`"),
    ] {
        let found = first(&redis(keys));
        assert!(found.contains(says), "{keys}: {found}");
        assert!(!found.contains("secret"), "{found}");
    }
    let loaded = accepted(&redis("url: 'redis://a', cacert: ca.pem"));
    assert!(loaded.warnings[0].message.contains("no effect without TLS"));
    let text = redis("url: 'rediss-sentinel://a,b/m', cacert: ca.pem, cert: c, key: k");
    assert_eq!(accepted(&text).warnings.len(), 0);
}

#[test]
fn a_redis_is_shared_by_nodes_with_names() {
    let text = |order: &str, name: &str, kind: &str| {
        format!(
            "plugin_order: [{order}]\nplugins: {{federation: {{{name}}}}}\npersistence: {{type: {kind}, redis: {{shared: true}}}}\n"
        )
    };
    let of_one = "node_name: n1, fed_addr: '127.0.0.1:0', gossip_addr: '127.0.0.1:0'";
    for (order, name, says) in [
        ("admin", of_one, "only the nodes of a federation"),
        ("federation", "insecure: true", "and it has none"),
        (
            "federation",
            "node_name: 'a}', insecure: true",
            "no `{` and `}`",
        ),
    ] {
        let found = first(&text(order, name, "redis"));
        assert!(found.contains(says), "{found}");
    }
    let loaded = accepted(&text("federation", of_one, "redis"));
    assert_eq!(loaded.warnings.len(), 0);
    assert_eq!(loaded.config.redis_part(), Some("n1"));
    let loaded = accepted(&text("federation", of_one, "embedded"));
    assert!(loaded.warnings[0].message.contains("without Redis"));
    assert_eq!(accepted("").config.redis_part(), None);
}

#[test]
fn the_store_on_disk() {
    let loaded = accepted(
        "persistence: {embedded: {commit: async, flush_interval: 1s, max_bytes: 99999999999}}\n",
    );
    let embedded = loaded.config.persistence.embedded;
    assert_eq!(embedded.max_bytes, 99_999_999_999);
    assert_eq!(embedded.commit.as_str(), "async");
    for (keys, says) in [
        ("max_bytes: 1000", "a number from 16777216"),
        ("flush_interval: 0s", "it cannot be zero"),
        ("commit: sometimes", "one of `sync`, `async`"),
    ] {
        let found = first(&format!("persistence: {{embedded: {{{keys}}}}}\n"));
        assert!(found.contains(says), "{keys}: {found}");
    }
}

#[test]
fn files_are_looked_for_beside_the_config() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("gmqtt.yml");
    let text = "\
listeners:
  - address: :8884
    tls: {cert: tls/server.crt, key: /nonexistent/server.key}
persistence: {redis: {password_file: .}}
plugin_order: [auth]
";
    fs::write(&file, text).expect("written");
    fs::create_dir(dir.path().join("tls")).expect("made");
    fs::write(dir.path().join("tls/server.crt"), "").expect("written");
    let options = LoadOptions {
        file: Some(file),
        check_files: true,
        ..LoadOptions::default()
    };
    let error = load(&options).expect_err("missing files");
    let found: Vec<_> = error
        .diagnostics()
        .iter()
        .map(|it| (it.key.as_deref().unwrap_or(""), it.message.clone()))
        .collect();
    assert_eq!(
        found[0],
        (
            "listeners[0].tls.key",
            "file not found: /nonexistent/server.key".to_owned()
        )
    );
    assert!(
        found[1].0 == "persistence.redis.password_file" && found[1].1.starts_with("not a file: "),
        "{found:?}"
    );
    assert!(
        found[2].1.starts_with("there are no accounts yet"),
        "{found:?}"
    );
    assert!(
        error.diagnostics()[0].to_string().contains("gmqtt.yml:3:"),
        "{}",
        shown(error.diagnostics())
    );

    let loaded = load(&LoadOptions {
        check_files: false,
        ..options
    })
    .expect("right but for the files");
    let tls = loaded.config.listeners[0].tls.as_ref().expect("tls");
    assert_eq!(tls.cert, Some(dir.path().join("tls/server.crt")));
    assert_eq!(
        tls.key.as_deref(),
        Some(Path::new("/nonexistent/server.key"))
    );
    assert_eq!(
        loaded.config.plugins.auth.password_file,
        dir.path().join("gmqtt_password.yml")
    );
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let options = LoadOptions {
        file: Some("/nonexistent/gmqtt.yml".into()),
        ..LoadOptions::default()
    };
    let error = load(&options).expect_err("no file");
    assert!(matches!(&error, LoadError::Unreadable { rule: "-c", .. }));
    let text = error.to_string();
    assert!(
        text.starts_with(
            "cannot read the config file /nonexistent/gmqtt.yml (chosen by -c): No such file"
        ),
        "{text}"
    );

    let env = vec![("GMQTT_CONFIG".to_owned(), "/nonexistent/x.yml".to_owned())];
    let error = load(&LoadOptions {
        env,
        ..LoadOptions::default()
    })
    .expect_err("no file");
    assert!(matches!(
        &error,
        LoadError::Unreadable {
            rule: "$GMQTT_CONFIG",
            ..
        }
    ));
    let options = LoadOptions {
        file: Some("/".into()),
        ..LoadOptions::default()
    };
    assert!(
        load(&options)
            .expect_err("a directory")
            .to_string()
            .contains("Is a directory")
    );
}

#[test]
fn the_search_path_and_its_winner() {
    let home = tempfile::tempdir().expect("a directory");
    let home_text = home.path().to_str().expect("UTF-8");
    let env = |more: &[(&str, &str)]| {
        let all = [("HOME", home_text)]
            .iter()
            .chain(more)
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        LoadOptions {
            env: all,
            ..LoadOptions::default()
        }
    };
    let rules = |options: &LoadOptions| {
        search_path(options)
            .iter()
            .map(|it| it.rule)
            .collect::<Vec<_>>()
    };
    let options = env(&[("GMQTT_CONFIG", "/x"), ("XDG_CONFIG_HOME", "relative")]);
    assert_eq!(
        rules(&LoadOptions {
            file: Some("f".into()),
            ..options.clone()
        }),
        [
            "-c",
            "$GMQTT_CONFIG",
            "$HOME/gmqtt.yml",
            "$XDG_CONFIG_HOME/gmqtt/gmqtt.yml",
            "/etc/gmqtt/gmqtt.yml",
            "/etc/gmqtt/gmqttd.yml"
        ]
    );
    let root = LoadOptions {
        is_root: true,
        ..env(&[("GMQTT_CONFIG", "")])
    };
    assert_eq!(
        rules(&root),
        [
            "$HOME/gmqtt.yml",
            "/etc/gmqtt/gmqtt.yml",
            "/etc/gmqtt/gmqttd.yml"
        ]
    );
    assert_eq!(
        default_data_dir(&root).as_deref(),
        Some(Path::new("/var/lib/gmqtt"))
    );
    assert_eq!(
        default_data_dir(&env(&[])),
        Some(home.path().join(".local/state/gmqtt"))
    );
    assert_eq!(
        default_data_dir(&env(&[("XDG_STATE_HOME", "/s")])).as_deref(),
        Some(Path::new("/s/gmqtt"))
    );

    let xdg = home.path().join(".config/gmqtt/gmqtt.yml");
    fs::create_dir_all(xdg.parent().expect("a parent")).expect("made");
    fs::write(&xdg, "mqtt: {max_inflight: 1}").expect("written");
    let loaded = load(&env(&[])).expect("found");
    assert_eq!(
        (loaded.path.as_deref(), loaded.config.mqtt.max_inflight),
        (Some(xdg.as_path()), 1)
    );
    fs::write(home.path().join("gmqtt.yml"), "mqtt: {max_inflight: 2}").expect("written");
    assert_eq!(load(&env(&[])).expect("found").config.mqtt.max_inflight, 2);
}

#[test]
fn a_password_in_a_file_of_its_own() {
    let dir = tempfile::tempdir().expect("a directory");
    fs::write(dir.path().join("redis"), "hunter2\r\n").expect("written");
    fs::write(dir.path().join("large"), "x".repeat(5000)).expect("written");
    let file = dir.path().join("gmqtt.yml");
    fs::write(&file, "persistence: {redis: {password_file: ./redis}}\n").expect("written");
    let options = LoadOptions {
        file: Some(file),
        check_files: true,
        ..LoadOptions::default()
    };
    let mut redis = load(&options).expect("right").config.persistence.redis;
    assert_eq!(redis.read_password().expect("read").expose(), "hunter2");
    redis.password_file = Some(dir.path().join("large"));
    assert!(redis.read_password().is_err());
    redis.password_file = None;
    assert!(redis.read_password().expect("nothing to read").is_empty());
}
