//! Sending, once, often, or line by line.

use std::time::{Duration, Instant};

use gmqtt_admin_client::ClientError;
use gmqtt_admin_client::admin::{PublishBatchRequest, PublishReport, PublishRequest};
use serde_json::json;

use super::Publish;
use crate::{
    admin::{self, Admin, is_unimplemented},
    error::Error,
    exit::Exit,
    output::{grouped, printable, size},
};

/// How many messages go in one request, and how many bytes of payloads.
const BATCH: usize = 500;
const BATCH_BYTES: usize = 1024 * 1024;

/// What was sent so far.
#[derive(Debug, Default)]
struct Sent {
    messages: u64,
    bytes: u64,
    refused: u64,
    /// Why the first one was refused.
    why: Option<String>,
    /// The broker has no way to take many at once.
    one_by_one: bool,
}

impl Publish {
    pub(super) async fn publish_once(&self, admin: &Admin) -> Result<Exit, Error> {
        let payload = self.payload()?;
        let bytes = payload.len() as u64;
        let client = if self.dry_run {
            admin.client()?
        } else {
            admin.writer()?
        };
        let answer = client.publish().publish(self.message(payload)).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        let report = answer.report.as_ref();
        if admin.output.format.is_some() {
            admin
                .output
                .document(&admin::json("gmqtt.admin.api.PublishResponse", &answer))?;
        } else {
            admin.output.confirm(&self.sentence(bytes, report))?;
        }
        Ok(Exit::Done)
    }

    /// `published 12 B to sensors/42/cmd (qos 1), 2 subscribers`.
    fn sentence(&self, bytes: u64, report: Option<&PublishReport>) -> String {
        let verb = if self.dry_run {
            "would publish"
        } else {
            "published"
        };
        let subscribers = match report {
            Some(report) if report.routed || self.dry_run => match report.matched_subscribers {
                1 => ", 1 subscriber".to_owned(),
                number => format!(", {} subscribers", grouped(number.into())),
            },
            _ => String::new(),
        };
        format!(
            "{verb} {} to {} {}{subscribers}\n",
            size(bytes),
            printable(&self.topic),
            self.how()
        )
    }

    pub(super) async fn publish_often(&self, admin: &Admin) -> Result<Exit, Error> {
        let payload = self.payload()?;
        let payloads = (0..self.count).map(|_| Ok(payload.clone()));
        self.publish_many(admin, payloads).await
    }

    pub(super) async fn publish_lines(&self, admin: &Admin) -> Result<Exit, Error> {
        self.publish_many(admin, self.lines()?).await
    }

    async fn publish_many(
        &self,
        admin: &Admin,
        payloads: impl Iterator<Item = Result<Vec<u8>, Error>>,
    ) -> Result<Exit, Error> {
        let started = Instant::now();
        let mut sent = Sent::default();
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let most = if self.interval.is_some() { 1 } else { BATCH };
        for payload in payloads {
            let payload = payload?;
            bytes += payload.len();
            batch.push(self.message(payload));
            if batch.len() >= most || bytes >= BATCH_BYTES {
                sent.send(admin, std::mem::take(&mut batch)).await?;
                bytes = 0;
                if let Some(interval) = self.interval {
                    tokio::time::sleep(interval).await;
                }
            }
        }
        if !batch.is_empty() {
            sent.send(admin, batch).await?;
        }
        self.sum_up(admin, &sent, started.elapsed())
    }

    fn sum_up(&self, admin: &Admin, sent: &Sent, took: Duration) -> Result<Exit, Error> {
        if admin.output.format.is_some() {
            admin.output.document(&json!({
                "published": sent.messages, "failed": sent.refused, "bytes": sent.bytes,
            }))?;
        } else {
            admin.output.confirm(&format!(
                "published {} messages, {} to {} {} in {} ms\n",
                grouped(sent.messages),
                size(sent.bytes),
                printable(&self.topic),
                self.how(),
                took.as_millis()
            ))?;
        }
        let Some(why) = &sent.why else {
            return Ok(Exit::Done);
        };
        let exit = if sent.messages == 0 {
            Exit::Failed
        } else {
            Exit::Partly
        };
        let refused = grouped(sent.refused);
        Err(Error::new(exit, format!("{refused} messages were refused")).cause(why))
    }
}

impl Sent {
    async fn send(&mut self, admin: &Admin, messages: Vec<PublishRequest>) -> Result<(), Error> {
        let mut publish = admin.writer()?.publish();
        let sizes: Vec<u64> = messages
            .iter()
            .map(|message| (message.payload.len() + message.payload_bytes.len()) as u64)
            .collect();
        if !self.one_by_one {
            let request = PublishBatchRequest {
                messages: messages.clone(),
            };
            match publish.publish_batch(request).await {
                Ok(answer) => {
                    let results = answer.into_inner().results;
                    for (result, size) in results.into_iter().zip(sizes) {
                        match result.code {
                            0 => self.done(size),
                            _ => self.failed(result.message),
                        }
                    }
                    return Ok(());
                }
                Err(status) => {
                    let error = ClientError::from(status);
                    if !is_unimplemented(&error) {
                        return Err(admin.explain(error));
                    }
                    self.one_by_one = true;
                }
            }
        }
        for (message, size) in messages.into_iter().zip(sizes) {
            let answer = publish.publish(message).await;
            answer.map_err(|error| admin.explain(error))?;
            self.done(size);
        }
        Ok(())
    }

    fn done(&mut self, bytes: u64) {
        self.messages += 1;
        self.bytes += bytes;
    }

    fn failed(&mut self, why: String) {
        self.refused += 1;
        self.why.get_or_insert(why);
    }
}
