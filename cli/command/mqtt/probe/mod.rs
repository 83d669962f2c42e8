//! `gmqtt mqtt probe`: what a broker offers, and whether it keeps what MQTT promises.

mod checks;
mod client;

use std::time::Duration;

use clap::Args;
use gmqtt_protocol::{
    QoS, Version,
    packet::ConnackProperties,
    session::client::{ClientOptions, Event},
};
use serde::Serialize;

use self::checks::{CHECKS, Failure};
use super::{
    block_on,
    connect::{Connect, Session, duration},
    ending::{Ended, Ending},
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::{Connection, Flow, Lost, invalid_topic},
    output::Output,
};

/// Say what a broker offers, and try out what MQTT promises
///
/// It publishes below one topic and leaves nothing behind. Exit code 7 if the broker does something that the standard
/// forbids; what it says it does not offer is no failure.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt probe
  gmqtt mqtt probe -L mqtts://mq.example -u me --password-file pw
  gmqtt mqtt probe -h test.mosquitto.org -o json")]
pub(super) struct Probe {
    /// The topic below which messages are published
    #[arg(short, long, value_name = "TOPIC", default_value = "gmqtt/probe")]
    topic: String,

    /// How long the broker may take for each answer
    #[arg(long, value_name = "DURATION", default_value = "2s", value_parser = duration)]
    timeout: Duration,

    #[command(flatten)]
    connect: Connect,
}

#[derive(Debug, Serialize)]
struct Report {
    broker: String,
    versions: Vec<Spoken>,
    limits: Option<Limits>,
    checks: Vec<Checked>,
    failed: usize,
}

#[derive(Debug, Serialize)]
struct Spoken {
    version: String,
    spoken: bool,
    why_not: Option<String>,
}

/// What CONNACK of MQTT 5 says, the standard's defaults where it says nothing.
#[derive(Debug, Serialize)]
struct Limits {
    maximum_qos: u8,
    retain_available: bool,
    wildcard_subscriptions: bool,
    shared_subscriptions: bool,
    subscription_identifiers: bool,
    receive_maximum: u16,
    topic_alias_maximum: u16,
    maximum_packet_size: Option<u32>,
    server_keep_alive: Option<u16>,
}

#[derive(Debug, Serialize)]
struct Checked {
    name: &'static str,
    clause: &'static str,
    version: String,
    outcome: &'static str,
    why: Option<String>,
}

impl Probe {
    pub(super) fn run(self, output: &Output) -> Result<Exit, Error> {
        let session = self.connect.session("probe", output)?;
        invalid_topic(&self.topic)?;
        let report = block_on(async {
            let mut ending = Ending::new(None)?;
            tokio::select! {
                report = self.report(&session, output) => report,
                ended = ending.next() => Err(match ended {
                    Ended::Signal(exit) => Error::new(exit, "interrupted"),
                    Ended::Time | Ended::Unread => Error::new(Exit::Failed, "interrupted"),
                }),
            }
        })?;
        match output.format {
            Some(_) => output.document(&report)?,
            None => output.text(&report.text())?,
        }
        Ok(match report.failed {
            0 => Exit::Done,
            _ => Exit::Invalid,
        })
    }

    async fn report(&self, session: &Session, output: &Output) -> Result<Report, Error> {
        let mut report = Report {
            broker: session.target.endpoint.to_string(),
            versions: Vec::new(),
            limits: None,
            checks: Vec::new(),
            failed: 0,
        };
        let mut newest = None;
        let mut failure = None;
        for version in Version::ALL {
            output.explain(&format!("connecting with MQTT {version}"));
            let why_not = match greet(session, version).await {
                Ok(limits) => {
                    newest = Some(version);
                    report.limits = limits;
                    None
                }
                Err(lost) => {
                    let why_not = lost.error.on_one_line();
                    failure = Some(lost.error);
                    Some(why_not)
                }
            };
            report.versions.push(Spoken {
                version: version.to_string(),
                spoken: why_not.is_none(),
                why_not,
            });
        }
        let Some(newest) = newest else {
            let unknown = || Error::new(Exit::Unreachable, "the broker speaks no version of MQTT");
            return Err(failure.unwrap_or_else(unknown));
        };
        for check in CHECKS.iter().filter(|check| check.since <= newest) {
            output.explain(&format!("checking {}", check.name));
            let done = check.run(session, newest, self.timeout, &self.topic).await;
            let (outcome, why) = match done {
                Ok(()) => ("ok", None),
                Err(Failure::Refused(why)) => ("not offered", Some(why)),
                Err(Failure::Broken(why)) => ("failed", Some(why)),
                Err(Failure::Lost(error)) => ("failed", Some(error.on_one_line())),
            };
            report.failed += usize::from(outcome == "failed");
            report.checks.push(Checked {
                name: check.name,
                clause: check.clause,
                version: newest.to_string(),
                outcome,
                why,
            });
        }
        Ok(report)
    }
}

/// Connects with a version and takes leave; what CONNACK of MQTT 5 says.
async fn greet(session: &Session, version: Version) -> Result<Option<Limits>, Lost> {
    let mut connection = Connection::new(ClientOptions {
        version,
        ..session.options.clone()
    });
    let mut limits = None;
    let mut observe = |event: Event<'_>| {
        if let Event::Connected { properties, .. } = event {
            limits = version.is_v5().then(|| Limits::of(&properties));
        }
        Flow::Continue(())
    };
    connection.connect(&session.target, &mut observe).await?;
    connection.disconnect().await;
    Ok(limits)
}

impl Limits {
    fn of(connack: &ConnackProperties<'_>) -> Self {
        Self {
            maximum_qos: connack.maximum_qos.unwrap_or(QoS::ExactlyOnce) as u8,
            retain_available: connack.retain_available.unwrap_or(true),
            wildcard_subscriptions: connack.wildcard_subscription_available.unwrap_or(true),
            shared_subscriptions: connack.shared_subscription_available.unwrap_or(true),
            subscription_identifiers: connack.subscription_identifiers_available.unwrap_or(true),
            receive_maximum: connack.receive_maximum.map_or(u16::MAX, Into::into),
            topic_alias_maximum: connack.topic_alias_maximum.unwrap_or(0),
            maximum_packet_size: connack.maximum_packet_size.map(Into::into),
            server_keep_alive: connack.server_keep_alive,
        }
    }

    fn lines(&self) -> String {
        let yes = |offered| if offered { "yes" } else { "no" };
        let number = |number: Option<u32>| match number {
            Some(number) => number.to_string(),
            None => "none".to_owned(),
        };
        let rows = [
            ("maximum QoS", self.maximum_qos.to_string()),
            ("retained messages", yes(self.retain_available).to_owned()),
            ("wildcards", yes(self.wildcard_subscriptions).to_owned()),
            (
                "shared subscriptions",
                yes(self.shared_subscriptions).to_owned(),
            ),
            (
                "subscription identifiers",
                yes(self.subscription_identifiers).to_owned(),
            ),
            ("receive maximum", self.receive_maximum.to_string()),
            ("topic aliases", self.topic_alias_maximum.to_string()),
            ("maximum packet size", number(self.maximum_packet_size)),
            (
                "keep alive set to",
                number(self.server_keep_alive.map(Into::into)),
            ),
        ];
        rows.iter()
            .map(|(name, value)| format!("  {name:<26}{value}\n"))
            .collect()
    }
}

impl Report {
    fn text(&self) -> String {
        let mut text = format!("broker      {}\n", self.broker);
        for version in &self.versions {
            let spoken = version.why_not.as_deref().unwrap_or("yes");
            text.push_str(&format!("MQTT {:<7}{spoken}\n", version.version));
        }
        if let Some(limits) = &self.limits {
            text.push_str("\nLimits of MQTT 5\n");
            text.push_str(&limits.lines());
        }
        text.push_str("\nChecks\n");
        for check in &self.checks {
            let why = check.why.as_deref();
            let why = why.map_or_else(String::new, |why| format!(": {why}"));
            text.push_str(&format!(
                "  {:<28}{:<14}{}{why}\n",
                check.name, check.clause, check.outcome
            ));
        }
        text
    }
}
