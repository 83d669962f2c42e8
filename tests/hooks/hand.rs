//! A plugin that hands what it was given to a test, and answers as the test says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use gmqtt_config::Config;
use gmqtt_plugin_api::{
    BrokerHandle, ClientInfo, HookSet, Plugin, PluginContext, PluginError, SubscriptionQuery,
};

use crate::support::prelude::*;

/// The plugin. It wants no hooks.
#[derive(Default)]
pub(crate) struct Hand {
    context: OnceLock<PluginContext>,
    /// Topics and filters that start with `secret` are for nobody.
    pub(crate) is_strict: AtomicBool,
}

impl Hand {
    /// A broker with this plugin, and others called before it.
    pub(crate) fn broker(others: Vec<Arc<dyn Plugin>>) -> (Broker, Arc<Self>) {
        Self::broker_with(others, |_| {})
    }

    /// The same with a changed configuration.
    pub(crate) fn broker_with(
        mut plugins: Vec<Arc<dyn Plugin>>,
        configure: impl FnOnce(&mut Config),
    ) -> (Broker, Arc<Self>) {
        let hand = Arc::new(Self::default());
        plugins.push(hand.clone());
        (Broker::with_plugins(plugins, configure), hand)
    }

    pub(crate) fn context(&self) -> &PluginContext {
        self.context.get().expect("the plugin is loaded")
    }

    pub(crate) fn handle(&self) -> &BrokerHandle {
        self.context().broker()
    }

    /// Client identifier, filter and QoS of the subscriptions asked for, sorted.
    pub(crate) fn list(&self, query: &SubscriptionQuery) -> Vec<String> {
        let mut found = Vec::new();
        self.handle().subscriptions(query, &mut |it| {
            found.push(format!(
                "{} {} {}",
                it.client_id, it.filter, it.options.qos as u8
            ));
        });
        found.sort();
        found
    }

    fn allows(&self, topic: &str) -> bool {
        !self.is_strict.load(Ordering::Relaxed) || !topic.starts_with("secret")
    }
}

impl Plugin for Hand {
    fn name(&self) -> &'static str {
        "hand"
    }

    fn hooks(&self) -> HookSet {
        HookSet::MAY_DELIVER
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        self.context.set(context).map_err(|_| "loaded twice".into())
    }

    fn may_deliver(&self, _: &ClientInfo, topic: &str) -> bool {
        self.allows(topic)
    }

    fn may_keep(&self, _: &ClientInfo, filter: &str) -> bool {
        self.allows(filter)
    }
}
