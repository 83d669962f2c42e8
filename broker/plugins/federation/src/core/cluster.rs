//! What the broker tells the node and asks it.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gmqtt_plugin_api::cluster::{Claimed, Cluster, Done, InTransit, Passage};
use gmqtt_plugin_api::{BoxFuture, ReasonCode, Refusal};
use gmqtt_protocol::TopicName;
use tokio::sync::oneshot;

use super::Core;
use crate::{Forward, NodeName, Route, Shed, Stamp, Time, Token};

impl Cluster for Core {
    fn claim(
        &self,
        client_id: &str,
        clean_start: bool,
    ) -> BoxFuture<'static, Result<Claimed, Refusal>> {
        let (claimant, answer) = oneshot::channel();
        self.tell(|state, now| {
            let claim = state.node.claim(client_id, clean_start, now);
            state.claims.insert(claim, claimant);
        });
        Box::pin(async move {
            let stopped = || Err(ReasonCode::ServerShuttingDown.into());
            answer.await.unwrap_or_else(|_| stopped())
        })
    }

    fn imported(&self, client_id: &str, from: &NodeName, stamp: &Stamp, filters: &[&str]) {
        let stamp = stamp.clone();
        self.tell(|state, now| state.node.imported(from, client_id, stamp, filters, now));
    }

    fn in_transit(&self, message: InTransit<'_>, done: Done) -> Passage {
        self.tell(|state, _| {
            let token = Token(state.next_token);
            state.next_token += 1;
            let passage = state.node.in_transit(message, token);
            if passage == Passage::Waits {
                state.kept.insert(token, done);
            }
            passage
        })
    }

    fn known(&self) -> u64 {
        self.state.lock().node.known()
    }

    fn restored(&self, client_id: &str, stamp: Option<&Stamp>, connected_at: SystemTime) {
        self.tell(|state, now| {
            let since = || connected_at.duration_since(UNIX_EPOCH).unwrap_or_default();
            let stamp = stamp.cloned().unwrap_or_else(|| Stamp {
                time: Time {
                    // A clock that was wrong once must not make claims that nobody can beat.
                    millis: (since().as_millis() as u64).min(now.wall),
                    count: 0,
                },
                node: state.node.name().clone(),
            });
            state.node.restore(client_id, stamp, now);
        });
    }

    fn released(&self, client_id: &str, stamp: &Stamp) {
        self.tell(|state, now| state.node.released(client_id, stamp, now));
    }

    fn taken(&self, client_id: &str, by: &Stamp, filters: &[Box<str>]) {
        self.tell(|state, now| state.node.taken(client_id, by, filters, now));
    }

    fn subscribed(&self, filter: &str) {
        self.tell(|state, _| state.node.subscribed(filter));
    }

    fn unsubscribed(&self, filter: &str) {
        self.tell(|state, _| state.node.unsubscribed(filter));
    }

    fn route(&self, topic: TopicName<'_>) -> Route {
        self.state.lock().node.route(topic)
    }

    fn forward(&self, to: &NodeName, forward: Forward) -> Result<u64, Shed> {
        self.tell(|state, _| {
            let number = state.node.forward(to, forward)?;
            if let Some(peer) = state.peers.get_mut(to) {
                peer.forwarded += 1;
            }
            Ok(number)
        })
    }

    fn retained(&self, topic: &str, message: Option<Bytes>) {
        self.tell(|state, now| state.node.retained(topic, message, now));
    }

    fn retained_restored(&self, topic: &str) {
        self.tell(|state, _| state.node.retained_restored(topic));
    }

    fn retained_expired(&self, topic: &str) {
        self.tell(|state, _| state.node.expired(topic));
    }

    fn is_latest(&self, topic: &str, stamp: &Stamp) -> bool {
        self.state.lock().node.is_latest(topic, stamp)
    }
}
