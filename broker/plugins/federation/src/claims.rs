//! Where each client's session is. A client id is claimed before its CONNACK, at the node that keeps the book on it, its registrar;
//! who had the session before ends the connection and hands the session over.
//!
//! Every step may be repeated: a claimant asks again until it is answered or its time is up, and a node that comes back tells all its
//! sessions anew. Of two claims the later one stands, everywhere, at any time: a session that meets a later claim ends.

use std::collections::BTreeMap;

use bytes::Bytes;

use crate::book::{Book, Decision, Registered};
use crate::clock::Clock;
use crate::effect::{Effect, Refusal};
use crate::event::{ClaimId, Event};
use crate::members::{Members, View};
use crate::node::Out;
use crate::settings::{Now, OnPartition, Settings};
use crate::{NodeName, Run, SessionFrom, Stamp};

/// Claims that wait for the book to be complete; past it a claimant has to ask again.
const MOST_DEFERRED: usize = 100_000;

#[derive(Debug)]
pub(crate) struct Claims {
    /// The sessions of this node.
    pub(crate) held: BTreeMap<Box<str>, Held>,
    /// As registrar: whose claim of each client stands.
    book: Book,
    /// Claims of this node that are under way.
    pub(crate) waiting: BTreeMap<ClaimId, Waiting>,
    /// The one that is under way for each client.
    under_way: BTreeMap<Box<str>, ClaimId>,
    /// For which members the others have told all.
    settled: BTreeMap<NodeName, View>,
    /// Claims that came before that.
    deferred: Vec<Asked>,
    /// When to stop waiting for it.
    settled_by: u64,
    next: u64,
}

/// A session of this node.
#[derive(Debug)]
pub(crate) struct Held {
    stamp: Stamp,
    /// Who it was handed over to and has not said yet that it is safe there.
    leaving: Option<NodeName>,
    /// Whether it was handed over, to anybody: who got it may have it all the same.
    pub(crate) handed: bool,
    /// Whether it is all here: one that comes from another node is so once it is kept.
    safe: bool,
    /// Who has been told of it.
    registrar: NodeName,
}

/// A claim of this node.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) client: Box<str>,
    pub(crate) clean: bool,
    pub(crate) stamp: Stamp,
    /// Who has the session.
    pub(crate) from: Option<NodeName>,
    /// The store is asked for it; what is so if it has nothing.
    pub(crate) fetching: Option<SessionFrom>,
    /// Whether another claim stood before.
    pub(crate) contested: bool,
    /// Whether it was made once more, after a denial.
    pub(crate) again: bool,
    ask_again: u64,
    until: u64,
    /// A later claim of another node that came meanwhile.
    then: Option<Take>,
    /// One of this node, and whether it starts clean.
    behind: Option<(ClaimId, bool)>,
}

/// A claim that a registrar was asked for.
#[derive(Debug)]
pub(crate) struct Asked {
    pub(crate) by: NodeName,
    pub(crate) claim: ClaimId,
    pub(crate) client: Box<str>,
    pub(crate) stamp: Stamp,
}

/// A demand to hand a session over.
#[derive(Debug)]
struct Take {
    by: NodeName,
    claim: ClaimId,
    stamp: Stamp,
    clean: bool,
}

impl Claims {
    pub(crate) fn new(run: Run, now: Now, settings: &Settings) -> Self {
        Self {
            held: BTreeMap::new(),
            book: Book::default(),
            waiting: BTreeMap::new(),
            under_way: BTreeMap::new(),
            settled: BTreeMap::new(),
            deferred: Vec::new(),
            settled_by: now.mono + settings.settle_within,
            // Answers to claims of an earlier run may still be under way.
            next: (run.0 << 20) + 1,
        }
    }

    /// A session that was there before this run, with the claim it was made under.
    pub(crate) fn restore(&mut self, client: &str, stamp: Stamp, members: &Members, out: &mut Out) {
        let held = Held {
            stamp,
            leaving: None,
            handed: false,
            safe: true,
            registrar: members.registrar(client).clone(),
        };
        held.register(client, out);
        self.held.insert(client.into(), held);
    }

    /// A client wants to connect here.
    pub(crate) fn claim(
        &mut self,
        client: &str,
        clean: bool,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) -> ClaimId {
        let claim = ClaimId(self.next);
        self.next += 1;
        // A claim that is under way has to come to its end: another node may be told that the session is here.
        if let Some(under_way) = self.under_way.get(client)
            && let Some(waiting) = self.waiting.get_mut(under_way)
        {
            if let Some((earlier, _)) = waiting.behind.replace((claim, clean)) {
                out.effect(Effect::Refused {
                    claim: earlier,
                    client: client.into(),
                    why: Refusal::Superseded,
                });
            }
        } else {
            self.begin(claim, client.into(), clean, now, world, out);
        }
        claim
    }

    fn begin(
        &mut self,
        claim: ClaimId,
        client: Box<str>,
        clean: bool,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        self.under_way.insert(client.clone(), claim);
        let waiting = Waiting {
            client,
            clean,
            stamp: world.clock.stamp(now.wall),
            from: None,
            fetching: None,
            contested: false,
            again: false,
            ask_again: now.mono + world.settings.ask_again_after,
            until: now.mono + world.settings.claim_within,
            then: None,
            behind: None,
        };
        waiting.ask(claim, world.members, out);
        self.waiting.insert(claim, waiting);
    }

    /// As registrar: a node makes a claim.
    pub(crate) fn asked(&mut self, asked: Asked, now: Now, members: &Members, out: &mut Out) {
        if self.is_settled(now, members) {
            self.decide(asked, members, out);
        } else if self.deferred.len() < MOST_DEFERRED {
            self.deferred.push(asked);
        }
    }

    fn decide(&mut self, asked: Asked, members: &Members, out: &mut Out) {
        let Asked {
            by,
            claim,
            client,
            stamp,
        } = asked;
        // Who sees other members than this node asks again, once both see the same.
        if members.registrar(&client) != members.me() {
            return;
        }
        let event = match self.book.claim(&client, &stamp) {
            Decision::Denied(by) => Event::Denied { claim, by },
            Decision::Granted { previous } => Event::Granted {
                claim,
                client,
                stamp,
                previous,
            },
        };
        out.tell(&by, event);
    }

    /// The registrar lets a claim of this node stand.
    pub(crate) fn granted(
        &mut self,
        claim: ClaimId,
        (client, stamp): (Box<str>, Stamp),
        previous: Option<Stamp>,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.waiting.get_mut(&claim) else {
            // It has come to its end without this registrar, which has to hear how.
            match self.held.get(&client) {
                Some(held) if held.stamp == stamp && !held.safe => {}
                Some(held) if held.stamp >= stamp => held.register(&client, out),
                _ => {
                    let registrar = world.members.registrar(&client);
                    out.tell(registrar, Event::Release { client, stamp });
                }
            }
            return;
        };
        if waiting.fetching.is_some() {
            return;
        }
        waiting.contested = previous.is_some();
        let here = self.held.get(&waiting.client);
        let elsewhere = previous.filter(|previous| {
            let later_here = here.is_some_and(|held| held.stamp > *previous);
            previous.node != *world.members.me() && !later_here
        });
        match elsewhere {
            Some(stamp) => {
                if world.members.is_alive(&stamp.node) {
                    waiting.from = Some(stamp.node);
                    waiting.ask_again = now.mono + world.settings.ask_again_after;
                    waiting.ask(claim, world.members, out);
                } else {
                    self.fetch_or(claim, SessionFrom::Lost(stamp.node), now, world, out);
                }
            }
            None => self.fetch_or(claim, SessionFrom::Here, now, world, out),
        }
    }

    /// The registrar knows of a later claim, whose time the clock has heard. It may be an earlier one in truth, by a clock that is
    /// ahead of this node's: it is claimed once more.
    pub(crate) fn denied(
        &mut self,
        claim: ClaimId,
        by: &Stamp,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.waiting.get_mut(&claim) else {
            return;
        };
        if *by < waiting.stamp || waiting.fetching.is_some() {
            // A second answer to what was asked twice, before it was made once more.
            return;
        }
        if !waiting.again && waiting.then.is_none() && waiting.behind.is_none() {
            waiting.again = true;
            waiting.stamp = world.clock.stamp(now.wall);
            waiting.ask_again = now.mono + world.settings.ask_again_after;
            waiting.ask(claim, world.members, out);
            return;
        }
        self.refuse(claim, Refusal::Superseded, now, world, out);
    }

    /// Another node claims a client whose session is here.
    pub(crate) fn take(
        &mut self,
        by: &NodeName,
        claim: ClaimId,
        client: &str,
        stamp: Stamp,
        clean: bool,
        out: &mut Out,
    ) {
        if let Some(mine) = self.under_way.get(client)
            && let Some(waiting) = self.waiting.get_mut(mine)
            && waiting.stamp < stamp
        {
            // The session is on its way here: it goes on when it has come.
            waiting.then = Some(Take {
                by: by.clone(),
                claim,
                stamp,
                clean,
            });
            return;
        }
        let nothing = Event::Handed {
            claim,
            session: None,
        };
        match self.held.get_mut(client) {
            None => out.tell(by, nothing),
            Some(held) if held.stamp > stamp => {
                let stands = held.stamp.clone();
                out.tell(by, Event::Denied { claim, by: stands });
            }
            Some(_) if clean => {
                self.held.remove(client);
                out.effect(Effect::Drop {
                    client: client.into(),
                    by: stamp,
                });
                out.tell(by, nothing);
            }
            Some(held) => {
                held.leaving = Some(by.clone());
                held.handed = true;
                out.effect(Effect::HandOver {
                    claim,
                    to: by.clone(),
                    client: client.into(),
                    stamp,
                });
            }
        }
    }

    /// The broker has ended the connection and exported the session.
    pub(crate) fn handed_over(
        &mut self,
        claim: ClaimId,
        to: &NodeName,
        client: &str,
        session: Option<Bytes>,
        out: &mut Out,
    ) {
        if session.is_none()
            && self
                .held
                .get(client)
                .is_some_and(|held| held.leaving.as_ref() == Some(to))
        {
            self.held.remove(client);
        }
        out.tell(to, Event::Handed { claim, session });
    }

    /// The session has come.
    pub(crate) fn handed(
        &mut self,
        from: &NodeName,
        claim: ClaimId,
        session: Option<Bytes>,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        if self
            .waiting
            .get(&claim)
            .is_some_and(|waiting| waiting.from.as_ref() == Some(from))
        {
            let session = session.map_or(SessionFrom::Nobody, |session| SessionFrom::Node {
                node: from.clone(),
                session,
            });
            self.fetch_or(claim, session, now, world, out);
        }
    }

    /// A session that came from another node is safe here, as the arrival of this number.
    pub(crate) fn is_safe(
        &mut self,
        from: &NodeName,
        client: &str,
        (stamp, arrival): (Stamp, u64),
        out: &mut Out,
    ) {
        // Whatever is left of it elsewhere, and comes back, is void.
        if let Some(held) = self.held.get_mut(client)
            && held.stamp == stamp
        {
            held.safe = true;
            held.register(client, out);
        }
        let client = client.into();
        let event = Event::Imported {
            client,
            stamp,
            arrival,
        };
        out.tell(from, event);
    }

    /// The session that was handed over is safe elsewhere.
    pub(crate) fn imported(&mut self, by: &NodeName, client: &str, stamp: &Stamp, out: &mut Out) {
        if self
            .held
            .get(client)
            .is_some_and(|held| held.leaving.as_ref() == Some(by) && held.stamp < *stamp)
        {
            self.held.remove(client);
            out.effect(Effect::Drop {
                client: client.into(),
                by: stamp.clone(),
            });
        }
    }

    /// The session of a client has ended here.
    pub(crate) fn released(
        &mut self,
        client: &str,
        stamp: &Stamp,
        members: &Members,
        out: &mut Out,
    ) {
        let is_this = |held: &Held| held.stamp == *stamp;
        if !self.held.get(client).is_some_and(is_this) {
            return;
        }
        if let Some(held) = self.held.remove(client) {
            out.tell(
                members.registrar(client),
                Event::Release {
                    client: client.into(),
                    stamp: held.stamp,
                },
            );
        }
    }

    /// As registrar: a session has ended, or a claim was given up.
    pub(crate) fn release(&mut self, client: &str, stamp: &Stamp) {
        self.book.release(client, stamp);
    }

    /// As registrar: a node has a session.
    pub(crate) fn register(
        &mut self,
        client: Box<str>,
        stamp: Stamp,
        members: &Members,
        out: &mut Out,
    ) {
        match self.book.register(&client, &stamp, members) {
            Registered::Void(claims) => {
                for claim in claims {
                    let (client, stamp) = (client.clone(), stamp.clone());
                    out.tell(&claim.node, Event::Superseded { client, stamp });
                }
            }
            Registered::Superseded(by) => {
                out.tell(&stamp.node, Event::Superseded { client, stamp: by });
            }
        }
    }

    /// The registrar knows of a later claim elsewhere.
    pub(crate) fn superseded(&mut self, client: &str, stamp: &Stamp, out: &mut Out) {
        if self
            .held
            .get(client)
            .is_some_and(|held| held.stamp < *stamp)
        {
            self.held.remove(client);
            out.effect(Effect::Drop {
                client: client.into(),
                by: stamp.clone(),
            });
        }
    }

    /// Another node has registered all that it has to, for these members.
    pub(crate) fn has_settled(
        &mut self,
        node: &NodeName,
        view: View,
        now: Now,
        world: &World<'_>,
        out: &mut Out,
    ) {
        // Seeing other members, it may have dropped from its book what it now keeps again.
        if self.settled.insert(node.clone(), view) != Some(view) {
            self.tell_all(node, world.members, out);
        }
        self.decide_deferred(now, world.members, out);
    }

    /// A node has come, perhaps in another run, or gone.
    pub(crate) fn members_changed(
        &mut self,
        changed: &NodeName,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let members = world.members;
        self.settled_by = now.mono + world.settings.settle_within;
        self.settled.remove(changed);
        self.deferred.retain(|asked| asked.by != *changed);
        let came = members.is_alive(changed);
        self.book.members_changed(came.then_some(changed), members);
        for (client, held) in &mut self.held {
            if held.leaving.as_ref() == Some(changed) {
                held.leaving = None;
            }
            let registrar = members.registrar(client);
            if held.registrar != *registrar || registrar == changed {
                held.registrar = registrar.clone();
                held.register(client, out);
            }
        }
        for node in members.others() {
            out.tell(node, Event::Settled(members.view()));
        }
        if !came {
            let mut lost: Vec<_> = self
                .waiting
                .iter()
                .filter(|(_, waiting)| waiting.from.as_ref() == Some(changed))
                .map(|(claim, _)| *claim)
                .collect();
            lost.sort();
            for claim in lost {
                self.fetch_or(claim, SessionFrom::Lost(changed.clone()), now, world, out);
            }
        }
        for (claim, waiting) in &self.waiting {
            waiting.ask(*claim, members, out);
        }
        self.decide_deferred(now, members, out);
    }

    /// All that a node has to know that knows nothing, or has lost something.
    pub(crate) fn tell_all(&self, node: &NodeName, members: &Members, out: &mut Out) {
        for (client, held) in &self.held {
            if members.registrar(client) == node {
                held.register(client, out);
            }
        }
        out.tell(node, Event::Settled(members.view()));
    }

    pub(crate) fn tick(&mut self, now: Now, world: &mut World<'_>, out: &mut Out) {
        self.decide_deferred(now, world.members, out);
        let mut late = Vec::new();
        for (claim, waiting) in &mut self.waiting {
            if waiting.fetching.is_some() {
                continue;
            }
            if now.mono >= waiting.until {
                late.push(*claim);
            } else if now.mono >= waiting.ask_again {
                waiting.ask_again = now.mono + world.settings.ask_again_after;
                waiting.ask(*claim, world.members, out);
            }
        }
        late.sort();
        for claim in late {
            match world.settings.on_partition {
                OnPartition::Serve => {
                    let from = self
                        .waiting
                        .get(&claim)
                        .and_then(|waiting| waiting.from.clone());
                    let session = from.map_or(SessionFrom::Unknown, SessionFrom::Lost);
                    self.fetch_or(claim, session, now, world, out);
                }
                OnPartition::Refuse => self.give_up(claim, Refusal::NoAnswer, now, world, out),
            }
        }
    }

    /// Whether the book on the clients that this node keeps is complete.
    pub(crate) fn is_settled(&self, now: Now, members: &Members) -> bool {
        now.mono >= self.settled_by
            || members
                .others()
                .all(|node| self.settled.get(node) == Some(&members.view()))
    }

    /// The sessions of this node with their claims.
    pub(crate) fn held(&self) -> impl Iterator<Item = (&str, &Stamp)> {
        self.held
            .iter()
            .map(|(client, held)| (&**client, &held.stamp))
    }

    /// Whether a client is being claimed here, or its session comes here and is not safe yet.
    pub(crate) fn is_awaited(&self, client: &str) -> bool {
        let comes = |held: &Held| !held.safe;
        self.under_way.contains_key(client) || self.held.get(client).is_some_and(comes)
    }

    /// The session of a client was taken out of the store by another node.
    pub(crate) fn was_taken(&mut self, client: &str, by: &Stamp) {
        if self.held.get(client).is_some_and(|held| held.stamp < *by) {
            self.held.remove(client);
        }
    }

    /// What the book says of a client.
    pub(crate) fn holder(&self, client: &str) -> Option<&Stamp> {
        self.book.holder(client)
    }

    fn decide_deferred(&mut self, now: Now, members: &Members, out: &mut Out) {
        if !self.deferred.is_empty() && self.is_settled(now, members) {
            for asked in std::mem::take(&mut self.deferred) {
                self.decide(asked, members, out);
            }
        }
    }

    pub(crate) fn finish(
        &mut self,
        claim: ClaimId,
        session: SessionFrom,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.end(claim) else {
            return;
        };
        let held = Held {
            stamp: waiting.stamp.clone(),
            leaving: None,
            handed: false,
            safe: !session.is_moved(),
            registrar: world.members.registrar(&waiting.client).clone(),
        };
        if (waiting.contested && held.safe) || session == SessionFrom::Unknown {
            held.register(&waiting.client, out);
        }
        self.held.insert(waiting.client.clone(), held);
        out.effect(Effect::Claimed {
            claim,
            client: waiting.client.clone(),
            stamp: waiting.stamp.clone(),
            session,
        });
        self.go_on(waiting, now, world, out);
    }

    pub(crate) fn refuse(
        &mut self,
        claim: ClaimId,
        why: Refusal,
        now: Now,
        world: &mut World<'_>,
        out: &mut Out,
    ) {
        let Some(waiting) = self.end(claim) else {
            return;
        };
        out.effect(Effect::Refused {
            claim,
            client: waiting.client.clone(),
            why,
        });
        self.go_on(waiting, now, world, out);
    }

    /// Turns to those who have waited for the end of a claim.
    fn go_on(&mut self, ended: Waiting, now: Now, world: &mut World<'_>, out: &mut Out) {
        let client = ended.client;
        if let Some(take) = ended.then {
            self.take(&take.by, take.claim, &client, take.stamp, take.clean, out);
        }
        if let Some((claim, clean)) = ended.behind {
            self.begin(claim, client, clean, now, world, out);
        }
    }

    fn end(&mut self, claim: ClaimId) -> Option<Waiting> {
        let waiting = self.waiting.remove(&claim)?;
        if self.under_way.get(&waiting.client) == Some(&claim) {
            self.under_way.remove(&waiting.client);
        }
        Some(waiting)
    }
}

/// What claims look at.
pub(crate) struct World<'w> {
    pub(crate) members: &'w Members,
    pub(crate) clock: &'w mut Clock,
    pub(crate) settings: &'w Settings,
}

impl Held {
    fn register(&self, client: &str, out: &mut Out) {
        let (client, stamp) = (client.into(), self.stamp.clone());
        out.tell(&self.registrar, Event::Register { client, stamp });
    }
}

impl Waiting {
    /// Asks who has to answer: the registrar, then who has the session.
    fn ask(&self, claim: ClaimId, members: &Members, out: &mut Out) {
        if self.fetching.is_some() {
            return;
        }
        let (client, stamp) = (self.client.clone(), self.stamp.clone());
        match &self.from {
            Some(from) => {
                let clean = self.clean;
                let event = Event::Take {
                    claim,
                    client,
                    stamp,
                    clean,
                };
                out.tell(from, event);
            }
            None => {
                let event = Event::Claim {
                    claim,
                    client,
                    stamp,
                };
                out.tell(members.registrar(&self.client), event);
            }
        }
    }
}
