//! `gmqtt events`: what happens in a running broker.

use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{Event, EventKind, WatchEventsRequest};

use crate::{
    admin::{self, Admin, AdminFlags, RootFlags, duration},
    completion,
    error::Error,
    exit::Exit,
    output::{Output, printable, rfc3339},
};

/// Show what happens: clients come and go, subscribe, are refused, lose messages
///
/// Goes on until Ctrl-C, --count or --for. With -o jsonl each event is a line of JSON.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt events
  gmqtt events --kind connect,disconnect --client meter-1
  gmqtt events --last 100 --count 100 -o jsonl
  gmqtt events --kind drop --count 1 --for 30s")]
pub(crate) struct Events {
    /// Only events of these kinds
    #[arg(long, value_name = "KIND,...", value_delimiter = ',')]
    kind: Vec<Kind>,

    /// Only events of this client
    #[arg(long, value_name = "CLIENT_ID", add = ArgValueCompleter::new(completion::clients))]
    client: Option<String>,

    /// First the last so many that are known, 5000 at most
    #[arg(long, value_name = "N", default_value = "0", hide_default_value = true)]
    last: u32,

    /// First what happened after the event of this number
    #[arg(
        long,
        value_name = "NUMBER",
        default_value = "0",
        hide_default_value = true
    )]
    since: u64,

    /// End after so many
    #[arg(long, value_name = "N")]
    count: Option<u64>,

    /// End after this time; with --count, exit 124 if there were fewer
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    time: Option<Duration>,

    #[command(flatten)]
    admin: AdminFlags,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A client has connected
    Connect,
    /// A client's connection has ended
    Disconnect,
    /// A client was not let in
    AuthFail,
    /// A client has subscribed
    Subscribe,
    /// A client has unsubscribed
    Unsubscribe,
    /// A session has ended
    SessionEnd,
    /// Messages did not reach a client
    Drop,
    /// A client acknowledges too slowly
    Slow,
    /// A node has joined, left or failed
    Cluster,
    /// The configuration has changed
    Config,
    /// Somebody has changed something through the API
    Audit,
    /// A listener was opened or closed, or has failed
    Listener,
    /// What does not fit the others
    Broker,
}

impl From<Kind> for EventKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Connect => Self::Connect,
            Kind::Disconnect => Self::Disconnect,
            Kind::AuthFail => Self::AuthFail,
            Kind::Subscribe => Self::Subscribe,
            Kind::Unsubscribe => Self::Unsubscribe,
            Kind::SessionEnd => Self::SessionEnd,
            Kind::Drop => Self::Drop,
            Kind::Slow => Self::Slow,
            Kind::Cluster => Self::Cluster,
            Kind::Config => Self::Config,
            Kind::Audit => Self::Audit,
            Kind::Listener => Self::Listener,
            Kind::Broker => Self::Broker,
        }
    }
}

impl Events {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin.clone(), root)?;
        admin.block_on(async {
            let watched = self.watch(&admin);
            match self.time {
                None => watched.await,
                Some(time) => match tokio::time::timeout(time, watched).await {
                    Ok(done) => done,
                    Err(_) if self.count.is_some() => Ok(Exit::TimeLimit),
                    Err(_) => Ok(Exit::Done),
                },
            }
        })
    }

    async fn watch(&self, admin: &Admin) -> Result<Exit, Error> {
        let request = WatchEventsRequest {
            kinds: self
                .kind
                .iter()
                .map(|kind| EventKind::from(*kind).into())
                .collect(),
            client_id: self.client.clone().unwrap_or_default(),
            since_sequence: self.since,
            last: self.last,
        };
        let answer = admin.client()?.events().watch(request).await;
        let mut events = answer.map_err(|error| admin.explain(error))?.into_inner();
        let mut shown = 0;
        while self.count.is_none_or(|count| shown < count) {
            let event = events
                .message()
                .await
                .map_err(|error| admin.explain(error))?;
            let Some(event) = event else {
                return Err(Error::new(
                    Exit::Unreachable,
                    "the broker has ended the stream of events",
                )
                .hint("it may have stopped: gmqtt status"));
            };
            print(&admin.output, &event)?;
            shown += 1;
        }
        Ok(Exit::Done)
    }
}

fn print(output: &Output, event: &Event) -> Result<(), Error> {
    if output.format.is_some() {
        let line = admin::json("gmqtt.admin.api.Event", event);
        return output.text(&format!("{line}\n"));
    }
    output.text(&line(event))
}

/// An event for people.
fn line(event: &Event) -> String {
    let at = admin::moment(event.at.as_ref())
        .map(rfc3339)
        .unwrap_or_default();
    let style = match event.severity.as_str() {
        "error" => AnsiColor::Red.on_default(),
        "warning" => AnsiColor::Yellow.on_default(),
        _ => Style::new(),
    };
    let kind = event.kind().as_str_name().to_lowercase();
    let times = match event.count {
        0 | 1 => String::new(),
        times => format!(" ({times} times)"),
    };
    let text = printable(&format!("{}  {}{times}", event.subject, event.message));
    format!("{at}  {style}{kind:<11}{style:#}  {text}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_a_line_that_cannot_move_the_cursor() {
        let event = Event {
            kind: EventKind::AuthFail.into(),
            subject: "meter\u{1b}[2J".to_owned(),
            message: "wrong password".to_owned(),
            severity: "warning".to_owned(),
            count: 3,
            ..Event::default()
        };
        let line = anstream::adapter::strip_str(&line(&event)).to_string();
        assert!(line.contains("auth_fail  "), "{line}");
        assert!(line.ends_with("wrong password (3 times)\n"), "{line}");
        assert!(!line.contains('\u{1b}'), "{line}");
    }

    #[test]
    fn every_kind_of_the_api_can_be_asked_for() {
        for kind in Kind::value_variants() {
            let name = kind
                .to_possible_value()
                .unwrap()
                .get_name()
                .replace('-', "_")
                .to_uppercase();
            assert_eq!(EventKind::from(*kind).as_str_name(), name);
        }
    }
}
