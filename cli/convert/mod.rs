//! Configurations of other brokers, as a configuration of this one. What has no equal is said, not left out in silence.

mod emqx;
mod hocon;
mod mosquitto;

use serde_yaml::{Mapping, Value};

pub(crate) use emqx::emqx;
pub(crate) use mosquitto::mosquitto;

/// What became of a configuration.
#[derive(Debug)]
pub(crate) struct Converted {
    pub(crate) config: Draft,
    /// What to look at, in the order of the file.
    pub(crate) notes: Vec<Note>,
}

/// A line that did not become what it was.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Note {
    /// From 1; 0 is the file as a whole.
    pub(crate) line: u32,
    /// What stands there.
    pub(crate) setting: String,
    pub(crate) kind: NoteKind,
    /// Why, or what to do instead.
    pub(crate) message: String,
}

/// How bad that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoteKind {
    /// It was translated, and means something slightly different.
    Differs,
    /// There is no equal.
    NoEqual,
    /// It cannot be read.
    Mistake,
}

impl NoteKind {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Differs => "differs",
            Self::NoEqual => "no equal",
            Self::Mistake => "mistake",
        }
    }
}

/// A configuration being written, in the order of its keys.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    listeners: Vec<Mapping>,
    plugins: Vec<&'static str>,
    rest: Mapping,
}

impl Draft {
    /// Sets a key, named by its dotted path.
    fn set(&mut self, path: &str, value: impl Into<Value>) {
        put(&mut self.rest, path, value.into());
    }

    /// Loads a plugin.
    fn load(&mut self, plugin: &'static str) {
        if !self.plugins.contains(&plugin) {
            self.plugins.push(plugin);
        }
    }

    /// Takes the admin API off the ports that listeners have; it stays on its unix socket. Gives back a note for each.
    fn make_room(&mut self) -> Vec<Note> {
        let mut notes = Vec::new();
        for (key, port) in [("api.http", ":8083"), ("api.grpc", ":8084")] {
            let address = |listener: &Mapping| listener.get("address")?.as_str().map(str::to_owned);
            let mut addresses = self.listeners.iter().filter_map(address);
            if addresses.any(|address| address.ends_with(port)) {
                self.set(key, Value::Sequence(Vec::new()));
                notes.push(Note {
                    line: 0,
                    setting: key.to_owned(),
                    kind: NoteKind::Differs,
                    message: format!(
                        "a listener has its port {port}: it is off, and the unix socket is there"
                    ),
                });
            }
        }
        notes
    }

    /// The configuration, in YAML.
    pub(crate) fn to_yaml(&self) -> String {
        let mut whole = Mapping::new();
        let listeners = self.listeners.iter().cloned().map(Value::Mapping);
        whole.insert("listeners".into(), Value::Sequence(listeners.collect()));
        let order = ["prometheus", "admin", "auth", "acl", "sys"];
        let loaded = order
            .iter()
            .filter(|name| matches!(**name, "prometheus" | "admin") || self.plugins.contains(name));
        let loaded = loaded.map(|name| Value::from(*name)).collect();
        whole.insert("plugin_order".into(), Value::Sequence(loaded));
        whole.extend(self.rest.clone());
        serde_yaml::to_string(&whole).unwrap_or_default()
    }
}

/// Sets the value at a dotted path.
fn put(map: &mut Mapping, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            map.insert(path.into(), value);
        }
        Some((first, rest)) => {
            let below = map
                .entry(first.into())
                .or_insert_with(|| Value::Mapping(Mapping::new()));
            if let Value::Mapping(below) = below {
                put(below, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use gmqtt_config::{LoadOptions, load_bytes};

    use super::*;

    /// The configuration, which has to be one.
    pub(super) fn loaded(converted: &Converted) -> gmqtt_config::Config {
        let yaml = converted.config.to_yaml();
        let loaded = load_bytes(
            Path::new("/x/gmqtt.yml"),
            yaml.as_bytes(),
            &LoadOptions::default(),
        );
        loaded
            .unwrap_or_else(|error| panic!("{error}\n{yaml}"))
            .config
    }

    #[test]
    fn a_key_is_put_below_those_before_it() {
        let mut draft = Draft::default();
        draft.set("mqtt.max_inflight", 20);
        draft.set("mqtt.retain_available", false);
        draft.load("auth");
        draft.load("auth");
        assert_eq!(
            draft.to_yaml(),
            "listeners: []\nplugin_order:\n- prometheus\n- admin\n- auth\nmqtt:\n  max_inflight: 20\n  retain_available: false\n"
        );
    }
}
