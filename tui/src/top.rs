//! What is to be shown, and how: what the command line decides.

use std::{fmt, path::PathBuf, sync::Arc, time::Duration};

use gmqtt_admin_client::{AdminClient, ClientError, Endpoint, MetricsReader, Options};
use jiff::tz::TimeZone;

use crate::{
    app::{App, Place, Setup, View},
    look::ThemeName,
    record::{RecordError, Recorder, Recording},
    settings::{Settings, SettingsError},
    source::{ApiSource, PrometheusSource, ReplaySource, Source},
};

/// How a broker is talked to, found out when it is needed: a token may come from a command.
pub type Credentials = Arc<dyn Fn() -> Result<Options, String> + Send + Sync>;

/// A broker that can be looked at.
#[derive(Clone)]
pub struct Target {
    /// The name of its context; empty if it has none.
    pub context: String,
    /// How it is reached.
    pub endpoint: Endpoint,
    /// With what, or why that is not known.
    pub options: Credentials,
    /// A colour for the first line, as a warning; empty for none.
    pub colour: String,
    /// Whether nothing may be changed there.
    pub read_only: bool,
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Target")
            .field("context", &self.context)
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

/// Where the data comes from.
#[derive(Debug, Clone)]
pub enum Origin {
    /// Admin APIs, and the number of the one that comes first.
    Api(Vec<Target>, usize),
    /// The text that Prometheus is shown, at this URL.
    Metrics(String, Options),
    /// A recording.
    Replay(PathBuf),
}

/// What is to be shown, and how.
#[derive(Debug, Clone)]
pub struct Top {
    /// Where the data comes from.
    pub from: Origin,
    /// What is shown first.
    pub view: View,
    /// Which clients, in the filter language.
    pub filter: String,
    /// The order of clients: a column, with `-` in front for descending; empty for that of every new dashboard.
    pub sort: String,
    /// Show this client.
    pub client: Option<String>,
    /// The time between two reports, at least 250 ms.
    pub interval: Duration,
    /// How far charts go back, ten minutes at least and a day at most.
    pub history: Duration,
    /// How long the first connection may take; for ever if not given.
    pub patience: Option<Duration>,
    /// The colours, if not those that were chosen the last time.
    pub theme: Option<ThemeName>,
    /// Draw with ASCII only.
    pub ascii: bool,
    /// Leave the mouse to the terminal.
    pub no_mouse: bool,
    /// Change nothing.
    pub read_only: bool,
    /// Whether colours are wanted.
    pub colour: bool,
    /// Whether the terminal's background is said to be light.
    pub light: bool,
    /// Record what is seen here.
    pub record: Option<PathBuf>,
    /// Where choices are kept.
    pub settings: Option<PathBuf>,
}

/// Why there is nothing to be seen, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum TopError {
    /// The endpoint or its options cannot be used.
    #[error("{0}")]
    Client(#[from] ClientError),
    /// It is not known as whom to talk to a broker.
    #[error("{0}")]
    Credentials(String),
    /// The first connection could not be made.
    #[error("cannot reach {endpoint}: {why}")]
    Unreachable {
        /// What could not be reached.
        endpoint: String,
        /// Why.
        why: String,
    },
    /// There is no such column to order by.
    #[error("there is no column \"{0}\" to order clients by")]
    Sort(String),
    /// The recording cannot be read, or written.
    #[error("{path}: {why}")]
    Recording {
        /// Which.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// The file of choices has a mistake.
    #[error("{path}: {why}")]
    Settings {
        /// Which.
        path: PathBuf,
        /// What is wrong.
        why: String,
    },
    /// The terminal, or where the output goes, fails.
    #[error("{0}")]
    Io(#[from] std::io::Error),
}

/// The shortest time between two reports.
const SHORTEST: Duration = Duration::from_millis(250);

impl Top {
    /// A dashboard of these brokers as every new one is.
    #[must_use]
    pub const fn new(from: Origin) -> Self {
        Self {
            from,
            view: View::Overview,
            filter: String::new(),
            sort: String::new(),
            client: None,
            interval: Duration::from_secs(1),
            history: Duration::from_secs(86_400),
            patience: Some(Duration::from_secs(5)),
            theme: None,
            ascii: false,
            no_mouse: false,
            read_only: false,
            colour: true,
            light: false,
            record: None,
            settings: None,
        }
    }

    fn places(&self) -> (Vec<Place>, usize) {
        let one = |endpoint: String| {
            vec![Place {
                endpoint,
                read_only: true,
                ..Place::default()
            }]
        };
        match &self.from {
            Origin::Api(targets, first) => {
                let places = targets.iter().map(|target| Place {
                    context: target.context.clone(),
                    endpoint: target.endpoint.to_string(),
                    colour: target.colour.clone(),
                    read_only: target.read_only,
                });
                (places.collect(), *first)
            }
            Origin::Metrics(url, _) => (one(url.clone()), 0),
            Origin::Replay(path) => (one(path.display().to_string()), 0),
        }
    }

    /// The source of the place number `place`. A recording that is not looked at is played at once.
    pub(crate) fn source(&self, place: usize, at_once: bool) -> Result<Box<dyn Source>, TopError> {
        Ok(match &self.from {
            Origin::Api(targets, _) => {
                let target = &targets[place];
                let options = (target.options)().map_err(TopError::Credentials)?;
                let client = AdminClient::connect(&target.endpoint, options)?;
                Box::new(ApiSource { client })
            }
            Origin::Metrics(url, options) => Box::new(PrometheusSource {
                reader: MetricsReader::new(url, options)?,
            }),
            Origin::Replay(path) => {
                let recording =
                    Recording::open(path).map_err(|error: RecordError| TopError::Recording {
                        path: path.clone(),
                        why: error.to_string(),
                    })?;
                Box::new(ReplaySource { recording, at_once })
            }
        })
    }

    pub(crate) fn recorder(&self) -> Result<Option<Recorder>, TopError> {
        let Some(path) = &self.record else {
            return Ok(None);
        };
        let (places, first) = self.places();
        let recorder = Recorder::create(path, &places[first].endpoint);
        let recorder = recorder.map_err(|error| TopError::Recording {
            path: path.clone(),
            why: error.to_string(),
        })?;
        Ok(Some(recorder))
    }

    /// A dashboard for a terminal of this size.
    pub(crate) fn app(&self, size: (u16, u16)) -> Result<App, TopError> {
        let mut settings = match &self.settings {
            None => Settings::default(),
            Some(path) => {
                Settings::read(path).map_err(|error: SettingsError| TopError::Settings {
                    path: path.clone(),
                    why: error.to_string(),
                })?
            }
        };
        settings.theme = self.theme.unwrap_or(settings.theme);
        settings.ascii |= self.ascii;
        settings.mouse &= !self.no_mouse;
        let (places, place) = self.places();
        let setup = Setup {
            places,
            place,
            interval: self.interval.max(SHORTEST),
            history: self.history,
            patience: self.patience,
            read_only: self.read_only,
            recording: self.record.is_some(),
            light: self.light,
            colour: self.colour,
            zone: TimeZone::system(),
            settings,
        };
        let mut app = App::new(setup, size);
        app.clients.filter.clone_from(&self.filter);
        if !self.sort.is_empty() && !app.clients.sort_by_name(&self.sort) {
            return Err(TopError::Sort(self.sort.clone()));
        }
        match &self.client {
            Some(id) => {
                app.go(View::Clients);
                app.show_client(id.clone());
            }
            None => app.go(self.view),
        }
        Ok(app)
    }
}
