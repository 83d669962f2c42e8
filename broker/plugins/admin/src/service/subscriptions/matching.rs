//! `Match`: who would receive a message of a topic, and why the others would not.

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::receiver::Verdict;
use gmqtt_admin_api::admin::{MatchSubscriptionsRequest, MatchSubscriptionsResponse, Receiver};
use gmqtt_plugin_api::{BrokerHandle, Fate, QoS};

use super::message;

/// How many are shown if no limit is given, and at most.
const LIMIT: u32 = 100;
const MOST: u32 = 10_000;

/// # Errors
/// The argument that is wrong.
pub(super) fn receivers(
    broker: &BrokerHandle,
    node: &str,
    request: &MatchSubscriptionsRequest,
) -> Result<MatchSubscriptionsResponse, Fault> {
    let limit = match request.limit {
        0 => LIMIT,
        limit => limit.min(MOST),
    };
    let qos = match request.qos {
        None => QoS::ExactlyOnce,
        Some(qos) => u8::try_from(qos)
            .ok()
            .and_then(QoS::from_u8)
            .ok_or_else(|| Fault::invalid("qos", ""))?,
    };
    let mut answer = MatchSubscriptionsResponse::default();
    let deliveries = broker.receivers(&request.topic, qos, &mut |receiver| {
        answer.total_count = answer.total_count.saturating_add(1);
        if answer.receivers.len() < limit as usize {
            answer.receivers.push(show(receiver, node));
        }
    });
    let deliveries = deliveries.map_err(|_| Fault::invalid("topic", "it is not a topic name"))?;
    answer.deliveries = u32::try_from(deliveries).unwrap_or(u32::MAX);
    Ok(answer)
}

fn show(receiver: &gmqtt_plugin_api::Receiver, node: &str) -> Receiver {
    let (verdict, detail) = match &receiver.fate {
        Fate::Sent => (Verdict::Sent, String::new()),
        Fate::Queued { behind: 0, why } => (Verdict::Queued, (*why).to_owned()),
        Fate::Queued { behind, why } => (Verdict::Queued, format!("{why}; {behind} wait already")),
        Fate::OneOfGroup { next: true } => {
            (Verdict::OneOfGroup, "as things are, this one".to_owned())
        }
        Fate::OneOfGroup { next: false } => (Verdict::OneOfGroup, String::new()),
        Fate::OtherSubscription { filter } => {
            (Verdict::OtherSubscription, format!("through {filter}"))
        }
        Fate::Denied { why } => {
            let unknown = || "a plugin denies it".to_owned();
            (Verdict::Denied, why.clone().unwrap_or_else(unknown))
        }
        Fate::Dropped { why } => (Verdict::Dropped, (*why).to_owned()),
    };
    Receiver {
        subscription: Some(message(&receiver.subscription, node)),
        connected: receiver.connected,
        verdict: verdict.into(),
        detail,
        group_size: receiver
            .group
            .map_or(0, |size| u32::try_from(size).unwrap_or(u32::MAX)),
    }
}
