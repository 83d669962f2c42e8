//! mosquitto.conf(5): lines of a keyword and a value. Some hold for the listener named above them.

use serde_yaml::{Mapping, Value};

use super::{Converted, Draft, Note, NoteKind, put};

/// A listener as far as it has been read.
#[derive(Debug, Default)]
struct Listener {
    keys: Mapping,
    /// `allow_anonymous`, where it was said for this one.
    anonymous: Option<bool>,
    is_websocket: bool,
}

/// What is known while the file is read.
#[derive(Default)]
struct Reading {
    draft: Draft,
    listeners: Vec<Listener>,
    /// The listener that `port` and `bind_address` are about.
    default_listener: Option<Listener>,
    bind: Option<String>,
    anonymous: Option<bool>,
    has_passwords: bool,
    per_listener: bool,
    notes: Vec<Note>,
    line: u32,
    setting: String,
}

/// Reads a mosquitto.conf.
pub(crate) fn mosquitto(text: &str) -> Converted {
    let mut reading = Reading::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (keyword, value) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        reading.line = u32::try_from(at + 1).unwrap_or(u32::MAX);
        reading.setting = keyword.to_owned();
        reading.read(keyword, value.trim());
    }
    reading.finish()
}

impl Reading {
    fn read(&mut self, keyword: &str, value: &str) {
        let known = self.read_listener(keyword, value)
            || self.read_tls(keyword, value)
            || self.read_access(keyword, value)
            || self.read_limits(keyword, value)
            || self.read_store(keyword, value)
            || self.read_log(keyword, value);
        if !known {
            self.refuse(keyword);
        }
    }

    /// Where clients connect.
    fn read_listener(&mut self, keyword: &str, value: &str) -> bool {
        match keyword {
            "listener" => {
                let (port, bind) = value.split_once(char::is_whitespace).unwrap_or((value, ""));
                let bind = bind.trim();
                let address = match (port, bind) {
                    ("0", path) if path.starts_with('/') => format!("unix://{path}"),
                    (port, bind) => address(bind, port),
                };
                let mut listener = Listener::default();
                put(&mut listener.keys, "address", address.into());
                self.listeners.push(listener);
            }
            "port" => {
                let address = address(self.bind.as_deref().unwrap_or_default(), value);
                self.listener_of_port("address", address.into());
            }
            "bind_address" => self.bind = Some(value.to_owned()),
            "protocol" => match value {
                "mqtt" => {}
                "websockets" => {
                    self.current().is_websocket = true;
                    self.set_here("websocket", Value::Mapping(Mapping::new()));
                }
                _ => self.note(
                    NoteKind::NoEqual,
                    format!("`{value}` is spoken by nobody here"),
                ),
            },
            "max_connections" => match value {
                "-1" => {}
                _ => self.number_here("max_connections", value),
            },
            "mount_point" => {
                let prefix = if value.ends_with('/') {
                    value.to_owned()
                } else {
                    format!("{value}/")
                };
                if prefix != value {
                    self.note(
                        NoteKind::Differs,
                        "a mount point ends with a slash here, which was added",
                    );
                }
                self.set_here("mount_point", prefix.into());
            }
            "websockets_origin" => {
                self.set_here(
                    "websocket.allowed_origins",
                    Value::Sequence(vec![value.into()]),
                );
            }
            "socket_domain" => {
                self.note(
                    NoteKind::NoEqual,
                    "bind an address of that family instead: 0.0.0.0 or [::]",
                );
            }
            _ => return false,
        }
        true
    }

    fn read_tls(&mut self, keyword: &str, value: &str) -> bool {
        match keyword {
            "certfile" => self.set_here("tls.cert", value.into()),
            "keyfile" => self.set_here("tls.key", value.into()),
            "cafile" => self.set_here("tls.cacert", value.into()),
            "crlfile" => self.set_here("tls.crl", value.into()),
            "require_certificate" => {
                if self.flag(value) == Some(true) {
                    self.set_here("tls.verify", true.into());
                }
            }
            "use_identity_as_username" => {
                if self.flag(value) == Some(true) {
                    self.set_here("tls.username_from", "cn".into());
                }
            }
            "tls_version" => match value {
                "tlsv1.2" => self.set_here("tls.min_version", "1.2".into()),
                "tlsv1.3" => self.set_here("tls.min_version", "1.3".into()),
                _ => self.note(NoteKind::NoEqual, "1.2 and 1.3 are spoken"),
            },
            _ => return false,
        }
        true
    }

    /// Who gets in, and may do what.
    fn read_access(&mut self, keyword: &str, value: &str) -> bool {
        match keyword {
            "allow_anonymous" => {
                let Some(allowed) = self.flag(value) else {
                    return true;
                };
                match self.listeners.last_mut().filter(|_| self.per_listener) {
                    Some(listener) => listener.anonymous = Some(allowed),
                    None => self.anonymous = Some(allowed),
                }
            }
            "per_listener_settings" => {
                self.per_listener = self.flag(value) == Some(true);
                if self.per_listener {
                    self.note(NoteKind::Differs, "passwords and rules are those of the whole broker; rules can name a listener");
                }
            }
            "password_file" => {
                if self.has_passwords {
                    self.note(
                        NoteKind::NoEqual,
                        "there is one password file; put the accounts into the first",
                    );
                    return true;
                }
                self.has_passwords = true;
                self.draft.load("auth");
                self.draft.set("plugins.auth.password_file", value);
            }
            "acl_file" => {
                self.draft.load("acl");
                self.draft.set("plugins.acl.file", value);
                self.draft.set("plugins.acl.format", "mosquitto");
            }
            _ => return false,
        }
        true
    }

    fn read_limits(&mut self, keyword: &str, value: &str) -> bool {
        let (key, note) = match keyword {
            "max_inflight_messages" if value == "0" => (
                "mqtt.max_inflight",
                "0 is without limit there; 65535 is the most here",
            ),
            "max_inflight_messages" => ("mqtt.max_inflight", ""),
            "max_queued_messages" if value == "0" => (
                "mqtt.max_queued_messages",
                "0 is without limit there, and no number is here",
            ),
            "max_queued_messages" => (
                "mqtt.max_queued_messages",
                "messages in flight count here, too",
            ),
            "max_queued_bytes" => ("limits.pending_bytes", ""),
            "max_packet_size" => ("mqtt.max_packet_size", ""),
            "max_keepalive" => ("mqtt.max_keepalive", ""),
            "max_topic_alias" => ("mqtt.topic_alias_maximum", ""),
            "max_qos" => ("mqtt.maximum_qos", "it holds for all listeners here"),
            "memory_limit" => (
                "limits.queue_memory",
                "messages are counted here, not all memory",
            ),
            "global_max_connections" => ("limits.max_connections", ""),
            "message_size_limit" => (
                "mqtt.max_packet_size",
                "the whole packet is counted here, not its payload",
            ),
            "retain_available" | "queue_qos0_messages" | "allow_zero_length_clientid" => {
                if let Some(flag) = self.flag(value) {
                    self.draft.set(&format!("mqtt.{keyword}"), flag);
                }
                return true;
            }
            "persistent_client_expiration" => {
                self.expiration(value);
                return true;
            }
            _ => return false,
        };
        let number = match (keyword, value) {
            ("max_inflight_messages", "0") => Ok(65_535),
            ("max_queued_messages", "0") => Ok(u64::from(u32::MAX)),
            _ => value.parse::<u64>(),
        };
        match number {
            // 0 turns these off in both brokers.
            Ok(0) if matches!(keyword, "max_packet_size" | "message_size_limit") => {}
            Ok(number) => self.draft.set(key, number),
            Err(_) => self.note(NoteKind::Mistake, format!("`{value}` is not a number")),
        }
        if !note.is_empty() {
            self.note(NoteKind::Differs, note);
        }
        true
    }

    /// A number and a unit: h, d, w, m (months) or y.
    fn expiration(&mut self, value: &str) {
        let (number, unit) = value.split_at(
            value
                .len()
                .saturating_sub(value.chars().last().map_or(0, char::len_utf8)),
        );
        let hours = match unit {
            "h" => Some(1),
            "d" => Some(24),
            "w" => Some(7 * 24),
            "m" => Some(30 * 24),
            "y" => Some(365 * 24),
            _ => None,
        };
        let total = hours
            .zip(number.parse::<u32>().ok())
            .and_then(|(hours, number)| number.checked_mul(hours));
        match total.filter(|total| *total > 0) {
            Some(total) => self.draft.set("mqtt.session_expiry", format!("{total}h")),
            None => self.note(
                NoteKind::Mistake,
                format!("`{value}` is not a time such as 2d"),
            ),
        }
    }

    fn read_store(&mut self, keyword: &str, value: &str) -> bool {
        match keyword {
            "persistence" => {
                let kind = if self.flag(value) == Some(true) {
                    "embedded"
                } else {
                    "memory"
                };
                self.draft.set("persistence.type", kind);
            }
            "persistence_location" => {
                let path = format!("{}/gmqtt", value.trim_end_matches('/'));
                self.draft.set("persistence.embedded.path", path);
                self.note(
                    NoteKind::Differs,
                    "a folder below it, since the file of mosquitto cannot be read",
                );
            }
            // The store writes each change when it happens.
            "autosave_interval" | "autosave_on_changes" | "persistence_file" => {}
            "pid_file" => self.draft.set("pid_file", value),
            "sys_interval" => match value {
                "0" => {}
                _ => match value.parse::<u32>() {
                    Ok(seconds) => self
                        .draft
                        .set("plugins.sys.interval", format!("{seconds}s")),
                    Err(_) => self.note(
                        NoteKind::Mistake,
                        format!("`{value}` is not a number of seconds"),
                    ),
                },
            },
            _ => return false,
        }
        if keyword == "sys_interval" && value != "0" {
            self.draft.load("sys");
        }
        true
    }

    fn read_log(&mut self, keyword: &str, value: &str) -> bool {
        match keyword {
            "log_dest" => match value {
                "stdout" => self.draft.set("log.output", "stdout"),
                "stderr" => self.draft.set("log.output", "stderr"),
                "none" => self.draft.set("log.level", "error"),
                _ => self.note(
                    NoteKind::NoEqual,
                    "the log goes to stderr, from where systemd and containers take it",
                ),
            },
            "log_type" => {
                let level = match value {
                    "all" | "debug" | "subscribe" | "unsubscribe" => "debug",
                    "websockets" => "info",
                    "error" => "error",
                    "warning" => "warn",
                    "none" => "error",
                    _ => "info",
                };
                self.note(
                    NoteKind::Differs,
                    "kinds of messages became the level they have here",
                );
                self.draft.set("log.level", level);
            }
            // These are what the log has anyway.
            "connection_messages" | "log_timestamp" | "log_timestamp_format" => {}
            _ => return false,
        }
        true
    }

    /// What has no equal, and what there is instead.
    fn refuse(&mut self, keyword: &str) {
        let instead = match keyword {
            "user" => "start it as that user, as the unit of systemd does",
            "include_dir" => "the files in it were not read; convert them one by one",
            "capath" => "put the certificates into one file: cafile",
            "connection" | "address" | "addresses" | "topic" | "remote_username"
            | "remote_password" | "remote_clientid" | "cleansession" | "start_type"
            | "notifications" | "try_private" => {
                "there are no bridges; brokers of this kind join as one"
            }
            "auth_plugin" | "plugin" | "global_plugin" | "plugin_load" | "plugin_use" => {
                "plugins are written in Rust: gmqtt plugin new"
            }
            "psk_file" | "psk_hint" | "use_subject_as_username" => {
                "certificates say who a client is"
            }
            "ciphers"
            | "ciphers_tls1.3"
            | "dhparamfile"
            | "tls_engine"
            | "tls_engine_kpass_sha1"
            | "tls_keyform" => "TLS takes what is safe today",
            "http_dir" => "no files are served",
            "clientid_prefixes" | "auto_id_prefix" => {
                "rules can be about client identifiers: plugins.acl"
            }
            "upgrade_outgoing_qos" => "messages are delivered with the QoS of MQTT",
            "set_tcp_nodelay" => "it is always on",
            "check_retain_source" => "who publishes is judged when it is published",
            _ => "this is not known",
        };
        let kind = if instead == "this is not known" {
            NoteKind::Mistake
        } else {
            NoteKind::NoEqual
        };
        self.note(kind, instead);
    }

    fn flag(&mut self, value: &str) -> Option<bool> {
        match value {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            _ => {
                self.note(
                    NoteKind::Mistake,
                    format!("`{value}` is neither true nor false"),
                );
                None
            }
        }
    }

    fn number_here(&mut self, key: &str, value: &str) {
        match value.parse::<u32>() {
            Ok(number) => self.set_here(key, number.into()),
            Err(_) => self.note(NoteKind::Mistake, format!("`{value}` is not a number")),
        }
    }

    /// Sets a key of the listener that is being read.
    fn set_here(&mut self, key: &str, value: Value) {
        put(&mut self.current().keys, key, value);
    }

    fn listener_of_port(&mut self, key: &str, value: Value) {
        put(
            &mut self.default_listener.get_or_insert_default().keys,
            key,
            value,
        );
    }

    /// What is said before the first `listener` is about the one of `port`.
    fn current(&mut self) -> &mut Listener {
        match self.listeners.last_mut() {
            Some(listener) => listener,
            None => self.default_listener.get_or_insert_default(),
        }
    }

    fn note(&mut self, kind: NoteKind, message: impl Into<String>) {
        self.notes.push(Note {
            line: self.line,
            setting: self.setting.clone(),
            kind,
            message: message.into(),
        });
    }

    fn finish(mut self) -> Converted {
        let configured = !self.listeners.is_empty() || self.default_listener.is_some();
        let mut listeners: Vec<Listener> = self
            .default_listener
            .take()
            .into_iter()
            .chain(self.listeners)
            .collect();
        if listeners.is_empty() {
            listeners.push(Listener::default());
        }
        // Without a listener mosquitto serves this machine and lets everybody on it in; with one it lets nobody in unasked.
        let anonymous = self.anonymous.unwrap_or(!configured && !self.has_passwords);
        for listener in &mut listeners {
            if !listener.keys.contains_key("address") {
                let address = if configured {
                    address(self.bind.as_deref().unwrap_or_default(), "1883")
                } else {
                    "127.0.0.1:1883".to_owned()
                };
                listener.keys.insert("address".into(), address.into());
            }
            let allowed = listener.anonymous.unwrap_or(anonymous);
            if !allowed {
                self.draft.load("auth");
            }
            listener.keys.insert("anonymous".into(), allowed.into());
        }
        self.draft.listeners = listeners
            .into_iter()
            .map(|listener| listener.keys)
            .collect();
        self.notes.extend(self.draft.make_room());
        Converted {
            config: self.draft,
            notes: self.notes,
        }
    }
}

/// `host:port`, an IPv6 address in brackets; without a host all interfaces.
fn address(host: &str, port: &str) -> String {
    if host.contains(':') {
        format!("[{host}]:{port}")
    } else {
        format!("{host}:{port}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::convert::tests::loaded;

    const TYPICAL: &str = "\
# a typical one
per_listener_settings false
listener 1883 10.0.0.1
allow_anonymous false
password_file /etc/mosquitto/passwd
acl_file /etc/mosquitto/acl

listener 8883
certfile /etc/mosquitto/server.crt
keyfile /etc/mosquitto/server.key
cafile /etc/mosquitto/ca.crt
require_certificate true
use_identity_as_username true
tls_version tlsv1.3

listener 9001
protocol websockets
max_connections 50

persistence true
persistence_location /var/lib/mosquitto/
max_inflight_messages 40
persistent_client_expiration 2w
sys_interval 30
log_dest syslog
user mosquitto
connection bridge-one
";

    #[test]
    fn a_typical_file_means_the_same() {
        let converted = mosquitto(TYPICAL);
        let config = loaded(&converted);
        let addresses: Vec<_> = config
            .listeners
            .iter()
            .map(|one| one.address.brief())
            .collect();
        assert_eq!(addresses, ["10.0.0.1:1883", ":8883", ":9001"]);
        let tls = config.listeners[1].tls.as_ref().unwrap();
        assert!(tls.verify.are_required());
        assert_eq!(tls.min_version.as_str(), "1.3");
        assert!(tls.username_from.is_some());
        assert!(config.listeners[2].websocket.is_some());
        assert_eq!(config.listeners[2].max_connections, 50);
        assert_eq!(config.listeners[0].anonymous, Some(false));
        assert_eq!(
            config.plugin_order,
            ["prometheus", "admin", "auth", "acl", "sys"]
        );
        assert_eq!(config.mqtt.max_inflight, 40);
        assert_eq!(config.mqtt.session_expiry.as_secs(), 14 * 24 * 3600);
        let noted: Vec<_> = converted
            .notes
            .iter()
            .map(|note| (note.line, note.setting.as_str(), note.kind))
            .collect();
        assert_eq!(
            noted,
            [
                (21, "persistence_location", NoteKind::Differs),
                (25, "log_dest", NoteKind::NoEqual),
                (26, "user", NoteKind::NoEqual),
                (27, "connection", NoteKind::NoEqual),
            ]
        );
    }

    #[test]
    fn an_empty_file_serves_this_machine_and_lets_all_in() {
        let config = loaded(&mosquitto(""));
        assert_eq!(config.listeners[0].address.brief(), "127.0.0.1:1883");
        assert_eq!(config.listeners[0].anonymous, Some(true));
        assert_eq!(config.plugin_order, ["prometheus", "admin"]);
    }

    #[test]
    fn a_listener_alone_lets_nobody_in_unasked() {
        let config = loaded(&mosquitto("listener 1883"));
        assert_eq!(config.listeners[0].anonymous, Some(false));
        assert!(config.plugin_order.contains(&"auth".to_owned()));
    }

    #[test]
    fn each_listener_may_have_a_word_of_its_own() {
        let text = "per_listener_settings true\nlistener 1\nallow_anonymous true\nlistener 2\nallow_anonymous false\nlistener 0 /run/m.sock\nallow_anonymous true";
        let config = loaded(&mosquitto(text));
        let said: Vec<_> = config.listeners.iter().map(|one| one.anonymous).collect();
        assert_eq!(said, [Some(true), Some(false), Some(true)]);
        assert_eq!(config.listeners[2].address.brief(), "unix:///run/m.sock");
    }

    #[test]
    fn mistakes_are_told_from_what_has_no_equal() {
        let converted = mosquitto(
            "max_keepalive soon\nbogus 1\npersistent_client_expiration é\nmax_connections x",
        );
        assert!(
            converted
                .notes
                .iter()
                .all(|note| note.kind == NoteKind::Mistake),
            "{converted:?}"
        );
        assert_eq!(converted.notes.len(), 4);
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_converted(text in "([a-z_]{0,12}|listener|port|max_qos|persistent_client_expiration|mount_point) ?[ -~é]{0,12}\n?") {
            let _ = mosquitto(&text).config.to_yaml();
        }
    }
}
