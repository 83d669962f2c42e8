//! `gmqtt cluster join`, `leave` and `forget`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::{
    admin::StatusRequest,
    federation::{ForceLeaveRequest, JoinRequest},
};
use serde_json::json;

use super::explain;
use crate::{
    admin::Admin, completion, confirm::confirm, error::Error, exit::Exit, output::printable,
};

/// Join the nodes at these addresses
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt cluster join 10.0.0.2:8902 10.0.0.3")]
pub(super) struct Join {
    /// Addresses of nodes; port 8902 may be left out
    #[arg(required = true)]
    host: Vec<String>,
}

/// Leave the cluster
///
/// Other nodes no longer send messages here, and none are sent to them. The node is named, so that it is not the wrong one.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt cluster leave --confirm mq1")]
pub(super) struct Leave {
    /// The name of the node that is to leave
    #[arg(long, value_name = "NODE")]
    confirm: String,
}

/// Put a node that has failed out of the cluster
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt cluster forget mq3")]
pub(super) struct Forget {
    /// Its name
    #[arg(add = ArgValueCompleter::new(completion::nodes))]
    node: String,
}

impl Join {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let shown = printable(&self.host.join(", "));
        let hosts = self.host.clone();
        let answer = admin
            .writer()?
            .membership()
            .join(JoinRequest { hosts: self.host })
            .await;
        answer.map_err(|error| explain(admin, error))?;
        admin.output.confirm(&format!("joined {shown}\n"))?;
        admin.output.done(|| json!({"joined": hosts}))?;
        Ok(Exit::Done)
    }
}

impl Leave {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let node = this_node(admin, &self.confirm).await?;
        let answer = admin.writer()?.membership().leave(()).await;
        answer.map_err(|error| explain(admin, error))?;
        admin
            .output
            .confirm(&format!("{} has left\n", printable(&node)))?;
        admin.output.done(|| json!({"left": node}))?;
        Ok(Exit::Done)
    }
}

/// The name of the node that is asked, if it is this one.
pub(super) async fn this_node(admin: &Admin, confirmed: &str) -> Result<String, Error> {
    let answer = admin.writer()?.node().status(StatusRequest {}).await;
    let node = answer
        .map_err(|error| admin.explain(error))?
        .into_inner()
        .node;
    if node == confirmed {
        return Ok(node);
    }
    let words = format!(
        "this broker is {}, not {}",
        printable(&node),
        printable(confirmed)
    );
    Err(Error::new(Exit::Usage, words)
        .hint("name the node that is meant, or choose another broker with --context or --api"))
}

impl Forget {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        let writer = admin.writer()?;
        let node = printable(&self.node);
        confirm(
            &admin.output,
            &format!("Forget the node {node}? Sessions that only it has are given up."),
            &format!("this would forget the node {node}"),
        )?;
        let request = ForceLeaveRequest {
            node_name: self.node.clone(),
        };
        let answer = writer.membership().force_leave(request).await;
        answer.map_err(|error| explain(admin, error))?;
        admin.output.confirm(&format!("forgot {node}\n"))?;
        admin.output.done(|| json!({"forgotten": self.node}))?;
        Ok(Exit::Done)
    }
}
