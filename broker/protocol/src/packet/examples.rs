//! How the tests of each packet say that bytes and a packet are the same thing.

use super::Packet;
use crate::{DecodeError, ReasonCode, Split, Version, split_frame};

/// `wire` is the shortest form of `packet`: each gives the other.
#[track_caller]
pub(crate) fn assert_wire(version: Version, wire: &[u8], packet: &Packet<'_>) {
    assert_read(version, wire, packet);
    assert_eq!(encoded(version, packet), wire, "written for MQTT {version}");
}

/// `wire` is a legal form of `packet`, if not the shortest.
#[track_caller]
pub(crate) fn assert_read(version: Version, wire: &[u8], packet: &Packet<'_>) {
    assert_eq!(
        decode(version, wire).as_ref(),
        Ok(packet),
        "read as MQTT {version}"
    );
}

/// `wire` is refused with that reason and clause.
#[track_caller]
pub(crate) fn assert_refused(version: Version, wire: &[u8], reason: ReasonCode, clause: &str) {
    match decode(version, wire) {
        Ok(packet) => panic!("accepted as {packet:?}"),
        Err(error) => assert_eq!((error.reason, error.clause), (reason, clause), "{error}"),
    }
}

/// The whole packet, whose size is as it was told before.
#[track_caller]
pub(crate) fn encoded(version: Version, packet: &Packet<'_>) -> Vec<u8> {
    let mut out = Vec::new();
    packet.encode(version, &mut out);
    assert_eq!(packet.size(version), out.len());
    out
}

/// The one packet that `wire` is.
#[track_caller]
fn decode(version: Version, wire: &[u8]) -> Result<Packet<'_>, DecodeError> {
    match split_frame(wire, u32::MAX)? {
        Split::Complete(frame) if frame.wire.len() == wire.len() => Packet::decode(frame, version),
        other => panic!("the example is not one packet: {other:?}"),
    }
}
