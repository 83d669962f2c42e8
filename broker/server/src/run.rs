//! The short way of a PUBLISH: consecutive packets of one topic at QoS 0, which nobody looks into, are handled as one.

use std::sync::Arc;

use gmqtt_plugin_api::Hook;
use gmqtt_protocol::{Frame, QoS, TopicName, split_frame};

use crate::broker::Broker;
use crate::counters::Counter;
use crate::distribute::{offer, offer_to_one};
use crate::outbound::Outbound;
use crate::outbox::Outbox;
use crate::pace::Pace;
use crate::packets::Live;
use crate::publish::{check_topic, expiry, full, is_permitted};
use crate::turn::Turn;

/// The first byte of a QoS 0 PUBLISH that is neither retained nor a duplicate.
pub(crate) const PLAIN_PUBLISH: u8 = 0x30;
/// Messages times receivers of one [`run`], which is not interrupted.
const RUN_WORK: usize = 64 * 1024;

/// Consecutive QoS 0 packets of one topic, as they are on the wire, take one lock and one copy for each subscriber. Returns the
/// bytes handled; 0 if the packet in front must go the ordinary way.
pub(crate) fn run(live: &mut Live, broker: &Arc<Broker>, turn: &mut Turn, buffer: &[u8]) -> usize {
    let observed =
        turn.desk.interest.has(Hook::OnMsgArrived) || turn.desk.interest.has(Hook::OnDelivered);
    if observed {
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
    if is_looked_at(live, topic, turn)
        || check_topic(topic.as_str(), &turn.desk.settings).is_err()
        || !is_permitted(publisher, broker, turn, topic.as_str(), false)
    {
        return 0;
    }
    let route = turn
        .routes
        .find(broker, turn.desk.settings.delivery_mode, topic);
    if route.remote.is_some() {
        // Each crosses to other nodes by itself.
        return 0;
    }
    let most = most_at_once(live, turn, route.targets.len() + route.shares.len());
    let (end, count) = count_run(buffer, head, live.limits.max_packet_size, most);
    let packets = &buffer[..end];
    turn.desk.counters.received(3, count, end);
    turn.desk.counters.add(Counter::MessagesReceived, 0, count);
    turn.desk.timing.messages(count);
    note_for_top(broker, turn, topic, (packets, count, head.len()));
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

/// How many messages may be handled in a row for so many receivers.
fn most_at_once(live: &mut Live, turn: &Turn, receivers: usize) -> u64 {
    let most = (RUN_WORK / receivers.max(1)).max(1) as u64;
    let (limits, now) = (&turn.desk.limits, turn.desk.now);
    let may = |pace: &mut Box<Pace>| pace.messages(limits, now);
    most.min(live.pace.as_mut().map_or(u64::MAX, may))
}

/// Whether somebody wants to see each packet of this client or of this topic.
fn is_looked_at(live: &Live, topic: TopicName<'_>, turn: &Turn) -> bool {
    turn.desk.observers.as_ref().is_some_and(|observers| {
        observers.look_at(&live.info) || observers.look_for(topic.as_str())
    })
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

/// Counts a run for those who ask for the busiest topics. The payloads are measured only then.
fn note_for_top(
    broker: &Broker,
    turn: &Turn,
    topic: TopicName<'_>,
    (packets, count, head): (&[u8], u64, usize),
) {
    if !broker.top.is_on(turn.desk.now) {
        return;
    }
    let (mut rest, mut bytes) = (packets, 0);
    while let Some(frame) = next_plain(rest, u32::MAX) {
        bytes += frame.body.len() - head;
        rest = &rest[frame.wire.len()..];
    }
    broker
        .top
        .note(topic.as_str(), (count, bytes), turn.desk.now);
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
