//! The sections of plugins that this crate does not know: taken out of the tree before it is read, kept with their places,
//! and read into a type of the plugin's own.
//!
//! What is in them is the plugin's business: it is read by [`Config::section`](crate::Config::section), whose mistakes are
//! located like all others.

mod deserialize;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Serialize, Serializer};

use self::deserialize::{Mistake, Place};
use crate::{
    Config, Diagnostic, Location, PLUGINS, Severity,
    load::{Sources, Span},
    schema::{Extra, Secrets},
    yaml::{self, Content, Node},
};

/// The sections of plugins that this crate does not know, by the name of the plugin.
#[derive(Clone, PartialEq, Default)]
pub struct CustomSections(BTreeMap<String, Custom>);

/// Their names: what is in them may be secret.
impl fmt::Debug for CustomSections {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

/// A value with its place.
#[derive(Clone)]
struct Custom {
    value: Kind,
    at: Option<Location>,
}

#[derive(Clone)]
enum Kind {
    Nothing,
    Scalar(String),
    List(Vec<Custom>),
    /// In the order in which they are written.
    Map(Vec<Entry>),
}

/// A key with its place, and its value.
#[derive(Clone)]
struct Entry {
    key: String,
    at: Option<Location>,
    value: Custom,
}

/// Where a value is written does not make it another one.
impl PartialEq for Custom {
    fn eq(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Kind::Nothing, Kind::Nothing) => true,
            (Kind::Scalar(one), Kind::Scalar(other)) => one == other,
            (Kind::List(one), Kind::List(other)) => one == other,
            (Kind::Map(one), Kind::Map(other)) => one == other,
            _ => false,
        }
    }
}

impl PartialEq for Entry {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key && self.value == other.value
    }
}

/// Words in the names of keys whose values are not shown.
const SECRET: [&str; 4] = ["password", "secret", "token", "passphrase"];

impl CustomSections {
    /// Takes the sections of the plugins with these names out of a tree, but for those that have a section here. With them come the places of their values.
    pub(crate) fn take(
        tree: &mut Node,
        names: &[String],
        sources: &Sources,
    ) -> (Self, Vec<(String, Span)>) {
        let (mut sections, mut spans) = (BTreeMap::new(), Vec::new());
        let Content::Map(entries) = &mut tree.content else {
            return (Self::default(), spans);
        };
        let plugins = entries.iter_mut().find(|entry| entry.key == "plugins");
        if let Some(plugins) = plugins
            && let Content::Map(entries) = &mut plugins.value.content
        {
            let is_custom = |entry: &mut yaml::Entry| {
                names.contains(&entry.key) && !PLUGINS.contains(&entry.key.as_str())
            };
            for entry in entries.extract_if(.., is_custom) {
                note(&format!("plugins.{}", entry.key), &entry.value, &mut spans);
                sections.insert(entry.key, Custom::new(&entry.value, sources));
            }
        }
        (Self(sections), spans)
    }
}

/// Where each value is written. The depth of the tree is bounded by its parser.
fn note(key: &str, node: &Node, spans: &mut Vec<(String, Span)>) {
    match &node.content {
        Content::Null => {}
        Content::Scalar(_) => spans.push((key.to_owned(), node.at)),
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                note(&format!("{key}[{index}]"), item, spans);
            }
        }
        Content::Map(entries) => {
            for entry in entries {
                note(&format!("{key}.{}", entry.key), &entry.value, spans);
            }
        }
    }
}

impl Custom {
    fn new(node: &Node, sources: &Sources) -> Self {
        let value = match &node.content {
            Content::Null => Kind::Nothing,
            Content::Scalar(text) => Kind::Scalar(text.clone()),
            Content::List(items) => {
                Kind::List(items.iter().map(|item| Self::new(item, sources)).collect())
            }
            Content::Map(entries) => Kind::Map(
                entries
                    .iter()
                    .map(|entry| Entry {
                        key: entry.key.clone(),
                        at: sources.location(entry.at),
                        value: Self::new(&entry.value, sources),
                    })
                    .collect(),
            ),
        };
        Self {
            value,
            at: sources.location(node.at),
        }
    }
}

impl Config {
    /// The section `plugins.NAME` of a plugin of your own, read into a type of your own; without such a section, what that type
    /// makes of an empty one. With `#[serde(deny_unknown_fields)]` misspelt keys are found, too.
    ///
    /// # Errors
    /// The first mistake, with its place.
    pub fn section<T: DeserializeOwned>(&self, plugin: &str) -> Result<T, Box<Diagnostic>> {
        let nothing = Custom {
            value: Kind::Nothing,
            at: None,
        };
        let section = self.plugins.custom.0.get(plugin).unwrap_or(&nothing);
        T::deserialize(Place(section)).map_err(|mistake| Box::new(explain(plugin, mistake)))
    }
}

fn explain(plugin: &str, mistake: Mistake) -> Diagnostic {
    let key = format!("plugins.{plugin}{}", mistake.key);
    Diagnostic {
        severity: Severity::Error,
        message: format!("`{key}`: {}", mistake.message),
        key: Some(key),
        location: mistake.at,
        excerpt: None,
        hint: None,
    }
}

impl Extra for CustomSections {
    fn write_entries<M: SerializeMap>(
        &self,
        map: &mut M,
        secrets: Secrets,
    ) -> Result<(), M::Error> {
        for (name, section) in &self.0 {
            map.serialize_entry(name, &Shown(section, secrets, false))?;
        }
        Ok(())
    }
}

/// A value on its way to a serializer, and whether its key is that of a secret.
struct Shown<'a>(&'a Custom, Secrets, bool);

impl Serialize for Shown<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(section, secrets, is_secret) = *self;
        match &section.value {
            Kind::Nothing => serializer.serialize_none(),
            Kind::Scalar(_) if is_secret && secrets == Secrets::Masked => {
                serializer.serialize_str("********")
            }
            // Numbers and booleans without quotes around them.
            Kind::Scalar(text) => match serde_yaml::from_str::<serde_yaml::Value>(text) {
                Ok(value) if value.is_bool() || value.is_number() => value.serialize(serializer),
                _ => serializer.serialize_str(text),
            },
            Kind::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(&Self(item, secrets, is_secret))?;
                }
                list.end()
            }
            Kind::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for Entry { key, value, .. } in entries {
                    let name = key.to_lowercase();
                    let is_secret = is_secret || SECRET.iter().any(|word| name.contains(word));
                    map.serialize_entry(key, &Self(value, secrets, is_secret))?;
                }
                map.end()
            }
        }
    }
}
