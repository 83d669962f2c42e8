//! A store as a stream of bytes, and back.

use std::collections::HashSet;

use gmqtt_store::{
    Dump, DumpError, Embedded, Holdings, Lsn, Present, Progress, Restore, Store, Transfer,
    read_dump,
};
use proptest::prelude::*;

use crate::model::Model;
use crate::suite::{durable, loaded, state};
use crate::traffic::Traffic;

/// A store with something of everything in it.
async fn filled(dir: &std::path::Path, seed: u64) -> (Embedded, Model) {
    let store = crate::embedded::open(dir);
    let mut traffic = Traffic::new(seed, 300);
    let mut last = Lsn::START;
    for _ in 0..2000 {
        last = store.append(&mut traffic.batch()).expect("taken");
    }
    durable(&store, last).await;
    (store, traffic.model)
}

async fn dumped(store: &Embedded) -> (Vec<u8>, Progress) {
    let mut dump = Dump::begin(Vec::new()).expect("a Vec takes it");
    store.load(&mut dump).await.expect("readable");
    dump.finish().expect("complete")
}

/// Sessions by what they are, as their numbers change.
fn sessions(model: &Model) -> Vec<String> {
    let mut all: Vec<_> = model
        .sessions
        .values()
        .map(|it| format!("{it:?}"))
        .collect();
    all.sort_unstable();
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_holds_everything_and_can_be_read_into_another_store() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, model) = filled(from.path(), 1).await;
    let (bytes, written) = dumped(&source).await;
    assert!(written.entries > 0 && written.retained > 0, "{written:?}");

    let mut again = Model::default();
    assert_eq!(read_dump(&mut &*bytes, &mut again).await.unwrap(), written);
    assert!(again == model);

    let store = crate::embedded::open(to.path());
    let mut transfer = Transfer::into_store(&store, Holdings::default(), Present::Keep);
    read_dump(&mut &*bytes, &mut transfer).await.unwrap();
    assert_eq!(transfer.finish().await.unwrap(), written);
    let (found, _) = loaded(&store).await;
    assert_eq!(sessions(&found), sessions(&model));
    assert_eq!(found.retained, model.retained);
    assert_eq!(store.stats().messages, source.stats().messages);
}

/// What a store has stays, or is replaced, as it is asked for; messages shared with sessions that are left out are not lost.
#[tokio::test(flavor = "multi_thread")]
async fn what_is_there_stays_or_is_replaced() {
    let (from, to) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (source, model) = filled(from.path(), 2).await;
    let (bytes, written) = dumped(&source).await;
    let store = crate::embedded::open(to.path());
    // The first session of the dump is there already, and empty.
    let mut clients = Holdings::of(&source).await.unwrap().sessions.into_iter();
    let (client, key) = clients.by_ref().min_by_key(|(_, key)| *key).unwrap();
    let put = gmqtt_store::Change::PutSession {
        session: gmqtt_store::SessionKey(1),
        state: state(&client),
    };
    crate::suite::append(&store, &[put]).await;

    let holdings = Holdings::of(&store).await.unwrap();
    let mut transfer = Transfer::into_store(&store, holdings, Present::Keep);
    read_dump(&mut &*bytes, &mut transfer).await.unwrap();
    let progress = transfer.finish().await.unwrap();
    assert_eq!(progress.left_out, 1);
    assert_eq!(progress.sessions + 1, written.sessions);
    let (found, _) = loaded(&store).await;
    assert!(found.sessions[&1].queue.is_empty() && found.sessions[&1].subscriptions.is_empty());
    let mut others = model.clone();
    others.sessions.remove(&key.0);
    let mut kept = found;
    kept.sessions.remove(&1);
    assert_eq!(sessions(&kept), sessions(&others));

    let holdings = Holdings::of(&store).await.unwrap();
    let mut transfer = Transfer::into_store(&store, holdings, Present::Replace);
    read_dump(&mut &*bytes, &mut transfer).await.unwrap();
    assert_eq!(transfer.finish().await.unwrap(), written);
    let (found, _) = loaded(&store).await;
    assert_eq!(sessions(&found), sessions(&model));
    assert_eq!(found.retained, model.retained);

    let mut holdings = Holdings::of(&store).await.unwrap();
    holdings.remove_from(&store).await.unwrap();
    assert!(loaded(&store).await.0 == Model::default());
    assert_eq!(store.stats().messages, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_may_be_of_some_clients_only() {
    let dir = tempfile::tempdir().unwrap();
    let (source, _) = filled(dir.path(), 3).await;
    let holdings = Holdings::of(&source).await.unwrap();
    let client = holdings.sessions.keys().next().unwrap().clone();
    let dump = Dump::begin(Vec::new()).unwrap();
    let mut dump = dump.only(HashSet::from([client.clone()]));
    source.load(&mut dump).await.unwrap();
    let (bytes, written) = dump.finish().unwrap();
    assert_eq!((written.sessions, written.retained), (1, 0));
    let mut model = Model::default();
    read_dump(&mut &*bytes, &mut model).await.unwrap();
    let only = model.sessions.values().next().unwrap();
    assert!(only.state.contains(&format!("{client:?}")));
    let expected = holdings.sessions[&client];
    assert!(*only == loaded(&source).await.0.sessions[&expected.0]);
}

/// A store that a broker is writing can be read beside it, as of one moment.
#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_use_can_be_read_beside_its_broker() {
    use gmqtt_store::embedded::{OpenError, Reading};
    let dir = tempfile::tempdir().unwrap();
    let (store, model) = filled(dir.path(), 4).await;
    let alone = Embedded::open_read_only(dir.path(), Reading::Alone).unwrap_err();
    assert!(
        matches!(alone, OpenError::InUse { pid: Some(_) }),
        "{alone}"
    );
    let beside = Embedded::open_read_only(dir.path(), Reading::Beside).unwrap();
    let mut traffic = Traffic::new(5, 300);
    while store.stats().commits < 50 {
        store.append(&mut traffic.batch()).unwrap();
        tokio::task::yield_now().await;
    }
    assert!(loaded(&beside).await.0 == model);
    let mut batch = traffic.batch();
    assert!(beside.append(&mut batch).is_err());
    store.close().await;
    drop(store);
    Embedded::open_read_only(dir.path(), Reading::Alone).unwrap();
    let missing = dir.path().join("missing");
    Embedded::open_read_only(&missing, Reading::Alone).unwrap_err();
    assert!(!missing.exists());
}

/// Every changed bit and every missing end is found.
#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_dump_is_refused() {
    let mut dump = Dump::begin(Vec::new()).unwrap();
    dump.session(gmqtt_store::SessionKey(1), state("a"));
    let (bytes, _) = dump.finish().unwrap();
    let read = async |bytes: &[u8]| read_dump(&mut &*bytes, &mut Model::default()).await;
    read(&bytes).await.unwrap();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(read(&changed).await.is_err(), "byte {at}");
        let error = read(&bytes[..at]).await.unwrap_err();
        assert!(matches!(error, DumpError::Incomplete | DumpError::NotADump));
    }
    let mut longer = bytes.clone();
    longer.push(0);
    assert!(matches!(
        read(&longer).await,
        Err(DumpError::Damaged { .. })
    ));
    let mut newer = bytes;
    newer[10] = 9;
    assert!(matches!(read(&newer).await, Err(DumpError::Newer(9))));
}

/// Takes anything.
#[derive(Default)]
struct Anything;

impl Restore for Anything {
    fn session(&mut self, _: gmqtt_store::SessionKey, _: gmqtt_store::SessionState<'_>) {}
    fn subscription(&mut self, _: gmqtt_store::SessionKey, _: gmqtt_store::Subscription<'_>) {}
    fn received(&mut self, _: gmqtt_store::SessionKey, _: gmqtt_protocol::PacketId) {}
    fn entry(
        &mut self,
        _: gmqtt_store::SessionKey,
        _: gmqtt_store::Entry<'_>,
        _: Option<gmqtt_store::Message<'_>>,
    ) {
    }
    fn retained(
        &mut self,
        _: &str,
        _: gmqtt_store::MessageId,
        _: Option<gmqtt_store::Message<'_>>,
    ) {
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever stands in a frame is read or refused.
    #[test]
    fn hostile_frames_are_refused(body in prop::collection::vec(any::<u8>(), 1..200), claimed: Option<u32>) {
        let mut bytes = b"gmqtt dump".to_vec();
        bytes.extend(gmqtt_store::FORMAT.to_le_bytes());
        bytes.extend(claimed.unwrap_or(body.len() as u32).to_le_bytes());
        bytes.extend(crc32fast::hash(&body).to_le_bytes());
        bytes.extend(&body);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let read = runtime.block_on(read_dump(&mut &*bytes, &mut Anything));
        prop_assert!(read.is_err());
    }
}
