//! What `-o` can say.

use std::str::FromStr;

use clap::ValueEnum;

/// A form for programs that read documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// One JSON document; errors are one JSON line on stderr
    Json,
    /// One JSON object a line, as things happen; errors as with json
    Jsonl,
    /// One YAML document
    Yaml,
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
    /// A template for each thing.
    Template(&'static str),
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
            return Ok(Self::Rows(Layout::Template(Box::leak(
                template.to_owned().into_boxed_str(),
            ))));
        }
        Ok(match text {
            "table" => Self::Rows(Layout::Table),
            "wide" => Self::Rows(Layout::Wide),
            "csv" => Self::Rows(Layout::Csv),
            "name" => Self::Rows(Layout::Name),
            text => match Format::from_str(text, false) {
                Ok(format) => Self::Document(format),
                Err(_) => {
                    let (last, words) = Self::WORDS.split_last().unwrap_or((&"", &[]));
                    return Err(format!("it can be {} or {last}TEMPLATE", words.join(", ")));
                }
            },
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
            Ok(Choice::Rows(Layout::Template("{{ a }}")))
        );
        assert!("xml".parse::<Choice>().is_err());
    }
}
