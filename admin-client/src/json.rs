//! Messages as JSON, for who prints them.

pub use prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};
use serde_json::Value;

/// A message as JSON: names as in the .proto files, defaults written, 64-bit integers as numbers, what is not set left out. `name`
/// is the message's full name, as in `gmqtt.admin.api.Client`; `None` if there is none of that name or the message is another.
#[must_use]
pub fn to_json(name: &str, message: &impl Message) -> Option<Value> {
    let descriptor = gmqtt_admin_api::pool().get_message_by_name(name)?;
    let bytes = message.encode_to_vec();
    let message = DynamicMessage::decode(descriptor, bytes.as_slice()).ok()?;
    let options = SerializeOptions::new()
        .skip_default_fields(false)
        .use_proto_field_name(true)
        .stringify_64_bit_integers(false);
    message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .ok()
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_api::admin::Client;

    use super::*;

    #[test]
    fn counters_are_numbers_and_defaults_are_there() {
        let client = Client {
            client_id: "a".to_owned(),
            packets_received_bytes: u64::MAX,
            ..Client::default()
        };
        let json = to_json("gmqtt.admin.api.Client", &client).unwrap();
        assert_eq!(json["packets_received_bytes"], u64::MAX);
        assert_eq!(json["queue_len"], 0);
        assert!(json.get("disconnected_at").is_none());
        assert!(to_json("gmqtt.admin.api.Nothing", &client).is_none());
    }
}
