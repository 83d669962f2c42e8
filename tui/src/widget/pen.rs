//! Writes text into a buffer: the one place where text is cleaned and cut.

use ratatui::{
    buffer::Buffer,
    layout::Rect,
    style::{Color, Modifier, Style},
    widgets::{Block, Widget as _},
};

use crate::{look::Look, text};

/// A hand that writes on a part of the screen.
pub(crate) struct Pen<'a> {
    /// What is written on.
    buffer: &'a mut Buffer,
    /// How things look.
    pub(crate) look: &'a Look,
}

impl<'a> Pen<'a> {
    /// Writes on `buffer`.
    pub(crate) fn new(buffer: &'a mut Buffer, look: &'a Look) -> Self {
        Self { buffer, look }
    }

    /// The same for a part that looks different.
    pub(crate) fn with<'b>(&'b mut self, look: &'b Look) -> Pen<'b> {
        Pen {
            buffer: self.buffer,
            look,
        }
    }

    fn style(&self, style: Style) -> Style {
        let style = self.look.theme.plain.patch(style);
        if !self.look.faded {
            return style;
        }
        // Old data: no colour, and dim where there is dim.
        let ground = self.look.theme.plain;
        Style {
            fg: ground.fg,
            bg: ground.bg,
            ..style
        }
        .remove_modifier(Modifier::BOLD)
        .add_modifier(Modifier::DIM)
    }

    /// Writes `text` at `x`, `y` into at most `room` columns, and says how many it took.
    pub(crate) fn text(&mut self, x: u16, y: u16, room: u16, text: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let room = room.min(area.right() - x);
        let ascii = self.look.glyphs.ascii;
        let cleaned = text::clean(text, ascii);
        let fitted = text::fit(&cleaned, usize::from(room), ascii);
        let style = self.style(style);
        let (end, _) = self
            .buffer
            .set_stringn(x, y, &fitted, usize::from(room), style);
        end.saturating_sub(x)
    }

    /// Writes signs of our own, which are as they should be, at `x`, `y`.
    pub(crate) fn signs(&mut self, x: u16, y: u16, room: u16, signs: &str, style: Style) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let style = self.style(style);
        let room = room.min(area.right() - x);
        let (end, _) = self
            .buffer
            .set_stringn(x, y, signs, usize::from(room), style);
        end.saturating_sub(x)
    }

    /// Writes `text` so that it ends before `right`.
    pub(crate) fn text_right(&mut self, left: u16, right: u16, y: u16, text: &str, style: Style) {
        let room = right.saturating_sub(left);
        let ascii = self.look.glyphs.ascii;
        let cleaned = text::clean(text, ascii);
        let fitted = text::fit(&cleaned, usize::from(room), ascii);
        let columns = u16::try_from(text::width(&fitted))
            .unwrap_or(room)
            .min(room);
        self.signs(right - columns, y, columns, &fitted, style);
    }

    /// Writes pieces one after the other.
    pub(crate) fn line(&mut self, x: u16, y: u16, room: u16, pieces: &[(&str, Style)]) -> u16 {
        let mut used = 0;
        for (text, style) in pieces {
            if used >= room {
                break;
            }
            used += self.text(x + used, y, room - used, text, *style);
        }
        used
    }

    /// Draws a frame with a name and a remark in its upper line, and says what is inside.
    pub(crate) fn frame(&mut self, area: Rect, name: &str, remark: &str) -> Rect {
        let area = area.intersection(self.buffer.area);
        let block = Block::bordered()
            .border_set(self.look.glyphs.border())
            .border_style(self.style(self.look.theme.border))
            .style(self.style(Style::new()));
        let inside = block.inner(area);
        block.render(area, self.buffer);
        if area.width > 6 && area.height > 0 {
            let room = area.width - 4;
            let mut used = 0;
            if !name.is_empty() {
                used = self.text(
                    area.x + 2,
                    area.y,
                    room,
                    &format!(" {name} "),
                    self.look.theme.title,
                );
                used = used.saturating_add(1);
            }
            if !remark.is_empty() && room > used + 4 {
                let left = area.x + 2 + used;
                let remark = format!(" {remark} ");
                self.text_right(
                    left,
                    area.right() - 2,
                    area.y,
                    &remark,
                    self.look.theme.plain,
                );
            }
        }
        inside
    }

    /// Makes `area` blank.
    pub(crate) fn blank(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        let style = self.style(Style::new());
        for position in area.positions() {
            if let Some(cell) = self.buffer.cell_mut(position) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Puts a style over `area`.
    pub(crate) fn paint(&mut self, area: Rect, style: Style) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, style);
    }

    /// Puts a colour on the background of `area`.
    pub(crate) fn background(&mut self, area: Rect, colour: Color) {
        self.paint(area, Style::new().bg(colour));
    }
}
