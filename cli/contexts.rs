//! Contexts: brokers with a name, in `contexts.yml`. This reads the file; `gmqtt context` writes it.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::{error::Error, exit::Exit};

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
    /// The URL of its admin API.
    pub(crate) api: String,
    /// A file with the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_file: Option<PathBuf>,
    /// A command that prints the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) token_command: Option<String>,
    /// The certificates to trust.
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
        let set = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let folder = match set("XDG_CONFIG_HOME") {
            Some(folder) => PathBuf::from(folder),
            None => PathBuf::from(set("HOME")?).join(".config"),
        };
        Some(folder.join("gmqtt").join("contexts.yml"))
    }

    /// The file of this user; none is one without contexts.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn load() -> Result<Self, Error> {
        Self::path().map_or_else(|| Ok(Self::default()), |path| Self::read(&path))
    }

    /// # Errors
    /// A file that cannot be read.
    pub(crate) fn read(path: &Path) -> Result<Self, Error> {
        let refuse = || {
            let message = format!("the contexts in {} cannot be used", path.display());
            Error::new(Exit::Invalid, message)
        };
        match fs::read_to_string(path) {
            Ok(text) if text.trim().is_empty() => Ok(Self::default()),
            Ok(text) => serde_yaml::from_str(&text).map_err(|error| refuse().cause(error)),
            // Something that is no folder stands in the way of the file, which is not there either then.
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(Self::default())
            }
            Err(error) => Err(refuse().cause(error)),
        }
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
    fn no_file_is_no_contexts_and_a_bad_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("contexts.yml");
        assert_eq!(Contexts::read(&file), Ok(Contexts::default()));
        fs::write(&file, "contexts: {a: {ap: x}}").unwrap();
        assert_eq!(Contexts::read(&file).unwrap_err().exit(), Exit::Invalid);
    }

    #[test]
    fn a_name_that_is_none_is_answered_with_those_there_are() {
        let contexts: Contexts = serde_yaml::from_str("contexts: {a: {api: x}}").unwrap();
        let error = contexts.named("b").unwrap_err();
        assert_eq!(error.exit(), Exit::NotFound);
        assert!(error.to_block().contains("there are a"));
    }
}
