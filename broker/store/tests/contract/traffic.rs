//! Changes such as a broker makes them, by a seed: sessions come and go, messages are published to several, sent, acknowledged.

use std::collections::BTreeMap;
use std::sync::Arc;

use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{PacketId, QoS};
use gmqtt_store::{
    Batch, Change, Client, Entry, Message, MessageId, SessionKey, SessionState, Stage,
    Subscription, Will,
};

use super::model::Model;

/// Numbers that look random and are the same for the same seed.
#[derive(Debug, Clone)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// Below a bound.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % bound.max(1)
    }

    pub(crate) fn one_in(&mut self, count: u64) -> bool {
        self.below(count) == 0
    }
}

/// A broker's part.
#[derive(Debug, Clone)]
pub(crate) struct Traffic {
    pub(crate) random: Random,
    pub(crate) model: Model,
    messages: BTreeMap<u64, Arc<str>>,
    next_session: u64,
    next_message: u64,
    next_seq: u64,
    largest: u64,
}

const CLIENTS: u64 = 6;
const LONGEST_QUEUE: usize = 12;

impl Traffic {
    /// With payloads below a size.
    pub(crate) const fn new(seed: u64, largest: u64) -> Self {
        Self {
            random: Random::new(seed),
            model: Model {
                sessions: BTreeMap::new(),
                retained: BTreeMap::new(),
            },
            messages: BTreeMap::new(),
            next_session: 1,
            next_message: 1,
            next_seq: 1,
            largest,
        }
    }

    /// The next batch; it has been applied to the model.
    pub(crate) fn batch(&mut self) -> Batch {
        let mut batch = Batch::new();
        while batch.is_empty() {
            match self.random.below(12) {
                0 => self.session_changes(&mut batch),
                1 => self.subscription_changes(&mut batch),
                2..=6 => self.publish(&mut batch),
                _ => self.deliver(&mut batch),
            }
        }
        self.model.apply(&batch, &mut self.messages);
        batch
    }

    fn any_session(&mut self) -> Option<SessionKey> {
        let count = self.model.sessions.len() as u64;
        let at = usize::try_from(self.random.below(count)).unwrap_or(0);
        self.model.sessions.keys().nth(at).copied().map(SessionKey)
    }

    fn session_changes(&mut self, batch: &mut Batch) {
        let existing = self.any_session();
        let is_full = self.model.sessions.len() as u64 >= CLIENTS;
        if let Some(session) = existing.filter(|_| is_full || self.random.one_in(3)) {
            batch.push(&Change::DropSession { session });
            if self.random.one_in(2) {
                return;
            }
        }
        let session = match existing {
            Some(session) if batch.is_empty() && self.random.one_in(2) => session,
            _ => {
                self.next_session += 1;
                SessionKey(self.next_session)
            }
        };
        let away = self.random.one_in(2).then(|| self.random.below(1 << 40));
        let payload = self.payload();
        let will = Will {
            topic: "will/\u{20ac}",
            properties: b"\x01\x01",
            payload: &payload,
            qos: QoS::AtLeastOnce,
            retain: true,
            message_expiry_interval: Some(7),
            delay: 5000,
            due_at: away,
        };
        let claim = gmqtt_store::Claim {
            millis: 1 << 40,
            count: 3,
            node: "node-\u{20ac}",
        };
        let client_id = format!("sub:\0client {}", session.0);
        let state = SessionState {
            client_id: &client_id,
            created_at: session.0,
            expiry: (!self.random.one_in(4)).then_some(7_200_000),
            offline_since: away,
            client: Client {
                username: Some("user"),
                ..Client::default()
            },
            will: self.random.one_in(3).then_some(will),
            claim: self.random.one_in(3).then_some(claim),
        };
        batch.push(&Change::PutSession { session, state });
    }

    fn subscription_changes(&mut self, batch: &mut Batch) {
        let Some(session) = self.any_session() else {
            return;
        };
        let n = self.random.below(5);
        let filter = format!("$share/g/a/{n}/#");
        if self.random.one_in(3) {
            let filter = &filter;
            batch.push(&Change::DropSubscription { session, filter });
            return;
        }
        let options = SubscriptionOptions {
            qos: QoS::ExactlyOnce,
            no_local: self.random.one_in(2),
            ..SubscriptionOptions::default()
        };
        let subscription = Subscription {
            filter: &filter,
            options,
            id: self.random.one_in(2).then_some(268_435_455),
        };
        batch.push(&Change::PutSubscription {
            session,
            subscription,
        });
    }

    fn payload(&mut self) -> Vec<u8> {
        let size = self.random.below(self.largest);
        (0..size)
            .map(|n| u8::try_from((n * 31 + size) % 256).unwrap_or(0))
            .collect()
    }

    /// A message for several sessions and perhaps to be retained, the publisher's identifier with it.
    fn publish(&mut self, batch: &mut Batch) {
        self.next_message += 1;
        let id = MessageId(self.next_message);
        let (payload, topic) = (self.payload(), format!("t/{}", self.random.below(4)));
        let message = Message {
            topic: &topic,
            properties: b"",
            payload: &payload,
            qos: QoS::ExactlyOnce,
            retain: false,
            source: 0,
            expires_at: self.random.one_in(2).then_some(id.0 << 20),
            forwarded_until: None,
        };
        let put = Change::PutMessage { id, message };
        let sessions: Vec<_> = self.model.sessions.keys().copied().collect();
        for session in sessions {
            let session = SessionKey(session);
            if self.model.sessions[&session.0].queue.len() >= LONGEST_QUEUE || self.random.one_in(2)
            {
                continue;
            }
            if batch.is_empty() {
                batch.push(&put);
            }
            self.next_seq += 1;
            let entry = Entry {
                seq: self.next_seq,
                message: id,
                qos: QoS::AtLeastOnce,
                retain: self.random.one_in(5),
                ids: vec![3, 4].into(),
                share: self.random.one_in(4).then_some(("g", "a/+")),
                stage: Stage::Waiting,
            };
            batch.push(&Change::Enqueue { session, entry });
            if self.random.one_in(2) {
                batch.push(&Change::Sent {
                    session,
                    seq: self.next_seq,
                    packet_id: self.packet_id(),
                });
            }
        }
        if self.random.one_in(3) {
            if batch.is_empty() {
                batch.push(&put);
            }
            let topic = &topic;
            batch.push(&Change::PutRetained { topic, message: id });
        }
        if let Some(session) = self.any_session().filter(|_| !batch.is_empty()) {
            let packet_id = self.packet_id();
            batch.push(&Change::Received { session, packet_id });
        }
    }

    fn packet_id(&mut self) -> PacketId {
        let id = u16::try_from(self.random.below(40)).unwrap_or(0) + 1;
        PacketId::new(id).unwrap_or(PacketId::MIN)
    }

    /// What follows from acknowledgements.
    fn deliver(&mut self, batch: &mut Batch) {
        if self.random.one_in(8) {
            let topic = format!("t/{}", self.random.below(4));
            batch.push(&Change::DropRetained { topic: &topic });
        }
        let Some(session) = self.any_session() else {
            return;
        };
        let held = &self.model.sessions[&session.0];
        let count = held.queue.len() as u64;
        let received: Vec<_> = held.received.iter().copied().collect();
        let at = usize::try_from(self.random.below(count)).unwrap_or(0);
        if let Some(packet_id) = received.first().and_then(|id| PacketId::new(*id))
            && self.random.one_in(3)
        {
            batch.push(&Change::Released { session, packet_id });
        }
        let Some(seq) = self.model.sessions[&session.0]
            .queue
            .keys()
            .nth(at)
            .copied()
        else {
            return;
        };
        let packet_id = self.packet_id();
        batch.push(&match self.random.below(5) {
            0 => Change::Confirmed { session, seq },
            1 => Change::Sent {
                session,
                seq,
                packet_id,
            },
            _ => Change::Dequeue { session, seq },
        });
    }
}
