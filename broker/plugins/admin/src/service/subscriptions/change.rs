//! `Subscribe` and `Unsubscribe`: subscriptions of a client, made and removed by an operator.

use gmqtt_admin_api::admin::{SubscribeRequest, Subscription, UnsubscribeRequest};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{BrokerHandle, NewSubscription, QoS, SubscriptionOptions};
use gmqtt_protocol::TopicFilter;
use gmqtt_protocol::packet::RetainHandling;

/// Makes them; whether each is new.
///
/// # Errors
/// In the words of the broker in Go, for the argument that is wrong. A client that does not exist is one only if that was asked.
pub(super) fn subscribe(
    broker: &BrokerHandle,
    request: SubscribeRequest,
) -> Result<Vec<bool>, Fault> {
    if request.client_id.is_empty() {
        return Err(Fault::invalid("client_id", "cannot be empty"));
    }
    if request.subscriptions.is_empty() {
        return Err(Fault::invalid("subIndexer", "zero length subscriptions"));
    }
    let wanted = request.subscriptions.iter().enumerate();
    let wanted = wanted
        .map(|(i, one)| {
            read(one).map_err(|problem| Fault::invalid(&format!("subIndexer[{i}]"), problem))
        })
        .collect::<Result<Vec<_>, _>>()?;
    if request.existing_client && broker.client(&request.client_id).is_none() {
        return Err(Fault::new(Reason::ClientNotFound, "not found"));
    }
    let made = broker.subscribe(&request.client_id, wanted);
    Ok(made
        .into_iter()
        .map(|one| one.is_ok_and(|subscribed| subscribed.new))
        .collect())
}

/// Removes them.
///
/// # Errors
/// In the words of the broker in Go, for the argument that is wrong.
pub(super) fn unsubscribe(
    broker: &BrokerHandle,
    request: &UnsubscribeRequest,
) -> Result<(), Fault> {
    if request.client_id.is_empty() {
        return Err(Fault::invalid("client_id", "cannot be empty"));
    }
    if request.topics.is_empty() {
        return Err(Fault::invalid("topics", "zero length topics"));
    }
    let mut filters = Vec::with_capacity(request.topics.len());
    for (i, topic) in request.topics.iter().enumerate() {
        if TopicFilter::parse(topic).is_err() {
            return Err(Fault::invalid(&format!("topics[{i}]"), ""));
        }
        filters.push(topic.as_str());
    }
    broker.unsubscribe(&request.client_id, &filters);
    Ok(())
}

fn read(subscription: &Subscription) -> Result<NewSubscription, &'static str> {
    if TopicFilter::parse(&subscription.topic_name).is_err() {
        return Err("invalid topic name");
    }
    let qos = u8::try_from(subscription.qos)
        .ok()
        .and_then(QoS::from_u8)
        .ok_or("invalid qos")?;
    let retain_handling = match subscription.retain_handling {
        0 => RetainHandling::Send,
        1 => RetainHandling::SendIfNew,
        2 => RetainHandling::DoNotSend,
        _ => return Err("invalid retain handling"),
    };
    let id = match subscription.id {
        0 => None,
        id @ 1..=268_435_455 => Some(id),
        _ => return Err("invalid id"),
    };
    Ok(NewSubscription {
        filter: subscription.topic_name.clone(),
        options: SubscriptionOptions {
            qos,
            no_local: subscription.no_local,
            retain_as_published: subscription.retain_as_published,
            retain_handling,
        },
        id,
    })
}
