//! `gmqtt retained import`.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use clap::Args;
use gmqtt_admin_client::admin::{PublishBatchRequest, PublishRequest, UserProperty};
use serde::Deserialize;
use serde_json::json;

use crate::{
    admin::Admin,
    error::Error,
    exit::Exit,
    mqtt::invalid_topic,
    output::{Progress, grouped},
};

/// Publish retained messages that were exported
///
/// A message replaces the one that its topic has. What a line says wrong is told before anything is published.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained import retained.jsonl
  gmqtt retained import retained.jsonl --dry-run")]
pub(super) struct Import {
    /// The file, - for stdin
    file: PathBuf,

    /// Only check the file
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// A line.
#[derive(Debug, Deserialize)]
struct Line {
    topic_name: String,
    #[serde(default)]
    qos: u32,
    #[serde(default)]
    payload: String,
    #[serde(default)]
    content_type: String,
    #[serde(default)]
    payload_format: u32,
    #[serde(default)]
    response_topic: String,
    #[serde(default)]
    correlation_data: String,
    #[serde(default)]
    user_properties: Vec<Property>,
    /// As in `3.5s`.
    expires_in: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Property {
    name: String,
    value: String,
}

/// How many messages go in one request, and how many bytes of payloads.
const BATCH: usize = 500;
const BATCH_BYTES: usize = 1024 * 1024;

impl Import {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let messages = self.read(admin)?;
        let total = messages.len() as u64;
        if self.dry_run {
            let words = format!("{} retained messages can be imported\n", grouped(total));
            admin.output.confirm(&words)?;
            admin
                .output
                .done(|| json!({"published": 0, "failed": 0, "total": total}))?;
            return Ok(Exit::Done);
        }
        let mut publish = admin.writer()?.publish();
        let progress = Progress::new(&admin.output, "importing", total);
        let (mut published, mut failed) = (0, 0);
        let mut waiting = messages.into_iter().peekable();
        while waiting.peek().is_some() {
            let (mut batch, mut bytes) = (Vec::new(), 0);
            while batch.len() < BATCH && bytes < BATCH_BYTES {
                let Some(message) = waiting.next() else {
                    break;
                };
                bytes += message.payload_bytes.len();
                batch.push(message);
            }
            let topics: Vec<_> = batch.iter().map(|one| one.topic_name.clone()).collect();
            let answer = publish
                .publish_batch(PublishBatchRequest { messages: batch })
                .await;
            let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
            for (topic, result) in topics.iter().zip(answer.results) {
                if result.code == 0 {
                    published += 1;
                } else {
                    failed += 1;
                    let message = format!("\"{topic}\" was not published");
                    let error = Error::new(Exit::Failed, message).cause(result.message);
                    admin.output.error(&error);
                }
            }
            progress.add(topics.len() as u64);
        }
        drop(progress);
        admin.output.confirm(&format!(
            "published {} retained messages\n",
            grouped(published)
        ))?;
        let sums = || json!({"published": published, "failed": failed, "total": total});
        admin.output.done(sums)?;
        Ok(match (published, failed) {
            (_, 0) => Exit::Done,
            (0, _) => Exit::Failed,
            _ => Exit::Partly,
        })
    }

    /// All messages of the file, or all that is wrong with it.
    fn read(&self, admin: &Admin) -> Result<Vec<PublishRequest>, Error> {
        let name = self.file.display().to_string();
        let unreadable =
            |error: io::Error| Error::new(Exit::Usage, format!("cannot read {name}")).cause(error);
        let reader: Box<dyn BufRead> = if name == "-" {
            Box::new(io::stdin().lock())
        } else {
            Box::new(BufReader::new(File::open(&self.file).map_err(unreadable)?))
        };
        let mut messages = Vec::new();
        let mut mistakes = 0;
        for (line, number) in reader.lines().zip(1..) {
            let line = line.map_err(unreadable)?;
            if line.trim().is_empty() {
                continue;
            }
            match message(&line) {
                Ok(message) => messages.push(message),
                Err(why) => {
                    mistakes += 1;
                    let message = format!("{name}:{number}: {why}");
                    admin.output.error(&Error::new(Exit::Invalid, message));
                }
            }
        }
        if mistakes > 0 {
            let message = format!("{name} cannot be imported; nothing was published");
            return Err(Error::new(Exit::Invalid, message));
        }
        Ok(messages)
    }
}

fn message(line: &str) -> Result<PublishRequest, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if invalid_topic(&line.topic_name).is_err() {
        return Err(format!("\"{}\" is not a topic name", line.topic_name));
    }
    let bytes = |text: &str, what: &str| {
        STANDARD
            .decode(text)
            .map_err(|error| format!("the {what} is not base64: {error}"))
    };
    let expiry = line.expires_in.as_deref().map(|text| {
        let seconds: f64 = text.strip_suffix('s').and_then(|text| text.parse().ok())?;
        // Rounded up: what expires within the second is not to stay for ever.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        Some(seconds.ceil().max(1.0) as u32)
    });
    let expiry = match expiry {
        Some(None) => return Err("expires_in is not seconds, as in 3.5s".to_owned()),
        Some(Some(seconds)) => seconds,
        None => 0,
    };
    let properties = line.user_properties.into_iter();
    Ok(PublishRequest {
        payload_bytes: bytes(&line.payload, "payload")?.into(),
        correlation_data_bytes: bytes(&line.correlation_data, "correlation data")?.into(),
        topic_name: line.topic_name,
        qos: line.qos,
        retained: true,
        content_type: line.content_type,
        message_expiry: expiry,
        payload_format: line.payload_format,
        response_topic: line.response_topic,
        user_properties_text: properties
            .map(|one| UserProperty {
                name: one.name,
                value: one.value,
            })
            .collect(),
        ..PublishRequest::default()
    })
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::Duration;
    use gmqtt_admin_client::admin::RetainedMessage;

    use super::*;
    use crate::admin;

    #[test]
    fn what_is_exported_can_be_imported() {
        let exported = RetainedMessage {
            topic_name: "a/b".to_owned(),
            qos: 1,
            payload: vec![0, 255].into(),
            payload_size: 2,
            content_type: "x".to_owned(),
            correlation_data: vec![1].into(),
            user_properties: vec![UserProperty {
                name: "n".to_owned(),
                value: "v".to_owned(),
            }],
            expires_in: Some(Duration {
                seconds: 3,
                nanos: 500_000_000,
            }),
            ..RetainedMessage::default()
        };
        let line = admin::json("gmqtt.admin.api.RetainedMessage", &exported).to_string();
        let message = message(&line).unwrap();
        assert_eq!(message.topic_name, "a/b");
        assert_eq!(*message.payload_bytes, [0, 255]);
        assert_eq!((message.qos, message.message_expiry), (1, 4));
        assert!(message.retained);
        assert_eq!(message.user_properties_text, exported.user_properties);
    }

    #[test]
    fn what_a_line_says_wrong_is_told() {
        for line in [
            "",
            "{}",
            r#"{"topic_name":"a/#"}"#,
            r#"{"topic_name":"a","payload":"*"}"#,
            r#"{"topic_name":"a","expires_in":"x"}"#,
        ] {
            assert!(message(line).is_err(), "{line}");
        }
    }
}
