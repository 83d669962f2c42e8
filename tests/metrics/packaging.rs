//! The dashboard and the alerts name metrics that exist.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use gmqtt_config::PersistenceType;
use gmqtt_plugin_api::{BoxFuture, ConnectRequest, Grant, Hook, HookSet, Plugin, Refusal};
use serde_json::Value;

use super::watched::{Certificate, Watched};

fn packaged(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("packaging")
        .join(path)
}

fn read(path: &str) -> String {
    std::fs::read_to_string(packaged(path)).expect("it is in the tree")
}

/// Every metric of ours that a text names.
fn named(text: &str) -> BTreeSet<&str> {
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    let words = text.split(|c| !is_part(c));
    let ours = |word: &&str| word.starts_with("gmqtt_") || word.starts_with("process_");
    words.filter(ours).collect()
}

/// The names of a broker of which everything is used that has figures.
fn existing() -> BTreeSet<String> {
    let certificate = Certificate::new();
    let folder = tempfile::tempdir().expect("a folder");
    let broker = Watched::with(vec![Arc::new(Asked)], |config| {
        config.listeners.push(certificate.listener());
        config.persistence.kind = PersistenceType::Embedded;
        config.data_dir = Some(folder.path().to_owned());
    });
    let _client = broker.v5("c");
    let text = broker.text();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split(['{', ' ']).next())
        .map(str::to_owned)
        .collect()
}

#[test]
fn dashboard_and_alerts_name_metrics_that_exist() {
    let existing = existing();
    for path in ["grafana/gmqtt.json", "prometheus/gmqtt.rules.yml"] {
        let text = read(path);
        let named = named(&text);
        assert!(named.len() > 5, "{named:?}");
        let missing: Vec<_> = named
            .iter()
            .filter(|name| !existing.contains(**name))
            .collect();
        assert!(missing.is_empty(), "{path}: {missing:?}");
    }
}

/// The README names every metric of ours, and no other.
#[test]
fn the_readme_lists_the_metrics() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md"));
    let readme = readme.expect("it is in the tree");
    let (_, section) = readme.split_once("\n## Metrics\n").expect("a section");
    let (section, _) = section.split_once("\n## ").expect("another section");
    let mut listed = named(section);
    listed.remove("process_");
    let existing = existing();
    let family = |name: &String| {
        let suffixes = ["_bucket", "_sum", "_count"].iter();
        let of_histogram = suffixes.filter_map(|suffix| name.strip_suffix(suffix));
        let mut histograms = of_histogram.filter(|name| name.ends_with("_seconds"));
        histograms.next().unwrap_or(name).to_owned()
    };
    let families: BTreeSet<_> = existing.iter().map(family).collect();
    let ours: BTreeSet<_> = families
        .iter()
        .map(String::as_str)
        .filter(|name| name.starts_with("gmqtt_"))
        .collect();
    assert_eq!(listed, ours);
}

#[test]
fn the_dashboard_is_one() {
    let dashboard: Value = serde_json::from_str(&read("grafana/gmqtt.json")).expect("JSON");
    assert_eq!(dashboard["title"], "gmqtt");
    let panels = dashboard["panels"].as_array().expect("panels");
    let ids: BTreeSet<_> = panels.iter().map(|panel| panel["id"].as_u64()).collect();
    assert_eq!(ids.len(), panels.len(), "identifiers are unique");
    assert!(
        panels
            .iter()
            .all(|panel| panel["type"] == "row" || panel["targets"].is_array())
    );
}

#[test]
fn the_alerts_are_rules() {
    let done = Command::new("promtool")
        .args(["check", "rules"])
        .arg(packaged("prometheus/gmqtt.rules.yml"))
        .output()
        .expect("promtool is installed (Debian's package prometheus)");
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success() && said.is_empty(), "{said}");
}

/// A hook that takes its time to be shown.
struct Asked;

impl Plugin for Asked {
    fn name(&self) -> &'static str {
        "asked"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth])
    }

    fn on_basic_auth(
        &self,
        _: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        Box::pin(async { Ok(grant) })
    }
}
