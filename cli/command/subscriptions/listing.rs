//! The columns of subscriptions.

use gmqtt_admin_client::admin::Subscription;

use crate::{
    admin,
    output::{Cell, Column, Listing},
};

/// Subscriptions of any clients as rows.
pub(crate) static SUBSCRIPTIONS: Listing<Subscription> = Listing {
    things: "subscriptions",
    columns: &[
        Column::new("FILTER", filter),
        Column::new("CLIENT ID", |one| Cell::text(&one.client_id)),
        Column::new("QOS", qos),
        Column::new("SHARE", share),
        Column::new("NL", |one| Cell::Flag(one.no_local)),
        Column::new("RAP", |one| Cell::Flag(one.retain_as_published)),
        Column::new("RH", retain_handling),
        Column::new("SUBID", id),
        Column::wide("NODE", |one| Cell::text(&one.node)),
    ],
    name: |one| one.topic_name.clone(),
    json: |one| admin::json("gmqtt.admin.api.Subscription", one),
};

/// Those of one client.
pub(crate) static OF_CLIENT: Listing<Subscription> = Listing {
    things: "subscriptions",
    columns: &[
        Column::new("SUBSCRIPTION", filter),
        Column::new("QOS", qos),
        Column::new("SHARE", share),
        Column::new("NL", |one| Cell::Flag(one.no_local)),
        Column::new("RAP", |one| Cell::Flag(one.retain_as_published)),
        Column::new("RH", retain_handling),
        Column::new("SUBID", id),
    ],
    name: SUBSCRIPTIONS.name,
    json: SUBSCRIPTIONS.json,
};

/// Columns that subscriptions are sorted by, and the fields that these are.
pub(super) const SORTED_BY: &[(&str, &str)] = &[
    ("filter", "topic_name"),
    ("client_id", "client_id"),
    ("qos", "qos"),
    ("share", "share_name"),
    ("nl", "no_local"),
    ("rap", "retain_as_published"),
    ("rh", "retain_handling"),
    ("subid", "id"),
];

/// The group of a shared subscription and its filter; the name is the whole of it. The broker in Go does not say the group apart.
fn parts(subscription: &Subscription) -> (&str, &str) {
    let name = subscription.topic_name.as_str();
    match name
        .strip_prefix("$share/")
        .and_then(|rest| rest.split_once('/'))
    {
        Some((share, filter)) => (share, filter),
        None => ("", name),
    }
}

fn filter(subscription: &Subscription) -> Cell {
    Cell::text(parts(subscription).1)
}

fn share(subscription: &Subscription) -> Cell {
    Cell::text(parts(subscription).0)
}

fn qos(subscription: &Subscription) -> Cell {
    Cell::Count(subscription.qos.into())
}

fn retain_handling(subscription: &Subscription) -> Cell {
    Cell::Count(subscription.retain_handling.into())
}

fn id(subscription: &Subscription) -> Cell {
    match subscription.id {
        0 => Cell::NoNumber,
        id => Cell::Count(id.into()),
    }
}
