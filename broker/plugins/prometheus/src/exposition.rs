//! The registry, and the text that comes of it.

use std::collections::HashMap;

use gmqtt_plugin_api::{
    BrokerHandle, Histogram, MetricFamily, MetricKind, Metrics, ProcessUsage, Sample, SampleValue,
};
use prometheus::core::{Collector, Desc};
use prometheus::{Registry, TextEncoder, proto};

use crate::plugins;

/// What a scrape is answered with.
pub(crate) struct Exposition {
    registry: Registry,
}

impl Exposition {
    /// The metrics of a broker, of this process and of the broker's plugins.
    ///
    /// # Errors
    /// When two of them have the same name.
    pub(crate) fn new(broker: &BrokerHandle) -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let process = ProcessUsage::new();
        let handle = broker.clone();
        let of_broker = Source::new(move || {
            let metrics = handle.metrics();
            metrics.as_ref().map(Metrics::families).unwrap_or_default()
        })?;
        let of_process = Source::new(move || process.families())?;
        let taken = of_broker.names().chain(of_process.names());
        let of_plugins = plugins::Plugins::new(broker.clone(), taken.map(str::to_owned).collect());
        registry.register(Box::new(of_broker))?;
        registry.register(Box::new(of_process))?;
        registry.register(Box::new(of_plugins))?;
        Ok(Self { registry })
    }

    /// The metrics of this moment in Prometheus's text format 0.0.4.
    ///
    /// # Errors
    /// When a family is not what its type says.
    pub(crate) fn text(&self) -> Result<String, prometheus::Error> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

/// Families that are read when they are asked for.
struct Source<F> {
    read: F,
    descriptions: Vec<Desc>,
}

impl<F: Fn() -> Vec<MetricFamily>> Source<F> {
    fn new(read: F) -> Result<Self, prometheus::Error> {
        let describe = |family: &MetricFamily| {
            let labels = family.samples.first().map_or(&[][..], |it| &it.labels);
            let labels = labels.iter().map(|(name, _)| name.to_string()).collect();
            let (name, help) = (family.name.to_string(), family.help.to_string());
            Desc::new(name, help, labels, HashMap::new())
        };
        let descriptions = read().iter().map(describe).collect::<Result<_, _>>()?;
        Ok(Self { read, descriptions })
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.descriptions.iter().map(|desc| desc.fq_name.as_str())
    }
}

impl<F: Fn() -> Vec<MetricFamily> + Send + Sync> Collector for Source<F> {
    fn desc(&self) -> Vec<&Desc> {
        self.descriptions.iter().collect()
    }

    fn collect(&self) -> Vec<proto::MetricFamily> {
        (self.read)().into_iter().map(family).collect()
    }
}

/// A family as the encoder wants it. A sample that is not of the family's kind is left out.
pub(crate) fn family(from: MetricFamily) -> proto::MetricFamily {
    let mut family = proto::MetricFamily::default();
    family.set_name(from.name.into_owned());
    family.set_help(from.help.into_owned());
    family.set_field_type(match from.kind {
        MetricKind::Counter => proto::MetricType::COUNTER,
        MetricKind::Gauge => proto::MetricType::GAUGE,
        MetricKind::Histogram => proto::MetricType::HISTOGRAM,
    });
    let metrics = from.samples.into_iter();
    family.set_metric(metrics.filter_map(|it| metric(from.kind, it)).collect());
    family
}

fn metric(kind: MetricKind, sample: Sample) -> Option<proto::Metric> {
    let labels = sample.labels.into_iter().map(|(name, value)| {
        let mut label = proto::LabelPair::default();
        label.set_name(name.into_owned());
        label.set_value(value.into_owned());
        label
    });
    let mut metric = proto::Metric::from_label(labels.collect());
    match (kind, sample.value) {
        (MetricKind::Counter, SampleValue::Number(value)) => {
            let mut counter = proto::Counter::default();
            counter.set_value(value);
            metric.set_counter(counter);
        }
        (MetricKind::Gauge, SampleValue::Number(value)) => {
            let mut gauge = proto::Gauge::default();
            gauge.set_value(value);
            metric.set_gauge(gauge);
        }
        (MetricKind::Histogram, SampleValue::Histogram(value)) => {
            metric.set_histogram(histogram(&value));
        }
        _ => return None,
    }
    Some(metric)
}

/// Prometheus's buckets hold all that took at most their bound.
fn histogram(from: &Histogram) -> proto::Histogram {
    let mut cumulative = 0;
    let counts = from.counts.iter().zip(Histogram::BOUNDS);
    let buckets = counts.map(|(count, bound)| {
        cumulative += count;
        let mut bucket = proto::Bucket::default();
        bucket.set_upper_bound(bound.as_secs_f64());
        bucket.set_cumulative_count(cumulative);
        bucket
    });
    let mut histogram = proto::Histogram::default();
    histogram.set_bucket(buckets.collect());
    histogram.set_sample_count(from.count());
    histogram.set_sample_sum(from.sum.as_secs_f64());
    histogram
}
