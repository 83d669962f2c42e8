//! The dashboard as a value: messages change it and it answers with what it intends; [`crate::screen::draw`] shows it. It does
//! nothing itself, it has no clock, no terminal and no connection.

mod command_line;
mod deed;
mod keys;
mod mouse;
mod overlay;
mod prompt;
mod update;

pub(crate) use command_line::quoted;
pub use deed::shown_commands;
pub(crate) use deed::{Deed, Dialog};
pub(crate) use keys::{BINDINGS, Footer, movement};
pub(crate) use overlay::{Overlay, PickFor};
pub(crate) use prompt::{Prompt, PromptFor};
pub(crate) use update::{Intention, Message};

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::{
    data::{ClientQuery, Data, EventQuery, Kind, Now, Order, Want},
    look::{Glyphs, Look, ThemeName},
    pane::{ClientPane, ClientsPane, ClusterPane, EventsPane, OverviewPane, TopicsPane},
    settings::Settings,
    units::Units,
};

/// What fills the screen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// The chief figures.
    #[default]
    Overview,
    /// The list of clients.
    Clients,
    /// One client.
    Client,
    /// The tree of topics.
    Topics,
    /// The nodes.
    Cluster,
    /// What happens.
    Events,
}

impl View {
    /// Those that have a number.
    pub const NUMBERED: [Self; 5] = [
        Self::Overview,
        Self::Clients,
        Self::Topics,
        Self::Cluster,
        Self::Events,
    ];

    /// Its name on the command line.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Overview => "overview",
            Self::Clients => "clients",
            Self::Client => "client",
            Self::Topics => "topics",
            Self::Cluster => "cluster",
            Self::Events => "events",
        }
    }

    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Overview => "Overview",
            Self::Clients | Self::Client => "Clients",
            Self::Topics => "Topics",
            Self::Cluster => "Cluster",
            Self::Events => "Events",
        }
    }

    /// The one among the numbered ones that it belongs to.
    pub(crate) fn number(self) -> usize {
        let home = if self == Self::Client {
            Self::Clients
        } else {
            self
        };
        Self::NUMBERED
            .iter()
            .position(|view| *view == home)
            .unwrap_or(0)
    }
}

/// How much there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tier {
    /// Everything.
    Full,
    /// A single column, no charts.
    Compact,
    /// A line for each chief figure.
    Minimal,
    /// A word.
    Tiny,
}

impl Tier {
    /// What fits into a terminal of this size.
    pub(crate) const fn of((width, height): (u16, u16)) -> Self {
        match (width, height) {
            (0..20, _) | (_, 0..5) => Self::Tiny,
            (0..60, _) | (_, 0..16) => Self::Minimal,
            (0..100, _) | (_, 0..24) => Self::Compact,
            _ => Self::Full,
        }
    }
}

/// How the connection is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Connection {
    /// There was none yet; perhaps it is known why.
    Connecting(Option<String>),
    /// There is one.
    Up,
    /// There was one.
    Lost {
        /// Since when.
        since: Now,
        /// Why.
        why: String,
        /// When the next attempt is made, in time since the start.
        retry: Duration,
    },
}

/// A broker that can be looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The name of its context; empty if it has none.
    pub(crate) context: String,
    /// Where it is.
    pub(crate) endpoint: String,
    /// The colour of the first line, as a warning; empty if there is none.
    pub(crate) colour: String,
    /// Whether nothing may be changed there.
    pub(crate) read_only: bool,
}

/// What is decided before the start.
#[derive(Debug, Clone)]
pub(crate) struct Setup {
    /// The brokers, and which of them comes first.
    pub(crate) places: Vec<Place>,
    /// The one that comes first.
    pub(crate) place: usize,
    /// The time between two reports.
    pub(crate) interval: Duration,
    /// How far charts go back.
    pub(crate) history: Duration,
    /// How long the first connection may take; for ever if not given.
    pub(crate) patience: Option<Duration>,
    /// Whether nothing may be changed.
    pub(crate) read_only: bool,
    /// Whether everything is wanted, because it is recorded.
    pub(crate) recording: bool,
    /// Whether the terminal's background is said to be light.
    pub(crate) light: bool,
    /// Whether colours are wanted.
    pub(crate) colour: bool,
    /// Where clocks are read.
    pub(crate) zone: TimeZone,
    /// What was chosen the last time.
    pub(crate) settings: Settings,
}

/// Something to say for a few seconds.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    pub(crate) ok: bool,
    until: Duration,
}

/// The windows of charts, seconds.
pub(crate) const WINDOWS: [u64; 6] = [60, 300, 900, 3_600, 21_600, 86_400];

/// What is shown while time stands still.
#[derive(Debug, Clone)]
pub(crate) struct Frozen {
    pub(crate) data: Data,
    pub(crate) now: Now,
}

/// What is shown, for where the rest of the dashboard is changed at the same time.
pub(crate) fn shown<'a>(frozen: &'a Option<Box<Frozen>>, data: &'a Data) -> &'a Data {
    frozen.as_ref().map_or(data, |frozen| &frozen.data)
}

/// The dashboard.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) size: (u16, u16),
    pub(crate) now: Now,
    pub(crate) setup: Setup,
    pub(crate) settings: Settings,
    pub(crate) look: Look,
    /// Which of the brokers it is.
    pub(crate) place: usize,
    pub(crate) connection: Connection,
    /// Whether a broker was met, or another one chosen: from then on it never ends by itself.
    met: bool,
    pub(crate) data: Data,
    pub(crate) frozen: Option<Box<Frozen>>,
    pub(crate) view: View,
    back: Vec<View>,
    forward: Vec<View>,
    /// Which of [`WINDOWS`] charts show.
    pub(crate) window: usize,
    /// Whether counts since the start are shown instead of rates.
    pub(crate) totals: bool,
    pub(crate) overview: OverviewPane,
    pub(crate) clients: ClientsPane,
    pub(crate) client: ClientPane,
    pub(crate) topics: TopicsPane,
    pub(crate) cluster: ClusterPane,
    pub(crate) events: EventsPane,
    pub(crate) prompt: Option<Prompt>,
    pub(crate) overlay: Option<Overlay>,
    pub(crate) notice: Option<Notice>,
    histories: prompt::Histories,
    retry: u64,
    intentions: Vec<Intention>,
}

impl App {
    /// A dashboard of nothing yet.
    pub(crate) fn new(setup: Setup, size: (u16, u16)) -> Self {
        let settings = setup.settings.clone();
        let look = Look {
            theme: settings.theme.theme(setup.light, setup.colour),
            glyphs: Glyphs {
                ascii: settings.ascii,
            },
            units: Units::Si,
            zone: setup.zone.clone(),
            masked: false,
            faded: false,
        };
        Self {
            size,
            now: Now::default(),
            look,
            place: setup.place,
            connection: Connection::Connecting(None),
            met: false,
            data: Data::new(setup.history),
            frozen: None,
            view: View::Overview,
            back: Vec::new(),
            forward: Vec::new(),
            window: 1,
            totals: false,
            overview: OverviewPane::default(),
            clients: ClientsPane::new(&settings),
            client: ClientPane::default(),
            topics: TopicsPane::default(),
            cluster: ClusterPane::default(),
            events: EventsPane::default(),
            prompt: None,
            overlay: None,
            notice: None,
            histories: prompt::Histories::default(),
            retry: 0,
            intentions: Vec::new(),
            settings,
            setup,
        }
    }

    /// What is shown: what is known, or what was known when time was stopped.
    pub(crate) fn shown(&self) -> &Data {
        shown(&self.frozen, &self.data)
    }

    /// The time of what is shown.
    pub(crate) fn shown_at(&self) -> Now {
        self.frozen.as_ref().map_or(self.now, |frozen| frozen.now)
    }

    /// What is known, however old the screen is.
    pub(crate) const fn known(&self) -> &Data {
        &self.data
    }

    /// The broker that is looked at.
    pub(crate) fn place(&self) -> &Place {
        &self.setup.places[self.place]
    }

    /// Whether nothing may be changed.
    pub(crate) fn is_read_only(&self) -> bool {
        self.setup.read_only || self.place().read_only
    }

    /// How long no figures have come, if that is too long.
    pub(crate) fn stale(&self) -> Option<Duration> {
        let fresh = self.data.fresh?;
        if self.connection != Connection::Up || self.data.kind == Some(Kind::Replay) {
            return None;
        }
        let age = self.now.ran.saturating_sub(fresh.ran);
        (age > self.setup.interval * 3 + Duration::from_secs(2)).then_some(age)
    }

    /// What a source should report for what is on the screen.
    pub(crate) fn want(&self) -> Want {
        let all = self.setup.recording;
        let on = |view| all || self.view == view;
        let rows = u32::from(self.size.1).clamp(20, 400);
        let in_detail = self.view == View::Client || (all && self.client.id.is_some());
        Want {
            interval: self.setup.interval,
            talkers: on(View::Overview).then_some(rows.min(30)),
            clients: on(View::Clients).then(|| ClientQuery {
                filter: self.clients.query(),
                order_by: self.clients.order_by(),
                limit: rows * 2,
            }),
            client: self.client.id.clone().filter(|_| in_detail),
            topics: on(View::Topics).then(|| self.topics.query(self.settings.payload_preview)),
            members: on(View::Cluster),
            events: EventQuery {
                all: all || matches!(self.view, View::Events | View::Client),
                logs: on(View::Events),
                client: self.event_client().map(str::to_owned),
            },
            trace: self.events.trace.clone().filter(|_| on(View::Events)),
            retry: self.retry,
        }
    }

    /// Whose events are shown, if only one client's are.
    pub(crate) fn event_client(&self) -> Option<&str> {
        match self.view {
            View::Client => self.client.id.as_deref(),
            View::Events => self.events.client.as_deref(),
            _ => None,
        }
    }

    /// Shows another view; `[` leads back.
    pub(crate) fn go(&mut self, view: View) {
        if view == self.view {
            return;
        }
        self.back.push(self.view);
        if self.back.len() > 50 {
            self.back.remove(0);
        }
        self.forward.clear();
        self.view = view;
        self.settle();
    }

    /// Shows one client.
    pub(crate) fn show_client(&mut self, id: String) {
        if id.is_empty() {
            return;
        }
        if self.client.id.as_deref() != Some(&id) {
            self.client = ClientPane::of(id);
            self.data.client = None;
        }
        self.go(View::Client);
    }

    fn go_back(&mut self) {
        if let Some(view) = self.back.pop() {
            self.forward.push(self.view);
            self.view = view;
        }
    }

    fn go_forward(&mut self) {
        if let Some(view) = self.forward.pop() {
            self.back.push(self.view);
            self.view = view;
        }
    }

    /// Says something for a few seconds.
    pub(crate) fn say(&mut self, ok: bool, text: impl Into<String>) {
        self.notice = Some(Notice {
            text: text.into(),
            ok,
            until: self.now.ran + Duration::from_secs(if ok { 4 } else { 8 }),
        });
    }

    pub(crate) fn intend(&mut self, intention: Intention) {
        self.intentions.push(intention);
    }

    fn order(&mut self, order: Order) {
        self.intend(Intention::Order(order));
    }

    fn restyle(&mut self, theme: ThemeName) {
        self.settings.theme = theme;
        self.look.theme = theme.theme(self.setup.light, self.setup.colour);
        self.keep_settings();
    }

    pub(crate) fn keep_settings(&mut self) {
        self.intend(Intention::Keep(self.settings.clone()));
    }

    /// Rows that a list fills: the screen without first line, frame, names of columns and last line.
    pub(crate) fn page(&self) -> usize {
        usize::from(self.size.1).saturating_sub(5).max(1)
    }

    /// Brings every cursor to a row that is there.
    fn settle(&mut self) {
        let page = self.page();
        let data = shown(&self.frozen, &self.data);
        self.clients.settle(data, page);
        self.topics.settle(data, page);
        self.cluster.settle(data, page);
        self.events.settle(data, page);
        self.client.settle(data, page);
    }
}
