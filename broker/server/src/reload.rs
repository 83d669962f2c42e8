//! A new configuration for a running broker: what takes effect, and when. Clients stay connected.

use gmqtt_config::{Config, Listener};
use tracing::{error, info};

use crate::start::{Listening, Server};

/// When a changed key takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Applies {
    /// At once, for everybody.
    Now,
    /// For clients that connect from now on.
    NewClients,
    /// When the broker is started again.
    Restart,
}

impl Applies {
    /// When a change of this key, in its dotted path, takes effect.
    #[must_use]
    pub fn of(key: &str) -> Self {
        let (section, name) = key.split_once('.').unwrap_or((key, ""));
        match section {
            "mqtt" => Self::of_mqtt(name),
            "limits" => Self::Now,
            "log" if matches!(name, "level" | "dump_packet") => Self::Now,
            _ if section.starts_with("listeners") => Self::Now,
            _ => Self::Restart,
        }
    }

    fn of_mqtt(name: &str) -> Self {
        match name {
            "session_expiry_check_interval"
            | "message_expiry"
            | "inflight_expiry"
            | "max_queued_messages"
            | "queue_qos0_messages"
            | "delivery_mode"
            | "max_topic_levels"
            | "stop_timeout" => Self::Now,
            _ => Self::NewClients,
        }
    }

    /// For people.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::NewClients => "new clients",
            Self::Restart => "restart needed",
        }
    }
}

impl Server {
    /// Applies the parts of a configuration that a running broker can change: the sections `mqtt` and `limits`,
    /// `log.dump_packet` and the listeners. A listener that is gone from the configuration stops accepting and its clients stay; one that cannot be
    /// opened is logged, and the rest is applied all the same. Returns the addresses that could not be opened
    /// and the certificates that could not be read.
    pub async fn reload(&mut self, config: &Config) -> Vec<String> {
        self.broker
            .change_settings(config.mqtt.clone(), config.log.dump_packet);
        self.broker.change_limits(config.limits.clone());
        self.stop_timeout = config.mqtt.stop_timeout;
        let stays = |listening: &mut Listening| config.listeners.contains(&listening.configured);
        let gone: Vec<_> = self.listening.extract_if(.., |one| !stays(one)).collect();
        for Listening { task, bound, .. } in gone {
            task.abort();
            // Its address is free only then.
            let _ = task.await;
            info!(listener = %bound, "closed a listener; its clients stay");
        }
        let mut failed = self.reload_certificates();
        for (index, configured) in config.listeners.iter().enumerate() {
            if let Some(listening) = self
                .listening
                .iter_mut()
                .find(|one| one.configured == *configured)
            {
                listening.bound.index = index;
            } else if let Err(address) = self.open(index, configured).await {
                failed.push(address);
            }
        }
        failed
    }

    /// Reads the certificates, keys, authorities and revocation lists of all listeners again if their files changed, without
    /// waiting for the next look at them. New handshakes use the new ones. Returns what is wrong with those that stay as they
    /// were.
    pub fn reload_certificates(&self) -> Vec<String> {
        let refresh = |listening: &Listening| {
            let error = listening.shared.refresh().err()?;
            Some(format!("listeners[{}].{error}", listening.bound.index))
        };
        self.listening.iter().filter_map(refresh).collect()
    }

    async fn open(&mut self, index: usize, configured: &Listener) -> Result<(), String> {
        match self.listen(index, configured).await {
            Ok(bound) => info!(listener = %bound, "opened a listener"),
            Err(cause) => {
                error!(%cause, "cannot open a listener; the others are not affected");
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
        for (key, applies) in [
            ("log.level", Applies::Now),
            ("log.format", Applies::Restart),
            ("mqtt.delivery_mode", Applies::Now),
            ("limits.max_connections", Applies::Now),
            ("mqtt.max_inflight", Applies::NewClients),
            ("listeners[1].address", Applies::Now),
            ("persistence.type", Applies::Restart),
            ("plugin_order", Applies::Restart),
        ] {
            assert_eq!(Applies::of(key), applies, "{key}");
        }
    }
}
