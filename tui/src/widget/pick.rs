//! A list in a box to pick from.

use ratatui::layout::Rect;

use super::{Cursor, Pen, draw_popup};

/// What can be picked.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Choice {
    /// What stands for it where it is handled.
    pub(crate) value: String,
    /// What is shown.
    pub(crate) label: String,
    /// More about it.
    pub(crate) remark: String,
    /// Whether it is on; nothing if it cannot be.
    pub(crate) on: Option<bool>,
}

impl Choice {
    /// One that is picked.
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            remark: String::new(),
            on: None,
        }
    }

    /// One that is switched on and off.
    pub(crate) fn switch(value: impl Into<String>, label: impl Into<String>, on: bool) -> Self {
        Self {
            on: Some(on),
            ..Self::new(value, label)
        }
    }

    /// With more about it.
    pub(crate) fn remark(mut self, remark: impl Into<String>) -> Self {
        self.remark = remark.into();
        self
    }
}

/// A list to pick from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pick {
    /// What it is about.
    pub(crate) title: String,
    /// What its keys do.
    pub(crate) hint: &'static str,
    /// What can be picked.
    pub(crate) choices: Vec<Choice>,
    /// Which one the cursor is on.
    pub(crate) cursor: Cursor,
}

/// Draws a list in the middle of `area`.
pub(crate) fn draw_pick(pen: &mut Pen<'_>, area: Rect, pick: &Pick) {
    let theme = pen.look.theme;
    let rows = u16::try_from(pick.choices.len()).unwrap_or(u16::MAX);
    let size = (
        56,
        rows.saturating_add(3)
            .min(area.height.saturating_sub(2))
            .max(5),
    );
    let inside = draw_popup(pen, area, size, &pick.title, "");
    if inside.height < 2 {
        return;
    }
    let height = inside.height - 1;
    let first = pick.cursor.first(pick.choices.len(), usize::from(height));
    for (line, (at, choice)) in pick
        .choices
        .iter()
        .enumerate()
        .skip(first)
        .take(usize::from(height))
        .enumerate()
    {
        let y = inside.y + line as u16;
        let under = at == pick.cursor.at;
        let style = if under { theme.selected } else { theme.plain };
        let sign = match choice.on {
            Some(true) => "[x] ",
            Some(false) => "[ ] ",
            None => "",
        };
        let blanks = " ".repeat(usize::from(inside.width));
        pen.signs(inside.x, y, inside.width, &blanks, style);
        let used = 1 + pen.line(
            inside.x + 1,
            y,
            inside.width - 1,
            &[(sign, style), (&choice.label, style)],
        );
        if inside.width > used + 2 {
            let style = if under { theme.selected } else { theme.dim };
            pen.text_right(
                inside.x + used + 1,
                inside.right() - 1,
                y,
                &choice.remark,
                style,
            );
        }
    }
    pen.text(
        inside.x + 1,
        inside.bottom() - 1,
        inside.width - 1,
        pick.hint,
        theme.dim,
    );
}
