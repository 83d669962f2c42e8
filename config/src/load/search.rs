//! Which file is the configuration. Never one in the current directory.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::LoadOptions;

/// A place where a configuration file may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The file.
    pub path: PathBuf,
    /// What makes it a candidate: `-c`, `$GMQTT_CONFIG`, ...
    pub rule: &'static str,
    /// Whether it is there.
    pub exists: bool,
}

/// The rules that name a file which must then exist.
const EXPLICIT: [&str; 2] = ["-c", "$GMQTT_CONFIG"];
/// The name under which the Go broker's file is found.
const GO_FILE: &str = "gmqttd.yml";

impl Candidate {
    fn new(rule: &'static str, path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        // A file that may not even be looked at must not be passed over in silence.
        let exists = match path.metadata() {
            Ok(_) => true,
            Err(error) => error.kind() == io::ErrorKind::PermissionDenied,
        };
        Self { path, rule, exists }
    }

    /// Whether somebody named this very file, so that another one must not be taken in its place.
    #[must_use]
    pub fn is_explicit(&self) -> bool {
        EXPLICIT.contains(&self.rule)
    }
}

/// The places where a configuration file may be. The first that exists, or that somebody named, is it.
#[must_use]
pub fn search_path(options: &LoadOptions) -> Vec<Candidate> {
    let mut found = Vec::new();
    if let Some(path) = &options.file {
        found.push(Candidate::new("-c", path));
    }
    if let Some(path) = variable(&options.env, "GMQTT_CONFIG") {
        found.push(Candidate::new("$GMQTT_CONFIG", path));
    }
    let home = directory(&options.env, "HOME");
    if let Some(home) = &home {
        found.push(Candidate::new("$HOME/gmqtt.yml", home.join("gmqtt.yml")));
    }
    let settings = directory(&options.env, "XDG_CONFIG_HOME")
        .or_else(|| home.map(|home| home.join(".config")));
    if let (Some(settings), false) = (settings, options.is_root) {
        found.push(Candidate::new(
            "$XDG_CONFIG_HOME/gmqtt/gmqtt.yml",
            settings.join("gmqtt/gmqtt.yml"),
        ));
    }
    found.push(Candidate::new(
        "/etc/gmqtt/gmqtt.yml",
        "/etc/gmqtt/gmqtt.yml",
    ));
    found.push(Candidate::new(
        "/etc/gmqtt/gmqttd.yml",
        Path::new("/etc/gmqtt").join(GO_FILE),
    ));
    found
}

/// Where state is kept unless `data_dir` says otherwise: `/var/lib/gmqtt` for root, else `$XDG_STATE_HOME/gmqtt`,
/// else `$HOME/.local/state/gmqtt`. `None` without any of these.
#[must_use]
pub fn default_data_dir(options: &LoadOptions) -> Option<PathBuf> {
    if options.is_root {
        return Some(PathBuf::from("/var/lib/gmqtt"));
    }
    let state = directory(&options.env, "XDG_STATE_HOME")
        .or_else(|| directory(&options.env, "HOME").map(|home| home.join(".local/state")));
    state.map(|state| state.join("gmqtt"))
}

/// The candidate to read.
pub(crate) fn choose(options: &LoadOptions) -> Option<Candidate> {
    search_path(options)
        .into_iter()
        .find(|candidate| candidate.exists || candidate.is_explicit())
}

/// Whether the file's name says that it is the Go broker's.
pub(crate) fn is_go_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == GO_FILE)
}

/// A variable that is set and not empty.
fn variable<'e>(env: &'e [(String, String)], name: &str) -> Option<&'e str> {
    env.iter()
        .find(|(key, value)| key == name && !value.is_empty())
        .map(|(_, value)| value.as_str())
}

/// A variable that is an absolute path; the XDG specification has others ignored.
fn directory(env: &[(String, String)], name: &str) -> Option<PathBuf> {
    variable(env, name)
        .map(PathBuf::from)
        .filter(|path| path.is_absolute())
}
