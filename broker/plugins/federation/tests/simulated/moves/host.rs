//! One of the brokers.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use bytes::Bytes;
use gmqtt_federation::{
    ClaimId, Forward, InTransit, Node, NodeName, Now, Passage, Run, SessionFrom, Stamp, Ticket,
    Token, Whereabouts,
};

use super::{Care, Promise, SUBSCRIPTIONS, Session, at, is_told, matches, message_of, read, say};

/// A broker: little more than its node.
pub(super) struct Host {
    pub(super) node: Node,
    pub(super) run: Run,
    pub(super) sessions: BTreeMap<String, Session>,
    /// Those that have gone, with the claims they have gone by.
    pub(super) shadows: BTreeMap<(String, u64), (Stamp, Session)>,
    pub(super) pending: BTreeMap<ClaimId, String>,
    pub(super) promises: BTreeMap<Token, Promise>,
    pub(super) next_token: u64,
    pub(super) sees: BTreeMap<usize, Run>,
    /// What was sent after sessions that were taken: the node, its number there, and who waits for it.
    pub(super) after: Vec<(usize, u64, Token)>,
}

impl Host {
    pub(super) fn new(node: Node, run: Run) -> Self {
        Self {
            node,
            run,
            sessions: BTreeMap::new(),
            shadows: BTreeMap::new(),
            pending: BTreeMap::new(),
            promises: BTreeMap::new(),
            next_token: run.0 << 32,
            sees: BTreeMap::new(),
            after: Vec::new(),
        }
    }

    pub(super) fn subscribe(&mut self, client: &str) {
        let n: usize = client["client-".len()..].parse().expect("a client of ours");
        SUBSCRIPTIONS[n]
            .iter()
            .for_each(|it| self.node.subscribed(it));
    }

    pub(super) fn unsubscribe(&mut self, client: &str) {
        let n: usize = client["client-".len()..].parse().expect("a client of ours");
        SUBSCRIPTIONS[n]
            .iter()
            .for_each(|it| self.node.unsubscribed(it));
    }

    pub(super) fn claimed(&mut self, client: &str, stamp: Stamp, session: SessionFrom, now: Now) {
        match session {
            SessionFrom::Here | SessionFrom::Unknown => {
                if let Some(session) = self.sessions.get_mut(client) {
                    session.stamp = stamp;
                    return;
                }
                self.insert(client, stamp, None, Vec::new());
            }
            SessionFrom::Nobody | SessionFrom::Lost(_) => {
                self.insert(client, stamp, None, Vec::new());
            }
            SessionFrom::Node { node, session } | SessionFrom::Store { node, session } => {
                let text = String::from_utf8(session.to_vec()).expect("numbers");
                let got = text.split(' ').filter_map(|it| it.parse().ok()).collect();
                let transit = Some(Whereabouts::Came(stamp.clone()));
                self.insert(client, stamp.clone(), transit, got);
                let n: usize = client["client-".len()..].parse().expect("a client of ours");
                let filters = SUBSCRIPTIONS[n];
                self.node.imported(&node, client, stamp, filters, now);
            }
        }
    }

    pub(super) fn insert(
        &mut self,
        client: &str,
        stamp: Stamp,
        transit: Option<Whereabouts>,
        got: Vec<u64>,
    ) {
        let session = Session {
            id: self.token().0,
            stamp,
            transit,
            got,
            fenced: None,
        };
        self.subscribe(client);
        if self.sessions.insert(client.to_owned(), session).is_some() {
            self.unsubscribe(client);
        }
    }

    pub(super) fn drop_session(&mut self, client: &str, by: Stamp) {
        let Some(mut session) = self.sessions.remove(client) else {
            return;
        };
        match session.transit {
            Some(Whereabouts::Leaves(_) | Whereabouts::Restored) => {
                session.transit = Some(Whereabouts::Gone(by.clone()));
                let key = (client.to_owned(), session.id);
                self.shadows.insert(key, (by, session));
            }
            _ => self.unsubscribe(client),
        }
    }

    pub(super) fn forget(&mut self, client: &str, by: &Stamp) {
        let gone = self
            .shadows
            .extract_if(.., |(of, _), (gone, _)| of == client && gone == by);
        let count = gone.count();
        (0..count).for_each(|_| self.unsubscribe(client));
    }

    pub(super) fn deliver(
        &mut self,
        from: &NodeName,
        ticket: Option<Ticket>,
        forward: &Forward,
        care: Care,
    ) {
        let (number, topic) = read(&forward.message);
        let mut tokens = BTreeSet::new();
        match &forward.client {
            Some(client) if !forward.plain => {
                let about = (from, forward.known);
                tokens.extend(self.deliver_to(client, about, &forward.message));
            }
            only => {
                let here = self.sessions.iter();
                let here = here.map(|(client, it)| (client.clone(), it.id));
                let all: Vec<_> = here.chain(self.shadows.keys().cloned()).collect();
                let all = all.iter().filter(|(client, _)| {
                    only.as_ref().is_none_or(|only| **only == **client) && matches(client, topic)
                });
                for receiver in all {
                    let about = (Some(from), forward.known, only.is_some());
                    tokens.extend(self.offer(receiver, about, (number, topic), care));
                }
            }
        }
        let Some(ticket) = ticket else { return };
        if tokens.is_empty() {
            return self.node.done(&ticket);
        }
        let left = Rc::new(Cell::new(tokens.len()));
        for token in tokens {
            let promise = Promise::Sender(ticket.clone(), left.clone());
            self.promises.insert(token, promise);
        }
    }

    /// For a client whose session has left where the message came first.
    pub(super) fn deliver_to(
        &mut self,
        client: &str,
        (from, known): (&NodeName, u64),
        message: &Bytes,
    ) -> Option<Token> {
        let (number, _) = read(message);
        let shadow = || {
            let its = self.shadows.iter().filter(|((of, _), _)| of == client);
            its.max_by_key(|(_, (by, _))| by.clone())
                .and_then(|(_, (_, it))| it.transit.clone())
        };
        let whereabouts = match self.sessions.get(client) {
            Some(session) => session.transit.clone(),
            None => Some(shadow().unwrap_or(Whereabouts::Nowhere)),
        };
        let token = self.token();
        if let Some(whereabouts) = whereabouts {
            let message = InTransit {
                client_id: client,
                session: &whereabouts,
                from: Some(from),
                known,
                is_its_own: true,
                message: message.clone(),
            };
            let passage = self.node.in_transit(message, token);
            tell!(
                number,
                "{} {number} after {client}, {whereabouts:?}: {passage:?}",
                self.node.name()
            );
            match passage {
                Passage::Here | Passage::Give => {}
                Passage::Elsewhere => return None,
                Passage::Waits => return Some(token),
            }
        }
        let waits = self.sessions.get_mut(client)?.gets(number, token);
        waits.then_some(token)
    }

    /// A message for a session that matches. The token if it is kept.
    pub(super) fn offer(
        &mut self,
        (client, id): &(String, u64),
        (from, known, is_its_own): (Option<&NodeName>, u64, bool),
        (number, topic): (u64, &str),
        care: Care,
    ) -> Option<Token> {
        let is_it = |session: &&mut Session| session.id == *id;
        let shadow = self
            .shadows
            .get(&(client.clone(), *id))
            .map(|(_, it)| it.clone());
        let present = self.sessions.get_mut(client).filter(is_it);
        let whereabouts = match (&present, &shadow) {
            (Some(session), _) => session.transit.clone(),
            (None, Some(shadow)) => shadow.transit.clone(),
            (None, None) => return None,
        };
        let mut passage = Passage::Here;
        let token = self.token();
        if let Some(whereabouts) = whereabouts.filter(|_| care == Care::AsTold) {
            let message = InTransit {
                client_id: client,
                session: &whereabouts,
                from,
                known,
                is_its_own,
                message: message_of(number, topic),
            };
            passage = self.node.in_transit(message, token);
            tell!(
                number,
                "{} {number} of {from:?} {known} for {client}, {whereabouts:?}: {passage:?}",
                self.node.name()
            );
            if passage == Passage::Waits {
                return Some(token);
            }
        }
        let session = self.sessions.get_mut(client).filter(|it| it.id == *id);
        if let (Passage::Here | Passage::Give, Some(session)) = (passage, session) {
            tell!(number, "{} has {number} for {client}", self.node.name());
            if passage == Passage::Here {
                session.transit = None;
            }
            return session.gets(number, token).then_some(token);
        }
        None
    }

    /// The store says that a session was taken.
    pub(super) fn was_taken(&mut self, client: &str, by: &Stamp, now: Now) {
        let is_older = |session: &mut Session| session.stamp < *by;
        let Some(mut session) = self
            .sessions
            .get_mut(client)
            .is_some_and(is_older)
            .then(|| self.sessions.remove(client))
            .flatten()
        else {
            return;
        };
        let n: usize = client["client-".len()..].parse().expect("a client of ours");
        let filters: Vec<Box<str>> = SUBSCRIPTIONS[n].iter().map(|&it| it.into()).collect();
        say(|| format!("{} has lost {client} to {}", self.node.name(), by.node));
        self.node.taken(client, by, &filters, now);
        let (kept, tokens) = session.fenced.take().unwrap_or_default();
        let late = session.got.split_off(kept);
        for (number, token) in late.into_iter().zip(tokens) {
            let forward = Forward {
                message: message_of(number, "late"),
                safe: true,
                plain: false,
                groups: Box::default(),
                client: Some(client.into()),
                known: self.node.known(),
            };
            tell!(number, "{} sends {number} after {client}", self.node.name());
            if let Ok(number) = self.node.forward(&by.node, forward) {
                self.after.push((at(&by.node), number, token));
            }
        }
        session.transit = Some(Whereabouts::Gone(by.clone()));
        let key = (client.to_owned(), session.id);
        self.shadows.insert(key, (by.clone(), session));
    }

    pub(super) fn token(&mut self) -> Token {
        self.next_token += 1;
        Token(self.next_token)
    }
}

impl Session {
    /// A message comes to be its own. Whether the store does not take it any more: then it waits until it has gone after its session.
    pub(super) fn gets(&mut self, number: u64, token: Token) -> bool {
        self.got.push(number);
        if let Some((_, late)) = &mut self.fenced {
            late.push(token);
            return true;
        }
        false
    }
}
