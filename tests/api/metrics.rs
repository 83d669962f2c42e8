//! The broker's figures through the API.

use gmqtt_admin_client::admin::{GetMetricsRequest, Metric, WatchMetricsRequest};
use gmqtt_admin_client::{Code, Duration};

use super::node::{Node, Way};
use crate::support::prelude::*;

#[track_caller]
fn metrics(way: &Way<'_>, name: &str) -> Vec<Metric> {
    let name = name.to_owned();
    way.answer(way.client.metrics().get(GetMetricsRequest { name }))
        .metrics
}

#[test]
fn the_figures_have_the_names_they_have_for_prometheus() {
    let node = Node::start([]);
    for way in node.ways() {
        let all = metrics(&way, "");
        let names: Vec<_> = all.iter().map(|metric| &*metric.name).collect();
        assert!(names.is_sorted() && names.len() > 30, "{names:?}");
        for name in [
            "gmqtt_messages_received_total",
            "gmqtt_sessions_active_current",
            "process_resident_memory_bytes",
        ] {
            assert!(names.contains(&name), "{name}");
        }
        assert!(all.iter().all(|metric| !metric.help.is_empty()));
        let some = metrics(&way, "gmqtt_messages_*");
        assert!(!some.is_empty() && some.iter().all(|it| it.name.starts_with("gmqtt_messages_")));
        assert_eq!(metrics(&way, "nothing_of_the_kind"), []);
        let mut publisher = node.connect("p", |_| {});
        let before = received(&way, "1");
        publisher.send(&publish1(1, "t", "x"));
        publisher.recv();
        assert_eq!(received(&way, "1") - before, 1.0);
        // Rates are there once a second has passed.
        way.wait_until("there is a rate", |way| {
            let [metric] = &metrics(way, "gmqtt_messages_received_total")[..] else {
                panic!("one metric has this name")
            };
            metric.kind == "counter" && metric.samples.iter().all(|it| it.rate.is_some())
        });
        let histograms = metrics(&way, "gmqtt_*seconds");
        let mut samples = histograms
            .iter()
            .filter(|metric| metric.kind == "histogram")
            .flat_map(|metric| &metric.samples);
        let sample = samples.next().expect("a histogram");
        assert!(sample.buckets.len() > 10 && sample.rate.is_none());
    }
    node.stop();
}

/// PUBLISH packets of this QoS.
#[track_caller]
fn received(way: &Way<'_>, qos: &str) -> f64 {
    let metric = &metrics(way, "gmqtt_messages_received_total")[0];
    let sample = metric.samples.iter().find(|it| it.labels["qos"] == qos);
    sample.expect("a sample").value
}

#[test]
fn the_chief_figures_come_again_and_again() {
    for which in 0..2 {
        let node = Node::start([]);
        let way = &node.ways()[which];
        let mut away = node.persistent("away");
        away.subscribe("t", AtLeastOnce);
        away.disconnect();
        let interval = Duration {
            seconds: 0,
            nanos: 250_000_000,
        };
        let request = WatchMetricsRequest {
            interval: Some(interval),
        };
        let mut publisher = node.connect("p", |_| {});
        let mut figures = way.answer(way.client.metrics().watch(request));
        let mut before = 0;
        loop {
            let next = way.wait(figures.message()).expect("no error");
            let next = next.expect("figures");
            before += 1;
            assert_eq!(next.sequence, before);
            publisher.send(&publish1(1, "t", "x"));
            publisher.recv();
            let messages = next.messages.expect("messages");
            let sessions = next.sessions.expect("sessions");
            assert_eq!(sessions.online + sessions.offline, 2, "{sessions:?}");
            if before > 1 && messages.receive_rate > 0.0 {
                assert!(messages.receive_rate < 100.0, "{messages:?}");
                assert!(messages.queued > 0 && messages.queues == 1, "{messages:?}");
                assert!(next.resources.expect("resources").memory_bytes > 1_000_000);
                break;
            }
        }
        let often = WatchMetricsRequest {
            interval: Some(Duration {
                seconds: 0,
                nanos: 1,
            }),
        };
        let (code, _) = way.refusal(way.client.metrics().watch(often));
        assert_eq!(code, Code::InvalidArgument);
        node.stop();
    }
}
