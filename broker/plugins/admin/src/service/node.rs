//! `NodeService`: how the broker is, and its end.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::Fault;
use gmqtt_admin_api::admin::node_service_server::NodeService;
use gmqtt_admin_api::admin::{
    Health, Listener, Part, StatusRequest, StatusResponse, StopRequest, StopResponse,
};
use gmqtt_config::{Config, PersistenceType};
use gmqtt_plugin_api::{BrokerHandle, PluginContext};
use tonic::{Request, Response, Status};

use crate::figures::{Figures, Snapshot, duration};
use crate::node::node_name;
use crate::stream::stopping;

/// How long a stop may be put off.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// A certificate that ends sooner is something to look at.
const SOON: Duration = Duration::from_secs(14 * 24 * 60 * 60);
/// From this part of the limit on, open files are something to look at.
const MANY_FILES: f64 = 0.9;

/// What the API of this broker can do beyond what the broker in Go could.
const FEATURES: [&str; 11] = [
    "client-filters",
    "client-watch",
    "config-reload",
    "events",
    "listeners",
    "log-levels",
    "logs",
    "metrics",
    "page-tokens",
    "stop",
    "traces",
];

/// The service.
pub(crate) struct Node {
    broker: BrokerHandle,
    config: Arc<Config>,
    figures: Figures,
    name: String,
}

impl Node {
    pub(crate) fn new(context: &PluginContext, figures: &Figures) -> Self {
        Self {
            broker: context.broker().clone(),
            config: context.config().clone(),
            figures: figures.clone(),
            name: node_name(context.config()),
        }
    }
}

#[tonic::async_trait]
impl NodeService for Node {
    async fn status(&self, _: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
        let figures = self.figures.now().ok_or_else(stopping)?;
        let metrics = &figures.now.metrics;
        let listeners = super::listeners::all(&self.broker);
        let draining = self.broker.is_stopping();
        let parts = parts(&figures, &listeners, draining);
        let running = match self.broker.process() {
            Some(process) => process.config().await,
            None => None,
        };
        let config_file = running.and_then(|config| config.file).unwrap_or_default();
        Ok(Response::new(StatusResponse {
            version: metrics.version.to_owned(),
            node: self.name.clone(),
            instance_id: self.broker.instance_id(),
            pid: std::process::id(),
            started_at: Some(metrics.started_at.into()),
            uptime: Some(duration(metrics.uptime)),
            health: parts.iter().map(|part| part.health).max().unwrap_or(0),
            parts,
            listeners,
            sessions: Some(figures.sessions()),
            messages: Some(figures.messages()),
            resources: Some(figures.resources()),
            store: match self.config.persistence.kind {
                PersistenceType::Memory => "memory",
                PersistenceType::Embedded => "embedded",
                PersistenceType::Redis => "redis",
            }
            .to_owned(),
            plugins: self.config.plugin_order.clone(),
            features: FEATURES.map(str::to_owned).to_vec(),
            draining,
            config_file: config_file.display().to_string(),
        }))
    }

    async fn stop(&self, request: Request<StopRequest>) -> Result<Response<StopResponse>, Status> {
        let after = match request.into_inner().after {
            None => Duration::ZERO,
            Some(asked) => Duration::try_from(asked)
                .ok()
                .filter(|asked| *asked <= LONGEST)
                .ok_or_else(|| Fault::invalid("after", "at most an hour"))?,
        };
        super::process(&self.broker)?.stop(after);
        Ok(Response::new(StopResponse {
            stops_at: Some((SystemTime::now() + after).into()),
        }))
    }
}

/// Part by part, in the order they are read.
fn parts(figures: &Snapshot, listeners: &[Listener], draining: bool) -> Vec<Part> {
    let mut parts = vec![
        of_listeners(listeners, draining),
        of_queues(figures),
        of_resources(figures),
    ];
    parts.extend(of_store(figures));
    parts.extend(of_tls(figures));
    parts
}

fn of_listeners(listeners: &[Listener], draining: bool) -> Part {
    let mqtt = listeners.iter().filter(|one| one.plugin.is_empty());
    let (open, closed): (Vec<_>, Vec<_>) = mqtt.partition(|one| one.open);
    let names = |list: &[&Listener]| {
        let names: Vec<_> = list
            .iter()
            .map(|one| format!("{}://{}{}", one.scheme, one.address, one.path))
            .collect();
        names.join(" ")
    };
    let (health, message, hint) = if draining {
        let hint = "it was told to stop";
        (Health::Warning, "about to stop".to_owned(), hint)
    } else if open.is_empty() {
        let hint = "no client can connect: open one with `gmqtt listeners open NAME`";
        (Health::Error, "none is open".to_owned(), hint)
    } else if closed.is_empty() {
        (Health::Ok, names(&open), "")
    } else {
        let hint = "open it again with `gmqtt listeners open NAME`";
        let message = format!("{}; closed: {}", names(&open), names(&closed));
        (Health::Warning, message, hint)
    };
    part("listeners", health, message, hint)
}

fn of_queues(figures: &Snapshot) -> Part {
    let (messages, slow) = (figures.messages(), figures.sessions().slow);
    let waiting = format!(
        "{} messages wait in {} queues",
        messages.queued, messages.queues
    );
    let (health, message, hint) = match (messages.drop_rate > 0.0, slow > 0) {
        (true, _) => (
            Health::Warning,
            format!("{waiting}, {:.1} a second are dropped", messages.drop_rate),
            "`gmqtt events --kind drop` says whose",
        ),
        (false, true) => (
            Health::Warning,
            format!("{waiting}, {slow} clients are slow"),
            "`gmqtt clients list --filter slow=true` says which",
        ),
        (false, false) => (Health::Ok, waiting, ""),
    };
    part("queues", health, message, hint)
}

fn of_resources(figures: &Snapshot) -> Part {
    let resources = figures.resources();
    let (open, limit) = (resources.open_files, resources.open_files_limit);
    let message = format!(
        "cpu {:.0}% of {}, memory {} MB, {open} of {limit} files open",
        resources.cpu_percent,
        100 * resources.cpus,
        resources.memory_bytes / 1_000_000,
    );
    match limit > 0 && open as f64 >= MANY_FILES * limit as f64 {
        false => part("resources", Health::Ok, message, ""),
        true => part(
            "resources",
            Health::Warning,
            message,
            "each connection is an open file: raise the limit (LimitNOFILE of systemd, ulimit -n)",
        ),
    }
}

/// Without a store that keeps something there is no such part.
fn of_store(figures: &Snapshot) -> Option<Part> {
    let store = figures.now.metrics.store.as_ref()?;
    let kept = format!(
        "{}: {} sessions, {} messages, {} retained",
        store.kind, store.sessions, store.messages, store.retained
    );
    Some(match (&store.failure, store.warnings.first()) {
        (Some(failure), _) => {
            let hint = "what it cannot keep is refused or lost until it works again";
            part("store", Health::Error, format!("{kept}; {failure}"), hint)
        }
        (None, Some(warning)) => part("store", Health::Warning, format!("{kept}; {warning}"), ""),
        (None, None) => part("store", Health::Ok, kept, ""),
    })
}

/// The certificate that ends first; without one there is no such part.
fn of_tls(figures: &Snapshot) -> Option<Part> {
    let certificates = figures.now.metrics.certificates.iter();
    let first = certificates.min_by_key(|certificate| certificate.expires_at)?;
    let left = first.expires_at.duration_since(SystemTime::now());
    let hint = "put a new one in its place: the listener takes it up by itself";
    Some(match left {
        Err(_) => {
            let message = format!("the certificate of {} has expired", first.listener);
            part("tls", Health::Error, message, hint)
        }
        Ok(left) => {
            let days = left.as_secs() / (24 * 60 * 60);
            let message = format!("the certificate of {} ends in {days} days", first.listener);
            match left < SOON {
                true => part("tls", Health::Warning, message, hint),
                false => part("tls", Health::Ok, message, ""),
            }
        }
    })
}

fn part(name: &str, health: Health, message: String, hint: &str) -> Part {
    Part {
        name: name.to_owned(),
        health: health.into(),
        message,
        hint: hint.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::slice;

    use super::*;

    fn listener(name: &str, open: bool) -> Listener {
        Listener {
            name: name.to_owned(),
            scheme: "tcp".to_owned(),
            address: name.to_owned(),
            open,
            ..Listener::default()
        }
    }

    #[test]
    fn a_closed_listener_is_worth_a_look_and_none_open_is_an_error() {
        let health = |listeners: &[Listener], draining| {
            Health::try_from(of_listeners(listeners, draining).health).unwrap()
        };
        let (open, closed) = (listener("a:1", true), listener("b:2", false));
        assert_eq!(health(slice::from_ref(&open), false), Health::Ok);
        assert_eq!(
            health(&[open.clone(), closed.clone()], false),
            Health::Warning
        );
        assert_eq!(health(slice::from_ref(&closed), false), Health::Error);
        assert_eq!(health(slice::from_ref(&open), true), Health::Warning);
        let of_plugin = Listener {
            plugin: "admin".to_owned(),
            ..listener("c:3", true)
        };
        assert_eq!(health(&[of_plugin], false), Health::Error);
        let part = of_listeners(&[open, closed], false);
        assert_eq!(part.message, "tcp://a:1; closed: tcp://b:2");
    }
}
