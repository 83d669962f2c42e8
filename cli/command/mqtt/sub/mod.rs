//! `gmqtt mqtt sub`: print the messages of some topics, or do something else with them.

mod dump;
mod exec;
mod json;
mod listen;
mod print;
mod receiver;
mod report;
mod template;

use std::{
    io::{self, IsTerminal as _},
    num::NonZeroU64,
    path::PathBuf,
    time::Duration,
};

use clap::{Args, ValueEnum};
use gmqtt_protocol::{
    QoS,
    packet::{RetainHandling, SubscriptionOptions},
};
use regex_lite::Regex;

pub(super) use print::Printer;

use self::{
    dump::Dump, exec::Exec, listen::listen, receiver::Receiver, report::Report, template::Template,
};
use super::{
    block_on,
    connect::{Connect, duration, qos},
    ending::Ending,
    payload::Shown,
};
use crate::{
    error::Error,
    exit::Exit,
    mqtt::invalid_filter,
    output::{Format, Output},
};

/// Print messages as an MQTT client
///
/// On a terminal each message is a line of topic and payload, with control characters escaped; in a pipe it is the payload
/// as it came. A subscription that the broker refuses is exit code 4. A lost connection is made again.
///
/// Codes of -F: %t topic, %p payload, %x and %X in hexadecimal, %l its length, %q QoS, %r retained, %m packet identifier;
/// %C content type, %R response topic, %D correlation data, %E expiry, %P user properties, %S subscription identifier,
/// %F payload format; %I and %U the time, %j all as JSON, %J with a payload that is JSON; @ and a letter as in strftime.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt mqtt sub -t hello
  gmqtt mqtt sub -t 'sensors/#' -v --retained skip
  gmqtt mqtt sub -t jobs/done -C 1 --for 30s           wait for a message: exit code 124 if none comes
  gmqtt mqtt sub -t '#' -o jsonl
  gmqtt mqtt sub -t log -F %I_%t_%p
  gmqtt mqtt sub -t '#' --report --for 10s             who sends how much")]
pub(super) struct Sub {
    /// A topic filter to subscribe to; can be given more than once
    #[arg(short, long, value_name = "FILTER")]
    topic: Vec<String>,

    /// The highest QoS to get messages with
    #[arg(short, long, value_name = "QOS", default_value = "0", value_parser = qos)]
    qos: QoS,

    /// End after so many messages
    #[arg(short = 'C', long, visible_alias = "msg-count", value_name = "COUNT")]
    count: Option<NonZeroU64>,

    /// End after this time; exit code 124 if --count or --until waits for more
    #[arg(short = 'W', long = "for", value_name = "DURATION", value_parser = duration)]
    time: Option<Duration>,

    /// End after a message whose payload matches
    #[arg(long, value_name = "REGEX")]
    until: Option<Regex>,

    /// End when the subscriptions stand
    #[arg(short = 'E', long)]
    exit_when_subscribed: bool,

    /// Only the retained messages, then end; or skip them
    #[arg(long, value_name = "only|skip", hide_possible_values = true)]
    retained: Option<Retained>,

    /// The same as --retained skip
    #[arg(short = 'R', long, conflicts_with_all = ["retained", "retained_only"])]
    no_retained: bool,

    /// The same as --retained only
    #[arg(long, conflicts_with = "retained")]
    retained_only: bool,

    /// Pass over messages of these topics
    #[arg(short = 'T', long, value_name = "FILTER")]
    filter_out: Vec<String>,

    /// Unsubscribe first, where a session holds an old subscription
    #[arg(short = 'U', long, value_name = "FILTER")]
    unsubscribe: Vec<String>,

    /// Not what this client itself publishes (MQTT 5)
    #[arg(long)]
    no_local: bool,

    /// Keep the publishers' retain flag (MQTT 5)
    #[arg(long)]
    retain_as_published: bool,

    /// Go on if the broker refuses some of the subscriptions
    #[arg(long)]
    allow_partial: bool,

    /// End when the connection is lost
    #[arg(long)]
    no_reconnect: bool,

    #[command(flatten)]
    show: Show,

    #[command(flatten)]
    connect: Connect,
}

/// What is printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
struct Show {
    /// Print topics before payloads, as on a terminal
    #[arg(short = 'v', long)]
    topics: bool,

    /// What to print for a message, in mosquitto_sub's codes: %t topic, %p payload, ...
    #[arg(short = 'F', long, value_name = "TEMPLATE", conflicts_with = "topics")]
    format: Option<Template>,

    /// No line break after a message
    #[arg(short = 'N', long)]
    no_newline: bool,

    /// How to print payloads: auto, text, hex, base64 or json
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "auto",
        hide_possible_values = true
    )]
    payload: Shown,

    /// Write each payload to a file below this folder
    #[arg(long, value_name = "FOLDER")]
    dump: Option<PathBuf>,

    /// Run this line of shell for each message: the payload is its stdin, MQTT_TOPIC its topic
    #[arg(long, value_name = "COMMAND")]
    exec: Option<String>,

    /// Print at the end what came on which topic, and no messages
    #[arg(long, conflicts_with_all = ["format", "topics"])]
    report: bool,
}

/// What to do about retained messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Retained {
    /// Nothing else, and end when they have come
    Only,
    /// Pass over them
    Skip,
}

impl Sub {
    pub(super) fn run(mut self, output: &Output) -> Result<Exit, Error> {
        let mut session = self.connect.session("sub", output)?;
        self.topic.extend(session.topic.take());
        if self.topic.is_empty() && self.unsubscribe.is_empty() {
            return Err(Error::new(Exit::Usage, "there is nothing to subscribe to")
                .hint("name it with -t FILTER; -t '#' is everything"));
        }
        let filters = self
            .topic
            .iter()
            .chain(&self.filter_out)
            .chain(&self.unsubscribe);
        for filter in filters {
            invalid_filter(filter)?;
        }
        let mut receiver = self.receiver(output)?;
        let ended = block_on(async {
            let ending = Ending::new(self.time)?.watch_stdout();
            listen(&self, &session, &mut receiver, ending, output).await
        });
        let finished = self.finish(receiver, output);
        // Whatever ended it, what was asked for comes of what was received.
        let exit = ended?;
        let ran = finished?;
        Ok(if exit == Exit::Done { ran } else { exit })
    }

    fn retained(&self) -> Option<Retained> {
        match (self.no_retained, self.retained_only) {
            (true, _) => Some(Retained::Skip),
            (_, true) => Some(Retained::Only),
            _ => self.retained,
        }
    }

    /// How each filter is subscribed to.
    fn options(&self) -> SubscriptionOptions {
        SubscriptionOptions {
            qos: self.qos,
            no_local: self.no_local,
            retain_as_published: self.retain_as_published,
            retain_handling: match self.retained() {
                Some(Retained::Skip) => RetainHandling::DoNotSend,
                _ => RetainHandling::Send,
            },
        }
    }

    fn receiver(&self, output: &Output) -> Result<Receiver, Error> {
        let show = &self.show;
        let elsewhere = show.report || show.dump.is_some() || show.exec.is_some();
        let terminal = io::stdout().is_terminal();
        let line_end = !show.no_newline;
        let printer = match (&show.format, output.format) {
            (Some(template), _) => Printer::Template {
                template: template.clone(),
                line_end,
            },
            _ if elsewhere && !show.topics => Printer::Silent,
            (None, Some(Format::Json | Format::Jsonl)) => Printer::Json,
            (None, Some(Format::Yaml)) => {
                return Err(Error::new(Exit::Usage, "messages are not printed as YAML")
                    .hint("use -o jsonl"));
            }
            (None, Some(Format::Template(_))) => {
                let refused = "messages are not printed by -o template=";
                return Err(
                    Error::new(Exit::Usage, refused).hint("use -F, as in -F '%t %p', or -o jsonl")
                );
            }
            (None, None) => Printer::Plain {
                topics: show.topics || terminal,
                payload: show.payload,
                terminal,
                line_end,
            },
        };
        let mut receiver = Receiver::new(printer);
        receiver.dump = show.dump.as_deref().map(Dump::new).transpose()?;
        receiver.exec = show.exec.as_deref().map(Exec::new);
        receiver.report = show.report.then(Report::default);
        receiver.count = self.count.map(NonZeroU64::get);
        receiver.until = self.until.clone();
        receiver.retained = self.retained();
        receiver.filtered_out = self.filter_out.clone();
        receiver.flag_as_published = self.retain_as_published;
        Ok(receiver)
    }

    /// Waits for commands, prints the report.
    fn finish(&self, receiver: Receiver, output: &Output) -> Result<Exit, Error> {
        let ran = receiver.exec.map(Exec::end).transpose()?;
        if let Some(report) = &receiver.report {
            match output.format {
                Some(_) => output.document(&report.document())?,
                None => output.text(&report.table())?,
            }
        }
        match ran {
            Some(ran) if ran.failed > 0 => Err(Error::new(
                Exit::Partly,
                format!(
                    "the command failed for {} of {} messages",
                    ran.failed, ran.all
                ),
            )),
            _ => Ok(Exit::Done),
        }
    }
}
