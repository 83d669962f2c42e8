//! The views, one file each: their state, their keys, their drawing.

mod client;
mod clients;
mod cluster;
mod events;
mod overview;
mod topics;

pub(crate) use client::{ClientPane, draw as draw_client};
pub(crate) use clients::{CLIENT_COLUMNS, CLIENT_FIELDS, ClientsPane, draw as draw_clients};
pub(crate) use cluster::{ClusterPane, draw as draw_cluster};
pub(crate) use events::{EventsPane, draw as draw_events};
pub(crate) use overview::{OverviewPane, draw as draw_overview, lines as overview_lines};
pub(crate) use topics::{TopicsPane, draw as draw_topics};

use ratatui::layout::Rect;

use crate::{
    app::App,
    data::{Data, Piece},
    widget::Pen,
};

/// Says why there is nothing to be seen of a piece, and whether it did.
fn draw_missing(pen: &mut Pen<'_>, area: Rect, app: &App, piece: Piece, waiting: bool) -> bool {
    let theme = pen.look.theme;
    let data = app.shown();
    let (text, style) = match data.troubles.get(&piece) {
        // What was asked for can be corrected.
        Some(trouble) if trouble.question => (trouble.why.as_str(), theme.bad),
        Some(trouble) => (trouble.why.as_str(), theme.warning),
        None if metrics_only(data, piece) => {
            let text = "needs the admin API: the source is metrics only";
            (text, theme.dim)
        }
        None if waiting && data.fresh.is_none() => ("connecting ...", theme.dim),
        None if waiting => ("waiting for the broker ...", theme.dim),
        None => return false,
    };
    for (line, text) in text.lines().enumerate().take(usize::from(area.height)) {
        pen.text(
            area.x + 1,
            area.y + line as u16,
            area.width.saturating_sub(2),
            text,
            style,
        );
    }
    true
}

fn metrics_only(data: &Data, piece: Piece) -> bool {
    data.kind == Some(crate::data::Kind::MetricsOnly) && piece != Piece::Figures
}
