//! The target and the body of a request of HTTP.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use prost_reflect::{DynamicMessage, ReflectMessage as _, SerializeOptions};
use serde_json::{Map, Value as Json};
use tonic::Status;

use super::route::{Route, in_query};

/// What is not encoded is what no part of a URL means something by.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// A request.
pub(super) struct Asked {
    /// Path and query.
    pub(super) target: String,
    pub(super) body: Option<Vec<u8>>,
}

impl Asked {
    /// The request that a message means on a route.
    ///
    /// # Errors
    /// Values that cannot stand in a path.
    pub(super) fn new(route: &Route, message: &DynamicMessage) -> Result<Self, Status> {
        let mut fields = as_json(message)?;
        let mut target = path(&route.path, &mut fields)?;
        let mut query = fields;
        let mut body = None;
        if route.body {
            let descriptor = message.descriptor();
            let belongs = |name: &String| {
                let field = descriptor.get_field_by_name(name);
                field.is_some_and(|field| in_query(&field))
            };
            let (in_query, in_body): (Map<_, _>, Map<_, _>) =
                query.into_iter().partition(|(name, _)| belongs(name));
            query = in_query;
            body = Some(Json::Object(in_body).to_string().into_bytes());
        }
        let mut separator = '?';
        for (name, value) in &query {
            for value in values(value) {
                target.push(separator);
                target.push_str(name);
                target.push('=');
                target.push_str(&encode(&value));
                separator = '&';
            }
        }
        Ok(Self { target, body })
    }
}

/// The fields that are set, as REST writes them.
fn as_json(message: &DynamicMessage) -> Result<Map<String, Json>, Status> {
    let options = SerializeOptions::new()
        .use_proto_field_name(true)
        .stringify_64_bit_integers(true);
    match message.serialize_with_options(serde_json::value::Serializer, &options) {
        Ok(Json::Object(fields)) => Ok(fields),
        Ok(_) => Ok(Map::new()),
        Err(error) => Err(Status::internal(format!(
            "the request cannot be written as JSON: {error}"
        ))),
    }
}

/// The path with the values of its fields, which are taken.
fn path(template: &str, fields: &mut Map<String, Json>) -> Result<String, Status> {
    let mut path = String::with_capacity(template.len() + 16);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        path.push_str(before);
        let (field, after) = after.split_once('}').unwrap_or((after, ""));
        let (name, slashes) = match field.strip_suffix("=**") {
            Some(name) => (name, true),
            None => (field, false),
        };
        let value = fields.remove(name).unwrap_or_default();
        path.push_str(&segment(name, value.as_str().unwrap_or_default(), slashes)?);
        rest = after;
    }
    path.push_str(rest);
    Ok(path)
}

fn segment(name: &str, value: &str, slashes: bool) -> Result<String, Status> {
    if value.is_empty() {
        return Err(Status::invalid_argument(format!(
            "invalid {name}:it is empty"
        )));
    }
    let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
    let parts = if slashes {
        parts(value)
    } else {
        vec![value.to_owned()]
    };
    // URLs give these segments a meaning of their own, encoded or not.
    if parts.iter().any(|part| part == "." || part == "..") {
        return Err(Status::invalid_argument(format!(
            "invalid {name}:{value:?} cannot be part of a URL; gRPC can say it"
        )));
    }
    let encoded: Vec<_> = parts.iter().map(|part| encode(part)).collect();
    Ok(encoded.join("/"))
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// The values of a field in a query; a list repeats its name.
fn values(value: &Json) -> Vec<String> {
    match value {
        Json::Array(values) => values.iter().flat_map(one).collect(),
        value => one(value).into_iter().collect(),
    }
}

fn one(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Number(_) | Json::Bool(_) => Some(value.to_string()),
        // No request of this API has anything else outside its body.
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
