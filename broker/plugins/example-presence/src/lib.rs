//! An example of a plugin, explained in PLUGINS.md: says who is connected. Each client has a retained message, `online` or
//! `offline`, at `clients/ID`.

use std::sync::OnceLock;

use gmqtt_config::{Config, Diagnostic};
use gmqtt_plugin_api::{
    BrokerHandle, ClientInfo, CloseCause, Hook, HookSet, NewMessage, Plugin, PluginContext,
    PluginError,
};
use gmqtt_protocol::{QoS, ReasonCode};
use serde::Deserialize;
use tracing::debug;

/// The section `plugins.presence`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    /// What the topics begin with.
    #[serde(default = "clients")]
    prefix: String,
}

fn clients() -> String {
    "clients/".to_owned()
}

/// The plugin `presence`.
#[derive(Debug, Default)]
pub struct Presence {
    loaded: OnceLock<(BrokerHandle, Settings)>,
}

impl Presence {
    fn tell(&self, client: &ClientInfo, state: &str) {
        let Some((broker, settings)) = self.loaded.get() else {
            return;
        };
        let topic = format!("{}{}", settings.prefix, client.id);
        let message = NewMessage::new(topic, state)
            .qos(QoS::AtLeastOnce)
            .retain(true);
        if let Err(refusal) = broker.publish(message) {
            // An identifier may have a `+` or a `#` in it, which no topic has.
            debug!(client_id = ?client.id, reason = %refusal.reason, "cannot say that a client is {state}");
        }
    }
}

impl Plugin for Presence {
    fn name(&self) -> &'static str {
        "presence"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnConnected, Hook::OnClosed])
    }

    fn check(&self, config: &Config) -> Vec<Diagnostic> {
        let settings = config.section::<Settings>(self.name());
        settings.err().map(|mistake| *mistake).into_iter().collect()
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let loaded = (context.broker().clone(), context.section()?);
        self.loaded.set(loaded).map_err(|_| "loaded twice".into())
    }

    fn on_connected(&self, client: &ClientInfo) {
        self.tell(client, "online");
    }

    fn on_closed(&self, client: &ClientInfo, cause: &CloseCause) {
        // Taken over by a new connection, the client is online.
        if *cause != CloseCause::ByBroker(ReasonCode::SessionTakenOver) {
            self.tell(client, "offline");
        }
    }
}
