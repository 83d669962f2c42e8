//! `PublishService`: messages from operators. They go the way of a client's PUBLISH.

use std::collections::HashSet;

use gmqtt_admin_api::admin::publish_service_server::PublishService;
use gmqtt_admin_api::admin::{
    PublishBatchRequest, PublishBatchResponse, PublishReport, PublishRequest, PublishResponse,
    PublishResult,
};
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_plugin_api::{BrokerHandle, Fate, NewMessage, PluginContext, QoS, ReasonCode, Refusal};
use gmqtt_protocol::TopicName;
use gmqtt_protocol::packet::PublishProperties;
use gmqtt_protocol::property::UserPropertiesBuf;
use tonic::{Request, Response, Status};

/// How many messages a batch has at most.
const MOST: usize = 10_000;

/// The service.
pub(crate) struct Publish {
    context: PluginContext,
}

impl Publish {
    pub(crate) fn new(context: &PluginContext) -> Self {
        Self {
            context: context.clone(),
        }
    }

    fn publish(&self, request: PublishRequest) -> Result<PublishReport, Fault> {
        let dry_run = request.dry_run;
        let topic = request.topic_name.clone();
        let (message, payload_size) = read(request)?;
        let broker = self.context.broker();
        if dry_run {
            return Ok(PublishReport {
                matched_subscribers: matching(broker, &topic),
                routed: true,
                payload_size,
            });
        }
        let outcome = broker
            .publish(message)
            .map_err(|refusal| refused(&refusal))?;
        Ok(PublishReport {
            matched_subscribers: outcome.matched.map_or(0, number),
            routed: outcome.matched.is_some(),
            payload_size,
        })
    }
}

#[tonic::async_trait]
impl PublishService for Publish {
    async fn publish(
        &self,
        request: Request<PublishRequest>,
    ) -> Result<Response<PublishResponse>, Status> {
        let request = request.into_inner();
        let wants_report = request.report || request.dry_run;
        let report = Self::publish(self, request)?;
        Ok(Response::new(PublishResponse {
            report: wants_report.then_some(report),
        }))
    }

    async fn publish_batch(
        &self,
        request: Request<PublishBatchRequest>,
    ) -> Result<Response<PublishBatchResponse>, Status> {
        let messages = request.into_inner().messages;
        if messages.is_empty() || messages.len() > MOST {
            let problem = format!("a batch has from 1 to {MOST}");
            return Err(Fault::invalid("messages", &problem).into());
        }
        let mut answer = PublishBatchResponse::default();
        for message in messages {
            let result = match Self::publish(self, message) {
                Ok(report) => {
                    answer.published += 1;
                    PublishResult {
                        report: Some(report),
                        ..PublishResult::default()
                    }
                }
                Err(fault) => {
                    answer.failed += 1;
                    PublishResult {
                        code: fault.reason().code() as u32,
                        message: fault.message().to_owned(),
                        report: None,
                    }
                }
            };
            answer.results.push(result);
        }
        Ok(Response::new(answer))
    }
}

/// The message, and the size of its payload.
fn read(request: PublishRequest) -> Result<(NewMessage, u64), Fault> {
    if TopicName::parse(&request.topic_name).is_err() {
        return Err(Fault::invalid("topic_name", ""));
    }
    let qos = u8::try_from(request.qos)
        .ok()
        .and_then(QoS::from_u8)
        .ok_or_else(|| Fault::invalid("qos", ""))?;
    let payload_format_indicator = match request.payload_format {
        0 => None,
        1 => Some(true),
        _ => return Err(Fault::invalid("payload_format", "")),
    };
    let is_text = request.payload_bytes.is_empty();
    if !is_text && !request.payload.is_empty() {
        let problem = "`payload` and `payload_bytes` are both given";
        return Err(Fault::invalid("payload_bytes", problem));
    }
    if !is_text
        && payload_format_indicator.is_some()
        && std::str::from_utf8(&request.payload_bytes).is_err()
    {
        return Err(Fault::invalid("payload_bytes", "it is not UTF-8"));
    }
    let response = &request.response_topic;
    if !response.is_empty() && TopicName::parse(response).is_err() {
        return Err(Fault::invalid("response_topic", ""));
    }
    let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let correlation = if request.correlation_data_bytes.is_empty() {
        request.correlation_data.as_bytes()
    } else {
        &request.correlation_data_bytes
    };
    let user_properties = user_properties(&request)?;
    let (content_type, response_topic) = (given(&request.content_type), given(response));
    let properties = PublishProperties {
        payload_format_indicator,
        content_type: content_type.as_deref(),
        response_topic: response_topic.as_deref(),
        correlation_data: (!correlation.is_empty()).then_some(correlation),
        user_properties: user_properties.as_properties(),
        ..PublishProperties::default()
    };
    let payload = if is_text {
        request.payload.into_bytes()
    } else {
        request.payload_bytes.to_vec()
    };
    let size = payload.len() as u64;
    let mut message = NewMessage::new(request.topic_name, payload)
        .qos(qos)
        .retain(request.retained)
        .properties(&properties);
    if request.message_expiry > 0 {
        message = message.expires_in(request.message_expiry);
    }
    Ok((message, size))
}

/// Names and values, first those in bytes, then those in text.
fn user_properties(request: &PublishRequest) -> Result<UserPropertiesBuf, Fault> {
    let mut all = UserPropertiesBuf::default();
    for (i, property) in request.user_properties.iter().enumerate() {
        let read = |bytes: &[u8]| {
            let problem = "it is not UTF-8";
            let wrong = |_| Fault::invalid(&format!("user_properties[{i}]"), problem);
            std::str::from_utf8(bytes).map(str::to_owned).map_err(wrong)
        };
        all.push(&read(&property.k)?, &read(&property.v)?);
    }
    for property in &request.user_properties_text {
        all.push(&property.name, &property.value);
    }
    Ok(all)
}

/// How many sessions and groups a message of this topic would be for.
fn matching(broker: &BrokerHandle, topic: &str) -> u32 {
    let mut receivers = HashSet::new();
    // The topic is known to be one.
    let _ = broker.receivers(topic, QoS::ExactlyOnce, &mut |receiver| {
        let found = &receiver.subscription;
        let (is_shared, name) = match receiver.group {
            Some(_) => (true, found.filter.as_str()),
            None => (false, &*found.client_id),
        };
        if !matches!(receiver.fate, Fate::Denied { .. }) {
            receivers.insert((is_shared, name.to_owned()));
        }
    });
    number(receivers.len())
}

/// What a plugin or the broker refuses a message with.
fn refused(refusal: &Refusal) -> Fault {
    let words = refusal.text.clone();
    match refusal.reason {
        ReasonCode::TopicNameInvalid => Fault::invalid("topic_name", &words.unwrap_or_default()),
        reason => {
            let words = words.unwrap_or_else(|| format!("the message was refused: {reason:?}"));
            Fault::new(Reason::Refused, words)
        }
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
