//! A broker whose metrics are scraped.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::ops::Deref;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::time::Duration;

use gmqtt_config::{ApiEndpoint, Config, ListenAddress, Listener, Tls};
use gmqtt_plugin_api::{BrokerHandle, HookSet, Plugin, PluginContext, PluginError};
use gmqtt_prometheus::Prometheus;
use tempfile::TempDir;

use crate::support::Broker;

/// A broker with the plugin `prometheus` on a port of its own.
pub(super) struct Watched {
    broker: Broker,
    handle: BrokerHandle,
}

/// What a scrape said: series in Prometheus's spelling, with their values.
pub(super) type Series = BTreeMap<String, f64>;

impl Watched {
    pub(super) fn start() -> Self {
        Self::with(Vec::new(), |_| {})
    }

    /// With other plugins, too.
    pub(super) fn with(plugins: Vec<Arc<dyn Plugin>>, configure: impl FnOnce(&mut Config)) -> Self {
        let (handles, handle) = sync_channel(1);
        let mut all: Vec<Arc<dyn Plugin>> = vec![Arc::new(Prometheus), Arc::new(Witness(handles))];
        all.extend(plugins);
        let broker = Broker::with_plugins(all, |config| {
            config.plugins.prometheus.listen_address = ListenAddress::new("127.0.0.1", 0);
            configure(config);
        });
        let handle = handle.recv().expect("the plugin was loaded");
        Self { broker, handle }
    }

    /// As plugins have it.
    pub(super) fn handle(&self) -> &BrokerHandle {
        &self.handle
    }

    /// Where the metrics are.
    pub(super) fn metrics_address(&self) -> SocketAddr {
        let listeners = self.handle.listeners();
        let of_plugin = listeners.iter().find(|it| it.plugin == Some("prometheus"));
        let address = &of_plugin.expect("metrics are served").address;
        address.parse().expect("an address")
    }

    /// The text that Prometheus gets.
    pub(super) fn text(&self) -> String {
        let (head, body) = get(self.metrics_address(), "/metrics");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        body
    }

    /// All series but those of the process, which move by themselves.
    pub(super) fn scrape(&self) -> Series {
        let text = self.text();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let series = lines.map(|line| {
            let (name, value) = line.rsplit_once(' ').expect("a name and a value");
            (name.to_owned(), value.parse().expect("a number"))
        });
        series
            .filter(|(name, _)| !name.starts_with("process_"))
            .collect()
    }

    /// One series.
    #[track_caller]
    pub(super) fn value(&self, name: &str) -> f64 {
        let all = self.scrape();
        *all.get(name)
            .unwrap_or_else(|| panic!("{name} in {all:#?}"))
    }
}

impl Deref for Watched {
    type Target = Broker;

    fn deref(&self) -> &Broker {
        &self.broker
    }
}

/// What one scrape says more than the one before it. Series that are the same in both are left out, and so are latencies, of which
/// nobody knows how long they will be.
pub(super) fn moved(before: &Series, after: &Series) -> Series {
    let latency = |name: &str| name.contains("_seconds_");
    let changes = after.iter().filter(|(name, _)| !latency(name));
    let changes = changes.map(|(name, value)| {
        let old = before.get(name).copied().unwrap_or(0.0);
        (name.clone(), value - old)
    });
    changes.filter(|(_, change)| *change != 0.0).collect()
}

/// As [`moved`] gives it.
pub(super) fn series<const N: usize>(expected: [(&str, i32); N]) -> Series {
    expected
        .into_iter()
        .map(|(name, value)| (name.to_owned(), f64::from(value)))
        .collect()
}

/// Head and body of the answer to a GET.
pub(super) fn get(address: SocketAddr, path: &str) -> (String, String) {
    let request = format!("GET {path} HTTP/1.1\r\nHost: gmqtt\r\nAccept: text/plain\r\n\r\n");
    ask(address, request.as_bytes())
}

/// Head and body of the answer to any request.
pub(super) fn ask(address: SocketAddr, request: &[u8]) -> (String, String) {
    let mut stream = TcpStream::connect(address).expect("metrics are served");
    let limit = Some(Duration::from_secs(20));
    stream.set_read_timeout(limit).expect("a read timeout");
    stream.write_all(request).expect("sent");
    let mut answer = String::new();
    stream
        .read_to_string(&mut answer)
        .expect("an answer, then the end");
    let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
    (head.to_owned(), body.to_owned())
}

/// A certificate for localhost, in files.
pub(super) struct Certificate {
    folder: TempDir,
}

impl Certificate {
    pub(super) fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]);
        let made = made.expect("a certificate");
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in [
            ("cert.pem", made.cert.pem()),
            ("key.pem", made.signing_key.serialize_pem()),
        ] {
            std::fs::write(folder.path().join(name), text).expect("written");
        }
        Self { folder }
    }

    /// A TLS listener that presents it.
    pub(super) fn listener(&self) -> Listener {
        Listener {
            address: ListenAddress::new("127.0.0.1", 0).into(),
            tls: Some(self.tls()),
            ..Listener::default()
        }
    }

    /// An endpoint of the admin API that presents it.
    pub(super) fn endpoint(&self) -> ApiEndpoint {
        ApiEndpoint {
            address: ListenAddress::new("127.0.0.1", 0).into(),
            tls: Some(self.tls()),
            ..ApiEndpoint::default()
        }
    }

    fn tls(&self) -> Tls {
        Tls {
            cert: Some(self.folder.path().join("cert.pem")),
            key: Some(self.folder.path().join("key.pem")),
            ..Tls::default()
        }
    }
}

/// Passes on what plugins are given.
struct Witness(SyncSender<BrokerHandle>);

impl Plugin for Witness {
    fn name(&self) -> &'static str {
        "witness"
    }

    fn hooks(&self) -> HookSet {
        HookSet::NONE
    }

    fn load(&self, context: PluginContext) -> Result<(), PluginError> {
        let _ = self.0.send(context.broker().clone());
        Ok(())
    }
}
