//! Who is there: membership by chitchat, over datagrams that are sealed with the cluster secret.
//!
//! - `seal`: what a datagram looks like, and which are refused.
//! - `socket`: chitchat's way to the network.
//! - `member`: what the nodes say of themselves and what is seen of them.
//! - `address`: what this node is told to be reached at, and names that stand for addresses.
//! - `snapshot`: the other nodes, kept over a restart.

pub(crate) mod address;
pub(crate) mod member;
pub(crate) mod seal;
pub(crate) mod snapshot;
pub(crate) mod socket;

use std::net::SocketAddr;
use std::time::Duration;

use chitchat::{ChitchatConfig, ChitchatHandle, ChitchatId, FailureDetectorConfig, spawn_chitchat};

use self::member::{Known, Said};
use self::socket::SealedTransport;
use crate::{NodeName, Run};

/// Nodes that have nothing to do with each other have other secrets; the name only keeps mistakes apart.
const CLUSTER: &str = "gmqtt";
/// How often a node talks to some others.
const INTERVAL: Duration = Duration::from_millis(400);
/// How many usual silences a node may be silent before it counts as gone: some three seconds.
const PATIENCE: f64 = 14.0;
/// The longest silence that counts as usual.
const LONGEST: Duration = Duration::from_secs(3);
/// How long a node that is gone is expected back.
const EXPECTED: Duration = Duration::from_secs(24 * 3600);

/// This node's part in the membership.
pub(crate) struct Gossip {
    handle: ChitchatHandle,
}

impl Gossip {
    /// Begins to talk and to listen.
    ///
    /// # Errors
    /// When the socket cannot be used.
    pub(crate) async fn begin(
        name: &NodeName,
        run: Run,
        advertised: SocketAddr,
        said: Vec<(String, String)>,
        transport: &SealedTransport,
    ) -> Result<Self, anyhow::Error> {
        let config = ChitchatConfig {
            chitchat_id: ChitchatId::new(name.as_str(), run.0, advertised),
            cluster_id: CLUSTER.to_owned(),
            gossip_interval: INTERVAL,
            listen_addr: advertised,
            // `join` looks after them: names are resolved anew each time.
            seed_nodes: Vec::new(),
            failure_detector_config: FailureDetectorConfig {
                phi_threshold: PATIENCE,
                sampling_window_size: 100,
                max_interval: LONGEST,
                initial_interval: INTERVAL,
                dead_node_grace_period: EXPECTED,
            },
            marked_for_deletion_grace_period: EXPECTED,
            catchup_callback: None,
            extra_liveness_predicate: None,
        };
        let handle = spawn_chitchat(config, said, transport).await?;
        Ok(Self { handle })
    }

    /// Talks to whoever is at this address.
    pub(crate) fn greet(&self, address: SocketAddr) {
        if address != self.handle.chitchat_id().gossip_advertise_addr
            && let Err(error) = self.handle.gossip(address)
        {
            tracing::debug!(%address, %error, "membership has ended");
        }
    }

    /// Every node that is known, this one among them, by name: the latest run of each.
    pub(crate) async fn members(&self) -> Vec<Known> {
        self.handle.with_chitchat(|it| member::known(it)).await
    }

    /// Whether another process that started later calls itself as this node does.
    pub(crate) async fn has_double(&self) -> bool {
        let me = self.handle.chitchat_id().clone();
        let double =
            |id: &ChitchatId| id.node_id == me.node_id && id.generation_id > me.generation_id;
        self.handle
            .with_chitchat(|it| it.live_nodes().any(double))
            .await
    }

    /// Says something of this node to all.
    pub(crate) async fn say(&self, key: Said<'_>, value: &str) {
        let key = key.key();
        self.handle
            .with_chitchat(|it| {
                let state = it.self_node_state();
                if state.get(&key) != Some(value) {
                    state.set(&key, value);
                }
            })
            .await;
    }

    /// Tells what was said last, and ends. The others are told by as many rounds of gossip as they need with luck; those who miss it
    /// notice by themselves.
    pub(crate) async fn end(&self) {
        tokio::time::sleep(INTERVAL * 3).await;
        if let Err(error) = self.handle.initiate_shutdown() {
            tracing::debug!(%error, "membership has ended");
        }
    }
}
