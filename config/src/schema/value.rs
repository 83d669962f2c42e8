//! How a Rust type is read from a value of the file and shown again.

use std::{path::PathBuf, time::Duration};

use serde::{Serialize, Serializer, ser::SerializeSeq};

use super::Shape;
use crate::{ApiAddress, ListenAddress, PeerAddress, Secret, format_duration};

/// Whether secrets are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secrets {
    Masked,
    Revealed,
}

/// A type that can be the value of a key.
pub(crate) trait Value: Sized {
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
            fn write<S: Serializer>(&self, serializer: S, _: Secrets) -> Result<S::Ok, S::Error> {
                serializer.serialize_u64(u64::from(*self))
            }

            fn shape() -> Shape {
                Shape::Scalar("a number")
            }
        }
    )*};
}
number!(u8, u16, u32);

/// Values that are one scalar and are shown by their `Display` or an equivalent.
macro_rules! text {
    ($($type:ty, $what:literal, $show:expr;)*) => {$(
        impl Value for $type {
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
text! {
    String, "a text", String::clone;
    PathBuf, "a path", |path| path.display().to_string();
    Duration, "a duration such as `30s` or `1h30m`", |duration| format_duration(*duration);
    ListenAddress, "an address such as `:1883` or `127.0.0.1:1883`", ToString::to_string;
    PeerAddress, "an address such as `10.0.0.7:6379`", ToString::to_string;
    ApiAddress, "an address such as `tcp://127.0.0.1:8083` or `unix:///run/gmqtt.sock`", ToString::to_string;
}

impl Value for Secret {
    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        match secrets {
            Secrets::Masked => serializer.collect_str(self),
            Secrets::Revealed => serializer.serialize_str(self.expose()),
        }
    }

    fn shape() -> Shape {
        Shape::Scalar("a text")
    }
}
