//! `gmqtt mqtt bench` and `gmqtt mqtt probe`.

use serde_json::Value;

use super::{
    mqtt_client::{Mosquitto, Subscriber, towards},
    process::{Broker, run, run_gmqtt},
};

fn bench(broker: &Broker, args: &[&str]) -> Value {
    let done = run(towards(broker, "bench").args(args).args(["-o", "json"]));
    assert_eq!(done.code, Some(0), "{done:?}");
    done.json()
}

#[test]
fn everything_that_is_sent_at_a_rate_arrives_and_is_counted() {
    let broker = Broker::anywhere([]);
    for qos in ["0", "1", "2"] {
        for (kind, copies) in [("pair", 1), ("fan-in", 1), ("fan-out", 4)] {
            let args = [
                kind,
                "--clients",
                "4",
                "--rate",
                "20",
                "--duration",
                "500ms",
                "-q",
                qos,
                "--threads",
                "2",
            ];
            let report = bench(&broker, &args);
            let sent = report["sent"].as_u64().unwrap();
            assert!(sent > 0, "{report}");
            assert_eq!(report["expected"], sent * copies, "{report}");
            assert_eq!(report["received"], report["expected"], "{report}");
            let answered = if qos == "0" { 0 } else { sent };
            assert_eq!(report["acknowledged"], answered, "{report}");
            assert_eq!(report["lost_connections"], 0, "{report}");
            assert!(report["latency"]["p99"].as_f64().unwrap() > 0.0, "{report}");
        }
    }
}

#[test]
fn somebody_else_counts_the_same() {
    let broker = Broker::anywhere([]);
    let args = [
        "-t", "bench/+", "-q", "1", "--until", "never", "--report", "-o", "json",
    ];
    let subscriber = Subscriber::new(&broker, &args);
    // Slow enough for a queue that is not read at once.
    let load = [
        "pub",
        "--clients",
        "5",
        "--rate",
        "100",
        "--duration",
        "500ms",
        "-q",
        "1",
        "--size",
        "100",
    ];
    let report = bench(&broker, &load);
    let pid = rustix::process::Pid::from_child(&subscriber.child);
    // What is acknowledged may still be on its way to the other.
    let quiet = ["-t", "bench/+", "--for", "500ms"];
    assert_eq!(run(towards(&broker, "sub").args(quiet)).code, Some(0));
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let counted = subscriber.end().json();
    let items = counted["items"].as_array().unwrap();
    assert_eq!(items.len(), 5);
    let sum = |key: &str| {
        items
            .iter()
            .map(|item| item[key].as_u64().unwrap())
            .sum::<u64>()
    };
    assert_eq!(report["sent"], sum("messages"), "{report}");
    assert_eq!(report["acknowledged"], sum("messages"), "{report}");
    assert_eq!(sum("bytes"), 100 * sum("messages"));
}

#[test]
fn connections_are_made_at_a_rate() {
    let broker = Broker::anywhere([]);
    let report = bench(&broker, &["conn", "--clients", "50", "--ramp", "200"]);
    assert_eq!(report["connected"], 50);
    let seconds = report["connect_seconds"].as_f64().unwrap();
    assert!(seconds >= 0.24, "{report}");
    assert!(report["connect_latency"]["max"].as_f64().unwrap() > 0.0);
}

#[test]
fn too_slow_is_exit_code_7_and_not_there_5() {
    let broker = Broker::anywhere([]);
    let args = [
        "pair",
        "--clients",
        "1",
        "--rate",
        "100",
        "--duration",
        "200ms",
    ];
    let done = run(towards(&broker, "bench")
        .args(args)
        .args(["--max-p99", "1ns"]));
    assert_eq!(done.code, Some(7), "{done:?}");
    assert!(done.stdout.contains("latency    p50 "), "{done:?}");
    let done = run_gmqtt(["mqtt", "bench", "conn", "--unix", "/nonexistent/x"]);
    assert_eq!(done.code, Some(5), "{done:?}");
}

#[test]
fn our_broker_passes_every_check() {
    let broker = Broker::anywhere([]);
    let done = run(towards(&broker, "probe").args(["-o", "json"]));
    let report = done.json();
    for check in report["checks"].as_array().unwrap() {
        assert_eq!(check["outcome"], "ok", "{check}");
    }
    assert_eq!(done.code, Some(0));
    for spoken in report["versions"].as_array().unwrap() {
        assert_eq!(spoken["spoken"], true, "{spoken}");
    }
    assert_eq!(report["limits"]["maximum_qos"], 2);
}

#[test]
fn mosquitto_is_probed_and_what_it_does_not_offer_is_no_failure() {
    let mosquitto = Mosquitto::start("max_qos 1\nretain_available false\n");
    let done = run(mosquitto.tool("probe").args(["-o", "json"]));
    let report = done.json();
    assert_eq!(report["limits"]["maximum_qos"], 1, "{report}");
    assert_eq!(report["limits"]["retain_available"], false);
    let outcome = |name: &str| {
        let checks = report["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["name"] == name);
        check.unwrap()["outcome"].as_str().unwrap().to_owned()
    };
    assert_eq!(outcome("QoS 1"), "ok", "{report}");
    assert_eq!(outcome("QoS 2"), "not offered", "{report}");
    assert_eq!(outcome("retained messages"), "not offered", "{report}");
    assert_eq!(outcome("wills"), "ok", "{report}");
    let done = run_gmqtt(["mqtt", "probe", "--unix", "/nonexistent/x"]);
    assert_eq!(done.code, Some(5), "{done:?}");
}
