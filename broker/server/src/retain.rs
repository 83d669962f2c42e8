//! Step 3 of the journey of a PUBLISH: the retained messages, and the limits on them.

use std::ops::ControlFlow;
use std::sync::Arc;

use gmqtt_plugin_api::Limit;
use gmqtt_protocol::TopicName;
use gmqtt_router::Retained;
use tracing::warn;

use crate::broker::Broker;
use crate::message::Message;
use crate::outbound::Outbound;
use crate::turn::Desk;

/// Step 3: the retained message of a topic is replaced [MQTT-3.3.1-5], or removed by an empty payload [MQTT-3.3.1-6].
pub(crate) fn retain(broker: &Broker, desk: &Desk, topic: TopicName<'_>, out: &mut Outbound<'_>) {
    let mut retained = broker.retained.write();
    let (new, old) = if out.payload.is_empty() {
        (None, retained.remove(topic))
    } else {
        let message = out.message().clone();
        let size = message.size();
        let replaced = retained.find(topic).map(|old| old.size());
        if let Some(limit) = exceeded(broker, desk, &retained, &message, replaced) {
            drop(retained);
            out.refused = true;
            broker.refusals.note(limit, desk.now, || {
                warn!(
                    limit = limit.label(),
                    "a message is not retained: a limit is reached"
                );
            });
            return;
        }
        (Some(size), retained.insert(topic, message))
    };
    let replaced = old.as_ref().map(|old| old.size());
    desk.counters.retained(replaced, new);
    drop(retained);
    if let Some(old) = old {
        old.supersede();
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
    message.source.as_plugin().is_some() && message.topic().starts_with("$SYS/")
}
