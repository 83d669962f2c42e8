//! `gmqtt reload`: has a running broker read its configuration again, unless that is not valid.

mod process;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use gmqtt_admin_client::Request;
use gmqtt_admin_client::admin::{Applies, ConfigChange, ReloadConfigRequest, ReloadConfigResponse};
use gmqtt_plugin_api::Plugin;

use super::config::in_words;
use crate::{
    admin::{self, Admin, AdminFlags, RootFlags, duration},
    config_source::ConfigSource,
    error::Error,
    exit::Exit,
    output::{Cell, Column, Listing, Output, grouped},
};

/// Have the running broker apply its changed configuration
///
/// Says key by key what has changed, and whether that applies now, to new clients or after a restart. A configuration that is not
/// valid is reported and changes nothing. With -c, --set or --pid-file the broker of a pid file on this machine is told by a signal,
/// without its admin API; its log says what has changed then.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt reload
  gmqtt reload --dry-run
  gmqtt reload --context prod -o json
  gmqtt reload -c gmqtt.yml --pid-file /run/gmqtt/gmqtt.pid")]
pub(crate) struct Reload {
    #[command(flatten)]
    source: ConfigSource,

    /// The pid file of the broker; without it the `pid_file` of the configuration
    #[arg(long, value_name = "FILE")]
    pid_file: Option<PathBuf>,

    /// Check the configuration and say what would change, and leave it at that
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// How long applying it may take
    #[arg(long, value_name = "DURATION", default_value = "10s", value_parser = duration)]
    wait: Duration,

    #[command(flatten)]
    admin: AdminFlags,
}

static CHANGES: Listing<ConfigChange> = Listing {
    things: "keys",
    columns: &[
        Column::new("KEY", |change| Cell::text(&change.key)),
        Column::new("OLD", |change| Cell::text(change.old.trim_end())),
        Column::new("NEW", |change| Cell::text(change.new.trim_end())),
        Column::new("APPLIED", |change| Cell::word(in_words(change.applies()))),
    ],
    name: |change| change.key.clone(),
    json: |change| admin::json("gmqtt.admin.api.ConfigChange", change),
};

impl Reload {
    pub(crate) fn run(
        &self,
        output: &Output,
        root: RootFlags,
        plugins: &[Arc<dyn Plugin>],
    ) -> Result<Exit, Error> {
        let is_of_a_file = self.source.config.is_some() || !self.source.set.is_empty();
        if is_of_a_file || self.pid_file.is_some() {
            return process::tell(self, output, plugins);
        }
        let admin = Admin::new(output, self.admin.clone(), root)?;
        let answer = admin.block_on(self.ask(&admin))?;
        self.report(output, &answer)
    }

    async fn ask(&self, admin: &Admin) -> Result<ReloadConfigResponse, Error> {
        let mut request = Request::new(ReloadConfigRequest {
            dry_run: self.dry_run,
        });
        request.set_timeout(self.wait);
        let client = if self.dry_run {
            admin.client()?
        } else {
            admin.writer()?
        };
        let answer = client.config().reload(request).await;
        Ok(answer.map_err(|error| admin.explain(error))?.into_inner())
    }

    fn report(&self, output: &Output, answer: &ReloadConfigResponse) -> Result<Exit, Error> {
        let changes = &answer.changes;
        if output.is_for_programs() || !changes.is_empty() {
            CHANGES.print(output, changes)?;
        }
        let mut exit = Exit::Done;
        for diagnostic in &answer.diagnostics {
            if diagnostic.severity == "error" {
                exit = Exit::Partly;
                let error = Error::new(Exit::Partly, &diagnostic.message);
                output.error(&match diagnostic.hint.as_str() {
                    "" => error,
                    hint => error.hint(hint),
                });
            } else {
                output.warn(&diagnostic.message);
            }
        }
        if output.format.is_none() {
            output.remark(&self.sum(changes));
        }
        Ok(exit)
    }

    /// How much there was to do, in a sentence.
    fn sum(&self, changes: &[ConfigChange]) -> String {
        let later = changes
            .iter()
            .filter(|change| change.applies() == Applies::RestartNeeded)
            .count();
        let number = |count: usize| grouped(count as u64);
        let changed = match changes.len() {
            0 => "nothing has changed".to_owned(),
            1 => "1 change".to_owned(),
            many => format!("{} changes", number(many)),
        };
        let needs = match later {
            0 => String::new(),
            1 => ", 1 needs a restart".to_owned(),
            many => format!(", {} need a restart", number(many)),
        };
        let applied = match (self.dry_run, changes.is_empty()) {
            (true, false) => "; nothing was applied",
            _ => "",
        };
        format!("{changed}{needs}{applied}")
    }
}
