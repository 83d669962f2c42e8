//! Topic aliases, in both directions.

use crate::support::prelude::*;

fn aliased<'a>(topic: &'a str, alias: u16, payload: &'a str) -> Publish<'a> {
    let properties = PublishProperties {
        topic_alias: Some(alias),
        ..Default::default()
    };
    Publish {
        properties,
        ..publish(topic, payload)
    }
}

/// [MQTT-3.3.2-12]: every alias from 1 to the announced maximum is accepted, and may change its meaning.
#[test]
fn all_announced_aliases_are_accepted() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.subscribe("#", AtMostOnce);
    let maximum = client
        .accepted()
        .properties
        .topic_alias_maximum
        .expect("the default allows some");
    assert_eq!(maximum, 10);
    for alias in 1..=maximum {
        client.send(&aliased(&format!("topic/{alias}"), alias, "named"));
        client.expect_message(&format!("topic/{alias}"), "named");
    }
    for alias in 1..=maximum {
        client.send(&aliased("", alias, "by alias"));
        client.expect_message(&format!("topic/{alias}"), "by alias");
    }
    client
        .send(&aliased("other", 3, "changed"))
        .expect_message("other", "changed");
    client
        .send(&aliased("", 3, "changed"))
        .expect_message("other", "changed");
    client
        .send(&aliased("", 4, "not changed"))
        .expect_message("topic/4", "not changed");
}

/// [MQTT-3.3.2-8]: there is no alias 0.
#[test]
fn alias_0_ends_the_connection() {
    Broker::start()
        .v5("c")
        .send(&aliased("t", 0, ""))
        .expect_disconnect(ReasonCode::TopicAliasInvalid);
}

/// An alias that was never given a topic is an error.
#[test]
fn an_unknown_alias_ends_the_connection() {
    Broker::start()
        .v5("c")
        .send(&aliased("", 1, ""))
        .expect_thrown_out();
}

/// [MQTT-3.3.2-7]: an alias ends with its connection, even if the session goes on.
#[test]
fn aliases_end_with_the_connection() {
    let broker = Broker::start();
    let mut client = broker.persistent(Version::V5, "c");
    client.send(&aliased("t", 1, "")).expect_nothing();
    client.vanish();
    let mut client = broker.persistent(Version::V5, "c");
    assert!(client.accepted().session_present);
    client.send(&aliased("", 1, "")).expect_thrown_out();
}

/// Aliases of a QoS 2 message and of a retained one are resolved before anything else is done with them.
#[test]
fn aliased_messages_are_kept_under_their_topic() {
    let broker = Broker::start();
    let mut client = broker.v5("c");
    client.send(&aliased("t", 1, ""));
    client.publish_packet(&Publish {
        retain: true,
        qos: ExactlyOnce,
        ..aliased("", 1, "kept")
    });
    client.subscribe("t", AtMostOnce);
    assert!(client.expect_message("t", "kept").retain);
}

/// [MQTT-3.1.2-26], [MQTT-3.3.2-11]: the broker's aliases stay within the client's maximum, and are defined before they
/// are used.
#[test]
fn the_brokers_aliases_stay_within_the_clients_maximum() {
    let broker = Broker::start();
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.topic_alias_maximum = Some(2)
    });
    client.subscribe("#", AtMostOnce);
    let mut publisher = broker.v5("publisher");
    let mut meaning = [String::new(), String::new()];
    for round in 0..3 {
        for topic in [
            "a/long/topic/1",
            "a/long/topic/2",
            "a/long/topic/3",
            "a/long/topic/4",
        ] {
            publisher.publish(topic, topic, AtMostOnce);
            let publish = client.recv_publish();
            let topic = match publish.properties.topic_alias {
                None => publish.topic.to_owned(),
                Some(alias) => {
                    assert!((1..=2).contains(&alias), "alias {alias} in round {round}");
                    let meaning = &mut meaning[usize::from(alias) - 1];
                    if !publish.topic.is_empty() {
                        publish.topic.clone_into(meaning);
                    }
                    meaning.clone()
                }
            };
            assert_eq!(topic.as_bytes(), publish.payload);
        }
    }
}

/// [MQTT-3.1.2-27]: without a maximum, or with 0, there are none.
#[test]
fn the_broker_uses_no_aliases_that_were_not_allowed() {
    let broker = Broker::start();
    for maximum in [None, Some(0)] {
        let mut client = broker.connect_with(Version::V5, "c", |connect| {
            connect.properties.topic_alias_maximum = maximum
        });
        client.subscribe("t", AtMostOnce);
        for _ in 0..5 {
            client.send(&publish("t", "x"));
            assert_eq!(client.expect_message("t", "x").properties.topic_alias, None);
        }
    }
}

/// [MQTT-3.3.2-12]: an alias counts from the packet that names its topic, also where that is a QoS 2 message sent again,
/// which the broker has already.
#[test]
fn a_repeated_message_may_name_an_alias() {
    let broker = Broker::start();
    let mut subscriber = broker.v5("subscriber");
    subscriber.subscribe("t", AtMostOnce);
    let mut client = broker.persistent(Version::V5, "c");
    client.send(&publish2(7, "t", "once"));
    client.recv_pubrec();
    client.vanish();
    let mut client = broker.persistent(Version::V5, "c");
    let again = publish2(7, "t", "once");
    client.send(&Publish {
        dup: true,
        properties: aliased("", 1, "").properties,
        ..again
    });
    client.recv_pubrec();
    client.send(&aliased("", 1, "by alias")).expect_nothing();
    subscriber.expect_message("t", "once");
    subscriber.expect_message("t", "by alias");
}
