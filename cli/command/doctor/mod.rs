//! `gmqtt doctor`: looks for what will keep a broker on this machine from working well, and says how to fix it.

mod access;
mod certificates;
mod finding;
mod machine;
mod peers;
mod ports;

use std::{sync::Arc, time::SystemTime};

use clap::Args;
use gmqtt_config::{Config, LoadError, Severity};
use gmqtt_plugin_api::Plugin;
use serde::Serialize;

use self::finding::{Finding, Health};
use crate::{
    config_source::{ConfigSource, load_checked, refuse},
    error::Error,
    exit::Exit,
    output::Output,
};

/// Look for problems, and say how to fix them
///
/// Looks at the configuration and at what it needs from this machine: ports, certificates, files and who may read them, disk, memory,
/// open files, the clock, the brokers and servers it talks to. Changes nothing, and needs no running broker. Exits 7 if something is
/// wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt doctor
  gmqtt doctor -c gmqtt.yml
  gmqtt doctor --strict -o json")]
pub(crate) struct Doctor {
    #[command(flatten)]
    source: ConfigSource,

    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
}

/// The report for programs.
#[derive(Debug, Serialize)]
struct Report {
    healthy: bool,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding>,
}

impl Doctor {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let options = self.source.options(plugins, true);
        let mut findings = Vec::new();
        match load_checked(&options, plugins) {
            Ok(loaded) => {
                findings.extend(loaded.warnings.iter().map(of_diagnostic));
                if findings.is_empty() {
                    let name = loaded.path.as_ref().map_or_else(
                        || "no config file, built-in defaults".to_owned(),
                        |path| format!("{} is valid", path.display()),
                    );
                    findings.push(Finding::ok("config", name));
                }
                let data_dir = loaded.config.data_dir.clone();
                let data_dir = data_dir.or_else(|| gmqtt_config::default_data_dir(&options));
                findings.extend(access::look(
                    &loaded.config,
                    loaded.path.as_deref(),
                    data_dir.as_deref(),
                ));
                findings.extend(look(&loaded.config));
            }
            Err(LoadError::Invalid { diagnostics, .. }) => {
                findings.extend(diagnostics.iter().map(of_diagnostic));
                // What is not in the file is looked at all the same.
                findings.extend(machine::look(&Config::default(), SystemTime::now()));
            }
            Err(unreadable) => return Err(refuse(&unreadable, output)),
        }
        self.report(findings, output)
    }

    fn report(&self, findings: Vec<Finding>, output: &Output) -> Result<Exit, Error> {
        let count = |health| findings.iter().filter(|one| one.health == health).count();
        let (errors, warnings) = (count(Health::Error), count(Health::Warning));
        let healthy = errors == 0 && !(self.strict && warnings > 0);
        if output.format.is_some() {
            output.document(&Report {
                healthy,
                errors,
                warnings,
                findings,
            })?;
        } else {
            let shown = findings
                .iter()
                .filter(|one| !output.quiet || one.health != Health::Ok);
            output.text(&shown.map(Finding::text).collect::<String>())?;
            output.confirm(&match (errors, warnings) {
                (0, 0) => "nothing to do\n".to_owned(),
                _ => format!(
                    "{}, {}\n",
                    plural(errors, "error"),
                    plural(warnings, "warning")
                ),
            })?;
        }
        Ok(if healthy { Exit::Done } else { Exit::Invalid })
    }
}

/// What the configuration asks of this machine.
fn look(config: &Config) -> Vec<Finding> {
    let now = SystemTime::now();
    let mut findings = certificates::look(config, now);
    findings.extend(ports::look(config));
    findings.extend(machine::look(config, now));
    findings.extend(peers::look(config));
    findings
}

fn of_diagnostic(diagnostic: &gmqtt_config::Diagnostic) -> Finding {
    let place = diagnostic.location.as_ref();
    let place = place.map(|place| format!("{place}: ")).unwrap_or_default();
    let message = format!("{place}{}", diagnostic.message);
    let finding = match diagnostic.severity {
        Severity::Error => Finding::error("config", message),
        Severity::Warning => Finding::warning("config", message),
    };
    match &diagnostic.hint {
        Some(hint) => finding.fix(hint),
        None => finding,
    }
}

fn plural(number: usize, noun: &str) -> String {
    match number {
        1 => format!("1 {noun}"),
        _ => format!("{number} {noun}s"),
    }
}
