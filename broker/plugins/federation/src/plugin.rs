//! The plugin: its configuration, its sockets and its tasks.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use gmqtt_admin_api::{Fault, Reason};
use gmqtt_config::{
    ClientCertificates, Config, Federation, FederationOpen, FederationTls, OnPartition as Wanted,
    PersistenceType, Tls,
};
use gmqtt_plugin_api::cluster::Cluster;
use gmqtt_plugin_api::{HookSet, NotServed, Plugin, PluginContext, PluginError, TlsConfigs};
use parking_lot::Mutex;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::{error, info, warn};

use crate::core::Core;
use crate::gossip::address;
use crate::gossip::seal::Refused;
use crate::gossip::snapshot::{Snapshot, SnapshotFile};
use crate::gossip::socket::{SealedTransport, wall};
use crate::metrics::Figures;
use crate::presence::{Beginning, Joining, Presence};
use crate::secret::ClusterSecret;
use crate::wire::accept::Acceptor;
use crate::wire::dial::Dialer;
use crate::wire::proof::Prover;
use crate::wire::tls::H2;
use crate::{NodeName, OnPartition, Run, Settings};

/// The plugin `federation`: this broker is one of many that act as one.
#[derive(Default)]
pub struct FederationPlugin {
    pub(crate) running: Arc<Running>,
}

/// What runs; nothing before the plugin is loaded.
#[derive(Default)]
pub(crate) struct Running {
    core: Mutex<Option<Arc<Core>>>,
    presence: watch::Sender<Option<Arc<Presence>>>,
}

/// The sockets are bound and the API is open: what is left to begin takes no longer than that.
const BEGINS_WITHIN: Duration = Duration::from_secs(5);

impl Running {
    pub(crate) fn core(&self) -> Result<Arc<Core>, Fault> {
        self.core.lock().clone().ok_or_else(not_loaded)
    }

    /// This node as others see it. Who asks while it is about to begin waits for it.
    pub(crate) async fn presence(&self) -> Result<Arc<Presence>, Fault> {
        self.core()?;
        let mut begins = self.presence.subscribe();
        let begun = timeout(BEGINS_WITHIN, begins.wait_for(Option::is_some)).await;
        let presence = begun.ok().and_then(|begun| begun.ok()?.clone());
        presence.ok_or_else(|| {
            let words = "the federation has not begun: the log says why; try again in a moment";
            Fault::new(Reason::Unavailable, words)
        })
    }
}

fn not_loaded() -> Fault {
    let words = "the plugin `federation` is not loaded: add it to `plugin_order`";
    Fault::new(Reason::NotEnabled, words)
}

impl FederationPlugin {
    /// A plugin that knows no other node before it is loaded.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Plugin for FederationPlugin {
    fn name(&self) -> &'static str {
        "federation"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let config = context.config().clone();
        let settings = &config.plugins.federation;
        protected(&config)?;
        let secret = secret(settings)?;
        let (file, snapshot) = snapshot(settings)?;
        let name = node_name(settings);
        let run = Run(wall().max(snapshot.run.0 + 1));
        let sockets = Sockets::bind(&context, settings)?;
        let prover = Prover::new(&secret).map_err(|_| NO_CRYPTOGRAPHY)?;
        let core = Arc::new(Core::new(name.clone(), run, how(&config)));
        let (gossip_refused, links_refused) = (Refused::default(), Arc::new(AtomicU64::new(0)));
        let acceptor = Acceptor::new(
            core.clone(),
            name.clone(),
            run,
            prover.clone(),
            links_refused.clone(),
        );
        let dialer = Dialer {
            core: core.clone(),
            name: name.clone(),
            run,
            prover,
            tls: settings.tls.clone(),
        };
        let joining = joining(settings, snapshot);
        let control = context.broker().cluster_control();
        let control = control.ok_or("this broker cannot be one of many")?;
        if !joining.nodes.is_empty() {
            control.hold_back(Some("it has not joined the other nodes yet"));
        }
        let gossip = Arc::new(SealedTransport::new(
            sockets.gossip,
            secret,
            gossip_refused.clone(),
        ));
        info!(node = %name, links = %sockets.link_address, gossip = %sockets.gossip_address, "this broker is a node of a federation");
        let beginning = Beginning {
            name,
            run,
            core: core.clone(),
            dialer: Arc::new(dialer),
            broker: context.broker().clone(),
            control: control.clone(),
            joining,
            snapshot: file,
            gossip: sockets.gossip_address,
            address: sockets.link_address,
        };
        *self.running.core.lock() = Some(core.clone());
        context.register_metrics(Arc::new(Figures {
            running: self.running.clone(),
            gossip_refused,
            links_refused,
        }));
        context.spawn("node", core.carry_out(control));
        context.spawn(
            "links",
            Arc::new(acceptor).serve(sockets.links, sockets.tls),
        );
        context.spawn_to_end(
            "membership",
            be_present(beginning, gossip, self.running.clone()),
        );
        Ok(())
    }

    fn cluster(&self) -> Option<Arc<dyn Cluster>> {
        let core = self.running.core.lock().clone()?;
        Some(core)
    }

    fn unload(&self) {
        self.running.presence.send_replace(None);
    }
}

async fn be_present(beginning: Beginning, gossip: Arc<SealedTransport>, running: Arc<Running>) {
    match Presence::begin(beginning, &gossip).await {
        Ok(presence) => {
            running.presence.send_replace(Some(presence.clone()));
            let joining = async {
                presence.clone().join().await;
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = presence.clone().run() => {}
                () = joining => {}
            }
        }
        Err(error) => error!(%error, "this broker cannot look for other nodes"),
    }
}

/// What is bound, and what others are told of it.
struct Sockets {
    links: std::net::TcpListener,
    tls: Option<Arc<dyn TlsConfigs>>,
    link_address: String,
    gossip: std::net::UdpSocket,
    gossip_address: SocketAddr,
}

impl Sockets {
    fn bind(context: &PluginContext, settings: &Federation) -> Result<Self, PluginError> {
        let bound = settings.fed_addr.to_string();
        let links = context.listen("plugins.federation.fed_addr", &bound)?;
        let tls = match &settings.tls {
            Some(files) => Some(context.tls("plugins.federation.tls", &both_ways(files), &[H2])?),
            None => None,
        };
        let gossip = address::bind(&settings.gossip_addr).map_err(|error| {
            let (to, key) = (&settings.gossip_addr, "plugins.federation.gossip_addr");
            io::Error::new(error.kind(), format!("cannot bind {to} (`{key}`): {error}"))
        })?;
        let gossip_address = address::advertised(
            settings.advertise_gossip_addr.as_ref(),
            gossip.local_addr()?,
            &settings.retry_join,
        );
        let gossip_address = gossip_address.map_err(|error| NotServed {
            what: format!("it is not known where other nodes reach this one: {error}"),
            hint: "set plugins.federation.advertise_gossip_addr to an address of this machine"
                .to_owned(),
        })?;
        let port = links.local_addr()?.port();
        let link_address = match &settings.advertise_fed_addr {
            Some(said) if said.port == 0 => shown(&said.host, port),
            Some(said) => said.to_string(),
            None if settings.fed_addr.is_wildcard() => {
                shown(&gossip_address.ip().to_string(), port)
            }
            None => shown(&settings.fed_addr.host, port),
        };
        Ok(Self {
            links,
            tls,
            link_address,
            gossip,
            gossip_address,
        })
    }
}

/// # Errors
/// When other machines reach what nothing protects. A file of the Go broker, which had no protection, is served with a warning.
fn protected(config: &Config) -> Result<(), NotServed> {
    for open in config.plugins.federation.open_to_others() {
        let (key, lacks, anybody) = match open {
            FederationOpen::Links => ("fed_addr", "tls", "read messages and publish"),
            FederationOpen::Gossip => ("gossip_addr", "cluster_secret", "join"),
        };
        let what = format!(
            "other machines reach `plugins.federation.{key}` and there is no `{lacks}`: anybody could {anybody}"
        );
        if config.compat.is_some() {
            warn!("{what}");
            continue;
        }
        return Err(NotServed {
            what,
            hint: format!(
                "set plugins.federation.{lacks}, bind 127.0.0.1, or accept it: plugins.federation.insecure: true"
            ),
        });
    }
    Ok(())
}

fn shown(host: &str, port: u16) -> String {
    gmqtt_config::PeerAddress::new(host, port).to_string()
}

/// For the end that accepts: the other has to show a certificate, too.
fn both_ways(files: &FederationTls) -> Tls {
    Tls {
        cert: Some(files.cert.clone()),
        key: Some(files.key.clone()),
        cacert: Some(files.cacert.clone()),
        verify: ClientCertificates::Required,
        ..Tls::default()
    }
}

/// The file that remembers the other nodes, and what is in it.
fn snapshot(settings: &Federation) -> Result<(SnapshotFile, Snapshot), NotServed> {
    let file = SnapshotFile(settings.snapshot_path.clone());
    match file.read() {
        Ok(snapshot) => Ok((file, snapshot)),
        Err(error) => Err(NotServed {
            what: format!("`plugins.federation.snapshot_path` cannot be read: {error}"),
            hint: "remove the file: the other nodes are found by `retry_join`".to_owned(),
        }),
    }
}

fn joining(settings: &Federation, snapshot: Snapshot) -> Joining {
    let rejoins = settings.rejoin_after_leave || !snapshot.has_left;
    Joining {
        nodes: settings.retry_join.clone(),
        before: if rejoins { snapshot.nodes } else { Vec::new() },
        interval: settings.retry_interval,
        timeout: settings.retry_timeout,
    }
}

fn how(config: &Config) -> Settings {
    let settings = &config.plugins.federation;
    let kind = config.persistence.kind;
    Settings {
        shares_store: kind == PersistenceType::Redis && config.redis_part().is_some(),
        on_partition: match settings.on_partition {
            Wanted::Serve => OnPartition::Serve,
            Wanted::Refuse => OnPartition::Refuse,
        },
        most_waiting: usize::try_from(settings.queue_bytes).unwrap_or(usize::MAX),
        ..Settings::default()
    }
}

fn secret(settings: &Federation) -> Result<ClusterSecret, NotServed> {
    match &settings.cluster_secret_file {
        Some(path) => ClusterSecret::read(path).map_err(|error| NotServed {
            what: format!(
                "`plugins.federation.cluster_secret_file` does not work: {}: {error}",
                path.display()
            ),
            hint: "make one: openssl rand -base64 32 > FILE, and copy it to each node".to_owned(),
        }),
        None => Ok(ClusterSecret::new(
            settings.cluster_secret.expose().as_bytes(),
        )),
    }
}

/// The name of the configuration, or that of the machine.
fn node_name(settings: &Federation) -> NodeName {
    if let Some(name) = &settings.node_name {
        return NodeName::new(name);
    }
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    match machine.trim() {
        "" => NodeName::new("localhost"),
        name => NodeName::new(name),
    }
}

const NO_CRYPTOGRAPHY: &str = "keys cannot be made of the cluster secret";
