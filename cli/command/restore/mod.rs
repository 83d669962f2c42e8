//! `gmqtt restore`: what `gmqtt backup` wrote, in place of what is there.

mod file;
mod plan;
mod sessions;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use gmqtt_plugin_api::Plugin;
use serde::Serialize;

use self::{plan::Plan, sessions::Prepared};
use crate::{
    archive::{Archive, Part},
    config_source::ConfigSource,
    confirm::confirm_name,
    error::Error,
    exit::Exit,
    node_name::node_name,
    output::Output,
    store::{self, Place},
};

/// Put back what a backup holds, in place of what is there
///
/// The backup is checked first, and the broker must not run. What is replaced stays beside the new under a name that ends in `.before-` and
/// the time; of a store in Redis nothing stays. Asks for the name of the node.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt restore mq1.tar --dry-run
  gmqtt restore mq1.tar --confirm mq1
  gmqtt restore mq1.tar --only accounts,acl -c /etc/gmqtt/gmqtt.yml")]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,

    /// Only these parts: config, accounts, acl, sessions
    #[arg(
        long,
        value_name = "PART",
        value_delimiter = ',',
        value_enum,
        hide_possible_values = true
    )]
    only: Vec<Part>,

    /// The name of this node, instead of typing it
    #[arg(long, value_name = "NAME")]
    confirm: Option<String>,

    /// Check the backup, say what would be replaced, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    #[command(flatten)]
    source: ConfigSource,
}

/// What was done, for programs.
#[derive(Debug, Serialize)]
struct Report {
    dry_run: bool,
    backup: Origin,
    replaced: Vec<Replaced>,
}

/// Where the backup comes from.
#[derive(Debug, Serialize)]
struct Origin {
    node: String,
    created_at: String,
    gmqtt: String,
}

/// What was put back, and what became of what was there.
#[derive(Debug, Serialize)]
struct Replaced {
    part: &'static str,
    place: String,
    /// Where the old one is; missing if there was none, or it was not kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
}

impl Restore {
    pub(crate) fn run(&self, output: &Output, plugins: &[Arc<dyn Plugin>]) -> Result<Exit, Error> {
        let archive = Archive::open(&self.file)?;
        let parts = self.parts(&archive)?;
        let plan = Plan::of(&archive, &parts, &self.source, output, plugins)?;
        if self.dry_run {
            if let Some(place) = &plan.sessions {
                store::block_on(sessions::check(&archive, place, output))?;
            }
        } else {
            let what = plan.warning(&archive.manifest);
            let name = node_name(&plan.config);
            confirm_name(output, &what, &name, self.confirm.as_deref())?;
        }
        let replaced = if self.dry_run {
            plan.would_replace()
        } else {
            carry_out(&plan, &archive, output)?
        };
        self.report(&archive, replaced, output)
    }

    /// What is to be put back.
    fn parts(&self, archive: &Archive) -> Result<Vec<Part>, Error> {
        let manifest = &archive.manifest;
        if let Some(part) = self.only.iter().find(|part| !manifest.has(**part)) {
            return Err(Error::new(
                Exit::NotFound,
                format!("{} has no {} in it", self.file.display(), part.word()),
            ));
        }
        let wanted =
            |part: &Part| manifest.has(*part) && (self.only.is_empty() || self.only.contains(part));
        Ok(Part::ALL.into_iter().filter(wanted).collect())
    }

    fn report(
        &self,
        archive: &Archive,
        replaced: Vec<Replaced>,
        output: &Output,
    ) -> Result<Exit, Error> {
        let manifest = &archive.manifest;
        if output.format.is_some() {
            output.document(&Report {
                dry_run: self.dry_run,
                backup: Origin {
                    node: manifest.node.clone(),
                    created_at: manifest.created_at.clone(),
                    gmqtt: manifest.gmqtt.clone(),
                },
                replaced,
            })?;
            return Ok(Exit::Done);
        }
        let done = if self.dry_run {
            "would restore"
        } else {
            "restored"
        };
        let mut text = String::new();
        for Replaced {
            part,
            place,
            before,
        } in &replaced
        {
            text.push_str(&format!("{done} {part} to {place}"));
            if let Some(before) = before {
                text.push_str(&format!(", the old one is {before}"));
            }
            text.push('\n');
        }
        if replaced.is_empty() {
            text.push_str("the backup holds nothing\n");
        }
        output.confirm(&text)?;
        Ok(Exit::Done)
    }
}

/// First what takes long and may fail, beside what is there; then everything takes its place.
fn carry_out(plan: &Plan, archive: &Archive, output: &Output) -> Result<Vec<Replaced>, Error> {
    let stamp = jiff::Timestamp::now()
        .strftime("%Y%m%dT%H%M%SZ")
        .to_string();
    let prepared = match &plan.sessions {
        Some(place) => Some(store::block_on(Prepared::fill(archive, place, output))?),
        None => None,
    };
    let mut replaced = Vec::new();
    for (part, path) in &plan.files {
        if let Some(content) = archive.file(*part)? {
            let before = file::replace(path, &content, &stamp)?;
            replaced.push(Replaced {
                part: part.word(),
                place: path.display().to_string(),
                before,
            });
        }
    }
    if let (Some(prepared), Some(place)) = (prepared, &plan.sessions) {
        replaced.push(Replaced {
            part: Part::Sessions.word(),
            place: place.to_string(),
            before: prepared.take_place(place, &stamp)?,
        });
    }
    Ok(replaced)
}

/// Where a part goes, for a dry run.
fn would(part: Part, place: String) -> Replaced {
    Replaced {
        part: part.word(),
        place,
        before: None,
    }
}

impl Plan {
    fn would_replace(&self) -> Vec<Replaced> {
        let files = self.files.iter();
        let files = files.map(|(part, path)| would(*part, path.display().to_string()));
        let sessions = self.sessions.as_ref().map(Place::to_string);
        let sessions = sessions.map(|place| would(Part::Sessions, place));
        files.chain(sessions).collect()
    }
}
