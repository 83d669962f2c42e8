//! A client that publishes numbered messages and keeps what was acknowledged.

use std::collections::VecDeque;
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use gmqtt_protocol::packet::{Packet, Publish};
use gmqtt_protocol::{QoS, Version};

use super::client::Connection;
use crate::support::packets::{publish1, publish2, pubrel};

/// Publishes `NAME:1`, `NAME:2` ... on one topic, and never gives a message up.
#[derive(Debug)]
pub(super) struct Publisher {
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) qos: QoS,
    pub(super) retain: bool,
    /// The number of the last message that was sent at all.
    pub(super) last: u64,
    /// It sends no more than so many.
    pub(super) most: u64,
    /// Acknowledged to the end, with the time.
    pub(super) acknowledged: Vec<(u64, Instant)>,
    inflight: VecDeque<Inflight>,
    next_id: u16,
    ids: std::ops::RangeInclusive<u16>,
    has_session: bool,
}

#[derive(Debug)]
struct Inflight {
    id: u16,
    number: u64,
    /// PUBREC has come.
    is_received: bool,
}

/// How many messages may be unacknowledged.
const WINDOW: usize = 20;

impl Publisher {
    pub(super) fn new(name: &str, version: Version, qos: QoS) -> Self {
        Self::with_ids(name, version, qos, 1..=60_000)
    }

    /// One that takes its packet identifiers from these.
    pub(super) fn with_ids(
        name: &str,
        version: Version,
        qos: QoS,
        ids: std::ops::RangeInclusive<u16>,
    ) -> Self {
        Self {
            name: name.to_owned(),
            version,
            qos,
            retain: false,
            last: 0,
            most: u64::MAX,
            acknowledged: Vec::new(),
            inflight: VecDeque::new(),
            next_id: *ids.start(),
            ids,
            has_session: false,
        }
    }

    pub(super) fn topic(&self) -> String {
        format!(
            "{}/{}",
            if self.retain { "kept" } else { "data" },
            self.name
        )
    }

    /// Whether everything that was sent was acknowledged.
    pub(super) fn is_done(&self) -> bool {
        self.inflight.is_empty()
    }

    /// Publishes until the connection ends, or `stops` and everything is acknowledged.
    pub(super) fn run(&mut self, address: SocketAddr, stops: &AtomicBool) -> io::Result<()> {
        let (mut connection, is_present) = Connection::open(address, self.version, &self.name)?;
        assert!(
            is_present || !self.has_session,
            "the session of {} is lost",
            self.name
        );
        self.has_session = true;
        self.resend(&mut connection);
        loop {
            let stops = stops.load(Ordering::Relaxed) || self.last >= self.most;
            if stops && self.is_done() {
                return Ok(());
            }
            while !stops && self.inflight.len() < WINDOW && self.last < self.most {
                self.publish_next(&mut connection);
            }
            connection.flush()?;
            loop {
                if !self.take(&mut connection)? || !connection.has_packet()? {
                    break;
                }
            }
        }
    }

    /// In the order in which they were sent first [MQTT-4.6.0-1].
    fn resend(&mut self, connection: &mut Connection) {
        let topic = self.topic();
        for Inflight {
            id,
            number,
            is_received,
        } in &self.inflight
        {
            if *is_received {
                connection.send(&pubrel(*id));
            } else {
                let payload = format!("{}:{number}", self.name);
                let packet = self.packet(*id, &topic, &payload);
                connection.send(&Publish {
                    dup: true,
                    ..packet
                });
            }
        }
    }

    fn publish_next(&mut self, connection: &mut Connection) {
        self.last += 1;
        let (id, number) = (self.next_id, self.last);
        self.next_id = if id == *self.ids.end() {
            *self.ids.start()
        } else {
            id + 1
        };
        let (topic, payload) = (self.topic(), format!("{}:{number}", self.name));
        connection.send(&self.packet(id, &topic, &payload));
        self.inflight.push_back(Inflight {
            id,
            number,
            is_received: false,
        });
    }

    fn packet<'a>(&self, id: u16, topic: &'a str, payload: &'a str) -> Publish<'a> {
        let packet = match self.qos {
            QoS::ExactlyOnce => publish2(id, topic, payload),
            _ => publish1(id, topic, payload),
        };
        Publish {
            retain: self.retain,
            ..packet
        }
    }

    /// Takes a packet. False if none came.
    fn take(&mut self, connection: &mut Connection) -> io::Result<bool> {
        let (id, ends, reason) = match connection.receive()? {
            None => return Ok(false),
            Some(Packet::Puback(puback)) => (puback.packet_id.get(), true, puback.reason),
            Some(Packet::Pubrec(pubrec)) => (pubrec.packet_id.get(), false, pubrec.reason),
            Some(Packet::Pubcomp(pubcomp)) => (pubcomp.packet_id.get(), true, pubcomp.reason),
            Some(Packet::Disconnect(_)) => return Err(io::ErrorKind::ConnectionReset.into()),
            Some(other) => panic!("{} was sent {other:?}", self.name),
        };
        // After a crash the identifier of a QoS 2 message may be free already.
        let is_known = !reason.is_error() || (ends && self.qos == QoS::ExactlyOnce);
        assert!(is_known, "{} was refused: {reason}", self.name);
        let at = self.inflight.iter().position(|it| it.id == id);
        let at = at.unwrap_or_else(|| panic!("{}: nothing has identifier {id}", self.name));
        if ends {
            let done = self.inflight.remove(at).expect("it is there");
            self.acknowledged.push((done.number, Instant::now()));
        } else {
            self.inflight[at].is_received = true;
            connection.send(&pubrel(id));
            connection.flush()?;
        }
        Ok(true)
    }
}
