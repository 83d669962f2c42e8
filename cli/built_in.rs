//! The plugins that come with gmqtt.

use std::sync::Arc;

use gmqtt_acl::AclPlugin;
use gmqtt_admin::AdminPlugin;
use gmqtt_auth::AuthPlugin;
use gmqtt_plugin_api::Plugin;
use gmqtt_prometheus::Prometheus;
use gmqtt_sys::Sys;

/// The plugins that come with gmqtt. A binary with plugins of its own hands them to [`run`](crate::run) with these.
#[must_use]
pub fn built_in_plugins() -> Vec<Arc<dyn Plugin>> {
    vec![
        Arc::new(AuthPlugin::new()),
        Arc::new(AclPlugin::new()),
        Arc::new(Prometheus),
        Arc::new(Sys::default()),
        // Those with services in the admin API are handed to it.
        Arc::new(AdminPlugin::new(Vec::new())),
    ]
}
