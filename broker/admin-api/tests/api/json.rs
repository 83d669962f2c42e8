//! JSON: what is written is read again, in both spellings.

use gmqtt_admin_api::admin::{PublishRequest, Subscription, UserProperties};
use proptest::prelude::*;
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};

use crate::rest::ask;

fn message() -> impl Strategy<Value = PublishRequest> {
    let texts = ("\\PC{0,8}", "\\PC{0,8}", "\\PC{0,8}");
    let numbers = (any::<u32>(), any::<u32>(), any::<bool>());
    let bytes = proptest::collection::vec(any::<u8>(), 0..9);
    let pairs = proptest::collection::vec((bytes.clone(), bytes.clone()), 0..3);
    (texts, numbers, bytes, pairs).prop_map(|(texts, numbers, bytes, pairs)| PublishRequest {
        topic_name: texts.0,
        payload: texts.1,
        content_type: texts.2,
        qos: numbers.0 % 3,
        message_expiry: numbers.1,
        retained: numbers.2,
        payload_bytes: bytes.into(),
        user_properties: pairs
            .into_iter()
            .map(|(k, v)| UserProperties {
                k: k.into(),
                v: v.into(),
            })
            .collect(),
        ..PublishRequest::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A request in either spelling, with or without its defaults, is read: the made-up broker answers with the payload's size.
    #[test]
    fn requests_are_read_however_they_are_spelt(message in message(), proto_names in any::<bool>(), defaults in any::<bool>()) {
        let descriptor = gmqtt_admin_api::pool()
            .get_message_by_name("gmqtt.admin.api.PublishRequest")
            .expect("a message");
        let mut dynamic = DynamicMessage::decode(descriptor, message.encode_to_vec().as_slice()).expect("a message");
        dynamic.set_field_by_name("report", prost_reflect::Value::Bool(true));
        let options = SerializeOptions::new()
            .use_proto_field_name(proto_names)
            .skip_default_fields(!defaults);
        let mut body = Vec::new();
        dynamic
            .serialize_with_options(&mut serde_json::Serializer::new(&mut body), &options)
            .expect("JSON");
        let body = String::from_utf8(body).expect("text");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let answer = runtime.block_on(ask("POST /v1/publish", &body));
        prop_assert_eq!(answer.status, 200, "{}", answer.body);
        let size = (message.payload.len() + message.payload_bytes.len()).to_string();
        let report = &answer.json()["report"];
        prop_assert_eq!(&report["payload_size"], &serde_json::Value::from(size));
    }

    /// No body and no query makes the gateway fail.
    #[test]
    fn nothing_that_is_sent_is_a_fault_of_the_broker(body in "[\\[\\]{}:,\"a-z_0-9 .\\\\-]{0,40}", query in "[a-z_=&%0-9+,]{0,40}") {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for line in ["POST /v1/subscribe", "GET /v1/filter_subscriptions", "DELETE /v1/retained"] {
            let answer = runtime.block_on(ask(&format!("{line}?{query}"), &body));
            prop_assert!(answer.status.as_u16() < 500, "{line}?{query} {body}: {}", answer.body);
        }
    }
}

#[test]
fn what_rust_and_the_descriptors_say_of_a_message_is_the_same() {
    let subscription = Subscription {
        topic_name: "a".to_owned(),
        retain_handling: 2,
        client_id: "c".to_owned(),
        ..Subscription::default()
    };
    let descriptor = gmqtt_admin_api::pool()
        .get_message_by_name("gmqtt.admin.api.Subscription")
        .expect("a message");
    let bytes = subscription.encode_to_vec();
    let dynamic = DynamicMessage::decode(descriptor, bytes.as_slice()).expect("a message");
    assert_eq!(
        dynamic.transcode_to::<Subscription>().expect("the same"),
        subscription
    );
}
