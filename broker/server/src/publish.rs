//! The journey of a PUBLISH, from the packet to the acknowledgement. The order is written once, in [`arrived`] and [`go_on`].

use std::borrow::Cow;
use std::ops::ControlFlow;
use std::sync::Arc;

use gmqtt_config::Mqtt;
use gmqtt_plugin_api::{Arrival, ClientInfo, Hook, Later, Limit, Publisher, Verdict};
use gmqtt_protocol::packet::{Puback, Publish, PublishProperties, Pubrec, encode_short_ack};
use gmqtt_protocol::topic::level_count;
use gmqtt_protocol::{DecodeError, Frame, PacketId, QoS, ReasonCode, TopicName, split_frame};
use gmqtt_router::Retained;
use tracing::warn;

use crate::broker::Broker;
use crate::clock::millis;
use crate::counters::Counter;
use crate::delivery::Offered;
use crate::logged::Id;
use crate::memory;
use crate::message::{Expiry, Message};
use crate::mount::{Mount, is_of_the_broker};
use crate::outbound::Outbound;
use crate::outbox::Outbox;
use crate::pace::Pace;
use crate::packets::{Flow, Limits, Live, Resume, error};
use crate::route::{Granted, Permit, Share, Target};
use crate::session::Session;
use crate::turn::{Desk, Turn};

/// The first byte of a QoS 0 PUBLISH that is neither retained nor a duplicate.
pub(crate) const PLAIN_PUBLISH: u8 = 0x30;
const PUBACK: u8 = 0x40;
const PUBREC: u8 = 0x50;
/// Messages times receivers of one [`run`], which is not interrupted.
const RUN_WORK: usize = 64 * 1024;
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
        acknowledge(live, turn, qos, id, ReasonCode::Success);
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
        let is_new = take_over(&live.session, live.epoch, &mut live.unreleased, qos, id);
        let key = Some(live.session.key);
        let mut out = outbound(&arrival, live.mount.as_ref(), turn);
        let reached = !is_new || distribute(broker, turn, &mut out, key) > 0;
        let refused = out.refused;
        finish(live, turn, (qos, id), reached, refused);
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
            // Before it is routed: should another connection take the session over meanwhile, the client repeats the message there.
            let is_new = take_over(&live.session, live.epoch, &mut live.unreleased, qos, id);
            // 3 retain, 4 route, 5 enqueue
            let key = Some(live.session.key);
            let mut out = outbound(arrival, live.mount.as_ref(), turn);
            let reached = !is_new || distribute(broker, turn, &mut out, key) > 0;
            // 6 commit, 7 release: with everything in memory each position is durable at once
            // 8 acknowledge
            finish(live, turn, (qos, id), reached, out.refused);
        }
        (Verdict::Refuse(reason), _) if reason.is_error() => refuse(live, turn, *reason, (qos, id)),
        _ => {
            take_over(&live.session, live.epoch, &mut live.unreleased, qos, id);
            finish(live, turn, (qos, id), true, false);
        }
    }
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
    acknowledge(live, turn, qos, id, reason.refusal_among(legal));
}

/// Whether the client may publish to this topic: it is not one of the broker's own [MQTT-4.7.2-1], and the plugins let it. The
/// route of the topic remembers a yes.
fn is_permitted(
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
fn full<'t>(mount: Option<&Mount>, topic: &'t str) -> Result<Cow<'t, str>, DecodeError> {
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

/// Steps 3 to 5 for any message, whoever published it: retain, route, enqueue. Returns the number of sessions and groups that
/// the topic has.
pub(crate) fn distribute(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> usize {
    let Ok(topic) = TopicName::parse(out.topic) else {
        return 0;
    };
    turn.desk.timing.messages(1);
    if out.retain {
        retain(broker, &turn.desk, topic, out);
    }
    let route = turn
        .routes
        .find(broker, turn.desk.settings.delivery_mode, topic);
    for target in &route.targets {
        offer(target, broker, turn, out, publisher);
    }
    for share in &route.shares {
        offer_to_one(share, broker, turn, out, publisher);
    }
    route.targets.len() + route.shares.len()
}

/// False if the session has ended meanwhile.
fn offer(
    target: &Target,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> bool {
    let Some(granted) = target.granted_from(publisher) else {
        return true;
    };
    let session = &target.session;
    let offered = session
        .delivery
        .lock()
        .offer(&session.client_id, out, granted, &mut turn.desk);
    match offered {
        Offered::Taken => {}
        Offered::Dirty => turn.desk.touch(session),
        Offered::MustWait => return offer_to_wait(session, granted, broker, turn, out),
        Offered::Ended => return false,
    }
    true
}

/// A message that must wait while there is a bound on what waits for all sessions together.
fn offer_to_wait(
    session: &Arc<Session>,
    granted: &Granted,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
) -> bool {
    let size = out.topic.len() + out.block.len() + out.payload.len();
    turn.desk.may_queue = memory::makes_room(broker, turn, size);
    let (id, desk) = (&session.client_id, &mut turn.desk);
    let mut delivery = session.delivery.lock();
    let offered = delivery.offer(id, out, granted, desk);
    if offered == Offered::MustWait {
        out.refused |= delivery.turn_away(id, out, granted, desk);
        drop(delivery);
        broker.refusals.note(Limit::QueueMemory, desk.now, || {
            warn!(client_id = ?Id(id), "a message is not queued: limits.queue_memory is reached");
        });
        return true;
    }
    drop(delivery);
    desk.may_queue = false;
    if offered == Offered::Dirty {
        desk.touch(session);
    }
    offered != Offered::Ended
}

/// A message for one member of a group [MQTT-4.8.2-1]: for another one, if the session of the first ends before it takes it.
pub(crate) fn offer_to_one(
    share: &Share,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) {
    out.share = Some(share.name.clone());
    let most = turn.desk.settings.max_queued_messages as usize;
    while let Some(target) = share.pick(out.qos, most, &mut turn.routes.effort) {
        if offer(target, broker, turn, out, publisher) {
            break;
        }
    }
    out.share = None;
}

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

/// Step 8 for a message that was taken over.
fn finish(
    live: &mut Live,
    turn: &mut Turn,
    (qos, id): (QoS, Option<PacketId>),
    reached: bool,
    refused: bool,
) {
    let reason = if refused && live.version().is_v5() {
        // A PUBREC with an error ends the exchange (MQTT 5 section 4.3.3).
        if let (QoS::ExactlyOnce, Some(id)) = (qos, id) {
            let known = live.session.state.lock().received.remove(id);
            live.unreleased = live.unreleased.saturating_sub(u16::from(known));
        }
        ReasonCode::QuotaExceeded
    } else if reached {
        ReasonCode::Success
    } else {
        ReasonCode::NoMatchingSubscribers
    };
    acknowledge(live, turn, qos, id, reason);
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

/// PUBACK or PUBREC, as the QoS demands [MQTT-3.3.4-1].
fn acknowledge(live: &Live, turn: &mut Turn, qos: QoS, id: Option<PacketId>, reason: ReasonCode) {
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
}

/// Consecutive QoS 0 packets of one topic, as they are on the wire, take one lock and one copy for each subscriber. Returns the
/// bytes handled; 0 if the packet in front must go the ordinary way.
pub(crate) fn run(live: &mut Live, broker: &Arc<Broker>, turn: &mut Turn, buffer: &[u8]) -> usize {
    let observed =
        turn.desk.interest.has(Hook::OnMsgArrived) || turn.desk.interest.has(Hook::OnDelivered);
    if observed || turn.desk.dump_packets {
        return 0;
    }
    let v5 = live.version().is_v5();
    let Some((head, topic)) = plain_head(buffer, v5, live.limits.max_packet_size) else {
        return 0;
    };
    let Ok(topic) = full(live.mount.as_ref(), topic) else {
        return 0;
    };
    let Ok(topic) = TopicName::parse(&topic) else {
        return 0;
    };
    let publisher = (&*live.info, live.permit());
    if check_topic(topic.as_str(), &turn.desk.settings).is_err()
        || !is_permitted(publisher, broker, turn, topic.as_str(), false)
    {
        return 0;
    }
    let route = turn
        .routes
        .find(broker, turn.desk.settings.delivery_mode, topic);
    let receivers = route.targets.len() + route.shares.len();
    let most = (RUN_WORK / receivers.max(1)).max(1) as u64;
    let (limits, now) = (&turn.desk.limits, turn.desk.now);
    let may = |pace: &mut Box<Pace>| pace.messages(limits, now);
    let most = most.min(live.pace.as_mut().map_or(u64::MAX, may));
    let (end, count) = count_run(buffer, head, live.limits.max_packet_size, most);
    let packets = &buffer[..end];
    turn.desk.counters.received(3, count, end);
    turn.desk.counters.add(Counter::MessagesReceived, 0, count);
    turn.desk.timing.messages(count);
    live.meter.add_messages(count);
    if let Some(pace) = &mut live.pace {
        pace.count_messages(count, &turn.desk.limits);
    }
    let publisher = Some(live.session.key);
    for target in &route.targets {
        let Some(granted) = target.granted_from(publisher) else {
            continue;
        };
        let taken = if granted.ids.is_some() {
            None
        } else {
            target.session.delivery.lock().offer_run(
                packets,
                count,
                (v5, live.mount.as_ref()),
                &mut turn.desk,
            )
        };
        match taken {
            Some(true) => turn.desk.touch(&target.session),
            Some(false) => {}
            None => each(live, packets, (head.len(), topic), turn, |out, turn| {
                offer(target, broker, turn, out, publisher);
            }),
        }
    }
    for share in &route.shares {
        each(live, packets, (head.len(), topic), turn, |out, turn| {
            offer_to_one(share, broker, turn, out, publisher);
        });
    }
    end
}

/// The bytes and the number, up to `most`, of the packets in front that begin with this head.
fn count_run(buffer: &[u8], head: &[u8], max_packet_size: u32, most: u64) -> (usize, u64) {
    let (mut end, mut count) = (0, 0);
    while let Some(wire) =
        next_plain(&buffer[end..], max_packet_size).filter(|frame| frame.body.starts_with(head))
    {
        end += wire.wire.len();
        count += 1;
        if end >= Outbox::CAPACITY / 2 || count >= most {
            break;
        }
    }
    (end, count)
}

/// The packets of a run, one by one.
fn each(
    live: &Live,
    packets: &[u8],
    (head, topic): (usize, TopicName<'_>),
    turn: &mut Turn,
    mut offer: impl FnMut(&mut Outbound<'_>, &mut Turn),
) {
    let mut rest = packets;
    while let Some(frame) = next_plain(rest, u32::MAX) {
        let expires = expiry(turn, None);
        let (payload, plain) = (&frame.body[head..], (QoS::AtMostOnce, false));
        let out = Outbound::new(topic.as_str(), &[], payload, plain, expires);
        offer(&mut out.below(live.mount.as_ref()), turn);
        rest = &rest[frame.wire.len()..];
    }
}

/// The front packet, if it is a whole plain one of a size that is copied.
fn next_plain(buffer: &[u8], max_packet_size: u32) -> Option<Frame<'_>> {
    if buffer.first() != Some(&PLAIN_PUBLISH) {
        return None;
    }
    match split_frame(buffer, max_packet_size) {
        Ok(gmqtt_protocol::frame::Split::Complete(frame))
            if frame.wire.len() < Outbox::SHARE_FROM =>
        {
            Some(frame)
        }
        _ => None,
    }
}

/// What the packets of a run have in common: topic field and, in version 5, no properties. With it, the topic.
fn plain_head(buffer: &[u8], v5: bool, max_packet_size: u32) -> Option<(&[u8], &str)> {
    let body = next_plain(buffer, max_packet_size)?.body;
    let (&[high, low], rest) = body.split_first_chunk()?;
    let topic = rest.get(..usize::from(u16::from_be_bytes([high, low])))?;
    let end = 2 + topic.len() + usize::from(v5);
    if v5 && body.get(end - 1) != Some(&0) {
        return None;
    }
    Some((&body[..end], std::str::from_utf8(topic).ok()?))
}
