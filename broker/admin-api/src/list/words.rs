//! The words of a filter: names, values, operators, parentheses.

use super::ListError;

/// A word and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) at: usize,
    pub(super) kind: WordKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum WordKind {
    And,
    Or,
    Not,
    Open,
    Close,
    Compare(Comparison),
    /// A name or a value.
    Plain(String),
    /// A value in quotes.
    Quoted(String),
}

/// What stands between a field and a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    AtMost,
    Greater,
    AtLeast,
    /// `:`, which has to do with patterns.
    Has,
}

/// The words of a text.
pub(super) fn split(text: &str) -> Result<Vec<Word>, ListError> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (length, kind) = match first {
            ' ' | '\t' | '\r' | '\n' => {
                at += 1;
                continue;
            }
            '(' => (1, WordKind::Open),
            ')' => (1, WordKind::Close),
            '"' | '\'' => quoted(rest, first, at)?,
            // A value may begin with a sign: `connected_at<-1h`.
            '-' if negates(&words, rest) => (1, WordKind::Not),
            _ => match comparison(rest) {
                Some((length, comparison)) if !follows_comparison(&words) => {
                    (length, WordKind::Compare(comparison))
                }
                Some(_) => {
                    return Err(ListError::new(
                        "filter",
                        at,
                        format!("{first:?} has no value before it"),
                    ));
                }
                None => plain(rest, follows_comparison(&words)),
            },
        };
        words.push(Word { at, kind });
        at += length;
    }
    Ok(words)
}

fn follows_comparison(words: &[Word]) -> bool {
    matches!(
        words.last(),
        Some(Word {
            kind: WordKind::Compare(_),
            ..
        })
    )
}

/// Whether a `-` here means "not": in front of a field or a parenthesis, not in front of a value.
fn negates(words: &[Word], rest: &str) -> bool {
    !follows_comparison(words)
        && rest[1..].starts_with(|next: char| next.is_alphabetic() || next == '(' || next == '"')
}

fn comparison(rest: &str) -> Option<(usize, Comparison)> {
    [
        ("<=", Comparison::AtMost),
        (">=", Comparison::AtLeast),
        ("!=", Comparison::NotEqual),
        ("=", Comparison::Equal),
        ("<", Comparison::Less),
        (">", Comparison::Greater),
        (":", Comparison::Has),
    ]
    .into_iter()
    .find(|(sign, _)| rest.starts_with(sign))
    .map(|(sign, comparison)| (sign.len(), comparison))
}

/// A word without quotes. After a comparison it is a value, which may hold `:` as addresses do.
fn plain(rest: &str, value: bool) -> (usize, WordKind) {
    let ends = |c: char| {
        c.is_whitespace()
            || matches!(c, '(' | ')' | '"' | '\'')
            || (!value && matches!(c, '=' | '<' | '>' | '!' | ':'))
    };
    let length = rest.find(ends).unwrap_or(rest.len());
    // A lone sign that begins nothing is a word of its own.
    let length = length.max(rest.chars().next().map_or(1, char::len_utf8));
    let kind = match &rest[..length] {
        "AND" if !value => WordKind::And,
        "OR" if !value => WordKind::Or,
        "NOT" if !value => WordKind::Not,
        word => WordKind::Plain(word.to_owned()),
    };
    (length, kind)
}

/// A value in quotes, in which `\` makes the next character an ordinary one.
fn quoted(rest: &str, quote: char, at: usize) -> Result<(usize, WordKind), ListError> {
    let mut value = String::new();
    let mut characters = rest.char_indices().skip(1);
    while let Some((place, c)) = characters.next() {
        if c == quote {
            return Ok((place + 1, WordKind::Quoted(value)));
        }
        if c == '\\' {
            match characters.next() {
                Some((_, next)) => value.push(next),
                None => break,
            }
        } else {
            value.push(c);
        }
    }
    Err(ListError::new(
        "filter",
        at,
        format!("the quote {quote} has no end"),
    ))
}
