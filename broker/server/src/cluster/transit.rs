//! Messages for sessions that are on their way between nodes, and the shadows of those that have gone. Whose a message is, the plugin says,
//! which hears what other nodes know; here it is asked, and what it says is done.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{InTransit, Passage, Stamp, Whereabouts};
use parking_lot::Mutex;

use super::{Count, Peers, awaited, wire};
use crate::broker::Broker;
use crate::distribute;
use crate::outbound::Outbound;
use crate::route::Granted;
use crate::session::Session;
use crate::turn::Turn;

/// Sessions that have gone to other nodes, and are still subscribed here, by client: with the claims they have gone by, the last one last.
#[derive(Debug, Default)]
pub(crate) struct Shadows(Mutex<HashMap<Arc<str>, Vec<Shadow>>>);

/// A session, and the claim it has gone by.
type Shadow = (Stamp, Arc<Session>);

impl Shadows {
    /// A session has gone.
    pub(crate) fn add(&self, session: Arc<Session>, by: &Stamp) {
        let mut all = self.0.lock();
        let its = all.entry(session.client_id.clone()).or_default();
        its.push((by.clone(), session));
    }

    /// Takes one out.
    pub(crate) fn remove(&self, client_id: &str, by: &Stamp) -> Option<Arc<Session>> {
        let mut all = self.0.lock();
        let its = all.get_mut(client_id)?;
        let at = its.iter().position(|(of, _)| of == by)?;
        let (_, session) = its.remove(at);
        if its.is_empty() {
            all.remove(client_id);
        }
        Some(session)
    }

    /// The one that has gone last.
    fn last(&self, client_id: &str) -> Option<Stamp> {
        let all = self.0.lock();
        all.get(client_id)?.last().map(|(by, _)| by.clone())
    }
}

/// Offers a message to a session in transit, which was not willing to take it without that. False if it has ended meanwhile.
pub(crate) fn offer(
    session: &Arc<Session>,
    granted: &Granted,
    broker: &Broker,
    turn: &mut Turn,
    out: &mut Outbound<'_>,
) -> bool {
    let Some(whereabouts) = session.delivery.lock().transit.clone() else {
        return distribute::offer_again(session, granted, broker, turn, out);
    };
    let qos = out.qos.min(granted.qos);
    let held = out.held(granted, qos, out.retain && granted.retain_as_published);
    let message = wire::encode_held(&held, turn.desk.now);
    let is_its_own = out.share.is_some() || out.is_its_own;
    let message = (message, is_its_own);
    let about = (&*session.client_id, &*whereabouts);
    let passage = ask(broker, turn, about, message, out);
    if passage == Passage::Here {
        let mut delivery = session.delivery.lock();
        delivery.transit.take_if(|now| *now == whereabouts);
    }
    match passage {
        Passage::Here | Passage::Give => {
            out.passes_transit = true;
            let taken = distribute::offer_again(session, granted, broker, turn, out);
            out.passes_transit = false;
            taken
        }
        Passage::Elsewhere | Passage::Waits => {
            turn.desk.log.dequeue(session.key, out.seq);
            true
        }
    }
}

/// A message that was sent after its client, to this node. `None` if its session is here and takes it.
pub(crate) fn for_client(
    broker: &Broker,
    turn: &mut Turn,
    (client_id, message): (&str, &Bytes),
    session: Option<&Arc<Session>>,
    out: &mut Outbound<'_>,
) -> Option<Passage> {
    let peers = turn.desk.cluster.clone()?;
    let whereabouts = match session {
        Some(session) => session.delivery.lock().transit.clone()?,
        None => match peers.shadows.last(client_id) {
            Some(by) => Box::new(Whereabouts::Gone(by)),
            None => Box::new(Whereabouts::Nowhere),
        },
    };
    let about = (client_id, &*whereabouts);
    match ask(broker, turn, about, (Some(message.clone()), true), out) {
        Passage::Here | Passage::Give => None,
        passage => Some(passage),
    }
}

fn ask(
    broker: &Broker,
    turn: &Turn,
    (client_id, session): (&str, &Whereabouts),
    (message, is_its_own): (Option<Bytes>, bool),
    out: &mut Outbound<'_>,
) -> Passage {
    let Some(peers) = &turn.desk.cluster else {
        return Passage::Here;
    };
    let Some(message) = message else {
        peers.count(Count::Invalid, 1);
        return Passage::Elsewhere;
    };
    let message = InTransit {
        client_id,
        session,
        from: out.origin,
        known: out.known,
        is_its_own,
        message,
    };
    // Of a message of another node that one is told, whenever that is.
    let is_foreign = out.is_foreign;
    let waits = is_foreign || out.is_answered && broker.storage.waits_for_others();
    let awaited = waits.then(|| {
        let awaited = out.awaited.get_or_insert_default();
        awaited.wait_for_more();
        awaited.clone()
    });
    let settles = awaited.clone();
    let done = move || settles.iter().for_each(|it| it.settle(false));
    let passage = peers.cluster.in_transit(message, Box::new(done));
    if let Some(awaited) = awaited {
        if passage != Passage::Waits {
            awaited.settle(false);
        } else if !is_foreign {
            peers
                .awaiting
                .limit(&awaited, turn.desk.now + awaited::PATIENCE);
        }
    }
    passage
}

impl Peers {
    /// A session has gone by this claim: its shadow stays.
    pub(crate) fn cast_shadow(&self, session: &Arc<Session>, by: &Stamp) {
        session.delivery.lock().transit = Some(Box::new(Whereabouts::Gone(by.clone())));
        self.shadows.add(session.clone(), by);
    }
}
