//! Brokers made of little more than a [`Node`]: sessions that are lists of what happened to them, and what is retained.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use bytes::Bytes;
use gmqtt_federation::{
    ClaimId, Effect, Forward, Node, NodeName, Now, OnPartition, Run, SessionFrom, Settings, Stamp,
};
use gmqtt_protocol::TopicName;

use crate::network::{Network, Parcel};
use crate::random::Random;

/// Says what happens, in the run of one seed.
macro_rules! tell {
    ($($what:tt)*) => {
        if std::env::var_os("GMQTT_SEED").is_some() {
            eprintln!($($what)*);
        }
    };
}

const CLIENTS: usize = 8;
const FILTERS: &[&str] = &["a/#", "a/b", "+/b", "c", "$share/g/a/b", "$share/h/c"];
const TOPICS: &[&str] = &["a/b", "a/c", "c", "d/b"];

/// How long a node that does not answer counts as alive.
const NOTICE: u64 = 700;

/// What happened, to see that something did.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) lost: u64,
    pub(crate) handed_over: u64,
    pub(crate) crashes: u64,
    pub(crate) cuts: u64,
    pub(crate) ended_twice_held: u64,
    pub(crate) retained: u64,
    pub(crate) forwarded: u64,
}

impl AddAssign for Seen {
    fn add_assign(&mut self, other: Self) {
        self.lost += other.lost;
        self.handed_over += other.handed_over;
        self.crashes += other.crashes;
        self.cuts += other.cuts;
        self.ended_twice_held += other.ended_twice_held;
        self.retained += other.retained;
        self.forwarded += other.forwarded;
    }
}

/// What a session has kept: the numbers of the connections it has had.
#[derive(Debug, Clone, Default)]
struct Session {
    connections: Vec<u64>,
    online: bool,
    stamp: Option<Stamp>,
    leaving: bool,
}

/// A broker.
struct Host {
    node: Node,
    run: Run,
    /// Survives a crash, as with a store of its own.
    sessions: BTreeMap<String, Session>,
    retained: BTreeMap<String, Bytes>,
    filters: Vec<&'static str>,
    /// The number of the connection, and whether it starts clean.
    pending: BTreeMap<ClaimId, (u64, bool)>,
    /// Messages that have come, by their number, with how often.
    delivered: BTreeMap<u64, usize>,
    /// Which others it was told to be alive, with their runs.
    sees: BTreeMap<usize, Run>,
}

pub(crate) struct Cluster {
    hosts: Vec<Option<Host>>,
    /// What a crash leaves.
    crashed: BTreeMap<usize, (Run, BTreeMap<String, Session>, u64)>,
    network: Network,
    random: Random,
    time: u64,
    next: u64,
    faults: bool,
    /// Since when two nodes have not been able to talk, in both orders.
    silent_since: BTreeMap<(usize, usize), u64>,
    /// Messages that are to be safe: number, from (with its run), to.
    forwarded: Vec<(u64, (usize, Run), usize)>,
    /// The session of each client that was claimed last: its claim and its connections.
    latest: BTreeMap<String, (Stamp, Vec<u64>)>,
    /// Sessions that lack what was in them.
    losses: Vec<String>,
    seen: Seen,
}

fn name(at: usize) -> NodeName {
    NodeName::new(&format!("node-{at}"))
}

fn at(name: &NodeName) -> usize {
    name.as_str()
        .trim_start_matches("node-")
        .parse()
        .expect("a name of ours")
}

fn settings() -> Settings {
    Settings {
        on_partition: OnPartition::Serve,
        compare_every: 500,
        ..Settings::default()
    }
}

impl Host {
    fn new(at: usize, run: Run, now: Now) -> Self {
        Self {
            node: Node::new(name(at), run, settings(), now),
            run,
            sessions: BTreeMap::new(),
            retained: BTreeMap::new(),
            filters: Vec::new(),
            pending: BTreeMap::new(),
            delivered: BTreeMap::new(),
            sees: BTreeMap::new(),
        }
    }
}

impl Cluster {
    pub(crate) fn new(seed: u64, nodes: usize) -> Self {
        let mut cluster = Self {
            hosts: Vec::new(),
            crashed: BTreeMap::new(),
            network: Network::default(),
            random: Random::new(seed),
            time: 1_000,
            next: 1,
            faults: false,
            silent_since: BTreeMap::new(),
            forwarded: Vec::new(),
            latest: BTreeMap::new(),
            losses: Vec::new(),
            seen: Seen::default(),
        };
        for at in 0..nodes {
            let host = Host::new(at, Run(1), cluster.now(at));
            cluster.hosts.push(Some(host));
        }
        cluster
    }

    pub(crate) fn seen(self) -> Seen {
        Seen {
            lost: self.network.lost,
            ..self.seen
        }
    }

    /// The wall clocks of the nodes differ by seconds.
    fn now(&self, at: usize) -> Now {
        Now {
            mono: self.time,
            wall: 1_700_000_000_000 + self.time + 1_500 * at as u64,
        }
    }

    /// Waits until the nodes know each other.
    pub(crate) fn meet(&mut self) {
        let end = self.time + 5_000;
        while self.time < end {
            self.step();
        }
    }

    /// Lets things happen for so many milliseconds.
    pub(crate) fn live(&mut self, millis: u64, faults: bool) {
        self.faults = faults;
        let end = self.time + millis;
        while self.time < end {
            if self.random.chance(200) {
                self.something();
            }
            if faults && self.random.chance(4) {
                self.fault();
            }
            self.step();
        }
    }

    /// Mends everything and waits until nothing moves any more.
    pub(crate) fn heal(&mut self) {
        self.faults = false;
        for a in 0..self.hosts.len() {
            for b in 0..a {
                self.network.mend(a, b);
            }
        }
        for (at, _) in self.crashed.clone() {
            self.restart(at);
        }
        let end = self.time + 15_000;
        while self.time < end {
            self.step();
        }
    }

    /// A millisecond.
    fn step(&mut self) {
        self.time += 1;
        self.membership();
        while let Some(Parcel { from, to, frame }) = self.network.arrived(self.time) {
            let now = self.now(to.0);
            if let Some(host) = &mut self.hosts[to.0]
                && host.run == to.1
                && host.sees.get(&from.0) == Some(&from.1)
            {
                host.node.frame(&name(from.0), frame, now);
                self.carry_out(to.0);
            }
        }
        if self.time.is_multiple_of(50) {
            for at in 0..self.hosts.len() {
                let now = self.now(at);
                if let Some(host) = &mut self.hosts[at] {
                    host.node.tick(now);
                    self.carry_out(at);
                }
            }
        }
    }

    /// Tells the nodes who is alive, a while after it is so.
    fn membership(&mut self) {
        for a in 0..self.hosts.len() {
            for b in 0..self.hosts.len() {
                if a == b {
                    continue;
                }
                let run = self.hosts[b]
                    .as_ref()
                    .map(|host| host.run)
                    .filter(|_| !self.network.is_cut(a, b));
                let Some(host) = &mut self.hosts[a] else {
                    continue;
                };
                let now = Now {
                    mono: self.time,
                    wall: 1_700_000_000_000 + self.time + 1_500 * a as u64,
                };
                match (run, host.sees.get(&b).copied()) {
                    (Some(run), known) if known != Some(run) => {
                        // News travel at their own pace.
                        if self.random.chance(30) {
                            self.silent_since.remove(&(a, b));
                            host.sees.insert(b, run);
                            host.node.up(&name(b), run, now);
                            host.node.connected(&name(b), now);
                            self.carry_out(a);
                        }
                    }
                    (Some(_), _) => {
                        if self.silent_since.remove(&(a, b)).is_some() {
                            host.node.connected(&name(b), now);
                        }
                    }
                    (None, Some(_)) => {
                        let since = *self.silent_since.entry((a, b)).or_insert(self.time);
                        if since == self.time {
                            host.node.disconnected(&name(b));
                        }
                        if self.time - since > NOTICE && self.random.chance(30) {
                            host.sees.remove(&b);
                            self.silent_since.remove(&(a, b));
                            host.node.down(&name(b), now);
                            self.carry_out(a);
                        }
                    }
                    (None, None) => {}
                }
            }
        }
    }

    fn something(&mut self) {
        let at = self.random.below(self.hosts.len() as u64) as usize;
        let now = self.now(at);
        let what = self.random.below(100);
        let client = format!("client-{}", self.random.below(CLIENTS as u64));
        let topic = *self.random.pick(TOPICS);
        let filter = *self.random.pick(FILTERS);
        self.next += 1;
        let number = self.next;
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        match what {
            0..30 => {
                let clean = what < 2;
                if clean {
                    self.latest.remove(&client);
                }
                let claim = host.node.claim(&client, clean, now);
                tell!("{} node-{at} claims {client} {claim:?}", self.time);
                host.pending.insert(claim, (number, clean));
            }
            30..40 => {
                if let Some(session) = host.sessions.get_mut(&client) {
                    session.online = false;
                }
            }
            40..43 => {
                if let Some(session) = host.sessions.remove(&client) {
                    tell!("{} node-{at} ends {client}", self.time);
                    let ended = |(last, _): &mut (Stamp, _)| Some(&*last) == session.stamp.as_ref();
                    if self.latest.get_mut(&client).is_some_and(ended) {
                        self.latest.remove(&client);
                    }
                    if let Some(stamp) = &session.stamp {
                        host.node.released(&client, stamp, now);
                    }
                }
            }
            43..58 => {
                host.filters.push(filter);
                host.node.subscribed(filter);
            }
            58..70 => {
                if let Some(filter) = host.filters.pop() {
                    host.node.unsubscribed(filter);
                }
            }
            70..85 => {
                self.seen.retained += 1;
                let message = (what < 80).then(|| Bytes::from(number.to_string()));
                match &message {
                    Some(message) => {
                        host.retained.insert(topic.to_owned(), message.clone());
                    }
                    None => {
                        host.retained.remove(topic);
                    }
                }
                host.node.retained(topic, message, now);
            }
            _ => self.publish(at, topic, number),
        }
        self.carry_out(at);
    }

    fn publish(&mut self, at: usize, topic: &str, number: u64) {
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        let route = host.node.route(TopicName::parse(topic).expect("a topic"));
        for node in &route.plain {
            let forward = Forward {
                message: Bytes::from(number.to_string()),
                safe: true,
                plain: true,
                groups: Box::default(),
                client: None,
                known: 0,
            };
            if host.node.forward(node, forward).is_ok() {
                self.seen.forwarded += 1;
                self.forwarded
                    .push((number, (at, host.run), self::at(node)));
            }
        }
    }

    fn fault(&mut self) {
        let nodes = self.hosts.len() as u64;
        let at = self.random.below(nodes) as usize;
        let other = self.random.below(nodes) as usize;
        match self.random.below(10) {
            0..4 if at != other => {
                self.seen.cuts += 1;
                self.network.cut(at, other);
            }
            4..8 if at != other => {
                self.network.mend(at, other);
            }
            8 => {
                if self.hosts[at].is_some() && self.hosts.iter().flatten().count() > 1 {
                    self.crash(at);
                }
            }
            _ => {
                if let Some((at, _)) = self.crashed.clone().into_iter().next() {
                    self.restart(at);
                }
            }
        }
    }

    fn crash(&mut self, at: usize) {
        self.seen.crashes += 1;
        if let Some(host) = self.hosts[at].take() {
            self.crashed
                .insert(at, (host.run, host.sessions, self.time));
            // What it forwarded and nobody has, went with it.
            let delivered: Vec<BTreeSet<u64>> = self
                .hosts
                .iter()
                .map(|host| {
                    host.iter()
                        .flat_map(|host| host.delivered.keys().copied())
                        .collect()
                })
                .collect();
            self.forwarded.retain(|(number, from, to)| {
                *from != (at, host.run) || delivered[*to].contains(number)
            });
            // What it got and did not keep is not to be had from it again.
            self.forwarded
                .retain(|(number, _, to)| *to != at || !host.delivered.contains_key(number));
        }
    }

    fn restart(&mut self, at: usize) {
        let Some((run, sessions, _)) = self.crashed.remove(&at) else {
            return;
        };
        let now = self.now(at);
        let mut host = Host::new(at, Run(run.0 + 1), now);
        for (client, mut session) in sessions {
            session.online = false;
            session.leaving = false;
            if let Some(stamp) = session.stamp.clone() {
                host.node.restore(&client, stamp, now);
                host.sessions.insert(client, session);
            }
        }
        self.hosts[at] = Some(host);
        self.carry_out(at);
    }

    /// Does what a node wants done, until it wants nothing more.
    fn carry_out(&mut self, at: usize) {
        let now = self.now(at);
        loop {
            let Some(host) = &mut self.hosts[at] else {
                return;
            };
            let effects = host.node.effects(now);
            if effects.is_empty() {
                return;
            }
            for effect in effects {
                self.carry_out_one(at, effect, now);
            }
        }
    }

    fn carry_out_one(&mut self, at: usize, effect: Effect, now: Now) {
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        match effect {
            Effect::Send { to, frame } => {
                let to = self::at(&to);
                if let Some(run) = host.sees.get(&to) {
                    let parcel = Parcel {
                        from: (at, host.run),
                        to: (to, *run),
                        frame,
                    };
                    self.network
                        .send(parcel, self.time, self.faults, &mut self.random);
                }
            }
            Effect::Claimed {
                claim,
                client,
                stamp,
                session,
            } => self.claimed(at, claim, &client, stamp, session),
            Effect::Refused { claim, client, why } => {
                tell!("{} node-{at} refuses {client} {why:?}", self.time);
                host.pending.remove(&claim);
            }
            Effect::HandOver {
                claim, to, client, ..
            } => self.hand_over(at, claim, &to, &client),
            Effect::Drop { client, .. } => self.drop_session(at, &client),
            Effect::Deliver {
                ticket, forward, ..
            } => {
                let number = std::str::from_utf8(&forward.message)
                    .ok()
                    .and_then(|text| text.parse().ok())
                    .expect("a number");
                *host.delivered.entry(number).or_default() += 1;
                if let Some(ticket) = ticket {
                    host.node.done(&ticket);
                }
            }
            Effect::Retain { topic, message, .. } => match message {
                Some(message) => {
                    host.retained.insert(topic.into(), message);
                }
                None => {
                    host.retained.remove(&*topic);
                }
            },
            Effect::Show { to, topic } => {
                let message = host.retained.get(&*topic).cloned();
                host.node.show(&to, &topic, message, now);
            }
            Effect::Through { from, cut } => host.node.through(&from, &cut),
            // There are no messages for sessions here, and these nodes share no store.
            Effect::Give { .. }
            | Effect::Settled { .. }
            | Effect::Forget { .. }
            | Effect::Fetch { .. }
            | Effect::Doubtful { .. }
            | Effect::Safe { .. }
            | Effect::RoutesChanged { .. } => {}
        }
    }

    fn claimed(
        &mut self,
        at: usize,
        claim: ClaimId,
        client: &str,
        stamp: Stamp,
        session: SessionFrom,
    ) {
        let now = self.now(at);
        let Some(host) = &mut self.hosts[at] else {
            return;
        };

        let Some((connection, clean)) = host.pending.remove(&claim) else {
            return;
        };
        tell!(
            "{} node-{at} claimed {client} {stamp:?} {session:?} clean {clean}",
            self.time
        );
        let before = host.sessions.remove(client).unwrap_or_default();
        let mut own = match session {
            _ if clean => Session::default(),
            SessionFrom::Here => before,
            SessionFrom::Node { node, session } | SessionFrom::Store { node, session } => {
                self.seen.handed_over += 1;
                host.node.imported(&node, client, stamp.clone(), &[], now);
                let text = String::from_utf8(session.to_vec()).expect("numbers");
                Session {
                    connections: text
                        .split(' ')
                        .filter_map(|number| number.parse().ok())
                        .collect(),
                    ..Session::default()
                }
            }
            SessionFrom::Nobody | SessionFrom::Lost(_) | SessionFrom::Unknown => Session::default(),
        };
        let kept = self.latest.get(client).filter(|_| !clean);
        if let Some((last, connections)) = kept
            && *last < stamp
            && !own.connections.starts_with(connections)
        {
            let what = format!("{client} had {connections:?}, has {:?}", own.connections);
            tell!("LOSS {what}");
            self.losses.push(what);
        }
        own.connections.push(connection);
        own.online = true;
        own.leaving = false;
        own.stamp = Some(stamp.clone());
        let later = |(last, _): &(Stamp, Vec<u64>)| *last < stamp;
        if self.latest.get(client).is_none_or(later) {
            let latest = (stamp, own.connections.clone());
            self.latest.insert(client.to_string(), latest);
        }
        host.sessions.insert(client.into(), own);
    }

    fn hand_over(&mut self, at: usize, claim: ClaimId, to: &NodeName, client: &str) {
        let now = self.now(at);
        let Some(host) = &mut self.hosts[at] else {
            return;
        };

        tell!("{} node-{at} hands over {client} to {to}", self.time);
        let session = host.sessions.get_mut(client).map(|session| {
            session.online = false;
            session.leaving = true;
            let numbers: Vec<_> = session.connections.iter().map(u64::to_string).collect();
            Bytes::from(numbers.join(" "))
        });
        host.node.handed_over(claim, to, client, session, now);
    }

    fn drop_session(&mut self, at: usize, client: &str) {
        let Some(host) = &mut self.hosts[at] else {
            return;
        };

        tell!("{} node-{at} drops {client}", self.time);
        if let Some(session) = host.sessions.remove(client) {
            self.seen.ended_twice_held += u64::from(session.online);
            // By a Clean Start elsewhere.
            let ended = |(last, _): &mut (Stamp, _)| Some(&*last) == session.stamp.as_ref();
            if !session.leaving && self.latest.get_mut(client).is_some_and(ended) {
                self.latest.remove(client);
            }
        }
    }

    /// All nodes agree on members, routes, sessions and what is retained.
    pub(crate) fn check_agreement(&self) -> Result<(), String> {
        let hosts: Vec<_> = self.hosts.iter().flatten().collect();
        let first = hosts.first().ok_or("nobody is left")?;
        let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, host) in hosts.iter().enumerate() {
            if host.node.others().count() + 1 != hosts.len() {
                return Err(format!("{} does not see everybody", host.node.name()));
            }
            if host.retained != first.retained {
                return Err(format!(
                    "retained on {}: {:?}, on {}: {:?}",
                    first.node.name(),
                    first.retained,
                    host.node.name(),
                    host.retained
                ));
            }
            let wanted = interests(&hosts, at);
            let mut known = BTreeSet::new();
            host.node.for_each_route(|node, filter, members| {
                known.insert((node.as_str().to_owned(), filter.to_owned(), members));
            });
            if known != wanted {
                return Err(format!(
                    "routes of {}: {known:?} instead of {wanted:?}",
                    host.node.name()
                ));
            }
            if !host.pending.is_empty() {
                return Err(format!("{} has unanswered claims", host.node.name()));
            }
            for client in host.sessions.keys() {
                if let Some(other) = holders.insert(client, at) {
                    let registrar = host.node.registrar(client);
                    return Err(format!(
                        "the session of {client} is on {} ({:?}) and on {} ({:?}), {registrar} thinks on {:?}",
                        hosts[other].node.name(),
                        hosts[other].sessions[client].stamp,
                        host.node.name(),
                        host.sessions[client].stamp,
                        hosts[self::at(registrar)].node.holder(client),
                    ));
                }
            }
            let held: BTreeSet<_> = host.node.sessions().map(|(client, _)| client).collect();
            let there: BTreeSet<_> = host.sessions.keys().map(String::as_str).collect();
            if held != there {
                return Err(format!(
                    "{} thinks it has {held:?} and has {there:?}",
                    host.node.name()
                ));
            }
        }
        self.check_book(&hosts, &holders)
    }

    /// Whoever keeps the book on a client knows where it is.
    fn check_book(&self, hosts: &[&Host], holders: &BTreeMap<&str, usize>) -> Result<(), String> {
        for (client, at) in holders {
            let registrar = hosts[0].node.registrar(client);
            let said = hosts[self::at(registrar)].node.holder(client);
            let right = hosts[*at].node.name();
            if said.map(|stamp| &stamp.node) != Some(right) {
                return Err(format!("{client} is on {right}, the book says {said:?}"));
            }
        }
        Ok(())
    }

    /// Every session has kept all its connections, wherever they were.
    pub(crate) fn check_nothing_lost(&self) -> Result<(), String> {
        match self.losses.first() {
            Some(loss) => Err(loss.clone()),
            None => Ok(()),
        }
    }

    /// What was forwarded is where it was to go.
    pub(crate) fn check_forwarded(&self) -> Result<(), String> {
        for (number, (from, run), to) in &self.forwarded {
            let Some(host) = &self.hosts[*to] else {
                return Err("a node is still down".to_owned());
            };
            if !host.delivered.contains_key(number) {
                return Err(format!(
                    "message {number} from node-{from} ({run:?}) has not come to node-{to}"
                ));
            }
        }
        Ok(())
    }
}

fn interests(hosts: &[&Host], except: usize) -> BTreeSet<(String, String, u32)> {
    let mut all = BTreeSet::new();
    for (_, host) in hosts.iter().enumerate().filter(|(at, _)| *at != except) {
        for filter in FILTERS {
            let members = host.filters.iter().filter(|own| *own == filter).count() as u32;
            // Plain subscriptions do not weigh.
            let told = if filter.starts_with("$share/") {
                members
            } else {
                members.min(1)
            };
            if told > 0 {
                all.insert((host.node.name().to_string(), (*filter).to_owned(), told));
            }
        }
    }
    all
}
