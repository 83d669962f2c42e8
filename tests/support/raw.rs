//! A client that does nothing by itself: a test sends and expects each packet, and reads like the exchange on the wire.

mod exchange;
mod expect;
mod on_wire;

use std::collections::VecDeque;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use gmqtt_protocol::frame::Split;
use gmqtt_protocol::packet::{Connack, Packet};
use gmqtt_protocol::{Frame, Version, split_frame};

pub(crate) use on_wire::OnWire;

/// A blocking connection. Whatever it expects it expects within [`LIMIT`].
pub(crate) struct Raw {
    stream: TcpStream,
    version: Version,
    /// Received and not yet cut into packets.
    buffer: VecDeque<u8>,
    /// Packets that came while another one was waited for.
    aside: VecDeque<Frame<'static>>,
    /// The CONNACK that accepted this client.
    accepted: Option<Connack<'static>>,
    next_id: u16,
}

impl Raw {
    /// A connection on which nothing has been sent.
    #[track_caller]
    pub(crate) fn open(address: SocketAddr, version: Version) -> Self {
        let stream = TcpStream::connect(address).expect("the broker accepts connections");
        Self::over(stream, version)
    }

    /// Over a connection that was opened in a way of its own.
    #[track_caller]
    pub(crate) fn over(stream: TcpStream, version: Version) -> Self {
        stream.set_nodelay(true).expect("TCP_NODELAY");
        stream
            .set_read_timeout(Some(LIMIT))
            .expect("a read timeout");
        stream
            .set_write_timeout(Some(LIMIT))
            .expect("a write timeout");
        Self {
            stream,
            version,
            buffer: VecDeque::new(),
            aside: VecDeque::new(),
            accepted: None,
            next_id: FIRST_ID,
        }
    }

    /// The connection itself.
    pub(crate) fn stream(&mut self) -> &mut TcpStream {
        &mut self.stream
    }

    /// This client's end of the connection.
    #[track_caller]
    pub(crate) fn local_address(&self) -> SocketAddr {
        self.stream.local_addr().expect("an address")
    }

    /// Nothing more is sent; what the broker sends can still be read.
    pub(crate) fn finish_sending(&self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    // Sending.

    /// Sends a packet.
    #[track_caller]
    pub(crate) fn send(&mut self, packet: &impl OnWire) -> &mut Self {
        let mut bytes = Vec::new();
        packet.encode(self.version, &mut bytes);
        self.send_bytes(&bytes)
    }

    /// Sends bytes, of whatever meaning. A broker that has closed already is no failure: what follows will show it.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) -> &mut Self {
        let _ = self.stream.write_all(bytes);
        self
    }

    // Receiving.

    /// The next packet.
    #[track_caller]
    pub(crate) fn recv(&mut self) -> Packet<'static> {
        self.try_recv()
            .expect("a packet, but the broker closed the connection")
    }

    /// The next packet, `None` if the broker closed the connection.
    #[track_caller]
    pub(crate) fn try_recv(&mut self) -> Option<Packet<'static>> {
        let frame = self.next_frame()?;
        match Packet::decode(frame, self.version) {
            Ok(packet) => Some(packet),
            Err(error) => panic!(
                "the broker sent an illegal packet: {error}: {:02x?}",
                frame.wire
            ),
        }
    }

    /// The bytes of the next packet.
    #[track_caller]
    pub(crate) fn recv_bytes(&mut self) -> &'static [u8] {
        self.next_frame()
            .expect("a packet, but the broker closed the connection")
            .wire
    }

    /// The bytes of the next packet, `None` if the broker closed the connection.
    #[track_caller]
    pub(crate) fn try_recv_bytes(&mut self) -> Option<&'static [u8]> {
        Some(self.next_frame()?.wire)
    }

    /// The next packet, cut from what has arrived, reading more if needed.
    #[track_caller]
    fn next_frame(&mut self) -> Option<Frame<'static>> {
        if let Some(frame) = self.aside.pop_front() {
            return Some(frame);
        }
        loop {
            match split_frame(self.buffer.make_contiguous(), u32::MAX) {
                Ok(Split::Complete(frame)) => {
                    let size = frame.wire.len();
                    // Leaked, so that a test can hold packets while it goes on with the connection.
                    let bytes: &'static [u8] = Vec::leak(self.buffer.drain(..size).collect());
                    let Ok(Split::Complete(frame)) = split_frame(bytes, u32::MAX) else {
                        unreachable!()
                    };
                    return Some(frame);
                }
                Ok(Split::Incomplete { .. }) => {}
                Err(error) => panic!("the broker sent no packet: {error}: {:02x?}", self.buffer),
            }
            let mut chunk = [0; 16 * 1024];
            match self.stream.read(&mut chunk) {
                Ok(0) => return self.ended(),
                Ok(read) => self.buffer.extend(&chunk[..read]),
                Err(error) => match error.kind() {
                    ErrorKind::WouldBlock | ErrorKind::TimedOut => {
                        panic!("nothing arrived within {LIMIT:?}")
                    }
                    ErrorKind::ConnectionReset
                    | ErrorKind::ConnectionAborted
                    | ErrorKind::BrokenPipe => {
                        return self.ended();
                    }
                    _ => panic!("cannot read: {error}"),
                },
            }
        }
    }

    #[track_caller]
    fn ended(&self) -> Option<Frame<'static>> {
        assert!(
            self.buffer.is_empty(),
            "the broker closed within a packet: {:02x?}",
            self.buffer
        );
        None
    }
}

/// How long anything may take before the test fails.
const LIMIT: Duration = Duration::from_secs(5);
/// Identifiers that this client takes by itself; a test writes smaller ones.
const FIRST_ID: u16 = 1000;
