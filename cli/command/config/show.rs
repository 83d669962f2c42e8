//! `gmqtt config show`: the effective configuration, after file, environment and flags.

use std::{io::IsTerminal as _, sync::Arc};

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_admin_client::admin::GetConfigRequest;
use gmqtt_config::{Config, Origins};
use gmqtt_plugin_api::Plugin;
use serde::Serialize;
use serde_yaml::Value;

use crate::{
    admin::Admin,
    completion,
    config_source::ConfigSource,
    config_tree::{self, Secrets, find, inline, leaves},
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, to_json},
};

/// Print the effective configuration
///
/// What `gmqtt start` would use: defaults, file, environment and flags put together. Secrets are masked.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt config show
  gmqtt config show mqtt.max_inflight
  gmqtt config show --origin listeners
  gmqtt config show --running mqtt
  gmqtt config show --defaults -o json")]
pub(crate) struct Show {
    /// Only this key, as in mqtt or listeners[0].address
    #[arg(add = ArgValueCompleter::new(completion::config_keys))]
    key: Option<String>,

    /// Say for every key where its value comes from
    #[arg(long, conflicts_with = "defaults")]
    origin: bool,

    /// The built-in defaults instead
    #[arg(long, conflicts_with_all = ["config", "set"])]
    defaults: bool,

    /// Do not mask secrets; asks for --yes when the output is not a terminal
    #[arg(long)]
    secrets: bool,

    /// Print secrets into a file or a pipe
    #[arg(short, long, requires = "secrets")]
    yes: bool,

    /// What the running broker uses
    #[arg(long, conflicts_with_all = ["origin", "defaults", "secrets", "config", "set"])]
    running: bool,

    #[command(flatten)]
    source: ConfigSource,
}

/// A key with its origin, for programs.
#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: Value,
    origin: String,
}

impl Show {
    pub(super) fn run(
        &self,
        output: &Output,
        plugins: &[Arc<dyn Plugin>],
        admin: impl FnOnce() -> Result<Admin, Error>,
    ) -> Result<Exit, Error> {
        if self.running {
            return self.running(&admin()?);
        }
        self.refuse()?;
        let (config, origins) = if self.defaults {
            (Config::default(), Origins::default())
        } else {
            let loaded = self.source.load(output, plugins, false)?;
            (loaded.config, loaded.origins)
        };
        let secrets = if self.secrets {
            Secrets::Revealed
        } else {
            Secrets::Masked
        };
        let tree = config_tree::of(&config, secrets);
        let key = self.key.as_deref().unwrap_or_default();
        let shown = find(&tree, key).ok_or_else(|| not_found(&tree, key))?;
        if self.origin {
            rows(key, shown, &origins, output)?;
        } else {
            output.document(shown)?;
        }
        Ok(Exit::Done)
    }

    /// What the broker runs on.
    fn running(&self, admin: &Admin) -> Result<Exit, Error> {
        let key = self.key.as_deref().unwrap_or_default();
        let yaml = admin.block_on(async {
            let answer = admin
                .client()?
                .config()
                .get(GetConfigRequest::default())
                .await;
            Ok(answer
                .map_err(|error| admin.explain(error))?
                .into_inner()
                .yaml)
        })?;
        let tree: Value = serde_yaml::from_str(&yaml).map_err(|error| {
            Error::new(Exit::Failed, "the broker's configuration cannot be read").cause(error)
        })?;
        let shown = find(&tree, key).ok_or_else(|| not_found(&tree, key))?;
        admin.output.document(shown)?;
        Ok(Exit::Done)
    }

    /// What should not be answered by accident.
    fn refuse(&self) -> Result<(), Error> {
        if self.secrets && !self.yes && !std::io::stdout().is_terminal() {
            return Err(Error::new(
                Exit::Usage,
                "this would write secrets into a file or a pipe; confirmation needed",
            )
            .hint("add --yes"));
        }
        Ok(())
    }
}

/// Prints a line for every value below `key`, with its origin.
fn rows(key: &str, shown: &Value, origins: &Origins, output: &Output) -> Result<(), Error> {
    let rows: Vec<_> = leaves(key, shown)
        .into_iter()
        .map(|(key, value)| Row {
            origin: origins.of(&key).to_string(),
            key,
            value: value.clone(),
        })
        .collect();
    ROWS.print(output, &rows)
}

static ROWS: Listing<Row> = Listing {
    things: "keys",
    columns: &[
        Column::new("KEY", |row| Cell::text(&row.key)),
        Column::new("VALUE", |row| Cell::text(&inline(&row.value))),
        Column::new("ORIGIN", |row| Cell::text(&row.origin)),
    ],
    name: |row| row.key.clone(),
    json: to_json,
};

/// `key` does not exist; says what does beside it.
fn not_found(tree: &Value, key: &str) -> Error {
    let error = Error::new(Exit::NotFound, format!("no config key \"{key}\""));
    let mut parent = key;
    while let Some((above, _)) = parent.rsplit_once(['.', '[']) {
        if find(tree, above).is_some() {
            return error.hint(format_args!(
                "`gmqtt config show {above}` lists the keys there"
            ));
        }
        parent = above;
    }
    error.hint("`gmqtt config show --defaults` lists all keys")
}
