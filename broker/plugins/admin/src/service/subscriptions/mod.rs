//! `SubscriptionService`: subscriptions of all clients.

mod change;
mod fields;
mod find;
mod matching;

use std::time::SystemTime;

use gmqtt_admin_api::admin::subscription_service_server::SubscriptionService;
use gmqtt_admin_api::admin::{
    FilterSubscriptionRequest, FilterSubscriptionResponse, ListSubscriptionRequest,
    ListSubscriptionResponse, MatchSubscriptionsRequest, MatchSubscriptionsResponse,
    SubscribeRequest, SubscribeResponse, Subscription, UnsubscribeRequest,
};
use gmqtt_admin_api::list::{ListArguments, ListQuery};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{Cursor, PluginContext, SubscriptionQuery, SubscriptionView};
use tonic::{Request, Response, Status};

use crate::node::node_name;
use fields::Listed;

/// The service.
pub(crate) struct Subscriptions {
    context: PluginContext,
    /// The name of this node.
    node: String,
}

impl Subscriptions {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            context: context.clone(),
            node: node_name(context.config()),
        }
    }
}

#[tonic::async_trait]
impl SubscriptionService for Subscriptions {
    async fn list(
        &self,
        request: Request<ListSubscriptionRequest>,
    ) -> Result<Response<ListSubscriptionResponse>, Status> {
        let asked = request.into_inner();
        let arguments = ListArguments {
            filter: &asked.filter,
            order_by: &asked.order_by,
            default_order: "key",
            page_token: &asked.page_token,
            page: asked.page,
            page_size: asked.page_size,
            count_only: asked.count_only,
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let (broker, all) = (self.context.broker(), SubscriptionQuery::default());
        let mut selection = query.selection();
        let mut from = Some(Cursor::default());
        while let Some(part) = from {
            from = broker.subscriptions_from(part, &all, &mut |found| {
                selection.add(Listed::new(found.clone()));
            });
            tokio::task::yield_now().await;
        }
        let page = selection.finish();
        let (subscriptions, next_page_token) =
            page.show(&query, |one| message(one.view(), &self.node));
        Ok(Response::new(ListSubscriptionResponse {
            subscriptions,
            total_count: page.total,
            next_page_token,
        }))
    }

    async fn filter(
        &self,
        request: Request<FilterSubscriptionRequest>,
    ) -> Result<Response<FilterSubscriptionResponse>, Status> {
        let found = find::find(self.context.broker(), &request.into_inner()).await?;
        let show = |one| message(one, &self.node);
        Ok(Response::new(FilterSubscriptionResponse {
            subscriptions: found.iter().map(show).collect(),
        }))
    }

    async fn subscribe(
        &self,
        request: Request<SubscribeRequest>,
    ) -> Result<Response<SubscribeResponse>, Status> {
        let new = change::subscribe(self.context.broker(), request.into_inner())?;
        Ok(Response::new(SubscribeResponse { new }))
    }

    async fn unsubscribe(
        &self,
        request: Request<UnsubscribeRequest>,
    ) -> Result<Response<()>, Status> {
        change::unsubscribe(self.context.broker(), &request.into_inner())?;
        Ok(Response::new(()))
    }

    async fn r#match(
        &self,
        request: Request<MatchSubscriptionsRequest>,
    ) -> Result<Response<MatchSubscriptionsResponse>, Status> {
        let (broker, node) = (self.context.broker().clone(), self.node.clone());
        // There may be many, and they are found in one go.
        let find = move || matching::receivers(&broker, &node, request.get_ref());
        let found = tokio::task::spawn_blocking(find).await;
        let found = found.map_err(|error| Fault::new(Reason::Internal, error.to_string()))?;
        Ok(Response::new(found?))
    }
}

/// A subscription as the API shows it.
fn message(view: &SubscriptionView, node: &str) -> Subscription {
    let SubscriptionView {
        client_id,
        filter,
        options,
        id,
    } = view;
    Subscription {
        topic_name: filter.clone(),
        id: id.unwrap_or_default(),
        qos: u32::from(options.qos as u8),
        no_local: options.no_local,
        retain_as_published: options.retain_as_published,
        retain_handling: options.retain_handling as u32,
        client_id: client_id.to_string(),
        share_name: share_name(filter).to_owned(),
        node: node.to_owned(),
    }
}

/// The group in `$share/group/filter`; empty for other filters.
fn share_name(filter: &str) -> &str {
    let shared = filter.strip_prefix("$share/");
    let group = shared.and_then(|rest| rest.split_once('/'));
    group.map_or("", |(group, _)| group)
}
