//! What `-o` can say.

use std::str::FromStr;

/// A form for programs that read documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// One JSON document; errors are one JSON line on stderr.
    Json,
    /// One JSON object a line, as things happen; errors as with JSON.
    Jsonl,
    /// One YAML document.
    Yaml,
    /// A template for each thing of a list, or for the document.
    Template(&'static str),
}

impl Format {
    /// Whether who reads it reads JSON.
    pub(crate) const fn is_json(self) -> bool {
        matches!(self, Self::Json | Self::Jsonl)
    }
}

/// A form of rows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Layout {
    /// Columns for people.
    #[default]
    Table,
    /// More of them.
    Wide,
    /// All of them, for spreadsheets.
    Csv,
    /// The name of each thing on a line.
    Name,
}

/// What `-o` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    /// A document.
    Document(Format),
    /// Rows.
    Rows(Layout),
}

impl Choice {
    /// The words of `-o`, for help and completions.
    pub(crate) const WORDS: [&'static str; 8] = [
        "table",
        "wide",
        "json",
        "jsonl",
        "yaml",
        "csv",
        "name",
        "template=",
    ];

    /// The form of documents, if it is one.
    pub(crate) const fn format(self) -> Option<Format> {
        match self {
            Self::Document(format) => Some(format),
            Self::Rows(_) => None,
        }
    }

    /// The form of rows.
    pub(crate) const fn layout(self) -> Layout {
        match self {
            Self::Document(_) => Layout::Table,
            Self::Rows(layout) => layout,
        }
    }
}

impl FromStr for Choice {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(template) = text.strip_prefix("template=") {
            // There is one of it in a process, and what it says is needed until the end.
            let template: &str = Box::leak(template.to_owned().into_boxed_str());
            return Ok(Self::Document(Format::Template(template)));
        }
        Ok(match text {
            "table" => Self::Rows(Layout::Table),
            "wide" => Self::Rows(Layout::Wide),
            "csv" => Self::Rows(Layout::Csv),
            "name" => Self::Rows(Layout::Name),
            "json" => Self::Document(Format::Json),
            "jsonl" => Self::Document(Format::Jsonl),
            "yaml" => Self::Document(Format::Yaml),
            _ => {
                let (last, words) = Self::WORDS.split_last().unwrap_or((&"", &[]));
                return Err(format!("it can be {} or {last}TEMPLATE", words.join(", ")));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read() {
        for word in Choice::WORDS {
            assert!(word.parse::<Choice>().is_ok(), "{word}");
        }
        assert_eq!(
            "template={{ a }}".parse(),
            Ok(Choice::Document(Format::Template("{{ a }}")))
        );
        assert!("xml".parse::<Choice>().is_err());
    }
}
