//! `gmqtt subscriptions add`.

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::{FilterSubscriptionRequest, SubscribeRequest, Subscription};

use crate::{
    admin::{self, Admin},
    completion,
    error::Error,
    exit::Exit,
    mqtt::invalid_filter,
    output::printable,
};

/// Subscribe a client, connected or away
///
/// It is sent the retained messages as if it had subscribed itself.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt subscriptions add meter-1 config/meter-1 --qos 1
  gmqtt subscriptions add meter-1 config/# firmware/# --if-not-exists")]
pub(super) struct Add {
    /// The client identifier
    #[arg(value_name = "CLIENT", add = ArgValueCompleter::new(completion::clients))]
    client: String,

    /// The filters
    #[arg(value_name = "FILTER", required = true)]
    filters: Vec<String>,

    /// The highest QoS that messages are sent with
    #[arg(long, value_name = "QOS", default_value = "0", value_parser = clap::value_parser!(u32).range(0..=2))]
    qos: u32,

    /// Keep the client's own messages from it
    #[arg(long)]
    no_local: bool,

    /// Leave the RETAIN flag of messages as it was published
    #[arg(long)]
    retain_as_published: bool,

    /// Retained messages: 0 are sent, 1 only if the subscription is new, 2 are not sent
    #[arg(long, value_name = "0|1|2", default_value = "0", value_parser = clap::value_parser!(u32).range(0..=2))]
    retain_handling: u32,

    /// The subscription identifier
    #[arg(long = "id", value_name = "N", value_parser = clap::value_parser!(u32).range(1..=268_435_455))]
    subscription_id: Option<u32>,

    /// Leave a subscription that there is as it is
    #[arg(long)]
    if_not_exists: bool,

    /// Subscribe a client that does not exist, too: the broker in Go keeps that for when it comes
    #[arg(long)]
    allow_unknown: bool,
}

impl Add {
    pub(super) async fn run(mut self, admin: &Admin) -> Result<Exit, Error> {
        for filter in &self.filters {
            invalid_filter(filter)?;
        }
        let mut subscriptions = admin.writer()?.subscriptions();
        if self.if_not_exists {
            let request = FilterSubscriptionRequest {
                client_id: self.client.clone(),
                limit: -1,
                ..FilterSubscriptionRequest::default()
            };
            let answer = subscriptions.filter(request).await;
            let known = answer.map_err(|error| admin.explain(error))?.into_inner();
            let is_known = |filter: &String| {
                let mut known = known.subscriptions.iter();
                known.any(|one| one.topic_name == *filter)
            };
            self.filters.retain(|filter| !is_known(filter));
            if self.filters.is_empty() {
                return Ok(Exit::Done);
            }
        }
        let wanted = self.filters.iter().map(|filter| Subscription {
            topic_name: filter.clone(),
            id: self.subscription_id.unwrap_or_default(),
            qos: self.qos,
            no_local: self.no_local,
            retain_as_published: self.retain_as_published,
            retain_handling: self.retain_handling,
            ..Subscription::default()
        });
        let request = SubscribeRequest {
            client_id: self.client.clone(),
            subscriptions: wanted.collect(),
            existing_client: !self.allow_unknown,
        };
        let answer = subscriptions.subscribe(request).await;
        let answer = answer.map_err(|error| admin.explain(error))?.into_inner();
        if admin.output.format.is_some() {
            let answer = admin::json("gmqtt.admin.api.SubscribeResponse", &answer);
            admin.output.document(&answer)?;
            return Ok(Exit::Done);
        }
        for (filter, new) in self.filters.iter().zip(answer.new) {
            let replaced = if new {
                ""
            } else {
                ", replacing the one there was"
            };
            admin.output.confirm(&format!(
                "subscribed {} to {} (qos {}{replaced})\n",
                printable(&self.client),
                printable(filter),
                self.qos
            ))?;
        }
        Ok(Exit::Done)
    }
}
