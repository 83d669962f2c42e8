//! The flags that say what a message is besides its payload, and where a payload comes from.

use std::{
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::Args;
use gmqtt_protocol::Version;

use super::{
    connect::duration,
    payload::Encoding,
    properties::{MessageProperties, Properties},
};
use crate::{error::Error, exit::Exit, mqtt::invalid_topic, output::Output};

/// More than a packet can hold, with its topic and properties.
const LARGEST: usize = 268_000_000;

/// Properties by flags of their own.
#[derive(Debug, Args)]
#[command(next_help_heading = "Properties of MQTT 5")]
pub(super) struct MessageFlags {
    /// What the payload is, such as application/json
    #[arg(long, value_name = "TYPE")]
    content_type: Option<String>,

    /// How long the broker keeps the message for those who are away
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    expiry: Option<Duration>,

    /// Where an answer is to be sent
    #[arg(long, value_name = "TOPIC")]
    response_topic: Option<String>,

    /// What an answer is to repeat, in hexadecimal
    #[arg(long, value_name = "HEX")]
    correlation: Option<String>,

    /// A user property
    #[arg(long, value_name = "NAME=VALUE")]
    property: Vec<String>,
}

impl MessageFlags {
    /// All properties of the message, those of `-D publish` included.
    pub(super) fn properties(
        &self,
        given: &Properties,
        version: Version,
        output: &Output,
    ) -> Result<MessageProperties, Error> {
        let mut properties = MessageProperties {
            content_type: self.content_type.clone(),
            message_expiry_interval: self
                .expiry
                .map(|expiry| u32::try_from(expiry.as_secs()).unwrap_or(u32::MAX)),
            response_topic: self.response_topic.clone(),
            correlation_data: match &self.correlation {
                Some(hex) => Some(Encoding::Hex.decode(hex.clone().into_bytes()).map_err(
                    |why| {
                        Error::new(
                            Exit::Usage,
                            format!("\"{hex}\" is not a value of --correlation"),
                        )
                        .cause(why)
                    },
                )?),
                None => None,
            },
            ..MessageProperties::default()
        };
        for pair in &self.property {
            let (name, value) = pair.split_once('=').ok_or_else(|| {
                Error::new(
                    Exit::Usage,
                    format!("\"{pair}\" is not a value of --property"),
                )
                .cause("it is written as NAME=VALUE")
            })?;
            properties.user_properties.push(name, value);
        }
        given.apply_to_publish(&mut properties)?;
        if let Some(topic) = &properties.response_topic {
            invalid_topic(topic)?; // [MQTT-3.3.2-14]
        }
        if !version.is_v5() && !properties.is_empty() {
            output.warn(&format!(
                "MQTT {version} has no properties; they are left out"
            ));
        }
        Ok(properties)
    }
}

/// Reads a payload from a file, `-` for stdin.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, Error> {
    let failed = |error: io::Error| {
        Error::new(Exit::Usage, format!("cannot read {}", path.display())).cause(error)
    };
    if path == Path::new("-") {
        return read_stdin();
    }
    read_all(fs::File::open(path).map_err(failed)?, path.display())
}

/// Reads a payload from stdin.
pub(super) fn read_stdin() -> Result<Vec<u8>, Error> {
    read_all(io::stdin().lock(), "stdin")
}

fn read_all(source: impl io::Read, name: impl std::fmt::Display) -> Result<Vec<u8>, Error> {
    let mut payload = Vec::new();
    source
        .take(LARGEST as u64 + 1)
        .read_to_end(&mut payload)
        .map_err(|error| Error::new(Exit::Usage, format!("cannot read {name}")).cause(error))?;
    match payload.len() {
        0..=LARGEST => Ok(payload),
        _ => Err(Error::new(Exit::Usage, format!("{name} is too large"))
            .cause("a message of MQTT has 268 MB at most")),
    }
}

/// Where one payload comes from.
#[derive(Debug, Args)]
pub(super) struct PayloadFlags {
    /// The payload
    #[arg(short, long, value_name = "PAYLOAD", group = "payload")]
    message: Option<String>,

    /// Read the payload from a file, - for stdin
    #[arg(short, long, value_name = "FILE", group = "payload")]
    file: Option<PathBuf>,

    /// No payload
    #[arg(short, long, group = "payload")]
    null_message: bool,

    /// Read the payload from stdin
    #[arg(short, long, group = "payload")]
    stdin_file: bool,

    /// How the payload is written: utf8 as it is, hex or base64
    #[arg(
        long,
        value_name = "FORMAT",
        default_value = "utf8",
        hide_possible_values = true
    )]
    pub(super) format: Encoding,
}

impl PayloadFlags {
    pub(super) fn takes_stdin(&self) -> bool {
        self.stdin_file || self.file.as_deref() == Some(Path::new("-"))
    }

    /// The payload, if a flag names one.
    pub(super) fn read(&self) -> Result<Option<Vec<u8>>, Error> {
        let written = if let Some(message) = &self.message {
            message.clone().into_bytes()
        } else if let Some(file) = &self.file {
            read_file(file)?
        } else if self.stdin_file {
            read_stdin()?
        } else if self.null_message {
            Vec::new()
        } else {
            return Ok(None);
        };
        self.format.decode(written).map(Some).map_err(|why| {
            Error::new(Exit::Usage, "the payload is not written as --format says").cause(why)
        })
    }
}
