//! The store that keeps nothing.

use gmqtt_store::{BoxFuture, Lsn, Memory, Store};

use crate::suite::{self, Backend};
use crate::traffic::Traffic;

struct Nowhere;

impl Backend for Nowhere {
    fn open(&self) -> BoxFuture<'_, Box<dyn Store>> {
        Box::pin(async { Box::new(Memory::default()) as Box<dyn Store> })
    }
}

#[tokio::test]
async fn memory_passes_the_suite() {
    suite::run(&Nowhere).await;
}

/// Nothing is kept, so everything is durable at once.
#[test]
fn every_position_is_durable_at_once() {
    let store = Memory::default();
    assert!(!store.keeps());
    assert_eq!(
        store.append(&mut Traffic::new(1, 10).batch()),
        Ok(Lsn::START)
    );
    assert_eq!(*store.durable().borrow(), Lsn::START);
}
