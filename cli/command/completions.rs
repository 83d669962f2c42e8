//! `gmqtt completions`: the script that makes a shell complete gmqtt's command lines.

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, env::Shells, generate};

use crate::{command::CommandLine, completion::VARIABLE, error::Error, exit::Exit, output::Output};

/// Print the script that makes a shell complete gmqtt's commands
///
/// The script asks gmqtt how a line may go on, so that it knows contexts, config keys and what a running broker has, too. With
/// --static it knows the commands and flags of this version and never runs gmqtt.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt completions bash             for ~/.bashrc: source <(gmqtt completions bash)
  gmqtt completions zsh              for ~/.zshrc, below compinit: source <(gmqtt completions zsh)
  gmqtt completions fish             for ~/.config/fish/completions/gmqtt.fish
  gmqtt completions powershell       for $PROFILE: gmqtt completions powershell | Out-String | Invoke-Expression
  gmqtt completions bash --static")]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    shell: Shell,

    /// Print a script that never runs gmqtt
    #[arg(long = "static")]
    is_static: bool,
}

impl Completions {
    pub(crate) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let mut script = Vec::new();
        if self.is_static {
            generate(
                self.shell,
                &mut CommandLine::command(),
                "gmqtt",
                &mut script,
            );
        } else if let Some(shell) = Shells::builtins().completer(&self.shell.to_string()) {
            shell.write_registration(VARIABLE, "gmqtt", "gmqtt", "gmqtt", &mut script)?;
        }
        output.bytes(&script)?;
        Ok(Exit::Done)
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;
    use clap_complete::Generator as _;

    use super::*;
    use crate::written::up_to_date;

    #[test]
    fn the_scripts_in_the_tree_know_every_command() {
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            generate(*shell, &mut CommandLine::command(), "gmqtt", &mut script);
            up_to_date(
                &format!("completions/{}", shell.file_name("gmqtt")),
                &script,
            );
        }
    }

    #[test]
    fn every_shell_has_both_scripts() {
        for shell in Shell::value_variants() {
            assert!(
                Shells::builtins().completer(&shell.to_string()).is_some(),
                "{shell}"
            );
        }
    }
}
