//! Calling the plugins: the chain, its deadlines, and what a panic in it means.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use gmqtt_plugin_api::{
    Arrival, AuthStep, ClientInfo, CloseCause, ConnectRequest, DropReason, Grant, Hook,
    HookLatency, HookSet, Origin, Peer, Plugin, PluginContext, PluginError, Publisher, Refusal,
    SubscribeRequest, Terminated, UnsubscribeRequest, Verdict,
};
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{QoS, ReasonCode};
use tracing::error;

use crate::latency::HookTimes;
use crate::message::{Message, Source};

/// The plugins in the order of `plugin_order`.
pub(crate) struct Hooks {
    plugins: Vec<Arc<dyn Plugin>>,
    /// How many of them are loaded.
    loaded: AtomicUsize,
    /// A [`HookSet`]; none before all are loaded.
    interest: AtomicU32,
    /// What a deciding hook may take.
    deadline: Duration,
    times: HookTimes,
}

/// What notifying hooks are told, after the batch.
#[derive(Debug)]
pub(crate) enum Notice {
    Connected(Arc<ClientInfo>),
    SessionCreated(Arc<ClientInfo>),
    SessionResumed(Arc<ClientInfo>),
    SessionTerminated(Arc<str>, Terminated),
    Subscribed(Arc<ClientInfo>, Box<str>, SubscriptionOptions),
    Unsubscribed(Arc<ClientInfo>, Box<str>),
    Delivered(Arc<ClientInfo>, Arc<Message>, QoS, bool),
    Dropped(Arc<str>, Arc<Message>, QoS, bool, DropReason),
    WillPublished(Arc<str>, Arc<Message>),
    Closed(Arc<ClientInfo>, CloseCause),
}

impl Notice {
    fn hook(&self) -> Hook {
        match self {
            Self::Connected(_) => Hook::OnConnected,
            Self::SessionCreated(_) => Hook::OnSessionCreated,
            Self::SessionResumed(_) => Hook::OnSessionResumed,
            Self::SessionTerminated(..) => Hook::OnSessionTerminated,
            Self::Subscribed(..) => Hook::OnSubscribed,
            Self::Unsubscribed(..) => Hook::OnUnsubscribed,
            Self::Delivered(..) => Hook::OnDelivered,
            Self::Dropped(..) => Hook::OnMsgDropped,
            Self::WillPublished(..) => Hook::OnWillPublished,
            Self::Closed(..) => Hook::OnClosed,
        }
    }

    /// Where the message that it is about comes from.
    fn source(&self) -> Option<Source> {
        match self {
            Self::Delivered(_, message, ..)
            | Self::Dropped(_, message, ..)
            | Self::WillPublished(_, message) => Some(message.source),
            _ => None,
        }
    }

    fn tell(&self, plugin: &dyn Plugin, origin: Origin) {
        match self {
            Self::Connected(client) => plugin.on_connected(client),
            Self::SessionCreated(client) => plugin.on_session_created(client),
            Self::SessionResumed(client) => plugin.on_session_resumed(client),
            Self::SessionTerminated(id, reason) => plugin.on_session_terminated(id, *reason),
            Self::Subscribed(client, filter, options) => {
                plugin.on_subscribed(client, filter, options)
            }
            Self::Unsubscribed(client, filter) => plugin.on_unsubscribed(client, filter),
            Self::Delivered(client, message, qos, retain) => {
                plugin.on_delivered(client, &message.view((*qos, *retain), origin))
            }
            Self::Dropped(id, message, qos, retain, reason) => {
                plugin.on_msg_dropped(id, &message.view((*qos, *retain), origin), *reason)
            }
            Self::WillPublished(id, message) => {
                plugin.on_will_published(id, &message.view((message.qos, message.retain), origin))
            }
            Self::Closed(client, cause) => plugin.on_closed(client, cause),
        }
    }
}

impl Hooks {
    /// Nobody is called before [`load`](Self::load).
    pub(crate) fn new(plugins: Vec<Arc<dyn Plugin>>, deadline: Duration) -> Self {
        Self {
            times: HookTimes::new(plugins.len()),
            plugins,
            loaded: AtomicUsize::new(0),
            interest: AtomicU32::new(HookSet::NONE.bits()),
            deadline,
        }
    }

    /// Loads the plugins, one after the other. On a failure those that were loaded stay so, until [`unload`](Self::unload).
    ///
    /// # Errors
    /// Which plugin failed, and why.
    pub(crate) fn load(
        &self,
        context: impl Fn(&'static str) -> PluginContext,
    ) -> Result<(), (&'static str, PluginError)> {
        for plugin in &self.plugins {
            let name = plugin.name();
            let load = AssertUnwindSafe(|| plugin.load(context(name)));
            let outcome = catch_unwind(load).unwrap_or_else(|_| Err("it panicked".into()));
            outcome.map_err(|error| (name, error))?;
            self.loaded.fetch_add(1, Ordering::Relaxed);
        }
        self.find_interest();
        Ok(())
    }

    /// Plugins may want other hooks after a reload.
    pub(crate) fn find_interest(&self) {
        let wanted = self.plugins.iter().map(|plugin| plugin.hooks());
        let all = wanted.fold(HookSet::NONE, HookSet::union);
        self.interest.store(all.bits(), Ordering::Relaxed);
    }

    /// The hooks that at least one plugin wants.
    pub(crate) fn interest(&self) -> HookSet {
        HookSet::from_bits(self.interest.load(Ordering::Relaxed))
    }

    /// What the hooks took that somebody waits for.
    pub(crate) fn latencies(&self) -> Vec<HookLatency> {
        self.times.read(&self.plugins)
    }

    /// The plugins, in the order of `plugin_order`.
    pub(crate) fn plugins(&self) -> &[Arc<dyn Plugin>] {
        &self.plugins
    }

    /// Where messages of the plugin of this name come from.
    pub(crate) fn source(&self, name: &str) -> Source {
        let place = self.plugins.iter().position(|plugin| plugin.name() == name);
        place.map_or(Source::CLIENT, Source::plugin)
    }

    fn origin(&self, source: Source) -> Origin {
        match source.as_plugin().and_then(|place| self.plugins.get(place)) {
            Some(plugin) => Origin::Plugin(plugin.name()),
            None if source == Source::WILL => Origin::Will,
            None => Origin::Client,
        }
    }

    /// Whether every plugin lets a client publish to a topic.
    pub(crate) fn may_publish(&self, client: &ClientInfo, topic: &str, retain: bool) -> bool {
        let mut asked = self
            .plugins
            .iter()
            .filter(|plugin| plugin.hooks().asks_publishes());
        asked.all(|plugin| {
            ask(plugin.as_ref(), "may_publish", || {
                plugin.may_publish(client, topic, retain)
            })
        })
    }

    /// Whether every plugin lets messages of a topic be delivered to a client.
    pub(crate) fn may_deliver(&self, client: &ClientInfo, topic: &str) -> bool {
        let mut asked = self
            .plugins
            .iter()
            .filter(|plugin| plugin.hooks().asks_deliveries());
        asked.all(|plugin| {
            ask(plugin.as_ref(), "may_deliver", || {
                plugin.may_deliver(client, topic)
            })
        })
    }

    /// Why a plugin does not let messages of a topic be delivered to a client, in its words; `None` if it does not say.
    pub(crate) fn why_not_deliver(&self, client: &ClientInfo, topic: &str) -> Option<String> {
        let asked = self.plugins.iter();
        let mut asked = asked.filter(|plugin| plugin.hooks().asks_deliveries());
        asked.find_map(|plugin| {
            let answer = || plugin.why_not_deliver(client, topic);
            catch_unwind(AssertUnwindSafe(answer)).unwrap_or_default()
        })
    }

    /// Whether every plugin lets a client keep a subscription.
    pub(crate) fn may_keep(&self, client: &ClientInfo, filter: &str) -> bool {
        self.plugins.iter().all(|plugin| {
            ask(plugin.as_ref(), "may_keep", || {
                plugin.may_keep(client, filter)
            })
        })
    }

    /// The plugins that want a hook, each with its place. None before all are loaded.
    fn wanting(&self, hook: Hook) -> impl Iterator<Item = (usize, &Arc<dyn Plugin>)> {
        let plugins: &[_] = if self.interest().has(hook) {
            &self.plugins
        } else {
            &[]
        };
        plugins
            .iter()
            .enumerate()
            .filter(move |(_, plugin)| plugin.hooks().has(hook))
    }

    pub(crate) async fn accept(&self, peer: Peer) -> Result<(), Refusal> {
        for (place, plugin) in self.wanting(Hook::OnAccept) {
            self.decide(place, Hook::OnAccept, || plugin.on_accept(peer.clone()))
                .await?;
        }
        Ok(())
    }

    pub(crate) async fn basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        mut grant: Grant,
    ) -> Result<Grant, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnBasicAuth) {
            grant = self
                .decide(place, Hook::OnBasicAuth, || {
                    plugin.on_basic_auth(request.clone(), grant)
                })
                .await?;
        }
        Ok(grant)
    }

    /// The first plugin that knows the method decides; none: 0x8C [MQTT-4.12.0-1].
    pub(crate) async fn enhanced_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> Result<AuthStep, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnEnhancedAuth) {
            let step = self
                .decide(place, Hook::OnEnhancedAuth, || {
                    plugin.on_enhanced_auth(request.clone(), grant.clone())
                })
                .await?;
            if !matches!(step, AuthStep::NotMine) {
                return Ok(step);
            }
        }
        Err(ReasonCode::BadAuthenticationMethod.into())
    }

    /// A further AUTH of an exchange under way.
    pub(crate) async fn auth(
        &self,
        exchange: Box<dyn gmqtt_plugin_api::Exchange>,
        data: Option<Bytes>,
    ) -> Result<AuthStep, Refusal> {
        guarded(self.deadline, "an authentication exchange", || {
            exchange.on_auth(data)
        })
        .await
    }

    pub(crate) async fn re_auth(
        &self,
        client: Arc<ClientInfo>,
        method: String,
        data: Option<Bytes>,
    ) -> Result<AuthStep, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnReAuth) {
            let ask = || plugin.on_re_auth(client.clone(), method.clone(), data.clone());
            let step = self.decide(place, Hook::OnReAuth, ask).await?;
            if !matches!(step, AuthStep::NotMine) {
                return Ok(step);
            }
        }
        Err(ReasonCode::NotAuthorized.into())
    }

    pub(crate) async fn subscribe(
        &self,
        client: Arc<ClientInfo>,
        mut request: SubscribeRequest,
    ) -> Result<SubscribeRequest, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnSubscribe) {
            request = self
                .decide(place, Hook::OnSubscribe, || {
                    plugin.on_subscribe(client.clone(), request)
                })
                .await?;
        }
        Ok(request)
    }

    pub(crate) async fn unsubscribe(
        &self,
        client: Arc<ClientInfo>,
        mut request: UnsubscribeRequest,
    ) -> Result<UnsubscribeRequest, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnUnsubscribe) {
            request = self
                .decide(place, Hook::OnUnsubscribe, || {
                    plugin.on_unsubscribe(client.clone(), request)
                })
                .await?;
        }
        Ok(request)
    }

    pub(crate) async fn will_publish(
        &self,
        client: Arc<ClientInfo>,
        mut will: Arrival<'static>,
    ) -> Result<Option<Arrival<'static>>, Refusal> {
        for (place, plugin) in self.wanting(Hook::OnWillPublish) {
            match self
                .decide(place, Hook::OnWillPublish, || {
                    plugin.on_will_publish(client.clone(), will)
                })
                .await?
            {
                Some(changed) => will = changed,
                None => return Ok(None),
            }
        }
        Ok(Some(will))
    }

    /// Asks the plugins from the `from`th on about a message. With [`Verdict::Later`] comes the index of the plugin to go on after.
    /// `timed`: this is one of the few whose time is taken.
    pub(crate) fn msg_arrived(
        &self,
        publisher: Publisher<'_>,
        arrival: &mut Arrival<'_>,
        from: usize,
        timed: bool,
    ) -> (Verdict, usize) {
        for (index, plugin) in self.plugins.iter().enumerate().skip(from) {
            let is_its_own = matches!(publisher, Publisher::Plugin(name) if name == plugin.name());
            if is_its_own || !plugin.hooks().has(Hook::OnMsgArrived) {
                continue;
            }
            let began = timed.then(Instant::now);
            let verdict = catch_unwind(AssertUnwindSafe(|| {
                plugin.on_msg_arrived(publisher, arrival)
            }))
            .unwrap_or_else(|_| {
                error!(
                    plugin = plugin.name(),
                    "on_msg_arrived panicked; the message is refused"
                );
                Verdict::Refuse(ReasonCode::ImplementationSpecificError)
            });
            if let Some(began) = began {
                self.times.record(index, Hook::OnMsgArrived, began);
            }
            if !matches!(verdict, Verdict::Pass) {
                return (verdict, index + 1);
            }
        }
        (Verdict::Pass, self.plugins.len())
    }

    /// Waits for a verdict that came as [`Verdict::Later`]; an overrun or a panic refuses.
    pub(crate) async fn msg_later(
        &self,
        later: gmqtt_plugin_api::Later,
        arrival: Arrival<'static>,
    ) -> Result<(Arrival<'static>, Verdict), Refusal> {
        guarded(self.deadline, "on_msg_arrived", move || {
            let answer = later(arrival);
            Box::pin(async move { Ok(answer.await) })
        })
        .await
    }

    /// Calls the notifying hooks.
    pub(crate) fn notify(&self, notices: &[Notice]) {
        for notice in notices {
            let (hook, source) = (notice.hook(), notice.source());
            let origin = source.map_or(Origin::Client, |source| self.origin(source));
            for (place, plugin) in self.plugins.iter().enumerate() {
                let is_its_own = source == Some(Source::plugin(place));
                if is_its_own || !plugin.hooks().has(hook) {
                    continue;
                }
                let tell = AssertUnwindSafe(|| notice.tell(plugin.as_ref(), origin));
                if catch_unwind(tell).is_err() {
                    error!(plugin = plugin.name(), ?hook, "a hook panicked");
                }
            }
        }
    }

    /// `unload` for each plugin that is loaded, in the order of loading.
    pub(crate) fn unload(&self) {
        let loaded = self.loaded.swap(0, Ordering::Relaxed);
        for plugin in &self.plugins[..loaded] {
            if catch_unwind(AssertUnwindSafe(|| plugin.unload())).is_err() {
                error!(plugin = plugin.name(), "unload panicked");
            }
        }
    }

    /// The broker has stopped: `on_stop`, once, last.
    pub(crate) fn stop(&self) {
        for (_, plugin) in self.wanting(Hook::OnStop) {
            if catch_unwind(AssertUnwindSafe(|| plugin.on_stop())).is_err() {
                error!(plugin = plugin.name(), "on_stop panicked");
            }
        }
    }

    /// Asks the plugin at this place.
    async fn decide<T, F>(
        &self,
        place: usize,
        hook: Hook,
        ask: impl FnOnce() -> F,
    ) -> Result<T, Refusal>
    where
        F: Future<Output = Result<T, Refusal>>,
    {
        let began = Instant::now();
        let outcome = guarded(self.deadline, "a hook", ask).await;
        self.times.record(place, hook, began);
        if let Err(refusal) = &outcome
            && refusal.reason == ReasonCode::ImplementationSpecificError
        {
            let plugin = self.plugins[place].name();
            error!(plugin, ?hook, "a deciding hook failed");
        }
        outcome
    }
}

/// Asks a question on the message path; a panic is a no.
fn ask(plugin: &dyn Plugin, question: &str, answer: impl FnOnce() -> bool) -> bool {
    catch_unwind(AssertUnwindSafe(answer)).unwrap_or_else(|_| {
        error!(plugin = plugin.name(), "{question} panicked; that is a no");
        false
    })
}

/// Runs a hook's future under a deadline; an overrun and a panic are refusals.
async fn guarded<T, F>(
    deadline: Duration,
    what: &'static str,
    ask: impl FnOnce() -> F,
) -> Result<T, Refusal>
where
    F: Future<Output = Result<T, Refusal>>,
{
    let failed = |text: String| {
        Err(Refusal {
            reason: ReasonCode::ImplementationSpecificError,
            text: Some(text),
        })
    };
    let Ok(future) = catch_unwind(AssertUnwindSafe(ask)) else {
        return failed(format!("{what} panicked"));
    };
    let mut future = pin!(future);
    let caught = std::future::poll_fn(|cx| {
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(cx))) {
            Ok(poll) => poll.map(Some),
            Err(_) => std::task::Poll::Ready(None),
        }
    });
    match tokio::time::timeout(deadline, caught).await {
        Ok(Some(outcome)) => outcome,
        Ok(None) => failed(format!("{what} panicked")),
        Err(_) => failed(format!("{what} took longer than {deadline:?}")),
    }
}
