//! `gmqtt logs` without a command below it.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::Args;
use gmqtt_admin_client::admin::{LogRecord, TailLogRequest};
use regex_lite::Regex;

use crate::{
    admin::{self, Admin, duration},
    error::Error,
    exit::Exit,
    output::{printable, rfc3339},
};

#[derive(Debug, Args)]
pub(super) struct Tail {
    /// How many lines that were written before, 5000 at most
    #[arg(long, value_name = "N", default_value = "100")]
    last: u32,

    /// Only lines of this level and graver ones
    #[arg(long, value_name = "LEVEL", value_parser = ["error", "warn", "info", "debug"])]
    level: Option<String>,

    /// Only lines of this part of the broker, as in gmqtt_server
    #[arg(long, value_name = "TARGET")]
    target: Option<String>,

    /// Only lines that this regular expression fits
    #[arg(long, value_name = "REGEX", value_parser = regex)]
    grep: Option<Regex>,

    /// End after the lines that were written before
    #[arg(long)]
    no_follow: bool,

    /// End after this time
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    time: Option<Duration>,
}

fn regex(text: &str) -> Result<Regex, String> {
    Regex::new(text).map_err(|error| error.to_string())
}

impl Tail {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let followed = self.follow(admin);
        match self.time {
            None => followed.await,
            Some(time) => tokio::time::timeout(time, followed)
                .await
                .unwrap_or(Ok(Exit::Done)),
        }
    }

    async fn follow(&self, admin: &Admin) -> Result<Exit, Error> {
        let request = TailLogRequest {
            last: self.last,
            level: self.level.clone().unwrap_or_default(),
            target: self.target.clone().unwrap_or_default(),
            no_follow: self.no_follow,
            since_sequence: 0,
        };
        let answer = admin.client()?.logs().tail(request).await;
        let mut records = answer.map_err(|error| admin.explain(error))?.into_inner();
        while let Some(record) = records
            .message()
            .await
            .map_err(|error| admin.explain(error))?
        {
            if record.skipped > 0 {
                admin.output.warn(&format!(
                    "{} lines were left out: this reader is too slow",
                    record.skipped
                ));
            }
            let line = line(&record);
            let fits = self.grep.as_ref().is_none_or(|regex| {
                regex.is_match(&anstream::adapter::strip_str(&line).to_string())
            });
            if !fits {
                continue;
            }
            match admin.output.format {
                Some(_) => admin
                    .output
                    .record(&admin::json("gmqtt.admin.api.LogRecord", &record))?,
                None => admin.output.text(&line)?,
            }
        }
        Ok(Exit::Done)
    }
}

/// A line for people.
fn line(record: &LogRecord) -> String {
    let at = admin::moment(record.at.as_ref())
        .map(rfc3339)
        .unwrap_or_default();
    let style = match record.level.as_str() {
        "ERROR" => AnsiColor::Red.on_default(),
        "WARN" => AnsiColor::Yellow.on_default(),
        "INFO" => AnsiColor::Green.on_default(),
        _ => Style::new().dimmed(),
    };
    let mut text = record.message.clone();
    let mut fields: Vec<_> = record.fields.iter().collect();
    fields.sort();
    for (name, value) in fields {
        text.push_str(&format!(" {name}={value}"));
    }
    let (level, target) = (printable(&record.level), printable(&record.target));
    format!(
        "{at} {style}{level:>5}{style:#} {target}: {}\n",
        printable(&text)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_a_line_with_its_fields_in_order() {
        let record = LogRecord {
            level: "WARN".to_owned(),
            target: "gmqtt_server".to_owned(),
            message: "client\nlost".to_owned(),
            fields: [("reason", "0x8e"), ("client_id", "a")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            ..LogRecord::default()
        };
        let line = anstream::adapter::strip_str(&line(&record)).to_string();
        assert!(line.ends_with(" client_id=a reason=0x8e\n"), "{line}");
        assert_eq!(line.matches('\n').count(), 1, "{line}");
    }
}
