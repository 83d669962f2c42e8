//! The metrics that other plugins have registered.
//!
//! What they say is checked: a name or a label that Prometheus would refuse would make it refuse the whole scrape.

use std::collections::HashSet;
use std::sync::Mutex;
use std::sync::PoisonError;

use gmqtt_plugin_api::{BrokerHandle, MetricFamily};
use prometheus::core::{Collector, Desc};
use prometheus::proto;
use tracing::warn;

use crate::exposition::family;

/// All of them.
pub(crate) struct Plugins {
    broker: BrokerHandle,
    /// Names that plugins cannot have.
    taken: HashSet<String>,
    /// Names of families that were left out, to say so once. Bounded.
    left_out: Mutex<HashSet<String>>,
}

/// How many families a warning is given for.
const MOST_WARNINGS: usize = 100;

impl Plugins {
    pub(crate) fn new(broker: BrokerHandle, taken: HashSet<String>) -> Self {
        Self {
            broker,
            taken,
            left_out: Mutex::default(),
        }
    }

    /// Says once what is wrong with a family.
    fn leave_out(&self, name: &str, why: &str) {
        let mut left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
        if left_out.len() < MOST_WARNINGS && left_out.insert(name.to_owned()) {
            warn!(metric = name, "a plugin's metric is left out: {why}");
        }
    }
}

impl Collector for Plugins {
    /// They are not known before they are asked for.
    fn desc(&self) -> Vec<&Desc> {
        Vec::new()
    }

    fn collect(&self) -> Vec<proto::MetricFamily> {
        let mut seen = HashSet::new();
        let mut families = Vec::new();
        for of_plugin in self.broker.plugin_metrics() {
            match wrong(&of_plugin) {
                Some(why) => self.leave_out(&of_plugin.name, why),
                None if self.taken.contains(&*of_plugin.name)
                    || !seen.insert(of_plugin.name.to_string()) =>
                {
                    self.leave_out(&of_plugin.name, "another metric has its name");
                }
                None => families.push(family(of_plugin)),
            }
        }
        families
    }
}

/// What is wrong with a family.
fn wrong(family: &MetricFamily) -> Option<&'static str> {
    if !is_name(&family.name, true) {
        return Some("its name is not one of letters, digits, `_` and `:`");
    }
    let names =
        |labels: &[(_, _)]| -> Vec<_> { labels.iter().map(|(name, _)| name).cloned().collect() };
    let first = family.samples.first().map(|sample| names(&sample.labels));
    let first: Vec<std::borrow::Cow<'static, str>> = first.unwrap_or_default();
    if first.iter().any(|name| !is_name(name, false)) {
        return Some("a label's name is not one of letters, digits and `_`");
    }
    if first.iter().collect::<HashSet<_>>().len() != first.len() {
        return Some("two labels of a sample have one name");
    }
    let mut seen = HashSet::new();
    for sample in &family.samples {
        if names(&sample.labels) != first {
            return Some("its samples have different labels");
        }
        if !seen.insert(&sample.labels) {
            return Some("two samples have the same labels");
        }
    }
    None
}

fn is_name(name: &str, colons: bool) -> bool {
    let first = |c: char| c.is_ascii_alphabetic() || c == '_' || c == ':' && colons;
    name.starts_with(first) && name.chars().all(|c| first(c) || c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use gmqtt_plugin_api::{MetricKind, Sample, SampleValue};

    use super::*;

    fn sample(labels: &[(&'static str, &'static str)]) -> Sample {
        Sample {
            labels: labels
                .iter()
                .map(|(name, value)| ((*name).into(), (*value).into()))
                .collect(),
            value: SampleValue::Number(1.0),
        }
    }

    fn problem(
        name: &'static str,
        samples: &[&[(&'static str, &'static str)]],
    ) -> Option<&'static str> {
        wrong(&MetricFamily {
            name: name.into(),
            help: "What it is.".into(),
            kind: MetricKind::Gauge,
            samples: samples.iter().map(|labels| sample(labels)).collect(),
        })
    }

    #[test]
    fn what_prometheus_would_refuse_is_found() {
        assert_eq!(
            problem("gmqtt_mine:x_1", &[&[("a", "1")], &[("a", "2")]]),
            None
        );
        assert_eq!(problem("gmqtt_mine", &[]), None);
        for (name, samples) in [
            ("", &[] as &[&[_]]),
            ("1a", &[]),
            ("with space", &[]),
            ("a\nb 1", &[]),
            ("x", &[&[("le-1", "")]]),
            ("x", &[&[("a", ""), ("a", "")]]),
            ("x", &[&[("a", "")], &[("b", "")]]),
            ("x", &[&[("a", "1")], &[("a", "1")]]),
        ] {
            assert!(problem(name, samples).is_some(), "{name:?} {samples:?}");
        }
    }
}
