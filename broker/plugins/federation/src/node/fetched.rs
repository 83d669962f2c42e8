//! Sessions that are taken out of a store, for the node: what it has sent to where they were, and what it says when one of its own was taken.

use super::{Effect, Event, Forward, Node, NodeName, Now, Stamp};
use crate::again;

impl Node {
    /// A session of this node was taken out of the store by another one, by this claim. That one has subscribers for its filters from now on, as
    /// far as is known here: what is published meanwhile is for it.
    pub fn taken(&mut self, client: &str, by: &Stamp, filters: &[Box<str>], now: Now) {
        self.clock.hear(by.time);
        self.claims.was_taken(client, by);
        self.again.forget(client);
        let version = self.transit.was_taken(client, by, now.mono);
        if let Some(peer) = self.peers.get_mut(&by.node) {
            for filter in filters {
                self.routes.set(&by.node, filter, 1);
            }
            peer.out.messages.push(Event::Lost {
                client: client.into(),
                stamp: by.clone(),
                version,
            });
        }
        self.routes.changes(filters.iter().cloned());
        self.carry_out_steps();
        self.settle(now);
    }

    /// Sends what is kept for nodes, and is for sessions that were taken from there, to where these are.
    pub(super) fn send_again(&mut self) {
        for from in self.again.unlooked_for() {
            let (mut found, mut doubtful) = (Vec::new(), Vec::new());
            if let Some(peer) = self.peers.get(&from) {
                for (number, was_sent, event) in peer.out.messages.events() {
                    let Event::Forward(forward) = event else {
                        continue;
                    };
                    let again = self.again.of(&from, forward, true);
                    if was_sent && !again.is_empty() && again::is_exact(forward) {
                        doubtful.extend(peer.number_of(number));
                    } else {
                        found.extend(again);
                    }
                }
            }
            for number in doubtful {
                let at = from.clone();
                self.out.effect(Effect::Doubtful { at, number });
            }
            self.send_where_they_are(found);
            for (client, session) in self.again.take_new(&from) {
                if let Some(peer) = self.peers.get_mut(&from) {
                    let stamp = session.stamp;
                    peer.tell_next(Event::SentAgain { client, stamp });
                }
            }
        }
    }

    pub(super) fn send_where_they_are(&mut self, all: Vec<(NodeName, Forward)>) {
        for (to, forward) in all {
            if to == *self.name() {
                let (from, ticket) = (to, None);
                self.out.effect(Effect::Deliver {
                    from,
                    ticket,
                    forward,
                });
            } else {
                // What does not fit is counted.
                let _ = self.push(&to, forward);
            }
        }
    }
}
