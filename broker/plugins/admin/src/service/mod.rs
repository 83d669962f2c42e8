//! What is answered: a file or a folder a service. Each is added here, with one line.

mod bans;
mod clients;
mod config;
mod events;
mod health;
mod listeners;
mod logs;
mod metrics;
mod node;
mod publish;
mod retained;
mod subscriptions;
mod tokens;
mod topics;
mod traces;

use std::sync::Arc;

use gmqtt_admin_api::admin::ban_service_server::BanServiceServer;
use gmqtt_admin_api::admin::client_service_server::ClientServiceServer;
use gmqtt_admin_api::admin::config_service_server::ConfigServiceServer;
use gmqtt_admin_api::admin::event_service_server::EventServiceServer;
use gmqtt_admin_api::admin::listener_service_server::ListenerServiceServer;
use gmqtt_admin_api::admin::log_service_server::LogServiceServer;
use gmqtt_admin_api::admin::metrics_service_server::MetricsServiceServer;
use gmqtt_admin_api::admin::node_service_server::NodeServiceServer;
use gmqtt_admin_api::admin::publish_service_server::PublishServiceServer;
use gmqtt_admin_api::admin::retained_service_server::RetainedServiceServer;
use gmqtt_admin_api::admin::subscription_service_server::SubscriptionServiceServer;
use gmqtt_admin_api::admin::token_service_server::TokenServiceServer;
use gmqtt_admin_api::admin::topic_service_server::TopicServiceServer;
use gmqtt_admin_api::admin::trace_service_server::TraceServiceServer;
use gmqtt_admin_api::{FILE_DESCRIPTOR_SET, Fault, Reason, Role, Services};
use gmqtt_plugin_api::{BrokerHandle, PluginContext, PluginError, Process};
use tonic_health::pb::health_server::HealthServer;

use crate::figures::Figures;
use crate::health::Health;
use crate::tokens::Tokens;

/// What services are made of. They keep what they need of it: all of it is cheap to clone, and none keeps the broker alive.
pub(crate) struct Shared<'a> {
    pub(crate) context: &'a PluginContext,
    pub(crate) tokens: &'a Arc<Tokens>,
}

/// Adds the services of the broker itself.
pub(crate) fn add(shared: &Shared<'_>, services: &mut Services) {
    let context = shared.context;
    watches(context, services);
    services
        .add(ClientServiceServer::new(clients::Clients::new(context)))
        .add(SubscriptionServiceServer::new(
            subscriptions::Subscriptions::new(context),
        ))
        .add(PublishServiceServer::new(publish::Publish::new(context)))
        .add(BanServiceServer::new(bans::Bans::new(context)))
        .add(RetainedServiceServer::new(retained::Retained::new(context)))
        .add(TopicServiceServer::new(topics::Topics::new(context)))
        .add(TokenServiceServer::new(tokens::TokenList::new(
            shared.tokens.clone(),
        )));
}

/// Adds those that every gRPC server has: health, and what services there are.
///
/// # Errors
/// When descriptors cannot be read.
pub(crate) fn add_standard(health: &Health, services: &mut Services) -> Result<(), PluginError> {
    use tonic_health::pb::FILE_DESCRIPTOR_SET as HEALTH;
    use tonic_reflection::pb::{v1, v1alpha};
    let sets = [
        HEALTH,
        v1::FILE_DESCRIPTOR_SET,
        v1alpha::FILE_DESCRIPTOR_SET,
    ];
    let reflection = || {
        let mut builder = tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(FILE_DESCRIPTOR_SET);
        for set in sets {
            builder = builder.register_encoded_file_descriptor_set(set);
        }
        builder.include_reflection_service(false)
    };
    for set in sets {
        services.describe(set);
    }
    let names = services.names().collect();
    services
        .add_open(HealthServer::new(health::Probe::new(health.clone(), names)))
        .add_for(Role::Viewer, reflection().build_v1()?)
        .add_for(Role::Viewer, reflection().build_v1alpha()?);
    Ok(())
}

/// Adds those that look at the broker as it goes, and run it.
fn watches(context: &PluginContext, services: &mut Services) {
    let figures = Figures::start(context);
    services
        .add(ConfigServiceServer::new(config::Config::new(context)))
        .add(EventServiceServer::new(events::Events::new(context)))
        .add(ListenerServiceServer::new(listeners::Listeners::new(
            context,
        )))
        .add(LogServiceServer::new(logs::Logs::new(context)))
        .add(MetricsServiceServer::new(metrics::Metrics::new(
            context, &figures,
        )))
        .add(NodeServiceServer::new(node::Node::new(context, &figures)))
        .add(TraceServiceServer::new(traces::Traces::new(context)));
}

/// The process around the broker.
///
/// # Errors
/// When there is none that lets itself be asked.
fn process(broker: &BrokerHandle) -> Result<Arc<dyn Process>, Fault> {
    broker.process().ok_or_else(|| {
        let words = "this broker is part of a program that does not let itself be asked";
        Fault::new(Reason::NotSupported, words)
    })
}
