//! `gmqtt clients list`.

use std::collections::HashMap;

use clap::Args;
use gmqtt_admin_client::ClientError;
use gmqtt_admin_client::admin::{
    ChangeType, ListClientRequest, ListClientResponse, WatchClientsRequest,
};

use super::listing::{CLIENTS, SORTED_BY};
use super::selection::Selection;
use crate::{
    admin::{self, Admin, Paging, WatchFlag, is_unimplemented, order, to_length},
    error::Error,
    exit::Exit,
    output::{Output, grouped, stdout_width},
};

/// List clients
///
/// On a terminal the first 100, in a pipe all of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt clients list
  gmqtt clients list --slow --sort -queue
  gmqtt clients list --state offline --limit 10 -o json
  gmqtt clients list --id 'meter-*' -o name")]
pub(super) struct List {
    #[command(flatten)]
    selection: Selection,

    /// Sort by these columns, - in front for the highest first
    #[arg(
        long,
        value_name = "[-]COLUMN,...",
        allow_hyphen_values = true,
        default_value = USUAL_ORDER,
        hide_default_value = true
    )]
    sort: String,

    /// Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]
    #[arg(long, value_name = "N", conflicts_with = "count")]
    limit: Option<u64>,

    /// Print only how many there are
    #[arg(long)]
    count: bool,

    #[command(flatten)]
    watch: WatchFlag,
}

/// How many are printed on a terminal.
const ON_A_TERMINAL: u64 = 100;

/// The order, unless another is asked for.
const USUAL_ORDER: &str = "client_id";

/// The most on a page.
const PAGE_SIZE: u32 = 1000;

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        if self.count {
            return self.count(admin).await;
        }
        match self.watch.watch {
            Some(interval) if admin::draws(&admin.output) => self.redraw(admin, interval).await,
            Some(interval) => self.changes(admin, interval).await,
            None => self.list(admin).await,
        }
    }

    async fn list(&self, admin: &Admin) -> Result<Exit, Error> {
        let output = &admin.output;
        let limit = self.limit.unwrap_or(if stdout_width().is_some() {
            ON_A_TERMINAL
        } else {
            0
        });
        let mut paging = Paging::new((limit > 0).then_some(limit));
        let mut rows = CLIENTS.rows(output)?;
        let mut more = true;
        let mut total = 0;
        while more {
            let request = ListClientRequest {
                page_size: paging.size(),
                page: paging.number(),
                page_token: paging.token(),
                ..self.request()?
            };
            let page = ask(admin, request).await?;
            total = page.total_count;
            let (wanted, next) = paging.take(page.clients.len(), total, page.next_page_token);
            rows.push(&page.clients[..wanted])?;
            more = next;
        }
        rows.end_with(total.into(), paging.rest())?;
        self.sum_up(admin, paging.seen(), total.into()).await;
        Ok(Exit::Done)
    }

    /// How many of how many were printed, for people.
    async fn sum_up(&self, admin: &Admin, seen: u64, total: u64) {
        if seen < total {
            let (seen, total) = (grouped(seen), grouped(total));
            let output: &Output = &admin.output;
            output.remark(&format!("{seen} of {total} clients; --limit 0 prints all"));
        } else if stdout_width().is_some() && seen > 0 && admin.output.format.is_none() {
            let all = ListClientRequest {
                page_size: 1,
                count_only: true,
                ..ListClientRequest::default()
            };
            let filtered = !self.selection.filter().is_empty();
            let all = match filtered {
                // It is a remark, which can be left out.
                true => ask(admin, all)
                    .await
                    .map_or(total, |page| page.total_count.into()),
                false => total,
            };
            let (seen, all) = (grouped(seen), grouped(all));
            admin.output.note(&format!("{seen} of {all} clients"));
        }
    }

    async fn count(&self, admin: &Admin) -> Result<Exit, Error> {
        let request = ListClientRequest {
            page_size: 1,
            count_only: true,
            order_by: String::new(),
            ..self.request()?
        };
        let total = ask(admin, request).await?.total_count;
        if admin.output.format.is_some() {
            let document: HashMap<_, _> = [("total", total)].into();
            admin.output.document(&document)?;
        } else {
            admin.output.text(&format!("{total}\n"))?;
        }
        Ok(Exit::Done)
    }

    /// The clients again and again.
    async fn redraw(&self, admin: &Admin, interval: std::time::Duration) -> Result<Exit, Error> {
        let limit = self
            .limit
            .filter(|limit| *limit > 0)
            .unwrap_or(ON_A_TERMINAL);
        loop {
            let request = ListClientRequest {
                page_size: u32::try_from(limit).unwrap_or(PAGE_SIZE).min(PAGE_SIZE),
                ..self.request()?
            };
            let page = ask(admin, request).await?;
            let screen = CLIENTS.screen(&admin.output, &page.clients)?;
            let (seen, total) = (page.clients.len() as u64, page.total_count.into());
            let footer = format!("{} of {} clients\n", grouped(seen), grouped(total));
            admin::draw(&admin.output, &(screen + &footer))?;
            tokio::time::sleep(interval).await;
        }
    }

    /// What changes, for programs.
    async fn changes(&self, admin: &Admin, interval: std::time::Duration) -> Result<Exit, Error> {
        let request = WatchClientsRequest {
            filter: self.selection.filter(),
            order_by: order(&self.sort, SORTED_BY)?,
            limit: self.limit.unwrap_or(0).try_into().unwrap_or(u32::MAX),
            interval: Some(to_length(interval)),
            ..WatchClientsRequest::default()
        };
        let answer = admin.client()?.clients().watch(request).await;
        let mut changes = answer.map_err(|error| admin.explain(error))?.into_inner();
        while let Some(change) = changes
            .message()
            .await
            .map_err(|error| admin.explain(error))?
        {
            let kind = match change.r#type() {
                ChangeType::Added => "added",
                ChangeType::Changed => "changed",
                ChangeType::Removed => "removed",
                ChangeType::Skipped => {
                    let skipped = change.skipped;
                    let words = format!("{skipped} changes were left out: read faster");
                    admin.output.warn(&words);
                    continue;
                }
                ChangeType::Sync | ChangeType::Unspecified => continue,
            };
            let client = change.client.unwrap_or_default();
            admin::change(&admin.output, kind, &(CLIENTS.json)(&client))?;
        }
        Err(Error::new(Exit::Unreachable, "the broker ended the watch"))
    }

    fn request(&self) -> Result<ListClientRequest, Error> {
        Ok(ListClientRequest {
            filter: self.selection.filter(),
            order_by: order(&self.sort, SORTED_BY)?,
            ..ListClientRequest::default()
        })
    }
}

pub(super) async fn ask(
    admin: &Admin,
    request: ListClientRequest,
) -> Result<ListClientResponse, Error> {
    let mut answer = admin.client()?.clients().list(request.clone()).await;
    if let Err(status) = &answer
        && request.order_by == USUAL_ORDER
        && is_unimplemented(&ClientError::from(status.clone()))
    {
        // A broker in Go knows no orders; the usual one need not have been asked for.
        let request = ListClientRequest {
            order_by: String::new(),
            ..request
        };
        answer = admin.client()?.clients().list(request).await;
    }
    Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
}
