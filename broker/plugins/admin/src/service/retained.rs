//! `RetainedService`: retained messages.

use std::time::SystemTime;

use gmqtt_admin_api::admin::retained_service_server::RetainedService;
use gmqtt_admin_api::admin::{
    ClearRetainedRequest, ClearRetainedResponse, DeleteRetainedRequest, GetRetainedRequest,
    GetRetainedResponse, ListRetainedRequest, ListRetainedResponse, RetainedMessage, UserProperty,
};
use gmqtt_admin_api::list::{Field, FieldKind, FieldValue, Fields, ListArguments, ListQuery};
use gmqtt_admin_api::{Caller, Fault, Reason, Scope};
use gmqtt_plugin_api::{BrokerHandle, Cursor, PluginContext};
use gmqtt_protocol::{TopicFilter, TopicName};
use tonic::{Request, Response, Status};

/// Topics that are told of those that were cleared.
const TOLD: usize = 100;
/// Messages that are removed without a pause.
const AT_ONCE: usize = 256;
/// A page ends where its payloads are this large together.
const MOST_BYTES: u64 = 2 << 20;

/// The service.
pub(crate) struct Retained {
    broker: BrokerHandle,
}

impl Retained {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            broker: context.broker().clone(),
        }
    }

    /// Tells the topics that a filter matches, with pauses.
    async fn visit(&self, filter: &str, mut tell: impl FnMut(&str) + Send) {
        let mut from = Some(Cursor::default());
        while let Some(part) = from {
            from = self.broker.retained_topics_from(part, filter, &mut tell);
            tokio::task::yield_now().await;
        }
    }
}

#[tonic::async_trait]
impl RetainedService for Retained {
    async fn list(
        &self,
        request: Request<ListRetainedRequest>,
    ) -> Result<Response<ListRetainedResponse>, Status> {
        if request.get_ref().payload {
            must_see(&request)?;
        }
        let asked = request.into_inner();
        let filter = if asked.filter.is_empty() {
            "#"
        } else {
            &asked.filter
        };
        check(filter)?;
        let arguments = ListArguments {
            scope: filter,
            page_token: &asked.page_token,
            page_size: asked.page_size,
            ..ListArguments::default()
        };
        let query = ListQuery::read::<Topic>(&arguments, SystemTime::now())?;
        let mut selection = query.selection();
        self.visit(filter, |topic| selection.add(Topic(topic.to_owned())))
            .await;
        let page = selection.finish();
        let mut answer = ListRetainedResponse {
            total_count: page.total,
            next_page_token: page.next_page_token,
            ..ListRetainedResponse::default()
        };
        let mut bytes = 0;
        for (n, topic) in page.things.iter().enumerate() {
            // Cleared since, or expired.
            let Some(message) = self.broker.retained(&topic.0) else {
                continue;
            };
            answer.messages.push(show(&message, asked.payload));
            bytes += if asked.payload {
                message.payload.len() as u64
            } else {
                0
            };
            if bytes >= MOST_BYTES && n + 1 < page.things.len() {
                answer.next_page_token = query.token_after(topic);
                break;
            }
        }
        Ok(Response::new(answer))
    }

    async fn get(
        &self,
        request: Request<GetRetainedRequest>,
    ) -> Result<Response<GetRetainedResponse>, Status> {
        let may_see = must_see(&request).is_ok();
        let topic = request.into_inner().topic;
        check_topic(&topic)?;
        let message = self.broker.retained(&topic).ok_or_else(not_found)?;
        Ok(Response::new(GetRetainedResponse {
            message: Some(show(&message, may_see)),
        }))
    }

    async fn delete(
        &self,
        request: Request<DeleteRetainedRequest>,
    ) -> Result<Response<()>, Status> {
        let topic = request.into_inner().topic;
        check_topic(&topic)?;
        if !self.broker.clear_retained(&topic) {
            return Err(not_found().into());
        }
        Ok(Response::new(()))
    }

    async fn clear(
        &self,
        request: Request<ClearRetainedRequest>,
    ) -> Result<Response<ClearRetainedResponse>, Status> {
        let asked = request.into_inner();
        check(&asked.filter)?;
        let mut topics = Vec::new();
        self.visit(&asked.filter, |topic| topics.push(topic.to_owned()))
            .await;
        topics.sort_unstable();
        let mut answer = ClearRetainedResponse::default();
        for (n, topic) in topics.into_iter().enumerate() {
            if n % AT_ONCE == AT_ONCE - 1 {
                tokio::task::yield_now().await;
            }
            if asked.dry_run || self.broker.clear_retained(&topic) {
                answer.cleared = answer.cleared.saturating_add(1);
                if answer.topics.len() < TOLD {
                    answer.topics.push(topic);
                }
            }
        }
        Ok(Response::new(answer))
    }
}

fn must_see<T>(request: &Request<T>) -> Result<(), Fault> {
    let unknown = || Fault::new(Reason::Unauthenticated, "nobody is known here");
    let caller = Caller::of(request.extensions()).ok_or_else(unknown)?;
    caller.must_see(Scope::ReadMessages)
}

fn check(filter: &str) -> Result<(), Fault> {
    match TopicFilter::parse(filter) {
        Ok(filter) if filter.share().is_none() => Ok(()),
        Ok(_) => Err(Fault::invalid(
            "filter",
            "shared subscriptions get no retained messages",
        )),
        Err(_) => Err(Fault::invalid("filter", "it is not a topic filter of MQTT")),
    }
}

fn check_topic(topic: &str) -> Result<(), Fault> {
    let wrong = |_| Fault::invalid("topic", "it is not a topic name of MQTT");
    TopicName::parse(topic).map(drop).map_err(wrong)
}

fn not_found() -> Fault {
    Fault::new(
        Reason::RetainedNotFound,
        "nothing is retained for this topic",
    )
}

fn show(message: &gmqtt_plugin_api::RetainedMessage, payload: bool) -> RetainedMessage {
    let properties = message.properties();
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let user_properties = properties.user_properties.iter();
    RetainedMessage {
        topic_name: message.topic.clone(),
        qos: u32::from(message.qos as u8),
        payload_size: message.payload.len() as u64,
        payload: if payload {
            message.payload.clone()
        } else {
            Default::default()
        },
        content_type: text(properties.content_type),
        payload_format: u32::from(properties.payload_format_indicator.unwrap_or(false)),
        response_topic: text(properties.response_topic),
        correlation_data: properties
            .correlation_data
            .map(|data| data.to_vec().into())
            .unwrap_or_default(),
        user_properties: user_properties
            .map(|(name, value)| UserProperty {
                name: name.to_owned(),
                value: value.to_owned(),
            })
            .collect(),
        expires_in: message
            .expires_in
            .and_then(|time| prost_types::Duration::try_from(time).ok()),
    }
}

/// A topic in a list.
struct Topic(String);

impl Fields for Topic {
    const FIELDS: &'static [Field] = &[Field::new("topic_name", FieldKind::Text)];

    fn value(&self, _: usize) -> Option<FieldValue<'_>> {
        Some(FieldValue::Text(&self.0))
    }
}
