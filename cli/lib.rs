//! The command line of gmqtt as a library, so that a binary with plugins of its own is the whole tool too.
//!
//! ```no_run
//! fn main() -> std::process::ExitCode {
//!     let plugins = gmqtt::built_in_plugins();
//!     // plugins.push(std::sync::Arc::new(MyPlugin));
//!     gmqtt::run(plugins)
//! }
//! ```

mod admin;
mod archive;
mod built_in;
mod command;
mod completion;
mod config_source;
mod config_tree;
mod confirm;
mod contexts;
mod convert;
mod environment;
mod error;
mod exit;
mod man;
mod mqtt;
mod new_file;
mod node_name;
mod output;
mod store;
mod usage;
#[cfg(test)]
mod written;

use std::{process::ExitCode, sync::Arc};

pub use built_in::built_in_plugins;
pub use gmqtt_plugin_api as plugin_api;
use gmqtt_plugin_api::Plugin;

use crate::command::Invocation;

/// Runs the command line of this process and says how it should end. `plugins` are those that `plugin_order` may name.
#[must_use = "the process should end with this code"]
pub fn run(plugins: Vec<Arc<dyn Plugin>>) -> ExitCode {
    if completion::answer() {
        return ExitCode::SUCCESS;
    }
    let invocation = match Invocation::from_args(std::env::args_os().collect()) {
        Ok(invocation) => invocation,
        Err(stop) => return stop.report().into(),
    };
    let output = invocation.output;
    let exit = invocation
        .command
        .run(&output, invocation.root, plugins)
        .unwrap_or_else(|error| {
            output.error(&error);
            error.exit()
        });
    exit.into()
}
