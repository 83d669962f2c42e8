//! Only the text that Prometheus is shown: the overview of any broker of this family, the one in Go too. Rates are made of the
//! difference of two readings.

use std::{
    collections::BTreeMap,
    future::Future,
    pin::Pin,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use gmqtt_admin_client::{MetricsReader, TextSample};
use tokio::time::sleep;

use super::{Link, Source, backoff::Backoff};
use crate::data::{Dropped, Figures, Kind, Status, Update};

/// Reads a URL.
pub(crate) struct PrometheusSource {
    pub(crate) reader: MetricsReader,
}

impl Source for PrometheusSource {
    fn run(self: Box<Self>, link: Link) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(run(self.reader, link))
    }
}

async fn run(reader: MetricsReader, mut link: Link) {
    let mut backoff = Backoff::new();
    let mut before: Option<Reading> = None;
    let mut live = false;
    loop {
        let began = Instant::now();
        let mut updates = Vec::new();
        let wait = match reader.read().await {
            Ok(samples) => {
                backoff.reset();
                if !live {
                    live = true;
                    updates.push(Update::Live {
                        kind: Kind::MetricsOnly,
                    });
                    updates.push(Update::Status(Box::new(status(&samples))));
                }
                let reading = Reading::new(began, &samples);
                let figures = figures(&samples, &reading, before.as_ref());
                updates.push(Update::Figures(Box::new(figures)));
                before = Some(reading);
                let interval = link.wants.borrow_and_update().interval;
                interval.saturating_sub(began.elapsed())
            }
            Err(error) => {
                live = false;
                before = None;
                let wait = backoff.wait();
                updates.push(Update::Lost {
                    why: error.message().to_owned(),
                    retry: u64::try_from(wait.as_millis()).unwrap_or(u64::MAX),
                });
                wait
            }
        };
        for update in updates {
            if link.updates.send(update).await.is_err() {
                return;
            }
        }
        if !pause(&mut link, wait).await {
            return;
        }
    }
}

/// Waits, unless an attempt is wanted now. Says whether anybody still listens.
async fn pause(link: &mut Link, wait: Duration) -> bool {
    let retry = link.wants.borrow().retry;
    let until = sleep(wait);
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => return true,
            changed = link.wants.changed() => match changed {
                Err(_) => return false,
                Ok(()) if link.wants.borrow().retry != retry => return true,
                Ok(()) => {}
            },
            Some(_) = link.orders.recv() => {
                let text = "metrics only: nothing can be changed without the admin API".to_owned();
                if link.updates.send(Update::Done { ok: false, text }).await.is_err() {
                    return false;
                }
            }
        }
    }
}

/// What rates are made of.
struct Reading {
    at: Instant,
    totals: BTreeMap<&'static str, f64>,
    drops: BTreeMap<String, f64>,
}

const CONNECTED: &str = "gmqtt_clients_connected_total";
const DISCONNECTED: &str = "gmqtt_clients_disconnected_total";
const RECEIVED: &str = "gmqtt_messages_received_total";
const SENT: &str = "gmqtt_messages_sent_total";
const RECEIVED_BYTES: &str = "gmqtt_packets_received_bytes_total";
const SENT_BYTES: &str = "gmqtt_packets_sent_bytes_total";
const DROPPED: &str = "gmqtt_messages_dropped_total";
const CPU: &str = "process_cpu_seconds_total";

const TOTALS: [&str; 8] = [
    CONNECTED,
    DISCONNECTED,
    RECEIVED,
    SENT,
    RECEIVED_BYTES,
    SENT_BYTES,
    DROPPED,
    CPU,
];

impl Reading {
    fn new(at: Instant, samples: &[TextSample]) -> Self {
        let mut drops = BTreeMap::new();
        for sample in samples.iter().filter(|sample| sample.name == DROPPED) {
            let reason = sample
                .label("type")
                .or_else(|| sample.label("reason"))
                .unwrap_or("unknown");
            *drops.entry(reason.to_owned()).or_insert(0.0) += sample.value;
        }
        let totals = TOTALS
            .into_iter()
            .filter_map(|name| Some((name, sum(samples, name)?)));
        Self {
            at,
            totals: totals.collect(),
            drops,
        }
    }

    /// The change of a counter a second since `before`; nothing if it began anew.
    fn rate(&self, before: Option<&Self>, name: &str) -> Option<f64> {
        let before = before?;
        per_second(
            self.totals.get(name)?,
            before.totals.get(name)?,
            self.at - before.at,
        )
    }
}

fn per_second(now: &f64, before: &f64, passed: Duration) -> Option<f64> {
    let seconds = passed.as_secs_f64();
    (now >= before && seconds > 0.0).then(|| (now - before) / seconds)
}

fn sum(samples: &[TextSample], name: &str) -> Option<f64> {
    let mut fitting = samples
        .iter()
        .filter(|sample| sample.name == name)
        .peekable();
    fitting.peek()?;
    Some(fitting.map(|sample| sample.value).sum())
}

/// What is not a number, or below zero, is nothing.
fn count(samples: &[TextSample], name: &str) -> Option<u64> {
    sum(samples, name)
        .filter(|value| *value >= 0.0 && value.is_finite())
        .map(|value| value as u64)
}

fn status(samples: &[TextSample]) -> Status {
    let version = samples
        .iter()
        .find(|sample| sample.name == "gmqtt_build_info")
        .and_then(|sample| sample.label("version"));
    Status {
        version: version.unwrap_or_default().to_owned(),
        ..Status::default()
    }
}

fn figures(samples: &[TextSample], reading: &Reading, before: Option<&Reading>) -> Figures {
    let started = sum(samples, "process_start_time_seconds")
        .or_else(|| sum(samples, "gmqtt_start_time_seconds"));
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs_f64();
    let uptime = started.map(|started| (now - started).max(0.0) as u64);
    let passed = before.map(|before| reading.at - before.at);
    let dropped = reading.drops.iter().map(|(reason, total)| Dropped {
        reason: reason.clone(),
        total: *total as u64,
        rate: before
            .and_then(|before| before.drops.get(reason))
            .zip(passed)
            .and_then(|(before, passed)| per_second(total, before, passed))
            .unwrap_or(0.0),
    });
    let rate = |name| reading.rate(before, name);
    let total = |name: &str| reading.totals.get(name).map(|value| *value as u64);
    Figures {
        // A broker that started at another time is another one.
        instance: started.map_or_else(String::new, |started| format!("{started:.0}")),
        uptime,
        online: count(samples, "gmqtt_sessions_active_current"),
        offline: count(samples, "gmqtt_sessions_inactive_current"),
        connect_rate: rate(CONNECTED),
        disconnect_rate: rate(DISCONNECTED),
        connected_total: total(CONNECTED),
        disconnected_total: total(DISCONNECTED),
        auth_failures: count(samples, "gmqtt_auth_failures_total"),
        subscriptions: count(samples, "gmqtt_subscriptions_current"),
        slow: None,
        in_rate: rate(RECEIVED),
        out_rate: rate(SENT),
        in_total: total(RECEIVED),
        out_total: total(SENT),
        in_bytes: rate(RECEIVED_BYTES),
        out_bytes: rate(SENT_BYTES),
        drop_rate: rate(DROPPED),
        dropped_total: total(DROPPED),
        dropped: dropped.collect(),
        queued: count(samples, "gmqtt_messages_queued_current"),
        queued_bytes: count(samples, "gmqtt_messages_queued_bytes"),
        inflight: count(samples, "gmqtt_messages_inflight_current"),
        retained: count(samples, "gmqtt_retained_messages_current"),
        cpu: rate(CPU).map(|seconds| seconds * 100.0),
        cpus: None,
        memory: count(samples, "process_resident_memory_bytes"),
        files: count(samples, "process_open_fds"),
        files_limit: count(samples, "process_max_fds"),
        delivery: None,
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::parse_metrics;

    use super::*;

    /// As the broker in Go writes it: no help, no figures of messages under way.
    const GO: &str = "gmqtt_clients_connected_total 4\ngmqtt_messages_received_total{qos=\"0\"} 100\n\
        gmqtt_messages_received_total{qos=\"1\"} 20\ngmqtt_messages_dropped_total{qos=\"0\",type=\"queue_full\"} 7\n\
        gmqtt_sessions_active_current 3\ngmqtt_sessions_inactive_current 1\nprocess_resident_memory_bytes 2.5e+07\n";

    #[test]
    fn the_broker_in_go_is_read_too() {
        let samples = parse_metrics(GO).unwrap();
        let start = Instant::now();
        let first = Reading::new(start, &samples);
        let later = parse_metrics(&GO.replace(" 100", " 300").replace(" 7", " 17")).unwrap();
        let second = Reading::new(start + Duration::from_secs(2), &later);
        let figures = figures(&later, &second, Some(&first));
        assert_eq!((figures.online, figures.offline), (Some(3), Some(1)));
        assert_eq!(
            (figures.in_rate, figures.in_total),
            (Some(100.0), Some(320))
        );
        assert_eq!(figures.memory, Some(25_000_000));
        assert_eq!(figures.inflight, None);
        assert_eq!(
            (figures.dropped[0].reason.as_str(), figures.dropped[0].rate),
            ("queue_full", 5.0)
        );
    }

    #[test]
    fn a_counter_that_began_anew_has_no_rate() {
        let samples = parse_metrics(GO).unwrap();
        let start = Instant::now();
        let first = Reading::new(start, &samples);
        let reset = parse_metrics(&GO.replace(" 100", " 1")).unwrap();
        let second = Reading::new(start + Duration::from_secs(1), &reset);
        assert_eq!(figures(&reset, &second, Some(&first)).in_rate, None);
    }
}
