//! Sessions that move, for the node: what [`Transit`](crate::transit::Transit) is told of claims, and what follows from it.

use super::{Effect, Event, Forward, InTransit, Node, NodeName, Now, Passage, Stamp, Token, World};
use crate::again::Session;
use crate::transit::Step;
use crate::{Known, SessionFrom, Whereabouts};

impl Node {
    /// A message has come for a session that is in transit. Where it [`Waits`](Passage::Waits), [`Effect::Settled`] has the token later.
    pub fn in_transit(&mut self, message: InTransit<'_>, token: Token) -> Passage {
        let is_nowhere = *message.session == Whereabouts::Nowhere;
        if is_nowhere && !self.claims.is_awaited(message.client_id) {
            return Passage::Elsewhere;
        }
        let passage = self.transit.message(message, token);
        self.carry_out_steps();
        passage
    }

    /// How much is known of where sessions are.
    #[must_use]
    pub const fn known(&self) -> u64 {
        self.transit.version()
    }

    /// Answers [`Effect::Give`].
    pub fn given(&mut self, client: &str) {
        self.transit.given(client);
    }

    /// Answers [`Effect::Through`].
    pub fn through(&mut self, from: &NodeName, cut: &Known) {
        self.transit.hears_through(from, cut);
        self.carry_out_steps();
    }

    /// Messages for sessions in transit that could not be kept.
    #[must_use]
    pub const fn shed_in_transit(&self) -> u64 {
        self.transit.shed
    }

    /// A session is safe here: its number. All others are told.
    pub(super) fn arrived_here(
        &mut self,
        from: &NodeName,
        (client, stamp): (&str, &Stamp),
        filters: &[&str],
        now: Now,
    ) -> u64 {
        let arrival = self.transit.is_safe(client, stamp, filters, now.mono);
        let filters: Box<[Box<str>]> = filters.iter().map(|&filter| filter.into()).collect();
        let is_fetched = self.transit.is_fetched(client, stamp);
        let fetched = is_fetched.then(|| (client.into(), stamp.clone()));
        for node in self.members.others() {
            let event = Event::Arrived {
                arrival,
                from: from.clone(),
                filters: filters.clone(),
                fetched: fetched.clone(),
            };
            self.out.tell(node, event);
        }
        if let Some((client, stamp)) = fetched {
            let session = Session {
                to: self.members.me().clone(),
                stamp,
                filters: filters.clone(),
                version: self.transit.version(),
                since: now.mono,
                is_new: true,
            };
            self.again.note(from, &client, session);
        }
        self.routes.changes(filters);
        self.carry_out_steps();
        arrival
    }

    /// A node says that a session has come to it.
    pub(super) fn hears(
        &mut self,
        node: &NodeName,
        arrival: u64,
        (from, fetched): (&NodeName, Option<(Box<str>, Stamp)>),
        filters: Box<[Box<str>]>,
        now: Now,
    ) {
        let others = self.others_with_standing();
        if self.transit.hears(node, arrival, from, &others, now.mono) {
            if let Some((client, stamp)) = fetched {
                let session = Session {
                    to: node.clone(),
                    stamp,
                    filters: filters.clone(),
                    version: self.transit.version(),
                    since: now.mono,
                    is_new: true,
                };
                self.again.note(from, &client, session);
            }
            self.routes.changes(filters);
        }
        self.carry_out_steps();
    }

    /// A node has begun another run, and may not know that sessions have come here.
    pub(super) fn tell_what_came_from(&mut self, node: &NodeName) {
        for (client, stamp, arrival) in self.transit.came_from(node) {
            let event = Event::Imported {
                client,
                stamp,
                arrival,
            };
            self.out.tell(node, event);
        }
    }

    pub(super) fn transit_goes_on(&mut self, now: Now) {
        let is_settled = self.claims.is_settled(now, &self.members);
        let others = self.others_with_standing();
        let claims = &self.claims;
        self.transit
            .forget_early(|client| claims.is_awaited(client));
        self.transit.tick(now.mono, &others, is_settled);
        self.carry_out_steps();
    }

    /// All nodes that may send messages, and whether they answer.
    fn others_with_standing(&self) -> Vec<(NodeName, bool)> {
        let names = self.peers.keys();
        names
            .map(|node| (node.clone(), self.members.is_alive(node)))
            .collect()
    }

    /// A session moves, or ends.
    pub(super) fn session_event(&mut self, from: &NodeName, event: Event, now: Now) {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        let (claims, out) = (&mut self.claims, &mut self.out);
        let before = out.effects.len();
        match event {
            Event::Release { client, stamp } => {
                claims.release(&client, &stamp);
                self.transit.is_not_claimed(&client, &stamp);
            }
            Event::Take {
                claim,
                client,
                stamp,
                clean,
            } => {
                world.clock.hear(stamp.time);
                claims.take(from, claim, &client, stamp, clean, out);
            }
            Event::Handed { claim, session } => {
                claims.handed(from, claim, session, now, &mut world, out);
            }
            Event::Imported {
                client,
                stamp,
                arrival,
            } => {
                claims.imported(from, &client, &stamp, out);
                if out.effects.len() > before {
                    self.transit.arrived(&client, &stamp, arrival, now.mono);
                } else {
                    self.transit.had_arrived(&client, &stamp, arrival, now.mono);
                }
            }
            Event::Superseded { client, stamp } => {
                world.clock.hear(stamp.time);
                claims.superseded(&client, &stamp, out);
                if out.effects.len() > before {
                    self.transit.superseded(&client, &stamp, now.mono);
                }
            }
            // The others are not about sessions, or nodes do not tell them themselves.
            _ => {}
        }
    }

    /// Looks at what claims have brought about.
    pub(super) fn look_for_moves(&mut self, now: Now) {
        let mono = now.mono;
        let seen = std::mem::replace(&mut self.out.seen, self.out.effects.len());
        for effect in &self.out.effects[seen..] {
            match effect {
                Effect::HandOver {
                    to, client, stamp, ..
                } => {
                    self.again.forget(client);
                    self.transit.leaves(client, stamp, to, mono);
                }
                // Its client starts clean elsewhere.
                Effect::Drop { client, by } if !self.transit.is_known(client, by) => {
                    self.transit.is_nowhere(client);
                }
                Effect::Claimed {
                    client,
                    stamp,
                    session,
                    ..
                } => match session {
                    SessionFrom::Here | SessionFrom::Unknown => self.transit.stays(client),
                    SessionFrom::Node { node, .. } => {
                        self.transit.comes(client, stamp, (node, false), mono);
                    }
                    SessionFrom::Store { node, .. } => {
                        self.transit.comes(client, stamp, (node, true), mono);
                    }
                    SessionFrom::Nobody | SessionFrom::Lost(_) => self.transit.is_nowhere(client),
                },
                _ => {}
            }
        }
        self.carry_out_steps();
    }

    /// Does what sessions that move make necessary.
    pub(super) fn carry_out_steps(&mut self) {
        for step in self.transit.take_steps() {
            match step {
                Step::PassOn {
                    to,
                    client,
                    message,
                    token,
                } => self.pass_on(&to, client, message, token),
                Step::Give {
                    client,
                    message,
                    token,
                } => self.out.effect(Effect::Give {
                    client,
                    message,
                    token,
                }),
                Step::Settle(token) => self.out.effect(Effect::Settled { token }),
                // Also to one that does not answer: it has to have it before the messages behind it.
                Step::Tell { to, cut } => {
                    if let Some(peer) = self.peers.get_mut(&to) {
                        peer.out.messages.push(Event::Knows(cut));
                    }
                }
                Step::Forget { client, by } => self.out.effect(Effect::Forget { client, by }),
            }
        }
    }

    fn pass_on(&mut self, to: &NodeName, client: Box<str>, message: bytes::Bytes, token: Token) {
        let forward = Forward {
            message,
            safe: true,
            plain: false,
            groups: Box::default(),
            client: Some(client),
            known: self.transit.version(),
        };
        let again = self.again.of(to, &forward, false);
        let forwarded = self.push(to, forward);
        // What is passed on from here is not for here.
        let elsewhere = again.into_iter().filter(|(to, _)| to != self.members.me());
        self.send_where_they_are(elsewhere.collect());
        match (forwarded, self.peers.get_mut(to)) {
            (Ok(number), Some(peer)) => peer.after.push_back((number, token)),
            _ => self.out.effect(Effect::Settled { token }),
        }
    }
}
