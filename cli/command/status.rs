//! `gmqtt status`: how the broker is, on one screen.

use anstyle::{AnsiColor, Style};
use clap::Args;
use gmqtt_admin_client::admin::{Health, Listener, Part, StatusRequest, StatusResponse};

use crate::{
    admin::{self, Admin, AdminFlags, Chosen, RootFlags, WatchFlag},
    error::Error,
    exit::Exit,
    output::{Output, count, grouped, pace, printable, short_duration, size},
};

/// Say how the broker is
///
/// A line for each part of it. Exits 7 if a part is not as it should be.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt status
  gmqtt status --watch
  gmqtt status --api grpcs://mq.example:8084 -o json")]
pub(crate) struct Status {
    #[command(flatten)]
    watch: WatchFlag,

    #[command(flatten)]
    admin: AdminFlags,
}

impl Status {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            match self.watch.watch {
                None => {
                    let status = ask(&admin).await?;
                    if output.format.is_some() {
                        output.document(&json(&status))?;
                    } else {
                        output.text(&screen(&status, admin.chosen()))?;
                    }
                    Ok(exit(&status))
                }
                Some(interval) => watch(&admin, interval).await,
            }
        })
    }
}

async fn ask(admin: &Admin) -> Result<StatusResponse, Error> {
    let answer = admin.client()?.node().status(StatusRequest {}).await;
    Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
}

async fn watch(admin: &Admin, interval: std::time::Duration) -> Result<Exit, Error> {
    let output = &admin.output;
    let draws = admin::draws(output);
    let mut shown = None;
    loop {
        let status = ask(admin).await?;
        if draws {
            admin::draw(output, &screen(&status, admin.chosen()))?;
        } else {
            let now = json(&status);
            let kind = if shown.is_none() { "added" } else { "changed" };
            if shown.as_ref() != Some(&now) {
                admin::change(output, kind, &now)?;
            }
            shown = Some(now);
        }
        tokio::time::sleep(interval).await;
    }
}

fn json(status: &StatusResponse) -> serde_json::Value {
    admin::json("gmqtt.admin.api.StatusResponse", status)
}

fn exit(status: &StatusResponse) -> Exit {
    let bad = |health: Health| matches!(health, Health::Warning | Health::Error);
    if bad(status.health()) || status.parts.iter().any(|part| bad(part.health())) {
        Exit::Invalid
    } else {
        Exit::Done
    }
}

/// All of it for people.
fn screen(status: &StatusResponse, chosen: &Chosen) -> String {
    let part = |name: &str| status.parts.iter().find(|part| part.name == name);
    let health = |name: &str| part(name).map_or(Health::Ok, Part::health);
    let mut screen = broker(status, chosen);
    let listeners: Vec<_> = status
        .listeners
        .iter()
        .filter(|listener| listener.plugin.is_empty())
        .map(short_listener)
        .collect();
    line(
        &mut screen,
        "listeners",
        health("listeners"),
        &worded(part("listeners"), &listeners.join("  ")),
    );
    let sessions = status.sessions.unwrap_or_default();
    line(
        &mut screen,
        "sessions",
        health("sessions"),
        &format!(
            "{} online   {} offline   +{:.0}/-{:.0} per s",
            grouped(sessions.online),
            grouped(sessions.offline),
            sessions.connect_rate,
            sessions.disconnect_rate
        ),
    );
    let messages = status.messages.unwrap_or_default();
    line(
        &mut screen,
        "messages",
        health("messages"),
        &format!(
            "in {}/s   out {}/s   dropped {}/s",
            pace(messages.receive_rate),
            pace(messages.send_rate),
            pace(messages.drop_rate)
        ),
    );
    for part in &status.parts {
        let text = match part.name.as_str() {
            "broker" | "listeners" | "sessions" | "messages" => continue,
            "resources" => worded(Some(part), &resources(status)),
            _ => worded(Some(part), ""),
        };
        line(&mut screen, &part.name, part.health(), &text);
    }
    if part("resources").is_none() && status.resources.is_some() {
        line(&mut screen, "resources", Health::Ok, &resources(status));
    }
    screen
}

fn broker(status: &StatusResponse, chosen: &Chosen) -> String {
    let uptime = admin::length(status.uptime.as_ref()).unwrap_or_default();
    let broker = format!(
        "gmqtt {} on {}, up {}, pid {}",
        printable(&status.version),
        printable(&status.node),
        short_duration(uptime),
        status.pid
    );
    let place = match &chosen.context {
        Some(name) => format!("context: {} ({})", printable(name), chosen.endpoint),
        None => chosen.endpoint.to_string(),
    };
    let health = if status.draining {
        Health::Warning
    } else {
        Health::Ok
    };
    let draining = if status.draining { ", stopping" } else { "" };
    let mut screen = String::new();
    line(
        &mut screen,
        "broker",
        health,
        &format!("{:<51}{place}", broker + draining),
    );
    screen
}

/// What a part says of itself where it is not as it should be; else what is known of it.
fn worded(part: Option<&Part>, known: &str) -> String {
    let Some(part) = part else {
        return known.to_owned();
    };
    if part.health() == Health::Ok && !known.is_empty() || part.message.is_empty() {
        return known.to_owned();
    }
    let message = printable(&part.message);
    if part.hint.is_empty() {
        message
    } else {
        format!("{message} ({})", printable(&part.hint))
    }
}

fn resources(status: &StatusResponse) -> String {
    let used = status.resources.unwrap_or_default();
    format!(
        "cpu {:.0}% of {}   memory {}   files {} of {}",
        used.cpu_percent,
        used.cpus,
        size(used.memory_bytes),
        count(used.open_files),
        count(used.open_files_limit)
    )
}

/// `tcp:1883`, or the path of a socket.
fn short_listener(listener: &Listener) -> String {
    let place = match listener.address.rsplit_once(':') {
        Some((_, port)) => port,
        None => listener.address.as_str(),
    };
    let closed = if listener.open { "" } else { " (closed)" };
    printable(&format!("{}:{place}{closed}", listener.scheme))
}

fn line(screen: &mut String, name: &str, health: Health, text: &str) {
    let (word, style) = match health {
        Health::Unspecified => ("unknown", Style::new()),
        Health::Ok => ("ok", AnsiColor::Green.on_default()),
        Health::Warning => ("warning", AnsiColor::Yellow.on_default()),
        Health::Error => ("error", AnsiColor::Red.on_default()),
    };
    let blanks = " ".repeat(11_usize.saturating_sub(word.len()));
    let name = printable(name);
    let line = format!("{name:<10} {style}{word}{style:#}{blanks}{text}");
    screen.push_str(line.trim_end());
    screen.push('\n');
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::Duration;
    use gmqtt_admin_client::admin::{MessageFigures, Resources, SessionFigures};

    use super::*;

    fn part(name: &str, health: Health, message: &str, hint: &str) -> Part {
        Part {
            name: name.to_owned(),
            health: health.into(),
            message: message.to_owned(),
            hint: hint.to_owned(),
        }
    }

    fn listener(scheme: &str, address: &str) -> Listener {
        Listener {
            scheme: scheme.to_owned(),
            address: address.to_owned(),
            open: true,
            ..Listener::default()
        }
    }

    fn example() -> StatusResponse {
        StatusResponse {
            version: "0.1.0".to_owned(),
            node: "mq1".to_owned(),
            pid: 4242,
            uptime: Some(Duration {
                seconds: 6 * 86_400 + 4 * 3600,
                nanos: 0,
            }),
            health: Health::Warning.into(),
            listeners: vec![
                listener("tcp", "0.0.0.0:1883"),
                listener("tls", "0.0.0.0:8883"),
                listener("ws", "[::]:9001"),
            ],
            sessions: Some(SessionFigures {
                online: 10_412,
                offline: 1204,
                connect_rate: 12.2,
                disconnect_rate: 9.0,
                ..SessionFigures::default()
            }),
            messages: Some(MessageFigures {
                receive_rate: 48_211.0,
                send_rate: 91_700.0,
                ..MessageFigures::default()
            }),
            resources: Some(Resources {
                cpu_percent: 212.0,
                cpus: 16,
                memory_bytes: 1_300_000_000,
                open_files: 11_800,
                open_files_limit: 1_000_000,
            }),
            parts: vec![
                part("listeners", Health::Ok, "", ""),
                part(
                    "queues",
                    Health::Warning,
                    "3 clients hold 2,911 messages",
                    "gmqtt clients list --slow",
                ),
                part("cluster", Health::Ok, "3 of 3 alive", ""),
                part("resources", Health::Ok, "", ""),
                part(
                    "tls",
                    Health::Warning,
                    "tls:8883 certificate expires in 12 days (2026-12-04)",
                    "",
                ),
            ],
            ..StatusResponse::default()
        }
    }

    /// The text is that of the design.
    #[test]
    fn a_status_is_a_screen() {
        let chosen = Chosen {
            endpoint: "grpcs://mq1:8084".parse().unwrap(),
            rule: String::new(),
            context: Some("prod".to_owned()),
        };
        let screen = screen(&example(), &chosen);
        let expected = "\
broker     ok         gmqtt 0.1.0 on mq1, up 6d 04h, pid 4242            context: prod (grpcs://mq1:8084)
listeners  ok         tcp:1883  tls:8883  ws:9001
sessions   ok         10,412 online   1,204 offline   +12/-9 per s
messages   ok         in 48.2K/s   out 91.7K/s   dropped 0/s
queues     warning    3 clients hold 2,911 messages (gmqtt clients list --slow)
cluster    ok         3 of 3 alive
resources  ok         cpu 212% of 16   memory 1.3 GB   files 11.8K of 1.0M
tls        warning    tls:8883 certificate expires in 12 days (2026-12-04)
";
        assert_eq!(anstream::adapter::strip_str(&screen).to_string(), expected);
        assert_eq!(exit(&example()), Exit::Invalid);
        assert_eq!(exit(&StatusResponse::default()), Exit::Done);
    }
}
