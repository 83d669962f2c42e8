//! What a call asks for, in words that may stand in a log: without secrets, and short whatever is sent.

use bytes::{Bytes, BytesMut};
use http::Request;
use http_body_util::{BodyExt, Full, Limited};
use prost_reflect::{DynamicMessage, FieldDescriptor, MapKey, Value};
use serde_json::Value as Json;
use tonic::Status;
use tonic::body::Body;

use crate::method::field_rule;
use crate::{MAX_MESSAGE_BYTES, Method, frame};

/// What a call that changes something asks for: a line of JSON, without its secrets. It is in the extensions that
/// [`Guard::answered`](crate::Guard::answered) is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Requested(pub String);

/// The longest text that is shown whole, in bytes.
const LONGEST: usize = 128;
/// How many things of a list are shown.
const MOST: usize = 16;
/// The header of a frame.
const HEADER: usize = 5;

/// Reads a call's only message to say what it asks for, and puts it back.
///
/// # Errors
/// When the message does not arrive whole, or is too large to be read anyway.
pub(crate) async fn look<B>(
    method: &Method,
    request: Request<B>,
) -> Result<(Request<Body>, Requested), Status>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<tonic::codegen::StdError>,
{
    let (parts, body) = request.into_parts();
    let body = Limited::new(body, MAX_MESSAGE_BYTES + HEADER)
        .collect()
        .await
        .map_err(|error| Status::out_of_range(format!("the message cannot be read: {error}")))?
        .to_bytes();
    let mut received = BytesMut::from(body.as_ref());
    // What cannot be read is the service's to refuse.
    let message = frame::take(&mut received, &method.descriptor.input());
    let said = match message {
        Ok(Some(message)) => shown(&message).to_string(),
        Ok(None) | Err(_) => String::new(),
    };
    let request = Request::from_parts(parts, Body::new(Full::new(body)));
    Ok((request, Requested(said)))
}

/// As deep as the messages of the API are nested.
fn shown(message: &DynamicMessage) -> Json {
    let fields = message.fields().map(|(field, value)| {
        let name = field.name().to_owned();
        (name, shown_field(&field, value))
    });
    Json::Object(fields.collect())
}

fn shown_field(field: &FieldDescriptor, value: &Value) -> Json {
    let rule = field_rule(field);
    if rule.secret {
        return Json::from("***");
    }
    if rule.unlogged {
        let size = match value {
            Value::String(text) => text.len(),
            Value::Bytes(bytes) => bytes.len(),
            Value::List(list) => list.len(),
            _ => 1,
        };
        return Json::from(format!("({size})"));
    }
    shown_value(field, value)
}

fn shown_value(field: &FieldDescriptor, value: &Value) -> Json {
    match value {
        Value::Bool(it) => Json::from(*it),
        Value::I32(it) => Json::from(*it),
        Value::I64(it) => Json::from(*it),
        Value::U32(it) => Json::from(*it),
        Value::U64(it) => Json::from(*it),
        Value::F32(it) => Json::from(*it),
        Value::F64(it) => Json::from(*it),
        Value::String(text) => Json::from(cut(text)),
        Value::Bytes(bytes) => Json::from(format!("({})", bytes.len())),
        Value::EnumNumber(number) => match field.kind() {
            prost_reflect::Kind::Enum(kind) => kind
                .get_value(*number)
                .map_or_else(|| Json::from(*number), |value| Json::from(value.name())),
            _ => Json::from(*number),
        },
        Value::Message(message) => shown(message),
        Value::List(list) => {
            let first = list.iter().take(MOST).map(|one| shown_value(field, one));
            let mut all: Vec<_> = first.collect();
            if list.len() > MOST {
                all.push(Json::from(format!("and {} more", list.len() - MOST)));
            }
            Json::Array(all)
        }
        Value::Map(map) => {
            let first = map.iter().take(MOST);
            let entries = first.map(|(key, value)| (key_text(key), shown_value(field, value)));
            Json::Object(entries.collect())
        }
    }
}

fn key_text(key: &MapKey) -> String {
    match key {
        MapKey::String(text) => cut(text),
        MapKey::Bool(it) => it.to_string(),
        MapKey::I32(it) => it.to_string(),
        MapKey::I64(it) => it.to_string(),
        MapKey::U32(it) => it.to_string(),
        MapKey::U64(it) => it.to_string(),
    }
}

fn cut(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    let end = text.floor_char_boundary(LONGEST);
    format!("{}... ({})", &text[..end], text.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptors;

    fn said(message: &str, json: &str) -> String {
        let descriptor = descriptors::pool().get_message_by_name(message).unwrap();
        let mut reader = serde_json::Deserializer::from_str(json);
        let message = DynamicMessage::deserialize(descriptor, &mut reader).unwrap();
        shown(&message).to_string()
    }

    #[test]
    fn secrets_are_not_said() {
        assert_eq!(
            said(
                "gmqtt.auth.api.UpdateAccountRequest",
                r#"{"username":"a","password":"geheim"}"#
            ),
            r#"{"password":"***","username":"a"}"#
        );
        let many = r#"{"accounts":[{"username":"a","password":"geheim","password_hash":"$x"}],"replace":true}"#;
        let line = said("gmqtt.auth.api.ImportAccountsRequest", many);
        assert!(!line.contains("geheim") && !line.contains("$x"), "{line}");
        assert!(line.contains(r#""replace":true"#), "{line}");
    }

    #[test]
    fn what_is_long_is_cut_and_payloads_are_sizes() {
        let long = "ä".repeat(200);
        let line = said(
            "gmqtt.admin.api.PublishRequest",
            &format!(r#"{{"topic_name":"{long}","payload":"hello","payload_bytes":"AAAA"}}"#),
        );
        assert!(line.contains("... (400)") && line.len() < 300, "{line}");
        assert!(
            line.contains(r#""payload":"(5)""#) && !line.contains("hello"),
            "{line}"
        );
        assert!(line.contains(r#""payload_bytes":"(3)""#), "{line}");
        let ids: Vec<_> = (0..40).map(|id| format!("\"c{id}\"")).collect();
        let line = said(
            "gmqtt.admin.api.KickClientsRequest",
            &format!(r#"{{"client_ids":[{}]}}"#, ids.join(",")),
        );
        assert!(
            line.contains("and 24 more") && !line.contains("c16"),
            "{line}"
        );
    }

    /// A secret that nobody marked would be in the log.
    #[test]
    fn what_is_called_a_secret_is_one() {
        for message in descriptors::pool().all_messages() {
            let is_asked =
                message.name().ends_with("Request") || message.name().starts_with("Imported");
            for field in message.fields().filter(|_| is_asked) {
                let name = field.name();
                let sounds_secret = ["password", "secret", "token"]
                    .iter()
                    .any(|word| name.contains(word) && name != "page_token");
                let is_text = field.kind() == prost_reflect::Kind::String;
                assert!(
                    !(sounds_secret && is_text) || field_rule(&field).secret,
                    "{}.{name}",
                    message.full_name()
                );
            }
        }
    }
}
