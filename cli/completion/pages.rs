//! Names of commands and help topics, for the commands that explain them.

use clap::CommandFactory as _;
use clap_complete::CompletionCandidate;

use crate::command::{CommandLine, TOPICS};

/// The commands of the first level.
pub(crate) fn commands() -> Vec<CompletionCandidate> {
    CommandLine::command()
        .get_subcommands()
        .filter(|command| !command.is_hide_set())
        .map(|command| {
            CompletionCandidate::new(command.get_name()).help(command.get_about().cloned())
        })
        .collect()
}

/// The commands of the first level, and the topics of `gmqtt help`.
pub(crate) fn help_topics() -> Vec<CompletionCandidate> {
    let topics = TOPICS
        .iter()
        .map(|topic| CompletionCandidate::new(topic.name).help(Some(topic.about.into())));
    topics.chain(commands()).collect()
}
