//! The names: those of the Go broker, and what promtool thinks of all.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::{
    Histogram, HookSet, MetricFamily, MetricKind, MetricSource, Plugin, PluginContext, PluginError,
    Sample, SampleValue,
};

use super::watched::Watched;

/// Every series that dashboards for the Go broker may name, with its labels.
fn names_of_the_go_broker() -> Vec<String> {
    let plain = [
        "gmqtt_clients_connected_total",
        "gmqtt_clients_disconnected_total",
        "gmqtt_sessions_created_total",
        "gmqtt_sessions_expired_total",
        "gmqtt_sessions_active_current",
        "gmqtt_sessions_inactive_current",
        "gmqtt_messages_queued_current",
        "gmqtt_subscriptions_total",
        "gmqtt_subscriptions_current",
    ];
    let mut names: Vec<_> = plain.map(str::to_owned).into();
    for reason in ["expired", "taken_over", "normal"] {
        names.push(format!(
            "gmqtt_sessions_terminated_total{{reason=\"{reason}\"}}"
        ));
    }
    for packet_type in [
        "CONNECT",
        "CONNACK",
        "DISCONNECT",
        "PINGREQ",
        "PINGRESP",
        "PUBACK",
        "PUBCOMP",
        "PUBLISH",
        "PUBREC",
        "PUBREL",
        "SUBACK",
        "SUBSCRIBE",
        "UNSUBACK",
        "UNSUBSCRIBE",
    ] {
        for figure in ["received", "received_bytes", "sent", "sent_bytes"] {
            names.push(format!(
                "gmqtt_packets_{figure}_total{{type=\"{packet_type}\"}}"
            ));
        }
    }
    for qos in 0..3 {
        names.push(format!("gmqtt_messages_received_total{{qos=\"{qos}\"}}"));
        names.push(format!("gmqtt_messages_sent_total{{qos=\"{qos}\"}}"));
        for reason in ["internal", "expired", "queue_full", "exceeds_max_size"] {
            let labels = format!("qos=\"{qos}\",type=\"{reason}\"");
            names.push(format!("gmqtt_messages_dropped_total{{{labels}}}"));
        }
    }
    names
}

/// They are there before anything has happened, so that a dashboard shows 0 and not a hole.
#[test]
fn the_series_of_the_go_broker_are_there_from_the_start() {
    let broker = Watched::start();
    let series = broker.scrape();
    let missing: BTreeSet<_> = names_of_the_go_broker()
        .into_iter()
        .filter(|name| !series.contains_key(name))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

/// Counters are counters, gauges are gauges, and each says what it is.
#[test]
fn promtool_finds_nothing_to_complain_about() {
    let broker = Watched::start();
    let mut client = broker.v5("c");
    client.publish("t", "x", gmqtt_protocol::QoS::AtLeastOnce);
    let mut promtool = Command::new("promtool")
        .args(["check", "metrics"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("promtool is installed (Debian's package prometheus)");
    let mut stdin = promtool.stdin.take().expect("a pipe");
    std::io::Write::write_all(&mut stdin, broker.text().as_bytes()).expect("read");
    drop(stdin);
    let done = promtool.wait_with_output().expect("promtool ends");
    let said = [done.stdout, done.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    assert!(done.status.success() && said.is_empty(), "{said}");
}

/// What plugins add stands beside the broker's own; what would spoil the scrape is left out.
#[test]
fn plugins_add_metrics_of_their_own() {
    let broker = Watched::with(vec![Arc::new(Counting)], |_| {});
    let text = broker.text();
    for line in [
        "# HELP gmqtt_counting_things_total Things, by colour.",
        "# TYPE gmqtt_counting_things_total counter",
        "gmqtt_counting_things_total{colour=\"red\"} 3",
        "gmqtt_counting_seconds_bucket{le=\"0.001\"} 2",
        "gmqtt_counting_seconds_bucket{le=\"+Inf\"} 2",
        "gmqtt_counting_seconds_count 2",
    ] {
        assert!(text.lines().any(|it| it == line), "{line}\n{text}");
    }
    assert!(!text.contains("not a name") && !text.contains("stolen"));
    // A label's value may be anything.
    assert!(text.contains(r#"{colour="\"\\\n"} 1"#), "{text}");
    assert_eq!(broker.value("gmqtt_build_info{version=\"0.1.0\"}"), 1.0);
}

/// Counts things.
struct Counting;

impl Plugin for Counting {
    fn name(&self) -> &'static str {
        "counting"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        context.register_metrics(Arc::new(Self));
        Ok(())
    }
}

impl MetricSource for Counting {
    fn collect(&self) -> Vec<MetricFamily> {
        let number = |colour: &'static str, value| Sample {
            labels: vec![("colour".into(), colour.into())],
            value: SampleValue::Number(value),
        };
        let mut times = Histogram::default();
        times.counts[Histogram::bucket(Duration::from_millis(1))] = 2;
        let time = Sample {
            labels: Vec::new(),
            value: SampleValue::Histogram(times),
        };
        let family = |name: &'static str, kind, samples| MetricFamily {
            name: name.into(),
            help: "Things, by colour.".into(),
            kind,
            samples,
        };
        let things = vec![number("red", 3.0), number("\"\\\n", 1.0)];
        vec![
            family("gmqtt_counting_things_total", MetricKind::Counter, things),
            family("gmqtt_counting_seconds", MetricKind::Histogram, vec![time]),
            family("not a name", MetricKind::Gauge, vec![number("x", 1.0)]),
            family(
                "gmqtt_build_info",
                MetricKind::Gauge,
                vec![number("stolen", 2.0)],
            ),
        ]
    }
}

/// As they are written into PromQL by hand.
#[test]
fn the_process_is_described() {
    let broker = Watched::start();
    let text = broker.text();
    for name in [
        "process_cpu_seconds_total",
        "process_resident_memory_bytes",
        "process_virtual_memory_bytes",
        "process_open_fds",
        "process_max_fds",
        "process_threads",
        "process_start_time_seconds",
    ] {
        let line = text
            .lines()
            .find(|line| line.starts_with(&format!("{name} ")));
        let value = line
            .and_then(|line| line.rsplit_once(' '))
            .map(|(_, value)| value);
        let value: f64 = value.and_then(|it| it.parse().ok()).unwrap_or_default();
        assert!(value > 0.0, "{name}: {line:?}");
    }
}
