//! Packets in few words. All fields are public, so that a test writes what it is about: `Publish { retain: true,
//! ..publish("a", "x") }`.

use gmqtt_protocol::packet::{
    AckProperties, Auth, AuthProperties, Connect, ConnectProperties, Disconnect,
    DisconnectProperties, Puback, Pubcomp, Publish, PublishProperties, Pubrec, Pubrel, Subscribe,
    SubscribeFilter, SubscriptionOptions, Unsubscribe, Will, WillProperties,
};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::{PacketId, QoS, ReasonCode, Version};

/// A packet identifier.
pub(crate) fn id(id: u16) -> PacketId {
    PacketId::new(id).expect("a packet identifier is not zero")
}

/// Clean, without keep alive, will or credentials.
pub(crate) fn connect(version: Version, client_id: &str) -> Connect<'_> {
    Connect {
        version,
        clean_start: true,
        keep_alive: 0,
        client_id,
        will: None,
        username: None,
        password: None,
        properties: ConnectProperties::default(),
    }
}

/// QoS 0, not retained.
pub(crate) fn will<'a>(topic: &'a str, payload: &'a str) -> Will<'a> {
    Will {
        qos: QoS::AtMostOnce,
        retain: false,
        topic,
        payload: payload.as_bytes(),
        properties: WillProperties::default(),
    }
}

/// QoS 0, not retained.
pub(crate) fn publish<'a>(topic: &'a str, payload: &'a (impl AsRef<[u8]> + ?Sized)) -> Publish<'a> {
    Publish {
        dup: false,
        qos: QoS::AtMostOnce,
        retain: false,
        topic,
        packet_id: None,
        properties: PublishProperties::default(),
        payload: payload.as_ref(),
    }
}

/// QoS 1.
pub(crate) fn publish1<'a>(
    packet_id: u16,
    topic: &'a str,
    payload: &'a (impl AsRef<[u8]> + ?Sized),
) -> Publish<'a> {
    Publish {
        qos: QoS::AtLeastOnce,
        packet_id: Some(id(packet_id)),
        ..publish(topic, payload)
    }
}

/// QoS 2.
pub(crate) fn publish2<'a>(
    packet_id: u16,
    topic: &'a str,
    payload: &'a (impl AsRef<[u8]> + ?Sized),
) -> Publish<'a> {
    Publish {
        qos: QoS::ExactlyOnce,
        packet_id: Some(id(packet_id)),
        ..publish(topic, payload)
    }
}

pub(crate) fn puback(packet_id: u16) -> Puback<'static> {
    Puback {
        packet_id: id(packet_id),
        reason: ReasonCode::Success,
        properties: AckProperties::default(),
    }
}

pub(crate) fn pubrec(packet_id: u16) -> Pubrec<'static> {
    Pubrec {
        packet_id: id(packet_id),
        reason: ReasonCode::Success,
        properties: AckProperties::default(),
    }
}

pub(crate) fn pubrel(packet_id: u16) -> Pubrel<'static> {
    Pubrel {
        packet_id: id(packet_id),
        reason: ReasonCode::Success,
        properties: AckProperties::default(),
    }
}

pub(crate) fn pubcomp(packet_id: u16) -> Pubcomp<'static> {
    Pubcomp {
        packet_id: id(packet_id),
        reason: ReasonCode::Success,
        properties: AckProperties::default(),
    }
}

/// A filter with its QoS, other options default.
pub(crate) fn filter(filter: &str, qos: QoS) -> SubscribeFilter<'_> {
    SubscribeFilter {
        filter,
        options: SubscriptionOptions {
            qos,
            ..SubscriptionOptions::default()
        },
    }
}

pub(crate) fn subscribe<'a>(packet_id: u16, filters: &[SubscribeFilter<'a>]) -> Subscribe<'a> {
    Subscribe {
        packet_id: id(packet_id),
        subscription_identifier: None,
        user_properties: UserProperties::default(),
        filters: filters.to_vec(),
    }
}

pub(crate) fn unsubscribe<'a>(packet_id: u16, filters: &[&'a str]) -> Unsubscribe<'a> {
    Unsubscribe {
        packet_id: id(packet_id),
        user_properties: UserProperties::default(),
        filters: filters.to_vec(),
    }
}

pub(crate) fn disconnect(reason: ReasonCode) -> Disconnect<'static> {
    Disconnect {
        reason,
        properties: DisconnectProperties::default(),
    }
}

pub(crate) fn auth<'a>(reason: ReasonCode, method: &'a str, data: &'a [u8]) -> Auth<'a> {
    let properties = AuthProperties {
        authentication_method: Some(method),
        authentication_data: Some(data),
        ..AuthProperties::default()
    };
    Auth { reason, properties }
}
