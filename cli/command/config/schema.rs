//! `gmqtt config schema`: the configuration as a JSON schema, for editors and for tools that check YAML.

use clap::Args;
use gmqtt_config::{KeyDoc, KeyKind, keys};
use serde_json::{Map, Value, json};

use crate::{error::Error, exit::Exit, output::Output};

/// Print the JSON schema of config files
///
/// Editors complete and explain keys with it, as with this first line of a file: # yaml-language-server: $schema=gmqtt.schema.json
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config schema
  gmqtt config schema -o yaml")]
pub(crate) struct Schema {}

impl Schema {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let schema = schema();
        if output.format.is_some() {
            output.document(&schema)?;
        } else {
            output.text(&format!("{schema:#}\n"))?;
        }
        Ok(Exit::Done)
    }
}

/// The schema of the whole file.
fn schema() -> Value {
    let mut schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "gmqtt.yml",
        "description": "The configuration of gmqtt",
    });
    merge(&mut schema, section("", "."));
    schema
}

/// The keys below `prefix`, each with what is below it. As deep as the declarations.
fn section(path: &str, prefix: &str) -> Value {
    let prefix = if path.is_empty() { "" } else { prefix };
    let below = format!("{path}{prefix}");
    let mut properties = Map::new();
    let mut required = Vec::new();
    for key in keys() {
        let Some(name) = key
            .path
            .strip_prefix(&below)
            .filter(|name| !name.contains('.'))
        else {
            continue;
        };
        let value = value(key);
        if key.required {
            required.push(name);
        }
        if let Some(alias) = key.alias {
            properties.insert(alias.to_owned(), value.clone());
        }
        properties.insert(name.to_owned(), value);
    }
    // Plugins that are not built in have sections of their own.
    let closed = path != "plugins";
    let mut section = json!({
        "type": ["object", "null"],
        "properties": properties,
        "additionalProperties": !closed,
    });
    if !required.is_empty() {
        section["required"] = required.into();
    }
    section
}

/// What a key's value may be.
fn value(key: &KeyDoc) -> Value {
    let mut schema = json!({ "description": key.doc });
    let kind = match key.kind {
        KeyKind::Section => section(&key.path, "."),
        KeyKind::List => {
            let items = match key.item {
                Some(KeyKind::Section) => section(&key.path, "[]."),
                Some(item) => scalar(item, &[], &key.expected),
                None => json!({}),
            };
            json!({ "type": "array", "items": items })
        }
        kind => scalar(kind, key.words, &key.expected),
    };
    merge(&mut schema, kind);
    if let Some(default) = key.default.as_ref().filter(|_| !key.secret) {
        let read = serde_yaml::from_str::<Value>(default).ok();
        if let Some(default) = read.filter(|value| !value.is_null() && *value != "") {
            schema["default"] = default;
        }
    }
    schema
}

fn scalar(kind: KeyKind, words: &[&str], expected: &str) -> Value {
    match kind {
        KeyKind::Flag => json!({ "type": "boolean" }),
        KeyKind::Number { min, max } => {
            json!({ "type": "integer", "minimum": min, "maximum": max })
        }
        KeyKind::Choice => json!({ "enum": words }),
        KeyKind::Text if expected.contains("`true`") => json!({ "type": ["boolean", "string"] }),
        // A duration without a unit is a number, and so is an address that is a port.
        _ => json!({ "type": ["string", "number"] }),
    }
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_is_in_the_schema() {
        let schema = schema();
        for key in keys() {
            let mut at = &schema;
            for step in key.path.split('.') {
                let (name, is_list) = match step.strip_suffix("[]") {
                    Some(name) => (name, true),
                    None => (step, false),
                };
                at = &at["properties"][name];
                if is_list {
                    at = &at["items"];
                }
            }
            assert!(at.is_object(), "{}", key.path);
        }
    }

    #[test]
    fn what_a_value_may_be_is_said() {
        let schema = schema();
        let mqtt = &schema["properties"]["mqtt"]["properties"];
        assert_eq!(mqtt["maximum_qos"]["maximum"], 2);
        assert_eq!(
            mqtt["delivery_mode"]["enum"],
            json!(["onlyonce", "overlap"])
        );
        assert_eq!(mqtt["retain_available"]["type"], "boolean");
        assert_eq!(mqtt["session_expiry"]["default"], "2h");
        assert_eq!(mqtt["bogus"], Value::Null);
        assert_eq!(schema["properties"]["mqtt"]["additionalProperties"], false);
        assert_eq!(
            schema["properties"]["plugins"]["additionalProperties"],
            true
        );
        assert_eq!(
            schema["properties"]["listeners"]["items"]["required"],
            json!(["address"])
        );
    }

    /// Holds a value against the part of JSON schema that is used here.
    fn holds(schema: &Value, value: &Value, path: &str) {
        if let Some(words) = schema["enum"].as_array() {
            return assert!(words.contains(value), "{path}: {value}");
        }
        let kind = match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "integer",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        };
        let types = &schema["type"];
        let fits = |name: &str| {
            *types == name
                || types
                    .as_array()
                    .is_some_and(|all| all.contains(&name.into()))
        };
        assert!(
            fits(kind) || kind == "integer" && fits("number"),
            "{path}: {value} is no {types}"
        );
        match value {
            Value::Array(items) => items
                .iter()
                .for_each(|item| holds(&schema["items"], item, path)),
            Value::Object(map) => {
                for (name, value) in map.iter().filter(|(_, value)| !value.is_null()) {
                    let below = &schema["properties"][name];
                    assert!(below.is_object(), "{path}.{name} is not in the schema");
                    holds(below, value, &format!("{path}.{name}"));
                }
            }
            _ => {}
        }
    }

    #[test]
    fn the_sample_fits() {
        let sample: Value = serde_yaml::from_str(gmqtt_config::SAMPLE).unwrap();
        holds(&schema(), &sample, "");
    }
}
