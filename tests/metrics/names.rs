//! The names: those of the Go broker, and what promtool thinks of all.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

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
