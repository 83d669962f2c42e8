//! `gmqtt explain CLIENT TOPIC`: why that client does or does not get messages of that topic, from what the broker knows.

mod facts;
mod verdict;

use clap::Args;
use clap_complete::ArgValueCompleter;
use serde::Serialize;

use self::{
    facts::Facts,
    verdict::{Step, steps},
};
use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    completion,
    error::Error,
    exit::Exit,
    output::{Output, printable},
};

/// Say why a client does or does not get messages of a topic
///
/// Looks at the client, its subscriptions, the rules, its queue and window, and what was dropped. Exits 0 if a message published now
/// would reach it or wait for it, and 7 if not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt explain dash-eu-3 sensors/42/raw
  gmqtt explain dash-eu-3 sensors/42/raw -o json")]
pub(crate) struct Explain {
    /// The client identifier
    #[arg(add = ArgValueCompleter::new(completion::clients))]
    client_id: String,

    /// The topic name
    topic: String,

    #[command(flatten)]
    admin: AdminFlags,
}

/// The answer for programs.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    client_id: &'a str,
    topic: &'a str,
    /// Whether a message published now would reach it or wait for it.
    delivered: bool,
    steps: &'a [Step],
}

impl Explain {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        gmqtt_protocol::TopicName::parse(&self.topic).map_err(|error| {
            let refused = Error::new(Exit::Usage, format!("`{}` is not a valid topic name", self.topic)).cause(error);
            match self.topic.contains(['+', '#']) {
                true => refused.hint("ask about one topic at a time: messages have names, subscriptions have filters"),
                false => refused,
            }
        })?;
        let facts = admin.block_on(Facts::gather(&admin, &self.client_id, &self.topic))?;
        let (delivered, steps) = steps(&facts, &self.client_id, &self.topic);
        if output.format.is_some() {
            output.document(&Answer {
                client_id: &self.client_id,
                topic: &self.topic,
                delivered,
                steps: &steps,
            })?;
        } else {
            output.text(&steps.iter().map(Step::text).collect::<String>())?;
            let (client, topic) = (printable(&self.client_id), printable(&self.topic));
            let answer = if delivered { "gets" } else { "does not get" };
            output.text(&format!("{client} {answer} messages of {topic}\n"))?;
        }
        Ok(if delivered { Exit::Done } else { Exit::Invalid })
    }
}
