//! Queues that are larger than the memory for them.

use super::{Backend, Node, failure::metric};
use crate::support::prelude::*;

const MESSAGES: usize = 1500;
const BOUND: f64 = 60_000.0;
const SETTINGS: &[&str] = &[
    "plugin_order=[prometheus]",
    "plugins.prometheus.listen_address=127.0.0.1:0",
    "limits.queue_memory=60000",
    "mqtt.max_queued_messages=100000",
];

/// Nothing is refused or dropped, the memory keeps to its bound, and everything comes in order: after the client is back, and after
/// the broker was killed.
#[test]
fn a_long_queue_stays_in_the_store() {
    for backend in [Backend::Embedded, Backend::redis()] {
        let mut node = Node::over(backend, SETTINGS);
        for killed in [false, true] {
            let mut away = node.lasting(Version::V5, "away");
            away.subscribe("long", ExactlyOnce);
            away.disconnect();
            let mut publisher = node.clean(Version::V5, "publisher");
            let filler = "x".repeat(200);
            for n in 0..MESSAGES {
                let id = n as u16 + 1;
                publisher.send(&publish1(id, "long", &format!("{n} {filler}")));
                if n % 50 == 49 {
                    for id in id - 49..=id {
                        let puback = publisher.recv_puback();
                        assert_eq!(
                            (puback.packet_id.get(), puback.reason),
                            (id, ReasonCode::Success)
                        );
                    }
                }
            }
            check(&node);
            if killed {
                node.kill_and_start();
                check(&node);
            }
            let mut away = node.lasting(Version::V5, "away");
            for n in 0..MESSAGES {
                let message = away.recv_message();
                assert_eq!(message.payload, format!("{n} {filler}").as_bytes());
            }
            // What comes now does not overtake what comes late, and is not delayed for ever.
            let mut publisher = node.clean(Version::V5, "publisher");
            publisher.publish("long", "last", AtLeastOnce);
            away.expect_message("long", "last");
            assert_eq!(metric(&node, "gmqtt_messages_paged_current"), 0.0);
        }
    }
}

fn check(node: &Node) {
    assert_eq!(
        metric(node, "gmqtt_messages_queued_current"),
        MESSAGES as f64
    );
    assert!(metric(node, "gmqtt_messages_paged_current") > MESSAGES as f64 / 2.0);
    assert!(metric(node, "gmqtt_messages_queued_bytes") <= BOUND);
    let refused = "gmqtt_limits_reached_total{limit=\"queue_memory\"}";
    assert_eq!(metric(node, refused), 0.0);
}
