//! Runs the dashboard in a terminal: the only one who has a clock, reads keys, draws, and does what the dashboard intends.

use std::{
    fs, io,
    path::Path,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crossterm::event::{Event, EventStream};
use ratatui::buffer::Buffer;
use rustix::process::{Signal, getpid, kill_process};
use tokio::{
    runtime,
    signal::unix::{Signal as Signals, SignalKind, signal},
    time::{MissedTickBehavior, interval, sleep_until},
};
use tokio_stream::StreamExt as _;

use crate::{
    app::{App, Intention, Message},
    data::{At, Now},
    record::Recorder,
    screen,
    source::Feed,
    terminal::{Screen, lines},
    top::{Top, TopError},
};

/// No more than thirty frames a second.
const FRAME: Duration = Duration::from_millis(33);

/// The clock that messages are told the time by.
pub(crate) struct Clock(Instant);

impl Clock {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    pub(crate) fn now(&self) -> Now {
        let wall = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Now {
            wall: At(i64::try_from(wall.as_millis()).unwrap_or(i64::MAX)),
            ran: self.0.elapsed(),
        }
    }
}

/// How the dashboard ended.
enum End {
    /// The user wants no more, and perhaps the last screen.
    Quit { leave: bool },
    /// A signal came.
    Signal,
    /// The first connection could not be made.
    GaveUp(String),
}

impl Top {
    /// Shows the dashboard in the terminal until the user wants no more.
    ///
    /// # Errors
    /// If the first connection cannot be made in time; later losses are shown. If the terminal, a recording or the file of choices
    /// fails.
    pub fn run(&self) -> Result<(), TopError> {
        let runtime = runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(self.show())
    }

    async fn show(&self) -> Result<(), TopError> {
        let clock = Clock::start();
        let mut app = self.app(crossterm::terminal::size()?)?;
        // What cannot be used is said before the screen is taken.
        let source = self.source(app.place, false)?;
        let recorder = self.recorder()?;
        app.update(Message::Tick, clock.now());
        let feed = Feed::start(source, app.want());
        let mut runner = Runner {
            top: self,
            screen: Screen::take(app.settings.mouse)?,
            drawn: Instant::now(),
            last: Buffer::default(),
            clock,
            app,
            feed,
            recorder,
        };
        runner.draw()?;
        let end = runner.run().await;
        let last = std::mem::take(&mut runner.last);
        let endpoint = runner.app.place().endpoint.clone();
        drop(runner);
        match end? {
            End::Quit { leave: true } => {
                use io::Write as _;
                io::stdout().write_all(lines(&last).as_bytes())?;
                Ok(())
            }
            End::Quit { leave: false } | End::Signal => Ok(()),
            End::GaveUp(why) => Err(TopError::Unreachable { endpoint, why }),
        }
    }
}

struct Runner<'a> {
    top: &'a Top,
    screen: Screen,
    clock: Clock,
    app: App,
    feed: Feed,
    recorder: Option<Recorder>,
    /// When it was drawn last.
    drawn: Instant,
    /// What was drawn last.
    last: Buffer,
}

impl Runner<'_> {
    async fn run(&mut self) -> Result<End, TopError> {
        let mut keys = EventStream::new();
        let mut ticks = interval(Duration::from_secs(1));
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut stops = [
            signal(SignalKind::terminate())?,
            signal(SignalKind::hangup())?,
            signal(SignalKind::interrupt())?,
        ];
        let mut dirty = true;
        loop {
            let frame = self.drawn + FRAME;
            let message = tokio::select! {
                biased;
                () = any(&mut stops) => return Ok(End::Signal),
                event = keys.next() => match event {
                    Some(Ok(event)) => message_of(event),
                    Some(Err(error)) => return Err(error.into()),
                    // Nobody types there any more.
                    None => return Ok(End::Signal),
                },
                () = sleep_until(frame.into()), if dirty => {
                    self.draw()?;
                    dirty = false;
                    continue;
                }
                update = self.feed.updates.recv() => match update {
                    Some(update) => {
                        if let Some(recorder) = &mut self.recorder {
                            recorder.write(&update, self.clock.now())?;
                        }
                        Some(Message::Update(update))
                    }
                    None => return Err(io::Error::other("the source of the data has failed").into()),
                },
                _ = ticks.tick() => Some(Message::Tick),
            };
            let Some(message) = message else { continue };
            dirty = true;
            let intentions = self.app.update(message, self.clock.now());
            for intention in intentions {
                if let Some(end) = self.act(intention)? {
                    return Ok(end);
                }
            }
            let want = self.app.want();
            self.feed.wants.send_if_modified(|wanted| {
                let changed = *wanted != want;
                *wanted = want;
                changed
            });
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let app = &self.app;
        let drawn = self
            .screen
            .terminal
            .draw(|frame| screen::draw(app, frame))?;
        self.last.clone_from(drawn.buffer);
        self.drawn = Instant::now();
        Ok(())
    }

    fn act(&mut self, intention: Intention) -> Result<Option<End>, TopError> {
        match intention {
            Intention::Order(order) => {
                // Someone who orders faster than the broker answers is told so.
                if self.feed.orders.try_send(order).is_err() {
                    let busy = Err("too much is asked at once; nothing was done".to_owned());
                    self.app.update(Message::Written(busy), self.clock.now());
                }
            }
            Intention::Copy(text) => self.screen.copy(&text)?,
            Intention::Write { name, text } => {
                let written = write_new(Path::new(&name), &text)
                    .map(|()| name.clone())
                    .map_err(|error| format!("cannot write {name}: {error}"));
                self.app.update(Message::Written(written), self.clock.now());
            }
            Intention::Switch(place) => {
                let source = self.top.source(place, false);
                match source {
                    Ok(source) => self.feed = Feed::start(source, self.app.want()),
                    Err(error) => {
                        let why = Err(error.to_string());
                        self.app.update(Message::Written(why), self.clock.now());
                    }
                }
            }
            Intention::Mouse(on) => self.screen.mouse(on)?,
            Intention::Keep(settings) => {
                let kept = self.top.settings.as_ref().map(|path| settings.write(path));
                if let Some(Err(error)) = kept {
                    let why = Err(format!("this choice is not kept: {error}"));
                    self.app.update(Message::Written(why), self.clock.now());
                }
            }
            Intention::Suspend => self.suspend()?,
            Intention::GiveUp(why) => return Ok(Some(End::GaveUp(why))),
            Intention::Quit { leave } => return Ok(Some(End::Quit { leave })),
        }
        Ok(None)
    }

    fn suspend(&mut self) -> io::Result<()> {
        let mut stopped = Ok(());
        self.screen.lend(|| {
            // It goes on when the shell says so.
            stopped = kill_process(getpid(), Signal::STOP);
        })?;
        let (width, height) = crossterm::terminal::size()?;
        self.app
            .update(Message::Resize(width, height), self.clock.now());
        stopped.map_err(Into::into)
    }
}

/// Writes a file that is not there yet.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    use io::Write as _;
    fs::File::create_new(path)?.write_all(text.as_bytes())
}

fn message_of(event: Event) -> Option<Message> {
    match event {
        Event::Key(key) => Some(Message::Key(key)),
        Event::Mouse(mouse) => Some(Message::Mouse(mouse)),
        Event::Paste(text) => Some(Message::Paste(text)),
        Event::Resize(width, height) => Some(Message::Resize(width, height)),
        Event::FocusGained | Event::FocusLost => None,
    }
}

async fn any([first, second, third]: &mut [Signals; 3]) {
    tokio::select! {
        _ = first.recv() => {}
        _ = second.recv() => {}
        _ = third.recv() => {}
    }
}
