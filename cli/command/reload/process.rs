//! The broker of a pid file, on this machine: its configuration is checked here, and it is signalled.

use std::{fs, io, sync::Arc};

use gmqtt_plugin_api::Plugin;
use rustix::process::{Pid, Signal, kill_process};
use serde::Serialize;

use super::Reload;
use crate::{
    error::Error,
    exit::Exit,
    output::{Output, to_json},
};

/// What was done, for programs.
#[derive(Serialize)]
struct Told {
    pid: i32,
    signalled: bool,
}

/// Checks the configuration, and tells the process.
pub(super) fn tell(
    asked: &Reload,
    output: &Output,
    plugins: &[Arc<dyn Plugin>],
) -> Result<Exit, Error> {
    let loaded = asked.source.load(output, plugins, true).map_err(|error| {
        error.hint("the running broker keeps its old configuration; check the new one with: gmqtt config check")
    })?;
    let pid_file = asked.pid_file.clone().or(loaded.config.pid_file);
    let pid = running(&pid_file.ok_or_else(no_pid_file)?)?;
    if !asked.dry_run {
        kill_process(pid, Signal::HUP).map_err(|error| {
            Error::new(Exit::Failed, format!("cannot signal process {pid}")).cause(error)
        })?;
    }
    let (pid, signalled) = (pid.as_raw_nonzero().get(), !asked.dry_run);
    output.done(|| to_json(&Told { pid, signalled }))?;
    output.confirm(&if signalled {
        format!("told process {pid} to reload; its log says what changed\n")
    } else {
        format!("the configuration is valid; process {pid} would be told to reload\n")
    })?;
    Ok(Exit::Done)
}

fn no_pid_file() -> Error {
    Error::new(Exit::Usage, "cannot tell which process is the broker")
        .cause("neither --pid-file nor the configuration names a pid file")
        .hint("set pid_file in the configuration, or signal the process yourself: kill -HUP PID")
}

/// The process that a pid file names, if it is a broker like this one.
fn running(pid_file: &std::path::Path) -> Result<Pid, Error> {
    let place = pid_file.display();
    let content = fs::read_to_string(pid_file).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Error::new(Exit::NotFound, "no broker is running here")
            .cause(format_args!("there is no pid file {place}"))
            .hint("start one: gmqtt start"),
        _ => Error::new(Exit::Failed, format!("cannot read the pid file {place}")).cause(error),
    })?;
    // 0 and negative numbers mean groups of processes to kill(2).
    let pid = content
        .trim()
        .parse()
        .ok()
        .filter(|pid| *pid > 0)
        .and_then(Pid::from_raw);
    let pid =
        pid.ok_or_else(|| Error::new(Exit::Conflict, format!("{place} is not a pid file")))?;
    // A pid file may outlive its process, and the number may be another's by now.
    let name =
        |process: &str| fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    let (ours, theirs) = (name("self"), name(&pid.as_raw_nonzero().to_string()));
    if theirs.is_empty() || ours != theirs {
        return Err(Error::new(Exit::NotFound, "no broker is running here")
            .cause(format_args!(
                "{place} names process {pid}, which is not gmqtt"
            ))
            .hint("start one: gmqtt start"));
    }
    Ok(pid)
}
