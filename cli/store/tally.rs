//! Counts what a store holds, and notes what cannot be right about it.

use std::collections::{HashMap, HashSet};

use gmqtt_protocol::{PacketId, TopicFilter, TopicName};
use gmqtt_store::{
    Entry, Message, MessageId, QueueSummary, Restore, SessionKey, SessionState, Stage, Subscription,
};
use serde::Serialize;

/// What a store holds.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) counts: Counts,
    /// What cannot be right, the first of it.
    pub(crate) problems: Vec<String>,
    /// How much cannot be right.
    pub(crate) wrong: u64,
    /// Look at every message.
    looks_closely: bool,
    clients: HashMap<String, SessionKey>,
    client: String,
    last_seq: Option<u64>,
    in_flight: HashSet<PacketId>,
}

/// Numbers of things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Counts {
    pub(crate) sessions: u64,
    /// Of clients that were connected when the broker ended.
    pub(crate) connected: u64,
    pub(crate) subscriptions: u64,
    pub(crate) wills: u64,
    /// Entries of queues.
    pub(crate) queued: u64,
    pub(crate) in_flight: u64,
    pub(crate) longest_queue: u64,
    /// The client that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) longest_queue_of: Option<String>,
    pub(crate) retained: u64,
}

const MOST_PROBLEMS: usize = 100;

impl Tally {
    /// One that looks at every message.
    pub(crate) fn close_look() -> Self {
        Self {
            looks_closely: true,
            ..Self::default()
        }
    }

    /// Whether there is a session of this client.
    pub(crate) fn has_client(&self, client: &str) -> bool {
        self.clients.contains_key(client)
    }

    fn problem(&mut self, problem: String) {
        self.wrong += 1;
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }

    fn of_client(&mut self, problem: &str) {
        let client = self.client.clone();
        self.problem(format!("session of \"{client}\": {problem}"));
    }
}

impl Restore for Tally {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        self.counts.sessions += 1;
        self.counts.connected += u64::from(state.offline_since.is_none());
        self.counts.wills += u64::from(state.will.is_some());
        state.client_id.clone_into(&mut self.client);
        self.last_seq = None;
        self.in_flight.clear();
        let before = self.clients.insert(self.client.clone(), session);
        if before.is_some() {
            self.of_client("there is another one");
        }
        if let Some(will) = state.will
            && TopicName::parse(will.topic).is_err()
        {
            self.of_client("the topic of its will is not a topic name");
        }
    }

    fn subscription(&mut self, _: SessionKey, subscription: Subscription<'_>) {
        self.counts.subscriptions += 1;
        if TopicFilter::parse(subscription.filter).is_err() {
            self.of_client(&format!(
                "\"{}\" is not a topic filter",
                subscription.filter
            ));
        }
    }

    fn received(&mut self, _: SessionKey, _: PacketId) {}

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        let length = summary.entries as u64;
        self.counts.queued += length;
        self.counts.in_flight += summary.in_flight as u64;
        if length > self.counts.longest_queue {
            self.counts.longest_queue = length;
            self.counts.longest_queue_of = Some(self.client.clone());
        }
        if self.looks_closely {
            summary.entries
        } else {
            0
        }
    }

    fn has_message(&self, _: MessageId) -> bool {
        !self.looks_closely
    }

    fn entry(&mut self, _: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        if !self.looks_closely {
            return;
        }
        let seq = entry.seq;
        if self.last_seq.is_some_and(|last| last >= seq) {
            self.of_client(&format!("entry {seq} of its queue is out of order"));
        }
        self.last_seq = Some(seq);
        let (id, needs_message) = match entry.stage {
            Stage::Waiting => (None, true),
            Stage::Sent(id) => (Some(id), true),
            Stage::Confirmed(id) => (Some(id), false),
        };
        if id.is_some_and(|id| !self.in_flight.insert(id)) {
            self.of_client("a packet identifier is in flight twice");
        }
        match message {
            None if needs_message => {
                self.of_client(&format!("the message of entry {seq} is missing"));
            }
            Some(message) if TopicName::parse(message.topic).is_err() => {
                self.of_client(&format!("the topic of entry {seq} is not a topic name"));
            }
            _ => {}
        }
    }

    fn retained(&mut self, topic: &str, _: MessageId, message: Option<Message<'_>>) {
        self.counts.retained += 1;
        if TopicName::parse(topic).is_err() {
            self.problem(format!("retained: \"{topic}\" is not a topic name"));
        }
        if self.looks_closely && message.is_none() {
            self.problem(format!("retained: the message of \"{topic}\" is missing"));
        }
    }
}
