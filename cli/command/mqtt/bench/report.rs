//! What a benchmark has found.

use std::time::Duration;

use serde::Serialize;

use super::{histogram::Histogram, load::Latencies};
use crate::command::mqtt::amount;

/// The figures, for programs and people alike.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) kind: &'static str,
    pub(super) broker: String,
    pub(super) clients: usize,
    pub(super) qos: u8,
    pub(super) size: usize,
    /// Messages were published for so long.
    pub(super) seconds: f64,
    pub(super) connected: u64,
    /// From the first attempt to the last client that was ready.
    pub(super) connect_seconds: f64,
    pub(super) lost_connections: u64,
    pub(super) sent: u64,
    pub(super) acknowledged: u64,
    pub(super) refused: u64,
    pub(super) received: u64,
    /// What should have been received; not known when others publish.
    pub(super) expected: Option<u64>,
    pub(super) sent_per_second: f64,
    pub(super) received_per_second: f64,
    pub(super) connect_latency: Option<Percentiles>,
    pub(super) latency: Option<Percentiles>,
}

/// Milliseconds.
#[derive(Debug, Serialize)]
pub(super) struct Percentiles {
    p50: f64,
    p90: f64,
    p99: f64,
    p999: f64,
    max: f64,
}

impl Percentiles {
    pub(super) fn of(histogram: &Histogram) -> Option<Self> {
        let at = |share| histogram.percentile(share).as_secs_f64() * 1e3;
        (histogram.count() > 0).then(|| Self {
            p50: at(0.5),
            p90: at(0.9),
            p99: at(0.99),
            p999: at(0.999),
            max: histogram.max().as_secs_f64() * 1e3,
        })
    }

    fn line(&self) -> String {
        format!(
            "p50 {}   p90 {}   p99 {}   p99.9 {}   max {}",
            time(self.p50),
            time(self.p90),
            time(self.p99),
            time(self.p999),
            time(self.max)
        )
    }
}

/// Milliseconds with three digits that mean something.
fn time(milliseconds: f64) -> String {
    match milliseconds {
        0.0..1.0 => format!("{:.0}us", milliseconds * 1e3),
        1.0..1000.0 => format!("{milliseconds:.1}ms"),
        _ => format!("{:.2}s", milliseconds / 1e3),
    }
}

impl Report {
    pub(super) fn with(mut self, latencies: &Latencies) -> Self {
        self.connect_latency = Percentiles::of(&latencies.connect);
        self.latency = Percentiles::of(&latencies.delivery);
        self
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!(
            "connected  {} clients in {:.2} s, {} per second\n",
            amount::number(self.connected),
            self.connect_seconds,
            per_second(self.connected, self.connect_seconds)
        );
        if let Some(latency) = &self.connect_latency {
            text.push_str(&format!("           {}\n", latency.line()));
        }
        if self.kind == "conn" {
            return text;
        }
        if self.kind != "sub" {
            text.push_str(&format!(
                "sent       {}, {} per second\n",
                amount::count(self.sent, "message"),
                amount::number(self.sent_per_second as u64)
            ));
        }
        if self.qos > 0 && self.kind != "sub" {
            text.push_str(&format!(
                "answered   {} acknowledged, {} refused\n",
                amount::number(self.acknowledged),
                amount::number(self.refused)
            ));
        }
        if self.kind != "pub" {
            let missing = self
                .expected
                .map(|expected| expected.saturating_sub(self.received));
            text.push_str(&format!(
                "received   {}, {} per second{}\n",
                amount::count(self.received, "message"),
                amount::number(self.received_per_second as u64),
                match missing {
                    None | Some(0) => String::new(),
                    Some(missing) => format!(", {} did not arrive", amount::number(missing)),
                }
            ));
        }
        if let Some(latency) = &self.latency {
            text.push_str(&format!("latency    {}\n", latency.line()));
        }
        if self.lost_connections > 0 {
            text.push_str(&format!(
                "lost       {}\n",
                amount::count(self.lost_connections, "connection")
            ));
        }
        text
    }
}

fn per_second(count: u64, seconds: f64) -> String {
    let seconds = seconds.max(Duration::from_micros(1).as_secs_f64());
    amount::number((count as f64 / seconds) as u64)
}
