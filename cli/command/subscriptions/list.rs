//! `gmqtt subscriptions list`.

use std::collections::BTreeMap;

use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{
    FilterSubscriptionRequest, ListSubscriptionRequest, ListSubscriptionResponse, SubMatchType,
    Subscription,
};

use super::listing::{SORTED_BY, SUBSCRIPTIONS};
use crate::{
    admin::{self, Admin, Paging, WatchFlag, order, quoted},
    completion,
    error::Error,
    exit::Exit,
    mqtt::invalid_topic,
    output::{grouped, stdout_width},
};

/// List subscriptions
///
/// On a terminal the first 100, in a pipe all of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt subscriptions list --client ingest-worker-7
  gmqtt subscriptions list --filter-match sensors/42/raw
  gmqtt subscriptions list --type shared -o json")]
pub(super) struct List {
    /// Those of this client
    #[arg(long, value_name = "ID", add = ArgValueCompleter::new(completion::clients))]
    client: Option<String>,

    /// Those whose filter matches this topic
    #[arg(long, value_name = "TOPIC")]
    filter_match: Option<String>,

    /// All, or those that are shared, of the broker's own topics, or neither
    #[arg(long = "type", value_name = "TYPE", default_value = "all")]
    kind: Kind,

    /// Those that this filter fits, as in 'qos=2 AND client_id:"meter-*"' (gmqtt help filters)
    #[arg(long, value_name = "FILTER", conflicts_with_all = ["filter_match", "kind"])]
    filter: Option<String>,

    /// Sort by these columns, - in front for the highest first
    #[arg(long, value_name = "[-]COLUMN,...", allow_hyphen_values = true)]
    sort: Option<String>,

    /// Print so many at most, 0 for all [default: 100 on a terminal, 0 otherwise]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,

    #[command(flatten)]
    watch: WatchFlag,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Any
    All,
    /// Neither shared nor of the broker's own topics
    Plain,
    /// Shared
    Shared,
    /// Of the broker's own topics, below SYS and others that begin with a dollar sign
    Sys,
}

/// How many are printed on a terminal.
const ON_A_TERMINAL: u64 = 100;

impl List {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        if let Some(topic) = &self.filter_match {
            invalid_topic(topic)?;
        }
        if let Some(interval) = self.watch.watch {
            return self.watch(admin, interval).await;
        }
        let on_terminal = if stdout_width().is_some() {
            ON_A_TERMINAL
        } else {
            0
        };
        let limit = self.limit.unwrap_or(on_terminal);
        let mut rows = SUBSCRIPTIONS.rows(&admin.output)?;
        let (seen, total) = if self.is_found() {
            let all = self.find(admin).await?;
            let limit = usize::try_from(limit).unwrap_or(usize::MAX);
            let shown = if limit == 0 {
                all.len()
            } else {
                all.len().min(limit)
            };
            rows.push(&all[..shown])?;
            rows.end(all.len() as u64)?;
            (shown as u64, all.len() as u64)
        } else {
            let mut paging = Paging::new((limit > 0).then_some(limit));
            let (mut more, mut total) = (true, 0);
            while more {
                let page = self.page(admin, &paging).await?;
                total = page.total_count;
                let got = page.subscriptions.len();
                let (wanted, next) = paging.take(got, total, page.next_page_token);
                rows.push(&page.subscriptions[..wanted])?;
                more = next;
            }
            rows.end_with(total.into(), paging.rest())?;
            (paging.seen(), total.into())
        };
        if seen < total {
            let (seen, total) = (grouped(seen), grouped(total));
            let words = format!("{seen} of {total} subscriptions; --limit 0 prints all");
            admin.output.remark(&words);
        }
        Ok(Exit::Done)
    }

    /// Whether the call that finds by topic and kind is the one to make. Brokers in Go have it too.
    fn is_found(&self) -> bool {
        let by_client = self.client.is_some() && self.filter.is_none() && self.sort.is_none();
        self.filter_match.is_some() || self.kind != Kind::All || by_client
    }

    async fn find(&self, admin: &Admin) -> Result<Vec<Subscription>, Error> {
        let request = FilterSubscriptionRequest {
            client_id: self.client.clone().unwrap_or_default(),
            filter_type: match self.kind {
                Kind::All => "",
                Kind::Sys => "1",
                Kind::Shared => "2",
                Kind::Plain => "3",
            }
            .to_owned(),
            match_type: match self.filter_match {
                Some(_) => SubMatchType::MatchFilter.into(),
                None => SubMatchType::MatchUnspecified.into(),
            },
            topic_name: self.filter_match.clone().unwrap_or_default(),
            limit: -1,
        };
        let answer = admin.client()?.subscriptions().filter(request).await;
        let mut found = answer
            .map_err(|error| admin.explain(error))?
            .into_inner()
            .subscriptions;
        self.sort_found(&mut found)?;
        Ok(found)
    }

    /// They come in no order.
    fn sort_found(&self, found: &mut [Subscription]) -> Result<(), Error> {
        found.sort_by(|one, other| {
            (&one.topic_name, &one.client_id).cmp(&(&other.topic_name, &other.client_id))
        });
        let Some(sort) = &self.sort else {
            return Ok(());
        };
        let order = order(sort, SORTED_BY)?;
        // The last one first: sorting keeps the order of equals.
        for name in order.rsplit(',') {
            let (descending, name) = match name.strip_prefix('-') {
                Some(name) => (true, name),
                None => (false, name),
            };
            found.sort_by(|one, other| {
                let ascending = compare(one, other, name);
                if descending {
                    ascending.reverse()
                } else {
                    ascending
                }
            });
        }
        Ok(())
    }

    async fn page(
        &self,
        admin: &Admin,
        paging: &Paging,
    ) -> Result<ListSubscriptionResponse, Error> {
        let client = self
            .client
            .as_ref()
            .map(|client| format!("client_id={}", quoted(client)));
        let filter = match (client, &self.filter) {
            (Some(client), Some(filter)) => format!("{client} AND ({filter})"),
            (client, filter) => client.or_else(|| filter.clone()).unwrap_or_default(),
        };
        let sort = self.sort.as_deref().map(|sort| order(sort, SORTED_BY));
        let request = ListSubscriptionRequest {
            page_size: paging.size(),
            page: paging.number(),
            page_token: paging.token(),
            filter,
            order_by: sort.transpose()?.unwrap_or_default(),
            ..ListSubscriptionRequest::default()
        };
        let answer = admin.client()?.subscriptions().list(request).await;
        Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
    }

    /// All of them, up to the limit.
    async fn all(&self, admin: &Admin, limit: Option<u64>) -> Result<Vec<Subscription>, Error> {
        if self.is_found() {
            let mut found = self.find(admin).await?;
            let limit = limit.and_then(|limit| usize::try_from(limit).ok());
            found.truncate(limit.unwrap_or(usize::MAX));
            return Ok(found);
        }
        let mut paging = Paging::new(limit);
        let mut all = Vec::new();
        let mut more = true;
        while more {
            let page = self.page(admin, &paging).await?;
            let got = page.subscriptions.len();
            let (wanted, next) = paging.take(got, page.total_count, page.next_page_token);
            all.extend(page.subscriptions.into_iter().take(wanted));
            more = next;
        }
        Ok(all)
    }

    async fn watch(&self, admin: &Admin, interval: std::time::Duration) -> Result<Exit, Error> {
        let output = &admin.output;
        let draws = admin::draws(output);
        let mut known = BTreeMap::new();
        loop {
            let limit = self.limit.or(draws.then_some(ON_A_TERMINAL));
            let now = self.all(admin, limit.filter(|limit| *limit > 0)).await?;
            if draws {
                admin::draw(output, &SUBSCRIPTIONS.screen(output, &now)?)?;
            } else {
                let now = now.into_iter().map(|one| {
                    let key = (one.client_id.clone(), one.topic_name.clone());
                    (key, (SUBSCRIPTIONS.json)(&one))
                });
                known = admin::changes(output, known, now.collect())?;
            }
            tokio::time::sleep(interval).await;
        }
    }
}

fn compare(one: &Subscription, other: &Subscription, field: &str) -> std::cmp::Ordering {
    match field {
        "topic_name" => one.topic_name.cmp(&other.topic_name),
        "client_id" => one.client_id.cmp(&other.client_id),
        "qos" => one.qos.cmp(&other.qos),
        "share_name" => one.share_name.cmp(&other.share_name),
        "no_local" => one.no_local.cmp(&other.no_local),
        "retain_as_published" => one.retain_as_published.cmp(&other.retain_as_published),
        "retain_handling" => one.retain_handling.cmp(&other.retain_handling),
        _ => one.id.cmp(&other.id),
    }
}
