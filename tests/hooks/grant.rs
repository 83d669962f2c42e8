//! Every option that a successful authentication may set: told to the client, and kept.

use std::sync::Arc;

use gmqtt_plugin_api::{BoxFuture, ConnectRequest, Grant, Hook, HookSet, Plugin, Refusal};

use super::hand::Hand;
use crate::support::prelude::*;

/// Grants the same to everybody.
struct Grants(Grant);

impl Plugin for Grants {
    fn name(&self) -> &'static str {
        "grants"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth])
    }

    fn on_basic_auth(
        &self,
        _: Arc<ConnectRequest>,
        _: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        Box::pin(async { Ok(self.0.clone()) })
    }
}

fn granting(grant: Grant) -> (Broker, Arc<Hand>) {
    Hand::broker(vec![Arc::new(Grants(grant))])
}

fn unusual() -> Grant {
    Grant {
        session_expiry: Duration::from_secs(7),
        receive_maximum: 3,
        maximum_qos: AtLeastOnce,
        max_packet_size: 100,
        topic_alias_maximum: 2,
        retain_available: false,
        wildcard_subscription_available: false,
        subscription_identifier_available: false,
        shared_subscription_available: false,
        keep_alive: 33,
        max_inflight: 1,
        username: Some("renamed".to_owned()),
        assigned_client_id: Some("assigned".to_owned()),
        response_information: Some("reply/".to_owned()),
        user_properties: vec![("shard".to_owned(), "7".to_owned())],
    }
}

fn join(broker: &Broker) -> (Raw, Connack<'static>) {
    let mut client = broker.open(Version::V5);
    let mut packet = connect(Version::V5, "");
    packet.username = Some("ann");
    packet.properties.session_expiry_interval = Some(100);
    packet.properties.request_response_information = Some(true);
    client.send(&packet);
    let connack = client.recv_connack();
    (client, connack)
}

#[test]
fn every_option_is_told() {
    let (broker, hand) = granting(unusual());
    let (_client, connack) = join(&broker);
    assert_eq!(connack.reason, ReasonCode::Success);
    let told = connack.properties;
    assert_eq!(told.session_expiry_interval, Some(7));
    assert_eq!(told.receive_maximum.map(u16::from), Some(3));
    assert_eq!(told.maximum_qos, Some(AtLeastOnce));
    assert_eq!(told.maximum_packet_size.map(u32::from), Some(100));
    assert_eq!(told.topic_alias_maximum, Some(2));
    assert_eq!(told.retain_available, Some(false));
    assert_eq!(told.wildcard_subscription_available, Some(false));
    assert_eq!(told.subscription_identifiers_available, Some(false));
    assert_eq!(told.shared_subscription_available, Some(false));
    assert_eq!(told.server_keep_alive, Some(33));
    assert_eq!(told.assigned_client_identifier, Some("assigned"));
    assert_eq!(told.response_information, Some("reply/"));
    let pairs: Vec<_> = told.user_properties.iter().collect();
    assert_eq!(pairs, [("shard", "7")]);
    let view = hand.handle().client("assigned").expect("it is there");
    assert_eq!(view.info.username.as_deref(), Some("renamed"));
    assert_eq!(view.session_expiry, Some(Duration::from_secs(7)));
    assert_eq!((view.max_inflight, view.info.keep_alive), (1, 33));
}

#[test]
fn every_option_is_kept() {
    let (broker, _hand) = granting(unusual());
    let (mut client, _) = join(&broker);
    let reasons = client.subscribe_all(&[
        filter("a/#", AtMostOnce),
        filter("$share/g/a", AtMostOnce),
        filter("a", ExactlyOnce),
    ]);
    let expected = [
        ReasonCode::WildcardSubscriptionsNotSupported,
        ReasonCode::SharedSubscriptionsNotSupported,
        ReasonCode::GrantedQoS1,
    ];
    assert_eq!(reasons, expected);
    let retained = Publish {
        retain: true,
        ..publish("a", "x")
    };
    client.send(&retained);
    client.expect_disconnect(ReasonCode::RetainNotSupported);
    let (mut client, _) = join(&broker);
    client.send(&publish2(1, "a", "x"));
    client.expect_disconnect(ReasonCode::QoSNotSupported);
    let (mut client, _) = join(&broker);
    let large = "x".repeat(200);
    client.send(&publish("a", &large));
    client.expect_disconnect(ReasonCode::PacketTooLarge);
    let (mut client, _) = join(&broker);
    let mut aliased = publish("a", "x");
    aliased.properties.topic_alias = Some(3);
    client.send(&aliased);
    client.expect_disconnect(ReasonCode::TopicAliasInvalid);
}

/// A plugin may set what no client can live with: it becomes the least it can.
#[test]
fn what_cannot_be_becomes_the_least_that_can() {
    let (broker, hand) = granting(Grant {
        receive_maximum: 0,
        max_inflight: 0,
        max_packet_size: 0,
        assigned_client_id: Some("nul\0".to_owned()),
        user_properties: vec![("k".repeat(70_000), String::new())],
        ..Grant::default()
    });
    let (mut client, connack) = join(&broker);
    assert_eq!(connack.reason, ReasonCode::Success);
    assert_eq!(connack.properties.receive_maximum.map(u16::from), Some(1));
    assert!(connack.properties.user_properties.iter().next().is_none());
    let id = connack
        .properties
        .assigned_client_identifier
        .expect("one was assigned");
    assert!(!id.contains('\0') && hand.handle().client(id).is_some());
    client.expect_nothing();
}
