//! Fields to fill in.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::Pen;
use crate::text;

/// A field.
#[derive(Debug, Clone)]
pub(crate) struct Field {
    /// What it is.
    pub(crate) label: &'static str,
    /// What is in it.
    pub(crate) input: Input,
    /// What may be in it.
    pub(crate) hint: &'static str,
}

impl Field {
    /// A field with something in it.
    pub(crate) fn new(label: &'static str, value: impl Into<String>, hint: &'static str) -> Self {
        Self {
            label,
            input: Input::new(value.into()),
            hint,
        }
    }

    /// What is in it, without blanks around.
    pub(crate) fn value(&self) -> &str {
        self.input.value().trim()
    }
}

/// How wide labels are.
const LABELS: u16 = 14;

/// Draws `fields` a line each, and says where the terminal's cursor belongs.
pub(crate) fn draw_fields(
    pen: &mut Pen<'_>,
    area: Rect,
    fields: &[Field],
    focus: usize,
) -> Option<Position> {
    let theme = pen.look.theme;
    let mut place = None;
    for (at, field) in fields.iter().enumerate().take(usize::from(area.height)) {
        let y = area.y + at as u16;
        let focused = at == focus;
        let style = if focused { theme.key } else { theme.dim };
        pen.text(area.x, y, LABELS, field.label, style);
        let room = area.width.saturating_sub(LABELS);
        let (used, cursor) = draw_input(pen, area.x + LABELS, y, room, &field.input);
        if field.value().is_empty() && !field.hint.is_empty() {
            pen.text(
                area.x + LABELS + used + 1,
                y,
                room.saturating_sub(used + 1),
                field.hint,
                theme.dim,
            );
        }
        if focused {
            place = cursor;
        }
    }
    place
}

/// Draws what is typed so that the cursor is seen, and says how many columns it took and where the cursor is.
pub(crate) fn draw_input(
    pen: &mut Pen<'_>,
    x: u16,
    y: u16,
    room: u16,
    input: &Input,
) -> (u16, Option<Position>) {
    if room < 2 {
        return (0, None);
    }
    let ascii = pen.look.glyphs.ascii;
    let before: String = input.value().chars().take(input.cursor()).collect();
    let before = text::clean(&before, ascii).into_owned();
    let after: String = input.value().chars().skip(input.cursor()).collect();
    let columns = usize::from(room) - 1;
    let mut seen = before.as_str();
    while text::width(seen) > columns {
        let next = seen.chars().next().map_or(0, char::len_utf8);
        seen = &seen[next..];
    }
    let style = pen.look.theme.plain;
    let used = pen.text(x, y, room, seen, style);
    let rest = pen.text(x + used, y, room - used, &after, style);
    (used + rest, Some(Position::new(x + used, y)))
}
