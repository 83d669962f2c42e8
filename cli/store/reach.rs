//! The flags that say which store is meant.

use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;

use super::{Place, RedisLogin};
use crate::{config_source::ConfigSource, error::Error, output::Output};

/// Which store: the one of a config, or one that is named.
#[derive(Debug, Clone, Args)]
pub(crate) struct Reach {
    #[command(flatten)]
    pub(crate) source: ConfigSource,

    /// The store, if not the one that the config names: a directory, or redis://HOST:PORT
    #[arg(long, value_name = "DIR|URL")]
    store: Option<String>,

    #[command(flatten)]
    pub(crate) login: RedisLogin,
}

impl Reach {
    pub(crate) fn place(
        &self,
        output: &Output,
        plugins: &[Arc<dyn Plugin>],
    ) -> Result<Place, Error> {
        if let Some(name) = &self.store {
            let max_bytes = gmqtt_config::Embedded::default().max_bytes;
            return Place::named(name, &self.login, max_bytes);
        }
        let config = self.source.load(output, plugins, false)?.config;
        Place::configured(&config, &self.source.options(plugins, false))
    }
}
