//! `gmqtt trace`: the packets of a client, a topic or an address as they come and go.

mod record;

use std::time::Duration;

use clap::{Args, Subcommand};
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{CreateTraceRequest, DeleteTraceRequest, StreamTraceRequest};

use crate::{
    admin::{self, Admin, AdminFlags, RootFlags, duration, to_length},
    completion,
    error::Error,
    exit::Exit,
    output::Output,
};

/// Show packets as they come and go
///
/// Passwords and authentication data are masked, payloads are left out unless --payload asks for their beginning. The trace ends
/// with --count, --for, Ctrl-C, or by itself after ten minutes.
#[derive(Debug, Args)]
#[command(
    arg_required_else_help = true,
    after_help = "\
Examples:
  gmqtt trace client meter-1
  gmqtt trace topic sensors/+/raw --for 1m
  gmqtt trace address 10.0.0.0/8 --count 100 -o jsonl"
)]
pub(crate) struct Trace {
    #[command(subcommand)]
    what: What,

    /// How long to trace, a day at most
    #[arg(long = "for", value_name = "DURATION", value_parser = duration, global = true)]
    time: Option<Duration>,

    /// End after so many packets
    #[arg(long, value_name = "N", global = true)]
    count: Option<u64>,

    /// Show so many bytes of each payload, 4096 at most
    #[arg(
        long,
        value_name = "BYTES",
        default_value = "0",
        hide_default_value = true,
        global = true
    )]
    payload: u32,

    #[command(flatten)]
    admin: AdminFlags,
}

#[derive(Debug, Subcommand)]
#[command(subcommand_value_name = "WHAT")]
enum What {
    Client(Client),
    Topic(Topic),
    Address(Address),
}

/// The packets of a client
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt trace client meter-1
  gmqtt trace client meter-1 --payload 64")]
struct Client {
    /// Its identifier; it need not be connected yet
    #[arg(add = ArgValueCompleter::new(completion::clients))]
    client_id: String,
}

/// The messages of topics
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt trace topic sensors/+/raw")]
struct Topic {
    /// A topic filter
    filter: String,
}

/// The packets of clients at an address
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt trace address 10.0.4.17
  gmqtt trace address 10.0.0.0/8")]
struct Address {
    /// An address, or a network
    address: String,
}

impl Trace {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin.clone(), root)?;
        admin.block_on(self.follow(&admin))
    }

    async fn follow(&self, admin: &Admin) -> Result<Exit, Error> {
        let mut traces = admin.client()?.traces();
        let created = traces.create(self.request()).await;
        let created = created.map_err(|error| admin.explain(error))?.into_inner();
        let id = created.trace.unwrap_or_default().id;
        let shown = tokio::select! {
            shown = self.show(admin, &id) => shown,
            // A trace that nobody looks at costs the broker memory.
            _ = tokio::signal::ctrl_c() => Ok(Exit::Interrupted),
        };
        // It ends by itself, too.
        let _ = traces.delete(DeleteTraceRequest { id }).await;
        shown
    }

    fn request(&self) -> CreateTraceRequest {
        let mut request = CreateTraceRequest {
            duration: self.time.map(to_length),
            payload_bytes: self.payload,
            ..CreateTraceRequest::default()
        };
        match &self.what {
            What::Client(Client { client_id }) => request.client_id.clone_from(client_id),
            What::Topic(Topic { filter }) => request.topic_filter.clone_from(filter),
            What::Address(Address { address }) => request.address.clone_from(address),
        }
        request
    }

    async fn show(&self, admin: &Admin, id: &str) -> Result<Exit, Error> {
        let request = StreamTraceRequest {
            id: id.to_owned(),
            since_sequence: 0,
        };
        let answer = admin.client()?.traces().stream(request).await;
        let mut packets = answer.map_err(|error| admin.explain(error))?.into_inner();
        let mut shown = 0;
        while self.count.is_none_or(|count| shown < count) {
            let packet = packets
                .message()
                .await
                .map_err(|error| admin.explain(error))?;
            // The trace has come to its end.
            let Some(packet) = packet else { break };
            if packet.skipped > 0 {
                admin.output.warn(&format!(
                    "{} packets were left out: this reader is too slow",
                    packet.skipped
                ));
            }
            match admin.output.format {
                Some(_) => admin
                    .output
                    .record(&admin::json("gmqtt.admin.api.TraceRecord", &packet))?,
                None => admin.output.text(&record::line(&packet))?,
            }
            shown += 1;
        }
        Ok(match self.count {
            Some(count) if shown < count => Exit::TimeLimit,
            _ => Exit::Done,
        })
    }
}
