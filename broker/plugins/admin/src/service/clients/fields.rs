//! The fields that clients are filtered and ordered by.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_admin_api::list::FieldKind::{Address, Flag, Number, Text, Time};
use gmqtt_admin_api::list::{Column, Field, FieldValue, Fields, fields};
use gmqtt_plugin_api::{ClientView, Version};

use super::looks::Rates;
use super::view::{expiry, version};

/// A client in a list.
#[derive(Clone)]
pub(crate) struct Listed {
    /// The name of the node that holds it.
    pub(crate) node: Arc<str>,
    pub(crate) view: ClientView,
    /// `None` if it was not looked at before.
    pub(crate) rates: Option<Rates>,
    /// Of `view.info`, which is anywhere in memory: who looks through many need not follow each.
    keep_alive: u16,
    version: Version,
    clean_start: bool,
    connected_at: SystemTime,
}

impl Listed {
    pub(crate) fn new(node: Arc<str>, view: ClientView, rates: Option<Rates>) -> Self {
        Self {
            node,
            keep_alive: view.info.keep_alive,
            version: view.info.version,
            clean_start: view.info.clean_start,
            connected_at: view.info.connected_at,
            view,
            rates,
        }
    }

    /// Reads of it what is asked for most.
    pub(crate) fn touch(&self) -> usize {
        self.view.queued & usize::from(self.view.connected) & usize::from(self.keep_alive)
    }
}

const COLUMNS: [Column<Listed>; 36] = [
    (Field::searched("client_id", Text), |it| {
        text(Some(&it.view.info.id))
    }),
    (Field::searched("username", Text).also("user"), |it| {
        text(it.view.info.username.as_deref())
    }),
    (Field::new("connected", Flag), |it| flag(it.view.connected)),
    (Field::new("remote_addr", Address).also("address"), |it| {
        address(it.view.info.peer.remote)
    }),
    (Field::new("local_addr", Address), |it| {
        address(it.view.info.peer.local)
    }),
    (Field::new("listener", Text), |it| {
        text(it.view.info.peer.listener.as_deref())
    }),
    (Field::new("node", Text), |it| text(Some(&it.node))),
    (Field::new("version", Number), |it| {
        number(version(it.version))
    }),
    (Field::new("keep_alive", Number), |it| number(it.keep_alive)),
    (Field::new("clean_start", Flag), |it| flag(it.clean_start)),
    (Field::new("connected_at", Time), |it| {
        time(Some(it.connected_at))
    }),
    (Field::new("disconnected_at", Time), |it| {
        time(it.view.disconnected_at)
    }),
    (Field::new("session_created_at", Time), |it| {
        time(Some(it.view.session_created_at))
    }),
    (Field::new("session_expiry", Number), |it| {
        number(expiry(&it.view))
    }),
    (Field::new("subscriptions_current", Number), |it| {
        count(it.view.subscriptions)
    }),
    (Field::new("subscriptions_total", Number), |it| {
        large(it.view.subscriptions_made)
    }),
    (Field::new("inflight_len", Number).also("inflight"), |it| {
        count(it.view.inflight)
    }),
    (Field::new("max_inflight", Number), |it| {
        count(it.view.max_inflight)
    }),
    (Field::new("queue_len", Number).also("queue"), |it| {
        count(it.view.queued)
    }),
    (Field::new("max_queue", Number), |it| {
        count(it.view.max_queued)
    }),
    (Field::new("queue_bytes", Number), |it| {
        count(it.view.queued_bytes)
    }),
    (Field::new("awaiting_release", Number), |it| {
        count(it.view.awaiting_release)
    }),
    (
        Field::new("message_dropped", Number).also("dropped"),
        |it| large(it.view.dropped.iter().map(|(_, count)| count).sum()),
    ),
    (Field::new("last_dropped_at", Time), |it| {
        time(it.view.last_dropped_at)
    }),
    (Field::new("messages_received", Number), |it| {
        large(it.view.received.packets)
    }),
    (Field::new("messages_sent", Number), |it| {
        large(it.view.sent.packets)
    }),
    (Field::new("packets_received_bytes", Number), |it| {
        large(it.view.received.bytes)
    }),
    (Field::new("packets_received_nums", Number), |it| {
        large(it.view.packets_received)
    }),
    (Field::new("packets_send_bytes", Number), |it| {
        large(it.view.sent.bytes + it.view.other_sent.bytes)
    }),
    (Field::new("packets_send_nums", Number), |it| {
        large(it.view.sent.packets + it.view.other_sent.packets)
    }),
    (Field::new("receive_rate", Number), |it| {
        rate(it.rates.map(|it| it.received))
    }),
    (Field::new("send_rate", Number), |it| {
        rate(it.rates.map(|it| it.sent))
    }),
    (Field::new("drop_rate", Number), |it| {
        rate(it.rates.map(|it| it.dropped))
    }),
    (Field::new("slow", Flag), |it| flag(it.view.slow)),
    (Field::new("certificate_name", Text), |it| {
        text(it.view.info.peer.certificate_name.as_deref())
    }),
    (Field::new("tls_version", Text), |it| {
        text(it.view.tls_version)
    }),
];

const fn text(text: Option<&str>) -> Option<FieldValue<'_>> {
    match text {
        Some(text) => Some(FieldValue::Text(text)),
        None => None,
    }
}

const fn flag<'a>(flag: bool) -> Option<FieldValue<'a>> {
    Some(FieldValue::Flag(flag))
}

fn time<'a>(time: Option<SystemTime>) -> Option<FieldValue<'a>> {
    time.map(FieldValue::Time)
}

fn address<'a>(address: SocketAddr) -> Option<FieldValue<'a>> {
    Some(FieldValue::Address(address.ip().to_canonical()))
}

fn number<'a>(number: impl Into<f64>) -> Option<FieldValue<'a>> {
    Some(FieldValue::Number(number.into()))
}

const fn count<'a>(count: usize) -> Option<FieldValue<'a>> {
    Some(FieldValue::Number(count as f64))
}

const fn large<'a>(count: u64) -> Option<FieldValue<'a>> {
    Some(FieldValue::Number(count as f64))
}

fn rate<'a>(rate: Option<f64>) -> Option<FieldValue<'a>> {
    rate.map(FieldValue::Number)
}

impl Fields for Listed {
    const FIELDS: &'static [Field] = &fields(&COLUMNS);

    fn value(&self, field: usize) -> Option<FieldValue<'_>> {
        COLUMNS.get(field)?.1(self)
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
