//! What a client's link lets through.

use std::sync::Arc;

use gmqtt_plugin_api::{ClientInfo, Peer};
use gmqtt_protocol::packet::Forward;
use gmqtt_protocol::{QoS, Version};

use super::*;
use crate::broker::Broker;
use crate::hooks::Hooks;
use crate::message::Expiry;
use crate::turn;

fn link(version: Version, max_packet_size: u32) -> Link {
    let address = "127.0.0.1:1".parse().unwrap();
    let peer = Peer {
        remote: address,
        local: address,
        listener: None,
        certificate_name: None,
        anonymous: None,
        mount_point: None,
    };
    let info = ClientInfo {
        id: "c".into(),
        username: None,
        version,
        keep_alive: 0,
        clean_start: true,
        connected_at: std::time::SystemTime::UNIX_EPOCH,
        peer,
    };
    Link::new(Arc::new(info), None, max_packet_size, 0)
}

fn message<'a>(payload: &'a [u8], ids: &'a [u32]) -> Forward<'a> {
    Forward {
        qos: QoS::AtMostOnce,
        retain: false,
        dup: false,
        topic: "a",
        packet_id: None,
        block: &[],
        message_expiry_interval: None,
        topic_alias: None,
        subscription_ids: ids,
        payload,
    }
}

/// The largest packet of an MQTT 3 client has no room for the properties of MQTT 5.
#[test]
fn what_fits_one_version_may_be_too_large_for_another() {
    let payload = vec![0; 268_435_455 - 3];
    let (v3, v5) = (link(Version::V3_1_1, u32::MAX), link(Version::V5, u32::MAX));
    assert!(!v3.is_too_large(&message(&payload, &[])));
    assert!(v5.is_too_large(&message(&payload, &[])));
    let less = &payload[1..];
    assert!(!v5.is_too_large(&message(less, &[])));
    assert!(v5.is_too_large(&message(less, &[1])));
}

/// [MQTT-3.1.2-24]
#[test]
fn the_limit_of_the_client_is_kept() {
    let link = link(Version::V5, 10);
    assert!(!link.is_too_large(&message(b"1234", &[])));
    assert!(link.is_too_large(&message(b"12345", &[])));
}

/// What it did not take is for another member of the group.
#[test]
fn a_session_that_has_ended_says_so() {
    let hooks = Hooks::new(Vec::new(), std::time::Duration::MAX);
    let broker = Broker::new(gmqtt_config::Mqtt::default(), hooks, false);
    let granted = Granted {
        qos: QoS::AtLeastOnce,
        retain_as_published: false,
        ids: None,
    };
    let mut delivery = Delivery::default();
    let session = Session::new(1, "c".into());
    turn::run(&broker, |turn| {
        let mut offer = |delivery: &mut Delivery| {
            let expires = Expiry::new(0, None, None);
            let mut out = Outbound::new("a", &[], b"x", (QoS::AtLeastOnce, false), expires);
            delivery.offer(&session, &mut out, &granted, &mut turn.desk)
        };
        assert_eq!(offer(&mut delivery), Offered::Taken);
        delivery.ended = true;
        assert_eq!(offer(&mut delivery), Offered::Ended);
    });
    assert_eq!(delivery.queue.len(), 1);
}
