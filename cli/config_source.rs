//! The flags that decide over the configuration, and the configuration they lead to.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use clap_complete::ArgValueCompleter;
use gmqtt_config::{LoadError, LoadOptions, Loaded, Severity, load, search_path};
use gmqtt_plugin_api::Plugin;

use crate::{completion, error::Error, exit::Exit, output::Output};

/// Where the configuration comes from.
#[derive(Debug, Clone, Args)]
pub(crate) struct ConfigSource {
    /// The config file; without it, `gmqtt config path` says which is read
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// Set a config key, as in --set mqtt.max_inflight=200; wins over file and environment
    #[arg(long, value_name = "KEY=VALUE", add = ArgValueCompleter::new(completion::settings))]
    pub(crate) set: Vec<String>,
}

impl ConfigSource {
    /// What to hand to the config crate. With `check_files`, files that the config names must exist.
    pub(crate) fn options(&self, plugins: &[Arc<dyn Plugin>], check_files: bool) -> LoadOptions {
        LoadOptions {
            file: self.config.clone(),
            set: self.set.clone(),
            env: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            is_root: rustix::process::geteuid().is_root(),
            check_files,
            plugins: plugins
                .iter()
                .map(|plugin| plugin.name().to_owned())
                .collect(),
        }
    }

    /// Loads a configuration that has to be valid. Its warnings are the caller's to tell.
    pub(crate) fn load(
        &self,
        output: &Output,
        plugins: &[Arc<dyn Plugin>],
        check_files: bool,
    ) -> Result<Loaded, Error> {
        let options = self.options(plugins, check_files);
        let loaded = load_checked(&options, plugins).map_err(|error| refuse(&error, output))?;
        match &loaded.path {
            Some(path) => output.explain(&format!(
                "config file: {}{}",
                path.display(),
                rule(&options, path)
            )),
            None => output.explain("config file: none found, built-in defaults"),
        }
        Ok(loaded)
    }
}

/// Loads a configuration, and has the plugins it names check their parts of it.
///
/// # Errors
/// As [`load`]; mistakes that plugins find are among the diagnostics.
pub(crate) fn load_checked(
    options: &LoadOptions,
    plugins: &[Arc<dyn Plugin>],
) -> Result<Loaded, LoadError> {
    let mut loaded = load(options)?;
    let is_named = |plugin: &&Arc<dyn Plugin>| {
        let mut order = loaded.config.plugin_order.iter();
        order.any(|name| name == plugin.name())
    };
    let named = plugins.iter().filter(is_named);
    let found: Vec<_> = named
        .flat_map(|plugin| plugin.check(&loaded.config))
        .collect();
    let failed = found.iter().any(|one| one.severity == Severity::Error);
    loaded.warnings.extend(found);
    if failed {
        return Err(LoadError::Invalid {
            path: loaded.path,
            diagnostics: loaded.warnings,
        });
    }
    Ok(loaded)
}

/// Says which rule made `path` the config file.
fn rule(options: &LoadOptions, path: &Path) -> String {
    let chosen = search_path(options)
        .into_iter()
        .find(|candidate| candidate.path == path);
    chosen
        .map(|candidate| format!(" ({})", candidate.rule))
        .unwrap_or_default()
}

/// Why there is no configuration. For people its mistakes are printed here, in full, before the error sums them up.
pub(crate) fn refuse(error: &LoadError, output: &Output) -> Error {
    match error {
        LoadError::Invalid { path, diagnostics } if output.format.is_none() => {
            for diagnostic in diagnostics {
                output.stderr(&output.block(diagnostic));
            }
            let place = path
                .as_ref()
                .map(|path| format!(" in {}", path.display()))
                .unwrap_or_default();
            Error::new(
                Exit::Invalid,
                format!("the configuration{place} is not valid"),
            )
        }
        LoadError::Invalid { diagnostics, .. } => {
            let refused = Error::new(Exit::Invalid, error.to_string());
            diagnostics
                .iter()
                .fold(refused, |refused, diagnostic| match &diagnostic.location {
                    Some(location) => {
                        refused.cause(format_args!("{location}: {}", diagnostic.message))
                    }
                    None => refused.cause(&diagnostic.message),
                })
        }
        LoadError::Unreadable { .. } => Error::new(Exit::Invalid, error.to_string())
            .hint("`gmqtt config path` lists where config files are looked for"),
    }
}
