//! The frames of gRPC's wire format: five bytes in front of each message. They never leave the process; they are how the gateway
//! talks to a service that was made for gRPC.

use bytes::{Buf, BufMut, Bytes, BytesMut};
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, MessageDescriptor};
use tonic::Status;

/// The flag for compression, and the length.
const HEADER: usize = 5;

/// The largest message that a service takes, in bytes; tonic's own limit, so that gRPC and REST have the same.
pub const MAX_MESSAGE_BYTES: usize = 4 * 1024 * 1024;

/// A frame with one message.
pub(crate) fn encode(message: &DynamicMessage) -> Result<Bytes, Status> {
    let length = message.encoded_len();
    let too_large = || Status::internal("the request is too large for a frame");
    let mut frame = BytesMut::with_capacity(HEADER + length);
    frame.put_u8(0);
    frame.put_u32(u32::try_from(length).map_err(|_| too_large())?);
    message.encode(&mut frame).map_err(|_| too_large())?;
    Ok(frame.freeze())
}

/// Takes a message off the front of what was received; `None` if it is not all there yet.
pub(crate) fn take(
    received: &mut BytesMut,
    descriptor: &MessageDescriptor,
) -> Result<Option<DynamicMessage>, Status> {
    if received.len() < HEADER {
        return Ok(None);
    }
    if received[0] != 0 {
        return Err(Status::internal("the service compressed its answer"));
    }
    let length = (&received[1..HEADER]).get_u32() as usize;
    if received.len() - HEADER < length {
        return Ok(None);
    }
    received.advance(HEADER);
    let body = received.split_to(length).freeze();
    DynamicMessage::decode(descriptor.clone(), body)
        .map(Some)
        .map_err(|error| Status::internal(format!("the service's answer cannot be read: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptors;

    #[test]
    fn frames_are_taken_off_one_by_one() {
        let descriptor = descriptors::pool()
            .get_message_by_name("gmqtt.admin.api.GetClientRequest")
            .unwrap();
        let mut message = DynamicMessage::new(descriptor.clone());
        message.set_field_by_name("client_id", prost_reflect::Value::String("a/b".to_owned()));
        let frame = encode(&message).unwrap();
        let mut received = BytesMut::new();
        for part in [&frame[..3], &frame[3..7]] {
            received.extend_from_slice(part);
            assert!(take(&mut received, &descriptor).unwrap().is_none());
        }
        received.extend_from_slice(&frame[7..]);
        received.extend_from_slice(&frame);
        assert_eq!(
            take(&mut received, &descriptor).unwrap(),
            Some(message.clone())
        );
        assert_eq!(take(&mut received, &descriptor).unwrap(), Some(message));
        assert!(take(&mut received, &descriptor).unwrap().is_none());
    }
}
