//! Steps 3 to 6 of the journey of a PUBLISH where something of it must survive: all that it brings about is in the store's log, as
//! one batch, before anything of it is sent.

use std::num::NonZeroU64;
use std::sync::Arc;

use gmqtt_plugin_api::Limit;
use gmqtt_protocol::{QoS, TopicName};
use gmqtt_store::{Change, Entry, Full, SessionKey, Stage};
use tracing::warn;

use crate::broker::Broker;
use crate::clock::Millis;
use crate::distribute::{offer, offer_to_one};
use crate::outbound::Outbound;
use crate::retain::retain;
use crate::route::{Route, Share, Target};
use crate::storage::Log;
use crate::turn::{Desk, Turn};

/// Where a message goes in the store for one target or group of a route.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Planned {
    /// The member of the group.
    member: Option<usize>,
    /// Its place in the queue of that session; `None` if the session is not kept, or the message is not.
    seq: Option<NonZeroU64>,
}

impl Planned {
    /// A member on another node gets it.
    const NOT_HERE: Self = Self {
        member: None,
        seq: None,
    };

    /// The same without a place in the store.
    pub(crate) const fn in_memory(self) -> Self {
        Self { seq: None, ..self }
    }
}

/// Whether anything of a message may have to be kept.
pub(crate) fn is_needed(out: &Outbound<'_>, route: &Route, log: &Log) -> bool {
    let is_queued = route.lasts && out.qos != QoS::AtMostOnce;
    is_queued || out.is_to_be_retained() || out.received.is_some() || log.is_begun()
}

/// Steps 3 to 6: plan, commit, then retain and enqueue. What was pushed before goes into the same batch. If the store does not
/// take it, the message is refused where somebody is there to be told, and else goes on without a promise.
pub(crate) fn distribute(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (topic, route): (TopicName<'_>, &Route),
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) {
    let mut planned = std::mem::take(&mut turn.desk.planned);
    plan(route, turn, out, publisher, &mut planned);
    if let Some((session, packet_id)) = out.received {
        let session = SessionKey(session);
        turn.desk.log.push(&Change::Received { session, packet_id });
    }
    let appended = if out.is_to_be_retained() {
        retain(broker, &mut turn.desk, topic, out)
    } else {
        turn.desk.log.append()
    };
    out.batch_is_over();
    match appended {
        Ok(ticket) => out.ticket = ticket,
        Err(why) => {
            tell(broker, turn.desk.now, why);
            planned.iter_mut().for_each(|planned| planned.seq = None);
            out.not_kept = out.is_answered && turn.desk.log.refuses();
            out.refused |= out.not_kept;
        }
    }
    // Its publisher will send it again, and what is delivered exactly once must not be delivered now.
    if !(out.not_kept && out.qos == QoS::ExactlyOnce) {
        carry_out(broker, turn, route, out, publisher, &planned);
    }
    planned.clear();
    turn.desk.planned = planned;
}

fn plan(
    route: &Route,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
    planned: &mut Vec<Planned>,
) {
    for target in route.plain(&turn.desk) {
        let seq = enqueue(target, &mut turn.desk, out, publisher);
        planned.push(Planned { member: None, seq });
    }
    for (n, share) in route.shares.iter().enumerate() {
        planned.push(if turn.desk.elsewhere.contains(&n) {
            Planned::NOT_HERE
        } else {
            pick(share, turn, out, publisher)
        });
    }
}

/// Picks the member that gets a message, and adds its place in the store to the next batch.
pub(crate) fn pick(
    share: &Share,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> Planned {
    let most = turn.desk.settings.max_queued_messages as usize;
    let member = share.pick(out.qos, most, &mut turn.routes.effort);
    out.share = Some(share.name.clone());
    let seq = member.and_then(|member| {
        let target = &share.members[member];
        enqueue(target, &mut turn.desk, out, publisher)
    });
    out.share = None;
    Planned { member, seq }
}

/// Adds a message's place in the queue of a session to the next batch, if that is kept.
fn enqueue(
    target: &Target,
    desk: &mut Desk,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> Option<NonZeroU64> {
    let granted = target.granted_from(publisher)?;
    let qos = out.qos.min(granted.qos);
    if qos == QoS::AtMostOnce {
        return None;
    }
    let seq = target.session.next_seq()?;
    let message = out.put(desk.clocks(), &mut desk.log);
    let share = out.share.as_deref();
    desk.log.push(&Change::Enqueue {
        session: SessionKey(target.session.key),
        entry: Entry {
            seq: seq.get(),
            message,
            qos,
            retain: out.retain && granted.retain_as_published,
            ids: granted.ids.as_deref().unwrap_or_default().into(),
            share: share.map(|name| (&*name.share, &*name.filter)),
            stage: Stage::Waiting,
        },
    });
    Some(seq)
}

/// A message for one session, in a batch of its own. `None` if it is in memory only.
pub(crate) fn keep_alone(
    target: &Target,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> Option<NonZeroU64> {
    if !turn.desk.log.keeps() {
        return None;
    }
    let seq = enqueue(target, &mut turn.desk, out, publisher)?;
    let appended = turn.desk.log.append();
    out.batch_is_over();
    match appended {
        Ok(ticket) => {
            out.ticket = out.ticket.max(ticket);
            Some(seq)
        }
        Err(why) => {
            tell(broker, turn.desk.now, why);
            // Another node keeps it until it is told that it is safe here.
            out.not_kept |= out.is_foreign && out.is_answered && turn.desk.log.refuses();
            None
        }
    }
}

/// Step 5, as it was planned.
fn carry_out(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    route: &Route,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
    planned: &[Planned],
) {
    let plain = route.plain(&turn.desk);
    for (target, planned) in plain.iter().zip(planned) {
        if is_due(target, out, publisher) {
            out.seq = planned.seq;
            offer(target, broker, turn, out, publisher);
        }
    }
    out.seq = None;
    for (share, planned) in route.shares.iter().zip(&planned[plain.len()..]) {
        offer_to_planned(share, *planned, broker, turn, out, publisher);
    }
}

/// Offers a message to the member that was picked; to another one if its session has ended meanwhile.
pub(crate) fn offer_to_planned(
    share: &Share,
    planned: Planned,
    broker: &Arc<Broker>,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) {
    let Some(target) = planned.member.map(|member| &share.members[member]) else {
        return;
    };
    if !is_due(target, out, publisher) {
        return;
    }
    out.seq = planned.seq;
    out.share = Some(share.name.clone());
    let is_taken = offer(target, broker, turn, out, publisher);
    (out.seq, out.share) = (None, None);
    if !is_taken {
        offer_to_one(share, broker, turn, out, publisher);
    }
}

/// A message that was refused goes to those whom nothing was promised.
fn is_due(target: &Target, out: &Outbound<'_>, publisher: Option<u64>) -> bool {
    let is_promised = || {
        let granted = target.granted_from(publisher);
        target.session.is_kept()
            && granted.is_some_and(|granted| out.qos.min(granted.qos) != QoS::AtMostOnce)
    };
    !out.not_kept || !is_promised()
}

/// Says that the store did not take something, at a bounded rate.
pub(crate) fn tell(broker: &Broker, now: Millis, why: Full) {
    broker.refusals.note(Limit::Store, now, || {
        warn!(%why, "the store did not take a change");
    });
}
