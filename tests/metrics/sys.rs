//! `$SYS/broker/...`, as mosquitto's own client sees it.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;

use gmqtt_acl::AclPlugin;
use gmqtt_plugin_api::Plugin;
use gmqtt_sys::Sys;

use super::watched::Watched;
use crate::support::prelude::*;

/// The topics that tools for mosquitto read.
const TOPICS: &[&str] = &[
    "version",
    "uptime",
    "clients/total",
    "clients/active",
    "clients/connected",
    "clients/inactive",
    "clients/disconnected",
    "clients/maximum",
    "clients/expired",
    "messages/received",
    "messages/sent",
    "messages/stored",
    "store/messages/count",
    "store/messages/bytes",
    "bytes/received",
    "bytes/sent",
    "publish/messages/received",
    "publish/messages/sent",
    "publish/messages/dropped",
    "publish/bytes/received",
    "publish/bytes/sent",
    "subscriptions/count",
    "shared_subscriptions/count",
    "retained messages/count",
    "heap/current",
    "heap/maximum",
    "load/messages/received/1min",
    "load/messages/sent/5min",
    "load/publish/received/15min",
    "load/publish/sent/1min",
    "load/publish/dropped/1min",
    "load/bytes/received/1min",
    "load/bytes/sent/1min",
    "load/sockets/1min",
    "load/connections/1min",
];

fn watched(interval: Duration) -> Watched {
    Watched::with(vec![Arc::new(Sys::default())], |config| {
        config.plugins.sys.interval = interval;
    })
}

/// The retained values, by topic, as mosquitto_sub prints them.
fn retained(broker: &Watched, topic_filter: &str) -> BTreeMap<String, String> {
    let address = broker.address();
    let done = Command::new("mosquitto_sub")
        .args(["-h", &address.ip().to_string()])
        .args(["-p", &address.port().to_string()])
        .args(["-t", topic_filter, "--retained-only", "-W", "2"])
        .args(["-F", "%r|%t|%p"])
        .output()
        .expect("mosquitto-clients are installed");
    let text = String::from_utf8(done.stdout).expect("text");
    let parse = |line: &str| {
        let (topic, value) = line.strip_prefix("1|")?.split_once('|')?;
        Some((topic.to_owned(), value.to_owned()))
    };
    text.lines().filter_map(parse).collect()
}

#[test]
fn mosquitto_sub_finds_the_topics_it_knows() {
    let broker = watched(Duration::from_secs(3600));
    // They are published once the broker has loaded its plugins.
    let mut reader = broker.v5("reader");
    reader.subscribe("$SYS/broker/load/connections/15min", AtMostOnce);
    reader.recv_publish();
    let read = retained(&broker, "$SYS/#");
    for topic in TOPICS {
        assert!(
            read.contains_key(&format!("$SYS/broker/{topic}")),
            "{topic}: {read:#?}"
        );
    }
    let version = &read["$SYS/broker/version"];
    assert_eq!(
        version,
        concat!("gmqtt version ", env!("CARGO_PKG_VERSION"))
    );
    assert_ne!(read["$SYS/broker/heap/current"], "0");
    // They hide from filters that start with a wildcard.
    assert!(retained(&broker, "#").is_empty());
}

/// Only what has changed is published again, and it is what is so now.
#[test]
fn changes_are_published() {
    let broker = watched(Duration::from_millis(100));
    let mut reader = broker.v5("reader");
    reader.subscribe("$SYS/broker/clients/connected", AtMostOnce);
    let mut wait_for = |value: &str| {
        for _ in 0..100 {
            let message = reader.recv_publish();
            if message.payload == value.as_bytes() {
                return;
            }
        }
        panic!("it was never {value}");
    };
    wait_for("1");
    let other = broker.v5("other");
    wait_for("2");
    other.disconnect();
    wait_for("1");
    // One value, again and again the same: it is not repeated.
    reader.subscribe("$SYS/broker/version", AtMostOnce);
    assert!(reader.recv_publish().retain);
    pass(Duration::from_millis(500));
    reader.expect_nothing();
}

/// The ACL says who may read them.
#[test]
fn the_acl_decides_who_reads() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("acl.yml");
    let rules = "- {allow: subscribe, user: admin, topic: $SYS/#}\n- {deny: all, topic: $SYS/#}\n- {allow: all, topic: \"#\"}\n";
    std::fs::write(&file, rules).expect("written");
    let plugins: Vec<Arc<dyn Plugin>> = vec![Arc::new(AclPlugin::new()), Arc::new(Sys::default())];
    let broker = Watched::with(plugins, |config| config.plugins.acl.file = file);
    let version = "$SYS/broker/version";
    let as_admin =
        |id| broker.connect_with(Version::V5, id, |connect| connect.username = Some("admin"));
    // What is published while somebody subscribes may come twice: this is the last one at the start.
    let mut early = as_admin("early");
    early.subscribe("$SYS/broker/load/connections/15min", AtMostOnce);
    early.recv_publish();
    let mut admin = as_admin("admin");
    assert_eq!(admin.subscribe(version, AtMostOnce), ReasonCode::Success);
    admin.recv_publish();
    let mut other = broker.v5("other");
    assert_eq!(
        other.subscribe(version, AtMostOnce),
        ReasonCode::NotAuthorized
    );
    let mut forged = publish(version, "mosquitto version 9");
    forged.retain = true;
    other.publish_packet(&forged);
    assert_eq!(
        other.publish_packet(&Publish {
            qos: AtLeastOnce,
            ..forged
        }),
        ReasonCode::NotAuthorized
    );
    admin.expect_nothing();
}

/// [MQTT-4.7.2-1] The topics are the broker's: clients cannot talk on them, or make them say something else.
#[test]
fn clients_cannot_publish_there() {
    let broker = watched(Duration::from_secs(3600));
    let topic = "$SYS/broker/made/up";
    for version in [Version::V5, Version::V3_1_1] {
        let mut reader = broker.connect(version, "reader");
        reader.subscribe("$SYS/broker/made/#", ExactlyOnce);
        let mut forger = broker.connect(version, "forger");
        for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
            for retain in [false, true] {
                let packet = Publish {
                    qos,
                    retain,
                    ..publish(topic, "x")
                };
                let reason = forger.publish_packet(&packet);
                if version.is_v5() && qos > AtMostOnce {
                    assert_eq!(reason, ReasonCode::NotAuthorized);
                }
            }
        }
        reader.expect_nothing();
        assert!(broker.handle().retained(topic).is_none());
        // `$SYSTEM` is not `$SYS`.
        reader.subscribe("$SYSTEM/#", AtMostOnce);
        forger.publish("$SYSTEM/x", "1", AtLeastOnce);
        reader.expect_message("$SYSTEM/x", "1");
    }
    let mut last_words = connect(Version::V5, "c");
    last_words.will = Some(will(topic, "x"));
    let mut client = broker.open(Version::V5);
    client.send(&last_words);
    client.expect_refused(ReasonCode::TopicNameInvalid);
}
