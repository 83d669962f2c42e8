//! The connected client as those who deliver to it see it: its outbox, its socket, and what fits its packets.

use std::io;
use std::num::NonZero;
use std::sync::Arc;
use std::task::Waker;

use gmqtt_plugin_api::{ClientInfo, Happening, Hook, Traffic};
use gmqtt_protocol::packet::Forward;
use gmqtt_protocol::session::alias::{Aliased, FifoAliases};
use gmqtt_protocol::session::outgoing::Outgoing;
use gmqtt_protocol::{PacketId, QoS, ReasonCode, Version};
use gmqtt_store::Lsn;

use tracing::warn;

use crate::clock::{Micros, Millis};
use crate::counters::Counter;
use crate::delivery::PUBLISH;
use crate::hooks::Notice;
use crate::logged::Id;
use crate::meter::Meter;
use crate::mount::{Mount, Seen};
use crate::observers::Sent;
use crate::outbound::Outbound;
use crate::outbox::Outbox;
use crate::pacing::Pacing;
use crate::queue::Held;
use crate::route::Granted;
use crate::transport::Stream;
use crate::turn::Desk;

/// The largest packet there is: a remaining length of 268,435,455 and five bytes in front of it.
const LARGEST_PACKET: usize = 268_435_460;
/// Below this topic and lengths cannot make a packet too large.
const HUGE: usize = LARGEST_PACKET / 2;
/// What a topic alias can add to a packet: itself, and a byte of property length.
const ALIAS: usize = 4;

/// The connected client as deliveries see it.
#[derive(Debug)]
pub(crate) struct Link {
    pub(crate) outbox: Outbox,
    /// The socket, where publishers may write to it themselves: nothing stands between the bytes and the system.
    pub(crate) writer: Option<Arc<Stream>>,
    /// Wakes the owner, the connection's task.
    pub(crate) waker: Option<Waker>,
    pub(crate) info: Arc<ClientInfo>,
    /// What is taken off topics.
    pub(crate) mount: Option<Mount>,
    /// The client's Maximum Packet Size.
    pub(crate) max_packet_size: u32,
    pub(crate) aliases: Option<Box<FifoAliases>>,
    /// What the owner is to do about the connection, set by others.
    pub(crate) order: Option<Order>,
    pub(crate) pacing: Pacing,
    /// The socket is full; the owner waits until it takes more.
    pub(crate) blocked: bool,
    /// The slow-client warning was given.
    pub(crate) slow: bool,
    /// Since when a message in the outbox is on its way that is timed.
    timed: Option<NonZero<Micros>>,
    /// PUBLISH packets placed.
    pub(crate) sent: Traffic,
    /// Packets placed that are no PUBLISH.
    pub(crate) others: Traffic,
    /// What the connection received.
    pub(crate) received: Arc<Meter>,
    /// Its CONNACK waits for the store; nothing else is sent before it [MQTT-3.2.0-1].
    pub(crate) unopened: Option<Box<Unopened>>,
    /// The version of TLS the client speaks.
    pub(crate) tls_version: Option<&'static str>,
}

/// A CONNACK that promises what the store does not have yet.
#[derive(Debug)]
pub(crate) struct Unopened {
    pub(crate) ticket: Lsn,
    pub(crate) connack: Vec<u8>,
    /// The owner is to be woken for it.
    pub(crate) is_waited_for: bool,
}

impl Unopened {
    pub(crate) fn new(ticket: Lsn, connack: Vec<u8>) -> Self {
        Self {
            ticket,
            connack,
            is_waited_for: false,
        }
    }
}

/// An end that others want for a connection.
#[derive(Debug, Clone)]
pub(crate) struct Order {
    pub(crate) reason: ReasonCode,
    /// For the client and the log.
    pub(crate) text: Option<Box<str>>,
    /// Where the client is to connect.
    pub(crate) server: Option<Box<str>>,
}

impl Link {
    pub(crate) fn new(
        info: Arc<ClientInfo>,
        writer: Option<Arc<Stream>>,
        max_packet_size: u32,
        alias_maximum: u16,
    ) -> Self {
        let mount = info.peer.mount_point.clone().map(Mount::new);
        Self {
            outbox: Outbox::default(),
            writer,
            waker: None,
            info,
            mount,
            max_packet_size,
            aliases: FifoAliases::new(alias_maximum).map(Box::new),
            order: None,
            pacing: Pacing::default(),
            blocked: false,
            slow: false,
            timed: None,
            sent: Traffic::default(),
            others: Traffic::default(),
            received: Arc::default(),
            unopened: None,
            tls_version: None,
        }
    }

    /// The connection is taken off its session.
    pub(crate) fn leave(&self, desk: &Desk) {
        desk.counters.moved(Counter::SessionsActive, 1, 0);
        let slow = usize::from(self.slow);
        desk.counters.moved(Counter::SlowNow, slow, 0);
    }

    /// All of the outbox is with the system.
    pub(crate) fn written(&mut self, desk: &Desk) {
        if let Some(since) = self.timed.take() {
            desk.written(since);
        }
    }

    /// A message was placed; should it be one that is timed, it is known here when its bytes are written.
    pub(crate) fn time(&mut self, desk: &mut Desk) {
        if let Some(since) = desk.timing.take() {
            self.timed.get_or_insert(since);
        }
    }

    pub(crate) fn version(&self) -> Version {
        self.info.version
    }

    /// Whether a PUBLISH is larger than the client takes [MQTT-3.1.2-24], or than a packet can be: what its publisher sent may
    /// have got properties.
    pub(crate) fn is_too_large(&self, packet: &Forward<'_>) -> bool {
        let parts = packet.payload.len() + packet.block.len() + 5 * packet.subscription_ids.len();
        self.may_be_too_large(parts) && packet.size(self.version()) > self.limit()
    }

    /// The same for a message on its way to many.
    pub(crate) fn takes_less_than(
        &self,
        out: &Outbound<'_>,
        granted: &Granted,
        flags: (QoS, bool),
        now: Millis,
    ) -> bool {
        let ids = granted.ids.as_deref().unwrap_or_default();
        let parts = out.payload.len() + out.block.len() + 5 * ids.len();
        self.may_be_too_large(parts)
            && self.seen(out.topic, out.block).is_some_and(|seen| {
                self.is_too_large(&out.forward(&seen, flags, any_id(flags.0), ids, now))
            })
    }

    /// Rules it out at no cost for nearly every message: `parts` is the size of payload, properties and identifiers.
    pub(crate) fn may_be_too_large(&self, parts: usize) -> bool {
        self.max_packet_size != u32::MAX || parts > HUGE
    }

    /// The largest packet for this client.
    fn limit(&self) -> usize {
        (self.max_packet_size as usize).min(LARGEST_PACKET)
    }

    /// Whether a topic is one that the client can name.
    pub(crate) fn sees(&self, topic: &str) -> bool {
        self.mount
            .as_ref()
            .is_none_or(|mount| mount.take_off(topic).is_some())
    }

    /// A message as the client sees it; `None` if it is not below its mount point.
    pub(crate) fn seen<'m>(&self, topic: &'m str, block: &'m [u8]) -> Option<Seen<'m>> {
        match &self.mount {
            None => Some(Seen {
                topic,
                block: block.into(),
            }),
            Some(mount) => mount.seen(topic, block),
        }
    }

    /// Places a message on its way to many; a form of it that others get too is encoded once.
    pub(crate) fn place(
        &mut self,
        out: &mut Outbound<'_>,
        granted: &Granted,
        (qos, retain): (QoS, bool),
        id: Option<PacketId>,
        desk: &mut Desk,
    ) {
        let v5 = self.version().is_v5();
        let before = self.outbox.len();
        let alone = v5 && (granted.ids.is_some() || self.aliases.is_some());
        if alone || !out.is_shared_with(self.mount.as_ref()) {
            let Some(seen) = self.seen(out.topic, out.block) else {
                return;
            };
            let packet = out.forward(
                &seen,
                (qos, retain),
                id,
                granted.ids.as_deref().unwrap_or_default(),
                desk.now,
            );
            self.append(packet, out.large(), desk);
        } else {
            out.append_shared_form(v5, (qos, retain), id, &mut self.outbox, desk);
        }
        self.count_publish(qos, self.outbox.len() - before, desk);
        let bytes = self.outbox.len() - before;
        self.show_message(bytes, (out.topic, out.payload), desk);
        if desk.interest.has(Hook::OnDelivered) {
            desk.notices.push(Notice::Delivered(
                self.info.clone(),
                out.message().clone(),
                qos,
                retain,
            ));
        }
    }

    /// Places a message that was held.
    pub(crate) fn place_held(
        &mut self,
        held: &Held,
        seen: &Seen<'_>,
        dup: bool,
        id: Option<PacketId>,
        desk: &mut Desk,
    ) {
        let before = self.outbox.len();
        let large =
            (held.message.payload().len() >= Outbox::SHARE_FROM).then(|| held.message.clone());
        self.append(held_packet(held, seen, dup, id, desk.now), large, desk);
        self.count_publish(held.qos, self.outbox.len() - before, desk);
        let bytes = self.outbox.len() - before;
        let message = &held.message;
        self.show_message(bytes, (message.topic(), message.payload()), desk);
        if !dup && desk.interest.has(Hook::OnDelivered) {
            desk.notices.push(Notice::Delivered(
                self.info.clone(),
                held.message.clone(),
                held.qos,
                held.retain,
            ));
        }
    }

    /// Encodes a PUBLISH for this client alone.
    fn append(
        &mut self,
        mut packet: Forward<'_>,
        large: Option<Arc<crate::message::Message>>,
        desk: &mut Desk,
    ) {
        let limit = self.limit();
        let fits = |packet: &Forward<'_>| {
            limit == LARGEST_PACKET || packet.size(Version::V5) + ALIAS <= limit
        };
        if let Some(aliases) = self.aliases.as_mut().filter(|_| fits(&packet)) {
            match aliases.assign(packet.topic) {
                Aliased::Known(alias) => (packet.topic, packet.topic_alias) = ("", Some(alias)),
                Aliased::New(alias) => packet.topic_alias = Some(alias),
            }
        }
        let version = self.version();
        let buffer = self.outbox.buffer(&mut desk.pool);
        match large {
            None => packet.encode(version, buffer),
            Some(message) => {
                packet.encode_head(version, buffer);
                self.outbox.push_shared(message);
            }
        }
    }

    /// Whether another message may be placed.
    pub(crate) fn has_room(&self) -> bool {
        self.unopened.is_none() && self.outbox.has_room()
    }

    /// Whether this many bytes may be placed. A full outbox is written first, if its socket takes it.
    pub(crate) fn makes_room(&mut self, bytes: usize, desk: &mut Desk) -> bool {
        let is_full = |outbox: &Outbox| outbox.len() + bytes > Outbox::CAPACITY;
        if self.unopened.is_some() {
            return false;
        }
        if self.blocked || !is_full(&self.outbox) {
            return !is_full(&self.outbox);
        }
        let Some(writer) = &self.writer else {
            // Its owner writes it as soon as this turn is over.
            desk.end_soon();
            return self.outbox.len() + bytes <= Outbox::CAPACITY_OF_OWNER;
        };
        let written = self
            .outbox
            .write_to(&mut desk.pool, |pieces| writer.send(pieces));
        if written.is_ok() {
            self.written(desk);
        } else if written.is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock) {
            self.blocked = true;
            // Who goes on when the socket takes more.
            self.waker.iter().for_each(Waker::wake_by_ref);
        }
        !is_full(&self.outbox)
    }

    pub(crate) fn count_sent(&mut self, packets: u64, bytes: usize) {
        self.sent.packets += packets;
        self.sent.bytes += bytes as u64;
    }

    pub(crate) fn count_other(&mut self, packets: u64, bytes: usize) {
        self.others.packets += packets;
        self.others.bytes += bytes as u64;
    }

    /// Shows the message of so many bytes that was placed last to those who look at packets.
    fn show_message(&self, bytes: usize, (topic, payload): (&str, &[u8]), desk: &Desk) {
        if let Some(observers) = &desk.observers {
            let is_shared = payload.len() >= Outbox::SHARE_FROM;
            let elsewhere = if is_shared { payload.len() } else { 0 };
            let sent = Sent {
                topic: Some(topic),
                payload,
            };
            let packet = self.outbox.latest(bytes - elsewhere);
            observers.sent((&*self.info).into(), packet, self.version(), sent);
        }
    }

    /// Shows so many bytes of other packets that were placed last.
    pub(crate) fn show_latest(&self, bytes: usize, desk: &Desk) {
        if let Some(observers) = &desk.observers {
            let packets = self.outbox.latest(bytes);
            let who = (&*self.info).into();
            observers.sent(who, packets, self.version(), Sent::default());
        }
    }

    fn count_publish(&mut self, qos: QoS, bytes: usize, desk: &mut Desk) {
        desk.deliveries += 1;
        self.count_sent(1, bytes);
        desk.counters.sent(PUBLISH, 1, bytes);
        desk.counters.add(Counter::MessagesSent, qos as usize, 1);
    }
}

/// The PUBLISH of a held message.
pub(crate) fn held_packet<'h>(
    held: &'h Held,
    seen: &'h Seen<'_>,
    dup: bool,
    packet_id: Option<PacketId>,
    now: u64,
) -> Forward<'h> {
    Forward {
        qos: held.qos,
        retain: held.retain,
        dup,
        topic: seen.topic,
        packet_id,
        block: &seen.block,
        message_expiry_interval: held.message.expires.remaining(now),
        topic_alias: None,
        subscription_ids: held.ids.as_deref().unwrap_or_default(),
        payload: held.message.payload(),
    }
}

/// Stands for the identifier a packet will have, to know its size.
pub(crate) fn any_id(qos: QoS) -> Option<PacketId> {
    (qos != QoS::AtMostOnce).then_some(PacketId::MAX)
}

impl Link {
    pub(crate) fn warn_if_slow(&mut self, outgoing: &Outgoing<Held>, desk: &mut Desk) {
        let patience = desk.settings.inflight_expiry.as_secs();
        let waited = outgoing
            .oldest()
            .map_or(0, |at| desk.seconds().saturating_sub(at));
        if !self.slow && patience > 0 && u64::from(waited) >= patience && !outgoing.can_send() {
            self.slow = true;
            desk.counters.add(Counter::SlowClients, 0, 1);
            desk.counters.moved(Counter::SlowNow, 0, 1);
            let (client_id, inflight) = (self.info.id.clone(), outgoing.len());
            desk.happened(Happening::Slow {
                client_id,
                inflight,
                waited,
            });
            warn!(client_id = ?Id(&self.info.id), inflight = outgoing.len(), waited_seconds = waited, "slow client: its oldest message in flight is not acknowledged");
        }
    }
}
