//! emqx.conf: HOCON with sections for listeners, the protocol and the rest of a broker.

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use super::{
    Converted, Draft, Note, NoteKind,
    hocon::{self, Setting},
    put,
};

/// Settings of MQTT that have the same meaning here.
const NUMBERS: &[(&str, &str)] = &[
    ("mqtt.max_inflight", "mqtt.max_inflight"),
    ("mqtt.max_mqueue_len", "mqtt.max_queued_messages"),
    ("mqtt.max_qos_allowed", "mqtt.maximum_qos"),
    ("mqtt.max_topic_alias", "mqtt.topic_alias_maximum"),
    ("mqtt.max_topic_levels", "mqtt.max_topic_levels"),
    ("mqtt.max_awaiting_rel", "mqtt.server_receive_maximum"),
    (
        "retainer.backend.max_retained_messages",
        "limits.max_retained_messages",
    ),
    ("mqtt.max_subscriptions", "limits.max_subscriptions"),
];
const FLAGS: &[(&str, &str)] = &[
    ("mqtt.retain_available", "mqtt.retain_available"),
    (
        "mqtt.wildcard_subscription",
        "mqtt.wildcard_subscription_available",
    ),
    (
        "mqtt.shared_subscription",
        "mqtt.shared_subscription_available",
    ),
    ("mqtt.mqueue_store_qos0", "mqtt.queue_qos0_messages"),
];
const DURATIONS: &[(&str, &str)] = &[
    ("mqtt.session_expiry_interval", "mqtt.session_expiry"),
    ("mqtt.message_expiry_interval", "mqtt.message_expiry"),
    ("mqtt.idle_timeout", "mqtt.connect_timeout"),
    ("sys_topics.sys_msg_interval", "plugins.sys.interval"),
    ("broker.sys_msg_interval", "plugins.sys.interval"),
];

struct Reading {
    draft: Draft,
    /// By kind and name.
    listeners: BTreeMap<(String, String), Listener>,
    has_authentication: bool,
    notes: Vec<Note>,
}

#[derive(Default)]
struct Listener {
    keys: Mapping,
    disabled: bool,
}

/// Reads an emqx.conf.
pub(crate) fn emqx(text: &str) -> Converted {
    let mut reading = Reading {
        draft: Draft::default(),
        listeners: BTreeMap::new(),
        has_authentication: false,
        notes: Vec::new(),
    };
    match hocon::read(text) {
        Ok(settings) => settings.iter().for_each(|setting| reading.read(setting)),
        Err(mistake) => reading.notes.push(Note {
            line: mistake.line,
            setting: String::new(),
            kind: NoteKind::Mistake,
            message: mistake.message.to_owned(),
        }),
    }
    reading.finish()
}

impl Reading {
    fn read(&mut self, setting: &Setting) {
        let (path, value) = (setting.path.as_str(), setting.value.as_str());
        let find = |table: &[(&str, &'static str)]| {
            table
                .iter()
                .find(|(from, _)| *from == path)
                .map(|(_, to)| *to)
        };
        if let Some(to) = find(NUMBERS) {
            match value.parse::<u64>() {
                Ok(number) => self.draft.set(to, number),
                Err(_) if value == "infinity" => self.note(
                    setting,
                    NoteKind::Differs,
                    "the default holds; nothing is without end here",
                ),
                Err(_) => self.note(setting, NoteKind::Mistake, "this is not a number"),
            }
        } else if let Some(to) = find(FLAGS) {
            match value {
                "true" | "on" => self.draft.set(to, true),
                "false" | "off" => self.draft.set(to, false),
                _ => self.note(setting, NoteKind::Mistake, "this is neither true nor false"),
            }
        } else if let Some(to) = find(DURATIONS) {
            self.duration(setting, to);
        } else if let Some(rest) = path.strip_prefix("listeners.") {
            self.listener(setting, rest);
        } else {
            self.other(setting);
        }
    }

    fn duration(&mut self, setting: &Setting, to: &'static str) {
        match gmqtt_config::parse_duration(&setting.value) {
            Ok(_) => self.draft.set(to, setting.value.as_str()),
            Err(_) if setting.value == "infinity" => self.note(
                setting,
                NoteKind::Differs,
                "the default holds; nothing is without end here",
            ),
            Err(_) => self.note(
                setting,
                NoteKind::Mistake,
                "this is not a duration such as 2h",
            ),
        }
        if to.starts_with("plugins.sys") {
            self.draft.load("sys");
        }
    }

    /// `KIND.NAME.KEY`
    fn listener(&mut self, setting: &Setting, rest: &str) {
        let mut parts = rest.splitn(3, '.');
        let (Some(kind), Some(name), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return self.note(
                setting,
                NoteKind::Mistake,
                "this is no setting of a listener",
            );
        };
        if !matches!(kind, "tcp" | "ssl" | "ws" | "wss") {
            return self.note(
                setting,
                NoteKind::NoEqual,
                "listeners are tcp, ssl, ws and wss",
            );
        }
        let listener = self
            .listeners
            .entry((kind.to_owned(), name.to_owned()))
            .or_default();
        let value = setting.value.as_str();
        let keys = &mut listener.keys;
        match key {
            "bind" => {
                let address = if value.contains(':') {
                    value.to_owned()
                } else {
                    format!(":{value}")
                };
                put(keys, "address", address.into());
            }
            "enable" | "enabled" => listener.disabled = value == "false",
            "max_connections" => match value.parse::<u32>() {
                Ok(number) => put(keys, "max_connections", number.into()),
                // Without limit is the default.
                Err(_) if value == "infinity" => {}
                Err(_) => self.note(setting, NoteKind::Mistake, "this is not a number"),
            },
            "mountpoint" => {
                if !value.is_empty() && !value.contains('$') {
                    let slash = if value.ends_with('/') { "" } else { "/" };
                    put(keys, "mount_point", format!("{value}{slash}").into());
                } else if !value.is_empty() {
                    self.note(
                        setting,
                        NoteKind::NoEqual,
                        "a mount point is the same for all clients of a listener",
                    );
                }
            }
            "proxy_protocol" if value == "true" => {
                self.note(
                    setting,
                    NoteKind::NoEqual,
                    "add proxy_protocol: true, and the networks of the proxies: trusted",
                );
            }
            "proxy_protocol" => {}
            "websocket.mqtt_path" => put(keys, "websocket.path", value.into()),
            "ssl_options.certfile" => put(keys, "tls.cert", value.into()),
            "ssl_options.keyfile" => put(keys, "tls.key", value.into()),
            "ssl_options.cacertfile" => put(keys, "tls.cacert", value.into()),
            "ssl_options.verify" if value == "verify_peer" => {
                put(keys, "tls.verify", "optional".into())
            }
            "ssl_options.fail_if_no_peer_cert" if value == "true" => {
                put(keys, "tls.verify", true.into())
            }
            "ssl_options.verify" | "ssl_options.fail_if_no_peer_cert" => {}
            _ => self.note(setting, NoteKind::NoEqual, "there is no such setting"),
        }
    }

    fn other(&mut self, setting: &Setting) {
        let path = setting.path.as_str();
        let first = path.split('.').next().unwrap_or(path);
        match path {
            "mqtt.max_packet_size" => match bytes(&setting.value) {
                Some(size) => self.draft.set("mqtt.max_packet_size", size),
                None => self.note(setting, NoteKind::Mistake, "this is not a size such as 1MB"),
            },
            "mqtt.server_keepalive" if setting.value == "disabled" => {}
            "mqtt.server_keepalive" => self.note(
                setting,
                NoteKind::Differs,
                "mqtt.max_keepalive is the longest that is granted",
            ),
            "node.data_dir" => {
                self.draft.set(
                    "data_dir",
                    format!("{}/gmqtt", setting.value.trim_end_matches('/')),
                );
                self.note(setting, NoteKind::Differs, "a folder below it");
            }
            "log.console.level" | "log.console_handler.level" => {
                let level = match setting.value.as_str() {
                    "debug" => "debug",
                    "info" | "notice" => "info",
                    "warning" => "warn",
                    _ => "error",
                };
                self.draft.set("log.level", level);
            }
            "durable_sessions.enable" if setting.value == "true" => {
                self.draft.set("persistence.type", "embedded")
            }
            _ => {
                let instead = match first {
                    "authentication" => {
                        self.has_authentication = true;
                        "accounts are in the password file of the plugin auth: gmqtt accounts import"
                    }
                    "authorization" => {
                        self.draft.load("acl");
                        "rules are in the file of the plugin acl; what none of them allows is refused"
                    }
                    "dashboard" => "gmqtt top is the dashboard",
                    "cluster" | "rpc" => "see the section federation of the plugins",
                    "bridges" | "connectors" | "actions" | "rule_engine" | "sources" => {
                        "there are no bridges and no rule engine"
                    }
                    "node" | "log" | "sysmon" | "telemetry" | "api_key" | "license" => {
                        "there is nothing to set"
                    }
                    _ => "there is no such setting",
                };
                self.note(setting, NoteKind::NoEqual, instead);
            }
        }
    }

    /// One note is enough for what is said of a section as a whole.
    fn note(&mut self, setting: &Setting, kind: NoteKind, message: &str) {
        let first = setting.path.split('.').next().unwrap_or_default();
        let is_section = matches!(
            first,
            "authentication"
                | "authorization"
                | "dashboard"
                | "cluster"
                | "rpc"
                | "bridges"
                | "connectors"
                | "actions"
                | "rule_engine"
                | "sources"
                | "sysmon"
                | "telemetry"
                | "license"
        );
        let shown = if is_section {
            first
        } else {
            setting.path.as_str()
        };
        if is_section && self.notes.iter().any(|note| note.setting == shown) {
            return;
        }
        self.notes.push(Note {
            line: setting.line,
            setting: shown.to_owned(),
            kind,
            message: message.to_owned(),
        });
    }

    fn finish(mut self) -> Converted {
        // What emqx listens on without a word in the file.
        for (kind, port) in [("tcp", 1883), ("ssl", 8883), ("ws", 8083), ("wss", 8084)] {
            let has_kind = self.listeners.keys().any(|(of, _)| of == kind);
            if kind == "tcp" && !has_kind {
                let listener = self
                    .listeners
                    .entry((kind.to_owned(), "default".to_owned()))
                    .or_default();
                put(&mut listener.keys, "address", format!(":{port}").into());
            }
            for ((of, _), listener) in &mut self.listeners {
                if of == kind && !listener.keys.contains_key("address") {
                    put(&mut listener.keys, "address", format!(":{port}").into());
                }
                if of == kind && kind.starts_with('w') && !listener.keys.contains_key("websocket") {
                    put(&mut listener.keys, "websocket.path", "/mqtt".into());
                }
            }
        }
        if self.has_authentication {
            self.draft.load("auth");
        }
        for ((kind, name), listener) in self.listeners {
            if listener.disabled {
                continue;
            }
            if matches!(kind.as_str(), "ssl" | "wss") && !listener.keys.contains_key("tls") {
                self.notes.push(Note {
                    line: 0,
                    setting: format!("listeners.{kind}.{name}"),
                    kind: NoteKind::NoEqual,
                    message: "it has no certificate, and none comes with this broker: gmqtt init --secure".to_owned(),
                });
                continue;
            }
            let mut keys = Mapping::new();
            keys.insert("name".into(), Value::from(format!("{kind}-{name}")));
            keys.extend(listener.keys);
            self.draft.listeners.push(keys);
        }
        self.notes.extend(self.draft.make_room());
        Converted {
            config: self.draft,
            notes: self.notes,
        }
    }
}

/// `1MB`, `512KB`, `100`.
fn bytes(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match text[digits.len()..].to_ascii_uppercase().as_str() {
        "" | "B" => 1,
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        _ => return None,
    };
    digits.trim().parse::<u64>().ok()?.checked_mul(unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::tests::loaded;

    const TYPICAL: &str = r#"
node { name = "emqx@127.0.0.1", data_dir = "/var/lib/emqx" }
listeners.tcp.default { bind = "0.0.0.0:1883", max_connections = 1024 }
listeners.ssl.default {
  bind = 8883
  ssl_options { certfile = "/etc/c.pem", keyfile = "/etc/k.pem", cacertfile = "/etc/ca.pem", verify = verify_peer }
}
listeners.ws.default { bind = 8083, websocket.mqtt_path = "/mqtt" }
listeners.wss.default { enable = false }
mqtt { max_packet_size = 2MB, session_expiry_interval = 3h, shared_subscription = false, max_mqueue_len = infinity }
authentication = [ { mechanism = password_based, backend = built_in_database } ]
dashboard { listeners.http.bind = 18083 }
"#;

    #[test]
    fn a_typical_file_means_the_same() {
        let converted = emqx(TYPICAL);
        let config = loaded(&converted);
        let addresses: Vec<_> = config
            .listeners
            .iter()
            .map(|one| one.address.brief())
            .collect();
        assert_eq!(addresses, [":8883", "0.0.0.0:1883", ":8083"]);
        assert_eq!(
            config.listeners[2].websocket.as_ref().unwrap().path,
            "/mqtt"
        );
        assert_eq!(config.mqtt.max_packet_size, 2 << 20);
        assert_eq!(config.mqtt.session_expiry.as_secs(), 3 * 3600);
        assert!(!config.mqtt.shared_subscription_available);
        assert!(config.plugin_order.contains(&"auth".to_owned()));
        let noted: Vec<_> = converted
            .notes
            .iter()
            .map(|note| (note.line, note.setting.as_str()))
            .collect();
        assert_eq!(
            noted,
            [
                (2, "node.name"),
                (2, "node.data_dir"),
                (10, "mqtt.max_mqueue_len"),
                (11, "authentication"),
                (12, "dashboard"),
                (0, "api.http")
            ]
        );
    }

    #[test]
    fn what_is_no_hocon_is_a_mistake() {
        let converted = emqx("listeners {");
        assert_eq!(converted.notes[0].kind, NoteKind::Mistake);
    }

    #[test]
    fn sizes_have_units() {
        assert_eq!(bytes("1MB"), Some(1 << 20));
        assert_eq!(bytes("100"), Some(100));
        assert_eq!(bytes("99999999999GB"), None);
        assert_eq!(bytes("1XB"), None);
        assert_eq!(bytes("é"), None);
    }
}
