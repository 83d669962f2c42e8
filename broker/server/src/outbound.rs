//! A message on its way to its subscribers: encoded once for each form in which they get it, and made owned only if one must keep it.

use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::Arc;

use gmqtt_plugin_api::cluster::{NodeName, Stamp};
use gmqtt_protocol::packet::Forward;
use gmqtt_protocol::{PacketId, QoS, Version};
use gmqtt_store::{Change, Lsn, MessageId};

use crate::clock::{Both, Millis};
use crate::cluster::awaited::Awaited;
use crate::message::{Expiry, Message, Source};
use crate::mount::{Mount, Seen};
use crate::outbox::Outbox;
use crate::queue::{Held, ShareName};
use crate::record;
use crate::route::Granted;
use crate::storage::Log;
use crate::turn::Desk;

/// A message being routed. It borrows from the read buffer, or from a [`Message`].
pub(crate) struct Outbound<'a> {
    pub(crate) topic: &'a str,
    /// Forwarded properties, encoded.
    pub(crate) block: &'a [u8],
    pub(crate) payload: &'a [u8],
    pub(crate) qos: QoS,
    /// The publisher's retain flag.
    pub(crate) retain: bool,
    pub(crate) expires: Expiry,
    pub(crate) source: Source,
    /// A limit kept it from being queued or retained.
    pub(crate) refused: bool,
    /// Its number in the store; 0 without one.
    pub(crate) number: u64,
    /// Its place in the queue of the session that it is offered to, if it is there in the store.
    pub(crate) seq: Option<NonZeroU64>,
    /// The session of its publisher and the identifier it was given there, if that is kept, too.
    pub(crate) received: Option<(u64, PacketId)>,
    /// Somebody waits for an answer: what the store does not take may be refused.
    pub(crate) is_answered: bool,
    /// It was refused because the store did not take it.
    pub(crate) not_kept: bool,
    /// When this is durable all of it is that was promised.
    pub(crate) ticket: Lsn,
    /// Other nodes are waited for, too.
    pub(crate) awaited: Option<Arc<Awaited>>,
    /// It comes from another node: what is retained is told apart from what is sent to subscribers.
    pub(crate) is_foreign: bool,
    /// The node that it was published at, if that is another one.
    pub(crate) origin: Option<&'a NodeName>,
    /// How much that node knew of where sessions are.
    pub(crate) known: u64,
    /// It is given to the session that it is offered to, in transit or not.
    pub(crate) passes_transit: bool,
    /// It is for the session that it is offered to and no other.
    pub(crate) is_its_own: bool,
    /// It is the retained message of its topic by this change of another node.
    pub(crate) stamp: Option<&'a Stamp>,
    /// The next batch has it.
    in_batch: bool,
    /// The group whose member is being offered the message.
    pub(crate) share: Option<Arc<ShareName>>,
    owned: Option<Arc<Message>>,
    /// Where most of its receivers are: the mount point of its publisher, and how it is seen there.
    from: Option<(&'a Mount, Seen<'a>)>,
    /// As it is seen there. For version 3.x and 5, without and with a packet identifier.
    forms: [Option<Form>; 4],
}

/// An encoding in the desk's buffer.
#[derive(Debug, Clone)]
struct Form {
    bytes: Range<usize>,
    id_at: Option<usize>,
}

impl<'a> Outbound<'a> {
    /// For a message that is nowhere stored yet.
    pub(crate) fn new(
        topic: &'a str,
        block: &'a [u8],
        payload: &'a [u8],
        (qos, retain): (QoS, bool),
        expires: Expiry,
    ) -> Self {
        Self {
            topic,
            block,
            payload,
            qos,
            retain,
            expires,
            source: Source::CLIENT,
            refused: false,
            number: 0,
            seq: None,
            received: None,
            is_answered: false,
            not_kept: false,
            ticket: Lsn::START,
            awaited: None,
            is_foreign: false,
            origin: None,
            known: 0,
            passes_transit: false,
            is_its_own: false,
            stamp: None,
            in_batch: false,
            share: None,
            owned: None,
            from: None,
            forms: [const { None }; 4],
        }
    }

    /// Whether it is to take the place of the retained message of its topic.
    pub(crate) fn is_to_be_retained(&self) -> bool {
        self.retain && !self.is_foreign
    }

    /// Of a publisher below this mount point.
    pub(crate) fn below(mut self, mount: Option<&'a Mount>) -> Self {
        self.from = mount.and_then(|mount| Some((mount, mount.seen(self.topic, self.block)?)));
        self
    }

    /// Whether receivers below this mount point see it as its publisher does.
    pub(crate) fn is_shared_with(&self, mount: Option<&Mount>) -> bool {
        match (&self.from, mount) {
            (None, None) => true,
            (Some((from, _)), Some(mount)) => *from == mount,
            _ => false,
        }
    }

    /// For a message that is.
    pub(crate) fn of(message: &'a Arc<Message>) -> Self {
        let mut out = Self::new(
            message.topic(),
            message.block(),
            message.payload(),
            (message.qos, message.retain),
            message.expires,
        );
        out.source = message.source;
        out.number = message.number();
        out.owned = Some(message.clone());
        out
    }

    /// The message as one that can be kept.
    pub(crate) fn message(&mut self) -> &Arc<Message> {
        let Self {
            topic,
            block,
            payload,
            qos,
            retain,
            expires,
            source,
            number,
            owned,
            ..
        } = self;
        owned.get_or_insert_with(|| {
            let message = Message::new(topic, block, payload, (*qos, *retain), *expires);
            Arc::new(message.from(*source).numbered(*number))
        })
    }

    /// The message as one that can be kept, if its payload is too large to be copied.
    pub(crate) fn large(&mut self) -> Option<Arc<Message>> {
        (self.payload.len() >= Outbox::SHARE_FROM).then(|| self.message().clone())
    }

    /// As one session holds it.
    pub(crate) fn held(&mut self, granted: &Granted, qos: QoS, retain: bool) -> Held {
        Held {
            message: self.message().clone(),
            qos,
            retain,
            ids: granted.ids.clone(),
            share: self.share.clone(),
            seq: self.seq,
        }
    }

    /// Adds it to the next batch, once.
    pub(crate) fn put(&mut self, clocks: Both, log: &mut Log) -> MessageId {
        if self.number == 0 {
            self.number = log.next_message();
        }
        let id = MessageId(self.number);
        if !std::mem::replace(&mut self.in_batch, true) {
            let message = gmqtt_store::Message {
                topic: self.topic,
                properties: self.block,
                payload: self.payload,
                qos: self.qos,
                retain: self.retain,
                source: self.source.lasting(),
                expires_at: record::expires_at(self.expires, clocks),
                forwarded_until: record::forwarded_until(self.expires, clocks),
            };
            log.push(&Change::PutMessage { id, message });
        }
        id
    }

    /// Its batch was appended, or is gone.
    pub(crate) fn batch_is_over(&mut self) {
        self.in_batch = false;
    }

    /// The PUBLISH for one session.
    pub(crate) fn forward<'s>(
        &self,
        seen: &'s Seen<'_>,
        (qos, retain): (QoS, bool),
        packet_id: Option<PacketId>,
        subscription_ids: &'s [u32],
        now: Millis,
    ) -> Forward<'s>
    where
        'a: 's,
    {
        Forward {
            qos,
            retain,
            dup: false,
            topic: seen.topic,
            packet_id,
            block: &seen.block,
            message_expiry_interval: self.expires.remaining(now),
            topic_alias: None,
            subscription_ids,
            payload: self.payload,
        }
    }

    /// Appends the form that all sessions of this version get who have neither subscription identifiers nor aliases, nor
    /// another mount point.
    pub(crate) fn append_shared_form(
        &mut self,
        v5: bool,
        (qos, retain): (QoS, bool),
        id: Option<PacketId>,
        outbox: &mut Outbox,
        desk: &mut Desk,
    ) {
        let form = self.form(v5, id, desk);
        let large = self.large();
        let buffer = outbox.buffer(&mut desk.pool);
        let start = buffer.len();
        buffer.extend_from_slice(&desk.encoded[form.bytes]);
        buffer[start] = 0x30 | (qos as u8) << 1 | u8::from(retain);
        if let (Some(at), Some(id)) = (form.id_at, id) {
            buffer[start + at..start + at + 2].copy_from_slice(&id.get().to_be_bytes());
        }
        if let Some(message) = large {
            outbox.push_shared(message);
        }
    }

    fn form(&mut self, v5: bool, id: Option<PacketId>, desk: &mut Desk) -> Form {
        let index = usize::from(v5) * 2 + usize::from(id.is_some());
        if let Some(form) = &self.forms[index] {
            return form.clone();
        }
        if self.forms.iter().all(Option::is_none) {
            desk.encoded.clear();
        }
        let version = if v5 { Version::V5 } else { Version::V3_1_1 };
        let qos = if id.is_some() {
            QoS::AtLeastOnce
        } else {
            QoS::AtMostOnce
        };
        let plain = Seen {
            topic: self.topic,
            block: self.block.into(),
        };
        let seen = self.from.as_ref().map_or(&plain, |(_, seen)| seen);
        let packet = self.forward(seen, (qos, false), id, &[], desk.now);
        let start = desk.encoded.len();
        if self.payload.len() >= Outbox::SHARE_FROM {
            packet.encode_head(version, &mut desk.encoded);
        } else {
            packet.encode(version, &mut desk.encoded);
        }
        let form = Form {
            bytes: start..desk.encoded.len(),
            id_at: packet.packet_id_offset(version),
        };
        self.forms[index] = Some(form.clone());
        form
    }
}
