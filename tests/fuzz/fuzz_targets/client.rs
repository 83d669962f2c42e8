//! The client's side of the protocol against a server that says anything. Whatever it answers, it answers in legal packets.
#![no_main]

use std::time::Duration;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::session::client::{Client, ClientOptions, Event, Message};
use gmqtt_protocol::{Packet, QoS, Version, split_frame};
use libfuzzer_sys::fuzz_target;

// One step is a byte that says what, and one that says how much.
fuzz_target!(|data: &[u8]| {
    let [choice, data @ ..] = data else { return };
    let version = Version::ALL[usize::from(*choice) % Version::ALL.len()];
    let mut client = Client::new(ClientOptions {
        version,
        clean_start: choice & 0x10 != 0,
        topic_alias_maximum: 3,
        topic_aliases: choice & 0x20 != 0,
        session_expiry_interval: 60,
        ..ClientOptions::new("fuzz")
    });
    let (mut now, mut rest) = (Duration::ZERO, data);
    let mut events = |_: Event<'_>| {};
    while let [what, amount, more @ ..] = rest {
        rest = more;
        let mut out = Vec::new();
        let qos = QoS::from_u8(amount % 3).expect("0 to 2");
        match what % 8 {
            0 => client.connect(now, &mut out),
            1 => {
                let _ = client.publish(&Message::new("a/b", b"payload", qos), now, &mut out);
            }
            2 => {
                now += Duration::from_secs(u64::from(*amount));
                client.timeout(now, &mut out, &mut events);
            }
            3 => client.closed(),
            _ => {
                let (chunk, after) = rest.split_at(usize::from(*amount).min(rest.len()));
                rest = after;
                client.received(chunk, now, &mut out, &mut events);
            }
        }
        legal(&out, version);
    }
});

fn legal(mut bytes: &[u8], version: Version) {
    while !bytes.is_empty() {
        let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) else {
            panic!("not a packet: {bytes:02x?}");
        };
        if let Err(error) = Packet::decode(frame, version) {
            panic!("{error}: {bytes:02x?}");
        }
        bytes = &bytes[frame.wire.len()..];
    }
}
