//! SIGHUP: reads the config file again, applies the log level, and logs what only a restart would change.

use gmqtt_config::{Config, LoadError, Loaded};

use super::logs::{self, Logs};
use crate::config_tree::{self, Secrets, inline, leaves};

/// A key whose value is not what the broker runs with, both values as they are shown.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    key: String,
    running: String,
    file: String,
}

/// Compares what was `loaded` again with what is `running`. Whatever is wrong with the file, the broker goes on.
pub(super) fn check(loaded: Result<Loaded, LoadError>, running: &mut Config, logs: &Logs) {
    let config = match loaded {
        Ok(loaded) => loaded.config,
        Err(LoadError::Invalid { diagnostics, .. }) => {
            diagnostics.iter().for_each(logs::log);
            return tracing::error!(
                target: "gmqtt", "the new config is not valid; the broker keeps running with the old one"
            );
        }
        Err(unreadable) => {
            return tracing::error!(target: "gmqtt", "{unreadable}; the broker keeps running with the old config");
        }
    };
    if config.log.level != running.log.level && logs.set_level(config.log.level) {
        tracing::info!(target: "gmqtt", level = config.log.level.as_str(), "log level changed");
        running.log.level = config.log.level;
    }
    let changes = changes(running, &config);
    for Change { key, running, file } in &changes {
        tracing::info!(target: "gmqtt", key, running, file, "the config has changed");
    }
    match changes.len() {
        0 => tracing::info!(target: "gmqtt", "the config is valid and as the broker runs it"),
        count => {
            tracing::warn!(target: "gmqtt", count, "reload is not supported yet; restart to apply")
        }
    }
}

/// What differs between two configurations. Secrets are compared, but not shown.
fn changes(running: &Config, file: &Config) -> Vec<Change> {
    let values = |config: &Config| {
        let revealed = config_tree::of(config, Secrets::Revealed);
        let shown = config_tree::of(config, Secrets::Masked);
        let shown: Vec<_> = leaves("", &shown)
            .into_iter()
            .map(|(_, value)| inline(value))
            .collect();
        let values = leaves("", &revealed)
            .into_iter()
            .map(|(key, value)| (key, inline(value)));
        values
            .zip(shown)
            .map(|((key, value), shown)| (key, value, shown))
            .collect::<Vec<_>>()
    };
    let (before, after) = (values(running), values(file));
    let find = |list: &[(String, String, String)], wanted: &str| {
        list.iter().find(|(key, ..)| key == wanted).cloned()
    };
    let nothing = || "none".to_owned();
    let mut changes: Vec<_> = after
        .iter()
        .filter_map(|(key, value, shown)| match find(&before, key) {
            Some((_, old, _)) if old == *value => None,
            old => Some(Change {
                key: key.clone(),
                running: old.map_or_else(nothing, |(_, _, shown)| shown),
                file: shown.clone(),
            }),
        })
        .collect();
    let gone = before
        .iter()
        .filter(|(key, ..)| find(&after, key).is_none());
    changes.extend(gone.map(|(key, _, shown)| Change {
        key: key.clone(),
        running: shown.clone(),
        file: nothing(),
    }));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_configurations_have_no_changes() {
        assert_eq!(changes(&Config::default(), &Config::default()), []);
    }

    #[test]
    fn a_changed_key_is_shown_with_both_values() {
        let mut file = Config::default();
        file.mqtt.max_inflight += 1;
        let before = Config::default().mqtt.max_inflight;
        let expected = Change {
            key: "mqtt.max_inflight".to_owned(),
            running: before.to_string(),
            file: (before + 1).to_string(),
        };
        assert_eq!(changes(&Config::default(), &file), [expected]);
    }

    #[test]
    fn a_listener_that_goes_away_is_a_change() {
        let mut file = Config::default();
        file.listeners.pop();
        let changes = changes(&Config::default(), &file);
        assert!(
            changes
                .iter()
                .any(|change| change.key == "listeners[1].address" && change.file == "none")
        );
    }
}
