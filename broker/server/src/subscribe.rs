//! SUBSCRIBE and UNSUBSCRIBE: check, ask the plugins, change the table, answer, send retained messages.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::Arc;

use gmqtt_plugin_api::{
    Hook, Limit, Refusal, RequestedSubscription, RequestedUnsubscription, SubscribeRequest,
    UnsubscribeRequest,
};
use gmqtt_protocol::packet::{Suback, Subscribe, SubscriptionOptions, Unsuback, Unsubscribe};
use gmqtt_protocol::property::UserProperties;
use gmqtt_protocol::topic::level_count;
use gmqtt_protocol::{DecodeError, PacketId, QoS, ReasonCode, TopicFilter};
use gmqtt_store::Lsn;
use tracing::{info, warn};

use crate::broker::Broker;
use crate::logged::Id;
use crate::packets::{Flow, Live, Resume, error, wants};
use crate::queue::Held;
use crate::record;
use crate::subscriptions::{Denied, Owner};
use crate::turn::Turn;

/// Filters for which retained messages are looked up in a row.
pub(crate) const REPLAYS_AT_ONCE: usize = 16;
/// With so many messages found, the next filters wait.
const ENOUGH_TO_REPLAY: usize = 1000;
/// What looking up one filter counts for in a turn.
const REPLAY_EFFORT: usize = 32;

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
    let asked = wants(turn, Hook::OnSubscribe);
    let request = SubscribeRequest {
        filters: filters
            .map(|asked| {
                let (filter, refused) = full(live, asked.filter);
                RequestedSubscription {
                    filter,
                    options: asked.options,
                    refused,
                }
            })
            .collect(),
        subscription_id: packet.subscription_identifier,
        user_properties: if asked {
            owned(packet.user_properties)
        } else {
            Vec::new()
        },
    };
    let pending = PendingSubscribe {
        packet_id: packet.packet_id,
        filters: request.filters.len(),
    };
    if asked {
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
    let mut text = None;
    turn.desk.ticket = Lsn::START;
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
                .map(|asked| subscribe_one(live, broker, turn, asked, id))
                .collect()
        }
    };
    // [MQTT-3.8.4-6] One code for each filter, whatever a plugin made of the list.
    reasons.resize(pending.filters, ReasonCode::ImplementationSpecificError);
    let (packet_id, version) = (pending.packet_id, live.version());
    let before = turn.desk.replies.len();
    live.reply(turn, 9, text.as_deref(), |properties, out| {
        Suback {
            packet_id,
            properties,
            reasons: reasons.clone(),
        }
        .encode(version, out);
    });
    live.subscribed_at = turn.desk.ticket;
    live.leave_at(turn, turn.desk.ticket, before);
    live.hand_over_replies(turn);
    replay(live, broker, turn);
}

/// One filter of a SUBSCRIBE [MQTT-3.8.4-5].
fn subscribe_one(
    live: &Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    asked: &RequestedSubscription,
    id: Option<u32>,
) -> ReasonCode {
    let filter = match check(live, turn, asked) {
        Ok(filter) => filter,
        Err(reason) => return reason,
    };
    let options = SubscriptionOptions {
        qos: asked.options.qos.min(live.limits.maximum_qos),
        ..asked.options
    };
    let owner = Owner::connection(live, turn.desk.limits.max_subscriptions);
    match owner.subscribe(broker, turn, filter, (options, id)) {
        Ok(_) => {}
        Err(Denied::TooMany) => {
            let (now, most) = (turn.desk.now, owner.most);
            broker.refusals.note(Limit::Subscriptions, now, || {
                warn!(client_id = ?Id(&live.session.client_id), most, "refused a subscription: limits.max_subscriptions is reached");
            });
            return ReasonCode::QuotaExceeded;
        }
        Err(denied) => return denied.reason(),
    }
    match options.qos {
        QoS::AtMostOnce => ReasonCode::Success,
        QoS::AtLeastOnce => ReasonCode::GrantedQoS1,
        QoS::ExactlyOnce => ReasonCode::GrantedQoS2,
    }
}

/// A client's filter as the broker knows it; one that has no such form is refused.
fn full(live: &Live, filter: &str) -> (String, Option<ReasonCode>) {
    let Some(mount) = &live.mount else {
        return (filter.to_owned(), None);
    };
    let full = TopicFilter::parse(filter).ok();
    match full.and_then(|filter| mount.filter(filter)) {
        Some(full) => (full, None),
        None => (filter.to_owned(), Some(ReasonCode::TopicFilterInvalid)),
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

/// Finds and queues retained messages for new subscriptions, those of a few filters at a time: as long as they wait, the filters
/// after them do, so that a client cannot make the broker gather more than it takes. They come behind their SUBACK. True if there
/// was something to do.
pub(crate) fn replay(live: &Live, broker: &Broker, turn: &mut Turn) -> bool {
    let session = &live.session;
    if !turn.desk.log.is_durable(live.subscribed_at) {
        return false;
    }
    let filters: Vec<_> = {
        let mut delivery = session.delivery.lock();
        if live.is_replaced() || delivery.queue.is_replaying() || delivery.replays.is_empty() {
            return false;
        }
        let most = delivery.replays.len().min(REPLAYS_AT_ONCE);
        delivery.replays.drain(..most).collect()
    };
    let mut found = Vec::new();
    let mut rest = filters.into_iter();
    for filter in rest.by_ref() {
        turn.routes.effort += REPLAY_EFFORT;
        collect_retained(live, broker, turn, &filter, &mut found);
        if found.len() >= ENOUGH_TO_REPLAY {
            break;
        }
    }
    record::keep_replay(session, &mut turn.desk, &mut found);
    // For the session, also if another connection has it by now.
    let mut delivery = session.delivery.lock();
    rest.rev()
        .for_each(|filter| delivery.replays.push_front(filter));
    if delivery.replays.is_empty() {
        delivery.replays = VecDeque::new();
    }
    let before = delivery.queue.waiting();
    for held in found {
        delivery.queue.push_replay(held);
    }
    turn.desk.counters.queued(before, delivery.queue.waiting());
    delivery.pump(session, &mut turn.desk);
    true
}

/// The retained messages for one filter, if the client is still subscribed to it.
fn collect_retained(
    live: &Live,
    broker: &Broker,
    turn: &Turn,
    filter: &str,
    found: &mut Vec<Held>,
) {
    let subscription = {
        let mut state = live.session.state.lock();
        let Some(subscription) = state.subscriptions.get_mut(filter) else {
            return;
        };
        // Served already, if it was given up and asked for again.
        if !std::mem::take(&mut subscription.awaits_replay) {
            return;
        }
        *subscription
    };
    let ids: Option<Arc<[u32]>> = subscription.id.map(|id| Arc::from([id]));
    let first = found.len();
    broker.retained.read().matching(filter, |message| {
        if !message.expires.has_passed(turn.desk.now) {
            // [MQTT-3.3.1-9] Sent because of the subscription, so with retain set.
            found.push(Held {
                message: message.clone(),
                qos: message.qos.min(subscription.options.qos),
                retain: true,
                ids: ids.clone(),
                share: None,
                seq: None,
            });
        }
        ControlFlow::Continue(())
    });
    if turn.desk.interest.asks_deliveries() {
        // Not under the lock of the retained messages.
        let new = found.split_off(first);
        let may = |held: &Held| broker.hooks.may_deliver(&live.info, held.message.topic());
        found.extend(new.into_iter().filter(may));
    }
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
            .map(|filter| {
                let (filter, refused) = full(live, filter);
                RequestedUnsubscription { filter, refused }
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
    turn.desk.ticket = Lsn::START;
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
    let refused = reasons.iter().filter(|reason| reason.is_error()).count();
    if refused > 0 {
        // A 3.x client is not told.
        info!(client_id = ?Id(&live.session.client_id), refused, text = text.as_deref(), "refused to unsubscribe; the subscriptions stay");
    }
    let (packet_id, version) = (pending.packet_id, live.version());
    let before = turn.desk.replies.len();
    live.reply(turn, 11, text.as_deref(), |properties, out| {
        Unsuback {
            packet_id,
            properties,
            reasons: reasons.clone(),
        }
        .encode(version, out);
    });
    live.leave_at(turn, turn.desk.ticket, before);
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
    if Owner::connection(live, 0).unsubscribe(broker, turn, filter) {
        ReasonCode::Success
    } else {
        ReasonCode::NoSubscriptionExisted
    }
}

fn owned(properties: UserProperties<'_>) -> Vec<(String, String)> {
    properties
        .iter()
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}
