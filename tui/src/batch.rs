//! Without a terminal: what a view shows, as text, once or again and again.

use std::{
    io::Write,
    time::{Duration, Instant},
};

use tokio::{runtime, time::timeout};

use crate::{
    app::{App, Connection, Message, View},
    data::{Data, Piece, Update},
    export,
    runner::Clock,
    source::Feed,
    top::{Origin, Top, TopError},
};

/// How it is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Print {
    /// A table for people.
    #[default]
    Table,
    /// A document of JSON each time.
    Json,
    /// A line of JSON each time.
    Jsonl,
    /// CSV with a line of names.
    Csv,
}

/// How long the pieces that come after the first figures are waited for.
const COMPLETE: Duration = Duration::from_secs(3);

impl Top {
    /// Prints what the view shows `count` times, an interval apart; for ever if no count is given. Each block is flushed.
    ///
    /// # Errors
    /// If the first connection cannot be made in time, or `out` cannot be written to.
    pub fn print(
        &self,
        out: &mut dyn Write,
        print: Print,
        count: Option<u64>,
    ) -> Result<(), TopError> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(self.blocks(out, print, count))
    }

    async fn blocks(
        &self,
        out: &mut dyn Write,
        print: Print,
        count: Option<u64>,
    ) -> Result<(), TopError> {
        let clock = Clock::start();
        let mut app = self.app((200, 60))?;
        let mut recorder = self.recorder()?;
        let replay = matches!(self.from, Origin::Replay(_));
        let mut feed = Feed::start(
            self.source(app.place, replay && count == Some(1))?,
            app.want(),
        );
        let mut printed = 0;
        let mut live: Option<Instant> = None;
        let mut due = Instant::now();
        loop {
            let wait = due
                .saturating_duration_since(Instant::now())
                .clamp(Duration::from_millis(10), Duration::from_millis(100));
            if let Ok(Some(update)) = timeout(wait, feed.updates.recv()).await {
                if let Some(recorder) = &mut recorder {
                    recorder.write(&update, clock.now())?;
                }
                let over = update == Update::Ended;
                app.update(Message::Update(update), clock.now());
                if over {
                    // A recording has no more to come than it has shown.
                    return block(out, print, &app, printed > 0);
                }
            }
            if let Connection::Connecting(Some(why)) = &app.connection
                && self
                    .patience
                    .is_some_and(|patience| clock.now().ran >= patience)
            {
                let (endpoint, why) = (app.place().endpoint.clone(), why.clone());
                return Err(TopError::Unreachable { endpoint, why });
            }
            if app.connection == Connection::Up && live.is_none() {
                live = Some(Instant::now());
            }
            let Some(since) = live else { continue };
            let whole = is_whole(app.known(), app.view) || since.elapsed() >= COMPLETE;
            if !whole || Instant::now() < due || (replay && count == Some(1)) {
                continue;
            }
            block(out, print, &app, printed > 0)?;
            printed += 1;
            due = Instant::now() + app.setup.interval;
            if count.is_some_and(|count| printed >= count) {
                return Ok(());
            }
        }
    }
}

/// Whether all that a view shows has come, or is known not to come.
fn is_whole(data: &Data, view: View) -> bool {
    let missing = |piece| data.troubles.contains_key(&piece);
    let rates = data
        .figures
        .as_ref()
        .is_some_and(|figures| figures.in_rate.is_some());
    match view {
        View::Overview => rates || missing(Piece::Figures),
        View::Clients => data.clients != Default::default() || missing(Piece::Clients),
        View::Client => data.client.is_some() || missing(Piece::Client),
        View::Topics => data.topics != Default::default() || missing(Piece::Topics),
        View::Cluster => !data.members.is_empty() || missing(Piece::Members),
        View::Events => data.events.len() > 0 || missing(Piece::Events),
    }
}

fn block(out: &mut dyn Write, print: Print, app: &App, again: bool) -> Result<(), TopError> {
    let (data, at) = (app.known(), app.now.wall);
    let text = match print {
        Print::Json => export::json(data, app.view, at) + "\n",
        Print::Jsonl => export::json_line(data, app.view, at) + "\n",
        Print::Csv => export::csv(data, app.view, at),
        Print::Table => export::table_text(data, app.view, at),
    };
    if again && print == Print::Table {
        out.write_all(b"\n")?;
    }
    out.write_all(text.as_bytes())?;
    for (piece, trouble) in &data.troubles {
        tell(*piece, app.view, &trouble.why);
    }
    out.flush()?;
    Ok(())
}

/// Says on stderr what of this view could not be had.
fn tell(piece: Piece, view: View, why: &str) {
    let of_view = match view {
        View::Overview => piece == Piece::Figures,
        View::Clients => piece == Piece::Clients,
        View::Client => piece == Piece::Client,
        View::Topics => matches!(piece, Piece::Topics | Piece::Match),
        View::Cluster => piece == Piece::Members,
        View::Events => piece == Piece::Events,
    };
    if of_view {
        eprintln!(
            "warning: {}: {}",
            view.word(),
            crate::text::clean(why, false)
        );
    }
}
