//! Who would get a message, and what would become of it on the way: steps 4 and 5 of the journey of a PUBLISH, told instead of done.
//! Nothing is changed: no place is taken, no turn of a shared subscription is used up.
//!
//! `limits.queue_memory` is left out: what it would drop depends on all queues at the moment the message comes.

use std::sync::Arc;

use gmqtt_config::{DeliveryMode, Limits, Mqtt};
use gmqtt_plugin_api::{ClientInfo, Fate, Receiver, SubscriptionView};
use gmqtt_protocol::{QoS, ReasonCode, TopicFilter, TopicName};
use gmqtt_router::{Group, Visitor};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::queue::Bounds;
use crate::route::{Share, Subscriber};
use crate::session::{Session, Subscription};
use crate::view;

/// Visits the subscriptions that a topic goes to; how many messages would be sent or queued. No lock is held meanwhile.
///
/// # Errors
/// [`ReasonCode::TopicNameInvalid`].
pub(crate) fn receivers(
    broker: &Broker,
    topic: &str,
    qos: QoS,
    visit: &mut dyn FnMut(&Receiver),
) -> Result<usize, ReasonCode> {
    let topic = TopicName::parse(topic).map_err(|_| ReasonCode::TopicNameInvalid)?;
    let judge = Judge {
        broker,
        topic,
        qos,
        settings: broker.settings().1,
        limits: broker.limits(),
        now: broker.clock.now(),
    };
    let mut deliveries = 0;
    for session in view::receivers(broker, topic) {
        deliveries += judge.session(&session, visit);
    }
    for share in groups(broker, topic) {
        deliveries += judge.group(share, visit);
    }
    Ok(deliveries)
}

/// The groups that a topic goes to.
fn groups(broker: &Broker, topic: TopicName<'_>) -> Vec<Share> {
    struct Groups(Vec<Share>);
    impl Visitor<u64, Subscriber> for Groups {
        fn plain(&mut self, _: &u64, _: &Subscriber) {}

        fn group(&mut self, group: &Group<u64, Subscriber>) {
            self.0.push(Share::of(group));
        }
    }
    let mut found = Groups(Vec::new());
    broker.table.read().matching(topic, &mut found);
    found.0
}

/// Says what would become of one message.
struct Judge<'a> {
    broker: &'a Broker,
    topic: TopicName<'a>,
    qos: QoS,
    settings: Arc<Mqtt>,
    limits: Arc<Limits>,
    now: Millis,
}

impl Judge<'_> {
    /// The subscriptions of a session that are not shared.
    fn session(&self, session: &Session, visit: &mut dyn FnMut(&Receiver)) -> usize {
        let (info, found) = self.matching(session, |filter| filter.share().is_none());
        let Some(info) = info else { return 0 };
        let best = found.iter().map(|(_, found)| found.options.qos).max();
        // The one that decides how the only copy is sent [MQTT-3.3.4-2].
        let chosen = found
            .iter()
            .position(|(_, found)| Some(found.options.qos) == best);
        let mut deliveries = 0;
        for (place, (filter, subscription)) in found.iter().enumerate() {
            let (connected, fate) = match chosen {
                Some(chosen)
                    if chosen != place && self.settings.delivery_mode == DeliveryMode::OnlyOnce =>
                {
                    let filter = found[chosen].0.clone();
                    let connected = session.delivery.look().link.is_some();
                    (connected, Fate::OtherSubscription { filter })
                }
                _ => self.fate(session, &info, subscription.options.qos),
            };
            deliveries += usize::from(fate.is_delivery());
            visit(&Receiver {
                subscription: shown(session, filter, subscription),
                connected,
                fate,
                group: None,
            });
        }
        deliveries
    }

    /// The members of a group [MQTT-4.8.2-1].
    fn group(&self, mut share: Share, visit: &mut dyn FnMut(&Receiver)) -> usize {
        let size = share.members.len();
        let full = format!("$share/{}/{}", share.name.share, share.name.filter);
        let mut members = Vec::new();
        for target in &share.members {
            let session = target.session.clone();
            let (info, found) = self.matching(&session, |filter| filter.full() == full);
            if let (Some(info), Some((_, subscription))) = (info, found.into_iter().next()) {
                let (connected, fate) = self.fate(&session, &info, subscription.options.qos);
                members.push((session, subscription, connected, fate));
            }
        }
        let may = |key: u64| {
            let mut members = members.iter();
            members.any(
                |(session, .., fate): &(Arc<Session>, Subscription, bool, Fate)| {
                    session.key == key && !matches!(fate, Fate::Denied { .. })
                },
            )
        };
        share.leave_out(|session| !may(session.key));
        let most = self.settings.max_queued_messages as usize;
        let next = share.next(self.qos, most);
        let next = next.map(|member| share.members[member].session.key);
        let is_alone = share.members.len() == 1;
        let mut deliveries = 0;
        for (session, subscription, connected, fate) in members {
            let is_next = Some(session.key) == next;
            deliveries += usize::from(is_next && fate.is_delivery());
            let fate = match fate {
                fate @ Fate::Denied { .. } => fate,
                fate if is_alone => fate,
                _ => Fate::OneOfGroup { next: is_next },
            };
            visit(&Receiver {
                subscription: shown(&session, &full, &subscription),
                connected,
                fate,
                group: Some(size),
            });
        }
        deliveries
    }

    /// Whose session it is, and those of its subscriptions that match.
    fn matching(
        &self,
        session: &Session,
        wanted: impl Fn(&TopicFilter<'_>) -> bool,
    ) -> (Option<Arc<ClientInfo>>, Vec<(String, Subscription)>) {
        let state = session.state.look();
        let matches = |filter: &str| {
            TopicFilter::parse(filter).is_ok_and(|it| wanted(&it) && it.matches(self.topic))
        };
        let found = state.subscriptions.iter();
        let found = found.filter(|(filter, _)| matches(filter));
        let found = found.map(|(filter, subscription)| (filter.to_string(), *subscription));
        (state.info.clone(), found.collect())
    }

    /// Whether the client is connected, and what becomes of the message on the way to it.
    fn fate(&self, session: &Session, info: &ClientInfo, granted: QoS) -> (bool, Fate) {
        let topic = self.topic.as_str();
        let hooks = &self.broker.hooks;
        // Plugins are not asked under a lock.
        let denied = hooks.interest().asks_deliveries() && !hooks.may_deliver(info, topic);
        let why = denied.then(|| hooks.why_not_deliver(info, topic));
        let qos = self.qos.min(granted);
        let delivery = session.delivery.look();
        let connected = delivery.link.is_some();
        if let Some(why) = why {
            return (connected, Fate::Denied { why });
        }
        let (waiting, inflight) = (delivery.queue.len(), delivery.outgoing.len());
        let is_dropped = || {
            let bounds = Bounds::of(&self.settings, &self.limits);
            delivery
                .queue
                .would_drop((qos, topic.len()), bounds, inflight, self.now)
        };
        let queued = |why| {
            if is_dropped() {
                let why = "its queue is full";
                return Fate::Dropped { why };
            }
            Fate::Queued {
                behind: waiting,
                why,
            }
        };
        let fate = match &delivery.link {
            Some(link) if !link.sees(topic) => {
                let why = "the topic is not below the mount point of its listener";
                Fate::Denied {
                    why: Some(why.to_owned()),
                }
            }
            Some(_) if qos != QoS::AtMostOnce && !delivery.outgoing.can_send() => {
                queued("it has to acknowledge messages first")
            }
            Some(link) if !link.outbox.has_room() || !delivery.queue.may_pass(qos) => {
                queued("it takes messages slower than they come")
            }
            Some(_) => Fate::Sent,
            None if qos == QoS::AtMostOnce && !self.settings.queue_qos0_messages => {
                let why =
                    "it is away, and messages of QoS 0 do not wait (`mqtt.queue_qos0_messages`)";
                Fate::Dropped { why }
            }
            None => queued("it is away"),
        };
        (connected, fate)
    }
}

fn shown(session: &Session, filter: &str, subscription: &Subscription) -> SubscriptionView {
    SubscriptionView {
        client_id: session.client_id.clone(),
        filter: filter.to_owned(),
        options: subscription.options,
        id: subscription.id,
    }
}
