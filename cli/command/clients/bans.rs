//! `gmqtt clients bans`.

use clap::Args;
use gmqtt_admin_client::admin::{Ban, ListBansRequest};

use super::ban::kind;
use crate::{
    admin::{self, Admin, Paging},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// List who may not connect
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients bans
  gmqtt clients bans -o json")]
pub(super) struct Bans {}

static BANS: Listing<Ban> = Listing {
    things: "bans",
    columns: &[
        Column::new("KIND", |ban| Cell::word(kind(ban.kind()))),
        Column::new("VALUE", |ban| Cell::text(&ban.value)),
        Column::new("BY", |ban| Cell::text(&ban.by)),
        Column::new("UNTIL", |ban| {
            admin::moment(ban.until.as_ref()).map_or(Cell::word("for ever"), Cell::Until)
        }),
        Column::new("REASON", |ban| Cell::text(&ban.reason)),
        Column::wide("SINCE", |ban| {
            Cell::since(admin::moment(ban.created_at.as_ref()))
        }),
        Column::wide("REFUSED", |ban| Cell::Count(ban.refused)),
    ],
    name: |ban| ban.value.clone(),
    json: |ban| admin::json("gmqtt.admin.api.Ban", ban),
};

impl Bans {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut paging = Paging::new(None);
        let mut rows = BANS.rows(&admin.output)?;
        let mut more = true;
        while more {
            let request = ListBansRequest {
                page_size: paging.size(),
                page_token: paging.token(),
                ..ListBansRequest::default()
            };
            let answer = admin.client()?.bans().list(request).await;
            let page = answer.map_err(|error| admin.explain(error))?.into_inner();
            rows.push(&page.bans)?;
            let token = page.next_page_token;
            more = !token.is_empty();
            paging.take(page.bans.len(), page.total_count, token);
        }
        rows.end(paging.seen())?;
        Ok(Exit::Done)
    }
}
