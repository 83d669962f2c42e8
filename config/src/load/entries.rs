//! Files beside the configuration that are a list of entries: accounts, access rules. They are read as the configuration
//! is, so that every mistake is reported with its line.

use super::{Diagnostic, Finding, Report, SourceKind, Sources, parse_text};
use crate::{
    schema::{Found, Reader, Value},
    yaml::Content,
};

/// An entry, and the line on which it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<T> {
    /// What it says.
    pub value: T,
    /// From 1.
    pub line: u32,
}

/// The entries while they are checked.
pub(crate) struct Entries<'e, 's, T> {
    pub(crate) list: &'e [Entry<T>],
    found: &'e Found,
    report: &'e mut Report<'s>,
}

impl<T> Entries<'_, '_, T> {
    /// Reports a mistake in a key of an entry, or in the entry if that does not have the key.
    pub(crate) fn error(&mut self, index: usize, key: &str, message: String, hint: Option<String>) {
        let entry = format!("[{index}]");
        let at = self
            .found
            .span(&format!("{entry}.{key}"))
            .or_else(|| self.found.span(&entry));
        self.report.push(Finding::error(message).at(at).hint(hint));
    }
}

/// Reads a list of entries from a file of this name. `check` reports what only shows when an entry is seen as a whole.
pub(crate) fn read_entries<T: Value>(
    name: &str,
    bytes: &[u8],
    check: impl FnOnce(&mut Entries<'_, '_, T>),
) -> Result<Vec<Entry<T>>, Vec<Diagnostic>> {
    let mut sources = Sources::new();
    let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
    let file = sources.add(SourceKind::File, name, text);
    let mut report = Report::new(&sources);
    let mut entries = Vec::new();
    if let Some(tree) = parse_text(bytes, file, MOST_VALUES, &mut report) {
        if matches!(tree.content, Content::Null | Content::List(_)) {
            let (values, found): (Vec<T>, _) = Reader::new(&mut report, false).read(&tree);
            let line = |index: usize| found.span(&format!("[{index}]")).map_or(0, |at| at.line);
            let numbered = values.into_iter().enumerate();
            entries = numbered
                .map(|(index, value)| Entry {
                    value,
                    line: line(index),
                })
                .collect();
            check(&mut Entries {
                list: &entries,
                found: &found,
                report: &mut report,
            });
        } else {
            let finding = Finding::error("this file must be a list");
            let hint = "each entry starts with `- `".to_owned();
            report.push(finding.at(tree.at).show_line(true).hint(hint));
        }
    }
    if report.has_errors() {
        return Err(report.finish());
    }
    Ok(entries)
}

/// Values in one file, aliases expanded: some 200 000 accounts.
const MOST_VALUES: usize = 2_000_000;
