//! What plugins can ask of this process: orders that wait for the service to come to them, and answers at once where nothing has to
//! wait.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use gmqtt_config::{Loaded, LogLevel, Origin};
use gmqtt_plugin_api::{
    BoxFuture, ConfigEntry, Feed, ListenerOrder, ListenerProblem, LogLevels, LogRecord, Process,
    Reload, RunningConfig,
};
use tokio::sync::{mpsc, oneshot};

use super::logs::Logs;
use crate::config_tree::{self, Secrets, inline, leaves};

/// How many orders may wait; who comes after waits to give his.
const MOST_WAITING: usize = 16;

/// Something that only the service can do.
#[derive(Debug)]
pub(super) enum Order {
    Config(oneshot::Sender<RunningConfig>),
    Reload {
        apply: bool,
        answer: oneshot::Sender<Reload>,
    },
    Listener {
        name: String,
        order: ListenerOrder,
        answer: oneshot::Sender<Result<(), ListenerProblem>>,
    },
    Stop {
        after: Duration,
    },
}

/// This process, for plugins.
#[derive(Debug)]
pub(super) struct ThisProcess {
    orders: mpsc::Sender<Order>,
    logs: Arc<Logs>,
    stopping: Arc<AtomicBool>,
}

/// What the service gets of it.
#[derive(Debug)]
pub(super) struct Orders {
    orders: mpsc::Receiver<Order>,
    stopping: Arc<AtomicBool>,
}

impl ThisProcess {
    pub(super) fn new(logs: &Arc<Logs>) -> (Arc<Self>, Orders) {
        let (sender, orders) = mpsc::channel(MOST_WAITING);
        let stopping = Arc::<AtomicBool>::default();
        let process = Self {
            orders: sender,
            logs: logs.clone(),
            stopping: stopping.clone(),
        };
        (Arc::new(process), Orders { orders, stopping })
    }

    /// Gives an order and waits for its answer; `None` if the service takes no more.
    fn ask<T: Send + 'static>(
        &self,
        order: impl FnOnce(oneshot::Sender<T>) -> Order,
    ) -> BoxFuture<'static, Option<T>> {
        let (sender, answer) = oneshot::channel();
        let (orders, order) = (self.orders.clone(), order(sender));
        Box::pin(async move {
            orders.send(order).await.ok()?;
            answer.await.ok()
        })
    }
}

impl Orders {
    /// The next order. May be given up at any time: none is lost.
    pub(super) async fn next(&mut self) -> Order {
        match self.orders.recv().await {
            Some(order) => order,
            // Nobody is left to give one.
            None => std::future::pending().await,
        }
    }

    /// The process is about to stop.
    pub(super) fn set_stopping(&self) {
        self.stopping.store(true, Ordering::Relaxed);
    }
}

impl Process for ThisProcess {
    fn config(&self) -> BoxFuture<'static, Option<RunningConfig>> {
        self.ask(Order::Config)
    }

    fn reload(&self, apply: bool) -> BoxFuture<'static, Option<Reload>> {
        self.ask(|answer| Order::Reload { apply, answer })
    }

    fn listener(
        &self,
        name: String,
        order: ListenerOrder,
    ) -> BoxFuture<'static, Result<(), ListenerProblem>> {
        let done = self.ask(|answer| Order::Listener {
            name,
            order,
            answer,
        });
        Box::pin(async { done.await.unwrap_or(Err(ListenerProblem::Stopping)) })
    }

    fn stop(&self, after: Duration) {
        self.stopping.store(true, Ordering::Relaxed);
        // With the queue full somebody else has work under way, and this one is not to be forgotten.
        let orders = self.orders.clone();
        tokio::spawn(async move {
            let _ = orders.send(Order::Stop { after }).await;
        });
    }

    fn is_stopping(&self) -> bool {
        self.stopping.load(Ordering::Relaxed)
    }

    fn log(&self) -> Arc<Feed<LogRecord>> {
        self.logs.kept()
    }

    fn log_levels(&self) -> LogLevels {
        self.logs.levels()
    }

    fn set_log_level(&self, level: LogLevel, target: Option<&str>) -> Result<LogLevels, String> {
        self.logs.set_level_of(level, target)
    }
}

/// The configuration in effect, for people to read.
pub(super) fn running(loaded: &Loaded) -> RunningConfig {
    let tree = config_tree::of(&loaded.config, Secrets::Masked);
    let entry = |(key, value): (String, &serde_yaml::Value)| {
        let origin = loaded.origins.of(&key);
        let (words, line) = match origin {
            Origin::Default => ("default", None),
            Origin::File(place) => ("file", Some(place.line)),
            Origin::Env(_) => ("environment", None),
            Origin::Flag(_) => ("command line", None),
        };
        ConfigEntry {
            value: inline(value),
            key,
            origin: words,
            line,
        }
    };
    RunningConfig {
        file: loaded.path.clone(),
        entries: leaves("", &tree).into_iter().map(entry).collect(),
        yaml: serde_yaml::to_string(&tree).unwrap_or_default(),
    }
}
