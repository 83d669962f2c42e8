//! More user properties than anyone needs. The standard sets no limit but the packet's size, so they are carried.

use super::{Bystanders, Child};
use crate::support::prelude::*;

const MANY: usize = 5001;

fn many() -> UserPropertiesBuf {
    (0..MANY).map(|n| (format!("n{n}"), "v")).collect()
}

/// [MQTT-3.3.2-17] [MQTT-3.3.2-18] They reach the subscriber, all of them and in order, in a message and in a will.
#[test]
fn five_thousand_user_properties_are_carried() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let user = many();
    let user_properties = user.as_properties();
    let mut publisher = broker.open(Version::V5);
    publisher
        .send(&Connect {
            properties: ConnectProperties {
                user_properties,
                ..ConnectProperties::default()
            },
            will: Some(Will {
                properties: WillProperties {
                    user_properties,
                    ..WillProperties::default()
                },
                ..will("user/will", "the will")
            }),
            ..connect(Version::V5, "talkative")
        })
        .expect_accepted();
    let mut subscriber = broker.connect(Version::V5, "patient");
    subscriber
        .send(&Subscribe {
            user_properties,
            ..subscribe(1, &[filter("user/+", AtLeastOnce)])
        })
        .recv_suback();
    let mut old = broker.connect(Version::V3_1_1, "without properties");
    old.subscribe("user/+", AtMostOnce);
    publisher.publish_packet(&Publish {
        qos: AtLeastOnce,
        properties: PublishProperties {
            user_properties,
            ..PublishProperties::default()
        },
        ..publish("user/message", "x")
    });
    let message = subscriber.expect_message("user/message", "x");
    assert!(message.properties.user_properties == user_properties);
    old.expect_message("user/message", "x");
    publisher.vanish();
    let message = subscriber.expect_message("user/will", "the will");
    assert!(message.properties.user_properties == user_properties);
    old.expect_message("user/will", "the will");
    subscriber
        .send(&Unsubscribe {
            user_properties,
            ..unsubscribe(2, &["user/+"])
        })
        .recv_unsuback();
    subscriber.expect_nothing();
    bystanders.stop();
}

/// [MQTT-3.1.2-25] A receiver that wants smaller packets does not get the message, neither as it is nor shortened.
#[test]
fn they_do_not_reach_a_client_that_wants_smaller_packets() {
    let broker = Child::start(&[]);
    let mut subscriber = broker.open(Version::V5);
    subscriber
        .send(&Connect {
            properties: ConnectProperties {
                maximum_packet_size: 1000_u32.try_into().ok(),
                ..ConnectProperties::default()
            },
            ..connect(Version::V5, "small")
        })
        .expect_accepted();
    subscriber.subscribe("user/+", AtMostOnce);
    let user = many();
    let mut publisher = broker.connect(Version::V5, "talkative");
    publisher.publish_packet(&Publish {
        properties: PublishProperties {
            user_properties: user.as_properties(),
            ..PublishProperties::default()
        },
        ..publish("user/large", "x")
    });
    publisher.publish("user/small", "y", AtMostOnce);
    subscriber.expect_message("user/small", "y");
}

/// They count towards the limits for packets, and the broker's own buffers do not stay as large as they were needed once.
#[test]
fn they_are_bounded_by_the_packet_size() {
    let broker = Child::start(&["mqtt.max_packet_size=67108864"]);
    let bystanders = Bystanders::start(broker.address());
    let user: UserPropertiesBuf = (0..600).map(|_| ("n", "v".repeat(50_000))).collect();
    let user_properties = user.as_properties();
    // Before CONNACK 131,072 bytes are the limit.
    let mut raw = broker.open(Version::V5);
    raw.send(&Connect {
        properties: ConnectProperties {
            user_properties,
            ..ConnectProperties::default()
        },
        ..connect(Version::V5, "too talkative")
    });
    raw.expect_refused_or_closed();
    // Then 64 MiB.
    let before = broker.memory();
    let mut clients: Vec<Raw> = (0..8)
        .map(|n| broker.connect(Version::V5, &format!("talkative {n}")))
        .collect();
    for raw in &mut clients {
        raw.publish_packet(&Publish {
            qos: AtLeastOnce,
            properties: PublishProperties {
                user_properties,
                ..PublishProperties::default()
            },
            ..publish("user/nobody", "x")
        });
    }
    broker.memory_returns_to(before + (16 << 20), Duration::from_secs(20));
    bystanders.stop();
}
