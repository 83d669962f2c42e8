//! Before CONNACK: a client is claimed for this node, and its session comes from where it was.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use gmqtt_plugin_api::cluster::{Claimed, NodeName, SessionFrom, Stamp};
use gmqtt_plugin_api::{BoxFuture, Refusal};
use gmqtt_protocol::ReasonCode;
use gmqtt_store::{Batch, Exported, Full, Lsn, Numbers, SessionKey};
use tokio::runtime::Handle;
use tracing::{info, warn};

use super::{Count, Peers, departure, fetch};
use crate::broker::Broker;
use crate::logged::Id;
use crate::session::Session;
use crate::taking::Taking;
use crate::turn::{self, Turn};
use crate::{commit, record};

/// A claim that is being made.
///
/// It comes to its end also when its connection is gone: the session may be on its way here.
pub(crate) struct Claiming {
    broker: Arc<Broker>,
    peers: Arc<Peers>,
    client_id: Arc<str>,
    claim: Option<BoxFuture<'static, Result<Claimed, Refusal>>>,
}

impl Claiming {
    pub(crate) fn begin(
        broker: &Arc<Broker>,
        peers: &Arc<Peers>,
        client_id: &str,
        clean_start: bool,
    ) -> Self {
        Self {
            broker: broker.clone(),
            peers: peers.clone(),
            client_id: client_id.into(),
            claim: Some(peers.cluster.claim(client_id, clean_start)),
        }
    }

    /// Goes on until the client is claimed and its session here, or it is refused.
    pub(crate) fn poll(
        &mut self,
        turn: &mut Turn,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Reserved, Refusal>> {
        let Some(claim) = &mut self.claim else {
            return Poll::Pending;
        };
        let claimed = ready!(claim.as_mut().poll(cx));
        self.claim = None;
        let (broker, peers) = (&self.broker, &self.peers);
        Poll::Ready(
            claimed.and_then(|claimed| take_up(broker, turn, peers, &self.client_id, claimed)),
        )
    }
}

impl Drop for Claiming {
    fn drop(&mut self) {
        let (Some(claim), Ok(runtime)) = (self.claim.take(), Handle::try_current()) else {
            return;
        };
        let (broker, peers) = (self.broker.clone(), self.peers.clone());
        let client_id = self.client_id.clone();
        runtime.spawn(async move {
            if let Ok(claimed) = claim.await {
                turn::run(&broker, |turn| {
                    drop(take_up(&broker, turn, &peers, &client_id, claimed));
                });
            }
        });
    }
}

/// A claim that stands, for a connection that is about to have the session.
pub(crate) struct Reserved {
    broker: Arc<Broker>,
    peers: Arc<Peers>,
    client_id: Arc<str>,
    stamp: Stamp,
    is_taken: bool,
}

impl Reserved {
    pub(crate) fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// A connection has the session.
    pub(crate) fn taken(mut self) {
        self.is_taken = true;
    }
}

impl Drop for Reserved {
    /// The client is gone again. What is here of its session stays, by this claim.
    fn drop(&mut self) {
        if self.is_taken {
            return;
        }
        let (broker, peers) = (self.broker.clone(), self.peers.clone());
        let (client_id, stamp) = (self.client_id.clone(), self.stamp.clone());
        turn::defer(move || {
            turn::run(&broker, |turn| {
                let shard = broker.sessions.shard(&client_id);
                let Some(session) = shard.get(&client_id) else {
                    drop(shard);
                    return peers.cluster.released(&client_id, &stamp);
                };
                let mut state = session.state.lock();
                if state.claim.as_ref() < Some(&stamp) {
                    state.claim = Some(stamp);
                    // What is refused is made good.
                    let _ = record::save(session, &state, None, &mut turn.desk);
                }
            });
        });
    }
}

/// The claim was granted: what came with it is taken up, and what is void goes.
fn take_up(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    peers: &Arc<Peers>,
    client_id: &Arc<str>,
    claimed: Claimed,
) -> Result<Reserved, Refusal> {
    let Claimed { stamp, session } = claimed;
    let reserved = Reserved {
        broker: broker.clone(),
        peers: peers.clone(),
        client_id: client_id.clone(),
        stamp,
        is_taken: false,
    };
    match session {
        // Its node thought so when the claim was made; the store has said otherwise since.
        SessionFrom::Here if was_taken(broker, turn, peers, client_id) => {
            let why = "another node has taken its session a moment ago: try again";
            return Err(refusal(why.to_owned()));
        }
        SessionFrom::Here | SessionFrom::Unknown => {}
        SessionFrom::Nobody => {
            departure::forget(broker, turn, client_id, &reserved.stamp);
        }
        SessionFrom::Lost(node) => {
            departure::forget(broker, turn, client_id, &reserved.stamp);
            warn!(client_id = ?Id(client_id), %node, "the session of a client is lost with the node that had it");
        }
        SessionFrom::Node { node, session } => {
            let came = (&node, &*session, Way::Handed);
            import(broker, turn, &reserved, came).inspect_err(|why| tell(&reserved, &node, why))?;
        }
        SessionFrom::Store { node, session } => {
            let came = (&node, &*session, Way::Fetched);
            import(broker, turn, &reserved, came).inspect_err(|why| tell(&reserved, &node, why))?;
        }
    }
    Ok(reserved)
}

/// Whether the session of a client has just gone to another node, from a store that nodes share.
fn was_taken(broker: &Broker, turn: &Turn, peers: &Peers, client_id: &str) -> bool {
    broker.storage.store().shared().is_some()
        && broker.sessions.shard(client_id).get(client_id).is_none()
        && peers.has_just_lost(client_id, turn.desk.now)
}

fn tell(reserved: &Reserved, node: &NodeName, refusal: &Refusal) {
    let (client_id, why) = (Id(&reserved.client_id), refusal.text.as_deref());
    warn!(?client_id, %node, why, "cannot take a session over from another node, which keeps it");
}

/// How a session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Its node gave it, and drops it when it is safe here.
    Handed,
    /// From its node's part of a store that nodes share.
    Fetched,
}

/// Takes a session up that was another node's, as if it had been here and its client away.
fn import(
    broker: &Arc<Broker>,
    turn: &mut Turn,
    reserved: &Reserved,
    (node, bytes, way): (&NodeName, &[u8], Way),
) -> Result<(), Refusal> {
    let Reserved {
        peers,
        client_id,
        stamp,
        ..
    } = reserved;
    let exported = Exported::from_bytes(bytes).map_err(|error| refusal(error.to_string()))?;
    let is_theirs = |state: gmqtt_store::SessionState<'_>| state.client_id == &**client_id;
    if !exported.state().is_some_and(is_theirs) {
        return Err(refusal("it is that of another client".to_owned()));
    }
    let exported = exported.claimed(record::claim(stamp));
    let key = broker.next_key();
    let first = broker.storage.take_numbers(exported.entries());
    let ticket = keep(broker, &exported, (key, first)).map_err(|why| {
        commit::tell(broker, turn.desk.now, why);
        refusal(why.to_string())
    })?;
    // What was left of it here is older.
    departure::forget(broker, turn, client_id, stamp);
    let mut taking = Taking::one(broker, turn.desk.counters.clone(), stamp.clone());
    exported.restore(SessionKey(key), first, &mut taking);
    taking.finish();
    if peers.is_void(client_id, stamp) {
        // Taken by a later claim, also from the store: that this was to come here, nobody knew yet.
        departure::forget(broker, turn, client_id, stamp);
        return Err(refusal(
            "its client has connected elsewhere since".to_owned(),
        ));
    }
    peers.count(Count::Imported, 1);
    info!(client_id = ?Id(client_id), %node, messages = exported.entries(), ?way, "a session has come from another node");
    let (broker, cluster, node) = (broker.clone(), peers.cluster.clone(), node.clone());
    let (client_id, stamp) = (client_id.clone(), stamp.clone());
    let filters = filters(&broker, &client_id);
    let storage = broker.storage.clone();
    storage.when_durable(ticket, move || {
        let filters: Vec<_> = filters.iter().map(|filter| &**filter).collect();
        cluster.imported(&client_id, &node, &stamp, &filters);
        if way == Way::Fetched
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(fetch::remove(broker, client_id, stamp));
        }
    });
    Ok(())
}

/// What it is subscribed to.
fn filters(broker: &Broker, client_id: &str) -> Vec<Box<str>> {
    let session = broker.sessions.shard(client_id).get(client_id).cloned();
    let filters = |session: Arc<Session>| {
        let state = session.state.lock();
        state.subscriptions.keys().cloned().collect()
    };
    session.map_or_else(Vec::new, filters)
}

/// Has the store take it whole.
fn keep(broker: &Broker, exported: &Exported, (key, first): (u64, u64)) -> Result<Lsn, Full> {
    if !broker.storage.keeps() {
        return Ok(Lsn::START);
    }
    let mut numbers = Numbers {
        session: key,
        message: first,
    };
    let mut batch = Batch::new();
    exported.write(SessionKey(key), &mut numbers, &mut batch);
    broker.storage.append(&mut batch)
}

fn refusal(text: String) -> Refusal {
    Refusal {
        reason: ReasonCode::ServerUnavailable,
        text: Some(text),
    }
}
