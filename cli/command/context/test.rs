//! `gmqtt context test`: whether a context works, step by step.

use std::{
    net::{TcpStream, ToSocketAddrs as _},
    os::unix::net::UnixStream,
    time::{Duration, Instant, SystemTime},
};

use clap::Args;
use clap_complete::ArgValueCandidates;
use gmqtt_admin_client::{
    ClientError, ErrorKind,
    admin::{ListTokensRequest, StatusRequest, StatusResponse},
};
use serde::Serialize;

use crate::{
    admin::{self, Admin, AdminFlags, RootFlags},
    completion,
    contexts::{Context, Contexts},
    error::Error,
    exit::Exit,
    mqtt::{Endpoint, Transport, Url},
    output::{Output, printable},
};

/// Try whether a context works
///
/// Asks the broker for its status, with the token and the certificates of the context, compares clocks, and connects to where MQTT is
/// spoken. Exits 4 if the broker does not know who asks, and 5 if it cannot be reached.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt context test
  gmqtt context test prod")]
pub(super) struct Test {
    /// Its name; without one the context that is used
    #[arg(add = ArgValueCandidates::new(completion::contexts))]
    name: Option<String>,
}

/// What was found, for programs.
#[derive(Debug, Default, Serialize)]
struct Found {
    context: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    api: Option<Api>,
    /// Where MQTT is spoken, if that can be reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    mqtt: Option<String>,
}

#[derive(Debug, Serialize)]
struct Api {
    url: String,
    version: String,
    node: String,
    milliseconds: u64,
    /// Whether the caller may do everything; nothing if the broker does not tell.
    administrator: Option<bool>,
    /// How far its clock is ahead of ours.
    clock_ahead_seconds: Option<i64>,
}

/// More than this between two clocks is worth a word, in seconds.
const MUCH_SKEW: i64 = 30;
const PATIENCE: Duration = Duration::from_secs(5);

impl Test {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let contexts = Contexts::load()?;
        let (name, context) = match &self.name {
            Some(name) => (name.clone(), contexts.named(name)?),
            None => contexts.in_use(None)?.ok_or_else(super::show::no_context)?,
        };
        let mut found = Found {
            context: name.clone(),
            ..Found::default()
        };
        if !context.api.is_empty() {
            found.api = Some(ask(output, &name)?);
        }
        found.mqtt = mqtt(context)?;
        if output.format.is_some() {
            output.document(&found)?;
        } else {
            output.text(&found.text())?;
        }
        Ok(Exit::Done)
    }
}

fn ask(output: &Output, name: &str) -> Result<Api, Error> {
    let flags = AdminFlags {
        context: Some(name.to_owned()),
        ..AdminFlags::default()
    };
    let admin = Admin::new(output, flags, RootFlags::default())?;
    admin.block_on(async {
        let begun = Instant::now();
        let answer = admin.client()?.node().status(StatusRequest {}).await;
        let status = answer.map_err(|error| admin.explain(error))?.into_inner();
        let took = begun.elapsed();
        // Only an administrator may see them.
        let administrator = match admin.client()?.tokens().list(ListTokensRequest {}).await {
            Ok(_) => Some(true),
            Err(status) => match ClientError::from(status).kind() {
                ErrorKind::Refused { .. } => Some(false),
                _ => None,
            },
        };
        Ok(Api {
            url: admin.chosen().endpoint.to_string(),
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            administrator,
            clock_ahead_seconds: clock_ahead(&status, SystemTime::now()),
            version: status.version,
            node: status.node,
        })
    })
}

/// How far the broker's clock is ahead: it says when it started, and how long ago that was by a clock that is never set.
fn clock_ahead(status: &StatusResponse, now: SystemTime) -> Option<i64> {
    let started = admin::moment(status.started_at.as_ref())?;
    let theirs = started.checked_add(admin::length(status.uptime.as_ref())?)?;
    let seconds = |length: Duration| i64::try_from(length.as_secs()).unwrap_or(i64::MAX);
    Some(match theirs.duration_since(now) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    })
}

/// Connects to where MQTT is spoken, and says nothing there.
fn mqtt(context: &Context) -> Result<Option<String>, Error> {
    let Some(url) = &context.mqtt_url else {
        return Ok(None);
    };
    let read: Url = url.parse().map_err(|why| {
        Error::new(Exit::Usage, format!("\"{url}\" is not the URL of a broker")).cause(why)
    })?;
    connect(&read.endpoint).map_err(|error| {
        Error::new(Exit::Unreachable, format!("nobody speaks MQTT at {url}"))
            .cause(error)
            .hint("see whether the broker runs, and whether a firewall is on the way")
    })?;
    Ok(Some(url.clone()))
}

fn connect(endpoint: &Endpoint) -> std::io::Result<()> {
    if endpoint.transport == Transport::Unix {
        return UnixStream::connect(&endpoint.host).map(drop);
    }
    let mut last = std::io::Error::from(std::io::ErrorKind::NotFound);
    for address in (endpoint.host.as_str(), endpoint.port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => return Ok(()),
            Err(error) => last = error,
        }
    }
    Err(last)
}

impl Found {
    fn text(&self) -> String {
        let mut text = String::new();
        let mut line =
            |name: &str, what: String| text.push_str(&format!("{name:<8}{}\n", printable(&what)));
        line("context", format!(" {}", self.context));
        if let Some(api) = &self.api {
            let who = match api.administrator {
                Some(true) => ", as an administrator",
                Some(false) => ", not as an administrator",
                None => "",
            };
            line(
                "api",
                format!(
                    " {} answers in {} ms: gmqtt {} on {}{who}",
                    api.url, api.milliseconds, api.version, api.node
                ),
            );
            match api.clock_ahead_seconds {
                Some(ahead) if ahead.abs() > MUCH_SKEW => {
                    let way = if ahead > 0 { "ahead of" } else { "behind" };
                    line(
                        "clock",
                        format!(" that of the broker is {} s {way} this one", ahead.abs()),
                    );
                }
                Some(_) => line("clock", " as here".to_owned()),
                None => {}
            }
        }
        if let Some(url) = &self.mqtt {
            line("mqtt", format!(" {url} can be reached"));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_admin_client::Timestamp;

    use super::*;

    #[test]
    fn clocks_are_compared_by_start_and_uptime() {
        let status = StatusResponse {
            started_at: Some(Timestamp {
                seconds: 1000,
                nanos: 0,
            }),
            uptime: Some(gmqtt_admin_client::Duration {
                seconds: 50,
                nanos: 0,
            }),
            ..StatusResponse::default()
        };
        let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
        assert_eq!(clock_ahead(&status, at(1050)), Some(0));
        assert_eq!(clock_ahead(&status, at(1000)), Some(50));
        assert_eq!(clock_ahead(&status, at(1100)), Some(-50));
        assert_eq!(clock_ahead(&StatusResponse::default(), at(0)), None);
    }
}
