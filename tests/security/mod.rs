//! The plugins `auth` and `acl` in a broker, packet by packet: who gets in, and who may do what.

mod passwords;
mod rules;
mod scram;
mod scram_client;

use std::ops::Deref;
use std::sync::Arc;

use gmqtt_acl::AclPlugin;
use gmqtt_auth::AuthPlugin;
use gmqtt_config::Config;
use gmqtt_plugin_api::Plugin;
use tempfile::TempDir;

use crate::support::Broker;

/// A broker with accounts, rules, or both.
struct Guarded {
    broker: Broker,
    auth: Arc<AuthPlugin>,
    acl: Arc<AclPlugin>,
    /// Where the files are, as long as the broker runs.
    _folder: TempDir,
}

impl Deref for Guarded {
    type Target = Broker;

    fn deref(&self) -> &Broker {
        &self.broker
    }
}

impl Guarded {
    /// With the plugins whose files are given.
    fn start(
        accounts: Option<&str>,
        rules: Option<&str>,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: Option<&str>| {
            let path = folder.path().join(name);
            std::fs::write(&path, text.unwrap_or_default()).expect("the file is written");
            path
        };
        let (password_file, rule_file) = (file("accounts.yml", accounts), file("acl.yml", rules));
        let (auth, acl) = (Arc::new(AuthPlugin::new()), Arc::new(AclPlugin::new()));
        let mut plugins: Vec<Arc<dyn Plugin>> = Vec::new();
        if accounts.is_some() {
            plugins.push(auth.clone());
        }
        if rules.is_some() {
            plugins.push(acl.clone());
        }
        let broker = Broker::with_plugins(plugins, |config| {
            config.plugins.auth.password_file = password_file;
            config.plugins.acl.file = rule_file;
            configure(config);
        });
        Self {
            broker,
            auth,
            acl,
            _folder: folder,
        }
    }
}
