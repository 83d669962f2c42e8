//! The trait every plugin implements.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use gmqtt_config::{Config, Diagnostic};
use gmqtt_protocol::packet::SubscriptionOptions;

use crate::cluster::Cluster;
use crate::{
    Applied, Arrival, AuthStep, ClientInfo, CloseCause, ConnectRequest, DropReason, Grant, HookSet,
    MessageView, Peer, PluginContext, Publisher, Refusal, SubscribeRequest, Terminated,
    UnsubscribeRequest, Verdict,
};

/// A boxed future that can move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Why a plugin could not be loaded.
pub type PluginError = Box<dyn std::error::Error + Send + Sync>;

/// What the configuration asks a plugin for and it will not do: an error of [`Plugin::load`] that the operator can put right, shown
/// with how.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}")]
pub struct NotServed {
    /// What will not be done, and why.
    pub what: String,
    /// How to put it right.
    pub hint: String,
}

/// An extension of the broker. Every hook has a default that changes nothing; [`hooks`](Plugin::hooks) names those to call.
///
/// A plugin that implements a hook and does not name it in `hooks` is not called for it.
#[expect(
    unused_variables,
    reason = "the defaults name their parameters for the reader"
)]
pub trait Plugin: Send + Sync + 'static {
    /// The name used in `plugin_order` and under `plugins` in the configuration.
    fn name(&self) -> &'static str;

    /// The hooks this plugin wants to be called for.
    fn hooks(&self) -> HookSet;

    /// Checks the plugin's part of a configuration, without any effect: for `gmqtt config check`, and before a start or a reload.
    fn check(&self, config: &Config) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Called once, before the first listener opens, inside the runtime that [`PluginContext::spawn`] uses.
    ///
    /// # Errors
    /// An error keeps the broker from starting; the plugins loaded before are unloaded.
    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        Ok(())
    }

    /// What makes this broker one of many, if this plugin does. Asked once, after [`load`](Plugin::load); of all plugins at most one may
    /// have it.
    fn cluster(&self) -> Option<Arc<dyn Cluster>> {
        None
    }

    /// The configuration has changed; it has passed [`check`](Plugin::check). Says for each changed key of the plugin when the change
    /// takes effect. A key left out needs a restart.
    ///
    /// # Errors
    /// An error is logged and must leave the plugin as it was.
    fn reload(&self, context: &PluginContext) -> Result<Vec<Applied>, PluginError> {
        Ok(Vec::new())
    }

    /// Called once after the last connection ended, before `on_stop`; also if another plugin or a listener kept the broker from
    /// starting after this one was loaded.
    fn unload(&self) {}

    /// Whether a client may publish to this topic, which is the one that [`on_msg_arrived`](Self::on_msg_arrived) has left in the
    /// message. A message that may not be published is refused with 0x87. Yes is remembered for the connection and the topic
    /// until [`recheck`](crate::BrokerHandle::recheck), except for retained messages, so that a plugin that only looks at these is
    /// nothing that every message has to pass. Asked only of plugins with [`HookSet::MAY_PUBLISH`], and neither for wills nor for what
    /// plugins publish. Runs on the message path.
    fn may_publish(&self, client: &ClientInfo, topic: &str, retain: bool) -> bool {
        true
    }

    /// Whether messages of this topic may be delivered to this client, whoever published them. Asked once for each topic and
    /// subscriber as long as the answer can be remembered: until [`recheck`](crate::BrokerHandle::recheck), and until the client connects
    /// anew. Asked only of plugins with [`HookSet::MAY_DELIVER`]. Runs on the message path.
    fn may_deliver(&self, client: &ClientInfo, topic: &str) -> bool {
        true
    }

    /// Why [`may_deliver`](Self::may_deliver) says no, in words for operators: the rule, and where it stands. Asked when somebody looks at who would
    /// receive a message, never for a message.
    fn why_not_deliver(&self, client: &ClientInfo, topic: &str) -> Option<String> {
        None
    }

    /// Whether a client may keep a subscription it has, asked in [`recheck`](crate::BrokerHandle::recheck).
    fn may_keep(&self, client: &ClientInfo, filter: &str) -> bool {
        true
    }

    /// A connection was accepted and nothing was read yet. Refuse: it is closed. For rate limits, allow and deny lists.
    fn on_accept(&self, peer: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        Box::pin(async { Ok(()) })
    }

    /// CONNECT without an authentication method. May change the grant. Refuse: CONNACK with the code.
    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        Box::pin(async { Ok(grant) })
    }

    /// CONNECT with an authentication method (v5). May exchange AUTH packets and change the grant. Refuse: CONNACK with the code.
    fn on_enhanced_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        Box::pin(async { Ok(AuthStep::NotMine) })
    }

    /// AUTH 0x19 of a connected client (v5), its method being the one of the CONNECT. Refuse: DISCONNECT with the code.
    fn on_re_auth(
        &self,
        client: Arc<ClientInfo>,
        method: String,
        data: Option<Bytes>,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        Box::pin(async { Ok(AuthStep::NotMine) })
    }

    /// A SUBSCRIBE arrived. May change it and refuse single filters. Refuse: every filter gets the code.
    fn on_subscribe(
        &self,
        client: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        Box::pin(async { Ok(request) })
    }

    /// An UNSUBSCRIBE arrived. May refuse single filters: their subscriptions stay. Refuse: all stay.
    fn on_unsubscribe(
        &self,
        client: Arc<ClientInfo>,
        request: UnsubscribeRequest,
    ) -> BoxFuture<'_, Result<UnsubscribeRequest, Refusal>> {
        Box::pin(async { Ok(request) })
    }

    /// A will is about to be published; `client` is the one that left it. May change it; `None` or a refusal drops it.
    fn on_will_publish(
        &self,
        client: Arc<ClientInfo>,
        will: Arrival<'static>,
    ) -> BoxFuture<'_, Result<Option<Arrival<'static>>, Refusal>> {
        Box::pin(async { Ok(Some(will)) })
    }

    /// A PUBLISH arrived, before it is retained or routed. May change it, drop it or refuse it. Runs on the message path.
    fn on_msg_arrived(&self, publisher: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        Verdict::Pass
    }

    /// The client is authenticated; its session is about to be found.
    fn on_connected(&self, client: &ClientInfo) {}

    /// A new session began.
    fn on_session_created(&self, client: &ClientInfo) {}

    /// A stored session goes on.
    fn on_session_resumed(&self, client: &ClientInfo) {}

    /// A session ended.
    fn on_session_terminated(&self, client_id: &str, reason: Terminated) {}

    /// A subscription was made; `options` hold the granted QoS.
    fn on_subscribed(&self, client: &ClientInfo, filter: &str, options: &SubscriptionOptions) {}

    /// A subscription was removed by its client.
    fn on_unsubscribed(&self, client: &ClientInfo, filter: &str) {}

    /// A PUBLISH was placed in the client's outbox for the first time.
    fn on_delivered(&self, client: &ClientInfo, message: &MessageView<'_>) {}

    /// A message for this session was dropped.
    fn on_msg_dropped(&self, client_id: &str, message: &MessageView<'_>, reason: DropReason) {}

    /// A will was published.
    fn on_will_published(&self, client_id: &str, message: &MessageView<'_>) {}

    /// The connection ended. Pairs with `on_connected`.
    fn on_closed(&self, client: &ClientInfo, cause: &CloseCause) {}

    /// The broker stops. Called once, last.
    fn on_stop(&self) {}
}
