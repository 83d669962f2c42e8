//! What a plugin may do with the broker it is loaded into.

use std::fmt;
use std::sync::Arc;

use gmqtt_protocol::{QoS, ReasonCode};

use crate::cluster::ClusterControl;
use crate::{
    Ban, BanError, Banned, BoxFuture, ClientMark, ClientView, Cursor, Event, Feed, ListenerView,
    MetricFamily, Metrics, NewMessage, NewSubscription, NewTrace, Note, Process, Receiver, Refusal,
    RetainedMessage, Route, Since, SubscriptionQuery, SubscriptionView, TopTopics, Trace,
    TraceRefused, WaitingMessages, WaitingQuery,
};

/// The broker, for a plugin. It is cheap to clone and to keep; it does not keep the broker alive, and does nothing once the broker
/// is gone.
///
/// Everything may be called on any thread and inside every hook. What changes something (publish, subscribe, unsubscribe,
/// terminate) and is called inside a hook happens when the packets that are being handled are done, in the order of the calls; what
/// reads happens at once.
#[derive(Clone)]
pub struct BrokerHandle {
    plugin: &'static str,
    control: Arc<dyn BrokerControl>,
}

/// What became of a message that was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishOutcome {
    /// How many sessions and groups of shared subscriptions it was routed to; `None` if that is not known yet: called inside a
    /// hook, or held up by a plugin that takes its time.
    pub matched: Option<usize>,
}

/// A subscription that was made for a client.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subscribed {
    /// False if it replaces one to the same filter.
    pub new: bool,
}

impl BrokerHandle {
    /// For the plugin of this name.
    #[must_use]
    pub fn new(plugin: &'static str, control: Arc<dyn BrokerControl>) -> Self {
        Self { plugin, control }
    }

    /// Publishes a message. It goes the way of a client's PUBLISH: the other plugins are asked, it is retained, routed, queued.
    /// The plugin itself is not called for it.
    ///
    /// # Errors
    /// [`ReasonCode::TopicNameInvalid`] for a topic that nobody may publish to; what another plugin refuses it with (a message it
    /// drops counts as published, for nobody). Inside a hook only the former is known.
    pub fn publish(&self, message: NewMessage) -> Result<PublishOutcome, Refusal> {
        self.control.publish(self.plugin, message)
    }

    /// Makes subscriptions for a client, connected or away. Retained messages are sent to it as for a SUBSCRIBE. `on_subscribe` is
    /// not asked, `on_subscribed` is told.
    ///
    /// # Errors
    /// For each subscription: [`ReasonCode::TopicFilterInvalid`], or [`ReasonCode::UnspecifiedError`] if there is no such session.
    pub fn subscribe(
        &self,
        client_id: &str,
        subscriptions: Vec<NewSubscription>,
    ) -> Vec<Result<Subscribed, ReasonCode>> {
        self.control
            .subscribe(self.plugin, client_id, subscriptions)
    }

    /// Removes subscriptions of a client, connected or away. `on_unsubscribe` is not asked, `on_unsubscribed` is told. For each
    /// filter, whether there was one.
    pub fn unsubscribe(&self, client_id: &str, filters: &[&str]) -> Vec<bool> {
        self.control.unsubscribe(self.plugin, client_id, filters)
    }

    /// Visits subscriptions, in no particular order. No lock is held meanwhile: what is shown may be a moment old.
    pub fn subscriptions(
        &self,
        query: &SubscriptionQuery,
        visit: &mut dyn FnMut(&SubscriptionView),
    ) {
        self.control.subscriptions(query, visit);
    }

    /// Visits a part of the subscriptions of all clients, as [`subscriptions`](Self::subscriptions) does; where the next part begins,
    /// if there is one. For lists that must not hold up the thread they run on.
    pub fn subscriptions_from(
        &self,
        from: Cursor,
        query: &SubscriptionQuery,
        visit: &mut dyn FnMut(&SubscriptionView),
    ) -> Option<Cursor> {
        self.control.subscriptions_from(from, query, visit)
    }

    /// Visits the subscriptions that match a topic, with what would become of a message with that topic and QoS that a stranger
    /// publishes now. How many messages would be sent or queued. No lock is held meanwhile.
    ///
    /// # Errors
    /// [`ReasonCode::TopicNameInvalid`].
    pub fn receivers(
        &self,
        topic: &str,
        qos: QoS,
        visit: &mut dyn FnMut(&Receiver),
    ) -> Result<usize, ReasonCode> {
        self.control.receivers(topic, qos, visit)
    }

    /// A client and its session, connected or away.
    #[must_use]
    pub fn client(&self, client_id: &str) -> Option<ClientView> {
        self.control.client(client_id)
    }

    /// Visits all clients, connected or away, in no particular order. No lock is held meanwhile.
    pub fn clients(&self, visit: &mut dyn FnMut(&ClientView)) {
        self.control.clients(visit);
    }

    /// Visits a part of the clients, as [`clients`](Self::clients) does; where the next part begins, if there is one. For lists that must not
    /// hold up the thread they run on.
    pub fn clients_from(&self, from: Cursor, visit: &mut dyn FnMut(ClientView)) -> Option<Cursor> {
        self.changed_clients_from(from, &mut |_| false, &mut |_, client| visit(client))
    }

    /// The same for those clients that are not known as they are: `known` is shown the mark of each client of the part, with a lock held, so
    /// that it must do no more than look it up. For who keeps copies of all.
    pub fn changed_clients_from(
        &self,
        from: Cursor,
        known: &mut dyn FnMut(ClientMark) -> bool,
        visit: &mut dyn FnMut(ClientMark, ClientView),
    ) -> Option<Cursor> {
        self.control.changed_clients_from(from, known, visit)
    }

    /// The messages that wait for a client or are in flight to it; `None` if there is no such client.
    #[must_use]
    pub fn waiting(&self, client_id: &str, query: &WaitingQuery) -> Option<WaitingMessages> {
        self.control.waiting(client_id, query)
    }

    /// The bans there are, in no particular order.
    #[must_use]
    pub fn bans(&self) -> Vec<Ban> {
        self.control.bans()
    }

    /// Bans somebody, in place of the ban there is, and unless `keep` is set disconnects those it is about; how many. It is kept when
    /// this returns: call it where a file may be written.
    ///
    /// # Errors
    /// When there are too many bans, or it cannot be kept; then it does not hold either.
    pub fn ban(&self, ban: Ban, keep: bool) -> Result<usize, BanError> {
        self.control.ban(ban, keep)
    }

    /// Lifts a ban; false if there is none. Call it where a file may be written.
    ///
    /// # Errors
    /// When that cannot be kept; then the ban still holds.
    pub fn unban(&self, banned: &Banned) -> Result<bool, BanError> {
        self.control.unban(banned)
    }

    /// What was counted for topics. Counting begins with the first call, and ends some time after the last one.
    #[must_use]
    pub fn top_topics(&self) -> TopTopics {
        self.control.top_topics()
    }

    /// Ends a client's connection: DISCONNECT with the code and, if it asked for them, the words (v5). Its session stays as long as it
    /// was to. False if it is not connected.
    pub fn disconnect(&self, client_id: &str, reason: ReasonCode, text: Option<&str>) -> bool {
        self.control.disconnect(client_id, reason, text)
    }

    /// Ends a session and, if there is one, its connection (v5: DISCONNECT 0x98). False if there is none.
    pub fn terminate(&self, client_id: &str) -> bool {
        self.control.terminate(self.plugin, client_id)
    }

    /// The retained message of a topic.
    #[must_use]
    pub fn retained(&self, topic: &str) -> Option<RetainedMessage> {
        self.control.retained(topic)
    }

    /// Visits the retained messages that a filter matches, in no particular order. No lock is held meanwhile.
    pub fn retained_matching(&self, filter: &str, visit: &mut dyn FnMut(&RetainedMessage)) {
        self.control.retained_matching(filter, visit);
    }

    /// Visits the topics of a part of the retained messages that a filter matches, in no particular order; where the next part begins,
    /// if there is one. For lists that must not hold up the thread they run on. No lock is held meanwhile.
    pub fn retained_topics_from(
        &self,
        from: Cursor,
        filter: &str,
        visit: &mut dyn FnMut(&str),
    ) -> Option<Cursor> {
        self.control.retained_topics_from(from, filter, visit)
    }

    /// Sets the retained message of a topic without publishing it: nobody is sent it now. An empty payload clears it.
    ///
    /// # Errors
    /// [`ReasonCode::TopicNameInvalid`].
    pub fn retain(&self, message: NewMessage) -> Result<(), ReasonCode> {
        self.control.retain(self.plugin, message)
    }

    /// Removes the retained message of a topic. False if there was none.
    pub fn clear_retained(&self, topic: &str) -> bool {
        self.control.clear_retained(topic)
    }

    /// Asks again what clients may keep: each subscription is put to every plugin's [`may_keep`](crate::Plugin::may_keep), and removed
    /// if one says no; what [`may_deliver`](crate::Plugin::may_deliver) said is forgotten. It takes its time, beside the connections.
    pub fn recheck(&self) {
        self.control.recheck();
    }

    /// The figures of the broker at this moment; `None` once it is gone.
    #[must_use]
    pub fn metrics(&self) -> Option<Metrics> {
        self.control.metrics()
    }

    /// The metrics that plugins have registered, asked now.
    #[must_use]
    pub fn plugin_metrics(&self) -> Vec<MetricFamily> {
        self.control.plugin_metrics()
    }

    /// The routes that plugins have registered, each with its plugin's name.
    #[must_use]
    pub fn plugin_routes(&self) -> Vec<(&'static str, Route)> {
        self.control.plugin_routes()
    }

    /// What is listened on: the broker's listeners, those that are closed among them, and what plugins have bound.
    #[must_use]
    pub fn listeners(&self) -> Vec<ListenerView> {
        self.control.listeners()
    }

    /// Another one each time a broker starts.
    #[must_use]
    pub fn instance_id(&self) -> String {
        self.control.instance_id()
    }

    /// Whether the broker is about to stop and takes no new clients.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.control.is_stopping()
    }

    /// Why this broker should get no new clients though it is not about to stop, see
    /// [`hold_back`](crate::cluster::ClusterControl::hold_back); `None` if it may.
    #[must_use]
    pub fn held_back(&self) -> Option<String> {
        self.control.held_back()
    }

    /// What the broker does for the plugin that has the [`Cluster`](crate::cluster::Cluster); `None` once it is gone.
    #[must_use]
    pub fn cluster_control(&self) -> Option<Arc<dyn ClusterControl>> {
        self.control.cluster_control(self.plugin)
    }

    /// Waits until what goes on for ever is to end: connections are gone, and the plugins' tasks will be ended in a moment. The broker
    /// waits that moment for those who have asked, so that they can say goodbye.
    pub fn stopped(&self) -> BoxFuture<'static, ()> {
        let mut end = self.control.end().watch(Since::Now);
        Box::pin(async move { while end.next().await.is_some() {} })
    }

    /// What happens in the broker, and the last of what has happened since it was started: 5000 events in at most four megabytes. The
    /// feed is closed when the broker stops. `None` once it is gone.
    #[must_use]
    pub fn events(&self) -> Option<Arc<Feed<Event>>> {
        self.control.events()
    }

    /// Adds an event.
    pub fn record(&self, note: Note) {
        self.control.record(note);
    }

    /// Begins to write down packets, of clients that are connected and of those that come later. While there is a trace, every
    /// packet is looked at; without one that costs a branch.
    ///
    /// # Errors
    /// See [`TraceRefused`].
    pub fn begin_trace(&self, trace: NewTrace) -> Result<Arc<Trace>, TraceRefused> {
        self.control.begin_trace(trace)
    }

    /// The traces that were begun and not forgotten, the oldest first.
    #[must_use]
    pub fn traces(&self) -> Vec<Arc<Trace>> {
        self.control.traces()
    }

    /// Ends a trace and forgets it. False if there is none of that name.
    pub fn forget_trace(&self, id: &str) -> bool {
        self.control.forget_trace(id)
    }

    /// The process around the broker; `None` if that does not let itself be asked.
    #[must_use]
    pub fn process(&self) -> Option<Arc<dyn Process>> {
        self.control.process()
    }
}

impl fmt::Debug for BrokerHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BrokerHandle")
            .field("plugin", &self.plugin)
            .finish_non_exhaustive()
    }
}

/// What stands behind a [`BrokerHandle`]: the server, or a test. The methods are those of the handle.
#[expect(missing_docs, reason = "documented at the methods of BrokerHandle")]
pub trait BrokerControl: Send + Sync + 'static {
    fn publish(&self, plugin: &'static str, message: NewMessage)
    -> Result<PublishOutcome, Refusal>;
    fn subscribe(
        &self,
        plugin: &'static str,
        client_id: &str,
        subscriptions: Vec<NewSubscription>,
    ) -> Vec<Result<Subscribed, ReasonCode>>;
    fn unsubscribe(&self, plugin: &'static str, client_id: &str, filters: &[&str]) -> Vec<bool>;
    fn subscriptions(&self, query: &SubscriptionQuery, visit: &mut dyn FnMut(&SubscriptionView));
    fn subscriptions_from(
        &self,
        from: Cursor,
        query: &SubscriptionQuery,
        visit: &mut dyn FnMut(&SubscriptionView),
    ) -> Option<Cursor>;
    fn receivers(
        &self,
        topic: &str,
        qos: QoS,
        visit: &mut dyn FnMut(&Receiver),
    ) -> Result<usize, ReasonCode>;
    fn client(&self, client_id: &str) -> Option<ClientView>;
    fn clients(&self, visit: &mut dyn FnMut(&ClientView));
    fn changed_clients_from(
        &self,
        from: Cursor,
        known: &mut dyn FnMut(ClientMark) -> bool,
        visit: &mut dyn FnMut(ClientMark, ClientView),
    ) -> Option<Cursor>;
    fn waiting(&self, client_id: &str, query: &WaitingQuery) -> Option<WaitingMessages>;
    fn bans(&self) -> Vec<Ban>;
    fn ban(&self, ban: Ban, keep: bool) -> Result<usize, BanError>;
    fn unban(&self, banned: &Banned) -> Result<bool, BanError>;
    fn top_topics(&self) -> TopTopics;
    fn disconnect(&self, client_id: &str, reason: ReasonCode, text: Option<&str>) -> bool;
    fn terminate(&self, plugin: &'static str, client_id: &str) -> bool;
    fn retained(&self, topic: &str) -> Option<RetainedMessage>;
    fn retained_matching(&self, filter: &str, visit: &mut dyn FnMut(&RetainedMessage));
    fn retained_topics_from(
        &self,
        from: Cursor,
        filter: &str,
        visit: &mut dyn FnMut(&str),
    ) -> Option<Cursor>;
    fn retain(&self, plugin: &'static str, message: NewMessage) -> Result<(), ReasonCode>;
    fn clear_retained(&self, topic: &str) -> bool;
    fn recheck(&self);
    fn metrics(&self) -> Option<Metrics>;
    fn plugin_metrics(&self) -> Vec<MetricFamily>;
    fn plugin_routes(&self) -> Vec<(&'static str, Route)>;
    fn listeners(&self) -> Vec<ListenerView>;
    fn instance_id(&self) -> String;
    fn is_stopping(&self) -> bool;
    fn held_back(&self) -> Option<String> {
        None
    }
    fn cluster_control(&self, plugin: &'static str) -> Option<Arc<dyn ClusterControl>> {
        let _ = plugin;
        None
    }
    /// Behind `stopped`: it is closed then.
    fn end(&self) -> Arc<Feed<()>>;
    fn events(&self) -> Option<Arc<Feed<Event>>>;
    fn record(&self, note: Note);
    fn begin_trace(&self, trace: NewTrace) -> Result<Arc<Trace>, TraceRefused>;
    fn traces(&self) -> Vec<Arc<Trace>>;
    fn forget_trace(&self, id: &str) -> bool;
    fn process(&self) -> Option<Arc<dyn Process>>;
}
