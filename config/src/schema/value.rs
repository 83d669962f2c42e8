//! How a Rust type is read from a value of the file and shown again.

use std::{path::PathBuf, time::Duration};

use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::{Reader, Shape};
use crate::{
    BindAddress, FileMode, InvalidAddress, InvalidDuration, ListenAddress, Network, PeerAddress,
    Secret, format_duration, parse_duration,
    yaml::{Content, Node},
};

/// Whether secrets are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Masked,
    Revealed,
}

/// A type that can be the value of a key.
pub(crate) trait Value: Sized {
    /// Reads it. `None` after a mistake, which is in the report.
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self>;

    /// Shows it as [`Value::read`] takes it.
    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error>;

    /// What it looks like.
    fn shape() -> Shape;
}

/// A value on its way to a serializer.
pub(crate) struct Show<'a, T>(pub(crate) &'a T, pub(crate) Secrets);

impl<T: Value> Serialize for Show<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.write(serializer, self.1)
    }
}

impl<T: Value> Value for Option<T> {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        match &node.content {
            Content::Scalar(text) if text.is_empty() => Some(None),
            _ => T::read(node, reader).map(Some),
        }
    }

    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => value.write(serializer, secrets),
            None => serializer.serialize_none(),
        }
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Value> Value for Vec<T> {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        reader.list(node)
    }

    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        let mut list = serializer.serialize_seq(Some(self.len()))?;
        for item in self {
            list.serialize_element(&Show(item, secrets))?;
        }
        list.end()
    }

    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

impl Value for bool {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        let text = reader.scalar::<Self>(node)?;
        match text {
            "true" | "True" | "TRUE" => return Some(true),
            "false" | "False" | "FALSE" => return Some(false),
            _ => {}
        }
        let old = match text.to_ascii_lowercase().as_str() {
            "yes" | "y" | "on" => Some(true),
            "no" | "n" | "off" => Some(false),
            _ => None,
        };
        if old.is_none() || !reader.is_compatible() {
            reader.invalid::<Self>(
                node,
                None,
                old.map(|value| format!("did you mean `{value}`?")),
            );
            return None;
        }
        old
    }

    fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(*self)
    }

    fn shape() -> Shape {
        Shape::Scalar("`true` or `false`")
    }
}

macro_rules! number {
    ($($type:ty),*) => {$(
        impl Value for $type {
            fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
                reader.number::<Self>(node).and_then(|number| Self::try_from(number).ok())
            }

            fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(u64::from(*self))
            }

            fn shape() -> Shape {
                Shape::Number(u64::from(Self::MAX))
            }
        }
    )*};
}
number!(u8, u16, u32, u64);

/// Values that are one scalar: what they are called, how they are shown, how they are read.
macro_rules! scalar {
    ($($type:ty, $what:literal, $show:expr, $read:expr;)*) => {$(
        impl Value for $type {
            fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
                let text = reader.scalar::<Self>(node)?;
                let read: fn(&str, &Reader<'_, '_>) -> Result<Self, Wrong> = $read;
                match read(text, reader) {
                    Ok(value) => Some(value),
                    Err(Wrong { reason, hint }) => {
                        reader.invalid::<Self>(node, reason, hint);
                        None
                    }
                }
            }

            fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
                let show: fn(&$type) -> String = $show;
                serializer.serialize_str(&show(self))
            }

            fn shape() -> Shape {
                Shape::Scalar($what)
            }
        }
    )*};
}
scalar! {
    String, "a text", Self::clone, |text, _| Ok(text.to_owned());
    PathBuf, "a path", |path| path.display().to_string(), |text, _| path(text);
    ListenAddress, "an address such as `:1883` or `127.0.0.1:1883`", ToString::to_string,
        |text, reader| Self::parse(text, reader.default_port()).map_err(Wrong::from);
    PeerAddress, "an address such as `10.0.0.7:6379`", ToString::to_string,
        |text, reader| Self::parse(text, reader.default_port()).map_err(Wrong::from);
    BindAddress, "an address such as `:1883`, `127.0.0.1:1883` or `unix:///run/gmqtt/mqtt.sock`", Self::brief,
        |text, _| text.parse().map_err(Wrong::from);
    Network, "a network such as `10.0.0.0/8` or `fd00::/8`", ToString::to_string,
        |text, _| text.parse().map_err(Wrong::from);
    FileMode, "permissions such as `0660`", ToString::to_string,
        |text, _| text.parse().map_err(Wrong::from);
}

/// Why a text is not the value that was expected.
#[derive(Debug, Default)]
struct Wrong {
    reason: Option<String>,
    hint: Option<String>,
}

impl From<InvalidAddress> for Wrong {
    fn from(InvalidAddress { reason, hint }: InvalidAddress) -> Self {
        Self {
            reason: Some(reason),
            hint,
        }
    }
}

fn path(text: &str) -> Result<PathBuf, Wrong> {
    if text.is_empty() {
        Err(Wrong::default())
    } else {
        Ok(PathBuf::from(text))
    }
}

impl Value for Duration {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        let text = reader.scalar::<Self>(node)?;
        match parse_duration(text) {
            Ok(Self::ZERO) if reader.limits().0 > 0 => {
                reader.invalid::<Self>(node, Some("it cannot be zero".to_owned()), None);
                None
            }
            Ok(duration) => {
                // A bare number of seconds or milliseconds is never meant as nanoseconds.
                if duration > Self::ZERO
                    && duration < SHORTEST_MEANT
                    && text.bytes().all(|b| b.is_ascii_digit())
                {
                    reader.suspicious(
                        node,
                        &format!("`{text}` without a unit is {text} nanoseconds"),
                        &format!("did you mean `{text}s`?"),
                    );
                }
                Some(duration)
            }
            Err(error) => {
                let (reason, hint) = match error {
                    InvalidDuration::NoUnit => {
                        (None, Some("add a unit: `s`, `m` or `h`".to_owned()))
                    }
                    InvalidDuration::Syntax => {
                        (None, Some("units are d, h, m, s, ms, us and ns".to_owned()))
                    }
                    InvalidDuration::Negative | InvalidDuration::TooLong => {
                        (Some(error.to_string()), None)
                    }
                };
                reader.invalid::<Self>(node, reason, hint);
                None
            }
        }
    }

    fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format_duration(*self))
    }

    fn shape() -> Shape {
        Shape::Scalar("a duration such as `30s` or `1h30m`")
    }
}

/// A bare integer below this is taken for a forgotten unit.
const SHORTEST_MEANT: Duration = Duration::from_millis(1);

impl Value for Secret {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        reader.scalar::<Self>(node).map(Self::new)
    }

    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        match secrets {
            Secrets::Masked => serializer.collect_str(self),
            Secrets::Revealed => serializer.serialize_str(self.expose()),
        }
    }

    fn shape() -> Shape {
        Shape::Secret
    }
}
