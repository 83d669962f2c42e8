//! What plugins run on beside the connections: threads of their own, tasks that are looked after, addresses, and what plugins
//! have registered.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::{Arc, Weak};
use std::time::Duration;

use gmqtt_config::Tls;
use gmqtt_plugin_api::{
    BoxFuture, CertificateMetric, Host, ListenerView, MetricFamily, MetricSource, Route, TlsConfigs,
};
use parking_lot::Mutex;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::{AbortHandle, JoinHandle};
use tracing::{error, warn};

use crate::bind;
use crate::events::Events;
use crate::listener::{self, Listener};
use crate::metrics::Presented;
use crate::start::BoundListener;
use crate::transport::Certificates;

/// Threads for plugins. They sleep as long as there is nothing to do.
const THREADS: usize = 2;
/// What tasks of plugins get to end once they are told to.
const PATIENCE: Duration = Duration::from_secs(1);
/// What those get before that which end by themselves when the broker stops.
pub(crate) const FAREWELL: Duration = Duration::from_secs(2);

/// Everything of plugins that is not a hook.
pub(crate) struct Ops {
    events: Arc<Events>,
    /// Those of plugins, for the metrics.
    presented: Arc<Presented>,
    runtime: Mutex<Option<Runtime>>,
    handle: Handle,
    tasks: Mutex<Vec<Task>>,
    metrics: Mutex<Vec<Arc<dyn MetricSource>>>,
    routes: Mutex<Vec<(&'static str, Route)>>,
    /// Of plugins.
    bound: Mutex<Vec<ListenerView>>,
    /// The broker's.
    listening: Mutex<Vec<Listed>>,
}

/// A listener of the broker, open or closed.
pub(crate) struct Listed {
    pub(crate) bound: BoundListener,
    /// There as long as it is open or has connections.
    pub(crate) shared: Weak<Listener>,
    pub(crate) max_connections: usize,
    pub(crate) open: bool,
}

impl Listed {
    fn view(&self) -> ListenerView {
        let shared = self.shared.upgrade();
        let certificate = shared.as_ref().and_then(|listener| listener.certificate());
        ListenerView {
            name: self.bound.name.clone(),
            scheme: self.bound.scheme,
            address: self.bound.address.to_string(),
            path: self.bound.path.clone(),
            plugin: None,
            open: self.open,
            connections: Some(shared.map_or(0, |listener| listener.connections())),
            max_connections: self.max_connections,
            certificate_expires_at: certificate.map(|(_, end)| end),
        }
    }
}

/// A task of a plugin.
struct Task {
    abort: AbortHandle,
    /// Ends after it.
    watched: JoinHandle<()>,
    /// It ends by itself when the broker stops.
    ends: bool,
}

impl Ops {
    /// Starts the threads.
    ///
    /// # Errors
    /// Those of starting threads.
    pub(crate) fn start(events: Arc<Events>, presented: Arc<Presented>) -> io::Result<Arc<Self>> {
        let runtime = Builder::new_multi_thread()
            .worker_threads(THREADS)
            .thread_name("gmqtt-plugins")
            .enable_all()
            .build()?;
        Ok(Arc::new(Self {
            events,
            presented,
            handle: runtime.handle().clone(),
            runtime: Mutex::new(Some(runtime)),
            tasks: Mutex::default(),
            metrics: Mutex::default(),
            routes: Mutex::default(),
            bound: Mutex::default(),
            listening: Mutex::default(),
        }))
    }

    /// The runtime of plugins.
    pub(crate) const fn handle(&self) -> &Handle {
        &self.handle
    }

    /// Ends the tasks of plugins, and waits for that a moment. Those that end by themselves get so long for it before.
    pub(crate) async fn end_tasks(&self, farewell: Duration) {
        let tasks = std::mem::take(&mut *self.tasks.lock());
        let (mut ending, mut tasks): (Vec<_>, Vec<_>) =
            tasks.into_iter().partition(|task| task.ends);
        let last_words = async {
            while let Some(task) = ending.last_mut() {
                let _ = (&mut task.watched).await;
                ending.pop();
            }
        };
        let _ = tokio::time::timeout(farewell, last_words).await;
        tasks.append(&mut ending);
        tasks.iter().for_each(|task| task.abort.abort());
        let all = async {
            for task in tasks {
                let _ = task.watched.await;
            }
        };
        if tokio::time::timeout(PATIENCE, all).await.is_err() {
            warn!("a task of a plugin does not end; it is left alone");
        }
        self.bound.lock().clear();
    }

    /// What the broker listens on now.
    pub(crate) fn set_listening(&self, listening: Vec<Listed>) {
        *self.listening.lock() = listening;
    }

    /// The metrics of plugins, asked now.
    pub(crate) fn metrics(&self) -> Vec<MetricFamily> {
        let sources = self.metrics.lock().clone();
        sources.iter().flat_map(|source| source.collect()).collect()
    }

    /// The routes of plugins.
    pub(crate) fn routes(&self) -> Vec<(&'static str, Route)> {
        self.routes.lock().clone()
    }

    /// The broker's listeners, and those of plugins.
    pub(crate) fn listeners(&self) -> Vec<ListenerView> {
        let mut all: Vec<_> = self.listening.lock().iter().map(Listed::view).collect();
        let presented = self.presented.read();
        all.extend(self.bound.lock().iter().map(|listener| {
            let name = listener.name.as_deref().unwrap_or_default();
            let is_its = |one: &&CertificateMetric| {
                let rest = name.strip_prefix(one.listener.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            ListenerView {
                certificate_expires_at: presented.iter().find(is_its).map(|one| one.expires_at),
                ..listener.clone()
            }
        }));
        all
    }
}

impl Host for Ops {
    fn spawn(
        &self,
        plugin: &'static str,
        task: &'static str,
        future: BoxFuture<'static, ()>,
        ends: bool,
    ) {
        let running = self.handle.spawn(future);
        let abort = running.abort_handle();
        let watched = self.handle.spawn(async move {
            if running.await.is_err_and(|end| end.is_panic()) {
                error!(plugin, task, "a task of a plugin panicked");
            }
        });
        let mut tasks = self.tasks.lock();
        tasks.retain(|task| !task.watched.is_finished());
        tasks.push(Task {
            abort,
            watched,
            ends,
        });
    }

    fn listen(&self, plugin: &'static str, name: &str, address: &str) -> io::Result<TcpListener> {
        let listener = listen(address)?;
        self.bound.lock().push(ListenerView {
            name: Some(name.to_owned()),
            scheme: "tcp",
            address: listener.local_addr()?.to_string(),
            path: None,
            plugin: Some(plugin),
            open: true,
            connections: None,
            max_connections: 0,
            certificate_expires_at: None,
        });
        Ok(listener)
    }

    fn tls(
        &self,
        key: &str,
        settings: &Tls,
        protocols: &[&'static [u8]],
    ) -> Result<Arc<dyn TlsConfigs>, (String, String)> {
        let loaded = Certificates::load(settings, protocols);
        let certificates = Arc::new(loaded.map_err(|error| (error.key.to_owned(), error.cause))?);
        let (name, label) = (Arc::from(key), Box::from(key));
        let look = |certificates: &Certificates| {
            if let Err(error) = certificates.refresh() {
                error!(%error, "the certificates of a plugin stay as they were");
            }
            certificates.own()
        };
        // `api.http[0].tls` is the section of `api.http[0]`, which is what listens.
        let place = key.strip_suffix(".tls").unwrap_or(key).to_owned();
        self.presented
            .watch(&certificates, place, Certificates::own);
        let watched = Arc::downgrade(&certificates);
        self.handle.spawn(listener::watch_files(
            watched,
            (Some(name), label),
            self.events.clone(),
            look,
        ));
        Ok(certificates)
    }

    fn set_listeners(&self, plugin: &'static str, listeners: Vec<ListenerView>) {
        let mut bound = self.bound.lock();
        bound.retain(|listener| listener.plugin != Some(plugin));
        bound.extend(listeners.into_iter().map(|listener| ListenerView {
            plugin: Some(plugin),
            ..listener
        }));
    }

    fn register_metrics(&self, _: &'static str, source: Arc<dyn MetricSource>) {
        self.metrics.lock().push(source);
    }

    fn register_route(&self, plugin: &'static str, route: Route) {
        self.routes.lock().push((plugin, route));
    }
}

impl Drop for Ops {
    /// May happen inside of another runtime, which must not wait.
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.get_mut().take() {
            runtime.shutdown_background();
        }
    }
}

/// An empty host means every address, IPv6 and IPv4.
fn listen(address: &str) -> io::Result<TcpListener> {
    let socket = match address.strip_prefix(':') {
        Some(port) => {
            let port = port
                .parse()
                .map_err(|_| io::Error::new(io::ErrorKind::InvalidInput, "not a port"))?;
            bind::open_any(port)?
        }
        None => {
            let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
            let mut open =
                |candidate: SocketAddr| bind::open(candidate).map_err(|error| last = error).ok();
            let found = address.to_socket_addrs()?.find_map(&mut open);
            found.ok_or(last)?
        }
    };
    socket.set_nonblocking(true)?;
    Ok(socket.into())
}
