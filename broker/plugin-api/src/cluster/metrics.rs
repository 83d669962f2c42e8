//! What a broker counts as one node of a cluster.

use crate::MetricFamily;
use crate::families::{by_label, counter};

/// What a broker counts as one node of a cluster, since it started.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ClusterMetrics {
    /// Messages sent to other nodes; one for two nodes counts twice.
    pub forwarded: u64,
    /// Messages that other nodes sent.
    pub received: u64,
    /// Messages of QoS 0 that were not forwarded because too much waited for the node.
    pub shed_qos0: u64,
    /// The same of QoS 1 and 2.
    pub shed_qos12: u64,
    /// Messages for shared subscriptions that had no member left that a node could be reached for.
    pub no_member: u64,
    /// What came from another node, or was to go there, and is no message.
    pub invalid: u64,
    /// Retained messages that other nodes set or cleared.
    pub retained: u64,
    /// Sessions that came from other nodes.
    pub sessions_imported: u64,
    /// Sessions that were given to other nodes; one that was asked for twice counts twice.
    pub sessions_handed_over: u64,
    /// Sessions that went because their client is at another node.
    pub sessions_dropped: u64,
    /// Messages that were waited for and that another node did not confirm in time.
    pub unconfirmed: u64,
}

impl ClusterMetrics {
    /// As families with the labels they have in Prometheus.
    pub(crate) fn families(&self, all: &mut Vec<MetricFamily>) {
        all.push(counter(
            "gmqtt_cluster_messages_forwarded_total",
            "Messages sent to other nodes of the cluster.",
            self.forwarded,
        ));
        all.push(counter(
            "gmqtt_cluster_messages_received_total",
            "Messages that other nodes of the cluster sent.",
            self.received,
        ));
        let dropped = [
            ("shed_qos0", self.shed_qos0),
            ("shed_qos12", self.shed_qos12),
            ("no_member", self.no_member),
            ("invalid", self.invalid),
        ];
        all.push(by_label(
            "gmqtt_cluster_messages_dropped_total",
            "Messages that did not cross to another node of the cluster, by reason.",
            "reason",
            dropped.into_iter(),
        ));
        all.push(counter(
            "gmqtt_cluster_messages_unconfirmed_total",
            "Messages that another node of the cluster did not confirm in time.",
            self.unconfirmed,
        ));
        all.push(counter(
            "gmqtt_cluster_retained_total",
            "Retained messages that other nodes of the cluster set or cleared.",
            self.retained,
        ));
        let sessions = [
            ("imported", self.sessions_imported),
            ("handed_over", self.sessions_handed_over),
            ("dropped", self.sessions_dropped),
        ];
        all.push(by_label(
            "gmqtt_cluster_sessions_total",
            "Sessions that came from other nodes of the cluster or went to them, by what was done.",
            "what",
            sessions.into_iter(),
        ));
    }
}
