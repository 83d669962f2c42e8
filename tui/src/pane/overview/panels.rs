//! Sessions, queues and the broker itself: the small panels of the overview.

use ratatui::layout::Rect;

use crate::{
    app::App,
    data::{Figures, Line},
    units,
    widget::Pen,
};

/// The chief figures, or none.
pub(super) fn figures(app: &App) -> Figures {
    app.shown().figures.clone().unwrap_or_default()
}

/// The last minute of a figure.
pub(super) fn spark(app: &App, line: Line, columns: u16) -> String {
    let now = app.shown_at().ran;
    let columns = usize::from(columns);
    let window = app.shown().history.window(line, 60, columns, now);
    app.look.glyphs.spark(&window.values)
}

/// Draws how many sessions there are.
pub(super) fn draw_sessions(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let inside = pen.frame(area, "Sessions", "");
    let (figures, look) = (figures(app), pen.look);
    let theme = look.theme;
    let charts = inside.width.saturating_sub(20);
    for (line, name, count, of) in [
        (0, "online ", figures.online, Line::Online),
        (1, "offline", figures.offline, Line::Offline),
    ] {
        let y = inside.y + line;
        let count = format!(" {:>9}", look.count(count));
        let used = pen.line(
            inside.x + 1,
            y,
            inside.width,
            &[(name, theme.dim), (&count, theme.title)],
        );
        pen.signs(
            inside.x + used + 3,
            y,
            charts,
            &spark(app, of, charts),
            theme.good,
        );
    }
    let (come, go) = if app.totals {
        (
            look.number(figures.connected_total.map(|n| n as f64)),
            look.number(figures.disconnected_total.map(|n| n as f64)),
        )
    } else {
        (
            look.number(figures.connect_rate),
            look.number(figures.disconnect_rate),
        )
    };
    let per = if app.totals { "" } else { "/s" };
    let fails = figures.auth_failures.unwrap_or(0);
    let style = if fails > 0 {
        theme.warning
    } else {
        theme.plain
    };
    pen.line(
        inside.x + 1,
        inside.y + 2,
        inside.width.saturating_sub(1),
        &[
            (&format!("conn{per} "), theme.dim),
            (&come, theme.plain),
            (&format!("  disc{per} "), theme.dim),
            (&go, theme.plain),
            ("  fails ", theme.dim),
            (&look.number(figures.auth_failures.map(|n| n as f64)), style),
        ],
    );
}

/// Draws what is on its way.
pub(super) fn draw_queues(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let inside = pen.frame(area, "Queues", "");
    let (figures, look) = (figures(app), pen.look);
    let theme = look.theme;
    let charts = inside.width.saturating_sub(21);
    for (line, name, count, of) in [
        (0, "queued  ", figures.queued, Line::Queued),
        (1, "inflight", figures.inflight, Line::Inflight),
    ] {
        let y = inside.y + line;
        let count = format!(" {:>9}", look.count(count));
        let used = pen.line(
            inside.x + 1,
            y,
            inside.width,
            &[(name, theme.dim), (&count, theme.title)],
        );
        pen.signs(
            inside.x + used + 3,
            y,
            charts,
            &spark(app, of, charts),
            theme.warning,
        );
    }
    let slow = figures.slow.unwrap_or(0);
    let dropping = figures.drop_rate.unwrap_or(0.0) > 0.0;
    let dropped = if app.totals {
        look.number(figures.dropped_total.map(|n| n as f64))
    } else {
        format!("{}/s", look.number(figures.drop_rate))
    };
    let rising = if dropping {
        format!(" {}", look.glyphs.up())
    } else {
        String::new()
    };
    let attention = |yes| if yes { theme.bad } else { theme.plain };
    pen.line(
        inside.x + 1,
        inside.y + 2,
        inside.width.saturating_sub(1),
        &[
            ("slow ", theme.dim),
            (&look.count(figures.slow), attention(slow > 0)),
            ("  dropped ", theme.dim),
            (&dropped, attention(dropping)),
            (&rising, attention(dropping)),
        ],
    );
}

/// Draws how the broker is.
pub(super) fn draw_broker(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let inside = pen.frame(area, "Broker", "");
    let (figures, look) = (figures(app), pen.look);
    let theme = look.theme;
    let room = inside.width.saturating_sub(1);
    let status = app.shown().status.as_ref();
    let version = status.map_or("", |status| status.version.as_str());
    let up = figures.uptime.map_or_else(|| "-".to_owned(), units::uptime);
    let store = status.map_or("", |status| status.store.as_str());
    let draining = status.is_some_and(|status| status.draining);
    pen.line(
        inside.x + 1,
        inside.y,
        room,
        &[
            (&format!("gmqtt {version}  "), theme.title),
            (&format!("up {up}  "), theme.plain),
            (store, theme.dim),
            (if draining { " draining" } else { "" }, theme.warning),
        ],
    );
    let cpu = figures
        .cpu
        .map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.0}%"));
    let cpus = figures
        .cpus
        .map_or_else(String::new, |cpus| format!("/{cpus}"));
    let text = format!("cpu {cpu}{cpus}  ");
    let used = pen.text(inside.x + 1, inside.y + 1, room, &text, theme.plain);
    let left = room.saturating_sub(used + 1);
    pen.signs(
        inside.x + 1 + used,
        inside.y + 1,
        left,
        &spark(app, Line::Cpu, left),
        theme.good,
    );
    let files = |count: Option<u64>| look.number(count.map(|count| count as f64));
    let text = format!(
        "mem {}  fds {}/{}",
        look.bytes(figures.memory.map(|memory| memory as f64)),
        files(figures.files),
        files(figures.files_limit)
    );
    pen.text(inside.x + 1, inside.y + 2, room, &text, theme.plain);
}
