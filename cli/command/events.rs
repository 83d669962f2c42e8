//! `gmqtt events`: what happens in a running broker.

use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anstyle::{AnsiColor, Style};
use clap::{Args, ValueEnum};
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{Event, EventKind, WatchEventsRequest};
use jiff::Timestamp;

use crate::{
    admin::{self, Admin, AdminFlags, RootFlags, duration},
    completion,
    error::Error,
    exit::Exit,
    output::{Output, printable, rfc3339},
};

/// Show what happens: clients come and go, subscribe, are refused, lose messages
///
/// The broker keeps the last 5000. Goes on until Ctrl-C, --count, --for or --no-follow. With -o jsonl each event is a line of JSON.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt events
  gmqtt events --kind connect,disconnect --client meter-1
  gmqtt events --since 10m --no-follow
  gmqtt events --last 100 --no-follow -o jsonl
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

    /// First what happened since: 10m ago, a time like 2026-11-23T09:00:00Z, or after the event of this number
    #[arg(long, value_name = "WHEN")]
    since: Option<Since>,

    /// End after what has happened so far: all that is known, unless --last or --since ask for less
    #[arg(long)]
    no_follow: bool,

    /// End after so many
    #[arg(long, value_name = "N")]
    count: Option<u64>,

    /// End after this time; with --count, exit 124 if there were fewer
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    time: Option<Duration>,

    #[command(flatten)]
    admin: AdminFlags,
}

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Since {
    /// After the event of this number.
    Number(u64),
    /// So long ago.
    Ago(Duration),
    /// At this time.
    At(Timestamp),
}

impl FromStr for Since {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Ok(number) = text.parse() {
            return Ok(Self::Number(number));
        }
        match (duration(text), text.parse()) {
            (Ok(length), _) => Ok(Self::Ago(length)),
            (_, Ok(time)) => Ok(Self::At(time)),
            (Err(_), Err(_)) => Err(
                "it is a length of time like 10m, a time like 2026-11-23T09:00:00Z, or the number of an event"
                    .to_owned(),
            ),
        }
    }
}

impl Since {
    const fn number(self) -> Option<u64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Ago(_) | Self::At(_) => None,
        }
    }

    fn time(self, now: SystemTime) -> Option<SystemTime> {
        match self {
            Self::Number(_) => None,
            // Longer ago than there is time is from the beginning.
            Self::Ago(length) => Some(now.checked_sub(length).unwrap_or(UNIX_EPOCH)),
            Self::At(time) => Some(time.into()),
        }
    }
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// A client has connected
    Connect,
    /// A client's connection has ended
    Disconnect,
    /// A client was not let in for what it is or may
    AuthFail,
    /// A connection was refused for anything else
    Refused,
    /// A session began
    SessionStart,
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
    /// A limit kept something from happening
    Limit,
    /// Somebody was banned, or is no longer
    Ban,
    /// A certificate has changed, or ends
    Certificate,
    /// The store has failed, or works again
    Store,
    /// What does not fit the others
    Broker,
}

impl From<Kind> for EventKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Connect => Self::Connect,
            Kind::Disconnect => Self::Disconnect,
            Kind::AuthFail => Self::AuthFail,
            Kind::Refused => Self::Refused,
            Kind::SessionStart => Self::SessionStart,
            Kind::Subscribe => Self::Subscribe,
            Kind::Unsubscribe => Self::Unsubscribe,
            Kind::SessionEnd => Self::SessionEnd,
            Kind::Drop => Self::Drop,
            Kind::Slow => Self::Slow,
            Kind::Cluster => Self::Cluster,
            Kind::Config => Self::Config,
            Kind::Audit => Self::Audit,
            Kind::Listener => Self::Listener,
            Kind::Limit => Self::Limit,
            Kind::Ban => Self::Ban,
            Kind::Certificate => Self::Certificate,
            Kind::Store => Self::Store,
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
        let since = self.since.and_then(|since| since.time(SystemTime::now()));
        let request = WatchEventsRequest {
            kinds: self
                .kind
                .iter()
                .map(|kind| EventKind::from(*kind).into())
                .collect(),
            client_id: self.client.clone().unwrap_or_default(),
            since_sequence: self.since.and_then(Since::number).unwrap_or_default(),
            last: self.last,
            since: since.map(Into::into),
            no_follow: self.no_follow,
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
                if self.no_follow {
                    return Ok(Exit::Done);
                }
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
        return output.record(&admin::json("gmqtt.admin.api.Event", event));
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
    format!("{at}  {style}{kind:<13}{style:#}  {text}\n")
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
    fn a_beginning_is_a_number_a_length_or_a_time() {
        assert_eq!("7".parse(), Ok(Since::Number(7)));
        assert_eq!("10m".parse(), Ok(Since::Ago(Duration::from_secs(600))));
        let time: Since = "1970-01-01T00:00:07Z".parse().unwrap();
        let seven = UNIX_EPOCH + Duration::from_secs(7);
        assert_eq!(time.time(SystemTime::now()), Some(seven));
        assert_eq!("7s".parse::<Since>().unwrap().time(seven), Some(UNIX_EPOCH));
        for bad in ["", "-7", "yesterday", "10x", "2026-11-23"] {
            assert!(bad.parse::<Since>().is_err(), "{bad}");
        }
    }

    #[test]
    fn every_kind_of_the_api_can_be_asked_for() {
        // What is not said, and what is told however little is asked for.
        let others = [EventKind::Unspecified, EventKind::EventsSkipped];
        let kinds = (0..).map_while(|number| EventKind::try_from(number).ok());
        for kind in kinds.filter(|kind| !others.contains(kind)) {
            let asked = Kind::value_variants().iter();
            let found = asked.filter(|one| EventKind::from(**one) == kind).count();
            assert_eq!(found, 1, "{}", kind.as_str_name());
        }
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
