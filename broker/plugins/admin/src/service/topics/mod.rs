//! `TopicService`: the topics of subscriptions, retained messages and traffic.

mod top;
mod tree;

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::topic_service_server::TopicService;
use gmqtt_admin_api::admin::{
    TopTopicsRequest, TopTopicsResponse, TopicTreeRequest, TopicTreeResponse,
};
use gmqtt_plugin_api::{BrokerHandle, Cursor, PluginContext, SubscriptionQuery};
use tonic::{Request, Response, Status};

use top::Top;
use tree::Tree;

/// The service.
pub(crate) struct Topics {
    broker: BrokerHandle,
    top: Top,
}

impl Topics {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
            top: Top::default(),
        }
    }
}

#[tonic::async_trait]
impl TopicService for Topics {
    async fn tree(
        &self,
        request: Request<TopicTreeRequest>,
    ) -> Result<Response<TopicTreeResponse>, Status> {
        let asked = request.into_inner();
        if asked.prefix.contains(['+', '#', '\0']) {
            let problem = "it is levels of topics, without wildcards";
            return Err(Fault::invalid("prefix", problem).into());
        }
        let mut tree = Tree::new(&asked.prefix, asked.depth, asked.limit);
        let mut from = Some(Cursor::default());
        let query = SubscriptionQuery::default();
        while let Some(part) = from {
            from = self.broker.subscriptions_from(part, &query, &mut |found| {
                tree.subscription(&found.filter);
            });
            tokio::task::yield_now().await;
        }
        for filter in tree.retained_filters() {
            let mut from = Some(Cursor::default());
            while let Some(part) = from {
                let mut add = |topic: &str| tree.retained(topic);
                from = self.broker.retained_topics_from(part, &filter, &mut add);
                tokio::task::yield_now().await;
            }
        }
        Ok(Response::new(tree.into_answer()))
    }

    async fn top(
        &self,
        request: Request<TopTopicsRequest>,
    ) -> Result<Response<TopTopicsResponse>, Status> {
        let answer = self.top.ask(&self.broker, request.get_ref()).await?;
        Ok(Response::new(answer))
    }
}
