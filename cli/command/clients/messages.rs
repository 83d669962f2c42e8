//! `gmqtt clients messages`: what is on its way to a client.

use clap::Args;
use gmqtt_admin_client::admin::{ListMessagesRequest, ListMessagesResponse, QueuedMessage};
use gmqtt_admin_client::{ClientError, ErrorKind};

use super::similar;
use crate::{
    admin::{self, Admin, Paging},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, grouped},
};

/// Show the messages that wait for a client
///
/// Payloads take the role operator, or a token with the scope messages:read.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients messages meter-1
  gmqtt clients messages meter-1 --inflight --payload")]
pub(super) struct Messages {
    /// The client identifier
    #[arg(value_name = "ID")]
    id: String,

    /// Those that were sent and are not acknowledged, instead
    #[arg(long)]
    inflight: bool,

    /// The payloads too
    #[arg(long)]
    payload: bool,

    /// Print so many at most, 0 for all
    #[arg(long, value_name = "N", default_value = "100")]
    limit: u64,
}

static MESSAGES: Listing<QueuedMessage> = Listing {
    things: "messages",
    columns: &[
        Column::new("TOPIC", |message| Cell::text(&message.topic_name)),
        Column::new("QOS", |message| Cell::Count(message.qos.into())),
        Column::new("RETAIN", |message| Cell::Flag(message.retained)),
        Column::new("ID", |message| match message.packet_id {
            0 => Cell::NoNumber,
            id => Cell::Count(id.into()),
        }),
        Column::new("AGE", |message| {
            Cell::length(admin::length(message.age.as_ref()))
        }),
        Column::new("EXPIRES", |message| {
            Cell::length(admin::length(message.expires_in.as_ref()))
        }),
        Column::new("SIZE", |message| Cell::Bytes(message.payload_size)),
        Column::new("PAYLOAD", |message| {
            Cell::text(&String::from_utf8_lossy(&message.payload))
        }),
        Column::wide("RELEASED", |message| Cell::Flag(message.released)),
    ],
    name: |message| message.topic_name.clone(),
    json: |message| admin::json("gmqtt.admin.api.QueuedMessage", message),
};

impl Messages {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut paging = Paging::new((self.limit > 0).then_some(self.limit));
        let mut rows = MESSAGES.rows(&admin.output)?;
        let mut more = true;
        let mut total = 0;
        while more {
            let request = ListMessagesRequest {
                client_id: self.id.clone(),
                page_size: paging.size(),
                page_token: paging.token(),
                payload: self.payload,
            };
            let page = ask(admin, request, self.inflight).await?;
            total = page.total_count;
            let by_token = !page.next_page_token.is_empty();
            let (wanted, next) = paging.take(page.messages.len(), total, page.next_page_token);
            rows.push(&page.messages[..wanted])?;
            more = next && by_token;
        }
        rows.end_with(total.into(), paging.rest())?;
        if paging.seen() < total.into() {
            let (seen, total) = (grouped(paging.seen()), grouped(total.into()));
            admin
                .output
                .remark(&format!("{seen} of {total} messages; --limit 0 prints all"));
        }
        Ok(Exit::Done)
    }
}

/// Prints the first messages of a queue.
pub(super) async fn queue(admin: &Admin, request: ListMessagesRequest) -> Result<(), Error> {
    let page = ask(admin, request, false).await?;
    MESSAGES.print(&admin.output, &page.messages)
}

async fn ask(
    admin: &Admin,
    request: ListMessagesRequest,
    inflight: bool,
) -> Result<ListMessagesResponse, Error> {
    let id = request.client_id.clone();
    let mut clients = admin.client()?.clients();
    let answer = if inflight {
        clients.list_inflight(request).await
    } else {
        clients.list_queue(request).await
    };
    match answer {
        Ok(answer) => Ok(answer.into_inner()),
        Err(status) => {
            let error = ClientError::from(status);
            Err(match error.kind() {
                ErrorKind::NotFound => similar::not_found(admin, &id).await,
                _ => admin.explain(error),
            })
        }
    }
}
