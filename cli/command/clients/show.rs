//! `gmqtt clients show`.

use std::time::SystemTime;

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{
    Client, FilterSubscriptionRequest, GetClientRequest, ListMessagesRequest, Subscription,
};
use gmqtt_admin_client::{ClientError, ErrorKind};
use serde_json::Value;

use super::listing::{CLIENTS, is_online, version};
use super::{messages, similar};
use crate::{
    admin::{self, Admin, WatchFlag},
    command::subscriptions,
    completion,
    error::Error,
    exit::Exit,
    output::{ago, count, grouped, pace, printable, rfc3339_seconds, size},
};

/// Show clients, with their subscriptions
#[derive(Debug, Args)]
#[command(mut_arg("watch", |arg| arg.require_equals(true)))]
#[command(after_help = "\
Examples:
  gmqtt clients show ingest-worker-7
  gmqtt clients show ingest-worker-7 --messages
  gmqtt clients show ingest-worker-7 -o json")]
pub(super) struct Show {
    /// The client identifiers; - reads them from stdin
    #[arg(value_name = "ID", required = true, add = ArgValueCompleter::new(completion::clients))]
    ids: Vec<String>,

    /// Leave the subscriptions out
    #[arg(long)]
    no_subscriptions: bool,

    /// The first messages that wait for it, too
    #[arg(long)]
    messages: bool,

    #[command(flatten)]
    watch: WatchFlag,
}

/// A client and what belongs to it.
struct Record {
    client: Client,
    subscriptions: Vec<Subscription>,
}

impl Show {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let ids = admin::names(&self.ids)?;
        if let Some(interval) = self.watch.watch {
            return self.watch(admin, &ids, interval).await;
        }
        let mut exit = Exit::Done;
        let many = ids.len() > 1;
        for (at, id) in ids.iter().enumerate() {
            match self.fetch(admin, id).await {
                Ok(record) => {
                    if at > 0 && admin.output.format.is_none() {
                        admin.output.text("\n")?;
                    }
                    self.print(admin, &record).await?;
                }
                Err(error) if many && error.exit() == Exit::NotFound => {
                    admin.output.error(&error);
                    exit = Exit::Partly;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(exit)
    }

    async fn fetch(&self, admin: &Admin, id: &str) -> Result<Record, Error> {
        let request = GetClientRequest {
            client_id: id.to_owned(),
        };
        let answer = match admin.client()?.clients().get(request).await {
            Ok(answer) => answer.into_inner(),
            Err(status) => {
                let error = ClientError::from(status);
                return Err(match error.kind() {
                    ErrorKind::NotFound => similar::not_found(admin, id).await,
                    _ => admin.explain(error),
                });
            }
        };
        let subscriptions = if self.no_subscriptions {
            Vec::new()
        } else {
            let request = FilterSubscriptionRequest {
                client_id: id.to_owned(),
                limit: -1,
                ..FilterSubscriptionRequest::default()
            };
            let answer = admin.client()?.subscriptions().filter(request).await;
            let mut found = answer
                .map_err(|error| admin.explain(error))?
                .into_inner()
                .subscriptions;
            found.sort_by(|one, other| one.topic_name.cmp(&other.topic_name));
            found
        };
        Ok(Record {
            client: answer.client.unwrap_or_default(),
            subscriptions,
        })
    }

    async fn print(&self, admin: &Admin, record: &Record) -> Result<(), Error> {
        if admin.output.format.is_some() {
            return admin.output.document(&self.json(record));
        }
        admin.output.text(&self.screen(admin, record)?)?;
        if self.messages {
            admin.output.text("\n")?;
            let request = ListMessagesRequest {
                client_id: record.client.client_id.clone(),
                page_size: 10,
                ..ListMessagesRequest::default()
            };
            messages::queue(admin, request).await?;
        }
        Ok(())
    }

    fn json(&self, record: &Record) -> Value {
        let mut json = (CLIENTS.json)(&record.client);
        if !self.no_subscriptions
            && let Some(fields) = json.as_object_mut()
        {
            let all = record.subscriptions.iter();
            let all = all.map(subscriptions::LISTING.json).collect();
            fields.insert("subscriptions".to_owned(), Value::Array(all));
        }
        json
    }

    fn screen(&self, admin: &Admin, record: &Record) -> Result<String, Error> {
        let mut screen = describe(&record.client, SystemTime::now());
        if !record.subscriptions.is_empty() {
            screen.push('\n');
            let table = subscriptions::OF_CLIENT.screen(&admin.output, &record.subscriptions)?;
            screen.push_str(&table);
        }
        if let Some(hint) = hint(&record.client) {
            screen.push_str(&format!("hint: {hint}\n"));
        }
        Ok(screen)
    }

    async fn watch(
        &self,
        admin: &Admin,
        ids: &[String],
        interval: std::time::Duration,
    ) -> Result<Exit, Error> {
        let draws = admin::draws(&admin.output);
        let mut shown: Vec<Option<Value>> = vec![None; ids.len()];
        loop {
            let mut screen = String::new();
            for (id, shown) in ids.iter().zip(&mut shown) {
                let record = self.fetch(admin, id).await?;
                if draws {
                    screen.push_str(&self.screen(admin, &record)?);
                    screen.push('\n');
                    continue;
                }
                let now = self.json(&record);
                if shown.as_ref() != Some(&now) {
                    let kind = if shown.is_none() { "added" } else { "changed" };
                    admin::change(&admin.output, kind, &now)?;
                    *shown = Some(now);
                }
            }
            if draws {
                admin::draw(&admin.output, &screen)?;
            }
            tokio::time::sleep(interval).await;
        }
    }
}

/// All that is known of a client, two facts a line.
fn describe(client: &Client, now: SystemTime) -> String {
    let lines = [
        (
            "client_id",
            printable(&client.client_id),
            "state",
            state(client, now),
        ),
        (
            "username",
            or(&client.username, "none"),
            "address",
            address(client),
        ),
        ("protocol", protocol(client), "session", session(client)),
        (
            "inflight",
            format!(
                "{} of {}{}",
                client.inflight_len,
                client.max_inflight,
                full(client.inflight_len, client.max_inflight, "   <- full")
            ),
            "queue",
            format!(
                "{} of {}{}",
                client.queue_len,
                client.max_queue,
                full(
                    client.queue_len,
                    client.max_queue,
                    "   <- full, dropping oldest"
                )
            ),
        ),
        (
            "traffic in",
            traffic(
                client.packets_received_bytes,
                client.packets_received_nums,
                client.receive_rate,
            ),
            "out",
            traffic(
                client.packets_send_bytes,
                client.packets_send_nums,
                client.send_rate,
            ),
        ),
        ("dropped", dropped(client), "", last_drop(client, now)),
        ("will", will(client), "tls", tls(client)),
    ];
    let mut screen = String::new();
    for (left, first, right, second) in lines {
        let left = format!("{left:<17}{first:<36}");
        let both = if right.is_empty() {
            format!("{left:<63}{second}")
        } else {
            format!("{left}{right:<10}{second}")
        };
        screen.push_str(both.trim_end());
        screen.push('\n');
    }
    screen
}

fn full(used: u32, most: u32, words: &'static str) -> &'static str {
    if most > 0 && used >= most { words } else { "" }
}

fn or(text: &str, otherwise: &str) -> String {
    if text.is_empty() {
        otherwise.to_owned()
    } else {
        printable(text)
    }
}

fn state(client: &Client, now: SystemTime) -> String {
    let (word, what, moment) = if is_online(client) {
        ("online", "connected", &client.connected_at)
    } else {
        ("offline", "gone", &client.disconnected_at)
    };
    match admin::moment(moment.as_ref()) {
        Some(moment) => format!(
            "{word}, {what} {} ({})",
            rfc3339_seconds(moment),
            ago(moment, now)
        ),
        None => word.to_owned(),
    }
}

fn address(client: &Client) -> String {
    if !is_online(client) {
        return "-".to_owned();
    }
    let listener = if client.listener.is_empty() {
        &client.local_addr
    } else {
        &client.listener
    };
    let node = match client.node.as_str() {
        "" => String::new(),
        node => format!(" on {}", printable(node)),
    };
    format!(
        "{} -> {}{node}",
        printable(&client.remote_addr),
        printable(listener)
    )
}

fn protocol(client: &Client) -> String {
    let clean = if client.clean_start {
        ", clean start"
    } else {
        ""
    };
    let keep_alive = match client.keep_alive {
        0 => "no keep alive".to_owned(),
        seconds => format!("keep alive {seconds}s"),
    };
    format!("MQTT {}{clean}, {keep_alive}", version(client.version))
}

fn session(client: &Client) -> String {
    match client.session_expiry {
        0 => "ends with the connection".to_owned(),
        u32::MAX => "never expires".to_owned(),
        seconds => format!("expires {seconds}s after disconnect"),
    }
}

fn traffic(bytes: u64, packets: u64, rate: Option<f64>) -> String {
    let rate = rate.map_or_else(String::new, |rate| {
        format!(", {}/s", crate::output::rate(rate))
    });
    format!("{} in {} packets{rate}", size(bytes), count(packets))
}

fn dropped(client: &Client) -> String {
    let total = grouped(client.message_dropped);
    let reasons = client.dropped.iter().filter(|reason| reason.count > 0);
    let reasons: Vec<_> = reasons
        .map(|reason| format!("{} {}", printable(&reason.reason), grouped(reason.count)))
        .collect();
    let rate = match client.drop_rate {
        Some(rate) if rate > 0.0 => format!(", {}/s", pace(rate)),
        _ => String::new(),
    };
    if reasons.is_empty() {
        format!("{total}{rate}")
    } else {
        format!("{total} ({}){rate}", reasons.join(", "))
    }
}

fn last_drop(client: &Client, now: SystemTime) -> String {
    match admin::moment(client.last_dropped_at.as_ref()) {
        Some(moment) => format!("last drop {} ago", ago(moment, now)),
        None => String::new(),
    }
}

fn will(client: &Client) -> String {
    client.will.as_ref().map_or_else(
        || "none".to_owned(),
        |will| {
            let retain = if will.retain { ", retained" } else { "" };
            format!(
                "{} (qos {}{retain}, {})",
                printable(&will.topic),
                will.qos,
                size(will.payload_size)
            )
        },
    )
}

fn tls(client: &Client) -> String {
    let name = match client.certificate_name.as_str() {
        "" => String::new(),
        name => format!(", CN={}", printable(name)),
    };
    match client.tls_version.as_str() {
        "" => "none".to_owned(),
        version => format!("TLS {}{name}", printable(version)),
    }
}

/// What is remarkable about a client, and where to look next.
fn hint(client: &Client) -> Option<String> {
    let id = printable(&client.client_id);
    if is_online(client) && client.max_inflight > 0 && client.inflight_len >= client.max_inflight {
        return Some(format!(
            "acknowledgements are slower than deliveries. `gmqtt trace client {id}` shows them."
        ));
    }
    None
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::Timestamp;
    use gmqtt_admin_client::admin::DropCount;

    use super::*;

    fn at(text: &str) -> Option<Timestamp> {
        let moment: jiff::Timestamp = text.parse().unwrap();
        Some(Timestamp {
            seconds: moment.as_second(),
            nanos: 0,
        })
    }

    fn example() -> Client {
        Client {
            client_id: "ingest-worker-7".to_owned(),
            username: "ingest".to_owned(),
            keep_alive: 60,
            version: 5,
            remote_addr: "10.0.4.17:53122".to_owned(),
            connected_at: at("2026-11-22T18:02:11Z"),
            session_expiry: 7200,
            max_inflight: 100,
            inflight_len: 100,
            max_queue: 1000,
            queue_len: 1000,
            packets_received_bytes: 3_100_000,
            packets_received_nums: 12_400,
            packets_send_bytes: 1_900_000_000,
            packets_send_nums: 5_800_000,
            message_dropped: 48_211,
            connected: true,
            listener: "tls:8883".to_owned(),
            node: "mq1".to_owned(),
            clean_start: true,
            dropped: [("queue_full", 48_190), ("expired", 21)]
                .map(|(reason, count)| DropCount {
                    reason: reason.to_owned(),
                    count,
                })
                .to_vec(),
            last_dropped_at: at("2026-11-22T20:02:11Z"),
            receive_rate: Some(0.0),
            send_rate: Some(812.4),
            certificate_name: "ingest".to_owned(),
            tls_version: "1.3".to_owned(),
            ..Client::default()
        }
    }

    /// The text is that of the design.
    #[test]
    fn a_client_is_described_two_facts_a_line() {
        let now = admin::moment(at("2026-11-22T20:02:13Z").as_ref()).unwrap();
        let expected = "\
client_id        ingest-worker-7                     state     online, connected 2026-11-22T18:02:11Z (2h)
username         ingest                              address   10.0.4.17:53122 -> tls:8883 on mq1
protocol         MQTT 5, clean start, keep alive 60s session   expires 7200s after disconnect
inflight         100 of 100   <- full                queue     1000 of 1000   <- full, dropping oldest
traffic in       3.1 MB in 12.4K packets, 0.0/s      out       1.9 GB in 5.8M packets, 812.4/s
dropped          48,211 (queue_full 48,190, expired 21)        last drop 2s ago
will             none                                tls       TLS 1.3, CN=ingest
";
        assert_eq!(describe(&example(), now), expected);
        assert_eq!(
            hint(&example()).unwrap(),
            "acknowledgements are slower than deliveries. `gmqtt trace client ingest-worker-7` shows them."
        );
        assert_eq!(hint(&Client::default()), None);
    }

    #[test]
    fn what_a_client_says_of_itself_cannot_move_the_cursor() {
        let hostile = Client {
            client_id: "\u{1b}[2J".to_owned(),
            username: "\u{1b}c".to_owned(),
            ..example()
        };
        let described = describe(&hostile, SystemTime::now());
        assert!(!described.contains('\u{1b}'), "{described:?}");
    }
}
