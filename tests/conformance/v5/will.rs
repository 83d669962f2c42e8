//! The will of MQTT 5: delay, properties, DISCONNECT 0x04.

use crate::support::prelude::*;

fn delayed<'a>(broker: &Broker, seconds: u32, session_expiry: u32, will: Will<'a>) -> Raw {
    let properties = WillProperties {
        delay_interval: Some(seconds),
        ..will.properties
    };
    broker.connect_with(Version::V5, "c", |connect| {
        connect.clean_start = false;
        connect.properties.session_expiry_interval = Some(session_expiry);
        connect.will = Some(Will { properties, ..will });
    })
}

/// [MQTT-3.1.2-8], [MQTT-3.1.2-7]: the will waits for its delay.
#[test]
fn a_will_waits_for_its_delay() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    let since = std::time::Instant::now();
    delayed(&broker, 1, 3600, will("w", "gone")).vanish();
    watcher.expect_nothing();
    watcher.expect_message("w", "gone");
    assert!(
        since.elapsed() >= Duration::from_secs(1),
        "after {:?}",
        since.elapsed()
    );
}

/// [MQTT-3.1.3-9]: whoever is back within the delay has no will published.
#[test]
fn a_reconnection_within_the_delay_suppresses_the_will() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    delayed(&broker, 1, 3600, will("w", "gone")).vanish();
    let back = broker.persistent(Version::V5, "c");
    pass(Duration::from_millis(2200));
    watcher.expect_nothing();
    back.disconnect();
}

/// [MQTT-3.1.2-8]: the end of the session publishes the will, delay or not: by expiry.
#[test]
fn the_end_of_the_session_ends_the_delay() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    delayed(&broker, 3600, 1, will("w", "expired")).vanish();
    watcher.expect_message("w", "expired");
    delayed(&broker, 3600, 0, will("w", "at once")).vanish();
    watcher.expect_message("w", "at once");
}

/// [MQTT-3.1.2-8], [MQTT-3.1.2-4]: or by a clean start of the same client id.
#[test]
fn a_clean_start_ends_the_delay() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    delayed(&broker, 3600, 3600, will("w", "gone")).vanish();
    watcher.expect_nothing();
    let _anew = broker.v5("c");
    watcher.expect_message("w", "gone");
}

/// [MQTT-3.1.2-8], [MQTT-3.14.4-3]: DISCONNECT 0x04 asks for the will, 0x00 removes it.
#[test]
fn disconnect_with_will_publishes_the_will() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    for (reason, published) in [
        (ReasonCode::Success, false),
        (ReasonCode::DisconnectWithWill, true),
        (ReasonCode::UnspecifiedError, true),
    ] {
        let mut client = broker.connect_with(Version::V5, "c", |connect| {
            connect.will = Some(will("w", "gone"))
        });
        client.send(&disconnect(reason)).expect_closed();
        if published {
            watcher.expect_message("w", "gone");
        }
        watcher.expect_nothing();
    }
}

/// [MQTT-3.1.3-10], [MQTT-3.1.2-7]: the properties of a will arrive with it, user properties in their order.
#[test]
fn the_properties_of_a_will_arrive() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", ExactlyOnce);
    let pairs = [("b", "1"), ("a", "2"), ("b", "1"), ("", "")];
    let user_properties: UserPropertiesBuf = pairs.into_iter().collect();
    let client = broker.connect_with(Version::V5, "c", |connect| {
        let properties = WillProperties {
            delay_interval: None,
            payload_format_indicator: Some(true),
            message_expiry_interval: Some(100),
            content_type: Some("text/plain"),
            response_topic: Some("answers"),
            correlation_data: Some(&[0, 255]),
            user_properties: user_properties.as_properties(),
        };
        connect.will = Some(Will {
            properties,
            qos: AtLeastOnce,
            ..will("w", "gone")
        });
    });
    client.vanish();
    let got = watcher.expect_message("w", "gone").properties;
    assert_eq!(got.user_properties.iter().collect::<Vec<_>>(), pairs);
    assert_eq!(
        (got.payload_format_indicator, got.content_type),
        (Some(true), Some("text/plain"))
    );
    assert_eq!(
        (got.response_topic, got.correlation_data),
        (Some("answers"), Some(&[0, 255][..]))
    );
    assert!(
        got.message_expiry_interval
            .is_some_and(|left| (98..=100).contains(&left)),
        "{got:?}"
    );
}

/// [MQTT-3.1.3-9]: also where the new connection takes the old one over; without a delay the will is due then.
#[test]
fn a_takeover_within_the_delay_suppresses_the_will() {
    let broker = Broker::start();
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("w", AtMostOnce);
    for (delay, published) in [(1, false), (0, true)] {
        let mut first = delayed(&broker, delay, 3600, will("w", "gone"));
        let second = broker.persistent(Version::V5, "c");
        first.expect_disconnect(ReasonCode::SessionTakenOver);
        pass(Duration::from_millis(if published { 0 } else { 2200 }));
        if published {
            watcher.expect_message("w", "gone");
        }
        watcher.expect_nothing();
        second.disconnect();
    }
}
