//! What operators may change: join, leave, put a node out.

use std::sync::atomic::Ordering;
use std::time::Duration;

use gmqtt_config::PeerAddress;
use gmqtt_plugin_api::Severity;
use tokio::time::{Instant, sleep};
use tracing::info;

use super::Presence;
use crate::gossip::address::addresses;
use crate::gossip::member::{Intention, Said};
use crate::{NodeName, Run};

/// How long a node that is to be joined may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// How often is looked whether it has.
const LOOK: Duration = Duration::from_millis(100);

/// Why something is not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Refused {
    /// This node has left.
    #[error("this node has left the cluster; it can join again when it is started again")]
    HasLeft,
    /// A host has no address.
    #[error("no address is known for {0}")]
    NoAddress(String),
    /// Nobody has answered.
    #[error("no node has answered; has it the same cluster_secret, and does UDP reach it?")]
    NoAnswer,
    /// There is no such node.
    #[error("there is no node {0}")]
    Unknown(String),
    /// The node is there.
    #[error("{0} is alive; let it leave: gmqtt cluster leave")]
    Alive(String),
    /// It is this node.
    #[error("{0} is this node; let it leave: gmqtt cluster leave")]
    Me(String),
}

impl Presence {
    /// Joins the nodes at these addresses; returns when one of them answers.
    ///
    /// # Errors
    /// When none does.
    pub(crate) async fn join_these(&self, hosts: &[PeerAddress]) -> Result<(), Refused> {
        if self.has_left() {
            return Err(Refused::HasLeft);
        }
        let mut greeted = Vec::new();
        for host in hosts {
            let found = addresses(host).await.unwrap_or_default();
            if found.is_empty() {
                return Err(Refused::NoAddress(host.host.clone()));
            }
            greeted.extend(found);
        }
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            for address in &greeted {
                self.gossip.greet(*address);
            }
            sleep(LOOK).await;
            let known = self.known();
            if known
                .iter()
                .any(|node| node.heard && greeted.contains(&node.gossip))
            {
                return Ok(());
            }
        }
        Err(Refused::NoAnswer)
    }

    /// Leaves the others, for good: until this node is started again it is alone.
    pub(crate) async fn leave(&self) {
        if self.has_left.swap(true, Ordering::Relaxed) {
            return;
        }
        info!("this node leaves the cluster");
        self.record(Severity::Info, &self.name, "leaves");
        let others = self.known();
        let others = others.iter().filter(|node| node.name != self.name);
        self.keep(others.map(|node| node.gossip).collect());
        self.gossip
            .say(Said::Intention, Intention::Leave.word())
            .await;
        self.gossip.end().await;
    }

    /// Puts out a node that is gone: it is not expected back, on no node.
    ///
    /// # Errors
    /// When there is none, or it is there.
    pub(crate) async fn put_out(&self, name: &str) -> Result<(), Refused> {
        if self.has_left() {
            return Err(Refused::HasLeft);
        }
        if name == self.name.as_str() {
            return Err(Refused::Me(name.to_owned()));
        }
        let known = self.known();
        let node = known.iter().find(|node| node.name.as_str() == name);
        let node = node.ok_or_else(|| Refused::Unknown(name.to_owned()))?;
        if node.heard {
            return Err(Refused::Alive(name.to_owned()));
        }
        let Run(run) = node.run;
        self.gossip
            .say(Said::Forgotten(name), &run.to_string())
            .await;
        self.record(Severity::Warning, &NodeName::new(name), "was put out");
        Ok(())
    }
}
