//! Rules for topics: publishing, retaining, wills, subscribing, delivery, and changing them while clients are connected.

use gmqtt_config::{AccessRule, AclSubscribe};

use super::Guarded;
use crate::support::prelude::*;

/// Everybody may use `open`; only `alice` may publish to `door`, and read all of `house`.
const RULES: &str = "\
- {deny: retain, topic: open/transient}
- {allow: all, topic: [open, open/#]}
- {allow: [publish, subscribe], user: alice, topic: [door, house/#]}
";

fn broker() -> Guarded {
    Guarded::start(None, Some(RULES), |_| {})
}

#[track_caller]
fn user(broker: &Broker, version: Version, name: &str) -> Raw {
    broker.connect_with(version, name, |connect| connect.username = Some(name))
}

/// The code of the first acknowledgement of a message.
fn code(client: &mut Raw, topic: &str, qos: QoS, retain: bool) -> ReasonCode {
    client.publish_packet(&Publish {
        qos,
        retain,
        ..publish(topic, "x")
    })
}

#[test]
fn a_message_that_no_rule_allows_is_refused_and_goes_nowhere() {
    let broker = broker();
    let mut watcher = user(&broker, Version::V5, "alice");
    watcher.subscribe_all(&[filter("door", AtMostOnce), filter("open/#", AtMostOnce)].map(|it| it));
    let mut mallory = user(&broker, Version::V5, "mallory");
    for qos in [AtLeastOnce, ExactlyOnce] {
        assert_eq!(
            code(&mut mallory, "door", qos, false),
            ReasonCode::NotAuthorized
        );
        assert_eq!(
            code(&mut mallory, "open/x", qos, false),
            ReasonCode::Success
        );
        watcher.expect_message("open/x", "x");
    }
    mallory.publish("door", "x", AtMostOnce);
    watcher.expect_nothing();
    // A 3.x client cannot be told [3.1.1 MQTT-3.3.5-2].
    let mut old = user(&broker, Version::V3_1_1, "mallory2");
    for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
        old.publish("door", "x", qos);
    }
    watcher.expect_nothing();
    watcher
        .send(&publish("door", "x"))
        .expect_message("door", "x");
}

#[test]
fn a_refused_message_is_not_retained_and_clears_nothing() {
    let broker = broker();
    let mut alice = user(&broker, Version::V5, "alice");
    let mut mallory = user(&broker, Version::V5, "mallory");
    code(&mut alice, "door", AtLeastOnce, true);
    assert_eq!(
        code(&mut mallory, "door", AtLeastOnce, true),
        ReasonCode::NotAuthorized
    );
    let clearing = Publish {
        qos: AtLeastOnce,
        retain: true,
        ..publish("door", "")
    };
    assert_eq!(mallory.publish_packet(&clearing), ReasonCode::NotAuthorized);
    assert_eq!(
        code(&mut mallory, "open/transient", AtLeastOnce, true),
        ReasonCode::NotAuthorized
    );
    assert_ne!(
        code(&mut mallory, "open/transient", AtLeastOnce, false),
        ReasonCode::NotAuthorized
    );
    assert_ne!(
        code(&mut mallory, "open/kept", AtLeastOnce, true),
        ReasonCode::NotAuthorized
    );
    let mut late = user(&broker, Version::V5, "alice");
    late.subscribe_all(&[filter("door", AtMostOnce), filter("open/#", AtMostOnce)]);
    let mut kept: Vec<_> = late.waiting().iter().map(|message| message.topic).collect();
    kept.sort_unstable();
    assert_eq!(kept, ["door", "open/kept"]);
}

#[test]
fn a_filter_is_granted_only_if_a_rule_covers_it() {
    let broker = broker();
    for (version, refused) in [
        (Version::V5, ReasonCode::NotAuthorized),
        (Version::V3_1_1, ReasonCode::UnspecifiedError),
    ] {
        let mut mallory = user(&broker, version, "mallory");
        let wanted = [
            "open/#",
            "#",
            "door",
            "open/+/x",
            "$share/g/house/#",
            "$share/g/open/#",
        ];
        let wanted = wanted.map(|name| filter(name, AtMostOnce));
        let granted = ReasonCode::Success;
        assert_eq!(
            mallory.subscribe_all(&wanted),
            [granted, refused, refused, granted, refused, granted],
            "{version:?}"
        );
    }
}

#[test]
fn a_will_that_no_rule_allows_is_dropped() {
    let broker = broker();
    let mut watcher = user(&broker, Version::V5, "alice");
    watcher.subscribe_all(&[filter("door", AtMostOnce), filter("open/#", AtMostOnce)]);
    for topic in ["door", "open/will"] {
        let mallory = broker.connect_with(Version::V5, "mallory", |connect| {
            connect.will = Some(Will {
                retain: true,
                ..will(topic, "gone")
            });
        });
        mallory.vanish();
    }
    watcher.expect_message("open/will", "gone");
    let mut late = user(&broker, Version::V5, "alice2");
    late.subscribe("open/#", AtMostOnce);
    late.expect_message("open/will", "gone");
    watcher.expect_nothing();
}

/// As mosquitto does.
#[test]
fn where_every_filter_is_granted_each_delivery_is_judged() {
    let broker = Guarded::start(None, Some(RULES), |config| {
        config.plugins.acl.subscribe = Some(AclSubscribe::Filtered);
    });
    let mut alice = user(&broker, Version::V5, "alice");
    code(&mut alice, "house/kept", AtLeastOnce, true);
    code(&mut alice, "open/kept", AtLeastOnce, true);
    for version in [Version::V5, Version::V3_1_1] {
        let mut mallory = user(&broker, version, "mallory");
        assert_eq!(mallory.subscribe("#", AtMostOnce), ReasonCode::Success);
        mallory.expect_message("open/kept", "x");
        for topic in ["house/x", "open/x", "house/x", "door"] {
            code(&mut alice, topic, AtLeastOnce, false);
        }
        mallory.expect_message("open/x", "x");
        mallory.expect_nothing();
    }
}

#[test]
fn a_file_of_mosquitto_judges_deliveries() {
    let rules = "topic read public\nuser alice\ntopic readwrite a/#\ntopic deny a/secret\npattern write log/%c\npattern read log/%c\n";
    let broker = Guarded::start(None, Some(rules), |_| {});
    let mut alice = user(&broker, Version::V5, "alice");
    assert_eq!(alice.subscribe("#", AtMostOnce), ReasonCode::Success);
    for topic in ["a/b", "log/alice"] {
        alice.send(&publish(topic, "x")).expect_message(topic, "x");
    }
    for topic in ["a/secret", "public"] {
        let refused = code(&mut alice, topic, AtLeastOnce, false);
        assert_eq!(refused, ReasonCode::NotAuthorized, "{topic}");
    }
    let mut bob = user(&broker, Version::V5, "bob");
    let refused = code(&mut bob, "log/alice", AtLeastOnce, false);
    assert_eq!(refused, ReasonCode::NotAuthorized);
    alice.expect_nothing();
}

#[test]
fn a_name_with_wildcards_in_it_widens_nothing() {
    let broker = Guarded::start(None, Some("- {allow: all, topic: \"u/%u/#\"}\n"), |_| {});
    for name in ["#", "+", "a/b", "$SYS"] {
        let mut client = user(&broker, Version::V5, name);
        for wanted in ["u/#", "u/+/#", "u/a/b", "u/+"] {
            assert_eq!(
                client.subscribe(wanted, AtMostOnce),
                ReasonCode::NotAuthorized,
                "{name}: {wanted}"
            );
        }
        for topic in ["u/a", "u/a/b", "u/a/b/c", "u/$SYS"] {
            assert_eq!(
                code(&mut client, topic, AtLeastOnce, false),
                ReasonCode::NotAuthorized,
                "{name}: {topic}"
            );
        }
    }
}

/// Both for messages on their way and for a subscription that stands.
#[test]
fn changed_rules_hold_for_clients_that_are_connected() {
    for mode in [AclSubscribe::Covered, AclSubscribe::Filtered] {
        let broker = Guarded::start(None, Some("- {allow: all, topic: \"#\"}\n"), |config| {
            config.plugins.acl.subscribe = Some(mode);
        });
        let mut subscriber = user(&broker, Version::V5, "bob");
        let mut publisher = user(&broker, Version::V5, "alice");
        assert_eq!(
            subscriber.subscribe("house/#", AtMostOnce),
            ReasonCode::Success
        );
        subscriber.subscribe("open", AtMostOnce);
        publisher.publish("house/x", "before", AtLeastOnce);
        subscriber.expect_message("house/x", "before");
        let rules =
            "- {allow: all, topic: open}\n- {allow: publish, user: alice, topic: \"house/#\"}\n";
        let rules: Vec<_> = AccessRule::read_all("rules", rules.as_bytes())
            .expect("rules")
            .into_iter()
            .map(|entry| entry.value)
            .collect();
        broker
            .acl
            .rules()
            .expect("the plugin is loaded")
            .replace(&rules)
            .expect("it is written");
        assert_eq!(
            code(&mut publisher, "other", AtLeastOnce, false),
            ReasonCode::NotAuthorized
        );
        // Subscriptions are judged anew beside the connections.
        let begun = std::time::Instant::now();
        loop {
            publisher.publish("house/x", "after", AtLeastOnce);
            if subscriber.waiting().is_empty() {
                break;
            }
            assert!(
                begun.elapsed() < Duration::from_secs(5),
                "{mode}: it is still delivered"
            );
        }
        publisher.publish("open", "x", AtLeastOnce);
        subscriber.expect_message("open", "x");
    }
}

/// A client identifier is no secret.
#[test]
fn who_takes_up_a_session_of_another_user_has_not_its_subscriptions() {
    let broker = broker();
    let session = |name| {
        broker.connect_with(Version::V5, "shared-id", |connect| {
            connect.username = Some(name);
            connect.clean_start = false;
            connect.properties.session_expiry_interval = Some(3600);
        })
    };
    let mut alice = session("alice");
    for wanted in ["house/#", "open/#"] {
        assert_eq!(alice.subscribe(wanted, AtMostOnce), ReasonCode::Success);
    }
    alice.disconnect();
    let mut mallory = session("mallory");
    assert!(mallory.accepted().session_present);
    mallory.expect_nothing();
    let mut publisher = user(&broker, Version::V5, "alice");
    for topic in ["house/x", "open/x"] {
        code(&mut publisher, topic, AtLeastOnce, false);
    }
    mallory.expect_message("open/x", "x");
    mallory.expect_nothing();
}
