//! Who gets a message of a topic, worked out once and kept per thread while the part of the subscription table it depends on stands.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use foldhash::fast::RandomState;
use gmqtt_config::DeliveryMode;
use gmqtt_plugin_api::cluster::Whereabouts;
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{QoS, TopicName};
use gmqtt_router::{Group, Stamp, Visitor};

use crate::broker::Broker;
use crate::cluster::crosses;
use crate::cluster::remote::Remote;
use crate::delivery::Delivery;
use crate::queue::ShareName;
use crate::session::Session;
use crate::turn::Desk;

/// What the subscription table holds for one subscription.
#[derive(Debug, Clone)]
pub(crate) struct Subscriber {
    pub(crate) session: Arc<Session>,
    pub(crate) options: SubscriptionOptions,
    /// The subscription identifier.
    pub(crate) id: Option<u32>,
}

/// How one session gets a message.
#[derive(Debug, Clone)]
pub(crate) struct Granted {
    pub(crate) qos: QoS,
    pub(crate) retain_as_published: bool,
    pub(crate) ids: Option<Arc<[u32]>>,
}

/// One receiver.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) session: Arc<Session>,
    pub(crate) granted: Granted,
    /// What the session gets of its own messages: No Local takes subscriptions away [MQTT-3.8.3-3].
    own: Own,
    /// The session is kept. One that is not never comes to be.
    lasts: bool,
}

#[derive(Debug)]
enum Own {
    Same,
    Nothing,
    Less(Granted),
}

impl Target {
    /// How the session gets a message of this publisher.
    pub(crate) fn granted_from(&self, publisher: Option<u64>) -> Option<&Granted> {
        if publisher != Some(self.session.key) {
            return Some(&self.granted);
        }
        match &self.own {
            Own::Same => Some(&self.granted),
            Own::Nothing => None,
            Own::Less(granted) => Some(granted),
        }
    }

    /// One session that is picked whatever it subscribes to.
    pub(crate) fn only(session: Arc<Session>, granted: Granted) -> Self {
        Self {
            lasts: session.is_kept(),
            session,
            granted,
            own: Own::Same,
        }
    }

    fn weight(&self) -> usize {
        let ids = |granted: &Granted| granted.ids.as_ref().map_or(0, |ids| ids.len());
        let own = match &self.own {
            Own::Less(granted) => ids(granted),
            Own::Same | Own::Nothing => 0,
        };
        1 + (ids(&self.granted) + own) / IDS_IN_A_TARGET
    }

    fn of(subscriptions: &[&Subscriber]) -> Option<Self> {
        let session = subscriptions.first()?.session.clone();
        let granted = merge(subscriptions.iter().copied())?;
        let own = if subscriptions
            .iter()
            .any(|subscriber| subscriber.options.no_local)
        {
            merge(
                subscriptions
                    .iter()
                    .copied()
                    .filter(|subscriber| !subscriber.options.no_local),
            )
            .map_or(Own::Nothing, Own::Less)
        } else {
            Own::Same
        };
        Some(Self {
            lasts: session.is_kept(),
            session,
            granted,
            own,
        })
    }
}

/// About as many subscription identifiers take the memory of a [`Target`].
const IDS_IN_A_TARGET: usize = 16;

/// One copy for several overlapping subscriptions: the options of the one with the highest QoS [MQTT-3.3.4-2] and all identifiers [MQTT-3.3.4-4].
fn merge<'a>(subscriptions: impl Iterator<Item = &'a Subscriber>) -> Option<Granted> {
    let mut best: Option<SubscriptionOptions> = None;
    let mut ids = Vec::new();
    for Subscriber { options, id, .. } in subscriptions {
        if best.is_none_or(|best| options.qos > best.qos) {
            best = Some(*options);
        }
        ids.extend(id);
    }
    let best = best?;
    let ids = (!ids.is_empty()).then(|| ids.into());
    Some(Granted {
        qos: best.qos,
        retain_as_published: best.retain_as_published,
        ids,
    })
}

/// A shared subscription that matches.
#[derive(Debug)]
pub(crate) struct Share {
    pub(crate) name: Arc<ShareName>,
    cursor: Arc<AtomicUsize>,
    pub(crate) members: Box<[Target]>,
}

impl Share {
    pub(crate) fn of(group: &Group<u64, Subscriber>) -> Self {
        Self {
            name: Arc::new(ShareName {
                share: group.share().into(),
                filter: group.filter().into(),
            }),
            cursor: group.cursor().clone(),
            members: group
                .members()
                .iter()
                .filter_map(|(_, subscriber)| Target::of(&[subscriber]))
                .collect(),
        }
    }

    /// Takes members out of consideration.
    pub(crate) fn leave_out(&mut self, unwanted: impl Fn(&Session) -> bool) {
        let members = std::mem::take(&mut self.members).into_vec();
        let wanted = members
            .into_iter()
            .filter(|target| !unwanted(&target.session));
        self.members = wanted.collect();
    }

    /// The member to get a message: one that can take it now, else one online, else any, in both cases one for whom fewer than
    /// `most` messages wait or are in flight, should there be one; round robin among equals. Never cached, for it changes with
    /// every message. Members looked at count as `effort`.
    pub(crate) fn pick(&self, qos: QoS, most: usize, effort: &mut usize) -> Option<usize> {
        let start = self.cursor.fetch_add(1, Ordering::Relaxed);
        self.pick_from(start, qos, most, effort)
    }

    /// The member that [`pick`](Self::pick) would pick now.
    pub(crate) fn next(&self, qos: QoS, most: usize) -> Option<usize> {
        let start = self.cursor.load(Ordering::Relaxed);
        self.pick_from(start, qos, most, &mut 0)
    }

    fn pick_from(&self, start: usize, qos: QoS, most: usize, effort: &mut usize) -> Option<usize> {
        let count = self.members.len();
        if count == 0 {
            return None;
        }
        let turn = |n: usize| (start.wrapping_add(n)) % count;
        let (mut online, mut any, mut full) = (None, None, None);
        for member in (0..count).map(turn) {
            let target = &self.members[member];
            *effort += 1;
            let qos = qos.min(target.granted.qos);
            match Standing::of(&target.session.delivery.look(), qos, most) {
                Standing::Ready => return Some(member),
                Standing::Busy => online = online.or(Some(member)),
                Standing::Away => any = any.or(Some(member)),
                Standing::Full => full = full.or(Some(member)),
                Standing::Ended => {}
            }
        }
        online.or(any).or(full)
    }
}

/// Whether the plugins let messages of a topic be delivered to the client of this session. No lock may be held.
pub(crate) fn may_deliver(broker: &Broker, session: &Session, topic: &str) -> bool {
    let info = session.state.look().info.clone();
    info.is_some_and(|info| broker.hooks.may_deliver(&info, topic))
}

/// How ready a session is for one more message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Ready,
    Busy,
    Away,
    /// It could take the message only by dropping one.
    Full,
    Ended,
}

impl Standing {
    fn of(delivery: &Delivery, qos: QoS, most: usize) -> Self {
        let is_full = || delivery.queue.len() + delivery.outgoing.len() >= most;
        match &delivery.link {
            _ if delivery.ended => Self::Ended,
            // As long as there is somebody else.
            None if matches!(delivery.transit.as_deref(), Some(Whereabouts::Gone(_))) => Self::Full,
            None if is_full() => Self::Full,
            None => Self::Away,
            Some(link) => {
                let window = qos == QoS::AtMostOnce || delivery.outgoing.can_send();
                if window && link.has_room() && delivery.queue.may_pass(qos) {
                    Self::Ready
                } else if is_full() {
                    Self::Full
                } else {
                    Self::Busy
                }
            }
        }
    }
}

/// Everyone who gets messages of one topic.
#[derive(Debug, Default)]
pub(crate) struct Route {
    pub(crate) targets: Box<[Target]>,
    pub(crate) shares: Box<[Share]>,
    /// Some of them are sessions that are kept.
    pub(crate) lasts: bool,
    /// Those of other nodes.
    pub(crate) remote: Option<Box<Remote>>,
    /// How much was known of where sessions are, before the subscribers were looked for.
    pub(crate) known: u64,
    /// Who may publish to the topic, those that were asked for last.
    permits: Cell<[Option<Permit>; 4]>,
}

/// A connection that may publish to the topic of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Permit {
    /// The session's.
    pub(crate) key: u64,
    pub(crate) epoch: u32,
}

impl Route {
    /// Whether this connection is known to be allowed to publish to the topic.
    pub(crate) fn permits(&self, publisher: Permit) -> bool {
        self.permits.get().contains(&Some(publisher))
    }

    /// Remembers that it is, in place of the one that was asked for first.
    pub(crate) fn permit(&self, publisher: Permit) {
        let [_, b, c, d] = self.permits.get();
        self.permits.set([b, c, d, Some(publisher)]);
    }

    /// Those that a message goes to whatever becomes of others: all with a plain subscription, unless another node has sent it for groups
    /// alone.
    pub(crate) fn plain(&self, desk: &Desk) -> &[Target] {
        if desk.leaves_out_plain {
            &[]
        } else {
            &self.targets
        }
    }

    /// Receivers, and subscription identifiers where there are many.
    fn weight(&self) -> usize {
        let members = self.shares.iter().flat_map(|share| &share.members);
        let targets = self.targets.iter().chain(members);
        let remote = self.remote.as_ref().map_or(0, |remote| remote.weight());
        1 + remote + targets.map(Target::weight).sum::<usize>()
    }

    /// The route, and how many subscriptions were looked at.
    fn find(broker: &Broker, mode: DeliveryMode, topic: TopicName<'_>) -> (Self, usize) {
        let known = broker.peers().map_or(0, |peers| peers.cluster.known());
        let table = broker.table.read();
        let mut found = Found {
            mode,
            plain: Vec::new(),
            shares: Vec::new(),
        };
        table.matching(topic, &mut found);
        // Plugins must not be asked under the lock of the table.
        drop(table);
        if broker.hooks.interest().asks_deliveries() {
            found.ask(broker, topic);
        }
        let members = found.shares.iter().map(|share| share.members.len());
        let effort = found.plain.len() + members.sum::<usize>();
        let mut route = found.into_route();
        route.known = known;
        if let Some(peers) = broker.peers().filter(|_| crosses(topic)) {
            route.remote = Remote::find(peers, topic, &route.shares);
        }
        (route, effort)
    }
}

/// Collects what the table gives.
struct Found {
    mode: DeliveryMode,
    plain: Vec<Subscriber>,
    shares: Vec<Share>,
}

impl Visitor<u64, Subscriber> for Found {
    fn plain(&mut self, _: &u64, value: &Subscriber) {
        self.plain.push(value.clone());
    }

    fn group(&mut self, group: &Group<u64, Subscriber>) {
        self.shares.push(Share::of(group));
    }
}

impl Found {
    /// Leaves out those who may not be delivered messages of this topic.
    fn ask(&mut self, broker: &Broker, topic: TopicName<'_>) {
        let may = |session: &Session| may_deliver(broker, session, topic.as_str());
        self.plain.retain(|subscriber| may(&subscriber.session));
        for share in &mut self.shares {
            share.leave_out(|session| !may(session));
        }
        self.shares.retain(|share| !share.members.is_empty());
    }

    fn into_route(mut self) -> Route {
        let targets: Box<[Target]> = match self.mode {
            DeliveryMode::Overlap => self
                .plain
                .iter()
                .filter_map(|subscriber| Target::of(&[subscriber]))
                .collect(),
            DeliveryMode::OnlyOnce => {
                self.plain.sort_by_key(|subscriber| subscriber.session.key);
                let same = |a: &Subscriber, b: &Subscriber| a.session.key == b.session.key;
                self.plain
                    .chunk_by(same)
                    .filter_map(|chunk| Target::of(&chunk.iter().collect::<Vec<_>>()))
                    .collect()
            }
        };
        let members = self.shares.iter().flat_map(|share| &share.members);
        let lasts = targets
            .iter()
            .chain(members)
            .any(|target: &Target| target.lasts);
        Route {
            targets,
            shares: self.shares.into_boxed_slice(),
            lasts,
            remote: None,
            known: 0,
            permits: Cell::default(),
        }
    }
}

/// Routes by topic, per thread, bounded.
#[derive(Debug, Default)]
pub(crate) struct RouteCache {
    routes: HashMap<Box<str>, Entry, RandomState>,
    /// The sum of the weights of all routes.
    weight: usize,
    last: Option<(Box<str>, Entry)>,
    /// Subscriptions looked at in this turn.
    pub(crate) effort: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    stamp: Stamp,
    route: Rc<Route>,
}

impl RouteCache {
    /// Receivers and topics kept, together; past it everything is forgotten and collected anew.
    const MOST: usize = 64 * 1024;
    /// Longer topics are not kept.
    const LONGEST_TOPIC: usize = 256;

    /// The route of a topic.
    pub(crate) fn find(
        &mut self,
        broker: &Broker,
        mode: DeliveryMode,
        topic: TopicName<'_>,
    ) -> Rc<Route> {
        // Read before the table is: a subscription made meanwhile makes the entry stale at once.
        let stamp = broker.versions.stamp(topic);
        if let Some((last, entry)) = &self.last
            && **last == *topic.as_str()
            && entry.stamp == stamp
        {
            return entry.route.clone();
        }
        if let Some(entry) = self
            .routes
            .get(topic.as_str())
            .filter(|entry| entry.stamp == stamp)
        {
            let entry = entry.clone();
            let route = entry.route.clone();
            self.remember(topic, entry);
            return route;
        }
        let (route, effort) = Route::find(broker, mode, topic);
        let route = Rc::new(route);
        self.effort += effort;
        let entry = Entry {
            stamp,
            route: route.clone(),
        };
        if topic.as_str().len() <= Self::LONGEST_TOPIC {
            self.weight += route.weight();
            if self.weight > Self::MOST {
                self.clear();
                self.weight = route.weight();
            }
            if let Some(old) = self.routes.insert(topic.as_str().into(), entry.clone()) {
                self.weight -= old.route.weight().min(self.weight);
            }
            self.remember(topic, entry);
        }
        route
    }

    /// Forgets everything, as when the delivery mode changes.
    pub(crate) fn clear(&mut self) {
        *self = Self {
            effort: self.effort,
            ..Self::default()
        };
    }

    fn remember(&mut self, topic: TopicName<'_>, entry: Entry) {
        match &mut self.last {
            // Topics of one length are the rule: reuse the allocation.
            Some((last, old)) if **last == *topic.as_str() => *old = entry,
            last => *last = Some((topic.as_str().into(), entry)),
        }
    }
}
