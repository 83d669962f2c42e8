//! Steps 3 to 5 of the journey of a PUBLISH: from a message to the records of those who get it.

use std::sync::Arc;

use gmqtt_plugin_api::Limit;
use gmqtt_protocol::TopicName;
use tracing::warn;

use crate::broker::Broker;
use crate::cluster::{remote, transit};
use crate::commit;
use crate::delivery::Offered;
use crate::logged::Id;
use crate::memory;
use crate::outbound::Outbound;
use crate::retain::retain;
use crate::route::{Granted, Route, Share, Target};
use crate::session::Session;
use crate::turn::Turn;

/// Steps 3 to 5 for any message, whoever published it: retain, route, enqueue. Returns the number of sessions, groups and other nodes
/// that the topic has.
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
    let counted = (1, out.payload.len());
    broker.top.note(out.topic, counted, turn.desk.now);
    let route = turn
        .routes
        .find(broker, turn.desk.settings.delivery_mode, topic);
    out.known = route.known;
    let here = route.targets.len() + route.shares.len();
    let Some(remote) = &route.remote else {
        place(broker, turn, (topic, &route), out, publisher);
        return here;
    };
    let plan = remote.plan(&mut turn.desk.elsewhere);
    place(broker, turn, (topic, &route), out, publisher);
    turn.desk.elsewhere.clear();
    // One that its publisher will send again does not cross before it does.
    if !out.not_kept {
        remote::send(broker, turn, (&route, remote), plan, out, publisher);
    }
    here + remote.receivers()
}

/// Steps 3 and 5 on this node.
pub(crate) fn place(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    (topic, route): (TopicName<'_>, &Route),
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) {
    if turn.desk.log.keeps() && commit::is_needed(out, route, &turn.desk.log) {
        return commit::distribute(broker, turn, (topic, route), out, publisher);
    }
    if out.is_to_be_retained() {
        // Nothing is kept that could be refused.
        let _ = retain(broker, &mut turn.desk, topic, out);
    }
    for target in route.plain(&turn.desk) {
        offer(target, broker, turn, out, publisher);
    }
    for (n, share) in route.shares.iter().enumerate() {
        if !turn.desk.elsewhere.contains(&n) {
            offer_to_one(share, broker, turn, out, publisher);
        }
    }
}

/// False if the session has ended meanwhile.
pub(crate) fn offer(
    target: &Target,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
    publisher: Option<u64>,
) -> bool {
    let Some(granted) = target.granted_from(publisher) else {
        return true;
    };
    offer_again(&target.session, granted, broker, turn, out)
}

/// The same to a session, by what was granted to it.
pub(crate) fn offer_again(
    session: &Arc<Session>,
    granted: &Granted,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
) -> bool {
    let offered = session
        .delivery
        .lock()
        .offer(session, out, granted, &mut turn.desk);
    match offered {
        Offered::Taken => {}
        Offered::Dirty => turn.desk.touch(session),
        Offered::MustWait => return offer_to_wait(session, granted, broker, turn, out),
        Offered::InTransit => return transit::offer(session, granted, broker, turn, out),
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
    let offered = delivery.offer(session, out, granted, desk);
    if offered == Offered::MustWait {
        out.refused |= delivery.turn_away(session, out, granted, desk);
        drop(delivery);
        broker.refusals.note(Limit::QueueMemory, desk.now, || {
            warn!(client_id = ?Id(id), "a message is not queued: limits.queue_memory is reached");
        });
        return true;
    }
    drop(delivery);
    desk.may_queue = false;
    match offered {
        Offered::Dirty => desk.touch(session),
        Offered::InTransit => return transit::offer(session, granted, broker, turn, out),
        Offered::Taken | Offered::MustWait | Offered::Ended => {}
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
    while let Some(member) = share.pick(out.qos, most, &mut turn.routes.effort) {
        let target = &share.members[member];
        out.seq = commit::keep_alone(target, broker, turn, out, publisher);
        if offer(target, broker, turn, out, publisher) {
            break;
        }
    }
    (out.share, out.seq) = (None, None);
}
