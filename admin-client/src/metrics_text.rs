//! The text that Prometheus is shown, read: of this broker, of the one in Go, of anybody who writes that format.
//!
//! It reads samples; what a name means, and what a rate is, is up to whoever asks.

use std::time::Duration;

use crate::{ClientError, ErrorKind, Options, tls};

/// The longest text that is read, in bytes.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// The most samples that are kept.
const MAX_SAMPLES: usize = 200_000;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct TextSample {
    /// The name, as `gmqtt_messages_sent_total`; of a histogram with `_bucket`, `_sum` or `_count` behind.
    pub name: String,
    /// The labels, in the order they are written.
    pub labels: Vec<(String, String)>,
    /// The value; it may be infinite, or no number.
    pub value: f64,
}

impl TextSample {
    /// The value of a label.
    #[must_use]
    pub fn label(&self, name: &str) -> Option<&str> {
        let (_, value) = self.labels.iter().find(|(label, _)| label == name)?;
        Some(value)
    }
}

/// Why a text is not metrics.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is not a metric: {problem}")]
pub struct MetricsTextError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: &'static str,
}

/// Reads the samples of a text. Comments, time stamps and blank lines are skipped.
///
/// # Errors
/// The first line that is no sample, and a text of more than 200,000 samples.
pub fn parse_metrics(text: &str) -> Result<Vec<TextSample>, MetricsTextError> {
    let mut samples = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let fail = |problem| MetricsTextError {
            line: at + 1,
            problem,
        };
        if samples.len() >= MAX_SAMPLES {
            return Err(fail("there are too many samples"));
        }
        samples.push(sample(line).map_err(fail)?);
    }
    Ok(samples)
}

fn sample(line: &str) -> Result<TextSample, &'static str> {
    let end = line
        .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'))
        .ok_or("the value is missing")?;
    let (name, rest) = line.split_at(end);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err("it does not begin with a name");
    }
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(rest) => labels(rest)?,
        None => (Vec::new(), rest),
    };
    let mut words = rest.split_ascii_whitespace();
    let value = words.next().ok_or("the value is missing")?;
    let value = match value {
        "+Inf" => f64::INFINITY,
        "-Inf" => f64::NEG_INFINITY,
        "NaN" => f64::NAN,
        number => number.parse().map_err(|_| "the value is not a number")?,
    };
    // A time stamp may follow, and an exemplar behind `#`.
    match words.next() {
        None | Some("#") => {}
        Some(stamp) if stamp.parse::<f64>().is_ok() => {}
        Some(_) => return Err("something follows the value"),
    }
    Ok(TextSample {
        name: name.to_owned(),
        labels,
        value,
    })
}

type Labels = Vec<(String, String)>;

/// Reads labels up to the closing brace, and says what follows it.
fn labels(text: &str) -> Result<(Labels, &str), &'static str> {
    let mut labels = Vec::new();
    let mut rest = text.trim_start();
    loop {
        if let Some(rest) = rest.strip_prefix('}') {
            return Ok((labels, rest));
        }
        let (name, after) = rest.split_once('=').ok_or("a label has no value")?;
        let after = after
            .trim_start()
            .strip_prefix('"')
            .ok_or("a label's value is not in quotes")?;
        let (value, after) = quoted(after)?;
        labels.push((name.trim().to_owned(), value));
        let after = after.trim_start();
        rest = match after.strip_prefix(',') {
            Some(after) => after.trim_start(),
            None if after.starts_with('}') => after,
            None => return Err("a comma is missing between labels"),
        };
    }
}

/// Reads up to the closing quote, and says what follows it.
fn quoted(text: &str) -> Result<(String, &str), &'static str> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Ok((value, &text[at + 1..])),
            '\\' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, c @ ('\\' | '"'))) => value.push(c),
                Some((_, c)) => value.extend(['\\', c]),
                None => break,
            },
            c => value.push(c),
        }
    }
    Err("a quote is not closed")
}

/// Reads the metrics that a URL shows.
#[derive(Debug, Clone)]
pub struct MetricsReader {
    client: reqwest::Client,
    url: reqwest::Url,
    timeout: Duration,
}

impl MetricsReader {
    /// A reader of `url`, as in `http://127.0.0.1:8082/metrics`. Without a path, `/metrics` is read.
    ///
    /// # Errors
    /// With [`ErrorKind::Setup`] when it is not a URL of HTTP, or the options name files that cannot be used.
    pub fn new(url: &str, options: &Options) -> Result<Self, ClientError> {
        let setup = |message: String| ClientError::new(ErrorKind::Setup, message);
        let mut url = reqwest::Url::parse(url)
            .map_err(|error| setup(format!("\"{url}\" is not a URL: {error}")))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(setup(format!("{url} is not a URL of HTTP")));
        }
        if url.path() == "/" {
            url.set_path("/metrics");
        }
        let mut builder = reqwest::Client::builder().no_proxy();
        if url.scheme() == "https" {
            let config = tls::config(options, &["h2", "http/1.1"])?;
            builder = builder.tls_backend_preconfigured(config);
        }
        let client = builder
            .build()
            .map_err(|error| setup(format!("cannot set up HTTP: {error}")))?;
        Ok(Self {
            client,
            url,
            timeout: options.timeout,
        })
    }

    /// Reads them now.
    ///
    /// # Errors
    /// With [`ErrorKind::Unreachable`] when nobody answers, with [`ErrorKind::Failed`] when what is answered is not metrics.
    pub async fn read(&self) -> Result<Vec<TextSample>, ClientError> {
        let text = tokio::time::timeout(self.timeout, self.text()).await;
        let text = text.map_err(|_| {
            let message = format!("{} did not answer in time", self.url);
            ClientError::new(ErrorKind::Timeout, message)
        })??;
        parse_metrics(&text).map_err(|error| {
            let message = format!("{} shows no metrics: {error}", self.url);
            ClientError::new(ErrorKind::Failed, message)
        })
    }

    async fn text(&self) -> Result<String, ClientError> {
        let unreachable = |error: reqwest::Error| {
            let mut last: &dyn std::error::Error = &error;
            while let Some(next) = last.source() {
                last = next;
            }
            ClientError::new(ErrorKind::Unreachable, format!("{}: {last}", self.url))
        };
        let failed = |message| ClientError::new(ErrorKind::Failed, message);
        let request = self.client.get(self.url.clone());
        let mut response = request.send().await.map_err(unreachable)?;
        if !response.status().is_success() {
            return Err(failed(format!(
                "{} answers {}",
                self.url,
                response.status()
            )));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(unreachable)? {
            if bytes.len() + chunk.len() > MAX_BYTES {
                return Err(failed(format!("{} shows more than 16 MiB", self.url)));
            }
            bytes.extend_from_slice(&chunk);
        }
        String::from_utf8(bytes).map_err(|_| failed(format!("{} shows no text", self.url)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn samples_are_read_as_prometheus_writes_them() {
        let text = "# HELP gmqtt_messages_sent_total Messages.\n# TYPE gmqtt_messages_sent_total counter\n\
             gmqtt_messages_sent_total{qos=\"0\"} 12\n\
             gmqtt_messages_dropped_total{qos=\"1\",type=\"queue_full\",} 3 1395066363000\n\n\
             a:b{path=\"C:\\\\x \\\"y\\\"\\n{}\"} +Inf\nbare 1.5e3\n";
        let samples = parse_metrics(text).unwrap();
        assert_eq!(samples.len(), 4);
        assert_eq!(
            (samples[0].label("qos"), samples[0].value),
            (Some("0"), 12.0)
        );
        assert_eq!(samples[1].label("type"), Some("queue_full"));
        assert_eq!(samples[2].label("path"), Some("C:\\x \"y\"\n{}"));
        assert!(samples[2].value.is_infinite());
        assert_eq!(
            (samples[3].name.as_str(), samples[3].value),
            ("bare", 1_500.0)
        );
    }

    #[test]
    fn what_is_no_metric_is_named_by_its_line() {
        let problem = |text: &str| parse_metrics(text).unwrap_err();
        assert_eq!(problem("a 1\n<html>").line, 2);
        assert_eq!(problem("a{b=\"c} 1").problem, "a quote is not closed");
        assert_eq!(problem("a{b} 1").problem, "a label has no value");
        assert_eq!(problem("a one").problem, "the value is not a number");
        assert_eq!(problem("a 1 two").problem, "something follows the value");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "(?s).{0,300}") {
            let _ = parse_metrics(&text);
        }

        #[test]
        fn labels_come_back_as_they_were(value in "(?s).{0,40}", number in -1e12..1e12) {
            let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
            // What ends a line ends a sample: it is only ever written escaped.
            prop_assume!(!escaped.contains('\r'));
            let samples = parse_metrics(&format!("name{{label=\"{escaped}\"}} {number}")).unwrap();
            prop_assert_eq!(samples[0].label("label"), Some(value.as_str()));
            prop_assert_eq!(samples[0].value, number);
        }
    }
}
