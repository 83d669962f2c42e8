//! The columns of clients.

use anstyle::{AnsiColor, Style};
use gmqtt_admin_client::admin::Client;

use crate::{
    admin,
    output::{Cell, Column, Listing},
};

/// Clients as rows.
pub(super) static CLIENTS: Listing<Client> = Listing {
    things: "clients",
    columns: &[
        Column::new("CLIENT ID", |client| Cell::text(&client.client_id)),
        Column::new("USER", |client| Cell::text(&client.username)),
        Column::new("ADDRESS", |client| {
            online(client, Cell::Nothing, || Cell::text(&client.remote_addr))
        }),
        Column::new("VER", |client| Cell::word(version(client.version))),
        Column::new("STATE", |client| {
            if is_online(client) {
                Cell::Word("online".to_owned(), AnsiColor::Green.on_default())
            } else {
                Cell::Word("offline".to_owned(), Style::new().dimmed())
            }
        }),
        Column::new("SINCE", |client| Cell::since(admin::moment(since(client)))),
        Column::new("SUBS", |client| {
            Cell::Count(client.subscriptions_current.into())
        }),
        Column::new("QUEUE", |client| Cell::Count(client.queue_len.into())),
        Column::new("INFLIGHT", |client| {
            Cell::Right(match client.inflight_len {
                0 => "0".to_owned(),
                length => format!("{length}/{}", client.max_inflight),
            })
        }),
        Column::new("DROPPED", |client| Cell::Count(client.message_dropped)),
        Column::new("IN/s", |client| {
            online(client, Cell::NoNumber, || Cell::rate(client.receive_rate))
        }),
        Column::new("OUT/s", |client| {
            online(client, Cell::NoNumber, || Cell::rate(client.send_rate))
        }),
        Column::wide("LISTENER", |client| Cell::text(&client.listener)),
        Column::wide("KEEPALIVE", |client| {
            Cell::Count(client.keep_alive.try_into().unwrap_or_default())
        }),
        Column::wide("EXPIRY", |client| {
            Cell::Right(match client.session_expiry {
                u32::MAX => "never".to_owned(),
                seconds => seconds.to_string(),
            })
        }),
        Column::wide("BYTES IN", |client| {
            Cell::Bytes(client.packets_received_bytes)
        }),
        Column::wide("BYTES OUT", |client| Cell::Bytes(client.packets_send_bytes)),
        Column::wide("NODE", |client| Cell::text(&client.node)),
        Column::wide("CLEAN", |client| Cell::Flag(client.clean_start)),
        Column::wide("WILL", |client| {
            client
                .will
                .as_ref()
                .map_or(Cell::Nothing, |will| Cell::text(&will.topic))
        }),
    ],
    name: |client| client.client_id.clone(),
    json: |client| admin::json("gmqtt.admin.api.Client", client),
};

/// Columns that clients are sorted by, and the fields that these are.
pub(super) const SORTED_BY: &[(&str, &str)] = &[
    ("client_id", "client_id"),
    ("user", "username"),
    ("address", "remote_addr"),
    ("ver", "version"),
    ("state", "connected"),
    ("since", "connected_at"),
    ("subs", "subscriptions_current"),
    ("queue", "queue_len"),
    ("inflight", "inflight_len"),
    ("dropped", "message_dropped"),
    ("in", "messages_received"),
    ("out", "messages_sent"),
    ("listener", "listener"),
    ("keepalive", "keep_alive"),
    ("expiry", "session_expiry"),
    ("bytes_in", "packets_received_bytes"),
    ("bytes_out", "packets_send_bytes"),
    ("created", "session_created_at"),
    ("gone", "disconnected_at"),
];

/// Whether a client is connected. The broker in Go says it only by when the client went away.
pub(super) const fn is_online(client: &Client) -> bool {
    client.connected || client.node.is_empty() && client.disconnected_at.is_none()
}

fn online(client: &Client, away: Cell, here: impl FnOnce() -> Cell) -> Cell {
    if is_online(client) { here() } else { away }
}

fn since(client: &Client) -> Option<&gmqtt_admin_client::Timestamp> {
    if is_online(client) {
        client.connected_at.as_ref()
    } else {
        client.disconnected_at.as_ref()
    }
}

/// The version of MQTT as people say it.
pub(super) fn version(number: i32) -> String {
    match number {
        3 => "3.1".to_owned(),
        4 => "3.1.1".to_owned(),
        number => number.to_string(),
    }
}
