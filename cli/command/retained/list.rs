//! `gmqtt retained list`.

use clap::Args;
use gmqtt_admin_client::admin::{ListRetainedRequest, ListRetainedResponse, RetainedMessage};

use crate::{
    admin::{self, Admin, Paging},
    error::Error,
    exit::Exit,
    mqtt::invalid_filter,
    output::{Cell, Column, Listing, grouped, stdout_width},
};

/// List retained messages
///
/// Payloads take the role operator, or a token with the scope messages:read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt retained list
  gmqtt retained list sensors/# --payload
  gmqtt retained list -o name")]
pub(super) struct List {
    /// Those that this topic filter matches; all but those that begin with $ without it
    filter: Option<String>,

    /// The payloads too
    #[arg(long)]
    payload: bool,

    /// Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

static RETAINED: Listing<RetainedMessage> = Listing {
    things: "retained messages",
    columns: &[
        Column::new("TOPIC", |message| Cell::text(&message.topic_name)),
        Column::new("QOS", |message| Cell::Count(message.qos.into())),
        Column::new("SIZE", |message| Cell::Bytes(message.payload_size)),
        Column::new("EXPIRES", |message| {
            Cell::length(admin::length(message.expires_in.as_ref()))
        }),
        Column::new("CONTENT TYPE", |message| Cell::text(&message.content_type)),
        Column::new("PAYLOAD", |message| {
            Cell::text(&String::from_utf8_lossy(&message.payload))
        }),
    ],
    name: |message| message.topic_name.clone(),
    json: |message| admin::json("gmqtt.admin.api.RetainedMessage", message),
};

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        if let Some(filter) = &self.filter {
            invalid_filter(filter)?;
        }
        let on_terminal = if stdout_width().is_some() { 100 } else { 0 };
        let limit = self.limit.unwrap_or(on_terminal);
        let mut paging = Paging::new((limit > 0).then_some(limit));
        let mut rows = RETAINED.rows(&admin.output)?;
        let (mut more, mut total) = (true, 0);
        while more {
            let page = page(admin, self.filter.as_deref(), &paging, self.payload).await?;
            total = page.total_count;
            let by_token = !page.next_page_token.is_empty();
            let (wanted, next) = paging.take(page.messages.len(), total, page.next_page_token);
            rows.push(&page.messages[..wanted])?;
            more = next && by_token;
        }
        rows.end_with(total.into(), paging.rest())?;
        if paging.seen() < total.into() {
            let (seen, total) = (grouped(paging.seen()), grouped(total.into()));
            let words = format!("{seen} of {total} retained messages; --limit 0 prints all");
            admin.output.remark(&words);
        }
        Ok(Exit::Done)
    }
}

/// A page of retained messages.
pub(super) async fn page(
    admin: &Admin,
    filter: Option<&str>,
    paging: &Paging,
    payload: bool,
) -> Result<ListRetainedResponse, Error> {
    let request = ListRetainedRequest {
        filter: filter.unwrap_or_default().to_owned(),
        page_size: paging.size(),
        page_token: paging.token(),
        payload,
    };
    let answer = admin.client()?.retained().list(request).await;
    Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
}
