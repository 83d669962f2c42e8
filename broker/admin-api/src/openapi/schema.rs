//! Schemas of messages, of two kinds: what is answered, which says all that is there, and what is asked, which says all that is read.
//!
//! They differ because protobuf's JSON is written in one way and read in several: a number may be asked as a string, anything may
//! be null, nothing has to be there that is not said to be required.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor};
use serde_json::{Map, Value, json};

use super::comments::Comments;
use crate::Api;
use crate::method::{Binding, field_rule};

/// Which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Asked,
    Answered,
}

/// The messages of an API.
pub(super) struct Schemas<'a> {
    comments: &'a Comments,
    asked: BTreeMap<String, MessageDescriptor>,
    answered: BTreeMap<String, MessageDescriptor>,
    /// Fields of requests that are in the path, by the request.
    in_path: BTreeMap<String, Vec<String>>,
    /// Messages of which only some fields may be there.
    partial: BTreeSet<String>,
}

impl<'a> Schemas<'a> {
    pub(super) fn new(api: &Api, comments: &'a Comments) -> Self {
        let mut schemas = Self {
            comments,
            asked: BTreeMap::new(),
            answered: BTreeMap::new(),
            in_path: BTreeMap::new(),
            partial: BTreeSet::new(),
        };
        for method in api.methods() {
            let (input, output) = (method.descriptor.input(), method.descriptor.output());
            for binding in method.bindings() {
                collect(output.clone(), &mut schemas.answered);
                if binding.body {
                    collect(input.clone(), &mut schemas.asked);
                    let fields = binding.pattern.fields().map(str::to_owned).collect();
                    let name = input.full_name().to_owned();
                    schemas.in_path.insert(name, fields);
                }
            }
            if input.get_field_by_name("fields").is_some() {
                let things = output.fields().filter_map(|field| match field.kind() {
                    Kind::Message(thing) => Some(thing.full_name().to_owned()),
                    _ => None,
                });
                schemas.partial.extend(things);
            }
        }
        schemas
    }

    /// The schemas of all messages, and those of errors.
    pub(super) fn components(&self) -> Value {
        let mut all = Map::new();
        for (way, messages) in [(Way::Asked, &self.asked), (Way::Answered, &self.answered)] {
            for message in messages.values() {
                if well_known(message).is_none() {
                    all.insert(self.name(message, way), self.object(message, way));
                }
            }
        }
        all.insert("Error".to_owned(), error());
        all.insert("Problem".to_owned(), problem());
        Value::Object(all)
    }

    pub(super) fn request(&self, message: &MessageDescriptor) -> Value {
        self.message(message, Way::Asked)
    }

    pub(super) fn answer(&self, message: &MessageDescriptor) -> Value {
        self.message(message, Way::Answered)
    }

    /// Whether a request without a body is refused for what it lacks.
    pub(super) fn has_required(&self, message: &MessageDescriptor, binding: &Binding) -> bool {
        message.fields().any(|field| {
            let in_path = binding.pattern.fields().any(|name| name == field.name());
            field_rule(&field).required && !in_path
        })
    }

    /// A field as a parameter of the query.
    pub(super) fn parameter(&self, field: &FieldDescriptor) -> Value {
        let one = match field.kind() {
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => json!({"type": "integer"}),
            Kind::Uint64 | Kind::Fixed64 => {
                json!({"type": "integer", "minimum": 0, "maximum": u64::MAX})
            }
            Kind::Enum(names) => {
                let numbers: Vec<_> = names.values().map(|value| value.number()).collect();
                json!({"anyOf": [
                    {"type": "string", "enum": enum_names(&names)},
                    {"type": "integer", "enum": numbers},
                ]})
            }
            kind => limited(self.scalar(&kind, Way::Answered), field),
        };
        if field.is_list() {
            json!({"type": "array", "items": one})
        } else {
            one
        }
    }

    fn name(&self, message: &MessageDescriptor, way: Way) -> String {
        let full = message.full_name();
        let package = message.package_name();
        let name = full.strip_prefix(package).unwrap_or(full);
        let name = name.trim_start_matches('.');
        let both = self.asked.contains_key(full) && self.answered.contains_key(full);
        if both && way == Way::Asked {
            format!("{name}Input")
        } else {
            name.to_owned()
        }
    }

    fn message(&self, message: &MessageDescriptor, way: Way) -> Value {
        match well_known(message) {
            Some(schema) if way == Way::Asked => nullable(schema),
            Some(schema) => schema,
            None => json!({"$ref": format!("#/components/schemas/{}", self.name(message, way))}),
        }
    }

    fn object(&self, message: &MessageDescriptor, way: Way) -> Value {
        let file = message.parent_file();
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let in_path = match way {
            Way::Asked => self.in_path.get(message.full_name()),
            Way::Answered => None,
        };
        for field in message.fields() {
            if in_path.is_some_and(|names| names.iter().any(|name| name == field.name())) {
                continue;
            }
            let rule = field_rule(&field);
            let mut schema = self.field(&field, way);
            schema["description"] = json!(self.comments.of(file.name(), field.path()));
            if way == Way::Asked && rule.secret {
                schema["writeOnly"] = json!(true);
            }
            let must = match way {
                Way::Asked => rule.required,
                Way::Answered => !field.supports_presence(),
            };
            if must {
                required.push(field.name().to_owned());
            }
            properties.insert(field.name().to_owned(), schema);
        }
        let mut object = json!({
            "type": "object",
            "description": self.comments.of(file.name(), message.path()),
            "properties": properties,
        });
        if way == Way::Asked {
            object["additionalProperties"] = json!(false);
        }
        let partial = way == Way::Answered && self.partial.contains(message.full_name());
        if !required.is_empty() && !partial {
            object["required"] = json!(required);
        }
        object
    }

    fn field(&self, field: &FieldDescriptor, way: Way) -> Value {
        let kind = field.kind();
        if field.is_map() {
            let Kind::Message(entry) = &kind else {
                return json!({});
            };
            let value = self.scalar(&entry.map_entry_value_field().kind(), way);
            let map = json!({"type": "object", "additionalProperties": value});
            return if way == Way::Asked {
                nullable(map)
            } else {
                map
            };
        }
        let one = limited(self.scalar(&kind, way), field);
        if field.is_list() {
            let list = json!({"type": "array", "items": one});
            return if way == Way::Asked {
                nullable(list)
            } else {
                list
            };
        }
        // A required field that is null is as one that is not there.
        let null = way == Way::Asked && !field_rule(field).required;
        if null { nullable(one) } else { one }
    }

    fn scalar(&self, kind: &Kind, way: Way) -> Value {
        let whole = |low: i64, high: i64| match way {
            Way::Asked => json!({
                "type": ["integer", "string"], "minimum": low, "maximum": high,
                "pattern": if low < 0 { "^-?[0-9]{1,10}$" } else { "^[0-9]{1,10}$" },
            }),
            Way::Answered => json!({"type": "integer", "minimum": low, "maximum": high}),
        };
        let long = |pattern: &str, format: &str| match way {
            Way::Asked => json!({
                "type": ["integer", "string"], "pattern": pattern, "format": format,
            }),
            Way::Answered => json!({"type": "string", "pattern": pattern, "format": format}),
        };
        match kind {
            Kind::String => json!({"type": "string"}),
            Kind::Bytes => json!({
                "type": "string",
                "contentEncoding": "base64",
                "pattern": "^([A-Za-z0-9+/_-]{4})*([A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)?$",
            }),
            Kind::Bool => json!({"type": "boolean"}),
            Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
                whole(i64::from(i32::MIN), i64::from(i32::MAX))
            }
            Kind::Uint32 | Kind::Fixed32 => whole(0, i64::from(u32::MAX)),
            Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => long("^-?[0-9]{1,19}$", "int64"),
            Kind::Uint64 | Kind::Fixed64 => long("^[0-9]{1,20}$", "uint64"),
            Kind::Float | Kind::Double => json!({"type": "number"}),
            Kind::Enum(names) => match way {
                Way::Asked => json!({"anyOf": [
                    {"type": "string", "enum": enum_names(names)},
                    {"type": "integer", "minimum": i32::MIN, "maximum": i32::MAX},
                ]}),
                Way::Answered => json!({"type": "string", "enum": enum_names(names)}),
            },
            Kind::Message(message) => self.message(message, way),
        }
    }
}

/// A message and all that it may hold.
fn collect(message: MessageDescriptor, into: &mut BTreeMap<String, MessageDescriptor>) {
    let mut open = vec![message];
    while let Some(message) = open.pop() {
        if message.is_map_entry() || into.contains_key(message.full_name()) {
            continue;
        }
        into.insert(message.full_name().to_owned(), message.clone());
        open.extend(message.fields().filter_map(|field| match field.kind() {
            Kind::Message(inner) => Some(inner),
            _ => None,
        }));
    }
}

/// The schema of a message that is not an object in JSON.
fn well_known(message: &MessageDescriptor) -> Option<Value> {
    match message.full_name() {
        "google.protobuf.Timestamp" => Some(json!({"type": "string", "format": "date-time"})),
        "google.protobuf.Duration" => {
            Some(json!({"type": "string", "pattern": "^-?[0-9]{1,11}(\\.[0-9]{1,9})?s$"}))
        }
        "google.protobuf.Empty" => Some(json!({"type": "object"})),
        _ => None,
    }
}

/// The same or null.
fn nullable(mut schema: Value) -> Value {
    if let Some(one) = schema.get("type").and_then(Value::as_str) {
        schema["type"] = json!([one, "null"]);
    } else if let Some(Value::Array(several)) = schema.get_mut("type") {
        if !several.contains(&json!("null")) {
            several.push(json!("null"));
        }
    } else if let Some(Value::Array(several)) = schema.get_mut("anyOf") {
        several.push(json!({"type": "null"}));
    } else if schema.get("$ref").is_some() {
        return json!({"anyOf": [schema, {"type": "null"}]});
    }
    schema
}

/// With the largest value that the field's option names.
fn limited(mut schema: Value, field: &FieldDescriptor) -> Value {
    let maximum = field_rule(field).maximum;
    if maximum > 0 {
        schema["maximum"] = json!(maximum);
        if schema.get("pattern").is_some() && maximum < 10 {
            schema["pattern"] = json!(format!("^0*[0-{maximum}]$"));
        }
    }
    schema
}

fn enum_names(names: &EnumDescriptor) -> Vec<String> {
    names
        .values()
        .map(|value| value.name().to_owned())
        .collect()
}

fn error() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong.",
        "required": ["code", "message", "details"],
        "properties": {
            "code": {"type": "integer", "description": "The gRPC code.", "minimum": 1, "maximum": 16},
            "message": {"type": "string", "description": "What went wrong, for people."},
            "details": {
                "type": "array",
                "description": "What went wrong, for programs: a google.rpc.ErrorInfo, and google.rpc.BadRequest and google.rpc.Help where they apply.",
                "items": {
                    "type": "object",
                    "required": ["@type"],
                    "properties": {"@type": {"type": "string"}},
                },
            },
        },
    })
}

fn problem() -> Value {
    json!({
        "type": "object",
        "description": "What went wrong, by RFC 9457.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer", "minimum": 400, "maximum": 599},
            "detail": {"type": "string"},
            "instance": {"type": "string", "format": "uri-reference"},
            "reason": {"type": "string"},
            "request_id": {"type": "string"},
            "code": {"type": "integer"},
            "details": {"type": "array", "items": {"type": "object"}},
        },
    })
}
