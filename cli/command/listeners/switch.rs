//! `gmqtt listeners close` and `gmqtt listeners open`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{CloseListenerRequest, Listener, OpenListenerRequest};

use crate::{
    admin::{self, Admin},
    completion,
    confirm::confirm,
    error::Error,
    exit::Exit,
    output::printable,
};

/// Take no more connections on a listener
///
/// Those who are connected stay, unless asked otherwise. It is open again after `gmqtt listeners open` or when the broker is started again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt listeners close secure
  gmqtt listeners close 0.0.0.0:1883 --disconnect-clients --yes")]
pub(super) struct Close {
    /// Its name, or its address if it has none
    #[arg(add = ArgValueCompleter::new(completion::listeners))]
    name: String,

    /// Disconnect who is connected there, too
    #[arg(long)]
    disconnect_clients: bool,
}

/// Take connections again on a listener that was closed
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt listeners open secure")]
pub(super) struct Open {
    /// Its name, or its address if it has none
    #[arg(add = ArgValueCompleter::new(completion::listeners))]
    name: String,
}

impl Close {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let writer = admin.writer()?;
        let name = printable(&self.name);
        let and_clients = if self.disconnect_clients {
            " and disconnect its clients"
        } else {
            ""
        };
        confirm(
            &admin.output,
            &format!(
                "Close the listener {name} of {}{and_clients}? Nobody can connect there then.",
                admin.name()
            ),
            &format!("this would close the listener {name}{and_clients}"),
        )?;
        let answer = writer
            .listeners()
            .close(CloseListenerRequest {
                name: self.name,
                disconnect_clients: self.disconnect_clients,
            })
            .await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        report(admin, "closed", answer.listener)
    }
}

impl Open {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let mut listeners = admin.writer()?.listeners();
        let answer = listeners
            .open(OpenListenerRequest { name: self.name })
            .await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        report(admin, "opened", answer.listener)
    }
}

fn report(admin: &Admin, done: &str, listener: Option<Listener>) -> Result<Exit, Error> {
    let listener = listener.unwrap_or_default();
    if admin.output.format.is_some() {
        admin
            .output
            .document(&admin::json("gmqtt.admin.api.Listener", &listener))?;
        return Ok(Exit::Done);
    }
    let stay = match listener.connections {
        Some(stay @ 1..) if done == "closed" => format!(", {stay} connections stay"),
        _ => String::new(),
    };
    let (name, scheme, address) = (&listener.name, &listener.scheme, &listener.address);
    let place = printable(&format!("{name} ({scheme}://{address})"));
    admin.output.confirm(&format!("{done} {place}{stay}\n"))?;
    Ok(Exit::Done)
}
