//! A table: a line of column names, rows, a cursor.

use std::borrow::Cow;

use ratatui::{layout::Rect, style::Style};

use super::Pen;

/// Where a cell's text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    /// Texts.
    Left,
    /// Numbers.
    Right,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Column {
    /// Its name, with the sign of the order if the rows are in its order.
    pub(crate) title: String,
    /// How wide it is at least.
    pub(crate) width: u16,
    /// How much of the room that is left it takes; 0 if it stays as wide as it is.
    pub(crate) grow: u16,
    /// Where its texts stand.
    pub(crate) align: Align,
}

impl Column {
    /// A column of texts.
    pub(crate) fn left(title: impl Into<String>, width: u16, grow: u16) -> Self {
        Self {
            title: title.into(),
            width,
            grow,
            align: Align::Left,
        }
    }

    /// A column of numbers.
    pub(crate) fn right(title: impl Into<String>, width: u16) -> Self {
        Self {
            title: title.into(),
            width,
            grow: 0,
            align: Align::Right,
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Cell<'a> {
    /// What it says.
    pub(crate) text: Cow<'a, str>,
    /// How, if not like its row.
    pub(crate) style: Option<Style>,
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Cell<'a> {
    fn from(text: T) -> Self {
        Self {
            text: text.into(),
            style: None,
        }
    }
}

impl<'a> Cell<'a> {
    /// A cell with a style of its own.
    pub(crate) fn styled(text: impl Into<Cow<'a, str>>, style: Style) -> Self {
        Self {
            text: text.into(),
            style: Some(style),
        }
    }
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Row<'a> {
    /// Its cells, one a column.
    pub(crate) cells: Vec<Cell<'a>>,
    /// How it looks.
    pub(crate) style: Style,
    /// Whether it is marked.
    pub(crate) marked: bool,
}

/// A place in a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Cursor {
    /// The row it is on.
    pub(crate) at: usize,
    /// The first row that is shown.
    top: usize,
}

impl Cursor {
    /// Moves by `rows`, within `len` rows.
    pub(crate) fn step(&mut self, rows: isize, len: usize) {
        self.at = self
            .at
            .saturating_add_signed(rows)
            .min(len.saturating_sub(1));
    }

    /// Goes to `at`, within `len` rows.
    pub(crate) fn go(&mut self, at: usize, len: usize) {
        self.at = at.min(len.saturating_sub(1));
    }

    /// Scrolls so that the cursor is seen in `height` rows.
    pub(crate) fn settle(&mut self, len: usize, height: usize) {
        self.at = self.at.min(len.saturating_sub(1));
        self.top = self.first(len, height);
    }

    /// The first of `height` rows that are shown of `len`.
    pub(crate) fn first(&self, len: usize, height: usize) -> usize {
        let height = height.max(1);
        let at = self.at.min(len.saturating_sub(1));
        let lowest = (at + 1).saturating_sub(height);
        self.top
            .clamp(lowest, at)
            .min(len.saturating_sub(height).max(lowest))
    }
}

/// Widths of `columns` in `room`, a blank between two of them; columns that do not fit get none.
pub(crate) fn widths(columns: &[Column], room: u16) -> Vec<u16> {
    let mut widths = Vec::with_capacity(columns.len());
    let mut left = room;
    for column in columns {
        let blank = u16::from(!widths.is_empty());
        let fits = column.width + blank <= left;
        // The first column is there in any case: a table without names says nothing.
        let width = match (fits, widths.is_empty()) {
            (true, _) => column.width,
            (false, true) => left,
            (false, false) => 0,
        };
        left = left.saturating_sub(if width == 0 { 0 } else { width + blank });
        widths.push(width);
    }
    let grow: u16 = columns
        .iter()
        .zip(&widths)
        .filter(|(_, width)| **width > 0)
        .map(|(column, _)| column.grow)
        .sum();
    if grow > 0 {
        let extra = left;
        for (column, width) in columns.iter().zip(&mut widths) {
            if *width > 0 && column.grow > 0 {
                let share = (u32::from(extra) * u32::from(column.grow) / u32::from(grow)) as u16;
                *width += share.min(left);
                left = left.saturating_sub(share);
            }
        }
    }
    widths
}

/// Draws a table into `area`: `len` rows, of which `row` knows each.
pub(crate) fn draw_table<'a>(
    pen: &mut Pen<'_>,
    area: Rect,
    columns: &[Column],
    len: usize,
    cursor: Option<Cursor>,
    row: impl Fn(usize) -> Row<'a>,
) {
    if area.height == 0 || area.width < 3 {
        return;
    }
    let theme = pen.look.theme;
    let inside = Rect {
        x: area.x + 1,
        width: area.width - 1,
        ..area
    };
    let widths = widths(columns, inside.width);
    let titles = Row {
        cells: columns
            .iter()
            .map(|column| Cell::from(column.title.as_str()))
            .collect(),
        style: theme.title,
        marked: false,
    };
    draw_row(
        pen,
        inside,
        inside.y,
        columns,
        &widths,
        &titles,
        theme.title,
    );
    let height = usize::from(area.height - 1);
    let first = cursor.map_or(0, |cursor| cursor.first(len, height));
    for (line, at) in (first..len.min(first + height)).enumerate() {
        let y = area.y + 1 + line as u16;
        let row = row(at);
        let under = cursor.is_some_and(|cursor| cursor.at.min(len - 1) == at);
        let style = match (under, row.marked) {
            (true, _) => theme.selected,
            (false, true) => theme.marked,
            (false, false) => row.style,
        };
        if under {
            let whole = Rect {
                y,
                height: 1,
                ..area
            };
            pen.blank(whole);
            pen.signs(area.x, y, 1, pen.look.glyphs.right(), style);
            let blanks = " ".repeat(usize::from(inside.width));
            pen.signs(inside.x, y, inside.width, &blanks, style);
        } else if row.marked {
            pen.signs(area.x, y, 1, "*", style);
        }
        draw_row(pen, inside, y, columns, &widths, &row, style);
        if under && row.marked {
            pen.signs(area.x, y, 1, "*", style);
        }
    }
}

fn draw_row(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    columns: &[Column],
    widths: &[u16],
    row: &Row<'_>,
    style: Style,
) {
    let selected = pen.look.theme.selected;
    let mut x = area.x;
    for ((column, width), cell) in columns.iter().zip(widths).zip(&row.cells) {
        if *width == 0 {
            continue;
        }
        // Under the cursor one style holds, so that nothing becomes unreadable.
        let own = cell.style.filter(|_| style != selected);
        let style = own.map_or(style, |own| style.patch(own));
        match column.align {
            Align::Left => {
                pen.text(x, y, *width, &cell.text, style);
            }
            Align::Right => pen.text_right(x, x + width, y, &cell.text, style),
        }
        x += width + 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn columns_that_do_not_fit_are_left_out() {
        let columns = [
            Column::left("ID", 10, 1),
            Column::right("A", 5),
            Column::right("B", 5),
        ];
        assert_eq!(widths(&columns, 30), [18, 5, 5]);
        assert_eq!(widths(&columns, 17), [11, 5, 0]);
        assert_eq!(widths(&columns, 4), [4, 0, 0]);
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_seen(at in 0_usize..500, top in 0_usize..500, len in 0_usize..300, height in 0_usize..60) {
            let mut cursor = Cursor { at, top };
            cursor.settle(len, height);
            let first = cursor.first(len, height);
            prop_assert!(first <= cursor.at);
            prop_assert!(cursor.at < first + height.max(1));
            prop_assert!(cursor.at < len.max(1));
        }

        #[test]
        fn columns_never_take_more_than_there_is(sizes in prop::collection::vec((1_u16..40, 0_u16..3), 1..12), room in 0_u16..300) {
            let columns: Vec<_> = sizes.iter().map(|(width, grow)| Column::left("x", *width, *grow)).collect();
            let widths = widths(&columns, room);
            let shown = widths.iter().filter(|width| **width > 0).count();
            let blanks = shown.saturating_sub(1);
            let used: usize = widths.iter().map(|width| usize::from(*width)).sum::<usize>() + blanks;
            prop_assert!(used <= usize::from(room));
        }
    }
}
