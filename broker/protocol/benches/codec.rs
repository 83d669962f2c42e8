//! What reading and writing the packets of the hot path costs: `cargo bench -p gmqtt-protocol`.

use std::hint::black_box;

use divan::Bencher;
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{
    AckProperties, Forward, Puback, Publish, PublishProperties, encode_short_ack,
};
use gmqtt_protocol::property::{UserProperties, UserPropertiesBuf};
use gmqtt_protocol::{Packet, PacketId, QoS, ReasonCode, Version, split_frame};

fn main() {
    divan::main();
}

const TOPIC: &str = "fleet/berlin/vehicle-0042/telemetry";
const PAYLOADS: [usize; 3] = [16, 256, 4096];
const VERSIONS: [Version; 2] = [Version::V3_1_1, Version::V5];

fn publish<'a>(qos: QoS, user: UserProperties<'a>, payload: &'a [u8]) -> Publish<'a> {
    Publish {
        dup: false,
        qos,
        retain: false,
        topic: TOPIC,
        packet_id: if qos == QoS::AtMostOnce {
            None
        } else {
            Some(PacketId::MAX)
        },
        properties: PublishProperties {
            user_properties: user,
            ..PublishProperties::default()
        },
        payload,
    }
}

fn forward<'a>(qos: QoS, block: &'a [u8], payload: &'a [u8]) -> Forward<'a> {
    Forward {
        qos,
        retain: false,
        dup: false,
        topic: TOPIC,
        packet_id: if qos == QoS::AtMostOnce {
            None
        } else {
            Some(PacketId::MAX)
        },
        block,
        message_expiry_interval: None,
        topic_alias: None,
        subscription_ids: &[],
        payload,
    }
}

fn two_pairs() -> UserPropertiesBuf {
    [("content", "json"), ("trace", "4bf92f3577b34da6")]
        .into_iter()
        .collect()
}

/// Reads one packet from the front of the buffer; the number keeps the work from being left out.
fn split_and_decode(wire: &[u8], version: Version) -> usize {
    match split_frame(wire, u32::MAX) {
        Ok(Split::Complete(frame)) => Packet::decode(frame, version).map_or(0, |packet| {
            let packet = black_box(packet);
            packet.name().len()
        }),
        _ => 0,
    }
}

/// Reads one PUBLISH as a broker's read loop does, which knows the type from the first byte.
fn split_and_decode_publish(wire: &[u8], version: Version) -> usize {
    match split_frame(wire, u32::MAX) {
        Ok(Split::Complete(frame)) => {
            Publish::decode(frame, version).map_or(0, |publish| black_box(publish).payload.len())
        }
        _ => 0,
    }
}

#[divan::bench(args = VERSIONS)]
fn decode_publish_qos_0(bencher: Bencher<'_, '_>, version: Version) {
    let mut wire = Vec::new();
    publish(QoS::AtMostOnce, UserProperties::default(), &[b'x'; 64]).encode(version, &mut wire);
    bencher.bench(|| split_and_decode_publish(black_box(&wire), version));
}

#[divan::bench(args = VERSIONS)]
fn decode_publish_qos_1(bencher: Bencher<'_, '_>, version: Version) {
    let mut wire = Vec::new();
    publish(QoS::AtLeastOnce, UserProperties::default(), &[b'x'; 64]).encode(version, &mut wire);
    bencher.bench(|| split_and_decode_publish(black_box(&wire), version));
}

#[divan::bench]
fn decode_publish_with_two_user_properties(bencher: Bencher<'_, '_>) {
    let (mut wire, pairs) = (Vec::new(), two_pairs());
    publish(QoS::AtMostOnce, pairs.as_properties(), &[b'x'; 64]).encode(Version::V5, &mut wire);
    bencher.bench(|| split_and_decode_publish(black_box(&wire), Version::V5));
}

#[divan::bench(args = VERSIONS)]
fn decode_publish_as_any_packet(bencher: Bencher<'_, '_>, version: Version) {
    let mut wire = Vec::new();
    publish(QoS::AtMostOnce, UserProperties::default(), &[b'x'; 64]).encode(version, &mut wire);
    bencher.bench(|| split_and_decode(black_box(&wire), version));
}

#[divan::bench(args = VERSIONS)]
fn decode_puback(bencher: Bencher<'_, '_>, version: Version) {
    bencher.bench(|| split_and_decode(black_box(b"\x40\x02\x12\x34"), version));
}

#[divan::bench]
fn decode_puback_with_a_reason(bencher: Bencher<'_, '_>) {
    bencher.bench(|| split_and_decode(black_box(b"\x40\x03\x12\x34\x10"), Version::V5));
}

#[divan::bench(args = PAYLOADS)]
fn forward_qos_0_v4(bencher: Bencher<'_, '_>, payload: usize) {
    encode_forward(bencher, Version::V3_1_1, QoS::AtMostOnce, &[], payload);
}

#[divan::bench(args = PAYLOADS)]
fn forward_qos_0_v5(bencher: Bencher<'_, '_>, payload: usize) {
    encode_forward(bencher, Version::V5, QoS::AtMostOnce, &[], payload);
}

#[divan::bench(args = PAYLOADS)]
fn forward_qos_1_v5_with_two_user_properties(bencher: Bencher<'_, '_>, payload: usize) {
    let pairs = two_pairs();
    let mut block = Vec::new();
    publish(QoS::AtMostOnce, pairs.as_properties(), b"")
        .properties
        .encode_forwarded(&mut block);
    encode_forward(bencher, Version::V5, QoS::AtLeastOnce, &block, payload);
}

fn encode_forward(
    bencher: Bencher<'_, '_>,
    version: Version,
    qos: QoS,
    block: &[u8],
    payload: usize,
) {
    let payload = vec![b'x'; payload];
    let mut out = Vec::with_capacity(8192);
    bencher.bench_local(|| {
        out.clear();
        black_box(forward(qos, block, &payload)).encode(version, &mut out);
        black_box(&out);
    });
}

#[divan::bench(args = VERSIONS)]
fn encode_publish_with_two_user_properties(bencher: Bencher<'_, '_>, version: Version) {
    let pairs = two_pairs();
    let packet = publish(QoS::AtMostOnce, pairs.as_properties(), &[b'x'; 64]);
    let mut out = Vec::with_capacity(8192);
    bencher.bench_local(|| {
        out.clear();
        black_box(&packet).encode(version, &mut out);
        black_box(&out);
    });
}

#[divan::bench]
fn encode_a_short_ack(bencher: Bencher<'_, '_>) {
    let mut out = Vec::with_capacity(64);
    bencher.bench_local(|| {
        out.clear();
        encode_short_ack(0x40, black_box(PacketId::MAX), &mut out);
        black_box(&out);
    });
}

#[divan::bench(args = [ReasonCode::Success, ReasonCode::NoMatchingSubscribers])]
fn encode_puback(bencher: Bencher<'_, '_>, reason: ReasonCode) {
    let puback = Puback {
        packet_id: PacketId::MAX,
        reason,
        properties: AckProperties::default(),
    };
    let mut out = Vec::with_capacity(64);
    bencher.bench_local(|| {
        out.clear();
        black_box(&puback).encode(Version::V5, &mut out);
        black_box(&out);
    });
}
