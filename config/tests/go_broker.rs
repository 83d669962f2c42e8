//! Files of the Go broker.

use std::path::Path;

use gmqtt_config::{Compat, Config, LoadOptions, PasswordHash, load_bytes};

use crate::{accepted, refused, shown};

const FILE: &str = include_str!("fixtures/go_broker.yml");

#[test]
fn its_file_is_accepted_as_it_is() {
    let loaded = load_bytes(
        Path::new("/etc/gmqtt/gmqttd.yml"),
        FILE.as_bytes(),
        &LoadOptions::default(),
    );
    let loaded = loaded.unwrap_or_else(|error| panic!("{}", shown(error.diagnostics())));
    assert_eq!(shown(&loaded.warnings), "");
    assert_eq!(loaded.config.compat, Some(Compat::GmqttGo));
    assert_eq!(loaded.config.mqtt, Config::default().mqtt);
    assert_eq!(
        loaded.config.plugin_order,
        ["prometheus", "admin", "federation"]
    );
    assert_eq!(loaded.config.plugins.auth.hash, PasswordHash::Md5);
    // Relative to the file, as in the Go broker.
    assert_eq!(
        loaded.config.plugins.auth.password_file,
        Path::new("/etc/gmqtt/gmqtt_password.yml")
    );
}

#[test]
fn its_file_passes_under_our_name() {
    let loaded = accepted(FILE);
    assert_eq!(loaded.config.compat, None);
    let messages: Vec<_> = loaded
        .warnings
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "`plugins.admin`: this section has no effect",
            "other machines reach this address and there is no `tls`; `gmqtt start` refuses it",
            "other machines reach this address and there is no `cluster_secret`; `gmqtt start` refuses it",
            "`gRPC` has no effect",
        ]
    );
}

#[test]
fn unknown_keys_and_plugins_are_warnings() {
    let text =
        "plugin_order: [prometheus, mine]\nmqtt: {max_inflght: 5}\nplugins: {mine: {a: [b]}}\n";
    assert_eq!(refused(text).len(), 3);
    let loaded = accepted(&format!("compat: gmqtt-go\n{text}"));
    let messages: Vec<_> = loaded
        .warnings
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert_eq!(
        messages,
        [
            "unknown plugin `mine`",
            "unknown key `max_inflght`",
            "unknown key `mine`"
        ]
    );
    assert_eq!(loaded.config.plugin_order, ["prometheus"]);
}

#[test]
fn wrong_values_are_errors_all_the_same() {
    let found = refused("compat: gmqtt-go\nmqtt: {max_inflight: 0}\n");
    assert_eq!(
        found[0].message,
        "`mqtt.max_inflight` must be a number from 1 to 65535, not `0`"
    );
}

#[test]
fn a_client_certificate_that_was_never_asked_for_is_pointed_out() {
    let text = "compat: gmqtt-go\nlisteners: [{address: ':1', tls: {cert: c, key: k, cacert: a, verify: yes}}]\n";
    let loaded = accepted(text);
    assert!(
        loaded.warnings[0]
            .message
            .contains("the Go broker ignored this key")
    );
    // Its certificates were looked up in the working directory.
    assert_eq!(
        loaded.config.listeners[0]
            .tls
            .as_ref()
            .and_then(|tls| tls.cert.as_deref()),
        Some(Path::new("c"))
    );
}
