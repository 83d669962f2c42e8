//! `gmqtt stop`: ends the broker on this machine as SIGTERM does, and waits until it has ended.

use std::{
    fs,
    time::{Duration, Instant},
};

use clap::Args;
use gmqtt_admin_client::admin::StatusRequest;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde::Serialize;

use crate::{
    admin::{Admin, AdminFlags, RootFlags, duration},
    confirm::confirm,
    error::Error,
    exit::Exit,
    output::{Output, printable},
};

/// Stop the broker on this machine
///
/// It takes no more connections, says goodbye to its clients, writes what waits, and ends. The broker is asked for its process, which
/// has to be on this machine.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt stop
  gmqtt stop --wait 30s --yes
  gmqtt stop --dry-run")]
pub(crate) struct Stop {
    /// How long to wait for its end; exit 124 if it takes longer
    #[arg(long, value_name = "DURATION", default_value = "30s", value_parser = duration)]
    wait: Duration,

    /// Find the broker, and leave it at that
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    admin: AdminFlags,
}

/// What was done, for programs.
#[derive(Debug, Serialize)]
struct Stopped {
    pid: i32,
    stopped: bool,
}

impl Stop {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin, root)?;
        admin.block_on(async {
            let answer = admin.writer()?.node().status(StatusRequest {}).await;
            let status = answer.map_err(|error| admin.explain(error))?.into_inner();
            let node = printable(&status.node);
            let pid = local(&admin, status.pid)?;
            let number = pid.as_raw_nonzero().get();
            let online = status.sessions.unwrap_or_default().online;
            if self.dry_run {
                report(
                    output,
                    number,
                    false,
                    &format!(
                        "{node} (pid {number}) would be stopped; {online} clients are connected"
                    ),
                )?;
                return Ok(Exit::Done);
            }
            if online > 0 {
                confirm(
                    output,
                    &format!("Stop {node} (pid {number})? {online} clients are connected."),
                    &format!("this would disconnect {online} clients"),
                )?;
            }
            kill_process(pid, Signal::TERM).map_err(|error| {
                Error::new(Exit::NotAllowed, format!("cannot signal process {number}"))
                    .cause(error)
                    .hint("stop it as the user that runs it, or as root")
            })?;
            if !ended(pid, self.wait).await {
                return Err(Error::new(
                    Exit::TimeLimit,
                    format!("{node} (pid {number}) still runs"),
                )
                .cause(format_args!(
                    "it was told to stop {} seconds ago",
                    self.wait.as_secs()
                ))
                .hint("a second SIGTERM ends it at once: kill PID"));
            }
            report(
                output,
                number,
                true,
                &format!("stopped {node} (pid {number})"),
            )?;
            Ok(Exit::Done)
        })
    }
}

fn report(output: &Output, pid: i32, stopped: bool, text: &str) -> Result<(), Error> {
    if output.format.is_some() {
        return output.document(&Stopped { pid, stopped });
    }
    output.confirm(&format!("{text}\n"))
}

/// The process of the broker, if it is one of this machine.
fn local(admin: &Admin, pid: u32) -> Result<Pid, Error> {
    let elsewhere = || {
        Error::new(
            Exit::Conflict,
            format!("{} does not run on this machine", admin.name()),
        )
        .cause(format_args!(
            "there is no gmqtt with its process id {pid} here"
        ))
        .hint("stop it there, or through what has started it: systemctl stop gmqtt, docker stop")
    };
    if !admin.chosen().endpoint.is_local() {
        return Err(elsewhere());
    }
    // A broker in a container is reached through this machine, and counts its processes by itself.
    let name =
        |process: &str| fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
    let (ours, theirs) = (name("self"), name(&pid.to_string()));
    if theirs.is_empty() || ours != theirs {
        return Err(elsewhere());
    }
    i32::try_from(pid)
        .ok()
        .and_then(Pid::from_raw)
        .ok_or_else(elsewhere)
}

/// Whether the process has ended in time.
async fn ended(pid: Pid, wait: Duration) -> bool {
    let begun = Instant::now();
    while test_kill_process(pid).is_ok() && !is_zombie(pid) {
        if begun.elapsed() >= wait {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    true
}

/// A process that has ended and that its parent has not asked for yet.
fn is_zombie(pid: Pid) -> bool {
    let stat =
        fs::read_to_string(format!("/proc/{}/stat", pid.as_raw_nonzero())).unwrap_or_default();
    stat.rsplit_once(')')
        .is_some_and(|(_, rest)| rest.trim_start().starts_with('Z'))
}
