//! The [`Node`] of this broker, and what is done of what it decides.
//!
//! The broker, the links and membership tell it things on any thread, under one lock that is held for as long as the node thinks: no
//! method blocks, and the broker is never called meanwhile. One task carries out what the node wants done.

mod carry_out;
mod cluster;
mod links;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Instant;

use gmqtt_plugin_api::Refusal;
use gmqtt_plugin_api::cluster::{Claimed, Done};
use parking_lot::Mutex;
use tokio::sync::{Notify, oneshot};

pub(crate) use links::Link;

use crate::gossip::socket::wall;
use crate::wire::outbound::Outbound;
use crate::{ClaimId, Node, NodeName, Now, Run, Settings, Token};

/// The node of this broker.
pub(crate) struct Core {
    state: Mutex<State>,
    /// There is something to carry out.
    wake: Arc<Notify>,
    /// The beginning of the clock that only goes forward.
    started: Instant,
    pub(crate) received: AtomicU64,
}

/// Who waits for a claim.
type Claimant = oneshot::Sender<Result<Claimed, Refusal>>;

struct State {
    node: Node,
    peers: BTreeMap<NodeName, Peer>,
    claims: HashMap<ClaimId, Claimant>,
    /// Who waits for messages that the node keeps.
    kept: HashMap<Token, Done>,
    next_token: u64,
    /// Nodes of which nothing will be heard any more, for those who wait for them.
    gone: Vec<NodeName>,
    /// Nodes that do not answer any more, and those that do again.
    heard: Vec<(NodeName, bool)>,
}

/// Another node.
#[derive(Default)]
struct Peer {
    /// The run that takes part; `None` while none does.
    run: Option<Run>,
    link: Option<(Run, Outbound)>,
    /// How often there was a link.
    links: u64,
    forwarded: u64,
}

/// Another node in figures.
#[derive(Debug, Clone, Default)]
pub(crate) struct PeerFigures {
    pub(crate) is_linked: bool,
    pub(crate) waiting: u64,
    pub(crate) waiting_bytes: u64,
    pub(crate) shed: u64,
    /// How often the stream of messages to it was begun anew.
    pub(crate) renewed: u64,
    pub(crate) routes: u64,
    pub(crate) links: u64,
    pub(crate) forwarded: u64,
    /// The median and the 99th percentile.
    pub(crate) rtt: Option<(std::time::Duration, std::time::Duration)>,
}

impl Core {
    pub(crate) fn new(name: NodeName, run: Run, settings: Settings) -> Self {
        let now = Now {
            mono: 0,
            wall: wall(),
        };
        Self {
            state: Mutex::new(State {
                node: Node::new(name, run, settings, now),
                peers: BTreeMap::new(),
                claims: HashMap::new(),
                kept: HashMap::new(),
                next_token: 0,
                gone: Vec::new(),
                heard: Vec::new(),
            }),
            wake: Arc::default(),
            started: Instant::now(),
            received: AtomicU64::new(0),
        }
    }

    fn now(&self) -> Now {
        Now {
            mono: self.started.elapsed().as_millis() as u64,
            wall: wall(),
        }
    }

    /// Tells the node something, and has carried out what comes of it.
    fn tell<T>(&self, say: impl FnOnce(&mut State, Now) -> T) -> T {
        let said = say(&mut self.state.lock(), self.now());
        self.wake.notify_one();
        said
    }

    /// Membership says that a node takes part, in this run.
    pub(crate) fn up(&self, name: &NodeName, run: Run) {
        self.tell(|state, now| {
            let peer = state.peers.entry(name.clone()).or_default();
            if peer.run == Some(run) {
                return;
            }
            peer.run = Some(run);
            state.node.up(name, run, now);
            // The other end may have been quicker.
            if matches!(&peer.link, Some((of, _)) if *of == run) {
                state.node.connected(name, now);
            }
        });
    }

    /// Membership says that a node takes no part any more.
    pub(crate) fn down(&self, name: &NodeName) {
        self.tell(|state, now| {
            let Some(peer) = state.peers.get_mut(name) else {
                return;
            };
            if peer.run.take().is_some() {
                // It may be back before anybody has waited for too long.
                state.node.down(name, now);
            }
        });
    }

    /// Whether anything was heard of a node lately.
    pub(crate) fn answers(&self, name: &NodeName, answers: bool) {
        self.tell(|state, _| state.heard.push((name.clone(), answers)));
    }

    /// A node will not come back.
    pub(crate) fn forget(&self, name: &NodeName) {
        self.tell(|state, now| {
            if let Some(peer) = state.peers.remove(name) {
                if let Some((_, link)) = peer.link {
                    link.close();
                }
                state.node.forget(name, now);
                state.gone.push(name.clone());
            }
        });
    }

    /// Topic filters that this node has subscribers for.
    pub(crate) fn interests(&self) -> u64 {
        self.state.lock().node.interests() as u64
    }

    /// Whether everything is known that has to be to serve.
    pub(crate) fn is_settled(&self) -> bool {
        self.state.lock().node.is_settled(self.now())
    }

    /// How things stand with the other nodes.
    pub(crate) fn figures(&self) -> BTreeMap<NodeName, PeerFigures> {
        let state = self.state.lock();
        let figures = state.peers.iter().map(|(name, peer)| {
            let standing = state.node.standing(name).unwrap_or_default();
            let link = peer.link.as_ref().map(|(_, link)| link);
            let figures = PeerFigures {
                is_linked: link.is_some(),
                waiting: standing.waiting as u64,
                waiting_bytes: standing.waiting_bytes as u64,
                shed: standing.shed,
                renewed: standing.renewed,
                routes: standing.routes as u64,
                links: peer.links,
                forwarded: peer.forwarded,
                rtt: link.and_then(Outbound::rtt),
            };
            (name.clone(), figures)
        });
        figures.collect()
    }
}
