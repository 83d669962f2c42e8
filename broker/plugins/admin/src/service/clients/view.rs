//! A client as the API shows it.

use gmqtt_admin_api::admin::{Client, DropCount, Will};
use gmqtt_plugin_api::{ClientView, Version, WillView};
use prost_types::Timestamp;

use super::fields::Listed;

/// A client of a list.
pub(super) fn client(listed: &Listed) -> Client {
    let Listed {
        node, view, rates, ..
    } = listed;
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
        session_expiry: expiry(view),
        max_inflight: number(view.max_inflight),
        inflight_len: number(view.inflight),
        max_queue: number(view.max_queued),
        queue_len: number(view.queued),
        subscriptions_current: number(view.subscriptions),
        subscriptions_total: u32::try_from(view.subscriptions_made).unwrap_or(u32::MAX),
        packets_received_bytes: view.received.bytes,
        packets_received_nums: view.packets_received,
        packets_send_bytes: view.sent.bytes + view.other_sent.bytes,
        packets_send_nums: view.sent.packets + view.other_sent.packets,
        message_dropped: view.dropped.iter().map(|(_, count)| count).sum(),
        connected: view.connected,
        listener: text(&info.peer.listener),
        node: node.to_string(),
        clean_start: info.clean_start,
        session_created_at: Some(Timestamp::from(view.session_created_at)),
        will: view.will.as_deref().map(will),
        awaiting_release: number(view.awaiting_release),
        slow: view.slow,
        dropped: dropped.collect(),
        last_dropped_at: view.last_dropped_at.map(Timestamp::from),
        queue_bytes: view.queued_bytes as u64,
        messages_received: view.received.packets,
        messages_sent: view.sent.packets,
        receive_rate: rates.map(|rates| rates.received),
        send_rate: rates.map(|rates| rates.sent),
        drop_rate: rates.map(|rates| rates.dropped),
        certificate_name: text(&info.peer.certificate_name),
        tls_version: view.tls_version.unwrap_or_default().to_owned(),
    }
}

/// How many seconds the session outlives its connection; `u32::MAX` means for ever.
pub(super) fn expiry(view: &ClientView) -> u32 {
    let seconds = view.session_expiry.map(|time| time.as_secs());
    seconds.map_or(u32::MAX, |seconds| {
        u32::try_from(seconds).unwrap_or(u32::MAX)
    })
}

fn will(will: &WillView) -> Will {
    Will {
        topic: will.topic.clone(),
        qos: u32::from(will.qos as u8),
        retain: will.retain,
        delay: prost_types::Duration::try_from(will.delay).ok(),
        payload_size: will.payload_size as u64,
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
