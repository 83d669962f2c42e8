//! What every key does, and a search in it.

use ratatui::layout::{Position, Rect};
use tui_input::Input;

use super::{Pen, draw_input, draw_popup};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Binding {
    /// The key.
    pub(crate) key: &'static str,
    /// What it does.
    pub(crate) does: &'static str,
    /// Where it does so; empty if everywhere.
    pub(crate) place: &'static str,
    /// Whether it changes the broker.
    pub(crate) changes: bool,
}

/// Draws `bindings` that contain what is searched for, from the line `scroll` on.
pub(crate) fn draw_help(
    pen: &mut Pen<'_>,
    area: Rect,
    bindings: &[&Binding],
    search: &Input,
    scroll: usize,
) -> Option<Position> {
    let theme = pen.look.theme;
    let size = (76, area.height.saturating_sub(2).clamp(5, 34));
    let inside = draw_popup(
        pen,
        area,
        size,
        "Help",
        "lower case looks, UPPER CASE changes the broker",
    );
    if inside.height < 3 || inside.width < 20 {
        return None;
    }
    let used = pen.text(inside.x + 1, inside.y, 9, "search: ", theme.key);
    let room = inside.width - used - 2;
    let (_, cursor) = draw_input(pen, inside.x + 1 + used, inside.y, room, search);
    let wanted = search.value().to_lowercase();
    let fitting: Vec<_> = bindings
        .iter()
        .filter(|binding| {
            [binding.key, binding.does, binding.place]
                .iter()
                .any(|text| text.to_lowercase().contains(&wanted))
        })
        .collect();
    let height = usize::from(inside.height - 1);
    let scroll = scroll.min(fitting.len().saturating_sub(height));
    for (line, binding) in fitting.iter().skip(scroll).take(height).enumerate() {
        let y = inside.y + 1 + line as u16;
        let style = if binding.changes {
            theme.warning
        } else {
            theme.key
        };
        pen.text(inside.x + 1, y, 18, binding.key, style);
        let does = inside.x + 20;
        let room = inside.width.saturating_sub(32);
        pen.text(does, y, room, binding.does, theme.plain);
        pen.text_right(
            does + room + 1,
            inside.right() - 1,
            y,
            binding.place,
            theme.dim,
        );
    }
    if fitting.is_empty() {
        pen.text(
            inside.x + 1,
            inside.y + 1,
            inside.width - 1,
            "no key does that",
            theme.dim,
        );
    }
    cursor
}
