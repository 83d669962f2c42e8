//! What is known of the broker: what a source has reported, as plain values that can be recorded and replayed.
//!
//! Nothing here knows a screen or a socket. [`Data::apply`] is the one way in.

mod client;
mod event;
mod figures;
mod history;
mod member;
mod topic;
mod update;

pub(crate) use client::{ClientDetail, ClientPage, ClientRow, MessageRow, SubscriptionRow};
pub(crate) use event::{Event, EventLog, MAX_EVENTS, Severity};
pub(crate) use figures::{Dropped, Figures, Health, Part, Status};
pub(crate) use history::{History, Line, Spark, Window};
pub(crate) use member::Member;
pub(crate) use topic::{Receiver, Retained, TopicMatch, TopicPage, TopicRow, covers};
pub(crate) use update::{
    ClientQuery, EventQuery, Kind, Order, Piece, TopicQuery, Trouble, Update, Want,
};

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A moment by the wall clock: milliseconds since 1970.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub(crate) struct At(pub(crate) i64);

impl At {
    /// How long before `now` it was; nothing if it is in the future.
    pub(crate) fn before(self, now: Self) -> Duration {
        Duration::from_millis(u64::try_from(now.0.saturating_sub(self.0)).unwrap_or(0))
    }
}

/// The time, as whoever runs the dashboard tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Now {
    /// By the wall clock, to be shown.
    pub(crate) wall: At,
    /// Since the dashboard was started, by a clock that is never set: what ages are counted with.
    pub(crate) ran: Duration,
}

/// Something an operator should see.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alert {
    /// When.
    pub(crate) at: At,
    /// How bad.
    pub(crate) severity: Severity,
    /// What, in words.
    pub(crate) text: String,
    /// The client it is about, if it is about one.
    pub(crate) client: Option<String>,
}

/// How many alerts are kept.
const MAX_ALERTS: usize = 200;

/// How many rows keep a small chart of their own.
const MAX_SPARKS: usize = 1_000;

/// All that is known.
#[derive(Debug, Clone)]
pub(crate) struct Data {
    /// Where it comes from; nothing before the first connection.
    pub(crate) kind: Option<Kind>,
    /// When figures came last.
    pub(crate) fresh: Option<Now>,
    /// The broker.
    pub(crate) status: Option<Status>,
    /// The chief figures.
    pub(crate) figures: Option<Figures>,
    /// The chief figures over time.
    pub(crate) history: History,
    /// The clients that are sent most.
    pub(crate) talkers: Vec<ClientRow>,
    /// The clients that were asked for.
    pub(crate) clients: ClientPage,
    /// Messages a second to each client that was seen, by client identifier.
    pub(crate) sparks: BTreeMap<String, Spark>,
    /// One client.
    pub(crate) client: Option<ClientDetail>,
    /// Topics.
    pub(crate) topics: TopicPage,
    /// Who receives what is published to the topic that was asked for.
    pub(crate) matched: Option<TopicMatch>,
    /// The nodes of the cluster.
    pub(crate) members: Vec<Member>,
    /// How far each node was behind, by its name.
    pub(crate) lags: BTreeMap<String, Spark>,
    /// What happened.
    pub(crate) events: EventLog,
    /// What should be seen, latest first.
    pub(crate) alerts: Vec<Alert>,
    /// What a piece cannot be had for.
    pub(crate) troubles: BTreeMap<Piece, Trouble>,
    /// The broker that the figures were of.
    instance: String,
}

impl Data {
    /// Nothing is known yet. The charts go back for `history`.
    pub(crate) fn new(history: Duration) -> Self {
        Self {
            kind: None,
            fresh: None,
            status: None,
            figures: None,
            history: History::new(history),
            talkers: Vec::new(),
            clients: ClientPage::default(),
            sparks: BTreeMap::new(),
            client: None,
            topics: TopicPage::default(),
            matched: None,
            members: Vec::new(),
            lags: BTreeMap::new(),
            events: EventLog::default(),
            alerts: Vec::new(),
            troubles: BTreeMap::new(),
            instance: String::new(),
        }
    }

    /// Takes in what a source reports. What is about the connection or an order is somebody else's to handle.
    pub(crate) fn apply(&mut self, update: Update, now: Now) {
        match update {
            Update::Live { kind, .. } => self.kind = Some(kind),
            Update::Figures(figures) => self.figures(*figures, now),
            Update::Status(status) => self.status(*status, now),
            Update::Talkers(rows) => {
                self.had(Piece::Clients);
                self.spark(&rows, now);
                self.talkers = rows;
            }
            Update::Clients(page) => {
                self.had(Piece::Clients);
                self.spark(&page.rows, now);
                self.clients = *page;
            }
            Update::Client(client) => {
                self.had(Piece::Client);
                self.spark(std::slice::from_ref(&client.row), now);
                self.client = Some(*client);
            }
            Update::Topics(topics) => {
                self.had(Piece::Topics);
                self.topics = *topics;
            }
            Update::Match(matched) => {
                self.had(Piece::Match);
                self.matched = Some(*matched);
            }
            Update::Members(members) => self.members(members, now),
            Update::Events { events, skipped } => self.events(events, skipped),
            Update::Trouble { piece, trouble } => {
                self.troubles.insert(piece, trouble);
            }
            Update::Rewind => {
                let kept = self.history.reach();
                *self = Self::new(kept);
            }
            Update::Lost { .. } | Update::Done { .. } | Update::Preview { .. } | Update::Ended => {}
        }
    }

    /// Says that figures begin anew: another broker.
    pub(crate) fn forget(&mut self) {
        let reach = self.history.reach();
        *self = Self::new(reach);
    }

    fn had(&mut self, piece: Piece) {
        self.troubles.remove(&piece);
    }

    fn figures(&mut self, figures: Figures, now: Now) {
        self.had(Piece::Figures);
        let anew = !figures.instance.is_empty()
            && !self.instance.is_empty()
            && figures.instance != self.instance;
        if anew {
            self.events.restart();
            self.alert(Alert {
                at: now.wall,
                severity: Severity::Warning,
                text: "the broker was restarted".to_owned(),
                client: None,
            });
        }
        if !figures.instance.is_empty() {
            self.instance.clone_from(&figures.instance);
        }
        if anew {
            self.history.gap(now.ran);
        } else {
            self.history.push(now.ran, &figures);
        }
        self.figures = Some(figures);
        self.fresh = Some(now);
    }

    fn status(&mut self, status: Status, now: Now) {
        self.had(Piece::Status);
        let before = self
            .status
            .as_ref()
            .map_or(&[][..], |status| status.parts.as_slice());
        let news: Vec<Alert> = status
            .parts
            .iter()
            .filter(|part| part.health > Health::Ok)
            .filter(|part| !before.iter().any(|known| known == *part))
            .map(|part| Alert {
                at: now.wall,
                severity: part.health.into(),
                text: format!("{}: {}", part.name, part.message),
                client: None,
            })
            .collect();
        for alert in news {
            self.alert(alert);
        }
        self.status = Some(status);
    }

    fn members(&mut self, members: Vec<Member>, now: Now) {
        self.had(Piece::Members);
        for member in &members {
            let lag = self.lags.entry(member.name.clone()).or_default();
            lag.push(now.ran, member.lag as f32);
        }
        self.lags
            .retain(|name, _| members.iter().any(|member| member.name == *name));
        self.members = members;
    }

    fn events(&mut self, events: Vec<Event>, skipped: u64) {
        self.had(Piece::Events);
        self.events.skip(skipped);
        for event in events {
            if event.severity > Severity::Info || event.is_news() {
                self.alert(Alert {
                    at: event.at,
                    severity: event.severity,
                    text: event.sentence(),
                    client: event.client().map(str::to_owned),
                });
            }
            self.events.push(event);
        }
    }

    fn alert(&mut self, alert: Alert) {
        let known = self
            .alerts
            .first()
            .is_some_and(|last| last.text == alert.text && last.severity == alert.severity);
        if known {
            self.alerts[0].at = alert.at;
            return;
        }
        self.alerts.insert(0, alert);
        self.alerts.truncate(MAX_ALERTS);
    }

    fn spark(&mut self, rows: &[ClientRow], now: Now) {
        for row in rows {
            let Some(rate) = row.out_rate else { continue };
            if let Some(spark) = self.sparks.get_mut(&row.id) {
                spark.push(now.ran, rate as f32);
                continue;
            }
            if self.sparks.len() >= MAX_SPARKS {
                let oldest = now.ran.saturating_sub(Duration::from_secs(5));
                self.sparks.retain(|_, spark| spark.last() >= oldest);
            }
            if self.sparks.len() < MAX_SPARKS {
                let spark = self.sparks.entry(row.id.clone()).or_default();
                spark.push(now.ran, rate as f32);
            }
        }
    }
}
