//! The journey of a PUBLISH, from the packet to the acknowledgement. The order is written once, in [`arrived`], [`go_on`] and
//! [`pass_on`].

use std::borrow::Cow;
use std::sync::Arc;

use gmqtt_config::Mqtt;
use gmqtt_plugin_api::{Arrival, ClientInfo, Hook, Later, Publisher, Verdict};
use gmqtt_protocol::packet::{Puback, Publish, PublishProperties, Pubrec, encode_short_ack};
use gmqtt_protocol::topic::level_count;
use gmqtt_protocol::{DecodeError, Frame, PacketId, QoS, ReasonCode, TopicName};
use gmqtt_store::Lsn;

use crate::broker::Broker;
use crate::clock::millis;
use crate::cluster::awaited::Awaited;
use crate::counters::Counter;
use crate::distribute::distribute;
use crate::message::Expiry;
use crate::mount::{Mount, is_of_the_broker};
use crate::outbound::Outbound;
use crate::packets::{Flow, Limits, Live, Resume, error};
use crate::route::Permit;
use crate::session::Session;
use crate::turn::Turn;

const PUBACK: u8 = 0x40;
const PUBREC: u8 = 0x50;
/// For messages that [`is_permitted`] does not let pass.
const NOT_PERMITTED: ReasonCode = ReasonCode::NotAuthorized;

/// A PUBLISH from a client.
///
/// # Errors
/// What is wrong with the packet; the connection ends with that code.
pub(crate) fn arrived(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    frame: Frame<'_>,
) -> Result<Flow, DecodeError> {
    let publish = Publish::decode(frame, live.version())?;
    turn.desk
        .counters
        .add(Counter::MessagesReceived, publish.qos as usize, 1);
    live.meter.add_messages(1);
    // 1 admit
    admit(live, &publish)?;
    let (repeated, permit) = (is_repeated(live, &publish), live.permit());
    let maximum = live.limits.topic_alias_maximum;
    let alias = publish.properties.topic_alias;
    let topic = live.aliases.resolve(publish.topic, alias, maximum)?;
    let topic = full(live.mount.as_ref(), topic)?;
    if repeated {
        // [MQTT-4.3.3-10] Taken over before: answered, not delivered again.
        let (qos, id) = (publish.qos, publish.packet_id);
        let at_once = (Lsn::START, None);
        acknowledge(live, turn, (qos, id), ReasonCode::Success, at_once);
        return Ok(Flow::Continue);
    }
    check_topic(&topic, &turn.desk.settings)?;
    let mut block = std::mem::take(&mut turn.desk.block);
    block.clear();
    if live.info.version.is_v5() && publish.properties.has_forwarded() {
        encode_forwarded(&publish.properties, live.mount.as_ref(), &mut block)?;
    }
    let interval = publish.properties.message_expiry_interval;
    let arrival = Arrival::new(
        &topic,
        publish.payload,
        (publish.qos, publish.retain),
        interval,
        &block,
    );
    // 2 authorise: the rest of the list stands in `go_on`
    if turn.desk.interest.has(Hook::OnMsgArrived) {
        let info = live.info.clone();
        let mut arrival = arrival;
        let timed = turn.desk.timing.hooks_are_timed();
        let (verdict, next) =
            broker
                .hooks
                .msg_arrived(Publisher::Client(&info), &mut arrival, 0, timed);
        if let Verdict::Later(later) = verdict {
            let (broker, arrival, id) = (broker.clone(), arrival.into_owned(), publish.packet_id);
            return Ok(Flow::Wait(Box::pin(async move {
                let qos = arrival.qos;
                let (arrival, verdict) =
                    wait_for_verdict(&broker, Publisher::Client(&info), later, arrival, next).await;
                Resume::Published {
                    arrival,
                    verdict,
                    qos,
                    id,
                }
            })));
        }
        let (arrival, qos, id) = (arrival.into_owned(), publish.qos, publish.packet_id);
        go_on(live, broker, turn, Some(&arrival), &verdict, (qos, id));
    } else if !is_permitted((&live.info, permit), broker, turn, &topic, publish.retain) {
        refuse(live, turn, NOT_PERMITTED, (publish.qos, publish.packet_id));
    } else {
        let (qos, id) = (publish.qos, publish.packet_id);
        let from = From {
            session: &live.session,
            epoch: live.epoch,
            unreleased: &mut live.unreleased,
            mount: live.mount.as_ref(),
        };
        let outcome = pass_on(from, broker, turn, &arrival, (qos, id));
        // 8 acknowledge
        finish(live, turn, (qos, id), outcome);
    }
    turn.desk.block = block;
    Ok(Flow::Continue)
}

/// The journey after `on_msg_arrived` has spoken.
pub(crate) fn go_on(
    live: &mut Live,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    arrival: Option<&Arrival<'_>>,
    verdict: &Verdict,
    (qos, id): (QoS, Option<PacketId>),
) {
    match (verdict, arrival) {
        (Verdict::Pass, Some(arrival))
            if !is_permitted(
                (&live.info, live.permit()),
                broker,
                turn,
                &arrival.topic,
                arrival.retain,
            ) =>
        {
            refuse(live, turn, NOT_PERMITTED, (qos, id));
        }
        (Verdict::Pass, Some(arrival)) => {
            let from = From {
                session: &live.session,
                epoch: live.epoch,
                unreleased: &mut live.unreleased,
                mount: live.mount.as_ref(),
            };
            let outcome = pass_on(from, broker, turn, arrival, (qos, id));
            // 8 acknowledge
            finish(live, turn, (qos, id), outcome);
        }
        (Verdict::Refuse(reason), _) if reason.is_error() => refuse(live, turn, *reason, (qos, id)),
        _ => {
            take_over(&live.session, live.epoch, &mut live.unreleased, qos, id);
            finish(live, turn, (qos, id), Outcome::TAKEN);
        }
    }
}

/// The connection that a message comes from.
struct From<'a> {
    session: &'a Arc<Session>,
    epoch: u32,
    unreleased: &'a mut u16,
    mount: Option<&'a Mount>,
}

/// Steps 3 to 7: the message is permitted.
fn pass_on(
    from: From<'_>,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    arrival: &Arrival<'_>,
    (qos, id): (QoS, Option<PacketId>),
) -> Outcome {
    // Before it is routed: should another connection take the session over meanwhile, the client repeats the message there.
    if !take_over(from.session, from.epoch, from.unreleased, qos, id) {
        return Outcome::TAKEN;
    }
    let key = from.session.key;
    let mut out = outbound(arrival, from.mount, turn);
    out.is_answered = qos != QoS::AtMostOnce;
    if qos == QoS::ExactlyOnce && from.session.is_kept() {
        out.received = id.map(|id| (key, id));
    }
    // 3 retain, 4 route, 5 enqueue, 6 commit; 7 release is where the bytes are placed, in `delivery`
    let reached = distribute(broker, turn, &mut out, Some(key)) > 0;
    Outcome {
        reached,
        refused: out.refused,
        not_kept: out.not_kept,
        ticket: out.ticket,
        awaited: out.awaited.take(),
    }
}

/// What came of a message.
#[derive(Debug)]
struct Outcome {
    /// Somebody is subscribed to its topic.
    reached: bool,
    refused: bool,
    /// Refused, because the store did not take it.
    not_kept: bool,
    /// When this is durable it may be acknowledged.
    ticket: Lsn,
    /// And when other nodes have it.
    awaited: Option<Arc<Awaited>>,
}

impl Outcome {
    const TAKEN: Self = Self {
        reached: true,
        refused: false,
        not_kept: false,
        ticket: Lsn::START,
        awaited: None,
    };
}

/// Refuses a message: acknowledged with the code, and gone.
fn refuse(
    live: &mut Live,
    turn: &mut Turn,
    reason: ReasonCode,
    (qos, id): (QoS, Option<PacketId>),
) {
    // [3.1.1 MQTT-3.3.5-2] A 3.x publisher gets its normal acknowledgement.
    if !live.version().is_v5() {
        take_over(&live.session, live.epoch, &mut live.unreleased, qos, id);
    }
    let legal = if qos == QoS::AtLeastOnce {
        Puback::REASONS
    } else {
        Pubrec::REASONS
    };
    let reason = reason.refusal_among(legal);
    acknowledge(live, turn, (qos, id), reason, (Lsn::START, None));
}

/// Whether the client may publish to this topic: it is not one of the broker's own [MQTT-4.7.2-1], and the plugins let it. The
/// route of the topic remembers a yes.
pub(crate) fn is_permitted(
    (client, publisher): (&ClientInfo, Permit),
    broker: &Broker,
    turn: &mut Turn,
    topic: &str,
    retain: bool,
) -> bool {
    if is_of_the_broker(topic) {
        return false;
    }
    if !turn.desk.interest.asks_publishes() {
        return true;
    }
    let ask = || broker.hooks.may_publish(client, topic, retain);
    let Some(topic) = TopicName::parse(topic).ok().filter(|_| !retain) else {
        return ask();
    };
    let mode = turn.desk.settings.delivery_mode;
    let route = turn.routes.find(broker, mode, topic);
    if route.permits(publisher) {
        return true;
    }
    let may = ask();
    if may {
        route.permit(publisher);
    }
    may
}

/// Waits for plugins that answered [`Verdict::Later`], one after the other. The message is gone with a refusal.
pub(crate) async fn wait_for_verdict(
    broker: &Broker,
    publisher: Publisher<'_>,
    mut later: Later,
    mut waiting: Arrival<'static>,
    mut next: usize,
) -> (Option<Arrival<'static>>, Verdict) {
    loop {
        match broker.hooks.msg_later(later, waiting).await {
            Err(refusal) => return (None, Verdict::Refuse(refusal.reason)),
            Ok((mut arrival, Verdict::Pass)) => {
                let (verdict, after) =
                    broker
                        .hooks
                        .msg_arrived(publisher, &mut arrival, next, false);
                match verdict {
                    Verdict::Later(again) => (later, next, waiting) = (again, after, arrival),
                    verdict => return (Some(arrival), verdict),
                }
            }
            Ok((_, Verdict::Later(_))) => {
                let reason = ReasonCode::ImplementationSpecificError;
                return (None, Verdict::Refuse(reason));
            }
            Ok((arrival, verdict)) => return (Some(arrival), verdict),
        }
    }
}

/// Step 1: what the client may send at all.
fn admit(live: &Live, publish: &Publish<'_>) -> Result<(), DecodeError> {
    let Limits {
        maximum_qos,
        retain_available,
        receive_maximum,
        ..
    } = live.limits;
    let new_qos2 =
        publish.qos == QoS::ExactlyOnce && live.version().is_v5() && !is_repeated(live, publish);
    let (reason, what, clause) = if publish.qos > maximum_qos {
        (
            ReasonCode::QoSNotSupported,
            "a PUBLISH above the Maximum QoS",
            "MQTT-3.2.2-11",
        )
    } else if publish.retain && !retain_available {
        (
            ReasonCode::RetainNotSupported,
            "a retained PUBLISH where retain is not available",
            "MQTT-3.2.2-14",
        )
    } else if publish
        .properties
        .subscription_identifiers
        .iter()
        .next()
        .is_some()
    {
        (
            ReasonCode::ProtocolError,
            "a subscription identifier in a client's PUBLISH",
            "MQTT-3.3.4-6",
        )
    } else if new_qos2 && live.unreleased >= receive_maximum {
        (
            ReasonCode::ReceiveMaximumExceeded,
            "more unfinished messages than the Receive Maximum",
            "MQTT-3.3.4-7",
        )
    } else {
        return Ok(());
    };
    Err(error(reason, what, clause))
}

fn is_repeated(live: &Live, publish: &Publish<'_>) -> bool {
    publish.qos == QoS::ExactlyOnce
        && publish
            .packet_id
            .is_some_and(|id| live.session.state.lock().received.contains(id))
}

/// What a topic name may be beyond what the protocol says.
pub(crate) fn check_topic(topic: &str, settings: &Mqtt) -> Result<(), DecodeError> {
    let most = settings.max_topic_levels as usize;
    if most > 0 && level_count(topic) > most {
        return Err(DecodeError {
            reason: ReasonCode::TopicNameInvalid,
            what: "a topic name with more levels than mqtt.max_topic_levels",
            clause: "",
        });
    }
    Ok(())
}

/// What is forwarded of a client's properties, as the broker knows it.
fn encode_forwarded(
    properties: &PublishProperties<'_>,
    mount: Option<&Mount>,
    block: &mut Vec<u8>,
) -> Result<(), DecodeError> {
    let response_topic = match properties.response_topic {
        None => None,
        Some(topic) => Some(full(mount, topic)?),
    };
    PublishProperties {
        response_topic: response_topic.as_deref(),
        ..*properties
    }
    .encode_forwarded(block);
    Ok(())
}

/// A client's topic as the broker knows it.
pub(crate) fn full<'t>(mount: Option<&Mount>, topic: &'t str) -> Result<Cow<'t, str>, DecodeError> {
    match mount {
        None => Ok(topic.into()),
        Some(mount) => mount.topic(topic).ok_or(DecodeError {
            reason: ReasonCode::TopicNameInvalid,
            what: "a topic name that leaves no room for the mount point",
            clause: "",
        }),
    }
}

pub(crate) fn outbound<'a>(
    arrival: &'a Arrival<'_>,
    mount: Option<&'a Mount>,
    turn: &Turn,
) -> Outbound<'a> {
    let expires = expiry(turn, arrival.message_expiry_interval);
    Outbound::new(
        &arrival.topic,
        arrival.property_block(),
        &arrival.payload,
        (arrival.qos, arrival.retain),
        expires,
    )
    .below(mount)
}

/// When a message that arrives now expires.
pub(crate) fn expiry(turn: &Turn, interval: Option<u32>) -> Expiry {
    let cap = turn.desk.settings.message_expiry;
    Expiry::new(
        turn.desk.now,
        interval,
        (!cap.is_zero()).then(|| millis(cap)),
    )
}

/// Step 8 for a message that was taken over, or refused by a limit or the store.
fn finish(live: &mut Live, turn: &mut Turn, (qos, id): (QoS, Option<PacketId>), outcome: Outcome) {
    let is_told = live.version().is_v5();
    if outcome.not_kept || outcome.refused && is_told {
        // A PUBREC with an error ends the exchange (MQTT 5 section 4.3.3), as does none.
        give_back(live, turn, (qos, id), outcome.not_kept);
    }
    if outcome.not_kept && !is_told {
        // No PUBACK and no PUBREC: 3.x knows no other way to refuse a message.
        let storage = turn.desk.log.storage();
        return storage.owe_answer(&live.session, live.epoch);
    }
    let reason = if outcome.refused && is_told {
        ReasonCode::QuotaExceeded
    } else if outcome.reached {
        ReasonCode::Success
    } else {
        ReasonCode::NoMatchingSubscribers
    };
    let safe = (outcome.ticket, outcome.awaited);
    acknowledge(live, turn, (qos, id), reason, safe);
}

/// A QoS 2 message is not taken over after all: when it is sent again it is new.
fn give_back(live: &mut Live, turn: &mut Turn, (qos, id): (QoS, Option<PacketId>), not_kept: bool) {
    let (QoS::ExactlyOnce, Some(id)) = (qos, id) else {
        return;
    };
    let known = live.session.state.lock().received.remove(id);
    live.unreleased = live.unreleased.saturating_sub(u16::from(known));
    if known && !not_kept {
        live.forget_received(turn, id);
    }
}

/// A message that was taken over is refused after all, in place of this acknowledgement: another node has not said that it has it.
pub(crate) fn take_back(live: &mut Live, turn: &mut Turn, packet: &[u8]) {
    let &[first, _, high, low, ..] = packet else {
        return;
    };
    if !live.version().is_v5() {
        // 3.x knows no other way to refuse a message.
        let storage = turn.desk.log.storage();
        return storage.owe_answer(&live.session, live.epoch);
    }
    let id = PacketId::new(u16::from_be_bytes([high, low]));
    if first == PUBREC {
        // A PUBREC with an error ends the exchange (MQTT 5 section 4.3.3).
        give_back(live, turn, (QoS::ExactlyOnce, id), false);
    }
    let reason = ReasonCode::QuotaExceeded as u8;
    turn.desk.replies.extend([first, 3, high, low, reason]);
}

/// From now on a repeat of this QoS 2 message is one. False if it is one itself, or comes from a connection that was replaced.
fn take_over(
    session: &Session,
    epoch: u32,
    unreleased: &mut u16,
    qos: QoS,
    id: Option<PacketId>,
) -> bool {
    let (QoS::ExactlyOnce, Some(id)) = (qos, id) else {
        return true;
    };
    let mut state = session.state.lock();
    // The next connection looks at the list under this lock, after the epoch has changed: one of the two delivers.
    if session.epoch() != epoch || !state.received.insert(id) {
        return false;
    }
    *unreleased = unreleased.saturating_add(1);
    true
}

/// PUBACK or PUBREC, as the QoS demands [MQTT-3.3.4-1], when its ticket is durable and other nodes have what went to them.
fn acknowledge(
    live: &mut Live,
    turn: &mut Turn,
    (qos, id): (QoS, Option<PacketId>),
    reason: ReasonCode,
    safe: (Lsn, Option<Arc<Awaited>>),
) {
    let Some(id) = id else { return };
    let first = if qos == QoS::AtLeastOnce {
        PUBACK
    } else {
        PUBREC
    };
    let replies = &mut turn.desk.replies;
    let before = replies.len();
    if reason == ReasonCode::Success || !live.version().is_v5() {
        encode_short_ack(first, id, replies);
    } else {
        let [high, low] = id.get().to_be_bytes();
        replies.extend_from_slice(&[first, 3, high, low, reason as u8]);
    }
    turn.desk
        .counters
        .sent(first >> 4, 1, turn.desk.replies.len() - before);
    live.leave_when(turn, safe, before);
}
