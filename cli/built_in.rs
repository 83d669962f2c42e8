//! The plugins that come with gmqtt.

use std::sync::Arc;

use gmqtt_acl::AclPlugin;
use gmqtt_admin::AdminPlugin;
use gmqtt_auth::AuthPlugin;
use gmqtt_federation::FederationPlugin;
use gmqtt_plugin_api::Plugin;
use gmqtt_prometheus::Prometheus;
use gmqtt_sys::Sys;

/// The plugins that come with gmqtt. A binary with plugins of its own hands them to [`run`](crate::run) with these.
#[must_use]
pub fn built_in_plugins() -> Vec<Arc<dyn Plugin>> {
    let auth = Arc::new(AuthPlugin::new());
    let acl = Arc::new(AclPlugin::new());
    let federation = Arc::new(FederationPlugin::new());
    // Those that have services in the admin API.
    let admin = AdminPlugin::new(vec![auth.clone(), acl.clone(), federation.clone()]);
    vec![
        auth,
        acl,
        federation,
        Arc::new(Prometheus),
        Arc::new(Sys::default()),
        Arc::new(admin),
    ]
}
