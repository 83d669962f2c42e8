//! `gmqtt help`: the help of a command, and pages on what all commands have in common.

mod topics;

use clap::{Args, CommandFactory as _};
use clap_complete::ArgValueCandidates;

pub(crate) use topics::TOPICS;

use crate::{command::CommandLine, completion, error::Error, exit::Exit, output::Output};

/// Explain a command or a topic
///
/// Topics: cheat, contexts, environment, exit-codes, filters, output, secrets.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt help start
  gmqtt help config check
  gmqtt help exit-codes
  gmqtt help cheat                 an example of everything")]
pub(crate) struct Help {
    /// A command, or one of the topics
    #[arg(value_name = "COMMAND|TOPIC", add = ArgValueCandidates::new(completion::help_topics))]
    about: Vec<String>,
}

impl Help {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let words: Vec<_> = self.about.iter().map(String::as_str).collect();
        let topic = match words[..] {
            [name] => TOPICS.iter().find(|topic| topic.name == name),
            _ => None,
        };
        let page = match topic {
            Some(topic) => (topic.page)(),
            None => command(&words)?,
        };
        output.text(&page)?;
        Ok(Exit::Done)
    }
}

/// The help of the command at `path`; the whole tool's without one.
fn command(path: &[&str]) -> Result<String, Error> {
    let mut root = CommandLine::command();
    root.build();
    let mut command = &mut root;
    for name in path {
        command = command.find_subcommand_mut(name).ok_or_else(|| {
            Error::new(Exit::Usage, format!("no help for \"{}\"", path.join(" "))).hint(
                format_args!(
                    "`gmqtt --help` lists the commands; the topics are {}",
                    topics::names()
                ),
            )
        })?;
    }
    Ok(command.render_long_help().ansi().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::written::up_to_date;

    /// What people read who use `gmqtt mqtt` in place of mosquitto's clients changes on purpose only.
    #[test]
    fn the_help_of_mqtt_clients_in_the_tree_is_that_of_today() {
        let mut root = CommandLine::command();
        root.build();
        let mqtt = root.find_subcommand_mut("mqtt").unwrap();
        let names: Vec<_> = mqtt
            .get_subcommands()
            .map(|one| one.get_name().to_owned())
            .collect();
        for name in names {
            let command = mqtt.find_subcommand_mut(&name).unwrap().clone();
            let help = command.term_width(100).render_long_help().to_string();
            up_to_date(
                &format!("tests/cli/help/gmqtt-mqtt-{name}.txt"),
                help.as_bytes(),
            );
        }
    }
}
