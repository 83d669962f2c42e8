//! Bytes that claim to be a frame of another node.
#![no_main]

use bytes::{Bytes, BytesMut};
use gmqtt_federation::codec;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = codec::read(Bytes::copy_from_slice(bytes)) {
        let mut written = BytesMut::new();
        codec::write(&frame, &mut written);
        assert_eq!(codec::read(written.freeze()), Ok(frame));
    }
});
