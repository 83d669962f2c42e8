//! Signs: of Unicode, or of ASCII for terminals that have no others.

use ratatui::symbols::border;

/// A set of signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Glyphs {
    /// Whether only ASCII may be used.
    pub(crate) ascii: bool,
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const SHADES: [char; 9] = ['.', ':', '-', '=', '+', '*', '#', '%', '@'];
const LEFT_EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

impl Glyphs {
    const fn pick<T: Copy>(self, unicode: T, ascii: T) -> T {
        if self.ascii { ascii } else { unicode }
    }

    /// Frames.
    pub(crate) const fn border(self) -> border::Set<'static> {
        self.pick(border::PLAIN, ASCII_BORDER)
    }

    /// Sorted downwards.
    pub(crate) const fn down(self) -> &'static str {
        self.pick("▼", "v")
    }

    /// Sorted upwards, or rising.
    pub(crate) const fn up(self) -> &'static str {
        self.pick("▲", "^")
    }

    /// The row under the cursor, and a level that is folded.
    pub(crate) const fn right(self) -> &'static str {
        self.pick("▶", ">")
    }

    /// From here to there.
    pub(crate) const fn arrow(self) -> &'static str {
        self.pick("→", "->")
    }

    /// There is a connection.
    pub(crate) const fn dot(self) -> &'static str {
        self.pick("●", "*")
    }

    /// Between things on a line.
    pub(crate) const fn between(self) -> &'static str {
        self.pick(" · ", " | ")
    }

    /// The edges of the view that is shown, where reverse video is not seen.
    pub(crate) const fn edges(self) -> [&'static str; 2] {
        self.pick(["▐", "▌"], ["<", ">"])
    }

    /// Times.
    pub(crate) const fn times(self) -> &'static str {
        self.pick("×", "x")
    }

    /// A small chart: a sign for each value, against the highest of them.
    pub(crate) fn spark(self, values: &[Option<f32>]) -> String {
        let most = values
            .iter()
            .flatten()
            .fold(0.0_f32, |most, v| most.max(*v));
        let steps: &[char] = if self.ascii { &SHADES } else { &EIGHTHS };
        values
            .iter()
            .map(|value| match value {
                None => ' ',
                Some(value) if most <= 0.0 || !value.is_finite() => steps[0],
                Some(value) => {
                    let share = (value / most).clamp(0.0, 1.0);
                    steps[(share * (steps.len() - 1) as f32).round() as usize]
                }
            })
            .collect()
    }

    /// A bar that fills `share` of `columns`.
    pub(crate) fn bar(self, share: f64, columns: usize) -> String {
        let share = if share.is_finite() {
            share.clamp(0.0, 1.0)
        } else {
            0.0
        };
        let eighths = (share * columns as f64 * 8.0).round() as usize;
        if self.ascii {
            return "#".repeat((eighths + 4) / 8);
        }
        let mut bar = "█".repeat(eighths / 8);
        bar.push_str(LEFT_EIGHTHS[eighths % 8]);
        bar
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_chart_goes_up_to_its_highest_value() {
        let values = [Some(0.0), Some(5.0), None, Some(10.0)];
        assert_eq!(Glyphs { ascii: false }.spark(&values), "▁▅ █");
        assert_eq!(Glyphs { ascii: true }.spark(&values), ".+ @");
        assert_eq!(Glyphs { ascii: false }.spark(&[Some(0.0)]), "▁");
    }

    #[test]
    fn a_bar_is_never_wider_than_its_room() {
        let glyphs = Glyphs { ascii: false };
        assert_eq!(glyphs.bar(0.5, 5), "██▌");
        assert_eq!(glyphs.bar(7.0, 3), "███");
        assert_eq!(glyphs.bar(f64::NAN, 3), "");
        assert_eq!(Glyphs { ascii: true }.bar(0.5, 5), "###");
    }
}
