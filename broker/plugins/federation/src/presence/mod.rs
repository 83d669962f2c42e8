//! Who takes part, and what follows from it: which links there are, whether this node is ready, and what operators may change.

mod drain;
mod join;
mod look;
mod operate;
mod streams;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use gmqtt_config::PeerAddress;
use gmqtt_plugin_api::cluster::ClusterControl;
use gmqtt_plugin_api::{BrokerHandle, EventKind, Note, Severity};
use parking_lot::Mutex;

use crate::core::Core;
use crate::gossip::Gossip;
use crate::gossip::member::{Intention, Known, Said};
use crate::gossip::snapshot::{Snapshot, SnapshotFile};
use crate::gossip::socket::SealedTransport;
use crate::wire::dial::Dialer;
use crate::{NodeName, Run};

pub(crate) use operate::Refused;

/// This node among the others.
pub(crate) struct Presence {
    pub(crate) name: NodeName,
    run: Run,
    core: Arc<Core>,
    gossip: Gossip,
    dialer: Arc<Dialer>,
    broker: BrokerHandle,
    control: Arc<dyn ClusterControl>,
    joining: Joining,
    snapshot: SnapshotFile,
    /// Every node that was known when last looked, this one among them.
    known: Mutex<Vec<Known>>,
    has_left: AtomicBool,
    /// While this node is being drained.
    draining: Mutex<Option<drain::Drain>>,
}

/// What is needed to begin.
pub(crate) struct Beginning {
    pub(crate) name: NodeName,
    pub(crate) run: Run,
    pub(crate) core: Arc<Core>,
    pub(crate) dialer: Arc<Dialer>,
    pub(crate) broker: BrokerHandle,
    pub(crate) control: Arc<dyn ClusterControl>,
    pub(crate) joining: Joining,
    pub(crate) snapshot: SnapshotFile,
    /// Where this node gossips, as others are told.
    pub(crate) gossip: SocketAddr,
    /// Where its links are accepted, as others are told: `host:port`.
    pub(crate) address: String,
}

/// Whom to join, and how.
pub(crate) struct Joining {
    /// The nodes of the configuration.
    pub(crate) nodes: Vec<PeerAddress>,
    /// Those that were there before the restart.
    pub(crate) before: Vec<SocketAddr>,
    /// The pause between two attempts.
    pub(crate) interval: Duration,
    /// When it is an error that nobody has answered.
    pub(crate) timeout: Duration,
}

impl Presence {
    /// Begins to gossip.
    ///
    /// # Errors
    /// When the socket cannot be used.
    pub(crate) async fn begin(
        beginning: Beginning,
        transport: &SealedTransport,
    ) -> Result<Arc<Self>, anyhow::Error> {
        let Beginning {
            name,
            run,
            core,
            dialer,
            broker,
            control,
            joining,
            snapshot,
            gossip,
            address,
        } = beginning;
        let version = broker.metrics().map_or("", |metrics| metrics.version);
        let started = SystemTime::now().duration_since(UNIX_EPOCH);
        let started = started.unwrap_or_default().as_secs().to_string();
        let said = [
            (Said::Address, address),
            (Said::Version, version.to_owned()),
            (Said::Started, started),
            (Said::Intention, Intention::Stay.word().to_owned()),
        ];
        let said = said.map(|(key, value)| (key.key().into_owned(), value));
        let gossip = Gossip::begin(&name, run, gossip, said.into(), transport).await?;
        Ok(Arc::new(Self {
            name,
            run,
            core,
            gossip,
            dialer,
            broker,
            control,
            joining,
            snapshot,
            known: Mutex::default(),
            has_left: AtomicBool::new(false),
            draining: Mutex::default(),
        }))
    }

    /// Every node that is known, this one among them, by name.
    pub(crate) fn known(&self) -> Vec<Known> {
        self.known.lock().clone()
    }

    /// Whether this node has left.
    pub(crate) fn has_left(&self) -> bool {
        self.has_left.load(Ordering::Relaxed)
    }

    fn record(&self, severity: Severity, node: &NodeName, words: &str) {
        let note = Note::new(EventKind::Cluster, node.as_str(), words).severity(severity);
        self.broker.record(note);
    }

    /// Keeps where the others are.
    fn keep(&self, nodes: Vec<SocketAddr>) {
        let snapshot = Snapshot {
            run: self.run,
            has_left: self.has_left(),
            nodes,
        };
        if let Err(error) = self.snapshot.write(&snapshot) {
            tracing::error!(%error, "cannot write plugins.federation.snapshot_path");
        }
    }
}
