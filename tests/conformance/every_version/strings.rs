//! UTF-8 strings.

use super::super::{every_version, patched};
use crate::support::prelude::*;

/// Sequences that are not UTF-8: a surrogate, an overlong form, a lone continuation, a cut sequence.
const ILL_FORMED: [&[u8]; 4] = [
    &[0xED, 0xA0, 0x80],
    &[0xC0, 0x80, 0x41],
    &[0x80, 0x41, 0x41],
    &[0x41, 0xE2, 0x82],
];
const NUL: &[u8] = &[0x41, 0x00, 0x41];

/// Sends each packet with `___` replaced and expects to be thrown out.
fn refused_in_every_string(replacement: &[u8]) {
    every_version(|broker, version| {
        let connected: [&dyn Fn() -> Vec<u8>; 3] = [
            &|| patched(&publish("a/___", ""), version, "___", replacement),
            &|| {
                patched(
                    &subscribe(1, &[filter("a/___", AtMostOnce)]),
                    version,
                    "___",
                    replacement,
                )
            },
            &|| patched(&unsubscribe(1, &["a/___"]), version, "___", replacement),
        ];
        for bytes in connected {
            broker
                .connect(version, "c")
                .send_bytes(&bytes())
                .expect_thrown_out();
        }
        let connects = [
            connect(version, "___"),
            Connect {
                will: Some(will("a/___", "")),
                ..connect(version, "c")
            },
            Connect {
                username: Some("___"),
                ..connect(version, "c")
            },
        ];
        for connect in connects {
            let bytes = patched(&connect, version, "___", replacement);
            let mut raw = broker.open(version);
            raw.send_bytes(&bytes);
            if version.is_v5() {
                raw.expect_refused(ReasonCode::MalformedPacket);
            } else {
                raw.expect_closed();
            }
        }
    });
}

/// [MQTT-1.5.4-1], [3.1.1 MQTT-1.5.3-1], [MQTT-3.1.3-4], [3.1.1 MQTT-3.1.3-4], [MQTT-3.1.3-11], [3.1.1 MQTT-3.1.3-10],
/// [MQTT-3.1.3-12], [3.1.1 MQTT-3.1.3-11], [MQTT-3.3.2-1], [3.1.1 MQTT-3.3.2-1], [MQTT-3.8.3-1], [3.1.1 MQTT-3.8.3-1],
/// [MQTT-3.10.3-1], [3.1.1 MQTT-3.10.3-1], [MQTT-4.7.3-3], [3.1.1 MQTT-4.7.3-3]: ill-formed UTF-8 in any string ends the
/// connection.
#[test]
fn ill_formed_utf8_ends_the_connection() {
    for ill_formed in ILL_FORMED {
        refused_in_every_string(ill_formed);
    }
}

/// [MQTT-1.5.4-2], [3.1.1 MQTT-1.5.3-2], [MQTT-4.7.3-2], [3.1.1 MQTT-4.7.3-2]: so does a NUL character.
#[test]
fn a_nul_character_ends_the_connection() {
    refused_in_every_string(NUL);
}

/// [MQTT-1.5.4-3], [3.1.1 MQTT-1.5.3-3]: EF BB BF is a character like any other, at the beginning, too.
#[test]
fn a_byte_order_mark_is_kept() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("\u{FEFF}a", AtMostOnce);
        client.publish("a", "without", AtLeastOnce);
        client
            .send(&publish("\u{FEFF}a", "with"))
            .expect_message("\u{FEFF}a", "with");
        client.expect_nothing();
    });
}

/// [MQTT-4.7.3-4], [3.1.1 MQTT-4.7.3-4]: é as one character and as e with an accent are two topics.
#[test]
fn strings_are_not_normalised() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("caf\u{E9}", AtMostOnce);
        client.publish("cafe\u{301}", "", AtLeastOnce);
        client.publish("CAF\u{C9}", "", AtLeastOnce);
        client.expect_nothing();
        client
            .send(&publish("caf\u{E9}", "same"))
            .expect_message("caf\u{E9}", "same");
    });
}
