//! A connection that may end at any moment, which is no failure.

use std::io::{self, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::Packet;
use gmqtt_protocol::{ReasonCode, Version, split_frame};

use crate::support::OnWire;
use crate::support::packets::connect;

/// The connection of a client whose session outlives it.
pub(crate) struct Connection {
    stream: TcpStream,
    version: Version,
    buffer: Vec<u8>,
    /// How much of the buffer has been given away.
    start: usize,
    /// What is to be sent with the next [`flush`](Self::flush).
    out: Vec<u8>,
}

/// How long nothing may come before the caller looks at what else there is to do.
const TURN: Duration = Duration::from_millis(10);

impl Connection {
    /// Connects and waits for CONNACK. Returns whether the broker has the session, too.
    pub(crate) fn open(
        address: SocketAddr,
        version: Version,
        client_id: &str,
    ) -> io::Result<(Self, bool)> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(TURN))?;
        let mut connection = Self {
            stream,
            version,
            buffer: Vec::new(),
            start: 0,
            out: Vec::new(),
        };
        let mut packet = connect(version, client_id);
        packet.clean_start = false;
        if version.is_v5() {
            packet.properties.session_expiry_interval = Some(3600);
        }
        connection.send(&packet);
        connection.flush()?;
        loop {
            let present = match connection.receive()? {
                Some(Packet::Connack(connack)) if connack.reason == ReasonCode::Success => {
                    Some(connack.session_present)
                }
                Some(other) => return Err(io::Error::other(format!("{other:?}"))),
                None => None,
            };
            if let Some(present) = present {
                return Ok((connection, present));
            }
        }
    }

    /// Adds a packet to what is sent next.
    pub(crate) fn send(&mut self, packet: &impl OnWire) {
        packet.encode(self.version, &mut self.out);
    }

    pub(crate) fn flush(&mut self) -> io::Result<()> {
        let sent = self.stream.write_all(&self.out);
        self.out.clear();
        sent
    }

    /// The next packet; `None` if none comes for a moment, an error if the connection has ended.
    pub(crate) fn receive(&mut self) -> io::Result<Option<Packet<'_>>> {
        if !self.has_packet()? {
            self.buffer.drain(..self.start);
            self.start = 0;
            let mut chunk = [0; 64 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(0) => return Err(ErrorKind::ConnectionReset.into()),
                Ok(read) => self.buffer.extend_from_slice(&chunk[..read]),
                Err(error)
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }
        match split_frame(&self.buffer[self.start..], u32::MAX) {
            Ok(Split::Complete(frame)) => {
                self.start += frame.wire.len();
                let packet = Packet::decode(frame, self.version);
                packet.map(Some).map_err(io::Error::other)
            }
            Ok(Split::Incomplete { .. }) => Ok(None),
            Err(error) => Err(io::Error::other(error)),
        }
    }

    /// Whether a whole packet has arrived.
    pub(crate) fn has_packet(&self) -> io::Result<bool> {
        match split_frame(&self.buffer[self.start..], u32::MAX) {
            Ok(split) => Ok(matches!(split, Split::Complete(_))),
            Err(error) => Err(io::Error::other(error)),
        }
    }
}
