//! A node of the federation: everything it knows and decides, without a socket, a clock or a task. It is told what happens; what is
//! to be done it leaves in [`Effect`]s.

use std::collections::BTreeMap;

use bytes::Bytes;
use gmqtt_protocol::TopicName;

use crate::again::Again;
use crate::claims::{Asked, Claims, World};
use crate::clock::Clock;
use crate::effect::{Effect, Ticket, Token};
use crate::event::{Body, ClaimId, Event, Frame, Lane, StreamId};
use crate::link::Heard;
use crate::members::Members;
use crate::peer::{Peer, Standing};
use crate::retained::Index;
use crate::routes::{Interests, Routes};
use crate::settings::{Now, Settings};
use crate::transit::Transit;
use crate::{Forward, InTransit, NodeName, Passage, Route, Run, Shed, Stamp, Time};

mod fetched;
mod moving;

/// What one step brings about.
#[derive(Debug, Default)]
pub(crate) struct Out {
    told: Vec<(NodeName, Event)>,
    effects: Vec<Effect>,
    /// So many of them have been looked at for sessions that move.
    seen: usize,
}

impl Out {
    /// Tells a node, perhaps this one.
    pub(crate) fn tell(&mut self, node: &NodeName, event: Event) {
        self.told.push((node.clone(), event));
    }

    pub(crate) fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}

/// Everything a node knows and decides. Inputs are its methods, which never block; after them [`Node::effects`] says what is to be done.
pub struct Node {
    pub(crate) settings: Settings,
    run: Run,
    pub(crate) members: Members,
    pub(crate) clock: Clock,
    interests: Interests,
    pub(crate) routes: Routes,
    index: Index,
    pub(crate) claims: Claims,
    transit: Transit,
    again: Again,
    pub(crate) peers: BTreeMap<NodeName, Peer>,
    pub(crate) out: Out,
    compare_at: u64,
}

impl Node {
    /// A node that knows no other yet. `run` has to be greater than that of every earlier run of it.
    #[must_use]
    pub fn new(name: NodeName, run: Run, settings: Settings, now: Now) -> Self {
        Self {
            claims: Claims::new(run, now, &settings),
            compare_at: now.mono + settings.compare_every,
            settings,
            run,
            members: Members::new(name.clone(), run),
            transit: Transit::new(name.clone(), run, now.mono),
            again: Again::default(),
            clock: Clock::new(name),
            interests: Interests::default(),
            routes: Routes::default(),
            index: Index::default(),
            peers: BTreeMap::new(),
            out: Out::default(),
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(&self) -> &NodeName {
        self.members.me()
    }

    /// Membership says that a node is alive, in this run. Not an error for one that is known to be.
    pub fn up(&mut self, node: &NodeName, run: Run, now: Now) {
        if !self.members.up(node, run) {
            return;
        }
        let (mine, mut is_new) = (self.run, false);
        let peer = self
            .peers
            .entry(node.clone())
            .or_insert_with(|| Peer::new(mine, run));
        if peer.run != run {
            // It does not know what the run before it had dealt with.
            peer.run = run;
            peer.renew_messages();
            self.transit.begins_anew(node, run);
            is_new = true;
        }
        self.members_changed(node, now);
        self.begin_control(node, now);
        if is_new {
            self.tell_what_came_from(node);
        }
        self.settle(now);
        // Whose the sessions are that were here at start, it has still to say.
        self.transit_goes_on(now);
    }

    /// Membership says that a node does not answer any more. What it has subscribers for is kept for it, up to a limit.
    pub fn down(&mut self, node: &NodeName, now: Now) {
        if !self.members.down(node) {
            return;
        }
        if let Some(peer) = self.peers.get_mut(node) {
            peer.connected = false;
            peer.out.control.renew(|_| false);
        }
        self.members_changed(node, now);
        self.settle(now);
    }

    /// A node will not come back: it left, or was put out.
    pub fn forget(&mut self, node: &NodeName, now: Now) {
        self.down(node, now);
        self.routes.forget(node);
        self.transit.forget(node);
        let peer = self.peers.remove(node);
        for (_, token) in peer.into_iter().flat_map(|peer| peer.after) {
            self.out.effect(Effect::Settled { token });
        }
        self.settle(now);
    }

    /// A connection to a node was made.
    pub fn connected(&mut self, node: &NodeName, now: Now) {
        if let Some(peer) = self.peers.get_mut(node) {
            peer.connected = true;
            peer.held = false;
            for lane in Lane::ALL {
                let outlet = peer.out.at(lane);
                let (stream, body) = (outlet.stream(), outlet.ask(now.mono));
                send(&mut self.out, node, lane, stream, body);
            }
        }
    }

    /// The connection to a node broke. What is forwarded meanwhile waits, if it is to be safe.
    pub fn disconnected(&mut self, node: &NodeName) {
        if let Some(peer) = self.peers.get_mut(node) {
            peer.connected = false;
            for lane in Lane::ALL {
                peer.out.at(lane).close();
            }
        }
    }

    /// The connection to a node has all it can take for the moment, or takes more again. Messages wait meanwhile.
    pub fn hold(&mut self, node: &NodeName, held: bool) {
        if let Some(peer) = self.peers.get_mut(node) {
            peer.held = held;
        }
    }

    /// A frame has come from a node. One of a node that is not known to be alive is passed over: its sender will ask again.
    pub fn frame(&mut self, from: &NodeName, frame: Frame, now: Now) {
        let Frame { lane, stream, body } = frame;
        if !self.members.is_alive(from) {
            return;
        }
        let Some(peer) = self.peers.get_mut(from) else {
            return;
        };
        match body {
            Body::Open { first } => {
                if let Some(body) = peer.inn.at(lane).open(stream, first) {
                    send(&mut self.out, from, lane, stream, body);
                }
            }
            Body::Events { first, events } => match peer.inn.at(lane).events(stream, first, events)
            {
                Ok((first, events)) => {
                    for (number, event) in (first..).zip(events) {
                        self.event(from, lane, stream, number, event, now);
                    }
                }
                Err(Some(body)) => send(&mut self.out, from, lane, stream, body),
                Err(None) => {}
            },
            Body::Have {
                received,
                done,
                beyond,
                again,
            } => {
                self.beyond(from, lane, stream, &beyond);
                self.have(from, lane, stream, (received, done, again), now);
            }
        }
        self.send_again();
        self.settle(now);
    }

    /// A node has dealt with some messages before others, as when it waits for another node with those. Two nodes that pass messages on to
    /// each other would wait for ever if they did not hear of them.
    fn beyond(&mut self, from: &NodeName, lane: Lane, stream: StreamId, beyond: &[u64]) {
        let Some(peer) = self.peers.get_mut(from) else {
            return;
        };
        if lane == Lane::Messages && peer.out.messages.stream() == stream {
            for token in peer.safe_alone(beyond) {
                self.out.effect(Effect::Settled { token });
            }
        }
    }

    fn have(
        &mut self,
        from: &NodeName,
        lane: Lane,
        stream: StreamId,
        (received, done, again): (u64, u64, bool),
        now: Now,
    ) {
        let Some(peer) = self.peers.get_mut(from) else {
            return;
        };
        let outlet = peer.out.at(lane);
        if outlet.stream() != stream {
            return;
        }
        match outlet.have(received, done, again, now.mono) {
            Heard::Nothing => {}
            Heard::Done(done) => {
                if lane == Lane::Messages
                    && let Some(number) = peer.safe(done)
                {
                    let at = from.clone();
                    self.out.effect(Effect::Safe { at, number });
                    while let Some((after, token)) = peer.after.front().copied()
                        && after <= number
                    {
                        peer.after.pop_front();
                        self.out.effect(Effect::Settled { token });
                    }
                }
            }
            Heard::Lost if lane == Lane::Control => self.begin_control(from, now),
            Heard::Lost => {
                peer.renew_messages();
                let outlet = peer.out.at(lane);
                let (stream, body) = (outlet.stream(), outlet.ask(now.mono));
                send(&mut self.out, from, lane, stream, body);
            }
        }
    }

    /// This node has one more subscription to a filter; a shared one with its `$share/name/`.
    pub fn subscribed(&mut self, filter: &str) {
        self.interests.add(filter);
    }

    /// One less.
    pub fn unsubscribed(&mut self, filter: &str) {
        self.interests.remove(filter);
    }

    /// How many filters this node has subscribers for.
    #[must_use]
    pub fn interests(&self) -> usize {
        self.interests.len()
    }

    /// How many subscriptions of this node there are to a filter.
    #[must_use]
    pub fn members_here(&self, filter: &str) -> u32 {
        self.interests.members(filter)
    }

    /// The other nodes that have subscribers for a topic.
    #[must_use]
    pub fn route(&self, topic: TopicName<'_>) -> Route {
        Route {
            known: self.transit.version(),
            ..self.routes.route(topic)
        }
    }

    /// Sends a message to a node. The number is that of [`Effect::Safe`], which comes for messages that are to be `safe`.
    ///
    /// # Errors
    /// [`Shed`], if too much waits for that node, or it is not known.
    pub fn forward(&mut self, to: &NodeName, forward: Forward) -> Result<u64, Shed> {
        let again = self.again.of(to, &forward, false);
        let number = self.push(to, forward);
        // It was taken from there since the thread of this message has worked out where it goes.
        self.send_where_they_are(again);
        number
    }

    fn push(&mut self, to: &NodeName, forward: Forward) -> Result<u64, Shed> {
        let peer = self.peers.get_mut(to).ok_or(Shed)?;
        let safe = forward.safe;
        let event = Event::Forward(forward);
        let most = if safe {
            self.settings.most_waiting
        } else if peer.connected {
            self.settings.most_waiting / 2
        } else {
            0
        };
        if peer.out.messages.bytes() + event.weight() > most {
            peer.shed += 1;
            return Err(Shed);
        }
        let place = peer.out.messages.push(event);
        peer.forwarded += 1;
        if safe {
            peer.unsafe_yet.push_back((place, peer.forwarded));
        }
        Ok(peer.forwarded)
    }

    /// A message of another node is safe here.
    pub fn done(&mut self, ticket: &Ticket) {
        if let Some(peer) = self.peers.get_mut(&ticket.from)
            && peer.inn.messages.stream() == ticket.stream
        {
            peer.inn.messages.done(ticket.number);
        }
    }

    /// A client wants to connect here. [`Effect::Claimed`] or [`Effect::Refused`] answers.
    pub fn claim(&mut self, client: &str, clean: bool, now: Now) -> ClaimId {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        let claim = self
            .claims
            .claim(client, clean, now, &mut world, &mut self.out);
        self.settle(now);
        claim
    }

    /// A session that was there before this run, with the stamp it was claimed with.
    pub fn restore(&mut self, client: &str, stamp: Stamp, now: Now) {
        self.clock.hear(stamp.time);
        self.claims
            .restore(client, stamp, &self.members, &mut self.out);
        self.settle(now);
    }

    /// Answers [`Effect::HandOver`]: the session, or nothing if it has ended.
    pub fn handed_over(
        &mut self,
        claim: ClaimId,
        to: &NodeName,
        client: &str,
        session: Option<Bytes>,
        now: Now,
    ) {
        if session.is_none() {
            self.transit.is_nowhere(client);
        }
        self.claims
            .handed_over(claim, to, client, session, &mut self.out);
        self.settle(now);
    }

    /// A session that came from a node is safe here, with the stamp of its claim and the filters of its subscriptions.
    pub fn imported(
        &mut self,
        from: &NodeName,
        client: &str,
        stamp: Stamp,
        filters: &[&str],
        now: Now,
    ) {
        // Before the other node lets go of the session it knows what to send here instead.
        self.tell_interests();
        let arrival = self.arrived_here(from, (client, &stamp), filters, now);
        self.send_again();
        let out = &mut self.out;
        self.claims.is_safe(from, client, (stamp, arrival), out);
        self.settle(now);
    }

    /// The session of this claim has ended here.
    pub fn released(&mut self, client: &str, stamp: &Stamp, now: Now) {
        if let Some(from) = self.transit.comes_from(client, stamp) {
            // It has not come to be here: it goes on where it was.
            let event = Event::Release {
                client: client.into(),
                stamp: stamp.clone(),
            };
            self.out.tell(from, event);
        }
        self.transit.ends(client);
        self.claims
            .released(client, stamp, &self.members, &mut self.out);
        self.settle(now);
    }

    /// A retained message was set or cleared by somebody of this node. It is told to all.
    pub fn retained(&mut self, topic: &str, message: Option<Bytes>, now: Now) {
        let stamp = self.clock.stamp(now.wall);
        self.index.put(topic, stamp.clone(), message.is_some());
        for node in self.members.others() {
            if let Some(peer) = self.peers.get_mut(node) {
                let event = Event::Retained {
                    topic: topic.into(),
                    stamp: stamp.clone(),
                    message: message.clone(),
                };
                // What does not fit comes with the next comparison.
                if peer.out.messages.bytes() + event.weight() <= self.settings.most_waiting {
                    peer.out.messages.push(event);
                }
            }
        }
        self.settle(now);
    }

    /// Whether no later change of a topic's retained message is known than this one.
    #[must_use]
    pub fn is_latest(&self, topic: &str, stamp: &Stamp) -> bool {
        self.index
            .find(topic)
            .is_none_or(|change| change.stamp <= *stamp)
    }

    /// There is a retained message that was here before this run. It gives way to whatever other nodes know of its topic.
    pub fn retained_restored(&mut self, topic: &str) {
        let stamp = Stamp {
            time: BEFORE,
            node: self.name().clone(),
        };
        self.index.put(topic, stamp, true);
    }

    /// A retained message has expired.
    pub fn expired(&mut self, topic: &str) {
        self.index.forget(topic);
    }

    /// Answers [`Effect::Show`]: the retained message, or nothing if it is gone.
    pub fn show(&mut self, to: &NodeName, topic: &str, message: Option<Bytes>, now: Now) {
        if let Some(change) = self.index.find(topic)
            && change.present
            && let Some(message) = message
        {
            let event = Event::Retained {
                topic: topic.into(),
                stamp: change.stamp.clone(),
                message: Some(message),
            };
            self.out.tell(to, event);
        }
        self.settle(now);
    }

    /// Time has passed. To be called a few times a second.
    pub fn tick(&mut self, now: Now) {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        self.claims.tick(now, &mut world, &mut self.out);
        self.again.tick(now.mono);
        self.transit_goes_on(now);
        for (node, peer) in &mut self.peers {
            if !self.members.is_alive(node) {
                continue;
            }
            for lane in Lane::ALL {
                let outlet = peer.out.at(lane);
                let stream = outlet.stream();
                if let Some(body) = outlet.tick(now.mono) {
                    send(&mut self.out, node, lane, stream, body);
                }
            }
        }
        if now.mono >= self.compare_at {
            self.compare_at = now.mono + self.settings.compare_every;
            let before = now.wall.saturating_sub(self.settings.remember_cleared);
            self.index.sweep(Time {
                millis: before,
                count: 0,
            });
            let digest = self.index.digest();
            for node in self.members.others() {
                self.out
                    .told
                    .push((node.clone(), Event::Digest(digest.clone())));
            }
        }
        self.settle(now);
    }

    /// Takes what is to be done. To be called after every input, or after a batch of them: what this node tells is sent here.
    pub fn effects(&mut self, now: Now) -> Vec<Effect> {
        self.tell_interests();
        self.settle(now);
        for (node, peer) in &mut self.peers {
            if !self.members.is_alive(node) {
                continue;
            }
            for lane in Lane::ALL {
                let outlet = peer.out.at(lane);
                let stream = outlet.stream();
                while !(peer.held && lane == Lane::Messages)
                    && let Some(body) = outlet.frame(now.mono)
                {
                    send(&mut self.out, node, lane, stream, body);
                }
                let inlet = peer.inn.at(lane);
                let stream = inlet.stream();
                if let Some(body) = inlet.news() {
                    send(&mut self.out, node, lane, stream, body);
                }
            }
        }
        for filter in self.routes.take_changed() {
            self.out.effect(Effect::RoutesChanged { filter });
        }
        self.out.seen = 0;
        std::mem::take(&mut self.out.effects)
    }

    /// How things stand with another node; `None` if it is not known.
    #[must_use]
    pub fn standing(&self, node: &NodeName) -> Option<Standing> {
        let peer = self.peers.get(node)?;
        Some(Standing {
            waiting: peer.out.control.len() + peer.out.messages.len(),
            waiting_bytes: peer.out.control.bytes() + peer.out.messages.bytes(),
            shed: peer.shed,
            renewed: peer.renewed,
            routes: self.routes.count(node),
        })
    }

    /// Whether all that this node needs to know to serve has been told by the others.
    #[must_use]
    pub fn is_settled(&self, now: Now) -> bool {
        self.claims.is_settled(now, &self.members)
    }

    /// The sessions of this node with the stamps of their claims, in no particular order.
    pub fn sessions(&self) -> impl Iterator<Item = (&str, &Stamp)> {
        self.claims.held()
    }

    /// Who has a client's session, as far as this node is to know: it keeps the book on a part of them only.
    #[must_use]
    pub fn holder(&self, client: &str) -> Option<&Stamp> {
        self.claims.holder(client)
    }

    /// Which node keeps the book on a client.
    #[must_use]
    pub fn registrar(&self, client: &str) -> &NodeName {
        self.members.registrar(client)
    }

    /// The other nodes that are alive, by name.
    pub fn others(&self) -> impl Iterator<Item = &NodeName> {
        self.members.others()
    }

    /// What the others have subscribers for: node, filter, members.
    pub fn for_each_route(&self, f: impl FnMut(&NodeName, &str, u32)) {
        self.routes.for_each(f);
    }

    /// When and where each topic's retained message was set, or cleared (`false`), in no particular order.
    pub fn retained_index(&self) -> impl Iterator<Item = (&str, &Stamp, bool)> {
        self.index
            .iter()
            .map(|(topic, change)| (topic, &change.stamp, change.present))
    }

    /// Tells all nodes what they do not know yet of the subscribers here.
    fn tell_interests(&mut self) {
        let changed = self.interests.take_changed();
        for node in self.members.others() {
            for (filter, members) in &changed {
                let (filter, members) = (filter.clone(), *members);
                let event = Event::Interest { filter, members };
                self.out.told.push((node.clone(), event));
            }
        }
    }

    fn members_changed(&mut self, changed: &NodeName, now: Now) {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        self.claims
            .members_changed(changed, now, &mut world, &mut self.out);
    }

    /// Tells a node everything, in a new stream.
    fn begin_control(&mut self, node: &NodeName, now: Now) {
        let Some(peer) = self.peers.get_mut(node) else {
            return;
        };
        peer.out.control.renew(|_| false);
        peer.out.control.push(Event::InterestsBegin);
        for (filter, members) in self.interests.all() {
            let filter = filter.into();
            peer.out.control.push(Event::Interest { filter, members });
        }
        peer.out.control.push(Event::InterestsEnd);
        let mut out = Out::default();
        self.claims.tell_all(node, &self.members, &mut out);
        for (_, event) in out.told {
            peer.out.control.push(event);
        }
        for arrived in self.transit.fetched() {
            peer.out.control.push(arrived);
        }
        let (arrival, filters) = self.transit.account();
        peer.out.control.push(Event::Arrived {
            arrival,
            from: self.members.me().clone(),
            filters,
            fetched: None,
        });
        peer.out.messages.push(Event::Digest(self.index.digest()));
        for lane in Lane::ALL {
            let outlet = peer.out.at(lane);
            let (stream, body) = (outlet.stream(), outlet.ask(now.mono));
            send(&mut self.out, node, lane, stream, body);
        }
    }

    /// Carries out what was told, also to this node itself.
    pub(crate) fn settle(&mut self, now: Now) {
        while !self.out.told.is_empty() {
            for (to, event) in std::mem::take(&mut self.out.told) {
                if to == *self.members.me() {
                    self.claim_event(&to, event, now);
                } else if let Some(peer) = self.peers.get_mut(&to)
                    && self.members.is_alive(&to)
                {
                    peer.out.at(lane_of(&event)).push(event);
                }
            }
            self.look_for_moves(now);
        }
        self.look_for_moves(now);
    }

    /// An event has come from another node.
    fn event(
        &mut self,
        from: &NodeName,
        lane: Lane,
        stream: StreamId,
        number: u64,
        event: Event,
        now: Now,
    ) {
        let mut ticket = None;
        match event {
            Event::InterestsBegin => {
                self.routes.begin(from);
                // It may have thought this node gone, and have given its sessions to others.
                self.claims.tell_all(from, &self.members, &mut self.out);
            }
            Event::Interest { filter, members } => self.routes.set(from, &filter, members),
            Event::InterestsEnd => self.routes.end(from),
            Event::Digest(digest) => {
                let parts = self.index.differing(&digest);
                if !parts.is_empty() {
                    self.out.tell(from, Event::Wanted(parts));
                }
            }
            Event::Wanted(parts) => self.show_parts(from, &parts),
            Event::Retained {
                topic,
                stamp,
                message,
            } => self.retain(topic, stamp, message, now),
            Event::Forward(forward) => {
                ticket = forward.safe.then(|| Ticket {
                    from: from.clone(),
                    stream,
                    number,
                });
                self.out.effect(Effect::Deliver {
                    from: from.clone(),
                    ticket: ticket.clone(),
                    forward,
                });
            }
            Event::Arrived {
                arrival,
                from: of,
                filters,
                fetched,
            } => self.hears(from, arrival, (&of, fetched), filters, now),
            Event::Lost {
                client,
                stamp,
                version,
            } => self.transit.was_lost(&client, &stamp, version, now.mono),
            Event::SentAgain { client, stamp } => {
                self.transit.has_sent_again(from, &client, &stamp, now.mono);
            }
            Event::Knows(known) => {
                if known.through {
                    let (from, cut) = (from.clone(), known);
                    self.out.effect(Effect::Through { from, cut });
                } else {
                    self.transit.knows(&known, now.mono);
                }
            }
            event => self.claim_event(from, event, now),
        }
        if ticket.is_none()
            && let Some(peer) = self.peers.get_mut(from)
        {
            peer.inn.at(lane).done(number);
        }
    }

    fn retain(&mut self, topic: Box<str>, stamp: Stamp, message: Option<Bytes>, now: Now) {
        self.clock.hear(stamp.time);
        let too_old = now.wall.saturating_sub(self.settings.remember_cleared);
        let news =
            message.is_some() || stamp.time.millis >= too_old || self.index.find(&topic).is_some();
        if news && self.index.put(&topic, stamp.clone(), message.is_some()) {
            self.out.effect(Effect::Retain {
                topic,
                message,
                stamp,
            });
        }
    }

    fn show_parts(&mut self, to: &NodeName, parts: &[u8]) {
        for (topic, change) in self.index.in_parts(parts) {
            let topic = topic.into();
            if change.present {
                let to = to.clone();
                self.out.effects.push(Effect::Show { to, topic });
            } else {
                let event = Event::Retained {
                    topic,
                    stamp: change.stamp.clone(),
                    message: None,
                };
                self.out.told.push((to.clone(), event));
            }
        }
    }

    fn claim_event(&mut self, from: &NodeName, event: Event, now: Now) {
        let mut world = World {
            members: &self.members,
            clock: &mut self.clock,
            settings: &self.settings,
        };
        let (claims, out) = (&mut self.claims, &mut self.out);
        match event {
            Event::Register { client, stamp } => {
                world.clock.hear(stamp.time);
                claims.register(client, stamp, world.members, out);
            }
            Event::Settled(view) => claims.has_settled(from, view, now, &world, out),
            Event::Claim {
                claim,
                client,
                stamp,
            } => {
                world.clock.hear(stamp.time);
                let asked = Asked {
                    by: from.clone(),
                    claim,
                    client,
                    stamp,
                };
                claims.asked(asked, now, world.members, out);
            }
            Event::Granted {
                claim,
                client,
                stamp,
                previous,
            } => {
                if let Some(previous) = &previous {
                    world.clock.hear(previous.time);
                }
                claims.granted(claim, (client, stamp), previous, now, &mut world, out);
            }
            Event::Denied { claim, by } => {
                world.clock.hear(by.time);
                claims.denied(claim, &by, now, &mut world, out);
            }
            event => self.session_event(from, event, now),
        }
    }
}

const fn lane_of(event: &Event) -> Lane {
    match event {
        Event::Digest(_)
        | Event::Wanted(_)
        | Event::Retained { .. }
        | Event::Knows(_)
        | Event::Lost { .. }
        | Event::SentAgain { .. }
        | Event::Forward(_) => Lane::Messages,
        _ => Lane::Control,
    }
}

fn send(out: &mut Out, to: &NodeName, lane: Lane, stream: StreamId, body: Body) {
    let frame = Frame { lane, stream, body };
    out.effect(Effect::Send {
        to: to.clone(),
        frame,
    });
}

/// Earlier than everything that is told.
const BEFORE: Time = Time {
    millis: 0,
    count: 1,
};
