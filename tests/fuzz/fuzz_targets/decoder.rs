//! Bytes as a stream of packets. What can be read is written again, and read again as the same packet.
#![no_main]

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::{Packet, Version, split_frame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((&choice, mut stream)) = data.split_first() else {
        return;
    };
    let version = Version::ALL[usize::from(choice) % Version::ALL.len()];
    while let Ok(Split::Complete(frame)) = split_frame(stream, 1 << 20) {
        stream = &stream[frame.wire.len()..];
        let Ok(packet) = Packet::decode(frame, version) else {
            continue;
        };
        // A CONNECT is read and written by the version it names.
        let version = match &packet {
            Packet::Connect(connect) => connect.version,
            _ => version,
        };
        let mut written = Vec::new();
        packet.encode(version, &mut written);
        let Ok(Split::Complete(frame)) = split_frame(&written, u32::MAX) else {
            panic!("{packet:?} is not written as a whole packet: {written:02x?}");
        };
        assert_eq!(frame.wire.len(), written.len(), "{packet:?}");
        match Packet::decode(frame, version) {
            Ok(again) => assert_eq!(again, packet),
            Err(error) => panic!("{packet:?} is written as {written:02x?}: {error}"),
        }
    }
});
