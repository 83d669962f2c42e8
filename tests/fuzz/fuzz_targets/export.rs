//! Bytes that claim to be an exported session.
#![no_main]

use gmqtt_store::{Batch, Exported, Numbers, SessionKey};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(exported) = Exported::from_bytes(bytes) {
        assert!(exported.state().is_some());
        let again =
            Exported::from_bytes(&exported.to_bytes()).expect("what was written can be read");
        assert_eq!(again.entries(), exported.entries());
        let mut batch = Batch::new();
        exported.write(SessionKey(1), &mut Numbers::default(), &mut batch);
        assert_eq!(batch.changes().count(), {
            let mut other = Batch::new();
            again.write(SessionKey(1), &mut Numbers::default(), &mut other);
            other.changes().count()
        });
    }
});
