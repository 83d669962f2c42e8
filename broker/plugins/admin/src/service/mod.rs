//! What is answered: a file or a folder a service. Each is added here, with one line.

mod bans;
mod clients;
mod health;
mod publish;
mod retained;
mod subscriptions;
mod tokens;
mod topics;

use std::sync::Arc;

use gmqtt_admin_api::admin::ban_service_server::BanServiceServer;
use gmqtt_admin_api::admin::client_service_server::ClientServiceServer;
use gmqtt_admin_api::admin::publish_service_server::PublishServiceServer;
use gmqtt_admin_api::admin::retained_service_server::RetainedServiceServer;
use gmqtt_admin_api::admin::subscription_service_server::SubscriptionServiceServer;
use gmqtt_admin_api::admin::token_service_server::TokenServiceServer;
use gmqtt_admin_api::admin::topic_service_server::TopicServiceServer;
use gmqtt_admin_api::{FILE_DESCRIPTOR_SET, Role, Services};
use gmqtt_plugin_api::{PluginContext, PluginError};
use tonic_health::pb::health_server::HealthServer;

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
