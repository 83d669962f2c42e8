//! Legal packets of every kind and version, made at random.
//!
//! A packet borrows what it holds, so its strings are leaked: a test run makes a few megabytes of them.

use std::num::{NonZeroU16, NonZeroU32};

use gmqtt_protocol::packet::{
    AckProperties, Auth, AuthProperties, Connack, ConnackProperties, Connect, ConnectProperties,
    Disconnect, DisconnectProperties, Puback, Pubcomp, Publish, PublishProperties, Pubrec, Pubrel,
    RetainHandling, Suback, Subscribe, SubscribeFilter, SubscriptionOptions, Unsuback, Unsubscribe,
    Will, WillProperties,
};
use gmqtt_protocol::property::{
    SubscriptionIds, SubscriptionIdsBuf, UserProperties, UserPropertiesBuf,
};
use gmqtt_protocol::{Packet, PacketId, QoS, ReasonCode, Version};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

type Made<T> = BoxedStrategy<T>;

pub(crate) fn any_version() -> Made<Version> {
    prop::sample::select(&Version::ALL[..]).boxed()
}

/// A version and a packet that is legal in it.
pub(crate) fn packet() -> Made<(Version, Packet<'static>)> {
    any_version()
        .prop_flat_map(|version| (Just(version), packet_of(version)))
        .boxed()
}

pub(crate) fn packet_of(version: Version) -> Made<Packet<'static>> {
    let v3 = prop_oneof![
        connect(version).prop_map(Packet::Connect),
        connack(version).prop_map(Packet::Connack),
        publish(version).prop_map(Packet::Publish),
        acknowledgement(version),
        subscribe(version).prop_map(Packet::Subscribe),
        suback(version).prop_map(Packet::Suback),
        unsubscribe(version).prop_map(Packet::Unsubscribe),
        unsuback(version).prop_map(Packet::Unsuback),
        Just(Packet::Pingreq),
        Just(Packet::Pingresp),
        disconnect(version).prop_map(Packet::Disconnect),
    ];
    if version.is_v5() {
        prop_oneof![11 => v3, 1 => auth().prop_map(Packet::Auth)].boxed()
    } else {
        v3.boxed()
    }
}

fn connect(version: Version) -> Made<Connect<'static>> {
    let properties = (
        (
            option::of(any::<u32>()),
            option::of(nonzero_u16()),
            option::of(nonzero_u32()),
            option::of(any::<u16>()),
        ),
        (
            option::of(any::<bool>()),
            option::of(any::<bool>()),
            user(),
            option::of((text(), option::of(bytes()))),
        ),
    )
        .prop_map(
            |(
                (expiry, receive, size, alias),
                (response, problem, user_properties, authentication),
            )| {
                ConnectProperties {
                    session_expiry_interval: expiry,
                    receive_maximum: receive,
                    maximum_packet_size: size,
                    topic_alias_maximum: alias,
                    request_response_information: response,
                    request_problem_information: problem,
                    user_properties,
                    authentication_method: authentication.map(|(method, _)| method),
                    authentication_data: authentication.and_then(|(_, data)| data),
                }
            },
        );
    let fields = (
        any::<bool>(),
        any::<u16>(),
        text(),
        option::of(will(version)),
    );
    (
        fields,
        option::of(text()),
        option::of(bytes()),
        for_v5(version, properties),
    )
        .prop_map(
            move |((clean_start, keep_alive, client_id, will), username, password, properties)| {
                Connect {
                    version,
                    clean_start,
                    keep_alive,
                    client_id,
                    will,
                    username,
                    password: password.filter(|_| version.is_v5() || username.is_some()),
                    properties,
                }
            },
        )
        .boxed()
}

fn will(version: Version) -> Made<Will<'static>> {
    let properties = (
        (
            option::of(any::<u32>()),
            option::of(any::<bool>()),
            option::of(any::<u32>()),
            option::of(text()),
        ),
        (option::of(topic()), option::of(bytes()), user()),
    )
        .prop_map(
            |(
                (delay, format, expiry, content),
                (response_topic, correlation_data, user_properties),
            )| {
                WillProperties {
                    delay_interval: delay,
                    payload_format_indicator: format,
                    message_expiry_interval: expiry,
                    content_type: content,
                    response_topic,
                    correlation_data,
                    user_properties,
                }
            },
        );
    (
        qos(),
        any::<bool>(),
        topic(),
        bytes(),
        for_v5(version, properties),
    )
        .prop_map(|(qos, retain, topic, payload, properties)| Will {
            qos,
            retain,
            topic,
            payload,
            properties,
        })
        .boxed()
}

fn connack(version: Version) -> Made<Connack<'static>> {
    let maximum_qos = prop_oneof![
        Just(None),
        Just(Some(QoS::AtMostOnce)),
        Just(Some(QoS::AtLeastOnce))
    ];
    let flags = proptest::array::uniform4(option::of(any::<bool>()));
    let texts = proptest::array::uniform5(option::of(text()));
    let numbers = (
        option::of(any::<u32>()),
        option::of(nonzero_u16()),
        option::of(nonzero_u32()),
    );
    let shorts = proptest::array::uniform2(option::of(any::<u16>()));
    let properties = (
        maximum_qos,
        flags,
        texts,
        numbers,
        shorts,
        user(),
        option::of(bytes()),
    )
        .prop_map(
            |(
                maximum_qos,
                flags,
                texts,
                (expiry, receive, size),
                shorts,
                user_properties,
                data,
            )| ConnackProperties {
                session_expiry_interval: expiry,
                receive_maximum: receive,
                maximum_qos,
                retain_available: flags[0],
                maximum_packet_size: size,
                assigned_client_identifier: texts[0],
                topic_alias_maximum: shorts[0],
                reason_string: texts[1],
                user_properties,
                wildcard_subscription_available: flags[1],
                subscription_identifiers_available: flags[2],
                shared_subscription_available: flags[3],
                server_keep_alive: shorts[1],
                response_information: texts[2],
                server_reference: texts[3],
                authentication_method: texts[4],
                authentication_data: data,
            },
        );
    let v5 = [
        ReasonCode::Success,
        ReasonCode::MalformedPacket,
        ReasonCode::Banned,
        ReasonCode::ConnectionRateExceeded,
    ];
    let v3 = [
        ReasonCode::Success,
        ReasonCode::UnsupportedProtocolVersion,
        ReasonCode::NotAuthorized,
        ReasonCode::Success,
    ];
    let reasons = if version.is_v5() { v5 } else { v3 };
    (
        any::<bool>(),
        prop::sample::select(reasons.to_vec()),
        for_v5(version, properties),
    )
        .prop_map(move |(present, reason, properties)| Connack {
            session_present: present && reason == ReasonCode::Success && version != Version::V3_1,
            reason,
            properties,
        })
        .boxed()
}

pub(crate) fn publish(version: Version) -> Made<Publish<'static>> {
    let properties = (
        (
            option::of(any::<bool>()),
            option::of(any::<u32>()),
            option::of(1_u16..),
            option::of(topic()),
        ),
        (
            option::of(bytes()),
            user(),
            subscription_ids(),
            option::of(text()),
        ),
    )
        .prop_map(
            |(
                (format, expiry, alias, response_topic),
                (correlation_data, user_properties, ids, content),
            )| {
                PublishProperties {
                    payload_format_indicator: format,
                    message_expiry_interval: expiry,
                    topic_alias: alias,
                    response_topic,
                    correlation_data,
                    user_properties,
                    subscription_identifiers: ids,
                    content_type: content,
                }
            },
        );
    let payload = prop_oneof![9 => bytes(), 1 => vec(any::<u8>(), 0..20_000).prop_map(|bytes| &*bytes.leak())];
    let flags = (any::<bool>(), qos(), any::<bool>(), any::<bool>());
    (
        flags,
        topic(),
        packet_id(),
        for_v5(version, properties),
        payload,
    )
        .prop_map(
            |((dup, qos, retain, aliased), topic, packet_id, properties, payload)| Publish {
                dup: dup && qos != QoS::AtMostOnce,
                qos,
                retain,
                topic: if aliased && properties.topic_alias.is_some() {
                    ""
                } else {
                    topic
                },
                packet_id: if qos == QoS::AtMostOnce {
                    None
                } else {
                    Some(packet_id)
                },
                properties,
                payload,
            },
        )
        .boxed()
}

/// PUBACK, PUBREC, PUBREL and PUBCOMP.
fn acknowledgement(version: Version) -> Made<Packet<'static>> {
    let reason = |refusal| {
        if version.is_v5() {
            prop_oneof![Just(ReasonCode::Success), Just(refusal)].boxed()
        } else {
            Just(ReasonCode::Success).boxed()
        }
    };
    let of_publish = (
        packet_id(),
        reason(ReasonCode::NotAuthorized),
        for_v5(version, ack_properties()),
    );
    let of_release = (
        packet_id(),
        reason(ReasonCode::PacketIdentifierNotFound),
        for_v5(version, ack_properties()),
    );
    prop_oneof![
        (of_publish, any::<bool>()).prop_map(|((packet_id, reason, properties), exactly_once)| {
            if exactly_once {
                Packet::Pubrec(Pubrec {
                    packet_id,
                    reason,
                    properties,
                })
            } else {
                Packet::Puback(Puback {
                    packet_id,
                    reason,
                    properties,
                })
            }
        }),
        (of_release, any::<bool>()).prop_map(|((packet_id, reason, properties), complete)| {
            if complete {
                Packet::Pubcomp(Pubcomp {
                    packet_id,
                    reason,
                    properties,
                })
            } else {
                Packet::Pubrel(Pubrel {
                    packet_id,
                    reason,
                    properties,
                })
            }
        }),
    ]
    .boxed()
}

fn subscribe(version: Version) -> Made<Subscribe<'static>> {
    let handling = [
        RetainHandling::Send,
        RetainHandling::SendIfNew,
        RetainHandling::DoNotSend,
    ];
    let extras = for_v5(
        version,
        (
            any::<bool>(),
            any::<bool>(),
            prop::sample::select(handling.to_vec()),
        ),
    );
    let filter = (text(), qos(), extras).prop_map(
        |(filter, qos, (no_local, retain_as_published, retain_handling))| {
            let options = SubscriptionOptions {
                qos,
                no_local,
                retain_as_published,
                retain_handling,
            };
            SubscribeFilter { filter, options }
        },
    );
    (
        packet_id(),
        for_v5(version, option::of(1..=268_435_455_u32)),
        for_v5(version, user()),
        vec(filter, 1..4),
    )
        .prop_map(
            |(packet_id, subscription_identifier, user_properties, filters)| Subscribe {
                packet_id,
                subscription_identifier,
                user_properties,
                filters,
            },
        )
        .boxed()
}

fn suback(version: Version) -> Made<Suback<'static>> {
    let v5 = [
        ReasonCode::Success,
        ReasonCode::GrantedQoS2,
        ReasonCode::QuotaExceeded,
        ReasonCode::TopicFilterInvalid,
    ];
    let v3 = [
        ReasonCode::Success,
        ReasonCode::GrantedQoS1,
        ReasonCode::GrantedQoS2,
        ReasonCode::UnspecifiedError,
    ];
    let reason = prop::sample::select(if version.is_v5() {
        v5.to_vec()
    } else {
        v3.to_vec()
    });
    (
        packet_id(),
        for_v5(version, ack_properties()),
        vec(reason, 1..4),
    )
        .prop_map(|(packet_id, properties, reasons)| Suback {
            packet_id,
            properties,
            reasons,
        })
        .boxed()
}

fn unsubscribe(version: Version) -> Made<Unsubscribe<'static>> {
    (packet_id(), for_v5(version, user()), vec(text(), 1..4))
        .prop_map(|(packet_id, user_properties, filters)| Unsubscribe {
            packet_id,
            user_properties,
            filters,
        })
        .boxed()
}

fn unsuback(version: Version) -> Made<Unsuback<'static>> {
    let reason = prop::sample::select(vec![ReasonCode::Success, ReasonCode::NoSubscriptionExisted]);
    let count = if version.is_v5() { 1..4 } else { 0..1 };
    (
        packet_id(),
        for_v5(version, ack_properties()),
        vec(reason, count),
    )
        .prop_map(|(packet_id, properties, reasons)| Unsuback {
            packet_id,
            properties,
            reasons,
        })
        .boxed()
}

fn disconnect(version: Version) -> Made<Disconnect<'static>> {
    let reasons = [
        ReasonCode::Success,
        ReasonCode::DisconnectWithWill,
        ReasonCode::SessionTakenOver,
    ];
    let reasons = if version.is_v5() {
        &reasons[..]
    } else {
        &reasons[..1]
    };
    let properties = (
        option::of(any::<u32>()),
        option::of(text()),
        user(),
        option::of(text()),
    )
        .prop_map(
            |(session_expiry_interval, reason_string, user_properties, server_reference)| {
                DisconnectProperties {
                    session_expiry_interval,
                    reason_string,
                    user_properties,
                    server_reference,
                }
            },
        );
    (
        prop::sample::select(reasons.to_vec()),
        for_v5(version, properties),
    )
        .prop_map(|(reason, properties)| Disconnect { reason, properties })
        .boxed()
}

fn auth() -> Made<Auth<'static>> {
    let reasons = vec![
        ReasonCode::Success,
        ReasonCode::ContinueAuthentication,
        ReasonCode::ReAuthenticate,
    ];
    let full = (
        prop::sample::select(reasons),
        text(),
        option::of(bytes()),
        option::of(text()),
        user(),
    )
        .prop_map(
            |(reason, method, authentication_data, reason_string, user_properties)| Auth {
                reason,
                properties: AuthProperties {
                    authentication_method: Some(method),
                    authentication_data,
                    reason_string,
                    user_properties,
                },
            },
        );
    let empty = Auth {
        reason: ReasonCode::Success,
        properties: AuthProperties::default(),
    };
    prop_oneof![9 => full, 1 => Just(empty)].boxed()
}

fn ack_properties() -> Made<AckProperties<'static>> {
    (option::of(text()), user())
        .prop_map(|(reason_string, user_properties)| AckProperties {
            reason_string,
            user_properties,
        })
        .boxed()
}

/// What MQTT 3 lacks: there it is the default.
fn for_v5<T>(version: Version, made: impl Strategy<Value = T> + 'static) -> Made<T>
where
    T: Default + Clone + std::fmt::Debug + 'static,
{
    if version.is_v5() {
        prop_oneof![1 => Just(T::default()), 3 => made].boxed()
    } else {
        Just(T::default()).boxed()
    }
}

fn text() -> Made<&'static str> {
    "[a-zA-Z0-9/+#$ \u{1}éÿ\u{FEFF}漢\u{1F600}]{0,12}"
        .prop_map(|text| &*text.leak())
        .boxed()
}

fn topic() -> Made<&'static str> {
    "[a-z/$ é漢]{1,24}".prop_map(|text| &*text.leak()).boxed()
}

fn bytes() -> Made<&'static [u8]> {
    vec(any::<u8>(), 0..24)
        .prop_map(|bytes| &*bytes.leak())
        .boxed()
}

fn user() -> Made<UserProperties<'static>> {
    vec((text(), text()), 0..3)
        .prop_map(|pairs| {
            let pairs: UserPropertiesBuf = pairs.into_iter().collect();
            Box::leak(Box::new(pairs)).as_properties()
        })
        .boxed()
}

fn subscription_ids() -> Made<SubscriptionIds<'static>> {
    vec(1..=268_435_455_u32, 0..3)
        .prop_map(|ids| {
            let ids: SubscriptionIdsBuf = ids.into_iter().collect();
            Box::leak(Box::new(ids)).as_ids()
        })
        .boxed()
}

fn qos() -> Made<QoS> {
    prop::sample::select(vec![QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce]).boxed()
}

fn packet_id() -> Made<PacketId> {
    nonzero_u16()
}

fn nonzero_u16() -> Made<NonZeroU16> {
    (1_u16..)
        .prop_map(|number| NonZeroU16::new(number).expect("not 0"))
        .boxed()
}

fn nonzero_u32() -> Made<NonZeroU32> {
    (1_u32..)
        .prop_map(|number| NonZeroU32::new(number).expect("not 0"))
        .boxed()
}
