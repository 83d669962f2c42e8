//! TLS between a socket and the bytes of a connection.
//!
//! The socket is read in large pieces into the caller's buffer, whose other half takes what was decrypted; what is to be
//! sent leaves as many records with one write. The expensive steps of handshakes pass a turnstile, so that however many
//! clients connect at a time, those that are connected get their share of each thread.

use std::future::Future;
use std::io::{self, IoSlice, Read, Write};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use gmqtt_config::CertificateName;
use rustls::{ProtocolVersion, ServerConfig, ServerConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::certificates::name_of;
use super::misdirected::{Spoken, recognise};
use super::stream::Stream;

/// The server's side of one TLS connection.
pub(crate) struct Tls {
    connection: ServerConnection,
    /// Until the handshake is done.
    handshake: Option<Box<Handshake>>,
    certificate_name: Option<Arc<str>>,
    /// The client has said that nothing more will come.
    over: bool,
}

struct Handshake {
    turnstile: Turnstile,
    username_from: Option<CertificateName>,
    /// The first bytes, to tell what a client that does not speak TLS speaks.
    first: Vec<u8>,
}

/// What plaintext can come of a record that is not whole yet, with some to spare.
const RECORD: usize = 18 * 1024;

impl Tls {
    /// Awaits a client.
    ///
    /// # Errors
    /// When the configuration does not hold together.
    pub(crate) fn new(
        config: Arc<ServerConfig>,
        username_from: Option<CertificateName>,
        turnstile: Turnstile,
    ) -> io::Result<Self> {
        let connection = ServerConnection::new(config).map_err(io::Error::other)?;
        let handshake = Box::new(Handshake {
            turnstile,
            username_from,
            first: Vec::new(),
        });
        Ok(Self {
            connection,
            handshake: Some(handshake),
            certificate_name: None,
            over: false,
        })
    }

    pub(crate) fn is_shaking_hands(&self) -> bool {
        self.handshake.is_some()
    }

    pub(crate) fn certificate_name(&self) -> Option<Arc<str>> {
        self.certificate_name.clone()
    }

    /// The version of TLS, once it is agreed on.
    pub(crate) fn version(&self) -> Option<&'static str> {
        match self.connection.protocol_version()? {
            ProtocolVersion::TLSv1_2 => Some("1.2"),
            ProtocolVersion::TLSv1_3 => Some("1.3"),
            _ => None,
        }
    }

    /// Reads and decrypts what there is; goes through the handshake first.
    pub(crate) fn poll_read(
        &mut self,
        stream: &Stream,
        cx: &mut Context<'_>,
        buffer: &mut [u8],
    ) -> Poll<io::Result<usize>> {
        let (plain, encrypted) = buffer.split_at_mut((buffer.len() + RECORD) / 2);
        loop {
            if self.over {
                return Poll::Ready(Ok(0));
            }
            let pass = match &mut self.handshake {
                None => None,
                Some(handshake) => {
                    ready!(stream.poll_readable(cx))?;
                    Some(ready!(handshake.turnstile.poll_pass(cx)))
                }
            };
            let n = ready!(stream.poll_recv(cx, encrypted))?;
            if n == 0 {
                return Poll::Ready(Ok(0));
            }
            let fed = self.feed(&encrypted[..n], plain);
            drop(pass);
            // Answers of the handshake, alerts, new keys.
            if self.connection.wants_write() && self.poll_flush(stream, cx)?.is_pending() {
                // The writer's waker is registered; reading goes on.
            }
            match fed {
                Ok(0) => self.shake_hands()?,
                Ok(n) => {
                    self.shake_hands()?;
                    return Poll::Ready(Ok(n));
                }
                Err(error) => return Poll::Ready(Err(self.explain(&error))),
            }
        }
    }

    /// Decrypts all of it. `plain` is larger by more than a record, so that everything has room.
    fn feed(&mut self, mut encrypted: &[u8], plain: &mut [u8]) -> Result<usize, rustls::Error> {
        if let Some(handshake) = &mut self.handshake
            && handshake.first.len() < Spoken::BYTES
        {
            let more = encrypted.len().min(Spoken::BYTES);
            handshake.first.extend_from_slice(&encrypted[..more]);
        }
        let mut filled = 0;
        while !encrypted.is_empty() && !self.over {
            let overflow = |_| rustls::Error::General("more plaintext than records".to_owned());
            self.connection.read_tls(&mut encrypted).map_err(overflow)?;
            let state = self.connection.process_new_packets()?;
            self.over = state.peer_has_closed();
            let end = filled + state.plaintext_bytes_to_read();
            if filled < end {
                let room = plain
                    .get_mut(filled..end)
                    .ok_or_else(|| overflow(io::ErrorKind::OutOfMemory.into()))?;
                self.connection
                    .reader()
                    .read_exact(room)
                    .map_err(overflow)?;
                filled = end;
            }
        }
        Ok(filled)
    }

    /// Takes note when the handshake is done.
    fn shake_hands(&mut self) -> io::Result<()> {
        if self.connection.is_handshaking() {
            return Ok(());
        }
        let Some(handshake) = self.handshake.take() else {
            return Ok(());
        };
        let certificates = self.connection.peer_certificates();
        if let (Some(part), Some([certificate, ..])) = (handshake.username_from, certificates) {
            let Some(name) = name_of(certificate, part) else {
                let text =
                    format!("the client's certificate has no {part} to take the user name from");
                return Err(io::Error::new(io::ErrorKind::PermissionDenied, text));
            };
            self.certificate_name = Some(name.into());
        }
        Ok(())
    }

    /// What went wrong, for those who run the broker.
    fn explain(&self, error: &rustls::Error) -> io::Error {
        let Some(handshake) = &self.handshake else {
            return io::Error::new(io::ErrorKind::InvalidData, error.to_string());
        };
        let text = match recognise(&handshake.first) {
            Some(Spoken::Tls) | None => format!("the TLS handshake failed: {error}"),
            Some(other) => format!(
                "the client speaks {other}, and this listener expects TLS: let the client use TLS, or another port"
            ),
        };
        io::Error::new(io::ErrorKind::InvalidData, text)
    }

    /// Takes bytes to encrypt; `WouldBlock` when enough wait to be sent.
    pub(crate) fn send(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match self.connection.writer().write_vectored(pieces)? {
            0 => Err(io::ErrorKind::WouldBlock.into()),
            n => Ok(n),
        }
    }

    /// Sends what is encrypted. Ready when all is with the system.
    pub(crate) fn poll_flush(
        &mut self,
        stream: &Stream,
        cx: &mut Context<'_>,
    ) -> Poll<io::Result<()>> {
        while self.connection.wants_write() {
            match self.connection.write_tls(&mut Sender(stream)) {
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(stream.poll_writable(cx))?;
                }
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Says that nothing more will come.
    pub(crate) fn finish(&mut self) {
        self.connection.send_close_notify();
    }
}

/// A socket as rustls writes to it: all records with one call.
struct Sender<'a>(&'a Stream);

impl Write for Sender<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.send(&[IoSlice::new(bytes)])
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.send(pieces)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lets few handshakes compute at a time, in the order in which they came. Waiting for a client takes no place in it.
pub(crate) struct Turnstile {
    places: Arc<Semaphore>,
    waiting: Option<Pin<Box<dyn Future<Output = Option<OwnedSemaphorePermit>> + Send>>>,
}

impl Turnstile {
    pub(crate) fn new(places: Arc<Semaphore>) -> Self {
        Self {
            places,
            waiting: None,
        }
    }

    /// One place for each two threads that serve clients.
    pub(crate) fn places() -> Arc<Semaphore> {
        let threads = tokio::runtime::Handle::current().metrics().num_workers();
        Arc::new(Semaphore::new((threads / 2).max(1)))
    }

    fn poll_pass(&mut self, cx: &mut Context<'_>) -> Poll<Option<OwnedSemaphorePermit>> {
        let mut waiting = match self.waiting.take() {
            Some(waiting) => waiting,
            None => match self.places.clone().try_acquire_owned() {
                Ok(permit) => return Poll::Ready(Some(permit)),
                Err(_) => {
                    let places = self.places.clone();
                    Box::pin(async move { places.acquire_owned().await.ok() })
                }
            },
        };
        let polled = waiting.as_mut().poll(cx);
        if polled.is_pending() {
            self.waiting = Some(waiting);
        }
        polled
    }
}
