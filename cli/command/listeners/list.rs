//! `gmqtt listeners list`.

use anstyle::AnsiColor;
use clap::Args;
use gmqtt_admin_client::admin::{ListListenersRequest, Listener};

use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// List what the broker listens on
///
/// Those for MQTT first, then those of plugins.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt listeners list
  gmqtt listeners list -o wide")]
pub(super) struct List {}

static LISTENERS: Listing<Listener> = Listing {
    things: "listeners",
    columns: &[
        Column::new("NAME", |one| Cell::text(&one.name)),
        Column::new("SCHEME", |one| Cell::text(&one.scheme)),
        Column::new("ADDRESS", |one| Cell::text(&one.address)),
        Column::new("STATE", |one| {
            if one.open {
                Cell::Word("open".to_owned(), AnsiColor::Green.on_default())
            } else {
                Cell::Word("closed".to_owned(), AnsiColor::Yellow.on_default())
            }
        }),
        Column::new("CONNECTIONS", |one| {
            match (one.connections, one.max_connections) {
                (None, _) => Cell::NoNumber,
                (Some(now), 0) => Cell::Count(now.into()),
                (Some(now), most) => Cell::Right(format!("{now}/{most}")),
            }
        }),
        Column::new("CERTIFICATE ENDS", |one| {
            admin::moment(one.certificate_expires_at.as_ref()).map_or(Cell::Nothing, Cell::Until)
        }),
        Column::new("PLUGIN", |one| Cell::text(&one.plugin)),
        Column::wide("PATH", |one| Cell::text(&one.path)),
    ],
    name: |one| one.name.clone(),
    json: |one| admin::json("gmqtt.admin.api.Listener", one),
};

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let answer = admin
            .client()?
            .listeners()
            .list(ListListenersRequest {})
            .await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        LISTENERS.print(&admin.output, &answer.listeners)?;
        Ok(Exit::Done)
    }
}
