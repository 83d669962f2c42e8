//! Draws the list of clients.

use ratatui::layout::Rect;

use super::columns::{CLIENT_COLUMNS, cell};
use crate::{
    app::App,
    data::Piece,
    pane::draw_missing,
    units,
    widget::{Pen, Row, draw_table},
};

/// Draws the list.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let pane = &app.clients;
    let rows = pane.rows(data);
    let (name, remark) = titles(pen, app);
    let inside = pen.frame(area, &name, &remark);
    if draw_missing(
        pen,
        inside,
        app,
        Piece::Clients,
        rows.is_empty() && data.clients == Default::default(),
    ) {
        return;
    }
    let look = pen.look;
    let (shown, columns) = pane.table(look.glyphs, app.totals);
    let now = app.shown_at().wall;
    draw_table(pen, inside, &columns, rows.len(), Some(pane.cursor), |at| {
        let row = rows[at];
        let cells = shown.iter().map(|column| {
            cell(
                CLIENT_COLUMNS[*column].name,
                row,
                data,
                look,
                now,
                app.totals,
            )
        });
        Row {
            cells: cells.collect(),
            style: if row.online {
                look.theme.plain
            } else {
                look.theme.dim
            },
            marked: pane.marks.contains(&row.id),
        }
    });
    if rows.is_empty() && inside.height > 2 {
        pen.text(
            inside.x + 1,
            inside.y + 2,
            inside.width - 2,
            "no clients match",
            pen.look.theme.dim,
        );
    }
}

/// How many there are, and which, in which order.
fn titles(pen: &Pen<'_>, app: &App) -> (String, String) {
    let (data, pane) = (app.shown(), &app.clients);
    let figures = data.figures.as_ref();
    let all = figures.and_then(|figures| Some(figures.online?.saturating_add(figures.offline?)));
    let query = pane.query();
    let of = if query.is_empty() {
        all
    } else {
        data.clients.matching
    };
    let mut name = match (of, all) {
        (Some(of), Some(all)) if !query.is_empty() => format!(
            "Clients  {} of {}",
            units::grouped(of as f64),
            units::grouped(all as f64)
        ),
        (Some(of), _) => format!("Clients  {}", units::grouped(of as f64)),
        _ => "Clients".to_owned(),
    };
    if !pane.marks.is_empty() {
        name.push_str(&format!("  {} marked", pane.marks.len()));
    }
    let order = pane.sort.map_or("", |at| CLIENT_COLUMNS[at].name);
    let sign = if pane.descending {
        pen.look.glyphs.down()
    } else {
        pen.look.glyphs.up()
    };
    let remark = if query.is_empty() {
        format!("sort: {order} {sign}")
    } else {
        format!("filter: {query}   sort: {order} {sign}")
    };
    (name, remark)
}
