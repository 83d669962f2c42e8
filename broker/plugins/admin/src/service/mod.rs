//! What is answered: a file or a folder a service. Each is added here, with one line.

mod clients;
mod publish;
mod subscriptions;

use gmqtt_admin_api::Services;
use gmqtt_admin_api::admin::client_service_server::ClientServiceServer;
use gmqtt_admin_api::admin::publish_service_server::PublishServiceServer;
use gmqtt_admin_api::admin::subscription_service_server::SubscriptionServiceServer;
use gmqtt_plugin_api::PluginContext;

/// Adds the services of the broker itself. They keep the context: it is cheap to clone and does not keep the broker alive.
pub(crate) fn add(context: &PluginContext, services: &mut Services) {
    services
        .add(ClientServiceServer::new(clients::Clients::new(context)))
        .add(SubscriptionServiceServer::new(
            subscriptions::Subscriptions::new(context),
        ))
        .add(PublishServiceServer::new(publish::Publish::new(context)));
}
