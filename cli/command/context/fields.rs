//! The flags that say what is in a context.

use std::path::{Path, PathBuf};

use clap::Args;
use gmqtt_admin_client::Endpoint;

use crate::{contexts::Context, error::Error, exit::Exit, mqtt::Url};

/// What is in a context.
#[derive(Debug, Args)]
#[command(next_help_heading = "Fields")]
pub(super) struct Fields {
    /// The admin API: unix:///PATH, grpc://HOST:PORT, grpcs://HOST:PORT, http://HOST:PORT or https://HOST:PORT
    #[arg(long, value_name = "URL")]
    api: Option<String>,

    /// A file whose first line is the token for the admin API
    #[arg(long, value_name = "FILE", conflicts_with = "token_command")]
    token_file: Option<PathBuf>,

    /// A command that prints the token, as in 'pass show mq1'
    #[arg(long, value_name = "COMMAND")]
    token_command: Option<String>,

    /// The certificates to trust, PEM, for the API and for MQTT
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,

    /// The certificate to show, PEM
    #[arg(long, value_name = "FILE")]
    cert: Option<PathBuf>,

    /// The key of that certificate, PEM
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,

    /// The broker for gmqtt mqtt: mqtt, mqtts, ws or wss://HOST:PORT, or unix:///PATH
    #[arg(long, value_name = "URL")]
    mqtt_url: Option<String>,

    /// The account for gmqtt mqtt
    #[arg(long, value_name = "NAME")]
    username: Option<String>,

    /// A file whose first line is the password of that account
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,

    /// Refuse whatever would change something
    #[arg(long, value_name = "true|false", num_args = 0..=1, default_missing_value = "true")]
    read_only: Option<bool>,

    /// A colour to tell it by
    #[arg(long, value_name = "COLOUR", value_parser = ["red", "green", "yellow", "blue", "magenta", "cyan"])]
    colour_tag: Option<String>,
}

/// The fields that can be taken away again.
pub(super) const NAMES: [&str; 11] = [
    "api",
    "token-file",
    "token-command",
    "cacert",
    "cert",
    "key",
    "mqtt-url",
    "username",
    "password-file",
    "read-only",
    "colour-tag",
];

impl Fields {
    /// Puts what is given into `context`. Relative paths are those of the folder this runs in.
    pub(super) fn apply(&self, context: &mut Context) -> Result<(), Error> {
        if let Some(url) = &self.api {
            url.parse::<Endpoint>()
                .map_err(|error| Error::new(Exit::Usage, error.message().to_owned()))?;
        }
        if let Some(url) = &self.mqtt_url {
            let read: Url = url.parse().map_err(|why| {
                Error::new(Exit::Usage, format!("\"{url}\" is not the URL of a broker")).cause(why)
            })?;
            if read.password.is_some() {
                return Err(
                    Error::new(Exit::Usage, "a password does not belong into the URL")
                        .hint("keep it in a file of its own: --password-file FILE"),
                );
            }
        }
        if let Some(url) = &self.api {
            context.api.clone_from(url);
        }
        replace(&mut context.token_command, &self.token_command);
        replace(&mut context.mqtt_url, &self.mqtt_url);
        replace(&mut context.username, &self.username);
        replace(&mut context.colour_tag, &self.colour_tag);
        for (field, path) in [
            (&mut context.token_file, &self.token_file),
            (&mut context.cacert, &self.cacert),
            (&mut context.cert, &self.cert),
            (&mut context.key, &self.key),
            (&mut context.password_file, &self.password_file),
        ] {
            if let Some(path) = path {
                *field = Some(absolute(path)?);
            }
        }
        // One of them says what the token is.
        if self.token_file.is_some() {
            context.token_command = None;
        }
        if self.token_command.is_some() {
            context.token_file = None;
        }
        context.read_only = self.read_only.unwrap_or(context.read_only);
        Ok(())
    }
}

/// Takes the field of this name away.
pub(super) fn clear(context: &mut Context, name: &str) {
    match name {
        "api" => context.api = String::new(),
        "token-file" => context.token_file = None,
        "token-command" => context.token_command = None,
        "cacert" => context.cacert = None,
        "cert" => context.cert = None,
        "key" => context.key = None,
        "mqtt-url" => context.mqtt_url = None,
        "username" => context.username = None,
        "password-file" => context.password_file = None,
        "colour-tag" => context.colour_tag = None,
        _ => context.read_only = false,
    }
}

fn replace<T: Clone>(field: &mut Option<T>, given: &Option<T>) {
    if given.is_some() {
        field.clone_from(given);
    }
}

fn absolute(path: &Path) -> Result<PathBuf, Error> {
    std::path::absolute(path).map_err(|error| {
        Error::new(Exit::Usage, format!("\"{}\" is not a path", path.display())).cause(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_can_be_taken_away() {
        let full = || Context {
            api: "x".to_owned(),
            token_file: Some(PathBuf::new()),
            token_command: Some(String::new()),
            cacert: Some(PathBuf::new()),
            cert: Some(PathBuf::new()),
            key: Some(PathBuf::new()),
            mqtt_url: Some(String::new()),
            username: Some(String::new()),
            password_file: Some(PathBuf::new()),
            read_only: true,
            colour_tag: Some(String::new()),
        };
        let mut context = full();
        for name in NAMES {
            let before = context.clone();
            clear(&mut context, name);
            assert_ne!(context, before, "{name}");
        }
        assert_eq!(context, Context::default());
    }
}
