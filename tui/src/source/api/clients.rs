//! Clients: the first ones in an order, and one of them.

use std::{cmp::Ordering, collections::HashMap, time::Duration};

use gmqtt_admin_client::{
    Status,
    admin::{
        ChangeType, ClientChange, FilterSubscriptionRequest, GetClientRequest, ListClientRequest,
        ListMessagesRequest, WatchClientsRequest,
    },
};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep};

use super::{Desk, convert, is_missing};
use crate::data::{
    ClientDetail, ClientPage, ClientQuery, ClientRow, Piece, SubscriptionRow, Update,
};

/// How often one client, and how many a filter fits, is asked for at most.
const SELDOM: Duration = Duration::from_secs(2);

/// How many messages and subscriptions of one client are shown.
const MOST: u32 = 200;

/// Reports the clients that are sent most.
pub(super) async fn talkers(desk: Desk, count: u32) {
    let query = ClientQuery {
        filter: "connected=true".to_owned(),
        order_by: "-send_rate".to_owned(),
        limit: count,
    };
    follow(&desk, &query, |rows, _| Update::Talkers(rows)).await;
}

/// Reports the clients that are asked for.
pub(super) async fn clients(desk: Desk, query: ClientQuery) {
    follow(&desk, &query, |rows, matching| {
        Update::Clients(Box::new(ClientPage {
            rows,
            matching,
            complete: true,
        }))
    })
    .await;
}

async fn follow(
    desk: &Desk,
    query: &ClientQuery,
    report: impl Fn(Vec<ClientRow>, Option<u64>) -> Update,
) {
    loop {
        let ended = match watched(desk, query, &report).await {
            Err(status) if is_missing(&status) => polled(desk, query, &report).await,
            ended => ended,
        };
        match ended {
            Ok(()) => {
                desk.lose("the broker has closed the connection".to_owned())
                    .await
            }
            Err(status) => desk.fail(Piece::Clients, status.into()).await,
        }
    }
}

fn list(query: &ClientQuery) -> ListClientRequest {
    ListClientRequest {
        page_size: query.limit,
        filter: query.filter.clone(),
        order_by: query.order_by.clone(),
        ..ListClientRequest::default()
    }
}

/// How many the filter fits.
async fn count(desk: &Desk, query: &ClientQuery) -> Option<u64> {
    let asked = ListClientRequest {
        count_only: true,
        order_by: String::new(),
        ..list(query)
    };
    let answer = desk.client.clients().list(asked).await.ok()?;
    Some(u64::from(answer.into_inner().total_count))
}

async fn watched(
    desk: &Desk,
    query: &ClientQuery,
    report: &impl Fn(Vec<ClientRow>, Option<u64>) -> Update,
) -> Result<(), Status> {
    let asked = WatchClientsRequest {
        filter: query.filter.clone(),
        order_by: query.order_by.clone(),
        limit: query.limit,
        fields: Vec::new(),
        interval: desk.interval.try_into().ok(),
    };
    let mut stream = desk.client.clients().watch(asked).await?.into_inner();
    let mut rows = Rows::default();
    let mut matching = None;
    let mut counted: Option<Instant> = None;
    let mut ticks = interval_at(Instant::now() + desk.interval, desk.interval);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            change = stream.message() => match change? {
                Some(change) => {
                    // The first page is shown as soon as it is whole.
                    if !rows.take(change) {
                        continue;
                    }
                }
                None => return Ok(()),
            },
            _ = ticks.tick() => {}
        }
        if !query.filter.is_empty() && counted.is_none_or(|at| at.elapsed() >= SELDOM) {
            matching = count(desk, query).await;
            counted = Some(Instant::now());
        }
        if rows.synced {
            desk.report(report(rows.sorted(query), matching)).await;
        }
    }
}

/// The rows that a watch has told of.
#[derive(Default)]
struct Rows {
    known: HashMap<String, ClientRow>,
    /// Those of a beginning that is not whole.
    fresh: Option<HashMap<String, ClientRow>>,
    synced: bool,
}

impl Rows {
    /// Takes in a change, and says whether a beginning is whole with it.
    fn take(&mut self, change: ClientChange) -> bool {
        let kind = change.r#type();
        let client = change.client.map(convert::client);
        let rows = self.fresh.as_mut().unwrap_or(&mut self.known);
        match (kind, client) {
            (ChangeType::Added | ChangeType::Changed, Some(client)) => {
                rows.insert(client.id.clone(), client);
            }
            (ChangeType::Removed, Some(client)) => {
                rows.remove(&client.id);
            }
            // What is told from here on is everything once more.
            (ChangeType::Skipped, _) => self.fresh = Some(HashMap::new()),
            (ChangeType::Sync, _) => {
                if let Some(fresh) = self.fresh.take() {
                    self.known = fresh;
                }
                self.synced = true;
                return true;
            }
            _ => {}
        }
        false
    }

    fn sorted(&self, query: &ClientQuery) -> Vec<ClientRow> {
        let mut rows: Vec<ClientRow> = self.known.values().cloned().collect();
        sort(&mut rows, &query.order_by);
        rows.truncate(usize::try_from(query.limit).unwrap_or(usize::MAX));
        rows
    }
}

/// Puts rows into the order that the broker chose them by: a watch tells which ones are first, not which is before which.
fn sort(rows: &mut [ClientRow], order_by: &str) {
    let (descending, field) = order_by
        .strip_prefix('-')
        .map_or((false, order_by), |field| (true, field));
    rows.sort_by(|a, b| {
        let order = compare(a, b, field);
        let order = if descending { order.reverse() } else { order };
        order.then_with(|| a.id.cmp(&b.id))
    });
}

fn compare(a: &ClientRow, b: &ClientRow, field: &str) -> Ordering {
    let by = |value: fn(&ClientRow) -> f64| value(a).total_cmp(&value(b));
    match field {
        "username" => a.user.cmp(&b.user),
        "remote_addr" => a.address.cmp(&b.address),
        "listener" => a.listener.cmp(&b.listener),
        "node" => a.node.cmp(&b.node),
        "tls_version" => a.tls.cmp(&b.tls),
        "certificate_name" => a.certificate.cmp(&b.certificate),
        "version" => a.version.cmp(&b.version),
        "connected" => a.online.cmp(&b.online),
        "connected_at" => a.since.cmp(&b.since),
        "subscriptions_current" => by(|row| f64::from(row.subscriptions)),
        "queue_len" => by(|row| f64::from(row.queue)),
        "queue_bytes" => by(|row| row.queue_bytes as f64),
        "inflight_len" => by(|row| f64::from(row.inflight)),
        "keep_alive" => by(|row| f64::from(row.keep_alive)),
        "session_expiry" => by(|row| f64::from(row.expiry)),
        "packets_received_bytes" => by(|row| row.in_bytes as f64),
        "packets_send_bytes" => by(|row| row.out_bytes as f64),
        "drop_rate" => by(|row| row.drop_rate.unwrap_or(0.0)),
        "receive_rate" => by(|row| row.in_rate.unwrap_or(0.0)),
        "send_rate" => by(|row| row.out_rate.unwrap_or(0.0)),
        _ => Ordering::Equal,
    }
}

async fn polled(
    desk: &Desk,
    query: &ClientQuery,
    report: &impl Fn(Vec<ClientRow>, Option<u64>) -> Update,
) -> Result<(), Status> {
    let mut query = query.clone();
    let mut complete = true;
    loop {
        let page = match desk.client.clients().list(list(&query)).await {
            Ok(page) => page.into_inner(),
            // The broker in Go knows neither filters nor orders; what it has is shown as it is.
            Err(status)
                if complete
                    && !(query.filter.is_empty() && query.order_by.is_empty())
                    && is_missing(&status) =>
            {
                query = ClientQuery {
                    limit: query.limit,
                    ..ClientQuery::default()
                };
                complete = false;
                continue;
            }
            Err(status) => return Err(status),
        };
        let rows = page.clients.into_iter().map(convert::client).collect();
        desk.report(report(rows, Some(u64::from(page.total_count))))
            .await;
        sleep(desk.interval).await;
    }
}

/// Reports one client, what it is subscribed to, and what is on its way to it.
pub(super) async fn client(desk: Desk, id: String) {
    loop {
        match one(&desk, &id).await {
            Ok(client) => desk.report(Update::Client(Box::new(client))).await,
            Err(status) => desk.fail(Piece::Client, status.into()).await,
        }
        sleep(desk.interval).await;
    }
}

async fn one(desk: &Desk, id: &str) -> Result<ClientDetail, Status> {
    let asked = GetClientRequest {
        client_id: id.to_owned(),
    };
    let found = desk.client.clients().get(asked).await;
    let row = match found {
        Ok(answer) => answer.into_inner().client.map(convert::client),
        Err(status) if status.code() == gmqtt_admin_client::Code::NotFound => None,
        Err(status) => return Err(status),
    };
    let Some(row) = row else {
        let row = ClientRow {
            id: id.to_owned(),
            ..ClientRow::default()
        };
        return Ok(ClientDetail {
            row,
            gone: true,
            ..ClientDetail::default()
        });
    };
    let subscriptions = subscriptions(desk, id).await;
    let asked = ListMessagesRequest {
        client_id: id.to_owned(),
        page_size: MOST,
        ..ListMessagesRequest::default()
    };
    // Nothing on its way needs no asking, which matters where there is a long queue on disk.
    let inflight = if row.inflight > 0 {
        desk.client
            .clients()
            .list_inflight(asked.clone())
            .await
            .map(|answer| answer.into_inner().messages)
    } else {
        Ok(Vec::new())
    };
    let queue = if row.queue > 0 {
        desk.client
            .clients()
            .list_queue(asked)
            .await
            .map(|answer| answer.into_inner().messages)
    } else {
        Ok(Vec::new())
    };
    Ok(ClientDetail {
        row,
        gone: false,
        subscriptions,
        inflight: inflight
            .unwrap_or_default()
            .into_iter()
            .map(convert::message)
            .collect(),
        queue: queue
            .unwrap_or_default()
            .into_iter()
            .map(convert::message)
            .collect(),
    })
}

/// What a client is subscribed to, by filter.
async fn subscriptions(desk: &Desk, id: &str) -> Vec<SubscriptionRow> {
    let asked = FilterSubscriptionRequest {
        client_id: id.to_owned(),
        limit: i32::try_from(MOST).unwrap_or(i32::MAX),
        ..FilterSubscriptionRequest::default()
    };
    let subscriptions = desk.client.subscriptions().filter(asked).await;
    let mut subscriptions: Vec<_> = subscriptions
        .map(|answer| answer.into_inner().subscriptions)
        .unwrap_or_default()
        .into_iter()
        .map(convert::subscription)
        .collect();
    subscriptions.sort_by(|a, b| a.filter.cmp(&b.filter));
    subscriptions
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::admin::Client;

    use super::*;

    fn change(kind: ChangeType, id: &str, queue: u32) -> ClientChange {
        ClientChange {
            r#type: kind.into(),
            client: Some(Client {
                client_id: id.to_owned(),
                connected: true,
                queue_len: queue,
                ..Client::default()
            }),
            ..ClientChange::default()
        }
    }

    fn query(limit: u32) -> ClientQuery {
        ClientQuery {
            order_by: "-queue_len".to_owned(),
            limit,
            ..ClientQuery::default()
        }
    }

    #[test]
    fn a_watch_ends_up_with_the_rows_that_are_there() {
        let mut rows = Rows::default();
        rows.take(change(ChangeType::Added, "a", 1));
        rows.take(change(ChangeType::Added, "b", 2));
        assert!(rows.take(change(ChangeType::Sync, "", 0)));
        rows.take(change(ChangeType::Changed, "a", 9));
        rows.take(change(ChangeType::Added, "c", 5));
        rows.take(change(ChangeType::Removed, "b", 0));
        let ids = |rows: Vec<ClientRow>| rows.into_iter().map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(ids(rows.sorted(&query(10))), ["a", "c"]);
        assert_eq!(ids(rows.sorted(&query(1))), ["a"]);
    }

    #[test]
    fn after_changes_were_left_out_everything_is_told_once_more() {
        let mut rows = Rows::default();
        rows.take(change(ChangeType::Added, "a", 1));
        rows.take(change(ChangeType::Sync, "", 0));
        rows.take(change(ChangeType::Skipped, "", 0));
        rows.take(change(ChangeType::Added, "b", 1));
        assert_eq!(
            rows.sorted(&query(9))[0].id,
            "a",
            "until it is whole the last one is shown"
        );
        rows.take(change(ChangeType::Sync, "", 0));
        assert_eq!(rows.sorted(&query(9)).len(), 1);
        assert_eq!(rows.sorted(&query(9))[0].id, "b");
    }
}
