//! A box in the middle of the screen.

use ratatui::layout::{Constraint, Rect};

use super::Pen;

/// Draws an empty box of this size in the middle of `area`, and says what is inside.
pub(crate) fn draw_popup(
    pen: &mut Pen<'_>,
    area: Rect,
    size: (u16, u16),
    name: &str,
    remark: &str,
) -> Rect {
    let (width, height) = (size.0.min(area.width), size.1.min(area.height));
    let place = area.centered(Constraint::Length(width), Constraint::Length(height));
    // One column more at each side, so that half of a wide character does not stay there.
    let around = Rect {
        x: place.x.saturating_sub(1),
        width: place.width + 2,
        ..place
    };
    pen.blank(around.intersection(area));
    pen.frame(place, name, remark)
}
