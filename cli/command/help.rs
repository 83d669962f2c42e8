//! `gmqtt help`: the help of a command, and pages on what all commands have in common.

use clap::{Args, CommandFactory as _};

use crate::{command::CommandLine, error::Error, exit::Exit, output::Output};

/// Explain a command or a topic
///
/// Topics: exit-codes, environment.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt help start
  gmqtt help config check
  gmqtt help exit-codes")]
pub(crate) struct Help {
    /// A command, or one of the topics exit-codes and environment
    #[arg(value_name = "COMMAND|TOPIC")]
    about: Vec<String>,
}

impl Help {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let page = match self.about.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["exit-codes"] => exit_codes(),
            ["environment"] => ENVIRONMENT.to_owned(),
            ref path => command(path)?,
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
                "`gmqtt --help` lists the commands; the topics are exit-codes and environment",
            )
        })?;
    }
    Ok(command.render_long_help().ansi().to_string())
}

fn exit_codes() -> String {
    let line = |exit: &Exit| {
        format!(
            "{:>5}  {:<12} {}\n",
            exit.code(),
            exit.name(),
            exit.meaning()
        )
    };
    let table: String = Exit::ALL.iter().map(line).collect();
    format!("Exit codes, and the names JSON errors give them:\n\n{table}")
}

const ENVIRONMENT: &str = "\
Variables gmqtt reads:

  GMQTT_CONFIG       the config file, unless -c names one
  GMQTT_CFG__A__B    the config key a.b, as in GMQTT_CFG__MQTT__MAX_INFLIGHT=200; --set wins over it
  GMQTT_LOG          what start logs, as in debug or warn,gmqtt_server=trace; --log-level wins over it
  NO_COLOR           never colour; CLICOLOR_FORCE=1 always does; --color wins over both
  HOME, XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_RUNTIME_DIR
                     where the config file and the data are looked for
  NOTIFY_SOCKET      set by systemd: start tells it when the broker is ready and when it stops
";
