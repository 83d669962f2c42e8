//! The tree. Its depth is bounded by the parser, so that it may be walked recursively.

use crate::load::Span;

/// A value and where it is written.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) at: Span,
    pub(crate) content: Content,
}

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum Content {
    /// Nothing, `~` or `null`.
    Null,
    /// Everything else that is not a collection; its type is in the eye of the reader.
    Scalar(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) at: Span,
    pub(crate) value: Node,
}

impl Node {
    /// A scalar without quotes around it: `null` and `~` mean nothing.
    pub(crate) fn plain(text: impl Into<String>, at: Span) -> Self {
        let text = text.into();
        let content = match text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Content::Null,
            _ => Content::Scalar(text),
        };
        Self { at, content }
    }

    pub(crate) const fn is_null(&self) -> bool {
        matches!(self.content, Content::Null)
    }

    /// The value of a key of a mapping.
    pub(crate) fn entry(&self, key: &str) -> Option<&Entry> {
        match &self.content {
            Content::Map(entries) => entries.iter().find(|entry| entry.key == key),
            _ => None,
        }
    }
}
