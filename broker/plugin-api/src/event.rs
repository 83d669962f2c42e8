//! What happens in the broker, as operators watch it: who came and went, what was refused, what was lost, what was changed.
//!
//! Nothing of this is said of a message that reaches its subscribers. What repeats fast (messages that are dropped, clients that
//! are not let in) is put together: one event says how often it happened.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_protocol::ReasonCode;
use gmqtt_protocol::packet::SubscriptionOptions;

use crate::{ClientInfo, CloseCause, DropReason, Limit, Peer, Terminated};

/// Something that happened. Its number is that of its place in the [`Feed`](crate::Feed).
#[derive(Debug, Clone)]
pub struct Event {
    /// When; of those that were put together, the last.
    pub at: SystemTime,
    /// What.
    pub what: Happening,
    /// How often.
    pub count: u64,
}

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EventKind {
    /// A client has connected.
    Connect,
    /// A client's connection has ended.
    Disconnect,
    /// A client was not let in for what it is or may.
    AuthFail,
    /// A connection was refused for anything else.
    Refused,
    /// A session began.
    SessionStart,
    /// A session has ended.
    SessionEnd,
    /// A client has subscribed.
    Subscribe,
    /// A client has unsubscribed.
    Unsubscribe,
    /// Messages did not reach a client.
    Drop,
    /// A client acknowledges too slowly.
    Slow,
    /// A limit kept something from happening.
    Limit,
    /// Somebody was banned, or is no longer.
    Ban,
    /// A node has joined, left or failed.
    Cluster,
    /// The configuration has changed.
    Config,
    /// Somebody has changed something through the admin API.
    Audit,
    /// A listener was opened or closed, or has failed.
    Listener,
    /// A certificate has changed, or ends.
    Certificate,
    /// The store has failed, or works again.
    Store,
    /// What does not fit the others.
    Broker,
}

/// How grave it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// As it should be.
    Info,
    /// Somebody should look.
    Warning,
    /// Something does not work.
    Error,
}

impl Severity {
    /// In a word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// What can happen.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Happening {
    /// A client was let in.
    Connected {
        /// Who.
        client: Arc<ClientInfo>,
        /// Whether its session goes on.
        session_present: bool,
    },
    /// A connection that was let in has ended.
    Disconnected {
        /// Whose.
        client: Arc<ClientInfo>,
        /// Why.
        cause: CloseCause,
        /// More about it.
        text: Option<Arc<str>>,
    },
    /// A client was not let in.
    Refused {
        /// Where it comes from.
        peer: Peer,
        /// Its client identifier, if it said one.
        client_id: Option<Arc<str>>,
        /// Its user name, if it said one.
        username: Option<Arc<str>>,
        /// Why.
        reason: ReasonCode,
        /// More about it.
        text: Option<Arc<str>>,
        /// Whether it was for what the client is or may.
        authentication: bool,
    },
    /// A session began.
    SessionStarted {
        /// Whose.
        client: Arc<ClientInfo>,
    },
    /// A session has ended.
    SessionEnded {
        /// Whose.
        client_id: Arc<str>,
        /// Why.
        reason: Terminated,
    },
    /// A client has subscribed.
    Subscribed {
        /// Who.
        client: Arc<ClientInfo>,
        /// To what, with `$share/group/` if it is shared.
        filter: Box<str>,
        /// With the granted QoS.
        options: SubscriptionOptions,
    },
    /// A client has unsubscribed.
    Unsubscribed {
        /// Who.
        client: Arc<ClientInfo>,
        /// From what.
        filter: Box<str>,
    },
    /// Messages did not reach a session.
    Dropped {
        /// Whose.
        client_id: Arc<str>,
        /// Why.
        reason: DropReason,
    },
    /// A client acknowledges too slowly.
    Slow {
        /// Who.
        client_id: Arc<str>,
        /// How many messages it has not acknowledged.
        inflight: usize,
        /// For how many seconds the oldest of them.
        waited: u32,
    },
    /// A limit kept something from happening.
    LimitReached {
        /// Which.
        limit: Limit,
    },
    /// What is told in words.
    Note(Note),
}

/// Something that somebody else than the broker has seen or done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What kind of event it is.
    pub kind: EventKind,
    /// How grave it is.
    pub severity: Severity,
    /// Whom or what it is about.
    pub subject: String,
    /// In words. No secrets.
    pub message: String,
    /// What else is known, by name. No secrets.
    pub detail: Vec<(Cow<'static, str>, String)>,
}

impl Note {
    /// As it should be.
    #[must_use]
    pub fn new(kind: EventKind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            severity: Severity::Info,
            subject: subject.into(),
            message: message.into(),
            detail: Vec::new(),
        }
    }

    /// So grave.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// With something else that is known.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: impl ToString) -> Self {
        self.detail.push((name.into(), value.to_string()));
        self
    }
}

impl Happening {
    /// What kind of event it is.
    #[must_use]
    pub const fn kind(&self) -> EventKind {
        match self {
            Self::Connected { .. } => EventKind::Connect,
            Self::Disconnected { .. } => EventKind::Disconnect,
            Self::Refused {
                authentication: true,
                ..
            } => EventKind::AuthFail,
            Self::Refused { .. } => EventKind::Refused,
            Self::SessionStarted { .. } => EventKind::SessionStart,
            Self::SessionEnded { .. } => EventKind::SessionEnd,
            Self::Subscribed { .. } => EventKind::Subscribe,
            Self::Unsubscribed { .. } => EventKind::Unsubscribe,
            Self::Dropped { .. } => EventKind::Drop,
            Self::Slow { .. } => EventKind::Slow,
            Self::LimitReached { .. } => EventKind::Limit,
            Self::Note(note) => note.kind,
        }
    }

    /// How grave it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        match self {
            Self::Note(note) => note.severity,
            Self::Refused { .. }
            | Self::Dropped { .. }
            | Self::Slow { .. }
            | Self::LimitReached { .. } => Severity::Warning,
            _ => Severity::Info,
        }
    }

    /// Whom or what it is about: a client identifier, a limit, what a note says.
    #[must_use]
    pub fn subject(&self) -> &str {
        match self {
            Self::Connected { client, .. }
            | Self::Disconnected { client, .. }
            | Self::SessionStarted { client }
            | Self::Subscribed { client, .. }
            | Self::Unsubscribed { client, .. } => &client.id,
            Self::SessionEnded { client_id, .. }
            | Self::Dropped { client_id, .. }
            | Self::Slow { client_id, .. } => client_id,
            Self::Refused { client_id, .. } => client_id.as_deref().unwrap_or_default(),
            Self::LimitReached { limit } => limit.label(),
            Self::Note(note) => &note.subject,
        }
    }

    /// In words.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Connected {
                session_present, ..
            } => match session_present {
                true => "connected, its session goes on".to_owned(),
                false => "connected".to_owned(),
            },
            Self::Disconnected { cause, text, .. } => with_text(cause_in_words(cause), text),
            Self::Refused { reason, text, .. } => with_text(format!("refused: {reason}"), text),
            Self::SessionStarted { .. } => "a session began".to_owned(),
            Self::SessionEnded { reason, .. } => match reason {
                Terminated::Normal => "the session has ended".to_owned(),
                Terminated::TakenOver => "the session was replaced by a new one".to_owned(),
                Terminated::Expired => "the session has expired".to_owned(),
                Terminated::Moved => "the session has gone to another node".to_owned(),
            },
            Self::Subscribed { filter, .. } => format!("subscribed to {filter}"),
            Self::Unsubscribed { filter, .. } => format!("unsubscribed from {filter}"),
            Self::Dropped { reason, .. } => format!("messages dropped: {}", reason.label()),
            Self::Slow {
                inflight, waited, ..
            } => format!(
                "slow: {inflight} messages are not acknowledged, the oldest for {waited} seconds"
            ),
            Self::LimitReached { limit } => format!("limit reached: {}", limit.label()),
            Self::Note(note) => note.message.clone(),
        }
    }

    /// What else is known, by name.
    #[must_use]
    pub fn detail(&self) -> Vec<(Cow<'static, str>, String)> {
        let mut detail = Vec::new();
        let mut add = |name: &'static str, value: String| detail.push((name.into(), value));
        match self {
            Self::Connected {
                client,
                session_present,
            } => {
                about(client, &mut add);
                add("clean_start", client.clean_start.to_string());
                add("keep_alive", client.keep_alive.to_string());
                add("session_present", session_present.to_string());
            }
            Self::Disconnected { client, cause, .. } => {
                about(client, &mut add);
                match cause {
                    CloseCause::ByClient(reason) => {
                        add("by", "client".to_owned());
                        add("reason_code", (*reason as u8).to_string());
                    }
                    CloseCause::ByBroker(reason) => {
                        add("by", "broker".to_owned());
                        add("reason_code", (*reason as u8).to_string());
                    }
                    CloseCause::ConnectionLost => add("by", "network".to_owned()),
                }
            }
            Self::Refused {
                peer,
                username,
                reason,
                ..
            } => {
                add("address", peer.remote.to_string());
                if let Some(listener) = &peer.listener {
                    add("listener", listener.to_string());
                }
                if let Some(username) = username {
                    add("username", username.to_string());
                }
                add("reason_code", (*reason as u8).to_string());
            }
            Self::SessionStarted { client } => about(client, &mut add),
            Self::SessionEnded { reason, .. } => add("reason", reason.label().to_owned()),
            Self::Subscribed {
                client,
                filter,
                options,
            } => {
                about(client, &mut add);
                add("filter", filter.to_string());
                add("qos", (options.qos as u8).to_string());
            }
            Self::Unsubscribed { client, filter } => {
                about(client, &mut add);
                add("filter", filter.to_string());
            }
            Self::Dropped { reason, .. } => add("reason", reason.label().to_owned()),
            Self::Slow {
                inflight, waited, ..
            } => {
                add("inflight", inflight.to_string());
                add("waited_seconds", waited.to_string());
            }
            Self::LimitReached { limit } => add("limit", limit.label().to_owned()),
            Self::Note(note) => detail.extend(note.detail.iter().cloned()),
        }
        detail
    }
}

fn with_text(words: String, text: &Option<Arc<str>>) -> String {
    match text.as_deref().filter(|text| !text.is_empty()) {
        Some(text) => format!("{words}: {text}"),
        None => words,
    }
}

fn cause_in_words(cause: &CloseCause) -> String {
    match cause {
        CloseCause::ByClient(ReasonCode::Success) => "disconnected".to_owned(),
        CloseCause::ByClient(reason) => format!("disconnected by the client: {reason}"),
        CloseCause::ByBroker(reason) => format!("disconnected by the broker: {reason}"),
        CloseCause::ConnectionLost => "the connection was lost".to_owned(),
    }
}

fn about(client: &ClientInfo, add: &mut impl FnMut(&'static str, String)) {
    if let Some(username) = &client.username {
        add("username", username.to_string());
    }
    add("address", client.peer.remote.to_string());
    if let Some(listener) = &client.peer.listener {
        add("listener", listener.to_string());
    }
    add("version", (client.version as u8).to_string());
}
