//! Packets as log lines, for `log.dump_packet`.

use gmqtt_protocol::{Frame, Version};
use tracing::debug;

use crate::describe::{Described, describe};
use crate::logged::Id;

/// Logs a packet from a client.
pub(crate) fn received(client_id: &str, frame: Frame<'_>, version: Version) {
    let text = describe(frame, version).line();
    debug!(target: "gmqtt_server::packets", client_id = ?Id(client_id), bytes = frame.wire.len(), "received {text}");
}

/// Logs a packet that was just placed in a client's outbox.
pub(crate) fn sent(client_id: &str, packet: &Described<'_>, size: usize) {
    let text = packet.line();
    debug!(target: "gmqtt_server::packets", client_id = ?Id(client_id), bytes = size, "sent {text}");
}
