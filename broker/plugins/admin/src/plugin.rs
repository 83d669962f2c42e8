//! The plugin: its configuration, and what it serves.

use std::path::PathBuf;
use std::sync::Arc;

use gmqtt_admin_api::{ApiRoutes, Services};
use gmqtt_config::Api;
use gmqtt_plugin_api::{HookSet, Plugin, PluginContext, PluginError};
use parking_lot::Mutex;

use crate::door::Door;
use crate::endpoint::{Endpoint, Wanted, default_socket};
use crate::guard::Porter;
use crate::perimeter::Perimeter;
use crate::service;

/// The plugin `admin`: serves the admin API.
#[derive(Default)]
pub struct AdminPlugin {
    others: Vec<Arc<dyn ApiRoutes>>,
    endpoints: Mutex<Vec<Endpoint>>,
}

impl AdminPlugin {
    /// With the services of other plugins. Those of the broker itself are there without being named.
    #[must_use]
    pub fn new(others: Vec<Arc<dyn ApiRoutes>>) -> Self {
        Self {
            others,
            endpoints: Mutex::default(),
        }
    }

    /// All services behind one door.
    fn door(&self, context: &PluginContext, api: &Api) -> Result<Door, PluginError> {
        let mut services = Services::new();
        service::add(context, &mut services);
        for plugin in &self.others {
            plugin.register(&mut services);
        }
        let guard = Arc::new(Porter::new(api.auth.clone()));
        let perimeter = Arc::new(Perimeter::new(api));
        Ok(Door::new(services.build()?, guard, perimeter))
    }
}

impl Plugin for AdminPlugin {
    fn name(&self) -> &'static str {
        "admin"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let api = &context.config().api;
        let door = self.door(&context, api)?;
        let mut endpoints = Vec::new();
        for wanted in Wanted::all(api, usual_socket()) {
            endpoints.extend(wanted.open(&context, &door)?);
        }
        let views = endpoints.iter().map(|endpoint| endpoint.view.clone());
        context.set_listeners(views.collect());
        *self.endpoints.lock() = endpoints;
        Ok(())
    }

    fn unload(&self) {
        self.endpoints.lock().clear();
    }
}

fn usual_socket() -> Option<PathBuf> {
    let runtime_dir = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    default_socket(rustix::process::geteuid().is_root(), runtime_dir.as_deref())
}
