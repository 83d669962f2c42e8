//! SIGHUP: reads the config again, applies what a running broker can change, and logs what needs a restart.

use gmqtt_config::{Config, Diagnostic, LoadError, Loaded, Severity};
use gmqtt_plugin_api::{ConfigChange, EventKind, Note, Reload};
use gmqtt_server::{Applies, Reloaded, Server, applies};

use super::logs::{self, Logs};
use crate::config_tree::{self, Secrets, inline, leaves};

/// A key whose value is not what the broker runs with, both values as they are shown.
#[derive(Debug, PartialEq, Eq)]
struct Change {
    key: String,
    running: String,
    file: String,
}

/// Applies what was `loaded` again to the `server` and to what is `running`. Whatever is wrong with the config, the broker
/// goes on.
pub(super) async fn apply(
    loaded: Result<Loaded, LoadError>,
    running: &mut Loaded,
    server: &mut Server,
    logs: &Logs,
) -> Reload {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            error.diagnostics().iter().for_each(logs::log);
            tracing::error!(target: "gmqtt", %error, "the broker keeps running with the old config");
            let text = "not reloaded: the config is not valid";
            server.record(
                Note::new(EventKind::Config, "", text).severity(gmqtt_plugin_api::Severity::Error),
            );
            return refused(&error);
        }
    };
    running.origins = loaded.origins;
    let (config, running) = (loaded.config, &mut running.config);
    let changes = changes(running, &config);
    // Whatever was asked for since, through the admin API.
    let level_is_held = !logs.set_level(config.log.level);
    let Reloaded { failed, applied } = server.reload(&config).await;
    let when = |key: &str| {
        let said = applied.iter().find(|applied| applied.key == key);
        said.map_or_else(|| applies(key), |applied| applied.applies)
    };
    let mut restart = 0;
    let mut told = Vec::new();
    for Change { key, running, file } in &changes {
        told.push(ConfigChange {
            key: key.clone(),
            old: running.clone(),
            new: file.clone(),
            applies: Some(when(key)),
        });
        let applies = match key.as_str() {
            "log.level" if level_is_held => "not while a flag or GMQTT_LOG decides",
            key => when(key).words(),
        };
        restart += usize::from(when(key) == Applies::Restart);
        tracing::info!(target: "gmqtt", key, running, file, applies, "changed");
    }
    tracing::info!(target: "gmqtt", changes = changes.len(), restart, failed = failed.join(" "), "reloaded");
    let text = format!("reloaded, {} changes", changes.len());
    server.record(
        Note::new(EventKind::Config, "", text)
            .with("changes", changes.len())
            .with("restart_needed", restart)
            .with("failed", failed.join(" ")),
    );
    let plugins_took_all = changes
        .iter()
        .filter(|change| change.key.starts_with("plugins."))
        .all(|change| when(&change.key) != Applies::Restart);
    if plugins_took_all {
        running.plugins = config.plugins;
    }
    // What needs a restart stays as it is, and is a change again the next time.
    if !failed.iter().any(|one| one == "plugins.admin") {
        running.api = config.api;
    }
    running.mqtt = config.mqtt;
    running.limits = config.limits;
    running.listeners = config.listeners;
    running.log.level = config.log.level;
    running.log.dump_packet = config.log.dump_packet;
    Reload {
        changes: told,
        diagnostics: loaded.warnings,
        invalid: false,
        failed,
    }
}

/// What [`apply`] would do, as far as that can be known before.
pub(super) fn compare(loaded: Result<Loaded, LoadError>, running: &Config) -> Reload {
    let loaded = match loaded {
        Ok(loaded) => loaded,
        Err(error) => return refused(&error),
    };
    let change = |Change { key, running, file }: Change| ConfigChange {
        // What a plugin can take over only the plugin knows.
        applies: (!key.starts_with("plugins.")).then(|| applies(&key)),
        key,
        old: running,
        new: file,
    };
    Reload {
        changes: changes(running, &loaded.config)
            .into_iter()
            .map(change)
            .collect(),
        diagnostics: loaded.warnings,
        ..Reload::default()
    }
}

/// Nothing comes of a configuration with mistakes.
fn refused(error: &LoadError) -> Reload {
    let mut diagnostics = error.diagnostics().to_vec();
    if diagnostics.is_empty() {
        diagnostics.push(Diagnostic {
            severity: Severity::Error,
            message: error.to_string(),
            key: None,
            location: None,
            excerpt: None,
            hint: None,
        });
    }
    Reload {
        diagnostics,
        invalid: true,
        ..Reload::default()
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
