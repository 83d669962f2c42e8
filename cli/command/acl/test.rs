//! `gmqtt acl test`: whether a user may publish or subscribe, and which rule says so.

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use gmqtt_acl::{Decision, Effect, Question, RuleError, Rules, Subject};
use gmqtt_admin_client::admin::{AclAction, AclEffect, TestAclRequest};
use gmqtt_config::AclSubscribe;
use gmqtt_plugin_api::Plugin;
use gmqtt_protocol::{TopicFilter, TopicName};
use serde::Serialize;

use crate::{
    admin::Admin,
    config_source::ConfigSource,
    error::Error,
    exit::Exit,
    output::{Output, printable},
};

/// Say whether a user may publish or subscribe, and which rule decides
///
/// Reads the rule file that the config names, as the plugin `acl` does; with --running the broker is asked. Exits 0 if it is
/// allowed and 4 if not. A filter to subscribe may be quoted to keep the shell from it: '#'.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt acl test alice publish sensors/1/temperature
  gmqtt acl test alice subscribe sensors/# --running
  gmqtt acl test alice publish door/state --retain --client-id door-1 --address 10.0.0.7 -c gmqtt.yml")]
pub(crate) struct Test {
    /// The user name; an empty one ('') is a client without
    user: String,

    /// What the client wants to do
    action: Action,

    /// The topic name to publish to, or the filter to subscribe
    topic: String,

    /// The client identifier, for rules about it
    #[arg(long, value_name = "ID", default_value = "")]
    client_id: String,

    /// Where the client comes from, for rules about that
    #[arg(long, value_name = "IP")]
    address: Option<IpAddr>,

    /// The name of the listener, for rules about it
    #[arg(long, value_name = "NAME")]
    listener: Option<String>,

    /// The name in the client's verified certificate, for rules about it
    #[arg(long, value_name = "NAME")]
    certificate: Option<String>,

    /// The message is to be retained
    #[arg(long)]
    retain: bool,

    /// Ask the running broker
    #[arg(long, conflicts_with_all = ["config", "set"])]
    pub(super) running: bool,

    #[command(flatten)]
    source: ConfigSource,
}

/// What a client wants to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Action {
    /// Publish to a topic
    Publish,
    /// Subscribe to a filter
    Subscribe,
}

/// The answer for programs.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    allowed: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<&'a Path>,
    /// `None`: no rule decides.
    line: Option<u32>,
    /// The rule, or what decides in place of one.
    decided_by: String,
}

impl Test {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let config = self.source.load(output, plugins, false)?.config;
        let settings = &config.plugins.acl;
        let rules =
            Rules::open(&settings.file, settings).map_err(|error| refuse(&error, output))?;
        if !config.plugin_order.iter().any(|name| name == "acl") {
            output.stderr(
                "warning: `acl` is not in plugin_order: the broker does not ask these rules\n",
            );
        }
        let (effect, rule) = self.ask(&rules)?;
        let allowed = effect == Effect::Allow;
        let file = rules.path();
        let (line, decided_by) = match rule {
            Some(Decided::Rule(line, text)) => (Some(line), text),
            Some(Decided::Filtered) => {
                let text = "every filter is granted, and each message is judged before it is delivered (plugins.acl.subscribe: filtered)";
                (None, text.to_owned())
            }
            None => (
                None,
                format!(
                    "no rule fits, and plugins.acl.default is {}",
                    settings.default
                ),
            ),
        };
        let file = Some(file);
        let answer = Answer {
            allowed,
            file,
            line,
            decided_by,
        };
        answer.print(output)
    }

    /// Asks a broker what its rules decide.
    pub(super) async fn ask_broker(&self, admin: &Admin) -> Result<Exit, Error> {
        let action = match (self.action, self.retain) {
            (Action::Publish, false) => AclAction::AclPublish,
            (Action::Publish, true) => AclAction::AclRetain,
            (Action::Subscribe, _) => AclAction::AclSubscribe,
        };
        let request = TestAclRequest {
            username: self.user.clone(),
            client_id: self.client_id.clone(),
            address: self
                .address
                .map(|address| address.to_string())
                .unwrap_or_default(),
            listener: self.listener.clone().unwrap_or_default(),
            certificate: self.certificate.clone().unwrap_or_default(),
            action: action.into(),
            topic: self.topic.clone(),
        };
        let answer = admin.client()?.acl().test(request).await;
        let decided = answer.map_err(|error| admin.explain(error))?.into_inner();
        let answer = Answer {
            allowed: decided.effect() == AclEffect::Allow,
            file: None,
            line: Some(decided.line).filter(|line| *line > 0),
            decided_by: match decided.rule.as_str() {
                "" => "no rule fits".to_owned(),
                rule => rule.to_owned(),
            },
        };
        answer.print(&admin.output)
    }

    fn ask(&self, rules: &Rules) -> Result<(Effect, Option<Decided>), Error> {
        let subject = Subject {
            user: Some(self.user.as_str()).filter(|name| !name.is_empty()),
            client_id: &self.client_id,
            address: self.address,
            listener: self.listener.as_deref(),
            certificate: self.certificate.as_deref(),
        };
        let filtered = rules.subscribe() == AclSubscribe::Filtered;
        let question = match self.action {
            Action::Publish => {
                TopicName::parse(&self.topic)
                    .map_err(|error| self.no_topic("topic name", &error))?;
                Question::Publish {
                    topic: &self.topic,
                    retain: self.retain,
                }
            }
            Action::Subscribe => {
                let filter = TopicFilter::parse(&self.topic)
                    .map_err(|error| self.no_topic("topic filter", &error))?;
                if filtered && filter.has_wildcard() {
                    return Ok((Effect::Allow, Some(Decided::Filtered)));
                }
                if filtered {
                    Question::Receive {
                        topic: filter.filter(),
                    }
                } else {
                    Question::Subscribe {
                        filter: filter.filter(),
                    }
                }
            }
        };
        let Decision { effect, rule } = rules.decide(subject, question);
        Ok((effect, rule.map(|(line, text)| Decided::Rule(line, text))))
    }

    fn no_topic(&self, what: &str, error: &impl std::fmt::Display) -> Error {
        Error::new(
            Exit::Usage,
            format!("`{}` is not a valid {what}", self.topic),
        )
        .cause(error)
    }
}

impl Answer<'_> {
    fn print(&self, output: &Output) -> Result<Exit, Error> {
        if output.format.is_some() {
            output.document(self)?;
        } else {
            let word = if self.allowed { "allowed" } else { "denied" };
            let place = match (self.file, self.line) {
                (Some(file), Some(line)) => format!("{}:{line}: ", file.display()),
                (None, Some(line)) => format!("line {line}: "),
                (_, None) => String::new(),
            };
            output.text(&format!(
                "{word}: {}\n",
                printable(&format!("{place}{}", self.decided_by))
            ))?;
        }
        Ok(if self.allowed {
            Exit::Done
        } else {
            Exit::NotAllowed
        })
    }
}

/// What decides.
enum Decided {
    /// The rule on this line.
    Rule(u32, String),
    /// Nothing yet: messages are judged one by one.
    Filtered,
}

/// The rules cannot be read.
fn refuse(error: &RuleError, output: &Output) -> Error {
    let refused = Error::new(Exit::Invalid, "the rules cannot be used");
    let RuleError::Mistakes { diagnostics } = error else {
        return refused.cause(error);
    };
    if output.format.is_some() {
        return refused.cause(error);
    }
    for diagnostic in diagnostics {
        output.stderr(&output.block(diagnostic));
    }
    refused
}
