//! Plugins that make the broker do what by itself it has no reason to: refuse, explain itself, ask for more.

use std::sync::Arc;

use gmqtt_plugin_api::{
    Arrival, AuthStep, BoxFuture, ClientInfo, ConnectRequest, Exchange, Grant, Hook, HookSet,
    Plugin, Publisher, Refusal, SubscribeRequest, UnsubscribeRequest, Verdict,
};

use crate::support::prelude::*;

/// A broker that refuses messages on one topic.
pub(crate) fn refusing_topic(topic: &'static str, reason: ReasonCode) -> Broker {
    Broker::with_plugins(vec![Arc::new(RefusingTopic(topic, reason))], |_| {})
}

struct RefusingTopic(&'static str, ReasonCode);

impl Plugin for RefusingTopic {
    fn name(&self) -> &'static str {
        "refusing-topic"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnMsgArrived])
    }

    fn on_msg_arrived(&self, _: Publisher<'_>, arrival: &mut Arrival<'_>) -> Verdict {
        if arrival.topic == self.0 {
            Verdict::Refuse(self.1)
        } else {
            Verdict::Pass
        }
    }
}

/// A broker that refuses the user `refused` and filters that begin with `refused`, with this code and text.
pub(crate) fn refusing_requests(reason: ReasonCode, text: &str) -> Broker {
    let refusal = Refusal {
        reason,
        text: Some(text.to_owned()),
    };
    Broker::with_plugins(vec![Arc::new(RefusingRequests(refusal))], |_| {})
}

struct RefusingRequests(Refusal);

impl Plugin for RefusingRequests {
    fn name(&self) -> &'static str {
        "refusing-requests"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth, Hook::OnSubscribe, Hook::OnUnsubscribe])
    }

    fn on_basic_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        let refused = request.username.as_deref() == Some("refused");
        Box::pin(async move {
            if refused {
                Err(self.0.clone())
            } else {
                Ok(grant)
            }
        })
    }

    fn on_subscribe(
        &self,
        _: Arc<ClientInfo>,
        request: SubscribeRequest,
    ) -> BoxFuture<'_, Result<SubscribeRequest, Refusal>> {
        let refused = request
            .filters
            .iter()
            .any(|requested| requested.filter.starts_with("refused"));
        Box::pin(async move {
            if refused {
                Err(self.0.clone())
            } else {
                Ok(request)
            }
        })
    }

    fn on_unsubscribe(
        &self,
        _: Arc<ClientInfo>,
        request: UnsubscribeRequest,
    ) -> BoxFuture<'_, Result<UnsubscribeRequest, Refusal>> {
        let refused = request
            .filters
            .iter()
            .any(|requested| requested.filter.starts_with("refused"));
        Box::pin(async move {
            if refused {
                Err(self.0.clone())
            } else {
                Ok(request)
            }
        })
    }
}

/// A broker that grants Response Information, and user properties in CONNACK.
pub(crate) fn informing(user_properties: &[(&str, &str)]) -> Broker {
    let pairs = user_properties
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    Broker::with_plugins(vec![Arc::new(Informing(pairs))], |_| {})
}

struct Informing(Vec<(String, String)>);

impl Plugin for Informing {
    fn name(&self) -> &'static str {
        "informing"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnBasicAuth])
    }

    fn on_basic_auth(
        &self,
        _: Arc<ConnectRequest>,
        mut grant: Grant,
    ) -> BoxFuture<'_, Result<Grant, Refusal>> {
        grant.response_information = Some("answers/".to_owned());
        grant.user_properties.clone_from(&self.0);
        Box::pin(async { Ok(grant) })
    }
}

/// A broker that knows the authentication method `SECRET`: it asks `question` and wants `answer`, in CONNECT and again in
/// each re-authentication. An empty authentication data in CONNECT or AUTH 0x19 begins, anything else is refused.
pub(crate) fn asking() -> Broker {
    Broker::with_plugins(vec![Arc::new(Asking)], |_| {})
}

struct Asking;

impl Asking {
    fn ask(method: &str, grant: Option<Grant>) -> Result<AuthStep, Refusal> {
        if method != "SECRET" {
            return Ok(AuthStep::NotMine);
        }
        Ok(AuthStep::Continue {
            data: Some("question".into()),
            next: Box::new(Waiting(grant)),
        })
    }
}

impl Plugin for Asking {
    fn name(&self) -> &'static str {
        "asking"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnEnhancedAuth, Hook::OnReAuth])
    }

    fn on_enhanced_auth(
        &self,
        request: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        let step = Self::ask(
            request.auth_method.as_deref().unwrap_or_default(),
            Some(grant),
        );
        Box::pin(async { step })
    }

    fn on_re_auth(
        &self,
        _: Arc<ClientInfo>,
        method: String,
        _: Option<bytes::Bytes>,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        let step = Self::ask(&method, None);
        Box::pin(async { step })
    }
}

/// The question has been asked; with the grant of a CONNECT, without one in a re-authentication.
struct Waiting(Option<Grant>);

impl Exchange for Waiting {
    fn on_auth(
        self: Box<Self>,
        data: Option<bytes::Bytes>,
    ) -> BoxFuture<'static, Result<AuthStep, Refusal>> {
        Box::pin(async move {
            if data.as_deref() != Some(b"answer") {
                return Err(ReasonCode::NotAuthorized.into());
            }
            let grant = self.0.unwrap_or_else(any_grant);
            Ok(AuthStep::Done {
                data: Some("welcome".into()),
                grant,
            })
        })
    }
}

/// A re-authentication grants nothing, but its last step has room for a grant.
fn any_grant() -> Grant {
    Grant {
        session_expiry: Duration::ZERO,
        receive_maximum: 1,
        maximum_qos: AtMostOnce,
        max_packet_size: 1000,
        topic_alias_maximum: 0,
        retain_available: false,
        wildcard_subscription_available: false,
        subscription_identifier_available: false,
        shared_subscription_available: false,
        keep_alive: 1,
        max_inflight: 1,
        username: None,
        assigned_client_id: None,
        response_information: None,
        user_properties: Vec::new(),
    }
}
