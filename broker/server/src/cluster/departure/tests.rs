//! What is handed over is what is taken up.

use std::collections::{BTreeMap, BTreeSet};

use gmqtt_config::Mqtt;
use gmqtt_plugin_api::cluster::{NodeName, Time};
use gmqtt_protocol::PacketId;
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_store::{Client, Entry, Message, Restore, SessionState, Will};
use proptest::prelude::*;

use super::*;
use crate::hooks::Hooks;
use crate::taking::Taking;
use crate::turn;

/// All that a session is, in the words of the store.
#[derive(Debug, Default, PartialEq, Eq)]
struct Seen {
    client_id: String,
    expiry: Option<u64>,
    will: Option<(String, Vec<u8>, u64)>,
    username: Option<String>,
    subscriptions: BTreeMap<String, (QoS, Option<u32>)>,
    received: BTreeSet<u16>,
    queue: Vec<SeenEntry>,
}

#[derive(Debug, PartialEq, Eq)]
struct SeenEntry {
    qos: QoS,
    retain: bool,
    ids: Vec<u32>,
    share: Option<(String, String)>,
    stage: Stage,
    message: Option<(String, Vec<u8>, bool)>,
}

impl Restore for Seen {
    fn session(&mut self, _: SessionKey, state: SessionState<'_>) {
        self.client_id = state.client_id.to_owned();
        self.expiry = state.expiry;
        self.username = state.client.username.map(str::to_owned);
        let will = |will: Will<'_>| (will.topic.to_owned(), will.payload.to_vec(), will.delay);
        self.will = state.will.map(will);
    }

    fn subscription(&mut self, _: SessionKey, it: Subscription<'_>) {
        let options = (it.options.qos, it.id);
        self.subscriptions.insert(it.filter.to_owned(), options);
    }

    fn received(&mut self, _: SessionKey, packet_id: PacketId) {
        self.received.insert(packet_id.get());
    }

    fn entry(&mut self, _: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        self.queue.push(SeenEntry {
            qos: entry.qos,
            retain: entry.retain,
            ids: entry.ids.to_vec(),
            share: entry
                .share
                .map(|(name, filter)| (name.into(), filter.into())),
            stage: entry.stage,
            message: message.map(|it| (it.topic.to_owned(), it.payload.to_vec(), it.retain)),
        });
    }

    fn retained(&mut self, _: &str, _: MessageId, _: Option<Message<'_>>) {}
}

fn seen(exported: &Exported) -> Seen {
    let mut seen = Seen::default();
    exported.restore(SessionKey(1), 1, &mut seen);
    seen
}

/// A message in a queue, before its stage.
type Part = (
    QoS,
    bool,
    Vec<u32>,
    Option<(String, String)>,
    String,
    Vec<u8>,
);

fn part() -> impl Strategy<Value = Part> {
    let qos = (0..3u8).prop_map(|qos| QoS::from_u8(qos).unwrap());
    let share = proptest::option::of(("[a-z]{1,3}", "[a-z]{1,3}"));
    let ids = proptest::collection::vec(1..100u32, 0..3);
    let payload = proptest::collection::vec(any::<u8>(), 0..40);
    (qos, any::<bool>(), ids, share, "[a-z]{1,5}", payload)
}

fn queued((qos, retain, ids, share, topic, payload): &Part, seq: u64, stage: Stage) -> Queued {
    let message = Message {
        topic,
        properties: &[],
        payload,
        qos: *qos,
        retain: *retain,
        source: 0,
        expires_at: None,
        forwarded_until: None,
    };
    let has_message = !matches!(stage, Stage::Confirmed(_));
    Queued {
        seq,
        id: MessageId(seq),
        qos: if has_message { *qos } else { QoS::ExactlyOnce },
        retain: *retain && has_message,
        ids: if has_message {
            ids.as_slice().into()
        } else {
            [].into()
        },
        share: share
            .as_ref()
            .filter(|_| has_message)
            .map(|(name, filter)| (name.as_str().into(), filter.as_str().into())),
        stage,
        message: has_message.then(|| Kept::of(&message)),
    }
}

/// In flight: identifiers as a broker gives them, and how far each has come.
fn in_flight() -> impl Strategy<Value = Vec<(u16, bool, Part)>> {
    let one = (1..4u16, any::<bool>(), part());
    (1..50_000u16, proptest::collection::vec(one, 0..20)).prop_map(|(mut id, all)| {
        let lasting = all
            .into_iter()
            .filter(|(_, _, part)| part.0 != QoS::AtMostOnce);
        lasting
            .map(|(step, confirmed, part)| {
                id += step;
                (id, confirmed, part)
            })
            .collect()
    })
}

fn exported() -> impl Strategy<Value = Exported> {
    let filter = "([$]share/[a-z]{1,2}/)?[a-z]{1,3}(/[a-z+]){0,2}";
    let subscription = ((0..3u8), proptest::option::of(1..1000u32));
    (
        proptest::collection::btree_map(filter, subscription, 0..8),
        proptest::collection::btree_set(1..u16::MAX, 0..20),
        in_flight(),
        proptest::collection::vec(part(), 0..40),
        proptest::option::of(1..u64::from(u32::MAX)),
        (any::<bool>(), proptest::option::of("[a-z]{1,9}")),
    )
        .prop_map(
            |(subscriptions, received, in_flight, waiting, expiry, (dies, username))| {
                let will = Will {
                    topic: "w",
                    properties: &[],
                    payload: b"gone",
                    qos: QoS::AtLeastOnce,
                    retain: false,
                    message_expiry_interval: None,
                    delay: 1 << 40,
                    due_at: None,
                };
                let mut exported = Exported::new(SessionState {
                    client_id: "c",
                    created_at: 1 << 40,
                    expiry,
                    offline_since: None,
                    client: Client {
                        username: username.as_deref(),
                        ..Client::default()
                    },
                    will: dies.then_some(will),
                    claim: None,
                });
                for (filter, (qos, id)) in &subscriptions {
                    let options = SubscriptionOptions {
                        qos: QoS::from_u8(*qos).unwrap(),
                        ..SubscriptionOptions::default()
                    };
                    let id = *id;
                    exported.subscription(Subscription {
                        filter,
                        options,
                        id,
                    });
                }
                for id in received {
                    exported.received(PacketId::new(id).unwrap());
                }
                let mut seq = 0;
                for (id, confirmed, part) in &in_flight {
                    seq += 1;
                    let id = PacketId::new(*id).unwrap();
                    let stage = match part.0 {
                        QoS::ExactlyOnce if *confirmed => Stage::Confirmed(id),
                        _ => Stage::Sent(id),
                    };
                    exported.queued(&queued(part, seq, stage));
                }
                for part in &waiting {
                    seq += 1;
                    exported.queued(&queued(part, seq, Stage::Waiting));
                }
                exported
            },
        )
}

fn stamp(millis: u64) -> Stamp {
    Stamp {
        time: Time { millis, count: 0 },
        node: NodeName::new("a"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn a_session_is_the_same_after_it_was_taken_up_and_handed_over(exported in exported()) {
        let hooks = Hooks::new(Vec::new(), std::time::Duration::ZERO);
        let broker = Broker::new(Mqtt::default(), hooks, false);
        let bytes = exported.to_bytes();
        turn::run(&broker, |turn| {
            let exported = Exported::from_bytes(&bytes).unwrap();
            let counters = turn.desk.counters.clone();
            let mut taking = Taking::one(&broker, counters, stamp(7));
            exported.restore(SessionKey(1), 1, &mut taking);
            taking.finish();
        });
        let session = broker.sessions.shard("c").get("c").cloned().unwrap();
        let (state, delivery) = (session.state.lock(), session.delivery.lock());
        prop_assert_eq!(&state.claim, &Some(stamp(7)));
        let packed = pack(&session, &state, &delivery, broker.clock).unwrap();
        let again = packed.exported.to_bytes();
        let again = Exported::from_bytes(&again).unwrap();
        prop_assert_eq!(seen(&again), seen(&exported));
        let claim = again.state().unwrap().claim;
        prop_assert_eq!(claim.map(record::stamp), Some(stamp(7)));
    }
}
