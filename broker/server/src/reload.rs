//! A new configuration for a running broker: what takes effect, and when. Clients stay connected.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use gmqtt_config::{Config, Listener};
use gmqtt_plugin_api::{Applied, Applies, EventKind, Note, Severity};
use tracing::{error, info};

use crate::start::{Listening, Server};

/// What came of a reload.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reloaded {
    /// Addresses that could not be opened, certificates that could not be read, plugins that keep their old configuration.
    pub failed: Vec<String>,
    /// Keys that plugins found changed.
    pub applied: Vec<Applied>,
}

/// When a change of this key, in its dotted path, takes effect. For those of plugins, what the plugin says counts.
#[must_use]
pub fn applies(key: &str) -> Applies {
    let (section, name) = key.split_once('.').unwrap_or((key, ""));
    match section {
        "mqtt" => applies_of_mqtt(name),
        "limits" => Applies::Now,
        "log" if matches!(name, "level" | "dump_packet") => Applies::Now,
        "api" => Applies::Now,
        _ if section.starts_with("listeners") => Applies::Now,
        _ => Applies::Restart,
    }
}

fn applies_of_mqtt(name: &str) -> Applies {
    match name {
        "session_expiry_check_interval"
        | "message_expiry"
        | "inflight_expiry"
        | "max_queued_messages"
        | "queue_qos0_messages"
        | "delivery_mode"
        | "max_topic_levels"
        | "stop_timeout" => Applies::Now,
        _ => Applies::NewClients,
    }
}

impl Server {
    /// Applies the parts of a configuration that a running broker can change: the sections `mqtt` and `limits`,
    /// `log.dump_packet`, the listeners, and what plugins can change of theirs. A listener that is gone from the configuration stops
    /// accepting and its clients stay; one that cannot be opened is logged, and the rest is applied all the same.
    pub async fn reload(&mut self, config: &Config) -> Reloaded {
        let (applied, mut failed) = self.reload_plugins(config);
        self.broker
            .change_settings(config.mqtt.clone(), config.log.dump_packet);
        self.broker.change_limits(config.limits.clone());
        self.stop_timeout = config.mqtt.stop_timeout;
        let stays = |listening: &mut Listening| config.listeners.contains(&listening.configured);
        let gone: Vec<_> = self.listening.extract_if(.., |one| !stays(one)).collect();
        for listening in gone {
            self.close(listening).await;
        }
        self.closed
            .retain(|closed| config.listeners.contains(&closed.configured));
        failed.extend(self.reload_certificates());
        for (index, configured) in config.listeners.iter().enumerate() {
            if let Some(listening) = self
                .listening
                .iter_mut()
                .find(|one| one.configured == *configured)
            {
                listening.bound.index = index;
            } else if let Some(closed) = self
                .closed
                .iter_mut()
                .find(|one| one.configured == *configured)
            {
                // Who closed it opens it.
                closed.bound.index = index;
            } else if let Err(address) = self.open(index, configured).await {
                failed.push(address);
            }
        }
        self.tell_listening();
        Reloaded { failed, applied }
    }

    /// What the plugins took over, and those that could not.
    fn reload_plugins(&self, config: &Config) -> (Vec<Applied>, Vec<String>) {
        let _entered = self.ops.handle().enter();
        let config = Arc::new(config.clone());
        let hooks = &self.broker.hooks;
        let (mut applied, mut failed) = (Vec::new(), Vec::new());
        for plugin in hooks.plugins() {
            let context = self.context(plugin.name(), config.clone());
            let reload = AssertUnwindSafe(|| plugin.reload(&context));
            match catch_unwind(reload).unwrap_or_else(|_| Err("it panicked".into())) {
                Ok(keys) => applied.extend(keys),
                Err(cause) => {
                    error!(plugin = plugin.name(), %cause, "a plugin goes on with its old configuration");
                    failed.push(format!("plugins.{}", plugin.name()));
                }
            }
        }
        hooks.find_interest();
        // A plugin that is asked about deliveries from now on was not asked about the routes so far.
        self.broker.forget_routes();
        (applied, failed)
    }

    /// Reads the certificates, keys, authorities and revocation lists of all listeners again if their files changed, without
    /// waiting for the next look at them. New handshakes use the new ones. Returns what is wrong with those that stay as they
    /// were.
    pub fn reload_certificates(&self) -> Vec<String> {
        let refresh = |listening: &Listening| {
            let error = listening.shared.refresh(&self.broker.events).err()?;
            Some(format!("listeners[{}].{error}", listening.bound.index))
        };
        self.listening.iter().filter_map(refresh).collect()
    }

    async fn open(&mut self, index: usize, configured: &Listener) -> Result<(), String> {
        match self.listen(index, configured).await {
            Ok(bound) => info!(listener = %bound, "opened a listener"),
            Err(cause) => {
                error!(%cause, "cannot open a listener; the others are not affected");
                let place = configured.address.brief();
                let note = Note::new(EventKind::Listener, place, cause.to_string());
                self.broker.events.note(note.severity(Severity::Error));
                return Err(configured.address.brief());
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every key has an answer, and those that a live broker cannot change say so.
    #[test]
    fn every_key_says_when_it_applies() {
        for (key, when) in [
            ("log.level", Applies::Now),
            ("log.format", Applies::Restart),
            ("mqtt.delivery_mode", Applies::Now),
            ("limits.max_connections", Applies::Now),
            ("mqtt.max_inflight", Applies::NewClients),
            ("listeners[1].address", Applies::Now),
            ("api.http[0].address", Applies::Now),
            ("persistence.type", Applies::Restart),
            ("plugin_order", Applies::Restart),
        ] {
            assert_eq!(applies(key), when, "{key}");
        }
    }
}
