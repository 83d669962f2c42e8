//! The tree of topics, and who receives what is published to the one under the cursor.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};

use super::draw_missing;
use crate::{
    app::{App, Deed, Intention, PickFor, Tier, movement, shown},
    data::{Data, Piece, TopicMatch, TopicQuery, TopicRow, covers},
    units,
    widget::{Cell, Choice, Column, Cursor, Pen, Row, draw_table},
};

/// What the tree is ordered by, among the children of one level.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Order {
    #[default]
    Name,
    Subscriptions,
    Rate,
    Bytes,
}

/// The view's state.
#[derive(Debug, Default)]
pub(crate) struct TopicsPane {
    cursor: Cursor,
    /// The topic under the cursor.
    topic: Option<String>,
    open: BTreeSet<String>,
    pub(crate) filter: String,
    retained_only: bool,
    order: Order,
}

/// At most so many levels are open at once: each is asked for by itself.
const MAX_OPEN: usize = 30;

impl TopicsPane {
    /// What is wanted.
    pub(crate) fn query(&self, payload: bool) -> TopicQuery {
        let concrete = !self.filter.is_empty() && !self.filter.contains(['+', '#']);
        TopicQuery {
            open: self.open.clone(),
            selected: if concrete {
                Some(self.filter.clone())
            } else {
                self.topic.clone()
            },
            payload,
        }
    }

    /// Shows only what `filter` matches. The levels it names are opened.
    pub(crate) fn set_filter(&mut self, filter: String) {
        let mut level = String::new();
        for part in filter
            .split('/')
            .take_while(|part| !matches!(*part, "+" | "#"))
        {
            if !level.is_empty() {
                level.push('/');
            }
            level.push_str(part);
            if !level.is_empty() && self.open.len() < MAX_OPEN {
                self.open.insert(level.clone());
            }
        }
        self.filter = filter;
    }

    /// Orders by what a choice stands for.
    pub(crate) fn order_by(&mut self, choice: &str) {
        self.order = match choice {
            "subs" => Order::Subscriptions,
            "rate" => Order::Rate,
            "bytes" => Order::Bytes,
            _ => Order::Name,
        };
    }

    /// The rows: what the filter leaves, each level's children in the order that was chosen.
    fn rows<'a>(&self, data: &'a Data) -> Vec<&'a TopicRow> {
        let fitting = data.topics.rows.iter().filter(|row| {
            (!self.retained_only || row.retained > 0)
                && (self.filter.is_empty() || covers(&self.filter, &row.topic))
        });
        let mut children: std::collections::BTreeMap<&str, Vec<&TopicRow>> = Default::default();
        for row in fitting {
            let above = row.topic.rsplit_once('/').map_or("", |(above, _)| above);
            // What begins with an empty level is below the empty one, the top is not: told apart by depth.
            let above = if row.depth() == 0 { "\0" } else { above };
            children.entry(above).or_default().push(row);
        }
        for rows in children.values_mut() {
            let by = |value: Option<f64>| -(value.unwrap_or(0.0) * 1_000.0) as i64;
            match self.order {
                Order::Name => rows.sort_by(|a, b| a.level.cmp(&b.level)),
                Order::Subscriptions => {
                    rows.sort_by_key(|row| std::cmp::Reverse(row.subscriptions))
                }
                Order::Rate => rows.sort_by_key(|row| by(row.rate)),
                Order::Bytes => rows.sort_by_key(|row| by(row.bytes)),
            }
        }
        let mut rows = Vec::new();
        let mut waiting: Vec<&TopicRow> = children.remove("\0").unwrap_or_default();
        waiting.reverse();
        while let Some(row) = waiting.pop() {
            rows.push(row);
            if self.open.contains(&row.topic)
                && let Some(below) = children.remove(row.topic.as_str())
            {
                waiting.extend(below.into_iter().rev());
            }
        }
        rows
    }

    /// Keeps the cursor on its topic.
    pub(crate) fn settle(&mut self, data: &Data, page: usize) {
        let rows = self.rows(data);
        let found = self
            .topic
            .as_ref()
            .and_then(|topic| rows.iter().position(|row| row.topic == *topic));
        if let Some(at) = found {
            self.cursor.go(at, rows.len());
        }
        self.cursor.settle(rows.len(), page);
        if found.is_none() {
            self.topic = rows.get(self.cursor.at).map(|row| row.topic.clone());
        }
    }

    fn select(&mut self, data: &Data, at: usize) {
        let rows = self.rows(data);
        self.cursor.go(at, rows.len());
        self.topic = rows.get(self.cursor.at).map(|row| row.topic.clone());
    }

    fn unfold(&mut self) -> bool {
        match self.topic.clone() {
            Some(topic) if self.open.len() < MAX_OPEN => {
                self.open.insert(topic);
                true
            }
            _ => false,
        }
    }

    /// Folds the level under the cursor, or goes to the one above.
    fn fold(&mut self, data: &Data) {
        let Some(topic) = self.topic.clone() else {
            return;
        };
        if self.open.remove(&topic) {
            let below = format!("{topic}/");
            self.open.retain(|open| !open.starts_with(&below));
        } else if let Some((above, _)) = topic.rsplit_once('/') {
            let rows = self.rows(data);
            if let Some(at) = rows.iter().position(|row| row.topic == above) {
                self.select(data, at);
            }
        }
    }
}

impl App {
    /// Does what a key means here, and says whether it means something.
    pub(crate) fn topics_key(&mut self, key: KeyEvent, page: usize) -> bool {
        let data = shown(&self.frozen, &self.data);
        if let Some(rows) = movement(key, page) {
            let at = self.topics.cursor.at.saturating_add_signed(rows);
            self.topics.select(data, at);
            return true;
        }
        let topic = self.topics.topic.clone().unwrap_or_default();
        match key.code {
            KeyCode::Right | KeyCode::Char('l') => {
                if !self.topics.unfold() && !topic.is_empty() {
                    self.say(
                        false,
                        format!("{MAX_OPEN} levels are open; fold some first"),
                    );
                }
            }
            KeyCode::Left | KeyCode::Char('h') => self.topics.fold(data),
            KeyCode::Enter => {
                if self.topics.open.contains(&topic) {
                    self.topics.fold(data);
                } else {
                    self.topics.unfold();
                }
            }
            KeyCode::Char('r') => self.topics.retained_only = !self.topics.retained_only,
            KeyCode::Char('s') => {
                let choices = [
                    ("name", "name"),
                    ("subs", "subscriptions"),
                    ("rate", "messages per second"),
                    ("bytes", "bytes per second"),
                ];
                let choices = choices
                    .map(|(value, label)| Choice::new(value, label))
                    .into();
                self.open_pick(
                    PickFor::TopicOrder,
                    "Order by",
                    "enter order  esc close",
                    choices,
                    self.topics.order as usize,
                );
            }
            KeyCode::Char('D') => {
                let row = data.topics.rows.iter().find(|row| row.topic == topic);
                let filter = if row.is_some_and(|row| row.children > 0) {
                    format!("{topic}/#")
                } else {
                    topic
                };
                self.open_deed(Deed::ClearRetained(filter));
            }
            KeyCode::Char('P') => self.open_deed(Deed::publish(&topic)),
            KeyCode::Char('y') => {
                self.say(true, format!("copied {}", crate::app::quoted(&topic)));
                self.intend(Intention::Copy(topic));
            }
            KeyCode::Esc if !self.topics.filter.is_empty() => self.topics.filter.clear(),
            _ => return false,
        }
        true
    }
}

/// Draws the view.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    if Tier::of(app.size) == Tier::Full {
        let [tree, matched] =
            Layout::horizontal([Constraint::Fill(4), Constraint::Fill(7)]).areas(area);
        draw_tree(pen, tree, app);
        draw_match(pen, matched, app);
    } else {
        let [tree, matched] =
            Layout::vertical([Constraint::Fill(1), Constraint::Fill(1)]).areas(area);
        draw_tree(pen, tree, app);
        draw_match(pen, matched, app);
    }
}

fn draw_tree(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let (data, pane) = (app.shown(), &app.topics);
    let remark = match (pane.filter.as_str(), pane.retained_only) {
        ("", false) => String::new(),
        ("", true) => "retained only".to_owned(),
        (filter, false) => format!("filter: {filter}"),
        (filter, true) => format!("filter: {filter}, retained only"),
    };
    let inside = pen.frame(area, "Topic tree", &remark);
    let rows = pane.rows(data);
    if draw_missing(
        pen,
        inside,
        app,
        Piece::Topics,
        data.topics == Default::default(),
    ) {
        return;
    }
    let look = pen.look;
    let columns = [
        Column::left("LEVEL", 12, 1),
        Column::right("SUBS", 6),
        Column::right("RETAIN", 6),
        Column::right("MSG/s", 6),
    ];
    draw_table(pen, inside, &columns, rows.len(), Some(pane.cursor), |at| {
        let row = rows[at];
        let sign = match (row.children > 0, pane.open.contains(&row.topic)) {
            (false, _) => " ",
            (true, true) => look.glyphs.down(),
            (true, false) => look.glyphs.right(),
        };
        let level = if row.level.is_empty() {
            "(empty)"
        } else {
            &row.level
        };
        // Deep trees stay readable: what is left of the name counts more than its place.
        let depth = row.depth().min(12);
        Row {
            cells: vec![
                Cell::from(format!("{}{sign} {level}", "  ".repeat(depth))),
                look.number(Some(row.subscriptions as f64)).into(),
                if row.retained == 0 {
                    "-".to_owned()
                } else {
                    look.number(Some(row.retained as f64))
                }
                .into(),
                look.number(row.rate).into(),
            ],
            ..Row::default()
        }
    });
    if data.topics.truncated && inside.height > 1 {
        let y = inside.bottom() - 1;
        pen.text(
            inside.x + 1,
            y,
            inside.width - 1,
            "... and more; / filters",
            pen.look.theme.warning,
        );
    }
}

fn draw_match(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let Some(matched) = &data.matched else {
        let inside = pen.frame(area, "Subscriptions", "");
        draw_missing(pen, inside, app, Piece::Match, true);
        return;
    };
    let name = format!(
        "Matching {}  {}",
        matched.topic,
        units::grouped(matched.total as f64)
    );
    let remark = format!("{} deliveries", units::grouped(matched.deliveries as f64));
    let inside = pen.frame(area, &name, &remark);
    if draw_missing(pen, inside, app, Piece::Match, false) {
        return;
    }
    let [list, below] =
        Layout::vertical([Constraint::Fill(1), Constraint::Length(2)]).areas(inside);
    let columns = [
        Column::left("CLIENT ID", 12, 2),
        Column::left("FILTER", 12, 3),
        Column::right("QOS", 3),
        Column::left("STATE", 7, 0),
        Column::left("DELIVER", 12, 2),
    ];
    let look = pen.look;
    let rows = &matched.receivers;
    draw_table(pen, list, &columns, rows.len(), None, |at| {
        let row = &rows[at];
        let style = if row.refused {
            look.theme.warning
        } else {
            look.theme.plain
        };
        Row {
            cells: vec![
                Cell::from(look.name(&row.client)),
                row.filter.as_str().into(),
                row.qos.to_string().into(),
                if row.online { "online" } else { "offline" }.into(),
                Cell::styled(row.verdict.as_str(), style),
            ],
            ..Row::default()
        }
    });
    if rows.is_empty() && list.height > 1 {
        pen.text(
            list.x + 1,
            list.y + 1,
            list.width - 1,
            "nobody",
            look.theme.dim,
        );
    }
    draw_retained(pen, below, matched);
}

fn draw_retained(pen: &mut Pen<'_>, below: Rect, matched: &TopicMatch) {
    let look = pen.look;
    let retained = match &matched.retained {
        None => "retained  none".to_owned(),
        Some(kept) => format!(
            "retained  {}  qos {}  {}",
            look.bytes(Some(kept.size as f64)),
            kept.qos,
            kept.content_type
        ),
    };
    pen.text(
        below.x + 1,
        below.y,
        below.width.saturating_sub(1),
        &retained,
        look.theme.plain,
    );
    if let Some(payload) = matched
        .retained
        .as_ref()
        .and_then(|kept| kept.payload.as_ref())
    {
        let line = format!("payload   {payload}");
        pen.text(
            below.x + 1,
            below.y + 1,
            below.width.saturating_sub(1),
            &line,
            look.theme.plain,
        );
    }
}
