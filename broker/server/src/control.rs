//! What plugins may do with the broker: the server's side of `BrokerHandle`. How clients, subscriptions and retained messages are
//! shown is in [`crate::view`].
//!
//! What changes something runs in a turn; called inside one, it waits for its end. No lock of the broker is held while a plugin is
//! called.

use std::sync::{Arc, Weak};

use gmqtt_plugin_api::cluster::ClusterControl;
use gmqtt_plugin_api::{
    Arrival, Ban, BanError, Banned, BrokerControl, ClientMark, ClientView, Cursor, Event, Feed,
    Host, ListenerView, MetricFamily, Metrics, NewMessage, NewSubscription, NewTrace, Note,
    Process, PublishOutcome, Publisher, Receiver, Refusal, RetainedMessage, Route, Subscribed,
    SubscriptionQuery, SubscriptionView, Terminated, TopTopics, Trace, TraceRefused, Verdict,
    WaitingMessages, WaitingQuery,
};
use gmqtt_protocol::topic::level_count;
use gmqtt_protocol::{QoS, ReasonCode, TopicFilter, TopicName};
use tokio::runtime::Handle;
use tracing::{debug, info, warn};

use crate::broker::Broker;
use crate::cluster_control::Side;
use crate::logged::Id;
use crate::ops::Ops;
use crate::outbound::Outbound;
use crate::publish;
use crate::retain::retain;
use crate::session::Session;
use crate::subscriptions::Owner;
use crate::turn::{self, Turn};
use crate::{bans, close, distribute, traces, verdict, view};

/// Behind every `BrokerHandle`.
pub(crate) struct Control {
    broker: Weak<Broker>,
    ops: Weak<Ops>,
    /// Where connections run, and the work that plugins cause for them.
    runtime: Handle,
    process: Option<Arc<dyn Process>>,
    instance_id: String,
    end: Arc<Feed<()>>,
}

impl Control {
    /// # Panics
    /// Outside of a tokio runtime.
    pub(crate) fn new(
        broker: &Arc<Broker>,
        ops: &Arc<Ops>,
        process: Option<Arc<dyn Process>>,
    ) -> Self {
        Self {
            process,
            instance_id: broker.instance_id(),
            end: broker.end.clone(),
            broker: Arc::downgrade(broker),
            ops: Arc::downgrade(ops),
            runtime: Handle::current(),
        }
    }

    fn broker(&self) -> Result<Arc<Broker>, ReasonCode> {
        self.broker.upgrade().ok_or(ReasonCode::ServerShuttingDown)
    }

    /// In a turn of this thread, or at the end of the one that runs.
    fn in_turn(
        &self,
        broker: &Arc<Broker>,
        work: impl FnOnce(&Arc<Broker>, &mut Turn) + Send + 'static,
    ) {
        let _entered = self.runtime.enter();
        let broker = broker.clone();
        turn::defer(move || turn::run(&broker, |turn| work(&broker, turn)));
    }
}

impl BrokerControl for Control {
    fn publish(
        &self,
        plugin: &'static str,
        message: NewMessage,
    ) -> Result<PublishOutcome, Refusal> {
        let broker = self.broker()?;
        let arrival = message.into_arrival();
        check_topic(&broker, &arrival.topic)?;
        let _entered = self.runtime.enter();
        if turn::is_running() {
            turn::defer(move || {
                if let Err(refusal) = publish_now(&broker, plugin, arrival) {
                    info!(plugin, reason = %refusal.reason, "a message of a plugin was refused by another");
                }
            });
            return Ok(PublishOutcome { matched: None });
        }
        publish_now(&broker, plugin, arrival)
    }

    fn subscribe(
        &self,
        _: &'static str,
        client_id: &str,
        subscriptions: Vec<NewSubscription>,
    ) -> Vec<Result<Subscribed, ReasonCode>> {
        let found = self
            .broker()
            .ok()
            .and_then(|broker| Some((find(&broker, client_id)?, broker)));
        let Some((session, broker)) = found else {
            return vec![Err(ReasonCode::UnspecifiedError); subscriptions.len()];
        };
        let results = subscriptions
            .iter()
            .map(|asked| {
                check_filter(&broker, &asked.filter)?;
                let state = session.state.look();
                let new = !state.subscriptions.contains_key(asked.filter.as_str());
                Ok(Subscribed { new })
            })
            .collect();
        self.in_turn(&broker, move |broker, turn| {
            subscribe_now(broker, turn, &session, &subscriptions);
        });
        results
    }

    fn unsubscribe(&self, _: &'static str, client_id: &str, filters: &[&str]) -> Vec<bool> {
        let found = self
            .broker()
            .ok()
            .and_then(|broker| Some((find(&broker, client_id)?, broker)));
        let Some((session, broker)) = found else {
            return vec![false; filters.len()];
        };
        let results = {
            let state = session.state.look();
            let has = |filter: &&str| state.subscriptions.contains_key(*filter);
            filters.iter().map(has).collect()
        };
        let filters: Vec<String> = filters.iter().map(|&filter| filter.to_owned()).collect();
        self.in_turn(&broker, move |broker, turn| {
            unsubscribe_now(broker, turn, &session, &filters);
        });
        results
    }

    fn subscriptions(&self, query: &SubscriptionQuery, visit: &mut dyn FnMut(&SubscriptionView)) {
        if let Ok(broker) = self.broker() {
            view::subscriptions(&broker, query, visit);
        }
    }

    fn subscriptions_from(
        &self,
        from: Cursor,
        query: &SubscriptionQuery,
        visit: &mut dyn FnMut(&SubscriptionView),
    ) -> Option<Cursor> {
        view::subscriptions_from(&*self.broker().ok()?, from, query, visit)
    }

    fn receivers(
        &self,
        topic: &str,
        qos: QoS,
        visit: &mut dyn FnMut(&Receiver),
    ) -> Result<usize, ReasonCode> {
        verdict::receivers(&*self.broker()?, topic, qos, visit)
    }

    fn client(&self, client_id: &str) -> Option<ClientView> {
        let broker = self.broker().ok()?;
        let session = find(&broker, client_id)?;
        view::client(&broker, &session)
    }

    fn clients(&self, visit: &mut dyn FnMut(&ClientView)) {
        if let Ok(broker) = self.broker() {
            broker.sessions.for_each(|session| {
                if let Some(client) = view::client(&broker, session) {
                    visit(&client);
                }
            });
        }
    }

    fn changed_clients_from(
        &self,
        from: Cursor,
        known: &mut dyn FnMut(ClientMark) -> bool,
        visit: &mut dyn FnMut(ClientMark, ClientView),
    ) -> Option<Cursor> {
        view::changed_clients_from(&*self.broker().ok()?, from, known, visit)
    }

    fn waiting(&self, client_id: &str, query: &WaitingQuery) -> Option<WaitingMessages> {
        let broker = self.broker().ok()?;
        let session = find(&broker, client_id)?;
        Some(view::waiting(&broker, &session, query))
    }

    fn bans(&self) -> Vec<Ban> {
        self.broker()
            .map_or_else(|_| Vec::new(), |broker| broker.bans.all())
    }

    fn ban(&self, ban: Ban, keep: bool) -> Result<usize, BanError> {
        let broker = self.broker().map_err(|_| BanError::Stopped)?;
        bans::ban(&broker, ban, keep)
    }

    fn unban(&self, banned: &Banned) -> Result<bool, BanError> {
        let broker = self.broker().map_err(|_| BanError::Stopped)?;
        bans::lift(&broker, banned)
    }

    fn top_topics(&self) -> TopTopics {
        let look = |broker: Arc<Broker>| broker.top.look(broker.clock.now());
        self.broker().map_or_else(|_| TopTopics::default(), look)
    }

    fn disconnect(&self, client_id: &str, reason: ReasonCode, text: Option<&str>) -> bool {
        let Some(session) = self
            .broker()
            .ok()
            .and_then(|broker| find(&broker, client_id))
        else {
            return false;
        };
        let mut delivery = session.delivery.lock();
        let is_connected = delivery.link.is_some();
        delivery.order_with(reason, text);
        is_connected
    }

    fn terminate(&self, _: &'static str, client_id: &str) -> bool {
        let Some((session, broker)) = self
            .broker()
            .ok()
            .and_then(|broker| Some((find(&broker, client_id)?, broker)))
        else {
            return false;
        };
        self.in_turn(&broker, move |broker, turn| {
            close::terminate(broker, turn, &session, Terminated::Normal)
        });
        true
    }

    fn retained(&self, topic: &str) -> Option<RetainedMessage> {
        view::retained(&*self.broker().ok()?, topic)
    }

    fn retained_matching(&self, filter: &str, visit: &mut dyn FnMut(&RetainedMessage)) {
        if let Ok(broker) = self.broker() {
            view::retained_matching(&broker, filter, visit);
        }
    }

    fn retained_topics_from(
        &self,
        from: Cursor,
        filter: &str,
        visit: &mut dyn FnMut(&str),
    ) -> Option<Cursor> {
        view::retained_topics_from(&*self.broker().ok()?, from, filter, visit)
    }

    fn retain(&self, plugin: &'static str, message: NewMessage) -> Result<(), ReasonCode> {
        let broker = self.broker()?;
        let mut arrival = message.into_arrival();
        check_topic(&broker, &arrival.topic)?;
        arrival.retain = true;
        self.in_turn(&broker, move |broker, turn| {
            let mut out = publish::outbound(&arrival, None, turn);
            out.source = broker.hooks.source(plugin);
            if let Ok(topic) = TopicName::parse(&arrival.topic) {
                // Nobody waits for an answer: what the store does not take is retained without it.
                let _ = retain(broker, &mut turn.desk, topic, &mut out);
            }
        });
        Ok(())
    }

    fn clear_retained(&self, topic: &str) -> bool {
        let (Ok(broker), Ok(topic)) = (self.broker(), TopicName::parse(topic)) else {
            return false;
        };
        let is_there = broker.retained.read().find(topic).is_some();
        let topic = topic.as_str().to_owned();
        self.in_turn(&broker, move |broker, turn| {
            if let Ok(topic) = TopicName::parse(&topic) {
                let mut nothing = Outbound::new(
                    topic.as_str(),
                    &[],
                    &[],
                    (QoS::AtMostOnce, true),
                    publish::expiry(turn, None),
                );
                let _ = retain(broker, &mut turn.desk, topic, &mut nothing);
            }
        });
        is_there
    }

    fn recheck(&self) {
        let (Ok(broker), Some(ops)) = (self.broker(), self.ops.upgrade()) else {
            return;
        };
        ops.spawn(
            "broker",
            "recheck",
            Box::pin(recheck(broker, self.runtime.clone())),
            false,
        );
    }

    fn metrics(&self) -> Option<Metrics> {
        self.broker().ok().map(|broker| broker.metrics())
    }

    fn plugin_metrics(&self) -> Vec<MetricFamily> {
        self.ops
            .upgrade()
            .map(|ops| ops.metrics())
            .unwrap_or_default()
    }

    fn plugin_routes(&self) -> Vec<(&'static str, Route)> {
        self.ops
            .upgrade()
            .map(|ops| ops.routes())
            .unwrap_or_default()
    }

    fn listeners(&self) -> Vec<ListenerView> {
        self.ops
            .upgrade()
            .map(|ops| ops.listeners())
            .unwrap_or_default()
    }

    fn instance_id(&self) -> String {
        self.instance_id.clone()
    }

    fn is_stopping(&self) -> bool {
        let process = self.process.as_ref();
        process.is_some_and(|process| process.is_stopping())
            || self.broker().is_ok_and(|broker| broker.is_stopping())
    }

    fn held_back(&self) -> Option<String> {
        let broker = self.broker().ok()?;
        let why = broker.held_back.lock();
        why.as_deref().map(str::to_owned)
    }

    fn cluster_control(&self, _: &'static str) -> Option<Arc<dyn ClusterControl>> {
        self.broker().ok()?;
        Some(Arc::new(Side::new(
            self.broker.clone(),
            self.runtime.clone(),
        )))
    }

    fn end(&self) -> Arc<Feed<()>> {
        self.end.clone()
    }

    fn events(&self) -> Option<Arc<Feed<Event>>> {
        self.broker().ok().map(|broker| broker.events.feed())
    }

    fn record(&self, note: Note) {
        if let Ok(broker) = self.broker() {
            broker.events.note(note);
        }
    }

    fn begin_trace(&self, trace: NewTrace) -> Result<Arc<Trace>, TraceRefused> {
        let broker = self.broker().map_err(|_| TraceRefused::Stopping)?;
        traces::begin(&broker, &self.runtime, trace)
    }

    fn traces(&self) -> Vec<Arc<Trace>> {
        let broker = self.broker();
        broker.map_or_else(|_| Vec::new(), |broker| broker.traces.list())
    }

    fn forget_trace(&self, id: &str) -> bool {
        self.broker()
            .is_ok_and(|broker| traces::forget(&broker, id))
    }

    fn process(&self) -> Option<Arc<dyn Process>> {
        self.process.clone()
    }
}

/// The session of a client.
fn find(broker: &Broker, client_id: &str) -> Option<Arc<Session>> {
    broker.sessions.shard(client_id).get(client_id).cloned()
}

fn check_topic(broker: &Broker, topic: &str) -> Result<(), ReasonCode> {
    let invalid = ReasonCode::TopicNameInvalid;
    TopicName::parse(topic).map_err(|_| invalid)?;
    publish::check_topic(topic, &broker.settings().1).map_err(|_| invalid)
}

fn check_filter<'f>(broker: &Broker, filter: &'f str) -> Result<TopicFilter<'f>, ReasonCode> {
    let invalid = ReasonCode::TopicFilterInvalid;
    let filter = TopicFilter::parse(filter).map_err(|_| invalid)?;
    let most = broker.settings().1.max_topic_levels as usize;
    if most > 0 && level_count(filter.filter()) > most {
        return Err(invalid);
    }
    Ok(filter)
}

/// The journey of a message of a plugin, from step 2 on.
fn publish_now(
    broker: &Arc<Broker>,
    plugin: &'static str,
    mut arrival: Arrival<'static>,
) -> Result<PublishOutcome, Refusal> {
    let publisher = Publisher::Plugin(plugin);
    let (verdict, next) = broker.hooks.msg_arrived(publisher, &mut arrival, 0, false);
    if let Verdict::Later(later) = verdict {
        let broker = broker.clone();
        Handle::current().spawn(async move {
            let (arrival, verdict) =
                publish::wait_for_verdict(&broker, publisher, later, arrival, next).await;
            if let (Some(arrival), Verdict::Pass) = (arrival, verdict) {
                distribute(&broker, plugin, &arrival);
            }
        });
        return Ok(PublishOutcome { matched: None });
    }
    let matched = match verdict {
        Verdict::Pass => distribute(broker, plugin, &arrival),
        Verdict::Refuse(reason) if reason.is_error() => return Err(reason.into()),
        _ => 0,
    };
    Ok(PublishOutcome {
        matched: Some(matched),
    })
}

fn distribute(broker: &Arc<Broker>, plugin: &'static str, arrival: &Arrival<'static>) -> usize {
    turn::run(broker, |turn| {
        let mut out = publish::outbound(arrival, None, turn);
        out.source = broker.hooks.source(plugin);
        distribute::distribute(broker, turn, &mut out, None)
    })
}

fn subscribe_now(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    subscriptions: &[NewSubscription],
) {
    let Some(info) = session.state.look().info.clone() else {
        return;
    };
    let owner = Owner {
        session,
        info: &info,
        epoch: None,
        most: 0,
    };
    for asked in subscriptions {
        if let Ok(filter) = check_filter(broker, &asked.filter)
            && let Err(denied) = owner.subscribe(broker, turn, filter, (asked.options, asked.id))
        {
            debug!(client_id = ?Id(&session.client_id), reason = %denied.reason(), "a subscription of a plugin was not made");
        }
    }
    // Its connection looks for retained messages when it is woken; one that is away, when it is back.
    session.delivery.lock().wake();
}

fn unsubscribe_now(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    session: &Arc<Session>,
    filters: &[String],
) {
    let Some(info) = session.state.look().info.clone() else {
        return;
    };
    let owner = Owner {
        session,
        info: &info,
        epoch: None,
        most: 0,
    };
    for filter in filters
        .iter()
        .filter_map(|text| TopicFilter::parse(text).ok())
    {
        owner.unsubscribe(broker, turn, filter);
    }
}

/// Removes the subscriptions that clients may not keep, and forgets who may be delivered what.
async fn recheck(broker: Arc<Broker>, runtime: Handle) {
    // Routes found from now on are found by the new rules.
    broker.forget_routes();
    let mut sessions = Vec::new();
    broker
        .sessions
        .for_each(|session| sessions.push(session.clone()));
    for session in sessions {
        let (info, filters) = {
            let state = session.state.look();
            let filters: Vec<String> = state
                .subscriptions
                .keys()
                .map(|it| it.to_string())
                .collect();
            (state.info.clone(), filters)
        };
        let Some(info) = info else { continue };
        let mut gone = filters;
        gone.retain(|filter| !broker.hooks.may_keep(&info, filter));
        if gone.is_empty() {
            continue;
        }
        warn!(client_id = ?Id(&session.client_id), filters = ?gone, "removed subscriptions that the client may no longer have");
        {
            let _entered = runtime.enter();
            turn::run(&broker, |turn| {
                unsubscribe_now(&broker, turn, &session, &gone)
            });
        }
        tokio::task::yield_now().await;
    }
}
