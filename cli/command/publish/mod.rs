//! `gmqtt publish`: publish through the admin API, without a session of MQTT.

mod payload;
mod send;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use gmqtt_admin_client::admin::{PublishRequest, UserProperty};

use crate::{
    admin::{Admin, AdminFlags, RootFlags, duration},
    error::Error,
    exit::Exit,
    mqtt::invalid_topic,
    output::Output,
};

/// Publish a message through the admin API
///
/// It goes the way of a client's message: plugins are asked, it is retained, routed and queued. Without a payload it is read from
/// stdin. `gmqtt mqtt pub` publishes as an MQTT client.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt publish sensors/42/cmd on --qos 1
  gmqtt publish sensors/42/cmd on --dry-run
  gmqtt publish sensors/all/cfg --lines --retain")]
pub(crate) struct Publish {
    /// The topic
    topic: String,

    /// The payload; without it and -f, stdin
    payload: Option<String>,

    /// A file with the payload
    #[arg(short, long, value_name = "FILE", conflicts_with = "payload")]
    file: Option<PathBuf>,

    /// The QoS
    #[arg(long, value_name = "QOS", default_value = "0", value_parser = clap::value_parser!(u32).range(0..=2))]
    qos: u32,

    /// Retain it
    #[arg(long)]
    retain: bool,

    /// What the payload argument, or the file, is
    #[arg(long, value_name = "FORMAT", default_value = "utf8")]
    format: PayloadFormat,

    /// The content type
    #[arg(
        long,
        value_name = "TYPE",
        default_value = "",
        hide_default_value = true
    )]
    content_type: String,

    /// How long it may wait for subscribers
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    expiry: Option<Duration>,

    /// The topic for a response
    #[arg(
        long,
        value_name = "TOPIC",
        default_value = "",
        hide_default_value = true
    )]
    response_topic: String,

    /// The correlation data, in hex
    #[arg(long, value_name = "HEX", value_parser = payload::hex_argument)]
    correlation: Option<std::sync::Arc<[u8]>>,

    /// A user property, NAME=VALUE; may be given more than once
    #[arg(short = 'P', long, value_name = "NAME=VALUE", value_parser = property)]
    property: Vec<(String, String)>,

    /// Publish each line as a message
    #[arg(long, conflicts_with_all = ["payload", "count"])]
    lines: bool,

    /// Publish it so many times
    #[arg(long, value_name = "N", default_value = "1", value_parser = clap::value_parser!(u64).range(1..))]
    count: u64,

    /// Wait so long after each message
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    interval: Option<Duration>,

    /// Only say who would receive it
    #[arg(short = 'n', long, conflicts_with_all = ["lines", "count"])]
    dry_run: bool,

    #[command(flatten)]
    admin: AdminFlags,
}

/// How a payload is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PayloadFormat {
    /// As it is
    Utf8,
    /// In hex
    Hex,
    /// In base64
    Base64,
}

impl Publish {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        invalid_topic(&self.topic)?;
        if !self.response_topic.is_empty() {
            invalid_topic(&self.response_topic)?;
        }
        let admin = Admin::new(output, self.admin.clone(), root)?;
        admin.block_on(async {
            if self.lines {
                self.publish_lines(&admin).await
            } else if self.count > 1 || self.interval.is_some() {
                self.publish_often(&admin).await
            } else {
                self.publish_once(&admin).await
            }
        })
    }

    /// The message with this payload.
    fn message(&self, payload: Vec<u8>) -> PublishRequest {
        // The broker in Go knows only text.
        let (text, bytes) = match String::from_utf8(payload) {
            Ok(text) => (text, Vec::new()),
            Err(error) => (String::new(), error.into_bytes()),
        };
        let properties = self.property.iter();
        PublishRequest {
            topic_name: self.topic.clone(),
            payload: text,
            payload_bytes: bytes.into(),
            qos: self.qos,
            retained: self.retain,
            content_type: self.content_type.clone(),
            // What is beyond 32 bits of seconds is for ever, or 136 years.
            message_expiry: self.expiry.map_or(0, |expiry| {
                u32::try_from(expiry.as_secs().max(1)).unwrap_or(u32::MAX)
            }),
            response_topic: self.response_topic.clone(),
            correlation_data_bytes: self
                .correlation
                .as_deref()
                .unwrap_or_default()
                .to_vec()
                .into(),
            user_properties_text: properties
                .map(|(name, value)| UserProperty {
                    name: name.clone(),
                    value: value.clone(),
                })
                .collect(),
            report: true,
            dry_run: self.dry_run,
            ..PublishRequest::default()
        }
    }

    /// `(qos 1, retained)`.
    fn how(&self) -> String {
        let retained = if self.retain { ", retained" } else { "" };
        format!("(qos {}{retained})", self.qos)
    }
}

fn property(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("it is NAME=VALUE".to_owned()),
    }
}
