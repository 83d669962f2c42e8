//! `gmqtt plugin new`: writes the crate of a plugin, whose binary is the whole gmqtt with it.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use clap::Args;
use gmqtt_config::PLUGINS;
use serde::Serialize;

use super::{hooks::HookTemplate, source::Source, template::Template};
use crate::{error::Error, exit::Exit, output::Output};

/// Write the crate of a new plugin
///
/// The crate compiles as it is; its binary is the whole gmqtt with the plugin. Nothing that exists is overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt plugin new doorman --hooks on_basic_auth,on_subscribe
  gmqtt plugin new doorman --hooks OnBasicAuth --config -d plugins/doorman
  gmqtt plugin new doorman --hooks on_msg_arrived --gmqtt-path ../gmqtt")]
pub(crate) struct New {
    /// The name in plugin_order: letters, digits and dashes
    name: String,

    /// The hooks to implement, as in on_basic_auth,on_subscribe; OnBasicAuth is understood, too
    #[arg(short = 'H', long, value_name = "HOOKS", value_delimiter = ',', required = true, value_parser = HookTemplate::parse)]
    hooks: Vec<&'static HookTemplate>,

    /// Give the plugin a section of its own in the config
    #[arg(long)]
    config: bool,

    /// The folder to make; ./NAME without it
    #[arg(short = 'd', long, value_name = "DIR")]
    dir: Option<PathBuf>,

    /// A checkout of gmqtt to build with; without it, the one that the folder is in
    #[arg(long, value_name = "DIR", conflicts_with = "gmqtt_git")]
    gmqtt_path: Option<PathBuf>,

    /// A git repository of gmqtt to build with
    #[arg(long, value_name = "URL")]
    gmqtt_git: Option<String>,
}

/// What was written, for programs.
#[derive(Debug, Serialize)]
struct Written {
    folder: PathBuf,
    files: Vec<&'static str>,
}

impl New {
    pub(super) fn run(&self, output: &Output) -> Result<Exit, Error> {
        let name = valid_name(&self.name)?;
        let folder = self.dir.clone().unwrap_or_else(|| PathBuf::from(&name));
        let source = Source::find(
            self.gmqtt_path.as_deref(),
            self.gmqtt_git.as_deref(),
            &folder,
        )?;
        let mut hooks = self.hooks.clone();
        hooks.sort_by_key(|hook| hook.place());
        hooks.dedup_by_key(|hook| hook.place());
        let files = Template {
            name: &name,
            hooks: &hooks,
            config: self.config,
            source: &source,
        }
        .files();
        refuse_to_overwrite(&folder, &files)?;
        for (path, text) in &files {
            write(&folder.join(path), text)?;
        }
        source.copy_lock(&folder);
        if output.format.is_some() {
            let files = files.iter().map(|(path, _)| *path).collect();
            output.document(&Written { folder, files })?;
        } else {
            let shown = folder.display();
            let list: String = files
                .iter()
                .map(|(path, _)| format!("  {shown}/{path}\n"))
                .collect();
            output.confirm(&format!(
                "wrote the plugin {name}:\n{list}next: cd {shown} && cargo run -- start -c gmqtt.yml\n"
            ))?;
        }
        Ok(Exit::Done)
    }
}

/// In lower case, as in plugin_order.
fn valid_name(name: &str) -> Result<String, Error> {
    let name = name.to_lowercase();
    let refuse = |why: String| {
        Err(Error::new(
            Exit::Usage,
            format!("`{name}` cannot be the name of a plugin"),
        )
        .cause(why))
    };
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !name.starts_with(|c: char| c.is_ascii_lowercase())
        || !name.chars().all(is_word)
        || name.ends_with('-')
        || name.contains("--")
        || name.len() > LONGEST_NAME
    {
        return refuse(format!(
            "a name is a letter and then letters, digits and single dashes, {LONGEST_NAME} at most"
        ));
    }
    if PLUGINS.contains(&name.as_str()) {
        return refuse(format!("gmqtt has a plugin `{name}`"));
    }
    Ok(name)
}

fn refuse_to_overwrite(folder: &Path, files: &[(&'static str, String)]) -> Result<(), Error> {
    let there = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .find(|path| path.symlink_metadata().is_ok());
    match there {
        None => Ok(()),
        Some(path) => Err(
            Error::new(Exit::Conflict, format!("{} exists", path.display()))
                .hint("nothing was written; name another folder: -d DIR"),
        ),
    }
}

fn write(path: &Path, text: &str) -> Result<(), Error> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let written = fs::create_dir_all(folder).and_then(|()| {
        let mut options = fs::OpenOptions::new();
        // Not even if it came into being just now.
        let mut file = options.write(true).create_new(true).open(path)?;
        io::Write::write_all(&mut file, text.as_bytes())
    });
    written.map_err(|error| {
        Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
    })
}

/// What cargo makes of it stays readable.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        assert_eq!(valid_name("DoorMan-2").ok().as_deref(), Some("doorman-2"));
        for name in [
            "", "2door", "door man", "door_man", "-door", "door-", "a--b", "auth", "tür",
        ] {
            assert!(valid_name(name).is_err(), "{name}");
        }
        assert!(valid_name(&"x".repeat(41)).is_err());
    }

    #[test]
    fn every_hook_has_a_template_under_both_names() {
        for (place, hook) in gmqtt_plugin_api::Hook::ALL.iter().enumerate() {
            let original = format!("{hook:?}");
            let found = HookTemplate::parse(&original).expect(&original);
            assert_eq!(found.place(), place);
            assert!(HookTemplate::parse(found.name).is_ok());
            assert!(super::super::template::method(found).contains(&format!("fn {}(", found.name)));
        }
        let error = HookTemplate::parse("on_subscibe").unwrap_err();
        assert!(error.contains("on_subscribe"), "{error}");
    }
}
