//! The questions that are no hooks: who may publish to a topic, and what becomes of an answer that is remembered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

use gmqtt_plugin_api::{
    Arrival, BrokerHandle, ClientInfo, Hook, HookSet, Plugin, PluginContext, PluginError,
    Publisher, Verdict,
};

use crate::support::prelude::*;

/// Lets everybody publish but to the topics in its list, after it has renamed `before` to `after`.
#[derive(Default)]
struct Permits {
    forbidden: Mutex<Vec<&'static str>>,
    asked: AtomicUsize,
    broker: OnceLock<BrokerHandle>,
    rewrites: bool,
}

impl Plugin for Permits {
    fn name(&self) -> &'static str {
        "permits"
    }

    fn hooks(&self) -> HookSet {
        if self.rewrites {
            HookSet::MAY_PUBLISH.union(HookSet::of(&[Hook::OnMsgArrived]))
        } else {
            HookSet::MAY_PUBLISH
        }
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        self.broker.get_or_init(|| context.broker().clone());
        Ok(())
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        if arrival.topic == "before" {
            arrival.topic = "after".into();
        }
        Verdict::Pass
    }

    fn may_publish(&self, client: &ClientInfo, topic: &str, retain: bool) -> bool {
        self.asked.fetch_add(1, Ordering::Relaxed);
        assert_ne!(topic, "panic", "this panic is part of a test");
        let forbidden = self.forbidden.lock().expect("nobody panicked");
        !(forbidden.contains(&topic) || retain && forbidden.contains(&"retained"))
            || &*client.id == "root"
    }
}

fn permits(forbidden: &[&'static str], rewrites: bool) -> (Arc<Permits>, Broker) {
    let plugin = Arc::new(Permits {
        forbidden: Mutex::new(forbidden.to_vec()),
        rewrites,
        ..Permits::default()
    });
    let broker = Broker::with_plugins(vec![plugin.clone()], |_| {});
    (plugin, broker)
}

/// A 3.x publisher sees an acknowledgement like any other.
#[test]
fn what_may_not_be_published_is_refused_and_goes_nowhere() {
    for rewrites in [false, true] {
        let (_, broker) = permits(&["secret", "panic", "after"], rewrites);
        let mut subscriber = broker.v5("s");
        subscriber.subscribe("#", ExactlyOnce);
        let mut client = broker.v5("p");
        let before = if rewrites { "before" } else { "after" };
        for topic in ["secret", "panic", before] {
            let answer = client.publish_packet(&publish1(1, topic, "x"));
            assert_eq!(answer, ReasonCode::NotAuthorized, "{topic}");
            client.send(&publish(topic, "x"));
        }
        client.send(&publish2(9, "secret", "x"));
        let Packet::Pubrec(pubrec) = client.recv() else {
            panic!("not a PUBREC")
        };
        assert_eq!(pubrec.reason, ReasonCode::NotAuthorized);
        let mut old = broker.v311("old");
        old.send(&publish1(4, "secret", "x"));
        assert_eq!(old.recv_puback().packet_id, id(4));
        subscriber.expect_nothing();
        assert_eq!(
            broker
                .v5("root")
                .publish_packet(&publish1(1, "secret", "x")),
            ReasonCode::Success
        );
        subscriber.expect_message("secret", "x");
    }
}

/// A message that may not be retained is neither retained nor delivered; the same without the flag is.
#[test]
fn retained_messages_are_a_question_of_their_own() {
    let (_, broker) = permits(&["retained"], false);
    let mut client = broker.v5("p");
    let plain = publish1(1, "t", "x");
    let retained = Publish {
        retain: true,
        ..publish1(1, "t", "x")
    };
    assert_eq!(
        client.publish_packet(&plain),
        ReasonCode::NoMatchingSubscribers
    );
    assert_eq!(client.publish_packet(&retained), ReasonCode::NotAuthorized);
    let mut late = broker.v5("late");
    late.subscribe("t", AtMostOnce);
    late.expect_nothing();
}

/// A burst is asked about once, on each thread that handles a part of it; another connection is asked about anew.
#[test]
fn a_yes_is_remembered_for_the_connection() {
    let (plugin, broker) = permits(&[], false);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut subscriber = broker.v5("s");
    subscriber.subscribe("t", AtMostOnce);
    for connection in 1..=2 {
        let mut client = broker.v5("p");
        for _ in 0..200 {
            client.send(&publish("t", "x"));
            subscriber.expect_message("t", "x");
        }
        let asked = plugin.asked.load(Ordering::Relaxed);
        assert!(
            (connection..=connection * threads).contains(&asked),
            "asked {asked} times"
        );
    }
}

/// [`BrokerHandle::recheck`] makes the broker ask again.
#[test]
fn a_yes_is_forgotten_when_the_rules_change() {
    let (plugin, broker) = permits(&[], false);
    let mut client = broker.v5("p");
    let message = publish1(1, "t", "x");
    assert_eq!(
        client.publish_packet(&message),
        ReasonCode::NoMatchingSubscribers
    );
    plugin.forbidden.lock().unwrap().push("t");
    plugin.broker.get().unwrap().recheck();
    // It takes effect beside the connections.
    assert!((0..1000).any(|_| client.publish_packet(&message) == ReasonCode::NotAuthorized));
}
