//! A store that the nodes share: each has a part, sessions are taken out of those of others, and everything takes its time.
//!
//! Its parts do what the scripts of the store in Redis do, and its nodes what the broker does with them, step by step: whatever else
//! happens, happens between the steps. The messages of a session are numbers; those that were written before their publisher was answered
//! must never be missing.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use gmqtt_federation::{ClaimId, NotFetched, Run, Stamp, Wanted};

use super::{Cluster, Session, at, name};

/// All parts, and what is being done with them.
#[derive(Debug, Default)]
pub(super) struct Store {
    parts: BTreeMap<usize, Part>,
    /// By the moment of the next step.
    tasks: Vec<(u64, Task)>,
    /// The messages that somebody was promised will be in the session of a client, in order.
    promised: BTreeMap<String, Vec<u64>>,
    /// Sessions without some of them.
    losses: Vec<String>,
    seen: Seen,
}

/// What happened.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) promised: u64,
    pub(crate) taken: u64,
    pub(crate) refused: u64,
    pub(crate) superseded: u64,
}

#[derive(Debug, Default)]
struct Part {
    sessions: BTreeMap<String, Kept>,
    fences: BTreeMap<String, Stamp>,
    /// By which claims sessions were handed over.
    heirs: BTreeMap<String, Stamp>,
}

#[derive(Debug, Clone)]
struct Kept {
    session: Session,
    /// Another node has taken it; it is not removed yet.
    is_fenced: bool,
}

/// What a node does in the store.
#[derive(Debug)]
struct Task {
    by: (usize, Run),
    client: String,
    stamp: Stamp,
    step: Step,
}

#[derive(Debug)]
enum Step {
    Fence {
        claim: ClaimId,
        want: Wanted,
        /// Parts, and whether they are fenced if nothing is there.
        wanted: Vec<(usize, bool)>,
        found: Vec<usize>,
        fenced: BTreeSet<usize>,
    },
    Read {
        claim: ClaimId,
        want: Wanted,
        found: Vec<usize>,
    },
    Remove,
}

/// What came of a step.
enum Next {
    Step(Step),
    Fetched(ClaimId, Result<Option<(usize, Session)>, NotFetched>),
    Over,
}

impl Part {
    /// The claim by which a session is here, fenced or not.
    fn stamp(&self, client: &str) -> Option<&Stamp> {
        self.sessions.get(client)?.session.stamp.as_ref()
    }

    /// Whether a node that is started takes a session for its own.
    fn counts(&self, client: &str) -> bool {
        let is_fenced = self.sessions.get(client).is_none_or(|kept| kept.is_fenced);
        !is_fenced && self.heirs.get(client) <= self.stamp(client)
    }

    /// Writes a session, if no other node has taken it.
    fn put(&mut self, client: &str, session: &Session) -> bool {
        let known = self.sessions.get(client);
        // Another session of the client may take the place of one that was taken, also by this node itself.
        let is_fenced = known.is_some_and(|it| it.is_fenced && it.session.key == session.key);
        let is_late = self.fences.get(client) > session.stamp.as_ref();
        if is_fenced || is_late {
            return false;
        }
        let kept = Kept {
            session: session.clone(),
            is_fenced: false,
        };
        self.sessions.insert(client.to_owned(), kept);
        true
    }

    fn end(&mut self, client: &str) -> bool {
        let is_own = self
            .sessions
            .get(client)
            .is_some_and(|kept| !kept.is_fenced);
        if is_own {
            self.heirs.remove(client);
        }
        is_own && self.sessions.remove(client).is_some()
    }
}

impl Store {
    fn part(&mut self, at: usize) -> &mut Part {
        self.parts.entry(at).or_default()
    }

    /// Who takes a session that is not here fences it wherever it is, and wherever somebody may bring it who has fenced it before.
    fn fence(&mut self, task: &Task, own: &NodeAt) -> Result<Next, NotFetched> {
        let Step::Fence {
            claim,
            want,
            wanted,
            found,
            fenced,
        } = &task.step
        else {
            return Ok(Next::Over);
        };
        let (mut wanted, mut found, mut fenced) = (wanted.clone(), found.clone(), fenced.clone());
        let Some((at, always)) = wanted.pop() else {
            let (claim, want) = (*claim, want.clone());
            return Ok(Next::Step(Step::Read { claim, want, found }));
        };
        let part = self.part(at);
        let before = part.fences.get(&task.client).cloned();
        let is_there = part.stamp(&task.client).is_some();
        let is_later = part.stamp(&task.client) >= Some(&task.stamp);
        if is_later || before > Some(task.stamp.clone()) {
            let latest = before
                .into_iter()
                .chain(part.stamp(&task.client).cloned())
                .max();
            return Err(NotFetched::Superseded(latest.expect("one of them")));
        }
        let heir = part.heirs.get(&task.client).cloned();
        if let Wanted::Trace(_) = want {
            if is_there {
                part.heirs.insert(task.client.clone(), task.stamp.clone());
            }
        } else if is_there || always {
            part.fences.insert(task.client.clone(), task.stamp.clone());
            fenced.insert(at);
            if let Some(kept) = part.sessions.get_mut(&task.client) {
                kept.is_fenced = true;
                found.push(at);
            }
            for before in before
                .iter()
                .chain(&heir)
                .map(|stamp| super::at(&stamp.node))
            {
                if before != own.0 && !fenced.contains(&before) {
                    wanted.push((before, true));
                }
            }
        }
        Ok(Next::Step(Step::Fence {
            claim: *claim,
            want: want.clone(),
            wanted,
            found,
            fenced,
        }))
    }

    /// The latest of what was found.
    fn read(&mut self, task: &Task) -> Next {
        let Step::Read {
            claim,
            ref want,
            ref found,
        } = task.step
        else {
            return Next::Over;
        };
        let latest = found
            .iter()
            .filter(|at| self.parts[at].stamp(&task.client).is_some())
            .max_by_key(|at| self.parts[at].stamp(&task.client));
        let session = latest.map(|at| (*at, self.parts[at].sessions[&task.client].session.clone()));
        if *want == Wanted::End {
            self.remove(task);
            self.promised.remove(&task.client);
        }
        Next::Fetched(claim, Ok(session.filter(|_| *want == Wanted::Session)))
    }

    fn remove(&mut self, task: &Task) {
        for part in self.parts.values_mut() {
            let is_mine = part.fences.get(&task.client) == Some(&task.stamp);
            let is_fenced = |kept: &Kept| kept.is_fenced;
            if is_mine && part.sessions.get(&task.client).is_some_and(is_fenced) {
                part.sessions.remove(&task.client);
            }
        }
    }

    /// What was promised must be in a session that goes on.
    fn check(&mut self, client: &str, session: &Session, what: &str) {
        let promised = self.promised.get(client).map_or(&[][..], Vec::as_slice);
        let mut there = session.messages.iter();
        if !promised.iter().all(|number| there.any(|it| it == number)) {
            let has = &session.messages;
            self.losses.push(format!(
                "{client} was promised {promised:?}, has {has:?} ({what})"
            ));
        }
    }
}

/// Which node does it.
struct NodeAt(usize);

impl Cluster {
    /// Nodes that share a store.
    pub(crate) fn sharing(seed: u64, nodes: usize) -> Self {
        let mut cluster = Self::with_settings(seed, nodes, true);
        let mut store = Store::default();
        for at in 0..nodes {
            store.part(at);
        }
        cluster.store = Some(store);
        cluster
    }

    /// A node wants a session from the store.
    pub(super) fn begin_to_fetch(
        &mut self,
        at: usize,
        claim: ClaimId,
        what: (Box<str>, Stamp, Wanted),
    ) {
        let (client, stamp, want) = what;
        tell!("{} node-{at} fetches {client} {stamp:?}", self.time);
        let nodes = self.hosts.len();
        let from = match &want {
            Wanted::Trace(node) => Some(super::at(node)),
            Wanted::Session | Wanted::End => None,
        };
        let wanted = (0..nodes).filter(|other| match from {
            Some(from) => *other == from,
            None => true,
        });
        let step = Step::Fence {
            claim,
            want,
            wanted: wanted.map(|other| (other, false)).collect(),
            found: Vec::new(),
            fenced: BTreeSet::new(),
        };
        self.begin_task(at, &client, stamp, step);
    }

    fn begin_task(&mut self, at: usize, client: &str, stamp: Stamp, step: Step) {
        let Some(run) = self.hosts[at].as_ref().map(|host| host.run) else {
            return;
        };
        let task = Task {
            by: (at, run),
            client: client.to_owned(),
            stamp,
            step,
        };
        let delay = self.delay();
        if let Some(store) = &mut self.store {
            store.tasks.push((self.time + delay, task));
        }
    }

    /// How long a step takes: now and then much longer.
    fn delay(&mut self) -> u64 {
        let longest = if self.faults && self.random.chance(50) {
            2_000
        } else {
            10
        };
        1 + self.random.below(longest)
    }

    /// Does what is due in the store. What a node was about to do goes with it.
    pub(super) fn work_in_the_store(&mut self) {
        let now = self.time;
        let Some(store) = &mut self.store else {
            return;
        };
        let (due, later) = std::mem::take(&mut store.tasks)
            .into_iter()
            .partition(|(at, _)| *at <= now);
        store.tasks = later;
        let due: Vec<(u64, Task)> = due;
        for (_, task) in due {
            let (at, run) = task.by;
            if self.hosts[at].as_ref().is_some_and(|host| host.run == run) {
                self.step_of(task);
            }
        }
        if now.is_multiple_of(300) {
            self.look_for_the_lost();
        }
    }

    fn step_of(&mut self, task: Task) {
        let (at, _) = task.by;
        let Some(store) = &mut self.store else {
            return;
        };
        let next = match &task.step {
            Step::Fence { claim, .. } => store
                .fence(&task, &NodeAt(at))
                .unwrap_or_else(|why| Next::Fetched(*claim, Err(why))),
            Step::Read { .. } => store.read(&task),
            Step::Remove => {
                store.remove(&task);
                Next::Over
            }
        };
        match next {
            Next::Over => {}
            Next::Step(step) => self.begin_task(at, &task.client, task.stamp, step),
            Next::Fetched(claim, fetched) => {
                tell!(
                    "{} node-{at} fetched {} {fetched:?}",
                    self.time,
                    task.client
                );
                store.seen.superseded += u64::from(fetched.is_err());
                store.seen.taken += u64::from(matches!(fetched, Ok(Some(_))));
                let fetched = fetched.map(|found| {
                    found.map(|(part, session)| (name(part), Bytes::from(session.to_text())))
                });
                let now = self.now(at);
                if let Some(host) = &mut self.hosts[at] {
                    host.node.fetched(claim, fetched, now);
                    self.carry_out(at);
                }
            }
        }
    }

    /// With whatever they write, nodes learn which of their sessions others have taken.
    fn look_for_the_lost(&mut self) {
        for at in 0..self.hosts.len() {
            let clients: Vec<_> = match &self.hosts[at] {
                Some(host) => host.sessions.keys().cloned().collect(),
                None => continue,
            };
            for client in clients {
                self.keep(at, &client);
            }
        }
    }

    /// Writes a session of a node. One that another node has taken ends; false then.
    pub(super) fn keep(&mut self, at: usize, client: &str) -> bool {
        let now = self.now(at);
        let (Some(store), Some(host)) = (&mut self.store, &mut self.hosts[at]) else {
            return true;
        };
        let Some(session) = host.sessions.get(client) else {
            return true;
        };
        if store.part(at).put(client, session) {
            return true;
        }
        tell!("{} node-{at} has lost {client}", self.time);
        store.seen.refused += 1;
        let stamp = session.stamp.clone();
        host.sessions.remove(client);
        host.lost.insert(client.to_owned(), self.time);
        if let Some(stamp) = stamp {
            host.node.released(client, &stamp, now);
        }
        false
    }

    /// A session has ended here; for good if its client wants so: then nothing is promised any more.
    pub(super) fn end_in_the_store(&mut self, at: usize, client: &str, for_good: bool) {
        if let Some(store) = &mut self.store
            && store.part(at).end(client)
            && for_good
        {
            store.promised.remove(client);
        }
    }

    /// A client has its session here, by this claim; `is_moved` if it was another node's.
    pub(super) fn has_come(&mut self, at: usize, client: &str, (clean, is_moved): (bool, bool)) {
        let session = self.hosts[at]
            .as_ref()
            .and_then(|it| it.sessions.get(client));
        let Some(session) = session.cloned() else {
            return;
        };
        let Some(stamp) = session.stamp.clone() else {
            return;
        };
        if !self.keep(at, client) {
            return;
        }
        if let Some(store) = &mut self.store {
            if clean {
                store.promised.remove(client);
            }
            store.check(client, &session, "on its way");
        }
        if is_moved {
            self.begin_task(at, client, stamp, Step::Remove);
        }
    }

    /// Somebody publishes to a client on the node that has its session, and is answered when it is kept.
    pub(super) fn publish_to(&mut self, at: usize, client: &str, number: u64) {
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        let Some(session) = host.sessions.get_mut(client).filter(|it| !it.leaving) else {
            return;
        };
        session.messages.push(number);
        if self.keep(at, client)
            && let Some(store) = &mut self.store
        {
            tell!("{} node-{at} keeps {number} for {client}", self.time);
            store.seen.promised += 1;
            let promised = store.promised.entry(client.to_owned());
            promised.or_default().push(number);
        }
    }

    /// A session has ended by a Clean Start.
    pub(super) fn nothing_is_promised(&mut self, client: &str) {
        if let Some(store) = &mut self.store {
            store.promised.remove(client);
        }
    }

    /// What a node that was started again finds in its part.
    pub(super) fn found_in_the_store(&mut self, at: usize) -> Option<BTreeMap<String, Session>> {
        let part = self.store.as_mut()?.part(at);
        let sessions = part
            .sessions
            .iter()
            .filter(|(client, _)| part.counts(client));
        let sessions = sessions.map(|(client, kept)| (client.clone(), kept.session.clone()));
        Some(sessions.collect())
    }

    /// Every client comes back somewhere, and finds what was promised.
    pub(crate) fn everybody_comes_back(&mut self) {
        for n in 0..super::CLIENTS {
            let client = format!("client-{n}");
            let at = self.random.below(self.hosts.len() as u64) as usize;
            let now = self.now(at);
            self.next += 1;
            let number = self.next;
            if let Some(host) = &mut self.hosts[at] {
                let claim = host.node.claim(&client, false, now);
                host.pending.insert(claim, (number, false));
                self.carry_out(at);
            }
        }
        let end = self.time + 10_000;
        while self.time < end {
            self.step();
        }
    }

    /// No message is missing that somebody was promised would be there, and no session is in two parts that both count.
    pub(crate) fn check_promises(&mut self) -> Result<Seen, String> {
        let mut holders: BTreeMap<String, usize> = BTreeMap::new();
        let Some(store) = &mut self.store else {
            return Err("nothing is shared".to_owned());
        };
        for (at, host) in self.hosts.iter().enumerate() {
            for (client, session) in host.iter().flat_map(|host| &host.sessions) {
                store.check(client, session, "in the end");
                holders.insert(client.clone(), at);
            }
        }
        for (client, promised) in &store.promised {
            if !promised.is_empty() && !holders.contains_key(client) {
                return Err(format!("{client} was promised {promised:?} and is nowhere"));
            }
        }
        let mut live: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, part) in &store.parts {
            for client in part.sessions.keys().filter(|client| part.counts(client)) {
                if let Some(other) = live.insert(client, *at) {
                    return Err(format!("{client} counts in the parts {other} and {at}"));
                }
            }
        }
        match store.losses.first() {
            Some(loss) => Err(loss.clone()),
            None => Ok(store.seen),
        }
    }
}

impl Session {
    pub(super) fn to_text(&self) -> String {
        let numbers = |all: &[u64]| {
            let texts: Vec<_> = all.iter().map(u64::to_string).collect();
            texts.join(" ")
        };
        format!("{}|{}", numbers(&self.connections), numbers(&self.messages))
    }

    pub(super) fn from_text(text: &str) -> Self {
        let numbers = |text: &str| {
            let numbers = text.split(' ').filter_map(|number| number.parse().ok());
            numbers.collect()
        };
        let (connections, messages) = text.split_once('|').expect("both");
        Self {
            connections: numbers(connections),
            messages: numbers(messages),
            ..Self::default()
        }
    }
}

/// Names are read back.
#[test]
fn a_node_has_its_name() {
    assert_eq!(at(&name(3)), 3);
}
