//! A cluster of brokers in this process. It knows everything at once and carries out one thing after the other, and a test can hold back what
//! it likes.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock};
use std::time::{Duration, Instant, SystemTime};

use bytes::Bytes;
use gmqtt_config::{Config, ListenAddress, Listener, PersistenceType};
use gmqtt_plugin_api::cluster::{
    Claimed, Cluster, ClusterControl, Done, Forward, InTransit, NodeName, Passage, RemoteGroup,
    Route, SessionFrom, Shed, Stamp, Time, Whereabouts,
};
use gmqtt_plugin_api::{
    BoxFuture, BrokerHandle, HookSet, Plugin, PluginContext, PluginError, Refusal,
};
use gmqtt_protocol::{TopicFilter, TopicName};
use gmqtt_server::Server;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

/// Something that goes from node to node.
type Job = Box<dyn FnOnce() + Send>;

/// The nodes together.
#[derive(Clone)]
pub(crate) struct Mesh(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    post: SyncSender<Job>,
    under_way: AtomicUsize,
}

#[derive(Default)]
pub(crate) struct State {
    nodes: BTreeMap<NodeName, Member>,
    /// Whose claim of each client stands.
    pub(crate) clients: BTreeMap<String, Stamp>,
    retained: BTreeMap<String, Stamp>,
    time: u64,
    /// Nodes that messages are not sent to: too much waits for them.
    pub(crate) full: BTreeSet<NodeName>,
    /// Nodes whose subscribers others do not know of yet.
    pub(crate) unknown: BTreeSet<NodeName>,
    /// Nobody hears that something is safe, or that a session has come.
    pub(crate) silent: bool,
    /// What is not told meanwhile.
    held: Vec<Job>,
    /// Claims wait for these.
    pub(crate) gate: Option<oneshot::Receiver<()>>,
    /// Sessions that were there at start, with their claims.
    pub(crate) restored: Vec<(String, Option<Stamp>)>,
    pub(crate) forwarded: usize,
    /// What came for sessions while they moved, by client.
    kept: BTreeMap<String, Vec<(Bytes, Done)>>,
    /// Rises when a session has come to another node.
    known: u64,
    /// Where the session of each client is, as of the last that came or was claimed where it was.
    here: BTreeMap<String, NodeName>,
    /// What it was when the session of each client came to where it is.
    cuts: BTreeMap<String, u64>,
}

#[derive(Default)]
struct Member {
    control: Option<Arc<dyn ClusterControl>>,
    /// Filters with the number of subscriptions.
    filters: BTreeMap<String, u32>,
    retained_at_start: BTreeSet<String>,
    forwarded: u64,
    /// Numbers of what is safe here beyond `safe`.
    safe_later: BTreeSet<u64>,
    safe: u64,
}

impl Mesh {
    pub(crate) fn new() -> Self {
        let (post, jobs) = mpsc::sync_channel::<Job>(10_000);
        let shared = Arc::new(Shared {
            state: Mutex::default(),
            post,
            under_way: AtomicUsize::new(0),
        });
        let weak = Arc::downgrade(&shared);
        std::thread::spawn(move || {
            for job in jobs {
                job();
                if let Some(shared) = weak.upgrade() {
                    shared.under_way.fetch_sub(1, Ordering::SeqCst);
                }
            }
        });
        Self(shared)
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap()
    }

    /// Waits until everything has been carried out.
    pub(crate) fn settle(&self) {
        while self.0.under_way.load(Ordering::SeqCst) > 0 {
            let (told, is_done) = mpsc::sync_channel::<()>(1);
            self.0.post(move || drop(told));
            let _ = is_done.recv();
        }
    }

    /// Tells what was held back.
    pub(crate) fn speak(&self) {
        let held = {
            let mut state = self.state();
            state.silent = false;
            std::mem::take(&mut state.held)
        };
        for job in held {
            self.0.post(job);
        }
        self.settle();
    }

    /// A claim of nobody's, later than all others.
    pub(crate) fn stamp(&self, node: &str) -> Stamp {
        self.state().stamp(&NodeName::new(node))
    }

    pub(crate) fn control(&self, node: &str) -> Arc<dyn ClusterControl> {
        self.state().nodes[&NodeName::new(node)]
            .control
            .clone()
            .unwrap()
    }
}

impl Shared {
    fn post(&self, job: impl FnOnce() + Send + 'static) {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        self.post.send(Box::new(job)).unwrap();
    }

    /// Unless it is to be silent.
    fn tell(&self, job: impl FnOnce() + Send + 'static) {
        let mut state = self.state.lock().unwrap();
        if state.silent {
            state.held.push(Box::new(job));
        } else {
            drop(state);
            self.post(job);
        }
    }

    fn control(&self, node: &NodeName) -> Option<Arc<dyn ClusterControl>> {
        let state = self.state.lock().unwrap();
        state.nodes.get(node)?.control.clone()
    }

    /// All but one.
    fn others(&self, but: &NodeName) -> Vec<Arc<dyn ClusterControl>> {
        let state = self.state.lock().unwrap();
        let others = state.nodes.iter().filter(|(name, _)| *name != but);
        others
            .filter_map(|(_, member)| member.control.clone())
            .collect()
    }

    /// A session is at another node: what was kept for it goes there.
    fn has_arrived(&self, left: Arc<dyn ClusterControl>, client: &str, stamp: &Stamp) {
        let kept = self.state.lock().unwrap().kept.remove(client);
        if let Some(control) = self.control(&stamp.node) {
            for (message, done) in kept.into_iter().flatten() {
                let after = after(client, message);
                assert!(control.deliver(&stamp.node, after, Some(done)));
            }
        }
        // Nobody has anything in hand any more that was worked out before.
        let (client, by) = (client.to_owned(), stamp.clone());
        std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(300));
            left.forget_session(&client, &by);
        });
    }

    fn subscriptions(self: &Arc<Self>, node: &NodeName, filter: &str, change: impl Fn(u32) -> u32) {
        {
            let mut state = self.state.lock().unwrap();
            let member = state.nodes.entry(node.clone()).or_default();
            let count = member.filters.entry(filter.to_owned()).or_default();
            *count = change(*count);
            member.filters.retain(|_, count| *count > 0);
        }
        let (shared, node, filter) = (self.clone(), node.clone(), filter.to_owned());
        self.post(move || {
            for other in shared.others(&node) {
                other.routes_changed(&filter);
            }
        });
    }

    /// A message is safe at a node under this number; those before it may not be.
    fn safe(&self, from: &NodeName, at: &NodeName, number: u64) {
        let reached = {
            let mut state = self.state.lock().unwrap();
            let member = state.nodes.entry(at.clone()).or_default();
            member.safe_later.insert(number);
            while member.safe_later.remove(&(member.safe + 1)) {
                member.safe += 1;
            }
            member.safe
        };
        if let Some(control) = self.control(from) {
            control.safe(at, reached);
        }
    }
}

impl State {
    fn stamp(&mut self, node: &NodeName) -> Stamp {
        self.time += 1;
        Stamp {
            time: Time {
                millis: self.time,
                count: 0,
            },
            node: node.clone(),
        }
    }
}

/// The plugin of one node.
struct Node {
    shared: Arc<Shared>,
    name: NodeName,
    broker: Arc<OnceLock<BrokerHandle>>,
}

impl Plugin for Node {
    fn name(&self) -> &'static str {
        "mesh"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let control = context.broker().cluster_control();
        let mut state = self.shared.state.lock().unwrap();
        state.nodes.entry(self.name.clone()).or_default().control = control;
        let _ = self.broker.set(context.broker().clone());
        Ok(())
    }

    fn cluster(&self) -> Option<Arc<dyn Cluster>> {
        Some(Arc::new(Side {
            shared: self.shared.clone(),
            name: self.name.clone(),
        }))
    }
}

/// The other nodes as one of them sees them.
struct Side {
    shared: Arc<Shared>,
    name: NodeName,
}

impl Cluster for Side {
    fn claim(
        &self,
        client_id: &str,
        clean_start: bool,
    ) -> BoxFuture<'static, Result<Claimed, Refusal>> {
        let (shared, me, client) = (self.shared.clone(), self.name.clone(), client_id.to_owned());
        let (stamp, previous, gate) = {
            let mut state = shared.state.lock().unwrap();
            let stamp = state.stamp(&me);
            let previous = state.clients.insert(client.clone(), stamp.clone());
            (stamp, previous, state.gate.take())
        };
        Box::pin(async move {
            let previous = previous.filter(|previous| previous.node != me);
            let session = match previous {
                None => {
                    let mut state = shared.state.lock().unwrap();
                    state.here.insert(client.clone(), me.clone());
                    SessionFrom::Here
                }
                Some(Stamp { node, .. }) => {
                    let session = take(&shared, &node, &client, &stamp, clean_start).await;
                    session.map_or(SessionFrom::Nobody, |session| SessionFrom::Node {
                        node,
                        session,
                    })
                }
            };
            if let Some(gate) = gate {
                let _ = gate.await;
            }
            Ok(Claimed { stamp, session })
        })
    }

    fn imported(&self, client_id: &str, from: &NodeName, stamp: &Stamp, filters: &[&str]) {
        let Some(control) = self.shared.control(from) else {
            return;
        };
        {
            // From now on everybody knows, who has not worked out before where a message goes.
            let mut state = self.shared.state.lock().unwrap();
            state.known += 1;
            let known = state.known;
            state.cuts.insert(client_id.to_owned(), known);
            state.here.insert(client_id.to_owned(), self.name.clone());
        }
        let nobody = NodeName::new("");
        for filter in filters.iter().map(|&filter| filter.to_owned()) {
            let (shared, nobody) = (self.shared.clone(), nobody.clone());
            self.shared.post(move || {
                let all = shared.others(&nobody);
                all.iter().for_each(|it| it.routes_changed(&filter));
            });
        }
        let (client, stamp) = (client_id.to_owned(), stamp.clone());
        let shared = self.shared.clone();
        self.shared.tell(move || {
            control.drop_session(&client, &stamp);
            shared.has_arrived(control, &client, &stamp);
        });
    }

    fn in_transit(&self, message: InTransit<'_>, done: Done) -> Passage {
        let client = message.client_id.to_owned();
        let mut state = self.shared.state.lock().unwrap();
        let cut = state.cuts.get(&client);
        let is_before = !message.is_its_own && cut.is_none_or(|cut| message.known < *cut);
        match message.session {
            Whereabouts::Restored => return Passage::Here,
            Whereabouts::Nowhere => return Passage::Elsewhere,
            Whereabouts::Came(_) if is_before => return Passage::Elsewhere,
            Whereabouts::Came(_) => return Passage::Give,
            Whereabouts::Gone(_) if !is_before && !message.is_its_own => {
                return Passage::Elsewhere;
            }
            Whereabouts::Gone(by) => {
                let control = state.nodes[&by.node].control.clone().unwrap();
                drop(state);
                let from = self.name.clone();
                self.shared.post(move || {
                    let after = after(&client, message.message);
                    assert!(control.deliver(&from, after, Some(done)));
                });
            }
            Whereabouts::Leaves(_) => {
                let claimed = state.clients.get(&client);
                let is_mine = claimed.is_some_and(|last| last.node == self.name);
                if is_mine && state.here.get(&client) == Some(&self.name) {
                    return Passage::Here;
                }
                let kept = (message.message, done);
                state.kept.entry(client).or_default().push(kept);
            }
        }
        Passage::Waits
    }

    fn known(&self) -> u64 {
        self.shared.state.lock().unwrap().known
    }

    fn restored(&self, client_id: &str, stamp: Option<&Stamp>, _: SystemTime) {
        let mut state = self.shared.state.lock().unwrap();
        let restored = (client_id.to_owned(), stamp.cloned());
        state.restored.push(restored);
    }

    fn released(&self, client_id: &str, stamp: &Stamp) {
        let mut state = self.shared.state.lock().unwrap();
        if state.clients.get(client_id) == Some(stamp) {
            state.clients.remove(client_id);
        }
    }

    fn subscribed(&self, filter: &str) {
        self.shared
            .subscriptions(&self.name, filter, |count| count + 1);
    }

    fn unsubscribed(&self, filter: &str) {
        self.shared
            .subscriptions(&self.name, filter, |count| count - 1);
    }

    fn route(&self, topic: TopicName<'_>) -> Route {
        let state = self.shared.state.lock().unwrap();
        let mut route = Route {
            known: state.known,
            ..Route::default()
        };
        let mut groups: BTreeMap<&str, RemoteGroup> = BTreeMap::new();
        let is_seen = |name: &NodeName| *name != self.name && !state.unknown.contains(name);
        for (name, member) in state.nodes.iter().filter(|(name, _)| is_seen(name)) {
            for (full, count) in &member.filters {
                let filter = TopicFilter::parse(full).unwrap();
                if !filter.matches(topic) {
                    continue;
                }
                if filter.share().is_none() {
                    if route.plain.last() != Some(name) {
                        route.plain.push(name.clone());
                    }
                    continue;
                }
                let group = groups.entry(full).or_insert_with(|| RemoteGroup {
                    filter: full.as_str().into(),
                    members: Default::default(),
                });
                group.members.push((name.clone(), *count));
            }
        }
        route.groups = groups.into_values().collect();
        route
    }

    fn forward(&self, to: &NodeName, forward: Forward) -> Result<u64, Shed> {
        let (control, number) = {
            let mut state = self.shared.state.lock().unwrap();
            if state.full.contains(to) {
                return Err(Shed);
            }
            state.forwarded += 1;
            let member = state.nodes.get_mut(to).ok_or(Shed)?;
            member.forwarded += 1;
            (member.control.clone().ok_or(Shed)?, member.forwarded)
        };
        let (shared, from, to) = (self.shared.clone(), self.name.clone(), to.clone());
        let sender = from.clone();
        self.shared.post(move || {
            let mesh = shared.clone();
            let done = move || mesh.clone().tell(move || mesh.safe(&from, &to, number));
            assert!(control.deliver(&sender, forward, Some(Box::new(done))));
            drop(shared);
        });
        Ok(number)
    }

    fn retained(&self, topic: &str, message: Option<Bytes>) {
        let stamp = {
            let mut state = self.shared.state.lock().unwrap();
            let stamp = state.stamp(&self.name);
            state.retained.insert(topic.to_owned(), stamp.clone());
            stamp
        };
        let (shared, me, topic) = (self.shared.clone(), self.name.clone(), topic.to_owned());
        self.shared.post(move || {
            for other in shared.others(&me) {
                other.retain(&topic, message.clone(), &stamp);
            }
        });
    }

    fn retained_restored(&self, topic: &str) {
        let mut state = self.shared.state.lock().unwrap();
        let member = state.nodes.entry(self.name.clone()).or_default();
        member.retained_at_start.insert(topic.to_owned());
    }

    fn retained_expired(&self, topic: &str) {
        self.shared.state.lock().unwrap().retained.remove(topic);
    }

    fn is_latest(&self, topic: &str, stamp: &Stamp) -> bool {
        let state = self.shared.state.lock().unwrap();
        state.retained.get(topic).is_none_or(|known| known <= stamp)
    }
}

/// A message that goes after its client.
fn after(client: &str, message: Bytes) -> Forward {
    Forward {
        message,
        safe: true,
        plain: false,
        groups: Box::default(),
        client: Some(client.into()),
        known: 0,
    }
}

/// Has a node hand a session over, or end it.
async fn take(
    shared: &Arc<Shared>,
    node: &NodeName,
    client: &str,
    stamp: &Stamp,
    clean: bool,
) -> Option<Bytes> {
    let control = shared.control(node)?;
    let (give, session) = oneshot::channel();
    let (client, stamp) = (client.to_owned(), stamp.clone());
    shared.post(move || {
        let session = if clean {
            control.drop_session(&client, &stamp);
            None
        } else {
            futures(control.hand_over(&client, &stamp))
        };
        let _ = give.send(session);
    });
    session.await.ok().flatten()
}

/// Waits for a future on this thread.
pub(crate) fn futures<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

/// Waits until it is so.
#[track_caller]
pub(crate) fn eventually(is_so: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < end, "it has not come to be in time");
        std::thread::yield_now();
    }
}

/// A broker that is a node.
pub(crate) struct Broker {
    server: Option<Server>,
    runtime: Runtime,
    handle: Arc<OnceLock<BrokerHandle>>,
}

impl Broker {
    /// With a store in this folder, or one that keeps nothing.
    #[track_caller]
    pub(crate) fn start(mesh: &Mesh, name: &str, folder: Option<&Path>) -> Self {
        let mut config = Config {
            listeners: vec![Listener {
                address: ListenAddress::new("127.0.0.1", 0).into(),
                ..Listener::default()
            }],
            plugin_order: vec!["mesh".to_owned()],
            ..Config::default()
        };
        if let Some(folder) = folder {
            config.persistence.kind = PersistenceType::Embedded;
            config.persistence.embedded.path = Some(folder.join(name));
        }
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let handle = Arc::new(OnceLock::new());
        let plugin: Arc<dyn Plugin> = Arc::new(Node {
            shared: mesh.0.clone(),
            name: NodeName::new(name),
            broker: handle.clone(),
        });
        let server = runtime
            .block_on(Server::start(config, vec![plugin]))
            .unwrap_or_else(|error| panic!("{error}"));
        Self {
            server: Some(server),
            runtime,
            handle,
        }
    }

    pub(crate) fn address(&self) -> SocketAddr {
        let server = self.server.as_ref().unwrap();
        server.listeners()[0].address.tcp().unwrap()
    }

    pub(crate) fn handle(&self) -> &BrokerHandle {
        self.handle.get().unwrap()
    }

    pub(crate) fn stop(mut self) {
        let server = self.server.take().unwrap();
        self.runtime.block_on(server.stop());
    }
}

impl Drop for Broker {
    /// A test that fails must not wait for connections.
    fn drop(&mut self) {
        let _inside = self.runtime.enter();
        drop(self.server.take());
    }
}
