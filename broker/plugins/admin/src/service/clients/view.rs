//! A client as the API shows it.

use gmqtt_admin_api::admin::{Client, DropCount};
use gmqtt_plugin_api::{ClientView, Version};
use prost_types::Timestamp;

/// `max_queue` is `mqtt.max_queued_messages`.
pub(super) fn client(view: &ClientView, max_queue: u32) -> Client {
    let info = &view.info;
    let dropped = view.dropped.iter().map(|(reason, count)| DropCount {
        reason: reason.label().to_owned(),
        count: *count,
    });
    let text = |text: &Option<std::sync::Arc<str>>| text.as_deref().unwrap_or_default().to_owned();
    Client {
        client_id: info.id.to_string(),
        username: text(&info.username),
        keep_alive: i32::from(info.keep_alive),
        version: version(info.version),
        remote_addr: info.peer.remote.to_string(),
        local_addr: info.peer.local.to_string(),
        connected_at: Some(Timestamp::from(info.connected_at)),
        disconnected_at: view.disconnected_at.map(Timestamp::from),
        session_expiry: view.session_expiry.map_or(u32::MAX, |time| {
            u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
        }),
        max_inflight: number(view.max_inflight),
        inflight_len: number(view.inflight),
        max_queue,
        queue_len: number(view.queued),
        subscriptions_current: number(view.subscriptions),
        packets_received_bytes: view.received.bytes,
        packets_send_bytes: view.sent.bytes,
        message_dropped: view.dropped.iter().map(|(_, count)| count).sum(),
        connected: view.connected,
        listener: text(&info.peer.listener),
        clean_start: info.clean_start,
        session_created_at: Some(Timestamp::from(view.session_created_at)),
        awaiting_release: number(view.awaiting_release),
        slow: view.slow,
        dropped: dropped.collect(),
        messages_received: view.received.packets,
        messages_sent: view.sent.packets,
        certificate_name: text(&info.peer.certificate_name),
        ..Client::default()
    }
}

/// As the protocol numbers them.
pub(super) fn version(version: Version) -> i32 {
    match version {
        Version::V3_1 => 3,
        Version::V3_1_1 => 4,
        Version::V5 => 5,
    }
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
