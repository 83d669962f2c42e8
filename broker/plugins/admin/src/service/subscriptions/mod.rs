//! `SubscriptionService`: subscriptions of all clients.

mod change;
mod fields;
mod find;

use std::time::SystemTime;

use gmqtt_admin_api::admin::subscription_service_server::SubscriptionService;
use gmqtt_admin_api::admin::{
    FilterSubscriptionRequest, FilterSubscriptionResponse, ListSubscriptionRequest,
    ListSubscriptionResponse, MatchSubscriptionsRequest, MatchSubscriptionsResponse,
    SubscribeRequest, SubscribeResponse, Subscription, UnsubscribeRequest,
};
use gmqtt_admin_api::list::{ListArguments, ListQuery};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{PluginContext, SubscriptionQuery, SubscriptionView};
use tonic::{Request, Response, Status};

use fields::Listed;

/// The service.
pub(crate) struct Subscriptions {
    context: PluginContext,
}

impl Subscriptions {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            context: context.clone(),
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
        };
        let query = ListQuery::read::<Listed>(&arguments, SystemTime::now())?;
        let mut all = Vec::new();
        self.context
            .broker()
            .subscriptions(&SubscriptionQuery::default(), &mut |found| {
                all.push(Listed::new(found.clone()));
            });
        let page = query.select(all);
        Ok(Response::new(ListSubscriptionResponse {
            subscriptions: page.things.iter().map(|one| message(one.view())).collect(),
            total_count: page.total,
            next_page_token: page.next_page_token,
        }))
    }

    async fn filter(
        &self,
        request: Request<FilterSubscriptionRequest>,
    ) -> Result<Response<FilterSubscriptionResponse>, Status> {
        let found = find::find(self.context.broker(), &request.into_inner())?;
        Ok(Response::new(FilterSubscriptionResponse {
            subscriptions: found.iter().map(message).collect(),
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
        _: Request<MatchSubscriptionsRequest>,
    ) -> Result<Response<MatchSubscriptionsResponse>, Status> {
        let words = "this broker has no SubscriptionService.Match";
        Err(Fault::new(Reason::NotSupported, words).into())
    }
}

/// A subscription as the API shows it.
fn message(view: &SubscriptionView) -> Subscription {
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
        ..Subscription::default()
    }
}

/// The group in `$share/group/filter`; empty for other filters.
fn share_name(filter: &str) -> &str {
    let shared = filter.strip_prefix("$share/");
    let group = shared.and_then(|rest| rest.split_once('/'));
    group.map_or("", |(group, _)| group)
}
