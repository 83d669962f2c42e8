//! What is served, on stdout, once it is: a few lines for people or one JSON line for programs.
//!
//! Only what is really bound is named.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
    process,
    time::{Duration, SystemTime},
};

use gmqtt_config::Config;
use gmqtt_server::Server;
use serde::Serialize;

use super::open_files::OpenFiles;
use crate::{
    command::VERSION,
    output::{Format, Output, written},
};

const DAY: u64 = 24 * 60 * 60;

/// What there is to say about a broker that has just become ready.
#[derive(Debug, Serialize)]
pub(super) struct Banner {
    version: &'static str,
    pid: u32,
    /// `None`: built-in defaults.
    config: Option<String>,
    /// URLs, with the ports that were chosen.
    listeners: Vec<String>,
    /// Of the listeners with TLS.
    certificates: Vec<Certificate>,
    /// Where the admin API is.
    admin: Vec<String>,
    /// Where the metrics are.
    metrics: Option<String>,
    /// What survived the last stop; `None`: nothing can.
    restored: Option<Restored>,
    /// How many connections the limit of open files leaves room for; `None`: it sets no limit.
    max_connections: Option<u64>,
    ready_ms: u64,
    /// Nobody but this machine can connect.
    #[serde(skip)]
    local: bool,
    /// Somebody without a password may connect.
    #[serde(skip)]
    anonymous: bool,
}

/// What survived the last stop.
#[derive(Debug, Serialize)]
struct Restored {
    sessions: u64,
    messages: u64,
    retained: u64,
    ms: u64,
}

/// The certificate that a listener presents.
#[derive(Debug, Serialize)]
struct Certificate {
    /// The listener's URL.
    listener: String,
    subject: String,
    /// Whole days until it expires; negative once it has.
    days_left: i64,
}

impl Banner {
    pub(super) fn new(
        server: &Server,
        (file, config): (Option<&Path>, &Config),
        files: OpenFiles,
        ready: Duration,
    ) -> Self {
        let listeners = server.listeners();
        let path = &config.plugins.prometheus.path;
        let of_plugins = server.plugin_listeners();
        let metrics = of_plugins
            .iter()
            .find(|listener| listener.plugin == Some("prometheus"))
            .map(|listener| format!("http://{}{path}", listener.address));
        let admin = of_plugins
            .iter()
            .filter(|listener| listener.plugin == Some("admin"))
            .map(|listener| format!("{}://{}", listener.scheme, listener.address));
        let now = SystemTime::now();
        let certificates = server.metrics().certificates.into_iter();
        let certificates = certificates.map(|certificate| Certificate {
            listener: certificate.listener,
            subject: certificate.subject,
            days_left: days_between(now, certificate.expires_at),
        });
        Self {
            version: VERSION,
            pid: process::id(),
            config: file.map(|path| path.display().to_string()),
            listeners: listeners.iter().map(ToString::to_string).collect(),
            certificates: certificates.collect(),
            admin: admin.collect(),
            metrics,
            restored: server.restored().map(|it| Restored {
                sessions: it.sessions,
                messages: it.messages,
                retained: it.retained,
                ms: in_ms(it.took),
            }),
            max_connections: files.connections(),
            ready_ms: in_ms(ready),
            local: !listeners.is_empty()
                && listeners.iter().all(|listener| listener.address.is_local()),
            anonymous: lets_in_anonymous(config),
        }
    }

    /// Prints it. Nobody has to be there to read it: a broker does not end because its stdout is closed.
    pub(super) fn print(&self, output: &Output) {
        let text = match output.format {
            Some(Format::Yaml) => written(Format::Yaml, self)
                .map(|text| format!("---\n{text}"))
                .unwrap_or_default(),
            // One line, which who waits for it can read without knowing where a document ends.
            Some(Format::Json) => written(Format::Jsonl, self).unwrap_or_default(),
            Some(format) => written(format, self).unwrap_or_default(),
            None if output.quiet => return,
            None => self.text(),
        };
        let mut stdout = io::stdout().lock();
        let _ = stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush());
    }

    /// Leaves the same in the log, for those who read that later.
    pub(super) fn log(&self) {
        let Self {
            version,
            pid,
            config,
            listeners,
            admin,
            metrics,
            max_connections,
            ready_ms,
            ..
        } = self;
        let (listeners, admin) = (listeners.join(" "), admin.join(" "));
        tracing::info!(target: "gmqtt", version, pid, config, listeners, admin, metrics, max_connections, ready_ms, "ready");
    }

    fn text(&self) -> String {
        let config = self.config.as_ref().map_or_else(
            || "no config file, built-in defaults".to_owned(),
            |path| format!("config {path}"),
        );
        let mut text = format!("gmqtt {}  pid {}  {config}\n", self.version, self.pid);
        let whom = match (self.local, self.anonymous) {
            _ if self.listeners.is_empty() => "nothing is listened on",
            (true, true) => "  (this machine only, anonymous allowed)",
            (true, false) => "  (this machine only, anonymous refused)",
            (false, true) => "  (other machines too, anonymous allowed)",
            (false, false) => "  (other machines too, anonymous refused)",
        };
        let listeners = self.listeners.iter().map(|url| self.with_certificate(url));
        let listeners = listeners.collect::<Vec<_>>().join("   ");
        let _ = writeln!(text, "  mqtt    {listeners}{whom}");
        if !self.admin.is_empty() {
            let _ = writeln!(text, "  admin   {}", self.admin.join("   "));
        }
        if let Some(metrics) = &self.metrics {
            let _ = writeln!(text, "  metrics {metrics}");
        }
        if let Some(Restored {
            sessions,
            messages,
            retained,
            ms,
        }) = &self.restored
        {
            let _ = writeln!(
                text,
                "  store   restored {sessions} sessions with {messages} messages, {retained} retained, in {ms} ms"
            );
        }
        if let Some(connections) = self.max_connections {
            let _ = writeln!(text, "  limit   {connections} connections (open files)");
        }
        let _ = writeln!(text, "ready in {} ms.", self.ready_ms);
        if self.local && self.config.is_none() {
            text.push_str(
                "To accept other machines, without passwords: gmqtt start --listen tcp://:1883\n",
            );
        }
        text
    }

    /// A listener's URL, and how long its certificate lasts.
    fn with_certificate(&self, url: &str) -> String {
        let mut certificates = self.certificates.iter();
        let Some(certificate) = certificates.find(|certificate| certificate.listener == url) else {
            return url.to_owned();
        };
        match certificate.days_left {
            ..0 => format!("{url} (cert has expired)"),
            0 => format!("{url} (cert expires within a day)"),
            1 => format!("{url} (cert expires in 1 day)"),
            days => format!("{url} (cert expires in {days} days)"),
        }
    }
}

/// Whether a client without a user name gets in somewhere.
fn lets_in_anonymous(config: &Config) -> bool {
    let asks = config.plugin_order.iter().any(|name| name == "auth");
    let default = !asks || config.plugins.auth.anonymous;
    let mut listeners = config.listeners.iter();
    listeners.any(|listener| listener.anonymous.unwrap_or(default))
}

fn in_ms(time: Duration) -> u64 {
    time.as_millis().try_into().unwrap_or(u64::MAX)
}

/// Whole days from `now` to `end`; negative as soon as `end` is past.
fn days_between(now: SystemTime, end: SystemTime) -> i64 {
    let days = |time: Duration| i64::try_from(time.as_secs() / DAY).unwrap_or(i64::MAX);
    match end.duration_since(now) {
        Ok(left) => days(left),
        Err(past) => -1 - days(past.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banner(config: Option<&str>) -> Banner {
        Banner {
            version: "0.1.0",
            pid: 4242,
            config: config.map(str::to_owned),
            listeners: vec!["tcp://127.0.0.1:1883".to_owned()],
            certificates: Vec::new(),
            admin: match config {
                Some(_) => Vec::new(),
                None => vec![
                    "unix:///run/gmqtt/admin.sock".to_owned(),
                    "http://127.0.0.1:8083".to_owned(),
                ],
            },
            metrics: config
                .is_none()
                .then(|| "http://127.0.0.1:8082/metrics".to_owned()),
            restored: None,
            max_connections: Some(1000),
            ready_ms: 9,
            local: config.is_none(),
            anonymous: true,
        }
    }

    #[test]
    fn whether_passwords_are_asked_for_is_said() {
        let mut config = Config::default();
        assert!(lets_in_anonymous(&config));
        config.plugin_order = vec!["auth".to_owned()];
        assert!(!lets_in_anonymous(&config));
        config.listeners[0].anonymous = Some(true);
        assert!(lets_in_anonymous(&config));
        let mut banner = banner(Some("gmqtt.yml"));
        banner.anonymous = false;
        assert!(
            banner
                .text()
                .contains("(other machines too, anonymous refused)")
        );
    }

    #[test]
    fn without_a_config_it_says_how_to_open_up() {
        assert_eq!(
            banner(None).text(),
            "gmqtt 0.1.0  pid 4242  no config file, built-in defaults\n  \
             mqtt    tcp://127.0.0.1:1883  (this machine only, anonymous allowed)\n  \
             admin   unix:///run/gmqtt/admin.sock   http://127.0.0.1:8083\n  \
             metrics http://127.0.0.1:8082/metrics\n  \
             limit   1000 connections (open files)\n\
             ready in 9 ms.\n\
             To accept other machines, without passwords: gmqtt start --listen tcp://:1883\n"
        );
    }

    #[test]
    fn with_a_config_it_names_the_file() {
        assert_eq!(
            banner(Some("/etc/gmqtt/gmqtt.yml")).text(),
            "gmqtt 0.1.0  pid 4242  config /etc/gmqtt/gmqtt.yml\n  mqtt    tcp://127.0.0.1:1883  (other machines too, anonymous allowed)\n  \
             limit   1000 connections (open files)\nready in 9 ms.\n"
        );
    }

    #[test]
    fn what_survived_is_said() {
        let mut banner = banner(None);
        banner.restored = Some(Restored {
            sessions: 2,
            messages: 30,
            retained: 4,
            ms: 5,
        });
        let text = banner.text();
        let line = "  store   restored 2 sessions with 30 messages, 4 retained, in 5 ms\n";
        assert!(text.contains(line), "{text}");
    }

    #[test]
    fn a_certificate_stands_beside_its_listener() {
        let line = |days_left| {
            let mut banner = banner(None);
            let (plain, secure) = ("tcp://:1883".to_owned(), "tls://:8883".to_owned());
            banner.listeners = vec![plain, secure.clone()];
            banner.certificates = vec![Certificate {
                listener: secure,
                subject: "CN=localhost".to_owned(),
                days_left,
            }];
            let text = banner.text();
            text.lines().nth(1).map(str::to_owned).unwrap_or_default()
        };
        let start = "  mqtt    tcp://:1883   tls://:8883 (cert ";
        for (days_left, end) in [
            (89, "expires in 89 days)"),
            (1, "expires in 1 day)"),
            (0, "expires within a day)"),
            (-1, "has expired)"),
        ] {
            let line = line(days_left);
            let expected = format!("{start}{end}  (this machine only, anonymous allowed)");
            assert_eq!(line, expected, "{days_left}");
        }
    }

    #[test]
    fn days_are_whole_ones_and_what_is_over_has_none() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1000 * DAY);
        let second = Duration::from_secs(1);
        let day = Duration::from_secs(DAY);
        assert_eq!(days_between(now, now + 89 * day), 89);
        assert_eq!(days_between(now, now + 89 * day - second), 88);
        assert_eq!(days_between(now, now), 0);
        assert_eq!(days_between(now, now - second), -1);
        assert_eq!(days_between(now, now - day - second), -2);
    }
}
