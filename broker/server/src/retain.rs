//! Step 3 of the journey of a PUBLISH: the retained messages, and the limits on them.

use std::ops::ControlFlow;
use std::sync::Arc;

use gmqtt_plugin_api::Limit;
use gmqtt_protocol::TopicName;
use gmqtt_router::Retained;
use gmqtt_store::{Change, Full, Lsn};
use tracing::warn;

use crate::broker::Broker;
use crate::cluster::{crosses, wire};
use crate::message::{Message, Source};
use crate::outbound::Outbound;
use crate::turn::Desk;

/// Step 3: the retained message of a topic is replaced [MQTT-3.3.1-5], or removed by an empty payload [MQTT-3.3.1-6]. The batch
/// that was begun is appended with it, under the lock, so that the store sees the messages of a topic in their order.
///
/// # Errors
/// When the store did not take it. A message that may be refused is not retained then.
pub(crate) fn retain(
    broker: &Broker,
    desk: &mut Desk,
    topic: TopicName<'_>,
    out: &mut Outbound<'_>,
) -> Result<Lsn, Full> {
    let mut retained = broker.retained.write();
    if !is_latest(desk, topic, out) {
        return desk.log.append();
    }
    let old = retained.find(topic).map(|old| old.size());
    let new = if out.payload.is_empty() {
        None
    } else {
        if desk.log.keeps() && out.number == 0 {
            out.number = desk.log.next_message();
        }
        let message = out.message().clone();
        if let Some(limit) = exceeded(broker, desk, &retained, &message, old) {
            drop(retained);
            out.refused = true;
            broker.refusals.note(limit, desk.now, || {
                warn!(
                    limit = limit.label(),
                    "a message is not retained: a limit is reached"
                );
            });
            return desk.log.append();
        }
        Some(message)
    };
    if desk.log.keeps() && !is_told(topic.as_str(), out.source) {
        keep(desk, topic, (new.is_some(), old.is_some()), out);
    }
    let appended = desk.log.append();
    if appended.is_err() && out.is_answered && desk.log.refuses() {
        return appended;
    }
    desk.counters
        .retained(old, new.as_ref().map(|new| new.size()));
    let old = match new {
        Some(message) => retained.insert(topic, message),
        None => retained.remove(topic),
    };
    tell_others(desk, topic, out);
    drop(retained);
    if let Some(old) = old {
        old.supersede();
    }
    appended
}

/// Whether no later change of another node is known. Under the lock, so that what is known now is what was carried out.
fn is_latest(desk: &Desk, topic: TopicName<'_>, out: &Outbound<'_>) -> bool {
    let (Some(peers), Some(stamp)) = (&desk.cluster, out.stamp) else {
        return true;
    };
    peers.cluster.is_latest(topic.as_str(), stamp)
}

/// Other nodes retain what this one does. Under the lock, so that they hear of the changes in their order.
fn tell_others(desk: &Desk, topic: TopicName<'_>, out: &Outbound<'_>) {
    let Some(peers) = &desk.cluster else { return };
    if out.stamp.is_some() || !crosses(topic) {
        return;
    }
    let message = if out.payload.is_empty() {
        None
    } else {
        wire::encode(out, desk.now)
    };
    peers.cluster.retained(topic.as_str(), message);
}

/// Adds to the next batch what the store must know.
fn keep(
    desk: &mut Desk,
    topic: TopicName<'_>,
    (is_new, is_old): (bool, bool),
    out: &mut Outbound<'_>,
) {
    let topic = topic.as_str();
    if is_new {
        let message = out.put(desk.clocks(), &mut desk.log);
        desk.log.push(&Change::PutRetained { topic, message });
    } else if is_old {
        desk.log.push(&Change::DropRetained { topic });
    }
}

/// The limit that a message would exceed by being retained. What plugins tell on `$SYS` does not count.
fn exceeded(
    broker: &Broker,
    desk: &Desk,
    retained: &Retained<Arc<Message>>,
    message: &Message,
    replaced: Option<usize>,
) -> Option<Limit> {
    let limits = &desk.limits;
    let (most, most_bytes) = (limits.max_retained_messages, limits.max_retained_bytes);
    if most == 0 && most_bytes == 0 || is_told_by_a_plugin(message) {
        return None;
    }
    let others = broker.counters.retained_bytes();
    let others = others.saturating_sub(replaced.unwrap_or(0));
    let too_many = |told: usize| {
        let messages = retained.len().saturating_sub(told);
        most > 0 && replaced.is_none() && messages >= most as usize
    };
    let too_much = |told: usize| {
        let bytes = others.saturating_sub(told) + message.size();
        most_bytes > 0 && bytes as u64 > most_bytes
    };
    if !too_many(0) && !too_much(0) {
        return None;
    }
    let (mut told, mut told_bytes) = (0, 0);
    retained.matching("$SYS/#", |message| {
        if is_told_by_a_plugin(message) {
            told += 1;
            told_bytes += message.size();
        }
        ControlFlow::Continue(())
    });
    if too_many(told) {
        return Some(Limit::RetainedMessages);
    }
    too_much(told_bytes).then_some(Limit::RetainedBytes)
}

fn is_told_by_a_plugin(message: &Message) -> bool {
    is_told(message.topic(), message.source)
}

fn is_told(topic: &str, source: Source) -> bool {
    source.as_plugin().is_some() && topic.starts_with("$SYS/")
}
