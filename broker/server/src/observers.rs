//! Who looks at packets: `log.dump_packet`, and traces. Without any a thread has no [`Observers`], and a packet costs a branch.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::SystemTime;

use gmqtt_plugin_api::{ClientInfo, PacketRecord, Trace, Traced};
use gmqtt_protocol::packet::Publish;
use gmqtt_protocol::{Frame, TopicFilter, TopicName, Version};
use tokio::sync::Notify;

use crate::describe::{Described, describe, describe_placed};
use crate::dump;

/// All that look at packets now.
#[derive(Debug)]
pub(crate) struct Observers {
    pub(crate) dump: bool,
    pub(crate) traces: Vec<Tracer>,
}

/// A trace under way.
#[derive(Debug, Clone)]
pub(crate) struct Tracer {
    pub(crate) trace: Arc<Trace>,
    /// Told when it is full.
    pub(crate) full: Arc<Notify>,
}

/// Whose packet it is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Who<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) remote: SocketAddr,
}

impl<'a> From<&'a ClientInfo> for Who<'a> {
    fn from(info: &'a ClientInfo) -> Self {
        Self {
            client_id: &info.id,
            remote: info.peer.remote,
        }
    }
}

/// A PUBLISH that is sent.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sent<'a> {
    /// The topic as the broker knows it.
    pub(crate) topic: Option<&'a str>,
    /// Where it may stand elsewhere than in the outbox.
    pub(crate) payload: &'a [u8],
}

impl Observers {
    /// `None` if nobody looks.
    pub(crate) fn of(dump: bool, traces: Vec<Tracer>) -> Option<Arc<Self>> {
        (dump || !traces.is_empty()).then(|| Arc::new(Self { dump, traces }))
    }

    /// Whether somebody wants to see the packets of this client.
    pub(crate) fn look_at(&self, client: &ClientInfo) -> bool {
        self.dump
            || self
                .traces
                .iter()
                .any(|tracer| tracer.is_about(client.into()))
    }

    /// Whether somebody wants to see messages of this topic.
    pub(crate) fn look_for(&self, topic: &str) -> bool {
        self.traces.iter().any(|tracer| tracer.matches(topic))
    }

    /// A packet from a client. `topic` finds the topic that a PUBLISH has for the broker; it is asked only if somebody wants to know.
    pub(crate) fn received(
        &self,
        who: Who<'_>,
        frame: Frame<'_>,
        version: Version,
        topic: impl Fn(&Publish<'_>) -> Option<String>,
    ) {
        if self.dump {
            dump::received(who.client_id, frame, version);
        }
        let by_topic = |tracer: &Tracer| matches!(tracer.trace.asked.traced, Traced::Topics(_));
        let topic = (frame.packet_type() == 3 && self.traces.iter().any(by_topic))
            .then(|| Publish::decode(frame, version).ok())
            .flatten()
            .and_then(|packet| topic(&packet));
        let mut described = None;
        for tracer in &self.traces {
            if tracer.wants(who, topic.as_deref()) {
                let packet = described.get_or_insert_with(|| describe(frame, version));
                tracer.add(who, true, packet, frame.wire.len());
            }
        }
    }

    /// The packets just placed in a client's outbox: several that are no PUBLISH, or one that is.
    pub(crate) fn sent(&self, who: Who<'_>, mut packets: &[u8], version: Version, sent: Sent<'_>) {
        let wanted = |tracer: &&Tracer| tracer.wants(who, sent.topic);
        let tracers: Vec<_> = self.traces.iter().filter(wanted).collect();
        if tracers.is_empty() && !self.dump {
            return;
        }
        while let Some((packet, here, size)) = describe_placed(packets, sent.payload, version) {
            if self.dump {
                dump::sent(who.client_id, &packet, size);
            }
            for tracer in &tracers {
                tracer.add(who, false, &packet, size);
            }
            packets = &packets[here..];
        }
    }
}

impl Tracer {
    fn is_about(&self, who: Who<'_>) -> bool {
        match &self.trace.asked.traced {
            Traced::Client(id) => **id == *who.client_id,
            Traced::Network(network) => network.contains(who.remote.ip()),
            Traced::Topics(_) => false,
        }
    }

    fn matches(&self, topic: &str) -> bool {
        let Traced::Topics(filter) = &self.trace.asked.traced else {
            return false;
        };
        match (TopicFilter::parse(filter), TopicName::parse(topic)) {
            (Ok(filter), Ok(topic)) => filter.matches(topic),
            _ => false,
        }
    }

    fn wants(&self, who: Who<'_>, topic: Option<&str>) -> bool {
        self.is_about(who) || topic.is_some_and(|topic| self.matches(topic))
    }

    fn add(&self, who: Who<'_>, received: bool, packet: &Described<'_>, size: usize) {
        if self.trace.has_ended() {
            return;
        }
        let shown = packet.payload.len().min(self.trace.asked.payload_bytes);
        self.trace.add(PacketRecord {
            at: SystemTime::now(),
            client_id: who.client_id.into(),
            address: who.remote.to_string(),
            received,
            packet: packet.packet,
            fields: packet.fields.clone(),
            size,
            payload: packet.payload[..shown].to_vec(),
        });
        if self.trace.has_ended() {
            self.full.notify_one();
        }
    }
}
