//! Draws the dashboard: first line, view, last line, and what lies over them. It changes nothing.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Position, Rect},
    style::{Color, Style},
};

use crate::{
    app::{App, BINDINGS, Connection, Dialog, Footer, Overlay, Prompt, PromptFor, Tier, View},
    data::Kind,
    look::Look,
    pane, units,
    widget::{Pen, draw_fields, draw_help, draw_input, draw_pick, draw_popup},
};

/// Draws the dashboard.
pub(crate) fn draw(app: &App, frame: &mut Frame<'_>) {
    let area = frame.area();
    let faded = Look {
        faded: true,
        ..app.look.clone()
    };
    let old = matches!(app.connection, Connection::Lost { .. }) || app.stale().is_some();
    let view_look = if old { &faded } else { &app.look };
    let mut pen = Pen::new(frame.buffer_mut(), &app.look);
    pen.blank(area);
    let cursor = match Tier::of((area.width, area.height)) {
        Tier::Tiny => {
            pen.text(area.x, area.y, area.width, "gmqtt", app.look.theme.title);
            None
        }
        Tier::Minimal => {
            draw_minimal(&mut pen, area, app);
            None
        }
        tier => draw_whole(&mut pen, area, app, tier, view_look),
    };
    if let Some(position) = cursor.filter(|position| area.contains(*position)) {
        frame.set_cursor_position(position);
    }
}

fn draw_minimal(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let theme = pen.look.theme;
    let (state, style) = state(app);
    pen.line(
        area.x,
        area.y,
        area.width,
        &[
            ("gmqtt top  ", theme.title),
            (&where_(app), theme.plain),
            ("  ", theme.plain),
            (&state, style),
        ],
    );
    let lines = pane::overview_lines(app);
    for (line, text) in lines
        .iter()
        .enumerate()
        .take(usize::from(area.height.saturating_sub(2)))
    {
        pen.text(
            area.x,
            area.y + 1 + line as u16,
            area.width,
            text,
            theme.plain,
        );
    }
    pen.text(
        area.x,
        area.bottom() - 1,
        area.width,
        "enlarge for more  q quit",
        theme.dim,
    );
}

fn draw_whole(
    pen: &mut Pen<'_>,
    area: Rect,
    app: &App,
    tier: Tier,
    view_look: &Look,
) -> Option<Position> {
    let below = if app.prompt.is_some() { 2 } else { 1 };
    let [header, body, footer] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Fill(1),
        Constraint::Length(below),
    ])
    .areas(area);
    draw_header(pen, header, app, tier);
    let (banner, view) = place_banner(body, app);
    {
        let mut pen = pen.with(view_look);
        match app.view {
            View::Overview => pane::draw_overview(&mut pen, view, app),
            View::Clients => pane::draw_clients(&mut pen, view, app),
            View::Client => pane::draw_client(&mut pen, view, app),
            View::Topics => pane::draw_topics(&mut pen, view, app),
            View::Cluster => pane::draw_cluster(&mut pen, view, app),
            View::Events => pane::draw_events(&mut pen, view, app),
        }
    }
    draw_banner(pen, banner, app);
    let cursor = draw_footer(pen, footer, app);
    match &app.overlay {
        None => cursor,
        Some(Overlay::Help { search, scroll }) => {
            let bindings: Vec<_> = BINDINGS
                .iter()
                .filter(|binding| allowed(app, binding))
                .map(|f| &f.binding)
                .collect();
            draw_help(pen, body, &bindings, search, *scroll)
        }
        Some(Overlay::Pick(_, pick)) => {
            draw_pick(pen, body, pick);
            None
        }
        Some(Overlay::Dialog(dialog)) => draw_dialog(pen, body, dialog),
    }
}

/// Whether a key does something for this user.
fn allowed(app: &App, footer: &Footer) -> bool {
    !(footer.binding.changes && app.is_read_only())
}

/// The names of the views in the first line, and where they stand.
pub(crate) fn tabs() -> Vec<(View, Range<u16>)> {
    let mut left = 12;
    View::NUMBERED
        .into_iter()
        .map(|view| {
            let width = view.title().len() as u16 + 4;
            let place = left..left + width;
            left += width + 1;
            (view, place)
        })
        .collect()
}

/// Where the broker is: its context and its node.
fn where_(app: &App) -> String {
    let place = app.place();
    let node = app
        .shown()
        .status
        .as_ref()
        .map_or("", |status| status.node.as_str());
    match (place.context.as_str(), node) {
        ("", "") => place.endpoint.clone(),
        ("", node) => node.to_owned(),
        (context, "") => context.to_owned(),
        (context, node) if context == node => context.to_owned(),
        (context, node) => format!("{context}{}{node}", app.look.glyphs.between()),
    }
}

/// How the connection is, and how that looks.
fn state(app: &App) -> (String, Style) {
    let look = &app.look;
    let theme = look.theme;
    let since = |moment: crate::data::Now| units::age(app.now.ran.saturating_sub(moment.ran));
    match &app.connection {
        Connection::Connecting(_) => ("connecting".to_owned(), theme.warning),
        Connection::Lost {
            since: lost, retry, ..
        } => {
            let wait = units::age(retry.saturating_sub(app.now.ran));
            (
                format!(
                    "LOST {}{}retry in {wait}",
                    since(*lost),
                    look.glyphs.between()
                ),
                theme.bad,
            )
        }
        Connection::Up => match (&app.frozen, app.stale(), app.shown().kind) {
            (Some(frozen), _, _) => (format!("PAUSED -{}", since(frozen.now)), theme.warning),
            (None, Some(age), _) => (format!("no data for {}", units::age(age)), theme.bad),
            (None, None, Some(kind)) => {
                let style = if kind == Kind::Live {
                    theme.good
                } else {
                    theme.warning
                };
                (format!("{} {}", kind.word(), look.glyphs.dot()), style)
            }
            (None, None, None) => ("connecting".to_owned(), theme.warning),
        },
    }
}

fn draw_header(pen: &mut Pen<'_>, area: Rect, app: &App, tier: Tier) {
    let look = pen.look;
    let theme = look.theme;
    let (state, style) = state(app);
    let colour = app
        .place()
        .colour
        .parse::<Color>()
        .ok()
        .filter(|_| app.setup.colour);
    if tier == Tier::Compact {
        let clock = look.clock(app.shown_at().wall);
        let line = [
            ("gmqtt top  ", theme.title),
            (&where_(app), theme.plain),
            ("  ", theme.plain),
            (&state, style),
            (&format!(" {clock}"), theme.plain),
        ];
        let used = pen.line(area.x, area.y, area.width, &line);
        let place = format!("{}/5 {}", app.view.number() + 1, app.view.title());
        pen.text_right(area.x + used + 1, area.right(), area.y, &place, theme.dim);
    } else {
        draw_tabs(pen, area, app);
        draw_place(pen, area, app, state, style);
    }
    if let Some(colour) = colour {
        pen.background(area, colour);
    }
}

fn draw_tabs(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let look = pen.look;
    let theme = look.theme;
    pen.text(area.x + 1, area.y, 9, "gmqtt top", theme.title);
    let [left, right] = look.glyphs.edges();
    for (at, (view, place)) in tabs().into_iter().enumerate() {
        let shown = app.view.number() == at;
        let (text, style) = if shown {
            (
                format!("{left}{} {}{right}", at + 1, view.title()),
                theme.selected,
            )
        } else {
            (format!("[{}]{}", at + 1, view.title()), theme.plain)
        };
        pen.signs(
            area.x + place.start,
            area.y,
            place.end - place.start,
            &text,
            style,
        );
    }
}

/// Which broker, how often its data comes, how, and the time.
fn draw_place(pen: &mut Pen<'_>, area: Rect, app: &App, state: String, style: Style) {
    let look = pen.look;
    let theme = look.theme;
    let between = look.glyphs.between();
    let interval = app.setup.interval;
    let every = if interval.subsec_millis() == 0 {
        format!("{}s", interval.as_secs())
    } else {
        format!("{}ms", interval.as_millis())
    };
    let clock = look.clock(app.shown_at().wall);
    let head = tabs().last().map_or(0, |(_, place)| place.end) + 1;
    // What is lost is more important than how often it came.
    let lost = matches!(app.connection, Connection::Lost { .. });
    let (text, tail) = if lost {
        (format!("{}{between}", where_(app)), state)
    } else {
        let text = format!("{}{between}{every}{between}", where_(app));
        (text, format!("{state} {clock}"))
    };
    let tail_columns = u16::try_from(crate::text::width(&tail))
        .unwrap_or(u16::MAX)
        .min(area.width);
    let split = area.right().saturating_sub(tail_columns + 1).max(area.x);
    pen.text_right(
        area.x + head,
        split.max(area.x + head),
        area.y,
        &text,
        theme.plain,
    );
    pen.text_right(
        split.max(area.x + head),
        area.right() - 1,
        area.y,
        &tail,
        style,
    );
}

/// Where the banner stands, and what is left below it: it covers nothing that is still of use.
fn place_banner(body: Rect, app: &App) -> (Rect, Rect) {
    let height = match &app.connection {
        Connection::Lost { .. } => 4,
        _ => 0,
    };
    let [banner, view] =
        Layout::vertical([Constraint::Length(height), Constraint::Fill(1)]).areas(body);
    if height == 0 {
        (body, view)
    } else {
        (banner, view)
    }
}

fn draw_banner(pen: &mut Pen<'_>, area: Rect, app: &App) {
    let (since, why, retry) = match &app.connection {
        Connection::Lost { since, why, retry } => (since, why, retry),
        Connection::Connecting(Some(why)) => {
            let inside = pen.frame(
                Rect {
                    height: 3.min(area.height),
                    ..area
                },
                "Connecting",
                "",
            );
            pen.blank(inside);
            let text = format!("{}: {why}", app.place().endpoint);
            pen.text(
                inside.x + 1,
                inside.y,
                inside.width.saturating_sub(2),
                &text,
                pen.look.theme.warning,
            );
            return;
        }
        _ => return,
    };
    let theme = pen.look.theme;
    let place = Rect {
        height: 4.min(area.height),
        ..area
    };
    pen.blank(place);
    let inside = pen.frame(place, "", "");
    let age = units::age(app.now.ran.saturating_sub(since.ran));
    let wait = units::age(retry.saturating_sub(app.now.ran));
    let lost = format!(
        "connection to {} lost {age} ago: {why}",
        app.place().endpoint
    );
    let keys = if app.setup.places.len() > 1 {
        "r retry now  c other context  q quit"
    } else {
        "r retry now  q quit"
    };
    let room = inside.width.saturating_sub(2);
    let both = format!("{lost}   {keys}");
    if crate::text::width(&both) <= usize::from(room) {
        pen.line(
            inside.x + 1,
            inside.y,
            room,
            &[(&lost, theme.bad), ("   ", theme.plain), (keys, theme.key)],
        );
        let clock = pen.look.clock(since.wall);
        let text = format!(
            "Values below are the last known ({clock}) and are shown dimmed. Charts keep a gap for the missing time."
        );
        pen.text(inside.x + 1, inside.y + 1, room, &text, theme.plain);
    } else {
        pen.text(inside.x + 1, inside.y, room, &lost, theme.bad);
        pen.text(
            inside.x + 1,
            inside.y + 1,
            room,
            &format!("retry in {wait}   {keys}"),
            theme.key,
        );
    }
}

fn draw_footer(pen: &mut Pen<'_>, area: Rect, app: &App) -> Option<Position> {
    let theme = pen.look.theme;
    if let Some(prompt) = &app.prompt {
        return Some(draw_prompt(pen, area, app, prompt));
    }
    let line = area.bottom().saturating_sub(1);
    if let Some(notice) = &app.notice {
        let style = if notice.ok { theme.good } else { theme.bad };
        pen.text(
            area.x + 1,
            line,
            area.width.saturating_sub(2),
            &notice.text,
            style,
        );
        return None;
    }
    let mut x = area.x + 1;
    let bindings = BINDINGS.iter().filter(|footer| {
        footer.views.contains(&app.view) && !footer.short.is_empty() && allowed(app, footer)
    });
    let mut shown: Vec<&Footer> = bindings.collect();
    // The help is where all the others are found: it comes first and is never cut.
    shown.sort_by_key(|footer| footer.binding.key != "?");
    for footer in shown {
        let width = (footer.binding.key.len() + 1 + footer.short.len()) as u16;
        if x + width >= area.right() {
            break;
        }
        x += pen.line(
            x,
            line,
            area.right() - x,
            &[
                (footer.binding.key, theme.key),
                (" ", theme.plain),
                (footer.short, theme.plain),
            ],
        ) + 2;
    }
    None
}

fn draw_prompt(pen: &mut Pen<'_>, area: Rect, app: &App, prompt: &Prompt) -> Position {
    let theme = pen.look.theme;
    let sign = match prompt.what {
        PromptFor::Filter => "/",
        PromptFor::Command => ":",
    };
    let y = area.y;
    pen.signs(area.x + 1, y, 1, sign, theme.key);
    let room = area.width.saturating_sub(3);
    let (_, place) = draw_input(pen, area.x + 2, y, room, &prompt.input);
    let hint = match (prompt.what, app.view) {
        (PromptFor::Command, _) => "enter do it  esc cancel  tab complete",
        (_, View::Topics) => "a filter with + and #, or a topic  enter apply  esc clear",
        (_, View::Events) => "text that events contain; ! in front: do not  enter apply  esc clear",
        _ => {
            "as in queue_len>100 AND client_id:\"meter-*\"; ! in front inverts  enter apply  esc clear  tab complete"
        }
    };
    pen.text(
        area.x + 1,
        area.bottom() - 1,
        area.width.saturating_sub(2),
        hint,
        theme.dim,
    );
    place.unwrap_or(Position::new(area.x + 2, y))
}

fn draw_dialog(pen: &mut Pen<'_>, area: Rect, dialog: &Dialog) -> Option<Position> {
    let theme = pen.look.theme;
    let fields = dialog.fields.len() as u16;
    let preview = dialog.preview.len().min(8) as u16;
    let word = u16::from(dialog.wants_word());
    let height = 2 + 1 + 1 + fields + word + preview + 1 + 3;
    let inside = draw_popup(pen, area, (84, height), &dialog.title(), "");
    if inside.height < 3 || inside.width < 20 {
        return None;
    }
    let body = Rect {
        x: inside.x + 1,
        width: inside.width - 2,
        ..inside
    };
    let bottom = body.bottom();
    // What is needed to decide comes first where there is no room for all of it.
    pen.text(body.x, body.y, body.width, dialog.says(), theme.plain);
    let mut y = body.y + 1;
    let place = Rect {
        y,
        height: fields.min(bottom.saturating_sub(y + 3)),
        ..body
    };
    let mut cursor = draw_fields(pen, place, &dialog.fields, dialog.focus);
    y += place.height;
    for line in dialog.preview.iter().take(8) {
        if y + 3 < bottom {
            pen.text(body.x + 2, y, body.width - 2, line, theme.dim);
            y += 1;
        }
    }
    if word == 1 && y + 3 <= bottom {
        let label = format!("type yes to go on, {} are meant: ", dialog.count);
        let used = pen.text(body.x, y, body.width, &label, theme.warning);
        let (_, at) = draw_input(pen, body.x + used, y, body.width - used, &dialog.word);
        if dialog.focus >= dialog.fields.len() {
            cursor = at;
        }
    }
    let command = dialog.command();
    let y = bottom - 2;
    let used = pen.text(body.x, y, 6, "same: ", theme.dim);
    pen.text(body.x + used, y, body.width - used, &command, theme.key);
    match &dialog.problem {
        Some(problem) => pen.text(body.x, bottom - 1, body.width, problem, theme.bad),
        None => pen.text(
            body.x,
            bottom - 1,
            body.width,
            "enter do it  tab next field  esc cancel",
            theme.dim,
        ),
    };
    cursor
}
