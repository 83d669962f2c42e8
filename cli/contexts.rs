//! Contexts: brokers with a name, in `contexts.yml`.
//!
//! The file is read whole and replaced whole. Since it names what is run for a token and where passwords are, it has to be
//! readable by its owner only.

use std::{
    collections::BTreeMap,
    fmt, fs, io,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use gmqtt_plugin_api::{read_kept_file, replace_kept_file};
use serde::{Deserialize, Serialize};

use crate::{error::Error, exit::Exit};

/// A larger file was not written by people.
const LARGEST_FILE: u64 = 1024 * 1024;
/// A longer password is none.
const LONGEST_PASSWORD: u64 = 64 * 1024;

/// The file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Contexts {
    /// The name of the one in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) current: Option<String>,
    /// The one that was in use before, for `gmqtt context use -`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) previous: Option<String>,
    /// All of them by name.
    pub(crate) contexts: BTreeMap<String, Context>,
}

/// A broker, and how to talk to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Context {
    /// The URL of its admin API; empty in a context for MQTT alone.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) api: String,
    /// A file with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_file: Option<PathBuf>,
    /// A command that prints the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_command: Option<String>,
    /// The certificates to trust, for the API and for MQTT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cacert: Option<PathBuf>,
    /// The certificate to show.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cert: Option<PathBuf>,
    /// Its key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) key: Option<PathBuf>,
    /// The URL of its MQTT listener.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) mqtt_url: Option<String>,
    /// The user name of MQTT.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) username: Option<String>,
    /// A file whose first line is the password of that user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) password_file: Option<PathBuf>,
    /// Whether commands that change something are refused.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) read_only: bool,
    /// The colour that `gmqtt top` shows it with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) colour_tag: Option<String>,
}

impl Contexts {
    /// Where the file is; `None` where there is no home.
    pub(crate) fn path() -> Option<PathBuf> {
        path_from(|name| std::env::var_os(name).map(PathBuf::from))
    }

    /// The file of this user; none is one without contexts.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(crate) fn load() -> Result<Self, Error> {
        Self::path().map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// # Errors
    /// When the file cannot be read, is no list of contexts, or others have access to it.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let refuse = |why: &dyn fmt::Display| {
            let message = format!("the contexts in {} cannot be used", path.display());
            Error::new(Exit::Invalid, message).cause(why)
        };
        let read = match read_kept_file(path, LARGEST_FILE) {
            Ok(read) => read,
            // Something that is no folder stands in the way of the file, which is not there either then.
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => None,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(refuse(&error).hint(
                    "is HOME that of another user? Set HOME or XDG_CONFIG_HOME to a folder of your own",
                ));
            }
            Err(error) => return Err(refuse(&error)),
        };
        let Some((bytes, _)) = read else {
            return Ok(Self::default());
        };
        let metadata = fs::metadata(path).map_err(|error| refuse(&error))?;
        let mode = metadata.permissions().mode() & 0o7777;
        if mode & 0o077 != 0 {
            let why = format!("others than its owner have access to it: its mode is {mode:04o}");
            return Err(refuse(&why).hint(format_args!("chmod 600 {}", path.display())));
        }
        if bytes.trim_ascii().is_empty() {
            return Ok(Self::default());
        }
        serde_yaml::from_slice(&bytes).map_err(|error| refuse(&error))
    }

    /// The context of this name.
    ///
    /// # Errors
    /// With [`Exit::NotFound`] if there is none.
    pub(crate) fn named(&self, name: &str) -> Result<&Context, Error> {
        self.contexts.get(name).ok_or_else(|| {
            let error = Error::new(Exit::NotFound, format!("no context \"{name}\""));
            let names: Vec<_> = self.contexts.keys().map(String::as_str).collect();
            if names.is_empty() {
                error.hint("add one: gmqtt context add NAME --api URL")
            } else {
                error.hint(format_args!("there are {}", names.join(", ")))
            }
        })
    }

    /// The one to use, where a flag names it or not: then that of `GMQTT_CONTEXT`, else the current one.
    ///
    /// # Errors
    /// When the one that is named does not exist.
    pub(crate) fn in_use(&self, flag: Option<&str>) -> Result<Option<(String, &Context)>, Error> {
        let variable = std::env::var("GMQTT_CONTEXT").ok();
        let variable = variable.filter(|name| !name.is_empty());
        let name = flag.map(str::to_owned).or(variable);
        match name.or_else(|| self.current.clone()) {
            Some(name) => {
                let context = self.named(&name)?;
                Ok(Some((name, context)))
            }
            None => Ok(None),
        }
    }

    /// Makes this the current one.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn select(&mut self, name: &str) -> Result<(), Error> {
        self.named(name)?;
        if self.current.as_deref() != Some(name) {
            self.previous = self.current.replace(name.to_owned());
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
        self.contexts.insert(name.to_owned(), context);
        Ok(())
    }

    /// Removes a context.
    ///
    /// # Errors
    /// When there is none of this name.
    pub(crate) fn remove(&mut self, name: &str) -> Result<(), Error> {
        self.named(name)?;
        self.contexts.remove(name);
        for kept in [&mut self.current, &mut self.previous] {
            if kept.as_deref() == Some(name) {
                *kept = None;
            }
        }
        Ok(())
    }

    /// Writes the file of this user, readable by its owner only.
    ///
    /// # Errors
    /// When it cannot be written; it is as it was then.
    pub(crate) fn save(&self) -> Result<(), Error> {
        match Self::path() {
            Some(path) => self.write(&path),
            None => Err(Error::new(Exit::Failed, "there is no place for contexts")
                .cause("neither XDG_CONFIG_HOME nor HOME is set")),
        }
    }

    fn write(&self, path: &Path) -> Result<(), Error> {
        let written = || -> io::Result<()> {
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder)?;
            }
            let text = serde_yaml::to_string(self).map_err(io::Error::other)?;
            replace_kept_file(path, text.as_bytes())?;
            Ok(())
        };
        written().map_err(|error| {
            Error::new(Exit::Failed, format!("cannot write {}", path.display())).cause(error)
        })
    }
}

impl Context {
    /// The password of `username`, from its file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) fn password(&self) -> Result<Option<Vec<u8>>, Error> {
        let Some(file) = &self.password_file else {
            return Ok(None);
        };
        let refused = |why: &dyn fmt::Display| {
            let message = format!(
                "cannot read the password of the context from {}",
                file.display()
            );
            Error::new(Exit::Usage, message).cause(why)
        };
        let read = read_kept_file(file, LONGEST_PASSWORD).map_err(|error| refused(&error))?;
        let (bytes, _) = read.ok_or_else(|| refused(&"there is no such file"))?;
        let line = bytes
            .split(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        Ok(Some(line.strip_suffix(b"\r").unwrap_or(line).to_vec()))
    }
}

/// `$XDG_CONFIG_HOME/gmqtt/contexts.yml`, or the same below `$HOME/.config`. The XDG specification has relative paths ignored.
fn path_from(variable: impl Fn(&str) -> Option<PathBuf>) -> Option<PathBuf> {
    let folder = |name| variable(name).filter(|path| path.is_absolute());
    let settings = folder("XDG_CONFIG_HOME").or_else(|| Some(folder("HOME")?.join(".config")))?;
    Some(settings.join("gmqtt/contexts.yml"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_and_written_the_same() {
        let text = "current: prod\ncontexts:\n  lab:\n    api: grpc://127.0.0.1:8084\n  prod:\n    api: grpcs://mq1:8084\n    token_file: /t\n    read_only: true\n";
        let contexts: Contexts = serde_yaml::from_str(text).unwrap();
        assert!(contexts.named("prod").unwrap().read_only);
        assert_eq!(serde_yaml::to_string(&contexts).unwrap(), text);
    }

    #[test]
    fn what_is_written_is_read_again_by_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gmqtt/contexts.yml");
        assert_eq!(Contexts::read(&path), Ok(Contexts::default()));
        let mut all = Contexts::default();
        all.put(
            "prod",
            Context {
                api: "grpcs://mq1".to_owned(),
                ..Context::default()
            },
        )
        .unwrap();
        all.select("prod").unwrap();
        all.write(&path).unwrap();
        assert_eq!(Contexts::read(&path), Ok(all));
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let error = Contexts::read(&path).unwrap_err();
        assert!(error.to_block().contains("chmod 600"), "{error:?}");
    }

    #[test]
    fn a_name_that_is_none_is_answered_with_those_there_are() {
        let contexts: Contexts = serde_yaml::from_str("contexts: {a: {api: x}}").unwrap();
        let error = contexts.named("b").unwrap_err();
        assert_eq!(error.exit(), Exit::NotFound);
        assert!(error.to_block().contains("there are a"));
    }

    #[test]
    fn the_one_before_is_remembered_and_forgotten_with_its_removal() {
        let mut all = Contexts::default();
        for name in ["a", "b"] {
            all.put(name, Context::default()).unwrap();
            all.select(name).unwrap();
        }
        all.select("b").unwrap();
        assert_eq!(
            (all.current.as_deref(), all.previous.as_deref()),
            (Some("b"), Some("a"))
        );
        all.remove("a").unwrap();
        assert_eq!(
            (all.current.as_deref(), all.previous.as_deref()),
            (Some("b"), None)
        );
        assert_eq!(all.remove("a").unwrap_err().exit(), Exit::NotFound);
    }

    #[test]
    fn what_is_no_name_or_no_file_of_contexts_is_refused() {
        let mut all = Contexts::default();
        for name in ["", "-", "a b", "a\u{1b}"] {
            assert_eq!(
                all.put(name, Context::default()).unwrap_err().exit(),
                Exit::Usage
            );
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("c.yml");
        for text in ["contexts: 3", "contexts: {a: {apii: x}}", "[", "\u{0}"] {
            replace_kept_file(&path, text.as_bytes()).unwrap();
            assert_eq!(
                Contexts::read(&path).unwrap_err().exit(),
                Exit::Invalid,
                "{text}"
            );
        }
    }

    #[test]
    fn a_password_is_the_first_line_of_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("password");
        fs::write(&file, "secret\r\nmore\n").unwrap();
        let mut context = Context {
            password_file: Some(file),
            ..Context::default()
        };
        assert_eq!(context.password().unwrap().as_deref(), Some(&b"secret"[..]));
        context.password_file = Some(folder.path().join("none"));
        assert!(context.password().is_err());
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
