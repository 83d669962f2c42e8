//! Looks at who is there, again and again, and does what follows.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::Severity;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval};
use tracing::{error, info, warn};

use super::Presence;
use super::streams::Streams;
use crate::gossip::member::{Intention, Known, Said};
use crate::{NodeName, Run};

/// How often is looked.
const LOOK: Duration = Duration::from_millis(200);
/// How often this node says how busy it is.
const SAY: Duration = Duration::from_secs(5);

/// What was seen when last looked.
#[derive(Default)]
struct Seen {
    nodes: BTreeMap<NodeName, Other>,
    kept: Vec<SocketAddr>,
    has_double: bool,
    /// Whether it has been ready once.
    has_begun: bool,
    /// Why the node is held back, as the broker was told last.
    held_back: Option<Option<&'static str>>,
    streams: Streams,
    /// Whether somebody does not answer who has not said that it stops.
    is_split: bool,
    dialing: JoinSet<()>,
}

/// Another node.
struct Other {
    run: Run,
    address: Box<str>,
    takes_part: bool,
    heard: bool,
    dialing: Option<AbortHandle>,
}

/// Messages that were received and sent, to see how many a second.
struct Rates {
    since: Instant,
    received: u64,
    sent: u64,
}

impl Presence {
    /// Looks until the broker stops, and says goodbye then.
    pub(crate) async fn run(self: Arc<Self>) {
        let mut looks = interval(LOOK);
        looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut seen = Seen::default();
        let mut rates = Rates::new();
        let mut stopped = self.broker.stopped();
        while !self.has_left() {
            tokio::select! {
                _ = looks.tick() => {}
                () = &mut stopped => {
                    self.gossip.say(Said::Intention, Intention::Stop.word()).await;
                    return self.gossip.end().await;
                }
            }
            self.look(&mut seen).await;
            self.hold_back(&mut seen);
            self.move_clients();
            if rates.since.elapsed() >= SAY {
                self.say_figures(&mut rates).await;
            }
        }
        // Nobody is to be heard of any more.
        for (name, other) in seen.nodes {
            if let Some(dialing) = other.dialing {
                dialing.abort();
            }
            self.core.forget(&name);
        }
        self.control.hold_back(None);
        self.known.lock().retain(|known| known.name == self.name);
    }

    async fn look(&self, seen: &mut Seen) {
        let known = self.gossip.members().await;
        for node in known.iter().filter(|node| node.name != self.name) {
            self.look_at(node, seen);
        }
        let gone = |name: &NodeName| !known.iter().any(|node| node.name == *name);
        let gone: Vec<_> = seen.nodes.keys().filter(|it| gone(it)).cloned().collect();
        for name in gone {
            info!(node = %name, "a node is not expected back any more");
            self.record(Severity::Info, &name, "is not expected back any more");
            self.forget_node(&name, seen);
        }
        let others = known.iter().filter(|it| it.name != self.name && it.heard);
        let mut addresses: Vec<_> = others.map(|node| node.gossip).collect();
        addresses.sort();
        // Who is alone has most use for those who were there.
        if addresses != seen.kept && !addresses.is_empty() {
            self.keep(addresses.clone());
            seen.kept = addresses;
        }
        self.look_at_split(&known, seen);
        self.look_at_streams(&mut seen.streams);
        *self.known.lock() = known;
        let has_double = self.gossip.has_double().await;
        if has_double && !seen.has_double {
            error!(node = %self.name, "another node has the same name: set plugins.federation.node_name to another one");
            self.record(
                Severity::Error,
                &self.name,
                "another node has the same name",
            );
        }
        seen.has_double = has_double;
        while seen.dialing.try_join_next().is_some() {}
    }

    fn look_at_split(&self, known: &[Known], seen: &mut Seen) {
        let fails = |node: &&Known| !node.heard && node.intention == Intention::Stay;
        let is_split = known
            .iter()
            .filter(|it| it.name != self.name)
            .any(|it| fails(&it));
        if seen.is_split && !is_split {
            info!("all nodes that are expected answer again");
            let words = "the split is healed: all nodes that are expected answer again";
            self.record(Severity::Info, &self.name, words);
        }
        seen.is_split = is_split;
    }

    fn look_at(&self, node: &Known, seen: &mut Seen) {
        let name = &node.name;
        let before = seen.nodes.get(name);
        if node.intention == Intention::Leave {
            if before.is_some() {
                info!(node = %name, "a node has left");
                self.record(Severity::Info, name, "has left");
                self.forget_node(name, seen);
            }
            return;
        }
        let address = node.address.clone().unwrap_or_default();
        let takes_part = node.takes_part();
        // One that is about to begin another run was not heard in that yet.
        let had_been_heard = before.is_some_and(|it| it.heard && it.run == node.run);
        if had_been_heard != node.heard {
            self.core.answers(name, node.heard);
        }
        if before.is_some_and(|it| {
            (it.run, it.takes_part, it.heard) == (node.run, takes_part, node.heard)
                && it.address == address
        }) {
            return;
        }
        let took_part = before.is_some_and(|it| it.takes_part && it.run == node.run);
        let is_new = before.is_none_or(|it| it.run != node.run);
        if takes_part {
            if !took_part {
                info!(node = %name, %address, "a node takes part");
                let words = if is_new {
                    "has joined"
                } else {
                    "answers again"
                };
                self.record(Severity::Info, name, words);
            }
            self.core.up(name, node.run);
        } else if took_part {
            warn!(node = %name, "a node takes no part any more");
            let (severity, words) = match node.intention {
                Intention::Stop => (Severity::Info, "stops"),
                _ => (Severity::Warning, "does not answer"),
            };
            self.record(severity, name, words);
            self.core.down(name);
        }
        if let Some(dialing) = seen.nodes.remove(name).and_then(|it| it.dialing) {
            dialing.abort();
        }
        // Of two nodes one connects.
        let dialing = (takes_part && self.name < *name).then(|| {
            let keep = self.dialer.clone().keep(name.clone(), address.clone());
            seen.dialing.spawn(keep)
        });
        let other = Other {
            run: node.run,
            address,
            takes_part,
            heard: node.heard,
            dialing,
        };
        seen.nodes.insert(name.clone(), other);
    }

    fn forget_node(&self, name: &NodeName, seen: &mut Seen) {
        if let Some(dialing) = seen.nodes.remove(name).and_then(|it| it.dialing) {
            dialing.abort();
        }
        self.core.forget(name);
    }

    /// Says why this node should get no new clients, if it has to.
    fn hold_back(&self, seen: &mut Seen) {
        let knows_somebody = seen.nodes.values().any(|it| it.takes_part);
        let why = if self.is_drained() {
            Some("it is drained: its clients are to connect to other nodes")
        } else if !seen.has_begun && !self.is_alone_by_choice() && !knows_somebody {
            Some("no node of plugins.federation.retry_join has answered yet")
        } else if !seen.has_begun && !self.core.is_settled() {
            Some("the other nodes have not told everything yet")
        } else {
            seen.has_begun = true;
            None
        };
        if seen.held_back != Some(why) {
            self.control.hold_back(why);
            seen.held_back = Some(why);
        }
    }

    async fn say_figures(&self, rates: &mut Rates) {
        let Some(metrics) = self.broker.metrics() else {
            return;
        };
        let sessions = metrics.sessions_active.to_string();
        self.gossip.say(Said::Sessions, &sessions).await;
        let (received, sent) = (
            metrics.messages_received.iter().sum(),
            metrics.messages_sent.iter().sum(),
        );
        let (inn, out) = rates.next(received, sent);
        let said = format!("{inn:.0}/{out:.0}");
        self.gossip.say(Said::Rates, &said).await;
    }
}

impl Rates {
    fn new() -> Self {
        Self {
            since: Instant::now(),
            received: 0,
            sent: 0,
        }
    }

    fn next(&mut self, received: u64, sent: u64) -> (f64, f64) {
        let seconds = self.since.elapsed().as_secs_f64();
        let rates = (
            received.saturating_sub(self.received) as f64 / seconds,
            sent.saturating_sub(self.sent) as f64 / seconds,
        );
        *self = Self {
            since: Instant::now(),
            received,
            sent,
        };
        rates
    }
}
