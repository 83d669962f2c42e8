//! `gmqtt tokens list`.

use clap::Args;
use gmqtt_admin_client::admin::{ListTokensRequest, Token};

use crate::{
    admin::{self, Admin},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing},
};

/// List tokens
///
/// What makes a token secret is not kept and cannot be shown.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt tokens list
  gmqtt tokens list -o json")]
pub(super) struct List {}

static TOKENS: Listing<Token> = Listing {
    things: "tokens",
    columns: &[
        Column::new("NAME", |token| Cell::text(&token.name)),
        Column::new("ROLE", |token| Cell::text(&token.role)),
        Column::new("SCOPES", |token| Cell::text(&token.scopes.join(","))),
        Column::new("USED", |token| {
            Cell::since(admin::moment(token.last_used_at.as_ref()))
        }),
        Column::new("ENDS", |token| {
            admin::moment(token.expires_at.as_ref()).map_or(Cell::word("never"), Cell::Until)
        }),
        Column::wide("MADE", |token| {
            Cell::since(admin::moment(token.created_at.as_ref()))
        }),
        Column::wide("BY", |token| Cell::text(&token.created_by)),
    ],
    name: |token| token.name.clone(),
    json: |token| admin::json("gmqtt.admin.api.Token", token),
};

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let answer = admin.client()?.tokens().list(ListTokensRequest {}).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        TOKENS.print(&admin.output, &answer.tokens)?;
        Ok(Exit::Done)
    }
}
