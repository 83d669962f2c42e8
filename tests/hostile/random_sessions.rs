//! Whatever a client sends, what it gets back are legal packets, and the broker goes on.

#[expect(
    clippy::too_many_lines,
    reason = "the lists of fields there are held against the limit of its own crate"
)]
#[path = "../../broker/protocol/tests/packets/mod.rs"]
mod packets;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::{Packet, split_frame};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use self::packets::{any_version, packet, packet_of};
use super::{Bystanders, Child};
use crate::support::prelude::*;

/// What a client sends next.
#[derive(Debug, Clone)]
enum Step {
    /// Any legal packet, of either side.
    Packet(Packet<'static>),
    /// One that has to do with what other steps did.
    Related(Packet<'static>),
    /// A legal packet with one byte changed.
    Changed(Packet<'static>, usize, u8),
    Bytes(Vec<u8>),
}

impl Step {
    fn encode(&self, version: Version, out: &mut Vec<u8>) {
        let start = out.len();
        match self {
            Self::Packet(packet) | Self::Related(packet) => packet.encode(version, out),
            Self::Changed(packet, at, byte) => {
                packet.encode(version, out);
                let length = out.len() - start;
                if length > 0 {
                    out[start + at % length] ^= byte | 1;
                }
            }
            Self::Bytes(bytes) => out.extend_from_slice(bytes),
        }
    }
}

/// One connection: its CONNECT and what follows.
#[derive(Debug, Clone)]
struct Connection {
    version: Version,
    connect: Connect<'static>,
    steps: Vec<Step>,
}

fn connection() -> impl Strategy<Value = Connection> {
    any_version().prop_flat_map(|version| {
        let steps = vec(step(version), 0..40);
        (opening(version), steps).prop_map(move |(connect, steps)| Connection {
            version,
            connect,
            steps,
        })
    })
}

/// A CONNECT of one of a few clients, so that sessions are resumed and taken over.
fn opening(version: Version) -> impl Strategy<Value = Connect<'static>> {
    let id = select(&["random 1", "random 2", "random 3"][..]);
    let numbers = (select(&[0, 60][..]), 1..4_u16, 0..3_u16);
    (id, any::<bool>(), any::<bool>(), numbers).prop_map(
        move |(id, clean_start, with_will, (expiry, receive_maximum, aliases))| {
            let properties = ConnectProperties {
                session_expiry_interval: Some(expiry),
                receive_maximum: receive_maximum.try_into().ok(),
                topic_alias_maximum: Some(aliases),
                ..ConnectProperties::default()
            };
            Connect {
                clean_start,
                will: with_will.then(|| will("random/will", "w")),
                properties: if version.is_v5() {
                    properties
                } else {
                    ConnectProperties::default()
                },
                ..connect(version, id)
            }
        },
    )
}

fn step(version: Version) -> impl Strategy<Value = Step> {
    prop_oneof![
        1 => packet_of(version).prop_map(Step::Packet),
        8 => related(version).prop_map(Step::Related),
        1 => (related(version), any::<usize>(), any::<u8>())
            .prop_map(|(packet, at, byte)| Step::Changed(packet, at, byte)),
        1 => vec(any::<u8>(), 0..20).prop_map(Step::Bytes),
    ]
}

fn related(version: Version) -> impl Strategy<Value = Packet<'static>> {
    let topic = select(&["random/a", "random/b", "random/a/b"][..]);
    let number = 1..5_u16;
    let qos = (0..3_u8).prop_map(|qos| QoS::from_u8(qos).expect("0 to 2"));
    let message = (
        topic,
        number.clone(),
        qos.clone(),
        any::<[bool; 2]>(),
        0..3_u16,
    )
        .prop_map(move |(topic, number, qos, [retain, dup], alias)| {
            let topic_alias = std::num::NonZeroU16::new(alias).filter(|_| version.is_v5());
            Packet::Publish(Publish {
                qos,
                retain,
                dup: dup && qos > AtMostOnce,
                packet_id: (qos > AtMostOnce).then(|| id(number)),
                properties: PublishProperties {
                    topic_alias: topic_alias.map(Into::into),
                    ..PublishProperties::default()
                },
                ..publish(topic, "payload")
            })
        });
    let wanted = select(&["random/#", "random/+", "#", "random/a", "$share/g/random/+"][..]);
    let subscription = (wanted.clone(), qos, number.clone()).prop_map(|(wanted, qos, number)| {
        Packet::Subscribe(subscribe(number, &[filter(wanted, qos)]))
    });
    prop_oneof![
        4 => message,
        3 => subscription,
        1 => (wanted, number.clone())
            .prop_map(|(wanted, number)| Packet::Unsubscribe(unsubscribe(number, &[wanted]))),
        2 => number.clone().prop_map(|number| Packet::Puback(puback(number))),
        2 => number.clone().prop_map(|number| Packet::Pubrec(pubrec(number))),
        2 => number.clone().prop_map(|number| Packet::Pubrel(pubrel(number))),
        2 => number.prop_map(|number| Packet::Pubcomp(pubcomp(number))),
        1 => Just(Packet::Pingreq),
    ]
}

/// Reads all that the broker says: packets that decode, of the kinds a server sends, the first of them CONNACK.
fn hear_out(raw: &mut Raw) -> Result<(), TestCaseError> {
    let mut first = true;
    while let Some(packet) = raw.try_recv() {
        let connack = matches!(packet, Packet::Connack(_));
        prop_assert_eq!(connack, first, "{:?}", packet);
        first = false;
        prop_assert!(
            !matches!(
                packet,
                Packet::Connect(_)
                    | Packet::Subscribe(_)
                    | Packet::Unsubscribe(_)
                    | Packet::Pingreq
            ),
            "{:?}",
            packet
        );
    }
    prop_assert!(!first, "not even a CONNACK");
    Ok(())
}

#[test]
fn any_sequence_of_packets_is_answered_with_legal_ones() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    proptest!(ProptestConfig::with_cases(512), |(
        connections in vec(connection(), 1..4),
    )| {
        let mut open = Vec::new();
        for Connection { version, connect, steps } in &connections {
            let mut bytes = Vec::new();
            connect.encode(*version, &mut bytes);
            steps.iter().for_each(|step| step.encode(*version, &mut bytes));
            let mut raw = broker.open(*version);
            raw.send_bytes(&bytes);
            open.push(raw);
        }
        for raw in &mut open {
            raw.finish_sending();
            hear_out(raw)?;
        }
    });
    bystanders.stop();
}

/// [MQTT-3.1.0-1]
#[test]
fn any_first_packet_but_connect_is_not_answered() {
    let broker = Child::start(&[]);
    proptest!(ProptestConfig::with_cases(256), |((version, first) in packet())| {
        prop_assume!(!matches!(first, Packet::Connect(_)));
        let mut raw = broker.open(version);
        raw.send(&first).finish_sending();
        prop_assert_eq!(raw.try_recv(), None);
    });
}

fn is_refusal(answer: &[u8], version: Version) -> bool {
    let Ok(Split::Complete(frame)) = split_frame(answer, u32::MAX) else {
        return false;
    };
    matches!(Packet::decode(frame, version), Ok(Packet::Connack(connack)) if connack.reason.is_error())
}

/// No CONNECT in front: nothing but refusals comes back.
#[test]
fn any_bytes_are_answered_with_a_refusal_or_nothing() {
    let broker = Child::start(&[]);
    let bystanders = Bystanders::start(broker.address());
    proptest!(ProptestConfig::with_cases(512), |(
        version in any_version(),
        connect_first in any::<bool>(),
        bytes in vec(any::<u8>(), 0..200),
    )| {
        let mut raw = broker.open(version);
        if connect_first {
            raw.send_bytes(&[0x10]);
        }
        raw.send_bytes(&bytes).finish_sending();
        while let Some(answer) = raw.try_recv_bytes() {
            // Whoever names an unknown version is answered as 3.1.1 does.
            prop_assert!(answer == [0x20, 2, 0, 1] || is_refusal(answer, version), "{answer:02x?}");
        }
    });
    bystanders.stop();
}
