//! One client: its session, its limits, what it is sent, what waits for it, what happened to it.

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::{Constraint, Layout, Rect};

use super::{clients::expiry, draw_missing};
use crate::{
    app::{App, Intention, Tier, movement},
    data::{ClientDetail, ClientRow, Data, MessageRow, Piece, Severity},
    units,
    widget::{Cell, Column, Cursor, Curve, Pen, Row, columns, draw_chart, draw_table, scale},
};

/// What is shown below the session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Part {
    /// A bit of everything.
    #[default]
    All,
    /// Messages that wait or are not acknowledged.
    Messages,
    /// Subscriptions.
    Subscriptions,
    /// Events.
    Events,
}

/// The view's state.
#[derive(Debug, Default)]
pub(crate) struct ClientPane {
    /// Whose.
    pub(crate) id: Option<String>,
    part: Part,
    cursor: Cursor,
}

impl ClientPane {
    /// The view of one client.
    pub(crate) fn of(id: String) -> Self {
        Self {
            id: Some(id),
            ..Self::default()
        }
    }

    fn len(&self, data: &Data) -> usize {
        let Some(client) = &data.client else { return 0 };
        match self.part {
            Part::All | Part::Subscriptions => client.subscriptions.len(),
            Part::Messages => client.inflight.len() + client.queue.len(),
            Part::Events => events(data, &client.row.id).len(),
        }
    }

    /// Keeps the cursor on a row that is there.
    pub(crate) fn settle(&mut self, data: &Data, page: usize) {
        let len = self.len(data);
        self.cursor.settle(len, page);
    }

    /// The filter under the cursor, if it is one of `client`.
    pub(crate) fn filter(&self, data: &Data, client: &str) -> String {
        data.client
            .as_ref()
            .filter(|detail| detail.row.id == client)
            .and_then(|detail| detail.subscriptions.get(self.cursor.at))
            .map(|row| row.filter.clone())
            .unwrap_or_default()
    }
}

impl App {
    /// Does what a key means here, and says whether it means something.
    pub(crate) fn client_key(&mut self, key: KeyEvent, page: usize) -> bool {
        if let Some(rows) = movement(key, page) {
            let len = self.client.len(self.shown());
            self.client.cursor.step(rows, len);
            return true;
        }
        let part = match key.code {
            KeyCode::Char('d') => Part::All,
            KeyCode::Char('m') => Part::Messages,
            KeyCode::Char('u') => Part::Subscriptions,
            KeyCode::Char('e') => Part::Events,
            KeyCode::Char('y') => {
                if let Some(id) = self.client.id.clone() {
                    self.say(true, format!("copied {}", crate::app::quoted(&id)));
                    self.intend(Intention::Copy(id));
                }
                return true;
            }
            _ => {
                let ids = self.client.id.clone().into_iter().collect();
                return self.client_deeds(key, ids);
            }
        };
        self.client.part = part;
        self.client.cursor = Cursor::default();
        true
    }
}

fn events<'a>(data: &'a Data, id: &str) -> Vec<&'a crate::data::Event> {
    data.events
        .iter()
        .rev()
        .filter(|event| event.client() == Some(id))
        .take(500)
        .collect()
}

/// Draws the view.
pub(crate) fn draw(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let data = app.shown();
    let id = app.client.id.as_deref().unwrap_or_default();
    let name = format!("Client {}", pen.look.name(id));
    let full = Tier::of(app.size) == Tier::Full;
    let [top, below] = Layout::vertical([
        Constraint::Length(if full { 6 } else { 7 }),
        Constraint::Fill(1),
    ])
    .areas(area);
    let inside = pen.frame(top, &name, "d all  m messages  u subscriptions  e events");
    let known = data
        .client
        .as_ref()
        .filter(|client| client.row.id == id || client.gone);
    let Some(client) = known else {
        draw_missing(pen, inside, app, Piece::Client, true);
        return;
    };
    if client.gone {
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width - 2,
            "there is no such client, or no longer",
            pen.look.theme.warning,
        );
        draw_events(pen, below, app, id);
        return;
    }
    for (line, text) in session(app, &client.row)
        .iter()
        .enumerate()
        .take(usize::from(inside.height))
    {
        let y = inside.y + line as u16;
        pen.text(
            inside.x + 1,
            y,
            inside.width.saturating_sub(2),
            text,
            pen.look.theme.plain,
        );
    }
    match app.client.part {
        Part::Messages => draw_messages(pen, below, app, client),
        Part::Subscriptions => draw_subscriptions(pen, below, app, client),
        Part::Events => draw_events(pen, below, app, id),
        Part::All if !full => draw_subscriptions(pen, below, app, client),
        Part::All => {
            let [charts, lists] =
                Layout::vertical([Constraint::Length(8), Constraint::Fill(1)]).areas(below);
            let [out, queue, ages] = Layout::horizontal([Constraint::Fill(1); 3]).areas(charts);
            draw_rate(pen, out, app, &client.row);
            draw_queue(pen, queue, client);
            draw_ages(pen, ages, app, client);
            let [subscriptions, happened] =
                Layout::horizontal([Constraint::Fill(1); 2]).areas(lists);
            draw_subscriptions(pen, subscriptions, app, client);
            draw_events(pen, happened, app, id);
        }
    }
}

/// The session in words.
fn session(app: &App, row: &ClientRow) -> [String; 4] {
    let look = &app.look;
    let since = row.since.map_or_else(String::new, |since| {
        format!(
            " {} (since {})",
            units::age(since.before(app.shown_at().wall)),
            units::rfc3339(since)
        )
    });
    let state = if row.online { "online" } else { "offline" };
    let clean = if row.clean_start {
        "clean start"
    } else {
        "session resumed if there is one"
    };
    let outlives = match expiry(row.expiry).as_str() {
        "-" => "ends with the connection".to_owned(),
        "never" => "never expires".to_owned(),
        span => format!("expires {span} after disconnect"),
    };
    let or_none = |text: &str| {
        if text.is_empty() {
            "none".to_owned()
        } else {
            text.to_owned()
        }
    };
    let tls = if row.tls.is_empty() {
        "none".to_owned()
    } else {
        format!("{} {}", row.tls, look.name(&row.certificate))
    };
    [
        format!(
            "state    {state}{since}   protocol MQTT {}, {clean}, keep alive {}s",
            row.protocol(),
            row.keep_alive
        ),
        format!(
            "address  {} {} {} {}   user {}",
            look.name(&row.address),
            look.glyphs.arrow(),
            row.listener,
            row.node,
            or_none(&look.name(&row.user))
        ),
        format!(
            "session  {outlives}   tls {tls}   will {}",
            or_none(&row.will)
        ),
        format!(
            "traffic  in {} messages, {}   out {} messages, {}",
            units::grouped(row.in_total as f64),
            look.bytes(Some(row.in_bytes as f64)),
            units::grouped(row.out_total as f64),
            look.bytes(Some(row.out_bytes as f64))
        ),
    ]
}

fn draw_rate(pen: &mut Pen<'_>, area: Rect, app: &App, row: &ClientRow) {
    let inside = pen.frame(area, "Out msgs/s", &pen.look.number(row.out_rate));
    let Some(spark) = app.shown().sparks.get(&row.id) else {
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            "no rates yet",
            pen.look.theme.dim,
        );
        return;
    };
    let curve = Curve {
        values: spark.window(columns(inside.width)),
        style: pen.look.theme.outward,
    };
    draw_chart(pen, inside, &[curve], 60, scale);
}

fn draw_queue(pen: &mut Pen<'_>, area: Rect, client: &ClientDetail) {
    let row = &client.row;
    let full = if row.is_full() { "  FULL" } else { "" };
    let name = format!("Queue  {}/{}{full}", row.queue, row.queue_max);
    let inside = pen.frame(area, &name, "");
    let look = pen.look;
    let theme = look.theme;
    let share = |part: u32, whole: u32| {
        if whole == 0 {
            0.0
        } else {
            f64::from(part) / f64::from(whole)
        }
    };
    let bars = inside.width.saturating_sub(16);
    for (line, name, share) in [
        (0, "queue   ", share(row.queue, row.queue_max)),
        (1, "inflight", share(row.inflight, row.inflight_max)),
    ] {
        let y = inside.y + line;
        let style = if share >= 1.0 { theme.bad } else { theme.good };
        pen.text(inside.x + 1, y, 9, name, theme.dim);
        pen.signs(
            inside.x + 10,
            y,
            bars,
            &look.glyphs.bar(share, usize::from(bars)),
            style,
        );
        let percent = format!("{:.0}%", share * 100.0);
        pen.text_right(inside.right() - 5, inside.right(), y, &percent, theme.plain);
    }
    let reasons = row
        .drops
        .iter()
        .map(|(reason, count)| format!("{reason} {}", units::grouped(*count as f64)));
    let dropped = format!(
        "dropped {}  {}",
        units::grouped(row.dropped as f64),
        look.number(row.drop_rate) + "/s"
    );
    let waiting = format!("waiting {}", look.bytes(Some(row.queue_bytes as f64)));
    let style = if row.drop_rate.unwrap_or(0.0) > 0.0 {
        theme.bad
    } else {
        theme.plain
    };
    pen.text(
        inside.x + 1,
        inside.y + 2,
        inside.width.saturating_sub(1),
        &waiting,
        theme.plain,
    );
    pen.text(
        inside.x + 1,
        inside.y + 3,
        inside.width.saturating_sub(1),
        &dropped,
        style,
    );
    let reasons = reasons.collect::<Vec<_>>().join(", ");
    pen.text(
        inside.x + 1,
        inside.y + 4,
        inside.width.saturating_sub(1),
        &reasons,
        theme.dim,
    );
}

fn draw_ages(pen: &mut Pen<'_>, area: Rect, app: &App, client: &ClientDetail) {
    let inside = pen.frame(
        area,
        "Not acknowledged",
        &format!("{}", client.row.inflight),
    );
    let theme = pen.look.theme;
    let room = inside.width.saturating_sub(1);
    if draw_missing(pen, inside, app, Piece::Client, false) {
        return;
    }
    let mut oldest: Vec<&MessageRow> = client.inflight.iter().collect();
    oldest.sort_by_key(|message| std::cmp::Reverse(message.age));
    if oldest.is_empty() {
        pen.text(inside.x + 1, inside.y, room, "nothing", theme.dim);
    }
    for (line, message) in oldest.iter().enumerate().take(usize::from(inside.height)) {
        let y = inside.y + line as u16;
        let age = message
            .age
            .map_or_else(|| "-".to_owned(), |age| units::millis(age as f64));
        let packet = format!("{:>6} ", message.packet);
        let used = pen.text(inside.x + 1, y, room, &packet, theme.dim);
        let used = used + pen.text(inside.x + 1 + used, y, 9, &age, theme.title) + 1;
        pen.text(
            inside.x + 1 + used,
            y,
            room.saturating_sub(used),
            &message.topic,
            theme.plain,
        );
    }
}

fn draw_subscriptions(pen: &mut Pen<'_>, area: Rect, app: &App, client: &ClientDetail) {
    let name = format!("Subscriptions {}", client.row.subscriptions);
    let inside = pen.frame(area, &name, "");
    let columns = [
        Column::left("FILTER", 16, 1),
        Column::right("QOS", 3),
        Column::left("OPTIONS", 9, 0),
        Column::right("ID", 5),
    ];
    let rows = &client.subscriptions;
    draw_table(
        pen,
        inside,
        &columns,
        rows.len(),
        Some(app.client.cursor),
        |at| {
            let row = &rows[at];
            let id = if row.id == 0 {
                "-".to_owned()
            } else {
                row.id.to_string()
            };
            Row {
                cells: vec![
                    Cell::from(row.filter.as_str()),
                    row.qos.to_string().into(),
                    if row.no_local { "no local" } else { "" }.into(),
                    id.into(),
                ],
                ..Row::default()
            }
        },
    );
}

fn draw_messages(pen: &mut Pen<'_>, area: Rect, app: &App, client: &ClientDetail) {
    let name = format!(
        "Messages  {} not acknowledged, {} waiting",
        client.row.inflight, client.row.queue
    );
    let inside = pen.frame(area, &name, "the first ones");
    if draw_missing(pen, inside, app, Piece::Client, false) {
        return;
    }
    let columns = [
        Column::left("STATE", 9, 0),
        Column::left("TOPIC", 16, 1),
        Column::right("QOS", 3),
        Column::right("PACKET", 6),
        Column::right("SIZE", 9),
        Column::right("AGE", 8),
    ];
    let look = pen.look;
    let sent = client.inflight.iter().map(|row| ("sent", row));
    let rows: Vec<_> = sent
        .chain(client.queue.iter().map(|row| ("waiting", row)))
        .collect();
    draw_table(
        pen,
        inside,
        &columns,
        rows.len(),
        Some(app.client.cursor),
        |at| {
            let (state, row) = rows[at];
            let age = row
                .age
                .map_or_else(|| "-".to_owned(), |age| units::millis(age as f64));
            let packet = if row.packet == 0 {
                "-".to_owned()
            } else {
                row.packet.to_string()
            };
            Row {
                cells: vec![
                    Cell::from(state),
                    row.topic.as_str().into(),
                    row.qos.to_string().into(),
                    packet.into(),
                    look.bytes(Some(row.size as f64)).into(),
                    age.into(),
                ],
                ..Row::default()
            }
        },
    );
}

fn draw_events(pen: &mut Pen<'_>, area: Rect, app: &App, id: &str) {
    let inside = pen.frame(area, "Events", "");
    let rows = events(app.shown(), id);
    let look = pen.look;
    let theme = look.theme;
    if rows.is_empty() {
        pen.text(
            inside.x + 1,
            inside.y,
            inside.width.saturating_sub(1),
            "none seen yet",
            theme.dim,
        );
    }
    for (line, event) in rows.iter().enumerate().take(usize::from(inside.height)) {
        let y = inside.y + line as u16;
        let style = match event.severity {
            Severity::Info => theme.plain,
            Severity::Warning => theme.warning,
            Severity::Error => theme.bad,
        };
        let text = format!("{} {}", event.kind, event.message);
        pen.line(
            inside.x + 1,
            y,
            inside.width.saturating_sub(1),
            &[
                (&look.clock(event.at), theme.dim),
                (" ", style),
                (&text, style),
            ],
        );
    }
}
