//! Whatever the server sends and the owner asks for: no panic, no more under way than allowed, only whole packets out.

use std::num::NonZeroU16;

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::packet::{
    Auth, AuthProperties, Disconnect, DisconnectProperties, Suback, SubscribeFilter,
};

#[derive(Debug, Clone)]
enum Step {
    /// The owner connects, on a fresh stream.
    Connect {
        clean_start: bool,
    },
    /// The server accepts, with this receive maximum and session expiry.
    Accept {
        session_present: bool,
        receive_maximum: u16,
        expiry: Option<u32>,
    },
    /// The server sends a packet with this identifier.
    Packet {
        kind: u8,
        id: u16,
        reason: u8,
    },
    /// The server sends bytes.
    Bytes(Vec<u8>),
    Publish {
        qos: u8,
        large: bool,
    },
    Subscribe,
    Disconnect {
        expiry: Option<u32>,
    },
    Lost,
    Wait(u64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let packet_id = 1_u16..6;
    let step = prop_oneof![
        2 => any::<bool>().prop_map(|clean_start| Step::Connect { clean_start }),
        4 => (any::<bool>(), 1_u16..4, proptest::option::of(0_u32..2)).prop_map(
            |(session_present, receive_maximum, expiry)| Step::Accept { session_present, receive_maximum, expiry }
        ),
        12 => (0_u8..9, packet_id, prop_oneof![Just(0), Just(0x80)])
            .prop_map(|(kind, id, reason)| Step::Packet { kind, id, reason }),
        1 => vec(any::<u8>(), 0..20).prop_map(Step::Bytes),
        8 => (0_u8..3, any::<bool>()).prop_map(|(qos, large)| Step::Publish { qos, large }),
        2 => Just(Step::Subscribe),
        1 => proptest::option::of(0_u32..2).prop_map(|expiry| Step::Disconnect { expiry }),
        2 => Just(Step::Lost),
        1 => (0_u64..100).prop_map(Step::Wait),
    ];
    vec(step, 0..60)
}

fn packet(kind: u8, packet_id: u16, reason: u8) -> Packet<'static> {
    let reason = ReasonCode::from_u8(reason).unwrap_or(ReasonCode::Success);
    match kind {
        0 => puback(packet_id, reason),
        1 => pubrec(packet_id, reason),
        2 => pubrel(packet_id),
        3 => pubcomp(packet_id),
        4 => message(packet_id, QoS::AtLeastOnce, "in", ""),
        5 => message(packet_id, QoS::ExactlyOnce, "in", ""),
        6 => Packet::Pingresp,
        7 => Packet::Auth(Auth {
            reason: ReasonCode::Success,
            properties: AuthProperties::default(),
        }),
        _ => {
            let properties = AckProperties::default();
            Packet::Suback(Suback {
                packet_id: id(packet_id),
                properties,
                reasons: vec![ReasonCode::Success],
            })
        }
    }
}

fn apply(side: &mut Side, step: &Step) {
    match step {
        Step::Connect { clean_start } => {
            side.client.set_clean_start(*clean_start);
            side.out.clear();
            side.connect();
        }
        Step::Accept {
            session_present,
            receive_maximum,
            expiry,
        } => {
            let properties = ConnackProperties {
                receive_maximum: NonZeroU16::new(*receive_maximum),
                session_expiry_interval: *expiry,
                topic_alias_maximum: Some(1),
                ..ConnackProperties::default()
            };
            side.server(&connack(*session_present, properties));
        }
        Step::Packet { kind, id, reason } => side.server(&packet(*kind, *id, *reason)),
        Step::Bytes(bytes) => side.bytes(bytes),
        Step::Publish { qos, large } => {
            let payload = vec![b'x'; if *large { 10_000 } else { 1 }];
            let qos = QoS::from_u8(*qos).unwrap();
            let _ =
                side.client
                    .publish(&Message::new("out", &payload, qos), side.now, &mut side.out);
        }
        Step::Subscribe => {
            let filter = SubscribeFilter {
                filter: "in",
                options: Default::default(),
            };
            let _ = side
                .client
                .subscribe(&[filter], None, side.now, &mut side.out);
        }
        Step::Disconnect { expiry } => {
            let properties = DisconnectProperties {
                session_expiry_interval: *expiry,
                ..DisconnectProperties::default()
            };
            side.client.disconnect(
                &Disconnect {
                    reason: ReasonCode::Success,
                    properties,
                },
                &mut side.out,
            );
        }
        Step::Lost => side.client.closed(),
        Step::Wait(seconds) => side.wait(Duration::from_secs(*seconds)),
    }
}

proptest! {
    /// [MQTT-3.3.4-7], [MQTT-3.3.1-1], [MQTT-4.3.3-6]: holds whatever happens.
    #[test]
    fn anything_may_happen(version in prop_oneof![Just(Version::V3_1), Just(Version::V3_1_1), Just(Version::V5)],
                           expiry in 0_u32..2, steps in steps()) {
        let mut side = Side::new(ClientOptions {
            version,
            session_expiry_interval: expiry,
            topic_aliases: true,
            max_inflight: NonZeroU16::new(3).unwrap(),
            ..ClientOptions::new("c")
        });
        for step in &steps {
            let unfinished = side.client.unfinished();
            apply(&mut side, step);
            let sent = side.sent(); // whole packets only, and decodable
            prop_assert!(side.client.window() <= side.client.limits().receive_maximum);
            prop_assert!(usize::from(side.client.limits().receive_maximum) <= 3);
            let messages = sent.iter().filter(|words| words.contains(" qos ")).count();
            if matches!(step, Step::Publish { .. }) {
                prop_assert!(sent.iter().all(|words| !words.contains("dup")));
                prop_assert_eq!(side.client.unfinished(), unfinished + messages);
            } else {
                prop_assert!(messages == 0 || sent.iter().filter(|w| w.contains(" qos ")).all(|w| w.contains("dup")));
            }
            prop_assert_eq!(side.client.deadline().is_none(), side.client.is_closed());
        }
    }
}
