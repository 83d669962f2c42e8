//! Figures about the other nodes, for Prometheus and `gmqtt metrics`.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use gmqtt_plugin_api::{MetricFamily, MetricKind, MetricSource, Sample, SampleValue};

use crate::core::PeerFigures;
use crate::gossip::seal::{Refused, Unsealed};
use crate::plugin::Running;

/// Where the figures come from.
pub(crate) struct Figures {
    pub(crate) running: Arc<Running>,
    pub(crate) gossip_refused: Refused,
    pub(crate) links_refused: Arc<AtomicU64>,
}

/// A figure of each other node.
struct PerNode {
    name: &'static str,
    help: &'static str,
    kind: MetricKind,
    value: fn(&PeerFigures) -> Option<f64>,
}

const PER_NODE: &[PerNode] = &[
    PerNode {
        name: "gmqtt_federation_links",
        help: "Whether there is a link to the node.",
        kind: MetricKind::Gauge,
        value: |node| Some(f64::from(u8::from(node.is_linked))),
    },
    PerNode {
        name: "gmqtt_federation_links_made_total",
        help: "How often a link to the node was made.",
        kind: MetricKind::Counter,
        value: |node| Some(node.links as f64),
    },
    PerNode {
        name: "gmqtt_federation_rtt_seconds",
        help: "How long a question to the node and its answer take, half of the time at most.",
        kind: MetricKind::Gauge,
        value: |node| node.rtt.map(|(median, _)| median.as_secs_f64()),
    },
    PerNode {
        name: "gmqtt_federation_rtt_p99_seconds",
        help: "How long a question to the node and its answer take, 99 % of the time at most.",
        kind: MetricKind::Gauge,
        value: |node| node.rtt.map(|(_, most)| most.as_secs_f64()),
    },
    PerNode {
        name: "gmqtt_federation_queue_events",
        help: "Events that wait until the node has dealt with them.",
        kind: MetricKind::Gauge,
        value: |node| Some(node.waiting as f64),
    },
    PerNode {
        name: "gmqtt_federation_queue_bytes",
        help: "Their bytes.",
        kind: MetricKind::Gauge,
        value: |node| Some(node.waiting_bytes as f64),
    },
    PerNode {
        name: "gmqtt_federation_messages_forwarded_total",
        help: "Messages for subscribers of the node, each once.",
        kind: MetricKind::Counter,
        value: |node| Some(node.forwarded as f64),
    },
    PerNode {
        name: "gmqtt_federation_messages_shed_total",
        help: "Messages that were not forwarded to the node because too much waits for it, or it is away.",
        kind: MetricKind::Counter,
        value: |node| Some(node.shed as f64),
    },
    PerNode {
        name: "gmqtt_federation_routes",
        help: "Topic filters that the node has subscribers for.",
        kind: MetricKind::Gauge,
        value: |node| Some(node.routes as f64),
    },
];

impl MetricSource for Figures {
    fn collect(&self) -> Vec<MetricFamily> {
        let Ok(core) = self.running.core() else {
            return Vec::new();
        };
        let nodes = core.figures();
        let mut families: Vec<_> = PER_NODE
            .iter()
            .map(|figure| {
                let samples = nodes.iter().filter_map(|(name, node)| {
                    let name = Cow::Owned(name.as_str().to_owned());
                    Some(sample("node", name, (figure.value)(node)?))
                });
                family(figure.name, figure.help, figure.kind, samples.collect())
            })
            .collect();
        families.push(family(
            "gmqtt_federation_messages_received_total",
            "Messages of other nodes for subscribers of this one.",
            MetricKind::Counter,
            vec![plain(core.received.load(Ordering::Relaxed))],
        ));
        let refused = Unsealed::ALL.map(|why| {
            let count = self.gossip_refused.count(why) as f64;
            sample("reason", Cow::Borrowed(why.label()), count)
        });
        families.push(family(
            "gmqtt_federation_gossip_refused_total",
            "Datagrams that were refused.",
            MetricKind::Counter,
            refused.into(),
        ));
        families.push(family(
            "gmqtt_federation_links_refused_total",
            "Nodes that wanted to make a link and do not know the cluster_secret.",
            MetricKind::Counter,
            vec![plain(self.links_refused.load(Ordering::Relaxed))],
        ));
        families
    }
}

fn family(
    name: &'static str,
    help: &'static str,
    kind: MetricKind,
    samples: Vec<Sample>,
) -> MetricFamily {
    MetricFamily {
        name: name.into(),
        help: help.into(),
        kind,
        samples,
    }
}

fn sample(label: &'static str, value: Cow<'static, str>, number: f64) -> Sample {
    Sample {
        labels: vec![(label.into(), value)],
        value: SampleValue::Number(number),
    }
}

fn plain(number: u64) -> Sample {
    Sample {
        labels: Vec::new(),
        value: SampleValue::Number(number as f64),
    }
}
