//! The store on disk, on a real one.

use std::path::{Path, PathBuf};
use std::time::Duration;

use gmqtt_store::embedded::{Commit, Options};
use gmqtt_store::{BoxFuture, Embedded, Lsn, Store};

use crate::suite::{self, Backend, loaded};
use crate::traffic::Traffic;

pub(crate) fn options(path: &Path, commit: Commit) -> Options {
    Options {
        path: path.to_owned(),
        commit,
        max_bytes: 1 << 30,
    }
}

pub(crate) fn open(path: &Path) -> Embedded {
    Embedded::open(&options(path, Commit::Sync)).expect("openable")
}

struct At(PathBuf, Commit);

impl Backend for At {
    fn open(&self) -> BoxFuture<'_, Box<dyn Store>> {
        let Self(path, commit) = self;
        let store = Embedded::open(&options(path, *commit)).expect("openable");
        Box::pin(async { Box::new(store) as Box<dyn Store> })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn embedded_passes_the_suite() {
    let dir = tempfile::tempdir().unwrap();
    suite::run(&At(dir.path().to_owned(), Commit::Sync)).await;
}

/// With `commit: async` every position is durable at once, and what was appended is on the disk after the interval.
#[tokio::test(flavor = "multi_thread")]
async fn async_commits_come_by_themselves() {
    let dir = tempfile::tempdir().unwrap();
    let commit = Commit::Async(Duration::from_millis(20));
    let store = Embedded::open(&options(dir.path(), commit)).unwrap();
    let mut traffic = Traffic::new(4, 100);
    for _ in 0..50 {
        assert_eq!(store.append(&mut traffic.batch()), Ok(Lsn::START));
    }
    let mut durable = store.durable();
    while store.stats().pending_bytes > 0 {
        tokio::time::timeout(Duration::from_secs(30), durable.changed())
            .await
            .expect("in time")
            .expect("the store is there");
    }
    assert!(store.stats().commits < 50);
    store.close().await;
    drop(store);
    let store = open(dir.path());
    assert!(loaded(&store).await.0 == traffic.model);
}

/// One sync covers all that was appended while the one before was under way.
#[tokio::test(flavor = "multi_thread")]
async fn a_sync_covers_many_batches() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(dir.path());
    let mut traffic = Traffic::new(4, 100);
    let mut last = Lsn::START;
    for _ in 0..20_000 {
        last = store.append(&mut traffic.batch()).unwrap();
    }
    suite::durable(&store, last).await;
    let stats = store.stats();
    assert!(stats.commits * 10 < stats.batches, "{stats:?}");
    store.close().await;
}
