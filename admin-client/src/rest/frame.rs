//! The frames of gRPC's wire format: five bytes in front of each message. Typed clients speak it, so they are given it.

use bytes::{Buf as _, BufMut as _, Bytes, BytesMut};
use prost_reflect::DynamicMessage;
use prost_reflect::prost::Message as _;
use tonic::Status;

/// The flag for compression, and the length.
const HEADER: usize = 5;

/// The message of a request, which is one frame that is not compressed.
pub(super) fn content(mut frame: Bytes) -> Result<Bytes, Status> {
    if frame.len() < HEADER || frame[0] != 0 {
        return Err(Status::internal("the request is no plain frame"));
    }
    frame.advance(1);
    let length = frame.get_u32() as usize;
    if frame.len() != length {
        return Err(Status::internal("the request is not one frame"));
    }
    Ok(frame)
}

/// A frame with one message.
pub(super) fn with(message: &DynamicMessage) -> Result<Bytes, Status> {
    let length = message.encoded_len();
    let too_large = || Status::internal("the answer is too large for a frame");
    let mut frame = BytesMut::with_capacity(HEADER + length);
    frame.put_u8(0);
    frame.put_u32(u32::try_from(length).map_err(|_| too_large())?);
    message.encode(&mut frame).map_err(|_| too_large())?;
    Ok(frame.freeze())
}
