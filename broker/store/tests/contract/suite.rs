//! What every store does. A backend says how it is opened, again and again on what is there; memory has nothing there, and is
//! held to that.

use gmqtt_protocol::{PacketId, QoS};
use gmqtt_store::{
    Batch, BoxFuture, Change, Client, Entry, Exported, Holdings, Kept, Loaded, Lsn, Message,
    MessageId, Numbers, Present, QueueSummary, Queued, Restore, SessionKey, SessionState, Stage,
    Store, Subscription, Transfer,
};

use crate::model::Model;
use crate::traffic::Traffic;

/// A place where a store can be opened.
pub(crate) trait Backend {
    fn open(&self) -> BoxFuture<'_, Box<dyn Store>>;
}

/// All of it.
pub(crate) async fn run(backend: &impl Backend) {
    everything_comes_back(backend).await;
    pages_follow_each_other(backend).await;
    a_session_moves(backend).await;
    a_message_is_kept_once(backend).await;
    tails_of_queues_can_stay(backend).await;
    anything_can_be_a_client_id_or_a_payload(backend).await;
    a_transfer_takes_everything(backend).await;
    changes_about_nothing_are_ignored(backend).await;
}

/// Waits until a position is durable.
pub(crate) async fn durable(store: &dyn Store, position: Lsn) {
    let mut durable = store.durable();
    let reached = durable.wait_for(|durable| *durable >= position);
    tokio::time::timeout(std::time::Duration::from_secs(30), reached)
        .await
        .expect("in time")
        .expect("the store is there");
}

pub(crate) async fn append(store: &dyn Store, changes: &[Change<'_>]) -> Lsn {
    let mut batch = Batch::new();
    changes.iter().for_each(|change| batch.push(change));
    let position = store.append(&mut batch).expect("taken");
    assert!(batch.is_empty());
    durable(store, position).await;
    position
}

pub(crate) async fn loaded(store: &dyn Store) -> (Model, Loaded) {
    let mut model = Model::default();
    let loaded = store.load(&mut model).await.expect("readable");
    (model, loaded)
}

/// An empty store: whatever the test before left is dropped.
async fn empty(backend: &impl Backend) -> (Box<dyn Store>, Numbers) {
    let store = backend.open().await;
    let (model, found) = loaded(&*store).await;
    let mut batch = Batch::new();
    for session in model.sessions.keys() {
        let session = SessionKey(*session);
        batch.push(&Change::DropSession { session });
    }
    for topic in model.retained.keys() {
        batch.push(&Change::DropRetained { topic });
    }
    let position = store.append(&mut batch).expect("taken");
    durable(&*store, position).await;
    assert_eq!(store.stats().messages, 0);
    (store, found.numbers)
}

pub(crate) fn state(client_id: &str) -> SessionState<'_> {
    SessionState {
        client_id,
        created_at: 1,
        expiry: Some(60_000),
        offline_since: Some(2),
        client: Client::default(),
        will: None,
        claim: None,
    }
}

pub(crate) fn message<'a>(topic: &'a str, payload: &'a [u8]) -> Message<'a> {
    Message {
        topic,
        properties: &[],
        payload,
        qos: QoS::AtLeastOnce,
        retain: false,
        source: 3,
        expires_at: Some(u64::MAX),
        forwarded_until: None,
    }
}

pub(crate) fn entry(seq: u64, message: MessageId) -> Entry<'static> {
    Entry {
        seq,
        message,
        qos: QoS::AtLeastOnce,
        retain: false,
        ids: [].as_slice().into(),
        share: None,
        stage: Stage::Waiting,
    }
}

/// What was appended is there when the store is opened again, over several lives. Positions only go up.
async fn everything_comes_back(backend: &impl Backend) {
    let mut traffic = Traffic::new(77, 3000);
    for life in 0..3 {
        let store = backend.open().await;
        let (found, numbers) = loaded(&*store).await;
        let expected = if store.keeps() {
            traffic.model.clone()
        } else {
            Model::default()
        };
        assert!(found == expected, "in life {life}");
        if store.keeps() && life > 0 {
            let highest = found.sessions.last_key_value();
            assert!(highest.is_none_or(|(key, _)| *key < numbers.numbers.session));
        }
        let mut last = Lsn::START;
        for _ in 0..300 {
            let mut batch = traffic.batch();
            let position = store.append(&mut batch).expect("taken");
            assert!(batch.is_empty() && position >= last);
            last = position;
        }
        durable(&*store, last).await;
        assert_eq!(store.stats().pending_bytes, 0);
        store.close().await;
    }
}

/// A queue is read in pages, in order, with the stages that were reached.
async fn pages_follow_each_other(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let session = numbers.next_session();
    let mut changes = vec![Change::PutSession {
        session,
        state: state("pages"),
    }];
    let payloads: Vec<String> = (0..25).map(|n| format!("message {n}")).collect();
    // The later half first: the place in the queue counts.
    for n in (10..25).chain(0..10) {
        let id = numbers.next_message();
        let message = message("t", payloads[n].as_bytes());
        changes.push(Change::PutMessage { id, message });
        let entry = entry(n as u64 * 10, id);
        changes.push(Change::Enqueue { session, entry });
    }
    append(&*store, &changes).await;
    let packet_id = PacketId::MAX;
    let sent = |seq| Change::Sent {
        session,
        seq,
        packet_id,
    };
    append(&*store, &[sent(0), sent(10)]).await;
    append(&*store, &[Change::Confirmed { session, seq: 10 }]).await;
    let (mut after, mut all): (_, Vec<Queued>) = (None, Vec::new());
    loop {
        let page = store.read_queue(session, after, 7).await.expect("readable");
        assert!(page.len() <= 7);
        let Some(last) = page.last() else { break };
        after = Some(last.seq);
        all.extend(page);
    }
    if store.keeps() {
        let seqs: Vec<_> = all.iter().map(|queued| queued.seq).collect();
        assert_eq!(seqs, (0..250).step_by(10).collect::<Vec<_>>());
        let body = |at: usize| all[at].message.as_ref().map(Kept::message);
        assert_eq!(all[0].stage, Stage::Sent(packet_id));
        assert_eq!((all[1].stage, body(1)), (Stage::Confirmed(packet_id), None));
        assert_eq!(body(24).expect("kept").payload, b"message 24");
        assert_eq!(body(24).expect("kept").expires_at, Some(u64::MAX));
    } else {
        assert_eq!(all, []);
    }
    let nobody = SessionKey(numbers.session + 9);
    let page = store.read_queue(nobody, None, 9).await.expect("readable");
    assert_eq!(page, []);
    store.close().await;
}

/// A session with something of everything.
async fn append_mover(
    store: &dyn Store,
    session: SessionKey,
    (first, second): (MessageId, MessageId),
) {
    let subscription = Subscription {
        filter: "$share/a/b/#",
        options: gmqtt_protocol::packet::SubscriptionOptions::default(),
        id: Some(5),
    };
    let confirmed = Entry {
        stage: Stage::Confirmed(PacketId::MIN),
        ..entry(4, second)
    };
    append(
        store,
        &[
            Change::PutSession {
                session,
                state: state("mover"),
            },
            Change::PutSubscription {
                session,
                subscription,
            },
            Change::Received {
                session,
                packet_id: PacketId::MAX,
            },
            Change::PutMessage {
                id: first,
                message: message("a", b"1"),
            },
            Change::Enqueue {
                session,
                entry: entry(3, first),
            },
            Change::Enqueue {
                session,
                entry: confirmed,
            },
        ],
    )
    .await;
}

/// A session is exported, carried as bytes, and imported under other numbers: all of it is there twice then.
async fn a_session_moves(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let session = numbers.next_session();
    let (first, second) = (numbers.next_message(), numbers.next_message());
    append_mover(&*store, session, (first, second)).await;
    let exported = store.export(session).await.expect("readable");
    if !store.keeps() {
        assert!(exported.is_none());
        return;
    }
    let bytes = exported.expect("there").to_bytes();
    let arrived = Exported::from_bytes(&bytes).expect("whole");
    assert_eq!(arrived.state(), Some(state("mover")));
    let copy = numbers.next_session();
    let position = store.import(&arrived, copy, &mut numbers).expect("taken");
    durable(&*store, position).await;
    append(&*store, &[Change::Dequeue { session, seq: 3 }]).await;
    store.close().await;
    drop(store);
    let store = backend.open().await;
    let (mut model, _) = loaded(&*store).await;
    let (mut original, copy) = (
        model.sessions.remove(&session.0).expect("there"),
        model.sessions.remove(&copy.0).expect("there"),
    );
    let acknowledged = copy.queue[&3].clone();
    assert!(acknowledged.message.is_some());
    original.queue.insert(3, acknowledged);
    assert_eq!(original, copy);
    assert!(
        store
            .export(SessionKey(u64::MAX))
            .await
            .expect("readable")
            .is_none()
    );
    store.close().await;
}

/// One message for many sessions is kept once, and let go with the last of them.
async fn a_message_is_kept_once(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let id = numbers.next_message();
    let message = message("t", b"for all");
    let mut changes = vec![Change::PutMessage { id, message }];
    let sessions: Vec<_> = (0..50).map(|_| numbers.next_session()).collect();
    for (n, session) in sessions.iter().enumerate() {
        let session = *session;
        let client_id = ["even", "odd"][n % 2];
        changes.push(Change::PutSession {
            session,
            state: state(client_id),
        });
        changes.push(Change::Enqueue {
            session,
            entry: entry(1, id),
        });
    }
    changes.push(Change::PutRetained {
        topic: "t",
        message: id,
    });
    append(&*store, &changes).await;
    let count = |kept: u64| if store.keeps() { kept } else { 0 };
    assert_eq!(store.stats().messages, count(1));
    assert_eq!(store.stats().sessions, count(50));
    for (n, session) in sessions.iter().enumerate() {
        let (session, seq) = (*session, 1);
        let change = match n % 3 {
            0 => Change::DropSession { session },
            _ => Change::Dequeue { session, seq },
        };
        append(&*store, &[change]).await;
        assert_eq!(store.stats().messages, count(1));
    }
    append(&*store, &[Change::DropRetained { topic: "t" }]).await;
    assert_eq!(store.stats().messages, 0);
    store.close().await;
    drop(store);
    let store = backend.open().await;
    let (model, _) = loaded(&*store).await;
    assert!(
        model
            .sessions
            .values()
            .all(|session| session.queue.is_empty())
    );
    assert_eq!((model.retained.len(), store.stats().messages), (0, 0));
    store.close().await;
}

/// Takes the front of each queue only.
#[derive(Default)]
struct Front {
    model: Model,
    summary: QueueSummary,
}

impl Restore for Front {
    fn session(&mut self, session: SessionKey, state: SessionState<'_>) {
        self.model.session(session, state);
    }

    fn subscription(&mut self, session: SessionKey, subscription: Subscription<'_>) {
        self.model.subscription(session, subscription);
    }

    fn received(&mut self, session: SessionKey, packet_id: PacketId) {
        self.model.received(session, packet_id);
    }

    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        self.summary = summary;
        2
    }

    fn has_message(&self, id: MessageId) -> bool {
        id.0.is_multiple_of(2)
    }

    fn entry(&mut self, session: SessionKey, entry: Entry<'_>, message: Option<Message<'_>>) {
        assert_eq!(message.is_none(), entry.message.0.is_multiple_of(2));
        self.model.entry(session, entry, message);
    }

    fn retained(&mut self, topic: &str, id: MessageId, message: Option<Message<'_>>) {
        self.model.retained(topic, id, message);
    }
}

/// What is in flight is always loaded, of the rest as much as is wanted, and what is known is not read again.
async fn tails_of_queues_can_stay(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let session = numbers.next_session();
    let mut changes = vec![Change::PutSession {
        session,
        state: state("tail"),
    }];
    for seq in 1..=9 {
        let id = numbers.next_message();
        let message = message("t", b"x");
        changes.push(Change::PutMessage { id, message });
        let stage = match PacketId::new(seq).filter(|_| seq <= 3) {
            Some(id) => Stage::Sent(id),
            None => Stage::Waiting,
        };
        let entry = Entry {
            stage,
            ..entry(seq.into(), id)
        };
        changes.push(Change::Enqueue { session, entry });
    }
    append(&*store, &changes).await;
    let mut front = Front::default();
    let loaded = store.load(&mut front).await.expect("readable");
    if store.keeps() {
        assert_eq!(loaded.entries, 9);
        let QueueSummary {
            entries,
            in_flight,
            last,
        } = front.summary;
        assert_eq!((entries, in_flight, last), (9, 3, Some(9)));
        assert_eq!(front.model.sessions[&session.0].queue.len(), 3);
    }
    store.close().await;
}

/// Any client identifier, any topic, a payload of any size.
async fn anything_can_be_a_client_id_or_a_payload(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let payload: Vec<u8> = (0..3_000_000_u32).map(|n| (n % 251) as u8).collect();
    let ids = [
        "",
        "sub:s",
        "queue:{x}",
        "*",
        "a b\r\nc",
        "\u{10FFFF}",
        "\0",
    ];
    let mut expected = Vec::new();
    for (n, client_id) in ids.into_iter().enumerate() {
        let (session, id) = (numbers.next_session(), numbers.next_message());
        let size = [0, 65_535, 65_536, 70_000, 3_000_000][n % 5];
        let message = message("a/\u{20ac} b", &payload[..size]);
        expected.push((session, format!("{message:?}")));
        append(
            &*store,
            &[
                Change::PutSession {
                    session,
                    state: state(client_id),
                },
                Change::PutMessage { id, message },
                Change::Enqueue {
                    session,
                    entry: entry(1, id),
                },
            ],
        )
        .await;
    }
    store.close().await;
    drop(store);
    let store = backend.open().await;
    let (model, _) = loaded(&*store).await;
    for (n, (session, message)) in expected.iter().enumerate() {
        let Some(found) = model.sessions.get(&session.0) else {
            assert!(!store.keeps());
            continue;
        };
        assert!(
            found.queue[&1].message.as_deref() == Some(message.as_str()),
            "{n}"
        );
        assert_eq!(found.state, format!("{:?}", state(ids[n])));
    }
    store.close().await;
}

/// One store into another: all is there, a message for several sessions once.
async fn a_transfer_takes_everything(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let source_dir = tempfile::tempdir().expect("a directory");
    let source = crate::embedded::open(source_dir.path());
    let (a, b, id) = (SessionKey(5), SessionKey(6), MessageId(9));
    let put = |session, client_id| Change::PutSession {
        session,
        state: state(client_id),
    };
    let enqueue = |session| Change::Enqueue {
        session,
        entry: entry(1, id),
    };
    append(
        &source,
        &[
            put(a, "a"),
            put(b, "b"),
            Change::PutMessage {
                id,
                message: message("t", b"once"),
            },
            enqueue(a),
            enqueue(b),
            Change::PutRetained {
                topic: "t",
                message: id,
            },
        ],
    )
    .await;
    let mut transfer = {
        let holdings = Holdings::of(&*store).await.expect("readable");
        Transfer::into_store(&*store, holdings, Present::Keep)
    };
    source.load(&mut transfer).await.expect("readable");
    let progress = transfer.finish().await.expect("written");
    assert_eq!(
        (progress.sessions, progress.entries, progress.retained),
        (2, 2, 1)
    );
    let (expected, _) = loaded(&source).await;
    let (found, _) = loaded(&*store).await;
    if store.keeps() {
        assert_eq!(store.stats().messages, 1);
        assert_eq!(found.retained, expected.retained);
        let new = [numbers.next_session(), numbers.next_session()];
        for (old, new) in [a, b].into_iter().zip(new) {
            assert_eq!(found.sessions[&new.0], expected.sessions[&old.0]);
        }
    }
    source.close().await;
    store.close().await;
}

/// What comes too late for a session, or is about something that is gone, does nothing, now and after a restart.
async fn changes_about_nothing_are_ignored(backend: &impl Backend) {
    let (store, mut numbers) = empty(backend).await;
    let (session, id) = (numbers.next_session(), numbers.next_message());
    let put = Change::PutSession {
        session,
        state: state("gone"),
    };
    append(&*store, &[put]).await;
    append(&*store, &[Change::DropSession { session }]).await;
    let (seq, packet_id) = (1, PacketId::MIN);
    append(
        &*store,
        &[
            Change::PutMessage {
                id,
                message: message("t", b"late"),
            },
            Change::Enqueue {
                session,
                entry: entry(1, id),
            },
            Change::Sent {
                session,
                seq,
                packet_id,
            },
            Change::Confirmed { session, seq },
            Change::Received { session, packet_id },
            Change::Released { session, packet_id },
            Change::Dequeue { session, seq: 7 },
            Change::DropSession { session },
            Change::DropRetained { topic: "nothing" },
            Change::DropSubscription {
                session,
                filter: "a",
            },
        ],
    )
    .await;
    assert_eq!((store.stats().messages, store.stats().sessions), (0, 0));
    store.close().await;
    drop(store);
    let store = backend.open().await;
    assert_eq!(loaded(&*store).await.0, Model::default());
    assert_eq!(store.stats().messages, 0);
    store.close().await;
}
