//! Collects every mistake of one load.

use super::{
    Diagnostic, Severity,
    source::{SourceKind, Sources, Span},
};

/// More than this many mistakes help nobody.
const MOST_FINDINGS: usize = 100;

/// A mistake, before it is known how its place is shown.
#[derive(Debug)]
pub(crate) struct Finding {
    severity: Severity,
    message: String,
    key: Option<String>,
    span: Option<Span>,
    show_line: bool,
    hint: Option<String>,
}

impl Finding {
    fn new(severity: Severity, message: impl Into<String>) -> Self {
        Self {
            severity,
            message: message.into(),
            key: None,
            span: None,
            show_line: false,
            hint: None,
        }
    }

    pub(crate) fn error(message: impl Into<String>) -> Self {
        Self::new(Severity::Error, message)
    }

    pub(crate) fn warning(message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, message)
    }

    /// Where it is written.
    pub(crate) fn at(mut self, span: impl Into<Option<Span>>) -> Self {
        self.span = span.into();
        self
    }

    /// Shows the line: right for a mistake of spelling, of no use for one of meaning.
    pub(crate) const fn show_line(mut self, show: bool) -> Self {
        self.show_line = show;
        self
    }

    pub(crate) fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<Option<String>>) -> Self {
        self.hint = hint.into();
        self
    }
}

/// Every mistake so far.
#[derive(Debug)]
pub(crate) struct Report<'s> {
    sources: &'s Sources,
    findings: Vec<Finding>,
    left_out: usize,
    errors: usize,
}

impl<'s> Report<'s> {
    pub(crate) const fn new(sources: &'s Sources) -> Self {
        Self {
            sources,
            findings: Vec::new(),
            left_out: 0,
            errors: 0,
        }
    }

    pub(crate) fn push(&mut self, finding: Finding) {
        self.errors += usize::from(finding.severity == Severity::Error);
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(finding);
        } else {
            self.left_out += 1;
        }
    }

    pub(crate) const fn sources(&self) -> &'s Sources {
        self.sources
    }

    pub(crate) const fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Whether the place is in a flag or a variable.
    pub(crate) fn is_override(&self, span: Span) -> bool {
        matches!(
            self.sources.kind(span.source),
            SourceKind::Env | SourceKind::Flag
        )
    }

    /// The mistakes in file order, those without a place last.
    pub(crate) fn finish(self) -> Vec<Diagnostic> {
        let Self {
            sources,
            mut findings,
            left_out,
            errors,
        } = self;
        findings.sort_by_key(|finding| (finding.span.is_none(), finding.span));
        let mut diagnostics: Vec<_> = findings
            .into_iter()
            .map(|finding| Diagnostic {
                severity: finding.severity,
                message: finding.message,
                key: finding.key,
                location: finding.span.and_then(|span| sources.location(span)),
                excerpt: finding
                    .span
                    .filter(|_| finding.show_line)
                    .and_then(|span| sources.excerpt(span)),
                hint: finding.hint,
            })
            .collect();
        if left_out > 0 {
            diagnostics.push(Diagnostic {
                severity: if errors > 0 {
                    Severity::Error
                } else {
                    Severity::Warning
                },
                message: format!("{left_out} more mistakes are not shown"),
                key: None,
                location: None,
                excerpt: None,
                hint: None,
            });
        }
        diagnostics
    }
}
