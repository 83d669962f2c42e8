//! `gmqtt metrics`: the figures of a running broker.

use std::time::Duration;

use clap::Args;
use gmqtt_admin_client::admin::{
    GetMetricsRequest, Latency, MessageFigures, Metric, MetricSample, MetricsSnapshot,
    SessionFigures, WatchMetricsRequest,
};

use crate::{
    admin::{self, Admin, AdminFlags, RootFlags, WatchFlag, to_length},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, grouped, pace, printable, short_duration, size},
};

/// Show the broker's figures
///
/// Those that Prometheus is shown, under the same names. With --watch the chief ones and their rates, again and again.
#[derive(Debug, Args)]
#[command(mut_arg("watch", |arg| arg.require_equals(true)))]
#[command(after_help = "\
Examples:
  gmqtt metrics
  gmqtt metrics 'gmqtt_messages_*'
  gmqtt metrics 'gmqtt_packets_*' --rate
  gmqtt metrics --prometheus
  gmqtt metrics --watch")]
pub(crate) struct Metrics {
    /// Only figures whose names this pattern fits; * stands for any characters
    #[arg(value_name = "PATTERN")]
    name: Option<String>,

    /// Wait a second, and show how much they change in one
    #[arg(long, conflicts_with = "prometheus")]
    rate: bool,

    /// Print them as Prometheus reads them
    #[arg(long, conflicts_with = "watch")]
    prometheus: bool,

    #[command(flatten)]
    watch: WatchFlag,

    #[command(flatten)]
    admin: AdminFlags,
}

/// A value of a figure.
#[derive(Debug, Clone)]
struct Row {
    metric: String,
    kind: String,
    sample: MetricSample,
}

static ROWS: Listing<Row> = Listing {
    things: "metrics",
    columns: &[
        Column::new("METRIC", |row| Cell::text(&row.metric)),
        Column::new("LABELS", |row| Cell::text(&labels(&row.sample, None))),
        Column::new("VALUE", |row| Cell::Right(value(row))),
        Column::new("RATE", |row| Cell::rate(row.sample.rate)),
        Column::wide("KIND", |row| Cell::text(&row.kind)),
    ],
    name: |row| row.metric.clone(),
    json: |row| {
        let mut value = admin::json("gmqtt.admin.api.MetricSample", &row.sample);
        if let Some(value) = value.as_object_mut() {
            value.insert("metric".to_owned(), row.metric.clone().into());
            value.insert("kind".to_owned(), row.kind.clone().into());
        }
        value
    },
};

impl Metrics {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin.clone(), root)?;
        admin.block_on(async {
            match self.watch.watch {
                Some(interval) => watch(&admin, interval).await,
                None => self.show(&admin).await,
            }
        })
    }

    async fn show(&self, admin: &Admin) -> Result<Exit, Error> {
        let mut metrics = self.ask(admin).await?;
        if self.rate {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let mut later = self.ask(admin).await?;
            add_rates(&metrics, &mut later);
            metrics = later;
        }
        if self.prometheus {
            admin
                .output
                .text(&metrics.iter().map(exposition).collect::<String>())?;
            return Ok(Exit::Done);
        }
        let rows: Vec<_> = metrics.into_iter().flat_map(rows).collect();
        ROWS.print(&admin.output, &rows)?;
        Ok(Exit::Done)
    }

    async fn ask(&self, admin: &Admin) -> Result<Vec<Metric>, Error> {
        let request = GetMetricsRequest {
            name: self.name.clone().unwrap_or_default(),
        };
        let answer = admin.client()?.metrics().get(request).await;
        Ok(answer
            .map_err(|error| admin.explain(error))?
            .into_inner()
            .metrics)
    }
}

fn rows(metric: Metric) -> impl Iterator<Item = Row> {
    let Metric {
        name,
        kind,
        samples,
        ..
    } = metric;
    samples.into_iter().map(move |sample| Row {
        metric: name.clone(),
        kind: kind.clone(),
        sample,
    })
}

/// Counters that the broker gave no rate get the change since a second ago.
fn add_rates(before: &[Metric], later: &mut [Metric]) {
    for metric in later.iter_mut().filter(|metric| metric.kind == "counter") {
        let Some(old) = before.iter().find(|old| old.name == metric.name) else {
            continue;
        };
        for sample in metric
            .samples
            .iter_mut()
            .filter(|sample| sample.rate.is_none())
        {
            let old = old.samples.iter().find(|old| old.labels == sample.labels);
            sample.rate = old.map(|old| (sample.value - old.value).max(0.0));
        }
    }
}

/// A value in words: of a histogram how many there are and what they are on average.
fn value(row: &Row) -> String {
    let sample = &row.sample;
    if row.kind == "histogram" {
        #[expect(
            clippy::cast_precision_loss,
            reason = "an average is shown with a few digits"
        )]
        let mean = sample.value / sample.count.max(1) as f64;
        return format!("{} of {mean:.6}", sample.count);
    }
    number(sample.value)
}

/// A whole number without a fraction.
fn number(value: f64) -> String {
    format!("{value}")
}

/// `a="b",c="d"`, in the order of the names.
fn labels(sample: &MetricSample, more: Option<(&str, String)>) -> String {
    let mut labels: Vec<_> = sample
        .labels
        .iter()
        .map(|(name, value)| (name.as_str(), value.clone()))
        .collect();
    labels.sort();
    labels.extend(more);
    let escaped = |value: &str| {
        value
            .replace('\\', "\\\\")
            .replace('"', "\\\"")
            .replace('\n', "\\n")
    };
    let labels: Vec<_> = labels
        .iter()
        .map(|(name, value)| format!("{name}=\"{}\"", escaped(value)))
        .collect();
    labels.join(",")
}

/// A figure in the text format of Prometheus.
fn exposition(metric: &Metric) -> String {
    let name = &metric.name;
    let help = metric.help.replace('\\', "\\\\").replace('\n', "\\n");
    let mut text = format!("# HELP {name} {help}\n# TYPE {name} {}\n", metric.kind);
    let mut line = |name: &str, labels: &str, value: &str| {
        let labels = if labels.is_empty() {
            String::new()
        } else {
            format!("{{{labels}}}")
        };
        text.push_str(&format!("{name}{labels} {value}\n"));
    };
    for sample in &metric.samples {
        if metric.kind != "histogram" {
            line(name, &labels(sample, None), &number(sample.value));
            continue;
        }
        for bucket in &sample.buckets {
            let bound = number(bucket.upper_bound).replace("inf", "+Inf");
            line(
                &format!("{name}_bucket"),
                &labels(sample, Some(("le", bound))),
                &bucket.count.to_string(),
            );
        }
        if sample
            .buckets
            .last()
            .is_none_or(|last| last.upper_bound.is_finite())
        {
            let all = labels(sample, Some(("le", "+Inf".to_owned())));
            line(&format!("{name}_bucket"), &all, &sample.count.to_string());
        }
        line(
            &format!("{name}_sum"),
            &labels(sample, None),
            &number(sample.value),
        );
        line(
            &format!("{name}_count"),
            &labels(sample, None),
            &sample.count.to_string(),
        );
    }
    text
}

async fn watch(admin: &Admin, interval: Duration) -> Result<Exit, Error> {
    let request = WatchMetricsRequest {
        interval: Some(to_length(interval)),
    };
    let answer = admin.client()?.metrics().watch(request).await;
    let mut snapshots = answer.map_err(|error| admin.explain(error))?.into_inner();
    let output = &admin.output;
    while let Some(snapshot) = snapshots
        .message()
        .await
        .map_err(|error| admin.explain(error))?
    {
        if admin::draws(output) {
            admin::draw(output, &screen(&snapshot, &admin.name()))?;
        } else {
            output.record(&admin::json("gmqtt.admin.api.MetricsSnapshot", &snapshot))?;
        }
    }
    Err(Error::new(
        Exit::Unreachable,
        "the broker has ended the stream of figures",
    )
    .hint("it may have stopped: gmqtt status"))
}

/// The chief figures on a terminal.
fn screen(snapshot: &MetricsSnapshot, name: &str) -> String {
    let uptime = admin::length(snapshot.uptime.as_ref()).unwrap_or_default();
    let mut screen = format!("{}, up {}\n\n", printable(name), short_duration(uptime));
    let mut line = |name: &str, text: String| screen.push_str(&format!("{name:<12}{text}\n"));
    if let Some(sessions) = &snapshot.sessions {
        line("sessions", sessions_line(sessions));
    }
    if let Some(messages) = &snapshot.messages {
        let pace = [
            messages.receive_rate,
            messages.send_rate,
            messages.drop_rate,
        ]
        .map(pace);
        line(
            "messages",
            format!(
                "in {}/s   out {}/s   dropped {}/s",
                pace[0], pace[1], pace[2]
            ),
        );
        line("waiting", waiting_line(messages));
    }
    for drop in &snapshot.dropped {
        let (reason, total) = (printable(&drop.reason), grouped(drop.total));
        line(
            "dropped",
            format!("{reason}: {total}, {}/s", pace(drop.rate)),
        );
    }
    if let Some(delivery) = snapshot
        .delivery
        .as_ref()
        .filter(|delivery| delivery.count > 0)
    {
        line("delivery", delivery_line(delivery));
    }
    if let Some(used) = &snapshot.resources {
        let files = format!(
            "{} of {}",
            grouped(used.open_files),
            grouped(used.open_files_limit)
        );
        let (cpu, memory) = (used.cpu_percent, size(used.memory_bytes));
        line(
            "resources",
            format!(
                "cpu {cpu:.0}% of {}   memory {memory}   files {files}",
                used.cpus
            ),
        );
    }
    screen
}

fn sessions_line(sessions: &SessionFigures) -> String {
    let (online, offline) = (grouped(sessions.online), grouped(sessions.offline));
    let (come, go) = (sessions.connect_rate, sessions.disconnect_rate);
    let (subscriptions, slow) = (grouped(sessions.subscriptions), grouped(sessions.slow));
    format!(
        "{online} online   {offline} offline   +{come:.1}/-{go:.1} per s   {subscriptions} subscriptions   {slow} slow"
    )
}

fn waiting_line(messages: &MessageFigures) -> String {
    let (queued, bytes) = (grouped(messages.queued), size(messages.queued_bytes));
    let (retained, kept) = (grouped(messages.retained), size(messages.retained_bytes));
    let inflight = grouped(messages.inflight);
    format!("{queued} messages, {bytes}   {inflight} in flight   {retained} retained, {kept}")
}

fn delivery_line(delivery: &Latency) -> String {
    let lengths = [&delivery.p50, &delivery.p90, &delivery.p99];
    let [p50, p90, p99] =
        lengths.map(|one| admin::length(one.as_ref()).unwrap_or_default().as_micros());
    format!("p50 {p50} us   p90 {p90} us   p99 {p99} us")
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::admin::Bucket;

    use super::*;

    fn sample(value: f64, labels: &[(&str, &str)]) -> MetricSample {
        MetricSample {
            labels: labels
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            value,
            ..MetricSample::default()
        }
    }

    fn metric(kind: &str, samples: Vec<MetricSample>) -> Metric {
        Metric {
            name: "m".to_owned(),
            help: "what\nit is".to_owned(),
            kind: kind.to_owned(),
            samples,
        }
    }

    #[test]
    fn a_counter_is_written_as_prometheus_reads_it() {
        let text = exposition(&metric(
            "counter",
            vec![
                sample(3.0, &[("b", "x"), ("a", "say \"1\"")]),
                sample(0.5, &[]),
            ],
        ));
        assert_eq!(
            text,
            "# HELP m what\\nit is\n# TYPE m counter\nm{a=\"say \\\"1\\\"\",b=\"x\"} 3\nm 0.5\n"
        );
    }

    #[test]
    fn a_histogram_has_buckets_a_sum_and_a_count() {
        let mut one = sample(1.5, &[]);
        one.count = 3;
        one.buckets = vec![Bucket {
            upper_bound: 0.5,
            count: 2,
        }];
        let text = exposition(&metric("histogram", vec![one]));
        let lines: Vec<_> = text.lines().skip(2).collect();
        assert_eq!(
            lines,
            [
                "m_bucket{le=\"0.5\"} 2",
                "m_bucket{le=\"+Inf\"} 3",
                "m_sum 1.5",
                "m_count 3"
            ]
        );
    }

    #[test]
    fn a_rate_is_the_change_of_a_counter() {
        let before = [metric("counter", vec![sample(3.0, &[("a", "x")])])];
        let mut later = [metric(
            "counter",
            vec![sample(10.0, &[("a", "x")]), sample(1.0, &[("a", "y")])],
        )];
        add_rates(&before, &mut later);
        assert_eq!(later[0].samples[0].rate, Some(7.0));
        assert_eq!(later[0].samples[1].rate, None);
        let mut gauge = [metric("gauge", vec![sample(10.0, &[("a", "x")])])];
        add_rates(&before, &mut gauge);
        assert_eq!(gauge[0].samples[0].rate, None);
    }
}
