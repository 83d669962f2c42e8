//! A chart of figures over time: dots of Braille, or stars. Where there is a gap nothing is drawn.

use ratatui::{layout::Rect, style::Style};

use super::Pen;
use crate::units;

/// A curve of a chart.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Curve {
    /// From left to right; nothing where there is a gap.
    pub(crate) values: Vec<Option<f32>>,
    /// Its colour.
    pub(crate) style: Style,
}

/// Dots to a cell across and down.
const ACROSS: usize = 2;
const DOWN: usize = 4;

/// The bits of Braille's dots, by column and row.
const DOTS: [[u32; DOWN]; ACROSS] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

/// How wide the numbers at the left are.
const MARGIN: u16 = 6;

/// How many values a curve needs to fill a chart of this width.
pub(crate) const fn columns(width: u16) -> usize {
    width.saturating_sub(MARGIN) as usize * ACROSS
}

/// Draws `curves` into `area`, with a scale at the left that `label` writes and the time below.
pub(crate) fn draw_chart(
    pen: &mut Pen<'_>,
    area: Rect,
    curves: &[Curve],
    seconds: u64,
    label: impl Fn(f64) -> String,
) {
    if area.width <= MARGIN + 4 || area.height < 3 {
        return;
    }
    let theme = pen.look.theme;
    let ascii = pen.look.glyphs.ascii;
    let most = curves
        .iter()
        .flat_map(|curve| curve.values.iter().flatten())
        .fold(0.0_f32, |most, value| most.max(*value));
    let top = ceiling(f64::from(most));
    let plot = Rect {
        x: area.x + MARGIN,
        y: area.y,
        width: area.width - MARGIN,
        height: area.height - 2,
    };
    let (wall, corner, floor) = if ascii {
        ("|", "+", "-")
    } else {
        ("┤", "┼", "─")
    };
    for y in plot.top()..plot.bottom() {
        let sign = if ascii || y == plot.top() {
            wall
        } else {
            "│"
        };
        pen.signs(plot.x - 1, y, 1, sign, theme.border);
    }
    pen.text_right(area.x, plot.x - 1, plot.y, &label(top), theme.dim);
    let base = plot.bottom();
    pen.text_right(area.x, plot.x - 1, base, "0", theme.dim);
    let line = format!("{corner}{}", floor.repeat(usize::from(plot.width)));
    pen.signs(plot.x - 1, base, plot.width + 1, &line, theme.border);
    draw_times(pen, plot, base + 1, seconds);
    for curve in curves {
        draw_curve(pen, plot, curve, top, ascii);
    }
}

fn draw_times(pen: &mut Pen<'_>, plot: Rect, y: u16, seconds: u64) {
    let theme = pen.look.theme;
    let span = |seconds: u64| match seconds {
        0..60 => format!("-{seconds}s"),
        60..3_600 if seconds.is_multiple_of(60) => format!("-{}m", seconds / 60),
        60..3_600 => format!("-{}m{:02}s", seconds / 60, seconds % 60),
        _ => format!("-{}h", seconds / 3_600),
    };
    pen.text(plot.x - 1, y, 8, &span(seconds), theme.dim);
    if plot.width > 24 {
        let middle = span(seconds / 2);
        pen.text(plot.x + plot.width / 2 - 3, y, 8, &middle, theme.dim);
    }
    pen.text_right(plot.right() - 4, plot.right(), y, "now", theme.dim);
}

fn draw_curve(pen: &mut Pen<'_>, plot: Rect, curve: &Curve, top: f64, ascii: bool) {
    let (across, down) = if ascii { (1, 1) } else { (ACROSS, DOWN) };
    let width = usize::from(plot.width);
    let dots = width * across;
    let rows = usize::from(plot.height) * down;
    let level = |value: f32| -> usize {
        let share = (f64::from(value) / top).clamp(0.0, 1.0);
        rows - 1 - (share * (rows - 1) as f64).round() as usize
    };
    let mut cells = vec![0_u32; width * usize::from(plot.height)];
    let mut before: Option<usize> = None;
    for dot in 0..dots {
        // As many values as dots is what panes ask for; fewer are stretched.
        let at = dot * curve.values.len() / dots.max(1);
        let Some(value) = curve
            .values
            .get(at)
            .copied()
            .flatten()
            .filter(|v| v.is_finite())
        else {
            before = None;
            continue;
        };
        let row = level(value);
        let (from, to) = match before {
            Some(last) if last < row => (last + 1, row),
            Some(last) if last > row => (row, last - 1),
            _ => (row, row),
        };
        for row in from..=to {
            let cell = row / down * width + dot / across;
            cells[cell] |= if ascii {
                1
            } else {
                DOTS[dot % across][row % down]
            };
        }
        before = Some(row);
    }
    for (at, bits) in cells.into_iter().enumerate().filter(|(_, bits)| *bits != 0) {
        let x = plot.x + (at % width) as u16;
        let y = plot.y + (at / width) as u16;
        let sign = if ascii {
            '*'
        } else {
            char::from_u32(0x2800 + bits).unwrap_or(' ')
        };
        pen.signs(x, y, 1, sign.encode_utf8(&mut [0; 4]), curve.style);
    }
}

/// A round number that is not less than `value`.
fn ceiling(value: f64) -> f64 {
    if !value.is_finite() || value <= 1.0 {
        return 1.0;
    }
    let power = 10_f64.powf(value.log10().floor());
    for step in [1.0, 2.0, 4.0, 5.0, 8.0, 10.0] {
        if step * power >= value {
            return step * power;
        }
    }
    value
}

/// `now`, mean and highest of a window, as a remark.
pub(crate) fn remark(window: &crate::data::Window, write: impl Fn(f64) -> String) -> String {
    let show = |value: Option<f32>| value.map_or_else(|| "-".to_owned(), |v| write(f64::from(v)));
    format!(
        "{}  avg {}  max {}",
        show(window.now),
        show(window.mean),
        show(window.most)
    )
}

/// A label of a scale: no fraction that says nothing.
pub(crate) fn scale(value: f64) -> String {
    let text = units::Units::Si.number(value);
    text.replace(".0", "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scale_ends_at_a_round_number() {
        let tops: Vec<f64> = [0.0, 0.4, 3.0, 48_200.0, 91_700.0, f64::NAN]
            .map(ceiling)
            .into();
        assert_eq!(tops, [1.0, 1.0, 4.0, 50_000.0, 100_000.0, 1.0]);
        assert_eq!(scale(100_000.0), "100K");
    }
}
