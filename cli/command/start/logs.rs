//! Where log messages go, how they look, and which are written.

use std::io::{self, IsTerminal as _};

use anstream::{AutoStream, ColorChoice};
use gmqtt_config::{Diagnostic, Log, LogFormat, LogLevel, LogOutput, Severity};
use tracing_subscriber::{
    EnvFilter, Layer as _, Registry,
    fmt::{self, writer::BoxMakeWriter},
    layer::SubscriberExt as _,
    reload,
    util::SubscriberInitExt as _,
};

use crate::{error::Error, exit::Exit, output::Output};

/// The variable that says what to log, target by target.
const VARIABLE: &str = "GMQTT_LOG";

/// What was decided about logging.
#[derive(Debug)]
pub(super) struct Logs {
    json: bool,
    stdout: bool,
    /// Changes what is written; `None` if the config has no say in it.
    level: Option<reload::Handle<EnvFilter, Registry>>,
}

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
            Some(level) => Some(EnvFilter::new(level.as_str())),
            None => filter_of_environment()?,
        };
        let configured = fixed.is_none();
        let (filter, handle) =
            reload::Layer::new(fixed.unwrap_or_else(|| EnvFilter::new(log.level.as_str())));
        Registry::default()
            .with(layer.with_filter(filter))
            .try_init()
            .map_err(|error| Error::new(Exit::Failed, "cannot write logs").cause(error))?;
        Ok(Self {
            json,
            stdout,
            level: configured.then_some(handle),
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

    /// Writes messages of `level` and above from now on. False if the command line or the environment decided otherwise.
    pub(super) fn set_level(&self, level: LogLevel) -> bool {
        self.level
            .as_ref()
            .is_some_and(|handle| handle.reload(EnvFilter::new(level.as_str())).is_ok())
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

/// What `GMQTT_LOG` asks for.
fn filter_of_environment() -> Result<Option<EnvFilter>, Error> {
    let Some(directives) = std::env::var(VARIABLE)
        .ok()
        .filter(|directives| !directives.is_empty())
    else {
        return Ok(None);
    };
    EnvFilter::try_new(&directives).map(Some).map_err(|error| {
        Error::new(
            Exit::Usage,
            format!("{VARIABLE} is \"{directives}\", which does not say what to log"),
        )
        .cause(error)
        .hint("write a level, or targets with levels: debug, or warn,gmqtt_server=trace")
    })
}
