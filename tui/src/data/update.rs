//! What goes between the dashboard and a source: updates one way, wishes and orders the other.

use std::collections::BTreeSet;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{
    ClientDetail, ClientPage, ClientRow, Event, Figures, Member, Status, TopicMatch, TopicPage,
};

/// How the data comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// The broker sends it as it changes.
    Live,
    /// It is asked for again and again.
    Polling,
    /// Only what Prometheus is shown.
    MetricsOnly,
    /// From a file.
    Replay,
}

impl Kind {
    /// As the header says it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Polling => "polling",
            Self::MetricsOnly => "metrics only",
            Self::Replay => "replay",
        }
    }
}

/// A piece of the data that can be missing by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Piece {
    /// The broker's status.
    Status,
    /// The chief figures.
    Figures,
    /// The list of clients.
    Clients,
    /// One client.
    Client,
    /// The tree of topics.
    Topics,
    /// Who receives what is published to a topic.
    Match,
    /// The nodes.
    Members,
    /// What happens.
    Events,
    /// The log.
    Logs,
    /// The packets of a client.
    Trace,
}

/// Why a piece is missing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Trouble {
    /// In words.
    pub(crate) why: String,
    /// Whether asking differently would help, as with a filter that cannot be read.
    pub(crate) question: bool,
}

/// What a source reports.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Update {
    /// There is a connection.
    Live {
        /// How the data comes.
        kind: Kind,
    },
    /// There is no connection.
    Lost {
        /// Why.
        why: String,
        /// Milliseconds until the next attempt.
        retry: u64,
    },
    /// The chief figures.
    Figures(Box<Figures>),
    /// The broker's status.
    Status(Box<Status>),
    /// The clients that are sent most.
    Talkers(Vec<ClientRow>),
    /// The list of clients.
    Clients(Box<ClientPage>),
    /// One client.
    Client(Box<ClientDetail>),
    /// The tree of topics.
    Topics(Box<TopicPage>),
    /// Who receives what.
    Match(Box<TopicMatch>),
    /// The nodes.
    Members(Vec<Member>),
    /// What happened.
    Events {
        /// Oldest first.
        events: Vec<Event>,
        /// How many before them were left out.
        skipped: u64,
    },
    /// A piece cannot be had.
    Trouble {
        /// Which.
        piece: Piece,
        /// Why.
        trouble: Trouble,
    },
    /// An order was carried out, or was not.
    Done {
        /// Whether it was.
        ok: bool,
        /// In words.
        text: String,
    },
    /// What an order would do.
    Preview {
        /// In words, a line each.
        lines: Vec<String>,
        /// How many things it is about.
        count: u64,
    },
    /// A recording begins again.
    Rewind,
    /// A recording is over.
    Ended,
}

/// What a source should report, and how often. It changes with what is on the screen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Want {
    /// The time between two reports.
    pub(crate) interval: Duration,
    /// How many of the clients that are sent most.
    pub(crate) talkers: Option<u32>,
    /// The list of clients.
    pub(crate) clients: Option<ClientQuery>,
    /// One client, by its identifier.
    pub(crate) client: Option<String>,
    /// The tree of topics.
    pub(crate) topics: Option<TopicQuery>,
    /// The nodes.
    pub(crate) members: bool,
    /// What happens.
    pub(crate) events: EventQuery,
    /// The packets of this client.
    pub(crate) trace: Option<String>,
    /// Rises when the next attempt to connect is wanted now.
    pub(crate) retry: u64,
}

/// Which clients.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct ClientQuery {
    /// In the filter language.
    pub(crate) filter: String,
    /// A field, with `-` in front for descending.
    pub(crate) order_by: String,
    /// How many.
    pub(crate) limit: u32,
}

/// Which topics.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct TopicQuery {
    /// The levels whose next level is shown. The top is always.
    pub(crate) open: BTreeSet<String>,
    /// The topic whose receivers are shown.
    pub(crate) selected: Option<String>,
    /// Whether the beginning of retained payloads is wanted.
    pub(crate) payload: bool,
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct EventQuery {
    /// All, or only what an operator should see.
    pub(crate) all: bool,
    /// The log too.
    pub(crate) logs: bool,
    /// Only those of one client.
    pub(crate) client: Option<String>,
}

/// What the broker is asked to change. Each comes from a dialog that showed the command that does the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Order {
    /// Disconnect clients.
    Kick {
        /// Which.
        ids: Vec<String>,
        /// Whether their sessions end too.
        terminate: bool,
        /// The reason code.
        code: u32,
        /// The reason in words.
        reason: String,
    },
    /// Keep clients out.
    Ban {
        /// Which.
        ids: Vec<String>,
        /// Seconds; for ever if not given.
        seconds: Option<u64>,
        /// Why.
        reason: String,
    },
    /// Publish a message.
    Publish {
        /// The topic name.
        topic: String,
        /// The payload.
        payload: String,
        /// The QoS.
        qos: u32,
        /// Whether it is retained.
        retain: bool,
    },
    /// Remove retained messages.
    ClearRetained {
        /// Those that this topic filter matches.
        filter: String,
        /// Only say which.
        dry_run: bool,
    },
    /// Subscribe a client.
    Subscribe {
        /// The client.
        client: String,
        /// The topic filter.
        filter: String,
        /// The highest QoS.
        qos: u32,
    },
    /// Remove a subscription of a client.
    Unsubscribe {
        /// The client.
        client: String,
        /// The topic filter.
        filter: String,
    },
    /// Join nodes.
    Join {
        /// Their addresses.
        hosts: Vec<String>,
    },
    /// Put a node out.
    Forget {
        /// Its name.
        node: String,
    },
    /// Change what is logged.
    LogLevel {
        /// The level.
        level: String,
    },
    /// Go to another place of a recording: seconds forward, or back.
    Seek(i64),
}
