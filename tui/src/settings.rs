//! What stays from one start to the next: `top.yml`.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::look::ThemeName;

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// The colours.
    pub(crate) theme: ThemeName,
    /// Whether only ASCII is drawn.
    pub(crate) ascii: bool,
    /// Whether the mouse is listened to.
    pub(crate) mouse: bool,
    /// The columns of the list of clients, in their order; empty for those of every new dashboard.
    pub(crate) columns: Vec<String>,
    /// Whether the beginning of retained payloads is shown.
    pub(crate) payload_preview: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: ThemeName::Auto,
            ascii: false,
            mouse: true,
            columns: Vec::new(),
            payload_preview: false,
        }
    }
}

/// The file.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct File {
    #[serde(skip_serializing_if = "Option::is_none")]
    theme: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ascii: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mouse: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload_preview: Option<bool>,
}

/// Why settings cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SettingsError {
    /// The file cannot be read.
    #[error("{0}")]
    Read(#[from] io::Error),
    /// It is not as it should be.
    #[error("{0}")]
    Yaml(#[from] serde_yaml::Error),
    /// There is no such theme.
    #[error("theme: there is no \"{0}\"; choose auto, dark, light, mono or high-contrast")]
    Theme(String),
}

impl Settings {
    /// Reads them from `path`; those of a new dashboard if there is no such file.
    pub(crate) fn read(path: &Path) -> Result<Self, SettingsError> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(error.into()),
        };
        Self::from_yaml(&text)
    }

    fn from_yaml(text: &str) -> Result<Self, SettingsError> {
        let file: Option<File> = serde_yaml::from_str(text)?;
        let file = file.unwrap_or_default();
        let new = Self::default();
        let theme = match file.theme {
            None => new.theme,
            Some(word) => ThemeName::from_word(&word).ok_or(SettingsError::Theme(word))?,
        };
        Ok(Self {
            theme,
            ascii: file.ascii.unwrap_or(new.ascii),
            mouse: file.mouse.unwrap_or(new.mouse),
            columns: file.columns,
            payload_preview: file.payload_preview.unwrap_or(new.payload_preview),
        })
    }

    fn to_yaml(&self) -> Result<String, SettingsError> {
        let file = File {
            theme: Some(self.theme.word().to_owned()),
            ascii: Some(self.ascii),
            mouse: Some(self.mouse),
            columns: self.columns.clone(),
            payload_preview: Some(self.payload_preview),
        };
        Ok(serde_yaml::to_string(&file)?)
    }

    /// Writes them to `path`, whole or not at all.
    pub(crate) fn write(&self, path: &Path) -> Result<(), SettingsError> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let beside = path.with_extension("yml.new");
        fs::write(&beside, self.to_yaml()?)?;
        fs::rename(&beside, path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_come_back_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("gmqtt/top.yml");
        assert_eq!(Settings::read(&path).unwrap(), Settings::default());
        let settings = Settings {
            theme: ThemeName::HighContrast,
            columns: vec!["id".into(), "queue".into()],
            ..Settings::default()
        };
        settings.write(&path).unwrap();
        assert_eq!(Settings::read(&path).unwrap(), settings);
    }

    #[test]
    fn a_mistake_is_named() {
        let theme = Settings::from_yaml("theme: pink").unwrap_err().to_string();
        assert!(theme.contains("pink"), "{theme}");
        let key = Settings::from_yaml("colour: red").unwrap_err().to_string();
        assert!(key.contains("colour"), "{key}");
        assert_eq!(Settings::from_yaml("").unwrap(), Settings::default());
    }
}
