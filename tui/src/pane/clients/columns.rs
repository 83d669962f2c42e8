//! The columns of the list: what they are called, what they are ordered by, and what stands in them.

use crate::{
    data::{At, ClientRow, Data},
    look::Look,
    units,
    widget::{Align, Cell},
};

/// Fields that filters and orders may name, for completion.
pub(crate) const CLIENT_FIELDS: &[&str] = &[
    "client_id",
    "username",
    "remote_addr",
    "local_addr",
    "listener",
    "node",
    "version",
    "connected",
    "connected_at",
    "disconnected_at",
    "session_expiry",
    "keep_alive",
    "clean_start",
    "subscriptions_current",
    "queue_len",
    "queue_bytes",
    "max_queue",
    "inflight_len",
    "max_inflight",
    "message_dropped",
    "slow",
    "receive_rate",
    "send_rate",
    "drop_rate",
    "messages_received",
    "messages_sent",
    "packets_received_bytes",
    "packets_send_bytes",
    "certificate_name",
    "tls_version",
];

/// A column of the list.
pub(crate) struct ClientColumn {
    /// Its name in settings.
    pub(crate) name: &'static str,
    pub(super) title: &'static str,
    /// The title while totals are shown.
    pub(super) total: &'static str,
    pub(super) field: &'static str,
    pub(super) width: u16,
    pub(super) grow: u16,
    pub(super) align: Align,
    /// Whether a new dashboard shows it.
    pub(super) usual: bool,
}

const fn text(
    name: &'static str,
    title: &'static str,
    field: &'static str,
    width: u16,
    grow: u16,
    usual: bool,
) -> ClientColumn {
    ClientColumn {
        name,
        title,
        total: title,
        field,
        width,
        grow,
        align: Align::Left,
        usual,
    }
}

const fn number(
    name: &'static str,
    [title, total]: [&'static str; 2],
    field: &'static str,
    width: u16,
    usual: bool,
) -> ClientColumn {
    ClientColumn {
        total,
        align: Align::Right,
        ..text(name, title, field, width, 0, usual)
    }
}

/// All columns, in the order of a new dashboard.
pub(crate) const CLIENT_COLUMNS: &[ClientColumn] = &[
    text("id", "CLIENT ID", "client_id", 16, 4, true),
    text("user", "USER", "username", 7, 1, true),
    text("address", "ADDRESS", "remote_addr", 16, 1, true),
    text("version", "VER", "version", 5, 0, true),
    text("state", "STATE", "connected", 7, 0, true),
    number("since", ["SINCE", "SINCE"], "connected_at", 5, true),
    number(
        "subscriptions",
        ["SUBS", "SUBS"],
        "subscriptions_current",
        5,
        true,
    ),
    number("queue", ["QUEUE", "QUEUE"], "queue_len", 6, true),
    number("inflight", ["INFL", "INFL"], "inflight_len", 7, true),
    number("dropped", ["DROP/s", "DROPPED"], "drop_rate", 7, true),
    number("in", ["IN/s", "IN"], "receive_rate", 6, false),
    number("out", ["OUT/s", "OUT"], "send_rate", 6, true),
    text("chart", "last 60s", "", 8, 1, true),
    text("listener", "LISTENER", "listener", 10, 0, false),
    text("node", "NODE", "node", 8, 0, false),
    number("keep-alive", ["KEEP", "KEEP"], "keep_alive", 5, false),
    number("expiry", ["EXPIRY", "EXPIRY"], "session_expiry", 6, false),
    number("queue-bytes", ["QUEUED", "QUEUED"], "queue_bytes", 8, false),
    number(
        "bytes-in",
        ["BYTES IN", "BYTES IN"],
        "packets_received_bytes",
        8,
        false,
    ),
    number(
        "bytes-out",
        ["BYTES OUT", "BYTES OUT"],
        "packets_send_bytes",
        9,
        false,
    ),
    text("tls", "TLS", "tls_version", 4, 0, false),
    text(
        "certificate",
        "CERTIFICATE",
        "certificate_name",
        12,
        0,
        false,
    ),
];

/// What stands in a column of a row.
pub(super) fn cell<'a>(
    column: &str,
    row: &'a ClientRow,
    data: &Data,
    look: &Look,
    now: At,
    totals: bool,
) -> Cell<'a> {
    let theme = look.theme;
    let or_dash = |text: &'a str| {
        if text.is_empty() {
            "-".into()
        } else {
            look.name(text).into()
        }
    };
    let rate = |rate: Option<f64>| look.number(rate);
    match column {
        "id" => look.name(&row.id).into(),
        "user" => or_dash(&row.user),
        "address" => or_dash(&row.address),
        "version" => row.protocol().into(),
        "state" => if row.online { "online" } else { "offline" }.into(),
        "since" => row
            .since
            .map_or_else(|| "-".into(), |since| units::age(since.before(now)).into()),
        "subscriptions" => row.subscriptions.to_string().into(),
        "queue" if row.is_full() => Cell::styled(row.queue.to_string(), theme.bad),
        "queue" => row.queue.to_string().into(),
        "inflight" if !row.online => "-".into(),
        "inflight" => {
            let text = format!("{}/{}", row.inflight, row.inflight_max);
            if row.inflight_max > 0 && row.inflight >= row.inflight_max {
                Cell::styled(text, theme.warning)
            } else {
                text.into()
            }
        }
        "dropped" if totals => look.number(Some(row.dropped as f64)).into(),
        "dropped" if row.drop_rate.is_some_and(|rate| rate > 0.0) => {
            Cell::styled(rate(row.drop_rate), theme.bad)
        }
        "dropped" => rate(row.drop_rate).into(),
        "in" if totals => look.number(Some(row.in_total as f64)).into(),
        "in" => rate(row.in_rate).into(),
        "out" if totals => look.number(Some(row.out_total as f64)).into(),
        "out" => rate(row.out_rate.filter(|_| row.online)).into(),
        "chart" => data.sparks.get(&row.id).filter(|_| row.online).map_or_else(
            || "".into(),
            |spark| Cell::styled(look.glyphs.spark(&spark.window(8)), theme.outward),
        ),
        "listener" => row.listener.as_str().into(),
        "node" => row.node.as_str().into(),
        "keep-alive" => format!("{}s", row.keep_alive).into(),
        "expiry" => expiry(row.expiry).into(),
        "queue-bytes" => look.bytes(Some(row.queue_bytes as f64)).into(),
        "bytes-in" => look.bytes(Some(row.in_bytes as f64)).into(),
        "bytes-out" => look.bytes(Some(row.out_bytes as f64)).into(),
        "tls" => row.tls.as_str().into(),
        "certificate" => look.name(&row.certificate).into(),
        _ => "".into(),
    }
}

/// Seconds that a session outlives its connection, in words.
pub(in crate::pane) fn expiry(seconds: u32) -> String {
    match seconds {
        0 => "-".to_owned(),
        u32::MAX => "never".to_owned(),
        seconds => units::age(std::time::Duration::from_secs(u64::from(seconds))),
    }
}
