//! A store with known things in it, and a look at what is in one.

use std::path::Path;

use gmqtt_protocol::QoS;
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_store::embedded::{Commit, Options};
use gmqtt_store::{
    Batch, Change, Client, Embedded, Entry, Message, MessageId, Numbers, SessionKey, SessionState,
    Stage, Store, Subscription,
};

/// The store in this directory, open to be changed.
pub(crate) fn open(path: &Path) -> Embedded {
    let options = Options {
        path: path.to_owned(),
        commit: Commit::Sync,
        max_bytes: 1 << 30,
    };
    Embedded::open(&options).expect("the store opens")
}

/// Adds the session of a client that is away, subscribed to `a/#`, for which these messages wait.
pub(crate) fn put_session(store: &dyn Store, numbers: &mut Numbers, client: &str, queue: &[&str]) {
    let session = numbers.next_session();
    let mut batch = Batch::new();
    let state = SessionState {
        client_id: client,
        created_at: 1,
        expiry: None,
        offline_since: Some(1),
        client: Client::default(),
        will: None,
        claim: None,
    };
    batch.push(&Change::PutSession { session, state });
    let subscription = Subscription {
        filter: "a/#",
        options: SubscriptionOptions {
            qos: QoS::AtLeastOnce,
            ..SubscriptionOptions::default()
        },
        id: None,
    };
    batch.push(&Change::PutSubscription {
        session,
        subscription,
    });
    for (payload, seq) in queue.iter().zip(1..) {
        let id = numbers.next_message();
        batch.push(&put_message(id, "a/b", payload));
        let entry = Entry {
            seq,
            message: id,
            qos: QoS::AtLeastOnce,
            retain: false,
            ids: [].as_slice().into(),
            share: None,
            stage: Stage::Waiting,
        };
        batch.push(&Change::Enqueue { session, entry });
    }
    store.append(&mut batch).expect("the store takes it");
}

/// Retains a message.
pub(crate) fn retain(store: &dyn Store, numbers: &mut Numbers, topic: &str, payload: &str) {
    let message = numbers.next_message();
    let mut batch = Batch::new();
    batch.push(&put_message(message, topic, payload));
    batch.push(&Change::PutRetained { topic, message });
    store.append(&mut batch).expect("the store takes it");
}

fn put_message<'a>(id: MessageId, topic: &'a str, payload: &'a str) -> Change<'a> {
    Change::PutMessage {
        id,
        message: Message {
            topic,
            properties: &[],
            payload: payload.as_bytes(),
            qos: QoS::AtLeastOnce,
            retain: false,
            source: 0,
            expires_at: None,
            forwarded_until: None,
        },
    }
}

/// A store in this directory with the clients `meter-1` (two messages wait) and `meter-2` (none), and a retained message.
pub(crate) fn fill(path: &Path) {
    let store = open(path);
    let mut numbers = Numbers::default();
    put_session(&store, &mut numbers, "meter-1", &["one", "two"]);
    put_session(&store, &mut numbers, "meter-2", &[]);
    retain(&store, &mut numbers, "a/state", "on");
}

/// The clients with their queued payloads, and the retained topics with theirs, one a line.
pub(crate) fn contents(store: &dyn Store) -> Vec<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(contents_of(store))
}

/// The same, on a runtime.
pub(crate) async fn contents_of(store: &dyn Store) -> Vec<String> {
    let mut found = Found::default();
    store.load(&mut found).await.expect("the store is readable");
    found.lines.extend(found.line.take());
    found.lines
}

#[derive(Default)]
struct Found {
    lines: Vec<String>,
    line: Option<String>,
}

impl gmqtt_store::Restore for Found {
    fn session(&mut self, _: SessionKey, state: SessionState<'_>) {
        self.lines.extend(self.line.take());
        self.line = Some(format!("{}:", state.client_id));
    }

    fn subscription(&mut self, _: SessionKey, subscription: Subscription<'_>) {
        if let Some(line) = &mut self.line {
            line.push_str(&format!(" <{}>", subscription.filter));
        }
    }

    fn received(&mut self, _: SessionKey, _: gmqtt_protocol::PacketId) {}

    fn entry(&mut self, _: SessionKey, _: Entry<'_>, message: Option<Message<'_>>) {
        if let (Some(line), Some(message)) = (&mut self.line, message) {
            line.push_str(&format!(" {}", String::from_utf8_lossy(message.payload)));
        }
    }

    fn retained(&mut self, topic: &str, _: MessageId, message: Option<Message<'_>>) {
        self.lines.extend(self.line.take());
        let payload = message.map_or(&b"?"[..], |message| message.payload);
        self.lines
            .push(format!("{topic} = {}", String::from_utf8_lossy(payload)));
    }
}
