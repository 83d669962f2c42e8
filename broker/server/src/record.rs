//! The broker's sessions and messages as the store takes them. Nothing here decides what is kept.

use std::num::NonZeroU64;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_plugin_api::ClientInfo;
use gmqtt_plugin_api::cluster::{NodeName, Stamp, Time};
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{PacketId, QoS};
use gmqtt_store::{
    Change, Claim, Client, Entry, Full, Lsn, MessageId, SessionKey, SessionState, Stage,
    Subscription, Will as StoredWill,
};

use crate::clock::{Both, Clock, Millis, millis};
use crate::message::{Expiry, Message, Source, Will};
use crate::queue::{Held, ShareName};
use crate::session::{FOREVER, Session, State};
use crate::storage::Log;
use crate::turn::Desk;

/// What is to be known of a session.
pub(crate) struct Portrait<'a> {
    pub(crate) key: u64,
    pub(crate) client_id: &'a str,
    pub(crate) created: Millis,
    pub(crate) expiry: Millis,
    pub(crate) offline_since: Option<Millis>,
    pub(crate) info: &'a ClientInfo,
    /// With the moment at which it is due.
    pub(crate) will: Option<(&'a Will, Option<Millis>)>,
    /// By which claim it is here, in a cluster.
    pub(crate) claim: Option<&'a Stamp>,
}

impl<'a> Portrait<'a> {
    /// Of a session as it is; `None` of one that is just being made.
    pub(crate) fn of(session: &'a Session, state: &'a State) -> Option<Self> {
        Some(Self {
            key: session.key,
            client_id: &session.client_id,
            created: state.created,
            expiry: state.expiry,
            offline_since: state.offline_since,
            info: state.info.as_deref()?,
            will: state.will.as_deref().map(|will| (will, state.will_due)),
            claim: state.claim.as_ref(),
        })
    }

    /// Adds it to the next batch.
    pub(crate) fn put(self, clock: Clock, log: &mut Log) {
        let session = SessionKey(self.key);
        self.with_state(clock, |state| {
            log.push(&Change::PutSession { session, state });
        });
    }

    /// As the store takes it.
    pub(crate) fn with_state<R>(self, clock: Clock, take: impl FnOnce(SessionState<'_>) -> R) -> R {
        let unix = |at| clock.unix(at);
        let ClientInfo {
            username,
            version,
            keep_alive,
            clean_start,
            connected_at,
            peer,
            ..
        } = self.info;
        let since_1970 = connected_at.duration_since(SystemTime::UNIX_EPOCH);
        let client = Client {
            version: *version,
            username: username.as_deref(),
            keep_alive: *keep_alive,
            clean_start: *clean_start,
            connected_at: since_1970.map_or(0, millis),
            remote: Some(peer.remote),
            local: Some(peer.local),
            listener: peer.listener.as_deref(),
            certificate_name: peer.certificate_name.as_deref(),
            mount_point: peer.mount_point.as_deref(),
        };
        let will = self.will.map(|(will, due)| StoredWill {
            topic: &will.arrival.topic,
            properties: will.arrival.property_block(),
            payload: &will.arrival.payload,
            qos: will.arrival.qos,
            retain: will.arrival.retain,
            message_expiry_interval: will.arrival.message_expiry_interval,
            delay: will.delay,
            due_at: due.map(unix),
        });
        take(SessionState {
            client_id: self.client_id,
            created_at: unix(self.created),
            expiry: (self.expiry != FOREVER).then_some(self.expiry),
            offline_since: self.offline_since.map(unix),
            client,
            will,
            claim: self.claim.map(claim),
        })
    }
}

/// A claim to be kept.
pub(crate) fn claim(stamp: &Stamp) -> Claim<'_> {
    Claim {
        millis: stamp.time.millis,
        count: stamp.time.count,
        node: stamp.node.as_str(),
    }
}

/// A claim that was kept.
pub(crate) fn stamp(claim: Claim<'_>) -> Stamp {
    let Claim {
        millis,
        count,
        node,
    } = claim;
    Stamp {
        time: Time { millis, count },
        node: NodeName::new(node),
    }
}

/// Has the store take a session as it is now, with a will that is about to be published, if any. Under the lock of its state, so
/// that the store sees changes in their order. What is refused is made good later.
pub(crate) fn save(
    session: &Arc<Session>,
    state: &State,
    last_will: Option<&Will>,
    desk: &mut Desk,
) -> Result<Lsn, Full> {
    if session.is_kept()
        && !state.ended
        && let Some(mut portrait) = Portrait::of(session, state)
    {
        let now = desk.now;
        portrait.will = last_will.map(|will| (will, Some(now))).or(portrait.will);
        portrait.put(desk.clock(), &mut desk.log);
    }
    append(session, &mut desk.log)
}

/// The same with all its subscriptions.
pub(crate) fn save_whole(
    session: &Arc<Session>,
    state: &State,
    desk: &mut Desk,
) -> Result<Lsn, Full> {
    if session.is_kept()
        && !state.ended
        && let Some(portrait) = Portrait::of(session, state)
    {
        portrait.put(desk.clock(), &mut desk.log);
        for (filter, it) in &state.subscriptions {
            put_subscription(session.key, (filter, it.options, it.id), &mut desk.log);
        }
    }
    append(session, &mut desk.log)
}

fn append(session: &Arc<Session>, log: &mut Log) -> Result<Lsn, Full> {
    log.append()
        .inspect_err(|_| log.storage().owe_session(session))
}

/// Adds a subscription to the next batch.
pub(crate) fn put_subscription(
    session: u64,
    (filter, options, id): (&str, SubscriptionOptions, Option<u32>),
    log: &mut Log,
) {
    log.push(&Change::PutSubscription {
        session: SessionKey(session),
        subscription: Subscription {
            filter,
            options,
            id,
        },
    });
}

/// A message as the store takes it.
pub(crate) fn stored(message: &Message, clocks: Both) -> gmqtt_store::Message<'_> {
    gmqtt_store::Message {
        topic: message.topic(),
        properties: message.block(),
        payload: message.payload(),
        qos: message.qos,
        retain: message.retain,
        source: message.source.lasting(),
        expires_at: expires_at(message.expires, clocks),
        forwarded_until: forwarded_until(message.expires, clocks),
    }
}

/// A message that was kept.
pub(crate) fn message(stored: &gmqtt_store::Message<'_>, id: MessageId, clock: Clock) -> Message {
    let at = |unix| clock.at_unix(unix);
    let expires = Expiry::restored(stored.expires_at.map(at), stored.forwarded_until.map(at));
    let message = Message::new(
        stored.topic,
        stored.properties,
        stored.payload,
        (stored.qos, stored.retain),
        expires,
    );
    message.from(Source::restored(stored.source)).numbered(id.0)
}

/// A message in the queue of a session, as it was kept.
pub(crate) fn held(entry: &Entry<'_>, message: Arc<Message>) -> Held {
    Held {
        message,
        qos: entry.qos,
        retain: entry.retain,
        ids: (!entry.ids.is_empty()).then(|| Arc::from(&*entry.ids)),
        share: entry.share.map(|(share, filter)| {
            Arc::new(ShareName {
                share: share.into(),
                filter: filter.into(),
            })
        }),
        seq: NonZeroU64::new(entry.seq),
    }
}

/// When a message expires, by the clock of the wall.
pub(crate) fn expires_at(expires: Expiry, clocks: Both) -> Option<u64> {
    (expires.at != Expiry::NEVER).then(|| clocks.unix(expires.at))
}

/// The end of the publisher's interval, by the clock of the wall.
pub(crate) fn forwarded_until(expires: Expiry, clocks: Both) -> Option<u64> {
    expires.forwarded_until().map(|until| clocks.unix(until))
}

/// Adds a message and its place in a session's queue to the next batch.
pub(crate) fn put_held(session: u64, held: &Held, seq: NonZeroU64, clocks: Both, log: &mut Log) {
    let number = match held.message.number() {
        0 => log.next_message(),
        number => number,
    };
    log.push(&Change::PutMessage {
        id: MessageId(number),
        message: stored(&held.message, clocks),
    });
    log.push(&Change::Enqueue {
        session: SessionKey(session),
        entry: Entry {
            seq: seq.get(),
            message: MessageId(number),
            qos: held.qos,
            retain: held.retain,
            ids: held.ids.as_deref().unwrap_or_default().into(),
            share: held
                .share
                .as_deref()
                .map(|name| (&*name.share, &*name.filter)),
            stage: Stage::Waiting,
        },
    });
}

/// Keeps a message for a session that is kept, by itself. `None` if it is in memory only.
pub(crate) fn keep(session: &Session, held: &Held, desk: &mut Desk) -> Option<NonZeroU64> {
    if !desk.log.keeps() {
        return None;
    }
    let seq = session.next_seq()?;
    put_held(session.key, held, seq, desk.clocks(), &mut desk.log);
    desk.log.append().ok().map(|_| seq)
}

/// Keeps the retained messages for a new subscription that will wait for acknowledgements. They are nobody's to refuse: what the
/// store does not take is in memory only.
pub(crate) fn keep_replay(session: &Session, desk: &mut Desk, found: &mut [Held]) {
    if !session.is_kept() {
        return;
    }
    let clocks = desk.clocks();
    let lasting = |held: &&mut Held| held.qos != QoS::AtMostOnce;
    for held in found.iter_mut().filter(lasting) {
        held.seq = session.next_seq();
        if let Some(seq) = held.seq {
            put_held(session.key, held, seq, clocks, &mut desk.log);
        }
    }
    if desk.log.append().is_err() {
        found.iter_mut().for_each(|held| held.seq = None);
    }
}

/// A message was given a packet identifier.
pub(crate) fn note_sent(session: u64, seq: NonZeroU64, packet_id: PacketId, log: &mut Log) {
    log.note(&Change::Sent {
        session: SessionKey(session),
        seq: seq.get(),
        packet_id,
    });
}

/// PUBREC has come for it.
pub(crate) fn note_confirmed(session: u64, seq: NonZeroU64, log: &mut Log) {
    log.note(&Change::Confirmed {
        session: SessionKey(session),
        seq: seq.get(),
    });
}
