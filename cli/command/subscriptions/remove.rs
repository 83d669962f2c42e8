//! `gmqtt subscriptions remove`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{FilterSubscriptionRequest, UnsubscribeRequest};
use serde_json::json;

use crate::{
    admin::Admin, completion, error::Error, exit::Exit, mqtt::invalid_filter, output::printable,
};

/// Remove subscriptions of a client, connected or away
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt subscriptions remove meter-1 config/meter-1")]
pub(super) struct Remove {
    /// The client identifier
    #[arg(value_name = "CLIENT", add = ArgValueCompleter::new(completion::clients))]
    client: String,

    /// The filters, as they were subscribed, with $share/group/ in front of shared ones
    #[arg(value_name = "FILTER", required = true, add = ArgValueCompleter::new(completion::filters))]
    filters: Vec<String>,

    /// A subscription that does not exist is no error
    #[arg(long)]
    if_exists: bool,
}

impl Remove {
    pub(super) async fn run(self, admin: &Admin) -> Result<Exit, Error> {
        for filter in &self.filters {
            invalid_filter(filter)?;
        }
        let mut subscriptions = admin.writer()?.subscriptions();
        let request = FilterSubscriptionRequest {
            client_id: self.client.clone(),
            limit: -1,
            ..FilterSubscriptionRequest::default()
        };
        let answer = subscriptions.filter(request).await;
        let known = answer.map_err(|error| admin.explain(error))?.into_inner();
        let (there, missing): (Vec<_>, Vec<_>) = self.filters.iter().partition(|filter| {
            let mut known = known.subscriptions.iter();
            known.any(|one| one.topic_name == **filter)
        });
        if !there.is_empty() {
            let request = UnsubscribeRequest {
                client_id: self.client.clone(),
                topics: there.iter().map(|filter| (*filter).clone()).collect(),
            };
            let answer = subscriptions.unsubscribe(request).await;
            answer.map_err(|error| admin.explain(error))?;
        }
        let client = printable(&self.client);
        for filter in &there {
            let filter = printable(filter);
            admin
                .output
                .confirm(&format!("unsubscribed {client} from {filter}\n"))?;
        }
        let outcome = |filter: &&String| {
            let known = there.contains(filter);
            let outcome = if known { "REMOVED" } else { "NOT_FOUND" };
            json!({"topic_name": filter, "outcome": outcome})
        };
        admin.output.done(|| {
            let results: Vec<_> = self.filters.iter().map(|one| outcome(&one)).collect();
            json!({"client_id": self.client, "results": results})
        })?;
        if self.if_exists || missing.is_empty() {
            return Ok(Exit::Done);
        }
        for filter in &missing {
            let message = format!("client \"{}\" has not subscribed to {filter}", self.client);
            let error = Error::new(Exit::NotFound, message);
            admin.output.error(&error);
        }
        Ok(if there.is_empty() {
            Exit::NotFound
        } else {
            Exit::Partly
        })
    }
}
