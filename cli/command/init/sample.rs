//! The configuration that is written: the sample, with some of its lines changed. What a key does is explained in one place.

use gmqtt_config::SAMPLE;

use super::Profile;

/// A line of the sample, in one of its blocks, and what it becomes.
type Change = (&'static str, &'static str, String);

/// What differs from the sample.
pub(super) struct Choice(Vec<Change>);

impl Choice {
    /// A broker for this machine.
    pub(super) fn open(profile: Option<Profile>) -> Self {
        let mut choice = Self::new(profile);
        choice.set("listeners", "# These listeners are open to every machine that reaches this one. Add `auth` to `plugin_order` to ask for passwords.",
            "# These listeners are for programs on this machine. `gmqtt init --secure` makes a broker for other machines.");
        choice.set(
            "listeners",
            "  - address: \":1883\"",
            "  - address: \"127.0.0.1:1883\"",
        );
        choice.set(
            "listeners",
            "  - address: \":8883\"",
            "  - address: \"127.0.0.1:9001\"",
        );
        choice
    }

    /// A broker for other machines: TLS on 8883, passwords, rules, and the API on this socket alone, or where it is anyway.
    pub(super) fn secure(profile: Option<Profile>, socket: Option<&str>) -> Self {
        let mut choice = Self::new(profile);
        choice.set(
            "listeners",
            "# These listeners are open to every machine that reaches this one. Add `auth` to `plugin_order` to ask for passwords.",
            "# This listener is open to every machine that reaches this one; accounts are asked for.",
        );
        for line in [
            "  - address: \":1883\"",
            "  - address: \":8883\"",
            "    websocket:",
            "      path: \"/\"",
        ] {
            let text = line.trim_start();
            let indent = &line[..line.len() - text.len()];
            choice.set("listeners", line, format!("{indent}#{text}"));
        }
        for line in [
            "  #- name: secure",
            "    #tls:",
            "      #cert: tls/server.crt",
            "      #key: tls/server.key",
        ] {
            choice.set("listeners", line, line.replacen('#', "", 1));
        }
        choice.set(
            "listeners",
            "    #address: \":8884\"",
            "    address: \":8883\"",
        );
        if let Some(socket) = socket {
            let path = serde_json::Value::from(socket).to_string();
            for line in [
                "    - address: \"127.0.0.1:8084\"",
                "    - address: \"127.0.0.1:8083\"",
            ] {
                choice.set("api", line, line.replacen("- ", "#- ", 1));
            }
            choice.set("api", "  grpc:", "  grpc: []");
            choice.set("api", "  http:", "  http: []");
            choice.set("api", "  #unix:", "  unix:");
            choice.set(
                "api",
                "    #path: /run/gmqtt/admin.sock",
                format!("    path: {path}"),
            );
        }
        choice.set(
            "api",
            "    #tokens_file: /run/secrets/gmqtt-tokens",
            "    tokens_file: tokens",
        );
        choice.set("plugin_order", "  #- auth", "  - auth");
        choice.set("plugin_order", "  #- acl", "  - acl");
        choice.set(
            "plugins",
            "    password_file: ./gmqtt_password.yml",
            "    password_file: accounts.yml",
        );
        choice.set("plugins", "    file: ./gmqtt_acl.yml", "    file: acl.yml");
        choice
    }

    fn new(profile: Option<Profile>) -> Self {
        let mut choice = Self(Vec::new());
        if profile != Some(Profile::Dev) {
            choice.set("persistence", "  type: memory", "  type: embedded");
        }
        match profile {
            None => {}
            Some(Profile::Dev) => choice.set("log", "  level: info", "  level: debug"),
            Some(Profile::Edge) => {
                choice.set(
                    "mqtt",
                    "  #max_packet_size: 268435456",
                    "  max_packet_size: 1048576",
                );
                choice.set(
                    "mqtt",
                    "  max_queued_messages: 1000",
                    "  max_queued_messages: 200",
                );
                choice.set("limits", "  #max_connections: 0", "  max_connections: 1000");
                choice.set("limits", "  #queue_memory: 0", "  queue_memory: 67108864");
                choice.set(
                    "limits",
                    "  #max_retained_bytes: 0",
                    "  max_retained_bytes: 16777216",
                );
                choice.set(
                    "persistence",
                    "    #max_bytes: 8589934592",
                    "    max_bytes: 268435456",
                );
            }
            Some(Profile::Server) => {
                choice.set(
                    "mqtt",
                    "  #max_packet_size: 268435456",
                    "  max_packet_size: 1048576",
                );
                choice.set("mqtt", "  session_expiry: 2h", "  session_expiry: 1d");
                choice.set(
                    "limits",
                    "  #max_connections_per_address: 0",
                    "  max_connections_per_address: 1000",
                );
                choice.set(
                    "limits",
                    "  #connection_rate_per_address: 0",
                    "  connection_rate_per_address: 100",
                );
                choice.set("limits", "  #pending_bytes: 0", "  pending_bytes: 16777216");
                choice.set("limits", "  #queue_memory: 0", "  queue_memory: 1073741824");
                choice.set(
                    "limits",
                    "  #max_subscriptions: 0",
                    "  max_subscriptions: 1000",
                );
            }
        }
        choice
    }

    fn set(&mut self, block: &'static str, line: &'static str, becomes: impl Into<String>) {
        self.0.push((block, line, becomes.into()));
    }
}

/// The sample with these changes; `minimal` leaves out comments and sections without keys.
pub(super) fn write(choice: &Choice, minimal: bool) -> String {
    let mut block = "";
    let mut text = String::new();
    for line in SAMPLE.lines() {
        // The comment above a block belongs to it, and is found below it when the block has begun.
        if let Some((name, _)) = line
            .split_once(':')
            .filter(|_| line.starts_with(|c: char| c.is_ascii_lowercase()))
        {
            block = name;
        }
        let change = choice
            .0
            .iter()
            .find(|(of, from, _)| *from == line && (*of == block || line.starts_with('#')));
        text.push_str(change.map_or(line, |(_, _, becomes)| becomes));
        text.push('\n');
    }
    if minimal {
        without_comments(&text)
    } else {
        text
    }
}

/// Only the lines that say something.
fn without_comments(text: &str) -> String {
    let said = |line: &&str| !line.trim_start().is_empty() && !line.trim_start().starts_with('#');
    let lines: Vec<_> = text.lines().filter(said).collect();
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let mut kept: Vec<&str> = Vec::new();
    // From the end, so that a section whose sections are empty is empty, too.
    for line in lines.iter().rev() {
        let is_empty = line.ends_with(':')
            && kept
                .last()
                .is_none_or(|below| indent(below) <= indent(line));
        if !is_empty {
            kept.push(line);
        }
    }
    kept.iter().rev().flat_map(|line| [*line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use gmqtt_config::{Config, LoadOptions, load_bytes};

    use super::*;

    const PROFILES: [Option<Profile>; 4] = [
        None,
        Some(Profile::Dev),
        Some(Profile::Edge),
        Some(Profile::Server),
    ];

    fn choices() -> Vec<Choice> {
        PROFILES
            .iter()
            .flat_map(|profile| {
                [
                    Choice::open(*profile),
                    Choice::secure(*profile, Some("/tmp/x/admin.sock")),
                ]
            })
            .collect()
    }

    fn loaded(text: &str) -> Config {
        let options = LoadOptions::default();
        let loaded = load_bytes(Path::new("/x/gmqtt.yml"), text.as_bytes(), &options);
        let loaded = loaded.unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert!(loaded.warnings.is_empty(), "{:?}", loaded.warnings);
        loaded.config
    }

    #[test]
    fn every_line_to_change_is_in_the_sample_once() {
        for choice in choices() {
            for (block, line, becomes) in &choice.0 {
                let text = write(&Choice(vec![(*block, *line, becomes.clone())]), false);
                let changed = text
                    .lines()
                    .zip(SAMPLE.lines())
                    .filter(|(new, old)| new != old);
                assert_eq!(changed.count(), 1, "{block}: {line}");
            }
        }
    }

    #[test]
    fn what_is_written_can_be_used_and_means_the_same_without_comments() {
        for choice in choices() {
            let config = loaded(&write(&choice, false));
            let minimal = write(&choice, true);
            assert_eq!(loaded(&minimal), config, "{minimal}");
            assert!(
                !minimal.contains('#') && minimal.lines().count() < 80,
                "{minimal}"
            );
        }
    }

    #[test]
    fn an_open_broker_is_for_this_machine() {
        let config = loaded(&write(&Choice::open(None), false));
        let addresses: Vec<_> = config
            .listeners
            .iter()
            .map(|one| one.address.brief())
            .collect();
        assert_eq!(addresses, ["127.0.0.1:1883", "127.0.0.1:9001"]);
        assert!(!config.plugin_order.contains(&"auth".to_owned()));
    }

    #[test]
    fn a_secure_broker_speaks_tls_only_and_asks_for_passwords() {
        let config = loaded(&write(
            &Choice::secure(None, Some("/tmp/x/admin.sock")),
            false,
        ));
        assert_eq!(config.listeners.len(), 1);
        let tls = config.listeners[0].tls.as_ref().unwrap();
        assert_eq!(tls.cert.as_deref(), Some(Path::new("/x/tls/server.crt")));
        assert_eq!(config.listeners[0].address.brief(), ":8883");
        assert!(config.listeners[0].websocket.is_none());
        assert_eq!(
            config.plugin_order,
            ["prometheus", "admin", "auth", "acl", "sys"]
        );
        assert_eq!(
            config.plugins.auth.password_file,
            Path::new("/x/accounts.yml")
        );
        assert!(config.api.http.is_empty() && config.api.grpc.is_empty());
        assert_eq!(
            config.api.unix.path.as_deref(),
            Some(Path::new("/tmp/x/admin.sock"))
        );
    }
}
