//! What a Go broker (gmqtt before this one) left in Redis, as a source for [`Restore`]: sessions, subscriptions, queues and QoS 2
//! identifiers. It kept no retained messages. Nothing is written or deleted there.
//!
//! What is known to be wrong there, and what is made of it:
//!
//! - A payload of more than 65,535 bytes is encoded with a length that is too small. It is found where that is possible, and named where not.
//! - UNSUBSCRIBE deleted nothing: subscriptions may come back that clients had given up. They cannot be told from others.
//! - The QoS 2 identifiers of sessions that had ended were never deleted. Those without a session are left alone.
//! - Sessions that end with their connection were written, too. They are left out.
//! - The will of a session is the one of its last connection, which is over. The Go broker never published it after a start; it is left out.

mod decode;

use std::collections::HashMap;
use std::fmt;

use gmqtt_protocol::PacketId;

use self::decode::{Element, Held, Unreadable};
use crate::change::{
    Client, Entry, Message, MessageId, SessionKey, SessionState, Stage, Subscription, UnixMillis,
};
use crate::export::Numbers;
use crate::redis::{ConnectError, Options, Raw};
use crate::store::{QueueSummary, ReadError, Restore};

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Sessions.
    pub sessions: u64,
    /// Subscriptions.
    pub subscriptions: u64,
    /// Queue elements.
    pub entries: u64,
    /// Sessions that ended with their connections.
    pub ended: u64,
    /// What was left out because it could not be read; the first hundred.
    pub problems: Vec<Problem>,
    /// All that was left out.
    pub left_out: u64,
}

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The key in Redis.
    pub key: String,
    /// What and why.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.key, self.reason)
    }
}

const MOST_PROBLEMS: usize = 100;
const SESSION: &str = "session:";
/// Elements of a queue read at a time.
const PAGE: usize = 1000;

/// Reads all that a Go broker left in a Redis. The sessions count as away since `now`, as they did for the Go broker when it
/// started.
///
/// # Errors
/// When Redis cannot be reached or read. Single things that cannot be read are in the report.
pub async fn read(
    options: &Options,
    now: UnixMillis,
    into: &mut dyn Restore,
) -> Result<Report, ConnectError> {
    let mut reader = Reader {
        redis: Raw::connect(options).await?,
        now,
        numbers: Numbers::default(),
        report: Report::default(),
    };
    let mut keys = reader.redis.keys(&format!("{SESSION}*")).await?;
    // SCAN may name a key twice.
    keys.sort_unstable();
    keys.dedup();
    for key in keys {
        reader.session(&key, into).await?;
        if into.proceed().await.is_break() {
            return Err(ReadError::Stopped.into());
        }
    }
    Ok(reader.report)
}

struct Reader {
    redis: Raw,
    now: UnixMillis,
    numbers: Numbers,
    report: Report,
}

impl Reader {
    async fn session(&mut self, key: &[u8], into: &mut dyn Restore) -> Result<(), ReadError> {
        let shown = String::from_utf8_lossy(key).into_owned();
        let Some(fields) = self.redis.hash(key).await? else {
            self.problem(&shown, "it is not a hash, so not a session of a Go broker");
            return Ok(());
        };
        let (client_id, connected_at, expiry) = match state(&fields) {
            Ok(state) => state,
            Err(reason) => {
                self.problem(&shown, &reason);
                return Ok(());
            }
        };
        if expiry == 0 {
            self.report.ended += 1;
            return Ok(());
        }
        let session = self.numbers.next_session();
        self.report.sessions += 1;
        into.session(
            session,
            SessionState {
                client_id: &client_id,
                created_at: connected_at,
                expiry: (expiry != u32::MAX).then_some(u64::from(expiry) * 1000),
                offline_since: Some(self.now),
                client: Client {
                    connected_at,
                    ..Client::default()
                },
                will: None,
                claim: None,
            },
        );
        self.subscriptions(session, &client_id, into).await?;
        self.received(session, &client_id, into).await?;
        self.queue(session, &client_id, into).await
    }

    async fn subscriptions(
        &mut self,
        session: SessionKey,
        client_id: &str,
        into: &mut dyn Restore,
    ) -> Result<(), ReadError> {
        let key = format!("sub:{client_id}");
        let Some(fields) = self.redis.hash(key.as_bytes()).await? else {
            self.problem(&key, "it is not a hash, so it holds no subscriptions");
            return Ok(());
        };
        let mut fields: Vec<_> = fields.into_iter().collect();
        fields.sort_unstable();
        for (field, value) in fields {
            let filter = String::from_utf8_lossy(&field);
            match decode::subscription(&filter, &value) {
                Ok((options, id)) => {
                    self.report.subscriptions += 1;
                    let filter = &filter;
                    into.subscription(
                        session,
                        Subscription {
                            filter,
                            options,
                            id,
                        },
                    );
                }
                Err(error) => {
                    self.problem(&key, &format!("the subscription to `{filter}`: {error}"));
                }
            }
        }
        Ok(())
    }

    async fn received(
        &mut self,
        session: SessionKey,
        client_id: &str,
        into: &mut dyn Restore,
    ) -> Result<(), ReadError> {
        let key = format!("unack:{client_id}");
        let Some(fields) = self.redis.hash(key.as_bytes()).await? else {
            self.problem(&key, "it is not a hash, so it holds no identifiers");
            return Ok(());
        };
        let mut ids = Vec::new();
        for field in fields.keys() {
            match number(field).and_then(PacketId::new) {
                Some(id) => ids.push(id),
                None => {
                    let field = String::from_utf8_lossy(field);
                    self.problem(&key, &format!("`{field}` is not a packet identifier"));
                }
            }
        }
        ids.sort_unstable();
        for id in ids {
            into.received(session, id);
        }
        Ok(())
    }

    async fn queue(
        &mut self,
        session: SessionKey,
        client_id: &str,
        into: &mut dyn Restore,
    ) -> Result<(), ReadError> {
        let key = format!("queue:{client_id}");
        let Some(length) = self.redis.length(key.as_bytes()).await? else {
            self.problem(&key, "it is not a list, so it holds no messages");
            return Ok(());
        };
        let summary = QueueSummary {
            entries: length,
            in_flight: 0,
            last: Some(length as u64),
        };
        // There is nowhere to page the rest in from later: all is given.
        into.queue(session, summary);
        for start in (0..length).step_by(PAGE) {
            let page = self.redis.range(key.as_bytes(), start, PAGE).await?;
            for (n, bytes) in page.iter().enumerate() {
                let place = start + n;
                match decode::element(bytes) {
                    Ok(element) => {
                        self.report.entries += 1;
                        let id = self.numbers.next_message();
                        give(session, place as u64 + 1, id, &element, into);
                    }
                    Err(error) => self.lost(&key, place, &error),
                }
            }
        }
        Ok(())
    }

    fn lost(&mut self, key: &str, place: usize, error: &Unreadable) {
        self.problem(key, &format!("the message at index {place}: {error}"));
    }

    fn problem(&mut self, key: &str, reason: &str) {
        self.report.left_out += 1;
        if self.report.problems.len() < MOST_PROBLEMS {
            self.report.problems.push(Problem {
                key: key.to_owned(),
                reason: reason.to_owned(),
            });
        }
    }
}

/// Client identifier, time of connecting and expiry in seconds.
fn state(fields: &HashMap<Vec<u8>, Vec<u8>>) -> Result<(String, UnixMillis, u32), String> {
    let field = |name: &str| fields.get(name.as_bytes());
    let id = field("client_id").ok_or("the field client_id is missing")?;
    let id = String::from_utf8(id.clone()).map_err(|_| "client_id is not UTF-8")?;
    if id.is_empty() {
        return Err(
            "its client_id is empty: the Go broker wrote it for a client without one".into(),
        );
    }
    let expiry = field("expiry_interval").and_then(|it| number(it));
    let connected_at: Option<u64> = field("connected_at").and_then(|it| number(it));
    let connected_at = connected_at.ok_or("connected_at is not a time")?;
    let expiry = expiry.ok_or("expiry_interval is not a number of seconds")?;
    Ok((id, connected_at.saturating_mul(1000), expiry))
}

fn number<T: std::str::FromStr>(digits: &[u8]) -> Option<T> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

fn give(
    session: SessionKey,
    seq: u64,
    id: MessageId,
    element: &Element<'_>,
    into: &mut dyn Restore,
) {
    let millis = |seconds: i64| u64::try_from(seconds).unwrap_or(0).saturating_mul(1000);
    let entry = |qos, retain, ids, stage| Entry {
        seq,
        message: id,
        qos,
        retain,
        ids,
        share: None,
        stage,
    };
    match &element.held {
        Held::Pubrel(packet_id) => {
            let stage = Stage::Confirmed(*packet_id);
            let qos = gmqtt_protocol::QoS::ExactlyOnce;
            into.entry(
                session,
                entry(qos, false, [].as_slice().into(), stage),
                None,
            );
        }
        Held::Message(held) => {
            let until = held
                .expiry_interval
                .map(|seconds| millis(element.entered).saturating_add(u64::from(seconds) * 1000));
            // Once it is sent, the element says when its place is given to another, not when the message expires.
            let expires = element.expires.filter(|_| held.packet_id.is_none());
            let message = Message {
                topic: held.topic,
                properties: &held.properties,
                payload: held.payload,
                qos: held.qos,
                retain: held.retain,
                source: 0,
                expires_at: expires.map(millis).or(until),
                forwarded_until: until,
            };
            let stage = held.packet_id.map_or(Stage::Waiting, Stage::Sent);
            let ids = held.ids.as_slice().into();
            into.entry(
                session,
                entry(held.qos, held.retain, ids, stage),
                Some(message),
            );
        }
    }
}
