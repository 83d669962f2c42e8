//! SUBSCRIBE and UNSUBSCRIBE: check, ask the plugins, change the table, answer, send retained messages.

use std::ops::ControlFlow;
use std::sync::Arc;

use gmqtt_plugin_api::{
    Hook, Refusal, RequestedSubscription, RequestedUnsubscription, SubscribeRequest,
    UnsubscribeRequest,
};
use gmqtt_protocol::packet::{
    RetainHandling, Suback, Subscribe, SubscriptionOptions, Unsuback, Unsubscribe,
};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::topic::level_count;
use gmqtt_protocol::{DecodeError, PacketId, QoS, ReasonCode, TopicFilter};

use crate::broker::Broker;
use crate::hooks::Notice;
use crate::packets::{Flow, Live, Resume, error, wants};
use crate::queue::Held;
use crate::route::Subscriber;
use crate::session::Subscription;
use crate::stats::Counter;
use crate::turn::Turn;

/// A SUBSCRIBE that waits for the plugins.
pub(crate) struct PendingSubscribe {
    packet_id: PacketId,
    filters: usize,
}

/// An UNSUBSCRIBE that waits for the plugins.
pub(crate) struct PendingUnsubscribe {
    packet_id: PacketId,
    request: UnsubscribeRequest,
}

/// A SUBSCRIBE of a client.
///
/// # Errors
/// A subscription identifier where they are not available ends the connection.
pub(crate) fn subscribe(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    packet: &Subscribe<'_>,
) -> Result<Flow, DecodeError> {
    if packet.subscription_identifier.is_some() && !live.limits.subscription_identifier_available {
        let what = "a subscription identifier where they are not available";
        return Err(error(
            ReasonCode::SubscriptionIdentifiersNotSupported,
            what,
            "MQTT 5 3.2.2.3.12",
        ));
    }
    let filters = packet.filters.iter();
    let request = SubscribeRequest {
        filters: filters
            .map(|asked| RequestedSubscription {
                filter: asked.filter.to_owned(),
                options: asked.options,
                refused: None,
            })
            .collect(),
        subscription_id: packet.subscription_identifier,
        user_properties: owned(packet.user_properties),
    };
    let pending = PendingSubscribe {
        packet_id: packet.packet_id,
        filters: request.filters.len(),
    };
    if wants(turn, Hook::OnSubscribe) {
        let (broker, info) = (broker.clone(), live.info.clone());
        return Ok(Flow::Wait(Box::pin(async move {
            Resume::Subscribed(pending, broker.hooks.subscribe(info, request).await)
        })));
    }
    subscribe_decided(live, broker, turn, pending, Ok(request));
    Ok(Flow::Continue)
}

/// The plugins have spoken about a SUBSCRIBE.
pub(crate) fn subscribe_decided(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    pending: PendingSubscribe,
    outcome: Result<SubscribeRequest, Refusal>,
) {
    let mut replays = Vec::new();
    let mut text = None;
    let mut reasons = match outcome {
        Err(refusal) => {
            text = refusal.text;
            vec![refusal.reason.refusal_among(Suback::REASONS); pending.filters]
        }
        Ok(request) => {
            let id = request.subscription_id;
            request
                .filters
                .iter()
                .map(|asked| subscribe_one(live, broker, turn, asked, id, &mut replays))
                .collect()
        }
    };
    // [MQTT-3.8.4-6] One code for each filter, whatever a plugin made of the list.
    reasons.resize(pending.filters, ReasonCode::ImplementationSpecificError);
    let (packet_id, version) = (pending.packet_id, live.version());
    live.reply(turn, 9, text.as_deref(), |properties, out| {
        Suback {
            packet_id,
            properties,
            reasons: reasons.clone(),
        }
        .encode(version, out);
    });
    if !replays.is_empty() {
        replay(live, turn, replays);
    }
}

/// One filter of a SUBSCRIBE [MQTT-3.8.4-5]. Retained messages it asks for are added to `replays`.
fn subscribe_one(
    live: &Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    asked: &RequestedSubscription,
    id: Option<u32>,
    replays: &mut Vec<Held>,
) -> ReasonCode {
    let filter = match check(live, turn, asked) {
        Ok(filter) => filter,
        Err(reason) => return reason,
    };
    let options = SubscriptionOptions {
        qos: asked.options.qos.min(live.limits.maximum_qos),
        ..asked.options
    };
    let Some(is_new) = store(live, broker, filter, Subscription { options, id }) else {
        return ReasonCode::UnspecifiedError;
    };
    if is_new {
        turn.desk.counters.add(Counter::SubscriptionsMade, 0, 1);
    }
    if wants(turn, Hook::OnSubscribed) {
        turn.desk.notices.push(Notice::Subscribed(
            live.info.clone(),
            filter.full().into(),
            options,
        ));
    }
    let wanted = match options.retain_handling {
        RetainHandling::Send => true,
        RetainHandling::SendIfNew => is_new,
        RetainHandling::DoNotSend => false,
    };
    // Retained messages are not for shared subscriptions (MQTT 5 section 4.8.2).
    if wanted && filter.share().is_none() {
        collect_retained(broker, turn, filter, options, id, replays);
    }
    match options.qos {
        QoS::AtMostOnce => ReasonCode::Success,
        QoS::AtLeastOnce => ReasonCode::GrantedQoS1,
        QoS::ExactlyOnce => ReasonCode::GrantedQoS2,
    }
}

/// What may be subscribed to.
fn check<'a>(
    live: &Live,
    turn: &Turn,
    asked: &'a RequestedSubscription,
) -> Result<TopicFilter<'a>, ReasonCode> {
    if let Some(reason) = asked.refused {
        return Err(reason.refusal_among(Suback::REASONS));
    }
    let filter = TopicFilter::parse(&asked.filter).map_err(|_| ReasonCode::TopicFilterInvalid)?;
    let most = turn.desk.settings.max_topic_levels as usize;
    if most > 0 && level_count(filter.filter()) > most {
        return Err(ReasonCode::TopicFilterInvalid);
    }
    if filter.share().is_some() && !live.limits.shared_subscription_available {
        return Err(ReasonCode::SharedSubscriptionsNotSupported);
    }
    if filter.has_wildcard() && !live.limits.wildcard_subscription_available {
        return Err(ReasonCode::WildcardSubscriptionsNotSupported);
    }
    Ok(filter)
}

/// Puts a subscription into the table; whether it is new, or `None` if the session is no longer this connection's.
fn store(
    live: &Live,
    broker: &Broker,
    filter: TopicFilter<'_>,
    subscription: Subscription,
) -> Option<bool> {
    let session = &live.session;
    let mut state = session.state.lock();
    if state.ended || live.is_replaced() {
        return None;
    }
    let subscriber = Subscriber {
        session: session.clone(),
        options: subscription.options,
        id: subscription.id,
    };
    broker.table.write().insert(filter, session.key, subscriber);
    broker.versions.bump(filter);
    // [MQTT-3.8.4-3] The same filter again replaces the subscription.
    Some(
        state
            .subscriptions
            .insert(filter.full().into(), subscription)
            .is_none(),
    )
}

fn collect_retained(
    broker: &Broker,
    turn: &Turn,
    filter: TopicFilter<'_>,
    options: SubscriptionOptions,
    id: Option<u32>,
    replays: &mut Vec<Held>,
) {
    let ids: Option<Arc<[u32]>> = id.map(|id| Arc::from([id]));
    broker.retained.read().matching(filter.filter(), |message| {
        if !message.expires.has_passed(turn.desk.now) {
            // [MQTT-3.3.1-9] Sent because of the subscription, so with retain set.
            let qos = message.qos.min(options.qos);
            replays.push(Held {
                message: message.clone(),
                qos,
                retain: true,
                ids: ids.clone(),
                share: None,
            });
        }
        ControlFlow::Continue(())
    });
}

/// Queues retained messages behind the SUBACK.
fn replay(live: &Live, turn: &mut Turn, replays: Vec<Held>) {
    live.hand_over_replies(turn);
    let session = &live.session;
    let mut delivery = session.delivery.lock();
    if live.is_replaced() {
        return;
    }
    for held in replays {
        delivery.queue.push_replay(held);
    }
    delivery.pump(&session.client_id, &mut turn.desk);
}

/// An UNSUBSCRIBE of a client.
pub(crate) fn unsubscribe(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    packet: &Unsubscribe<'_>,
) -> Flow {
    let request = UnsubscribeRequest {
        filters: packet
            .filters
            .iter()
            .map(|filter| RequestedUnsubscription {
                filter: (*filter).to_owned(),
                refused: None,
            })
            .collect(),
        user_properties: owned(packet.user_properties),
    };
    if wants(turn, Hook::OnUnsubscribe) {
        let (broker, info) = (broker.clone(), live.info.clone());
        let pending = PendingUnsubscribe {
            packet_id: packet.packet_id,
            request: request.clone(),
        };
        return Flow::Wait(Box::pin(async move {
            Resume::Unsubscribed(pending, broker.hooks.unsubscribe(info, request).await)
        }));
    }
    let pending = PendingUnsubscribe {
        packet_id: packet.packet_id,
        request,
    };
    let request = pending.request.clone();
    unsubscribe_decided(live, broker, turn, pending, Ok(request));
    Flow::Continue
}

/// The plugins have spoken about an UNSUBSCRIBE. What they refuse stays subscribed.
pub(crate) fn unsubscribe_decided(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    pending: PendingUnsubscribe,
    outcome: Result<UnsubscribeRequest, Refusal>,
) {
    let count = pending.request.filters.len();
    let mut text = None;
    let mut reasons: Vec<_> = match outcome {
        Err(refusal) => {
            text = refusal.text;
            vec![refusal.reason.refusal_among(Unsuback::REASONS); count]
        }
        Ok(request) => request
            .filters
            .iter()
            .map(|asked| unsubscribe_one(live, broker, turn, asked))
            .collect(),
    };
    reasons.resize(count, ReasonCode::ImplementationSpecificError);
    let (packet_id, version) = (pending.packet_id, live.version());
    live.reply(turn, 11, text.as_deref(), |properties, out| {
        Unsuback {
            packet_id,
            properties,
            reasons: reasons.clone(),
        }
        .encode(version, out);
    });
}

fn unsubscribe_one(
    live: &Live,
    broker: &Broker,
    turn: &mut Turn,
    asked: &RequestedUnsubscription,
) -> ReasonCode {
    if let Some(reason) = asked.refused {
        return reason.refusal_among(Unsuback::REASONS);
    }
    let Ok(filter) = TopicFilter::parse(&asked.filter) else {
        return ReasonCode::TopicFilterInvalid;
    };
    let session = &live.session;
    let mut state = session.state.lock();
    if live.is_replaced() || state.subscriptions.remove(filter.full()).is_none() {
        return ReasonCode::NoSubscriptionExisted;
    }
    broker.table.write().remove(filter, &session.key);
    broker.versions.bump(filter);
    drop(state);
    turn.desk.counters.add(Counter::SubscriptionsRemoved, 0, 1);
    if wants(turn, Hook::OnUnsubscribed) {
        turn.desk.notices.push(Notice::Unsubscribed(
            live.info.clone(),
            filter.full().into(),
        ));
    }
    ReasonCode::Success
}

fn owned(properties: UserProperties<'_>) -> Vec<(String, String)> {
    properties
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}
