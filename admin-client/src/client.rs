//! The client: one connection, and a typed client for each service.

use gmqtt_admin_api::admin::acl_service_client::AclServiceClient;
use gmqtt_admin_api::admin::ban_service_client::BanServiceClient;
use gmqtt_admin_api::admin::client_service_client::ClientServiceClient;
use gmqtt_admin_api::admin::config_service_client::ConfigServiceClient;
use gmqtt_admin_api::admin::event_service_client::EventServiceClient;
use gmqtt_admin_api::admin::listener_service_client::ListenerServiceClient;
use gmqtt_admin_api::admin::log_service_client::LogServiceClient;
use gmqtt_admin_api::admin::metrics_service_client::MetricsServiceClient;
use gmqtt_admin_api::admin::node_service_client::NodeServiceClient;
use gmqtt_admin_api::admin::publish_service_client::PublishServiceClient;
use gmqtt_admin_api::admin::retained_service_client::RetainedServiceClient;
use gmqtt_admin_api::admin::subscription_service_client::SubscriptionServiceClient;
use gmqtt_admin_api::admin::token_service_client::TokenServiceClient;
use gmqtt_admin_api::admin::topic_service_client::TopicServiceClient;
use gmqtt_admin_api::admin::trace_service_client::TraceServiceClient;
use gmqtt_admin_api::auth::account_service_client::AccountServiceClient;
use gmqtt_admin_api::federation::membership_client::MembershipClient;

use crate::{ClientError, Endpoint, Options, Transport};

/// A client of a broker's admin API. Cheap to clone; clones share the connection.
#[derive(Debug, Clone)]
pub struct AdminClient {
    transport: Transport,
}

impl AdminClient {
    /// A client for an endpoint. It connects when it is first used, and anew after the connection was lost. To be called inside a
    /// tokio runtime.
    ///
    /// # Errors
    /// With [`ErrorKind::Setup`](crate::ErrorKind::Setup) when a file that the options name cannot be used.
    pub fn connect(endpoint: &Endpoint, options: Options) -> Result<Self, ClientError> {
        Transport::new(endpoint, options).map(|transport| Self { transport })
    }
}

macro_rules! services {
    ($($(#[doc = $doc:literal])* $name:ident: $client:ident;)*) => {
        impl AdminClient {
            $($(#[doc = $doc])*
            #[must_use]
            pub fn $name(&self) -> $client<Transport> {
                $client::new(self.transport.clone())
            })*
        }
    };
}

services! {
    /// Rules for who may publish and subscribe what.
    acl: AclServiceClient;
    /// Accounts.
    accounts: AccountServiceClient;
    /// Bans.
    bans: BanServiceClient;
    /// Clients and their sessions.
    clients: ClientServiceClient;
    /// The configuration.
    config: ConfigServiceClient;
    /// What happens.
    events: EventServiceClient;
    /// Listeners.
    listeners: ListenerServiceClient;
    /// The broker's log.
    logs: LogServiceClient;
    /// The nodes of the cluster.
    membership: MembershipClient;
    /// Figures.
    metrics: MetricsServiceClient;
    /// The broker itself.
    node: NodeServiceClient;
    /// Messages from operators.
    publish: PublishServiceClient;
    /// Retained messages.
    retained: RetainedServiceClient;
    /// Subscriptions.
    subscriptions: SubscriptionServiceClient;
    /// Tokens of this API.
    tokens: TokenServiceClient;
    /// Topics.
    topics: TopicServiceClient;
    /// Packets.
    traces: TraceServiceClient;
}
