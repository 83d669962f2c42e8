//! The plugin `sys`: figures about the broker on `$SYS/broker/...`, by the names that mosquitto gives them.
//!
//! They are retained messages like any other: who may read them is for the ACL to say. Every `plugins.sys.interval` those that
//! have changed are published, at QoS 0.

mod heap;
mod load;
mod topics;

use std::collections::HashMap;
use std::time::Duration;

use gmqtt_plugin_api::{
    Applied, Applies, BrokerHandle, HookSet, NewMessage, Plugin, PluginContext, PluginError,
};
use tokio::sync::watch;
use tokio::time::sleep;
use tracing::warn;

use crate::topics::Figures;

/// Publishes every `plugins.sys.interval`.
#[derive(Debug, Default)]
pub struct Sys {
    interval: watch::Sender<Duration>,
}

impl Plugin for Sys {
    fn name(&self) -> &'static str {
        "sys"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        self.interval
            .send_replace(context.config().plugins.sys.interval);
        let interval = self.interval.subscribe();
        context.spawn("topics", publish(context.broker().clone(), interval));
        Ok(())
    }

    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        let interval = context.config().plugins.sys.interval;
        let is_new = self
            .interval
            .send_if_modified(|old| std::mem::replace(old, interval) != interval);
        let applied = Applied::new("plugins.sys.interval", Applies::Now);
        Ok(is_new.then_some(applied).into_iter().collect())
    }
}

/// More often is not published, whatever is configured.
const SHORTEST: Duration = Duration::from_millis(100);

/// Publishes what has changed, again and again.
async fn publish(broker: BrokerHandle, mut interval: watch::Receiver<Duration>) {
    let mut figures = Figures::default();
    let mut published: HashMap<&'static str, String> = HashMap::new();
    // Without figures there is no broker any more.
    while let Some(metrics) = broker.metrics() {
        for (topic, value) in figures.read(&metrics) {
            if published.get(topic) == Some(&value) {
                continue;
            }
            let message = NewMessage::new(topic, value.as_str()).retain(true);
            match broker.publish(message) {
                Ok(_) => {
                    published.insert(topic, value);
                }
                Err(refusal) => {
                    warn!(topic, reason = %refusal.reason, "a plugin refused a figure about the broker");
                }
            }
        }
        let pause = (*interval.borrow_and_update()).max(SHORTEST);
        tokio::select! {
            () = sleep(pause) => {}
            changed = interval.changed() => {
                if changed.is_err() {
                    return;
                }
            }
        }
    }
}
