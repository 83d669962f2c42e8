//! `gmqtt tls check`: loads what the listeners would load, and says what it is and what is wrong with it.

use std::{fmt::Write as _, path::PathBuf, sync::Arc, time::SystemTime};

use clap::Args;
use gmqtt_plugin_api::Plugin;
use gmqtt_server::{CertificateReport, TlsReport};
use serde::Serialize;

use super::sections;
use crate::{
    config_source::ConfigSource,
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, to_json},
};

/// Say what the certificates of the listeners and of the admin API are and what is wrong with them
///
/// Loads the files of every `tls` section as `gmqtt start` would. Exits 0 if all of them work and 7 if not.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt tls check
  gmqtt tls check gmqtt.yml
  gmqtt tls check gmqtt.yml -o json")]
pub(crate) struct Check {
    /// The config file; without it the one `gmqtt start` would read
    #[arg(conflicts_with = "config")]
    file: Option<PathBuf>,

    #[command(flatten)]
    source: ConfigSource,
}

/// One `tls` section.
#[derive(Debug, Serialize)]
struct Section {
    /// The key of what it belongs to.
    key: String,
    address: String,
    certificates: Vec<Certificate>,
    problems: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Certificate {
    key: &'static str,
    subject: String,
    names: Vec<String>,
    issuer: String,
    expires: String,
    days_left: i64,
}

impl Check {
    pub(super) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let mut source = self.source.clone();
        source.config = source.config.or_else(|| self.file.clone());
        let config = source.load(output, plugins, true)?.config;
        let now = SystemTime::now();
        let sections: Vec<Section> = sections(&config)
            .map(|(key, address, tls)| Section::new(key, address, TlsReport::of(tls, now)))
            .collect();
        let good = sections.iter().all(|section| section.problems.is_empty());
        if output.is_for_programs() {
            SECTIONS.print(output, &sections)?;
        } else if sections.is_empty() {
            output.confirm("no listener and no endpoint of the admin API has a `tls` section\n")?;
        } else {
            output.text(&sections.iter().map(Section::text).collect::<String>())?;
        }
        Ok(if good { Exit::Done } else { Exit::Invalid })
    }
}

static SECTIONS: Listing<Section> = Listing {
    things: "sections",
    columns: &[
        Column::new("KEY", |one| Cell::text(&one.key)),
        Column::new("ADDRESS", |one| Cell::text(&one.address)),
        Column::new("SUBJECT", |one| {
            Cell::text(one.certificates.first().map_or("", |own| &own.subject))
        }),
        Column::new("EXPIRES", |one| {
            Cell::text(one.certificates.first().map_or("", |own| &own.expires))
        }),
        Column::new("PROBLEMS", |one| Cell::text(&one.problems.join("; "))),
    ],
    name: |one| one.key.clone(),
    json: to_json,
};

impl Section {
    fn new(key: String, address: String, report: TlsReport) -> Self {
        Self {
            key,
            address,
            certificates: report
                .certificates
                .into_iter()
                .map(Certificate::from)
                .collect(),
            problems: report.problems,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}  {}\n", self.key, self.address);
        for certificate in &self.certificates {
            let Certificate {
                key,
                subject,
                names,
                issuer,
                expires,
                days_left,
            } = certificate;
            let names = if names.is_empty() {
                "none".to_owned()
            } else {
                names.join(", ")
            };
            let left = match days_left {
                days if *days < 0 => "over".to_owned(),
                1 => "1 day left".to_owned(),
                days => format!("{days} days left"),
            };
            // A text takes everything.
            let _ = write!(
                text,
                "  {key:<7} {subject}\n          names    {names}\n          issuer   {issuer}\n          expires  {expires} ({left})\n"
            );
        }
        for problem in &self.problems {
            let _ = writeln!(text, "  problem: {problem}");
        }
        text
    }
}

impl From<CertificateReport> for Certificate {
    fn from(report: CertificateReport) -> Self {
        let CertificateReport {
            key,
            subject,
            names,
            issuer,
            expires,
            days_left,
        } = report;
        Self {
            key,
            subject,
            names,
            issuer,
            expires,
            days_left,
        }
    }
}
