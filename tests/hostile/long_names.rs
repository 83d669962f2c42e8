//! Topics and client identifiers as long, as deep and as strange as the protocol lets them be.

use super::{Bystanders, Child};
use crate::support::prelude::*;

/// The longest string there is.
const LONGEST: usize = 65_535;

/// As many levels as fit: all of them empty.
fn deepest() -> String {
    "/".repeat(LONGEST - 1)
}

/// [MQTT-4.7.3-3]
#[test]
fn a_topic_of_65535_bytes_is_a_topic() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let topic = "é".repeat(LONGEST / 2) + "x";
    for version in Version::ALL {
        let mut raw = broker.connect(version, "long topic");
        raw.subscribe(&topic, ExactlyOnce);
        for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
            raw.send(&Publish {
                qos,
                packet_id: (qos > AtMostOnce).then(|| id(1)),
                ..publish(&topic, "x")
            });
            while !matches!(raw.recv(), Packet::Publish(message) if message.topic == topic) {}
        }
        raw.vanish();
        let mut publisher = broker.connect(version, "long retained topic");
        let retained = Publish {
            retain: true,
            ..publish(&topic, "kept")
        };
        publisher.publish_packet(&retained);
        let mut late = broker.connect(version, "late");
        late.subscribe(&topic, AtMostOnce);
        late.expect_message(&topic, "kept");
        publisher.publish_packet(&Publish {
            payload: b"",
            ..retained
        });
    }
    bystanders.stop();
}

/// `mqtt.max_topic_levels` is 128 by default: each way to use a deeper topic is refused with the code for it.
#[test]
fn deeper_topics_than_allowed_are_refused() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let (deep, allowed) = ("a/".repeat(128), "a/".repeat(127));
    for version in Version::ALL {
        for deep in [&deep, &deepest()] {
            refuses(&broker, version, deep);
        }
        let mut raw = broker.connect(version, "not too deep");
        assert_eq!(raw.subscribe(&allowed, AtMostOnce), ReasonCode::Success);
        raw.send(&publish(&allowed, "x"))
            .expect_message(&allowed, "x");
    }
    bystanders.stop();
}

fn refuses(broker: &Child, version: Version, deep: &str) {
    let v5 = version.is_v5();
    let mut raw = broker.connect(version, "too deep");
    let refused = if v5 {
        ReasonCode::TopicFilterInvalid
    } else {
        ReasonCode::UnspecifiedError
    };
    assert_eq!(raw.subscribe(deep, AtMostOnce), refused);
    let shared = format!("$share/g/{}", &deep[..deep.len().min(1000)]);
    assert_eq!(raw.subscribe(&shared, AtMostOnce), refused);
    for qos in [AtMostOnce, AtLeastOnce] {
        let mut raw = broker.connect(version, "too deep");
        raw.send(&Publish {
            qos,
            packet_id: (qos > AtMostOnce).then(|| id(1)),
            ..publish(deep, "x")
        });
        if v5 {
            raw.expect_disconnect(ReasonCode::TopicNameInvalid);
        } else {
            raw.expect_closed();
        }
    }
    let mut raw = broker.open(version);
    raw.send(&Connect {
        will: Some(will(deep, "x")),
        ..connect(version, "too deep a will")
    });
    if v5 {
        raw.expect_refused(ReasonCode::TopicNameInvalid);
    } else {
        raw.expect_closed();
    }
}

/// Without the limit they work, and cost memory for as long as they are in use only.
#[test]
fn a_topic_of_65535_levels_works_where_it_is_allowed() {
    let broker = Child::start(&["mqtt.max_topic_levels=0"]);
    let bystanders = Bystanders::start(broker.address());
    let deep = deepest();
    let wild = "+/".repeat(LONGEST / 2) + "#";
    let will = will(&deep, "the will");
    for version in Version::ALL {
        let mut raw = broker.connect(version, "deep");
        assert_eq!(raw.subscribe(&deep, AtLeastOnce), ReasonCode::GrantedQoS1);
        assert_eq!(raw.subscribe(&wild, AtMostOnce), ReasonCode::Success);
        let mut publisher = broker.open(version);
        publisher.send(&Connect {
            will: Some(will),
            ..connect(version, "deep publisher")
        });
        publisher.expect_accepted();
        publisher.publish_packet(&Publish {
            qos: AtLeastOnce,
            retain: true,
            ..publish(&deep, "deep")
        });
        raw.expect_message(&deep, "deep");
        let mut late = broker.connect(version, "late");
        late.subscribe(&wild, AtMostOnce);
        late.expect_message(&deep, "deep");
        publisher.publish_packet(&Publish {
            retain: true,
            ..publish(&deep, "")
        });
        raw.expect_message(&deep, "");
        publisher.vanish();
        raw.expect_message(&deep, "the will");
        raw.unsubscribe(&deep);
        raw.disconnect();
    }
    bystanders.stop();
}

/// Control characters are legal in identifiers. They never reach the log as they are: it stays one line.
#[test]
fn control_characters_in_client_identifiers_are_escaped_in_the_log() {
    let text = Child::start(&["log.format=text"]);
    let bystanders = Bystanders::start(text.address());
    let id = "evil\r\n\u{1b}[2J\u{7}\u{8}\u{7f}\u{85}\u{9b}\u{202e}\u{2028}\u{feff}\u{fffe}";
    for version in Version::ALL {
        let mut raw = text.connect(version, id);
        raw.send_bytes(b"\0").expect_thrown_out();
    }
    text.connect(Version::V5, "the last")
        .send_bytes(b"\0")
        .expect_disconnect(ReasonCode::MalformedPacket);
    let log = text.raw_log("the last");
    let lines: Vec<_> = log.iter().filter(|line| line.contains("evil")).collect();
    assert_eq!(lines.len(), Version::ALL.len(), "{log:?}");
    for line in lines {
        assert!(!line.contains(char::is_control), "{line:?}");
        assert!(!line.contains(['\u{202e}', '\u{2028}']), "{line:?}");
    }
    bystanders.stop();

    let json = Child::start(&[]);
    json.connect(Version::V5, id)
        .send_bytes(b"\0")
        .expect_disconnect(ReasonCode::MalformedPacket);
    assert_eq!(json.log_where(|value| value.contains("evil")).len(), 1);
}

/// The identifier works like any other, and the log does not repeat all of it.
#[test]
fn a_client_identifier_of_65000_bytes_is_an_identifier() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    let (long, longer) = ("\u{1}".repeat(65_000), "\u{1}".repeat(65_001));
    for version in Version::ALL {
        let mut first = broker.connect(version, &long);
        let mut other = broker.connect(version, &longer);
        // [MQTT-3.1.4-3]
        let mut second = broker.connect(version, &long);
        first.expect_thrown_out();
        other.expect_nothing();
        second.subscribe("long/id", AtMostOnce);
        second
            .send(&publish("long/id", "x"))
            .expect_message("long/id", "x");
        second.send_bytes(b"\0").expect_thrown_out();
    }
    let log = broker.log_where(|value| value.contains("\\u{1}"));
    assert_eq!(log.len(), 2 * Version::ALL.len());
    for line in log {
        assert!(
            line.to_string().len() < 2000,
            "{} bytes",
            line.to_string().len()
        );
    }
    bystanders.stop();
}

/// [MQTT-1.5.4-2]
#[test]
fn a_nul_in_a_client_identifier_is_malformed() {
    let broker = Child::start(&[]);
    for version in Version::ALL {
        let mut raw = broker.open(version);
        let mut bytes = Vec::new();
        connect(version, "nul?").encode(version, &mut bytes);
        let at = bytes.len() - 1;
        bytes[at] = 0;
        raw.send_bytes(&bytes).expect_refused_or_closed();
    }
}
