//! `gmqtt mqtt`: clients for any MQTT broker. Their letters are mosquitto's, so what all of gmqtt's commands take has no
//! letters here but -o.

mod amount;
mod bench;
mod connect;
mod ending;
mod message;
mod payload;
mod probe;
mod properties;
mod publish;
mod reply;
mod request;
mod sub;

use clap::{ArgAction, Args, Subcommand};

use crate::{
    error::Error,
    exit::Exit,
    output::{Choice, Color, Output},
};

/// Publish, subscribe and more as an MQTT client, with any broker
///
/// The letters of flags are those of mosquitto_pub and mosquitto_sub: -h is the host, -q the QoS, -v prints topics.
#[derive(Debug, Args)]
#[command(
    disable_help_flag = true,
    arg_required_else_help = true,
    subcommand_value_name = "COMMAND",
    after_help = "\
Examples:
  gmqtt mqtt sub -t hello                    print what is published to hello, here
  gmqtt mqtt pub -t hello -m world           publish to a broker on this machine
  gmqtt mqtt sub -L mqtts://mq.example:8883 -u me --password-file pw -t 'sensors/#'"
)]
pub(crate) struct Mqtt {
    #[command(flatten)]
    shared: LongShared,

    #[command(subcommand)]
    tool: Tool,
}

/// The flags that every command takes, without the letters that mean something else to mosquitto. They bear the names of
/// the tree's own, so that they take their place.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
struct LongShared {
    /// Print for programs instead of people: json, jsonl or yaml
    #[arg(
        short,
        long,
        global = true,
        value_name = "FORMAT",
        env = "GMQTT_OUTPUT",
        hide_env = true
    )]
    output: Option<Choice>,

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
    #[arg(long, global = true, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more about what is done
    #[arg(short = 'd', long, visible_alias = "debug", global = true, action = ArgAction::Count)]
    verbose: u8,

    /// Answer yes to everything that would be asked
    #[arg(long, global = true, hide = true)]
    yes: bool,

    /// Print this help
    #[arg(long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
enum Tool {
    Pub(publish::Pub),
    Sub(sub::Sub),
    Request(request::Request),
    Reply(reply::Reply),
    Bench(bench::Bench),
    Probe(probe::Probe),
}

impl Mqtt {
    pub(crate) fn run(self, output: &Output) -> Result<Exit, Error> {
        match self.tool {
            Tool::Pub(publish) => publish.run(output),
            Tool::Sub(sub) => sub.run(output),
            Tool::Request(request) => request.run(output),
            Tool::Reply(reply) => reply.run(output),
            Tool::Bench(bench) => bench.run(output),
            Tool::Probe(probe) => probe.run(output),
        }
    }
}

/// Runs one client on this thread.
fn block_on<T>(work: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let result = runtime.block_on(work);
    // Nobody waits for a name that is still being looked up.
    runtime.shutdown_background();
    result
}
