//! The chief figures, charts of messages and bytes, who is sent most, what an operator should see.

mod panels;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};

use self::panels::{draw_broker, draw_queues, draw_sessions, figures, spark};
use super::draw_missing;
use crate::{
    app::{App, Tier, WINDOWS, movement, shown},
    data::{Line, Piece, Severity, Window},
    units,
    widget::{Cursor, Curve, Pen, columns, draw_chart, remark, scale},
};

/// A chart that can have the whole screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Chart {
    /// Messages in and out.
    Messages,
    /// Bytes in and out.
    Bytes,
    /// Messages that wait, or are not acknowledged.
    Queues,
    /// Sessions.
    Sessions,
    /// CPU.
    Cpu,
}

const CHARTS: [Chart; 5] = [
    Chart::Messages,
    Chart::Bytes,
    Chart::Queues,
    Chart::Sessions,
    Chart::Cpu,
];

/// The view's state.
#[derive(Debug, Default)]
pub(crate) struct OverviewPane {
    /// The chart that has the whole screen.
    pub(crate) expanded: Option<Chart>,
    /// The alert under the cursor; nothing while nobody looks for one.
    pub(crate) alert: Option<Cursor>,
}

impl App {
    /// Does what a key means here, and says whether it means something.
    pub(crate) fn overview_key(&mut self, key: KeyEvent) -> bool {
        match key.code {
            KeyCode::Char('z') => {
                let now = self.overview.expanded;
                let at = now.and_then(|now| CHARTS.iter().position(|chart| *chart == now));
                self.overview.expanded = CHARTS.get(at.map_or(0, |at| at + 1)).copied();
            }
            KeyCode::Esc if self.overview.expanded.is_some() => self.overview.expanded = None,
            KeyCode::Esc if self.overview.alert.is_some() => self.overview.alert = None,
            KeyCode::Enter => {
                let at = self.overview.alert.unwrap_or_default().at;
                let client = self
                    .shown()
                    .alerts
                    .get(at)
                    .and_then(|alert| alert.client.clone());
                match client {
                    Some(id) => self.show_client(id),
                    None => return false,
                }
            }
            _ => {
                let Some(rows) = movement(key, 5) else {
                    return false;
                };
                let len = shown(&self.frozen, &self.data).alerts.len();
                let cursor = self.overview.alert.get_or_insert_default();
                cursor.step(rows, len);
            }
        }
        true
    }
}

/// Draws the view.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    match (Tier::of(app.size), app.overview.expanded) {
        (Tier::Full, Some(chart)) => draw_one(pen, area, app, chart),
        (Tier::Full, None) => draw_full(pen, area, app),
        _ => draw_compact(pen, area, app),
    }
}

fn draw_full(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let [panels, charts, lists] = Layout::vertical([
        Constraint::Length(5),
        Constraint::Fill(3),
        Constraint::Max(if area.height > 40 { 14 } else { 7 }),
    ])
    .areas(area);
    let [sessions, queues, broker] = Layout::horizontal([Constraint::Fill(1); 3]).areas(panels);
    draw_sessions(pen, sessions, app);
    draw_queues(pen, queues, app);
    draw_broker(pen, broker, app);
    let [messages, bytes] = Layout::horizontal([Constraint::Fill(1); 2]).areas(charts);
    draw_one(pen, messages, app, Chart::Messages);
    draw_one(pen, bytes, app, Chart::Bytes);
    let [talkers, alerts] =
        Layout::horizontal([Constraint::Fill(4), Constraint::Fill(5)]).areas(lists);
    draw_talkers(pen, talkers, app);
    draw_alerts(pen, alerts, app);
}

fn draw_one(pen: &mut Pen<'_>, area: Rect, app: &App, chart: Chart) {
    let (look, data) = (pen.look, app.shown());
    let theme = look.theme;
    let seconds = WINDOWS[app.window];
    let points = columns(area.width.saturating_sub(2));
    let window = |line| {
        data.history
            .window(line, seconds, points, app.shown_at().ran)
    };
    let (name, lines): (_, [(Line, &str); 2]) = match chart {
        Chart::Messages => (
            "Messages per second",
            [(Line::In, "in"), (Line::Out, "out")],
        ),
        Chart::Bytes => (
            "Bytes per second",
            [(Line::InBytes, "in"), (Line::OutBytes, "out")],
        ),
        Chart::Queues => (
            "Messages under way",
            [(Line::Queued, "queued"), (Line::Inflight, "inflight")],
        ),
        Chart::Sessions => (
            "Sessions",
            [(Line::Online, "online"), (Line::Offline, "offline")],
        ),
        Chart::Cpu => (
            "CPU, percent, and messages dropped",
            [(Line::Cpu, "cpu"), (Line::Dropped, "dropped/s")],
        ),
    };
    let windows = lines.map(|(line, _)| window(line));
    let write = |value: f64| match chart {
        Chart::Bytes => look.units.bytes(value),
        _ => look.units.number(value),
    };
    // What belongs together is short beside each other and complete where there is room.
    let say = |window: &Window| {
        if area.width > 90 {
            remark(window, write)
        } else {
            window
                .now
                .map_or_else(|| "-".to_owned(), |now| write(f64::from(now)))
        }
    };
    let said = format!(
        "{} {}  {} {}",
        lines[0].1,
        say(&windows[0]),
        lines[1].1,
        say(&windows[1])
    );
    let inside = pen.frame(area, name, &said);
    if draw_missing(pen, inside, app, Piece::Figures, data.fresh.is_none()) {
        return;
    }
    let [first, second] = windows;
    let curves = [
        Curve {
            values: second.values,
            style: theme.outward,
        },
        Curve {
            values: first.values,
            style: theme.inward,
        },
    ];
    draw_chart(pen, inside, &curves, seconds, scale);
}

fn draw_talkers(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let inside = pen.frame(area, "Top talkers (out/s)", "");
    let (look, data) = (pen.look, app.shown());
    let theme = look.theme;
    let missing = data.talkers.is_empty() && data.figures.is_none();
    if draw_missing(pen, inside, app, Piece::Clients, missing) {
        return;
    }
    let most = data
        .talkers
        .iter()
        .filter_map(|row| row.out_rate)
        .fold(0.0, f64::max);
    let names = (inside.width / 2).saturating_sub(4);
    for (at, row) in data
        .talkers
        .iter()
        .take(usize::from(inside.height))
        .enumerate()
    {
        let y = inside.y + at as u16;
        let number = format!("{:>2} ", at + 1);
        pen.text(inside.x, y, 3, &number, theme.dim);
        pen.text(inside.x + 3, y, names, &look.name(&row.id), theme.plain);
        let left = inside.x + 3 + names + 1;
        let rate = look.number(row.out_rate);
        pen.text_right(left, left + 6, y, &rate, theme.title);
        let room = inside.right().saturating_sub(left + 8);
        let share = if most > 0.0 {
            row.out_rate.unwrap_or(0.0) / most
        } else {
            0.0
        };
        let bar = look.glyphs.bar(share, usize::from(room));
        pen.signs(left + 7, y, room, &bar, theme.outward);
    }
}

fn draw_alerts(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let hint = if data.alerts.iter().any(|alert| alert.client.is_some()) {
        "enter: show"
    } else {
        ""
    };
    let inside = pen.frame(area, "Alerts", hint);
    let look = pen.look;
    let theme = look.theme;
    if data.alerts.is_empty() {
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            "none",
            theme.dim,
        );
    }
    let cursor = app.overview.alert;
    let height = usize::from(inside.height);
    let first = cursor.map_or(0, |cursor| cursor.first(data.alerts.len(), height));
    for (line, (at, alert)) in data
        .alerts
        .iter()
        .enumerate()
        .skip(first)
        .take(height)
        .enumerate()
    {
        let y = inside.y + line as u16;
        let under = cursor.is_some_and(|cursor| cursor.at == at);
        let style = match alert.severity {
            Severity::Info => theme.dim,
            Severity::Warning => theme.warning,
            Severity::Error => theme.bad,
        };
        let text = match &alert.client {
            Some(id) if look.masked => alert.text.replace(id.as_str(), &look.name(id)),
            _ => alert.text.clone(),
        };
        let (word, plain) = if under {
            (theme.selected, theme.selected)
        } else {
            (style, theme.plain)
        };
        pen.line(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            &[
                (&look.clock(alert.at), plain),
                (" ", plain),
                (&format!("{:<5}", alert.severity.word()), word),
                (&text, plain),
            ],
        );
    }
}

fn draw_compact(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let [top, below] = Layout::vertical([Constraint::Length(7), Constraint::Fill(1)]).areas(area);
    let inside = pen.frame(top, "", "");
    for (line, text) in lines(app)
        .iter()
        .enumerate()
        .take(usize::from(inside.height))
    {
        let y = inside.y + line as u16;
        let used = pen.text(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            text,
            pen.look.theme.plain,
        );
        let of = match line {
            1 => Line::In,
            2 => Line::Out,
            _ => continue,
        };
        let left = used.max(28) + 3;
        let room = inside.width.saturating_sub(left + 1).min(40);
        let style = if of == Line::In {
            pen.look.theme.inward
        } else {
            pen.look.theme.outward
        };
        pen.signs(inside.x + left, y, room, &spark(app, of, room), style);
    }
    if below.height > 2 {
        draw_alerts(pen, below, app);
    }
}

/// The chief figures, a line each.
pub(crate) fn lines(app: &App) -> [String; 5] {
    let (figures, look) = (figures(app), &app.look);
    let number = |value: Option<f64>| look.number(value);
    let up = figures.uptime.map_or_else(|| "-".to_owned(), units::uptime);
    let dropping = figures.drop_rate.is_some_and(|rate| rate > 0.0);
    let rising = if dropping {
        format!(" {}", look.glyphs.up())
    } else {
        String::new()
    };
    [
        format!(
            "sessions  {} on  {} off   +{}/-{}",
            look.count(figures.online),
            look.count(figures.offline),
            number(figures.connect_rate),
            number(figures.disconnect_rate)
        ),
        format!(
            "in   {}/s  {}/s",
            number(figures.in_rate),
            look.bytes(figures.in_bytes)
        ),
        format!(
            "out  {}/s  {}/s",
            number(figures.out_rate),
            look.bytes(figures.out_bytes)
        ),
        format!(
            "queued {}  inflight {}  dropped {}/s{rising}",
            look.count(figures.queued),
            look.count(figures.inflight),
            number(figures.drop_rate)
        ),
        format!(
            "cpu {}  mem {}  up {up}",
            figures
                .cpu
                .map_or_else(|| "-".to_owned(), |cpu| format!("{cpu:.0}%")),
            look.bytes(figures.memory.map(|memory| memory as f64))
        ),
    ]
}
