//! Brokers by name, and how to reach them: the file `contexts.yml`.
//!
//! It is read whole and replaced whole. Since it names what is run for a token and where passwords are, it has to be readable by
//! its owner only.

use std::{
    collections::BTreeMap,
    env, fmt, fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
};

use gmqtt_plugin_api::{read_kept_file, replace_kept_file};
use serde::{Deserialize, Serialize};

use crate::{error::Error, exit::Exit};

/// A larger file was not written by people.
const LARGEST_FILE: u64 = 1024 * 1024;
/// A larger token is none.
const LONGEST_TOKEN: u64 = 16 * 1024;

/// How to reach a broker; what is not said is as without a context.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Context {
    /// The URL of the admin API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) api: Option<String>,
    /// A file that holds the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_file: Option<PathBuf>,
    /// What prints the token, for a shell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_command: Option<String>,
    /// The authorities to trust, for the API and for MQTT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cacert: Option<PathBuf>,
    /// The certificate to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cert: Option<PathBuf>,
    /// Its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<PathBuf>,
    /// The URL for `gmqtt mqtt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mqtt_url: Option<String>,
    /// The account of `gmqtt mqtt`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    /// A file whose first line is its password.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_file: Option<PathBuf>,
    /// Whether whatever changes something is refused.
    #[serde(skip_serializing_if = "is_false")]
    pub(crate) read_only: bool,
    /// A colour that tells it from the others at a glance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) colour_tag: Option<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde calls it with a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// All of them.
#[derive(Debug, Clone)]
pub(crate) struct Contexts {
    /// Where they are kept; `None` without a home.
    path: Option<PathBuf>,
    content: Content,
}

#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Content {
    /// The one that is used where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<String>,
    /// The one that was current before.
    #[serde(skip_serializing_if = "Option::is_none")]
    previous: Option<String>,
    contexts: BTreeMap<String, Context>,
}

/// What made a context the one to use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// `--context`
    Flag,
    /// `GMQTT_CONTEXT`
    Variable,
    /// It is the current one.
    Current,
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Flag => "--context",
            Self::Variable => "$GMQTT_CONTEXT",
            Self::Current => "the current context",
        })
    }
}

impl Contexts {
    /// Reads them; a file that is not there has none.
    ///
    /// # Errors
    /// When the file cannot be read, is no list of contexts, or others could read it.
    pub(crate) fn open() -> Result<Self, Error> {
        match path_from(|name| env::var_os(name).map(PathBuf::from)) {
            Some(path) => Self::read(path),
            None => Ok(Self {
                path: None,
                content: Content::default(),
            }),
        }
    }

    fn read(path: PathBuf) -> Result<Self, Error> {
        let refuse = |why: &dyn fmt::Display| {
            Error::new(Exit::Failed, format!("cannot use {}", path.display())).cause(why)
        };
        let Some((bytes, _)) =
            read_kept_file(&path, LARGEST_FILE).map_err(|error| refuse(&error))?
        else {
            return Ok(Self {
                path: Some(path),
                content: Content::default(),
            });
        };
        let mode = fs::metadata(&path)
            .map_err(|error| refuse(&error))?
            .permissions()
            .mode();
        if mode & 0o077 != 0 {
            let why = format!(
                "others than its owner have access to it (its mode is {:04o})",
                mode & 0o7777
            );
            return Err(refuse(&why).hint(format_args!("chmod 600 {}", path.display())));
        }
        let content = serde_yaml::from_slice(&bytes).map_err(|error| refuse(&error))?;
        Ok(Self {
            path: Some(path),
            content,
        })
    }

    /// Where they are kept.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Their names and what they are, by name.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &Context)> {
        let contexts = self.content.contexts.iter();
        contexts.map(|(name, context)| (name.as_str(), context))
    }

    /// The name of the current one, if it exists.
    pub(crate) fn current(&self) -> Option<&str> {
        let name = self.content.current.as_deref()?;
        self.content.contexts.contains_key(name).then_some(name)
    }

    /// The name of the one that was current before.
    pub(crate) fn previous(&self) -> Option<&str> {
        self.content.previous.as_deref()
    }

    /// The context of this name.
    ///
    /// # Errors
    /// When there is none.
    pub(crate) fn find(&self, name: &str) -> Result<&Context, Error> {
        self.content.contexts.get(name).ok_or_else(|| {
            let error = Error::new(Exit::NotFound, format!("no context \"{name}\""));
            let names: Vec<_> = self.content.contexts.keys().map(String::as_str).collect();
            match names[..] {
                [] => error.hint("there are none yet: gmqtt context add NAME --api URL"),
                _ => error.hint(format_args!("there are: {}", names.join(", "))),
            }
        })
    }

    /// The context to use: the one that `--context` names, the one of `GMQTT_CONTEXT`, or the current one.
    ///
    /// # Errors
    /// When the one that is named does not exist.
    pub(crate) fn choose(
        &self,
        named: Option<&str>,
    ) -> Result<Option<(&str, &Context, Chosen)>, Error> {
        let variable = env::var("GMQTT_CONTEXT").ok();
        let (name, why) = match (named, variable.as_deref().filter(|name| !name.is_empty())) {
            (Some(name), _) => (name, Chosen::Flag),
            (None, Some(name)) => (name, Chosen::Variable),
            (None, None) => match self.current() {
                Some(name) => (name, Chosen::Current),
                None => return Ok(None),
            },
        };
        self.find(name)?;
        let known = self.content.contexts.get_key_value(name);
        Ok(known.map(|(name, context)| (name.as_str(), context, why)))
    }

    /// Makes this the current one.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn select(&mut self, name: &str) -> Result<(), Error> {
        self.find(name)?;
        if self.content.current.as_deref() != Some(name) {
            self.content.previous = self.content.current.replace(name.to_owned());
        }
        Ok(())
    }

    /// Adds a context, or replaces the one of the same name.
    ///
    /// # Errors
    /// When it cannot be a name.
    pub(crate) fn put(&mut self, name: &str, context: Context) -> Result<(), Error> {
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@');
        if name.is_empty() || name.starts_with('-') || !name.chars().all(fits) {
            return Err(Error::new(
                Exit::Usage,
                format!("\"{name}\" cannot be the name of a context"),
            )
            .cause("it is made of letters, digits and . _ - @, and does not begin with -"));
        }
        self.content.contexts.insert(name.to_owned(), context);
        Ok(())
    }

    /// Removes a context.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), Error> {
        self.find(name)?;
        self.content.contexts.remove(name);
        for kept in [&mut self.content.current, &mut self.content.previous] {
            if kept.as_deref() == Some(name) {
                *kept = None;
            }
        }
        Ok(())
    }

    /// Writes the file, readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be written; it is as it was then.
    pub(crate) fn save(&self) -> Result<(), Error> {
        let Some(path) = &self.path else {
            return Err(Error::new(Exit::Failed, "there is no place for contexts")
                .cause("neither XDG_CONFIG_HOME nor HOME is set"));
        };
        let written = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let text = serde_yaml::to_string(&self.content).map_err(io::Error::other)?;
            replace_kept_file(path, text.as_bytes())?;
            Ok(())
        };
        written().map_err(|error| {
            Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
        })
    }
}

impl Context {
    /// The token, from its file or from what prints it.
    ///
    /// # Errors
    /// When the file cannot be read, or the command fails.
    pub(crate) fn token(&self) -> Result<Option<String>, Error> {
        if let Some(file) = &self.token_file {
            return read_secret(file, "token").map(Some);
        }
        let Some(command) = &self.token_command else {
            return Ok(None);
        };
        let refused = |why: &dyn fmt::Display| {
            Error::new(
                Exit::NotAllowed,
                format!("the token command `{command}` failed"),
            )
            .cause(why)
        };
        let done = Command::new("sh")
            .args(["-c", command])
            .output()
            .map_err(|error| refused(&error))?;
        if !done.status.success() {
            return Err(refused(&String::from_utf8_lossy(&done.stderr).trim()));
        }
        let token = String::from_utf8(done.stdout).map_err(|error| refused(&error))?;
        Ok(Some(token.trim().to_owned()))
    }

    /// The password of `username`, from its file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn password(&self) -> Result<Option<String>, Error> {
        let file = self.password_file.as_deref();
        file.map(|file| read_secret(file, "password")).transpose()
    }
}

/// The first line of a file.
fn read_secret(file: &Path, what: &str) -> Result<String, Error> {
    let refused = |why: &dyn fmt::Display| {
        Error::new(
            Exit::NotAllowed,
            format!("cannot read the {what} from {}", file.display()),
        )
        .cause(why)
    };
    let read = read_kept_file(file, LONGEST_TOKEN).map_err(|error| refused(&error))?;
    let (bytes, _) = read.ok_or_else(|| refused(&"there is no such file"))?;
    let text = String::from_utf8(bytes).map_err(|_| refused(&"it is not text"))?;
    Ok(text
        .lines()
        .next()
        .unwrap_or_default()
        .trim_end()
        .to_owned())
}

/// `$XDG_CONFIG_HOME/gmqtt/contexts.yml`, or the same below `$HOME/.config`.
fn path_from(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let folder = |name| variable(name).filter(|path| path.is_absolute());
    let settings = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(settings.join("gmqtt/contexts.yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contexts(folder: &Path) -> Contexts {
        Contexts::read(folder.join("gmqtt/contexts.yml")).unwrap()
    }

    #[test]
    fn what_is_saved_is_read_again_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let mut all = contexts(folder.path());
        assert_eq!(all.iter().count(), 0);
        let prod = Context {
            api: Some("grpcs://mq1:8084".to_owned()),
            token_file: Some("/etc/token".into()),
            read_only: true,
            ..Context::default()
        };
        all.put("prod", prod.clone()).unwrap();
        all.put("local", Context::default()).unwrap();
        all.select("prod").unwrap();
        all.save().unwrap();
        let again = contexts(folder.path());
        assert_eq!(again.current(), Some("prod"));
        assert_eq!(again.find("prod").unwrap(), &prod);
        let path = again.path().unwrap();
        assert_eq!(
            fs::metadata(path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::set_permissions(path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = Contexts::read(path.to_path_buf()).unwrap_err();
        assert!(error.to_block().contains("chmod 600"), "{error:?}");
    }

    #[test]
    fn the_one_before_is_remembered_and_forgotten_with_its_removal() {
        let folder = tempfile::tempdir().unwrap();
        let mut all = contexts(folder.path());
        for name in ["a", "b"] {
            all.put(name, Context::default()).unwrap();
            all.select(name).unwrap();
        }
        all.select("b").unwrap();
        assert_eq!((all.current(), all.previous()), (Some("b"), Some("a")));
        all.remove("a").unwrap();
        assert_eq!((all.current(), all.previous()), (Some("b"), None));
        assert_eq!(all.remove("a").unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn what_is_no_name_or_no_file_of_contexts_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let mut all = contexts(folder.path());
        for name in ["", "-", "a b", "a\u{1b}"] {
            assert_eq!(
                all.put(name, Context::default()).unwrap_err().exit(),
                Exit::Usage
            );
        }
        let path = folder.path().join("c.yml");
        for text in ["contexts: 3", "contexts: {a: {apii: x}}", "[", "\u{0}"] {
            replace_kept_file(&path, text.as_bytes()).unwrap();
            assert!(Contexts::read(path.clone()).is_err(), "{text}");
        }
    }

    #[test]
    fn a_token_comes_from_a_file_or_a_command() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("token");
        fs::write(&file, "secret\n").unwrap();
        let from_file = Context {
            token_file: Some(file),
            ..Context::default()
        };
        assert_eq!(from_file.token().unwrap().as_deref(), Some("secret"));
        let command = |text: &str| Context {
            token_command: Some(text.to_owned()),
            ..Context::default()
        };
        assert_eq!(
            command("echo made").token().unwrap().as_deref(),
            Some("made")
        );
        let failed = command("echo no such vault >&2; false")
            .token()
            .unwrap_err();
        assert!(failed.to_block().contains("no such vault"), "{failed:?}");
    }

    #[test]
    fn the_file_is_below_the_settings() {
        let at = |config: Option<&str>, home: Option<&str>| {
            path_from(|name| match name {
                "HOME" => home.map(PathBuf::from),
                _ => config.map(PathBuf::from),
            })
        };
        assert_eq!(
            at(Some("/c"), Some("/h")),
            Some("/c/gmqtt/contexts.yml".into())
        );
        assert_eq!(
            at(Some("c"), Some("/h")),
            Some("/h/.config/gmqtt/contexts.yml".into())
        );
        assert_eq!(at(None, None), None);
    }
}
