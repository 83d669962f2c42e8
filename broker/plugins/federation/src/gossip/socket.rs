//! Chitchat's way to the network: a UDP socket whose datagrams are sealed.

use std::net::SocketAddr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, anyhow};
use async_trait::async_trait;
use chitchat::transport::{Socket, Transport};
use chitchat::{ChitchatMessage, Deserializable as _, Serializable as _};
use parking_lot::Mutex;
use tokio::net::UdpSocket;
use tracing::{debug, warn};

use super::address::{as_bound, as_told};
use super::seal::{Opener, Refused, Sealer, Unsealed};
use crate::secret::ClusterSecret;

/// The largest payload of a datagram.
const MOST: usize = 65_507;
/// How long receiving rests when the system says that it does not work.
const REST: Duration = Duration::from_millis(100);

/// Opens the socket that was bound for it, once.
pub(crate) struct SealedTransport {
    socket: Mutex<Option<std::net::UdpSocket>>,
    secret: ClusterSecret,
    refused: Refused,
}

impl SealedTransport {
    /// `socket` does not block.
    pub(crate) fn new(
        socket: std::net::UdpSocket,
        secret: ClusterSecret,
        refused: Refused,
    ) -> Self {
        Self {
            socket: Mutex::new(Some(socket)),
            secret,
            refused,
        }
    }
}

#[async_trait]
impl Transport for SealedTransport {
    async fn open(&self, _: SocketAddr) -> anyhow::Result<Box<dyn Socket>> {
        let socket = self.socket.lock().take();
        let socket = socket.ok_or_else(|| anyhow!("the socket is in use"))?;
        let bound = socket.local_addr()?;
        Ok(Box::new(SealedSocket {
            bound,
            socket: UdpSocket::from_std(socket).context("the socket cannot be used")?,
            sealer: Sealer::new(&self.secret).map_err(|_| anyhow!("no random bytes"))?,
            opener: Opener::new(self.secret.clone()),
            refused: self.refused.clone(),
            received: vec![0; MOST].into(),
        }))
    }
}

struct SealedSocket {
    bound: SocketAddr,
    socket: UdpSocket,
    sealer: Sealer,
    opener: Opener,
    refused: Refused,
    received: Box<[u8]>,
}

#[async_trait]
impl Socket for SealedSocket {
    async fn send(&mut self, to: SocketAddr, message: ChitchatMessage) -> anyhow::Result<()> {
        let message = message.serialize_to_vec();
        let sealed = self.sealer.seal(&message, wall());
        let sealed = sealed.map_err(|_| anyhow!("a message cannot be sealed"))?;
        // A link that is down is no fault of the socket's: the next round tries again.
        if let Err(error) = self.socket.send_to(&sealed, as_bound(to, self.bound)).await {
            debug!(%to, %error, "cannot gossip");
        }
        Ok(())
    }

    async fn recv(&mut self) -> anyhow::Result<(SocketAddr, ChitchatMessage)> {
        loop {
            let (length, from) = match self.socket.recv_from(&mut self.received).await {
                Ok(received) => received,
                Err(error) => {
                    debug!(%error, "cannot receive gossip");
                    tokio::time::sleep(REST).await;
                    continue;
                }
            };
            let opened = self.opener.open(&mut self.received[..length], wall());
            let message = opened.and_then(|mut message| {
                ChitchatMessage::deserialize(&mut message).map_err(|_| Unsealed::Malformed)
            });
            let from = as_told(from);
            match message {
                Ok(message) => return Ok((from, message)),
                Err(why) => refuse(&self.refused, why, from),
            }
        }
    }
}

/// Counts it, and says so now and then.
fn refuse(refused: &Refused, why: Unsealed, from: SocketAddr) {
    let before = refused.add(why);
    if !before.is_multiple_of(1000) {
        return;
    }
    match why {
        Unsealed::Malformed => warn!(%from, "gossip that is none of ours was refused"),
        Unsealed::Secret => {
            warn!(%from, "gossip was refused: it has another cluster_secret, or was changed on its way");
        }
        Unsealed::Replayed => warn!(%from, "gossip was refused that has come before"),
        Unsealed::Late => {
            warn!(%from, "gossip was refused: its time is wrong by more than two minutes; are the clocks right?");
        }
    }
}

/// Milliseconds since the Unix epoch.
pub(crate) fn wall() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as u64)
}
