//! What it costs to append, and to open a store again. `cargo bench -p gmqtt-store`; `STORE_BENCH_DIR` names the disk to measure.

use std::path::{Path, PathBuf};

use divan::counter::{BytesCount, ItemsCount};
use divan::{Bencher, black_box};
use gmqtt_protocol::packet::SubscriptionOptions;
use gmqtt_protocol::{PacketId, QoS};
use gmqtt_store::embedded::{Commit, Options};
use gmqtt_store::{
    Batch, Change, Client, Embedded, Entry, Lsn, Memory, Message, MessageId, QueueSummary, Restore,
    SessionKey, SessionState, Stage, Store, Subscription,
};
use tempfile::TempDir;

fn main() {
    divan::main();
}

const PAYLOAD: [u8; 100] = [b'x'; 100];
const ROUND: u64 = 10_000;

fn directory() -> TempDir {
    let parent = std::env::var_os("STORE_BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from);
    tempfile::tempdir_in(parent).expect("a directory")
}

fn open(path: &Path) -> Embedded {
    Embedded::open(&Options {
        path: path.to_owned(),
        commit: Commit::Sync,
        max_bytes: 8 << 30,
    })
    .expect("openable")
}

fn put_session(batch: &mut Batch, session: u64) {
    let client_id = format!("client-{session:08}");
    let session = SessionKey(session);
    let state = SessionState {
        client_id: &client_id,
        created_at: 1,
        expiry: Some(7_200_000),
        offline_since: Some(1),
        client: Client::default(),
        will: None,
        claim: None,
    };
    batch.push(&Change::PutSession { session, state });
    let subscription = Subscription {
        filter: "sensors/+/temperature",
        options: SubscriptionOptions::default(),
        id: None,
    };
    batch.push(&Change::PutSubscription {
        session,
        subscription,
    });
}

fn put_message(batch: &mut Batch, session: u64, seq: u64, id: u64) {
    let id = MessageId(id);
    let message = Message {
        topic: "sensors/1/temperature",
        properties: &[],
        payload: &PAYLOAD,
        qos: QoS::AtLeastOnce,
        retain: false,
        source: 0,
        expires_at: Some(u64::MAX),
        forwarded_until: None,
    };
    batch.push(&Change::PutMessage { id, message });
    let entry = Entry {
        seq,
        message: id,
        qos: QoS::AtLeastOnce,
        retain: false,
        ids: [].as_slice().into(),
        share: None,
        stage: Stage::Waiting,
    };
    let session = SessionKey(session);
    batch.push(&Change::Enqueue { session, entry });
}

fn durable(store: &dyn Store, position: Lsn) {
    let mut watch = store.durable();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime
        .block_on(watch.wait_for(|durable| *durable >= position))
        .expect("the store is there");
}

/// Messages of 100 bytes, a batch each, until all are durable; those of the round before are acknowledged with them.
fn append_round(bencher: Bencher<'_, '_>, store: &dyn Store, queues: u64, in_batch: u64) {
    let mut batch = Batch::new();
    (1..=queues).for_each(|session| put_session(&mut batch, session));
    let position = store.append(&mut batch).expect("taken");
    durable(store, position);
    let mut next = 0;
    bencher
        .counter(ItemsCount::new(ROUND))
        .counter(BytesCount::new(ROUND * 100))
        .bench_local(|| {
            let mut last = Lsn::START;
            for n in 0..ROUND {
                next += 1;
                put_message(&mut batch, next % queues + 1, next, next);
                if next > ROUND {
                    let old = next - ROUND;
                    let session = SessionKey(old % queues + 1);
                    batch.push(&Change::Dequeue { session, seq: old });
                }
                if n % in_batch == in_batch - 1 {
                    last = store.append(black_box(&mut batch)).expect("taken");
                }
            }
            durable(store, last);
        });
}

#[divan::bench(args = [1, 1000], sample_count = 10)]
fn embedded_one_message_a_batch(bencher: Bencher<'_, '_>, queues: u64) {
    let dir = directory();
    append_round(bencher, &open(dir.path()), queues, 1);
}

#[divan::bench(args = [1, 1000], sample_count = 10)]
fn embedded_hundred_messages_a_batch(bencher: Bencher<'_, '_>, queues: u64) {
    let dir = directory();
    append_round(bencher, &open(dir.path()), queues, 100);
}

#[divan::bench(args = [1, 1000], sample_count = 10)]
fn memory_one_message_a_batch(bencher: Bencher<'_, '_>, queues: u64) {
    append_round(bencher, &Memory::default(), queues, 1);
}

/// Takes everything and keeps nothing.
struct Count(u64);

impl Restore for Count {
    fn session(&mut self, _: SessionKey, _: SessionState<'_>) {}
    fn subscription(&mut self, _: SessionKey, _: Subscription<'_>) {}
    fn received(&mut self, _: SessionKey, _: PacketId) {}
    fn queue(&mut self, _: SessionKey, summary: QueueSummary) -> usize {
        summary.entries
    }
    fn entry(&mut self, _: SessionKey, _: Entry<'_>, message: Option<Message<'_>>) {
        self.0 += message.map_or(0, |message| message.payload.len() as u64);
    }
    fn retained(&mut self, _: &str, _: MessageId, _: Option<Message<'_>>) {}
}

/// Opens a store with 100,000 sessions of 10 messages each and reads all of it.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn reopen_100_000_sessions_of_10_messages(bencher: Bencher<'_, '_>) {
    const SESSIONS: u64 = 100_000;
    let dir = directory();
    let store = open(dir.path());
    let mut batch = Batch::new();
    for round in 0..10 {
        for session in 1..=SESSIONS {
            if round == 0 {
                put_session(&mut batch, session);
            }
            put_message(&mut batch, session, round, round * SESSIONS + session);
            if session % 100 == 0 {
                let position = loop {
                    if let Ok(position) = store.append(&mut batch) {
                        break position;
                    }
                };
                if session % 10_000 == 0 {
                    durable(&store, position);
                }
            }
        }
    }
    drop(store);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    bencher.bench_local(|| {
        let store = open(dir.path());
        let mut count = Count(0);
        let loaded = runtime.block_on(store.load(&mut count)).expect("readable");
        assert_eq!((loaded.sessions, loaded.entries), (SESSIONS, 10 * SESSIONS));
        assert_eq!(count.0, 1000 * SESSIONS);
    });
}
