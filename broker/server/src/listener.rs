//! Accepting connections: who may connect, and what stands between the bytes and the system.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::{Duration, SystemTime};

use gmqtt_config::{BindAddress, Network};
use gmqtt_plugin_api::{ConnectionFailure, EventKind, Limit, Note, Peer, Severity};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tracing::{debug, error, info, warn};

use crate::bind::{Acceptor, ip_address};
use crate::broker::Broker;
use crate::certificate_end::{End, Warnings};
use crate::connection::Connection;
use crate::events::Events;
use crate::gate::Pass;
use crate::transport::{
    Certificates, NoHeader, Passed, Socket, Stream, Tls, TlsError, Turnstile, WebSocket,
    take_header,
};

/// How long accepting rests when the process has no file descriptor left.
const REST: Duration = Duration::from_millis(100);
/// How often certificates are looked at.
const WATCH: Duration = Duration::from_secs(2);
/// What stands for the address of a client on a unix socket, which has none.
const NO_ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// What all connections of a listener have in common.
pub(crate) struct Listener {
    name: Option<Arc<str>>,
    /// What it is called: its name, or its address.
    label: Box<str>,
    certificates: Option<Certificates>,
    websocket: Option<Arc<gmqtt_config::WebSocket>>,
    /// Handshakes that compute.
    places: Arc<Semaphore>,
    allow: Vec<Network>,
    deny: Vec<Network>,
    /// Whether clients without a user name get in.
    anonymous: Option<bool>,
    mount_point: Option<Arc<str>>,
    /// Connections begin with the PROXY protocol.
    proxied: bool,
    trusted: Vec<Network>,
    max_connections: usize,
    connections: AtomicUsize,
}

/// One of the connections that the listener, the broker and an address may have.
pub(crate) struct Place {
    pass: Pass,
    _counted: Counted,
}

/// One of the connections of a listener.
struct Counted(Arc<Listener>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Listener {
    /// Reads the files that the listener needs.
    ///
    /// # Errors
    /// The first that does not work.
    pub(crate) fn new(
        configured: &gmqtt_config::Listener,
        places: Arc<Semaphore>,
    ) -> Result<Self, TlsError> {
        // Browsers negotiate the protocol that is upgraded.
        let protocol: &'static [u8] = match configured.websocket {
            None => b"mqtt",
            Some(_) => b"http/1.1",
        };
        let load = |tls| Certificates::load(tls, &[protocol]);
        Ok(Self {
            name: configured.name.as_deref().map(Arc::from),
            label: match &configured.name {
                Some(name) => name.as_str().into(),
                None => configured.address.brief().into(),
            },
            certificates: configured.tls.as_ref().map(load).transpose()?,
            websocket: configured.websocket.clone().map(Arc::new),
            places,
            allow: configured.allow.clone(),
            deny: configured.deny.clone(),
            anonymous: configured.anonymous,
            mount_point: configured.mount_point.as_deref().map(Arc::from),
            proxied: configured.proxy_protocol,
            trusted: configured.trusted.clone(),
            max_connections: match configured.max_connections {
                0 => usize::MAX,
                most => usize::try_from(most).unwrap_or(usize::MAX),
            },
            connections: AtomicUsize::new(0),
        })
    }

    /// Connections that are open.
    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::Relaxed)
    }

    /// How many may be; 0 is any number.
    pub(crate) fn max_connections(&self) -> usize {
        match self.max_connections {
            usize::MAX => 0,
            most => most,
        }
    }

    /// What the URLs of its clients start with.
    pub(crate) fn scheme(configured: &gmqtt_config::Listener) -> &'static str {
        match (&configured.websocket, &configured.tls) {
            (None, None) if matches!(configured.address, BindAddress::Unix(_)) => "unix",
            (None, None) => "tcp",
            (None, Some(_)) => "tls",
            (Some(_), None) => "ws",
            (Some(_), Some(_)) => "wss",
        }
    }

    /// The holder of the certificate that the listener presents, and when it ends.
    pub(crate) fn certificate(&self) -> Option<(String, SystemTime)> {
        self.certificates.as_ref()?.own()
    }

    /// Accepts until the task is aborted.
    pub(crate) async fn accept(self: Arc<Self>, broker: Arc<Broker>, acceptor: Acceptor) {
        loop {
            match acceptor.accept().await {
                Ok((socket, remote)) => {
                    if let Err(error) = self.admit(&broker, socket, remote) {
                        warn!(%error, "cannot serve a connection");
                    }
                }
                Err(error) if is_of_the_connection(&error) => {
                    debug!(%error, "a connection was gone before it was accepted")
                }
                Err(error) => {
                    warn!(%error, "cannot accept connections; trying again (is the file limit reached?)");
                    sleep(REST).await;
                }
            }
        }
    }

    /// Reads certificates, authorities and revocation lists again if their files changed, for new handshakes.
    ///
    /// # Errors
    /// What is wrong with them, in words; the old ones stay in use.
    pub(crate) fn refresh(&self, events: &Events) -> Result<(), String> {
        let Some(certificates) = &self.certificates else {
            return Ok(());
        };
        let listener = self.name.as_deref();
        match certificates.refresh() {
            Ok(false) => Ok(()),
            Ok(true) => {
                info!(
                    listener,
                    "the certificates changed: new connections use the new ones"
                );
                let text = "the certificate has changed: new connections use the new one";
                events.note(Note::new(EventKind::Certificate, &*self.label, text));
                Ok(())
            }
            Err(error) => {
                error!(
                    listener,
                    "the changed certificates do not work, the old ones stay in use: {error}"
                );
                let text = format!(
                    "the changed certificate does not work, the old one stays in use: {error}"
                );
                let note = Note::new(EventKind::Certificate, &*self.label, text);
                events.note(note.severity(Severity::Error));
                Err(error.to_string())
            }
        }
    }

    fn admit(
        self: &Arc<Self>,
        broker: &Arc<Broker>,
        socket: OwnedFd,
        remote: Option<SocketAddr>,
    ) -> io::Result<()> {
        let remote = remote.map(unmapped);
        let mut place = match self.take_place(broker) {
            Ok(place) => place,
            Err(limit) => {
                self.refuse(broker, limit, remote);
                return Ok(());
            }
        };
        let local = rustix::net::getsockname(&socket).ok().and_then(ip_address);
        let peer = Peer {
            remote: remote.unwrap_or(NO_ADDRESS),
            local: local.map_or(NO_ADDRESS, unmapped),
            listener: self.name.clone(),
            certificate_name: None,
            anonymous: self.anonymous,
            mount_point: self.mount_point.clone(),
        };
        let stream = Stream::new(socket)?;
        if !self.proxied {
            if remote.is_none_or(|remote| self.lets_in(broker, &mut place, remote)) {
                tokio::spawn(Connection::new(
                    broker.clone(),
                    self.dress(stream)?,
                    peer,
                    place,
                ));
            }
        } else if remote.is_none_or(|remote| is_in(&self.trusted, remote)) {
            tokio::spawn(
                self.clone()
                    .admit_behind_proxy(broker.clone(), stream, peer, place),
            );
        } else {
            self.refuse(broker, Limit::Network, remote);
        }
        Ok(())
    }

    /// The connection is that of the client whom the proxy names.
    async fn admit_behind_proxy(
        self: Arc<Self>,
        broker: Arc<Broker>,
        stream: Stream,
        mut peer: Peer,
        mut place: Place,
    ) {
        let proxy = peer.remote;
        let deadline = broker.settings().1.connect_timeout;
        let passed: Passed = match timeout(deadline, take_header(&stream)).await {
            Ok(Ok(passed)) => passed,
            Ok(Err(NoHeader::Wrong(what))) => {
                info!(address = %proxy, listener = self.name.as_deref(), "refused a connection: {what}");
                broker
                    .counters
                    .connection_failed(ConnectionFailure::NotMqtt);
                return;
            }
            Ok(Err(error @ NoHeader::Network(_))) => {
                debug!(address = %proxy, %error, "a proxy said nothing");
                broker.counters.connection_failed(ConnectionFailure::Lost);
                return;
            }
            Err(_) => {
                debug!(address = %proxy, "no PROXY protocol header in time");
                broker
                    .counters
                    .connection_failed(ConnectionFailure::Timeout);
                return;
            }
        };
        if let Some((source, destination)) = passed {
            (peer.remote, peer.local) = (unmapped(source), unmapped(destination));
            if !self.lets_in(&broker, &mut place, peer.remote) {
                return;
            }
        }
        match self.dress(stream) {
            Ok(socket) => Connection::new(broker, socket, peer, place).await,
            Err(error) => warn!(%error, "cannot serve a connection"),
        }
    }

    /// Whether the lists of networks and the limits for one address let an address in.
    fn lets_in(&self, broker: &Broker, place: &mut Place, remote: SocketAddr) -> bool {
        let allowed = self.allow.is_empty() || is_in(&self.allow, remote);
        if !allowed || is_in(&self.deny, remote) {
            self.refuse(broker, Limit::Network, Some(remote));
            return false;
        }
        let (limits, now) = (broker.limits(), broker.clock.now());
        let entered = place.pass.set_address(remote.ip(), &limits, now);
        if let Err(limit) = entered {
            self.refuse(broker, limit, Some(remote));
        }
        entered.is_ok()
    }

    /// A place for one more connection, if there is one.
    fn take_place(self: &Arc<Self>, broker: &Broker) -> Result<Place, Limit> {
        let before = self.connections.fetch_add(1, Ordering::Relaxed);
        let counted = Counted(self.clone());
        if before >= self.max_connections {
            return Err(Limit::ListenerConnections);
        }
        let pass = broker.gate.enter(&broker.limits())?;
        Ok(Place {
            pass,
            _counted: counted,
        })
    }

    fn refuse(&self, broker: &Broker, limit: Limit, remote: Option<SocketAddr>) {
        let (failure, why) = match limit {
            Limit::Network => (ConnectionFailure::Address, "its network is not allowed"),
            _ => (ConnectionFailure::Limit, "a limit is reached"),
        };
        broker.counters.connection_failed(failure);
        broker.refusals.note(limit, broker.clock.now(), || {
            let address = remote.unwrap_or(NO_ADDRESS);
            warn!(
                listener = self.name.as_deref(),
                %address,
                limit = limit.label(),
                "refused a connection: {why}"
            );
        });
    }

    /// Puts the listener's layers around a socket.
    fn dress(&self, stream: Stream) -> io::Result<Socket> {
        let tls = match &self.certificates {
            None => None,
            Some(certificates) => Some(Tls::new(
                certificates.config(),
                certificates.username_from(),
                Turnstile::new(self.places.clone()),
            )?),
        };
        let websocket = self.websocket.clone().map(WebSocket::new);
        Ok(Socket::new(stream, tls, websocket))
    }
}

/// Looks at the listener's files now and then, as long as there is a listener, and warns when its certificate ends.
pub(crate) async fn watch(listener: Weak<Listener>, events: Arc<Events>) {
    let Some((name, label)) = listener
        .upgrade()
        .map(|it| (it.name.clone(), it.label.clone()))
    else {
        return;
    };
    let seen_by = events.clone();
    let look = move |listener: &Listener| {
        let _ = listener.refresh(&seen_by);
        listener.certificates.as_ref()?.own()
    };
    watch_files(listener, (name, label), events, look).await;
}

/// Looks at the files of something now and then, as long as it is there. It has a name in the log, and a label in events.
pub(crate) async fn watch_files<T: Send + Sync + 'static>(
    watched: Weak<T>,
    (name, label): (Option<Arc<str>>, Box<str>),
    events: Arc<Events>,
    look: impl Fn(&T) -> Option<(String, SystemTime)> + Clone + Send + 'static,
) {
    let mut warnings = Warnings::default();
    while let Some(watched) = watched.upgrade() {
        let look = look.clone();
        let look = move || look(&watched);
        if let Ok(Some((subject, end))) = tokio::task::spawn_blocking(look).await {
            let (name, now) = (name.as_deref(), SystemTime::now());
            match warnings.due(end, now) {
                None => {}
                Some(End::Over) => {
                    error!(listener = name, subject, "the certificate has expired");
                    let text = "the certificate has expired";
                    let note = Note::new(EventKind::Certificate, &*label, text);
                    let note = note.severity(Severity::Error);
                    events.note(note.with("subject", &subject));
                }
                Some(End::In(days)) => {
                    warn!(
                        listener = name,
                        subject, days, "the certificate expires in so many days"
                    );
                    let text = format!("the certificate expires in {days} days");
                    let note = Note::new(EventKind::Certificate, &*label, text);
                    let note = note.severity(Severity::Warning);
                    events.note(note.with("subject", &subject));
                }
            }
        }
        sleep(WATCH).await;
    }
}

fn is_in(networks: &[Network], address: SocketAddr) -> bool {
    networks
        .iter()
        .any(|network| network.contains(address.ip()))
}

/// An IPv4 address that came in through an IPv6 socket, as people know it.
fn unmapped(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}
