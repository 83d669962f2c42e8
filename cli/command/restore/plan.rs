//! What goes where: the config that is put back says it for the rest.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use gmqtt_config::{Config, load_bytes, search_path};
use gmqtt_plugin_api::Plugin;

use crate::{
    archive::{Archive, Manifest, Part},
    config_source::{self, ConfigSource},
    error::Error,
    exit::Exit,
    output::Output,
    store::Place,
};

/// What goes where.
#[derive(Debug)]
pub(super) struct Plan {
    /// The config that holds afterwards.
    pub(super) config: Config,
    pub(super) files: Vec<(Part, PathBuf)>,
    pub(super) sessions: Option<Place>,
}

impl Plan {
    pub(super) fn of(
        archive: &Archive,
        parts: &[Part],
        source: &ConfigSource,
        output: &Output,
        plugins: &[Arc<dyn Plugin>],
    ) -> Result<Self, Error> {
        let has = |part| parts.contains(&part);
        let options = source.options(plugins, false);
        let mut files = Vec::new();
        let config = match archive.file(Part::Config)?.filter(|_| has(Part::Config)) {
            Some(content) => {
                let path = config_path(&archive.manifest, source, plugins)?;
                let loaded = load_bytes(&path, &content, &options);
                let loaded = loaded.map_err(|error| config_source::refuse(&error, output))?;
                files.push((Part::Config, path));
                loaded.config
            }
            None => source.load(output, plugins, false)?.config,
        };
        if has(Part::Accounts) {
            files.push((Part::Accounts, config.plugins.auth.password_file.clone()));
        }
        if has(Part::Acl) {
            files.push((Part::Acl, config.plugins.acl.file.clone()));
        }
        let sessions =
            if has(Part::Sessions) {
                let place = Place::configured(&config, &options);
                Some(place.map_err(|error| {
                    error.hint("to put back the rest: --only config,accounts,acl")
                })?)
            } else {
                None
            };
        Ok(Self {
            config,
            files,
            sessions,
        })
    }

    /// What is about to happen, for whoever has to confirm it.
    pub(super) fn warning(&self, manifest: &Manifest) -> String {
        let mut text = format!(
            "this replaces what is there by a backup of {} from {}:",
            manifest.node, manifest.created_at
        );
        for (part, path) in &self.files {
            // A text takes everything.
            let _ = write!(text, " {} ({}),", part.word(), path.display());
        }
        if let Some(place) = &self.sessions {
            let _ = write!(text, " sessions and retained messages ({place}),");
        }
        text.pop();
        text
    }
}

/// Where the config goes: where it is said, or where one is, or where it was.
fn config_path(
    manifest: &Manifest,
    source: &ConfigSource,
    plugins: &[Arc<dyn Plugin>],
) -> Result<PathBuf, Error> {
    if let Some(path) = &source.config {
        return Ok(path.clone());
    }
    let candidates = search_path(&source.options(plugins, false));
    let there = candidates.into_iter().find(|candidate| candidate.exists);
    let there = there.map(|candidate| candidate.path);
    let was = manifest.config_path.as_ref().map(PathBuf::from);
    there.or(was).ok_or_else(|| {
        Error::new(Exit::Usage, "cannot tell where the config goes")
            .hint("name it with -c, or leave it out: --only accounts,acl,sessions")
    })
}
