//! UNSUBSCRIBE and UNSUBACK.

use super::super::every_version;
use crate::support::prelude::*;

/// [MQTT-3.10.3-2], [3.1.1 MQTT-3.10.3-2]: an UNSUBSCRIBE has a filter.
#[test]
fn an_unsubscribe_without_a_filter_ends_the_connection() {
    every_version(|broker, version| {
        broker
            .connect(version, "c")
            .send(&unsubscribe(1, &[]))
            .expect_thrown_out();
    });
}

/// [MQTT-3.10.4-1], [3.1.1 MQTT-3.10.4-1], [MQTT-3.10.4-2], [3.1.1 MQTT-3.10.4-2]: exactly the named subscription is
/// deleted, character by character, and nothing new comes for it.
#[test]
fn exactly_the_named_subscription_is_deleted() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a/b", AtLeastOnce);
        client.subscribe("c/+", AtLeastOnce);
        for other in ["a/+", "a/#", "A/b", "a/b/", "c/d", "+/+", "#"] {
            client.unsubscribe(other);
        }
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("a/b", "1", AtLeastOnce);
        publisher.publish("c/d", "2", AtLeastOnce);
        client.expect_message("a/b", "1");
        client.expect_message("c/d", "2");
        client.unsubscribe("a/b");
        publisher.publish("a/b", "3", AtLeastOnce);
        publisher.publish("c/d", "4", AtLeastOnce);
        client.expect_message("c/d", "4");
        client.unsubscribe("c/+");
        publisher.publish("c/d", "5", AtLeastOnce);
        client.expect_nothing();
    });
}

/// [MQTT-3.10.4-3], [3.1.1 MQTT-3.10.4-3]: a delivery that has begun is completed.
#[test]
fn a_delivery_under_way_is_completed() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", ExactlyOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("t", "one", ExactlyOnce);
        publisher.publish("t", "two", AtLeastOnce);
        let one = client.recv_publish();
        let two = client.recv_publish();
        client.unsubscribe("t");
        client.send(&Pubrec {
            packet_id: one.packet_id.unwrap(),
            ..pubrec(1)
        });
        assert_eq!(client.recv_pubrel().packet_id, one.packet_id.unwrap());
        client.vanish();
        let mut client = broker.persistent(version, "c");
        let mut again = [client.recv(), client.recv()];
        again.sort_by_key(|packet| packet.name().len()); // PUBREL, PUBLISH: either may come first
        assert!(
            matches!(&again[0], Packet::Pubrel(pubrel) if Some(pubrel.packet_id) == one.packet_id),
            "{again:?}"
        );
        assert_eq!(again[1], Packet::Publish(Publish { dup: true, ..two }));
    });
}

/// [MQTT-3.10.4-4], [3.1.1 MQTT-3.10.4-4], [MQTT-3.10.4-5], [3.1.1 MQTT-3.10.4-5], [MQTT-3.10.4-6],
/// [3.1.1 MQTT-3.10.4-6]: one UNSUBACK answers all filters, whether something was deleted or not.
#[test]
fn one_unsuback_answers_all_filters() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", AtMostOnce);
        client.subscribe("b", AtMostOnce);
        client.send(&unsubscribe(9, &["a", "never", "b"]));
        assert_eq!(client.recv_unsuback().packet_id, id(9));
        client
            .send(&publish("a", ""))
            .send(&publish("b", ""))
            .expect_nothing();
        client.send(&unsubscribe(10, &["never"]));
        assert_eq!(client.recv_unsuback().packet_id, id(10));
    });
}
