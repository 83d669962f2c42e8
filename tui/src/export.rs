//! What is shown, as JSON or CSV.

use serde::Serialize;

use crate::{
    app::{App, View},
    data::{ClientRow, Data, Event, Figures, Member, Status, TopicMatch, TopicRow},
    text, units,
};

/// What a view shows, for programs.
#[derive(Serialize)]
#[serde(untagged)]
enum Shown<'a> {
    Overview(Snapshot<'a>),
    Clients {
        items: &'a [ClientRow],
        total: Option<u64>,
    },
    Client(&'a Option<crate::data::ClientDetail>),
    Topics {
        items: &'a [TopicRow],
        matching: &'a Option<TopicMatch>,
    },
    Cluster {
        items: &'a [Member],
    },
    Events {
        items: Vec<&'a Event>,
    },
}

/// The chief figures with who and when.
#[derive(Serialize)]
pub(crate) struct Snapshot<'a> {
    at: String,
    source: &'static str,
    status: &'a Option<Status>,
    figures: &'a Option<Figures>,
    talkers: Vec<Talker<'a>>,
}

#[derive(Serialize)]
struct Talker<'a> {
    client_id: &'a str,
    send_rate: Option<f64>,
}

fn shown<'a>(data: &'a Data, view: View, at: crate::data::At) -> Shown<'a> {
    match view {
        View::Overview => Shown::Overview(Snapshot {
            at: units::rfc3339(at),
            source: data.kind.map_or("none", crate::data::Kind::word),
            status: &data.status,
            figures: &data.figures,
            talkers: data
                .talkers
                .iter()
                .map(|row| Talker {
                    client_id: &row.id,
                    send_rate: row.out_rate,
                })
                .collect(),
        }),
        View::Clients => Shown::Clients {
            items: &data.clients.rows,
            total: data.clients.matching,
        },
        View::Client => Shown::Client(&data.client),
        View::Topics => Shown::Topics {
            items: &data.topics.rows,
            matching: &data.matched,
        },
        View::Cluster => Shown::Cluster {
            items: &data.members,
        },
        View::Events => Shown::Events {
            items: data.events.iter().collect(),
        },
    }
}

/// What a view shows as one line of JSON.
pub(crate) fn json_line(data: &Data, view: View, at: crate::data::At) -> String {
    serde_json::to_string(&shown(data, view, at)).unwrap_or_default()
}

/// The same over several lines.
pub(crate) fn json(data: &Data, view: View, at: crate::data::At) -> String {
    serde_json::to_string_pretty(&shown(data, view, at)).unwrap_or_default()
}

/// The rows of a view as CSV (RFC 4180), with a line of names.
pub(crate) fn csv(data: &Data, view: View, at: crate::data::At) -> String {
    let (names, rows) = table(data, view, at);
    let mut text = line(names.iter().map(ToString::to_string));
    for row in rows {
        text.push_str(&line(row.into_iter()));
    }
    text
}

/// The rows of a view as a table for people.
pub(crate) fn table_text(data: &Data, view: View, at: crate::data::At) -> String {
    let (names, rows) = table(data, view, at);
    let heads = names
        .iter()
        .map(|name| name.to_uppercase().replace('_', " "))
        .collect();
    let rows: Vec<Vec<String>> = std::iter::once(heads)
        .chain(rows.into_iter().map(|row| {
            row.iter()
                .map(|cell| text::clean(cell, false).into_owned())
                .collect()
        }))
        .collect();
    let widths: Vec<usize> = (0..names.len())
        .map(|at| {
            rows.iter()
                .filter_map(|row| row.get(at))
                .map(|cell| text::width(cell))
                .max()
                .unwrap_or(0)
        })
        .collect();
    let mut out = String::new();
    for row in &rows {
        let mut written = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            written.push_str(cell);
            written.push_str(&" ".repeat(width - text::width(cell) + 2));
        }
        out.push_str(written.trim_end());
        out.push('\n');
    }
    out
}

fn line(cells: impl Iterator<Item = String>) -> String {
    let cells: Vec<String> = cells
        .map(|cell| {
            if cell.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell
            }
        })
        .collect();
    cells.join(",") + "\r\n"
}

type Rows = Vec<Vec<String>>;

type Table = (&'static [&'static str], Rows);

fn table(data: &Data, view: View, at: crate::data::At) -> Table {
    match view {
        View::Overview => (&["figure", "value"], overview(data, at)),
        View::Clients => clients(data.clients.rows.iter()),
        View::Client => clients(data.client.iter().map(|client| &client.row)),
        View::Topics => topics(&data.topics.rows),
        View::Cluster => members(&data.members),
        View::Events => events(data),
    }
}

fn rate(value: Option<f64>) -> String {
    value.map_or_else(String::new, |value| format!("{value:.1}"))
}

fn count(value: Option<u64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn clients<'a>(rows: impl Iterator<Item = &'a ClientRow>) -> Table {
    let names = &[
        "client_id",
        "username",
        "remote_addr",
        "version",
        "connected",
        "since",
        "subscriptions",
        "queue_len",
        "inflight_len",
        "message_dropped",
        "receive_rate",
        "send_rate",
    ];
    let row = |row: &ClientRow| {
        vec![
            row.id.clone(),
            row.user.clone(),
            row.address.clone(),
            row.protocol().to_owned(),
            row.online.to_string(),
            row.since.map_or_else(String::new, units::rfc3339),
            row.subscriptions.to_string(),
            row.queue.to_string(),
            row.inflight.to_string(),
            row.dropped.to_string(),
            rate(row.in_rate),
            rate(row.out_rate),
        ]
    };
    (names, rows.map(row).collect())
}

fn topics(rows: &[TopicRow]) -> Table {
    let row = |row: &TopicRow| {
        vec![
            row.topic.clone(),
            row.subscriptions.to_string(),
            row.retained.to_string(),
            rate(row.rate),
        ]
    };
    let names = &["topic", "subscriptions", "retained", "rate"];
    (names, rows.iter().map(row).collect())
}

fn members(members: &[Member]) -> Table {
    let row = |member: &Member| {
        vec![
            member.name.clone(),
            member.address.clone(),
            member.status.clone(),
            count(member.sessions),
            count(member.routes),
            member.lag.to_string(),
            member.version.clone(),
        ]
    };
    let names = &[
        "node", "address", "status", "sessions", "routes", "lag", "version",
    ];
    (names, members.iter().map(row).collect())
}

fn events(data: &Data) -> Table {
    let row = |event: &Event| {
        vec![
            units::rfc3339(event.at),
            event.kind.clone(),
            event.subject.clone(),
            event.count.max(1).to_string(),
            event.message.clone(),
        ]
    };
    let names = &["at", "kind", "subject", "count", "message"];
    (names, data.events.iter().map(row).collect())
}

fn overview(data: &Data, at: crate::data::At) -> Rows {
    let figures = data.figures.clone().unwrap_or_default();
    let count = |value: Option<u64>| value.map(|value| value.to_string());
    let rate = |value: Option<f64>| value.map(|value| format!("{value:.1}"));
    let status = data.status.as_ref();
    let rows = [
        ("at", Some(units::rfc3339(at))),
        ("source", data.kind.map(|kind| kind.word().to_owned())),
        ("node", status.map(|status| status.node.clone())),
        ("version", status.map(|status| status.version.clone())),
        ("uptime_seconds", count(figures.uptime)),
        ("sessions_online", count(figures.online)),
        ("sessions_offline", count(figures.offline)),
        ("connects_per_second", rate(figures.connect_rate)),
        ("disconnects_per_second", rate(figures.disconnect_rate)),
        ("subscriptions", count(figures.subscriptions)),
        ("messages_in_per_second", rate(figures.in_rate)),
        ("messages_out_per_second", rate(figures.out_rate)),
        ("bytes_in_per_second", rate(figures.in_bytes)),
        ("bytes_out_per_second", rate(figures.out_bytes)),
        ("messages_queued", count(figures.queued)),
        ("messages_inflight", count(figures.inflight)),
        ("dropped_per_second", rate(figures.drop_rate)),
        ("retained", count(figures.retained)),
        ("slow_clients", count(figures.slow)),
        ("cpu_percent", rate(figures.cpu)),
        ("memory_bytes", count(figures.memory)),
        ("open_files", count(figures.files)),
    ];
    rows.into_iter()
        .filter_map(|(name, value)| Some(vec![name.to_owned(), value?]))
        .collect()
}

/// What is shown, as a file: its name and what it holds.
pub(crate) fn export(app: &App, as_csv: bool) -> (String, String) {
    let (data, at) = (app.shown(), app.shown_at().wall);
    let stamp = units::rfc3339(at).replace([':', '-'], "");
    let (end, text) = if as_csv {
        ("csv", csv(data, app.view, at))
    } else {
        ("json", json(data, app.view, at) + "\n")
    };
    (format!("gmqtt-top-{}-{stamp}.{end}", app.view.word()), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_break_a_line_is_quoted() {
        let cells = ["a", "b,c", "d\"e", "f\ng"].map(str::to_owned);
        assert_eq!(line(cells.into_iter()), "a,\"b,c\",\"d\"\"e\",\"f\ng\"\r\n");
    }
}
