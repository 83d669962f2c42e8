//! Messages as JSON, by the rules of grpc-gateway: names with underscores out, both spellings in, defaults written, messages that
//! are not set left out, 64-bit integers as strings, bytes in base64, times by RFC 3339.

use prost_reflect::{
    DeserializeOptions, DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage,
    SerializeOptions,
};
use serde_json::Value as Json;
use tonic::Status;

use crate::nearest::nearest;
use crate::{Fault, Reason};

/// Reads the body of a request. One that is empty is a request without fields.
pub(crate) fn read(descriptor: &MessageDescriptor, body: &[u8]) -> Result<DynamicMessage, Fault> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(DynamicMessage::new(descriptor.clone()));
    }
    let options = DeserializeOptions::new().deny_unknown_fields(true);
    let mut reader = serde_json::Deserializer::from_slice(body);
    DynamicMessage::deserialize_with_options(descriptor.clone(), &mut reader, &options)
        .and_then(|message| reader.end().map(|()| message))
        .map_err(|error| wrong_body(descriptor, &error))
}

fn wrong_body(descriptor: &MessageDescriptor, error: &serde_json::Error) -> Fault {
    let text = error.to_string();
    let unknown = text
        .split_once("unrecognized field name '")
        .and_then(|(_, rest)| rest.split_once('\''));
    let Some((name, _)) = unknown else {
        return Fault::new(Reason::InvalidBody, format!("invalid body: {text}"))
            .violation("body", text);
    };
    let fields: Vec<_> = descriptor.fields().collect();
    let names = fields.iter().map(FieldDescriptor::name);
    let meant =
        nearest(name, names).map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
    Fault::new(
        Reason::InvalidBody,
        format!("invalid body: unknown field {name:?}{meant}"),
    )
    .violation(name, "unknown field")
}

/// Which fields of the things in an answer are wanted.
#[derive(Debug, Clone)]
pub(crate) struct Projection {
    /// The field of the answer that holds the things.
    holder: String,
    names: Vec<String>,
}

impl Projection {
    /// Of the answers of a method whose request has the field `fields`; `None` if it is empty or there is nothing to choose from.
    ///
    /// # Errors
    /// A name that is no field.
    pub(crate) fn of(
        request: &DynamicMessage,
        answer: &MessageDescriptor,
    ) -> Result<Option<Self>, Fault> {
        let Some(wanted) = request.get_field_by_name("fields") else {
            return Ok(None);
        };
        let wanted: Vec<&str> = wanted
            .as_list()
            .unwrap_or_default()
            .iter()
            .filter_map(prost_reflect::Value::as_str)
            .collect();
        let Some((holder, thing)) = things(answer).filter(|_| !wanted.is_empty()) else {
            return Ok(None);
        };
        let mut names = Vec::with_capacity(wanted.len());
        for name in wanted {
            let field = thing
                .get_field_by_name(name)
                .or_else(|| thing.get_field_by_json_name(name));
            match field {
                Some(field) => names.push(field.name().to_owned()),
                None => return Err(unknown_field(name, &thing)),
            }
        }
        Ok(Some(Self {
            holder: holder.name().to_owned(),
            names,
        }))
    }

    /// These fields; `None` if there are none.
    pub(crate) fn plain(names: &[String], answer: &MessageDescriptor) -> Option<Self> {
        let (holder, _) = things(answer).filter(|_| !names.is_empty())?;
        Some(Self {
            holder: holder.name().to_owned(),
            names: names.to_vec(),
        })
    }

    fn apply(&self, answer: &mut Json) {
        let keep = |thing: &mut Json| {
            if let Json::Object(thing) = thing {
                thing.retain(|name, _| self.names.contains(name));
            }
        };
        match answer.get_mut(&self.holder) {
            Some(Json::Array(things)) => things.iter_mut().for_each(keep),
            Some(thing) => keep(thing),
            None => {}
        }
    }
}

/// The field of an answer that holds the things it is about, and what they are.
fn things(answer: &MessageDescriptor) -> Option<(FieldDescriptor, MessageDescriptor)> {
    answer.fields().find_map(|field| match field.kind() {
        Kind::Message(thing) => Some((field, thing)),
        _ => None,
    })
}

/// Writes the fields of a message, and of the messages in them, in the order of their numbers; deeper ones as they come.
fn in_order(value: &Json, descriptor: &MessageDescriptor, depth: u8, out: &mut String) {
    let Some(object) = value.as_object() else {
        return out.push_str(&value.to_string());
    };
    let mut fields: Vec<_> = descriptor.fields().collect();
    fields.sort_by_key(FieldDescriptor::number);
    let mut separator = '{';
    for field in fields {
        let Some(value) = object.get(field.name()) else {
            continue;
        };
        out.push(separator);
        separator = ',';
        out.push_str(&Json::from(field.name()).to_string());
        out.push(':');
        match (field.kind(), value) {
            (Kind::Message(below), Json::Object(_)) if depth > 0 && !field.is_map() => {
                in_order(value, &below, depth - 1, out);
            }
            (Kind::Message(below), Json::Array(all)) if depth > 0 => {
                let mut before = '[';
                for one in all {
                    out.push(before);
                    before = ',';
                    in_order(one, &below, depth - 1, out);
                }
                out.push_str(if all.is_empty() { "[]" } else { "]" });
            }
            _ => out.push_str(&value.to_string()),
        }
    }
    out.push_str(if object.is_empty() { "{}" } else { "}" });
}

fn unknown_field(name: &str, thing: &MessageDescriptor) -> Fault {
    let fields: Vec<_> = thing.fields().collect();
    let names = fields.iter().map(FieldDescriptor::name);
    let meant =
        nearest(name, names).map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
    Fault::new(
        Reason::InvalidFields,
        format!("invalid fields: unknown field {name:?}{meant}"),
    )
    .violation("fields", format!("unknown field {name:?}"))
}

/// Writes a message.
pub(crate) fn write(
    message: &DynamicMessage,
    projection: Option<&Projection>,
) -> Result<Vec<u8>, Status> {
    let failed = |error: serde_json::Error| {
        Status::internal(format!("the answer cannot be written as JSON: {error}"))
    };
    let options = SerializeOptions::new()
        .skip_default_fields(false)
        .use_proto_field_name(true)
        .stringify_64_bit_integers(true);
    let Some(projection) = projection else {
        let mut out = Vec::with_capacity(256);
        let mut writer = serde_json::Serializer::new(&mut out);
        message
            .serialize_with_options(&mut writer, &options)
            .map_err(failed)?;
        return Ok(out);
    };
    let mut answer = message
        .serialize_with_options(serde_json::value::Serializer, &options)
        .map_err(failed)?;
    projection.apply(&mut answer);
    let mut out = String::with_capacity(256);
    in_order(&answer, &message.descriptor(), 1, &mut out);
    Ok(out.into_bytes())
}
