//! The broker's handle inside every hook: nothing locks up, and what is asked for happens when the packets at hand are done.

use std::sync::{Arc, OnceLock};

use bytes::Bytes;
use gmqtt_plugin_api::{
    Arrival, AuthStep, BoxFuture, ClientInfo, CloseCause, ConnectRequest, DropReason, Grant,
    HookSet, MessageView, NewMessage, NewSubscription, Peer, Plugin, PluginContext, PluginError,
    Publisher, Refusal, SubscribeRequest, SubscriptionQuery, Terminated, UnsubscribeRequest,
    Verdict,
};

use crate::support::prelude::*;

/// In every hook it uses the whole handle and publishes to `hook/NAME`.
#[derive(Default)]
struct Busy(OnceLock<PluginContext>);

impl Busy {
    fn use_all(&self, hook: &str) {
        let Some(context) = self.0.get() else { return };
        let broker = context.broker();
        let mut seen = 0;
        broker.clients(&mut |client| seen += client.subscriptions);
        broker.subscriptions(&SubscriptionQuery::default(), &mut |_| seen += 1);
        broker.retained_matching("#", &mut |_| seen += 1);
        assert!(broker.client("nobody").is_none() && broker.retained("nothing").is_none());
        assert!(!broker.disconnect("nobody", ReasonCode::AdministrativeAction, None));
        assert!(!broker.terminate("nobody"));
        broker.subscribe(
            "watcher",
            vec![NewSubscription::new(format!("made/{hook}"), AtMostOnce)],
        );
        broker.unsubscribe("watcher", &[&format!("made/{hook}")]);
        broker
            .retain(NewMessage::new("state", hook))
            .expect("a topic");
        broker.clear_retained("state");
        let outcome = broker.publish(NewMessage::new(format!("hook/{hook}"), "called"));
        assert_eq!(
            outcome.expect("a topic").matched,
            None,
            "{hook} is called in a turn"
        );
    }

    fn later<'a, T: Send + 'a>(&'a self, hook: &'static str, answer: T) -> BoxFuture<'a, T> {
        Box::pin(async move {
            self.use_all(hook);
            answer
        })
    }
}

impl Plugin for Busy {
    fn name(&self) -> &'static str {
        "busy"
    }

    fn hooks(&self) -> HookSet {
        HookSet::ALL
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        self.0.set(context).map_err(|_| "loaded twice".into())
    }

    fn on_accept(&self, _: Peer) -> BoxFuture<'_, Result<(), Refusal>> {
        self.later("on_accept", Ok(()))
    }

    fn on_basic_auth(
        &self,
        _: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        self.later("on_basic_auth", Ok(grant))
    }

    fn on_enhanced_auth(
        &self,
        _: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        self.later("on_enhanced_auth", Ok(AuthStep::Done { data: None, grant }))
    }

    fn on_re_auth(
        &self,
        _: Arc<ClientInfo>,
        _: String,
        _: Option<Bytes>,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        let grant = Grant::default();
        self.later("on_re_auth", Ok(AuthStep::Done { data: None, grant }))
    }

    fn on_subscribe(
        &self,
        _: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        self.later("on_subscribe", Ok(request))
    }

    fn on_unsubscribe(
        &self,
        _: Arc<ClientInfo>,
        request: UnsubscribeRequest,
    ) -> BoxFuture<'_, Result<UnsubscribeRequest, Refusal>> {
        self.later("on_unsubscribe", Ok(request))
    }

    fn on_will_publish(
        &self,
        _: Arc<ClientInfo>,
        will: Arrival<'static>,
    ) -> BoxFuture<'_, Result<Option<Arrival<'static>>, Refusal>> {
        // Its future is polled by a task of its own, outside of any turn.
        if let Some(context) = self.0.get() {
            let message = NewMessage::new("hook/on_will_publish", "called");
            context.broker().publish(message).expect("a topic");
        }
        Box::pin(async { Ok(Some(will)) })
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, _: &mut Arrival<'_>) -> Verdict {
        self.use_all("on_msg_arrived");
        Verdict::Pass
    }

    fn on_connected(&self, _: &ClientInfo) {
        self.use_all("on_connected");
    }

    fn on_session_created(&self, _: &ClientInfo) {
        self.use_all("on_session_created");
    }

    fn on_session_resumed(&self, _: &ClientInfo) {
        self.use_all("on_session_resumed");
    }

    fn on_session_terminated(&self, _: &str, _: Terminated) {
        self.use_all("on_session_terminated");
    }

    fn on_subscribed(&self, _: &ClientInfo, filter: &str, _: &SubscriptionOptions) {
        // What it subscribes itself is told to it, too.
        if !filter.starts_with("made/") {
            self.use_all("on_subscribed");
        }
    }

    fn on_unsubscribed(&self, _: &ClientInfo, filter: &str) {
        if !filter.starts_with("made/") {
            self.use_all("on_unsubscribed");
        }
    }

    fn on_delivered(&self, _: &ClientInfo, _: &MessageView<'_>) {
        self.use_all("on_delivered");
    }

    fn on_msg_dropped(&self, _: &str, _: &MessageView<'_>, _: DropReason) {
        self.use_all("on_msg_dropped");
    }

    fn on_will_published(&self, _: &str, _: &MessageView<'_>) {
        self.use_all("on_will_published");
    }

    fn on_closed(&self, _: &ClientInfo, _: &CloseCause) {
        self.use_all("on_closed");
    }

    fn on_stop(&self) {
        if let Some(context) = self.0.get() {
            context.broker().clients(&mut |_| {});
            let _ = context
                .broker()
                .publish(NewMessage::new("hook/on_stop", "called"));
        }
    }
}

#[test]
fn the_whole_handle_can_be_used_inside_every_hook() {
    let broker = Broker::with_plugins(vec![Arc::new(Busy::default())], |config| {
        config.mqtt.queue_qos0_messages = false;
    });
    let mut watcher = broker.v5("watcher");
    watcher.subscribe("hook/#", AtMostOnce);
    let mut client = broker.connect_with(Version::V5, "c", |connect| {
        connect.properties.authentication_method = Some("OURS");
        connect.properties.session_expiry_interval = Some(60);
        connect.will = Some(will("gone", "c"));
    });
    client.send(&auth(ReasonCode::ReAuthenticate, "OURS", b"again"));
    client.recv_auth();
    client.subscribe("a", AtMostOnce);
    client.send(&publish("a", "x"));
    client.expect_message("a", "x");
    client.subscribe("b", AtMostOnce);
    client.unsubscribe("b");
    client.vanish();
    // Dropped, for the client is away and the message is of QoS 0.
    let mut other = broker.v5("other");
    other.publish("a", "y", AtMostOnce);
    let again = broker.persistent(Version::V5, "c");
    again.disconnect();
    other.disconnect();
    let mut missing = vec![
        "hook/on_basic_auth",
        "hook/on_enhanced_auth",
        "hook/on_re_auth",
        "hook/on_connected",
        "hook/on_session_created",
        "hook/on_session_resumed",
        "hook/on_session_terminated",
        "hook/on_subscribe",
        "hook/on_subscribed",
        "hook/on_unsubscribe",
        "hook/on_unsubscribed",
        "hook/on_msg_arrived",
        "hook/on_delivered",
        "hook/on_msg_dropped",
        "hook/on_will_publish",
        "hook/on_will_published",
        "hook/on_closed",
        "hook/on_accept",
    ];
    while !missing.is_empty() {
        let topic = watcher.recv_message().topic;
        missing.retain(|it| *it != topic);
    }
    broker.stop();
}

/// What is published inside a hook comes behind the packets that were being handled.
#[test]
fn what_is_asked_for_inside_a_hook_happens_after_the_packets_at_hand() {
    /// Answers each message once.
    #[derive(Default)]
    struct Answers(OnceLock<PluginContext>);

    impl Plugin for Answers {
        fn name(&self) -> &'static str {
            "answers"
        }

        fn hooks(&self) -> HookSet {
            HookSet::of(&[gmqtt_plugin_api::Hook::OnMsgArrived])
        }

        fn load(&self, context: PluginContext) -> Result<(), PluginError> {
            self.0.set(context).map_err(|_| "loaded twice".into())
        }

        fn on_msg_arrived(&self, _: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
            let broker = self.0.get().expect("it is loaded").broker();
            let answer = NewMessage::new(format!("answer/{}", arrival.topic), "x");
            broker.publish(answer).expect("a topic");
            Verdict::Pass
        }
    }
    let broker = Broker::with_plugins(vec![Arc::new(Answers::default())], |_| {});
    let mut client = broker.v5("c");
    client.subscribe("#", AtMostOnce);
    client.send(&publish("1", "x"));
    for topic in ["1", "answer/1"] {
        client.expect_message(topic, "x");
    }
}
