//! Where a new crate finds gmqtt's source: a checkout, or a git repository.

use std::{
    fs,
    path::{Path, PathBuf},
};

use crate::{error::Error, exit::Exit};

/// What to build with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// The folder of a checkout.
    Path(PathBuf),
    Git(String),
}

impl Source {
    /// What was asked for, else the checkout that `folder` is in, else the repository that this binary was built from, if it
    /// knows one.
    pub(super) fn find(
        path: Option<&Path>,
        git: Option<&str>,
        folder: &Path,
    ) -> Result<Self, Error> {
        if let Some(path) = path {
            return match checkout(path) {
                Some(path) => Ok(Self::Path(path)),
                None => Err(Error::new(
                    Exit::Usage,
                    format!("{} is not a checkout of gmqtt", path.display()),
                )
                .cause("it has no Cargo.toml of the package `gmqtt`")),
            };
        }
        let repository = git.or(option_env!("CARGO_PKG_REPOSITORY"));
        let repository = repository.filter(|url| !url.is_empty());
        let around = || {
            let start = std::path::absolute(folder).ok()?;
            start.ancestors().find_map(checkout)
        };
        match (git, around()) {
            (None, Some(path)) => Ok(Self::Path(path)),
            _ => repository
                .map(|url| Self::Git(url.to_owned()))
                .ok_or_else(|| {
                    Error::new(Exit::Usage, "cannot tell where the source of gmqtt is")
                        .cause("the new folder is not in a checkout of gmqtt")
                        .hint("name one: --gmqtt-path DIR or --gmqtt-git URL")
                }),
        }
    }

    /// As a dependency in Cargo.toml.
    pub(super) fn dependency(&self) -> String {
        match self {
            Self::Path(path) => format!("{{ path = {} }}", quoted(&path.to_string_lossy())),
            Self::Git(url) => format!("{{ git = {} }}", quoted(url)),
        }
    }

    /// The versions of all other crates are those that gmqtt is tested with; cargo finds others where that cannot be.
    pub(super) fn copy_lock(&self, folder: &Path) {
        if let Self::Path(path) = self {
            let _ = fs::copy(path.join("Cargo.lock"), folder.join("Cargo.lock"));
        }
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let escaped = text.escape_default().to_string();
    format!("\"{}\"", escaped.replace("\\'", "'"))
}

/// The folder, if it has the package `gmqtt`.
fn checkout(folder: &Path) -> Option<PathBuf> {
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).ok()?;
    let is_ours = manifest
        .lines()
        .any(|line| line.trim() == "name = \"gmqtt\"");
    let has_api = folder.join("broker/plugin-api/Cargo.toml").is_file();
    (is_ours && has_api)
        .then(|| folder.canonicalize().ok())
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checkout_is_found_around_a_folder() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let inside = root.join("no/such/folder");
        let found = Source::find(None, None, &inside).unwrap();
        assert_eq!(found, Source::Path(root.canonicalize().unwrap()));
        assert_eq!(
            Source::find(Some(root), None, Path::new("/nowhere")).unwrap(),
            found
        );
        assert!(Source::find(Some(Path::new("/")), None, &inside).is_err());
        let git = Source::find(None, Some("https://example.org/gmqtt"), &inside).unwrap();
        assert_eq!(git.dependency(), "{ git = \"https://example.org/gmqtt\" }");
    }
}
