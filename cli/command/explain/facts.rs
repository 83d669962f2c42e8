//! What the broker is asked.

use gmqtt_admin_client::{
    ClientError, ErrorKind,
    admin::{
        AclAction, Client, FilterSubscriptionRequest, GetClientRequest, MatchSubscriptionsRequest,
        Receiver, Subscription, TestAclRequest, TestAclResponse,
    },
};

use crate::{admin::Admin, error::Error};

/// What is known.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// `None`: there is neither a connection nor a session.
    pub(super) client: Option<Client>,
    /// All its subscriptions.
    pub(super) subscriptions: Vec<Subscription>,
    /// Those that match the topic, with what would become of a message; `None` if the broker cannot say.
    pub(super) receivers: Option<Vec<Receiver>>,
    /// What the rules say; `None` if none are asked.
    pub(super) acl: Option<TestAclResponse>,
}

impl Facts {
    /// Asks the broker.
    pub(super) async fn gather(admin: &Admin, client_id: &str, topic: &str) -> Result<Self, Error> {
        let mut facts = Self::default();
        let api = admin.client()?;
        let request = GetClientRequest {
            client_id: client_id.to_owned(),
        };
        let answer = known(admin, api.clients().get(request).await)?;
        let Some(client) = answer.and_then(|answer| answer.client) else {
            return Ok(facts);
        };
        let request = FilterSubscriptionRequest {
            client_id: client_id.to_owned(),
            limit: -1,
            ..FilterSubscriptionRequest::default()
        };
        let answer = known(admin, api.subscriptions().filter(request).await)?;
        facts.subscriptions = answer.unwrap_or_default().subscriptions;
        let request = MatchSubscriptionsRequest {
            topic: topic.to_owned(),
            limit: 10_000,
            qos: None,
        };
        let answer = known(admin, api.subscriptions().r#match(request).await)?;
        facts.receivers = answer.map(|answer| {
            let of_client = |receiver: &Receiver| {
                receiver
                    .subscription
                    .as_ref()
                    .is_some_and(|one| one.client_id == client_id)
            };
            answer.receivers.into_iter().filter(of_client).collect()
        });
        let address = client
            .remote_addr
            .rsplit_once(':')
            .map_or("", |(address, _)| address);
        let request = TestAclRequest {
            username: client.username.clone(),
            client_id: client_id.to_owned(),
            address: address.trim_matches(['[', ']']).to_owned(),
            listener: client.listener.clone(),
            certificate: client.certificate_name.clone(),
            action: AclAction::AclSubscribe.into(),
            topic: topic.to_owned(),
        };
        facts.acl = known(admin, api.acl().test(request).await)?;
        facts.client = Some(client);
        Ok(facts)
    }
}

/// An answer; `None` if there is no such thing, or the broker cannot say.
fn known<T>(
    admin: &Admin,
    answer: Result<gmqtt_admin_client::Response<T>, gmqtt_admin_client::Status>,
) -> Result<Option<T>, Error> {
    match answer {
        Ok(answer) => Ok(Some(answer.into_inner())),
        Err(status) => {
            let error = ClientError::from(status);
            match error.kind() {
                ErrorKind::NotFound | ErrorKind::Unimplemented => Ok(None),
                _ => Err(admin.explain(error)),
            }
        }
    }
}
