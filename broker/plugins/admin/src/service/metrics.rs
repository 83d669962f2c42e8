//! `MetricsService`: the broker's figures, all of them or the chief ones again and again.

use std::collections::HashMap;
use std::time::Duration;

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::metrics_service_server::MetricsService;
use gmqtt_admin_api::admin::{
    Bucket, GetMetricsRequest, GetMetricsResponse, Metric, MetricSample, MetricsSnapshot,
    WatchMetricsRequest,
};
use gmqtt_plugin_api::{
    BrokerHandle, Histogram, MetricFamily, MetricKind, PluginContext, ProcessUsage, Sample,
    SampleValue,
};
use tokio::time::{Instant, MissedTickBehavior, interval_at};
use tonic::{Request, Response, Status};

use crate::figures::{Figures, Snapshot};
use crate::stream::{Answers, stopping, stream};

/// How often, if nothing is said.
const INTERVAL: Duration = Duration::from_secs(1);
/// How often at most.
const SHORTEST: Duration = Duration::from_millis(250);
/// How seldom.
const LONGEST: Duration = Duration::from_secs(60 * 60);

/// The service.
pub(crate) struct Metrics {
    broker: BrokerHandle,
    figures: Figures,
    process: ProcessUsage,
}

impl Metrics {
    pub(crate) fn new(context: &PluginContext, figures: &Figures) -> Self {
        Self {
            broker: context.broker().clone(),
            figures: figures.clone(),
            process: ProcessUsage::new(),
        }
    }
}

#[tonic::async_trait]
impl MetricsService for Metrics {
    async fn get(
        &self,
        request: Request<GetMetricsRequest>,
    ) -> Result<Response<GetMetricsResponse>, Status> {
        let pattern = request.into_inner().name;
        let snapshot = self.figures.now().ok_or_else(stopping)?;
        let rates = Rates::of(&snapshot);
        let mut families = snapshot.now.metrics.families();
        families.extend(self.process.families());
        families.extend(self.broker.plugin_metrics());
        families.retain(|family| pattern.is_empty() || fits(&pattern, &family.name));
        families.sort_by(|a, b| a.name.cmp(&b.name));
        // Of two with one name the first holds, as for Prometheus.
        families.dedup_by(|second, first| second.name == first.name);
        Ok(Response::new(GetMetricsResponse {
            metrics: families
                .into_iter()
                .map(|family| show(family, &rates))
                .collect(),
            at: Some(snapshot.now.at.into()),
        }))
    }

    type WatchStream = Answers<MetricsSnapshot>;

    async fn watch(
        &self,
        request: Request<WatchMetricsRequest>,
    ) -> Result<Response<Answers<MetricsSnapshot>>, Status> {
        let every = interval(request.into_inner().interval)?;
        let (figures, instance_id) = (self.figures.clone(), self.broker.instance_id());
        let answers = stream(&self.broker, move |out| async move {
            let begun = Instant::now();
            let mut ticks = interval_at(begun, every);
            ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
            let (mut before, mut told) = (figures.before(), 0);
            for sequence in 1.. {
                let at = ticks.tick().await;
                let Some(mut snapshot) = figures.now() else {
                    return out.fail(stopping()).await;
                };
                snapshot.before = before.replace(snapshot.now.clone());
                // The ticks that passed while the reader had no room.
                let due = (at - begun).as_nanos() / every.as_nanos() + 1;
                let due = u64::try_from(due).unwrap_or(u64::MAX);
                let skipped = due.saturating_sub(told + 1);
                told = due;
                out.put(snapshot.show(sequence, &instance_id, skipped))
                    .await?;
            }
            Ok(())
        });
        Ok(Response::new(answers))
    }
}

/// How often something is shown.
///
/// # Errors
/// When that is too often.
pub(super) fn interval(asked: Option<prost_types::Duration>) -> Result<Duration, Fault> {
    let Some(asked) = asked else {
        return Ok(INTERVAL);
    };
    Duration::try_from(asked)
        .ok()
        .filter(|asked| (SHORTEST..=LONGEST).contains(asked))
        .ok_or_else(|| Fault::invalid("interval", "from 250 ms to an hour"))
}

/// Whether a name fits a pattern in which `*` stands for any text.
fn fits(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut name) = name.strip_prefix(start) else {
        return false;
    };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    for part in middle.split('*') {
        let Some(at) = name.find(part) else {
            return false;
        };
        name = &name[at + part.len()..];
    }
    name.ends_with(end)
}

/// What counters had a few seconds ago.
struct Rates {
    seconds: Option<f64>,
    before: HashMap<Key, f64>,
}

/// A name, and labels in their order.
type Key = (String, Vec<(String, String)>);

impl Rates {
    fn of(snapshot: &Snapshot) -> Self {
        let mut before = HashMap::new();
        let families = snapshot.before.iter().flat_map(|it| it.metrics.families());
        for family in families.filter(|family| family.kind == MetricKind::Counter) {
            for sample in family.samples {
                if let SampleValue::Number(value) = sample.value {
                    before.insert(key(&family.name, &sample.labels), value);
                }
            }
        }
        Self {
            seconds: snapshot.seconds(),
            before,
        }
    }

    fn rate(&self, name: &str, labels: &[Label], value: f64) -> Option<f64> {
        let before = self.before.get(&key(name, labels))?;
        Some((value - before).max(0.0) / self.seconds?)
    }
}

type Label = (
    std::borrow::Cow<'static, str>,
    std::borrow::Cow<'static, str>,
);

fn key(name: &str, labels: &[Label]) -> Key {
    let labels = labels.iter();
    let labels = labels.map(|(name, value)| (name.to_string(), value.to_string()));
    (name.to_owned(), labels.collect())
}

fn show(family: MetricFamily, rates: &Rates) -> Metric {
    let MetricFamily {
        name,
        help,
        kind,
        samples,
    } = family;
    let samples = samples.into_iter().map(|sample| {
        let Sample { labels, value } = sample;
        let (value, count, buckets) = match value {
            SampleValue::Number(value) => (value, 0, Vec::new()),
            SampleValue::Histogram(histogram) => (
                histogram.sum.as_secs_f64(),
                histogram.count(),
                buckets(&histogram),
            ),
        };
        let is_counter = kind == MetricKind::Counter;
        let rate = is_counter.then(|| rates.rate(&name, &labels, value));
        MetricSample {
            rate: rate.flatten(),
            labels: labels
                .into_iter()
                .map(|(name, value)| (name.into_owned(), value.into_owned()))
                .collect(),
            value,
            count,
            buckets,
        }
    });
    Metric {
        samples: samples.collect(),
        kind: match kind {
            MetricKind::Counter => "counter",
            MetricKind::Gauge => "gauge",
            MetricKind::Histogram => "histogram",
        }
        .to_owned(),
        name: name.into_owned(),
        help: help.into_owned(),
    }
}

fn buckets(histogram: &Histogram) -> Vec<Bucket> {
    let mut all = 0;
    let counts = histogram.counts.iter().zip(Histogram::BOUNDS);
    counts
        .map(|(count, bound)| {
            all += count;
            Bucket {
                upper_bound: bound.as_secs_f64(),
                count: all,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit_patterns() {
        for (pattern, name, does) in [
            ("gmqtt_a", "gmqtt_a", true),
            ("gmqtt_a", "gmqtt_ab", false),
            ("gmqtt_*", "gmqtt_ab", true),
            ("*_total", "gmqtt_total", true),
            ("*_total", "gmqtt_totals", false),
            ("g*s*_total", "gmqtt_messages_total", true),
            ("a*a", "a", false),
            ("*", "", true),
            ("**x*", "yxz", true),
        ] {
            assert_eq!(fits(pattern, name), does, "{pattern} {name}");
        }
    }

    #[test]
    fn intervals_have_bounds() {
        let millis = |millis: i64| {
            interval(Some(prost_types::Duration {
                seconds: millis / 1000,
                nanos: i32::try_from(millis % 1000 * 1_000_000).unwrap(),
            }))
        };
        assert_eq!(interval(None), Ok(INTERVAL));
        assert_eq!(millis(250), Ok(SHORTEST));
        for wrong in [249, 0, -1000, 3_600_001] {
            assert!(millis(wrong).is_err(), "{wrong}");
        }
    }
}
