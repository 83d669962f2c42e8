//! The query of a request: names and values that set fields of the request message.
//!
//! Names are read in both spellings, enums by name or number, lists by repeating the name. Only fields right in the request can be
//! set, none inside its messages.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use percent_encoding::percent_decode;
use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor, Value};

use crate::method::{Binding, Method, field_rule};
use crate::nearest::nearest;
use crate::{Fault, Reason};

/// Sets the fields that the query names.
///
/// A name that is no field is ignored where the broker in Go ignored it, and refused elsewhere: a misspelt `filter` must not turn
/// into no filter.
///
/// # Errors
/// Names and values that are wrong.
pub(crate) fn read(
    query: &str,
    method: &Method,
    binding: &Binding,
    request: &mut DynamicMessage,
) -> Result<(), Fault> {
    let input = method.descriptor.input();
    let settable = |field: &FieldDescriptor| is_parameter(field, binding);
    let mut seen: Vec<u32> = Vec::new();
    for part in query.split('&').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        let (name, value) = (decode(name)?, decode(value)?);
        let field = input
            .get_field_by_name(&name)
            .or_else(|| input.get_field_by_json_name(&name))
            .filter(settable);
        let Some(field) = field else {
            if method.go_broker() {
                continue;
            }
            return Err(unknown(&name, &input, binding));
        };
        if field.is_list() {
            add(request, &field, &value)?;
            continue;
        }
        if seen.contains(&field.number()) {
            return Err(wrong(&field, "it is there twice"));
        }
        seen.push(field.number());
        request.set_field(&field, scalar(&field, &value)?);
    }
    Ok(())
}

/// Whether a field of the request may stand in the query.
pub(crate) fn is_parameter(field: &FieldDescriptor, binding: &Binding) -> bool {
    let in_path = binding.pattern.fields().any(|name| name == field.name());
    let fits = match field.kind() {
        Kind::Message(message) => is_written_as_text(&message) && !field.is_list(),
        _ => true,
    };
    !in_path && fits && (!binding.body || field_rule(field).in_query)
}

/// Whether a message is one string in JSON.
fn is_written_as_text(message: &MessageDescriptor) -> bool {
    matches!(
        message.full_name(),
        "google.protobuf.Timestamp" | "google.protobuf.Duration"
    )
}

fn unknown(name: &str, input: &MessageDescriptor, binding: &Binding) -> Fault {
    let fields: Vec<_> = input
        .fields()
        .filter(|field| is_parameter(field, binding))
        .collect();
    let names = fields.iter().map(FieldDescriptor::name);
    let meant =
        nearest(name, names).map_or_else(String::new, |near| format!(" (did you mean {near}?)"));
    Fault::new(
        Reason::InvalidQuery,
        format!("unknown query parameter {name:?}{meant}"),
    )
    .violation(name, "unknown query parameter")
}

/// Adds to a list. `fields` and enums may also have several with commas between them.
fn add(request: &mut DynamicMessage, field: &FieldDescriptor, value: &str) -> Result<(), Fault> {
    let by_commas = field.name() == "fields" || matches!(field.kind(), Kind::Enum(_));
    let values = if by_commas {
        value.split(',').map(str::trim).collect()
    } else {
        vec![value]
    };
    for value in values {
        let value = scalar(field, value)?;
        if let Some(list) = request.get_field_mut(field).as_list_mut() {
            list.push(value);
        }
    }
    Ok(())
}

fn scalar(field: &FieldDescriptor, text: &str) -> Result<Value, Fault> {
    let quoted = |what: &str| wrong(field, &format!("{text:?} is not {what}"));
    let number = |low: &str, high: &str| quoted(&format!("a whole number from {low} to {high}"));
    match field.kind() {
        Kind::String => Ok(Value::String(text.to_owned())),
        Kind::Bool => match text {
            "1" | "t" | "T" | "true" | "TRUE" | "True" => Ok(Value::Bool(true)),
            "0" | "f" | "F" | "false" | "FALSE" | "False" => Ok(Value::Bool(false)),
            _ => Err(quoted("true or false")),
        },
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => text
            .parse()
            .map(Value::I32)
            .map_err(|_| number("-2147483648", "2147483647")),
        Kind::Uint32 | Kind::Fixed32 => text
            .parse()
            .map(Value::U32)
            .map_err(|_| number("0", "4294967295")),
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => text
            .parse()
            .map(Value::I64)
            .map_err(|_| number("-9223372036854775808", "9223372036854775807")),
        Kind::Uint64 | Kind::Fixed64 => text
            .parse()
            .map(Value::U64)
            .map_err(|_| number("0", "18446744073709551615")),
        Kind::Float => text.parse().map(Value::F32).map_err(|_| quoted("a number")),
        Kind::Double => text.parse().map(Value::F64).map_err(|_| quoted("a number")),
        Kind::Bytes => STANDARD
            .decode(text)
            .or_else(|_| URL_SAFE.decode(text))
            .map(|bytes| Value::Bytes(bytes.into()))
            .map_err(|_| quoted("base64")),
        Kind::Enum(names) => names
            .get_value_by_name(text)
            .or_else(|| names.get_value(text.parse().ok()?))
            .map(|value| Value::EnumNumber(value.number()))
            .ok_or_else(|| {
                let all: Vec<_> = names.values().map(|one| one.name().to_owned()).collect();
                quoted(&format!("one of {}", all.join(", ")))
            }),
        Kind::Message(message) => {
            let json = serde_json::Value::String(text.to_owned());
            DynamicMessage::deserialize(message, json)
                .map(Value::Message)
                .map_err(|error| wrong(field, &error.to_string()))
        }
    }
}

fn wrong(field: &FieldDescriptor, problem: &str) -> Fault {
    let name = field.name();
    Fault::new(Reason::InvalidQuery, format!("invalid {name}:{problem}")).violation(name, problem)
}

fn decode(text: &str) -> Result<String, Fault> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode(spaced.as_bytes()).decode_utf8();
    decoded.map(std::borrow::Cow::into_owned).map_err(|_| {
        Fault::new(
            Reason::InvalidQuery,
            format!("invalid query: {text:?} is not UTF-8 when it is decoded"),
        )
    })
}
