//! Text on its way to the terminal. All of it passes [`clean`]: what brokers and clients call things is hostile.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// `text` without what a terminal would obey or what would turn its direction; a mark stands for each such character. In ASCII a
/// question mark stands for each character that is not.
pub(crate) fn clean(text: &str, ascii: bool) -> Cow<'_, str> {
    let bad = |c: char| is_hostile(c) || (ascii && !c.is_ascii());
    if !text.contains(bad) {
        return Cow::Borrowed(text);
    }
    let mark = if ascii { '?' } else { '\u{fffd}' };
    Cow::Owned(
        text.chars()
            .map(|c| if bad(c) { mark } else { c })
            .collect(),
    )
}

/// Control characters, and what is not seen but changes what is: marks of direction, joiners, selectors, blanks of no width.
const fn is_hostile(c: char) -> bool {
    matches!(c,
        '\0'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Columns of clean text.
pub(crate) fn width(text: &str) -> usize {
    // Grapheme by grapheme, as it is drawn: together they may be narrower than a whole.
    if text.is_ascii() {
        return text.len();
    }
    text.graphemes(true).map(|grapheme| grapheme.width()).sum()
}

/// The beginning of clean `text` that fits into `columns`, with a mark at its end if it is not all of it.
pub(crate) fn fit(text: &str, columns: usize, ascii: bool) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let (mark, room) = match (ascii, columns) {
        (_, 0) => return Cow::Borrowed(""),
        (true, _) => ("~", columns - 1),
        (false, _) => ("…", columns - 1),
    };
    let mut used = 0;
    let mut fitting = String::with_capacity(text.len().min(columns * 4 + 4));
    for grapheme in text.graphemes(true) {
        used += grapheme.width();
        if used > room {
            break;
        }
        fitting.push_str(grapheme);
    }
    fitting.push_str(mark);
    Cow::Owned(fitting)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_terminal_would_obey_is_marked() {
        assert_eq!(clean("a\x1b[2Jb", false), "a\u{fffd}[2Jb");
        assert_eq!(clean("\u{202e}gpj.exe", false), "\u{fffd}gpj.exe");
        assert_eq!(clean("\u{9b}31m", false), "\u{fffd}31m");
        assert_eq!(clean("zażółć", true), "za????");
        assert!(matches!(clean("日本", false), Cow::Borrowed("日本")));
    }

    #[test]
    fn what_does_not_fit_ends_with_a_mark() {
        assert_eq!(fit("ingest-worker-7", 8, false), "ingest-…");
        assert_eq!(fit("ingest-worker-7", 8, true), "ingest-~");
        assert_eq!(fit("日本語", 4, false), "日…");
        assert_eq!(fit("abc", 0, false), "");
        assert_eq!(fit("abc", 3, false), "abc");
    }

    proptest! {
        #[test]
        fn cleaned_text_fits_and_stays_clean(text in ".{0,60}", columns in 0_usize..40, ascii: bool) {
            let cleaned = clean(&text, ascii);
            prop_assert!(!cleaned.chars().any(is_hostile));
            let fitted = fit(&cleaned, columns, ascii);
            prop_assert!(width(&fitted) <= columns);
            prop_assert!(!ascii || fitted.is_ascii());
        }
    }
}
