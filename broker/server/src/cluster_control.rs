//! What the plugin that has the other nodes asks of the broker: the server's side of `ClusterControl`.
//!
//! What changes something runs in a turn; called inside one, it waits for its end.

use std::sync::{Arc, Weak};

use bytes::Bytes;
use gmqtt_plugin_api::BoxFuture;
use gmqtt_plugin_api::cluster::{
    ClusterControl, Done, Forward, NodeName, NotFetched, Redirect, Stamp, Wanted,
};
use gmqtt_protocol::{TopicFilter, TopicName};
use tokio::runtime::Handle;

use crate::broker::Broker;
use crate::cluster::deliver::Incoming;
use crate::cluster::{Count, Peers, deliver, departure, fetch, wire};
use crate::link::Order;
use crate::turn::{self, Turn};

/// Behind every `ClusterControl`.
pub(crate) struct Side {
    broker: Weak<Broker>,
    /// Where connections run, and the work that other nodes cause for them.
    runtime: Handle,
}

impl Side {
    pub(crate) fn new(broker: Weak<Broker>, runtime: Handle) -> Self {
        Self { broker, runtime }
    }

    /// In a turn of this thread, or at the end of the one that runs. Not once the broker is gone.
    fn in_turn(&self, work: impl FnOnce(&Arc<Broker>, &mut Turn, &Arc<Peers>) + Send + 'static) {
        let Some(broker) = self.broker.upgrade() else {
            return;
        };
        let Some(peers) = broker.peers().cloned() else {
            return;
        };
        let _entered = self.runtime.enter();
        turn::defer(move || turn::run(&broker, |turn| work(&broker, turn, &peers)));
    }

    fn with_peers<R>(&self, look: impl FnOnce(&Arc<Peers>) -> R) -> Option<R> {
        let broker = self.broker.upgrade()?;
        broker.peers().map(look)
    }
}

impl ClusterControl for Side {
    fn routes_changed(&self, filter: &str) {
        if let (Some(broker), Ok(filter)) = (self.broker.upgrade(), TopicFilter::parse(filter)) {
            broker.versions.bump(filter);
        }
    }

    fn deliver(&self, from: &NodeName, forward: Forward, done: Option<Done>) -> bool {
        if wire::decode(&forward.message).is_none() {
            self.with_peers(|peers| peers.count(Count::Invalid, 1));
            return false;
        }
        let incoming = Incoming {
            from: Some(from.clone()),
            forward,
            done,
        };
        self.in_turn(move |broker, turn, peers| {
            peers.count(Count::Received, 1);
            deliver::deliver(broker, turn, peers, incoming);
        });
        true
    }

    fn give(&self, client_id: &str, message: Bytes, done: Done) {
        let forward = Forward {
            message,
            safe: true,
            plain: false,
            groups: Box::default(),
            client: Some(client_id.into()),
            known: 0,
        };
        let incoming = Incoming {
            from: None,
            forward,
            done: Some(done),
        };
        self.in_turn(move |broker, turn, peers| {
            deliver::deliver(broker, turn, peers, incoming);
        });
    }

    fn safe(&self, at: &NodeName, number: u64) {
        self.with_peers(|peers| peers.awaiting.reached(at, number));
    }

    fn unsafe_at(&self, node: &NodeName) {
        self.with_peers(|peers| {
            let waited = peers.awaiting.give_up(node);
            peers.count(Count::Unknown, waited as u64);
        });
    }

    fn doubtful(&self, at: &NodeName, number: u64) {
        self.with_peers(|peers| {
            let waited = peers.awaiting.doubt(at, number);
            peers.count(Count::Unknown, u64::from(waited));
        });
    }

    fn answers(&self, node: &NodeName, answers: bool) {
        if let Some(broker) = self.broker.upgrade()
            && let Some(peers) = broker.peers()
        {
            let now = broker.clock.now();
            peers.awaiting.answers(node, answers, now);
        }
    }

    fn retain(&self, topic: &str, message: Option<Bytes>, stamp: &Stamp) {
        let (topic, stamp) = (topic.to_owned(), stamp.clone());
        self.in_turn(move |broker, turn, peers| {
            let message = (&*topic, message.as_deref());
            deliver::set_retained(broker, turn, peers, message, &stamp);
        });
    }

    fn retained(&self, topic: &str) -> Option<Bytes> {
        let (broker, topic) = (self.broker.upgrade()?, TopicName::parse(topic).ok()?);
        let message = broker.retained.read().find(topic)?.clone();
        let now = broker.clock.now();
        let is_over = message.expires.has_passed(now);
        wire::encode_retained(&message, now).filter(|_| !is_over)
    }

    fn hand_over(&self, client_id: &str, by: &Stamp) -> BoxFuture<'static, Option<Bytes>> {
        let (broker, runtime) = (self.broker.clone(), self.runtime.clone());
        let (client_id, by) = (client_id.to_owned(), by.clone());
        Box::pin(async move {
            let broker = broker.upgrade()?;
            let packed = {
                let _entered = runtime.enter();
                turn::run(&broker, |turn| {
                    departure::take_away(&broker, turn, &client_id, &by)
                })
            };
            match packed {
                Some(packed) => Some(packed.seal(&broker).await.into()),
                None => {
                    fetch::settle(&broker).await;
                    None
                }
            }
        })
    }

    fn fetch(
        &self,
        client_id: &str,
        by: &Stamp,
        wanted: Wanted,
    ) -> BoxFuture<'static, Result<Option<(NodeName, Bytes)>, NotFetched>> {
        let broker = self.broker.upgrade();
        let (client_id, by) = (client_id.to_owned(), by.clone());
        Box::pin(async move {
            let broker = broker.ok_or(NotFetched::Failed)?;
            fetch::fetch(&broker, &client_id, &by, wanted).await
        })
    }

    fn drop_session(&self, client_id: &str, by: &Stamp) {
        let (client_id, by) = (client_id.to_owned(), by.clone());
        self.in_turn(move |broker, turn, _| {
            departure::drop_session(broker, turn, &client_id, &by);
        });
    }

    fn forget_session(&self, client_id: &str, by: &Stamp) {
        let (client_id, by) = (client_id.to_owned(), by.clone());
        self.in_turn(move |broker, turn, _| {
            departure::forget_shadow(broker, turn, &client_id, &by);
        });
    }

    fn redirect(&self, client_id: &str, redirect: Redirect<'_>) -> bool {
        let Some(broker) = self.broker.upgrade() else {
            return false;
        };
        let session = broker.sessions.shard(client_id).get(client_id).cloned();
        session.is_some_and(|session| {
            let mut delivery = session.delivery.lock();
            let is_connected = delivery.link.is_some();
            delivery.carry_out(Order {
                reason: redirect.reason,
                text: None,
                server: redirect.server.map(Into::into),
            });
            is_connected
        })
    }

    fn hold_back(&self, why: Option<&str>) {
        if let Some(broker) = self.broker.upgrade() {
            *broker.held_back.lock() = why.map(Into::into);
        }
    }
}
