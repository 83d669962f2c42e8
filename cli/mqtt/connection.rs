//! The client machine on a socket: opens it, feeds the machine what arrives, writes what the machine says, keeps its time.
//!
//! [`Connection::next`] is cancel safe: it can stand in a `select!` beside a keyboard or a clock.

use std::{
    future::pending,
    io,
    net::{IpAddr, SocketAddr},
    ops::ControlFlow,
    sync::Arc,
    time::Duration,
};

use gmqtt_protocol::{
    PacketId, QoS, ReasonCode, Split,
    packet::{Disconnect, DisconnectProperties, SubscribeFilter},
    session::client::{Client, ClientOptions, Event, Message, SendError},
    split_frame,
};
use rustls::{ClientConfig, pki_types::ServerName};
use tokio::{
    io::{
        AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, ReadHalf, WriteHalf, split,
    },
    net::{TcpSocket, TcpStream, UnixStream, lookup_host},
    time::{Instant, sleep_until, timeout},
};
use tokio_rustls::TlsConnector;

use super::{
    Endpoint, Transport, refusal, tls,
    websocket::{self, Inbound, Opening},
};
use crate::{error::Error, exit::Exit};

/// Any stream of bytes.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

/// Where to connect to, and how.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) endpoint: Endpoint,
    /// There if the transport is encrypted.
    pub(crate) tls: Option<Arc<ClientConfig>>,
    /// The address of this machine to connect from.
    pub(crate) bind: Option<IpAddr>,
    /// The longest that connecting may take, TLS and WebSocket included.
    pub(crate) connect_timeout: Duration,
}

/// A connection that is over although nobody here wanted it.
#[derive(Debug)]
pub(crate) struct Lost {
    pub(crate) error: Error,
    /// Another attempt may work.
    pub(crate) again: bool,
}

/// What an observer of events says: go on, or leave what follows unread and unacknowledged.
pub(crate) type Flow = ControlFlow<()>;

/// A client with its socket.
pub(crate) struct Connection {
    pub(crate) client: Client,
    options: ClientOptions,
    link: Option<Link>,
    /// What it is connected to, for messages.
    name: String,
    /// What the machine wants to send.
    out: Vec<u8>,
    /// MQTT's bytes as they arrive, from `taken` on not yet shown to the machine.
    inbox: Vec<u8>,
    taken: usize,
    /// An observer stopped before the end of the inbox.
    stopped: bool,
    epoch: Instant,
    accepted: bool,
}

struct Link {
    reader: ReadHalf<Box<dyn Stream>>,
    writer: WriteHalf<Box<dyn Stream>>,
    /// What is to be written, of which `sent` has been.
    wire: Vec<u8>,
    sent: usize,
    /// Writing has failed; what the broker said before may still be read.
    broken: bool,
    /// The last read took all that there was room for.
    filled: bool,
    web: Option<Web>,
}

/// The frames around the bytes.
#[derive(Default)]
struct Web {
    inbound: Inbound,
    raw: Vec<u8>,
    replies: Vec<u8>,
}

/// What one read takes at first, and at most: who receives little needs little memory.
const READ_FIRST: usize = 4 * 1024;
const READ: usize = 64 * 1024;
/// With more than this to be written, nothing more is published.
const CONGESTED: usize = 256 * 1024;
/// With more than this to be written, nothing more is read.
const STUCK: usize = 4 * CONGESTED;
/// How long a farewell may take.
const FAREWELL: Duration = Duration::from_secs(2);

impl Connection {
    /// A client that is not connected.
    pub(crate) fn new(options: ClientOptions) -> Self {
        Self {
            client: Client::new(options.clone()),
            options,
            link: None,
            name: String::new(),
            out: Vec::new(),
            inbox: Vec::new(),
            taken: 0,
            stopped: false,
            epoch: Instant::now(),
            accepted: false,
        }
    }

    /// Connects and waits until the broker has accepted.
    ///
    /// # Errors
    /// [`Exit::Unreachable`] for a broker that cannot be reached, else what the broker's refusal says.
    pub(crate) async fn connect(
        &mut self,
        target: &Target,
        on: &mut impl FnMut(Event<'_>) -> Flow,
    ) -> Result<(), Lost> {
        self.hang_up();
        self.name = target.endpoint.to_string();
        let opened = timeout(target.connect_timeout, open(target)).await;
        let link = opened.unwrap_or_else(|_| {
            Err(unreachable(&target.endpoint).cause(format_args!(
                "no answer within {}",
                gmqtt_config::format_duration(target.connect_timeout)
            )))
        });
        self.link = Some(link.map_err(|error| Lost { error, again: true })?);
        self.client.connect(self.epoch.elapsed(), &mut self.out);
        while !self.client.is_connected() {
            let _ = self.next(on).await?;
        }
        self.accepted = true;
        Ok(())
    }

    /// Publishes. What it returns comes back in [`Event::Published`].
    pub(crate) fn publish(&mut self, message: &Message<'_>) -> Result<Option<PacketId>, SendError> {
        self.client
            .publish(message, self.epoch.elapsed(), &mut self.out)
    }

    /// Subscribes; the answer is [`Event::Subscribed`].
    pub(crate) fn subscribe(
        &mut self,
        filters: &[SubscribeFilter<'_>],
        identifier: Option<u32>,
    ) -> Result<PacketId, SendError> {
        self.client
            .subscribe(filters, identifier, self.epoch.elapsed(), &mut self.out)
    }

    /// Unsubscribes; the answer is [`Event::Unsubscribed`].
    pub(crate) fn unsubscribe(&mut self, filters: &[&str]) -> Result<PacketId, SendError> {
        self.client
            .unsubscribe(filters, self.epoch.elapsed(), &mut self.out)
    }

    /// Asks for [`Event::Pong`].
    pub(crate) fn ping(&mut self) -> Result<(), SendError> {
        self.client.ping(self.epoch.elapsed(), &mut self.out)
    }

    /// Sends bytes that the machine would not send, to see what a broker makes of them.
    pub(crate) fn send_as_it_is(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// A message of that QoS may be published now: the window is open, and the socket keeps up.
    pub(crate) fn has_room(&self, qos: QoS) -> bool {
        let waiting = self.link.as_ref().map_or(0, |link| link.wire.len());
        waiting + self.out.len() < CONGESTED && (qos == QoS::AtMostOnce || self.client.window() > 0)
    }

    /// All that was published is on its way, and answered where it is to be answered.
    pub(crate) fn is_done(&self) -> bool {
        let written = self.link.as_ref().is_none_or(|link| link.wire.is_empty());
        written && self.out.is_empty() && self.client.unfinished() == 0
    }

    /// Waits until something happens and deals with it: packets go to `on` as events. Tells whether `on` wanted to stop.
    /// Cancel safe.
    ///
    /// # Errors
    /// The connection is over.
    pub(crate) async fn next(
        &mut self,
        on: &mut impl FnMut(Event<'_>) -> Flow,
    ) -> Result<Flow, Lost> {
        if std::mem::take(&mut self.stopped) {
            return self.process(on);
        }
        self.queue();
        let deadline = self.client.deadline().map(|at| self.epoch + at);
        let Some(link) = &mut self.link else {
            return Err(self.over(&io::ErrorKind::NotConnected.into()));
        };
        let Link {
            reader,
            writer,
            wire,
            sent,
            broken,
            filled,
            web,
        } = link;
        let (writes, reads) = (!wire.is_empty() && !*broken, wire.len() < STUCK);
        let arrived = tokio::select! {
            arrived = receive(reader, web, &mut self.inbox, filled), if reads => arrived,
            written = write_out(writer, wire, sent), if writes => {
                // What the broker has said about it comes before its end.
                *broken = written.is_err();
                Ok(true)
            }
            () = until(deadline) => Ok(true),
        };
        let flow = self.process(on)?;
        match arrived {
            Ok(true) => Ok(flow),
            Ok(false) => Err(self.over(&io::ErrorKind::UnexpectedEof.into())),
            Err(error) => Err(self.over(&error)),
        }
    }

    /// Says good-bye, and waits until it is said.
    pub(crate) async fn disconnect(&mut self) {
        let farewell = Disconnect {
            reason: ReasonCode::Success,
            properties: DisconnectProperties::default(),
        };
        self.client.disconnect(&farewell, &mut self.out);
        self.queue();
        if let Some(link) = &mut self.link {
            if link.web.is_some() {
                websocket::close(&mut link.wire);
            }
            let _ = timeout(FAREWELL, link.end()).await;
        }
        self.hang_up();
    }

    fn hang_up(&mut self) {
        self.client.closed();
        self.link = None;
        self.out.clear();
        self.inbox.clear();
        self.taken = 0;
        self.stopped = false;
        self.accepted = false;
    }

    /// Moves what the machine said to the socket's side.
    fn queue(&mut self) {
        let Some(link) = &mut self.link else { return };
        match &mut link.web {
            None if link.wire.is_empty() => std::mem::swap(&mut link.wire, &mut self.out),
            None => link.wire.append(&mut self.out),
            Some(web) => {
                link.wire.append(&mut web.replies);
                if !self.out.is_empty() {
                    websocket::wrap(&self.out, &mut link.wire);
                    self.out.clear();
                }
            }
        }
    }

    /// Shows the machine what has arrived, packet by packet, and what time it is.
    fn process(&mut self, on: &mut impl FnMut(Event<'_>) -> Flow) -> Result<Flow, Lost> {
        let Self {
            client,
            options,
            out,
            inbox,
            taken,
            accepted,
            ..
        } = self;
        let now = self.epoch.elapsed();
        let limit = options.maximum_packet_size.get();
        let mut lost = None;
        let mut observe = |event: Event<'_>| {
            if let Event::Closed(closed) = &event {
                lost = Some(refusal::lost(closed, options, *accepted));
            }
            on(event)
        };
        let mut flow = Flow::Continue(());
        while flow.is_continue() && !client.is_closed() && *taken < inbox.len() {
            let rest = &inbox[*taken..];
            let packet = match split_frame(rest, limit) {
                Ok(Split::Complete(frame)) => frame.wire.len(),
                Ok(Split::Incomplete { .. }) => break,
                Err(_) => rest.len(), // for the machine to say what is wrong
            };
            *taken += packet;
            client.received(&rest[..packet], now, out, &mut |event| {
                flow = observe(event);
            });
        }
        client.timeout(now, out, &mut |event| flow = observe(event));
        inbox.drain(..*taken);
        *taken = 0;
        self.stopped = flow.is_break();
        self.queue();
        match lost {
            None => Ok(flow),
            Some(lost) => {
                self.link = None;
                Err(lost)
            }
        }
    }

    /// The stream has ended without a word of MQTT.
    fn over(&mut self, why: &io::Error) -> Lost {
        let accepted = self.accepted;
        self.hang_up();
        let cause = match why.kind() {
            io::ErrorKind::UnexpectedEof => "it closed the connection".to_owned(),
            _ => why.to_string(),
        };
        let error = match accepted {
            true => Error::new(
                Exit::Unreachable,
                format!("the connection to {} was lost", self.name),
            )
            .cause(cause),
            false => Error::new(Exit::Unreachable, format!("not connected to {}", self.name))
                .cause(format_args!("{cause} without an answer"))
                .hint("does this port speak MQTT, this version of it, and without TLS if you ask for none?"),
        };
        Lost { error, again: true }
    }
}

impl Link {
    /// Writes what is left and closes; waits for the other side to do so too, since closing on what it still sends would
    /// take from it what it has not read.
    async fn end(&mut self) -> io::Result<()> {
        write_out(&mut self.writer, &mut self.wire, &mut self.sent).await?;
        self.writer.shutdown().await?;
        let mut rest = Vec::with_capacity(READ);
        while self.reader.read_buf(&mut rest).await? > 0 {
            rest.clear();
        }
        Ok(())
    }
}

/// Reads once. False when the other side has closed.
async fn receive(
    reader: &mut ReadHalf<Box<dyn Stream>>,
    web: &mut Option<Web>,
    inbox: &mut Vec<u8>,
    filled: &mut bool,
) -> io::Result<bool> {
    let Some(web) = web else {
        // Twice as much as the last time, when that was all taken.
        let room = (2 * inbox.capacity()).clamp(READ_FIRST, READ);
        if inbox.capacity() - inbox.len() < READ_FIRST || *filled {
            inbox.reserve(room);
        }
        let read = reader.read_buf(inbox).await?;
        *filled = inbox.len() == inbox.capacity() && inbox.capacity() < READ;
        return Ok(read > 0);
    };
    web.raw.reserve(READ);
    if reader.read_buf(&mut web.raw).await? == 0 {
        return Ok(false);
    }
    web.inbound
        .take_off(&mut web.raw, inbox, &mut web.replies)
        .map_err(io::Error::other)
}

/// Writes all of `wire`. Cancel safe: `sent` tells how far it got.
async fn write_out(
    writer: &mut WriteHalf<Box<dyn Stream>>,
    wire: &mut Vec<u8>,
    sent: &mut usize,
) -> io::Result<()> {
    while *sent < wire.len() {
        match writer.write(&wire[*sent..]).await? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            written => *sent += written,
        }
    }
    writer.flush().await?;
    wire.clear();
    *sent = 0;
    Ok(())
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(at) => sleep_until(at).await,
        None => pending().await,
    }
}

/// Opens the stream that MQTT goes over.
async fn open(target: &Target) -> Result<Link, Error> {
    let endpoint = &target.endpoint;
    let failed = |error: io::Error| unreachable(endpoint).cause(error);
    let mut stream: Box<dyn Stream> = match (endpoint.transport, &target.tls) {
        (Transport::Unix, _) => {
            Box::new(UnixStream::connect(&endpoint.host).await.map_err(failed)?)
        }
        (_, None) => Box::new(dial(target).await?),
        (_, Some(config)) => {
            let name = ServerName::try_from(endpoint.host.clone()).map_err(|_| {
                Error::new(
                    Exit::Usage,
                    format!(
                        "`{}` is not a name that a certificate can have",
                        endpoint.host
                    ),
                )
            })?;
            let tcp = dial(target).await?;
            let connected = TlsConnector::from(config.clone()).connect(name, tcp).await;
            Box::new(connected.map_err(|error| {
                match error.get_ref().and_then(|inner| inner.downcast_ref()) {
                    Some(why) => tls::explain(unreachable(endpoint), why),
                    None => unreachable(endpoint)
                        .cause(format_args!("no TLS: {error}"))
                        .hint("does this port speak TLS?"),
                }
            })?)
        }
    };
    let web = match endpoint.transport.is_web() {
        true => Some(upgrade(&mut stream, endpoint).await?),
        false => None,
    };
    let (reader, writer) = split(stream);
    Ok(Link {
        reader,
        writer,
        wire: Vec::new(),
        sent: 0,
        broken: false,
        filled: false,
        web,
    })
}

/// Asks for a WebSocket.
async fn upgrade(stream: &mut Box<dyn Stream>, endpoint: &Endpoint) -> Result<Web, Error> {
    let failed = |error: io::Error| unreachable(endpoint).cause(error);
    let opening = Opening::new();
    stream
        .write_all(opening.request(endpoint).as_bytes())
        .await
        .map_err(failed)?;
    stream.flush().await.map_err(failed)?;
    let mut raw = Vec::with_capacity(READ);
    loop {
        if stream.read_buf(&mut raw).await.map_err(failed)? == 0 {
            return Err(failed(io::ErrorKind::UnexpectedEof.into()));
        }
        let granted = opening.granted(&raw).map_err(|why| {
            unreachable(endpoint)
                .cause(why)
                .hint("the path may be another one, as in ws://HOST:PORT/mqtt")
        })?;
        if let Some(answer) = granted {
            raw.drain(..answer);
            return Ok(Web {
                raw,
                ..Web::default()
            });
        }
    }
}

/// Connects to the first address of the host that answers.
async fn dial(target: &Target) -> Result<TcpStream, Error> {
    let Endpoint { host, port, .. } = &target.endpoint;
    let found = lookup_host((host.as_str(), *port)).await.map_err(|error| {
        unreachable(&target.endpoint)
            .cause(format_args!("{host}: {error}"))
            .hint("is the name right?")
    })?;
    let mut failed = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in found {
        match dial_one(address, target.bind).await {
            Ok(stream) => {
                // Packets are written when they are complete.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            Err(error) => failed = error,
        }
    }
    let error = unreachable(&target.endpoint).cause(&failed);
    Err(match failed.kind() {
        io::ErrorKind::ConnectionRefused if target.endpoint.is_local() => {
            error.hint("nothing listens there; `gmqtt start` runs a broker on this machine")
        }
        io::ErrorKind::ConnectionRefused => {
            error.hint("nothing listens there, or only for its own machine")
        }
        _ => error,
    })
}

async fn dial_one(address: SocketAddr, bind: Option<IpAddr>) -> io::Result<TcpStream> {
    let socket = match address {
        SocketAddr::V4(_) => TcpSocket::new_v4(),
        SocketAddr::V6(_) => TcpSocket::new_v6(),
    }?;
    if let Some(from) = bind {
        socket.bind((from, 0).into())?;
    }
    socket.connect(address).await
}

fn unreachable(endpoint: &Endpoint) -> Error {
    Error::new(Exit::Unreachable, format!("cannot connect to {endpoint}"))
}
