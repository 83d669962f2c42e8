//! A client that takes messages and keeps which and in which order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};

use gmqtt_protocol::packet::Packet;
use gmqtt_protocol::{QoS, Version};

use super::client::Connection;
use crate::support::packets::{filter, puback, pubcomp, pubrec, subscribe};

/// Subscribes once, and acknowledges what it is sent.
#[derive(Debug)]
pub(super) struct Subscriber {
    pub(super) name: String,
    pub(super) version: Version,
    pub(super) qos: QoS,
    filter: &'static str,
    /// By publisher: how often each number came.
    pub(super) received: HashMap<String, BTreeMap<u64, u32>>,
    /// What came in another order than it was sent first.
    pub(super) out_of_order: Vec<String>,
    /// The highest number of each publisher.
    highest: HashMap<String, u64>,
    /// QoS 2 messages that were taken and not released [MQTT-4.3.3-10].
    unreleased: HashSet<u16>,
    has_session: bool,
}

impl Subscriber {
    pub(super) fn new(name: &str, version: Version, filter: &'static str, qos: QoS) -> Self {
        Self {
            name: name.to_owned(),
            version,
            qos,
            filter,
            received: HashMap::new(),
            out_of_order: Vec::new(),
            highest: HashMap::new(),
            unreleased: HashSet::new(),
            has_session: false,
        }
    }

    /// Takes messages until the connection ends, or `stops` says so after a moment without any.
    pub(super) fn run(&mut self, address: SocketAddr, stops: &AtomicBool) -> io::Result<()> {
        let mut connection = self.connect(address)?;
        loop {
            let went = self.take(&mut connection)?;
            if !connection.has_packet()? {
                connection.flush()?;
            }
            if !went && stops.load(Ordering::Relaxed) {
                return Ok(());
            }
        }
    }

    /// Takes messages until it has what it wants.
    pub(super) fn run_until(
        &mut self,
        address: SocketAddr,
        mut is_enough: impl FnMut(&Self) -> bool,
    ) -> io::Result<()> {
        let mut connection = self.connect(address)?;
        loop {
            if !connection.has_packet()? {
                connection.flush()?;
                if is_enough(self) {
                    return Ok(());
                }
            }
            self.take(&mut connection)?;
        }
    }

    fn connect(&mut self, address: SocketAddr) -> io::Result<Connection> {
        let (mut connection, is_present) = Connection::open(address, self.version, &self.name)?;
        assert!(
            is_present || !self.has_session,
            "the session of {} is lost",
            self.name
        );
        if !self.has_session {
            connection.send(&subscribe(1, &[filter(self.filter, self.qos)]));
            connection.flush()?;
            loop {
                match connection.receive()? {
                    Some(Packet::Suback(suback)) => {
                        assert!(!suback.reasons[0].is_error(), "{suback:?}");
                        break;
                    }
                    Some(other) => panic!("{} was sent {other:?}", self.name),
                    None => {}
                }
            }
            self.has_session = true;
        }
        Ok(connection)
    }

    /// Takes a packet. False if none came.
    fn take(&mut self, connection: &mut Connection) -> io::Result<bool> {
        let answer = match connection.receive()? {
            None => return Ok(false),
            Some(Packet::Publish(publish)) => {
                let payload = String::from_utf8_lossy(publish.payload).into_owned();
                let id = publish.packet_id.map_or(0, |id| id.get());
                (publish.qos, id, Some(payload))
            }
            Some(Packet::Pubrel(pubrel)) => (QoS::ExactlyOnce, pubrel.packet_id.get(), None),
            Some(Packet::Disconnect(_)) => return Err(io::ErrorKind::ConnectionReset.into()),
            Some(other) => panic!("{} was sent {other:?}", self.name),
        };
        match answer {
            (QoS::AtMostOnce, _, Some(payload)) => self.keep(&payload),
            (QoS::AtLeastOnce, id, Some(payload)) => {
                self.keep(&payload);
                connection.send(&puback(id));
            }
            (QoS::ExactlyOnce, id, Some(payload)) => {
                if self.unreleased.insert(id) {
                    self.keep(&payload);
                }
                connection.send(&pubrec(id));
            }
            (_, id, None) => {
                self.unreleased.remove(&id);
                connection.send(&pubcomp(id));
            }
        }
        Ok(true)
    }

    fn keep(&mut self, payload: &str) {
        let (publisher, number) = payload.split_once(':').expect("NAME:NUMBER");
        let number = number.parse().expect("NAME:NUMBER");
        let times = self.received.entry(publisher.to_owned()).or_default();
        let times = times.entry(number).or_default();
        *times += 1;
        let highest = self.highest.entry(publisher.to_owned()).or_default();
        if *times == 1 && number < *highest {
            self.out_of_order
                .push(format!("{}: {payload} after {highest}", self.name));
        }
        *highest = number.max(*highest);
    }

    /// Whether it has the numbers 1 to `last` of a publisher.
    pub(super) fn has_all(&self, publisher: &str, last: u64) -> bool {
        last == 0
            || self
                .received
                .get(publisher)
                .is_some_and(|numbers| numbers.len() as u64 >= last && numbers.contains_key(&last))
    }
}
