//! The texts a configuration is read from, and places in them.

use super::{Location, Origin};

/// Which text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct SourceId(u16);

/// A stretch of one line of a source, in characters from 1. Ordered as the sources are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) source: SourceId,
    pub(crate) line: u32,
    pub(crate) column: u32,
    pub(crate) length: u32,
}

/// What kind of text it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SourceKind {
    /// The built-in defaults, where an override names an item of a default list.
    Default,
    File,
    Env,
    Flag,
}

#[derive(Debug)]
struct Source {
    kind: SourceKind,
    name: String,
    text: String,
}

/// All texts of one load, in the order of precedence.
#[derive(Debug)]
pub(crate) struct Sources(Vec<Source>);

/// A line longer than this is not shown.
const LONGEST_EXCERPT: usize = 300;

impl Sources {
    /// The built-in defaults.
    pub(crate) const DEFAULTS: SourceId = SourceId(0);

    pub(crate) fn new() -> Self {
        Self(vec![Source {
            kind: SourceKind::Default,
            name: "default".to_owned(),
            text: String::new(),
        }])
    }

    pub(crate) fn add(
        &mut self,
        kind: SourceKind,
        name: impl Into<String>,
        text: impl Into<String>,
    ) -> SourceId {
        let id = u16::try_from(self.0.len()).unwrap_or(u16::MAX);
        self.0.push(Source {
            kind,
            name: name.into(),
            text: text.into(),
        });
        SourceId(id)
    }

    fn source(&self, id: SourceId) -> Option<&Source> {
        self.0.get(usize::from(id.0))
    }

    pub(crate) fn text(&self, id: SourceId) -> &str {
        self.source(id).map_or("", |source| &source.text)
    }

    pub(crate) fn kind(&self, id: SourceId) -> SourceKind {
        self.source(id)
            .map_or(SourceKind::Default, |source| source.kind)
    }

    /// The place as it is shown. Flags and variables have no lines.
    pub(crate) fn location(&self, span: Span) -> Option<Location> {
        let source = self.source(span.source)?;
        let line = match source.kind {
            SourceKind::Default => return None,
            SourceKind::File => span.line,
            SourceKind::Env | SourceKind::Flag => 0,
        };
        Some(Location {
            source: source.name.clone(),
            line,
            column: span.column,
            length: span.length.max(1),
        })
    }

    pub(crate) fn origin(&self, span: Span) -> Origin {
        match (self.kind(span.source), self.location(span)) {
            (SourceKind::File, Some(location)) => Origin::File(location),
            (SourceKind::Env, Some(location)) => Origin::Env(location),
            (SourceKind::Flag, Some(location)) => Origin::Flag(location),
            _ => Origin::Default,
        }
    }

    /// The line of the place, unless it is too long to be of use.
    pub(crate) fn excerpt(&self, span: Span) -> Option<String> {
        let source = self.source(span.source)?;
        let line = match source.kind {
            SourceKind::Default => return None,
            SourceKind::File => {
                lines(&source.text).nth(usize::try_from(span.line).ok()?.checked_sub(1)?)?
            }
            // What follows the name may be a secret; it is shown only when the mistake is in it.
            SourceKind::Env | SourceKind::Flag => match source.text.split_once('=') {
                Some((name, _)) if (span.column as usize) <= name.chars().count() => name,
                _ => &source.text,
            },
        };
        (line.len() <= LONGEST_EXCERPT).then(|| line.to_owned())
    }
}

/// The lines as YAML counts them: LF, CRLF and a lone CR end one.
pub(crate) fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(end) = text.find(['\n', '\r']) else {
            rest = None;
            return Some(text);
        };
        let after = text[end..].strip_prefix("\r\n").unwrap_or(&text[end + 1..]);
        rest = Some(after);
        Some(&text[..end])
    })
}

impl Span {
    /// The character at a byte index.
    pub(crate) fn of_index(text: &str, index: usize, source: SourceId) -> Self {
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (mut line, mut last) = (0, "");
        for text in lines(&text[..index]) {
            (line, last) = (line + 1, text);
        }
        Self {
            source,
            line: number(line.max(1)),
            column: number(last.chars().count() + 1),
            length: 1,
        }
    }
}
