//! From text to the tree, by way of the events of the YAML parser; and what is said when a text is not YAML.

use saphyr_parser::{Marker, Parser, ScanError};

use super::{
    Content, Node,
    build::{Builder, too_deep},
};
use crate::load::{Finding, Report, SourceId, Span, lines};

/// Reads one YAML document of at most `most_nodes` values, aliases expanded. `None` after an error that leaves nothing to go on with; it is in the report.
pub(crate) fn parse(
    text: &str,
    source: SourceId,
    most_nodes: usize,
    report: &mut Report<'_>,
) -> Option<Node> {
    if let Some(finding) = control_character(text, source) {
        report.push(finding);
        return None;
    }
    let mut builder = Builder::new(report, most_nodes);
    let mut events = Parser::new_from_str(text);
    while let Some(event) = events.next_event() {
        let step = match event {
            Ok((event, span)) => builder.event(event, place(source, span.start, span.end)),
            Err(error) => Err(syntax_error(&error, text, source)),
        };
        if let Err(finding) = step {
            report.push(finding.show_line(true));
            return None;
        }
    }
    let nothing = Node {
        at: Span {
            source,
            line: 1,
            column: 1,
            length: 1,
        },
        content: Content::Null,
    };
    Some(builder.root().unwrap_or(nothing))
}

fn place(source: SourceId, start: Marker, end: Marker) -> Span {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let length = if start.line() == end.line() {
        end.col().saturating_sub(start.col())
    } else {
        1
    };
    Span {
        source,
        line: number(start.line()),
        column: number(start.col()).saturating_add(1),
        length: number(length).max(1),
    }
}

fn syntax_error(error: &ScanError, text: &str, source: SourceId) -> Finding {
    let at = place(source, *error.marker(), *error.marker());
    // The parser has a limit of its own, and looks ahead.
    if error.info() == "recursion limit exceeded" {
        return too_deep().at(at);
    }
    let line = lines(text)
        .nth(error.marker().line().saturating_sub(1))
        .unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start().len()];
    let hint = if indent.contains('\t') {
        Some("indent with spaces; YAML does not take tabs".to_owned())
    } else if error.info().contains("valid YAML whitespace") {
        Some("put a blank in place of the tab".to_owned())
    } else {
        None
    };
    Finding::error(format!("this is not YAML: {}", error.info()))
        .at(at)
        .hint(hint)
}

/// The first character that YAML does not allow in a text. The parser would take a NUL for the end.
fn control_character(text: &str, source: SourceId) -> Option<Finding> {
    let (index, c) = text.char_indices().find(|(_, c)| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{85}'))
            || matches!(c, '\u{fffe}' | '\u{ffff}')
    })?;
    let at = Span::of_index(text, index, source);
    Some(
        Finding::error(format!(
            "the character U+{:04X} cannot be in a config file",
            u32::from(c)
        ))
        .at(at),
    )
}
