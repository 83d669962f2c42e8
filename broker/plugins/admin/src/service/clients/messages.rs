//! `ListQueue` and `ListInflight`: the messages on their way to a client.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use gmqtt_admin_api::admin::{ListMessagesRequest, ListMessagesResponse, QueuedMessage};
use gmqtt_admin_api::{Caller, Fault, Reason, Scope};
use gmqtt_plugin_api::{BrokerHandle, WaitingMessage, WaitingQuery, Where};

use super::view::number;

/// The size of a page if none is said, and the largest.
const PAGE_SIZE: u32 = 20;
const MOST: u32 = 1000;
/// A page ends where its payloads are this large together.
const MOST_BYTES: usize = 2 << 20;

/// A page of them, oldest first.
///
/// # Errors
/// The argument that is wrong, a client that does not exist, and payloads for a caller who may not see them.
pub(super) fn list(
    broker: &BrokerHandle,
    caller: Option<&Caller>,
    place: Where,
    request: &ListMessagesRequest,
) -> Result<ListMessagesResponse, Fault> {
    if request.client_id.is_empty() {
        return Err(Fault::invalid("client_id", ""));
    }
    if request.payload {
        let unknown = || Fault::new(Reason::Unauthenticated, "nobody is known here");
        caller.ok_or_else(unknown)?.must_see(Scope::ReadMessages)?;
    }
    let size = match request.page_size {
        0 => PAGE_SIZE,
        size => size.min(MOST),
    };
    let query = WaitingQuery {
        place,
        after: read_token(place, &request.page_token)?,
        most: size as usize,
        most_bytes: MOST_BYTES,
        payload: request.payload,
    };
    let found = broker.waiting(&request.client_id, &query);
    let found = found.ok_or_else(|| Fault::new(Reason::ClientNotFound, "not found"))?;
    let next_page_token = match found.messages.last() {
        Some(last) if found.more => token(place, last.number),
        _ => String::new(),
    };
    Ok(ListMessagesResponse {
        messages: found.messages.into_iter().map(message).collect(),
        total_count: number(found.total),
        next_page_token,
    })
}

fn message(message: WaitingMessage) -> QueuedMessage {
    let duration = |time: std::time::Duration| prost_types::Duration::try_from(time).ok();
    QueuedMessage {
        topic_name: message.topic,
        qos: u32::from(message.qos as u8),
        retained: message.retain,
        packet_id: message.packet_id.map_or(0, |id| u32::from(id.get())),
        age: message.age.and_then(duration),
        expires_in: message.expires_in.and_then(duration),
        payload_size: message.payload_size as u64,
        payload: message.payload.unwrap_or_default(),
        released: message.released,
    }
}

/// The number of the last message, and which list it is of.
fn token(place: Where, last: u64) -> String {
    let mut bytes = vec![kind(place)];
    bytes.extend(last.to_be_bytes());
    URL_SAFE_NO_PAD.encode(bytes)
}

fn read_token(place: Where, text: &str) -> Result<Option<u64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    let bytes = URL_SAFE_NO_PAD.decode(text).unwrap_or_default();
    match bytes.split_first() {
        Some((&of, number)) if of == kind(place) => {
            if let Ok(number) = number.try_into() {
                return Ok(Some(u64::from_be_bytes(number)));
            }
        }
        _ => {}
    }
    let problem = "it is not a `next_page_token` of this list";
    let words = format!("invalid page_token: {problem}");
    Err(Fault::new(Reason::InvalidPageToken, words).violation("page_token", problem))
}

const fn kind(place: Where) -> u8 {
    match place {
        Where::Queue => b'q',
        Where::InFlight => b'i',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_own_list() {
        let queue = token(Where::Queue, 77);
        assert_eq!(read_token(Where::Queue, &queue), Ok(Some(77)));
        assert_eq!(read_token(Where::Queue, ""), Ok(None));
        let inflight = token(Where::InFlight, 77);
        for wrong in [&*inflight, "x", "cQ", &queue[..4], "\u{e9}"] {
            let fault = read_token(Where::Queue, wrong).unwrap_err();
            assert_eq!(fault.reason(), Reason::InvalidPageToken, "{wrong}");
        }
    }
}
