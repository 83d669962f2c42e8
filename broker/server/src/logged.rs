//! Client identifiers in log lines: quoted, escaped, and not at any length.

use std::fmt;

/// An identifier as the log shows it. What clients may choose freely could else fill the log.
pub(crate) struct Id<'a>(pub(crate) &'a str);

/// Longer identifiers are cut to this many bytes, and their length is told.
const LONGEST: usize = 128;

impl fmt::Debug for Id<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(id) = self;
        if id.len() <= LONGEST {
            return write!(f, "{id:?}");
        }
        let start = &id[..id.floor_char_boundary(LONGEST)];
        write!(f, "{start:?}... ({} bytes)", id.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_escaped_and_cut() {
        assert_eq!(format!("{:?}", Id("a\"b\n\u{1b}")), r#""a\"b\n\u{1b}""#);
        let long = "é".repeat(1000);
        let shown = format!("{:?}", Id(&long));
        assert_eq!(shown, format!("\"{}\"... (2000 bytes)", "é".repeat(64)));
    }
}
