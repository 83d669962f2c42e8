//! Where log messages go, how they look, and which are written.

use std::io::{self, IsTerminal as _};
use std::sync::{Arc, Mutex, PoisonError};

use anstream::{AutoStream, ColorChoice};
use gmqtt_config::{Diagnostic, Log, LogFormat, LogLevel, LogOutput, Severity};
use gmqtt_plugin_api::{Feed, LogLevels, LogRecord};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    fmt::{self, writer::BoxMakeWriter},
    layer::SubscriberExt as _,
    reload,
    util::SubscriberInitExt as _,
};

use super::kept_log::KeptLog;
use crate::{error::Error, exit::Exit, output::Output};

/// The variable that says what to log, target by target.
const VARIABLE: &str = "GMQTT_LOG";

/// What was decided about logging.
#[derive(Debug)]
pub(super) struct Logs {
    json: bool,
    stdout: bool,
    /// Changes what is written.
    filter: reload::Handle<EnvFilter, Registry>,
    /// What the command line or the environment asks for; the config has no say then.
    fixed: Option<String>,
    /// What is written: a level, and parts with levels of their own.
    directives: Mutex<Vec<String>>,
    /// The last messages.
    kept: Arc<Feed<LogRecord>>,
}

/// How long the name of a part may be.
const LONGEST_TARGET: usize = 100;

impl Logs {
    /// Makes every `tracing` event of this process a log message.
    ///
    /// `level` is what the command line asks for; it wins over `GMQTT_LOG`, and that over the config.
    pub(super) fn install(log: &Log, level: Option<LogLevel>) -> Result<Self, Error> {
        let stdout = log.output == LogOutput::Stdout;
        let terminal = if stdout {
            io::stdout().is_terminal()
        } else {
            io::stderr().is_terminal()
        };
        let json = match log.format {
            LogFormat::Auto => !terminal,
            LogFormat::Text => false,
            LogFormat::Json => true,
        };
        let (writer, color) = if stdout {
            (
                BoxMakeWriter::new(io::stdout),
                AutoStream::choice(&io::stdout()),
            )
        } else {
            (
                BoxMakeWriter::new(io::stderr),
                AutoStream::choice(&io::stderr()),
            )
        };
        // Without log_internal_errors: it would complain on stderr, which may be what has gone away.
        let layer = fmt::layer().with_writer(writer).log_internal_errors(false);
        let layer = if json {
            layer.json().flatten_event(true).boxed()
        } else {
            layer.with_ansi(color != ColorChoice::Never).boxed()
        };
        let fixed = match level {
            Some(level) => Some(level.as_str().to_owned()),
            None => directives_of_environment()?,
        };
        let directives = fixed.as_deref().unwrap_or(log.level.as_str());
        let (filter, handle) = reload::Layer::new(EnvFilter::new(directives));
        let kept = KeptLog::feed();
        let layer = layer.and_then(KeptLog::new(&kept));
        let directives = split(directives);
        Registry::default()
            .with(layer.with_filter(filter))
            .try_init()
            .map_err(|error| Error::new(Exit::Failed, "cannot write logs").cause(error))?;
        Ok(Self {
            json,
            stdout,
            filter: handle,
            fixed,
            directives: Mutex::new(directives),
            kept,
        })
    }

    /// Whether messages are for programs.
    pub(super) const fn are_json(&self) -> bool {
        self.json
    }

    /// Whether the banner would stand in the middle of JSON log messages.
    pub(super) const fn share_stdout(&self) -> bool {
        self.json && self.stdout
    }

    /// Writes messages of `level` and above from now on, or those that the command line or the environment asked for at the start:
    /// then it is false.
    pub(super) fn set_level(&self, level: LogLevel) -> bool {
        let directives = self.fixed.as_deref().unwrap_or(level.as_str());
        self.write(split(directives)).is_ok() && self.fixed.is_none()
    }

    /// Writes messages of `level` and above, of one part or of all, until the config is read again.
    ///
    /// # Errors
    /// What is wrong with the name of the part.
    pub(super) fn set_level_of(
        &self,
        level: LogLevel,
        target: Option<&str>,
    ) -> Result<LogLevels, String> {
        let directives = match target {
            None => vec![level.as_str().to_owned()],
            Some(target) => {
                let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-');
                if target.is_empty() || target.len() > LONGEST_TARGET || !target.chars().all(fits) {
                    return Err(format!(
                        "{target:?} is not a part of the broker, which has a name as gmqtt_server or gmqtt_server::packets"
                    ));
                }
                let mut directives = self.directives();
                let same = |known: &String| known.split('=').next() == Some(target);
                directives.retain(|known| !known.contains('=') || !same(known));
                directives.push(format!("{target}={}", level.as_str()));
                directives
            }
        };
        self.write(directives).map_err(|error| error.to_string())?;
        Ok(self.levels())
    }

    fn write(&self, directives: Vec<String>) -> Result<(), reload::Error> {
        self.filter.reload(EnvFilter::new(directives.join(",")))?;
        *self
            .directives
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = directives;
        Ok(())
    }

    fn directives(&self) -> Vec<String> {
        let directives = self.directives.lock();
        directives.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is written.
    pub(super) fn levels(&self) -> LogLevels {
        let directives = self.directives();
        let level = |directive: &String| LogLevel::from_word(&directive.to_ascii_lowercase());
        // Without a directive for all, only errors are written.
        let level = directives.iter().rev().find_map(level);
        LogLevels {
            level: level.unwrap_or(LogLevel::Error),
            directives: directives.join(","),
        }
    }

    /// The last messages, and those to come.
    pub(super) fn kept(&self) -> Arc<Feed<LogRecord>> {
        self.kept.clone()
    }

    /// Tells the warnings about the configuration: people see the block, programs a message.
    pub(super) fn warn_all(&self, warnings: &[Diagnostic], output: &Output) {
        for warning in warnings {
            if self.json {
                log(warning);
            } else {
                output.stderr(&output.block(warning));
            }
        }
    }
}

/// Logs what is wrong with a configuration, with its place.
pub(super) fn log(diagnostic: &Diagnostic) {
    let Diagnostic {
        severity,
        message,
        key,
        location,
        hint,
        ..
    } = diagnostic;
    let place = location.as_ref().map(ToString::to_string);
    match severity {
        Severity::Error => tracing::error!(target: "gmqtt", key, place, hint, "{message}"),
        Severity::Warning => tracing::warn!(target: "gmqtt", key, place, hint, "{message}"),
    }
}

fn split(directives: &str) -> Vec<String> {
    let directives = directives.split(',').map(str::trim);
    directives
        .filter(|directive| !directive.is_empty())
        .map(str::to_owned)
        .collect()
}

/// What `GMQTT_LOG` asks for.
fn directives_of_environment() -> Result<Option<String>, Error> {
    let Some(directives) = std::env::var(VARIABLE)
        .ok()
        .filter(|directives| !directives.is_empty())
    else {
        return Ok(None);
    };
    let valid = EnvFilter::try_new(&directives);
    valid.map(|_| Some(directives.clone())).map_err(|error| {
        Error::new(
            Exit::Usage,
            format!("{VARIABLE} is \"{directives}\", which does not say what to log"),
        )
        .cause(error)
        .hint("write a level, or targets with levels: debug, or warn,gmqtt_server=trace")
    })
}
