//! Persistent sessions that move between brokers made of little more than a [`Node`], while messages are published everywhere. What a publisher
//! was told to be safe must be in the session of every subscriber, wherever that has gone meanwhile.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use bytes::Bytes;
use gmqtt_federation::{
    Effect, Forward, Node, NodeName, Now, Run, SessionFrom, Settings, Stamp, Ticket, Token,
    Whereabouts,
};
use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Forward as Packet, Publish};
use gmqtt_protocol::{PacketId, QoS, TopicFilter, TopicName, Version, split_frame};

use crate::network::{Network, Parcel};
use crate::random::Random;

use self::host::Host;
use self::store::Store;

/// What each client is subscribed to. Filters of several of them match the same topics.
const SUBSCRIPTIONS: &[&[&str]] = &[&["a/+"], &["a/b", "c"], &["#"], &["a/c"], &["c", "a/#"]];
const TOPICS: &[&str] = &["a/b", "a/c", "c"];
/// Longer than nodes wait for the order of messages.
const CALM: u64 = 15_000;

/// Says what becomes of the message `GMQTT_MESSAGE`, in the run of one seed.
macro_rules! tell {
    ($number:expr, $($what:tt)*) => {
        if is_told($number) {
            eprintln!($($what)*);
        }
    };
}

mod host;
mod store;

/// Says what happens to sessions, when a message is followed.
fn say(what: impl FnOnce() -> String) {
    if std::env::var_os("GMQTT_MESSAGE").is_some() {
        eprintln!("{}", what());
    }
}

fn is_told(number: u64) -> bool {
    let asked = std::env::var("GMQTT_MESSAGE").ok();
    asked.is_some_and(|asked| asked == number.to_string())
}

/// Whether brokers do what their node says about messages for sessions in transit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    AsTold,
    /// A session gets what comes to where it is, and nothing goes after it.
    None,
}

/// What happens besides.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Trouble {
    /// Frames are lost, repeated and late.
    pub(crate) faults: bool,
    /// Links are cut for a while, too short for anybody to be thought gone.
    pub(crate) cuts: bool,
    /// Nodes crash, and come back with what they had stored.
    pub(crate) crashes: bool,
}

/// How a node goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gone {
    /// It crashes, and comes back with what it had stored.
    Crashed,
    /// All its links are cut, for so long that it is thought gone, and its broker goes on.
    CutOff,
}

#[derive(Debug, Clone)]
struct Session {
    /// Unlike that of any other of this host.
    id: u64,
    stamp: Stamp,
    transit: Option<Whereabouts>,
    /// Messages in the order in which they came to be its own.
    got: Vec<u64>,
    /// So many of them are in the store that nodes share, which takes no more: another node has taken it. Who waits for the others.
    fenced: Option<(usize, Vec<Token>)>,
}

/// Who still has to say that a message is safe: the node to which it went, with its number there, or the node that keeps it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Wait {
    At(usize, u64),
    Kept(Token),
}

/// A message that a thread has worked out the receivers of.
struct InHand {
    at: (usize, Run),
    due: u64,
    topic: &'static str,
    number: u64,
    known: u64,
    receivers: Vec<(String, u64)>,
    nodes: Vec<NodeName>,
}

/// What waits for a message that is kept.
enum Promise {
    Publisher(u64),
    /// With how many are still kept for it.
    Sender(Ticket, Rc<Cell<usize>>),
}

pub(crate) struct World {
    hosts: Vec<Option<Host>>,
    crashed: BTreeMap<usize, (Run, BTreeMap<String, Session>)>,
    network: Network,
    random: Random,
    time: u64,
    next: u64,
    care: Care,
    faults: bool,
    /// What the nodes share, if they do.
    store: Option<Store>,
    in_hand: Vec<InHand>,
    mended_at: BTreeMap<(usize, usize), u64>,
    silent_since: BTreeMap<(usize, usize), u64>,
    /// Where each message was published, and its topic.
    published: BTreeMap<u64, (usize, &'static str)>,
    waiting: BTreeMap<u64, (usize, Run, BTreeSet<Wait>)>,
    acknowledged: BTreeSet<u64>,
    pub(crate) moves: u64,
    /// Sessions that were taken out of the store.
    pub(crate) fetched: u64,
    /// Clients that were given a session of their own, for nobody could say where theirs was.
    pub(crate) begun_anew: BTreeSet<String>,
}

fn name(at: usize) -> NodeName {
    NodeName::new(&format!("node-{at}"))
}

fn at(name: &NodeName) -> usize {
    let number = name.as_str().trim_start_matches("node-");
    number.parse().expect("a name of ours")
}

fn client(n: usize) -> String {
    format!("client-{n}")
}

fn matches(client: &str, topic: &str) -> bool {
    let n: usize = client["client-".len()..].parse().expect("a client of ours");
    let topic = TopicName::parse(topic).expect("a topic");
    SUBSCRIPTIONS[n].iter().any(|filter| {
        let filter = TopicFilter::parse(filter).expect("a filter");
        filter.matches(topic)
    })
}

/// Every third message is of QoS 2.
const fn is_exact(number: u64) -> bool {
    number.is_multiple_of(3)
}

fn message_of(number: u64, topic: &str) -> Bytes {
    let payload = number.to_string();
    let packet = Packet {
        qos: if is_exact(number) {
            QoS::ExactlyOnce
        } else {
            QoS::AtLeastOnce
        },
        retain: false,
        dup: false,
        topic,
        packet_id: Some(PacketId::MIN),
        block: &[],
        message_expiry_interval: None,
        topic_alias: None,
        subscription_ids: &[],
        payload: payload.as_bytes(),
    };
    let mut bytes = Vec::new();
    packet.encode(Version::V5, &mut bytes);
    bytes.into()
}

/// The number of a message, and its topic.
fn read(message: &[u8]) -> (u64, &str) {
    let Ok(Split::Complete(frame)) = split_frame(message, u32::MAX) else {
        panic!("a whole packet");
    };
    let publish = Publish::decode(frame, Version::V5).expect("a PUBLISH");
    let text = std::str::from_utf8(publish.payload).expect("a number");
    (text.parse().expect("a number"), publish.topic)
}

impl World {
    pub(crate) fn new(seed: u64, nodes: usize, care: Care) -> Self {
        let mut world = Self {
            hosts: Vec::new(),
            crashed: BTreeMap::new(),
            network: Network::default(),
            random: Random::new(seed),
            time: 1_000,
            next: 0,
            care,
            faults: false,
            store: None,
            in_hand: Vec::new(),
            mended_at: BTreeMap::new(),
            silent_since: BTreeMap::new(),
            published: BTreeMap::new(),
            waiting: BTreeMap::new(),
            acknowledged: BTreeSet::new(),
            moves: 0,
            fetched: 0,
            begun_anew: BTreeSet::new(),
        };
        world.start(nodes);
        world
    }

    /// The same with a store that the nodes share.
    pub(crate) fn sharing(seed: u64, nodes: usize) -> Self {
        let mut world = Self::new(seed, 0, Care::AsTold);
        world.store = Some(Store::default());
        world.start(nodes);
        world
    }

    fn start(&mut self, nodes: usize) {
        for at in 0..nodes {
            let host = self.host(at, Run(1));
            self.hosts.push(Some(host));
        }
    }

    fn host(&self, at: usize, run: Run) -> Host {
        let settings = Settings {
            shares_store: self.store.is_some(),
            ..Settings::default()
        };
        Host::new(Node::new(name(at), run, settings, self.now(at)), run)
    }

    fn now(&self, at: usize) -> Now {
        Now {
            mono: self.time,
            wall: 1_700_000_000_000 + self.time + 300 * at as u64,
        }
    }

    /// Every client is connected somewhere, and everybody knows.
    pub(crate) fn begin(&mut self) {
        self.pass(4_000);
        for n in 0..SUBSCRIPTIONS.len() {
            let at = self.random.below(self.hosts.len() as u64) as usize;
            self.claim(at, client(n));
        }
        self.pass(3_000);
    }

    /// Clients go from node to node, and messages are published at all of them.
    pub(crate) fn live(&mut self, millis: u64, trouble: Trouble) {
        self.faults = trouble.faults;
        let end = self.time + millis;
        while self.time < end {
            if self.random.chance(300) {
                let at = self.random.below(self.hosts.len() as u64) as usize;
                let topic = *self.random.pick(TOPICS);
                self.publish(at, topic);
            }
            if self.random.chance(15) {
                let at = self.random.below(self.hosts.len() as u64) as usize;
                let n = self.random.below(SUBSCRIPTIONS.len() as u64) as usize;
                self.claim(at, client(n));
            }
            if trouble.cuts && self.random.chance(3) {
                self.cut();
            }
            if trouble.crashes && self.random.chance(1) {
                let at = self.random.below(self.hosts.len() as u64) as usize;
                self.crash(at);
            }
            self.step();
        }
    }

    /// Nodes go one after the other, and come back; the clients of each connect to others meanwhile. Messages are published all the time.
    pub(crate) fn fail_over(&mut self, rounds: u64, how: Gone) {
        for _ in 0..rounds {
            self.publish_for(5_000);
            let nodes = 0..self.hosts.len();
            let gone = self.random.below(nodes.end as u64) as usize;
            let its = self.hosts[gone].as_ref().map(|host| &host.sessions);
            let its: Vec<_> = its.into_iter().flat_map(BTreeMap::keys).cloned().collect();
            match how {
                Gone::Crashed => self.crash(gone),
                Gone::CutOff => {
                    let others = nodes.clone().filter(|other| *other != gone);
                    others.for_each(|other| self.network.cut(gone, other));
                }
            }
            let silent = 800 + self.random.below(1_500);
            self.publish_for(silent);
            for client in its {
                let others: Vec<_> = nodes.clone().filter(|other| *other != gone).collect();
                let at = *self.random.pick(&others);
                self.claim(at, client);
                let pause = self.random.below(200);
                self.publish_for(pause);
            }
            // Not while a session is being taken from it, or before it has heard that.
            let back = 700 + self.random.below(2_000);
            self.publish_for(back);
            self.join(gone);
            self.restart(gone);
        }
        self.publish_for(2_000);
    }

    fn publish_for(&mut self, millis: u64) {
        let end = self.time + millis;
        while self.time < end {
            if self.random.chance(300) {
                let at = self.random.below(self.hosts.len() as u64) as usize;
                let topic = *self.random.pick(TOPICS);
                self.publish(at, topic);
            }
            self.step();
        }
    }

    /// Mends everything, and waits until nothing moves any more.
    pub(crate) fn heal(&mut self) {
        self.faults = false;
        for (a, b) in std::mem::take(&mut self.mended_at).into_keys() {
            self.network.mend(a, b);
        }
        for at in self.crashed.keys().copied().collect::<Vec<_>>() {
            self.restart(at);
        }
        self.pass(CALM);
    }

    fn pass(&mut self, millis: u64) {
        let end = self.time + millis;
        while self.time < end {
            self.step();
        }
    }

    fn step(&mut self) {
        self.time += 1;
        let mended: Vec<_> = self
            .mended_at
            .extract_if(.., |_, until| *until <= self.time)
            .collect();
        for ((a, b), _) in mended {
            self.network.mend(a, b);
        }
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
        self.store_goes_on();
        let due: Vec<_> = self
            .in_hand
            .extract_if(.., |message| message.due <= self.time)
            .collect();
        due.into_iter().for_each(|message| self.send(message));
        if self.time.is_multiple_of(50) {
            for at in 0..self.hosts.len() {
                let now = self.now(at);
                if let Some(host) = &mut self.hosts[at] {
                    host.node.tick(now);
                    self.carry_out(at);
                }
            }
        }
        let may_be_back = self.time.is_multiple_of(200) && self.store.is_none();
        if may_be_back && self.crashed.len() == 1 && self.random.chance(200) {
            let at = self.crashed.keys().next().copied();
            at.into_iter().for_each(|at| self.restart(at));
        }
    }

    /// Who is alive is known at once, and that somebody is gone a while later.
    fn membership(&mut self) {
        let runs: Vec<_> = self
            .hosts
            .iter()
            .map(|host| host.as_ref().map(|host| host.run))
            .collect();
        for a in 0..runs.len() {
            for (b, run) in runs.iter().enumerate().filter(|(b, _)| *b != a) {
                let is_cut = self.network.is_cut(a, b);
                let now = self.now(a);
                let Some(host) = &mut self.hosts[a] else {
                    continue;
                };
                let known = host.sees.get(&b).copied();
                if let (Some(run), false) = (run, is_cut) {
                    if known != Some(*run) {
                        host.sees.insert(b, *run);
                        host.node.up(&name(b), *run, now);
                        host.node.connected(&name(b), now);
                    } else if self.silent_since.remove(&(a, b)).is_some() {
                        host.node.connected(&name(b), now);
                    }
                } else if known.is_some() {
                    let since = *self.silent_since.entry((a, b)).or_insert(self.time);
                    if since == self.time {
                        host.node.disconnected(&name(b));
                    }
                    if self.time - since > 700 {
                        host.sees.remove(&b);
                        self.silent_since.remove(&(a, b));
                        host.node.down(&name(b), now);
                    }
                }
                self.carry_out(a);
            }
        }
    }

    fn cut(&mut self) {
        let nodes = self.hosts.len() as u64;
        let (a, b) = (self.random.below(nodes), self.random.below(nodes));
        if a != b {
            let (a, b) = (a.min(b) as usize, a.max(b) as usize);
            self.network.cut(a, b);
            let until = self.time + 20 + self.random.below(400);
            self.mended_at.insert((a, b), until);
        }
    }

    /// Lets a node meet all others again.
    fn join(&mut self, at: usize) {
        for other in (0..self.hosts.len()).filter(|other| *other != at) {
            self.network.mend(at, other);
        }
    }

    /// Whether a node would say that it is ready: it has heard of all others that are there, and what they have.
    fn is_ready(&self, at: usize) -> bool {
        let reached = |other: &usize| {
            let is_there = self.hosts[*other].is_some();
            *other != at && is_there && !self.network.is_cut(at, *other)
        };
        let mut others = (0..self.hosts.len()).filter(reached);
        self.hosts[at].as_ref().is_some_and(|host| {
            others.all(|other| host.sees.contains_key(&other)) && host.node.is_settled(self.now(at))
        })
    }

    fn claim(&mut self, at: usize, client: String) {
        let now = self.now(at);
        if !self.is_ready(at) {
            return;
        }
        if let Some(host) = &mut self.hosts[at] {
            let claim = host.node.claim(&client, false, now);
            host.pending.insert(claim, client);
            self.carry_out(at);
        }
    }

    /// A thread works out where a message goes, and will send it in a moment.
    fn publish(&mut self, at: usize, topic: &'static str) {
        if !self.is_ready(at) {
            return;
        }
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        self.next += 1;
        let number = self.next;
        let known = host.node.known();
        let receivers: Vec<_> = host
            .sessions
            .iter()
            .map(|(client, session)| (client.clone(), session.id))
            .chain(host.shadows.keys().cloned())
            .filter(|(client, _)| matches(client, topic))
            .collect();
        let route = host.node.route(TopicName::parse(topic).expect("a topic"));
        self.published.insert(number, (at, topic));
        tell!(
            number,
            "{} node-{at} publishes {number} to {topic}, knows {known}, for {receivers:?} and {:?}",
            self.time,
            route.plain
        );
        // A publisher's messages are dealt with one after the other.
        let own = self.in_hand.iter().filter(|it| it.at.0 == at);
        let last = own.map(|it| it.due).max().unwrap_or(0);
        self.in_hand.push(InHand {
            at: (at, host.run),
            due: (self.time + self.random.below(3)).max(last),
            topic,
            number,
            known,
            receivers,
            nodes: route.plain.to_vec(),
        });
    }

    fn send(&mut self, message: InHand) {
        let (at, run) = message.at;
        let Some(host) = self.hosts[at].as_mut().filter(|host| host.run == run) else {
            return;
        };
        let mut waits = BTreeSet::new();
        for receiver in &message.receivers {
            if let Some(token) = host.offer(
                receiver,
                (None, message.known, false),
                (message.number, message.topic),
                self.care,
            ) {
                host.promises
                    .insert(token, Promise::Publisher(message.number));
                waits.insert(Wait::Kept(token));
            }
        }
        for node in &message.nodes {
            let forward = Forward {
                message: message_of(message.number, message.topic),
                safe: true,
                plain: true,
                groups: Box::default(),
                client: None,
                known: message.known,
            };
            let number = host.node.forward(node, forward).expect("there is room");
            waits.insert(Wait::At(self::at(node), number));
        }
        self.waiting.insert(message.number, (at, run, waits));
        self.settle();
        self.carry_out(at);
    }

    /// Answers the publishers of what is safe.
    fn settle(&mut self) {
        let safe = self
            .waiting
            .extract_if(.., |_, (_, _, waits)| waits.is_empty());
        self.acknowledged.extend(safe.map(|(number, _)| number));
    }

    fn crash(&mut self, at: usize) {
        if !self.crashed.is_empty() {
            return;
        }
        let Some(host) = self.hosts[at].take() else {
            return;
        };
        let mut sessions = host.sessions;
        for ((client, _), (_, shadow)) in host.shadows {
            // The store has it as long as the shadow is there, if nobody has taken it there.
            sessions.entry(client).or_insert(shadow);
        }
        for session in sessions.values_mut() {
            if let Some((kept, _)) = session.fenced.take() {
                session.got.truncate(kept);
            }
        }
        self.waiting.retain(|_, (of, _, _)| *of != at);
        say(|| format!("{} node-{at} crashes", self.time));
        self.crashed.insert(at, (host.run, sessions));
    }

    fn restart(&mut self, at: usize) {
        let Some((run, sessions)) = self.crashed.remove(&at) else {
            return;
        };
        say(|| format!("{} node-{at} starts", self.time));
        let mut host = self.host(at, Run(run.0 + 1));
        let now = self.now(at);
        for (client, mut session) in sessions {
            if self.is_fenced(at, &client, &session.stamp) {
                continue;
            }
            session.transit = Some(Whereabouts::Restored);
            host.node.restore(&client, session.stamp.clone(), now);
            host.subscribe(&client);
            host.sessions.insert(client, session);
        }
        self.hosts[at] = Some(host);
        self.carry_out(at);
    }

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
                    let (from, to) = ((at, host.run), (to, *run));
                    let parcel = Parcel { from, to, frame };
                    let faults = self.faults;
                    self.network
                        .send(parcel, self.time, faults, &mut self.random);
                }
            }
            Effect::Claimed {
                claim,
                client,
                stamp,
                session,
            } => {
                let is_wanted = host.pending.remove(&claim).is_some();
                assert!(is_wanted, "a claim is answered once");
                self.claimed(at, &client, stamp, session, now);
            }
            Effect::Refused { claim, .. } => {
                host.pending.remove(&claim);
            }
            Effect::HandOver {
                claim,
                to,
                client,
                stamp,
            } => {
                let session = host.sessions.get_mut(&*client).map(|session| {
                    say(|| format!("{} node-{at} hands over {client} to {to}", self.time));
                    session.transit = Some(Whereabouts::Leaves(stamp));
                    let numbers: Vec<_> = session.got.iter().map(u64::to_string).collect();
                    Bytes::from(numbers.join(" "))
                });
                host.node.handed_over(claim, &to, &client, session, now);
            }
            Effect::Fetch {
                claim,
                client,
                stamp,
                wanted,
            } => self.fetch(at, claim, &client, (stamp, wanted)),
            effect => self.carry_out_for_messages(at, effect),
        }
    }

    fn claimed(&mut self, at: usize, client: &str, stamp: Stamp, session: SessionFrom, now: Now) {
        self.moves += u64::from(matches!(session, SessionFrom::Node { .. }));
        self.fetched += u64::from(matches!(session, SessionFrom::Store { .. }));
        let from = match &session {
            SessionFrom::Node { node, .. } | SessionFrom::Store { node, .. } => node.as_str(),
            _ => "nobody",
        };
        say(|| format!("{} node-{at} has {client} from {from}", self.time));
        if session.is_moved() {
            self.is_imported(at, client, &stamp);
        }
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        let has_one = host.sessions.contains_key(client);
        match &session {
            SessionFrom::Node { .. } | SessionFrom::Store { .. } => {}
            SessionFrom::Here | SessionFrom::Unknown if has_one => {}
            // The first time.
            SessionFrom::Here if self.published.is_empty() => {}
            _ => {
                self.begun_anew.insert(client.to_owned());
            }
        }
        host.claimed(client, stamp, session, now);
    }

    fn carry_out_for_messages(&mut self, at: usize, effect: Effect) {
        let care = self.care;
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        match effect {
            Effect::Drop { client, by } => host.drop_session(&client, by),
            Effect::Forget { client, by } => host.forget(&client, &by),
            Effect::Deliver {
                from,
                ticket,
                forward,
            } => host.deliver(&from, ticket, &forward, care),
            Effect::Give {
                client,
                message,
                token,
            } => {
                let (number, _) = read(&message);
                tell!(number, "{} node-{at} gives {number} to {client}", self.time);
                let waits = match host.sessions.get_mut(&*client) {
                    Some(session) => session.gets(number, token),
                    None => false,
                };
                host.node.given(&client);
                if !waits {
                    self.settled(at, token);
                }
            }
            Effect::Settled { token } => self.settled(at, token),
            Effect::Through { from, cut } => host.node.through(&from, &cut),
            // Its publisher is told so.
            Effect::Doubtful { at: of, number } => {
                let wait = Wait::At(self::at(&of), number);
                let run = host.run;
                self.waiting.retain(|_, (from, of, waits)| {
                    (*from, *of) != (at, run) || !waits.contains(&wait)
                });
            }
            Effect::Safe { at: of, number } => {
                let of = self::at(&of);
                let passed = host
                    .after
                    .extract_if(.., |(it, n, _)| *it == of && *n <= number);
                let passed: Vec<_> = passed.map(|(.., token)| token).collect();
                for (from, run, waits) in self.waiting.values_mut() {
                    if (*from, *run) == (at, host.run) {
                        waits.retain(
                            |wait| !matches!(wait, Wait::At(it, n) if *it == of && *n <= number),
                        );
                    }
                }
                passed.into_iter().for_each(|token| self.settled(at, token));
                self.settle();
            }
            _ => {}
        }
    }

    fn settled(&mut self, at: usize, token: Token) {
        let Some(host) = &mut self.hosts[at] else {
            return;
        };
        match host.promises.remove(&token) {
            None => {}
            Some(Promise::Publisher(number)) => {
                if let Some((_, _, waits)) = self.waiting.get_mut(&number) {
                    waits.remove(&Wait::Kept(token));
                }
                self.settle();
            }
            Some(Promise::Sender(ticket, left)) => {
                left.set(left.get() - 1);
                if left.get() == 0 {
                    host.node.done(&ticket);
                }
            }
        }
    }

    /// Every session has every acknowledged message.
    pub(crate) fn check_nothing_is_missing(&self) -> Result<(), String> {
        for n in 0..SUBSCRIPTIONS.len() {
            let client = client(n);
            if self.begun_anew.contains(&client) {
                continue;
            }
            let session = self.session(&client)?;
            let got: BTreeSet<_> = session.got.iter().collect();
            for number in &self.acknowledged {
                let (at, topic) = self.published[number];
                if matches(&client, topic) && !got.contains(number) {
                    return Err(format!(
                        "{client} lacks {number}, published at node-{at} to {topic}"
                    ));
                }
            }
        }
        Ok(())
    }

    /// None has one twice.
    pub(crate) fn check_once(&self) -> Result<(), String> {
        self.check_once_of(|_| true)
    }

    /// None has one of QoS 2 twice.
    pub(crate) fn check_exactly_once(&self) -> Result<(), String> {
        self.check_once_of(is_exact)
    }

    fn check_once_of(&self, is_looked_at: fn(u64) -> bool) -> Result<(), String> {
        for n in 0..SUBSCRIPTIONS.len() {
            let client = client(n);
            let mut seen = BTreeSet::new();
            let got = &self.session(&client)?.got;
            for number in got.iter().filter(|number| is_looked_at(**number)) {
                if !seen.insert(number) {
                    return Err(format!("{client} has {number} twice"));
                }
            }
        }
        Ok(())
    }

    /// Those of one publisher to one topic are in order.
    pub(crate) fn check_in_order(&self) -> Result<(), String> {
        for n in 0..SUBSCRIPTIONS.len() {
            let client = client(n);
            let mut last = BTreeMap::new();
            for number in &self.session(&client)?.got {
                let of = self.published[number];
                if let Some(before) = last.insert(of, number).filter(|it| *it > number) {
                    return Err(format!("{client} has {number} behind {before} of {of:?}"));
                }
            }
        }
        Ok(())
    }

    /// Nobody waits for an answer for ever.
    pub(crate) fn check_all_are_answered(&self) -> Result<(), String> {
        match self.waiting.first_key_value() {
            Some((number, waits)) => Err(format!("{number} waits for {waits:?}")),
            None => Ok(()),
        }
    }

    pub(crate) fn acknowledged(&self) -> usize {
        self.acknowledged.len()
    }

    fn session(&self, client: &str) -> Result<&Session, String> {
        let hosts = self.hosts.iter().flatten();
        let mut found: Vec<_> = hosts.filter_map(|host| host.sessions.get(client)).collect();
        match (found.pop(), found.len()) {
            (Some(session), 0) => Ok(session),
            (None, _) => Err(format!("{client} has no session")),
            (_, more) => Err(format!("{client} has {} sessions", more + 1)),
        }
    }
}
