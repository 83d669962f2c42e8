//! The nodes: how they are, how far away, how far behind.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};

use super::draw_missing;
use crate::{
    app::{App, Deed, Tier, movement},
    data::{Data, Member, Piece},
    look::Look,
    units,
    widget::{Cell, Column, Cursor, Curve, Pen, Row, columns, draw_chart, draw_table, scale},
};

/// The view's state.
#[derive(Debug, Default)]
pub(crate) struct ClusterPane {
    cursor: Cursor,
}

impl ClusterPane {
    /// Keeps the cursor on a row that is there.
    pub(crate) fn settle(&mut self, data: &Data, page: usize) {
        self.cursor.settle(data.members.len(), page);
    }
}

impl App {
    fn member(&self) -> Option<&Member> {
        self.shown().members.get(self.cluster.cursor.at)
    }

    /// Does what a key means here, and says whether it means something.
    pub(crate) fn cluster_key(&mut self, key: KeyEvent, page: usize) -> bool {
        if let Some(rows) = movement(key, page) {
            let len = self.shown().members.len();
            self.cluster.cursor.step(rows, len);
            return true;
        }
        let name = self
            .member()
            .map(|member| member.name.clone())
            .unwrap_or_default();
        match key.code {
            KeyCode::Char('J') => self.open_deed(Deed::Join),
            KeyCode::Char('F') if !name.is_empty() => self.open_deed(Deed::Forget(name)),
            KeyCode::Char('n') | KeyCode::Enter => self.look_at_node(&name),
            KeyCode::Char('y') => {
                self.say(true, format!("copied {}", crate::app::quoted(&name)));
                self.intend(crate::app::Intention::Copy(name));
            }
            _ => return false,
        }
        true
    }

    /// Looks at another node, if there is a context of its name.
    fn look_at_node(&mut self, name: &str) {
        let place = self
            .setup
            .places
            .iter()
            .position(|place| place.context == name);
        match place {
            Some(at) if at != self.place => self.switch_to(at),
            Some(_) => self.say(true, format!("this is {name}")),
            None => self.say(
                false,
                format!("to look at {name}, make it a context: gmqtt context add {name} --api URL"),
            ),
        }
    }
}

/// Draws the view.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let wide = Tier::of(app.size) == Tier::Full;
    let rows = u16::try_from(data.members.len().max(1)).unwrap_or(u16::MAX);
    let [list, below] = if wide {
        Layout::vertical([
            Constraint::Max(rows.saturating_add(3).max(6)),
            Constraint::Fill(1),
        ])
        .areas(area)
    } else {
        [area, Rect::default()]
    };
    draw_members(pen, list, app);
    if below.height > 3 {
        let [lag, log] =
            Layout::horizontal([Constraint::Fill(2), Constraint::Fill(3)]).areas(below);
        draw_lag(pen, lag, app);
        draw_log(pen, log, app);
    }
}

fn draw_members(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let suspect = data
        .members
        .iter()
        .filter(|member| !member.is_alive())
        .count();
    let name = match (data.members.len(), suspect) {
        (0 | 1, _) => "Members".to_owned(),
        (all, 0) => format!("Members {all}"),
        (all, suspect) => format!("Members {all} ({suspect} not alive)"),
    };
    let inside = pen.frame(area, &name, "");
    let look = pen.look;
    let alone = alone(data);
    let members = if data.members.is_empty() {
        alone.as_slice()
    } else {
        data.members.as_slice()
    };
    if members.is_empty() {
        draw_missing(pen, inside, app, Piece::Members, true);
        return;
    }
    let columns = [
        Column::left("NODE", 8, 1),
        Column::left("ADDRESS", 16, 1),
        Column::left("STATUS", 8, 0),
        Column::right("SESSIONS", 9),
        Column::right("IN/s", 7),
        Column::right("OUT/s", 7),
        Column::right("ROUTES", 7),
        Column::right("RTT p50/p99", 13),
        Column::right("LAG", 5),
        Column::right("UPTIME", 8),
        Column::left("VERSION", 7, 0),
    ];
    draw_table(
        pen,
        inside,
        &columns,
        members.len(),
        Some(app.cluster.cursor),
        |at| row(look, &members[at]),
    );
    if data.members.is_empty() && inside.height > 3 {
        let text = "This broker runs alone: the plugin federation is not loaded.";
        pen.text(
            inside.x + 1,
            inside.bottom() - 1,
            inside.width - 2,
            text,
            look.theme.dim,
        );
    }
}

fn row<'a>(look: &Look, member: &'a Member) -> Row<'a> {
    let own = if member.local { " *" } else { "" };
    let rtt = member.rtt.map_or_else(
        || "-".to_owned(),
        |[half, most]| format!("{half:.1}/{most:.1} ms"),
    );
    let style = if member.is_alive() {
        look.theme.good
    } else {
        look.theme.bad
    };
    Row {
        cells: vec![
            Cell::from(format!("{}{own}", member.name)),
            look.name(&member.address).into(),
            Cell::styled(member.status.as_str(), style),
            look.count(member.sessions).into(),
            look.number(member.in_rate).into(),
            look.number(member.out_rate).into(),
            look.count(member.routes).into(),
            rtt.into(),
            if member.local {
                "-".to_owned()
            } else {
                member.lag.to_string()
            }
            .into(),
            member
                .uptime
                .map_or_else(|| "-".to_owned(), units::uptime)
                .into(),
            member.version.as_str().into(),
        ],
        ..Row::default()
    }
}

/// The one node there is when nobody speaks of a cluster.
fn alone(data: &Data) -> Vec<Member> {
    let (Some(status), Some(figures)) = (&data.status, &data.figures) else {
        return Vec::new();
    };
    vec![Member {
        name: status.node.clone(),
        status: "alive".to_owned(),
        local: true,
        version: status.version.clone(),
        sessions: figures.online,
        in_rate: figures.in_rate,
        out_rate: figures.out_rate,
        uptime: figures.uptime,
        ..Member::default()
    }]
}

fn draw_lag(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let member = data
        .members
        .get(app.cluster.cursor.at)
        .filter(|member| !member.local);
    let Some(member) = member else {
        let inside = pen.frame(area, "Events queued", "");
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            "of the node under the cursor",
            pen.look.theme.dim,
        );
        return;
    };
    let name = format!("Events queued for {}", member.name);
    let inside = pen.frame(area, &name, &member.lag.to_string());
    if let Some(spark) = data.lags.get(&member.name) {
        let curve = Curve {
            values: spark.window(columns(inside.width)),
            style: pen.look.theme.warning,
        };
        draw_chart(pen, inside, &[curve], 60, scale);
    }
}

fn draw_log(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let inside = pen.frame(area, "Membership log", "");
    let look = pen.look;
    let events = app
        .shown()
        .events
        .iter()
        .rev()
        .filter(|event| event.kind == "cluster");
    for (line, event) in events.take(usize::from(inside.height)).enumerate() {
        let y = inside.y + line as u16;
        pen.line(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            &[
                (&look.clock(event.at), look.theme.dim),
                (" ", look.theme.plain),
                (&event.sentence(), look.theme.plain),
            ],
        );
    }
}
