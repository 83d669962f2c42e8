//! What is served, on stdout, once it is: a few lines for people or one JSON line for programs.
//!
//! Only what is really bound is named.

use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::Path,
    process,
    time::Duration,
};

use gmqtt_config::Config;
use gmqtt_server::Server;
use serde::Serialize;

use super::open_files::OpenFiles;
use crate::{
    command::VERSION,
    output::{Format, Output},
};

/// What there is to say about a broker that has just become ready.
#[derive(Debug, Serialize)]
pub(super) struct Banner {
    version: &'static str,
    pid: u32,
    /// `None`: built-in defaults.
    config: Option<String>,
    /// URLs, with the ports that were chosen.
    listeners: Vec<String>,
    /// Where the metrics are.
    metrics: Option<String>,
    /// How many connections the limit of open files leaves room for; `None`: it sets no limit.
    max_connections: Option<u64>,
    ready_ms: u64,
    /// Nobody but this machine can connect.
    #[serde(skip)]
    local: bool,
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
        Self {
            version: VERSION,
            pid: process::id(),
            config: file.map(|path| path.display().to_string()),
            listeners: listeners.iter().map(ToString::to_string).collect(),
            metrics,
            max_connections: files.connections(),
            ready_ms: ready.as_millis().try_into().unwrap_or(u64::MAX),
            local: !listeners.is_empty()
                && listeners.iter().all(|listener| listener.address.is_local()),
        }
    }

    /// Prints it. Nobody has to be there to read it: a broker does not end because its stdout is closed.
    pub(super) fn print(&self, output: &Output) {
        let text = match output.format {
            Some(Format::Json) => serde_json::to_string(self)
                .map(|line| line + "\n")
                .unwrap_or_default(),
            Some(Format::Yaml) => serde_yaml::to_string(self)
                .map(|text| format!("---\n{text}"))
                .unwrap_or_default(),
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
            metrics,
            max_connections,
            ready_ms,
            ..
        } = self;
        let listeners = listeners.join(" ");
        tracing::info!(target: "gmqtt", version, pid, config, listeners, metrics, max_connections, ready_ms, "ready");
    }

    fn text(&self) -> String {
        let config = self.config.as_ref().map_or_else(
            || "no config file, built-in defaults".to_owned(),
            |path| format!("config {path}"),
        );
        let mut text = format!("gmqtt {}  pid {}  {config}\n", self.version, self.pid);
        let whom = match (self.listeners.is_empty(), self.local) {
            (true, _) => "nothing is listened on",
            (false, true) => "  (this machine only, anonymous allowed)",
            (false, false) => "  (other machines too, anonymous allowed)",
        };
        let _ = writeln!(text, "  mqtt    {}{whom}", self.listeners.join("   "));
        if let Some(metrics) = &self.metrics {
            let _ = writeln!(text, "  metrics {metrics}");
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
            metrics: config
                .is_none()
                .then(|| "http://127.0.0.1:8082/metrics".to_owned()),
            max_connections: Some(1000),
            ready_ms: 9,
            local: config.is_none(),
        }
    }

    #[test]
    fn without_a_config_it_says_how_to_open_up() {
        assert_eq!(
            banner(None).text(),
            "gmqtt 0.1.0  pid 4242  no config file, built-in defaults\n  \
             mqtt    tcp://127.0.0.1:1883  (this machine only, anonymous allowed)\n  \
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
}
