//! What deciding hooks may refuse and change, that nothing else moves when they do, and that a failing one refuses.

use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::{
    Arrival, BoxFuture, ClientInfo, ConnectRequest, Grant, Hook, HookSet, Peer, Plugin, Publisher,
    Refusal, SubscribeRequest, UnsubscribeRequest, Verdict,
};

use crate::support::prelude::*;

/// What the plugin of a test does, told by the client's topic, filter or user name: `refuse`, `drop`, `change`, `panic`, `hang`.
pub(super) struct Judge;

fn judge() -> Broker {
    Broker::with_plugins(vec![Arc::new(Judge)], |config| {
        config.mqtt.connect_timeout = Duration::from_millis(300)
    })
}

impl Plugin for Judge {
    fn name(&self) -> &'static str {
        "judge"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[
            Hook::OnBasicAuth,
            Hook::OnSubscribe,
            Hook::OnUnsubscribe,
            Hook::OnMsgArrived,
            Hook::OnWillPublish,
        ])
    }

    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        mut grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        Box::pin(async move {
            match request.username.as_deref() {
                Some("refuse") => Err(ReasonCode::BadUserNameOrPassword.into()),
                Some("panic") => panic!("this panic is part of a test"),
                Some("hang") => std::future::pending().await,
                Some("change") => {
                    grant.maximum_qos = AtLeastOnce;
                    grant.receive_maximum = 3;
                    grant.assigned_client_id = Some("assigned".to_owned());
                    Ok(grant)
                }
                _ => Ok(grant),
            }
        })
    }

    fn on_subscribe(
        &self,
        _: Arc<ClientInfo>,
        mut request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        for asked in &mut request.filters {
            match asked.filter.as_str() {
                "refuse" => asked.refused = Some(ReasonCode::QuotaExceeded),
                "change" => {
                    asked.filter = "changed".to_owned();
                    asked.options.qos = AtMostOnce;
                }
                "panic" => panic!("this panic is part of a test"),
                _ => {}
            }
        }
        Box::pin(async { Ok(request) })
    }

    fn on_unsubscribe(
        &self,
        _: Arc<ClientInfo>,
        mut request: UnsubscribeRequest,
    ) -> BoxFuture<'_, Result<UnsubscribeRequest, Refusal>> {
        for asked in &mut request.filters {
            if asked.filter == "keep" {
                asked.refused = Some(ReasonCode::NotAuthorized);
            }
        }
        Box::pin(async { Ok(request) })
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        match arrival.topic.as_ref() {
            "refuse" => Verdict::Refuse(ReasonCode::NotAuthorized),
            "drop" => Verdict::Drop,
            "panic" => panic!("this panic is part of a test"),
            "change" => {
                arrival.topic = "changed".into();
                arrival.payload = b"other".as_slice().into();
                Verdict::Pass
            }
            "later" => Verdict::Later(Box::new(|mut arrival| {
                Box::pin(async move {
                    tokio::task::yield_now().await;
                    arrival.topic = "changed".into();
                    (arrival, Verdict::Pass)
                })
            })),
            "hang" => Verdict::Later(Box::new(|_| Box::pin(std::future::pending()))),
            _ => Verdict::Pass,
        }
    }

    fn on_will_publish(
        &self,
        _: Arc<ClientInfo>,
        mut will: Arrival<'static>,
    ) -> BoxFuture<'_, Result<Option<Arrival<'static>>, Refusal>> {
        Box::pin(async move {
            match will.topic.as_ref() {
                "refuse" => Err(ReasonCode::NotAuthorized.into()),
                "drop" => Ok(None),
                "change" => {
                    will.topic = "changed".into();
                    Ok(Some(will))
                }
                _ => Ok(Some(will)),
            }
        })
    }
}

/// Refuses every connection.
struct Doorman;

impl Plugin for Doorman {
    fn name(&self) -> &'static str {
        "doorman"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnAccept])
    }

    fn on_accept(&self, _: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        Box::pin(async { Err(ReasonCode::Banned.into()) })
    }
}

#[test]
fn a_refused_connection_is_closed_unheard() {
    let broker = Broker::with_plugins(vec![Arc::new(Doorman)], |_| {});
    broker.open(Version::V5).expect_closed();
}

#[test]
fn clients_are_refused_whether_the_plugin_says_so_or_fails() {
    let broker = judge();
    for (user, reason) in [
        ("refuse", ReasonCode::BadUserNameOrPassword),
        ("panic", ReasonCode::ImplementationSpecificError),
        ("hang", ReasonCode::ImplementationSpecificError),
    ] {
        let mut client = broker.open(Version::V5);
        client.send(&Connect {
            username: Some(user),
            ..connect(Version::V5, "c")
        });
        // The deadline of the CONNECT may come before that of the hook.
        if user == "hang" {
            client.expect_refused_or_closed();
        } else {
            client.expect_refused(reason);
        }
    }
}

#[test]
fn a_grant_is_told_and_kept() {
    let broker = judge();
    let mut client = broker.open(Version::V5);
    client.send(&Connect {
        username: Some("change"),
        ..connect(Version::V5, "")
    });
    let properties = client.recv_connack().properties;
    assert_eq!(properties.assigned_client_identifier, Some("assigned"));
    assert_eq!(properties.maximum_qos, Some(AtLeastOnce));
    assert_eq!(properties.receive_maximum.map(u16::from), Some(3));
    client.send(&publish2(1, "a", "x"));
    client.expect_disconnect(ReasonCode::QoSNotSupported);
}

#[test]
fn filters_are_refused_and_rewritten_one_by_one() {
    let broker = judge();
    let mut client = broker.v5("c");
    let filters = [
        filter("refuse", AtLeastOnce),
        filter("change", AtLeastOnce),
        filter("other", AtLeastOnce),
    ];
    let reasons = client.subscribe_all(&filters);
    assert_eq!(
        reasons,
        [
            ReasonCode::QuotaExceeded,
            ReasonCode::Success,
            ReasonCode::GrantedQoS1
        ]
    );
    let mut publisher = broker.v5("p");
    publisher.publish("other", "1", AtMostOnce);
    publisher.publish("changed", "2", AtMostOnce);
    client.expect_message("other", "1");
    client.expect_message("changed", "2");
    assert!(client.subscribe("panic", AtMostOnce).is_error());
    client.expect_nothing();
}

#[test]
fn a_refused_unsubscribe_leaves_the_subscription() {
    let broker = judge();
    for version in [Version::V5, Version::V3_1_1] {
        let mut client = broker.connect(version, "c");
        client.subscribe("keep", AtMostOnce);
        client.send(&unsubscribe(9, &["keep"]));
        let unsuback = client.recv_unsuback();
        if version.is_v5() {
            assert_eq!(unsuback.reasons, [ReasonCode::NotAuthorized]);
        }
        broker.v5("p").publish("keep", "still here", AtMostOnce);
        client.expect_message("keep", "still here");
        client.disconnect();
    }
}

/// A message that is refused or dropped is acknowledged as its version can, is not retained and reaches nobody.
#[test]
fn messages_are_refused_dropped_and_rewritten() {
    let broker = judge();
    let mut subscriber = broker.v5("s");
    subscriber.subscribe("#", AtLeastOnce);
    let mut client = broker.v5("p");
    for (topic, reason) in [
        ("refuse", ReasonCode::NotAuthorized),
        ("drop", ReasonCode::Success),
        ("panic", ReasonCode::ImplementationSpecificError),
        ("hang", ReasonCode::ImplementationSpecificError),
    ] {
        let answer = client.publish_packet(&Publish {
            retain: true,
            ..publish1(1, topic, "x")
        });
        assert_eq!(answer, reason, "{topic}");
        let mut late = broker.v5("late");
        late.subscribe(topic, AtMostOnce);
        late.expect_nothing();
    }
    subscriber.expect_nothing();
    assert_eq!(
        client.publish_packet(&publish1(1, "change", "x")),
        ReasonCode::Success
    );
    subscriber.expect_message("changed", "other");
    assert_eq!(
        client.publish_packet(&publish1(1, "later", "x")),
        ReasonCode::Success
    );
    subscriber.expect_message("changed", "x");
    let mut old = broker.v311("old");
    old.send(&publish1(4, "refuse", "x"));
    assert_eq!(old.recv_puback().packet_id, id(4));
    subscriber.expect_nothing();
}

/// A verdict that takes its time holds up its connection, in order, and nobody else.
#[test]
fn a_late_verdict_keeps_the_order() {
    let broker = judge();
    let mut subscriber = broker.v5("s");
    subscriber.subscribe("#", AtMostOnce);
    let mut client = broker.v5("p");
    for (topic, payload) in [
        ("a", "1"),
        ("later", "2"),
        ("a", "3"),
        ("later", "4"),
        ("a", "5"),
    ] {
        client.send(&publish(topic, payload));
    }
    for (topic, payload) in [
        ("a", "1"),
        ("changed", "2"),
        ("a", "3"),
        ("changed", "4"),
        ("a", "5"),
    ] {
        subscriber.expect_message(topic, payload);
    }
}

#[test]
fn wills_are_refused_dropped_and_rewritten() {
    let broker = judge();
    let mut subscriber = broker.v5("s");
    subscriber.subscribe("#", AtMostOnce);
    for topic in ["refuse", "drop", "change"] {
        let client = broker.connect_with(Version::V5, topic, |connect| {
            connect.will = Some(will(topic, "gone"))
        });
        client.vanish();
    }
    subscriber.expect_message("changed", "gone");
    subscriber.expect_nothing();
}
