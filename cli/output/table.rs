//! Rows in columns: two blanks between them, numbers at the right, no lines. On a terminal what is too long is cut.

use anstyle::Style;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// A value that was written, and how it stands.
pub(super) struct Written {
    pub(super) text: String,
    pub(super) right: bool,
    pub(super) style: Style,
}

/// The columns of a table. Widths are those of the rows known so far and never shrink, so that pages fit under each other.
pub(super) struct Layout {
    titles: Vec<String>,
    widths: Vec<usize>,
    right: Vec<bool>,
    /// How wide a line may be.
    limit: Option<usize>,
    header_due: bool,
}

const GUTTER: usize = 2;

/// A column is not cut below this.
const MIN_WIDTH: usize = 8;

impl Layout {
    pub(super) fn new(titles: Vec<String>, limit: Option<usize>, header: bool) -> Self {
        let widths = titles
            .iter()
            .map(|title| if header { title.width() } else { 0 })
            .collect();
        Self {
            right: vec![false; titles.len()],
            titles,
            widths,
            limit,
            header_due: header,
        }
    }

    /// The lines of rows, with the header in front of the first.
    pub(super) fn lines(&mut self, rows: &[Vec<Written>]) -> String {
        for row in rows {
            for (at, cell) in row.iter().enumerate() {
                self.widths[at] = self.widths[at].max(cell.text.width());
                self.right[at] |= cell.right;
            }
        }
        self.fit();
        let mut out = String::new();
        if std::mem::take(&mut self.header_due) {
            let header: Vec<_> = self
                .titles
                .iter()
                .zip(&self.right)
                .map(|(title, right)| Written {
                    text: title.clone(),
                    right: *right,
                    style: Style::new().bold(),
                })
                .collect();
            self.line(&header, &mut out);
        }
        for row in rows {
            self.line(row, &mut out);
        }
        out
    }

    /// Makes the widest columns narrower until a line fits.
    fn fit(&mut self) {
        let Some(limit) = self.limit else {
            return;
        };
        loop {
            let total: usize =
                self.widths.iter().sum::<usize>() + GUTTER * self.widths.len().saturating_sub(1);
            let Some(too_much) = total.checked_sub(limit).filter(|over| *over > 0) else {
                return;
            };
            let widest = self
                .widths
                .iter_mut()
                .zip(&self.right)
                .filter(|(width, right)| **width > MIN_WIDTH && !**right)
                .map(|(width, _)| width)
                .max();
            let Some(widest) = widest else {
                return;
            };
            // Not all at once: the next may be the widest before this one has given enough.
            *widest -= too_much.min((*widest - MIN_WIDTH).div_ceil(4).max(1));
        }
    }

    fn line(&self, row: &[Written], out: &mut String) {
        let last = row.len().saturating_sub(1);
        for (at, cell) in row.iter().enumerate() {
            let width = self.widths[at];
            let text = cut(&cell.text, width);
            let blanks = " ".repeat(width.saturating_sub(text.width()));
            let style = cell.style;
            // A column is at the right as a whole, dashes and header too.
            let right = self.right[at];
            if right {
                out.push_str(&blanks);
            }
            if !text.is_empty() {
                out.push_str(&format!("{style}{text}{style:#}"));
            }
            if !right && at != last {
                out.push_str(&blanks);
            }
            if at != last {
                out.push_str("  ");
            }
        }
        out.truncate(out.trim_end_matches(' ').len());
        out.push('\n');
    }
}

/// The beginning of `text`, with an ellipsis if something is missing.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.width().unwrap_or(0);
        if used + wide + 1 > width {
            break;
        }
        used += wide;
        out.push(c);
    }
    out.push('…');
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Written {
        Written {
            text: text.to_owned(),
            right: false,
            style: Style::new(),
        }
    }

    fn number(text: &str) -> Written {
        Written {
            text: text.to_owned(),
            right: true,
            style: Style::new(),
        }
    }

    fn plain(lines: &str) -> String {
        anstream::adapter::strip_str(lines).to_string()
    }

    #[test]
    fn numbers_stand_at_the_right_and_nothing_trails() {
        let mut layout = Layout::new(vec!["NAME".into(), "N".into(), "NOTE".into()], None, true);
        let lines = layout.lines(&[
            vec![text("a"), number("10"), text("x")],
            vec![text("longer"), number("7"), text("")],
        ]);
        assert_eq!(
            plain(&lines),
            "NAME     N  NOTE\na       10  x\nlonger   7\n"
        );
    }

    #[test]
    fn later_pages_fit_under_the_first() {
        let mut layout = Layout::new(vec!["A".into(), "B".into()], None, true);
        layout.lines(&[vec![text("12345"), text("x")]]);
        assert_eq!(layout.lines(&[vec![text("1"), text("y")]]), "1      y\n");
    }

    #[test]
    fn a_terminal_cuts_the_widest() {
        let mut layout = Layout::new(vec!["A".into(), "N".into()], Some(20), false);
        let lines = layout.lines(&[vec![text("abcdefghijklmnopqrstuvwxyz"), number("1234")]]);
        assert_eq!(lines, "abcdefghijklm…  1234\n");
    }

    proptest! {
        #[test]
        fn no_width_stops_it(cells in prop::collection::vec("\\PC{0,40}", 1..6), limit in 0..80_usize) {
            let titles = cells.iter().map(|_| "T".to_owned()).collect();
            let mut layout = Layout::new(titles, Some(limit), true);
            let row: Vec<_> = cells.iter().map(|cell| text(cell)).collect();
            prop_assert_eq!(layout.lines(&[row]).lines().count(), 2);
        }
    }
}
