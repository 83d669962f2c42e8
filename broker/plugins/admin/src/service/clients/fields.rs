//! The fields that clients are filtered and ordered by.

use gmqtt_admin_api::list::{Field, FieldKind, FieldValue, Fields};
use gmqtt_plugin_api::ClientView;

use super::snapshot::Rates;
use super::view::version;

/// A client in a list.
pub(crate) struct Listed {
    pub(crate) view: ClientView,
    /// `None` if it was not looked at before.
    pub(crate) rates: Option<Rates>,
}

impl Fields for Listed {
    const FIELDS: &'static [Field] = &[
        Field::searched("client_id", FieldKind::Text),
        Field::searched("username", FieldKind::Text),
        Field::new("connected", FieldKind::Flag),
        Field::new("remote_addr", FieldKind::Address),
        Field::new("local_addr", FieldKind::Address),
        Field::new("listener", FieldKind::Text),
        Field::new("version", FieldKind::Number),
        Field::new("keep_alive", FieldKind::Number),
        Field::new("clean_start", FieldKind::Flag),
        Field::new("connected_at", FieldKind::Time),
        Field::new("disconnected_at", FieldKind::Time),
        Field::new("session_created_at", FieldKind::Time),
        Field::new("session_expiry", FieldKind::Number),
        Field::new("subscriptions_current", FieldKind::Number),
        Field::new("subscriptions_total", FieldKind::Number),
        Field::new("inflight_len", FieldKind::Number),
        Field::new("max_inflight", FieldKind::Number),
        Field::new("queue_len", FieldKind::Number),
        Field::new("max_queue", FieldKind::Number),
        Field::new("queue_bytes", FieldKind::Number),
        Field::new("awaiting_release", FieldKind::Number),
        Field::new("message_dropped", FieldKind::Number),
        Field::new("last_dropped_at", FieldKind::Time),
        Field::new("messages_received", FieldKind::Number),
        Field::new("messages_sent", FieldKind::Number),
        Field::new("packets_received_bytes", FieldKind::Number),
        Field::new("packets_received_nums", FieldKind::Number),
        Field::new("packets_send_bytes", FieldKind::Number),
        Field::new("packets_send_nums", FieldKind::Number),
        Field::new("receive_rate", FieldKind::Number),
        Field::new("send_rate", FieldKind::Number),
        Field::new("drop_rate", FieldKind::Number),
        Field::new("slow", FieldKind::Flag),
        Field::new("certificate_name", FieldKind::Text),
        Field::new("tls_version", FieldKind::Text),
    ];

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        let Self { view, rates } = self;
        let info = &view.info;
        let count = |count: usize| Some(FieldValue::Number(count as f64));
        let large = |count: u64| Some(FieldValue::Number(count as f64));
        let rate = |of: fn(&Rates) -> f64| rates.as_ref().map(|it| FieldValue::Number(of(it)));
        match Self::FIELDS.get(field)?.name {
            "client_id" => Some(FieldValue::Text(&info.id)),
            "username" => info.username.as_deref().map(FieldValue::Text),
            "connected" => Some(FieldValue::Flag(view.connected)),
            "remote_addr" => Some(FieldValue::Address(info.peer.remote.ip().to_canonical())),
            "local_addr" => Some(FieldValue::Address(info.peer.local.ip().to_canonical())),
            "listener" => info.peer.listener.as_deref().map(FieldValue::Text),
            "version" => Some(FieldValue::Number(f64::from(version(info.version)))),
            "keep_alive" => Some(FieldValue::Number(f64::from(info.keep_alive))),
            "clean_start" => Some(FieldValue::Flag(info.clean_start)),
            "connected_at" => Some(FieldValue::Time(info.connected_at)),
            "disconnected_at" => view.disconnected_at.map(FieldValue::Time),
            "session_created_at" => Some(FieldValue::Time(view.session_created_at)),
            "session_expiry" => {
                let seconds = view.session_expiry.map_or(u64::MAX, |time| time.as_secs());
                large(seconds.min(u32::MAX.into()))
            }
            "subscriptions_current" => count(view.subscriptions),
            "subscriptions_total" => large(view.subscriptions_made),
            "inflight_len" => count(view.inflight),
            "max_inflight" => count(view.max_inflight),
            "queue_len" => count(view.queued),
            "max_queue" => count(view.max_queued),
            "queue_bytes" => count(view.queued_bytes),
            "awaiting_release" => count(view.awaiting_release),
            "message_dropped" => large(view.dropped.iter().map(|(_, count)| count).sum()),
            "last_dropped_at" => view.last_dropped_at.map(FieldValue::Time),
            "messages_received" => large(view.received.packets),
            "messages_sent" => large(view.sent.packets),
            "packets_received_bytes" => large(view.received.bytes),
            "packets_received_nums" => large(view.packets_received),
            "packets_send_bytes" => large(view.sent.bytes + view.other_sent.bytes),
            "packets_send_nums" => large(view.sent.packets + view.other_sent.packets),
            "receive_rate" => rate(|rates| rates.received),
            "send_rate" => rate(|rates| rates.sent),
            "drop_rate" => rate(|rates| rates.dropped),
            "slow" => Some(FieldValue::Flag(view.slow)),
            "certificate_name" => info.peer.certificate_name.as_deref().map(FieldValue::Text),
            "tls_version" => view.tls_version.map(FieldValue::Text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_one_of_the_message() {
        let client = gmqtt_admin_api::pool()
            .get_message_by_name("gmqtt.admin.api.Client")
            .unwrap();
        for field in Listed::FIELDS {
            assert!(
                client.get_field_by_name(field.name).is_some(),
                "{}",
                field.name
            );
        }
    }
}
