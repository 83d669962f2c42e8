//! `gmqtt cluster drain`.

use std::time::Duration;

use clap::Args;
use gmqtt_admin_client::federation::DrainRequest;
use serde_json::json;
use tokio::time::sleep;

use super::explain;
use crate::{admin::Admin, confirm::confirm, error::Error, exit::Exit, output::printable};

/// Have the clients of a node connect to other nodes
///
/// The node says that it is not ready, and its clients are disconnected, so many a second; those of MQTT 5 are told to use another
/// server. Their sessions follow them. It returns when no client is left, or with --no-wait at once; the node stays drained until
/// it is started again, or --cancel.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt cluster drain --confirm mq1
  gmqtt cluster drain --confirm mq1 --rate 500/s --server mq2.example.org:1883
  gmqtt cluster drain --confirm mq1 --cancel")]
pub(super) struct Drain {
    /// The name of the node that is to be drained
    #[arg(long, value_name = "NODE")]
    confirm: String,

    /// How many clients a second
    #[arg(long, value_name = "N/s", default_value = "100/s", value_parser = rate)]
    rate: u32,

    /// Where MQTT 5 clients are told to connect
    #[arg(long, value_name = "HOST:PORT")]
    server: Option<String>,

    /// Return at once
    #[arg(long)]
    no_wait: bool,

    /// Call it off: the node is ready again
    #[arg(long, conflicts_with_all = ["server", "no_wait"])]
    cancel: bool,
}

/// How often is asked how far it is.
const ASK: Duration = Duration::from_secs(1);

/// Clients a second: `100` or `100/s`.
fn rate(text: &str) -> Result<u32, String> {
    let number = text.strip_suffix("/s").unwrap_or(text);
    match number.parse() {
        Ok(rate) if rate > 0 => Ok(rate),
        _ => Err("write a number of clients a second, as in 100/s".to_owned()),
    }
}

impl Drain {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let node = super::membership::this_node(admin, &self.confirm).await?;
        let shown = printable(&node);
        let request = DrainRequest {
            rate: self.rate,
            server: self.server.unwrap_or_default(),
            cancel: self.cancel,
        };
        if !self.cancel {
            confirm(
                &admin.output,
                &format!("Disconnect all clients of {shown}?"),
                &format!("this would disconnect all clients of {shown}"),
            )?;
        }
        let mut told = None;
        loop {
            let answer = admin.writer()?.membership().drain(request.clone()).await;
            let answer = answer.map_err(|error| explain(admin, error))?.into_inner();
            if self.cancel {
                let words = format!("{shown} is not drained any more\n");
                admin.output.confirm(&words)?;
                let node = || json!({"node": node, "draining": false});
                admin.output.done(node)?;
                return Ok(Exit::Done);
            }
            let (moved, left) = (answer.moved, answer.connected);
            if told != Some((moved, left)) {
                let words = format!("{shown}: {moved} clients told to go, {left} connected\n");
                admin.output.confirm(&words)?;
                told = Some((moved, left));
            }
            if left == 0 || self.no_wait {
                admin.output.done(
                    || json!({"node": node, "draining": true, "moved": moved, "connected": left}),
                )?;
                return Ok(Exit::Done);
            }
            sleep(ASK).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rate;

    #[test]
    fn a_rate_is_a_number_of_clients_a_second() {
        assert_eq!(rate("100/s"), Ok(100));
        assert_eq!(rate("7"), Ok(7));
        for wrong in ["", "0", "/s", "-1", "10/m", "1.5/s"] {
            assert!(rate(wrong).is_err(), "{wrong}");
        }
    }
}
