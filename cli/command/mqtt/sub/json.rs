//! Messages as JSON: our own objects for `-o jsonl`, and mosquitto's for `-F %j`.

use std::io::Write as _;

use gmqtt_protocol::packet::{Publish, PublishProperties};
use jiff::Zoned;
use serde_json::{Map, Value, json};

use super::super::payload::{base64, hex};

/// One object on a line. The payload is text where it is UTF-8, else base64, and `encoding` says which.
pub(super) fn object(message: &Publish<'_>, now: &Zoned) -> Value {
    let mut object = Map::new();
    object.insert("time".to_owned(), json!(now.timestamp().to_string()));
    object.insert("topic".to_owned(), json!(message.topic));
    object.insert("qos".to_owned(), json!(message.qos as u8));
    object.insert("retain".to_owned(), json!(message.retain));
    object.insert("size".to_owned(), json!(message.payload.len()));
    let (encoding, payload) = match std::str::from_utf8(message.payload) {
        Ok(text) => ("utf8", text.to_owned()),
        Err(_) => ("base64", base64(message.payload)),
    };
    object.insert("encoding".to_owned(), json!(encoding));
    object.insert("payload".to_owned(), json!(payload));
    let properties = properties(&message.properties);
    if !properties.is_empty() {
        object.insert("properties".to_owned(), Value::Object(properties));
    }
    Value::Object(object)
}

fn properties(properties: &PublishProperties<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    let mut put = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            map.insert(name.to_owned(), value);
        }
    };
    let user: Vec<_> = properties
        .user_properties
        .iter()
        .map(|(name, value)| json!([name, value]))
        .collect();
    let identifiers: Vec<_> = properties.subscription_identifiers.iter().collect();
    put(
        "payload_format_indicator",
        properties
            .payload_format_indicator
            .map(|utf8| json!(u8::from(utf8))),
    );
    put(
        "message_expiry_interval",
        properties.message_expiry_interval.map(Value::from),
    );
    put("content_type", properties.content_type.map(Value::from));
    put("response_topic", properties.response_topic.map(Value::from));
    put(
        "correlation_data",
        properties.correlation_data.map(|data| json!(hex(data))),
    );
    put(
        "subscription_identifiers",
        (!identifiers.is_empty()).then(|| json!(identifiers)),
    );
    put("user_properties", (!user.is_empty()).then(|| json!(user)));
    map
}

/// The object of mosquitto_sub's `%j`, or `%J`, whose payload is JSON itself (and a string if it is none).
pub(super) fn mosquitto(
    message: &Publish<'_>,
    now: &Zoned,
    payload_is_json: bool,
    out: &mut Vec<u8>,
) {
    let mut object = Object::open(out);
    let time = jiff::fmt::strtime::format("%Y-%m-%dT%H:%M:%S", now).unwrap_or_default();
    let zone = jiff::fmt::strtime::format("%z", now).unwrap_or_default();
    let micros = now.subsec_nanosecond() / 1000;
    object.put("tst", &json!(format!("{time}.{micros:06}Z{zone}")));
    object.put("topic", &json!(message.topic));
    object.put("qos", &json!(message.qos as u8));
    object.put("retain", &json!(u8::from(message.retain)));
    object.put("payloadlen", &json!(message.payload.len()));
    if let Some(id) = message.packet_id {
        object.put("mid", &json!(id.get()));
    }
    put_mosquitto_properties(&mut object, &message.properties);
    let parsed = match payload_is_json {
        true => serde_json::from_slice(message.payload).ok(),
        false => None,
    };
    let payload = parsed.unwrap_or_else(|| json!(String::from_utf8_lossy(message.payload)));
    object.put("payload", &payload);
    object.close();
}

fn put_mosquitto_properties(object: &mut Object<'_>, properties: &PublishProperties<'_>) {
    let mut found = Vec::new();
    let mut inner = Object::open(&mut found);
    if let Some(utf8) = properties.payload_format_indicator {
        inner.put("payload-format-indicator", &json!(u8::from(utf8)));
    }
    if let Some(seconds) = properties.message_expiry_interval {
        inner.put("message-expiry-interval", &json!(seconds));
    }
    if let Some(kind) = properties.content_type {
        inner.put("content-type", &json!(kind));
    }
    if let Some(topic) = properties.response_topic {
        inner.put("response-topic", &json!(topic));
    }
    if let Some(data) = properties.correlation_data {
        inner.put("correlation-data", &json!(String::from_utf8_lossy(data)));
    }
    for id in properties.subscription_identifiers.iter() {
        inner.put("subscription-identifier", &json!(id));
    }
    if !properties.user_properties.is_empty() {
        // A name can occur more than once, here as there.
        let mut user = Vec::new();
        let mut pairs = Object::open(&mut user);
        for (name, value) in properties.user_properties.iter() {
            pairs.put(name, &json!(value));
        }
        pairs.close();
        inner.put_raw("user-properties", &user);
    }
    let empty = inner.is_empty;
    inner.close();
    if !empty {
        object.put_raw("properties", &found);
    }
}

/// An object whose keys keep their order.
struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_empty: bool,
}

impl<'a> Object<'a> {
    fn open(out: &'a mut Vec<u8>) -> Self {
        out.push(b'{');
        Self {
            out,
            is_empty: true,
        }
    }

    fn put(&mut self, key: &str, value: &Value) {
        self.put_raw(key, value.to_string().as_bytes());
    }

    fn put_raw(&mut self, key: &str, value: &[u8]) {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        // A vector takes whatever is written.
        let _ = write!(self.out, "{}:", Value::from(key));
        self.out.extend_from_slice(value);
    }

    fn close(self) {
        self.out.push(b'}');
    }
}
