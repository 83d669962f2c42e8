//! The command tree: one file a command, and the flags they all share.

mod accounts;
mod acl;
mod backup;
mod check;
mod clients;
mod cluster;
mod completions;
mod config;
mod context;
mod doctor;
mod events;
pub(crate) mod examples;
mod explain;
mod help;
mod init;
mod listeners;
mod logs;
mod man;
pub(crate) mod meant;
mod metrics;
mod mqtt;
mod plugin;
mod publish;
mod reload;
mod restore;
mod retained;
mod start;
mod status;
mod stop;
mod store;
mod subscriptions;
mod tls;
mod tokens;
mod top;
mod topics;
mod trace;
mod version;

pub(crate) use help::TOPICS;
pub(crate) use version::VERSION;

use std::{ffi::OsString, sync::Arc};

use clap::{ArgAction, Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use gmqtt_plugin_api::Plugin;

use crate::{
    admin::RootFlags,
    error::Error,
    exit::Exit,
    output::{Choice, Color, Layout, Output},
    usage::{self, Stop},
};

/// An MQTT 3.1, 3.1.1 and 5 broker and the toolkit to run it.
#[derive(Debug, Parser)]
#[command(
    name = "gmqtt",
    disable_version_flag = true,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_value_name = "COMMAND",
    max_term_width = 100,
    after_help = EXAMPLES
)]
pub(crate) struct CommandLine {
    /// Print the version; with -o json also what it was built from
    #[arg(short = 'V', long)]
    version: bool,

    #[command(flatten)]
    shared: Shared,

    #[command(flatten)]
    admin: RootFlags,

    #[command(subcommand)]
    command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  gmqtt start                      run a broker for this machine, without any config
  gmqtt init --secure              write a config with TLS, an account and what else it takes
  gmqtt start -c gmqtt.yml         run a broker
  gmqtt config check gmqtt.yml     say what is wrong with a config
  gmqtt mqtt sub -t hello          print what is published, here
  gmqtt help cheat                 an example of everything";

/// Flags that every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
struct Shared {
    /// Print as table, wide, json, jsonl, yaml, csv, name or template=TEMPLATE
    #[arg(
        short,
        long,
        global = true,
        value_name = "FORMAT",
        env = "GMQTT_OUTPUT",
        hide_env = true
    )]
    output: Option<Choice>,

    /// The columns of tables and CSV, in their order: client_id,queue
    #[arg(long, global = true, value_name = "A,B,C", hide_short_help = true)]
    columns: Option<String>,

    /// Print tables without their header
    #[arg(long, global = true, hide_short_help = true)]
    no_header: bool,

    /// Do not hand long tables to the pager that GMQTT_PAGER or PAGER names
    #[arg(long, global = true, hide_short_help = true)]
    no_pager: bool,

    /// Answer yes to everything that would be asked
    #[arg(short, long, global = true, hide_short_help = true)]
    yes: bool,

    /// Ask nothing; what would need an answer fails
    #[arg(long, global = true, hide_short_help = true)]
    no_input: bool,

    /// When to use colour: auto, always or never
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true
    )]
    color: Color,

    /// Print results and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more about what is done (start: -v logs debug, -vv trace)
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
}

/// What can be asked of gmqtt.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Start(start::Start),
    Init(init::Init),
    Config(config::Config),
    Reload(reload::Reload),
    Doctor(doctor::Doctor),
    Tls(tls::Tls),
    Plugin(plugin::Plugin),
    Acl(acl::Acl),
    Status(status::Status),
    #[command(visible_alias = "client")]
    Clients(Box<clients::Clients>),
    #[command(visible_aliases = ["subscription", "subs"])]
    Subscriptions(Box<subscriptions::Subscriptions>),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Store(Box<store::Store>),
    Publish(Box<publish::Publish>),
    #[command(visible_alias = "account")]
    Accounts(Box<accounts::Accounts>),
    Retained(Box<retained::Retained>),
    Topics(Box<topics::Topics>),
    Explain(explain::Explain),
    Metrics(metrics::Metrics),
    Events(events::Events),
    Logs(logs::Logs),
    Trace(trace::Trace),
    Listeners(listeners::Listeners),
    Tokens(tokens::Tokens),
    Cluster(cluster::Cluster),
    Check(check::Check),
    Stop(stop::Stop),
    Top(Box<top::Top>),
    Mqtt(Box<mqtt::Mqtt>),
    #[command(visible_alias = "ctx")]
    Context(context::ContextCommand),
    #[command(visible_alias = "completion")]
    Completions(completions::Completions),
    Man(man::Man),
    Help(help::Help),
    Version(version::Version),
}

impl Command {
    /// Does it.
    pub(crate) fn run(
        self,
        output: &Output,
        root: RootFlags,
        plugins: Vec<Arc<dyn Plugin>>,
    ) -> Result<Exit, Error> {
        match self {
            Self::Status(status) => status.run(output, root),
            Self::Clients(clients) => clients.run(output, root),
            Self::Subscriptions(subscriptions) => subscriptions.run(output, root),
            Self::Publish(publish) => publish.run(output, root),
            Self::Accounts(accounts) => accounts.run(output, root),
            Self::Retained(retained) => retained.run(output, root),
            Self::Topics(topics) => topics.run(output, root),
            Self::Top(top) => top.run(output, root),
            Self::Start(start) => start.run(output, plugins),
            Self::Init(init) => init.run(output),
            Self::Config(config) => config.run(output, root, &plugins),
            Self::Reload(reload) => reload.run(output, root, &plugins),
            Self::Doctor(doctor) => doctor.run(output, &plugins),
            Self::Tls(tls) => tls.run(output, &plugins),
            Self::Plugin(plugin) => plugin.run(output),
            Self::Backup(backup) => backup.run(output, &plugins),
            Self::Restore(restore) => restore.run(output, &plugins),
            Self::Store(store) => store.run(output, &plugins),
            Self::Acl(acl) => acl.run(output, root, &plugins),
            Self::Explain(explain) => explain.run(output, root),
            Self::Metrics(metrics) => metrics.run(output, root),
            Self::Events(events) => events.run(output, root),
            Self::Logs(logs) => logs.run(output, root),
            Self::Trace(trace) => trace.run(output, root),
            Self::Listeners(listeners) => listeners.run(output, root),
            Self::Tokens(tokens) => tokens.run(output, root),
            Self::Cluster(cluster) => cluster.run(output, root),
            Self::Check(check) => check.run(output, root),
            Self::Stop(stop) => stop.run(output, root),
            Self::Mqtt(mqtt) => mqtt.run(output),
            Self::Context(context) => context.run(output),
            Self::Completions(completions) => completions.run(output),
            Self::Man(man) => man.run(output),
            Self::Help(help) => help.run(output),
            Self::Version(version) => version.run(output),
        }
    }
}

/// A command line that makes sense.
#[derive(Debug)]
pub(crate) struct Invocation {
    pub(crate) output: Output,
    /// Which broker, as said in front of the command.
    pub(crate) root: RootFlags,
    pub(crate) command: Command,
}

impl Invocation {
    /// Reads `args`, the first of which is the name of the program.
    pub(crate) fn from_args(args: Vec<OsString>) -> Result<Self, Stop> {
        // Errors have to be printed as asked for, too, and they may keep us from reading how that is.
        let (mut hasty, color) = usage::guess(&args);
        color.apply();
        hasty.format = hasty.format.or_else(|| {
            let said = std::env::var("GMQTT_OUTPUT").ok()?;
            said.parse::<Choice>().ok()?.format()
        });
        let stop = |error| Stop::new(error, hasty);
        let matches = CommandLine::command()
            .try_get_matches_from(args)
            .map_err(stop)?;
        let line = CommandLine::from_arg_matches(&matches).map_err(stop)?;
        let shared = line.shared;
        let output = Output {
            format: shared.output.and_then(Choice::format),
            layout: shared.output.map_or(Layout::Table, Choice::layout),
            // There is one of it in a process, and it is needed until the end.
            columns: shared.columns.map(|columns| &*columns.leak()),
            no_header: shared.no_header,
            no_pager: shared.no_pager,
            yes: shared.yes,
            no_input: shared.no_input,
            quiet: shared.quiet,
            verbose: shared.verbose,
        };
        let command = match (line.version, line.command) {
            (true, _) => Command::Version(version::Version {}),
            (false, Some(command)) => command,
            (false, None) => {
                return Err(stop(CommandLine::command().error(
                    clap::error::ErrorKind::MissingSubcommand,
                    "a command is missing",
                )));
            }
        };
        Ok(Self {
            output,
            root: line.admin,
            command,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command of the tree with the words that lead to it.
    fn tree() -> Vec<(String, clap::Command)> {
        let mut root = CommandLine::command();
        root.build();
        let mut all = Vec::new();
        let mut open = vec![("gmqtt".to_owned(), root)];
        while let Some((path, command)) = open.pop() {
            open.extend(
                command
                    .get_subcommands()
                    .map(|below| (format!("{path} {}", below.get_name()), below.clone())),
            );
            all.push((path, command));
        }
        all
    }

    #[test]
    fn the_tree_is_well_formed() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn every_command_says_what_it_does_and_shows_an_example() {
        for (path, command) in tree() {
            assert!(command.get_about().is_some(), "{path} has no description");
            assert!(!examples::of(&command).is_empty(), "{path} has no example");
        }
    }

    #[test]
    fn every_flag_is_explained() {
        for (path, command) in tree() {
            for argument in command.get_arguments() {
                assert!(
                    argument.get_help().is_some(),
                    "{path}: {} is not explained",
                    argument.get_id()
                );
            }
        }
    }

    #[test]
    fn every_example_can_be_run() {
        for (path, command) in tree() {
            for example in examples::of(&command) {
                let example = example.line;
                let args = example.split_whitespace().map(OsString::from).collect();
                assert!(Invocation::from_args(args).is_ok(), "{path}: {example}");
            }
        }
    }

    #[test]
    fn a_short_flag_means_the_same_everywhere() {
        let mut meanings = std::collections::BTreeMap::new();
        // Under `gmqtt mqtt` the letters are mosquitto's.
        let ours = tree()
            .into_iter()
            .filter(|(path, _)| !path.starts_with("gmqtt mqtt"));
        for (path, command) in ours {
            for argument in command.get_arguments() {
                if let Some(short) = argument.get_short() {
                    let long = argument.get_long().map(str::to_owned);
                    let known = meanings.entry(short).or_insert_with(|| long.clone());
                    assert_eq!(*known, long, "-{short} of {path}");
                }
            }
        }
    }
}
