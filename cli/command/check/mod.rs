//! `gmqtt check`: probes for monitoring systems, in the forms they read.

mod broker;
mod client;
mod cluster;
mod queue;
mod report;
mod tls;

use clap::{Args, Subcommand};

use self::report::{Form, Report};
use crate::{
    admin::{Admin, AdminFlags, RootFlags},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Probe a broker for a monitoring system
///
/// Exits 0 if all is well, and 7 if something is critical. With --format nagios the exit codes are those of its plugins: 0 OK,
/// 1 WARNING, 2 CRITICAL, 3 UNKNOWN.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt check broker
  gmqtt check queue --warning 1000 --critical 10000 --format nagios
  gmqtt check tls --critical 7d --format prometheus"
)]
pub(crate) struct Check {
    #[command(subcommand)]
    command: Command,

    /// The form of the answer
    #[arg(long, value_name = "FORMAT", default_value = "text", global = true)]
    format: Form,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "WHAT")]
enum Command {
    Broker(broker::Broker),
    Cluster(cluster::Cluster),
    Tls(tls::Tls),
    Queue(queue::Queue),
    Client(client::Client),
}

impl Command {
    const fn name(&self) -> &'static str {
        match self {
            Self::Broker(_) => "broker",
            Self::Cluster(_) => "cluster",
            Self::Tls(_) => "tls",
            Self::Queue(_) => "queue",
            Self::Client(_) => "client",
        }
    }
}

impl Check {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let name = self.command.name();
        let form = self.form(output);
        let asked = Admin::new(output, self.admin, root).and_then(|admin| {
            admin.block_on(async {
                match &self.command {
                    Command::Broker(broker) => broker.look(&admin).await,
                    Command::Cluster(cluster) => cluster.look(&admin).await,
                    Command::Tls(tls) => tls.look(&admin).await,
                    Command::Queue(queue) => queue.look(&admin).await,
                    Command::Client(client) => client.look(&admin).await,
                }
            })
        });
        // Those who probe want an answer, also when there is none.
        let report = match (asked, form) {
            (Ok(report), _) => report,
            (Err(error), Form::Text) => return Err(error),
            (Err(error), _) => Report::failed(name, &error),
        };
        report.print(form, output)
    }

    /// `-o json` means the same here.
    fn form(&self, output: &Output) -> Form {
        if output.format.is_some() {
            Form::Json
        } else {
            self.format
        }
    }
}
