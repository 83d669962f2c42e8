//! What comes from a broker may have been written by anybody: on a terminal it is text, never an instruction.

/// `text` with its control characters written out: `\x1b`, `\n`. Marks that turn the direction of writing are written out too.
pub(crate) fn printable(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => clean.push_str("\\n"),
            '\r' => clean.push_str("\\r"),
            '\t' => clean.push_str("\\t"),
            c if c.is_ascii_control() => clean.push_str(&format!("\\x{:02x}", u32::from(c))),
            c if c.is_control() || turns(c) => clean.extend(c.escape_unicode()),
            c => clean.push(c),
        }
    }
    clean
}

/// Whether it turns the direction of what follows, or hides.
const fn turns(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_are_written_out() {
        assert_eq!(printable("a\u{1b}[2Jb\n\0"), "a\\x1b[2Jb\\n\\x00");
        assert_eq!(printable("\u{9b}x\u{202e}"), "\\u{9b}x\\u{202e}");
        assert_eq!(printable("größe 温度"), "größe 温度");
    }

    proptest! {
        #[test]
        fn nothing_that_moves_a_cursor_is_left(text in any::<String>()) {
            prop_assert!(!printable(&text).chars().any(char::is_control));
        }
    }
}
