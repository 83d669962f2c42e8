//! `gmqtt start`: runs the broker until it is told to stop.

mod banner;
mod failure;
mod kept_log;
mod listen_url;
mod logs;
mod open_files;
mod pid_file;
pub(super) mod port_owner;
mod process;
mod readiness;
mod reload;
mod service;
mod signals;

use std::{path::PathBuf, sync::Arc, time::Instant};

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use gmqtt_config::{LogFormat, LogLevel};
use gmqtt_plugin_api::Plugin;
use serde::Serialize;
use tokio::runtime;

use self::{
    listen_url::ListenUrl, logs::Logs, open_files::OpenFiles, pid_file::PidFile,
    readiness::Readiness, service::Service,
};
use crate::{
    command::config, config_source::ConfigSource, error::Error, exit::Exit, output::Output,
};

/// Run the broker in the foreground
///
/// Without a config file the broker serves this machine only. It stops on SIGINT and SIGTERM: it takes no more
/// connections, says goodbye to its clients and exits 0; a second signal ends it at once. On SIGHUP it reads the config
/// file again, applies what a running broker can change, and logs what needs a restart.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt start
  gmqtt start -c gmqtt.yml
  gmqtt start --listen tcp://:1883 --listen ws://:9001/mqtt
  gmqtt start --set mqtt.max_inflight=200 --log-level debug
  gmqtt start -c gmqtt.yml --check")]
pub(crate) struct Start {
    #[command(flatten)]
    source: ConfigSource,

    /// Listen here instead of where the config says: tcp://HOST:PORT, ws://HOST:PORT/PATH or unix:///PATH
    #[arg(long, value_name = "URL")]
    listen: Vec<ListenUrl>,

    /// Keep state in this folder
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,

    /// Log messages of this level and above
    #[arg(long, value_name = "LEVEL", value_parser = words(LogLevel::WORDS, LogLevel::from_word))]
    log_level: Option<LogLevel>,

    /// How to write log messages; auto is text on a terminal and JSON elsewhere
    #[arg(long, value_name = "FORMAT", value_parser = words(LogFormat::WORDS, LogFormat::from_word))]
    log_format: Option<LogFormat>,

    /// Check the configuration and exit, as `gmqtt config check` does
    #[arg(long)]
    check: bool,

    /// Write READY=1 and a line break to this file descriptor when every listener is bound
    #[arg(long, value_name = "N")]
    ready_fd: Option<u32>,

    /// Write the process id to this file; refuse to start if it names a running process
    #[arg(long, value_name = "FILE")]
    pid_file: Option<PathBuf>,

    /// Do not print what is served
    #[arg(long)]
    no_banner: bool,
}

impl Start {
    pub(crate) fn run(self, output: &Output, plugins: Vec<Arc<dyn Plugin>>) -> Result<Exit, Error> {
        let begun = Instant::now();
        let source = self.source()?;
        if self.check {
            return config::report(&source.options(&plugins, true), &plugins, false, output);
        }
        let loaded = source.load(output, &plugins, true)?;
        let logs = Arc::new(Logs::install(&loaded.config.log, self.level(output))?);
        logs.warn_all(&loaded.warnings, output);
        let readiness = Readiness::open(self.ready_fd)?;
        let pid_file = loaded
            .config
            .pid_file
            .as_deref()
            .map(PidFile::create)
            .transpose()?;
        let files = OpenFiles::raise();

        let runtime = runtime::Builder::new_multi_thread()
            .enable_all()
            .thread_name("gmqtt")
            .build();
        let runtime = runtime
            .map_err(|error| Error::new(Exit::Failed, "cannot start threads").cause(error))?;
        let banner = !self.no_banner && !logs.share_stdout();
        let service = Service {
            options: source.options(&plugins, true),
            loaded,
            logs,
            readiness,
            files,
            banner,
            begun,
            output: *output,
        };
        let exit = runtime.block_on(service.run(plugins));
        // A second signal must not wait for anything that still runs.
        runtime.shutdown_background();
        drop(pid_file);
        exit
    }

    /// Where the configuration comes from, with the flags that stand for a key. What `--set` says is added to them.
    fn source(&self) -> Result<ConfigSource, Error> {
        let mut set = Vec::new();
        if !self.listen.is_empty() {
            set.push(setting("listeners", &self.listen)?);
        }
        if let Some(folder) = &self.data_dir {
            set.push(setting("data_dir", folder)?);
        }
        if let Some(path) = &self.pid_file {
            set.push(setting("pid_file", path)?);
        }
        if let Some(format) = &self.log_format {
            set.push(setting("log.format", format)?);
        }
        set.extend_from_slice(&self.source.set);
        Ok(ConfigSource {
            config: self.source.config.clone(),
            set,
        })
    }

    /// The level asked for on the command line.
    fn level(&self, output: &Output) -> Option<LogLevel> {
        self.log_level.or(match output.verbose {
            0 => None,
            1 => Some(LogLevel::Debug),
            _ => Some(LogLevel::Trace),
        })
    }
}

/// A flag as an argument of `--set`. JSON is YAML, and its quotes keep every character as it is.
fn setting(key: &str, value: &impl Serialize) -> Result<String, Error> {
    let value = serde_json::to_string(value).map_err(|error| {
        Error::new(Exit::Usage, format!("cannot set {key} as the flag says")).cause(error)
    })?;
    Ok(format!("{key}={value}"))
}

/// Reads a flag that is one of the config's words.
fn words<T: Clone + Send + Sync + 'static>(
    words: &'static [&'static str],
    read: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words).try_map(move |word| read(&word).ok_or("not one of the words"))
}
