//! The example of the plugin guide.

use std::path::Path;
use std::sync::Arc;

use gmqtt_config::{LoadOptions, load_bytes};
use gmqtt_example_presence::Presence;
use gmqtt_plugin_api::Plugin as _;

use crate::support::prelude::*;

#[test]
fn presence_says_who_is_connected() {
    let broker = Broker::with_plugins(vec![Arc::new(Presence::default())], |_| {});
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("clients/c", AtLeastOnce);
    let first = broker.v5("c");
    watcher.expect_message("clients/c", "online");
    let second = broker.v5("c");
    watcher.expect_message("clients/c", "online");
    drop(first);
    watcher.expect_nothing();
    second.disconnect();
    watcher.expect_message("clients/c", "offline");
    let mut late = broker.v5("late");
    late.subscribe("clients/+", AtMostOnce);
    let told = late.waiting();
    assert!(told.iter().all(|message| message.retain));
    assert!(
        told.iter()
            .any(|it| it.topic == "clients/c" && it.payload == b"offline")
    );
    assert!(
        told.iter()
            .any(|it| it.topic == "clients/late" && it.payload == b"online")
    );
}

#[test]
fn its_section_is_checked() {
    let options = LoadOptions {
        plugins: vec!["presence".to_owned()],
        ..LoadOptions::default()
    };
    let check = |text: &[u8]| {
        let loaded = load_bytes(Path::new("gmqtt.yml"), text, &options).expect("it loads");
        Presence::default().check(&loaded.config)
    };
    assert!(check(b"plugins: {presence: {prefix: up/}}\n").is_empty());
    let found = check(b"plugins:\n  presence:\n    prefx: up/\n");
    assert!(
        found[0].message.contains("unknown field `prefx`"),
        "{}",
        found[0]
    );
    assert_eq!(found[0].location.as_ref().map(|at| at.line), Some(3));
}
