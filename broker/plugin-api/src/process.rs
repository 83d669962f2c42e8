//! The process around the broker: its configuration, its log, its listeners and its end. `gmqtt start` implements it; a broker that is
//! part of another program may have none.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_config::{Diagnostic, LogLevel};

use crate::{Applies, BoxFuture, Feed};

/// What can be asked of the process around the broker. Each answer waits until the process is done with what it was asked before.
pub trait Process: Send + Sync + 'static {
    /// The configuration in effect. `None` if the process is about to end.
    fn config(&self) -> BoxFuture<'static, Option<RunningConfig>>;

    /// Reads the configuration again and compares it with the one in effect. With `apply`, what a running broker can take over takes
    /// effect, unless there are mistakes. `None` if the process is about to end.
    fn reload(&self, apply: bool) -> BoxFuture<'static, Option<Reload>>;

    /// Closes or opens one of the broker's listeners.
    ///
    /// # Errors
    /// See [`ListenerProblem`].
    fn listener(
        &self,
        name: String,
        order: ListenerOrder,
    ) -> BoxFuture<'static, Result<(), ListenerProblem>>;

    /// Stops the broker in good order, after a while in which it takes clients and says that it is not ready.
    fn stop(&self, after: Duration);

    /// Whether it is about to stop.
    fn is_stopping(&self) -> bool;

    /// The log, as far as it is kept.
    fn log(&self) -> Arc<Feed<LogRecord>>;

    /// What is logged.
    fn log_levels(&self) -> LogLevels;

    /// Logs messages of this level and above from now on, all of them or those of one part of the broker. The configuration takes
    /// over again when it is read again.
    ///
    /// # Errors
    /// If `target` is not the name of a part, or the log cannot be changed: in words.
    fn set_log_level(&self, level: LogLevel, target: Option<&str>) -> Result<LogLevels, String>;
}

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRecord {
    /// When.
    pub at: SystemTime,
    /// How grave.
    pub level: LogLevel,
    /// The part of the broker.
    pub target: String,
    /// In words.
    pub message: String,
    /// What else is known, by name.
    pub fields: Vec<(&'static str, String)>,
}

/// What is logged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLevels {
    /// Of parts that no directive names.
    pub level: LogLevel,
    /// The whole directives, as in `info,gmqtt_server=debug`.
    pub directives: String,
}

/// The configuration in effect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunningConfig {
    /// The config file, if there is one.
    pub file: Option<PathBuf>,
    /// Each key. Secrets are masked.
    pub entries: Vec<ConfigEntry>,
    /// The same in YAML. Secrets are masked.
    pub yaml: String,
}

/// A key of the configuration and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigEntry {
    /// As in `listeners[0].address`.
    pub key: String,
    /// The value in YAML.
    pub value: String,
    /// Where it comes from: `default`, `file`, `environment`, `command line`.
    pub origin: &'static str,
    /// The line in the config file.
    pub line: Option<u32>,
}

/// What came of reading the configuration again.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reload {
    /// The keys whose values are others, applied or not. None if there are mistakes.
    pub changes: Vec<ConfigChange>,
    /// What is wrong.
    pub diagnostics: Vec<Diagnostic>,
    /// Whether a mistake keeps all of it from being applied.
    pub invalid: bool,
    /// What could not be applied: addresses that cannot be opened, certificates that cannot be read, plugins that refuse.
    pub failed: Vec<String>,
}

/// A key whose value is another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigChange {
    /// The key.
    pub key: String,
    /// The value in effect; secrets are masked.
    pub old: String,
    /// The value that was read; secrets are masked.
    pub new: String,
    /// When the change takes effect; `None` if only applying it would show.
    pub applies: Option<Applies>,
}

/// What is to become of a listener.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListenerOrder {
    /// It accepts again.
    Open,
    /// It accepts no more; those who are connected stay.
    Close,
    /// It accepts no more; those who are connected are told DISCONNECT 0x98 (v5) and go.
    CloseAll,
}

/// Why a listener is not what it was to become.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ListenerProblem {
    /// There is none of that name.
    #[error("there is no listener {0}")]
    Unknown(String),
    /// It is what it was to become.
    #[error("the listener {0} is {1} already")]
    Already(String, &'static str),
    /// It cannot be opened.
    #[error("{0}")]
    Failed(String),
    /// The process is about to end.
    #[error("the broker is stopping")]
    Stopping,
}
