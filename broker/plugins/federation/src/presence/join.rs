//! Getting to know the first other node, and finding back to those that are not heard of any more.

use std::sync::Arc;

use gmqtt_plugin_api::Severity;
use tokio::time::{Instant, sleep};
use tracing::{debug, error, info};

use super::Presence;
use crate::gossip::address::addresses;

/// Once somebody is known, the nodes of the configuration are greeted at every so many attempts only: they may belong to a part of the
/// cluster that nobody here has heard of.
const SELDOM: u64 = 6;

impl Presence {
    /// Whether there is nobody to join: then this node is ready alone.
    pub(super) fn is_alone_by_choice(&self) -> bool {
        self.joining.nodes.is_empty()
    }

    fn knows_somebody(&self) -> bool {
        let known = self.known.lock();
        known
            .iter()
            .any(|node| node.name != self.name && node.takes_part())
    }

    /// Greets the nodes to join until the task is ended.
    pub(crate) async fn join(self: Arc<Self>) {
        if self.joining.nodes.is_empty() && self.joining.before.is_empty() {
            return;
        }
        let begun = Instant::now();
        let mut is_late = false;
        for attempt in 0_u64.. {
            if self.has_left() {
                return;
            }
            let knows_somebody = self.knows_somebody();
            if knows_somebody && is_late {
                info!("a node has answered");
                is_late = false;
            }
            if !knows_somebody || attempt.is_multiple_of(SELDOM) {
                self.greet_all().await;
            }
            let waited = begun.elapsed() > self.joining.timeout;
            if waited && !knows_somebody && !is_late && attempt > 0 && !self.is_alone_by_choice() {
                is_late = true;
                error!("no node of plugins.federation.retry_join has answered; trying on");
                self.record(
                    Severity::Error,
                    &self.name,
                    "no node of plugins.federation.retry_join has answered",
                );
            }
            sleep(self.joining.interval).await;
        }
    }

    async fn greet_all(&self) {
        for node in &self.joining.before {
            self.gossip.greet(*node);
        }
        for node in &self.joining.nodes {
            match addresses(node).await {
                Ok(addresses) => addresses.into_iter().for_each(|it| self.gossip.greet(it)),
                Err(error) => debug!(%node, %error, "no address is known for a node to join"),
            }
        }
    }
}
