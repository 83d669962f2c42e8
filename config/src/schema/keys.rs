//! The list of all keys, for documentation, completion and the test of the sample file.

use std::sync::LazyLock;

use serde::Serialize;

use super::{Key, Shape, Value};
use crate::Config;

/// What is known about one key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyDoc {
    /// Its dotted path; `[]` stands for each item of a list: `listeners[].tls.cert`.
    pub path: String,
    /// What it does.
    pub doc: String,
    /// What its value looks like.
    pub expected: String,
    /// What its value is in YAML.
    pub kind: KeyKind,
    /// What each item is, if it is a list.
    pub item: Option<KeyKind>,
    /// The words its value may be, if it is one of a few.
    pub words: &'static [&'static str],
    /// Its default as it would be written; `None` for sections and for keys without one.
    pub default: Option<String>,
    /// Whether it must be there when its section is.
    pub required: bool,
    /// Whether its value is a secret.
    pub secret: bool,
    /// Another spelling that is read as well.
    pub alias: Option<&'static str>,
}

/// What a value is in YAML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyKind {
    /// A text; numbers are taken for one.
    Text,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number {
        /// The smallest.
        min: u64,
        /// The largest.
        max: u64,
    },
    /// One of a few words.
    Choice,
    /// A list.
    List,
    /// A section with keys of its own.
    Section,
}

impl KeyKind {
    fn of(shape: Shape, key: Option<&Key>) -> Self {
        match shape {
            Shape::Scalar("`true` or `false`") => Self::Flag,
            Shape::Scalar(_) | Shape::Secret => Self::Text,
            Shape::Number(largest) => Self::Number {
                min: key.map_or(0, |key| key.min),
                max: key.map_or(largest, |key| key.max.min(largest)),
            },
            Shape::Choice(_) => Self::Choice,
            Shape::List(_) => Self::List,
            Shape::Section(..) => Self::Section,
        }
    }
}

/// Every key, in the order of their declarations.
#[must_use]
pub fn keys() -> &'static [KeyDoc] {
    static KEYS: LazyLock<Vec<KeyDoc>> = LazyLock::new(|| {
        let mut all = Vec::new();
        add(Config::shape(), "", &mut all);
        all
    });
    &KEYS
}

/// Recursion as deep as the declarations.
fn add(shape: Shape, prefix: &str, all: &mut Vec<KeyDoc>) {
    let Shape::Section(keys, defaults) = shape else {
        return;
    };
    let defaults = defaults();
    for key in keys {
        let path = if prefix.is_empty() {
            key.name.to_owned()
        } else {
            format!("{prefix}.{}", key.name)
        };
        let shape = (key.shape)();
        all.push(KeyDoc {
            path: path.clone(),
            doc: key
                .doc
                .iter()
                .map(|line| line.trim())
                .collect::<Vec<_>>()
                .join(" "),
            expected: shape.expected(Some(key)),
            kind: KeyKind::of(shape, Some(key)),
            item: if let Shape::List(item) = shape {
                Some(KeyKind::of(item(), None))
            } else {
                None
            },
            words: if let Shape::Choice(words) = shape {
                words
            } else {
                &[]
            },
            default: defaults
                .get(key.name)
                .filter(|_| !key.required)
                .and_then(inline),
            required: key.required,
            secret: matches!(shape, Shape::Secret),
            alias: key.alias,
        });
        match shape {
            Shape::List(item) => add(item(), &format!("{path}[]"), all),
            shape => add(shape, &path, all),
        }
    }
}

/// A scalar or a list of scalars on one line.
fn inline(value: &serde_yaml::Value) -> Option<String> {
    match value {
        serde_yaml::Value::Sequence(items) => {
            let items: Option<Vec<_>> = items.iter().map(inline).collect();
            items.map(|items| format!("[{}]", items.join(", ")))
        }
        serde_yaml::Value::Null | serde_yaml::Value::Mapping(_) | serde_yaml::Value::Tagged(_) => {
            None
        }
        scalar => serde_yaml::to_string(scalar)
            .ok()
            .map(|text| text.trim_end().to_owned()),
    }
}
