//! `gmqtt top`: what a broker does, live, on one screen.

use std::{
    io::{self, IsTerminal as _},
    path::{Path, PathBuf},
    time::Duration,
};

use clap::{Args, ValueEnum};
use gmqtt_tui::{Origin, Print, ThemeName, Top as Dashboard, TopError, View};

use crate::{
    admin::{Admin, AdminFlags, RootFlags, duration},
    error::Error,
    exit::Exit,
    output::{Format, Layout, Output},
};

/// Show what the broker does, live
///
/// A dashboard: figures and charts, clients, topics, the cluster, events. ? shows the keys. It goes on when the broker is away
/// and says so. In a pipe it prints once.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  gmqtt top
  gmqtt top clients --filter queue_len>0 --sort -queue
  gmqtt top --client ingest-worker-7
  gmqtt top --once -o json
  gmqtt top --batch --count 10 --interval 5s -o csv
  gmqtt top --metrics http://mq1:8082/metrics")]
pub(crate) struct Top {
    /// What to show first
    #[arg(value_name = "VIEW", default_value = "overview")]
    view: ViewName,

    /// Which clients, as in queue_len>100
    #[arg(
        long,
        value_name = "EXPR",
        default_value = "",
        hide_default_value = true
    )]
    filter: String,

    /// The order of clients: a column, with - in front for descending
    #[arg(
        long,
        value_name = "COLUMN",
        default_value = "",
        hide_default_value = true,
        allow_hyphen_values = true
    )]
    sort: String,

    /// Show this client
    #[arg(long, value_name = "CLIENT_ID")]
    client: Option<String>,

    /// The time between two reports, at least 250ms
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "1s")]
    interval: Duration,

    /// How far charts go back, at least 10m and at most 24h
    #[arg(long, value_name = "DURATION", value_parser = duration, default_value = "24h")]
    history: Duration,

    /// Colours: auto, dark, light, mono or high-contrast
    #[arg(long, value_name = "NAME", value_parser = theme)]
    theme: Option<ThemeName>,

    /// Draw with ASCII only
    #[arg(long)]
    ascii: bool,

    /// Leave the mouse to the terminal
    #[arg(long)]
    no_mouse: bool,

    /// Change nothing, offer no change
    #[arg(long)]
    read_only: bool,

    /// Print once, as in a pipe
    #[arg(long, conflicts_with = "batch")]
    once: bool,

    /// Print again and again instead of drawing
    #[arg(long)]
    batch: bool,

    /// Print so many times
    #[arg(long, value_name = "N", requires = "batch")]
    count: Option<u64>,

    /// Wait for a broker that is not there yet
    #[arg(long)]
    wait: bool,

    /// Record what is seen in a new file
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,

    /// Show a recording
    #[arg(long, value_name = "FILE", conflicts_with_all = ["record", "metrics"])]
    replay: Option<PathBuf>,

    /// Read only what Prometheus is shown here; a gmqtt in Go is read too
    #[arg(long, value_name = "URL")]
    metrics: Option<String>,

    #[command(flatten)]
    admin: AdminFlags,
}

/// A view by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ViewName {
    /// The chief figures
    #[value(alias = "dashboard")]
    Overview,
    /// The list of clients
    Clients,
    /// The tree of topics
    Topics,
    /// The nodes
    Cluster,
    /// What happens
    Events,
}

impl From<ViewName> for View {
    fn from(name: ViewName) -> Self {
        match name {
            ViewName::Overview => Self::Overview,
            ViewName::Clients => Self::Clients,
            ViewName::Topics => Self::Topics,
            ViewName::Cluster => Self::Cluster,
            ViewName::Events => Self::Events,
        }
    }
}

fn theme(word: &str) -> Result<ThemeName, String> {
    ThemeName::from_word(word)
        .ok_or_else(|| "it can be auto, dark, light, mono or high-contrast".to_owned())
}

impl Top {
    pub(crate) fn run(self, output: &Output, root: RootFlags) -> Result<Exit, Error> {
        let admin = Admin::new(output, self.admin.clone(), root)?;
        let from = match (&self.replay, &self.metrics) {
            (Some(path), _) => Origin::Replay(path.clone()),
            (None, Some(url)) => Origin::Metrics(url.clone(), admin.options().clone()),
            (None, None) => {
                let (targets, first) = admin.targets()?;
                Origin::Api(targets, first)
            }
        };
        if let Some(path) = [&self.record, &self.replay]
            .into_iter()
            .flatten()
            .find(|path| is_zstd(path))
        {
            return Err(Error::new(
                Exit::Usage,
                format!("{} would be compressed", path.display()),
            )
            .cause("recordings are plain lines of JSON in this version")
            .hint("compress or uncompress it with zstd(1)"));
        }
        let piped = !io::stdout().is_terminal();
        let printing = self.once || self.batch || output.format.is_some() || piped;
        let mut top = Dashboard::new(from);
        top.view = self.view.into();
        top.filter = self.filter;
        top.sort = self.sort;
        top.client = self.client;
        top.interval = self.interval;
        top.history = self.history;
        top.patience = (!self.wait).then_some(admin.options().timeout);
        top.theme = self.theme;
        top.ascii = self.ascii || !speaks_unicode();
        top.no_mouse = self.no_mouse;
        top.read_only = self.read_only;
        top.colour = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        top.light = has_light_background();
        top.record = self.record;
        top.settings = settings();
        let done = if printing {
            if piped && !self.once && !self.batch {
                output.explain("stdout is not a terminal: printing once, as with --once");
            }
            let count = if self.batch { self.count } else { Some(1) };
            top.print(&mut io::stdout().lock(), print(output)?, count)
        } else {
            top.run()
        };
        done.map(|()| Exit::Done)
            .map_err(|error| failure(error, &admin))
    }
}

fn print(output: &Output) -> Result<Print, Error> {
    match (output.format, output.layout) {
        (Some(Format::Json), _) => Ok(Print::Json),
        (Some(Format::Jsonl), _) => Ok(Print::Jsonl),
        (None, Layout::Csv) => Ok(Print::Csv),
        (None, Layout::Table | Layout::Wide) => Ok(Print::Table),
        _ => Err(Error::new(Exit::Usage, "this form is not one of gmqtt top")
            .hint("choose table, json, jsonl or csv")),
    }
}

fn failure(error: TopError, admin: &Admin) -> Error {
    match error {
        TopError::Client(error) => admin.explain(error),
        TopError::Credentials(why) => Error::new(Exit::Usage, why),
        TopError::Unreachable { endpoint, why } => {
            Error::new(Exit::Unreachable, format!("cannot reach {endpoint}"))
                .cause(format!("{why} ({})", admin.chosen().rule))
                .hint("start a broker here with `gmqtt start`, point elsewhere with --api URL, or wait for it with --wait")
        }
        error @ TopError::Sort(_) => Error::new(Exit::Usage, error.to_string())
            .hint("as in --sort -queue; the columns are those that `s` shows in the dashboard"),
        TopError::Recording { path, why } => {
            Error::new(Exit::Failed, format!("cannot use the recording {}", path.display())).cause(why)
        }
        TopError::Settings { path, why } => {
            Error::new(Exit::Invalid, format!("{} cannot be used", path.display()))
                .cause(why)
                .hint("correct it, or remove it: the dashboard writes it anew")
        }
        TopError::Io(error) => error.into(),
    }
}

fn is_zstd(path: &Path) -> bool {
    path.extension().is_some_and(|end| end == "zst")
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Whether the terminal shows more than ASCII, as the locale says.
fn speaks_unicode() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .find_map(variable);
    let utf8 = locale.is_none_or(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    });
    utf8 && !matches!(variable("TERM").as_deref(), Some("linux" | "dumb"))
}

/// Whether the terminal says that its background is light.
fn has_light_background() -> bool {
    let colours = variable("COLORFGBG");
    colours.is_some_and(|colours| matches!(colours.rsplit(';').next(), Some("7" | "15")))
}

/// Where choices are kept.
fn settings() -> Option<PathBuf> {
    let folder = match variable("XDG_CONFIG_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => PathBuf::from(variable("HOME")?).join(".config"),
    };
    Some(folder.join("gmqtt").join("top.yml"))
}

#[cfg(test)]
mod tests {
    use crate::command::Invocation;

    /// What dialogs show can be typed.
    #[test]
    fn every_command_that_a_dialog_shows_is_one() {
        for line in gmqtt_tui::shown_commands() {
            let words: Vec<_> = line.split_whitespace().map(Into::into).collect();
            assert!(Invocation::from_args(words).is_ok(), "{line}");
        }
    }
}
