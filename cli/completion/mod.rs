//! Answers a shell that asks how a command line may go on. The script of `gmqtt completions SHELL` asks by running gmqtt
//! with the variable `COMPLETE`.
//!
//! A shell in the middle of a line can use no message: what fails answers nothing.

mod config_keys;
mod contexts;
mod live;
mod pages;

use std::{env, path::Path};

use clap::CommandFactory as _;
use clap_complete::{CompleteEnv, env::Shells};

pub(crate) use config_keys::{config_keys, settings};
pub(crate) use contexts::contexts;
pub(crate) use live::{accounts, clients, filters, listeners, nodes, retained, tokens};
pub(crate) use pages::{commands, help_topics};

use crate::command::CommandLine;

/// The variable that says which shell asks.
pub(crate) const VARIABLE: &str = "COMPLETE";

/// Answers the shell, if it is a shell that runs this process; whether it was.
pub(crate) fn answer() -> bool {
    let Some(shell) = env::var_os(VARIABLE) else {
        return false;
    };
    // Somebody else's variable of that name.
    let known = Path::new(&shell)
        .file_stem()
        .and_then(|name| name.to_str())
        .is_some_and(|name| Shells::builtins().completer(name).is_some());
    if !known {
        return false;
    }
    let folder = env::current_dir().ok();
    CompleteEnv::with_factory(CommandLine::command)
        .var(VARIABLE)
        .bin("gmqtt")
        .try_complete(env::args_os(), folder.as_deref())
        .unwrap_or(true)
}
