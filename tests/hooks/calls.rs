//! When each hook is called, and with what.

use super::journal::{Journal, journal};
use crate::support::prelude::*;

fn observed() -> (Broker, Journal) {
    let (plugin, journal) = journal();
    (Broker::with_plugins(vec![plugin], |_| {}), journal)
}

#[test]
fn from_accept_to_stop() {
    let (broker, journal) = observed();
    let mut client =
        broker.connect_with(Version::V5, "c", |connect| connect.username = Some("ann"));
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user Some(\"ann\")",
        "connected c 5",
        "session_created c",
    ]);

    client.subscribe("a/#", AtLeastOnce);
    journal.expect(&["subscribe c [\"a/#\"]", "subscribed c a/# qos 1"]);

    client.send(&publish1(7, "a/b", "hi"));
    journal.expect(&["msg_arrived c a/b hi qos 1", "delivered c a/b hi qos 1"]);

    client.send(&unsubscribe(2, &["a/#", "other"]));
    journal.expect(&["unsubscribe c [\"a/#\", \"other\"]", "unsubscribed c a/#"]);

    client.send(&disconnect(ReasonCode::Success));
    journal.expect(&["closed c ByClient(Success)", "session_terminated c Normal"]);
    broker.stop();
    journal.expect(&["unload", "stop"]);
    journal.expect_end();
}

/// A delivery is told once, also when the PUBLISH is sent again.
#[test]
fn a_session_is_resumed_and_a_delivery_told_once() {
    let (broker, journal) = observed();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("a", AtLeastOnce);
    client.send(&publish1(1, "a", "x"));
    // PUBACK and the message itself, which stays unacknowledged.
    client.recv();
    client.recv();
    client.vanish();
    let created = [
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_created c",
    ];
    journal.expect(&created);
    journal.expect(&[
        "subscribe c [\"a\"]",
        "subscribed c a qos 1",
        "msg_arrived c a x qos 1",
        "delivered c a x qos 1",
    ]);
    journal.expect(&["closed c ConnectionLost"]);
    let mut again = broker.persistent(Version::V5, "c");
    assert!(again.recv_publish().dup);
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_resumed c",
    ]);
    again.send(&disconnect(ReasonCode::Success));
    journal.expect(&["closed c ByClient(Success)"]);
}

/// What waited for a client is delivered after it has connected, for plugins, too.
#[test]
fn a_resumed_client_connects_before_it_is_delivered_to() {
    let (broker, journal) = observed();
    let mut client = broker.persistent(Version::V5, "c");
    client.subscribe("a", AtMostOnce);
    client.send(&disconnect(ReasonCode::Success));
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_created c",
        "subscribe c [\"a\"]",
        "subscribed c a qos 0",
        "closed c ByClient(Success)",
    ]);
    let mut publisher = broker.v5("p");
    publisher.publish("a", "x", AtLeastOnce);
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth p user None",
        "connected p 5",
        "session_created p",
        "msg_arrived p a x qos 1",
    ]);
    let mut again = broker.persistent(Version::V5, "c");
    again.expect_message("a", "x");
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 5",
        "session_resumed c",
        "delivered c a x qos 0",
    ]);
}

#[test]
fn a_takeover_ends_one_connection_and_its_clean_session() {
    let (broker, journal) = observed();
    let mut old = broker.v311("c");
    let _new = broker.v311("c");
    old.expect_thrown_out();
    let arrival = ["accept from 127.0.0.1", "basic_auth c user None"];
    journal.expect(&arrival);
    journal.expect(&["connected c 3.1.1", "session_created c"]);
    journal.expect(&arrival);
    journal.expect_any_order(&[
        "connected c 3.1.1",
        "session_terminated c TakenOver",
        "session_created c",
        "closed c ByBroker(SessionTakenOver)",
    ]);
}

#[test]
fn a_will_is_asked_about_and_told() {
    let (broker, journal) = observed();
    let client = broker.connect_with(Version::V3_1_1, "c", |connect| {
        connect.will = Some(will("gone", "c"))
    });
    client.vanish();
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth c user None",
        "connected c 3.1.1",
        "session_created c",
    ]);
    journal.expect_any_order(&[
        "closed c ConnectionLost",
        "will_publish c gone",
        "session_terminated c Normal",
        "will_published c gone",
    ]);
}

#[test]
fn a_dropped_message_is_told_with_its_reason() {
    let (plugin, journal) = journal();
    let broker = Broker::with_plugins(vec![plugin], |config| {
        config.mqtt.queue_qos0_messages = false
    });
    let mut away = broker.persistent(Version::V3_1_1, "away");
    away.subscribe("a", AtLeastOnce);
    away.disconnect();
    let mut publisher = broker.v5("p");
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth away user None",
        "connected away 3.1.1",
        "session_created away",
    ]);
    journal.expect(&[
        "subscribe away [\"a\"]",
        "subscribed away a qos 1",
        "closed away ByClient(Success)",
    ]);
    journal.expect(&[
        "accept from 127.0.0.1",
        "basic_auth p user None",
        "connected p 5",
        "session_created p",
    ]);
    publisher.send(&publish("a", "x"));
    journal.expect(&["msg_arrived p a x qos 0", "msg_dropped away a offline"]);
}

#[test]
fn enhanced_authentication_and_its_repetition() {
    let (broker, journal) = observed();
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.authentication_method = Some("OURS");
    });
    journal.expect(&[
        "accept from 127.0.0.1",
        "enhanced_auth c Some(\"OURS\")",
        "connected c 5",
        "session_created c",
    ]);
    client.send(&auth(ReasonCode::ReAuthenticate, "OURS", b"again"));
    client.expect_disconnect(ReasonCode::NotAuthorized);
    journal.expect(&[
        "re_auth c OURS Some(\"again\")",
        "closed c ByBroker(NotAuthorized)",
    ]);
}
