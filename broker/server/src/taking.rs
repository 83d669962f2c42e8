//! Taking up what was kept: sessions with all they hold, and retained messages, as the store streams them at start, or another node gives one
//! of them.

use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroU64;
use std::ops::ControlFlow;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant, SystemTime};

use foldhash::fast::RandomState;
use gmqtt_plugin_api::cluster::{Stamp, Whereabouts};
use gmqtt_plugin_api::{Arrival, ClientInfo, Peer};
use gmqtt_protocol::session::outgoing;
use gmqtt_protocol::{PacketId, QoS, TopicFilter, TopicName};
use gmqtt_store::{
    BoxFuture, Entry, MessageId, QueueSummary, Restore, SessionKey, SessionState, Stage,
    Subscription as StoredSubscription,
};
use tracing::{info, warn};

use crate::broker::Broker;
use crate::clock::Millis;
use crate::counters::{Counter, Counters};
use crate::message::{Message, Will};
use crate::queue::{Held, Waiting};
use crate::record;
use crate::route::Subscriber;
use crate::session::{FOREVER, Session, Subscription};
use crate::storage::Log;

/// The session that is being taken up.
struct Current {
    session: Arc<Session>,
    /// Its queue, in order.
    entries: Vec<Place>,
    last: u64,
}

struct Place {
    seq: u64,
    stage: Stage,
    /// Missing once PUBREC has come.
    held: Option<Held>,
}

/// Takes sessions up, and retained messages.
pub(crate) struct Taking<'a> {
    broker: &'a Broker,
    now: Millis,
    counters: Arc<Counters>,
    log: Log,
    current: Option<Current>,
    /// A message that waits for several sessions is one in memory, too.
    messages: HashMap<u64, Weak<Message>, RandomState>,
    /// What they take in memory may be so much; what is beyond stays in the store.
    room: usize,
    sessions: u64,
    retained: u64,
    told: Instant,
    /// By which claim a session is here that has come from another node.
    claim: Option<Stamp>,
}

/// How often the log says how far it is.
const TELL: Duration = Duration::from_secs(5);

impl<'a> Taking<'a> {
    /// For all that the store has.
    pub(crate) fn new(broker: &'a Broker) -> Self {
        Self::with(broker, broker.counters.register())
    }

    /// For one session that has come from another node, by this claim.
    pub(crate) fn one(broker: &'a Broker, counters: Arc<Counters>, claim: Stamp) -> Self {
        Self {
            claim: Some(claim),
            ..Self::with(broker, counters)
        }
    }

    fn with(broker: &'a Broker, counters: Arc<Counters>) -> Self {
        Self {
            broker,
            now: broker.clock.now(),
            counters,
            log: Log::new(broker.storage.clone()),
            current: None,
            messages: HashMap::default(),
            room: match broker.limits().queue_memory {
                0 => usize::MAX,
                most => usize::try_from(most).unwrap_or(usize::MAX),
            },
            sessions: 0,
            retained: 0,
            told: Instant::now(),
            claim: None,
        }
    }

    fn message(
        &mut self,
        id: MessageId,
        message: Option<gmqtt_store::Message<'_>>,
    ) -> Option<Arc<Message>> {
        if let Some(known) = self.messages.get(&id.0).and_then(Weak::upgrade) {
            return Some(known);
        }
        let message = record::message(&message?, id, self.broker.clock);
        let message = Arc::new(message);
        self.messages.insert(id.0, Arc::downgrade(&message));
        Some(message)
    }

    /// What there was of the session has come.
    pub(crate) fn finish(&mut self) {
        let Some(Current {
            session,
            entries,
            last,
        }) = self.current.take()
        else {
            return;
        };
        session.count_on_from(last);
        let mut delivery = session.delivery.lock();
        let in_flight = |place: &Place| place.stage != Stage::Waiting;
        let sent = entries.iter().rposition(in_flight).map_or(0, |at| at + 1);
        let mut ids = Identifiers::of(&entries);
        for (n, place) in entries.into_iter().enumerate() {
            let qos = place
                .held
                .as_ref()
                .map_or(QoS::ExactlyOnce, |held| held.qos);
            let stage = match place.stage {
                // It was sent before those behind it, and the broker ended before that was in the store.
                Stage::Waiting if n < sent && qos != QoS::AtMostOnce => {
                    let id = ids.next();
                    let seq = NonZeroU64::new(place.seq);
                    if let (Some(id), Some(seq)) = (id, seq) {
                        record::note_sent(session.key, seq, id, &mut self.log);
                    }
                    id.map_or(Stage::Waiting, Stage::Sent)
                }
                stage => stage,
            };
            let (id, waits_for) = match (stage, qos) {
                (Stage::Waiting, _) => {
                    let has_room = delivery.queue.waiting().size() < self.room;
                    match place.held {
                        Some(held) if has_room => delivery.queue.restore(held),
                        Some(held) => delivery.queue.restore_away(held),
                        None => {}
                    }
                    continue;
                }
                (Stage::Sent(id), QoS::ExactlyOnce) => (id, outgoing::Stage::AwaitPubrec),
                (Stage::Sent(id), _) => (id, outgoing::Stage::AwaitPuback),
                (Stage::Confirmed(id), _) => (id, outgoing::Stage::AwaitPubcomp),
            };
            let kept_at = NonZeroU64::new(place.seq).filter(|_| session.is_kept());
            if let (Stage::Confirmed(_), Some(seq)) = (stage, kept_at) {
                let kept = delivery.kept.get_or_insert_default();
                kept.confirmed.insert(id, seq);
            }
            let held = place.held.filter(|_| !matches!(stage, Stage::Confirmed(_)));
            delivery.outgoing.restore(id, waits_for, held);
        }
        self.room = self.room.saturating_sub(delivery.queue.waiting().size());
        let counters = &self.counters;
        counters.queued(Waiting::default(), delivery.queue.waiting());
        counters.moved(Counter::MessagesInflight, 0, delivery.outgoing.len());
        drop(delivery);
        self.broker.timers.watch(&session);
        self.log.settle();
    }
}

impl Restore for Taking<'_> {
    fn session(&mut self, key: SessionKey, state: SessionState<'_>) {
        self.finish();
        self.sessions += 1;
        let session = Arc::new(Session::new(key.0, state.client_id.into()));
        session.keep(self.broker.storage.keeps());
        // Before anything finds it: others do not know yet that it is here.
        session.delivery.lock().transit = self
            .claim
            .clone()
            .map(|claim| Box::new(Whereabouts::Came(claim)));
        let info = Arc::new(client(&session, &state));
        {
            let mut into = session.state.lock();
            let clock = self.broker.clock;
            let now = self.now;
            let past = |unix| clock.at_unix(unix).min(now);
            into.created = clock.at_unix(state.created_at).min(now);
            into.expiry = state.expiry.unwrap_or(FOREVER);
            // One that was connected has lost its connection now, as far as anybody knows.
            into.offline_since = Some(state.offline_since.map_or(now, past));
            let due = state.will.and_then(|will| will.due_at);
            let will = state.will.map(|will| restored_will(&will, info.clone()));
            into.will_due = will.as_ref().map(|will| match due {
                Some(due) => self.broker.clock.at_unix(due),
                None => self.now.saturating_add(will.delay.min(into.expiry)),
            });
            into.will = will.map(Box::new);
            into.info = Some(info);
            into.claim = self
                .claim
                .clone()
                .or_else(|| state.claim.map(record::stamp));
        }
        // Of two sessions of a client the later one is its own; the other one is over.
        let mut shard = self.broker.sessions.shard(&session.client_id);
        let is_later = |known: &Arc<Session>| known.key < session.key;
        if shard.get(&session.client_id).is_none_or(is_later) {
            shard.insert(session.client_id.clone(), session.clone());
        }
        drop(shard);
        self.counters.add(Counter::SessionsCreated, 0, 1);
        self.current = Some(Current {
            session,
            entries: Vec::new(),
            last: 0,
        });
    }

    fn subscription(&mut self, _: SessionKey, subscription: StoredSubscription<'_>) {
        let (Some(current), Ok(filter)) = (&self.current, TopicFilter::parse(subscription.filter))
        else {
            return;
        };
        let StoredSubscription { options, id, .. } = subscription;
        let session = &current.session;
        let subscriber = Subscriber {
            session: session.clone(),
            options,
            id,
        };
        let mut state = session.state.lock();
        self.broker
            .table
            .write()
            .insert(filter, session.key, subscriber);
        self.broker.versions.bump(filter);
        let subscription = Subscription {
            options,
            id,
            awaits_replay: false,
        };
        state
            .subscriptions
            .insert(filter.full().into(), subscription);
        self.broker.tell_subscribed(filter.full());
        self.counters.subscribed(&filter, 0, 1);
    }

    fn received(&mut self, _: SessionKey, packet_id: PacketId) {
        if let Some(current) = &self.current {
            current.session.state.lock().received.insert(packet_id);
        }
    }

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        if let Some(current) = &mut self.current {
            current.last = summary.last.unwrap_or(0);
            current.entries.reserve_exact(summary.entries);
        }
        summary.entries
    }

    fn has_message(&self, id: MessageId) -> bool {
        let known = self.messages.get(&id.0);
        known.is_some_and(|known| known.strong_count() > 0)
    }

    fn entry(
        &mut self,
        _: SessionKey,
        entry: Entry<'_>,
        message: Option<gmqtt_store::Message<'_>>,
    ) {
        let message = self.message(entry.message, message);
        let Some(current) = &mut self.current else {
            return;
        };
        let keeps = self.broker.storage.keeps();
        let held = message.map(|message| {
            let mut held = record::held(&entry, message);
            held.seq.take_if(|_| !keeps);
            held
        });
        current.entries.push(Place {
            seq: entry.seq,
            stage: entry.stage,
            held,
        });
    }

    fn retained(&mut self, topic: &str, id: MessageId, message: Option<gmqtt_store::Message<'_>>) {
        self.finish();
        self.retained += 1;
        let message = self.message(id, message);
        // Nobody else needs it from here on.
        self.messages.remove(&id.0);
        let (Some(message), Ok(name)) = (message, TopicName::parse(topic)) else {
            warn!(topic, "a retained message cannot be taken up");
            return;
        };
        let size = message.size();
        let old = self.broker.retained.write().insert(name, message);
        self.counters
            .retained(old.map(|old| old.size()), Some(size));
    }

    fn proceed(&mut self) -> BoxFuture<'_, ControlFlow<()>> {
        self.log.settle();
        if self.told.elapsed() >= TELL {
            self.told = Instant::now();
            let (sessions, retained) = (self.sessions, self.retained);
            info!(sessions, retained, "restoring");
        }
        Box::pin(async {
            tokio::task::yield_now().await;
            ControlFlow::Continue(())
        })
    }
}

/// Packet identifiers that a session does not use.
struct Identifiers {
    used: BTreeSet<PacketId>,
    last: u16,
}

impl Identifiers {
    fn of(entries: &[Place]) -> Self {
        let used = entries.iter().filter_map(|place| match place.stage {
            Stage::Sent(id) | Stage::Confirmed(id) => Some(id),
            Stage::Waiting => None,
        });
        Self {
            used: used.collect(),
            last: 0,
        }
    }

    fn next(&mut self) -> Option<PacketId> {
        loop {
            self.last = self.last.checked_add(1)?;
            let id = PacketId::new(self.last)?;
            if self.used.insert(id) {
                return Some(id);
            }
        }
    }
}

fn client(session: &Session, state: &SessionState<'_>) -> ClientInfo {
    let client = &state.client;
    let nowhere = || ([0, 0, 0, 0], 0).into();
    ClientInfo {
        id: session.client_id.clone(),
        username: client.username.map(Into::into),
        version: client.version,
        keep_alive: client.keep_alive,
        clean_start: client.clean_start,
        connected_at: SystemTime::UNIX_EPOCH + Duration::from_millis(client.connected_at),
        peer: Peer {
            remote: client.remote.unwrap_or_else(nowhere),
            local: client.local.unwrap_or_else(nowhere),
            listener: client.listener.map(Into::into),
            certificate_name: client.certificate_name.map(Into::into),
            anonymous: None,
            mount_point: client.mount_point.map(Into::into),
        },
    }
}

fn restored_will(will: &gmqtt_store::Will<'_>, client: Arc<ClientInfo>) -> Will {
    let arrival = Arrival::new(
        will.topic,
        will.payload,
        (will.qos, will.retain),
        will.message_expiry_interval,
        will.properties,
    );
    Will {
        arrival: arrival.into_owned(),
        client,
        delay: will.delay,
    }
}
