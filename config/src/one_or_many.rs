//! A value that may be given alone or as a list.

use serde::{Serialize, Serializer};

use crate::{
    schema::{Reader, Secrets, Shape, Show, Value},
    yaml::{Content, Node},
};

/// One value, or a list of them; written as it is shortest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T> Default for OneOrMany<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> OneOrMany<T> {
    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Value> Value for OneOrMany<T> {
    fn read(node: &Node, reader: &mut Reader<'_, '_>) -> Option<Self> {
        match &node.content {
            Content::List(_) => reader.list(node).map(Self),
            _ => T::read(node, reader).map(|value| Self(vec![value])),
        }
    }

    fn write<S: Serializer>(&self, serializer: S, secrets: Secrets) -> Result<S::Ok, S::Error> {
        match self.0.as_slice() {
            [one] => one.write(serializer, secrets),
            _ => self.0.write(serializer, secrets),
        }
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Value> Serialize for OneOrMany<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Show(self, Secrets::Masked).serialize(serializer)
    }
}
